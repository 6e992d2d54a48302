use super::{Output, settings};
use crate::{
    cli::Common,
    node,
    settings::{Environment, Settings},
};
use serde_json::{Map, Value, json};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

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
    let mut warnings = unsafe_settings(&settings);
    warnings.extend(unsafe_files(&common.data_dir));
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

fn unsafe_settings(settings: &Settings) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut warn = |is_unsafe: bool, why: &str| {
        if is_unsafe {
            warnings.push(why.to_owned());
        }
    };
    let http = &settings.http;
    let is_open = !settings.listen.ip().is_loopback();
    warn(
        is_open && http.trusted_proxies.is_empty(),
        "listen is open to the network without TLS: put a proxy with HTTPS in front and name it \
         in http.trusted_proxies",
    );
    warn(
        http.trusted_proxies
            .iter()
            .any(|range| range.prefix_len() == 0),
        "http.trusted_proxies trusts everybody: anyone can choose the address that limits count",
    );
    warn(
        !settings.internal_listen.ip().is_loopback(),
        "internal_listen is open to the network: health and metrics are for the machine itself",
    );
    warn(
        settings.limits.talk_per_address == 0,
        "limits.talk_per_address is off",
    );
    warn(
        settings.limits.sign_in_per_address == 0,
        "limits.sign_in_per_address is off",
    );
    warn(
        settings.limits.sign_in_per_email == 0,
        "limits.sign_in_per_email is off",
    );
    warn(http.max_connections == 0, "http.max_connections is off");
    warn(
        settings.environment == Environment::Production
            && http.public_url.starts_with("http://")
            && is_open,
        "http.public_url is not https",
    );
    warnings
}

/// Files that hold secrets and that others than their owner may read.
fn unsafe_files(data_dir: &Path) -> Vec<String> {
    ["", "master.key", "parlance.sqlite", "parlance.toml"]
        .into_iter()
        .map(|name| data_dir.join(name))
        .filter(|path| fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0))
        .map(|path| format!("{} can be read by others than its owner", path.display()))
        .collect()
}
