//! What stands under an answer to be pressed, as lines of a form or a file and as it is kept.

use crate::{
    access::{Access, InBot, Permitted},
    clean,
    failure::OrInternal,
};
use model::{
    article::{Button, Linked, MAX_BUTTONS, Target},
    error::{AppError, AppResult, Problem},
    id::ArticleId,
    text::{ButtonLabel, ButtonUrl, Locale},
};
use std::collections::{BTreeMap, HashSet};
use store::{Tx, articles};
use url::Url;

/// The schemes of addresses that a button may open.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// A button whose article, if it leads to one, has not been looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Aimed {
    pub label: String,
    pub aim: Aim,
    /// The line that it stands in, from 1.
    pub line: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    Known(Target),
    /// An article's title, id or import key.
    Named(String),
}

impl Aimed {
    /// Whether it leads to an article of one of these names, in lower case.
    pub fn names_one_of(&self, names: &HashSet<String>) -> bool {
        match &self.aim {
            Aim::Named(name) => names.contains(&name.to_lowercase()),
            Aim::Known(_) => false,
        }
    }

    /// A button as it was kept.
    pub fn known(button: Button) -> Self {
        Self {
            label: button.label,
            aim: Aim::Known(button.target),
            line: 0,
        }
    }
}

/// Reads one button a line; empty lines are left out.
pub(super) fn parse(lines: &str) -> Result<Vec<Aimed>, Problem> {
    let mut buttons = Vec::new();
    for (line, text) in (1..).zip(lines.lines()) {
        if !text.trim().is_empty() {
            buttons.push(parse_line(line, text).ok_or(Problem::BadLine { line })?);
        }
    }
    if buttons.len() > MAX_BUTTONS as usize {
        return Err(Problem::TooMany { max: MAX_BUTTONS });
    }
    Ok(buttons)
}

fn parse_line(line: u32, text: &str) -> Option<Aimed> {
    // A label may have a bar in it; an address or a title seldom does.
    let (label, target) = text.rsplit_once('|')?;
    let label = ButtonLabel::parse(&clean::text(label)).ok()?;
    let target = ButtonUrl::parse(&clean::text(target)).ok()?;
    Some(Aimed {
        label: label.into(),
        aim: aim(target.as_str()),
        line,
    })
}

/// An address of a known scheme is one, whatever else is the name of an article.
fn aim(target: &str) -> Aim {
    let url = Url::parse(target).ok();
    match url.filter(|url| SCHEMES.contains(&url.scheme())) {
        Some(url) => Aim::Known(Target::Url(url.into())),
        None => Aim::Named(target.to_owned()),
    }
}

/// The buttons with their articles looked up; the field says which line names none.
pub(super) async fn resolve<P: Permitted<Scope = InBot>>(
    tx: &mut Tx,
    access: &Access<P>,
    aimed: &[Aimed],
) -> AppResult<Vec<Button>> {
    let mut buttons = Vec::with_capacity(aimed.len());
    for button in aimed {
        let target = match &button.aim {
            Aim::Known(target) => target.clone(),
            Aim::Named(name) => {
                let found = find_article(tx, access, name).await?;
                let line = button.line;
                Target::Article(
                    found.ok_or_else(|| AppError::invalid("buttons", Problem::BadLine { line }))?,
                )
            }
        };
        buttons.push(Button {
            label: button.label.clone(),
            target,
        });
    }
    Ok(buttons)
}

async fn find_article<P: Permitted<Scope = InBot>>(
    tx: &mut Tx,
    access: &Access<P>,
    name: &str,
) -> AppResult<Option<ArticleId>> {
    if let Ok(id) = name.parse::<ArticleId>() {
        let article = articles::find(tx, access.bot(), id)
            .await
            .or_internal("finding by id")?;
        if article.is_some() {
            return Ok(Some(id));
        }
    }
    let by_key = articles::find_by_key(tx, access.bot(), name)
        .await
        .or_internal("finding by key")?;
    if by_key.is_some() {
        return Ok(by_key);
    }
    articles::find_by_title(tx, access.bot(), &name.to_lowercase())
        .await
        .or_internal("finding by title")
}

/// The articles that buttons lead to, each by the name that finds it again.
pub(super) async fn linked<P: Permitted<Scope = InBot>>(
    tx: &mut Tx,
    access: &Access<P>,
    buttons: impl Iterator<Item = &Button>,
    locale: &Locale,
) -> AppResult<Vec<Linked>> {
    let mut wanted: Vec<ArticleId> = buttons
        .filter_map(|button| match button.target {
            Target::Article(article) => Some(article),
            Target::Url(_) => None,
        })
        .collect();
    wanted.sort();
    wanted.dedup();
    let titles = articles::list_titles(tx, access.bot(), locale, &wanted)
        .await
        .or_internal("finding titles")?;
    let titles: BTreeMap<ArticleId, String> = titles.into_iter().collect();
    let mut linked = Vec::with_capacity(wanted.len());
    for id in wanted {
        let title = titles.get(&id).filter(|title| !title.contains('|'));
        let name = match title {
            Some(title) => {
                let found = articles::find_by_title(tx, access.bot(), &title.to_lowercase())
                    .await
                    .or_internal("finding by title")?;
                (found == Some(id)).then(|| title.clone())
            }
            None => None,
        };
        linked.push(Linked {
            id,
            name: name.unwrap_or_else(|| id.to_string()),
        });
    }
    Ok(linked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aims(lines: &str) -> Result<Vec<(String, Aim)>, Problem> {
        let buttons = parse(lines)?;
        Ok(buttons.into_iter().map(|it| (it.label, it.aim)).collect())
    }

    #[test]
    fn a_line_is_a_label_and_where_it_leads() {
        let url = |url: &str| Aim::Known(Target::Url(url.to_owned()));
        let article = |title: &str| Aim::Named(title.to_owned());
        let lines = "Shop | https://example.org/a?b=c\n\nA | b | mailto:a@example.org\n\
                     Ways to pay | How can I pay?\nMore | Returns: how?";
        let expected = [
            ("Shop", url("https://example.org/a?b=c")),
            ("A | b", url("mailto:a@example.org")),
            ("Ways to pay", article("How can I pay?")),
            ("More", article("Returns: how?")),
        ];
        let expected = expected.map(|(label, aim)| (label.to_owned(), aim));
        assert_eq!(aims(lines), Ok(expected.to_vec()));
    }

    #[test]
    fn s19_no_button_opens_a_script() {
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
        ] {
            let found = aims(&format!("A | {target}")).unwrap();
            assert!(matches!(found[0].1, Aim::Named(_)), "{target}");
        }
    }

    #[test]
    fn what_is_no_button_is_told_by_its_line() {
        let good = "A | https://example.org\n";
        for bad in ["A |", "| https://example.org", "A"] {
            let problem = Problem::BadLine { line: 3 };
            assert_eq!(aims(&format!("{good}\n{bad}")), Err(problem), "{bad}");
        }
        assert_eq!(aims(&good.repeat(7)), Err(Problem::TooMany { max: 6 }));
    }
}
