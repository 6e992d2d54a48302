//! What a bot makes of a question, and why.

use super::{Asked, Bearer, Ids};
use crate::http::HttpError;
use axum::Json;
use domain::{
    access::{Knowledge, Read},
    conversations,
};
use model::{
    channel::Channel,
    error::AppError,
    id::BotId,
    text::{Locale, Question},
    trial::{Trial, TrialCandidate, TrialWord},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A question.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Tried {
    /// What is asked.
    q: String,
    /// The page's language, `fr`; without it, what the words tell.
    locale: Option<String>,
    /// Whether the draft is asked rather than what is published.
    draft: bool,
}

/// A word, as the engine reads it.
#[derive(Serialize, ToSchema)]
#[schema(as = ExplainedWord)]
pub(super) struct Word {
    /// As it was typed, in small letters.
    word: String,
    /// The known word that it was taken for; `null` if it was read as it is.
    taken_for: Option<String>,
}

impl From<TrialWord> for Word {
    fn from(TrialWord { word, taken_for }: TrialWord) -> Self {
        Self { word, taken_for }
    }
}

/// An article that may be meant.
#[derive(Serialize, ToSchema)]
pub(super) struct Candidate {
    /// The article's id.
    article: String,
    /// Its question.
    title: String,
    /// How sure the bot is, 0 to 1.
    confidence: f32,
    /// Its score's lead over the best other article; negative for all but the first.
    lead: f32,
    /// How near its nearest wording comes, 0 to 1.
    nearest: f32,
    /// The share of the question's words, weighed by rarity, that it has, 0 to 1.
    covered: f32,
}

impl From<TrialCandidate> for Candidate {
    fn from(candidate: TrialCandidate) -> Self {
        Self {
            article: candidate.article.to_string(),
            title: candidate.title,
            confidence: candidate.confidence,
            lead: candidate.lead,
            nearest: candidate.nearest,
            covered: candidate.covered,
        }
    }
}

/// What a bot makes of a question.
#[derive(Serialize, ToSchema)]
pub(super) struct Explanation {
    /// `answer`, `clarification` or `fallback`.
    kind: String,
    /// From which confidence on it answers.
    answer_at: f32,
    /// From which confidence on it asks back.
    ask_back_at: f32,
    /// The language that the words tell; `null` if they tell none.
    locale: Option<String>,
    /// The question's words.
    words: Vec<Word>,
    /// The articles that may be meant, best first, five at most.
    candidates: Vec<Candidate>,
    /// The engine's time for it, in microseconds.
    took_us: u32,
}

impl From<Trial> for Explanation {
    fn from(trial: Trial) -> Self {
        Self {
            kind: trial.kind.to_string(),
            answer_at: trial.answer_at,
            ask_back_at: trial.ask_back_at,
            locale: trial.locale.map(|locale| locale.to_string()),
            words: trial.words.into_iter().map(Word::from).collect(),
            candidates: trial.candidates.into_iter().map(Candidate::from).collect(),
            took_us: trial.took_us,
        }
    }
}

/// Tells what a bot would make of a question, and why. Nothing is recorded.
#[utoipa::path(
    get,
    operation_id = "explainQuestion",
    path = "/api/v1/bots/{bot}/explain",
    tag = "Bots",
    params(("bot" = String, Path, description = "The bot's id."), Tried),
    responses(
        (status = 200, description = "The engine's view of it.", body = Explanation),
        (status = 422, description = "Parameters are not right; `errors` names each."),
    ),
    security(("token" = ["knowledge:read"]))
)]
pub(super) async fn explain(
    Bearer(door): Bearer,
    Ids(bot): Ids<BotId>,
    Asked(tried): Asked<Tried>,
) -> Result<Json<Explanation>, HttpError> {
    let access = door.open::<Read<Knowledge>>(bot).await?;
    let question = Question::parse(&tried.q).map_err(|problem| AppError::invalid("q", problem))?;
    let locale = tried.locale.as_deref().map(Locale::parse).transpose();
    let locale = locale.map_err(|problem| AppError::invalid("locale", problem))?;
    // What a channel changes of the answer is not told here.
    let said = (locale.as_ref(), Channel::default());
    let trial = conversations::try_question(&access, &question, said, tried.draft).await?;
    Ok(Json(trial.into()))
}
