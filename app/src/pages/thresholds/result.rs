//! What the thresholds that are tried would have done, and the form that lets them hold.

use super::{SaveThresholds, picture::Picture, share};
use crate::{
    components::{
        act::Act,
        change::DecisionBadge,
        empty_state::EmptyState,
        icon::Icon,
        number::{percent, whole},
        post_form::PostForm,
        submit_button::SubmitButton,
        table::{Column, Table},
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::{
    id::BotId,
    thresholds::{Flip, Pair, Replay},
};

#[component]
pub fn Result(bot: BotId, replay: Option<Replay>, save: Act<SaveThresholds>) -> impl IntoView {
    let i18n = use_i18n();
    let Some(replay) = replay else {
        return view! {
            <EmptyState
                icon=Icon::Publish
                title=move || t_string!(i18n, thresholds.unpublished)
                help=move || t_string!(i18n, thresholds.unpublished_help)
            />
        }
        .into_any();
    };
    if replay.n_questions == 0 {
        return view! {
            <EmptyState
                icon=Icon::Chart
                title=move || t_string!(i18n, thresholds.nothing)
                help=move || t_string!(i18n, thresholds.nothing_help)
            />
            <Save bot replay save />
        }
        .into_any();
    }
    view! {
        <Picture replay=replay.clone() />
        <What replay=replay.clone() />
        <Save bot replay=replay.clone() save />
        <Flips flips=replay.flips n=replay.n_flips />
    }
    .into_any()
}

#[component]
fn What(replay: Replay) -> impl IntoView {
    let i18n = use_i18n();
    let (n_questions, n_times) = (u64::from(replay.n_questions), u64::from(replay.n_times));
    let counted = move || {
        let (count, times) = (whole(n_questions), whole(n_times));
        t_string!(i18n, thresholds.counted, count = count, times = times)
    };
    let both = |pair: Pair| (share(pair.answer_at), share(pair.ask_back_at));
    let (saved, tried) = (replay.saved, replay.tried);
    let columns = [
        Column::text(move || t_string!(i18n, thresholds.what)),
        Column::number(move || {
            let (answer, ask) = both(saved);
            t_string!(i18n, thresholds.now, answer = answer, ask = ask)
        }),
        Column::number(move || {
            let (answer, ask) = both(tried);
            t_string!(i18n, thresholds.then, answer = answer, ask = ask)
        }),
        Column::number(move || t_string!(i18n, thresholds.change)),
    ];
    let [what, now, then, change] = columns.clone();
    let (old, new) = (replay.now, replay.then);
    let rows = [
        ("answered", old.answered, new.answered),
        ("asked_back", old.asked_back, new.asked_back),
        ("missed", old.missed, new.missed),
    ]
    .map(|(kind, old, new)| {
        let name = move || match kind {
            "answered" => t_string!(i18n, analytics.answered),
            "asked_back" => t_string!(i18n, analytics.asked_back),
            _ => t_string!(i18n, analytics.missed),
        };
        let figure = move |n: u32| {
            let part = f64::from(n) / f64::from(replay.n_times.max(1));
            move || format!("{} · {}", whole(u64::from(n)), percent(Some(part)))
        };
        let by = i64::from(new) - i64::from(old);
        view! {
            <tr>
                {what.row_header(name)} {now.cell(figure(old))} {then.cell(figure(new))}
                {change.cell(format!("{by:+}"))}
            </tr>
        }
    })
    .collect_view();
    view! {
        <section class="panel">
            <h2>{t!(i18n, thresholds.what)}</h2>
            <p class="field-help">{counted}</p>
            <Table caption=move || t_string!(i18n, thresholds.what) columns>
                {rows}
            </Table>
        </section>
    }
}

#[component]
fn Save(bot: BotId, replay: Replay, save: Act<SaveThresholds>) -> impl IntoView {
    let i18n = use_i18n();
    let tried = replay.tried;
    let is_other = tried != replay.saved;
    (replay.may_change && is_other).then(|| {
        let label = move || {
            let (answer, ask) = (share(tried.answer_at), share(tried.ask_back_at));
            t_string!(i18n, thresholds.save, answer = answer, ask = ask)
        };
        view! {
            <PostForm action=save class="panel-acts threshold-save">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="answer_at" value=tried.answer_at.to_string() />
                <input type="hidden" name="ask_back_at" value=tried.ask_back_at.to_string() />
                <SubmitButton pending=save.pending()>{label}</SubmitButton>
            </PostForm>
        }
    })
}

#[component]
fn Flips(flips: Vec<Flip>, n: u32) -> impl IntoView {
    let i18n = use_i18n();
    let items = flips
        .into_iter()
        .map(|flip| {
            let times = format!("{}×", flip.n_times);
            let sure = move || percent(Some(f64::from(flip.confidence)));
            view! {
                <li class="flip">
                    <p class="flip-question">
                        {flip.question} " " <span class="suggestion-share">{times}</span>
                    </p>
                    <p class="flip-way">
                        <DecisionBadge decision=flip.before />
                        <span aria-hidden="true">"→"</span>
                        <DecisionBadge decision=flip.after />
                        <span>{flip.title}</span>
                        <span class="suggestion-share">{sure}</span>
                    </p>
                </li>
            }
        })
        .collect_view();
    let title = move || {
        if n == 0 {
            t_string!(i18n, thresholds.no_flips).to_owned()
        } else {
            t_string!(i18n, thresholds.flips, count = n)
        }
    };
    view! {
        <section class="panel">
            <h2>{title}</h2>
            <ul class="flips">{items}</ul>
        </section>
    }
}
