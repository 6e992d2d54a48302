//! Deleting an article, after one more question.

use super::DeleteArticle;
use crate::{
    components::{
        act::Act,
        confirm::Confirm,
        icon::Icon,
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;
use model::id::{ArticleId, BotId};

#[component]
pub fn Deletion(bot: BotId, article: ArticleId) -> impl IntoView {
    let i18n = use_i18n();
    let delete = Act::<DeleteArticle>::new();
    view! {
        <Confirm
            id="delete-article"
            open=move || t_string!(i18n, editor.delete)
            title=move || t_string!(i18n, editor.delete_title)
            help=move || t_string!(i18n, editor.delete_help)
            icon=Icon::Trash
        >
            <PostForm action=delete class="inline-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="article" value=article.to_string() />
                <SubmitButton
                    pending=delete.pending()
                    pending_text=move || t_string!(i18n, editor.deleting)
                    weight=Weight::Danger
                >
                    {t!(i18n, editor.delete_submit)}
                </SubmitButton>
            </PostForm>
        </Confirm>
    }
}
