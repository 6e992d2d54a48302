//! `/bots/{bot}/tests`: questions whose answers are known, how they fared, and whether a failing
//! one stops a publish.

mod evaluation;
mod forms;
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
    pages::knowledge::list_articles,
    paths,
};
pub use evaluation::EvaluationPage;
use forms::{Add, Gate, Runner};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use list::List;
use model::{
    article::ArticleFilter,
    error::AppResult,
    id::{BotId, TestId},
    regression::TestsPage as Page,
};

/// A page of a bot's tests, from 0; `shown` is `all` or `failed`.
#[server(prefix = "/api/ui", endpoint = "tests/list", input = GetUrl, output = model::wire::Json)]
pub async fn list_tests(bot: BotId, shown: String, page: u32) -> AppResult<Page> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        regression,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    regression::page(&access, shown.parse().unwrap_or_default(), page).await
}

/// Adds tests, a line each: question, tab, what has to answer.
#[server(prefix = "/api/ui", endpoint = "tests/add", output = model::wire::Json)]
pub async fn add_tests(bot: BotId, rows: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        regression,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    regression::import(&access, &rows).await?;
    redirect(&with_notice(&paths::tests(bot), "test_saved"));
    Ok(())
}

/// Adds one test.
#[server(prefix = "/api/ui", endpoint = "tests/save", output = model::wire::Json)]
pub async fn save_test(
    bot: BotId,
    question: String,
    locale: String,
    expected: String,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        regression::{self, TestDraft},
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let draft = TestDraft {
        question,
        locale,
        expected,
    };
    regression::save(&access, &draft).await?;
    redirect(&with_notice(&paths::tests(bot), "test_saved"));
    Ok(())
}

#[server(prefix = "/api/ui", endpoint = "tests/delete", output = model::wire::Json)]
pub async fn delete_test(bot: BotId, test: TestId) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        regression,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    regression::delete(&access, test).await?;
    redirect(&with_notice(&paths::tests(bot), "test_deleted"));
    Ok(())
}

/// Runs the tests on the draft.
#[server(prefix = "/api/ui", endpoint = "tests/run", output = model::wire::Json)]
pub async fn run_tests(bot: BotId) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        regression,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    regression::run(&access).await?;
    redirect(&with_notice(&paths::tests(bot), "test_run"));
    Ok(())
}

/// Says whether a failing test stops a publish: `to` is `on` or `off`.
#[server(prefix = "/api/ui", endpoint = "tests/gate", output = model::wire::Json)]
pub async fn set_gate(bot: BotId, to: String) -> AppResult<()> {
    use crate::server::{authorized, redirect};
    use domain::{
        access::{Settings, Write},
        regression,
    };
    use model::error::{AppError, Problem};
    let access = authorized::<Write<Settings>>(bot).await?;
    let is_gated = match to.as_str() {
        "on" => true,
        "off" => false,
        _ => return Err(AppError::invalid("to", Problem::Unknown)),
    };
    regression::set_gate(&access, is_gated).await?;
    redirect(&paths::tests(bot));
    Ok(())
}

#[component]
pub fn TestsPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Tests bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Tests(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let run = Act::<RunTests>::new();
    let gate = Act::<SetGate>::new();
    let delete = Act::<DeleteTest>::new();
    let save = Act::<SaveTest>::new();
    let add = Act::<AddTests>::new();
    let edited = [n_done(save), n_done(add), n_done(delete)];
    let ran = [n_done(run), n_done(gate)];
    let shown = paths::use_query("shown");
    let number = paths::use_query("page");
    let page = Load::new(
        move || {
            let acts = (edited.map(|n| n.get()), ran.map(|n| n.get()));
            (shown.get(), number.get(), acts)
        },
        move |(shown, number, _)| load(bot, shown, number.parse().unwrap_or_default()),
    );
    view! {
        <PageHeader
            title=move || t_string!(i18n, tests.title)
            lead=move || t_string!(i18n, tests.lead)
        >
            <a class="button" href=paths::evaluation(bot)>
                {Icon::Chart.draw()}
                {t!(i18n, evaluation.title)}
            </a>
        </PageHeader>
        <Loaded resource=page let:loaded>
            {
                let (page, titles) = loaded;
                let (is_gate, may_set, may_change) = (page.is_gate, page.may_set_gate, page.may_change);
                let (n_tests, n_failed) = (page.n_tests, page.n_failed);
                view! {
                    <Runner bot run n_tests n_failed may_change />
                    <List bot page delete />
                    <div class="panels">
                        {may_change.then(|| view! { <Add bot save add titles /> })}
                        <Gate bot is_gate may_set gate />
                    </div>
                }
            }
        </Loaded>
    }
    .into_any()
}

/// The tests, and titles to offer.
async fn load(bot: BotId, shown: String, number: u32) -> AppResult<(Page, Vec<String>)> {
    let page = list_tests(bot, shown, number).await?;
    let articles = list_articles(bot, ArticleFilter::default(), String::new()).await?;
    let titles = articles.items.into_iter().map(|article| article.title);
    Ok((page, titles.collect()))
}
