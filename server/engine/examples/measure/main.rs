//! Measures the engine on labelled questions: how many it gets right, how sure it is, what a
//! question and a publish cost. docs/engine.md has the commands behind its figures.
//!
//! ```text
//! cargo run --release -p engine --example measure -- [OPTION]… TRAIN [TEST]
//!   TRAIN, TEST           text<TAB>label lines; or, for TRAIN, .jsonl of id, title, paraphrases, answer
//!   --folds K             no TEST: ask each of K parts of TRAIN what was learned from the others
//!   --few N               learn from N examples a label only, in five draws
//!   --labels N            learn N labels only, in five draws; the others are out of scope
//!   --typos N             put 1 to N typing errors into each question
//!   --out-of-scope FILE   ask these too; nothing should answer them (the label is ignored)
//!   --evidence FILE       write what the confidences are made of, to fit them anew
//!   --locale L            the language (en)
//!   --grow N              multiply TRAIN by variants of its words until it has N utterances
//! ```
//!
//! Times are the thread's CPU time from cut to reply, distinct questions, nothing memoised.

mod bench;
mod sets;

use bench::Results;
use model::text::Locale;
use sets::Set;
use std::error::Error;

/// What is measured, and on what.
struct Options {
    locale: Locale,
    n_folds: usize,
    n_few: usize,
    n_labels: usize,
    n_typos: usize,
    n_grown: usize,
    out_of_scope: Set,
    evidence: Option<String>,
    files: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse(std::env::args().skip(1))?;
    let train = sets::read(options.files.first().ok_or("name a file to learn from")?)?;
    let train = sets::grow(train, options.n_grown);
    let mut results = Results::default();
    for (mut learned, mut asked) in options.parts(&train)? {
        if options.n_few < usize::MAX || options.n_labels < usize::MAX {
            for draw in 0..5 {
                let mut asked = asked.clone();
                let mut few = sets::few(&learned, options.n_few, draw);
                sets::keep_labels(&mut few, &mut asked, options.n_labels, draw);
                measure(&options, &few, asked, &mut results)?;
            }
            continue;
        }
        sets::hold_back(&mut learned, &mut asked);
        measure(&options, &learned, asked, &mut results)?;
    }
    if let Some(file) = &options.evidence {
        std::fs::write(file, &results.evidence)?;
    }
    println!("{}\t{results}", options.files.join(" "));
    Ok(())
}

fn measure(
    options: &Options,
    learned: &Set,
    mut asked: Set,
    results: &mut Results,
) -> Result<(), Box<dyn Error>> {
    asked
        .questions
        .extend(sets::unlabelled(&options.out_of_scope));
    if options.n_typos > 0 {
        sets::mistype(&mut asked, options.n_typos);
    }
    bench::run(learned, &asked, &options.locale, results)
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Options, Box<dyn Error>> {
        let mut options = Options {
            locale: Locale::parse("en").map_err(|problem| format!("{problem:?}"))?,
            n_folds: 0,
            n_few: usize::MAX,
            n_labels: usize::MAX,
            n_typos: 0,
            n_grown: 0,
            out_of_scope: Set::default(),
            evidence: None,
            files: Vec::new(),
        };
        while let Some(argument) = arguments.next() {
            if !argument.starts_with("--") {
                options.files.push(argument);
                continue;
            }
            let value = arguments.next().ok_or("an option without its value")?;
            match argument.as_str() {
                "--folds" => options.n_folds = value.parse()?,
                "--few" => options.n_few = value.parse()?,
                "--labels" => options.n_labels = value.parse()?,
                "--typos" => options.n_typos = value.parse()?,
                "--grow" => options.n_grown = value.parse()?,
                "--out-of-scope" => options.out_of_scope = sets::read(&value)?,
                "--evidence" => options.evidence = Some(value),
                "--locale" => {
                    options.locale =
                        Locale::parse(&value).map_err(|problem| format!("{problem:?}"))?;
                }
                other => return Err(format!("no such option: {other}").into()),
            }
        }
        Ok(options)
    }

    /// What to learn from and what to ask, part by part.
    fn parts(&self, train: &Set) -> Result<Vec<(Set, Set)>, Box<dyn Error>> {
        if self.n_folds > 0 {
            return Ok(sets::folds(train, self.n_folds));
        }
        let asked = match self.files.get(1) {
            Some(file) => sets::read(file)?,
            None => Set::default(),
        };
        Ok(vec![(train.clone(), asked)])
    }
}
