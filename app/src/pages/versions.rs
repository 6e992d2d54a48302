//! `/bots/{bot}/versions`: what was published, what changed from one version to another, and the
//! way back to an old one.

mod changes;
mod forecast;
mod list;

use crate::{
    components::{
        act::Act,
        icon::Icon,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
        post_form::n_done,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use changes::Changes;
pub use forecast::ForecastPage;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use list::List;
use model::{
    error::AppResult,
    id::BotId,
    version::{Comparison, Versions},
};

/// Versions before a number, newest first; from the newest, if it is 0.
#[server(prefix = "/api/ui", endpoint = "versions/list", input = GetUrl, output = model::wire::Json)]
pub async fn list_versions(bot: BotId, before: u32) -> AppResult<Versions> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        knowledge,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    knowledge::list_versions(&access, before).await
}

/// How two versions differ; `to` 0 is the draft, `from` 0 is nothing.
#[server(prefix = "/api/ui", endpoint = "versions/compare", input = GetUrl, output = model::wire::Json)]
pub async fn compare_versions(bot: BotId, from: u32, to: u32) -> AppResult<Comparison> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        knowledge,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    knowledge::compare(&access, from, to).await
}

/// Publishes an old version once more, in place of `live`.
#[server(prefix = "/api/ui", endpoint = "versions/roll-back", output = model::wire::Json)]
pub async fn roll_back(bot: BotId, number: u32, live: u32) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        knowledge,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let new = knowledge::bring_back(&access, number, live).await?;
    let page = with_notice(&paths::versions(bot), "published");
    redirect(&format!("{page}&version={new}"));
    Ok(())
}

#[component]
pub fn VersionsPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <History bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

/// Two versions beside each other; 0 is the draft as the later one, nothing as the earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Pair {
    from: u32,
    to: u32,
}

/// The list, and the pair that the address asks for: else the draft beside what answers.
async fn load(
    bot: BotId,
    [before, from, to]: [String; 3],
) -> AppResult<(Versions, Option<(Pair, Comparison)>)> {
    let number = |text: &str| text.parse().unwrap_or_default();
    let versions = list_versions(bot, number(&before)).await?;
    let pair = if from.is_empty() && to.is_empty() {
        let live = versions.live.filter(|_| versions.has_changes);
        live.map(|from| Pair { from, to: 0 })
    } else {
        Some(Pair {
            from: number(&from),
            to: number(&to),
        })
    };
    let compared = match pair {
        Some(pair) => Some((pair, compare_versions(bot, pair.from, pair.to).await?)),
        None => None,
    };
    Ok((versions, compared))
}

#[component]
fn History(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let roll_back = Act::<RollBack>::new();
    let [before, from, to] = ["before", "from", "to"].map(paths::use_query);
    let rolled_back = n_done(roll_back);
    let loaded = Load::new(
        move || {
            let asked = [before.get(), from.get(), to.get()];
            (asked, rolled_back.get())
        },
        move |(asked, _)| load(bot, asked),
    );
    view! {
        <PageHeader
            title=move || t_string!(i18n, versions.title)
            lead=move || t_string!(i18n, versions.lead)
        >
            <a class="button" href=paths::forecast(bot)>
                {Icon::Chart.draw()}
                {t!(i18n, forecast.title)}
            </a>
        </PageHeader>
        <Loaded resource=loaded let:loaded>
            {
                let (versions, compared) = loaded;
                let live = versions.live;
                let is_first = before.get_untracked().is_empty();
                view! {
                    <List bot versions is_first=is_first />
                    {compared
                        .map(|(pair, comparison)| {
                            view! { <Changes bot pair comparison live roll_back /> }
                        })}
                }
            }
        </Loaded>
    }
    .into_any()
}
