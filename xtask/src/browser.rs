//! The browser tests: Playwright in a real Chromium.

use crate::{
    shell::{has, install, root, run},
    site::install_packages,
};
use anyhow::Result;
use std::{path::Path, process::Command};

const CHROMIUM: &str = "/usr/bin/chromium";

/// Installs what is missing and runs the browser tests on the server that was built last.
pub fn test(args: &[String]) -> Result<()> {
    let folder = root().join("end2end");
    install_packages(&folder)?;
    let chromium = find_chromium(&folder)?;
    let mut playwright = Command::new("npx");
    playwright
        .args(["playwright", "test"])
        .args(args)
        .current_dir(&folder);
    if let Some(chromium) = chromium {
        playwright.env("PARLANCE_CHROMIUM", chromium);
    }
    run(&mut playwright)
}

/// The system's Chromium; `None` where Playwright brings its own.
fn find_chromium(folder: &Path) -> Result<Option<&'static str>> {
    if Path::new(CHROMIUM).exists() {
        return Ok(Some(CHROMIUM));
    }
    // Ubuntu's package only points to a snap, so there Playwright's own browser is used.
    if has("apt-get") && !Path::new("/etc/lsb-release").exists() {
        install(&["chromium"])?;
        return Ok(Some(CHROMIUM));
    }
    let mut own = Command::new("npx");
    own.args(["playwright", "install", "--with-deps", "chromium"])
        .current_dir(folder);
    run(&mut own)?;
    Ok(None)
}
