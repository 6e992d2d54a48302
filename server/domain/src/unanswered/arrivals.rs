//! How questions come into the inbox: from turns that were not answered, and from thumbs.

use crate::{failure::OrInternal, platform::Platform};
use model::{
    error::AppResult,
    id::{BotId, NodeId, OpenQuestionId, TurnId},
    turn::{Audience, TurnKind},
    unanswered::Reason,
};
use std::collections::{BTreeMap, HashSet, btree_map::Entry};
use store::{
    Tx,
    turns::{self, Turn},
    unanswered::{self, Arrival},
};

/// Takes the turns after `after` and up to `until` that were not answered into the inbox.
pub(crate) async fn derive(
    tx: &mut Tx,
    platform: &Platform,
    node: NodeId,
    after: i64,
    until: i64,
) -> AppResult<()> {
    let missed = turns::list_missed(tx, node, after, until)
        .await
        .or_internal("deriving the inbox")?;
    // In order of their keys, so that two nodes never wait for each other in a circle.
    let mut arrivals = BTreeMap::<_, Arrival>::new();
    for turn in missed {
        let reason = match turn.kind {
            TurnKind::Clarification => Reason::AskedBack,
            _ => Reason::Missed,
        };
        let arrival = arrival(platform, turn, reason);
        let key = (arrival.bot, reason.as_str(), arrival.folded.clone());
        match arrivals.entry(key) {
            Entry::Vacant(place) => {
                place.insert(arrival);
            }
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                let (n_times, version) = (known.n_times + 1, known.version.max(arrival.version));
                *known = Arrival {
                    n_times,
                    version,
                    ..arrival
                };
            }
        }
    }
    let arrivals: Vec<Arrival> = arrivals.into_values().collect();
    unanswered::arrive(tx, &arrivals)
        .await
        .or_internal("taking questions into the inbox")
}

/// Takes back what an erased conversation brought into the inbox.
pub(crate) async fn forget(
    tx: &mut Tx,
    bot: BotId,
    turns: &[Turn],
    down: &HashSet<TurnId>,
) -> AppResult<()> {
    let mut brought = BTreeMap::<(&str, String), (Reason, u32)>::new();
    let asked = turns
        .iter()
        .filter(|turn| turn.audience == Audience::Visitor && turn.choice.is_none());
    for turn in asked {
        let by_kind = match turn.kind {
            TurnKind::Clarification => Some(Reason::AskedBack),
            TurnKind::Fallback => Some(Reason::Missed),
            _ => None,
        };
        let by_thumb = down.contains(&turn.id).then_some(Reason::ThumbsDown);
        for reason in by_kind.into_iter().chain(by_thumb) {
            let key = (reason.as_str(), folded(&turn.question));
            brought.entry(key).or_insert((reason, 0)).1 += 1;
        }
    }
    let Some(conversation) = turns.first().map(|turn| turn.conversation) else {
        return Ok(());
    };
    for ((_, folded), (reason, n)) in brought {
        unanswered::forget(tx, bot, reason, &folded, n, conversation)
            .await
            .or_internal("erasing a conversation")?;
    }
    Ok(())
}

/// A visitor's thumb went down on a turn.
pub(crate) async fn thumb_went_down(tx: &mut Tx, platform: &Platform, turn: Turn) -> AppResult<()> {
    unanswered::arrive(tx, &[arrival(platform, turn, Reason::ThumbsDown)])
        .await
        .or_internal("taking a question into the inbox")
}

fn arrival(platform: &Platform, turn: Turn, reason: Reason) -> Arrival {
    Arrival {
        bot: turn.bot,
        id: OpenQuestionId::from_uuid(platform.random().v7()),
        reason,
        folded: folded(&turn.question),
        question: turn.question,
        locale: turn.locale,
        n_times: 1,
        at: turn.at,
        conversation: turn.conversation,
        version: turn.version,
    }
}

/// A question without case, marks and spacing: what is alike in this is one question. One of
/// marks alone stays as it is.
pub(crate) fn folded(question: &str) -> String {
    let words: Vec<String> = question
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() {
        question.trim().to_owned()
    } else {
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn the_same_words_are_one_question() {
        for (question, expected) in [
            ("Où est ma COMMANDE ?!", "où est ma commande"),
            ("où est  ma commande", "où est ma commande"),
            ("?!", "?!"),
            ("送料 は？", "送料 は"),
        ] {
            assert_eq!(folded(question), expected);
        }
    }
}
