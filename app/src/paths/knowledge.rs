//! The addresses of a bot's articles.

use super::{asked_of, escape, with_asked};
use model::id::{ArticleId, BotId, ImportId, OpenQuestionId};

/// The draft as a file; `format` is `csv` or `jsonl`.
pub fn export(bot: BotId, format: &str) -> String {
    format!("{}/export?format={format}", knowledge(bot))
}

pub fn knowledge(bot: BotId) -> String {
    format!("/bots/{bot}/knowledge")
}

/// Where a file of articles is imported.
pub fn import(bot: BotId) -> String {
    format!("{}/import", knowledge(bot))
}

/// What importing a file that waits would do.
pub fn import_file(bot: BotId, file: ImportId) -> String {
    format!("{}?file={file}", import(bot))
}

pub fn new_article(bot: BotId) -> String {
    format!("/bots/{bot}/knowledge/new")
}

pub fn article(bot: BotId, article: ArticleId) -> String {
    format!("/bots/{bot}/knowledge/{article}")
}

/// The list that an article's page was opened from, told by the page. There `locale` is the
/// language of the text, and `in` that of the list.
pub fn list_of_article(page: &str, bot: BotId, id: ArticleId) -> String {
    let own = article(bot, id);
    let asked = asked_of(page, &own)
        .filter(|(name, _)| *name != "locale")
        .map(|(name, value)| (if name == "in" { "locale" } else { name }, value));
    with_asked(&knowledge(bot), asked)
}

/// What became of an article.
pub fn article_history(bot: BotId, id: ArticleId) -> String {
    format!("{}/history", article(bot, id))
}

/// An article to be written for a question of the inbox.
pub fn new_article_for(bot: BotId, question: OpenQuestionId) -> String {
    format!("{}?question={question}", new_article(bot))
}

/// An article to be written for a question that was tried out.
pub fn new_article_asked(bot: BotId, question: &str) -> String {
    format!("{}?title={}", new_article(bot), escape(question))
}

/// An article in one language.
pub fn article_text(bot: BotId, id: ArticleId, locale: &str) -> String {
    format!("{}?locale={}", article(bot, id), escape(locale))
}
