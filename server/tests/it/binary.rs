//! The binary itself: the commands that people script against, and a server that is killed.

use crate::support::{new_turn, query};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Parlance on a data directory of its own.
struct Parlance {
    data: TempDir,
    workspace: String,
    bot: String,
}

impl Parlance {
    fn new() -> Self {
        let data = TempDir::new().unwrap();
        let mut parlance = Self {
            data,
            workspace: String::new(),
            bot: String::new(),
        };
        parlance.workspace = parlance.id(&["workspace", "add", "--name", "Shop"]);
        let workspace = parlance.workspace.clone();
        let bot = [
            "bot",
            "add",
            "--workspace",
            &workspace,
            "--name",
            "Helper",
            "--locale",
            "en",
        ];
        parlance.bot = parlance.id(&bot);
        parlance
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parlance"));
        command
            .args(args)
            .arg("--json")
            .arg("--data-dir")
            .arg(self.data.path());
        command
            .env("PARLANCE_LIMITS_TALK_PER_ADDRESS", "0")
            .stderr(Stdio::null());
        command
    }

    fn output(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        let output = self.output(args);
        assert!(output.status.success(), "{args:?}: {output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn id(&self, args: &[&str]) -> String {
        self.json(args)["id"].as_str().unwrap().to_owned()
    }

    /// Writes a file and imports it; says what came of it.
    fn import(&self, name: &str, text: &str, flags: &[&str]) -> Value {
        let path = self.data.path().join(name);
        std::fs::write(&path, text).unwrap();
        let path = path.to_str().unwrap();
        self.json(&[&["knowledge", "import", "--bot", &self.bot, path], flags].concat())
    }

    /// What `knowledge export` prints for people and pipes.
    fn export(&self, format: &str) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parlance"));
        command.args([
            "knowledge",
            "export",
            "--bot",
            &self.bot,
            "--format",
            format,
        ]);
        let output = command
            .arg("--data-dir")
            .arg(self.data.path())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    fn ask(&self, question: &str) -> Value {
        self.json(&["ask", "--bot", &self.bot, question])
    }

    fn serve(&self) -> Server {
        let began = Instant::now();
        let mut child = self
            .command(&["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let address = |name: &str| ready[name].as_str().unwrap().replace("http://", "");
        Server {
            child,
            address: address("listening"),
            internal: address("internal"),
            took: began.elapsed(),
        }
    }
}

struct Server {
    child: Child,
    address: String,
    internal: String,
    took: Duration,
}

impl Server {
    fn ask(&self, bot: &str, question: &str, turn: &str) -> Option<(u16, String)> {
        let parameters = query(&[("question", question), ("turn", turn)]);
        get(
            &self.address,
            &format!("/api/v1/bots/{bot}/talk?{parameters}"),
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that a test has killed is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Status and body; `None` if the connection broke.
fn get(address: &str, path: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    Some((status, body.to_owned()))
}

const ARTICLES: &str = r#"{"key": "hours", "question": "What are the opening hours?", "utterances": ["when are you open", "opening times", "what time do you close"], "answer": "From 9 to 5.", "topic": "Shop", "locale": "en"}
{"key": "hours", "question": "Quels sont les horaires ?", "utterances": ["heures d’ouverture", "vous ouvrez quand"], "answer": "De 9 h à 17 h.", "topic": "Shop", "locale": "fr"}
{"key": "returns", "question": "How do I return a parcel?", "utterances": ["send an order back", "I want my money back"], "answer": "Within 30 days."}
"#;

#[test]
fn knowledge_is_imported_published_asked_and_exported() {
    let parlance = Parlance::new();
    let dry = parlance.import("a.jsonl", ARTICLES, &["--dry-run"]);
    assert_eq!(
        (dry["added"].as_u64(), dry["changed"].as_u64()),
        (Some(2), Some(1))
    );
    let imported = parlance.import("a.jsonl", ARTICLES, &["--publish"]);
    assert_eq!(
        (imported["added"].as_u64(), imported["changed"].as_u64()),
        (Some(2), Some(1))
    );
    assert_eq!(imported["published"]["version"], 1);
    let again = parlance.import("a.jsonl", ARTICLES, &[]);
    assert_eq!(
        (again["added"].as_u64(), again["changed"].as_u64()),
        (Some(0), Some(3))
    );
    assert_eq!(
        parlance.ask("openning times")["messages"][0]["html"],
        "<p>From 9 to 5.</p>"
    );
    assert_eq!(
        parlance.ask("à quelle heure ouvrez-vous")["messages"][0]["html"],
        "<p>De 9 h à 17 h.</p>"
    );
    let explained = parlance.json(&[
        "ask",
        "--bot",
        &parlance.bot,
        "--explain",
        "--draft",
        "openning times",
    ]);
    let explained = &explained["explain"];
    assert!(explained["candidates"][0]["confidence"].is_number());
    assert_eq!(explained["words"], json!(["openning", "times"]));
    assert_eq!(explained["repairs"][0]["taken_for"], "opening");
    assert_eq!(explained["by_word"][0].as_array().map(Vec::len), Some(2));
    let as_json = parlance.json(&["knowledge", "export", "--bot", &parlance.bot]);
    assert_eq!(as_json["articles"].as_array().map(Vec::len), Some(3));
    for (format, file) in [("jsonl", "b.jsonl"), ("csv", "c.csv")] {
        let export = parlance.export(format);
        let back = parlance.import(file, &export, &[]);
        assert_eq!(
            (back["added"].as_u64(), back["changed"].as_u64()),
            (Some(0), Some(3))
        );
    }
}

#[test]
fn a_snapshot_is_a_function_of_what_is_published() {
    let parlance = Parlance::new();
    parlance.import("a.jsonl", ARTICLES, &[]);
    let publish = || parlance.json(&["publish", "--bot", &parlance.bot]);
    let (first, second) = (publish(), publish());
    assert_eq!(first["snapshot_hash"], second["snapshot_hash"]);
    assert_eq!(
        (first["version"].as_u64(), second["version"].as_u64()),
        (Some(1), Some(2))
    );
}

#[test]
fn labelled_texts_are_imported_and_evaluated() {
    let parlance = Parlance::new();
    let lines = "good morning\tgreet\nhello there\tgreet\nhi\tgreet\nsee you later\tleave\ngoodbye\tleave\nbye bye\tleave\n";
    let imported = parlance.import("a.tsv", lines, &["--labelled", "--publish"]);
    assert_eq!(imported["added"], 2);
    let file = parlance.data.path().join("a.tsv");
    let file = file.to_str().unwrap();
    let out = parlance.data.path().join("out.tsv");
    let evaluated = parlance.json(&[
        "evaluate",
        "--bot",
        &parlance.bot,
        file,
        "--predictions",
        out.to_str().unwrap(),
    ]);
    assert_eq!(
        (
            evaluated["questions"].as_u64(),
            evaluated["accuracy"].as_f64()
        ),
        (Some(6), Some(1.0))
    );
    for figure in [
        "answered_accuracy",
        "coverage",
        "ece",
        "cpu_us_mean",
        "us_median",
        "us_p99",
        "build_ms",
    ] {
        assert!(evaluated[figure].is_number(), "{figure}: {evaluated}");
    }
    let predictions = std::fs::read_to_string(out).unwrap();
    let columns: Vec<_> = predictions.lines().next().unwrap().split('\t').collect();
    assert_eq!((predictions.lines().count(), columns.len()), (6, 5));
    assert_eq!(columns[..3], ["good morning", "greet", "greet"]);
    let folds = parlance.json(&["evaluate", "--train", file, "--folds", "3"]);
    assert_eq!(folds["questions"], 6);
    let other = parlance.json(&["evaluate", "--train", file, file]);
    assert_eq!(other["accuracy"].as_f64(), Some(1.0));
}

#[test]
fn commands_say_what_is_wrong_by_their_status() {
    let parlance = Parlance::new();
    let status = |args: &[&str]| parlance.output(args).status.code();
    assert_eq!(status(&["nonsense"]), Some(2));
    assert_eq!(status(&["ask", "--bot", "not an id", "hi"]), Some(2));
    assert_eq!(
        status(&["ask", "--bot", "3f0e6dd8-6a40-4be1-9a1d-5d0a4e1c2b3a", "hi"]),
        Some(1)
    );
    assert_eq!(
        status(&["publish", "--bot", &parlance.bot]),
        Some(1),
        "a bot without articles"
    );
    assert_eq!(status(&["routes"]), Some(0));
    assert_eq!(status(&["doctor"]), Some(0));
}

#[test]
fn d14_passwords_links_and_keys_are_stored_hashed() {
    let parlance = Parlance::new();
    let workspace = parlance.workspace.as_str();
    let add = [
        "member",
        "add",
        "--workspace",
        workspace,
        "--role",
        "admin",
        "--email",
    ];
    let link = parlance.json(&[&add[..], &["ada@example.org"]].concat());
    assert!(
        link["link"].as_str().unwrap().contains("/welcome?token="),
        "{link}"
    );
    let mut with_password =
        parlance.command(&[&add[..], &["bob@example.org", "--password-stdin"]].concat());
    let mut child = with_password
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"correct horse battery\n")
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let added: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(
        added["id"].is_string() && added["link"].is_null(),
        "{added}"
    );
    let key = parlance.json(&["key", "add", "--workspace", workspace, "--name", "CI"]);
    let key = key["key"].as_str().unwrap();
    let database = std::fs::read(parlance.data.path().join("parlance.sqlite")).unwrap();
    let holds = |text: &str| {
        database
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    assert!(!holds(key), "an API key is stored hashed");
    assert!(
        !holds("correct horse battery"),
        "a password is stored hashed"
    );
}

#[test]
fn the_data_directory_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let parlance = Parlance::new();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&parlance.data.path().join("master.key")), 0o600);
    let doctor = parlance.json(&["doctor"]);
    assert_eq!(
        doctor["settings"]["limits.talk_per_address"]["from"],
        "PARLANCE_LIMITS_TALK_PER_ADDRESS"
    );
    let warnings = doctor["warnings"].to_string();
    assert!(
        warnings.contains("limits.talk_per_address is off"),
        "{warnings}"
    );
}

#[test]
fn what_a_command_changes_holds_in_a_running_server_within_a_second() {
    let parlance = Parlance::new();
    parlance.import("a.jsonl", ARTICLES, &["--publish"]);
    let server = parlance.serve();
    let ask = || {
        server
            .ask(&parlance.bot, "opening times", &new_turn())
            .unwrap()
            .1
    };
    assert!(ask().contains("From 9 to 5."));
    parlance.import(
        "b.jsonl",
        &ARTICLES.replace("9 to 5", "10 to 6"),
        &["--publish"],
    );
    let published = Instant::now();
    while !ask().contains("From 10 to 6.") {
        assert!(
            published.elapsed() < Duration::from_secs(1),
            "a second later it is not there"
        );
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(get(&server.internal, "/health/ready").unwrap().0, 204);
    assert_eq!(get(&server.internal, "/health/live").unwrap().0, 204);
    assert!(
        get(&server.internal, "/metrics")
            .unwrap()
            .1
            .contains("parlance_turns_total")
    );
    assert_ne!(
        get(&server.address, "/metrics").unwrap().0,
        200,
        "metrics are inside only"
    );
}

#[test]
fn a_bot_is_duplicated_archived_and_restored() {
    let parlance = Parlance::new();
    parlance.import("a.jsonl", ARTICLES, &["--publish"]);
    let server = parlance.serve();
    let status = || {
        server
            .ask(&parlance.bot, "opening times", &new_turn())
            .unwrap()
            .0
    };
    let until = |expected| {
        let began = Instant::now();
        while status() != expected {
            assert!(began.elapsed() < Duration::from_secs(1), "not {expected}");
            thread::sleep(Duration::from_millis(20));
        }
    };
    let copy = parlance.id(&["bot", "duplicate", "--bot", &parlance.bot, "--name", "Twin"]);
    let archived = parlance.json(&["bot", "archive", "--bot", &parlance.bot]);
    assert_eq!(archived["impact"]["n_articles"], 2);
    until(404);
    let bots = parlance.json(&["bot", "list"])["bots"].clone();
    assert_eq!(bots.as_array().unwrap().len(), 1);
    assert_eq!(
        (&bots[0]["id"], &bots[0]["n_articles"]),
        (&copy.into(), &2.into())
    );
    let put_away = parlance.json(&["bot", "list", "--archived"]);
    assert_eq!(put_away["bots"][0]["name"], "Helper");
    parlance.json(&["bot", "restore", "--bot", &parlance.bot]);
    until(200);
}

#[test]
fn a_server_that_is_killed_loses_no_turn_that_it_acknowledged() {
    let parlance = Parlance::new();
    parlance.import("a.jsonl", ARTICLES, &["--publish"]);
    for _ in 0..3 {
        let mut server = parlance.serve();
        assert!(
            server.took < Duration::from_secs(10),
            "ready after {:?}",
            server.took
        );
        let acknowledged = Mutex::new(Vec::new());
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    while !stop.load(Ordering::Relaxed) {
                        let turn = new_turn();
                        let Some((status, reply)) =
                            server.ask(&parlance.bot, "opening times", &turn)
                        else {
                            return;
                        };
                        assert_eq!(status, 200, "{reply}");
                        acknowledged.lock().unwrap().push((turn, reply));
                    }
                });
            }
            thread::sleep(Duration::from_millis(700));
            let kill = Command::new("kill")
                .arg("-9")
                .arg(server.child.id().to_string())
                .status();
            stop.store(true, Ordering::Relaxed);
            assert!(kill.unwrap().success());
        });
        server.child.wait().unwrap();
        let acknowledged = acknowledged.into_inner().unwrap();
        assert!(acknowledged.len() > 20, "{} turns", acknowledged.len());
        let server = parlance.serve();
        for (turn, reply) in acknowledged {
            // The same turn with another question is told from the first: so it was kept.
            let (status, _) = server
                .ask(&parlance.bot, "another question", &turn)
                .unwrap();
            assert_eq!(status, 409, "{turn} was lost");
            let (_, again) = server.ask(&parlance.bot, "opening times", &turn).unwrap();
            assert_eq!(again, reply, "{turn} was kept, but not as it was told");
        }
    }
}
