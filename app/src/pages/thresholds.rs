//! `/bots/{bot}/settings/thresholds`: how sure the bot has to be, and what other thresholds would
//! have done with the last questions.

mod picture;
mod result;

use crate::{
    components::{
        act::Act,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::{Crumb, PageHeader},
        post_form::n_done,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use model::{
    error::{AppError, AppResult},
    id::BotId,
    thresholds::{Replay, Thresholds},
};
use result::Result;

/// The thresholds that hold.
#[server(prefix = "/api/ui", endpoint = "thresholds/get", input = GetUrl, output = model::wire::Json)]
pub async fn get_thresholds(bot: BotId) -> AppResult<Thresholds> {
    use crate::server::authorized;
    use domain::{
        access::{Read, Settings},
        thresholds,
    };
    let access = authorized::<Read<Settings>>(bot).await?;
    thresholds::get(&access).await
}

/// What these thresholds would have done; empty ones are those that hold.
#[server(prefix = "/api/ui", endpoint = "thresholds/replay", input = GetUrl, output = model::wire::Json)]
pub async fn replay_thresholds(
    bot: BotId,
    answer_at: String,
    ask_back_at: String,
) -> AppResult<Replay> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        thresholds,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    thresholds::replay(&access, &answer_at, &ask_back_at).await
}

#[server(prefix = "/api/ui", endpoint = "thresholds/save", output = model::wire::Json)]
pub async fn save_thresholds(bot: BotId, answer_at: String, ask_back_at: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Settings, Write},
        thresholds,
    };
    let access = authorized::<Write<Settings>>(bot).await?;
    thresholds::save(&access, &answer_at, &ask_back_at).await?;
    redirect(&with_notice(&paths::thresholds(bot), "bot_saved"));
    Ok(())
}

#[component]
pub fn ThresholdsPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Page bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Page(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let save = Act::<SaveThresholds>::new();
    let answer_at = paths::use_query("answer_at");
    let ask_back_at = paths::use_query("ask_back_at");
    let saved = Load::new(|| (), move |()| get_thresholds(bot));
    let n_saved = n_done(save);
    let replay = Load::new(
        move || (answer_at.get(), ask_back_at.get(), n_saved.get()),
        move |(answer_at, ask_back_at, _)| async move {
            match replay_thresholds(bot, answer_at, ask_back_at).await {
                Ok(replay) => Ok(Some(replay)),
                // The bot is there, or the form would not be: what is missing is a version.
                Err(AppError::NotFound) => Ok(None),
                Err(error) => Err(error),
            }
        },
    );
    let parent = Crumb {
        label: (move || t_string!(i18n, settings.title)).into(),
        href: paths::settings(bot).into(),
    };
    view! {
        <PageHeader
            title=move || t_string!(i18n, thresholds.title)
            lead=move || t_string!(i18n, thresholds.lead)
            parent
        />
        <Loaded resource=saved let:saved>
            <Sliders saved typed=[answer_at.get_untracked(), ask_back_at.get_untracked()] />
        </Loaded>
        <Loaded resource=replay let:replay>
            <Result bot replay save />
        </Loaded>
    }
    .into_any()
}

/// A plain form that asks by the page's address; with scripts, it asks as soon as a slider rests.
#[component]
fn Sliders(saved: Thresholds, typed: [String; 2]) -> impl IntoView {
    let i18n = use_i18n();
    let bot = saved.bot;
    let [answer_at, ask_back_at] = typed;
    let first = |typed: String, saved: u8| RwSignal::new(typed.parse::<u8>().unwrap_or(saved));
    let answer_at = first(answer_at, saved.saved.answer_at);
    let ask_back_at = first(ask_back_at, saved.saved.ask_back_at);
    let navigate = use_navigate();
    let ask = Callback::new(move |()| {
        let answer = answer_at.get_untracked().to_string();
        let ask_back = ask_back_at.get_untracked().to_string();
        let pairs = [("answer_at", answer.as_str()), ("ask_back_at", &ask_back)];
        let address = paths::with_query(&paths::thresholds(bot), &pairs);
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&address, options);
    });
    let begin = saved.default;
    let default = move || {
        let (answer, ask) = (share(begin.answer_at), share(begin.ask_back_at));
        t_string!(i18n, thresholds.default, answer = answer, ask = ask)
    };
    view! {
        <form
            method="get"
            action=paths::thresholds(bot)
            class="panel sliders"
            on:submit=move |event| {
                event.prevent_default();
                ask.run(());
            }
        >
            <Slider
                name="answer_at"
                label=Signal::derive(move || t_string!(i18n, thresholds.answer_at).to_owned())
                value=answer_at
                rest=Callback::new(move |()| {
                    ask_back_at.update(|at| *at = (*at).min(answer_at.get_untracked()));
                    ask.run(());
                })
            />
            <Slider
                name="ask_back_at"
                label=Signal::derive(move || t_string!(i18n, thresholds.ask_back_at).to_owned())
                value=ask_back_at
                rest=Callback::new(move |()| {
                    answer_at.update(|at| *at = (*at).max(ask_back_at.get_untracked()));
                    ask.run(());
                })
            />
            <p class="field-help">{t!(i18n, thresholds.help)} " " {default}</p>
            <button class="button">{t!(i18n, thresholds.show)}</button>
        </form>
    }
}

#[component]
fn Slider(
    name: &'static str,
    label: Signal<String>,
    value: RwSignal<u8>,
    rest: Callback<()>,
) -> impl IntoView {
    let id = format!("slider-{name}");
    let first = value.get_untracked().to_string();
    view! {
        <div class="slider">
            <label for=id.clone()>{label}</label>
            <output for=id.clone()>{move || share(value.get())}</output>
            <input
                id=id
                type="range"
                name=name
                min="1"
                max="99"
                value=first
                prop:value=move || value.get().to_string()
                on:input=move |event| {
                    if let Ok(typed) = event_target_value(&event).parse() {
                        value.set(typed);
                    }
                }
                on:change=move |_| rest.run(())
            />
        </div>
    }
}

/// Hundredths as people write them.
fn share(hundredths: u8) -> String {
    crate::components::number::percent(Some(f64::from(hundredths) / 100.0))
}
