//! What stands beside an open article where there is room: what the list shows, and the list.

use super::list_topics;
use crate::{
    components::{badge::Tone, icon::Icon, load::Load, loaded::Loaded, pagination::Pagination},
    i18n::{t, t_string, use_i18n},
    pages::knowledge::{Among, alert_text, list_articles, status_text, status_tone, use_among},
    paths,
};
use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use model::{
    article::{ArticleFilter, ArticleStatus, ArticleSummary},
    id::{ArticleId, BotId},
    page::Page,
};

/// What the panes know of the page.
#[derive(Clone, Copy)]
struct Beside {
    bot: BotId,
    /// The one that is open.
    article: Memo<Option<ArticleId>>,
    /// The language that it is open in.
    locale: Memo<String>,
    among: Memo<Among>,
}

impl Beside {
    /// This page with another list beside it.
    fn with(self, among: &Among) -> String {
        match self.article.get() {
            Some(article) => self
                .locale
                .with(|locale| among.text(self.bot, article, locale)),
            None => among.list(self.bot),
        }
    }

    /// The same with other filters.
    fn narrowed(self, change: impl FnOnce(&mut ArticleFilter)) -> String {
        self.with(&self.among.with(|among| among.narrowed(change)))
    }
}

#[component]
pub fn Panes(
    bot: BotId,
    article: Memo<Option<ArticleId>>,
    /// How often an article was saved: then the list is another.
    n_saved: RwSignal<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let among = use_among();
    let locale = paths::use_query("locale");
    let beside = Beside {
        bot,
        article,
        locale,
        among,
    };
    let topics = Load::new(move || n_saved.get(), move |_| list_topics(bot));
    let articles = Load::new(
        move || (among.get(), n_saved.get()),
        move |(among, _)| list_articles(bot, among.wanted, among.after),
    );
    view! {
        <nav
            class="room-filters"
            aria-label=move || t_string!(i18n, room.filters)
            data-beside=""
        >
            <Loaded resource=topics let:topics>
                <Topics beside topics />
            </Loaded>
            <Statuses beside />
        </nav>
        <section class="room-list" aria-label=move || t_string!(i18n, room.articles)>
            <Search beside />
            <Loaded resource=articles let:page>
                <List beside page />
            </Loaded>
        </section>
    }
    .into_any()
}

#[component]
fn Topics(beside: Beside, topics: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let links = topics
        .into_iter()
        .map(|topic| {
            let text = topic.clone();
            view! { <TopicLink beside topic>{text}</TopicLink> }
        })
        .collect_view();
    view! {
        <p class="room-head">{t!(i18n, room.topics)}</p>
        <ul>
            <TopicLink beside topic=String::new()>
                {t!(i18n, room.all)}
            </TopicLink>
            {links}
        </ul>
    }
}

#[component]
fn TopicLink(beside: Beside, topic: String, children: Children) -> impl IntoView {
    let own = topic.clone();
    let is_chosen = move || beside.among.with(|among| among.wanted.topic == own);
    let href = move || beside.narrowed(|wanted| wanted.topic.clone_from(&topic));
    view! {
        <li>
            <a href=href aria-current=move || is_chosen().then_some("true")>
                {children()}
            </a>
        </li>
    }
}

#[component]
fn Statuses(beside: Beside) -> impl IntoView {
    let i18n = use_i18n();
    let links = [
        None,
        Some(ArticleStatus::New),
        Some(ArticleStatus::Changed),
        Some(ArticleStatus::Published),
    ]
    .map(|status| {
        let word = status.map_or("", ArticleStatus::as_str);
        let text = move || match status {
            None => t_string!(i18n, room.all),
            Some(status) => status_text(i18n, status),
        };
        let is_chosen = move || beside.among.with(|among| among.wanted.status == word);
        let href = move || beside.narrowed(|wanted| word.clone_into(&mut wanted.status));
        view! {
            <li>
                <a href=href aria-current=move || is_chosen().then_some("true")>
                    {text}
                </a>
            </li>
        }
    });
    view! {
        <p class="room-head">{t!(i18n, knowledge.column_status)}</p>
        <ul>{links.collect_view()}</ul>
    }
}

/// Built anew when the filters change: what a field shows at first does not reach one that was
/// typed into.
#[component]
fn Search(beside: Beside) -> impl IntoView {
    move || {
        let among = beside.among.get();
        view! { <SearchForm beside among /> }
    }
}

#[component]
fn SearchForm(beside: Beside, among: Among) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<html::Input>::new();
    let navigate = use_navigate();
    // The form of the article is not sent along, so it has to stay on the page.
    let search = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Some(field) = field.get_untracked() {
            let address = untrack(|| beside.narrowed(|wanted| wanted.search = field.value()));
            navigate(&address, NavigateOptions::default());
        }
    };
    let action = move || match beside.article.get() {
        Some(article) => paths::article(beside.bot, article),
        None => paths::knowledge(beside.bot),
    };
    let others = among.narrowed(|wanted| wanted.search.clear());
    let others = others
        .pairs()
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            view! { <input type="hidden" name=name value=value.to_owned() /> }
        })
        .collect_view();
    let locale = move || beside.locale.get();
    let clear = among.is_filtered().then(|| {
        let href = move || beside.with(&Among::default());
        view! { <a href=href>{t!(i18n, knowledge.clear)}</a> }
    });
    view! {
        <search class="room-search" data-beside="">
            <form method="get" action=action on:submit=search>
                <input
                    class="control"
                    type="search"
                    name="q"
                    maxlength="100"
                    value=among.wanted.search
                    placeholder=move || t_string!(i18n, knowledge.search)
                    aria-label=move || t_string!(i18n, knowledge.search)
                    node_ref=field
                />
                {others}
                <input
                    type="hidden"
                    name="locale"
                    value=locale
                    disabled=move || beside.locale.with(String::is_empty)
                />
                <button
                    class="icon-button"
                    aria-label=move || t_string!(i18n, knowledge.search_submit)
                >
                    {Icon::Search.draw()}
                </button>
            </form>
            {clear}
        </search>
    }
}

#[component]
fn List(beside: Beside, page: Page<ArticleSummary>) -> impl IntoView {
    let i18n = use_i18n();
    let among = beside.among.get_untracked();
    let at = |after: String| Among {
        after,
        ..among.clone()
    };
    let next = page.next.map(|after| untrack(|| beside.with(&at(after))));
    let first = (!among.after.is_empty()).then(|| untrack(|| beside.with(&at(String::new()))));
    let is_empty = page.items.is_empty();
    let items = page
        .items
        .into_iter()
        .map(|article| view! { <Item beside article /> })
        .collect_view();
    view! {
        {is_empty.then(|| view! { <p class="field-help">{t!(i18n, knowledge.nothing_found)}</p> })}
        <ol class="room-items">{items}</ol>
        <div data-beside="">
            <Pagination first next />
        </div>
    }
    .into_any()
}

#[component]
fn Item(beside: Beside, article: ArticleSummary) -> impl IntoView {
    let i18n = use_i18n();
    let (id, status, alerts) = (article.id, article.status, article.alerts);
    let is_open = move || beside.article.get() == Some(id);
    let href = move || beside.among.with(|among| among.article(beside.bot, id));
    let tone = match status_tone(status) {
        Tone::Good => "dot dot-good",
        Tone::Warning => "dot dot-warning",
        _ => "dot dot-accent",
    };
    let sign = (!alerts.is_empty()).then(|| {
        let text = move || {
            let alerts = alerts.iter().map(|alert| alert_text(i18n, *alert));
            alerts.collect::<Vec<_>>().join(", ")
        };
        let title = text.clone();
        view! {
            <span class="room-alert" title=title>
                {Icon::Alert.draw()} <span class="visually-hidden">{text}</span>
            </span>
        }
    });
    view! {
        <li>
            <a class="room-item" href=href aria-current=move || is_open().then_some("page")>
                <span class="room-title">{article.title}</span>
                <span class="room-facts">
                    <span class=tone title=move || status_text(i18n, status)></span>
                    <span class="visually-hidden">{move || status_text(i18n, status)}</span>
                    <span class="room-topic">{article.topic}</span>
                    {sign}
                </span>
            </a>
        </li>
    }
}
