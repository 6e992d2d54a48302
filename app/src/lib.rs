//! The backoffice: pages, components and server functions, which run on the server first and
//! then in the browser.

pub mod components;
pub mod i18n;
pub mod messages;
pub mod pages;
pub mod paths;
#[cfg_attr(not(feature = "ssr"), path = "browser.rs")]
pub mod server;
mod styles;

use crate::{
    components::{
        frame::Frame,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::provide_arrival,
        post_form::provide_refused_form,
        preferences::{Language, Theme},
        unsaved::guard_history,
    },
    pages::{
        account::{AccountPage, FactorPage},
        analytics::AnalyticsPage,
        article::{ArticlePage, HistoryPage, NewArticlePage},
        audit::AuditPage,
        bots::{BotsPage, NewBotPage},
        conversation::ConversationPage,
        conversations::ConversationsPage,
        keys::KeysPage,
        knowledge::{ImportPage, KnowledgePage},
        member::MemberPage,
        members::MembersPage,
        recovery::{ForgotPage, ResetPage},
        rights::{RightsPage, get_own_rights},
        security::SecurityPage,
        settings::SettingsPage,
        sign_in::{CodePage, SignInPage},
        sign_on::SignOnPage,
        synonyms::SynonymsPage,
        test::TestPage,
        tests::{EvaluationPage, TestsPage},
        thresholds::ThresholdsPage,
        unanswered::UnansweredPage,
        versions::{ForecastPage, VersionsPage},
        welcome::WelcomePage,
        widget::{InstallPage, WidgetPage},
    },
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};
use model::id::BotId;

/// The document around the app; on the server only.
pub fn shell(_: LeptosOptions) -> impl IntoView {
    server::set_page_policy(use_nonce());
    view! {
        <!DOCTYPE html>
        <html data-theme=Theme::of_request().as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                {styles::first()}
                {scripts()}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Loads the scripts and has them take over the page: Leptos' `HydrationScripts` in a fourth of
/// its size.
const START: &str = "import start,{hydrate}from'/pkg/parlance.js';\
    start({module_or_path:'/pkg/parlance_bg.wasm'}).then(()=>hydrate())";

fn scripts() -> impl IntoView {
    let wasm = "application/wasm";
    view! {
        <link rel="modulepreload" href="/pkg/parlance.js" />
        <link rel="preload" href="/pkg/parlance_bg.wasm" r#as="fetch" r#type=wasm crossorigin="" />
        <script type="module" nonce=use_nonce()>
            {START}
        </script>
    }
}

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    guard_history();
    // For tests and styles: from here on scripts answer.
    Effect::new(|| {
        styles::add_rest();
        if let Some(html) = document().document_element() {
            // Only a name that is no name is refused.
            let _ = html.set_attribute("data-hydrated", "");
        }
    });
    view! {
        <Language>
            <Router>
                <Pages />
            </Router>
        </Language>
    }
}

/// The first paint is whole and its status and redirects are real, with scripts or without:
/// hence `SsrMode::Async` on every route.
#[component]
fn Pages() -> impl IntoView {
    provide_refused_form();
    provide_arrival();
    let ssr = SsrMode::Async;
    let (of_account, of_workspace) = (ssr.clone(), ssr.clone());
    view! {
        <Routes fallback=Missing>
            <Route path=path!("/") view=|| view! { <Redirect path=paths::BOTS /> } ssr=ssr.clone() />
            <Route path=path!("/sign-in") view=SignInPage ssr=ssr.clone() />
            <Route path=path!("/sign-in/code") view=CodePage ssr=ssr.clone() />
            <Route path=path!("/welcome") view=WelcomePage ssr=ssr.clone() />
            <Route path=path!("/forgot") view=ForgotPage ssr=ssr.clone() />
            <Route path=path!("/reset") view=ResetPage ssr=ssr.clone() />
            <ParentRoute path=path!("/account") view=Frame ssr=ssr.clone()>
                <Route path=path!("") view=AccountPage ssr=of_account.clone() />
                <Route path=path!("factor") view=FactorPage ssr=of_account />
            </ParentRoute>
            <ParentRoute path=path!("/bots") view=Frame ssr=ssr.clone()>
                <Route path=path!("") view=BotsPage ssr=ssr.clone() />
                <Route path=path!("new") view=NewBotPage ssr=ssr.clone() />
                <Route path=path!(":bot") view=BotHome ssr=ssr.clone() />
                <Route path=path!(":bot/knowledge") view=KnowledgePage ssr=ssr.clone() />
                <Route path=path!(":bot/knowledge/new") view=NewArticlePage ssr=ssr.clone() />
                <Route path=path!(":bot/knowledge/import") view=ImportPage ssr=ssr.clone() />
                <Route path=path!(":bot/knowledge/:article") view=ArticlePage ssr=ssr.clone() />
                <Route
                    path=path!(":bot/knowledge/:article/history")
                    view=HistoryPage
                    ssr=ssr.clone()
                />
                <Route path=path!(":bot/members") view=RightsPage ssr=ssr.clone() />
                <Route path=path!(":bot/test") view=TestPage ssr=ssr.clone() />
                <Route path=path!(":bot/tests") view=TestsPage ssr=ssr.clone() />
                <Route path=path!(":bot/tests/evaluation") view=EvaluationPage ssr=ssr.clone() />
                <Route path=path!(":bot/unanswered") view=UnansweredPage ssr=ssr.clone() />
                <Route path=path!(":bot/synonyms") view=SynonymsPage ssr=ssr.clone() />
                <Route path=path!(":bot/versions") view=VersionsPage ssr=ssr.clone() />
                <Route path=path!(":bot/versions/forecast") view=ForecastPage ssr=ssr.clone() />
                <Route path=path!(":bot/settings") view=SettingsPage ssr=ssr.clone() />
                <Route
                    path=path!(":bot/settings/thresholds")
                    view=ThresholdsPage
                    ssr=ssr.clone()
                />
                <Route path=path!(":bot/widget") view=WidgetPage ssr=ssr.clone() />
                <Route path=path!(":bot/widget/install") view=InstallPage ssr=ssr.clone() />
                <Route path=path!(":bot/analytics") view=AnalyticsPage ssr=ssr.clone() />
                <Route path=path!(":bot/conversations") view=ConversationsPage ssr=ssr.clone() />
                <Route
                    path=path!(":bot/conversations/:conversation")
                    view=ConversationPage
                    ssr=ssr.clone()
                />
            </ParentRoute>
            <ParentRoute path=path!("/workspaces") view=Frame ssr=of_workspace.clone()>
                <Route path=path!(":workspace") view=MembersPage ssr=of_workspace.clone() />
                <Route
                    path=path!(":workspace/members/:user")
                    view=MemberPage
                    ssr=of_workspace.clone()
                />
                <Route path=path!(":workspace/security") view=SecurityPage ssr=of_workspace.clone() />
                <Route path=path!(":workspace/audit") view=AuditPage ssr=of_workspace.clone() />
                <Route path=path!(":workspace/keys") view=KeysPage ssr=of_workspace.clone() />
                <Route path=path!(":workspace/sign-on") view=SignOnPage ssr=of_workspace />
            </ParentRoute>
        </Routes>
    }
    .into_any()
}

#[component]
fn Missing() -> impl IntoView {
    view! {
        <main class="content content-alone">
            <NotFound />
        </main>
    }
    .into_any()
}

#[component]
fn BotHome() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <FirstRoom bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

/// To the first of a bot's pages that one may enter.
#[component]
fn FirstRoom(bot: BotId) -> impl IntoView {
    let own = Load::new(|| (), move |()| get_own_rights(bot));
    view! {
        <Loaded resource=own let:own>
            <Redirect path=paths::first_room(bot, own.rights) />
        </Loaded>
    }
}
