//! Takes out what our pages never call and the compiler has to keep.
//!
//! A view of any type carries a pointer to the function that hydrates it bit by bit, which lazy
//! routes and `hydrate_lazy` would call; an attribute, one to what a template would call; a route,
//! one to what lists the routes on a server. We hydrate at once (`frontend/src/lib.rs`), have no
//! templates and list no routes, but what a pointer points at is kept, one of each type there is.
//! Emptied, they trap if ever called, and `wasm-opt` drops what only they called.

use anyhow::{Result, ensure};
use rustc_demangle::demangle;
use std::collections::HashSet;
use walrus::{FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module};

/// Such a function or its future. What these call has names that tell less: of functions that are alike
/// the compiler keeps one, under either name. These tell their type's id, and are like no other.
const BIT_BY_BIT: &str = "8into_any13hydrate_async";

/// What drops such a future may be one of those that are alike.
const DROPS: &str = "13drop_in_place";

/// Lists the routes below one.
const ROUTES: &str = "21into_any_nested_route15generate_routes";

/// What a template would call of an attribute, in its plain name.
const TEMPLATE: &str = "into_any_attr::hydrate_from_template::<";

/// What pages call of it, which may be alike: where they are there too, the first is another.
const ALIKE: [&str; 2] = [
    "into_any_attr::hydrate_from_server::<",
    "into_any_attr::build::<",
];

/// Fewer of them than there are views: the names are others.
const AT_LEAST: usize = 100;

fn is_unused(name: &str, plain: &str, all: &HashSet<String>) -> bool {
    let of_view = name.contains(BIT_BY_BIT) && !name.contains(DROPS);
    let of_template = plain.contains(TEMPLATE) && {
        let is_there = |other| all.contains(&plain.replace(TEMPLATE, other));
        ALIKE.into_iter().all(is_there)
    };
    of_view || of_template || name.contains(ROUTES)
}

/// Empties the functions that are never called, and says how many they are.
pub fn empty(module: &mut Module) -> usize {
    let named: Vec<(FunctionId, String, String)> = module
        .funcs
        .iter_local()
        .filter_map(|(id, _)| {
            let name = module.funcs.get(id).name.clone()?;
            let plain = demangle(&name).to_string();
            Some((id, name, plain))
        })
        .collect();
    let all = named.iter().map(|(_, _, plain)| plain.clone()).collect();
    let unused: Vec<FunctionId> = named
        .iter()
        .filter(|(_, name, plain)| is_unused(name, plain, &all))
        .map(|(id, ..)| *id)
        .collect();
    for id in &unused {
        let trap = trap(module, *id);
        module.funcs.get_mut(*id).kind = FunctionKind::Local(trap);
    }
    unused.len()
}

/// Whether so many are all of them.
pub fn check(n_emptied: usize) -> Result<()> {
    ensure!(
        n_emptied >= AT_LEAST,
        "only {n_emptied} functions to take out: is the wasm built with names?"
    );
    Ok(())
}

fn trap(module: &mut Module, id: FunctionId) -> LocalFunction {
    let ty = module.types.get(module.funcs.get(id).ty());
    let (params, results) = (ty.params().to_vec(), ty.results().to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    builder.func_body().unreachable();
    let args = params.into_iter().map(|param| module.locals.add(param));
    builder.local_func(args.collect())
}
