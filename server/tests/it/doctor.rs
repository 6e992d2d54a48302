//! `parlance doctor`: what it says of a certificate, and of settings that are wrong.

use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use serde_json::Value;
use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};
use tempfile::TempDir;

/// What it says, and whether it is content.
fn doctor(data: &Path, settings: &[(&str, &str)]) -> (Value, bool) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parlance"));
    command.args(["doctor", "--json", "--data-dir"]).arg(data);
    let output = command.envs(settings.iter().copied()).output().unwrap();
    let said = serde_json::from_slice(&output.stdout).unwrap();
    (said, output.status.success())
}

/// Writes a certificate that ends with a year, and its key.
fn certify(folder: &Path, last_year: i32) -> [String; 2] {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["bot.example.org".to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(last_year, 12, 31);
    let [certificate, secret] = ["cert.pem", "key.pem"].map(|name| folder.join(name));
    fs::write(&certificate, params.self_signed(&key).unwrap().pem()).unwrap();
    fs::write(&secret, key.serialize_pem()).unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    [certificate, secret].map(|path| path.display().to_string())
}

#[test]
fn the_days_of_a_certificate_are_counted() {
    let data = TempDir::new().unwrap();
    for (last_year, is_over) in [(2021, true), (2400, false)] {
        let [certificate, key] = certify(data.path(), last_year);
        let settings = [
            ("PARLANCE_TLS_CERTIFICATE", certificate.as_str()),
            ("PARLANCE_TLS_KEY", key.as_str()),
        ];
        let (said, _) = doctor(data.path(), &settings);
        let days = said["certificate_days_left"].as_i64().unwrap();
        assert_eq!(days < 0, is_over, "{days}");
        let warnings = said["warnings"].to_string();
        let is_told = warnings.contains("the certificate has ended");
        assert_eq!(is_told, is_over, "{warnings}");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        let warnings = doctor(data.path(), &settings).0["warnings"].to_string();
        assert!(warnings.contains("can be read by others"), "{warnings}");
    }
}

#[test]
fn what_is_set_is_shown_although_some_of_it_is_wrong() {
    let data = TempDir::new().unwrap();
    let settings = [
        ("PARLANCE_LIMITS_TALK_PER_ADDRESS", "7"),
        ("PARLANCE_LISTEN", "here"),
    ];
    let (said, is_content) = doctor(data.path(), &settings);
    assert!(!is_content);
    let set = &said["settings"];
    assert_eq!(set["limits.talk_per_address"]["value"], "7", "{said}");
    assert_eq!(set["listen"]["value"], "\"here\"");
}
