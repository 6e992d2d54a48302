//! One question's way: from what was asked to a reply whose turn is on disk.

use super::{
    load_version,
    recorder::Recorded,
    render::{self, messages, outcome},
    states::Standing,
};
use crate::{
    access::{Access, Dialog, InBot, Knowledge, Permitted, Read, Write},
    boxes,
    failure::OrInternal,
    knowledge,
    live::LiveBot,
    platform::Platform,
};
use engine::{Effect, Event, State, Tokens, step};
use model::{
    channel::Channel,
    error::{AppError, AppResult, Problem},
    id::{ArticleId, BotId, ConversationId, TurnId},
    text::{Locale, Question},
    time::MINUTE_MS,
    turn::{Audience, Reply, TurnKind},
};
use std::time::Instant;
use store::turns::Turn;

/// How long a handle continues its conversation after the newest turn.
const IDLE_MS: i64 = 30 * MINUTE_MS;

/// What a visitor did.
#[derive(Clone, Debug)]
pub enum Ask {
    /// Asked a question.
    Question(Question),
    /// Picked one of the choices that the bot offered.
    Choice(ArticleId),
}

/// A question with what came along.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question, or the choice.
    pub ask: Ask,
    /// The handle that continues a conversation; one that continues none begins a new one.
    pub conversation: Option<String>,
    /// The turn's id, if the client made one.
    pub turn: Option<TurnId>,
    /// The way that it came by.
    pub channel: Channel,
    /// The page's language.
    pub locale: Option<Locale>,
    /// The page's address.
    pub page: Option<String>,
    /// Who asks.
    pub audience: Audience,
    /// When the request arrived.
    pub arrived: Instant,
}

/// Answers a question. The turn is on disk when this comes back; the same turn again gives the
/// same reply, and with another question [`AppError::Conflict`].
pub async fn talk(access: &Access<Write<Dialog>>, asked: Asked) -> AppResult<Reply> {
    let (platform, bot) = (access.platform(), access.bot());
    let live = platform.live().get(platform, bot).await?;
    check_length(&live, &asked.ask)?;
    let known = asked
        .conversation
        .as_deref()
        .and_then(|handle| platform.handles().open(bot, handle));
    let _in_turn = match known {
        Some(conversation) => Some(platform.states().lane(conversation).await),
        None => None,
    };
    let (conversation, standing) = find_standing(platform, bot, known).await?;
    let (state, effects) = take_step(&live, standing.state, &asked);
    let position = standing.n_turns + 1;
    let turn = compose(
        platform,
        &live,
        access,
        &asked,
        conversation,
        position,
        &state,
        &effects,
    )?;
    let reply = reply(platform, &turn, &effects, &*live);
    let standing = Standing {
        n_turns: position,
        at: turn.at,
        state,
    };
    match platform.recorder().record(turn).await? {
        Recorded::Now => {
            platform.states().set(conversation, standing);
            Ok(reply)
        }
        // Boxed, as all that is rare: a future is as large as its largest part, and is moved about.
        Recorded::Before => Box::pin(repeat(platform, bot, reply.turn, &asked.ask)).await,
    }
}

/// The bot's own bound, which may be lower than the platform's (D11).
fn check_length(live: &LiveBot, ask: &Ask) -> AppResult<()> {
    let max = live.settings.max_question;
    match ask {
        Ask::Question(question) if question.as_str().chars().count() > usize::from(max) => {
            Err(AppError::invalid(
                "question",
                Problem::TooLong {
                    max: u32::from(max),
                },
            ))
        }
        _ => Ok(()),
    }
}

/// The conversation that the handle continues and where it stands, or a new one.
async fn find_standing(
    platform: &Platform,
    bot: BotId,
    known: Option<ConversationId>,
) -> AppResult<(ConversationId, Standing)> {
    let begin = || {
        (
            ConversationId::from_uuid(platform.random().v7()),
            Standing::default(),
        )
    };
    let Some(id) = known else { return Ok(begin()) };
    let standing = match platform.states().get(id) {
        Some(standing) => Some(standing),
        None => Box::pin(load_standing(platform, bot, id)).await?,
    };
    let now = platform.now();
    let is_fresh = |standing: &Standing| now.millis_since(standing.at) <= IDLE_MS;
    Ok(standing
        .filter(is_fresh)
        .map_or_else(begin, |standing| (id, standing)))
}

async fn load_standing(
    platform: &Platform,
    bot: BotId,
    conversation: ConversationId,
) -> AppResult<Option<Standing>> {
    let mut tx = platform
        .db()
        .look()
        .await
        .or_internal("finding a conversation")?;
    let newest = store::turns::find_newest(&mut tx, bot, conversation)
        .await
        .or_internal("finding a conversation")?;
    newest
        .map(|(n_turns, at, state)| {
            let state = serde_json::from_str(&state).or_internal("reading a state")?;
            Ok(Standing { n_turns, at, state })
        })
        .transpose()
}

/// The text's last moment as text: here it is cut into tokens, and the engine sees only those.
pub(super) fn take_step(live: &LiveBot, state: State, asked: &Asked) -> (State, Vec<Effect>) {
    let event = match &asked.ask {
        Ask::Question(question) => {
            Event::Question(Tokens::cut(question.as_str(), asked.locale.as_ref()))
        }
        Ask::Choice(article) => Event::Choice(*article),
    };
    step(&live.engine, state, &event)
}

#[expect(
    clippy::too_many_arguments,
    reason = "a turn is made of all of them, once"
)]
pub(super) fn compose(
    platform: &Platform,
    live: &LiveBot,
    access: &Access<Write<Dialog>>,
    asked: &Asked,
    conversation: ConversationId,
    position: u32,
    state: &State,
    effects: &[Effect],
) -> AppResult<Turn> {
    let outcome = outcome(effects);
    let (question, choice) = match &asked.ask {
        Ask::Question(question) => (question.as_str().to_owned(), None),
        Ask::Choice(article) => {
            let locale = asked.locale.as_ref().unwrap_or(&live.locale);
            let label = live.text(*article, locale).map(|text| text.title.clone());
            (label.unwrap_or_default(), Some(*article))
        }
    };
    Ok(Turn {
        bot: access.bot(),
        id: asked
            .turn
            .unwrap_or_else(|| TurnId::from_uuid(platform.random().v7())),
        conversation,
        position,
        at: platform.now(),
        audience: asked.audience,
        channel: asked.channel,
        locale: asked.locale.clone(),
        page: asked
            .page
            .as_deref()
            .map(boxes::address)
            .filter(|page| !page.is_empty()),
        question,
        choice,
        kind: outcome.kind,
        article: outcome.article,
        confidence: outcome.confidence,
        version: live.version,
        latency_us: u32::try_from(asked.arrived.elapsed().as_micros()).unwrap_or(u32::MAX),
        effects: serde_json::to_string(effects).or_internal("writing a turn's effects")?,
        state: serde_json::to_string(state).or_internal("writing a state")?,
    })
}

fn reply(
    platform: &Platform,
    turn: &Turn,
    effects: &[Effect],
    texts: &impl render::Texts,
) -> Reply {
    Reply {
        conversation: platform.handles().seal(turn.bot, turn.conversation),
        turn: turn.id,
        kind: turn.kind,
        understood: turn.kind == TurnKind::Answer,
        confidence: render::confidence(turn.confidence),
        article: turn.article,
        server: platform.role(),
        messages: messages(effects, turn.channel, texts),
    }
}

/// The reply that a turn was given when it came first.
async fn repeat(platform: &Platform, bot: BotId, turn: TurnId, ask: &Ask) -> AppResult<Reply> {
    let mut tx = platform.db().read().await.or_internal("finding a turn")?;
    let turn = store::turns::find(&mut tx, bot, turn)
        .await
        .or_internal("finding a turn")?
        .ok_or(AppError::Unavailable)?;
    let is_same = match ask {
        Ask::Question(question) => turn.choice.is_none() && turn.question == question.as_str(),
        // Not by its label: the title may have changed since.
        Ask::Choice(choice) => turn.choice == Some(*choice),
    };
    if !is_same {
        return Err(AppError::Conflict);
    }
    let effects: Vec<Effect> =
        serde_json::from_str(&turn.effects).or_internal("reading a turn's effects")?;
    let live = platform.live().get(platform, bot).await?;
    if live.version == turn.version {
        return Ok(reply(platform, &turn, &effects, &*live));
    }
    let version = load_version(&mut tx, bot, turn.version).await?;
    Ok(reply(platform, &turn, &effects, &version))
}

/// What a question would be answered, from the draft: nothing is recorded.
pub async fn ask_draft(access: &Access<Read<Knowledge>>, asked: &Asked) -> AppResult<Reply> {
    let live = knowledge::draft(access).await?;
    check_length(&live, &asked.ask)?;
    preview(access, asked, &live)
}

/// What a question would be answered, from the published version: nothing is recorded.
pub async fn ask_published(access: &Access<Read<Knowledge>>, asked: &Asked) -> AppResult<Reply> {
    let live = access
        .platform()
        .live()
        .get(access.platform(), access.bot())
        .await?;
    check_length(&live, &asked.ask)?;
    preview(access, asked, &live)
}

/// What a question would be answered by the published version, or by the draft where there is
/// none: nothing is recorded.
pub async fn try_out(access: &Access<Read<Knowledge>>, asked: &Asked) -> AppResult<Reply> {
    match ask_published(access, asked).await {
        Err(AppError::NotFound) => ask_draft(access, asked).await,
        reply => reply,
    }
}

fn preview<P: Permitted<Scope = InBot>>(
    access: &Access<P>,
    asked: &Asked,
    live: &LiveBot,
) -> AppResult<Reply> {
    let (_, effects) = take_step(live, State::default(), asked);
    let outcome = outcome(&effects);
    let platform = access.platform();
    Ok(Reply {
        conversation: String::new(),
        turn: TurnId::from_uuid(platform.random().v7()),
        kind: outcome.kind,
        understood: outcome.kind == TurnKind::Answer,
        confidence: render::confidence(outcome.confidence),
        article: outcome.article,
        server: platform.role(),
        messages: messages(&effects, asked.channel, live),
    })
}
