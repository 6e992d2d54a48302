//! What stands around every page once someone is signed in: the rail with its sections, the
//! bot switcher and the account menu. On a phone the rail is a popover behind a button.

mod account;
mod bot_switcher;

use crate::{
    components::{icon::Icon, toast::Toast},
    i18n::{t, t_string, use_i18n},
    pages::bots::list_bots,
    paths,
};
use account::AccountMenu;
use bot_switcher::BotSwitcher;
use leptos::{html, prelude::*};
use leptos_router::{components::Outlet, hooks::use_location};
use model::id::BotId;

#[component]
pub fn Frame() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <a class="skip-link" href="#content">
            {t!(i18n, skip)}
        </a>
        <div class="frame">
            <Rail />
            <main id="content" class="content" tabindex="-1">
                <Outlet />
            </main>
        </div>
        <Toast />
    }
    .into_any()
}

#[component]
fn Rail() -> impl IntoView {
    let i18n = use_i18n();
    let bots = Resource::new(|| (), |()| list_bots());
    let bot = paths::use_current_bot();
    let rail = NodeRef::<html::Div>::new();
    fold_after_navigation(rail);
    view! {
        <header class="top-bar">
            <a class="brand" href=paths::BOTS>
                <Mark />
                {t!(i18n, product)}
            </a>
            <button
                type="button"
                class="icon-button"
                popovertarget="rail"
                aria-label=move || t_string!(i18n, frame.open_menu)
            >
                {Icon::Menu.draw()}
            </button>
        </header>
        <div id="rail" class="rail" popover="auto" node_ref=rail>
            <div class="rail-head">
                <a class="brand" href=paths::BOTS>
                    <Mark />
                    {t!(i18n, product)}
                </a>
                <button
                    type="button"
                    class="icon-button rail-close"
                    popovertarget="rail"
                    aria-label=move || t_string!(i18n, frame.close_menu)
                >
                    {Icon::Close.draw()}
                </button>
            </div>
            <BotSwitcher bots bot />
            <nav class="sections" aria-label=move || t_string!(i18n, frame.navigation)>
                <Sections bot />
            </nav>
            <AccountMenu />
        </div>
    }
}

/// The link that was followed is in the popover, which would stay over the page.
fn fold_after_navigation(rail: NodeRef<html::Div>) {
    let path = use_location().pathname;
    Effect::new(move |earlier: Option<String>| {
        let path = path.get();
        if earlier.is_some_and(|earlier| earlier != path)
            && let Some(rail) = rail.get_untracked()
        {
            // Refused while it is no open popover: on a wide screen, say.
            let _ = rail.hide_popover();
        }
        path
    });
}

#[component]
fn Sections(bot: Memo<Option<BotId>>) -> impl IntoView {
    let i18n = use_i18n();
    move || match bot.get() {
        None => view! {
            <ul>
                <Section href=paths::BOTS.to_owned() icon=Icon::Bot>
                    {t!(i18n, frame.bots)}
                </Section>
            </ul>
        }
        .into_any(),
        Some(bot) => view! {
            <p class="sections-group">{t!(i18n, frame.learn)}</p>
            <ul>
                <Section href=paths::knowledge(bot) icon=Icon::Knowledge>
                    {t!(i18n, frame.knowledge)}
                </Section>
            </ul>
            <p class="sections-group">{t!(i18n, frame.measure)}</p>
            <ul>
                <Section href=paths::conversations(bot) icon=Icon::Messages>
                    {t!(i18n, frame.conversations)}
                </Section>
            </ul>
        }
        .into_any(),
    }
}

/// Current on its own page, and on the pages below it.
#[component]
fn Section(href: String, icon: Icon, children: Children) -> impl IntoView {
    let path = use_location().pathname;
    let own = href.clone();
    let current = move || {
        path.with(|path| match path.strip_prefix(own.as_str()) {
            Some("") => Some("page"),
            Some(rest) if rest.starts_with('/') => Some("true"),
            _ => None,
        })
    };
    view! {
        <li>
            <a href=href aria-current=current>
                {icon.draw()}
                <span>{children()}</span>
            </a>
        </li>
    }
}

/// Our mark: an answer within a question.
#[component]
pub fn Mark() -> impl IntoView {
    view! { <img class="mark" src="/favicon.svg" alt="" width="24" height="24" /> }
}
