//! How two versions differ: which articles came, went or changed, and what of their texts.

use super::{VersionArticle, VersionContent};
use crate::clean;
use model::{
    article::{ArticleText, Button, Target},
    channel::{ByChannel, Channel, Variants},
    id::ArticleId,
    text::Locale,
    version::{ArticleChange, Change, Comparison, Mark, Piece, TextChange},
};
use similar::{ChangeTag, TextDiff};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// The most articles whose texts are compared; the others are counted.
const MAX_SHOWN: usize = 100;
/// How long one text may take; past it, its difference is coarser than it could be.
const PATIENCE: Duration = Duration::from_millis(50);
/// What is shown of a stretch that did not change, in characters before and after a change.
const CONTEXT: usize = 60;

/// How `new` differs from `old`, articles in the order of their making.
pub(super) fn compare(old: &VersionContent, new: &VersionContent) -> Comparison {
    let (before, after) = (by_id(old), by_id(new));
    let ids: BTreeSet<ArticleId> = before.keys().chain(after.keys()).copied().collect();
    let mut comparison = Comparison {
        locales: (old.locale != new.locale).then(|| (old.locale.clone(), new.locale.clone())),
        has_other_synonyms: old.synonyms != new.synonyms,
        ..Comparison::default()
    };
    for id in ids {
        let (one, other) = (before.get(&id).copied(), after.get(&id).copied());
        let (change, content) = match (one, other) {
            (None, _) => (Change::Added, new),
            (_, None) => (Change::Removed, old),
            (Some(one), Some(other)) if one == other => continue,
            _ => (Change::Changed, new),
        };
        match change {
            Change::Added => comparison.n_added += 1,
            Change::Changed => comparison.n_changed += 1,
            Change::Removed => comparison.n_removed += 1,
        }
        if comparison.articles.len() < MAX_SHOWN {
            let shown = other.or(one);
            comparison.articles.push(ArticleChange {
                article: id,
                title: shown.map_or_else(String::new, |article| title(article, &content.locale)),
                change,
                has_other_times: one.and_then(|one| one.period.as_ref())
                    != other.and_then(|other| other.period.as_ref()),
                texts: texts(one, other),
            });
        }
    }
    comparison
}

fn by_id(content: &VersionContent) -> BTreeMap<ArticleId, &VersionArticle> {
    let articles = content.articles.iter();
    articles.map(|article| (article.id, article)).collect()
}

fn title(article: &VersionArticle, locale: &Locale) -> String {
    super::nearest_text(&article.texts, locale, locale)
        .map(|text| text.title.clone())
        .unwrap_or_default()
}

fn texts(old: Option<&VersionArticle>, new: Option<&VersionArticle>) -> Vec<TextChange> {
    let all = |article: Option<&VersionArticle>| -> BTreeMap<Locale, ArticleText> {
        let texts = article.map(|article| article.texts.clone());
        let texts = texts.unwrap_or_default().into_iter();
        texts.map(|text| (text.locale.clone(), text)).collect()
    };
    let (old, new) = (all(old), all(new));
    let locales: BTreeSet<&Locale> = old.keys().chain(new.keys()).collect();
    let differing = locales
        .into_iter()
        .filter(|locale| old.get(locale) != new.get(locale));
    differing
        .map(|locale| text_change(locale, old.get(locale), new.get(locale)))
        .collect()
}

pub(super) fn text_change(
    locale: &Locale,
    old: Option<&ArticleText>,
    new: Option<&ArticleText>,
) -> TextChange {
    let nothing = ArticleText {
        locale: locale.clone(),
        title: String::new(),
        answer: String::new(),
        variants: Variants::default(),
        utterances: Vec::new(),
        buttons: Vec::new(),
    };
    let (old, new) = (old.unwrap_or(&nothing), new.unwrap_or(&nothing));
    TextChange {
        locale: locale.clone(),
        title: words(&old.title, &new.title),
        wordings: lines(&old.utterances, &new.utterances),
        answer: answers(&old.answer, &new.answer),
        variants: variants(&old.variants, &new.variants),
        buttons: lines(&button_lines(old), &button_lines(new)),
    }
}

/// Two answers, word by word. Tags leave spaces behind; where the markup alone changed, it is what
/// there is to see.
fn answers(old: &str, new: &str) -> Vec<Piece> {
    let plain = [clean::plain(old), clean::plain(new)];
    let letters = |text: &str| -> String { text.split_whitespace().collect() };
    if letters(&plain[0]) == letters(&plain[1]) {
        words(old, new)
    } else {
        words(&plain[0], &plain[1])
    }
}

/// The variants, likewise.
fn variants(old: &Variants, new: &Variants) -> ByChannel<Vec<Piece>> {
    let on = |variants: &Variants, channel| variants.get(channel).cloned().unwrap_or_default();
    let mut changes = ByChannel::default();
    for channel in Channel::ALL {
        changes.set(channel, answers(&on(old, channel), &on(new, channel)));
    }
    changes
}

/// Buttons, a line each; an article is named by its id, which is all that is known here.
fn button_lines(text: &ArticleText) -> Vec<String> {
    let line = |button: &Button| match &button.target {
        Target::Url(url) => format!("{} | {url}", button.label),
        Target::Article(article) => format!("{} | {article}", button.label),
    };
    text.buttons.iter().map(line).collect()
}

fn words(old: &str, new: &str) -> Vec<Piece> {
    if old == new {
        return Vec::new();
    }
    let diff = TextDiff::configure().timeout(PATIENCE).diff_words(old, new);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let (mark, text) = (mark(change.tag()), change.value());
        match pieces.last_mut() {
            Some(last) if last.mark == mark => last.text.push_str(text),
            _ => pieces.push(Piece {
                mark,
                text: text.to_owned(),
            }),
        }
    }
    for piece in pieces.iter_mut().filter(|piece| piece.mark == Mark::Same) {
        piece.text = shortened(&piece.text);
    }
    pieces
}

fn shortened(text: &str) -> String {
    let n_chars = text.chars().count();
    if n_chars <= 2 * CONTEXT + 1 {
        return text.to_owned();
    }
    let first: String = text.chars().take(CONTEXT).collect();
    let last: String = text.chars().skip(n_chars - CONTEXT).collect();
    format!("{first}…{last}")
}

/// The lines that came or went.
fn lines(old: &[String], new: &[String]) -> Vec<Piece> {
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    let new: Vec<&str> = new.iter().map(String::as_str).collect();
    let diff = TextDiff::configure()
        .timeout(PATIENCE)
        .diff_slices(&old, &new);
    diff.iter_all_changes()
        .map(|change| Piece {
            mark: mark(change.tag()),
            text: change.value().to_owned(),
        })
        .filter(|piece| piece.mark != Mark::Same)
        .collect()
}

const fn mark(tag: ChangeTag) -> Mark {
    match tag {
        ChangeTag::Equal => Mark::Same,
        ChangeTag::Insert => Mark::Added,
        ChangeTag::Delete => Mark::Removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn content(articles: &[(u128, &str, &[&str], &str)]) -> VersionContent {
        let locale = Locale::parse("en").unwrap();
        let article = |(id, title, utterances, answer): &(u128, &str, &[&str], &str)| {
            let text = ArticleText {
                locale: locale.clone(),
                title: (*title).to_owned(),
                answer: (*answer).to_owned(),
                variants: Variants::default(),
                utterances: utterances.iter().map(|text| (*text).to_owned()).collect(),
                buttons: Vec::new(),
            };
            VersionArticle {
                id: ArticleId::from_uuid(Uuid::from_u128(*id)),
                texts: vec![text],
                period: None,
            }
        };
        VersionContent {
            locale: locale.clone(),
            articles: articles.iter().map(article).collect(),
            synonyms: Vec::new(),
        }
    }

    /// `+word` came, `-word` went.
    fn said(pieces: &[Piece]) -> String {
        let sign = |piece: &Piece| match piece.mark {
            Mark::Same => piece.text.clone(),
            Mark::Added => format!("[+{}]", piece.text),
            Mark::Removed => format!("[-{}]", piece.text),
        };
        pieces.iter().map(sign).collect()
    }

    #[test]
    fn articles_come_go_and_change() {
        let old = content(&[
            (1, "A", &[], "a"),
            (2, "B", &["x", "y"], "b"),
            (3, "C", &[], "c"),
        ]);
        let new = content(&[
            (2, "B", &["x", "z"], "b"),
            (3, "C", &[], "c"),
            (4, "D", &[], "d"),
        ]);
        let all = compare(&old, &new);
        assert_eq!((all.n_added, all.n_changed, all.n_removed), (1, 1, 1));
        let titles: Vec<_> = all
            .articles
            .iter()
            .map(|one| (one.title.as_str(), one.change))
            .collect();
        let expected = [
            ("A", Change::Removed),
            ("B", Change::Changed),
            ("D", Change::Added),
        ];
        assert_eq!(titles, expected);
        let changed = &all.articles[1].texts[0];
        assert_eq!(said(&changed.wordings), "[-y][+z]");
        assert!(changed.title.is_empty() && changed.answer.is_empty());
        assert_eq!(compare(&new, &new), Comparison::default());
    }

    #[test]
    fn texts_are_compared_word_by_word() {
        for (old, new, expected) in [
            ("From 9 to 5.", "From 9 to 6.", "From 9 to [-5.][+6.]"),
            ("", "New", "[+New]"),
            ("same", "same", ""),
        ] {
            assert_eq!(said(&words(old, new)), expected);
        }
    }

    #[test]
    fn markup_is_shown_where_it_alone_changed() {
        let one = |answer| content(&[(1, "A", &[], answer)]);
        let all = compare(&one("<p>Two days.</p>"), &one("<p>Two <b>days</b>.</p>"));
        assert!(said(&all.articles[0].texts[0].answer).contains("<b>"));
        let mut two = one("<p>Two days.</p>");
        let text = &mut two.articles[0].texts[0];
        text.variants.set(Channel::Api, "<p>2 d</p>".to_owned());
        let all = compare(&one("<p>Two days.</p>"), &two);
        let variants = &all.articles[0].texts[0].variants;
        assert_eq!(variants.get(Channel::Box), None);
        assert_eq!(said(variants.get(Channel::Api).unwrap()), "[+2 d\n]");
        let all = compare(&one("<p>Two days.</p>"), &one("<p>Two weeks.</p>"));
        assert!(!said(&all.articles[0].texts[0].answer).contains('<'));
    }
}
