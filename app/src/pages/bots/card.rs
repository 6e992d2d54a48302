//! A bot in the list: whether it answers, in which languages, and how its week went.

use crate::{
    components::{
        badge::{Badge, Tone},
        icon::Icon,
        sparkline::Sparkline,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, svg};
use model::{
    access::Area,
    bot::{BotStatus, BotSummary, Domain},
    id::BotId,
    overview::{BotCard, Week},
    widget::Avatar,
};

/// Domains of a box that a card names.
const SHOWN_DOMAINS: usize = 3;

#[component]
pub fn Card(card: BotCard) -> impl IntoView {
    let i18n = use_i18n();
    let BotCard {
        bot,
        rights,
        week,
        n_open,
        avatar,
        domains,
    } = card;
    let name = bot.name.to_string();
    let settings = move || t_string!(i18n, bots.settings_of, name = name.clone());
    // All of a bot that was never published is unpublished, which its status says.
    let has_changes = bot.has_changes && bot.version.is_some();
    view! {
        <li class="card">
            <div class="card-head">
                {picture(avatar)} <h2>
                    <a class="card-link" href=paths::first_room(bot.id, rights)>
                        {bot.name.to_string()}
                    </a>
                </h2>
                {rights
                    .may_read(Area::Settings)
                    .then(|| {
                        view! {
                            <a
                                class="icon-button card-act"
                                href=paths::settings(bot.id)
                                aria-label=settings
                            >
                                {Icon::Settings.draw()}
                            </a>
                        }
                    })}
            </div>
            <p class="badges">
                <Status status=bot.status />
                {has_changes
                    .then(|| {
                        view! {
                            <Badge tone=Tone::Warning text=move || t_string!(i18n, bots.changes) />
                        }
                    })}
            </p>
            {match week {
                Some(week) => {
                    view! {
                        <div class="card-week">
                            <Sparkline
                                label=move || t_string!(i18n, bots.by_day)
                                counts=week.conversations.to_vec()
                            />
                        </div>
                        <Figures bot=bot.id week n_open />
                    }
                        .into_any()
                }
                None => {
                    view! { <p class="field-help">{t!(i18n, bots.hidden_figures)}</p> }.into_any()
                }
            }}
            <Foot bot domains />
        </li>
    }
}

#[component]
fn Figures(bot: BotId, week: Week, n_open: Option<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let understanding = match week.understanding() {
        Some(share) => view! { {move || t_string!(i18n, bots.percent, share = share)} }.into_any(),
        None => view! {
            <span aria-hidden="true">"–"</span>
            <span class="visually-hidden">{t!(i18n, bots.no_question)}</span>
        }
        .into_any(),
    };
    let open = n_open.map(|n_open| {
        let shown = if n_open == 0 {
            view! { {n_open} }.into_any()
        } else {
            view! {
                <a class="card-act" href=paths::inbox(bot)>
                    {n_open}
                </a>
            }
            .into_any()
        };
        view! {
            <div>
                <dt>{t!(i18n, frame.unanswered)}</dt>
                <dd>{shown}</dd>
            </div>
        }
    });
    view! {
        <dl class="figures">
            <div>
                <dt>{t!(i18n, bots.conversations)}</dt>
                <dd>{week.n_conversations()}</dd>
            </div>
            <div>
                <dt>{t!(i18n, bots.understanding)}</dt>
                <dd>{understanding}</dd>
            </div>
            {open}
        </dl>
    }
}

#[component]
fn Foot(bot: BotSummary, domains: Vec<Domain>) -> impl IntoView {
    let i18n = use_i18n();
    let languages: Vec<String> = bot.locales.iter().map(ToString::to_string).collect();
    let languages = languages.join(", ");
    let version = move || match bot.version {
        Some(version) => t_string!(i18n, bots.version, version = version),
        None => t_string!(i18n, bots.unpublished).to_owned(),
    };
    let articles = move || t_string!(i18n, bots.n_articles, count = bot.n_articles);
    view! {
        <div class="card-foot">
            <p>
                <span class="visually-hidden">{t!(i18n, bots.languages)} " "</span>
                {languages}
                " · "
                {articles}
                " · "
                {version}
            </p>
            {(!domains.is_empty()).then(|| view! { <Domains domains /> })}
        </div>
    }
}

/// Where the box may stand: the first few, since a list may be long.
#[component]
fn Domains(domains: Vec<Domain>) -> impl IntoView {
    let i18n = use_i18n();
    let n_more = domains.len().saturating_sub(SHOWN_DOMAINS);
    let shown = domains.into_iter().take(SHOWN_DOMAINS);
    let shown = shown.map(String::from).collect::<Vec<_>>().join(", ");
    view! {
        <p class="card-domains">
            <span class="visually-hidden">{t!(i18n, bots.domains)} " "</span>
            {shown}
            {(n_more > 0).then(|| format!(" +{n_more}"))}
        </p>
    }
}

/// The picture of the bot's box; for who hears the page it says nothing that the name does not.
fn picture(avatar: Avatar) -> Option<impl IntoView> {
    let path = Some(avatar.path()).filter(|path| !path.is_empty())?;
    let shape = svg::svg()
        .class("icon card-avatar")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .child(svg::path().attr("d", path));
    Some(shape)
}

/// Whether a bot answers.
#[component]
pub fn Status(status: BotStatus) -> impl IntoView {
    let i18n = use_i18n();
    let tone = match status {
        BotStatus::Draft | BotStatus::Archived => Tone::Neutral,
        BotStatus::Live => Tone::Good,
        BotStatus::Disabled => Tone::Bad,
    };
    let text = move || match status {
        BotStatus::Draft => t_string!(i18n, bots.draft),
        BotStatus::Live => t_string!(i18n, bots.live),
        BotStatus::Disabled => t_string!(i18n, bots.disabled),
        BotStatus::Archived => t_string!(i18n, bots.archived),
    };
    view! { <Badge tone text /> }
}
