//! `/bots/{bot}/settings`: what the bot is called, how sure it has to be, whether it answers;
//! copies and files of it; and putting it away.

mod archive;
mod copies;
mod general;
mod keep;
mod state;

use crate::{
    components::{
        act::Act,
        frame::Renamed,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
    },
    i18n::{t_string, use_i18n},
    paths,
};
use archive::Danger;
use copies::Copies;
use general::{General, latest_revision};
use keep::Keep;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{bot::BotStatus, error::AppResult, id::BotId, settings};
use state::State;

#[server(prefix = "/api/ui", endpoint = "settings/get", input = GetUrl, output = model::wire::Json)]
pub async fn get_settings(bot: BotId) -> AppResult<settings::SettingsPage> {
    use crate::server::authorized;
    use domain::{
        access::{Read, Settings},
        bots,
    };
    let access = authorized::<Read<Settings>>(bot).await?;
    bots::page(&access).await
}

#[server(prefix = "/api/ui", endpoint = "settings/save", output = model::wire::Json)]
pub async fn save_settings(
    bot: BotId,
    revision: String,
    name: String,
    locale: String,
    max_question: String,
    answer_at: String,
    ask_back_at: String,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Settings, Write},
        bots::{self, SettingsDraft},
    };
    let access = authorized::<Write<Settings>>(bot).await?;
    let draft = SettingsDraft {
        name,
        locale,
        max_question,
        answer_at,
        ask_back_at,
    };
    bots::save(&access, &revision, &draft).await?;
    redirect(&with_notice(&paths::settings(bot), "bot_saved"));
    Ok(())
}

/// Sets for how many days conversations are kept.
#[server(prefix = "/api/ui", endpoint = "settings/keep", output = model::wire::Json)]
pub async fn keep_conversations(bot: BotId, keep_days: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Settings, Write},
        bots,
    };
    let access = authorized::<Write<Settings>>(bot).await?;
    bots::keep(&access, &keep_days).await?;
    redirect(&with_notice(&paths::settings(bot), "bot_saved"));
    Ok(())
}

/// Switches a bot on (`to` is `on`) or off (`off`).
#[server(prefix = "/api/ui", endpoint = "settings/switch", output = model::wire::Json)]
pub async fn switch_bot(bot: BotId, to: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Settings, Write},
        bots,
    };
    use model::error::{AppError, Problem};
    let access = authorized::<Write<Settings>>(bot).await?;
    let (is_enabled, done) = match to.as_str() {
        "on" => (true, "bot_on"),
        "off" => (false, "bot_off"),
        _ => return Err(AppError::invalid("to", Problem::Unknown)),
    };
    bots::set_enabled(&access, is_enabled).await?;
    redirect(&with_notice(&paths::settings(bot), done));
    Ok(())
}

#[server(prefix = "/api/ui", endpoint = "settings/archive", output = model::wire::Json)]
pub async fn archive_bot(bot: BotId, typed_name: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Settings, Write},
        bots,
    };
    let access = authorized::<Write<Settings>>(bot).await?;
    bots::archive(&access, &typed_name).await?;
    redirect(&with_notice(paths::BOTS, "bot_archived"));
    Ok(())
}

#[server(prefix = "/api/ui", endpoint = "settings/restore", output = model::wire::Json)]
pub async fn restore_bot(bot: BotId) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Settings, Write},
        bots,
    };
    let access = authorized::<Write<Settings>>(bot).await?;
    bots::restore(&access).await?;
    redirect(&with_notice(paths::BOTS, "bot_restored"));
    Ok(())
}

#[component]
pub fn SettingsPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Settings bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Settings(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let save = Act::<SaveSettings>::new();
    let switch = Act::<SwitchBot>::new();
    // Only a success loads the page anew: a refused form keeps what was typed.
    let n_done = Memo::new(move |earlier: Option<&u32>| {
        let is_saved = matches!(save.value().get(), Some(Ok(())));
        let is_switched = matches!(switch.value().get(), Some(Ok(())));
        earlier.copied().unwrap_or_default() + u32::from(is_saved || is_switched)
    });
    let saved = Load::new(move || n_done.get(), move |_| get_settings(bot));
    let revision = latest_revision(save, bot);
    let renamed = expect_context::<Renamed>();
    Effect::new(move || {
        if matches!(save.value().get(), Some(Ok(()))) {
            renamed.tell();
        }
    });
    view! {
        <PageHeader
            title=move || t_string!(i18n, settings.title)
            lead=move || t_string!(i18n, settings.lead)
        />
        <Loaded resource=saved let:saved>
            <Sections saved save switch revision />
        </Loaded>
    }
}

#[component]
fn Sections(
    saved: settings::SettingsPage,
    save: Act<SaveSettings>,
    switch: Act<SwitchBot>,
    revision: Load<Option<String>>,
) -> impl IntoView {
    let (bot, may_change) = (saved.bot, saved.may_change);
    let may_archive = may_change && saved.status != BotStatus::Archived;
    let (name, impact) = (saved.name.to_string(), saved.impact);
    view! {
        <div class="panels">
            <General saved=saved.clone() save revision />
            <Keep saved=saved.clone() />
            <State bot status=saved.status may_change switch />
            <Copies bot may_change />
            {may_archive.then(|| view! { <Danger bot name impact /> })}
        </div>
    }
}
