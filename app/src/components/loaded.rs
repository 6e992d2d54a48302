//! What a page loads: a skeleton until it is there, then it, or why it is not.
//!
//! The error travels inside the resource rather than through an `ErrorBoundary`: a boundary
//! hands the browser the error's text only, and the first render there would differ.

use crate::{
    components::{icon::Icon, load::Load, post_form::Refused, tab_title::TabTitle},
    i18n::{t, t_string, use_i18n},
    messages::error_sentence,
    paths,
};
use leptos::{context::Provider, prelude::*};
use leptos_router::components::Redirect;
use model::error::{AppError, AppResult};
use serde::{Serialize, de::DeserializeOwned};
use std::pin::Pin;

#[component]
pub fn Loaded<T, F, V>(resource: Load<AppResult<T>>, children: F) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let load = move || -> Loading {
        let children = children.clone();
        Box::pin(async move {
            let value = resource.await?;
            Ok(Box::new(move || children(value).into_any()) as Draw)
        })
    };
    loaded(Box::new(load), Callback::new(move |()| resource.refetch()))
}

/// Draws what was loaded.
type Draw = Box<dyn FnOnce() -> AnyView + Send>;
type Loading = Pin<Box<dyn Future<Output = AppResult<Draw>> + Send>>;

/// The same code for whatever is loaded: it is much, and browsers download it.
fn loaded(load: Box<dyn Fn() -> Loading + Send + Sync>, retry: Callback<()>) -> AnyView {
    let refused = expect_context::<Refused>();
    let view = move || {
        let loading = load();
        Suspend::new(async move {
            let (loaded, restored) = (loading.await, refused.restore().await);
            match loaded {
                Ok(draw) => view! { <Provider value=restored>{draw()}</Provider> }.into_any(),
                Err(error) => view! { <Failure error retry /> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=Skeleton>{view}</Transition> }.into_any()
}

#[component]
fn Skeleton() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{t!(i18n, loading)}</span>
            <span class="skeleton-line skeleton-heading"></span>
            <span class="skeleton-line"></span>
            <span class="skeleton-line"></span>
            <span class="skeleton-line"></span>
        </div>
    }
}

#[component]
fn Failure(error: AppError, retry: Callback<()>) -> impl IntoView {
    match error {
        AppError::SignedOut => view! { <ToSignIn /> }.into_any(),
        AppError::FactorRequired => view! { <Redirect path=paths::FACTOR /> }.into_any(),
        AppError::NotFound => view! { <NotFound /> }.into_any(),
        error => view! { <FailureBox error retry /> }.into_any(),
    }
}

/// A real redirect from the server, a navigation in the browser.
#[component]
fn ToSignIn() -> impl IntoView {
    let here = paths::use_here().get_untracked();
    view! { <Redirect path=paths::sign_in(&here) /> }
}

#[component]
fn FailureBox(error: AppError, retry: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    crate::server::set_status(error.status());
    view! {
        <TabTitle title=move || t_string!(i18n, failure.title) />
        <section class="failure" role="alert">
            <span class="failure-icon">{Icon::Alert.draw()}</span>
            <h1>{t!(i18n, failure.title)}</h1>
            <p>{move || error_sentence(i18n, &error)}</p>
            // Without scripts it is a link to this very page.
            <a
                class="button"
                href=paths::use_here()
                on:click=move |event| {
                    event.prevent_default();
                    retry.run(());
                }
            >
                {t!(i18n, failure.retry)}
            </a>
        </section>
    }
}

/// Says so with the right status, whether the address is wrong or the thing is gone.
#[component]
pub fn NotFound() -> impl IntoView {
    let i18n = use_i18n();
    crate::server::set_status(404);
    view! {
        <TabTitle title=move || t_string!(i18n, failure.not_found_title) />
        <section class="not-found">
            <p class="not-found-code" aria-hidden="true">
                "404"
            </p>
            <h1>{t!(i18n, failure.not_found_title)}</h1>
            <p>{t!(i18n, failure.not_found_help)}</p>
            <a class="button button-primary" href=paths::BOTS>
                {t!(i18n, failure.not_found_back)}
            </a>
        </section>
    }
}
