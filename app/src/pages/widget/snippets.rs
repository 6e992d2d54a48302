//! What is pasted into a customer's page. Code, so it is the same in every language.

use super::Installing;
use model::id::BotId;

/// The one line that puts the box on a page.
pub fn plain(of: &Installing, bot: BotId) -> String {
    format!(
        "<script src=\"{}/widget.js\" data-bot=\"{bot}\" async></script>",
        of.server
    )
}

/// For a page that checks what it loads, and lets scripts in by a nonce.
pub fn checked(of: &Installing, bot: BotId) -> String {
    format!(
        "<script src=\"{}/widget.js\" data-bot=\"{bot}\" async\n  \
         integrity=\"{}\" crossorigin=\"anonymous\"\n  nonce=\"NONCE OF THIS ANSWER\"></script>",
        of.server, of.integrity
    )
}

/// For a tag manager, which runs scripts rather than tags.
pub fn tag_manager(of: &Installing, bot: BotId) -> String {
    format!(
        "<script>\n  (function () {{\n    var box = document.createElement(\"script\");\n    \
         box.src = \"{}/widget.js\";\n    box.async = true;\n    \
         box.dataset.bot = \"{bot}\";\n    document.head.append(box);\n  }})();\n</script>",
        of.server
    )
}

/// For an application of one page: put in once, taken out when its view goes.
pub fn single_page(of: &Installing, bot: BotId) -> String {
    format!(
        "// React; the other frameworks have their own word for useEffect.\n\
         useEffect(() => {{\n  const box = document.createElement(\"script\");\n  \
         box.src = \"{}/widget.js\";\n  box.dataset.bot = \"{bot}\";\n  \
         document.head.append(box);\n  return () => {{\n    window.parlance?.destroy?.();\n    \
         box.remove();\n  }};\n}}, []);",
        of.server
    )
}

/// For WordPress, in the theme's functions.php.
pub fn wordpress(of: &Installing, bot: BotId) -> String {
    format!(
        "add_action('wp_footer', function () {{\n  \
         echo '<script src=\"{}/widget.js\" data-bot=\"{bot}\" async></script>';\n}});",
        of.server
    )
}

/// What a page's Content-Security-Policy has to allow, besides what it allows already.
pub fn policy(of: &Installing) -> String {
    format!("script-src {0};\nconnect-src {0};", of.server)
}
