//! Says before a session ends for want of activity, and when it has: what is half-written stays in
//! the page, and can be sent once somebody is signed in again.

use crate::{
    i18n::{t, use_i18n},
    pages::sign_in::get_me,
    paths,
};
use leptos::{ev, html::Dialog, prelude::*, server_fn::codec::GetUrl, task::spawn_local};
use model::error::{AppError, AppResult};
use std::time::Duration;

/// How often the server is asked how long is left, which it does not take for activity.
const ASK_EVERY: Duration = Duration::from_secs(20);
/// From so many seconds on it is said.
const WARN_AT: u32 = 60;

/// Seconds until the session ends.
#[server(prefix = "/api/ui", endpoint = "session/left", input = GetUrl, output = model::wire::Json)]
pub async fn get_session_left() -> AppResult<u32> {
    crate::server::session_left().await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    /// Seconds.
    Ending(u32),
    Ended,
}

#[component]
pub fn SessionWatch() -> impl IntoView {
    let told = RwSignal::new(Told::Nothing);
    let ask = move || {
        spawn_local(async move {
            match get_session_left().await {
                Ok(left) if left <= WARN_AT => told.set(Told::Ending(left)),
                Ok(_) => told.set(Told::Nothing),
                Err(AppError::SignedOut) => told.set(Told::Ended),
                // A server that can't be reached says nothing about the session.
                Err(_) => {}
            }
        });
    };
    let stay = move |_| {
        spawn_local(async move {
            // Any request of a person's is activity; then the server says how long is left now.
            let _ = get_me().await;
            ask();
        });
    };
    Effect::new(move || {
        let asking = set_interval_with_handle(ask, ASK_EVERY);
        let count_down = move || {
            if let Told::Ending(left) = told.get_untracked() {
                told.set(Told::Ending(left.saturating_sub(1)));
                if left == 0 {
                    ask();
                }
            }
        };
        let counting = set_interval_with_handle(count_down, Duration::from_secs(1));
        on_cleanup(move || {
            for handle in [asking, counting].into_iter().flatten() {
                handle.clear();
            }
        });
    });
    // Not each second: who puts it away, to copy what is typed, is left in peace.
    let kind = Memo::new(move |_| match told.get() {
        Told::Nothing => None,
        Told::Ending(_) => Some(false),
        Told::Ended => Some(true),
    });
    move || {
        kind.get()
            .map(|is_ended| view! { <Alert is_ended told stay /> })
    }
}

/// There only while there is something to say, and open from the first.
#[component]
fn Alert(
    is_ended: bool,
    told: RwSignal<Told>,
    stay: impl Fn(ev::MouseEvent) + Copy + Send + 'static,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get() {
            // It is built, and in the page by the next frame; one that has left again by then
            // need not open.
            request_animation_frame(move || drop(dialog.show_modal()));
        }
    });
    let left = move || match told.get() {
        Told::Ending(left) => left,
        Told::Nothing | Told::Ended => 0,
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="session-told" role="alertdialog">
            {if is_ended {
                view! { <Ended stay /> }.into_any()
            } else {
                view! { <Ending left stay /> }.into_any()
            }}
        </dialog>
    }
}

#[component]
fn Ending(
    left: impl Fn() -> u32 + Copy + Send + Sync + 'static,
    stay: impl Fn(ev::MouseEvent) + Copy + Send + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <h2 id="session-told">{t!(i18n, session.ending_title)}</h2>
        <p>{t!(i18n, session.ending_help, seconds = left())}</p>
        <div class="dialog-actions">
            <button type="button" class="button button-primary" on:click=stay>
                {t!(i18n, session.stay)}
            </button>
        </div>
    }
}

#[component]
fn Ended(stay: impl Fn(ev::MouseEvent) + Copy + Send + 'static) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <h2 id="session-told">{t!(i18n, session.ended_title)}</h2>
        <p>{t!(i18n, session.ended_help)}</p>
        <div class="dialog-actions">
            <a class="button" href=paths::sign_in(paths::BOTS) target="_blank" rel="external">
                {t!(i18n, session.sign_in_elsewhere)}
            </a>
            <button type="button" class="button button-primary" on:click=stay>
                {t!(i18n, session.go_on)}
            </button>
        </div>
    }
}
