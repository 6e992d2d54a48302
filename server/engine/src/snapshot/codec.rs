//! A snapshot as bytes and back.
//!
//! The header is `PLSN` and the format's version; lists follow, each behind the number of its
//! items. Any change of what is compiled or how it is written makes a new version.

use super::{Article, BadSnapshot, Snapshot};
use crate::lexicon::{Entry, Lexicon};
use crate::synonyms::Synonyms;
use crate::weights::{self, Row, Weights};
use crate::wordings::{Ends, Wordings};

const MAGIC: &[u8; 4] = b"PLSN";
const VERSION: u16 = 6;

pub(super) fn write(snapshot: &Snapshot) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(VERSION.to_le_bytes());
    list(&mut out, &snapshot.locales, |out, locale| {
        bytes(out, locale.as_str().as_bytes());
    });
    list(&mut out, &snapshot.articles, |out, article| {
        out.extend(article.id.as_uuid().as_bytes());
        list(out, &article.locales, |out, at| {
            out.extend(at.to_le_bytes());
        });
    });
    let lexicon = &snapshot.lexicon;
    bytes(&mut out, lexicon.letters.as_bytes());
    out.extend(lexicon.unknown_idf.to_le_bytes());
    list(&mut out, &lexicon.entries, |out, entry| {
        for number in [entry.hash, entry.stem, entry.end] {
            out.extend(number.to_le_bytes());
        }
        for number in [entry.n_texts, entry.idf, entry.locales] {
            out.extend(number.to_le_bytes());
        }
    });
    list(
        &mut out,
        &snapshot.synonyms.pairs,
        |out, (phrase, group)| {
            out.extend(phrase.to_le_bytes());
            out.extend(group.to_le_bytes());
        },
    );
    out.extend(snapshot.weights.scale.to_le_bytes());
    list(&mut out, &snapshot.weights.rows, |out, row| {
        out.extend(row.key.to_le_bytes());
        out.extend(row.end.to_le_bytes());
        out.extend(row.value.to_le_bytes());
    });
    numbers(&mut out, &snapshot.weights.entries);
    numbers(&mut out, &snapshot.wordings.stems);
    list(&mut out, &snapshot.wordings.masks, |out, mask| {
        out.extend(mask.to_le_bytes());
    });
    numbers(&mut out, &snapshot.wordings.norms);
    list(&mut out, &snapshot.wordings.ends, |out, ends| {
        out.extend(ends.stems.to_le_bytes());
        out.extend(ends.utterances.to_le_bytes());
    });
    out
}

fn list<T>(out: &mut Vec<u8>, items: &[T], mut item: impl FnMut(&mut Vec<u8>, &T)) {
    out.extend(u32::try_from(items.len()).unwrap_or(u32::MAX).to_le_bytes());
    for each in items {
        item(out, each);
    }
}

fn bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(bytes);
}

fn numbers(out: &mut Vec<u8>, numbers: &[u32]) {
    list(out, numbers, |out, number| out.extend(number.to_le_bytes()));
}

pub(super) fn read(bytes: &[u8]) -> Result<Snapshot, BadSnapshot> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(BadSnapshot::NotASnapshot)?;
    let mut reader = Reader { rest };
    let version = reader.u16()?;
    if version != VERSION {
        return Err(BadSnapshot::Version(version));
    }
    let locales = reader.list(4, |reader| {
        let text = str::from_utf8(reader.bytes()?).map_err(|_| BadSnapshot::Damaged)?;
        text.to_owned().try_into().map_err(|_| BadSnapshot::Damaged)
    })?;
    let articles = reader.list(20, Reader::article)?;
    let lexicon = reader.lexicon()?;
    let synonyms = reader.synonyms()?;
    let weights = reader.weights()?;
    let wordings = Wordings {
        stems: reader.numbers()?,
        masks: reader.list(8, |reader| reader.array().map(u64::from_le_bytes))?,
        norms: reader.numbers()?,
        ends: reader.list(8, |reader| {
            Ok(Ends {
                stems: reader.u32()?,
                utterances: reader.u32()?,
            })
        })?,
    };
    let snapshot = Snapshot {
        locales,
        articles,
        lexicon,
        synonyms,
        weights,
        wordings,
    };
    if reader.rest.is_empty() && is_sound(&snapshot) {
        Ok(snapshot)
    } else {
        Err(BadSnapshot::Damaged)
    }
}

/// Bytes that have not been read yet.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], BadSnapshot> {
        let (taken, rest) = self.rest.split_at_checked(n).ok_or(BadSnapshot::Damaged)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], BadSnapshot> {
        self.take(N)?.try_into().map_err(|_| BadSnapshot::Damaged)
    }

    fn u16(&mut self) -> Result<u16, BadSnapshot> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, BadSnapshot> {
        self.array().map(u32::from_le_bytes)
    }

    fn bytes(&mut self) -> Result<&'a [u8], BadSnapshot> {
        let n = self.u32()? as usize;
        self.take(n)
    }

    /// A list whose items have at least `size` bytes, so that no number read from the bytes
    /// makes us reserve more than they are long.
    fn list<T>(
        &mut self,
        size: usize,
        mut item: impl FnMut(&mut Self) -> Result<T, BadSnapshot>,
    ) -> Result<Vec<T>, BadSnapshot> {
        let n = self.u32()? as usize;
        if n > self.rest.len() / size {
            return Err(BadSnapshot::Damaged);
        }
        let mut items = Vec::with_capacity(n);
        for _ in 0..n {
            items.push(item(self)?);
        }
        Ok(items)
    }

    fn numbers(&mut self) -> Result<Vec<u32>, BadSnapshot> {
        self.list(4, Reader::u32)
    }

    fn article(&mut self) -> Result<Article, BadSnapshot> {
        let uuid = uuid_text(self.array()?);
        Ok(Article {
            id: uuid.parse().map_err(|_| BadSnapshot::Damaged)?,
            locales: self.list(2, Reader::u16)?,
        })
    }

    fn lexicon(&mut self) -> Result<Lexicon, BadSnapshot> {
        let letters = str::from_utf8(self.bytes()?).map_err(|_| BadSnapshot::Damaged)?;
        let unknown_idf = self.u16()?;
        let entries = self.list(18, |reader| {
            Ok(Entry {
                hash: reader.u32()?,
                stem: reader.u32()?,
                end: reader.u32()?,
                n_texts: reader.u16()?,
                idf: reader.u16()?,
                locales: reader.u16()?,
            })
        })?;
        let is_sorted = entries.is_sorted_by(|a, b| a.hash < b.hash);
        let is_within = |entry: &Entry| letters.is_char_boundary(entry.end as usize);
        if is_sorted && entries.is_sorted_by_key(|entry| entry.end) && entries.iter().all(is_within)
        {
            Ok(Lexicon::new(entries, letters.to_owned(), unknown_idf))
        } else {
            Err(BadSnapshot::Damaged)
        }
    }

    fn synonyms(&mut self) -> Result<Synonyms, BadSnapshot> {
        let pairs = self.list(8, |reader| Ok((reader.u32()?, reader.u32()?)))?;
        if pairs.is_sorted_by(|a, b| a < b) {
            Ok(Synonyms::new(pairs))
        } else {
            Err(BadSnapshot::Damaged)
        }
    }

    fn weights(&mut self) -> Result<Weights, BadSnapshot> {
        let scale = self.array().map(u64::from_le_bytes)?;
        let rows = self.list(10, |reader| {
            Ok(Row::new(reader.u32()?, reader.u32()?, reader.u16()?))
        })?;
        let entries = self.numbers()?;
        let is_sorted = rows.is_sorted_by(|a, b| a.key < b.key && a.end <= b.end);
        if is_sorted && rows.last().map_or(0, |row| row.end as usize) == entries.len() {
            Ok(Weights::new(rows, entries, scale))
        } else {
            Err(BadSnapshot::Damaged)
        }
    }
}

/// A UUID's bytes in the form that ids are parsed from, which checks the version.
fn uuid_text(bytes: [u8; 16]) -> String {
    let number = u128::from_be_bytes(bytes);
    let text = format!("{number:032x}");
    let parts = [
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..],
    ];
    parts.join("-")
}

/// Whether the parts of a snapshot fit together.
fn is_sound(snapshot: &Snapshot) -> bool {
    let Snapshot {
        locales,
        articles,
        weights,
        wordings,
        ..
    } = snapshot;
    let has_locales = |article: &Article| {
        article
            .locales
            .iter()
            .all(|at| usize::from(*at) < locales.len())
    };
    !locales.is_empty()
        && articles.len() <= weights::MAX_ARTICLES
        && articles.is_sorted_by(|a, b| a.id < b.id)
        && articles.iter().all(has_locales)
        && weights
            .entries
            .iter()
            .all(|entry| weights::article(*entry) < articles.len())
        && wordings.ends.len() == articles.len()
        && wordings.masks.len() == wordings.stems.len()
        && are_ends(
            wordings.ends.iter().map(|ends| ends.stems),
            wordings.stems.len(),
        )
        && are_ends(
            wordings.ends.iter().map(|ends| ends.utterances),
            wordings.norms.len(),
        )
}

/// Whether these are the ends of adjoining ranges of a list of `n` items.
fn are_ends(ends: impl Iterator<Item = u32> + Clone, n: usize) -> bool {
    ends.clone().is_sorted() && ends.last().map_or(0, |end| end as usize) == n
}
