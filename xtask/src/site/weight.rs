//! What the pages' wasm weighs: the build says it, and fails when it is too much.

use crate::shell::say;
use anyhow::{Context, Result, bail};
use std::{fs, path::Path};

/// The most bytes after brotli.
const MOST: u64 = 650_000;

pub fn check(pkg: &Path) -> Result<()> {
    let path = pkg.join("parlance_bg.wasm.br");
    let about = fs::metadata(&path).with_context(|| path.display().to_string())?;
    let weight = about.len();
    say(&format!(
        "The pages' wasm: {} kB after brotli",
        weight / 1000
    ));
    if weight > MOST {
        bail!(
            "more than {} kB: see docs/decisions/0034-one-type-for-many.md",
            MOST / 1000
        );
    }
    Ok(())
}
