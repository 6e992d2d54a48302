//! The inbox as a page: questions that ask about the same stand together.

use super::{MAX_GROUP, find};
use crate::{
    access::{Access, Actor, Conversations, InBot, InScope, Permitted, Read},
    asked::{self, Weeks},
    failure::OrInternal,
    live::LiveBot,
};
use engine::{Tokens, cluster};
use model::{
    error::{AppError, AppResult},
    id::{OpenQuestionId, UserId},
    text::Locale,
    unanswered::{Colleague, Inbox, OpenQuestion, QuestionGroup, Reason, State, Suggestion, Tab},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{Tx, unanswered};

/// The most questions that are put together: who works on them works from the top.
const MAX_QUESTIONS: u32 = 2_000;
/// The most articles that are suggested for one question.
const SUGGESTIONS: usize = 3;
/// Below it an article only happens to be the least unlikely one.
const WORTH_OFFERING: f32 = 0.02;

/// What the groups are made with.
struct Desk {
    /// A bot that is switched off suggests nothing; its inbox is there all the same.
    live: Option<Arc<LiveBot>>,
    locale: Locale,
    weeks: Arc<Weeks>,
}

/// A part of the bot's inbox, with the articles that come nearest to each group; `is_mine` for
/// what the reader looks after. `n_rows` is the most groups to give.
pub async fn inbox(
    access: &Access<Read<Conversations>>,
    tab: Tab,
    is_mine: &str,
    n_rows: u32,
) -> AppResult<Inbox> {
    let (platform, bot) = (access.platform(), access.bot());
    let reader = match access.actor() {
        Actor::Member { user, .. } => Some(user),
        _ => None,
    };
    let desk = desk(access).await?;
    let mut tx = platform
        .db()
        .read()
        .await
        .or_internal("reading the inbox")?;
    let assignee: Option<UserId> = reader.filter(|_| !is_mine.is_empty());
    let questions = unanswered::list(&mut tx, bot, tab, assignee, MAX_QUESTIONS)
        .await
        .or_internal("reading the inbox")?;
    let counts = unanswered::count(&mut tx, bot)
        .await
        .or_internal("counting the inbox")?;
    let weeks = asked::by_week(&mut tx, platform, bot).await?;
    let assignees = assignees(&mut tx, access, &questions).await?;
    drop(tx);
    let desk = Desk { weeks, ..desk };
    let made = tokio::task::spawn_blocking(move || {
        let groups = match tab.state() {
            State::New => desk.together(questions),
            _ => decided_together(questions),
        };
        let n_groups = u32::try_from(groups.len()).unwrap_or(u32::MAX);
        let groups = groups.into_iter().take(n_rows as usize);
        let groups: Vec<QuestionGroup> = groups.filter_map(|group| desk.group(group)).collect();
        (groups, n_groups)
    });
    let (mut groups, n_groups) = made.await.map_err(|_| AppError::Internal)?;
    for group in &mut groups {
        let all = std::iter::once(&mut group.question).chain(&mut group.others);
        access.show_all(all.map(|question| &mut question.question));
    }
    Ok(Inbox {
        groups,
        n_groups,
        counts,
        reader,
        assignees,
    })
}

/// The members who look after any of these questions.
async fn assignees(
    tx: &mut Tx,
    access: &Access<Read<Conversations>>,
    questions: &[OpenQuestion],
) -> AppResult<Vec<Colleague>> {
    let taken: BTreeSet<UserId> = questions
        .iter()
        .filter_map(|question| question.assignee)
        .collect();
    if taken.is_empty() {
        return Ok(Vec::new());
    }
    let members = store::members::list(tx, access.scope().workspace())
        .await
        .or_internal("reading the inbox")?;
    let members = members
        .into_iter()
        .filter(|member| taken.contains(&member.user));
    Ok(members
        .map(|member| Colleague {
            user: member.user,
            email: member.email,
        })
        .collect())
}

/// The open questions that stand together with one in the inbox, without itself.
pub(super) async fn alike<P: Permitted<Scope = InBot>>(
    access: &Access<P>,
    id: OpenQuestionId,
) -> AppResult<Vec<OpenQuestionId>> {
    let (platform, bot) = (access.platform(), access.bot());
    let desk = desk(access).await?;
    let mut tx = platform
        .db()
        .read()
        .await
        .or_internal("reading the inbox")?;
    let question = find(&mut tx, bot, id).await?;
    if question.state != State::New {
        return Ok(Vec::new());
    }
    let tab = match question.reason {
        Reason::Missed => Tab::Missed,
        Reason::AskedBack => Tab::AskedBack,
        Reason::ThumbsDown => Tab::ThumbsDown,
    };
    let questions = unanswered::list(&mut tx, bot, tab, None, MAX_QUESTIONS)
        .await
        .or_internal("reading the inbox")?;
    drop(tx);
    let found = tokio::task::spawn_blocking(move || {
        let groups = desk.together(questions);
        let own = groups
            .into_iter()
            .find(|group| group.iter().any(|other| other.id == id));
        let others = own.into_iter().flatten().map(|other| other.id);
        others.filter(|other| *other != id).collect()
    });
    found.await.map_err(|_| AppError::Internal)
}

async fn desk<P: Permitted<Scope = InBot>>(access: &Access<P>) -> AppResult<Desk> {
    let (platform, bot) = (access.platform(), access.bot());
    let live = platform.live().get(platform, bot).await.ok();
    let mut tx = platform
        .db()
        .look()
        .await
        .or_internal("reading the inbox")?;
    let head = store::bots::find_head(&mut tx, bot)
        .await
        .or_internal("reading the inbox")?
        .ok_or(AppError::NotFound)?;
    Ok(Desk {
        live,
        locale: head.locale,
        weeks: Arc::default(),
    })
}

impl Desk {
    fn together(&self, questions: Vec<OpenQuestion>) -> Vec<Vec<OpenQuestion>> {
        let tokens: Vec<Tokens> = questions
            .iter()
            .map(|question| Tokens::cut(&question.question, question.locale.as_ref()))
            .collect();
        let bot = self.live.as_deref().map(|live| &live.engine);
        let places = cluster(&tokens, bot, &self.locale, MAX_GROUP);
        let mut questions: Vec<Option<OpenQuestion>> = questions.into_iter().map(Some).collect();
        let mut groups: Vec<Vec<OpenQuestion>> = places
            .into_iter()
            .map(|group| {
                let own = group.into_iter().filter_map(|at| questions[at].take());
                own.collect()
            })
            .collect();
        groups.sort_by_key(|group| std::cmp::Reverse(n_times(group)));
        groups
    }

    fn group(&self, group: Vec<OpenQuestion>) -> Option<QuestionGroup> {
        let mut weeks = [0, 0];
        for question in &group {
            let own = self.weeks.of(&question.question);
            weeks = [weeks[0] + own[0], weeks[1] + own[1]];
        }
        let n_times = n_times(&group);
        let mut group = group.into_iter();
        let question = group.next()?;
        let suggestions = self
            .live
            .as_deref()
            .map(|live| suggestions(live, &question));
        Some(QuestionGroup {
            suggestions: suggestions.unwrap_or_default(),
            question,
            others: group.collect(),
            n_times,
            n_this_week: weeks[0],
            n_last_week: weeks[1],
        })
    }
}

fn n_times(group: &[OpenQuestion]) -> u32 {
    group.iter().map(|question| question.n_times).sum()
}

/// What was decided about at once, the question that stands for it first.
fn decided_together(questions: Vec<OpenQuestion>) -> Vec<Vec<OpenQuestion>> {
    let mut places: BTreeMap<uuid::Uuid, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<OpenQuestion>> = Vec::new();
    for question in questions {
        let key = question.group.unwrap_or(question.id).as_uuid();
        let place = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) if question.group == Some(question.id) => group.insert(0, question),
            Some(group) => group.push(question),
            None => groups.push(vec![question]),
        }
    }
    groups
}

fn suggestions(live: &LiveBot, question: &OpenQuestion) -> Vec<Suggestion> {
    let tokens = Tokens::cut(&question.question, question.locale.as_ref());
    let ranking = live.engine.rank(&tokens);
    let locale = question.locale.as_ref().or(ranking.locale.as_ref());
    let locale = locale.unwrap_or(&live.locale);
    ranking
        .candidates
        .iter()
        .filter_map(|candidate| {
            Some(Suggestion {
                article: candidate.article,
                title: live.text(candidate.article, locale)?.title.clone(),
                confidence: candidate.confidence,
            })
        })
        .filter(|suggestion| suggestion.confidence >= WORTH_OFFERING)
        .take(SUGGESTIONS)
        .collect()
}
