//! Correcting the bot from a transcript: the question becomes one more way to ask an article's.

use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        icon::Icon,
        post_form::PostForm,
        submit_button::SubmitButton,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    conversation::TranscriptTurn,
    error::AppResult,
    id::{ArticleId, BotId, ConversationId},
};

/// Adds a question of a conversation to the article with this title.
#[server(prefix = "/api/ui", endpoint = "articles/teach-title", output = model::wire::Json)]
pub async fn teach_title(
    bot: BotId,
    conversation: ConversationId,
    question: String,
    locale: String,
    title: String,
    #[server(default)] form_page: String,
) -> AppResult<ArticleId> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        knowledge,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let article = knowledge::teach_title(&access, &title, &question, &locale).await?;
    let page = paths::conversation_of(&form_page, bot, conversation);
    redirect(&with_notice(&page, "attached"));
    Ok(article)
}

/// The form for the turn that the address names.
#[component]
pub fn Correct(
    bot: BotId,
    conversation: ConversationId,
    turns: Vec<TranscriptTurn>,
    locale: String,
    titles: Vec<String>,
) -> impl IntoView {
    let wanted = paths::use_query("correct");
    let teach = Act::<TeachTitle>::new();
    move || {
        let wanted = wanted.get();
        let turn = turns.iter().find(|turn| turn.id.to_string() == wanted)?;
        let (question, locale, titles) = (turn.question.clone(), locale.clone(), titles.clone());
        Some(view! { <Sheet bot conversation question locale titles teach /> })
    }
}

#[component]
fn Sheet(
    bot: BotId,
    conversation: ConversationId,
    question: String,
    locale: String,
    titles: Vec<String>,
    teach: Act<TeachTitle>,
) -> impl IntoView {
    let i18n = use_i18n();
    let write = paths::new_article_asked(bot, &question);
    let here = paths::use_here().get_untracked();
    view! {
        <section class="sheet">
            <h2>{t!(i18n, transcript.correct_title)}</h2>
            <blockquote dir="auto">{question.clone()}</blockquote>
            <PostForm action=teach class="form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="conversation" value=conversation.to_string() />
                <input type="hidden" name="question" value=question />
                <input type="hidden" name="locale" value=locale />
                <Field
                    name="title"
                    label=move || t_string!(i18n, transcript.correct_article)
                    help=move || t_string!(i18n, unanswered.other_help)
                    control=Control::Suggested(titles)
                />
                <div class="form-actions">
                    <SubmitButton pending=teach.pending()>
                        {t!(i18n, unanswered.other_submit)}
                    </SubmitButton>
                    <a class="button" href=write>
                        {Icon::Plus.draw()}
                        {t!(i18n, transcript.correct_write)}
                    </a>
                    <a class="button" href=paths::conversation_of(&here, bot, conversation)>
                        {t!(i18n, cancel)}
                    </a>
                </div>
            </PostForm>
        </section>
    }
    .into_any()
}
