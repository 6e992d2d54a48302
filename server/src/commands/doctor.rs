use super::{Output, settings};
use crate::{cli::Common, node, posture, settings::Settings};
use model::posture::Check;
use serde_json::{Map, Value, json};
use std::path::Path;

/// `parlance doctor`: what is set, from where, and what is unsafe.
pub(super) async fn run(common: &Common, output: &Output) -> anyhow::Result<()> {
    let draft = settings(common)?;
    let mut values = Map::new();
    let mut lines = format!("Data directory  {}\n\n", common.data_dir.display());
    for (name, value, origin) in draft.describe() {
        lines.push_str(&format!("{name:36} {value:28} {origin}\n"));
        values.insert(
            name.to_owned(),
            json!({ "value": value, "from": origin.to_string() }),
        );
    }
    let settings = draft.check()?;
    let mut warnings = warnings(&settings, &common.data_dir);
    let database = match node::open(&common.data_dir, &settings).await {
        Ok(platform) => {
            let engine = platform.db().engine().to_owned();
            platform.stop().await;
            engine
        }
        Err(cause) => {
            warnings.push(format!("the database does not open: {cause:#}"));
            "none".to_owned()
        }
    };
    lines.push_str(&format!("\nDatabase  {database}\n\n"));
    for warning in &warnings {
        lines.push_str(&format!("! {warning}\n"));
    }
    if warnings.is_empty() {
        lines.push_str("Nothing is unsafe.\n");
    }
    let data_dir = common.data_dir.display().to_string();
    let value: Value = json!({
        "data_dir": data_dir, "settings": values, "database": database, "warnings": warnings,
    });
    output.result(&value, Some(&lines))
}

fn warnings(settings: &Settings, data_dir: &Path) -> Vec<String> {
    let failed = posture::checks(settings, data_dir)
        .into_iter()
        .filter(|(_, holds)| !holds);
    failed
        .map(|(check, _)| match check {
            Check::Files => {
                let files = posture::open_files(data_dir);
                let names = files.iter().map(|path| path.display().to_string());
                format!(
                    "{}: {}",
                    posture::advice(check),
                    names.collect::<Vec<_>>().join(", ")
                )
            }
            check => posture::advice(check).to_owned(),
        })
        .collect()
}
