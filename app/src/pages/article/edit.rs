//! `/bots/{bot}/knowledge/{article}`.

use super::{
    UpdateArticle,
    comments::Comments,
    delete::Deletion,
    fields::{ArticleFields, Texts},
    get_article, get_published, list_topics,
    panes::Panes,
    published::Beside,
    tabs::{LocaleTabs, tabs},
};
use crate::{
    components::{
        act::Act,
        icon::Icon,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::{Crumb, PageHeader},
        post_form::PostForm,
        submit_button::SubmitButton,
        time::Time,
        unsaved::Unsaved,
    },
    i18n::{t, t_string, use_i18n},
    pages::{
        bots::get_bot,
        knowledge::{Alerts, Status, use_among},
    },
    paths,
};
use leptos::prelude::*;
use model::{
    article::{Article, ArticleStatus, ArticleText, Button, Linked, Target},
    bot::BotSummary,
    error::{AppError, AppResult},
    id::{ArticleId, BotId},
    text::Locale,
};
use serde::{Deserialize, Serialize};

#[component]
pub fn ArticlePage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    let article = paths::use_id::<ArticleId>("article");
    let is_one = Memo::new(move |_| article.with(Option::is_some));
    move || match (bot.get(), is_one.get()) {
        (Some(bot), true) => view! { <Room bot article /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}

/// On a wide screen what the list shows, the list, and the article that is open. The first two
/// stay where they are while another article is opened.
#[component]
fn Room(bot: BotId, article: Memo<Option<ArticleId>>) -> impl IntoView {
    let n_saved = RwSignal::new(0);
    // Offered in the form too.
    let topics = Load::new(move || n_saved.get(), move |_| list_topics(bot));
    let editing = move || {
        let article = article.get()?;
        Some(view! { <Editing bot article n_saved /> })
    };
    view! {
        <div class="room">
            <div class="room-panes">
                <Panes bot article topics n_saved />
                <div class="room-article">{editing}</div>
            </div>
        </div>
    }
    .into_any()
}

/// All that the page shows.
#[derive(Clone, Serialize, Deserialize)]
struct Loading {
    article: Article,
    bot: BotSummary,
    /// The published texts, where they may be others than the draft's.
    published: Option<Vec<ArticleText>>,
}

async fn load(bot: BotId, article: ArticleId) -> AppResult<Loading> {
    let found = get_article(bot, article).await?;
    let published = match found.status {
        ArticleStatus::Published => None,
        ArticleStatus::New => Some(Vec::new()),
        ArticleStatus::Changed => Some(get_published(bot, article).await?),
    };
    Ok(Loading {
        article: found,
        bot: get_bot(bot).await?,
        published,
    })
}

#[component]
fn Editing(bot: BotId, article: ArticleId, n_saved: RwSignal<u32>) -> impl IntoView {
    let update = Act::<UpdateArticle>::new();
    let locale = paths::use_query("locale");
    // What was refused in one language is no news in another.
    Effect::watch(move || locale.get(), move |_, _, _| update.clear(), false);
    // Only a success loads the article anew: a refused form keeps what was typed.
    let saved = Memo::new(move |earlier: Option<&u32>| match update.value().get() {
        Some(Ok(revision)) => revision,
        _ => earlier.copied().unwrap_or_default(),
    });
    Effect::watch(
        move || saved.get(),
        move |_, _, _| n_saved.update(|n| *n += 1),
        false,
    );
    let loading = Load::new(move || saved.get(), move |_| load(bot, article));
    let revision = latest_revision(update, bot, article);
    view! {
        <Loaded resource=loading let:loading>
            {move || {
                view! { <Editor loading=loading.clone() locale=locale.get() update revision /> }
            }}
        </Loaded>
        <Comments bot article />
    }
}

/// After a conflict the form carries the newer revision, so that saving again, now knowingly,
/// goes through.
fn latest_revision(
    update: Act<UpdateArticle>,
    bot: BotId,
    article: ArticleId,
) -> Load<Option<u32>> {
    let n_conflicts = Memo::new(move |earlier: Option<&u32>| {
        let earlier = earlier.copied().unwrap_or_default();
        match update.value().get() {
            Some(Err(AppError::Conflict)) => earlier + 1,
            _ => earlier,
        }
    });
    let load = move |n_conflicts| async move {
        if n_conflicts == 0 {
            return None;
        }
        get_article(bot, article)
            .await
            .ok()
            .map(|article| article.revision)
    };
    Load::new(move || n_conflicts.get(), load)
}

#[component]
fn Editor(
    loading: Loading,
    locale: String,
    update: Act<UpdateArticle>,
    revision: Load<Option<u32>>,
) -> impl IntoView {
    let (i18n, among) = (use_i18n(), use_among());
    let Loading {
        article,
        bot,
        published,
    } = loading;
    let first = article.texts.first().map(|text| &text.locale);
    let locale = Locale::parse(&locale).unwrap_or_else(|_| first.unwrap_or(&bot.locale).clone());
    let text = article
        .texts
        .iter()
        .find(|text| text.locale == locale)
        .cloned();
    let title = text
        .as_ref()
        .or(article.texts.first())
        .map(|text| text.title.clone());
    let bot_id = bot.id;
    let crumb = Crumb {
        label: (move || t_string!(i18n, knowledge.title)).into(),
        href: (move || among.with(|among| among.list(bot_id))).into(),
    };
    let is_saved = Signal::derive(move || matches!(update.value().get(), Some(Ok(_))));
    let tabs = tabs(&article, &bot, &locale);
    let (id, status, updated_at) = (article.id, article.status, article.updated_at);
    let published = match published {
        Some(texts) => texts.into_iter().find(|text| text.locale == locale),
        None => text.clone(),
    };
    let (alerts, lang, draft) = (article.alerts.clone(), locale.to_string(), text.clone());
    let dead = article.dead_addresses.clone();
    let language = locale.to_string();
    let history = Signal::derive(move || among.with(|among| among.history(bot_id, id, &language)));
    view! {
        <PageHeader title=title.unwrap_or_default() parent=crumb>
            <a class="button" href=history>
                {Icon::Restore.draw()}
                {t!(i18n, history.title)}
            </a>
            <Deletion bot=bot_id article=id />
        </PageHeader>
        <p class="meta">
            <Status status />
            <span>{t!(i18n, editor.updated)} " " <Time at=updated_at /></span>
        </p>
        <Alerts alerts />
        <DeadAddresses dead />
        <LocaleTabs tabs />
        <div class="editing">
            <Unsaved is_saved>
                <UpdateForm bot=bot_id article locale text update revision />
            </Unsaved>
            <Beside draft published lang />
        </div>
    }
    .into_any()
}

/// Which addresses the alert is about.
#[component]
fn DeadAddresses(dead: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    (!dead.is_empty()).then(|| {
        let items = dead
            .into_iter()
            .map(|url| view! { <li dir="ltr">{url}</li> })
            .collect_view();
        view! {
            <p class="meta" id="dead-addresses">
                {t!(i18n, knowledge.dead_addresses)}
            </p>
            <ul class="dead-addresses" aria-labelledby="dead-addresses">
                {items}
            </ul>
        }
    })
}

#[component]
fn UpdateForm(
    bot: BotId,
    article: Article,
    locale: Locale,
    text: Option<ArticleText>,
    update: Act<UpdateArticle>,
    revision: Load<Option<u32>>,
) -> impl IntoView {
    let (i18n, among) = (use_i18n(), use_among());
    let id = article.id;
    let current = paths::article_text(bot, id, locale.as_str());
    let explain = Callback::new(move |error| {
        (error == AppError::Conflict)
            .then(|| view! { <Conflict current=current.clone() /> }.into_any())
    });
    let revision = move || {
        revision
            .get()
            .flatten()
            .unwrap_or(article.revision)
            .to_string()
    };
    let list = Signal::derive(move || among.with(|among| among.list(bot)));
    let texts = texts(text, &article, &locale);
    view! {
        <PostForm action=update class="form" explain>
            <input type="hidden" name="bot" value=bot.to_string() />
            <input type="hidden" name="article" value=id.to_string() />
            <input type="hidden" name="locale" value=locale.to_string() />
            <input type="hidden" name="revision" value=revision />
            <ArticleFields bot texts=texts.clone() />
            <div class="form-actions">
                <SubmitButton
                    pending=update.pending()
                    pending_text=move || t_string!(i18n, editor.saving)
                >
                    {t!(i18n, editor.save)}
                </SubmitButton>
                <a class="button" href=list>
                    {t!(i18n, cancel)}
                </a>
            </div>
        </PostForm>
    }
}

fn texts(text: Option<ArticleText>, article: &Article, locale: &Locale) -> Texts {
    let [starts, ends] = article.shown.clone();
    let mut texts = Texts {
        topic: article.topic.clone(),
        lang: locale.to_string(),
        starts,
        ends,
        zone: article.period.zone.clone(),
        ..Texts::default()
    };
    if let Some(text) = text {
        texts.buttons = lines(&text.buttons, &article.linked);
        (texts.title, texts.answer) = (text.title, text.answer);
        texts.variants = text.variants;
        texts.utterances = text.utterances.join("\n");
    }
    texts
}

/// Buttons as they are typed, one a line.
fn lines(buttons: &[Button], linked: &[Linked]) -> String {
    let line = |button: &Button| {
        let target = match &button.target {
            Target::Url(url) => url.clone(),
            Target::Article(id) => {
                let known = linked.iter().find(|linked| linked.id == *id);
                known.map_or_else(|| id.to_string(), |linked| linked.name.clone())
            }
        };
        format!("{} | {target}", button.label)
    };
    buttons.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[component]
fn Conflict(current: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>{t!(i18n, editor.conflict)}</p>
        <a href=current target="_blank">
            {t!(i18n, editor.current)}
        </a>
    }
}
