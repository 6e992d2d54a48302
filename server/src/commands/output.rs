use serde::Serialize;
use serde_json::Value;

/// What a command prints on stdout: one JSON object, or lines for people.
#[derive(Clone, Copy, Debug)]
pub(super) struct Output {
    is_json: bool,
}

impl Output {
    pub const fn new(is_json: bool) -> Self {
        Self { is_json }
    }

    /// Prints the command's result. People get a line a value, or `lines` where given.
    pub fn result(self, value: &impl Serialize, lines: Option<&str>) -> anyhow::Result<()> {
        let value = serde_json::to_value(value)?;
        match (self.is_json, lines) {
            (true, _) => println!("{value}"),
            (false, Some(lines)) => println!("{}", lines.trim_end()),
            (false, None) => print_values(&value),
        }
        Ok(())
    }

    /// Tells how far long work has come, on stderr.
    pub fn progress(self, text: &str) {
        eprintln!("{text}");
    }
}

fn print_values(value: &Value) {
    match value {
        Value::Object(values) => {
            let width = values.keys().map(String::len).max().unwrap_or(0);
            for (name, value) in values {
                match value {
                    Value::String(text) => println!("{name:width$}  {text}"),
                    value => println!("{name:width$}  {value}"),
                }
            }
        }
        value => println!("{value}"),
    }
}
