//! From a text to tokens: the only form in which what a visitor wrote enters the engine.

use crate::hash;
use crate::language::{self, Signal};
use model::text::Locale;
use std::borrow::Cow;
use std::fmt;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Scalar values of a question that are read; the rest is not.
const MAX_CHARS: usize = 2_000;

/// Bytes that a word keeps; what is longer is no word of a language that parts its words.
pub(crate) const MAX_WORD_BYTES: usize = 96;

/// A question, cut into words: letters, digits and their marks in small letters, and nothing
/// else. No character of it can open a tag, end a string or start a statement, whatever was typed.
///
/// Made by [`Tokens::cut`] alone; there is no way back to the text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tokens {
    /// The words without accents, one after the other.
    text: String,
    words: Vec<Word>,
    signal: Signal,
    page: Option<Locale>,
}

/// Where a word stands in [`Tokens::text`], and what else is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Word {
    start: u32,
    end: u32,
    /// The word's hash, without accents.
    pub(crate) hash: u32,
    /// The hash of the word as it was written, where that differs by accents.
    pub(crate) twin: Option<u32>,
    /// Written without spaces between words: a run of such characters is one `Word`.
    pub(crate) is_dense: bool,
}

impl Tokens {
    /// Cuts a text into words and takes the language's signal on the way; `page` is the language
    /// of the page that it was typed on.
    ///
    /// Steps: compatibility normalisation (NFKC), small letters, then words as runs of letters,
    /// digits and marks. Apostrophes part words (`l'article`), except before an English ending
    /// (`don't` is `dont`). Accents are taken off; the accented word stays as a hash beside the
    /// plain one. Linear in the text, of which the first 2,000 scalar values are read.
    pub fn cut(text: &str, page: Option<&Locale>) -> Tokens {
        let is_long = text.len() > MAX_CHARS;
        let end = is_long.then(|| text.char_indices().nth(MAX_CHARS));
        let text = match end.flatten() {
            Some((end, _)) => &text[..end],
            None => text,
        };
        Tokens::cut_whole(text, page)
    }

    /// As [`Tokens::cut`], without a bound: for published texts, which have bounds of their own.
    pub(crate) fn cut_whole(text: &str, page: Option<&Locale>) -> Tokens {
        let folded = fold(text);
        let mut tokens = Tokens {
            text: String::with_capacity(folded.len()),
            words: Vec::with_capacity(folded.len() / 5 + 1),
            signal: Signal::default(),
            page: page.cloned(),
        };
        let mut rest = &*folded;
        while let Some((word, is_dense, after)) = next_word(rest) {
            rest = tokens.push(word, is_dense, after);
        }
        tokens
    }

    /// The words, in order, without accents: for an explanation of what was understood.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| self.text_of(word))
    }

    /// Whether nothing of the text was a word.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The language of the page that the question was typed on.
    pub fn page(&self) -> Option<&Locale> {
        self.page.as_ref()
    }

    pub(crate) fn list(&self) -> &[Word] {
        &self.words
    }

    pub(crate) fn text_of(&self, word: &Word) -> &str {
        &self.text[word.start as usize..word.end as usize]
    }

    pub(crate) fn signal(&self) -> &Signal {
        &self.signal
    }

    /// Adds a word and gives what is left of the text, past an English ending that it took along.
    fn push<'a>(&mut self, word: &str, is_dense: bool, after: &'a str) -> &'a str {
        let start = self.text.len();
        let word = if is_dense { word } else { shorten(word) };
        strip_accents(word, &mut self.text);
        let mut has_accents = !word.is_ascii() && self.text[start..] != *word;
        let mut rest = after;
        if let Some(ending) = english_ending(after) {
            self.text.push_str(ending);
            rest = &after[1 + ending.len()..];
            has_accents = false;
        }
        if self.text.len() == start {
            return rest;
        }
        let plain = &self.text[start..];
        let hash = hash::of_word(plain);
        self.signal.take(plain, hash);
        self.words.push(Word {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(self.text.len()).unwrap_or(u32::MAX),
            hash,
            twin: has_accents.then(|| hash::of_word(word)),
            is_dense,
        });
        rest
    }
}

/// Shows how many words there are and none of them: what visitors write stays out of logs.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tokens({} words)", self.words.len())
    }
}

/// Normalises and folds the case, but for ASCII text, whose words are folded as they are taken.
/// Punctuation that would only part words becomes a space, and what is invisible goes.
fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkc() {
        match c {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'ς' => folded.push('σ'),
            '\u{2018}' | '\u{2019}' | '\u{02BC}' => folded.push('\''),
            // Soft hyphen, zero-width space and joiners, byte order mark.
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}' => {}
            '\u{2000}'..='\u{2BFF}' => folded.push(' '),
            c => folded.extend(c.to_lowercase()),
        }
    }
    Cow::Owned(folded)
}

/// The first word of a text, whether its script is dense, and what follows it.
fn next_word(text: &str) -> Option<(&str, bool, &str)> {
    let bytes = text.as_bytes();
    let is_start = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let start = bytes.iter().position(is_start)?;
    let is_end = |byte: &u8| !byte.is_ascii_alphanumeric();
    let rest = &bytes[start..];
    let end = start + rest.iter().position(is_end).unwrap_or(rest.len());
    if end > start && bytes.get(end).is_none_or(u8::is_ascii) {
        return Some((&text[start..end], false, &text[end..]));
    }
    next_word_of_any(&text[start..])
}

/// As [`next_word`], of text in any script.
fn next_word_of_any(text: &str) -> Option<(&str, bool, &str)> {
    let start = text.find(|c: char| c.is_alphanumeric())?;
    let text = &text[start..];
    let is_dense = text.chars().next().is_some_and(language::is_dense);
    let end = text
        .find(|c: char| {
            if c.is_ascii() {
                return is_dense || !c.is_ascii_alphanumeric();
            }
            let is_part = c.is_alphanumeric() || is_combining_mark(c);
            !is_part || (language::is_dense(c) != is_dense && !is_combining_mark(c))
        })
        .unwrap_or(text.len());
    Some((&text[..end], is_dense, &text[end..]))
}

/// What an English contraction adds to the word before it, without the apostrophe.
fn english_ending(after: &str) -> Option<&'static str> {
    let after = after.strip_prefix('\'')?;
    let end = after
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(after.len());
    let ending = &after[..end];
    let endings = ["t", "s", "m", "d", "re", "ve", "ll"];
    endings
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(ending))
}

/// The first bytes of a word, up to a character's end.
fn shorten(word: &str) -> &str {
    let mut end = word.len().min(MAX_WORD_BYTES);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    &word[..end]
}

/// Appends a word without its accents. Marks that make another letter, as the vowel signs of
/// Indic scripts do, stay.
fn strip_accents(word: &str, plain: &mut String) {
    if word.is_ascii() {
        let start = plain.len();
        plain.push_str(word);
        plain[start..].make_ascii_lowercase();
    } else {
        plain.extend(word.nfd().filter(|c| !is_accent(*c)).nfc());
    }
}

/// Latin, Greek and Cyrillic diacritics, Hebrew points, Arabic vowel marks and stretching.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}
