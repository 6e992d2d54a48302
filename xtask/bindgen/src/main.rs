//! Makes what a browser loads of a compiled wasm file: `bindgen IN.wasm OUT_FOLDER`.
//!
//! Apart from `xtask`, so that other commands need not build wasm-bindgen.

mod unused;

use anyhow::{Context, Result};
use std::env;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let mut args = env::args().skip(1);
    let wasm = args.next().context("which wasm file?")?;
    let folder = args.next().context("which folder?")?;
    let mut output = Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .out_name("parlance")
        .typescript(false)
        .demangle(false)
        .generate_output()?;
    let n_unused = unused::empty(output.wasm_mut());
    unused::check(n_unused)?;
    output.emit(folder)
}
