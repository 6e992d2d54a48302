//! A bot's own synonyms: part of its draft, so that they reach visitors with the next publish.

mod list;

pub use list::page;

use crate::{
    access::{Access, Conversations, Knowledge, Read, Write},
    asked::{self, AskedQuestion, LATELY},
    audit, clean,
    failure::OrInternal,
    knowledge::{self, VersionContent, VersionSynonyms},
    thresholds::told,
};
use engine::{Bot, Tokens, weigh};
use model::{
    error::{AppError, AppResult, Fields, Problem},
    id::{BotId, SynonymGroupId},
    synonyms::{ChangedQuestion, MAX_GROUPS, MAX_VARIANTS, Outcome, SynonymEffect, SynonymGroup},
    text::{Locale, Phrase},
};
use store::{Tx, synonyms};

/// The most questions that a group is tried on.
const MAX_QUESTIONS: usize = 2_000;
/// The most articles and questions that are shown of each.
const MAX_SHOWN: usize = 10;

async fn find(tx: &mut Tx, bot: BotId, id: SynonymGroupId) -> AppResult<SynonymGroup> {
    synonyms::find(tx, bot, id)
        .await
        .or_internal("getting synonyms")?
        .ok_or(AppError::NotFound)
}

/// A group as it was typed.
#[derive(Clone, Debug, Default)]
pub struct GroupDraft {
    /// The word that stands for the group.
    pub term: String,
    /// The others, one a line.
    pub variants: String,
    /// The language; empty for all.
    pub locale: String,
}

/// What was typed, cleaned.
#[derive(Debug, PartialEq, Eq)]
struct Parsed {
    term: Phrase,
    variants: Vec<Phrase>,
    locale: Option<Locale>,
}

fn parse(draft: &GroupDraft) -> AppResult<Parsed> {
    let mut fields = Fields::default();
    let term = fields.take("term", Phrase::parse(&clean::text(&draft.term)));
    let lines = draft.variants.lines().map(clean::text);
    let variants: Result<Vec<Phrase>, Problem> = lines
        .filter(|line| !line.trim().is_empty())
        .map(|line| Phrase::parse(&line))
        .collect();
    let variants = variants.map(|variants| distinct(variants, term.as_ref()));
    let variants = variants.and_then(|variants| match variants.len() {
        0 => Err(Problem::Missing),
        n if n > MAX_VARIANTS as usize => Err(Problem::TooMany { max: MAX_VARIANTS }),
        _ => Ok(variants),
    });
    let variants = fields.take("variants", variants);
    let locale = (!draft.locale.is_empty()).then(|| Locale::parse(&draft.locale));
    let locale = fields.take("locale", locale.transpose());
    fields.finish()?;
    let all = term.zip(variants).zip(locale);
    let ((term, variants), locale) = all.ok_or(AppError::Internal)?;
    Ok(Parsed {
        term,
        variants,
        locale,
    })
}

/// What is wrong with a group as it was typed, if anything.
pub fn check(draft: &GroupDraft) -> AppResult<()> {
    parse(draft).map(drop)
}

/// Each once, whatever the case, and none that is the term itself.
fn distinct(variants: Vec<Phrase>, term: Option<&Phrase>) -> Vec<Phrase> {
    let folded = |phrase: &Phrase| phrase.as_str().to_lowercase();
    let mut seen: Vec<String> = term.map(folded).into_iter().collect();
    let mut kept = Vec::new();
    for variant in variants {
        let own = folded(&variant);
        if !seen.contains(&own) {
            seen.push(own);
            kept.push(variant);
        }
    }
    kept
}

/// Adds a group to the draft.
pub async fn create(
    access: &Access<Write<Knowledge>>,
    draft: &GroupDraft,
) -> AppResult<SynonymGroupId> {
    let id = SynonymGroupId::from_uuid(access.platform().random().v7());
    put(access, id, draft, "synonyms.create").await?;
    Ok(id)
}

/// Changes a group of the draft.
pub async fn update(
    access: &Access<Write<Knowledge>>,
    id: SynonymGroupId,
    draft: &GroupDraft,
) -> AppResult<()> {
    let platform = access.platform();
    let mut tx = platform.db().read().await.or_internal("saving synonyms")?;
    find(&mut tx, access.bot(), id).await?;
    drop(tx);
    put(access, id, draft, "synonyms.update").await
}

async fn put(
    access: &Access<Write<Knowledge>>,
    id: SynonymGroupId,
    draft: &GroupDraft,
    action: &str,
) -> AppResult<()> {
    let parsed = parse(draft)?;
    let (platform, bot) = (access.platform(), access.bot());
    let mut tx = platform.db().write().await.or_internal("saving synonyms")?;
    let mut others = synonyms::list(&mut tx, bot)
        .await
        .or_internal("saving synonyms")?;
    others.retain(|other| other.id != id);
    if others.len() >= MAX_GROUPS as usize {
        let max = MAX_GROUPS;
        return Err(AppError::invalid("term", Problem::TooMany { max }));
    }
    let folded = parsed.term.as_str().to_lowercase();
    let is_taken = others
        .iter()
        .any(|other| other.locale == parsed.locale && other.term.as_str().to_lowercase() == folded);
    if is_taken {
        return Err(AppError::invalid("term", Problem::Taken));
    }
    let group = SynonymGroup {
        id,
        locale: parsed.locale,
        term: parsed.term,
        variants: parsed.variants,
    };
    synonyms::put(&mut tx, bot, &group)
        .await
        .or_internal("saving synonyms")?;
    finish(tx, access, id, action).await
}

/// Deletes a group from the draft.
pub async fn delete(access: &Access<Write<Knowledge>>, id: SynonymGroupId) -> AppResult<()> {
    let platform = access.platform();
    let mut tx = platform
        .db()
        .write()
        .await
        .or_internal("deleting synonyms")?;
    let is_gone = synonyms::delete(&mut tx, access.bot(), id)
        .await
        .or_internal("deleting synonyms")?;
    if !is_gone {
        return Err(AppError::NotFound);
    }
    finish(tx, access, id, "synonyms.delete").await
}

async fn finish(
    mut tx: Tx,
    access: &Access<Write<Knowledge>>,
    id: SynonymGroupId,
    action: &str,
) -> AppResult<()> {
    store::bots::touch(&mut tx, access.bot())
        .await
        .or_internal("saving synonyms")?;
    let (subject, now) = (format!("synonyms:{id}"), access.platform().now());
    audit::record(&mut tx, access, action, &subject, now).await?;
    tx.commit().await.or_internal("saving synonyms")
}

/// What a group of the draft changes in the replies to the questions of the last thirty days: the
/// draft beside the draft without the group.
pub async fn preview(
    access: &Access<Read<Knowledge>>,
    id: SynonymGroupId,
) -> AppResult<SynonymEffect> {
    let mut tx = begin_reading(access).await?;
    let saved: VersionSynonyms = find(&mut tx, access.bot(), id).await?.into();
    effect(access, tx, saved.clone(), Some(saved)).await
}

/// What a group would change that is not saved yet; `id` is of the one that it would replace.
pub async fn preview_draft(
    access: &Access<Read<Knowledge>>,
    id: Option<SynonymGroupId>,
    draft: &GroupDraft,
) -> AppResult<SynonymEffect> {
    let parsed = parse(draft)?;
    let mut tx = begin_reading(access).await?;
    let saved = match id {
        Some(id) => Some(find(&mut tx, access.bot(), id).await?.into()),
        None => None,
    };
    let group = SynonymGroup {
        id: id.unwrap_or_else(|| SynonymGroupId::from_uuid(access.platform().random().v7())),
        locale: parsed.locale,
        term: parsed.term,
        variants: parsed.variants,
    };
    effect(access, tx, group.into(), saved).await
}

async fn begin_reading(access: &Access<Read<Knowledge>>) -> AppResult<Tx> {
    let db = access.platform().db();
    db.read().await.or_internal("trying synonyms")
}

/// What a group changes that stands in the draft as `saved`, or not at all.
async fn effect(
    access: &Access<Read<Knowledge>>,
    mut tx: Tx,
    group: VersionSynonyms,
    saved: Option<VersionSynonyms>,
) -> AppResult<SynonymEffect> {
    let (platform, bot) = (access.platform(), access.bot());
    let asked = asked::lately(&mut tx, bot, platform.now(), LATELY, MAX_QUESTIONS).await?;
    drop(tx);
    let (head, _, mut without) = knowledge::load_draft(access).await?;
    without
        .synonyms
        .retain(|other| Some(other) != saved.as_ref());
    let mut with = without.clone();
    with.synonyms.push(group);
    let thresholds = knowledge::thresholds_of(&head.settings);
    let closed = with.closed(platform.now());
    let before = Bot::new(knowledge::compile(without).await?, thresholds).without(&closed);
    let after = Bot::new(knowledge::compile(with.clone()).await?, thresholds).without(&closed);
    let compared =
        tokio::task::spawn_blocking(move || compare(bot, &asked, &with, &before, &after));
    let mut effect = compared.await.map_err(|_| AppError::Internal)?;
    if !access.may::<Read<Conversations>>() {
        // What visitors asked is told only to who may read it.
        effect.changed.clear();
    }
    access.show_all(effect.changed.iter_mut().map(|it| &mut it.question));
    Ok(effect)
}

fn compare(
    bot: BotId,
    asked: &[AskedQuestion],
    content: &VersionContent,
    before: &Bot,
    after: &Bot,
) -> SynonymEffect {
    let mut effect = SynonymEffect {
        bot,
        n_questions: u32::try_from(asked.len()).unwrap_or(u32::MAX),
        n_changed: 0,
        changed: Vec::new(),
    };
    for question in asked {
        let tokens = Tokens::cut(&question.question, question.locale.as_ref());
        let (old, new) = (weigh(before, &tokens), weigh(after, &tokens));
        let decided = [(before, old), (after, new)]
            .map(|(bot, verdict)| told(verdict.decide(bot.thresholds())));
        if (decided[0], old.article) == (decided[1], new.article) {
            continue;
        }
        effect.n_changed += 1;
        if effect.changed.len() < MAX_SHOWN {
            let outcome = |verdict: engine::Verdict, decision| Outcome {
                decision,
                title: verdict
                    .article
                    .map(|article| content.title_of(article))
                    .unwrap_or_default(),
                confidence: verdict.confidence,
            };
            effect.changed.push(ChangedQuestion {
                question: question.question.clone(),
                n_times: question.n_times,
                before: outcome(old, decided[0]),
                after: outcome(new, decided[1]),
            });
        }
    }
    effect
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_groups_words_are_there_once_and_faults_come_at_once() {
        let draft = |term: &str, variants: &str, locale: &str| GroupDraft {
            term: term.into(),
            variants: variants.into(),
            locale: locale.into(),
        };
        let parsed = parse(&draft(
            " <b>refund</b> ",
            "Refund\nmoney back\n\nMONEY BACK",
            "",
        ));
        let variants: Vec<String> = parsed
            .unwrap()
            .variants
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(variants, ["money back"]);
        let many: String = (0..21).map(|n| format!("word{n}\n")).collect();
        for (bad, wrong) in [
            (draft("", "", "?"), &["term", "variants", "locale"][..]),
            (draft("refund", "REFUND", ""), &["variants"]),
            (draft("refund", &many, "en"), &["variants"]),
            (draft(&"x".repeat(81), "y", "en"), &["term"]),
        ] {
            let Err(AppError::Invalid { fields }) = parse(&bad) else {
                panic!("{bad:?} passes")
            };
            let names: Vec<_> = fields.iter().map(|error| error.field.as_str()).collect();
            assert_eq!(names, wrong);
        }
    }
}
