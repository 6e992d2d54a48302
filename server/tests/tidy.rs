//! House rules that the compiler does not know.

#![expect(
    clippy::unwrap_used,
    reason = "what is not as expected ends the run, and that is right here"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Longer files want to be two; tests are lists, and read as such.
const MAX_LINES: usize = 400;
const MAX_TEST_LINES: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Files of the given kinds below a folder, without what is built or installed.
fn files(folder: &str, extensions: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let name = path.file_name().unwrap_or_default();
            if name != "node_modules" && name != "target" && name != ".git" {
                waiting.extend(
                    fs::read_dir(&path)
                        .unwrap()
                        .map(|entry| entry.unwrap().path()),
                );
            }
        } else if path
            .extension()
            .is_some_and(|ext| extensions.iter().any(|wanted| ext == *wanted))
        {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path.strip_prefix(root()).unwrap().to_owned(), text));
        }
    }
    found.sort();
    found
}

fn rust() -> Vec<(PathBuf, String)> {
    ["app", "frontend", "server", "xtask"]
        .into_iter()
        .flat_map(|dir| files(dir, &["rs"]))
        .collect()
}

fn is_below(path: &Path, folders: &[&str]) -> bool {
    folders.iter().any(|folder| path.starts_with(folder))
}

/// Whether a line has the word, and not only as the end of a longer one.
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
    })
}

/// Names the files in which a word stands that may stand only below some folders.
fn keep(word: &str, folders: &[&str]) {
    for (path, text) in rust() {
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let stands = code.into_iter().any(|line| names(line, word));
        let is_allowed = is_below(&path, folders) || path.ends_with("tests/tidy.rs");
        assert!(
            !stands || is_allowed,
            "{}: {word} stands only in {folders:?}",
            path.display()
        );
    }
}

#[test]
fn crates_know_only_who_they_may() {
    // Tests make databases and look into them.
    keep(
        "sqlx::",
        &[
            "server/store",
            "server/domain/src/failure.rs",
            "server/tests",
        ],
    );
    keep(
        "axum::",
        &[
            "server/src",
            "server/tests",
            "server/benches",
            "app/src/server.rs",
        ],
    );
    keep(
        "leptos",
        &["app", "frontend", "server/src/http.rs", "server/src/http"],
    );
    keep(
        "store::",
        &[
            "server/store",
            "server/domain",
            "server/src/node.rs",
            "server/tests",
        ],
    );
    keep(
        "tokio::",
        &[
            "server/src",
            "server/store",
            "server/domain",
            "server/tests",
            "server/benches",
        ],
    );
    let manifest = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    for (name, forbidden) in [
        (
            "app/model/Cargo.toml",
            &[
                "tokio", "axum", "sqlx", "leptos", "domain", "store", "engine",
            ][..],
        ),
        (
            "server/engine/Cargo.toml",
            &["tokio", "axum", "sqlx", "leptos", "domain", "store"][..],
        ),
        (
            "server/store/Cargo.toml",
            &["axum", "leptos", "domain", "engine"][..],
        ),
        ("server/domain/Cargo.toml", &["axum", "leptos", "sqlx"][..]),
        ("app/Cargo.toml", &["store", "engine", "sqlx", "tokio."][..]),
    ] {
        for word in forbidden {
            let stands = manifest(name).lines().any(|line| {
                line.starts_with(&format!("{word}.")) || line.starts_with(&format!("{word} "))
            });
            assert!(!stands, "{name} must not know {word}");
        }
    }
}

/// What asks other servers stands in one place, which keeps it off internal networks (S08). Two
/// libraries have their own way out, to servers that the settings name: lettre to the mail server,
/// rustls-acme to the certificate authority. Tests and benches are clients of our own server.
#[test]
fn s08_there_is_one_way_out() {
    let fetch = ["server/src/fetch.rs", "server/src/fetch", "server/benches"];
    keep("reqwest", &fetch);
    keep("lettre", &["server/src/mail.rs"]);
    keep("rustls_acme", &["server/src/tls/acme.rs"]);
    for client in ["hyper_util::client", "hyper::client", "TcpStream::connect"] {
        keep(client, &["server/tests", "server/benches"]);
    }
    for name in [
        "Cargo.toml",
        "server/Cargo.toml",
        "server/domain/Cargo.toml",
        "app/Cargo.toml",
    ] {
        let manifest = fs::read_to_string(root().join(name)).unwrap();
        for client in [
            "ureq",
            "isahc",
            "curl",
            "surf",
            "attohttpc",
            "minreq",
            "awc",
        ] {
            let stands = manifest.lines().any(|line| {
                line.starts_with(&format!("{client}.")) || line.starts_with(&format!("{client} "))
            });
            assert!(!stands, "{name}: {client} is a second way out");
        }
    }
}

#[test]
fn server_code_stands_once_in_the_app() {
    let marks = |text: &str| text.matches("feature = \"ssr\"").count();
    let n_marks: usize = files("app/src", &["rs"])
        .iter()
        .map(|(_, text)| marks(text))
        .sum();
    assert_eq!(
        n_marks, 1,
        "`cfg(feature = \"ssr\")` stands on `pub mod server` alone"
    );
}

#[test]
fn files_are_short_enough_to_read() {
    for (path, text) in rust() {
        let n_lines = text.lines().count();
        let is_test = path.components().any(|part| part.as_os_str() == "tests");
        let max = if is_test { MAX_TEST_LINES } else { MAX_LINES };
        assert!(n_lines <= max, "{} has {n_lines} lines", path.display());
    }
}

#[test]
fn nothing_is_allowed_without_a_reason_nor_left_to_do() {
    let words = [
        "#[allow(",
        "#![allow(",
        "todo!(",
        "unimplemented!(",
        "dbg!(",
        "#[ignore",
        "TODO",
        "FIXME",
    ];
    for (path, text) in rust()
        .into_iter()
        .filter(|(path, _)| !path.ends_with("tests/tidy.rs"))
    {
        for word in words {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn modules_have_names_that_say_something() {
    for (path, _) in rust() {
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        let is_vague = [
            "mod", "common", "utils", "util", "shared", "helpers", "misc",
        ]
        .contains(&stem);
        assert!(!is_vague, "{}", path.display());
    }
}

#[test]
fn both_engines_have_the_same_migrations() {
    let names = |engine: &str| -> BTreeSet<PathBuf> {
        files(&format!("migrations/{engine}"), &["sql"])
            .into_iter()
            .filter_map(|(path, _)| path.file_name().map(PathBuf::from))
            .collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

/// Words that tell of a test: `d09` at the start of a test's name, `D09` in one of TypeScript.
fn promises_in_tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, text) in rust() {
        for name in text
            .split("fn ")
            .skip(1)
            .filter_map(|rest| rest.split('(').next())
        {
            // One test may show two promises: s05_s10_….
            for word in name.split('_').take_while(|word| is_promise(word)) {
                found.insert(word.to_uppercase());
            }
        }
    }
    let browser = files("end2end", &["ts"]);
    for (_, text) in browser.into_iter().chain(files("frontend/widget", &["ts"])) {
        for title in text
            .split("test(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            for word in title
                .split(' ')
                .take_while(|word| is_promise(&word.to_lowercase()))
            {
                found.insert(word.to_owned());
            }
        }
    }
    found
}

fn is_promise(word: &str) -> bool {
    let digits = word.strip_prefix('d').or(word.strip_prefix('s'));
    digits.is_some_and(|digits| digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()))
}

#[test]
fn the_list_of_promises_and_the_tests_agree() {
    let list = fs::read_to_string(root().join("docs/promises.md")).unwrap();
    let rows: Vec<Vec<&str>> = list
        .lines()
        .filter(|line| line.starts_with("| D") || line.starts_with("| S"))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let ids: Vec<&str> = rows.iter().map(|row| row[1]).collect();
    let all: Vec<String> = (1..=28)
        .map(|n| format!("D{n:02}"))
        .chain((1..=32).map(|n| format!("S{n:02}")))
        .collect();
    assert_eq!(ids, all, "the list has all sixty, in order");
    let tested = promises_in_tests();
    for row in rows {
        let (id, test) = (row[1], row[row.len() - 2]);
        let claims = test != "open";
        assert_eq!(claims, tested.contains(id), "{id}: the list says {test:?}");
    }
}

#[test]
fn the_project_speaks_of_itself_alone() {
    let home = std::env::var("HOME").unwrap_or_default();
    for folder in [
        "app",
        "docs",
        "end2end",
        "frontend",
        "migrations",
        "public",
        "server",
        "style",
        "xtask",
    ] {
        for (path, text) in files(
            folder,
            &[
                "rs", "md", "ts", "css", "toml", "sql", "json", "jsonl", "mjs",
            ],
        ) {
            let is_there = home.len() > 2 && text.contains(&format!("{home}/"));
            assert!(!is_there, "{}: a path of one machine", path.display());
        }
    }
}
