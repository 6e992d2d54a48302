//! Turns `locales/*.json` into the module `i18n`: a key that is missing in a language, or that
//! no language has, fails the build.

use leptos_i18n_codegen::gen_code;
use leptos_i18n_parser::parse_locales::{
    options::{Config, ParseOptions},
    parse_locales,
};
use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    let options = ParseOptions::new().interpolate_display(true);
    let config = Config::new("en")?.add_locale("fr")?.parse_options(options);
    let locales = parse_locales(None, config)?;
    let warnings = locales.diag.warnings();
    if let Some(warning) = warnings.first() {
        return Err(warning.to_string().into());
    }
    let code = gen_code(&locales, None, false, None, false)?;
    fs::write(
        Path::new(&env::var("OUT_DIR")?).join("i18n.rs"),
        code.to_string(),
    )?;
    Ok(())
}
