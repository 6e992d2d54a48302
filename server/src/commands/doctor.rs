use super::{Output, settings};
use crate::{
    cli::Common,
    node, posture,
    settings::{Settings, TlsSettings},
    tls,
};
use domain::source::{Clock, SystemClock};
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
    let settings = match draft.check() {
        Ok(settings) => settings,
        // What is set is what one looks at to mend what is wrong.
        Err(cause) => {
            let data_dir = common.data_dir.display().to_string();
            output.result(
                &json!({ "data_dir": data_dir, "settings": values }),
                Some(&lines),
            )?;
            return Err(cause);
        }
    };
    let mut warnings = warnings(&settings, &common.data_dir);
    let certificate = certificate(&settings.tls);
    warnings.extend(certificate.warnings);
    if let Err(cause) = node::countries(&settings.sessions.countries) {
        warnings.push(format!("the table of countries can't be used: {cause:#}"));
    }
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
    lines.push_str(&format!("\nDatabase  {database}\n"));
    if let Some(days) = certificate.days_left {
        lines.push_str(&format!("Certificate  {days} days left\n"));
    }
    lines.push('\n');
    for warning in &warnings {
        lines.push_str(&format!("! {warning}\n"));
    }
    if warnings.is_empty() {
        lines.push_str("Nothing is unsafe.\n");
    }
    let data_dir = common.data_dir.display().to_string();
    let value: Value = json!({
        "data_dir": data_dir, "settings": values, "database": database, "warnings": warnings,
        "certificate_days_left": certificate.days_left,
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

/// What is known of the certificate.
#[derive(Default)]
struct Seen {
    days_left: Option<i64>,
    warnings: Vec<String>,
}

/// A certificate with fewer days left is told of: time for who renews it by hand.
const FEW_DAYS: i64 = 14;
const DAY_S: i64 = 24 * 60 * 60;

/// Whether the certificate's files can be read, go together, and hold for some time.
fn certificate(settings: &TlsSettings) -> Seen {
    let mut seen = Seen::default();
    if settings.certificate.is_empty() {
        return seen;
    }
    let key = Path::new(&settings.key);
    if posture::is_open_to_others(key) {
        let why = format!("{} can be read by others than its owner", key.display());
        seen.warnings.push(why);
    }
    match tls::read(Path::new(&settings.certificate), key) {
        Ok(read) => {
            let now_s = SystemClock.now().as_millis() / 1_000;
            let days = (read.ends_at_s - now_s).div_euclid(DAY_S);
            seen.days_left = Some(days);
            if days < 0 {
                seen.warnings.push("the certificate has ended".to_owned());
            } else if days < FEW_DAYS {
                let why = format!("the certificate ends in {days} days");
                seen.warnings.push(why);
            }
        }
        Err(cause) => {
            let why = format!("the certificate can't be used: {cause:#}");
            seen.warnings.push(why);
        }
    }
    seen
}
