//! `/bots/{bot}/tests/evaluation`: how well the draft tells questions apart, and which articles it
//! takes for each other.

use crate::{
    components::{
        change::DecisionBadge,
        empty_state::EmptyState,
        icon::Icon,
        load::Load,
        loaded::{Loaded, NotFound},
        number::{percent, whole},
        page_header::{Crumb, PageHeader},
        table::{Column, Table},
    },
    i18n::{t, t_string, text, use_i18n},
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl, text_prop::TextProp};
use model::{
    error::{AppError, AppResult},
    evaluation::{Basis, Confused, Evaluation, Missed, Named},
    id::BotId,
};

/// Measures the draft; `on` is `tests` or `wordings`.
#[server(prefix = "/api/ui", endpoint = "tests/evaluate", input = GetUrl, output = model::wire::Json)]
pub async fn evaluate_draft(bot: BotId, on: String) -> AppResult<Evaluation> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        evaluation,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    evaluation::evaluate(&access, on.parse().unwrap_or_default()).await
}

#[component]
pub fn EvaluationPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Page bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Page(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let on = paths::use_query("on");
    let basis = Memo::new(move |_| on.get().parse::<Basis>().unwrap_or_default());
    let measured = Load::new(
        move || basis.get(),
        move |basis| async move {
            match evaluate_draft(bot, basis.to_string()).await {
                Ok(evaluation) => Ok(Some(evaluation)),
                // Too many wordings for a page.
                Err(AppError::Invalid { .. }) => Ok(None),
                Err(error) => Err(error),
            }
        },
    );
    let parent = Crumb {
        label: (move || t_string!(i18n, tests.title)).into(),
        href: paths::tests(bot).into(),
    };
    view! {
        <PageHeader
            title=move || t_string!(i18n, evaluation.title)
            lead=move || t_string!(i18n, evaluation.lead)
            parent
        />
        <Bases bot basis />
        <Loaded resource=measured let:measured>
            <Measured bot basis=basis.get_untracked() measured />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Bases(bot: BotId, basis: Memo<Basis>) -> impl IntoView {
    let i18n = use_i18n();
    let links = [Basis::Tests, Basis::Wordings].map(|one| {
        let href = paths::with_query(&paths::evaluation(bot), &[("on", one.as_str())]);
        let label = move || match one {
            Basis::Tests => t_string!(i18n, evaluation.on_tests),
            Basis::Wordings => t_string!(i18n, evaluation.on_wordings),
        };
        let current = move || (basis.get() == one).then_some("page");
        view! {
            <li>
                <a class="tab" href=href aria-current=current>
                    {label}
                </a>
            </li>
        }
    });
    let help = move || match basis.get() {
        Basis::Tests => t_string!(i18n, evaluation.tests_help),
        Basis::Wordings => t_string!(i18n, evaluation.wordings_help),
    };
    view! {
        <nav class="tabs" aria-label=move || t_string!(i18n, evaluation.bases)>
            <ul>{links.collect_view()}</ul>
        </nav>
        <p class="field-help">{help}</p>
    }
}

#[component]
fn Measured(bot: BotId, basis: Basis, measured: Option<Evaluation>) -> impl IntoView {
    let i18n = use_i18n();
    let Some(measured) = measured else {
        return view! {
            <EmptyState
                icon=Icon::Chart
                title=move || t_string!(i18n, evaluation.too_many)
                help=move || t_string!(i18n, evaluation.too_many_help)
            />
        }
        .into_any();
    };
    if measured.n_questions == 0 {
        let help = move || match basis {
            Basis::Tests => t_string!(i18n, evaluation.no_tests),
            Basis::Wordings => t_string!(i18n, evaluation.no_wordings),
        };
        return view! {
            <EmptyState
                icon=Icon::Chart
                title=move || t_string!(i18n, evaluation.nothing)
                help=help
            />
        }
        .into_any();
    }
    view! {
        <Figures measured=measured.clone() />
        <ConfusedTable bot confused=measured.confused />
        <MissedTable bot missed=measured.missed n=measured.n_missed />
    }
    .into_any()
}

#[component]
fn Figures(measured: Evaluation) -> impl IntoView {
    let i18n = use_i18n();
    let n_questions = u64::from(measured.n_questions);
    let share = |share: Option<f64>| move || percent(share);
    let micros = move || format!("{:.0}\u{a0}µs", measured.us_median);
    let slowest = format!("{:.0}", measured.us_p99);
    view! {
        <section class="panel">
            <h2>{move || t_string!(i18n, evaluation.asked, count = whole(n_questions))}</h2>
            <dl class="measures">
                <Measure
                    name=move || t_string!(i18n, evaluation.accuracy)
                    help=move || t_string!(i18n, evaluation.accuracy_help)
                    value=share(measured.accuracy)
                />
                <Measure
                    name=move || t_string!(i18n, evaluation.coverage)
                    help=move || t_string!(i18n, evaluation.coverage_help)
                    value=share(measured.coverage)
                />
                <Measure
                    name=move || t_string!(i18n, evaluation.answered)
                    help=move || t_string!(i18n, evaluation.answered_help)
                    value=share(measured.answered_accuracy)
                />
                <Measure
                    name=move || t_string!(i18n, evaluation.refused)
                    help=move || t_string!(i18n, evaluation.refused_help)
                    value=share(measured.out_of_scope_recall)
                />
                <Measure
                    name=move || t_string!(i18n, evaluation.ece)
                    help=move || t_string!(i18n, evaluation.ece_help)
                    value=share(measured.ece)
                />
                <Measure
                    name=move || t_string!(i18n, evaluation.time)
                    help=move || t_string!(i18n, evaluation.time_help, slowest = slowest.clone())
                    value=micros
                />
            </dl>
        </section>
    }
}

#[component]
fn Measure(
    #[prop(into)] name: TextProp,
    #[prop(into)] help: TextProp,
    #[prop(into)] value: TextProp,
) -> impl IntoView {
    view! {
        <div>
            <dt>{move || name.get()}</dt>
            <dd class="measure">{move || value.get()}</dd>
            <dd class="field-help">{move || help.get()}</dd>
        </div>
    }
}

/// An article by its question, which leads to it.
fn link(bot: BotId, named: Named) -> AnyView {
    let i18n = use_i18n();
    if named.title.is_empty() {
        return t!(i18n, tests.gone).into_any();
    }
    view! { <a href=paths::article(bot, named.article)>{named.title}</a> }.into_any()
}

#[component]
fn ConfusedTable(bot: BotId, confused: Vec<Confused>) -> impl IntoView {
    let i18n = use_i18n();
    if confused.is_empty() {
        return ().into_any();
    }
    let columns = [
        Column::text(move || t_string!(i18n, tests.expected)),
        Column::text(move || t_string!(i18n, evaluation.taken_for)),
        Column::number(move || t_string!(i18n, evaluation.times)),
        Column::text(move || t_string!(i18n, evaluation.example)),
    ];
    let rows = confused
        .into_iter()
        .map(|pair| {
            let [expected, taken_for, times, example] = &columns;
            view! {
                <tr>
                    {expected.row_header(link(bot, pair.expected))}
                    {taken_for.cell(link(bot, pair.predicted))} {times.cell(pair.n_times)}
                    {example.cell(pair.example)}
                </tr>
            }
        })
        .collect_view();
    view! {
        <h2>{t!(i18n, evaluation.confused)}</h2>
        <Table caption=move || t_string!(i18n, evaluation.confused) columns>
            {rows}
        </Table>
    }
    .into_any()
}

#[component]
fn MissedTable(bot: BotId, missed: Vec<Missed>, n: u32) -> impl IntoView {
    let i18n = use_i18n();
    if missed.is_empty() {
        return view! { <p>{t!(i18n, evaluation.all_well)}</p> }.into_any();
    }
    let columns = [
        Column::text(move || t_string!(i18n, tests.question)),
        Column::text(move || t_string!(i18n, tests.expected)),
        Column::text(move || t_string!(i18n, evaluation.decision)),
        Column::text(move || t_string!(i18n, evaluation.likeliest)),
        Column::number(move || t_string!(i18n, evaluation.confidence)),
    ];
    let rows = missed
        .into_iter()
        .map(|missed| {
            let [question, expected, decision, likeliest, confidence] = &columns;
            let wanted = match missed.expected {
                Some(named) => link(bot, named),
                None => t!(i18n, tests.nothing).into_any(),
            };
            let sure = f64::from(missed.confidence);
            view! {
                <tr>
                    {question.row_header(missed.question)} {expected.cell(wanted)}
                    {decision.cell(view! { <DecisionBadge decision=missed.decision /> })}
                    {likeliest.cell(missed.predicted.map(|named| link(bot, named)))}
                    {confidence.cell(text(move || percent(Some(sure))))}
                </tr>
            }
        })
        .collect_view();
    view! {
        <h2>{move || t_string!(i18n, evaluation.missed, count = n)}</h2>
        <Table caption=move || t_string!(i18n, evaluation.missed, count = n) columns>
            {rows}
        </Table>
    }
    .into_any()
}
