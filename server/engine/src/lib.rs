//! The dialog engine: from a published bot, a conversation's state and one event to the next
//! state and what should happen.
//!
//! It does no I/O, reads no clock and draws no randomness. Whoever calls it loads the snapshot and
//! the state, carries out the effects and saves what came back, so one turn can be replayed from
//! its record.
//!
//! The way of a question: [`Tokens::cut`] makes words of it; [`Bot::rank`] looks them up in the
//! bot's own lexicon, repairs those it does not know, sums up the weights of their features by
//! article and says how likely each of the best articles is to be the right one; [`step`] answers,
//! asks back or falls back. What a bot is made of is compiled at publish: [`Snapshot::compile`].
//! docs/engine.md explains each stage and has the figures.

mod bot;
mod calibration;
mod cluster;
mod content;
mod context;
mod dialog;
pub mod evaluation;
mod explain;
mod features;
mod hash;
mod index;
mod language;
mod lexicon;
mod repair;
mod snapshot;
mod stem;
mod synonyms;
mod tokens;
mod top;
mod train;
mod weights;
mod wordings;
mod words;

pub use bot::{Bot, Candidate, Ranking, Repaired, Thresholds};
pub use cluster::cluster;
pub use content::{ArticleContent, Content, TextContent};
pub use dialog::{Effect, Event, MAX_CHOICES, State, Verdict, step, weigh};
pub use explain::{Explanation, Synonymous, explain};
pub use snapshot::{BadSnapshot, Snapshot};
pub use synonyms::{Finder, SynonymGroup};
pub use tokens::Tokens;
pub use top::MAX_CANDIDATES;
