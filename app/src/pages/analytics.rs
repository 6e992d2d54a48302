//! `/bots/{bot}/analytics`: how much the bot is asked, and how well it does.

mod chart;
mod controls;
mod heat;
mod kpis;
mod tops;

use crate::{
    components::{
        empty_state::EmptyState,
        filter::Downloads,
        icon::Icon,
        load::Load,
        loaded::{Loaded, NotFound},
        number::whole,
        page_header::PageHeader,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use chart::OverTime;
use controls::Controls;
use heat::Week;
use kpis::Kpis;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use leptos_router::hooks::use_query_map;
use model::{
    analytics::{LeftOut, Report, Wanted},
    error::{AppResult, FieldError},
    id::BotId,
};
use tops::Tops;

/// The figures, and what of the wish could not be read.
#[server(prefix = "/api/ui", endpoint = "analytics/report", input = GetUrl, output = model::wire::Json)]
pub async fn get_report(
    bot: BotId,
    #[server(flatten)] wanted: Wanted,
) -> AppResult<(Report, Vec<FieldError>)> {
    use crate::server::authorized;
    use domain::{
        access::{Analytics, Read},
        analytics,
    };
    let access = authorized::<Read<Analytics>>(bot).await?;
    analytics::report(&access, &wanted).await
}

#[component]
pub fn AnalyticsPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Analytics bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

/// What the address asks for.
fn use_wanted() -> Memo<Wanted> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let value = |name| query.get_str(name).unwrap_or_default().to_owned();
            Wanted {
                from: value("from"),
                to: value("to"),
                grain: value("grain"),
                tz: value("tz"),
            }
        })
    })
}

#[component]
fn Analytics(bot: BotId) -> impl IntoView {
    let wanted = use_wanted();
    let report = Load::new(move || wanted.get(), move |wanted| get_report(bot, wanted));
    view! {
        <Loaded resource=report let:loaded>
            <Figures bot report=loaded.0 problems=loaded.1 wanted=wanted.get_untracked() />
        </Loaded>
    }
}

#[component]
fn Figures(bot: BotId, report: Report, problems: Vec<FieldError>, wanted: Wanted) -> impl IntoView {
    let i18n = use_i18n();
    let address = |format: &str| {
        let Report { from, to, tz, .. } = &report;
        let grain = report.grain.as_str();
        let period = [
            ("from", from.as_str()),
            ("to", to),
            ("grain", grain),
            ("tz", tz),
        ];
        paths::analytics_export(bot, format, &period)
    };
    let (csv, json) = (address("csv"), address("json"));
    let is_empty = report.figures.counts.n_questions == 0;
    let left_out = report.left_out;
    view! {
        <PageHeader
            title=move || t_string!(i18n, analytics.title)
            lead=move || t_string!(i18n, analytics.lead)
        >
            <Downloads csv json />
        </PageHeader>
        <Controls bot report=report.clone() problems wanted />
        {if is_empty {
            view! { <NothingAsked /> }.into_any()
        } else {
            view! { <Charts bot report /> }.into_any()
        }}
        <Aside left_out />
    }
}

#[component]
fn NothingAsked() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=Icon::Chart
            title=move || t_string!(i18n, analytics.empty)
            help=move || t_string!(i18n, analytics.empty_help)
        />
    }
}

#[component]
fn Charts(bot: BotId, report: Report) -> impl IntoView {
    let Report {
        series,
        week,
        grain,
        ..
    } = report.clone();
    view! {
        <Kpis bot report=report.clone() />
        <OverTime bot columns=series grain />
        <Tops bot report />
        <Week week />
    }
}

/// What is in no figure is told, so that nobody misses it.
#[component]
fn Aside(left_out: LeftOut) -> impl IntoView {
    let i18n = use_i18n();
    let LeftOut {
        n_test,
        n_automated,
    } = left_out;
    let is_any = n_test + n_automated > 0;
    is_any.then(|| {
        view! {
            <p class="meta">
                {t!(
                    i18n,
                    analytics.left_out,
                    test = whole(n_test),
                    automated = whole(n_automated)
                )}
            </p>
        }
    })
}
