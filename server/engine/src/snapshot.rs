//! The compiled artifact of a bot's published content.

mod codec;
mod columns;
mod compile;

use crate::content::Content;
use crate::lexicon::Lexicon;
use crate::synonyms::{SynonymGroup, Synonyms};
use crate::weights::Weights;
use crate::wordings::Wordings;
use model::{id::ArticleId, text::Locale};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A bot's published content, compiled: a bit-exact function of the content and of the engine's
/// version, on every machine.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The bot's languages, its default first, the others sorted.
    pub(crate) locales: Vec<Locale>,
    /// Sorted by id.
    pub(crate) articles: Vec<Article>,
    pub(crate) lexicon: Lexicon,
    pub(crate) synonyms: Synonyms,
    pub(crate) weights: Weights,
    pub(crate) wordings: Wordings,
}

/// An article, by its number: its place in [`Snapshot::articles`].
#[derive(Clone, Debug)]
pub(crate) struct Article {
    pub(crate) id: ArticleId,
    /// The numbers of the languages that it has a text in, ascending.
    pub(crate) locales: Vec<u16>,
}

/// The bytes are not a snapshot of this version of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSnapshot {
    /// They do not begin as a snapshot does.
    #[error("not a snapshot")]
    NotASnapshot,
    /// They are of another version of the engine: compile the content again.
    #[error("a snapshot of version {0}, which this engine does not read")]
    Version(u16),
    /// They are cut off, or contradict themselves.
    #[error("a damaged snapshot")]
    Damaged,
}

impl Snapshot {
    /// Compiles a bot's content.
    ///
    /// Articles are sorted by id and utterances by their words first, so their order in `content`
    /// does not matter. Takes time in proportion to the number of utterances and the articles
    /// that compete for them.
    pub fn compile(content: &Content) -> Snapshot {
        Snapshot::compile_with(content, &[])
    }

    /// Compiles a bot's content together with the bot's own synonyms, whose order does not matter.
    pub fn compile_with(content: &Content, synonyms: &[SynonymGroup]) -> Snapshot {
        compile::compile(content, synonyms)
    }

    /// The snapshot as bytes: a header with the format's version, then its parts, little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        codec::write(self)
    }

    /// Reads what [`Snapshot::to_bytes`] wrote. Every length, order and number is checked, so
    /// that no bytes whatsoever can make it, or a bot made from it, panic.
    pub fn from_bytes(bytes: &[u8]) -> Result<Snapshot, BadSnapshot> {
        codec::read(bytes)
    }

    /// What a snapshot's bytes are known by: their SHA-256, in hexadecimal.
    pub fn hash(bytes: &[u8]) -> String {
        let mut hash = String::with_capacity(64);
        for byte in Sha256::digest(bytes) {
            // Writing to a string cannot fail.
            let _ = write!(hash, "{byte:02x}");
        }
        hash
    }

    /// Number of articles.
    pub fn n_articles(&self) -> usize {
        self.articles.len()
    }
}
