//! Opens the data directory and puts the platform together: the wiring.

use crate::{
    fetch::{Allow, Guarded},
    mail, posture,
    settings::{LimitSettings, Settings},
};
use anyhow::{Context, bail};
use domain::{
    countries::{BadLine, Countries},
    platform::{self, Parts, Platform},
    secrets::MasterKey,
    source::{Randomness, SystemClock, SystemRandomness},
};
use model::id::NodeId;
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{BufReader, ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
    sync::Arc,
};
use store::Db;

const KEY_FILE: &str = "master.key";
const LOCK_FILE: &str = "server.lock";
const NODE_FILE: &str = "node.id";

/// Keeps a second server off the data directory, as long as the file lives: two would count their
/// turns under one node's name.
pub fn lock(data_dir: &Path) -> anyhow::Result<File> {
    make_folder(data_dir)?;
    let file = File::create(data_dir.join(LOCK_FILE)).context(LOCK_FILE)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            bail!(
                "another server runs on the data directory {}",
                data_dir.display()
            )
        }
        Err(TryLockError::Error(cause)) => Err(cause).context(LOCK_FILE),
    }
}

fn make_folder(data_dir: &Path) -> anyhow::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data_dir)
        .with_context(|| format!("the data directory {} can't be made", data_dir.display()))
}

/// The table of countries, if one is set.
pub fn countries(path: &str) -> anyhow::Result<Countries> {
    if path.is_empty() {
        return Ok(Countries::default());
    }
    let about = || format!("sessions.countries: {path}");
    let table = File::open(path).with_context(about)?;
    let read = Countries::read(BufReader::new(table));
    read.map_err(|BadLine(line)| anyhow::anyhow!("line {line} is not FIRST,LAST,COUNTRY"))
        .with_context(about)
}

/// The platform on the data of a directory, which is made if it is not there. Commands do without the
/// table of countries: nobody signs in to one.
pub async fn open(data_dir: &Path, settings: &Settings) -> anyhow::Result<Platform> {
    open_with(data_dir, settings, Countries::default()).await
}

/// The same for who serves.
pub async fn open_to_serve(data_dir: &Path, settings: &Settings) -> anyhow::Result<Platform> {
    let countries = countries(&settings.sessions.countries)?;
    open_with(data_dir, settings, countries).await
}

async fn open_with(
    data_dir: &Path,
    settings: &Settings,
    countries: Countries,
) -> anyhow::Result<Platform> {
    make_folder(data_dir)?;
    let url = database_url(data_dir, settings);
    let db = Db::open(&url)
        .await
        .context("the database can't be opened")?;
    let parts = Parts {
        db,
        node: node_id(data_dir)?,
        role: settings.role,
        master: master_key(data_dir)?,
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandomness),
        limits: limits(settings.limits),
        mailer: mail::mailer(data_dir, settings)?,
        fetcher: Arc::new(Guarded::new(Allow::from(settings.fetch.allow.clone()))?),
        checks_links: settings.fetch.check_links,
        issuer: settings.http.public_url.clone(),
        countries,
    };
    let platform = Platform::start(parts)
        .await
        .context("the platform can't start")?;
    platform.checked(posture::checks(settings, data_dir));
    Ok(platform)
}

fn database_url(data_dir: &Path, settings: &Settings) -> String {
    if settings.database.url.is_empty() {
        format!("sqlite:{}", data_dir.join("parlance.sqlite").display())
    } else {
        settings.database.url.clone()
    }
}

const fn limits(settings: LimitSettings) -> platform::LimitSettings {
    platform::LimitSettings {
        talk_per_address: settings.talk_per_address,
        sign_in_per_address: settings.sign_in_per_address,
        sign_in_per_email: settings.sign_in_per_email,
        dashboard_per_person: settings.dashboard_per_person,
        reports_per_address: settings.reports_per_address,
    }
}

/// The key that others are derived from, made at the first start.
fn master_key(data_dir: &Path) -> anyhow::Result<MasterKey> {
    let text = read_or_make(&data_dir.join(KEY_FILE), || hex(&SystemRandomness.bytes()))?;
    let mut key = [0; 32];
    let text = text.trim();
    if text.len() != 64 {
        bail!("{KEY_FILE} does not hold 64 hexadecimal digits");
    }
    for (byte, digits) in key.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits)?;
        *byte = u8::from_str_radix(digits, 16).with_context(|| format!("{KEY_FILE} is damaged"))?;
    }
    Ok(MasterKey::from_bytes(key))
}

fn node_id(data_dir: &Path) -> anyhow::Result<NodeId> {
    let make = || SystemRandomness.v7().to_string();
    let text = read_or_make(&data_dir.join(NODE_FILE), make)?;
    text.trim()
        .parse()
        .with_context(|| format!("{NODE_FILE} is damaged"))
}

/// Reads a file that only its owner may read; of several processes at once, one makes it.
fn read_or_make(path: &Path, make: impl FnOnce() -> String) -> anyhow::Result<String> {
    let about = || format!("{}", path.display());
    if !path.exists() {
        // Written aside and linked into place whole, so that nobody reads half of it.
        let aside = path.with_extension(format!("new-{}", std::process::id()));
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&aside)
            .with_context(about)?;
        file.write_all(make().as_bytes()).with_context(about)?;
        file.sync_all().with_context(about)?;
        match fs::hard_link(&aside, path) {
            Err(cause) if cause.kind() != ErrorKind::AlreadyExists => {
                return Err(cause).with_context(about);
            }
            _ => fs::remove_file(&aside).with_context(about)?,
        }
    }
    fs::read_to_string(path).with_context(about)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
