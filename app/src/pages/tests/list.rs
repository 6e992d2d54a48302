//! The tests, those that failed first, and how the last runs went.

use super::DeleteTest;
use crate::{
    components::{
        act::Act,
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
    regression::{Occasion, RunSummary, TestRow, TestsPage, Verdict},
    turn::TurnKind,
};

#[component]
pub fn List(bot: BotId, page: TestsPage, delete: Act<DeleteTest>) -> impl IntoView {
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
        Column::acts(move || t_string!(i18n, tests.acts)),
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
    let shown = paths::use_query("shown").get_untracked();
    let at = |number: u32| {
        let number = number.to_string();
        let pairs = [("shown", shown.as_str()), ("page", number.as_str())];
        paths::with_query(&paths::tests(bot), &pairs)
    };
    let first = (number > 0).then(|| at(0));
    let next = page.has_more.then(|| at(number + 1));
    view! {
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
    delete: Act<DeleteTest>,
    may_change: bool,
    [question, expected, outcome, acts]: &[Column; 4],
) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let lang = test.locale.as_ref().map(ToString::to_string);
    let wanted = match test.expected {
        None => t!(i18n, tests.nothing).into_any(),
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
            <span class="cell-note">{instead(result.verdict)}</span>
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

/// What the bot did in place of what the test wants.
fn instead(verdict: Verdict) -> impl IntoView {
    let i18n = use_i18n();
    let Verdict { kind, title, .. } = verdict;
    move || match kind {
        TurnKind::Answer => t_string!(i18n, tests.answered_with, title = title.clone()),
        TurnKind::Clarification => t_string!(i18n, tests.asked_about, title = title.clone()),
        _ => t_string!(i18n, tests.not_answered).to_owned(),
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
