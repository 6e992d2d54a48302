//! Which bot the pages are about, and the way to another.

use crate::{
    components::{icon::Icon, load::Load},
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{error::AppResult, id::BotId, text::Name};

/// A bot and what it is called.
pub type Named = (BotId, Name);

#[component]
pub fn BotSwitcher(bots: Load<AppResult<Vec<Named>>>, bot: Memo<Option<BotId>>) -> impl IntoView {
    // A failure is the page's to tell: it asks the same server.
    let switcher = move || {
        Suspend::new(async move {
            bots.await
                .ok()
                .filter(|bots| !bots.is_empty())
                .map(|bots| view! { <Switcher bots bot /> })
        })
    };
    view! { <div class="bot-switcher"><Transition>{switcher}</Transition></div> }
}

#[component]
fn Switcher(bots: Vec<Named>, bot: Memo<Option<BotId>>) -> impl IntoView {
    let i18n = use_i18n();
    let names = bots.clone();
    let current = move || {
        let name = names.iter().find(|(id, _)| Some(*id) == bot.get());
        match name {
            Some((_, name)) => name.to_string(),
            None => t_string!(i18n, frame.choose_bot).to_owned(),
        }
    };
    let links = bots
        .into_iter()
        .map(|(id, name)| {
            let is_current = move || (bot.get() == Some(id)).then_some("true");
            view! {
                <li>
                    <a href=paths::bot(id) aria-current=is_current>
                        {name.to_string()}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <details class="menu">
            <summary>
                {Icon::Bot.draw()}
                <span class="visually-hidden">{t!(i18n, frame.switch_bot)} " "</span>
                <span class="bot-switcher-name">{current}</span>
                {Icon::ChevronsUpDown.draw()}
            </summary>
            <ul class="menu-panel menu-links">
                {links}
                <li>
                    <a href=paths::BOTS>{t!(i18n, frame.all_bots)}</a>
                </li>
            </ul>
        </details>
    }
}
