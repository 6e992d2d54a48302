//! `/bots/{bot}/knowledge/{article}/history`: what became of an article's texts, and bringing an
//! earlier one back.

use super::get_article;
use crate::{
    components::{
        act::Act,
        by::By,
        difference::Difference,
        empty_state::EmptyState,
        icon::Icon,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::{Crumb, PageHeader},
        post_form::{PostForm, n_done},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    pages::knowledge::use_among,
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    article::{Article, PastChange},
    error::AppResult,
    id::{ArticleId, BotId},
};

#[server(prefix = "/api/ui", endpoint = "articles/history", input = GetUrl, output = model::wire::Json)]
pub async fn get_history(bot: BotId, article: ArticleId) -> AppResult<Vec<PastChange>> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        knowledge,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    knowledge::history(&access, article).await
}

/// Brings back the text that the change `change` of the language began from. `revision` is the one
/// that the reader saw.
#[server(prefix = "/api/ui", endpoint = "articles/restore", output = model::wire::Json)]
pub async fn restore_text(
    bot: BotId,
    article: ArticleId,
    revision: u32,
    change: u32,
    locale: String,
    #[server(default)] form_page: String,
) -> AppResult<u32> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        knowledge,
    };
    use model::{error::AppError, text::Locale};
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let locale = Locale::parse(&locale).map_err(|problem| AppError::invalid("locale", problem))?;
    let revision = knowledge::restore(&access, article, revision, (change, &locale)).await?;
    // With its list beside it, in the language of what came back.
    let own = paths::article_history(bot, article);
    let asked = paths::asked_of(&form_page, &own).filter(|(name, _)| *name != "locale");
    let page = paths::with_asked(&paths::article(bot, article), asked);
    let page = paths::with_query(&page, &[("locale", locale.as_str())]);
    redirect(&with_notice(&page, "restored"));
    Ok(revision)
}

#[component]
pub fn HistoryPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    let article = paths::use_id::<ArticleId>("article");
    move || match (bot.get(), article.get()) {
        (Some(bot), Some(article)) => view! { <History bot article /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}

async fn load(bot: BotId, article: ArticleId) -> AppResult<(Article, Vec<PastChange>)> {
    Ok((
        get_article(bot, article).await?,
        get_history(bot, article).await?,
    ))
}

#[component]
fn History(bot: BotId, article: ArticleId) -> impl IntoView {
    let restore = Act::<RestoreText>::new();
    let restored = n_done(restore);
    let loading = Load::new(move || restored.get(), move |_| load(bot, article));
    view! {
        <Loaded resource=loading let:loaded>
            <Past bot article=loaded.0 changes=loaded.1 restore />
        </Loaded>
    }
}

#[component]
fn Past(
    bot: BotId,
    article: Article,
    changes: Vec<PastChange>,
    restore: Act<RestoreText>,
) -> impl IntoView {
    let i18n = use_i18n();
    let locale = paths::use_query("locale").get_untracked();
    let back = use_among().with_untracked(|among| among.text(bot, article.id, &locale));
    let title = article.texts.first().map(|text| text.title.clone());
    let parent = Crumb {
        label: title.unwrap_or_default().into(),
        href: back.clone().into(),
    };
    let is_empty = changes.is_empty();
    let (id, revision) = (article.id, article.revision);
    let items = changes
        .into_iter()
        .map(|change| view! { <Change bot article=id revision change restore /> })
        .collect_view();
    view! {
        <PageHeader
            title=move || t_string!(i18n, history.title)
            lead=move || t_string!(i18n, history.lead)
            parent
        />
        {if is_empty {
            view! {
                <EmptyState
                    icon=Icon::Restore
                    title=move || t_string!(i18n, history.empty)
                    help=move || t_string!(i18n, history.empty_help)
                >
                    <a class="button" href=back.clone()>
                        {t!(i18n, history.back)}
                    </a>
                </EmptyState>
            }
                .into_any()
        } else {
            view! { <ol class="change-list">{items}</ol> }.into_any()
        }}
    }
    .into_any()
}

#[component]
fn Change(
    bot: BotId,
    article: ArticleId,
    revision: u32,
    change: PastChange,
    restore: Act<RestoreText>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (at, by, made) = (change.at, change.by, change.revision);
    let locale = change.change.locale.to_string();
    let back = change.had_text.then(|| {
        view! {
            <PostForm action=restore class="inline-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="article" value=article.to_string() />
                <input type="hidden" name="revision" value=revision.to_string() />
                <input type="hidden" name="change" value=made.to_string() />
                <input type="hidden" name="locale" value=locale />
                <button class="button">
                    {Icon::Restore.draw()} {t!(i18n, history.restore)}
                </button>
            </PostForm>
        }
    });
    view! {
        <li class="panel change">
            <div class="change-head">
                <h2 class="meta">
                    <Time at />
                    <span>
                        <By author=by />
                    </span>
                </h2>
                {back}
            </div>
            <Difference change=change.change />
        </li>
    }
    .into_any()
}
