//! The questions of one part of the inbox, each with what can be decided about it.

use crate::{
    components::{
        act::Act,
        badge::{Badge, Tone},
        empty_state::EmptyState,
        icon::Icon,
        list_menu::{ListMenu, SaveListView},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    id::{BotId, ConversationId, OpenQuestionId, UserId},
    list_view::{List, ListView},
    unanswered::{Inbox, OpenQuestion, QuestionGroup, State, Suggestion, Tab},
};

#[component]
pub fn Questions(
    bot: BotId,
    tab: Tab,
    /// The page of this part.
    page: String,
    inbox: Inbox,
    view: ListView,
) -> impl IntoView {
    if inbox.groups.is_empty() {
        return view! { <Nothing tab /> }.into_any();
    }
    let part = Part { bot, page };
    let reader = inbox.reader;
    let assignees = inbox.assignees;
    let items = inbox
        .groups
        .into_iter()
        .map(move |group| {
            let assignee = group.question.assignee;
            let mut known = assignees.iter();
            let whose = known.find(|colleague| Some(colleague.user) == assignee);
            let whose = whose.map(|colleague| colleague.email.to_string());
            let (part, view) = (part.clone(), view.clone());
            view! { <Group part group reader whose view /> }
        })
        .collect_view();
    view! {
        <ul class="questions">{items}</ul>
        <Keys />
    }
    .into_any()
}

/// The part of the inbox that is shown.
#[derive(Clone)]
struct Part {
    bot: BotId,
    page: String,
}

impl Part {
    /// A conversation, from which one comes back here.
    fn conversation(&self, id: ConversationId) -> String {
        let inbox = paths::inbox(self.bot);
        let asked = paths::asked_of(&self.page, &inbox);
        paths::with_asked(&paths::conversation(self.bot, id), asked)
    }

    /// The same part with a question opened in one of its forms.
    fn with(&self, form: &str, question: OpenQuestionId) -> String {
        paths::with_query(&self.page, &[(form, &question.to_string())])
    }
}

#[component]
pub fn Menu(view: ListView, save: Act<SaveListView>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        ("times", (move || t_string!(i18n, lists.times)).into()),
        ("trend", (move || t_string!(i18n, lists.trend)).into()),
        ("last", (move || t_string!(i18n, lists.last)).into()),
        ("language", (move || t_string!(i18n, lists.language)).into()),
        ("assignee", (move || t_string!(i18n, lists.assignee)).into()),
        (
            "suggestions",
            (move || t_string!(i18n, lists.suggestions)).into(),
        ),
    ];
    view! { <ListMenu list=List::Unanswered view save columns /> }
}

#[component]
fn Nothing(tab: Tab) -> impl IntoView {
    let i18n = use_i18n();
    let is_work = tab.state() == State::New;
    view! {
        <EmptyState
            icon=Icon::Check
            title=move || {
                if is_work {
                    t_string!(i18n, unanswered.empty)
                } else {
                    t_string!(i18n, unanswered.empty_decided)
                }
            }
            help=move || t_string!(i18n, unanswered.empty_help)
        />
    }
}

#[component]
fn Keys() -> impl IntoView {
    let i18n = use_i18n();
    view! { <p class="shortcuts needs-scripts">{t!(i18n, unanswered.keys)}</p> }
}

#[component]
fn Group(
    part: Part,
    group: QuestionGroup,
    reader: Option<UserId>,
    /// The address of who looks after it.
    whose: Option<String>,
    view: ListView,
) -> impl IntoView {
    let has_suggestions = view.shows("suggestions");
    let lang = group.question.locale.as_ref().map(ToString::to_string);
    let acts = if group.question.state == State::New {
        view! { <Decisions part=part.clone() group=group.clone() reader has_suggestions /> }
            .into_any()
    } else {
        view! { <Decided bot=part.bot question=group.question.clone() /> }.into_any()
    };
    view! {
        <li class="question" tabindex="-1">
            <h2 lang=lang>{group.question.question.clone()}</h2>
            <Meta part=part.clone() group=group.clone() reader whose view />
            <Others part others=group.others />
            {acts}
        </li>
    }
}

#[component]
fn Meta(
    part: Part,
    group: QuestionGroup,
    reader: Option<UserId>,
    whose: Option<String>,
    view: ListView,
) -> impl IntoView {
    let i18n = use_i18n();
    let (n_times, this_week, last_week) = (group.n_times, group.n_this_week, group.n_last_week);
    let times = move || t_string!(i18n, unanswered.n_times, count = n_times);
    let has_trend = view.shows("trend") && this_week + last_week > 0;
    let trend = has_trend.then(|| {
        let text = move || t_string!(i18n, unanswered.trend, now = this_week, before = last_week);
        let class = match this_week.cmp(&last_week) {
            std::cmp::Ordering::Greater => "trend trend-up",
            _ => "trend",
        };
        view! { <span class=class>{text}</span> }
    });
    let question = group.question;
    let until = question.until.map(|at| {
        view! { <span>{t!(i18n, unanswered.until)} " " <Time at /></span> }
    });
    let is_own = question.assignee == reader;
    let whose = whose.filter(|_| view.shows("assignee")).map(|email| {
        let text = move || {
            if is_own {
                t_string!(i18n, unanswered.yours).to_owned()
            } else {
                email.clone()
            }
        };
        view! { <Badge tone=Tone::Accent text=text /> }
    });
    let lang = question.locale.filter(|_| view.shows("language"));
    let lang = lang.map(|locale| locale.to_string());
    let times = view.shows("times").then(|| view! { <span>{times}</span> });
    let last_at = question.last_at;
    let last = view.shows("last").then(|| {
        view! { <span>{t!(i18n, unanswered.last)} " " <Time at=last_at /></span> }
    });
    view! {
        <p class="meta">
            {times}
            {trend}
            {last}
            {lang.map(|lang| view! { <span class="tab-locale">{lang}</span> })}
            {until}
            {whose}
            <a href=part.conversation(question.conversation)>
                {t!(i18n, unanswered.see_conversation)}
            </a>
        </p>
    }
}

/// The questions that ask about the same, folded away.
#[component]
fn Others(part: Part, others: Vec<OpenQuestion>) -> impl IntoView {
    let i18n = use_i18n();
    if others.is_empty() {
        return ().into_any();
    }
    let n = others.len().to_string();
    let items = others
        .into_iter()
        .map(|other| {
            let lang = other.locale.as_ref().map(ToString::to_string);
            let times = format!("{}×", other.n_times);
            view! {
                <li>
                    <a lang=lang href=part.conversation(other.conversation)>
                        {other.question}
                    </a>
                    <span class="suggestion-share">{times}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <details class="others">
            <summary>{move || t_string!(i18n, unanswered.others, count = n.clone())}</summary>
            <ul>{items}</ul>
        </details>
    }
    .into_any()
}

#[component]
fn Decided(bot: BotId, question: OpenQuestion) -> impl IntoView {
    let i18n = use_i18n();
    let id = question.id;
    let article = question.article.map(|article| {
        view! {
            <a class="button" href=paths::article(bot, article)>
                {t!(i18n, unanswered.see_article)}
            </a>
        }
    });
    view! {
        <div class="question-acts">
            {article}
            <button class="button" name="act" value=format!("reopen:{id}") data-key="u">
                {t!(i18n, unanswered.reopen)}
            </button>
        </div>
    }
}

#[component]
fn Decisions(
    part: Part,
    group: QuestionGroup,
    reader: Option<UserId>,
    has_suggestions: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = group.question.id;
    let others = group.others.iter().map(|other| other.id);
    let ids: Vec<String> = [id]
        .into_iter()
        .chain(others)
        .map(|id| id.to_string())
        .collect();
    let ids = ids.join(",");
    let is_mine = reader.is_some() && group.question.assignee == reader;
    let take = format!("{}:{ids}", if is_mine { "leave" } else { "take" });
    let taking = move || {
        if is_mine {
            t_string!(i18n, unanswered.leave)
        } else {
            t_string!(i18n, unanswered.take)
        }
    };
    let suggestions: Vec<Suggestion> = group.suggestions;
    let attach = suggestions
        .into_iter()
        .enumerate()
        .map(|(n, suggestion)| {
            let percent = (suggestion.confidence * 100.0).round();
            view! {
                <li>
                    <button
                        class="suggestion"
                        name="act"
                        value=format!("attach:{ids}:{}", suggestion.article)
                        data-key=(n == 0).then_some("a")
                    >
                        <span>{suggestion.title}</span>
                        <span class="suggestion-share">{percent} " %"</span>
                    </button>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let suggested = (has_suggestions && !attach.is_empty()).then(|| {
        view! {
            <p class="suggestions-title">{t!(i18n, unanswered.attach)}</p>
            <ul class="suggestions">{attach}</ul>
        }
    });
    view! {
        {suggested}
        <div class="question-acts">
            <a class="button" href=part.with("other", id)>
                {t!(i18n, unanswered.other)}
            </a>
            <a class="button" href=paths::new_article_for(part.bot, id) data-key="c">
                {Icon::Plus.draw()}
                {t!(i18n, unanswered.write)}
            </a>
            <button class="button" name="act" value=format!("later:{ids}") data-key="l">
                {t!(i18n, unanswered.later)}
            </button>
            <button class="button" name="act" value=format!("ignore:{ids}") data-key="i">
                {t!(i18n, unanswered.ignore)}
            </button>
            <button class="button" name="act" value=take data-key="m">
                {taking}
            </button>
            <a class="button" href=part.with("assign", id)>
                {t!(i18n, unanswered.assign)}
            </a>
        </div>
    }
}
