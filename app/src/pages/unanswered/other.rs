//! Attaching a question to an article that was not suggested: it is found by its title.

use super::get_open_question;
use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        load::Load,
        loaded::Loaded,
        post_form::PostForm,
        submit_button::SubmitButton,
    },
    i18n::{t, t_string, use_i18n},
    pages::knowledge::titles,
    paths,
};
use leptos::prelude::*;
use model::{
    error::AppResult,
    id::{BotId, OpenQuestionId},
    unanswered::OpenQuestion,
};

/// Attaches a question to the article with this title.
#[server(prefix = "/api/ui", endpoint = "unanswered/attach", output = model::wire::Json)]
pub async fn attach_to_title(
    bot: BotId,
    question: OpenQuestionId,
    tab: String,
    title: String,
    #[server(default)] form_page: String,
) -> AppResult<()> {
    use crate::{
        components::toast::with_undo,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        unanswered,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    unanswered::attach_to_title(&access, question, &title).await?;
    let page = paths::inbox_of(&form_page, bot, &tab);
    redirect(&with_undo(&page, "attached", question));
    Ok(())
}

/// What the form needs: the question, and titles to offer.
async fn load(bot: BotId, id: String) -> AppResult<Option<(OpenQuestion, Vec<String>)>> {
    let Ok(id) = id.parse::<OpenQuestionId>() else {
        return Ok(None);
    };
    let question = get_open_question(bot, id).await?;
    Ok(Some((question, titles(bot).await?)))
}

/// The form, if the address names a question.
#[component]
pub fn Other(bot: BotId) -> impl IntoView {
    let id = paths::use_query("other");
    let loaded = Load::new(move || id.get(), move |id| load(bot, id));
    view! {
        <Loaded resource=loaded let:loaded>
            {loaded
                .map(|(question, titles)| view! { <OtherForm bot question titles /> })}
        </Loaded>
    }
}

#[component]
fn OtherForm(bot: BotId, question: OpenQuestion, titles: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let attach = Act::<AttachToTitle>::new();
    let tab = paths::use_query("tab").get_untracked();
    let back = paths::inbox_of(&paths::use_here().get_untracked(), bot, &tab);
    view! {
        <section class="sheet">
            <h2>{t!(i18n, unanswered.other_title)}</h2>
            <blockquote>{question.question}</blockquote>
            <PostForm action=attach class="form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="question" value=question.id.to_string() />
                <input type="hidden" name="tab" value=tab.clone() />
                <Field
                    name="title"
                    label=move || t_string!(i18n, unanswered.other_article)
                    help=move || t_string!(i18n, unanswered.other_help)
                    control=Control::Suggested(titles.clone())
                />
                <div class="form-actions">
                    <SubmitButton pending=attach.pending()>
                        {t!(i18n, unanswered.other_submit)}
                    </SubmitButton>
                    <a class="button" href=back.clone()>
                        {t!(i18n, cancel)}
                    </a>
                </div>
            </PostForm>
        </section>
    }
}
