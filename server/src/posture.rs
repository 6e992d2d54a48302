//! How safely this server is set up: the same checks for `parlance doctor` and for the security page.

use crate::settings::{Environment, Settings};
use model::posture::Check;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

/// Each check, and whether it holds.
pub(crate) fn checks(settings: &Settings, data_dir: &Path) -> Vec<(Check, bool)> {
    let holds = |check| match check {
        Check::Files => open_files(data_dir).is_empty(),
        check => is_set_safely(check, settings),
    };
    Check::ALL
        .into_iter()
        .map(|check| (check, holds(check)))
        .collect()
}

fn is_set_safely(check: Check, settings: &Settings) -> bool {
    let (http, limits) = (&settings.http, &settings.limits);
    let is_local = settings.listen.ip().is_loopback();
    match check {
        Check::Encrypted => {
            let is_named_plain = settings.environment == Environment::Production
                && http.public_url.starts_with("http://");
            is_local
                || settings.tls.is_on()
                || (!http.trusted_proxies.is_empty() && !is_named_plain)
        }
        Check::Proxies => {
            let mut ranges = http.trusted_proxies.iter();
            !ranges.any(|range| range.prefix_len() == 0)
        }
        Check::Internal => settings.internal_listen.ip().is_loopback(),
        Check::Questions => limits.talk_per_address > 0,
        Check::SignInsByAddress => limits.sign_in_per_address > 0,
        Check::SignInsByEmail => limits.sign_in_per_email > 0,
        Check::Connections => http.max_connections > 0,
        Check::Mail => !settings.smtp.url.is_empty(),
        Check::Files => true,
    }
}

/// Files that hold secrets and that others than their owner may read.
pub(crate) fn open_files(data_dir: &Path) -> Vec<PathBuf> {
    ["", "master.key", "parlance.sqlite", "parlance.toml"]
        .into_iter()
        .map(|name| data_dir.join(name))
        .filter(|path| is_open_to_others(path))
        .collect()
}

/// Whether others than its owner can read a file.
pub(crate) fn is_open_to_others(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

/// What to do about a check that does not hold.
pub(crate) const fn advice(check: Check) -> &'static str {
    match check {
        Check::Encrypted => {
            "listen is open to the network without TLS: set tls.certificate and tls.key, or put a \
             proxy with HTTPS in front and name it in http.trusted_proxies, with an \
             http.public_url that begins with https; until then nobody can sign in"
        }
        Check::Proxies => {
            "http.trusted_proxies trusts everybody: anyone can choose the address that limits count"
        }
        Check::Internal => {
            "internal_listen is open to the network: health and metrics are for the machine itself"
        }
        Check::Questions => "limits.talk_per_address is off",
        Check::SignInsByAddress => "limits.sign_in_per_address is off",
        Check::SignInsByEmail => "limits.sign_in_per_email is off",
        Check::Connections => "http.max_connections is off",
        Check::Mail => "smtp.url is not set: mails, and the links in them, wait and do not leave",
        Check::Files => "files with secrets can be read by others than their owner",
    }
}
