//! Greetings, thanks and the like, ready to be added.

use crate::{
    components::{
        act::Act,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::{error::AppResult, id::BotId};

/// Adds the articles of the pack to the draft.
#[server(prefix = "/api/ui", endpoint = "knowledge/small-talk", output = model::wire::Json)]
pub async fn add_small_talk(bot: BotId, #[server(default)] form_page: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        paths,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        knowledge,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    knowledge::add_small_talk(&access).await?;
    let own = paths::knowledge(bot);
    redirect(&with_notice(paths::back_to(&form_page, &own), "small_talk"));
    Ok(())
}

#[component]
pub fn SmallTalk(bot: BotId, add: Act<AddSmallTalk>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <details class="others small-talk">
            <summary>{t!(i18n, knowledge.small_talk)}</summary>
            <p class="field-help">{t!(i18n, knowledge.small_talk_help)}</p>
            <PostForm action=add class="panel-acts">
                <input type="hidden" name="bot" value=bot.to_string() />
                <SubmitButton
                    pending=add.pending()
                    pending_text=move || t_string!(i18n, knowledge.small_talk_adding)
                    weight=Weight::Secondary
                >
                    {t!(i18n, knowledge.small_talk_submit)}
                </SubmitButton>
            </PostForm>
        </details>
    }
}
