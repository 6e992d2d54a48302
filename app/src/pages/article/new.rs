//! `/bots/{bot}/knowledge/new`.

use super::{
    CreateArticle,
    fields::{ArticleFields, Texts},
    list_topics,
};
use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::{Crumb, PageHeader},
        post_form::PostForm,
        submit_button::SubmitButton,
        unsaved::Unsaved,
    },
    i18n::{t, t_string, use_i18n},
    pages::{
        bots::get_bot,
        knowledge::{TopicNames, use_among},
        unanswered::get_open_question,
    },
    paths,
};
use leptos::prelude::*;
use model::{bot::BotSummary, error::AppResult, id::BotId, unanswered::OpenQuestion};
use serde::{Deserialize, Serialize};

#[component]
pub fn NewArticlePage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <NewArticle bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

/// All that the page shows. `question` is one of the inbox that the article is for, if any.
async fn load(bot: BotId, question: String) -> AppResult<Loading> {
    let question = match question.parse() {
        Ok(question) => Some(get_open_question(bot, question).await?),
        Err(_) => None,
    };
    Ok(Loading {
        bot: get_bot(bot).await?,
        topics: list_topics(bot).await?,
        question,
    })
}

#[derive(Clone, Serialize, Deserialize)]
struct Loading {
    bot: BotSummary,
    topics: Vec<String>,
    question: Option<OpenQuestion>,
}

#[component]
fn NewArticle(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let question = paths::use_query("question");
    let title = paths::use_query("title");
    let among = use_among();
    let list = Signal::derive(move || among.with(|among| among.list(bot)));
    let loaded = Load::new(move || question.get(), move |question| load(bot, question));
    view! {
        <Loaded resource=loaded let:loaded>
            <PageHeader
                title=move || t_string!(i18n, editor.new_title)
                parent=Crumb {
                    label: (move || t_string!(i18n, knowledge.title)).into(),
                    href: list.get().into(),
                }
            />
            <NewArticleForm loaded title=title.get_untracked() list />
        </Loaded>
    }
}

#[component]
fn NewArticleForm(loaded: Loading, title: String, list: Signal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let Loading {
        bot,
        topics,
        question,
    } = loaded;
    let create = Act::<CreateArticle>::new();
    let locales: Vec<_> = bot.locales.iter().map(ToString::to_string).collect();
    let asked_in = question
        .as_ref()
        .and_then(|question| question.locale.as_ref());
    // A page in en-US asks for no text beside the bot's own in en.
    let near = asked_in.and_then(|asked_in| {
        let mut own = bot.locales.iter();
        own.find(|locale| locale.language() == asked_in.language())
    });
    let locale = near.unwrap_or(&bot.locale).to_string();
    let id = question.as_ref().map(|question| question.id.to_string());
    let texts = Texts {
        title: question.map_or(title, |question| question.question),
        ..Texts::default()
    };
    view! {
        <Unsaved>
        <PostForm action=create class="form">
            <input type="hidden" name="bot" value=bot.id.to_string() />
            <input type="hidden" name="question" value=id.unwrap_or_default() />
            <TopicNames topics />
            <ArticleFields bot=bot.id texts />
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
                <a class="button" href=list>
                    {t!(i18n, cancel)}
                </a>
            </div>
        </PostForm>
        </Unsaved>
    }
}
