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
use leptos::prelude::*;
use model::{
    access::Area,
    bot::{BotStatus, BotSummary},
    id::BotId,
    overview::{BotCard, Week},
};

#[component]
pub fn Card(card: BotCard) -> impl IntoView {
    let i18n = use_i18n();
    let BotCard {
        bot,
        rights,
        week,
        n_open,
    } = card;
    let name = bot.name.to_string();
    let settings = move || t_string!(i18n, bots.settings_of, name = name.clone());
    // All of a bot that was never published is unpublished, which its status says.
    let has_changes = bot.has_changes && bot.version.is_some();
    view! {
        <li class="card">
            <div class="card-head">
                <h2>
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
            <Foot bot />
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
fn Foot(bot: BotSummary) -> impl IntoView {
    let i18n = use_i18n();
    let languages: Vec<String> = bot.locales.iter().map(ToString::to_string).collect();
    let languages = languages.join(", ");
    let version = move || match bot.version {
        Some(version) => t_string!(i18n, bots.version, version = version),
        None => t_string!(i18n, bots.unpublished).to_owned(),
    };
    let articles = move || t_string!(i18n, bots.n_articles, count = bot.n_articles);
    view! {
        <p class="card-foot">
            <span class="visually-hidden">{t!(i18n, bots.languages)} " "</span>
            {languages}
            " · "
            {articles}
            " · "
            {version}
        </p>
    }
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
