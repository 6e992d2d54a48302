//! The addresses of what visitors said: the inbox, and the conversations.

use super::{asked_of, with_asked, with_query};
use model::{
    id::{BotId, ConversationId, TurnId},
    unanswered::Tab,
};

/// The inbox.
pub fn inbox(bot: BotId) -> String {
    format!("/bots/{bot}/unanswered")
}

/// A part of the inbox; `mine` is empty for everyone's.
pub fn unanswered(bot: BotId, tab: Tab, mine: &str) -> String {
    with_query(&inbox(bot), &[("tab", tab.as_str()), ("mine", mine)])
}

/// The part of the inbox that a page of it shows; `tab` if it names none.
pub fn inbox_of(page: &str, bot: BotId, tab: &str) -> String {
    let inbox = inbox(bot);
    let asked = asked_of(page, &inbox).filter(|(name, _)| ["tab", "mine"].contains(name));
    match with_asked(&inbox, asked) {
        own if own == inbox => unanswered(bot, tab.parse().unwrap_or_default(), ""),
        own => own,
    }
}

pub fn conversations(bot: BotId) -> String {
    format!("/bots/{bot}/conversations")
}

/// The conversations that pass a filter, given as pairs of name and value.
pub fn conversations_with(bot: BotId, filter: &[(&str, &str)]) -> String {
    with_query(&conversations(bot), filter)
}

/// The same as a file, `csv` or `json`.
pub fn conversations_export(bot: BotId, format: &str, filter: &[(&str, &str)]) -> String {
    let base = format!("{}/export?format={format}", conversations(bot));
    with_query(&base, filter)
}

pub fn conversation(bot: BotId, conversation: ConversationId) -> String {
    format!("/bots/{bot}/conversations/{conversation}")
}

/// What a conversation's page is asked for itself; the rest is of the list that it was opened from.
const OWN: [&str; 2] = ["pass", "correct"];

fn of_list<'a>(page: &'a str, own: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    asked_of(page, own).filter(|(name, _)| !OWN.contains(name))
}

/// A conversation's page as it was opened.
pub fn conversation_of(page: &str, bot: BotId, id: ConversationId) -> String {
    let own = conversation(bot, id);
    with_asked(&own, of_list(page, &own))
}

/// The list that a conversation's page was opened from: the inbox, if it names a part of it.
pub fn list_of_conversation(page: &str, bot: BotId, id: ConversationId) -> String {
    let own = conversation(bot, id);
    let is_of_inbox = of_list(page, &own).any(|(name, _)| name == "tab");
    let list = if is_of_inbox {
        inbox(bot)
    } else {
        conversations(bot)
    };
    with_asked(&list, of_list(page, &own))
}

/// A conversation's page with the form that corrects one of its turns.
pub fn correct(page: &str, turn: TurnId) -> String {
    with_query(page, &[("correct", &turn.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversation_leads_back_to_its_list() {
        let bot: BotId = "0b9e4c9e-5a52-4b44-9a52-6a6f9b1c2d3e".parse().unwrap();
        let id: ConversationId = "01912d68-783e-7a03-8467-5661c1243ad4".parse().unwrap();
        let own = conversation(bot, id);
        let page = format!("{own}?outcome=answer&before=x&pass=y&correct=z");
        let list = format!("{}?outcome=answer&before=x", conversations(bot));
        assert_eq!(list_of_conversation(&page, bot, id), list);
        let as_opened = format!("{own}?outcome=answer&before=x");
        assert_eq!(conversation_of(&page, bot, id), as_opened);
        let page = format!("{own}?tab=done&mine=1");
        let list = format!("{}?tab=done&mine=1", inbox(bot));
        assert_eq!(list_of_conversation(&page, bot, id), list);
    }

    #[test]
    fn the_inbox_is_left_and_found_in_the_same_part() {
        let bot: BotId = "0b9e4c9e-5a52-4b44-9a52-6a6f9b1c2d3e".parse().unwrap();
        let page = format!("{}?tab=done&mine=1&other=x", inbox(bot));
        let part = format!("{}?tab=done&mine=1", inbox(bot));
        assert_eq!(inbox_of(&page, bot, ""), part);
        let part = format!("{}?tab=later", inbox(bot));
        assert_eq!(inbox_of("", bot, "later"), part);
    }
}
