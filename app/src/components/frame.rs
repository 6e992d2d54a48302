//! What stands around every page once someone is signed in: the rail with its sections, the
//! bot switcher and the account menu. On a phone the rail is a popover behind a button.

mod account;
mod bot_switcher;
mod menus;
mod search;
mod session_watch;

use crate::{
    components::{icon::Icon, toast::Toast},
    i18n::{t, t_string, use_i18n},
    pages::{bots::list_bots, test::Dock},
    paths,
};
use account::AccountMenu;
use bot_switcher::BotSwitcher;
use leptos::{html, prelude::*, text_prop::TextProp};
use leptos_router::{components::Outlet, hooks::use_location};
use menus::fold_menus;
use model::id::BotId;
use search::Search;
use session_watch::SessionWatch;

#[component]
pub fn Frame() -> impl IntoView {
    let i18n = use_i18n();
    provide_context(Renamed(RwSignal::new(0)));
    view! {
        <a class="skip-link" href="#content" rel="external">
            {t!(i18n, skip)}
        </a>
        <div class="frame">
            <Rail />
            <main id="content" class="content" tabindex="-1">
                <Outlet />
            </main>
        </div>
        <Dock bot=paths::use_current_bot() />
        <Toast />
        <SessionWatch />
    }
    .into_any()
}

#[component]
fn Rail() -> impl IntoView {
    let i18n = use_i18n();
    let bots = Resource::new(bots_changed(), |_| list_bots());
    let bot = paths::use_current_bot();
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
            <Search bot />
            <div class="sections">
                <Sections bot />
            </div>
            <AccountMenu />
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
                <Section href=paths::synonyms(bot) icon=Icon::Synonyms>
                    {t!(i18n, frame.synonyms)}
                </Section>
                <Section href=paths::test(bot) icon=Icon::Test>
                    {t!(i18n, frame.test)}
                </Section>
                <Section href=paths::tests(bot) icon=Icon::Check>
                    {t!(i18n, frame.tests)}
                </Section>
                <Section href=paths::inbox(bot) icon=Icon::Inbox>
                    {t!(i18n, frame.unanswered)}
                </Section>
            </ul>
            <p class="sections-group">{t!(i18n, frame.measure)}</p>
            <ul>
                <Section href=paths::conversations(bot) icon=Icon::Messages>
                    {t!(i18n, frame.conversations)}
                </Section>
                <Section href=paths::analytics(bot) icon=Icon::Chart>
                    {t!(i18n, frame.analytics)}
                </Section>
            </ul>
            <p class="sections-group">{t!(i18n, frame.deploy)}</p>
            <ul>
                <Section href=paths::widget(bot) icon=Icon::Widget>
                    {t!(i18n, frame.widget)}
                </Section>
                <Section href=paths::versions(bot) icon=Icon::Restore>
                    {t!(i18n, frame.versions)}
                </Section>
            </ul>
            <p class="sections-group">{t!(i18n, frame.admin)}</p>
            <ul>
                <Section href=paths::settings(bot) icon=Icon::Settings>
                    {t!(i18n, frame.settings)}
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
