//! Cleans what members write before it is stored (S19).

use model::{error::Problem, text::AnswerSource};
use std::{borrow::Cow, collections::HashSet, sync::LazyLock};

/// Passes over a text before every bracket goes: nobody means a text that needs more.
const MAX_PASSES: usize = 8;

static ANSWER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(HashSet::from([
            "a",
            "b",
            "blockquote",
            "br",
            "code",
            "em",
            "h3",
            "h4",
            "hr",
            "i",
            "img",
            "li",
            "ol",
            "p",
            "pre",
            "s",
            "strong",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "u",
            "ul",
        ]))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .add_tag_attributes("a", ["href", "title"])
        .add_tag_attributes("img", ["src", "alt", "width", "height"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(Some("noopener noreferrer"));
    builder
});

static TEXT: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder.clean_content_tags(HashSet::from(["script", "style"]));
    builder
});

/// An answer as clean HTML. Text without tags becomes paragraphs.
pub fn answer(source: &AnswerSource) -> Result<String, Problem> {
    let source = source.as_str();
    let html = if ammonia::is_html(source) && source.contains('<') {
        Cow::Borrowed(source)
    } else {
        Cow::Owned(paragraphs(source))
    };
    let cleaned = ANSWER.clean(&html).to_string();
    let cleaned = cleaned.trim();
    let has_something = cleaned.contains("<img") || !plain(cleaned).trim().is_empty();
    if has_something {
        Ok(cleaned.to_owned())
    } else {
        Err(Problem::Missing)
    }
}

fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut html = String::with_capacity(text.len() + 16);
    for paragraph in text
        .split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        html.push_str("<p>");
        html.push_str(&ammonia::clean_text(paragraph).replace("&#10;", "<br>"));
        html.push_str("</p>");
    }
    html
}

/// A plain text without elements, everything else character for character: `5 < 6 & AT&T` stays.
pub fn text(source: &str) -> String {
    let mut text = source.to_owned();
    // What is left when an element goes may be one itself: `<<b>script>`.
    for _ in 0..MAX_PASSES {
        let cleaned = without_elements(&text);
        if cleaned == text {
            return text;
        }
        text = cleaned;
    }
    text.replace(['<', '>'], "")
}

fn without_elements(source: &str) -> String {
    if !source.contains('<') {
        return source.to_owned();
    }
    // A `<` that opens nothing has to reach the parser escaped, or it swallows what follows.
    decode(&TEXT.clean(&escape_lone(source)).to_string())
}

/// Escapes each `<` that no tag begins with, and each `&`, so that entities that were typed stay
/// as typed.
fn escape_lone(source: &str) -> String {
    let mut escaped = String::with_capacity(source.len() + 16);
    let last_close = source.rfind('>').unwrap_or(0);
    let mut rest = source.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        // What is never closed is no element: `a<b`.
        let opens = at < last_close
            && rest
                .peek()
                .is_some_and(|(_, next)| next.is_ascii_alphabetic() || "/!?".contains(*next));
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' if !opens => escaped.push_str("&lt;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The characters that HTML's serialisation escapes in text, back again.
fn decode(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

/// The text of clean HTML, with a break where a block ends: what the engine reads of an answer.
pub fn plain(html: &str) -> String {
    let spaced = html.replace("</", "\n</").replace("<br", "\n<br");
    decode(&TEXT.clean(&spaced).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(source: &str) -> String {
        answer(&AnswerSource::parse(source).unwrap()).unwrap()
    }

    #[test]
    fn s19_an_answer_keeps_its_markup_and_loses_its_scripts() {
        for (source, expected) in [
            (
                "<p>Hello <strong>you</strong></p>",
                "<p>Hello <strong>you</strong></p>",
            ),
            ("<p onclick=\"x()\">a</p><script>x()</script>", "<p>a</p>"),
            ("<p>a</p><img src=x onerror=x()>", "<p>a</p><img src=\"x\">"),
            (
                "<a href=\"javascript:x()\">a</a>",
                "<a rel=\"noopener noreferrer\">a</a>",
            ),
            (
                "<iframe src=\"https://e.example\"></iframe><p>a</p>",
                "<p>a</p>",
            ),
            ("<p>a</p><svg><script>x()</script></svg>", "<p>a</p>"),
            ("<style>p{}</style><p style=\"color:red\">a</p>", "<p>a</p>"),
        ] {
            assert_eq!(cleaned(source), expected, "{source}");
        }
        let empty = AnswerSource::parse("<script>x()</script>").unwrap();
        assert_eq!(answer(&empty), Err(Problem::Missing));
    }

    #[test]
    fn an_answer_without_tags_becomes_paragraphs() {
        assert_eq!(
            cleaned("One & two\n\nThree\nfour"),
            "<p>One &amp; two</p><p>Three<br>four</p>"
        );
    }

    #[test]
    fn s19_a_plain_text_loses_elements_and_nothing_else() {
        for (source, expected) in [
            ("5 < 6 & AT&T", "5 < 6 & AT&T"),
            ("a <b>bold</b> name", "a bold name"),
            ("<script>x()</script>Shop", "Shop"),
            ("&lt;b&gt; as typed", "&lt;b&gt; as typed"),
            ("<img src=x onerror=x()>Bot", "Bot"),
            ("l’été — 3 > 2", "l’été — 3 > 2"),
            ("I <3 this", "I <3 this"),
            ("if a<b", "if a<b"),
            ("q <<b>/title><<b>script>x()</script>", "q "),
            ("<<script></script>img src=x onerror=x()>a", "a"),
            ("a <plaintext></title><meta http-equiv=refresh>", "a "),
            ("<textarea></title><img src=x></textarea>b", "b"),
        ] {
            assert_eq!(text(source), expected, "{source}");
        }
    }
}
