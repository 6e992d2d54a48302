//! `/bots/{bot}/versions/forecast`: the questions of the last days that the draft would answer in
//! another way.

use crate::{
    components::{
        change::Changes,
        empty_state::EmptyState,
        icon::Icon,
        load::Load,
        loaded::{Loaded, NotFound},
        number::{shown, whole},
        page_header::{Crumb, PageHeader},
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{error::AppResult, id::BotId, regression::Forecast};

/// The days that are offered; the first where none are asked for.
const DAYS: [u32; 3] = [30, 7, 90];

/// What the draft would change in the replies to the last days' questions.
#[server(prefix = "/api/ui", endpoint = "versions/forecast", input = GetUrl, output = model::wire::Json)]
pub async fn forecast_publish(bot: BotId, days: u32) -> AppResult<Forecast> {
    use crate::server::authorized;
    use domain::{
        access::{Conversations, Read},
        regression,
    };
    let access = authorized::<Read<Conversations>>(bot).await?;
    regression::forecast(&access, days).await
}

#[component]
pub fn ForecastPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Page bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Page(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let typed = paths::use_query("days");
    let days = Memo::new(move |_| typed.get().parse::<u32>().unwrap_or(DAYS[0]));
    let forecast = Load::new(move || days.get(), move |days| forecast_publish(bot, days));
    let parent = Crumb {
        label: (move || t_string!(i18n, versions.title)).into(),
        href: paths::versions(bot).into(),
    };
    view! {
        <PageHeader
            title=move || t_string!(i18n, forecast.title)
            lead=move || t_string!(i18n, forecast.lead)
            parent
        />
        <Days bot days />
        <Loaded resource=forecast let:forecast>
            <Outcome forecast />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Days(bot: BotId, days: Memo<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let mut offered = DAYS;
    offered.sort_unstable();
    let links = offered.map(|n| {
        let href = paths::with_query(&paths::forecast(bot), &[("days", &n.to_string())]);
        let current = move || (days.get() == n).then_some("page");
        view! {
            <li>
                <a class="tab" href=href aria-current=current>
                    {move || t_string!(i18n, forecast.days, count = n)}
                </a>
            </li>
        }
    });
    view! {
        <nav class="tabs" aria-label=move || t_string!(i18n, forecast.period)>
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}

#[component]
fn Outcome(forecast: Forecast) -> impl IntoView {
    let i18n = use_i18n();
    if forecast.n_questions == 0 {
        return view! {
            <EmptyState
                icon=Icon::Chart
                title=move || t_string!(i18n, forecast.empty)
                help=move || t_string!(i18n, forecast.empty_help)
            />
        }
        .into_any();
    }
    let Forecast {
        n_questions,
        n_asked,
        n_changed,
        n_asked_changed,
        changed,
    } = forecast;
    let figure = |n: u32| view! { <dd>{shown(u64::from(n))}</dd> };
    let n_more = usize::try_from(n_changed).unwrap_or(usize::MAX) - changed.len();
    view! {
        <section class="panel">
            <dl class="figures">
                <div>
                    <dt>{t!(i18n, forecast.questions)}</dt>
                    {figure(n_questions)}
                </div>
                <div>
                    <dt>{t!(i18n, forecast.changed)}</dt>
                    {figure(n_changed)}
                </div>
                <div>
                    <dt>{t!(i18n, forecast.asked_changed)}</dt>
                    <dd>{move || format!(
                        "{} / {}",
                        whole(u64::from(n_asked_changed)),
                        whole(u64::from(n_asked)),
                    )}</dd>
                </div>
            </dl>
            {if changed.is_empty() {
                view! { <p>{t!(i18n, forecast.same)}</p> }.into_any()
            } else {
                view! { <Changes changed /> }.into_any()
            }}
            {(n_more > 0)
                .then(|| {
                    view! {
                        <p class="field-help">
                            {move || t_string!(i18n, forecast.more, count = n_more)}
                        </p>
                    }
                })}
        </section>
    }
    .into_any()
}
