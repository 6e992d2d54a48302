//! Handing questions to a member: those who stand together go together.

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
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    error::AppResult,
    id::{BotId, OpenQuestionId},
    unanswered::{Colleague, OpenQuestion},
};

/// The members who may look after a bot's questions.
#[server(prefix = "/api/ui", endpoint = "unanswered/colleagues", input = GetUrl, output = model::wire::Json)]
pub async fn list_colleagues(bot: BotId) -> AppResult<Vec<Colleague>> {
    use crate::server::authorized;
    use domain::{
        access::{Conversations, Read},
        unanswered,
    };
    let access = authorized::<Read<Conversations>>(bot).await?;
    unanswered::colleagues(&access).await
}

/// Hands a question and those that stand with it to a member; to nobody, where `assignee` is empty.
#[server(prefix = "/api/ui", endpoint = "unanswered/assign", output = model::wire::Json)]
pub async fn assign_question(
    bot: BotId,
    question: OpenQuestionId,
    tab: String,
    assignee: String,
    #[server(default)] form_page: String,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        unanswered,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    unanswered::hand_to(&access, question, &assignee).await?;
    let page = paths::inbox_of(&form_page, bot, &tab);
    redirect(&with_notice(&page, "assigned"));
    Ok(())
}

/// What the form needs: the question, and who there is.
async fn load(bot: BotId, id: String) -> AppResult<Option<(OpenQuestion, Vec<Colleague>)>> {
    let Ok(id) = id.parse::<OpenQuestionId>() else {
        return Ok(None);
    };
    let question = get_open_question(bot, id).await?;
    Ok(Some((question, list_colleagues(bot).await?)))
}

/// The form, if the address names a question.
#[component]
pub fn Assign(bot: BotId, assign: Act<AssignQuestion>) -> impl IntoView {
    let id = paths::use_query("assign");
    let loaded = Load::new(move || id.get(), move |id| load(bot, id));
    view! {
        <Loaded resource=loaded let:loaded>
            {loaded
                .map(|(question, colleagues)| view! { <AssignForm bot question colleagues assign /> })}
        </Loaded>
    }
}

#[component]
fn AssignForm(
    bot: BotId,
    question: OpenQuestion,
    colleagues: Vec<Colleague>,
    assign: Act<AssignQuestion>,
) -> impl IntoView {
    let i18n = use_i18n();
    let tab = paths::use_query("tab").get_untracked();
    let back = paths::inbox_of(&paths::use_here().get_untracked(), bot, &tab);
    let nobody = (String::new(), t_string!(i18n, unanswered.nobody).to_owned());
    let people = colleagues
        .into_iter()
        .map(|colleague| (colleague.user.to_string(), colleague.email.to_string()));
    let choices: Vec<_> = [nobody].into_iter().chain(people).collect();
    let now = question.assignee.map(|user| user.to_string());
    view! {
        <section class="sheet">
            <h2>{t!(i18n, unanswered.assign_title)}</h2>
            <blockquote>{question.question}</blockquote>
            <PostForm action=assign class="form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="question" value=question.id.to_string() />
                <input type="hidden" name="tab" value=tab.clone() />
                <Field
                    name="assignee"
                    label=move || t_string!(i18n, unanswered.assignee)
                    help=move || t_string!(i18n, unanswered.assign_help)
                    control=Control::Choice(choices.clone())
                    value=now.clone().unwrap_or_default()
                />
                <div class="form-actions">
                    <SubmitButton pending=assign.pending()>
                        {t!(i18n, unanswered.assign_submit)}
                    </SubmitButton>
                    <a class="button" href=back.clone()>
                        {t!(i18n, cancel)}
                    </a>
                </div>
            </PostForm>
        </section>
    }
}
