//! The addresses elsewhere that texts lead to, and what was found there.

use super::{texts::buttons_of, variants};
use crate::{
    StoreError, Tx,
    error::OrCorrupt,
    macros::{execute, fetch_all, fetch_optional},
};
use model::{
    article::{Button, Target},
    id::{ArticleId, BotId},
    time::{DAY_MS, Timestamp},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Bytes of the longest address that is kept.
const MAX_BYTES: usize = 1_000;
/// Misses in a row from which an address is dead.
const DEAD_AT: i64 = 2;

/// An address to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The bot whose articles lead there.
    pub bot: BotId,
    /// The address.
    pub url: String,
    /// How often in a row nothing was there.
    pub misses: u32,
}

/// Writes down again where one text leads.
pub(super) async fn scan(tx: &mut Tx, article: Uuid, locale: &str) -> Result<(), StoreError> {
    const TEXT: &str = "
        UPDATE article_texts SET is_scanned = TRUE WHERE article_id = $1 AND locale = $2
        RETURNING answer, buttons";
    const FORGET: &str = "DELETE FROM article_addresses WHERE article_id = $1 AND locale = $2";
    const ADD: &str = "
        INSERT INTO article_addresses (article_id, locale, url, host) VALUES ($1, $2, $3, $4)";
    let text: Option<(String, String)> = fetch_optional!(tx, TEXT, article, locale)?;
    execute!(tx, FORGET, article, locale)?;
    let Some((answer, buttons)) = text else {
        return Ok(());
    };
    let mut answers = variants::list_answers(tx, article, locale).await?;
    answers.push(answer);
    for (url, host) in found_in(&answers, &buttons_of(&buttons)?) {
        execute!(tx, ADD, article, locale, url, host)?;
    }
    Ok(())
}

/// Does so for texts that were written before addresses were kept.
pub async fn scan_old(tx: &mut Tx, limit: u32) -> Result<(), StoreError> {
    const SQL: &str = "
        SELECT article_id, locale FROM article_texts WHERE NOT is_scanned LIMIT $1";
    let rows: Vec<(Uuid, String)> = fetch_all!(tx, SQL, i64::from(limit))?;
    for (article, locale) in rows {
        scan(tx, article, &locale).await?;
    }
    Ok(())
}

/// Addresses that it is time to look at, the longest waiting first and one a host: each week, and
/// a day after a first miss. Of each bot no more than `per_bot` are ever looked at.
pub async fn list_due(
    tx: &mut Tx,
    now: Timestamp,
    per_bot: u32,
    limit: u32,
) -> Result<Vec<Due>, StoreError> {
    const SQL: &str = "
        SELECT bot_id, url, misses FROM (
            SELECT a.bot_id, x.url, COALESCE(c.misses, 0) AS misses,
                COALESCE(c.checked_at, 0) AS checked_at, ROW_NUMBER() OVER (
                    PARTITION BY x.host ORDER BY COALESCE(c.checked_at, 0), x.url) AS nth
            FROM article_addresses x
            JOIN articles a ON a.id = x.article_id AND a.deleted_at IS NULL
            JOIN bots b ON b.id = a.bot_id AND b.archived_at IS NULL
            LEFT JOIN addresses c ON c.bot_id = a.bot_id AND c.url = x.url
            WHERE c.checked_at <= $1 OR (c.misses = 1 AND c.checked_at <= $2)
                OR (c.checked_at IS NULL AND $3 > (
                    SELECT COUNT(*) FROM addresses n WHERE n.bot_id = a.bot_id))) due
        WHERE nth = 1 ORDER BY checked_at, url LIMIT $4";
    let rows: Vec<(Uuid, String, i64)> = fetch_all!(
        tx,
        SQL,
        now.plus_millis(-7 * DAY_MS).as_millis(),
        now.plus_millis(-DAY_MS).as_millis(),
        i64::from(per_bot),
        i64::from(limit)
    )?;
    let due = |(bot, url, misses)| {
        Ok(Due {
            bot: BotId::from_uuid(bot),
            url,
            misses: u32::try_from(misses).or_corrupt("addresses")?,
        })
    };
    rows.into_iter().map(due).collect()
}

/// Notes what was found at an address.
pub async fn note_address(
    tx: &mut Tx,
    due: &Due,
    status: Option<u16>,
    now: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO addresses (bot_id, url, checked_at, misses, status) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (bot_id, url) DO UPDATE SET checked_at = excluded.checked_at,
            misses = excluded.misses, status = excluded.status";
    execute!(
        tx,
        SQL,
        due.bot.as_uuid(),
        &due.url,
        now.as_millis(),
        i64::from(due.misses),
        status.map(i64::from)
    )?;
    Ok(())
}

/// Forgets what was found at addresses that no article has any more.
pub async fn forget_addresses(tx: &mut Tx) -> Result<(), StoreError> {
    const SQL: &str = "
        DELETE FROM addresses WHERE NOT EXISTS (
            SELECT 1 FROM article_addresses x
            JOIN articles a ON a.id = x.article_id AND a.deleted_at IS NULL
            WHERE x.url = addresses.url AND a.bot_id = addresses.bot_id)";
    execute!(tx, SQL)?;
    Ok(())
}

/// The addresses of an article at which nothing is any more.
pub async fn list_dead_addresses(
    tx: &mut Tx,
    bot: BotId,
    article: ArticleId,
) -> Result<Vec<String>, StoreError> {
    const SQL: &str = "
        SELECT DISTINCT x.url FROM article_addresses x
        JOIN addresses c ON c.bot_id = $1 AND c.url = x.url AND c.misses >= $3
        WHERE x.article_id = $2 ORDER BY x.url";
    let rows: Vec<(String,)> = fetch_all!(tx, SQL, bot.as_uuid(), article.as_uuid(), DEAD_AT)?;
    Ok(rows.into_iter().map(|(url,)| url).collect())
}

/// Each address with its host, once.
fn found_in(answers: &[String], buttons: &[Button]) -> BTreeSet<(String, String)> {
    let of_buttons = buttons.iter().filter_map(|button| match &button.target {
        Target::Url(url) => Some(url.clone()),
        Target::Article(_) => None,
    });
    let tags = answers
        .iter()
        .flat_map(|answer| answer.split("<a ").skip(1));
    let of_links = tags.filter_map(href).map(|href| unescape(&href));
    of_buttons
        .chain(of_links)
        .filter_map(|url| {
            // What stands after a hash is for the browser alone.
            let url = url.split('#').next().unwrap_or_default().to_owned();
            let host = host(&url)?;
            (url.len() <= MAX_BYTES).then_some((url, host))
        })
        .collect()
}

/// The attribute of a tag as clean HTML has it: its name, and its value between double quotes.
fn href(tag: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        rest = rest.trim_start();
        let end = rest.find(['=', '>'])?;
        let (name, value) = rest.split_at(end);
        let (value, after) = value.strip_prefix("=\"")?.split_once('"')?;
        if name == "href" {
            return Some(value.to_owned());
        }
        rest = after;
    }
}

fn unescape(value: &str) -> String {
    let value = value.replace("&lt;", "<").replace("&gt;", ">");
    value.replace("&quot;", "\"").replace("&amp;", "&")
}

/// The host of an http or https address, in lower case, without a port.
fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let is_web = ["http", "https"].contains(&scheme.to_lowercase().as_str());
    let authority = rest.split(['/', '?', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let name = match host.strip_prefix('[') {
        Some(address) => address.split(']').next()?,
        None => host.split(':').next()?,
    };
    (is_web && !name.is_empty()).then(|| name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_buttons_are_found_and_nothing_else() {
        let answer = "<p>href=\"http://no.test/\" <a title=\"a &gt; href=\" \
            href=\"https://One.test:8080/a?b=1&amp;c=2#top\" rel=\"x\">x</a> \
            <a href=\"mailto:a@b.test\">y</a> <a>z</a> <img src=\"http://no.test/i\"> \
            <a href=\"/here\">h</a></p>";
        let button = |target| Button {
            label: "B".to_owned(),
            target,
        };
        let buttons = [
            button(Target::Url("http://two.test/".to_owned())),
            button(Target::Url("tel:123".to_owned())),
            button(Target::Url("https://[::1]:1/x".to_owned())),
        ];
        let found: Vec<_> = found_in(&[answer.to_owned()], &buttons)
            .into_iter()
            .collect();
        let expected = [
            ("http://two.test/", "two.test"),
            ("https://One.test:8080/a?b=1&c=2", "one.test"),
            ("https://[::1]:1/x", "::1"),
        ];
        let expected = expected.map(|(url, host)| (url.to_owned(), host.to_owned()));
        assert_eq!(found, expected);
    }
}
