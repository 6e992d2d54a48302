//! `/bots/{bot}/widget` and `/bots/{bot}/widget/install`: how the dialog box looks and what it
//! says, and how it gets onto a page.

#![expect(
    clippy::too_many_arguments,
    reason = "a server function takes a form's fields one by one"
)]

mod fields;
mod install;
mod look;
mod preview;
mod snippets;

pub use install::InstallPage;
pub use look::WidgetPage;

use crate::{
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    error::AppResult,
    id::BotId,
    widget::{Sighting, SiteCheck},
};
use serde::{Deserialize, Serialize};

/// The box as the team has set it up; `locale` is empty for the bot's own language.
#[server(prefix = "/api/ui", endpoint = "widget/get", input = GetUrl, output = model::wire::Json)]
pub async fn get_widget(bot: BotId, locale: String) -> AppResult<model::widget::WidgetPage> {
    use crate::server::authorized;
    use domain::{
        access::{Read, Widget},
        boxes,
    };
    use model::{error::AppError, text::Locale};
    let access = authorized::<Read<Widget>>(bot).await?;
    let locale = (!locale.is_empty()).then(|| Locale::parse(&locale));
    let locale = locale
        .transpose()
        .map_err(|problem| AppError::invalid("locale", problem))?;
    boxes::page(&access, locale.as_ref()).await
}

#[server(prefix = "/api/ui", endpoint = "widget/save", output = model::wire::Json)]
pub async fn save_widget(
    bot: BotId,
    revision: String,
    locale: String,
    title: String,
    greeting: String,
    placeholder: String,
    suggestions: String,
    colour: String,
    position: String,
    theme: String,
    avatar: String,
    feedback: String,
    domains: String,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Widget, Write},
        boxes::{self, WidgetDraft},
    };
    let access = authorized::<Write<Widget>>(bot).await?;
    let page = paths::widget_in(bot, &locale);
    let draft = WidgetDraft {
        locale,
        title,
        greeting,
        placeholder,
        suggestions,
        colour,
        position,
        theme,
        avatar,
        feedback,
        domains,
    };
    boxes::save(&access, &revision, &draft).await?;
    redirect(&with_notice(&page, "box_saved"));
    Ok(())
}

/// What the page on putting the box somewhere shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installing {
    /// The server's own address, as visitors reach it.
    pub server: String,
    /// What the script weighs on its way, in bytes; 0 if it is not built.
    pub n_bytes: u32,
    /// Its hash, for a page that checks what it loads.
    pub integrity: String,
    /// Where boxes were seen.
    pub sightings: Vec<Sighting>,
}

#[server(prefix = "/api/ui", endpoint = "widget/sightings", input = GetUrl, output = model::wire::Json)]
pub async fn get_installing(bot: BotId) -> AppResult<Installing> {
    use crate::server::{authorized, site};
    use domain::{
        access::{Read, Widget},
        boxes,
    };
    let access = authorized::<Read<Widget>>(bot).await?;
    let site = site()?;
    Ok(Installing {
        server: site.url,
        n_bytes: site.box_bytes,
        integrity: site.box_integrity,
        sightings: boxes::list_sightings(&access).await?,
    })
}

/// Whether the box may stand on a page, and whether it was seen there. No page is fetched.
#[server(prefix = "/api/ui", endpoint = "widget/check", input = GetUrl, output = model::wire::Json)]
pub async fn check_site(bot: BotId, address: String) -> AppResult<SiteCheck> {
    use crate::server::{authorized, site};
    use domain::{
        access::{Read, Widget},
        boxes,
    };
    let access = authorized::<Read<Widget>>(bot).await?;
    boxes::check_site(&access, &address, &site()?.host).await
}

/// The two pages of the box, one link each.
#[component]
fn Tabs(bot: BotId, #[prop(optional)] is_install: bool) -> impl IntoView {
    let i18n = use_i18n();
    let current = |is_current: bool| is_current.then_some("page");
    view! {
        <nav class="tabs" aria-label=move || t_string!(i18n, widget.tabs)>
            <ul>
                <li>
                    <a class="tab" href=paths::widget(bot) aria-current=current(!is_install)>
                        {t!(i18n, widget.tab_look)}
                    </a>
                </li>
                <li>
                    <a class="tab" href=paths::widget_install(bot) aria-current=current(is_install)>
                        {t!(i18n, widget.tab_install)}
                    </a>
                </li>
            </ul>
        </nav>
    }
}
