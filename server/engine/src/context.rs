//! What a question means by what was said before it: one of the choices that were offered, named
//! by its place or by its words, or a follow-up on the last answer.

use crate::bot::{Bot, Candidate, Question};
use crate::features;
use crate::tokens::Tokens;
use model::id::ArticleId;

/// Words that name a place in a list, by place, without accents, in the languages whose small
/// words the engine knows.
const PLACES: [&str; 4] = [
    "1 1st first 1er 1ere premier premiere erste ersten erster erstes eins primero primera primo \
     prima primeiro primeira eerste",
    "2 2nd two second 2e 2eme deux deuxieme seconde zwei zweite zweiten zweiter zweites dos segundo \
     segunda due secondo seconda dois duas twee tweede",
    "3 3rd three third 3e 3eme trois troisieme drei dritte dritten dritter drittes tres tercero \
     tercera tre terzo terza terceiro terceira drie derde",
    "4 4th four fourth 4e 4eme quatre quatrieme vier vierte vierten vierter viertes cuatro cuarto \
     cuarta quattro quarto quarta vierde",
];

/// Words that name the first place where no other word names one: in "the second one", "one" says
/// nothing.
const ONE: &str = "one un une ein eine uno una um uma een";

const LAST: &str = "last dernier derniere letzte letzten letzter letztes ultimo ultima laatste";

/// What else may stand beside a place.
const BESIDE: &str = "the number no nr option choice answer article question please i want mean \
     meant take would like is thats that this it le la l les numero choix reponse option celui \
     celle ci svp je veux prends c est der die das dem den ich nehme meine nummer bitte el los las \
     opcion por favor quiero il lo numero opzione voglio o a opcao quero het de nummer optie ik wil";

/// Words that a follow-up begins with.
const MARKERS: &str = "and what how also et pour quid aussi und auch y e ed en ook";

/// A follow-up is short.
const MAX_FOLLOW_UP: usize = 8;

/// Share of a question that an article has to cover to be what it adds or picks; thousandths.
const COVERED: u16 = 500;

/// The lead that a choice named by its words needs over the other choices; thousandths.
const CLEAR: i32 = 100;

fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// The place in a list of `n` choices that a question names, counted from 0, if it does nothing
/// else.
pub(crate) fn place(tokens: &Tokens, n: usize) -> Option<usize> {
    if n == 0 {
        return None;
    }
    let (mut named, mut is_one) = (None, false);
    for word in tokens.words() {
        let place = if has(LAST, word) {
            n.checked_sub(1)
        } else {
            PLACES.iter().position(|words| has(words, word))
        };
        match (place, named) {
            (Some(place), None) => named = Some(place),
            (Some(place), Some(other)) if place != other => return None,
            (Some(_), Some(_)) => {}
            (None, _) if has(ONE, word) => is_one = true,
            (None, _) if has(BESIDE, word) => {}
            (None, _) => return None,
        }
    }
    named.or(is_one.then_some(0)).filter(|place| *place < n)
}

/// Whether a question reads as one that goes on from the last.
pub(crate) fn is_follow_up(tokens: &Tokens) -> bool {
    let mut words = tokens.words();
    words.next().is_some_and(|word| has(MARKERS, word)) && words.count() < MAX_FOLLOW_UP
}

impl Bot {
    /// The one of the offered articles that a question names by its words, with the probability
    /// that it is meant if one of them is.
    pub(crate) fn among(&self, offered: &[ArticleId], tokens: &Tokens) -> Option<(ArticleId, f32)> {
        let reading = self.read(tokens);
        let (sums, norm) = self.sums(&reading);
        let numbers = offered.iter().filter_map(|article| self.number(*article));
        let question = Question::of(&reading);
        let top = self.best_of(&sums, norm, &question, numbers);
        let [first, second, ..] = &top[..] else {
            return None;
        };
        let is_ahead = first.score - second.score >= CLEAR;
        let all: Vec<Candidate> = (0..top.len())
            .map(|at| self.candidate(&top, at, &question))
            .collect();
        let is_clear = is_ahead && all[0].covered >= COVERED && question.known >= COVERED;
        let total: f32 = all.iter().map(|candidate| candidate.confidence).sum();
        is_clear.then(|| (all[0].article, all[0].confidence / total.max(1e-6)))
    }

    /// The article that a question means as an addition to the last answer: near to that in what
    /// most of its wordings say, and having what the question adds.
    pub(crate) fn follow_up(&self, last: ArticleId, tokens: &Tokens) -> Option<Candidate> {
        let last = self.number(last)?;
        let reading = self.read(tokens);
        let mut question = Question::of(&reading);
        let own = question.stems.clone();
        let (mut sums, mut norm) = self.sums(&reading);
        let stems = &mut question.stems;
        for stem in self.common_stems(last) {
            let features = [features::of_stem(stem), features::of_group(stem)];
            norm += self.add(&features, &mut sums);
            stems.push((stem, self.idf(stem)));
        }
        stems.sort_unstable();
        stems.dedup_by_key(|(stem, _)| *stem);
        // What the last article has itself it can be asked for again; else another one is meant.
        let is_own = self.compare(&own, last).covered >= COVERED;
        let others = (0..self.n_articles()).filter(|article| is_own || *article != last);
        let top = self.best_of(&sums, norm, &question, others);
        let adds = self.compare(&own, top.first()?.article).covered >= COVERED;
        adds.then(|| self.candidate(&top, 0, &question))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_in_many_ways() {
        for (text, expected) in [
            ("2", Some(1)),
            ("the second one", Some(1)),
            ("The first!", Some(0)),
            ("one", Some(0)),
            ("number three please", Some(2)),
            ("the last one", Some(2)),
            ("le deuxième", Some(1)),
            ("la 3e svp", Some(2)),
            ("die dritte bitte", Some(2)),
            ("4", None),
            ("1 or 2", None),
            ("first aid", None),
            ("", None),
            ("please", None),
        ] {
            assert_eq!(place(&Tokens::cut(text, None), 3), expected, "{text}");
        }
        assert_eq!(place(&Tokens::cut("last", None), 0), None);
    }
}
