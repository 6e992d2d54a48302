//! `/bots/{bot}/knowledge/new`.

use super::{
    CreateArticle,
    fields::{ArticleFields, Texts},
    list_topics,
};
use crate::{
    components::{
        field::{Control, Field},
        loaded::{Loaded, NotFound},
        page_header::{Crumb, PageHeader},
        post_form::PostForm,
        submit_button::SubmitButton,
    },
    i18n::{t, t_string, use_i18n},
    pages::bots::get_bot,
    paths,
};
use leptos::prelude::*;
use model::{bot::BotSummary, error::AppResult, id::BotId};

#[component]
pub fn NewArticlePage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <NewArticle bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

async fn load(bot: BotId) -> AppResult<(BotSummary, Vec<String>)> {
    Ok((get_bot(bot).await?, list_topics(bot).await?))
}

#[component]
fn NewArticle(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let loaded = Resource::new(|| (), move |()| load(bot));
    view! {
        <Loaded resource=loaded let:loaded>
            <PageHeader
                title=move || t_string!(i18n, editor.new_title)
                parent=Crumb {
                    label: (move || t_string!(i18n, knowledge.title)).into(),
                    href: paths::knowledge(bot),
                }
            />
            <NewArticleForm bot=loaded.0 topics=loaded.1 />
        </Loaded>
    }
}

#[component]
fn NewArticleForm(bot: BotSummary, topics: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let create = ServerAction::<CreateArticle>::new();
    let locales: Vec<_> = bot.locales.iter().map(ToString::to_string).collect();
    let locale = bot.locale.to_string();
    view! {
        <PostForm action=create class="form">
            <input type="hidden" name="bot" value=bot.id.to_string() />
            <ArticleFields texts=Texts::default() topics=topics.clone() />
            <Field
                name="locale"
                label=move || t_string!(i18n, editor.language)
                help=move || t_string!(i18n, editor.language_help)
                control=Control::Suggested(locales.clone())
                value=locale.clone()
            />
            <div class="form-actions">
                <SubmitButton
                    pending=create.pending()
                    pending_text=move || t_string!(i18n, editor.saving)
                >
                    {t!(i18n, editor.create)}
                </SubmitButton>
                <a class="button" href=paths::knowledge(bot.id)>
                    {t!(i18n, cancel)}
                </a>
            </div>
        </PostForm>
    }
}
