//! What became of a question: the reply as visitors see it, and how the engine came to it.

use super::Teach;
use crate::{
    components::{act::Act, post_form::PostForm},
    i18n::{t, t_string, use_i18n},
    pages::conversation::{Kind, message},
    paths,
};
use leptos::{prelude::*, svg};
use model::{
    id::BotId,
    trial::{Trial, TrialCandidate, TrialWord},
};

#[component]
pub fn Outcome(bot: BotId, trial: Trial, locale: String) -> impl IntoView {
    let i18n = use_i18n();
    let messages = trial.messages.iter().map(message).collect_view();
    let took = format!("{} µs", trial.took_us);
    let told = trial.locale.as_ref().map_or(locale, ToString::to_string);
    let spoken = trial.locale.as_ref().map(ToString::to_string);
    view! {
        <section class="trial" aria-live="polite">
            <div class="bubble bubble-bot" lang=spoken.clone()>
                {messages}
            </div>
            <p class="meta">
                <Kind kind=trial.kind />
                <span>{took}</span>
                {spoken.map(|locale| view! { <span class="tab-locale">{locale}</span> })}
            </p>
            <h2>{t!(i18n, test.read_as)}</h2>
            <Words words=trial.words />
            <h2>{t!(i18n, test.candidates)}</h2>
            <Candidates
                bot
                candidates=trial.candidates
                question=trial.question
                locale=told
                answer_at=trial.answer_at
                ask_back_at=trial.ask_back_at
            />
        </section>
    }
}

#[component]
fn Words(words: Vec<TrialWord>) -> impl IntoView {
    let i18n = use_i18n();
    let items = words
        .into_iter()
        .map(|TrialWord { word, taken_for }| {
            let taken = taken_for.map(|known| {
                view! {
                    <span class="visually-hidden">{t!(i18n, test.taken_for)}</span>
                    <span class="word-known">{known}</span>
                }
            });
            view! { <li class="word">{word} {taken}</li> }
        })
        .collect_view();
    view! { <ul class="words">{items}</ul> }
}

#[component]
fn Candidates(
    bot: BotId,
    candidates: Vec<TrialCandidate>,
    question: String,
    locale: String,
    answer_at: f32,
    ask_back_at: f32,
) -> impl IntoView {
    let i18n = use_i18n();
    let teach = Act::<Teach>::new();
    let write = paths::new_article_asked(bot, &question);
    let is_empty = candidates.is_empty();
    let items = candidates
        .into_iter()
        .map(|candidate| view! { <Candidate bot candidate answer_at ask_back_at /> })
        .collect_view();
    let thresholds = move || {
        let (answer, ask) = (percent(answer_at), percent(ask_back_at));
        t_string!(i18n, test.thresholds, answer = answer, ask = ask)
    };
    view! {
        <PostForm action=teach class="inbox">
            <input type="hidden" name="bot" value=bot.to_string() />
            <input type="hidden" name="question" value=question.clone() />
            <input type="hidden" name="locale" value=locale.clone() />
            {if is_empty {
                view! { <p class="field-help">{t!(i18n, test.no_candidate)}</p> }.into_any()
            } else {
                view! {
                    <ol class="candidates">{items}</ol>
                    <p class="field-help">{thresholds}</p>
                }
                    .into_any()
            }}
            <p class="trial-acts">
                <a class="button" href=write>
                    {t!(i18n, unanswered.write)}
                </a>
                <button class="button" name="act" value="keep:-">
                    {t!(i18n, test.keep_none)}
                </button>
            </p>
        </PostForm>
    }
    .into_any()
}

#[component]
fn Candidate(
    bot: BotId,
    candidate: TrialCandidate,
    answer_at: f32,
    ask_back_at: f32,
) -> impl IntoView {
    let i18n = use_i18n();
    let TrialCandidate {
        article,
        title,
        confidence,
        ..
    } = candidate;
    let (lead, nearest) = (
        format!("{:+.2}", candidate.lead),
        percent(candidate.nearest),
    );
    let covered = percent(candidate.covered);
    let parts = move || {
        let (lead, nearest, covered) = (lead.clone(), nearest.clone(), covered.clone());
        t_string!(
            i18n,
            test.parts,
            lead = lead,
            nearest = nearest,
            covered = covered
        )
    };
    view! {
        <li class="candidate">
            <div class="candidate-head">
                <a href=paths::article(bot, article)>{title}</a>
                <span class="candidate-share">{percent(confidence)}</span>
            </div>
            {bar(confidence, [ask_back_at, answer_at])}
            <div class="candidate-foot">
                <span class="field-help">{parts}</span>
                <button class="button" name="act" value=format!("teach:{article}")>
                    {t!(i18n, test.teach)}
                </button>
                <button class="button" name="act" value=format!("keep:{article}")>
                    {t!(i18n, test.keep)}
                </button>
            </div>
        </li>
    }
}

/// A share of one as a bar, with marks; the figure beside it says the same.
fn bar(share: f32, [first, second]: [f32; 2]) -> impl IntoView {
    let x = |share: f32| format!("{:.1}", share * 100.0);
    let rect = |width: String, class: &'static str| {
        svg::rect()
            .attr("width", width)
            .attr("height", "6")
            .class(class)
    };
    let mark = |at: f32| {
        svg::line()
            .attr("x1", x(at))
            .attr("x2", x(at))
            .attr("y1", "0")
            .attr("y2", "6")
            .class("bar-mark")
    };
    svg::svg()
        .class("bar")
        .attr("viewBox", "0 0 100 6")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .child((
            rect("100".to_owned(), "bar-ground"),
            rect(x(share), "bar-share"),
            mark(first),
            mark(second),
        ))
}

fn percent(share: f32) -> String {
    format!("{:.0} %", share * 100.0)
}
