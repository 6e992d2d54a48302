//! The tests, those that failed first, and how the last runs went.

use super::DeleteTest;
use crate::{
    components::{
        badge::{Badge, Tone},
        empty_state::EmptyState,
        icon::Icon,
        pagination::Pagination,
        post_form::PostForm,
        table::{Column, Table},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    id::BotId,
    regression::{NOTHING, Occasion, RunSummary, TestRow, TestsPage},
};

#[component]
pub fn List(bot: BotId, page: TestsPage, delete: ServerAction<DeleteTest>) -> impl IntoView {
    let i18n = use_i18n();
    if page.n_tests == 0 {
        return view! {
            <EmptyState
                icon=Icon::Test
                title=move || t_string!(i18n, tests.empty)
                help=move || t_string!(i18n, tests.empty_help)
            />
        }
        .into_any();
    }
    let columns = [
        Column::text(move || t_string!(i18n, tests.question)),
        Column::text(move || t_string!(i18n, tests.expected)),
        Column::text(move || t_string!(i18n, tests.outcome)),
        Column::text(move || t_string!(i18n, tests.acts)),
    ];
    let may_change = page.may_change;
    let rows = page
        .rows
        .into_iter()
        .map(|test| row(bot, test, delete, may_change, &columns))
        .collect_view();
    let number: u32 = paths::use_query("page")
        .get_untracked()
        .parse()
        .unwrap_or_default();
    let first = (number > 0).then(|| paths::tests(bot));
    let next = page
        .has_more
        .then(|| paths::with_query(&paths::tests(bot), &[("page", &(number + 1).to_string())]));
    let (n_tests, n_failed) = (page.n_tests, page.n_failed);
    let counts = move || t_string!(i18n, tests.counts, count = n_tests, failed = n_failed);
    view! {
        <p class="field-help">{counts}</p>
        <Table caption=move || t_string!(i18n, tests.title) columns>
            {rows}
        </Table>
        <Pagination first next />
        <Runs runs=page.runs />
    }
    .into_any()
}

fn row(
    bot: BotId,
    TestRow { test, result }: TestRow,
    delete: ServerAction<DeleteTest>,
    may_change: bool,
    [question, expected, outcome, acts]: &[Column; 4],
) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let lang = test.locale.as_ref().map(ToString::to_string);
    let wanted = match test.expected {
        None => view! { {NOTHING} }.into_any(),
        Some(wanted) if wanted.title.is_empty() => t!(i18n, tests.gone).into_any(),
        Some(wanted) => {
            view! { <a href=paths::article(bot, wanted.article)>{wanted.title}</a> }.into_any()
        }
    };
    let fared = match result {
        None => view! { <Badge tone=Tone::Neutral text=move || t_string!(i18n, tests.not_run) /> }
            .into_any(),
        Some(result) if result.is_passed => {
            view! { <Badge tone=Tone::Good text=move || t_string!(i18n, tests.passed) /> }
                .into_any()
        }
        Some(result) => view! {
            <Badge tone=Tone::Bad text=move || t_string!(i18n, tests.failed) />
            " "
            <span>
                {match result.verdict.title.as_str() {
                    "" => NOTHING.to_owned(),
                    title => title.to_owned(),
                }}
            </span>
        }
        .into_any(),
    };
    let id = test.id.to_string();
    let act = may_change.then(|| {
        view! {
            <PostForm action=delete class="inline-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="test" value=id.clone() />
                <button class="button">{t!(i18n, tests.delete)}</button>
            </PostForm>
        }
    });
    view! {
        <tr>
            {question.row_header(view! { <span lang=lang>{test.question}</span> })}
            {expected.cell(wanted)}
            {outcome.cell(fared)}
            {acts.cell(act)}
        </tr>
    }
}

/// How the last runs went, newest first.
#[component]
fn Runs(runs: Vec<RunSummary>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = [
        Column::text(move || t_string!(i18n, tests.run_at)),
        Column::text(move || t_string!(i18n, tests.occasion)),
        Column::number(move || t_string!(i18n, tests.run_tests)),
        Column::number(move || t_string!(i18n, tests.run_failed)),
    ];
    let rows = runs
        .into_iter()
        .map(|run| {
            let [at, why, n_tests, n_failed] = &columns;
            let occasion = move || match run.occasion {
                Occasion::Asked => t_string!(i18n, tests.asked),
                Occasion::Published => t_string!(i18n, tests.published),
                Occasion::Stopped => t_string!(i18n, tests.stopped),
            };
            view! {
                <tr>
                    {at.row_header(view! { <Time at=run.at /> })}
                    {why.cell(occasion)}
                    {n_tests.cell(run.n_tests)}
                    {n_failed.cell(run.n_failed)}
                </tr>
            }
        })
        .collect_view();
    view! {
        <details class="chart-table">
            <summary>{t!(i18n, tests.runs)}</summary>
            <Table caption=move || t_string!(i18n, tests.runs) columns>
                {rows}
            </Table>
        </details>
    }
}
