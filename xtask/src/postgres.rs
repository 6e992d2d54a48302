//! A PostgreSQL server of our own for the tests, in a temporary folder, gone afterwards.

use crate::shell::{has, install, is_root, read, run, say};
use anyhow::{Context, Result};
use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{self, Command, Stdio},
};

/// A server that runs as long as this value lives.
pub struct Postgres {
    bin: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Installs PostgreSQL if it is missing, and starts a server on a free port of loopback.
    pub fn start() -> Result<Self> {
        let bin = match find() {
            Some(bin) => bin,
            None => {
                install(&["postgresql"])?;
                find().context("initdb is not where the package puts it")?
            }
        };
        let folder = env::temp_dir().join(format!("parlance-postgres-{}", process::id()));
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Self { bin, folder, port };
        server.make().context("PostgreSQL can't be started")?;
        Ok(server)
    }

    fn make(&self) -> Result<()> {
        say(&format!("Starting PostgreSQL on port {}", self.port));
        fs::create_dir_all(&self.folder)?;
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&self.folder))?;
        }
        let data = self.folder.join("data");
        let init = [
            "-U",
            "parlance",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "-D",
        ];
        run(self
            .program("initdb")
            .args(init)
            .arg(&data)
            .stdout(Stdio::null()))?;
        let folder = self.folder.display();
        // What is tested is what is written, not that this machine keeps it.
        let options = format!(
            "-c fsync=off -c max_connections=300 -c listen_addresses=127.0.0.1 -p {} -k {folder}",
            self.port
        );
        let log = self.folder.join("log");
        run(self
            .program("pg_ctl")
            .args(["-w", "-D"])
            .arg(&data)
            .arg("-l")
            .arg(log)
            .args(["-o", &options, "start"])
            .stdout(Stdio::null()))
    }

    /// PostgreSQL refuses to run as root.
    fn program(&self, name: &str) -> Command {
        let program = self.bin.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir("/");
        command
    }

    /// The address of the server's first database; tests make their own beside it.
    pub fn url(&self) -> String {
        format!("postgres://parlance@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let mut stop = self.program("pg_ctl");
        let stop = stop
            .args(["-w", "-m", "immediate", "-D"])
            .arg(data)
            .arg("stop");
        // Whatever goes wrong here, the tests have ended.
        let _ = stop.stdout(Stdio::null()).status();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder of PostgreSQL's programs.
fn find() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    versions.sort();
    if let Some(newest) = versions.pop() {
        return Some(newest);
    }
    if !has("initdb") || !has("pg_ctl") {
        return None;
    }
    let path = read(Command::new("which").arg("pg_ctl")).ok()?;
    Path::new(&path).parent().map(Path::to_owned)
}
