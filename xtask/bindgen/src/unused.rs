//! Takes out what our pages never call and the compiler has to keep.
//!
//! A view of any type carries a pointer to the function that hydrates it bit by bit, which lazy
//! routes and `hydrate_lazy` would call. We hydrate at once (`frontend/src/lib.rs`), but what a
//! pointer points at is kept, one of each view there is. Emptied, they trap if ever called,
//! and `wasm-opt` drops what only they called.

use anyhow::{Result, ensure};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module};

/// Such a function or its future. What these call has names that tell less: of functions that are alike
/// the compiler keeps one, under either name. These tell their type's id, and are like no other.
const BIT_BY_BIT: &str = "8into_any13hydrate_async";

/// What drops such a future may be one of those that are alike.
const DROPS: &str = "13drop_in_place";

/// Fewer of them than there are views: the names are others.
const AT_LEAST: usize = 100;

fn is_unused(name: &str) -> bool {
    name.contains(BIT_BY_BIT) && !name.contains(DROPS)
}

/// Empties the functions that are never called, and says how many they are.
pub fn empty(module: &mut Module) -> usize {
    let unused: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .map(|(id, _)| id)
        .filter(|id| module.funcs.get(*id).name.as_deref().is_some_and(is_unused))
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
