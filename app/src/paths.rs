//! The addresses of the pages, and what is read from an address.

mod account;
mod back;
mod knowledge;
mod talks;
mod workspace;

pub use account::*;
pub use back::*;
pub use knowledge::*;
pub use talks::*;
pub use workspace::*;

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};
use model::{
    access::Area,
    audit::AuditFilter,
    id::{BotId, SynonymGroupId, UserId, WorkspaceId},
    rights::Rights,
};
use std::str::FromStr;

pub const BOTS: &str = "/bots";
pub const NEW_BOT: &str = "/bots/new";

/// The management API, as people read it.
pub const API: &str = "/api";

/// A bot to be made out of another.
pub fn duplicate(bot: BotId) -> String {
    format!("{NEW_BOT}?copy={bot}")
}

pub fn settings(bot: BotId) -> String {
    format!("/bots/{bot}/settings")
}

/// How sure the bot has to be, and what that does.
pub fn thresholds(bot: BotId) -> String {
    format!("{}/thresholds", settings(bot))
}

pub fn synonyms(bot: BotId) -> String {
    format!("/bots/{bot}/synonyms")
}

/// A group of synonyms, with what it changes.
pub fn synonym_group(bot: BotId, group: SynonymGroupId) -> String {
    format!("{}?group={group}", synonyms(bot))
}

/// The form of synonyms with what was typed, and what that would change; `group` is empty for a
/// new one.
pub fn synonyms_tried(bot: BotId, group: &str, term: &str, variants: &str, locale: &str) -> String {
    let pairs = [
        ("group", group),
        ("term", term),
        ("variants", variants),
        ("locale", locale),
    ];
    with_query(&synonyms(bot), &pairs)
}

pub fn test(bot: BotId) -> String {
    format!("/bots/{bot}/test")
}

pub fn analytics(bot: BotId) -> String {
    format!("/bots/{bot}/analytics")
}

/// The figures of a period as a file, `csv` or `json`.
pub fn analytics_export(bot: BotId, format: &str, period: &[(&str, &str)]) -> String {
    let base = format!("{}/export?format={format}", analytics(bot));
    with_query(&base, period)
}

/// An address with these parameters; those that are empty are left out.
pub fn with_query(base: &str, pairs: &[(&str, &str)]) -> String {
    let mut address = base.to_owned();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(name);
        address.push('=');
        address.push_str(&escape(value));
    }
    address
}

/// Questions whose answers are known.
pub fn tests(bot: BotId) -> String {
    format!("/bots/{bot}/tests")
}

/// How well the draft does.
pub fn evaluation(bot: BotId) -> String {
    format!("{}/evaluation", tests(bot))
}

/// The audit trail with a filter, from a cursor on.
pub fn audit_with(workspace: WorkspaceId, wanted: &AuditFilter, before: &str) -> String {
    let mut pairs = audit_pairs(wanted);
    pairs.push(("before", before));
    with_query(&audit(workspace), &pairs)
}

/// The events as a file, `csv` or `jsonl`.
pub fn audit_export(workspace: WorkspaceId, format: &str, wanted: &AuditFilter) -> String {
    let base = format!("{}/export?format={format}", audit(workspace));
    with_query(&base, &audit_pairs(wanted))
}

fn audit_pairs(wanted: &AuditFilter) -> Vec<(&'static str, &str)> {
    vec![
        ("from", &wanted.from),
        ("to", &wanted.to),
        ("action", &wanted.action),
        ("by", &wanted.by),
        ("subject", &wanted.subject),
    ]
}

/// What was published.
pub fn versions(bot: BotId) -> String {
    format!("/bots/{bot}/versions")
}

/// Two versions beside each other.
pub fn versions_compared(bot: BotId, from: u32, to: u32) -> String {
    format!("{}?from={from}&to={to}", versions(bot))
}

/// What a publish would change for visitors.
pub fn forecast(bot: BotId) -> String {
    format!("{}/forecast", versions(bot))
}

pub fn widget(bot: BotId) -> String {
    format!("/bots/{bot}/widget")
}

/// The dialog box, its words in one language.
pub fn widget_in(bot: BotId, locale: &str) -> String {
    format!("{}?locale={}", widget(bot), escape(locale))
}

pub fn widget_install(bot: BotId) -> String {
    format!("/bots/{bot}/widget/install")
}

/// What the box asks in its preview.
pub fn widget_preview(bot: BotId) -> String {
    format!("/bots/{bot}/widget/preview")
}

/// A bot, by whichever of its pages one may enter first.
pub fn bot(bot: BotId) -> String {
    format!("/bots/{bot}")
}

/// The first page of a bot that somebody with these rights may enter.
pub fn first_room(bot: BotId, rights: Rights) -> String {
    type Path = fn(BotId) -> String;
    let rooms: [(Area, Path); 5] = [
        (Area::Knowledge, knowledge),
        (Area::Conversations, conversations),
        (Area::Analytics, analytics),
        (Area::Widget, widget),
        (Area::Settings, settings),
    ];
    let room = rooms.into_iter().find(|(area, _)| rights.may_read(*area));
    room.map_or_else(|| BOTS.to_owned(), |(_, path)| path(bot))
}

/// Who may do what with a bot.
pub fn rights(bot: BotId) -> String {
    format!("/bots/{bot}/members")
}

/// The members of a workspace.
pub fn members(workspace: WorkspaceId) -> String {
    format!("/workspaces/{workspace}")
}

/// Where a one-time link leads.
pub fn welcome(token: &str) -> String {
    format!("/welcome?token={}", escape(token))
}

/// One member of a workspace.
pub fn member(workspace: WorkspaceId, user: UserId) -> String {
    format!("{}{user}", member_pages(workspace))
}

/// What the addresses of a workspace's single members begin with.
pub fn member_pages(workspace: WorkspaceId) -> String {
    format!("/workspaces/{workspace}/members/")
}

/// Percent-encodes all that could end or split a query's value.
pub fn escape(value: &str) -> String {
    use std::fmt::Write as _;
    value.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => write!(out, "%{byte:02X}").unwrap_or_default(),
        }
        out
    })
}

/// `next` if it is an address on this site, without its fragment; else the list of bots.
pub fn local(next: &str) -> &str {
    let next = next.split('#').next().unwrap_or_default();
    // Browsers drop tabs and line breaks, and read `\\` as `/`.
    let is_local = next.starts_with('/')
        && !next.starts_with("//")
        && next
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_local { next } else { BOTS }
}

/// A text for a page's `<title>`, which leptos_meta writes into the document as it stands: no
/// bracket of it may end the element.
pub fn in_title(text: &str) -> String {
    text.replace('<', "‹").replace('>', "›")
}

/// An id in the path; `None` if it is none.
pub fn use_id<T>(name: &'static str) -> Memo<Option<T>>
where
    T: FromStr + PartialEq + Send + Sync + 'static,
{
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get_str(name)?.parse().ok()))
}

/// A parameter of the query, empty if it is not there.
pub fn use_query(name: &'static str) -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get_str(name).unwrap_or_default().to_owned()))
}

/// The bot that the path names, for what stands around the pages.
pub fn use_current_bot() -> Memo<Option<BotId>> {
    let path = use_location().pathname;
    Memo::new(move |_| path.with(|path| path.split('/').nth(2)?.parse().ok()))
}

/// Path and query of this page, without what passes: a refused form's key, a notice.
pub fn use_here() -> Memo<String> {
    let location = use_location();
    Memo::new(move |_| {
        let query = location.query.with(|query| {
            query
                .latest_values()
                .filter(|(name, _)| {
                    !matches!(
                        name.as_ref(),
                        "form" | "done" | "version" | "undo" | "deleted_at"
                    )
                })
                .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
                .collect::<Vec<_>>()
                .join("&")
        });
        let path = location.pathname.get();
        if query.is_empty() {
            path
        } else {
            format!("{path}?{query}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_local_path_is_followed() {
        for path in ["/bots", "/bots/1?a=b", "/"] {
            assert_eq!(local(path), path);
        }
        for other in [
            "",
            "bots",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "javascript:alert(1)",
        ] {
            assert_eq!(local(other), BOTS, "{other:?}");
        }
    }

    #[test]
    fn a_value_stays_one_value() {
        assert_eq!(escape("a b&c=é?#"), "a%20b%26c%3D%C3%A9%3F%23");
    }
}
