use super::Output;
use domain::access::entries::ENTRIES;
use serde_json::{Value, json};

/// `parlance routes`.
pub(super) fn run(output: &Output) -> anyhow::Result<()> {
    let rows: Vec<Value> = ENTRIES
        .iter()
        .map(|entry| {
            json!({ "method": entry.method, "path": entry.path, "needs": entry.guard.to_string() })
        })
        .collect();
    let lines: Vec<String> = ENTRIES
        .iter()
        .map(|entry| format!("{:5} {:50} {}", entry.method, entry.path, entry.guard))
        .collect();
    output.result(&json!({ "routes": rows }), Some(&lines.join("\n")))
}
