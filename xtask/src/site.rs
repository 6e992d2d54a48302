//! What browsers download: the pages' wasm, styles and fonts, into `target/site`.

mod weight;

use crate::shell::{command, has, read, root, run, say};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread::sleep,
    time::{Duration, SystemTime},
};

const TARGET: &str = "wasm32-unknown-unknown";

/// How to build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// For people: as small as it gets.
    Small,
    /// For who is writing it: as quick as it gets.
    Quick,
}

impl Mode {
    const fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Quick => "quick",
        }
    }
}

/// Builds everything that has changed.
pub fn build(mode: Mode) -> Result<()> {
    check_tools()?;
    install_packages(&root().join("frontend"))?;
    let site = root().join("target/site");
    build_box(&site)?;
    build_editor(&site)?;
    say("Building the pages' scripts (the first time takes some minutes)");
    let wasm = build_wasm(mode)?;
    let stamp = root().join("target/site.stamp");
    let sources = ["style", "public", "frontend"].map(|folder| root().join(folder));
    let newest = newest(&[&wasm, &sources[0], &sources[1], &sources[2]])?;
    let is_same_mode = fs::read_to_string(&stamp).is_ok_and(|built| built == mode.name());
    if is_same_mode && modified(&stamp).is_some_and(|at| at > newest) {
        return Ok(());
    }
    let pkg = site.join("pkg");
    fs::create_dir_all(&pkg)?;
    run(command("cargo")
        .args(["run", "--quiet", "-p", "bindgen", "--"])
        .arg(&wasm)
        .arg(&pkg))?;
    if mode == Mode::Small {
        shrink(&pkg.join("parlance_bg.wasm"))?;
    }
    build_styles(&pkg)?;
    copy_files(&site)?;
    run(command("node").arg("frontend/compress.mjs").arg(&site))?;
    if mode == Mode::Small {
        weight::check(&pkg)?;
    }
    fs::write(stamp, mode.name())?;
    Ok(())
}

/// The dialog box; the build says what it weighs, and fails when that is too much.
fn build_box(site: &Path) -> Result<()> {
    say("Building the dialog box");
    let mut node = command("node");
    run(node
        .arg("frontend/widget/build.mjs")
        .arg(site.join("widget.js")))
}

/// The editor of an answer, which the page of an article loads.
fn build_editor(site: &Path) -> Result<()> {
    let mut node = command("node");
    run(node
        .arg("frontend/editor/build.mjs")
        .arg(site.join("pkg/editor.js")))
}

/// The types of the dialog box and of the editor, and the box's unit tests.
pub fn test_box() -> Result<()> {
    install_packages(&root().join("frontend"))?;
    for part in ["frontend/widget", "frontend/editor"] {
        let mut types = command("frontend/node_modules/.bin/tsc");
        run(types.args(["-p", part, "--noEmit"]))?;
    }
    run(command("node").arg("frontend/widget/test.mjs"))
}

fn check_tools() -> Result<()> {
    for (tool, where_from) in [
        ("node", "https://nodejs.org"),
        ("npm", "https://nodejs.org"),
    ] {
        if !has(tool) {
            bail!("{tool} is needed: {where_from}");
        }
    }
    let targets = read(command("rustup").args(["target", "list", "--installed"]))?;
    if !targets.lines().any(|target| target == TARGET) {
        say(&format!("Installing the target {TARGET}"));
        run(command("rustup").args(["target", "add", TARGET]))
            .with_context(|| format!("rustup can't fetch {TARGET}; the pages are built for it"))?;
    }
    Ok(())
}

/// Installs a folder's npm packages when its lock file is newer than what is there.
pub fn install_packages(folder: &Path) -> Result<()> {
    let lock = modified(&folder.join("package-lock.json"));
    let installed = modified(&folder.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= lock {
        return Ok(());
    }
    say(&format!(
        "Installing the npm packages of {}",
        folder.display()
    ));
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund"])
        .current_dir(folder);
    run(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
}

fn build_wasm(mode: Mode) -> Result<PathBuf> {
    let (profile, folder) = match mode {
        Mode::Small => ("wasm-release", "wasm-release"),
        Mode::Quick => ("dev", "debug"),
    };
    let mut cargo = command("cargo");
    cargo.args([
        "build", "--quiet", "-p", "frontend", "--lib", "--target", TARGET,
    ]);
    run(cargo.args(["--target-dir", "target/front", "--profile", profile]))?;
    Ok(root()
        .join("target/front")
        .join(TARGET)
        .join(folder)
        .join("frontend.wasm"))
}

fn shrink(wasm: &Path) -> Result<()> {
    let mut optimise = command("node");
    optimise.arg("frontend/node_modules/binaryen/bin/wasm-opt");
    optimise.args([
        "-Oz",
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
    ]);
    run(optimise.arg(wasm).arg("-o").arg(wasm))
}

/// The sheet that all pages start with, and those of one kind of room each.
fn build_styles(pkg: &Path) -> Result<()> {
    bundle("style/main.css", &pkg.join("parlance.css"))?;
    for entry in fs::read_dir(root().join("style/sheets"))? {
        let sheet = entry?.path();
        if let Some(name) = sheet.file_name() {
            bundle(&sheet.display().to_string(), &pkg.join(name))?;
        }
    }
    Ok(())
}

fn bundle(sheet: &str, out: &Path) -> Result<()> {
    let out = format!("--outfile={}", out.display());
    let mut esbuild = command("frontend/node_modules/.bin/esbuild");
    esbuild.args([sheet, "--bundle", "--minify", "--external:/fonts/*"]);
    run(esbuild.args(["--log-level=warning", &out]))
}

fn copy_files(site: &Path) -> Result<()> {
    let fonts = site.join("fonts");
    fs::create_dir_all(&fonts)?;
    let from = root().join("frontend/node_modules/@fontsource-variable/inter/files");
    for file in [
        "inter-latin-wght-normal.woff2",
        "inter-latin-ext-wght-normal.woff2",
    ] {
        fs::copy(from.join(file), fonts.join(file)).with_context(|| file.to_owned())?;
    }
    for entry in fs::read_dir(root().join("public"))? {
        let path = entry?.path();
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            fs::copy(&path, site.join(name))?;
        }
    }
    Ok(())
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

/// When the newest of these files, or of the files below these folders, was written.
fn newest(paths: &[&Path]) -> Result<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    let mut waiting: Vec<PathBuf> = paths.iter().map(|path| (*path).to_owned()).collect();
    while let Some(path) = waiting.pop() {
        let about = fs::metadata(&path).with_context(|| path.display().to_string())?;
        if about.is_dir() {
            let name = path.file_name().unwrap_or_default();
            if name != "node_modules" && name != "target" {
                for entry in fs::read_dir(&path)? {
                    waiting.push(entry?.path());
                }
            }
        } else {
            newest = newest.max(about.modified()?);
        }
    }
    Ok(newest)
}

/// Waits until a source changes or the server ends.
pub fn wait_for_change(server: &mut Child) -> Result<()> {
    let folders = ["app", "frontend", "server", "style", "migrations", "public"];
    let folders: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let folders: Vec<&Path> = folders.iter().map(PathBuf::as_path).collect();
    let before = newest(&folders)?;
    while server.try_wait()?.is_none() {
        sleep(Duration::from_millis(500));
        if newest(&folders)? > before {
            return Ok(());
        }
    }
    bail!("the server ended by itself")
}
