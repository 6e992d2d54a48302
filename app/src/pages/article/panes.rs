//! What stands beside an open article where there is room: what the list shows, and the list.

mod extent;

use crate::{
    components::{badge::Tone, icon::Icon, load::Load, loaded::Loaded, pagination::Pagination},
    i18n::{t, t_string, use_i18n},
    pages::knowledge::{
        Among, TopicNames, alert_text, list_articles, status_text, status_tone, use_among,
    },
    paths,
};
use extent::{Extent, around, use_extent};
use leptos::{ev, html, prelude::*, text_prop::TextProp};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use model::{
    article::{ArticleFilter, ArticleStatus, ArticleSummary},
    error::AppResult,
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
    topics: Load<AppResult<Vec<String>>>,
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
    let extent = use_extent();
    let articles = Load::new(
        move || (among.get(), n_saved.get(), extent.get()),
        move |(among, _, extent)| {
            let open = article.get_untracked();
            async move {
                if extent == Extent::Nothing {
                    let nothing = Page {
                        items: Vec::new(),
                        next: None,
                    };
                    return Ok((nothing, false));
                }
                let page = list_articles(bot, among.wanted, among.after).await?;
                Ok(match extent {
                    Extent::Near => around(page, open),
                    _ => (page, false),
                })
            }
        },
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
            <Loaded resource=articles let:found>
                <List beside page=found.0 is_cut=found.1 />
            </Loaded>
        </section>
    }
    .into_any()
}

#[component]
fn Topics(beside: Beside, topics: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let names = topics.clone();
    let links = topics
        .into_iter()
        .map(|topic| {
            let text = topic.clone();
            view! { <FilterLink beside filter=Filter::Topic(topic) text /> }
        })
        .collect_view();
    view! {
        <p class="room-head">{t!(i18n, room.topics)}</p>
        <TopicNames topics=names />
        <ul>
            <FilterLink
                beside
                filter=Filter::Topic(String::new())
                text=move || t_string!(i18n, room.all)
            />
            {links}
        </ul>
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
        let filter = Filter::Status(status.map_or("", ArticleStatus::as_str));
        let text = move || match status {
            None => t_string!(i18n, room.all),
            Some(status) => status_text(i18n, status),
        };
        view! { <FilterLink beside filter text /> }
    });
    view! {
        <p class="room-head">{t!(i18n, knowledge.column_status)}</p>
        <ul>{links.collect_view()}</ul>
    }
}

/// What a link makes the list show; empty for all.
#[derive(Clone)]
enum Filter {
    Topic(String),
    Status(&'static str),
}

impl Filter {
    fn set(&self, wanted: &mut ArticleFilter) {
        match self {
            Self::Topic(topic) => wanted.topic.clone_from(topic),
            Self::Status(status) => (*status).clone_into(&mut wanted.status),
        }
    }

    fn is_set(&self, wanted: &ArticleFilter) -> bool {
        match self {
            Self::Topic(topic) => wanted.topic == *topic,
            Self::Status(status) => wanted.status == *status,
        }
    }
}

#[component]
fn FilterLink(beside: Beside, filter: Filter, #[prop(into)] text: TextProp) -> impl IntoView {
    let own = filter.clone();
    let is_set = move || beside.among.with(|among| own.is_set(&among.wanted));
    let href = Signal::derive(move || beside.narrowed(|wanted| filter.set(wanted)));
    view! {
        <li>
            <a href=href aria-current=move || is_set().then_some("true")>
                {move || text.get()}
            </a>
        </li>
    }
}

#[component]
fn Search(beside: Beside) -> impl IntoView {
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
    // Without scripts the page is another each time, and with them the form is not sent.
    let (article, locale) = (
        beside.article.get_untracked(),
        beside.locale.get_untracked(),
    );
    let action = article.map(|article| paths::article(beside.bot, article));
    let among = beside.among.get_untracked();
    let others = among.narrowed(|wanted| wanted.search.clear());
    let others = others
        .pairs()
        .into_iter()
        .chain([("locale", locale.as_str())])
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            view! { <input type="hidden" name=name value=value.to_owned() /> }.into_any()
        })
        .collect_view();
    let now = move || beside.among.with(|among| among.wanted.search.clone());
    let clear = Signal::derive(move || beside.with(&Among::default()));
    view! {
        <search class="room-search" data-beside="">
            <form method="get" action=action on:submit=search>
                <input
                    class="control"
                    type="search"
                    name="q"
                    maxlength="100"
                    value=among.wanted.search
                    prop:value=now
                    placeholder=move || t_string!(i18n, knowledge.search)
                    aria-label=move || t_string!(i18n, knowledge.search)
                    node_ref=field
                />
                {others}
                <button
                    class="icon-button"
                    aria-label=move || t_string!(i18n, knowledge.search_submit)
                >
                    {Icon::Search.draw()}
                </button>
            </form>
            <a href=clear hidden=move || !beside.among.with(Among::is_filtered)>
                {t!(i18n, knowledge.clear)}
            </a>
        </search>
    }
}

#[component]
fn List(
    beside: Beside,
    page: Page<ArticleSummary>,
    /// Whether there are others than these.
    is_cut: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let among = beside.among.get_untracked();
    let whole = among.list(beside.bot);
    let next = page.next;
    // The article that is open changes while its list stays.
    let pages = move || {
        let at = |after: &str| {
            beside.with(&Among {
                after: after.to_owned(),
                ..among.clone()
            })
        };
        let first = (!among.after.is_empty()).then(|| at(""));
        let next = next.as_deref().map(at);
        view! { <Pagination first next /> }
    };
    let is_empty = page.items.is_empty();
    let items = page
        .items
        .into_iter()
        .map(|article| view! { <Item beside article /> })
        .collect_view();
    view! {
        {is_empty.then(|| view! { <p class="field-help">{t!(i18n, knowledge.nothing_found)}</p> })}
        <ol class="room-items">{items}</ol>
        {if is_cut {
            view! {
                <a class="button" href=whole>
                    {t!(i18n, room.whole)}
                </a>
            }
                .into_any()
        } else {
            view! { <div data-beside="">{pages}</div> }.into_any()
        }}
    }
    .into_any()
}

#[component]
fn Item(beside: Beside, article: ArticleSummary) -> impl IntoView {
    let i18n = use_i18n();
    let (id, status, alerts) = (article.id, article.status, article.alerts);
    let is_open = move || beside.article.get() == Some(id);
    let href = beside
        .among
        .with_untracked(|among| among.article(beside.bot, id));
    let dot = match status_tone(status) {
        Tone::Good => "dot dot-good",
        Tone::Warning => "dot dot-warning",
        _ => "dot dot-accent",
    };
    let sign = (!alerts.is_empty()).then(|| {
        let text = move || {
            let alerts = alerts.iter().map(|alert| alert_text(i18n, *alert));
            alerts.collect::<Vec<_>>().join(", ")
        };
        view! { <Sign class="room-alert" icon=Icon::Alert text /> }
    });
    view! {
        <li>
            <a class="room-item" href=href aria-current=move || is_open().then_some("page")>
                <span class="room-title">{article.title}</span>
                <span class="room-facts">
                    <Sign class=dot text=move || status_text(i18n, status) />
                    <span class="room-topic">{article.topic}</span>
                    {sign}
                </span>
            </a>
        </li>
    }
}

/// A sign in place of a word, which is there for who hears it or points at it.
#[component]
fn Sign(
    class: &'static str,
    #[prop(optional)] icon: Option<Icon>,
    #[prop(into)] text: TextProp,
) -> impl IntoView {
    let title = text.clone();
    view! {
        <span class=class title=move || title.get().to_string()>
            {icon.map(Icon::draw)}
            <span class="visually-hidden">{move || text.get()}</span>
        </span>
    }
}
