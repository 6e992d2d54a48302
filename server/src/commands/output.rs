use serde::Serialize;
use serde_json::Value;
use std::io::{ErrorKind, Write, stdout};

/// What a command prints on stdout: one JSON object, or lines for people.
#[derive(Clone, Copy, Debug)]
pub(super) struct Output {
    is_json: bool,
}

impl Output {
    pub const fn new(is_json: bool) -> Self {
        Self { is_json }
    }

    pub const fn is_json(self) -> bool {
        self.is_json
    }

    /// Prints the command's result. People get a line a value, or `lines` where given.
    pub fn result(self, value: &impl Serialize, lines: Option<&str>) -> anyhow::Result<()> {
        let value = serde_json::to_value(value)?;
        let text = match (self.is_json, lines) {
            (true, _) => value.to_string(),
            (false, Some(lines)) => lines.trim_end().to_owned(),
            (false, None) => values(&value),
        };
        match writeln!(stdout(), "{text}") {
            // Whoever reads has seen enough: `… | head`.
            Err(cause) if cause.kind() == ErrorKind::BrokenPipe => Ok(()),
            done => Ok(done?),
        }
    }

    /// Tells how far long work has come, on stderr.
    pub fn progress(self, text: &str) {
        eprintln!("{text}");
    }
}

/// A line a value, the names aligned.
fn values(value: &Value) -> String {
    let Value::Object(values) = value else {
        return value.to_string();
    };
    let width = values.keys().map(String::len).max().unwrap_or(0);
    let line = |(name, value): (&String, &Value)| match value {
        Value::String(text) => format!("{name:width$}  {text}"),
        value => format!("{name:width$}  {value}"),
    };
    values.iter().map(line).collect::<Vec<_>>().join("\n")
}
