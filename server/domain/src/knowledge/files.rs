//! Reading the rows of a file: CSV, TSV, JSON Lines and labelled texts.

use super::import::{Refused, Row, first_line};
use model::{
    channel::{Channel, Variants},
    error::{FieldError, Problem},
    file::LineProblem,
};
use serde::Deserialize;
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, hash_map::Entry},
};

#[derive(Deserialize)]
struct JsonRow {
    #[serde(default)]
    key: String,
    question: String,
    #[serde(default)]
    utterances: Vec<String>,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    variants: Variants,
    #[serde(default)]
    topic: String,
    #[serde(default)]
    locale: String,
    #[serde(default)]
    buttons: Vec<String>,
    #[serde(default)]
    starts: String,
    #[serde(default)]
    ends: String,
    #[serde(default)]
    zone: String,
}

#[derive(Deserialize)]
struct TableRow {
    #[serde(default)]
    key: String,
    question: String,
    #[serde(default)]
    utterances: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    topic: String,
    #[serde(default)]
    locale: String,
    #[serde(default)]
    buttons: String,
    #[serde(default)]
    starts: String,
    #[serde(default)]
    ends: String,
    #[serde(default)]
    zone: String,
    #[serde(default)]
    variant_box: String,
    #[serde(default)]
    variant_api: String,
}

impl TableRow {
    /// An empty cell is no variant.
    fn variants(&self) -> Variants {
        let mut variants = Variants::default();
        for (channel, cell) in [
            (Channel::Box, &self.variant_box),
            (Channel::Api, &self.variant_api),
        ] {
            if !cell.trim().is_empty() {
                variants.set(channel, cell.clone());
            }
        }
        variants
    }
}

/// Reads a file's rows by its extension: `csv`, `tsv` (both with a header line) or `jsonl`.
/// With `is_labelled`, a TSV holds `text<TAB>label`, and each label becomes one article.
/// `None` for an extension that is not known.
pub fn read_rows(
    extension: &str,
    text: &str,
    is_labelled: bool,
) -> Option<(Vec<Row>, Vec<Refused>)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Browsers end the lines of a form like this, and the table's reader miscounts them.
    let text = if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    };
    let (rows, mut refused) = match extension {
        "tsv" if is_labelled => read_labelled(&text),
        "csv" => read_table(&text, b','),
        "tsv" => read_table(&text, b'\t'),
        "jsonl" => read_json_lines(&text),
        _ => return None,
    };
    let rows = without_repeats(rows, &mut refused);
    Some((rows, refused))
}

/// The rows without those whose key and language stood in the file before: of two, one would be
/// lost without a word.
fn without_repeats(rows: Vec<Row>, refused: &mut Vec<Refused>) -> Vec<Row> {
    let mut lines: HashMap<(String, String), u64> = HashMap::new();
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        let name = if row.key.trim().is_empty() {
            &row.question
        } else {
            &row.key
        };
        match lines.entry((name.trim().to_owned(), row.locale.trim().to_lowercase())) {
            Entry::Occupied(first) => {
                let first = first_line(*first.get());
                refused.push(Refused::new(row.line, LineProblem::Repeated { first }));
            }
            Entry::Vacant(place) => {
                place.insert(row.line);
                kept.push(row);
            }
        }
    }
    kept
}

/// A line that its parser did not take, in the parser's words.
fn unreadable(line: u64, why: String) -> Refused {
    // The one column that a row must have.
    let problem = if why.contains("missing field `question`") {
        let missing = FieldError {
            field: "question".to_owned(),
            problem: Problem::Missing,
        };
        LineProblem::Fields {
            fields: vec![missing],
        }
    } else {
        LineProblem::Unreadable
    };
    Refused { line, why, problem }
}

fn read_json_lines(text: &str) -> (Vec<Row>, Vec<Refused>) {
    let (mut rows, mut refused) = (Vec::new(), Vec::new());
    for (line, json) in (1..).zip(text.lines()) {
        if json.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<JsonRow>(json) {
            Ok(row) => rows.push(Row {
                line,
                key: row.key,
                question: row.question,
                utterances: row.utterances,
                answer: row.answer,
                variants: row.variants,
                topic: row.topic,
                locale: row.locale,
                buttons: row.buttons,
                starts: row.starts,
                ends: row.ends,
                zone: row.zone,
            }),
            Err(cause) => refused.push(unreadable(line, cause.to_string())),
        }
    }
    (rows, refused)
}

fn read_table(text: &str, delimiter: u8) -> (Vec<Row>, Vec<Refused>) {
    let (mut rows, mut refused) = (Vec::new(), Vec::new());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::Headers)
        .from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    for record in reader.records() {
        let line = |record: &csv::StringRecord| record.position().map_or(0, csv::Position::line);
        let row = record.and_then(|record| {
            record
                .deserialize::<TableRow>(Some(&headers))
                .map(|row| (line(&record), row))
        });
        match row {
            Ok((line, row)) => rows.push(Row {
                line,
                variants: row.variants(),
                key: row.key,
                question: row.question,
                utterances: row.utterances.lines().map(str::to_owned).collect(),
                answer: row.answer,
                topic: row.topic,
                locale: row.locale,
                buttons: row.buttons.lines().map(str::to_owned).collect(),
                starts: row.starts,
                ends: row.ends,
                zone: row.zone,
            }),
            Err(cause) => {
                let line = cause.position().map_or(1, csv::Position::line);
                refused.push(unreadable(line, cause.to_string()));
            }
        }
    }
    (rows, refused)
}

fn read_labelled(text: &str) -> (Vec<Row>, Vec<Refused>) {
    let mut by_label: BTreeMap<&str, Row> = BTreeMap::new();
    let mut refused = Vec::new();
    for (line, pair) in (1..).zip(text.lines()) {
        match pair.split_once('\t') {
            Some((wording, label)) if !label.trim().is_empty() => {
                let label = label.trim();
                let row = by_label.entry(label).or_insert_with(|| Row {
                    line,
                    key: label.to_owned(),
                    question: label.to_owned(),
                    answer: label.to_owned(),
                    ..Row::default()
                });
                row.utterances.push(wording.to_owned());
            }
            _ if pair.trim().is_empty() => {}
            _ => refused.push(Refused {
                why: "expected text, a tab and a label".to_owned(),
                ..Refused::new(line, LineProblem::Unreadable)
            }),
        }
    }
    (by_label.into_values().collect(), refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn questions(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| row.question.as_str()).collect()
    }

    #[test]
    fn rows_of_a_table_keep_their_lines() {
        let text = "\u{feff}question,utterances,answer,topic,locale,key\n\
                    Hours?,\"When open?\nOpening times\",9 to 5,Shop,en,hours\n\
                    \"Two\nlines\",,x,,,\n";
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let (rows, refused) = read_rows("csv", &text, false).unwrap();
            assert_eq!(refused, []);
            assert_eq!(questions(&rows), ["Hours?", "Two\nlines"]);
            assert_eq!(rows[0].utterances, ["When open?", "Opening times"]);
            assert_eq!((rows[0].line, rows[1].line), (2, 4));
        }
    }

    #[test]
    fn a_line_that_is_no_json_is_refused_with_its_number() {
        let text = "{\"question\": \"A\"}\n\nnot json\n{\"answer\": \"b\"}\n";
        let (rows, refused) = read_rows("jsonl", text, false).unwrap();
        assert_eq!(questions(&rows), ["A"]);
        assert_eq!(
            refused
                .iter()
                .map(|refused| refused.line)
                .collect::<Vec<_>>(),
            [3, 4]
        );
    }

    #[test]
    fn each_label_becomes_one_article() {
        let (rows, refused) =
            read_rows("tsv", "hi\tgreet\nbye\tleave\nhello\tgreet\nx\n", true).unwrap();
        assert_eq!(questions(&rows), ["greet", "leave"]);
        assert_eq!(rows[0].utterances, ["hi", "hello"]);
        assert_eq!(refused[0].line, 4);
    }

    #[test]
    fn of_two_rows_with_one_key_the_second_is_refused() {
        let text = "key,locale,question\nk,en,A\nk,fr,B\nk,en,C\n";
        let (rows, refused) = read_rows("csv", text, false).unwrap();
        assert_eq!(questions(&rows), ["A", "B"]);
        assert_eq!(refused[0].line, 4);
    }

    #[test]
    fn another_kind_of_file_is_not_read() {
        assert!(read_rows("xlsx", "", false).is_none());
    }
}
