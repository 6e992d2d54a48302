//! `/bots/{bot}/knowledge/{article}`.

use super::{
    UpdateArticle,
    delete::Deletion,
    fields::{ArticleFields, Texts},
    get_article, list_topics,
    tabs::{LocaleTabs, tabs},
};
use crate::{
    components::{
        loaded::{Loaded, NotFound},
        page_header::{Crumb, PageHeader},
        post_form::PostForm,
        submit_button::SubmitButton,
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    pages::{bots::get_bot, knowledge::Status},
    paths,
};
use leptos::prelude::*;
use model::{
    article::{Article, ArticleText},
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
    move || match (bot.get(), article.get()) {
        (Some(bot), Some(article)) => view! { <Editing bot article /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}

/// All that the page shows.
#[derive(Clone, Serialize, Deserialize)]
struct Loading {
    article: Article,
    bot: BotSummary,
    topics: Vec<String>,
}

async fn load(bot: BotId, article: ArticleId) -> AppResult<Loading> {
    Ok(Loading {
        article: get_article(bot, article).await?,
        bot: get_bot(bot).await?,
        topics: list_topics(bot).await?,
    })
}

#[component]
fn Editing(bot: BotId, article: ArticleId) -> impl IntoView {
    let update = ServerAction::<UpdateArticle>::new();
    let locale = paths::use_query("locale");
    // What was refused in one language is no news in another.
    Effect::watch(move || locale.get(), move |_, _, _| update.clear(), false);
    // Only a success loads the article anew: a refused form keeps what was typed.
    let saved = Memo::new(move |earlier: Option<&u32>| match update.value().get() {
        Some(Ok(revision)) => revision,
        _ => earlier.copied().unwrap_or_default(),
    });
    let loading = Resource::new(move || saved.get(), move |_| load(bot, article));
    let revision = latest_revision(update, bot, article);
    view! {
        <Loaded resource=loading let:loading>
            {move || {
                view! { <Editor loading=loading.clone() locale=locale.get() update revision /> }
            }}
        </Loaded>
    }
}

/// After a conflict the form carries the newer revision, so that saving again, now knowingly,
/// goes through.
fn latest_revision(
    update: ServerAction<UpdateArticle>,
    bot: BotId,
    article: ArticleId,
) -> Resource<Option<u32>> {
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
    Resource::new(move || n_conflicts.get(), load)
}

#[component]
fn Editor(
    loading: Loading,
    locale: String,
    update: ServerAction<UpdateArticle>,
    revision: Resource<Option<u32>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let Loading {
        article,
        bot,
        topics,
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
    let crumb = Crumb {
        label: (move || t_string!(i18n, knowledge.title)).into(),
        href: paths::knowledge(bot.id),
    };
    let tabs = tabs(&article, &bot, &locale);
    let (bot_id, id, status, updated_at) = (bot.id, article.id, article.status, article.updated_at);
    let answer = text.as_ref().map(|text| text.answer.clone());
    let lang = locale.to_string();
    view! {
        <PageHeader title=title.unwrap_or_default() parent=crumb>
            <Deletion bot=bot_id article=id />
        </PageHeader>
        <p class="meta">
            <Status status />
            <span>{t!(i18n, editor.updated)} " " <Time at=updated_at /></span>
        </p>
        <LocaleTabs tabs />
        <UpdateForm bot=bot_id article locale text topics update revision />
        {answer.map(|answer| view! { <Preview answer lang /> })}
    }
}

#[component]
fn UpdateForm(
    bot: BotId,
    article: Article,
    locale: Locale,
    text: Option<ArticleText>,
    topics: Vec<String>,
    update: ServerAction<UpdateArticle>,
    revision: Resource<Option<u32>>,
) -> impl IntoView {
    let i18n = use_i18n();
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
    let texts = texts(text, &article.topic, &locale);
    view! {
        <PostForm action=update class="form" explain>
            <input type="hidden" name="bot" value=bot.to_string() />
            <input type="hidden" name="article" value=id.to_string() />
            <input type="hidden" name="locale" value=locale.to_string() />
            <input type="hidden" name="revision" value=revision />
            <ArticleFields texts=texts.clone() topics=topics.clone() />
            <div class="form-actions">
                <SubmitButton
                    pending=update.pending()
                    pending_text=move || t_string!(i18n, editor.saving)
                >
                    {t!(i18n, editor.save)}
                </SubmitButton>
                <a class="button" href=paths::knowledge(bot)>
                    {t!(i18n, cancel)}
                </a>
            </div>
        </PostForm>
    }
}

fn texts(text: Option<ArticleText>, topic: &str, locale: &Locale) -> Texts {
    let (title, utterances, answer) = match text {
        Some(text) => (text.title, text.utterances.join("\n"), text.answer),
        None => Default::default(),
    };
    let (topic, lang) = (topic.to_owned(), locale.to_string());
    Texts {
        title,
        utterances,
        answer,
        topic,
        lang,
    }
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

/// The answer was cleaned before it was stored, so it may stand here as HTML.
#[component]
fn Preview(answer: String, lang: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="preview">
            <h2>{t!(i18n, editor.preview)}</h2>
            <p class="field-help">{t!(i18n, editor.preview_help)}</p>
            <div class="prose" lang=lang inner_html=answer></div>
        </section>
    }
}
