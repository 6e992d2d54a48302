//! Labelled questions: reading, splitting, thinning out, mistyping. Nothing here is random:
//! numbers that look so come from a generator that always begins alike.

use engine::evaluation;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;

/// Labelled questions, and what articles say beside them.
#[derive(Clone, Debug, Default)]
pub struct Set {
    /// Text and label; no label where nothing should answer.
    pub questions: Vec<(String, Option<String>)>,
    /// Title and answer by label, where a file has them.
    pub articles: BTreeMap<String, (String, String)>,
}

/// Reads a file of labelled lines, or a knowledge base in lines of JSON.
pub fn read(path: &str) -> Result<Set, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let mut set = Set::default();
    for line in text.lines().filter(|line| !line.is_empty()) {
        if !path.ends_with(".jsonl") {
            let (text, label) = line.split_once('\t').unwrap_or((line, ""));
            set.questions
                .push((text.to_owned(), Some(label.to_owned())));
            continue;
        }
        let article: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| article[name].as_str().unwrap_or_default().to_owned();
        let paraphrases = article["paraphrases"].as_array();
        for text in paraphrases
            .into_iter()
            .flatten()
            .filter_map(|text| text.as_str())
        {
            set.questions.push((text.to_owned(), Some(field("id"))));
        }
        set.articles
            .insert(field("id"), (field("title"), field("answer")));
    }
    Ok(set)
}

/// The questions without their labels.
pub fn unlabelled(set: &Set) -> impl Iterator<Item = (String, Option<String>)> {
    set.questions.iter().map(|(text, _)| (text.clone(), None))
}

/// For each part: the others to learn from, and the part itself to ask.
pub fn folds(set: &Set, n_folds: usize) -> Vec<(Set, Set)> {
    let labels: Vec<_> = set.questions.iter().map(|(_, label)| label).collect();
    let fold_of = evaluation::folds(&labels, n_folds);
    let part = |fold: usize, is_asked: bool| Set {
        questions: set
            .questions
            .iter()
            .zip(&fold_of)
            .filter(|(_, of)| (**of == fold) == is_asked)
            .map(|(question, _)| question.clone())
            .collect(),
        articles: set.articles.clone(),
    };
    (0..n_folds)
        .map(|fold| (part(fold, false), part(fold, true)))
        .collect()
}

/// A knowledge base to learn from, without questions to ask: every fifth is held back for that.
/// One without any is asked its own titles, turned round and with every third word missing.
pub fn hold_back(learned: &mut Set, asked: &mut Set) {
    if !asked.questions.is_empty() || learned.articles.is_empty() {
        return;
    }
    let all = std::mem::take(&mut learned.questions);
    for (at, question) in all.into_iter().enumerate() {
        let part = if at % 5 == 4 {
            &mut *asked
        } else {
            &mut *learned
        };
        part.questions.push(question);
    }
    if asked.questions.is_empty() {
        let titles = learned.articles.iter();
        asked.questions.extend(titles.map(|(label, (title, _))| {
            let words = title.split_whitespace().rev().enumerate();
            let kept = words.filter(|(at, _)| at % 3 != 1).map(|(_, word)| word);
            (kept.collect::<Vec<_>>().join(" "), Some(label.clone()))
        }));
    }
}

/// At most `n` examples of each label, another choice each draw.
pub fn few(set: &Set, n: usize, draw: u64) -> Set {
    let mut numbers = Numbers(draw);
    let mut order: Vec<usize> = (0..set.questions.len()).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, numbers.below(at + 1));
    }
    let mut n_taken: BTreeMap<&Option<String>, usize> = BTreeMap::new();
    let taken = order
        .into_iter()
        .map(|at| &set.questions[at])
        .filter(|(_, label)| {
            let n_taken = n_taken.entry(label).or_default();
            *n_taken += 1;
            *n_taken <= n
        });
    Set {
        questions: taken.cloned().collect(),
        articles: set.articles.clone(),
    }
}

/// Leaves `n` labels to learn, another choice each draw. The questions of the others stay, and
/// nothing should answer them.
pub fn keep_labels(learned: &mut Set, asked: &mut Set, n: usize, draw: u64) {
    let mut numbers = Numbers(draw);
    let labels: BTreeSet<_> = learned.questions.iter().map(|(_, label)| label).collect();
    let mut left: Vec<Option<String>> = labels.into_iter().cloned().collect();
    while left.len() > n {
        left.swap_remove(numbers.below(left.len()));
    }
    learned.questions.retain(|(_, label)| left.contains(label));
    learned
        .articles
        .retain(|label, _| left.contains(&Some(label.clone())));
    for (_, label) in &mut asked.questions {
        if !left.contains(label) {
            *label = None;
        }
    }
}

/// Variants of the questions until there are `n`: each copy's labels and half of its words are
/// its own.
pub fn grow(mut set: Set, n: usize) -> Set {
    let seed = set.questions.clone();
    let mut copy = 0;
    while set.questions.len() < n && !seed.is_empty() {
        copy += 1;
        let mut numbers = Numbers(copy);
        for (text, label) in seed.iter().take(n - set.questions.len()) {
            let words = text.split_whitespace().map(|word| {
                if word.len() > 3 && numbers.below(2) == 0 {
                    format!("{word}{}", syllables(copy))
                } else {
                    word.to_owned()
                }
            });
            let label = label.as_ref().map(|label| format!("{label} {copy}"));
            set.questions
                .push((words.collect::<Vec<_>>().join(" "), label));
        }
    }
    set
}

fn syllables(number: u64) -> String {
    let letters = (0..3).map(|at| b"bdfgklmnprst"[(number / 12_u64.pow(at) % 12) as usize]);
    letters
        .flat_map(|letter| [char::from(letter), 'a'])
        .collect()
}

/// Puts one to `most` typing errors into each question: letters swapped, left out, doubled, or
/// replaced.
pub fn mistype(set: &mut Set, most: usize) {
    let mut numbers = Numbers(17);
    for (text, _) in &mut set.questions {
        let mut letters: Vec<char> = text.chars().collect();
        for _ in 0..=numbers.below(most) {
            let is_letter = |at: &usize| letters[*at].is_alphabetic();
            let places: Vec<usize> = (0..letters.len()).filter(is_letter).collect();
            let Some(at) = places.get(numbers.below(places.len().max(1))).copied() else {
                continue;
            };
            match numbers.below(4) {
                0 if at + 1 < letters.len() && letters[at + 1].is_alphabetic() => {
                    letters.swap(at, at + 1);
                }
                1 => letters.insert(at, letters[at]),
                2 => letters[at] = char::from(b'a' + numbers.below(26) as u8),
                _ => {
                    letters.remove(at);
                }
            }
        }
        *text = letters.into_iter().collect();
    }
}

/// Numbers that look random and are always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}
