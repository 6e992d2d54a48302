//! What stands around every page once someone is signed in: the rail with its sections, the
//! bot switcher and the account menu. On a phone the rail is a popover behind a button.

mod account;
mod bot_switcher;
mod menus;
mod rooms;
mod search;
mod sections;
mod session_watch;

use crate::{
    components::{icon::Icon, load::Load, toast::Toast},
    i18n::{t, t_string, use_i18n},
    pages::{bots::list_bot_names, sign_in::get_me, test::Dock},
    paths,
};
use account::AccountMenu;
use bot_switcher::BotSwitcher;
use leptos::{html, prelude::*, text_prop::TextProp};
use leptos_router::{components::Outlet, hooks::use_location};
use menus::fold_menus;
use model::{access::Area, id::BotId};
use rooms::{Rooms, load_rooms};
use search::Search;
use sections::Sections;
use session_watch::SessionWatch;

#[component]
pub fn Frame() -> impl IntoView {
    let i18n = use_i18n();
    provide_context(Renamed(RwSignal::new(0)));
    let bot = paths::use_current_bot();
    let rooms = load_rooms(bot);
    // The panel asks for the bot's knowledge. Known once scripts run; without them it is a link.
    let may_ask = RwSignal::new(true);
    Effect::new(move || {
        if let Some(Some(own)) = rooms.get() {
            may_ask.set(own.rights.may_read(Area::Knowledge));
        }
    });
    let asked = Memo::new(move |_| bot.get().filter(|_| may_ask.get()));
    view! {
        <a class="skip-link" href="#content" rel="external">
            {t!(i18n, skip)}
        </a>
        <div class="frame">
            <Rail bot rooms />
            <main id="content" class="content" tabindex="-1">
                <Outlet />
            </main>
        </div>
        <Dock bot=asked />
        <Toast />
        <SessionWatch />
    }
    .into_any()
}

#[component]
fn Rail(bot: Memo<Option<BotId>>, rooms: Rooms) -> impl IntoView {
    let i18n = use_i18n();
    let bots = Load::new(bots_changed(), |_| list_bot_names());
    let me = Load::new(|| (), |()| get_me());
    let rail = NodeRef::<html::Nav>::new();
    fold_menus(rail);
    view! {
        <header class="top-bar">
            <Brand />
            <MenuButton icon=Icon::Menu label=move || t_string!(i18n, frame.open_menu) />
        </header>
        <nav
            id="rail"
            class="rail"
            popover="auto"
            aria-label=move || t_string!(i18n, frame.navigation)
            node_ref=rail
        >
            <div class="rail-head">
                <Brand />
                <MenuButton icon=Icon::Close label=move || t_string!(i18n, frame.close_menu) />
            </div>
            <BotSwitcher bots bot />
            <Search bot rooms />
            <div class="sections">
                <Sections bot me rooms />
            </div>
            <AccountMenu me />
        </nav>
    }
}

/// Changes with each act after which the list of bots is another one: those that tell so in the
/// address (see [`Toast`]), and a name that was saved on its own page.
fn bots_changed() -> impl Fn() -> (u32, String) + Send + Sync + 'static {
    let renamed = expect_context::<Renamed>().0;
    let done = paths::use_query("done");
    let path = use_location().pathname;
    move || {
        let done = done.get();
        if done.starts_with("bot_") {
            (renamed.get(), format!("{} {done}", path.get()))
        } else {
            (renamed.get(), String::new())
        }
    }
}

/// How often a bot was given another name since the page was loaded.
#[derive(Clone, Copy)]
pub struct Renamed(RwSignal<u32>);

impl Renamed {
    /// Tells the rail that a bot has another name.
    pub fn tell(self) {
        self.0.update(|n| *n += 1);
    }
}

#[component]
fn Brand() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <a class="brand" href=paths::BOTS>
            <Mark />
            {t!(i18n, product)}
        </a>
    }
}

/// Opens and closes the rail on a phone.
#[component]
fn MenuButton(icon: Icon, #[prop(into)] label: TextProp) -> impl IntoView {
    view! {
        <button
            type="button"
            class="icon-button"
            popovertarget="rail"
            aria-label=move || label.get().to_string()
        >
            {icon.draw()}
        </button>
    }
}

/// Our mark: an answer within a question.
#[component]
pub fn Mark() -> impl IntoView {
    view! { <img class="mark" src="/favicon.svg" alt="" width="24" height="24" /> }
}
