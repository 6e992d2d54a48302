//! What members say to each other about an article.

use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        icon::Icon,
        load::Load,
        loaded::Loaded,
        post_form::{PostForm, n_done},
        submit_button::{SubmitButton, Weight},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    article::ArticleComment,
    error::AppResult,
    id::{ArticleId, BotId, CommentId},
};

#[server(prefix = "/api/ui", endpoint = "articles/comments", input = GetUrl, output = model::wire::Json)]
pub async fn list_comments(bot: BotId, article: ArticleId) -> AppResult<Vec<ArticleComment>> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        knowledge,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    knowledge::comments(&access, article).await
}

#[server(prefix = "/api/ui", endpoint = "articles/comment", output = model::wire::Json)]
pub async fn add_comment(
    bot: BotId,
    article: ArticleId,
    text: String,
    #[server(default)] form_page: String,
) -> AppResult<()> {
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
    knowledge::comment(&access, article, &text).await?;
    let own = paths::article(bot, article);
    redirect(&with_notice(paths::back_to(&form_page, &own), "commented"));
    Ok(())
}

#[server(prefix = "/api/ui", endpoint = "articles/comment-delete", output = model::wire::Json)]
pub async fn delete_comment(
    bot: BotId,
    article: ArticleId,
    comment: CommentId,
    #[server(default)] form_page: String,
) -> AppResult<()> {
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
    knowledge::delete_comment(&access, article, comment).await?;
    let own = paths::article(bot, article);
    let page = paths::back_to(&form_page, &own);
    redirect(&with_notice(page, "comment_deleted"));
    Ok(())
}

#[component]
pub fn Comments(bot: BotId, article: ArticleId) -> impl IntoView {
    let i18n = use_i18n();
    let add = Act::<AddComment>::new();
    let delete = Act::<DeleteComment>::new();
    let (added, deleted) = (n_done(add), n_done(delete));
    let comments = Load::new(
        move || (added.get(), deleted.get()),
        move |_| list_comments(bot, article),
    );
    view! {
        <section class="comments">
            <h2>{t!(i18n, comments.title)}</h2>
            <p class="field-help">{t!(i18n, comments.help)}</p>
            <Loaded resource=comments let:comments>
                <ol class="comment-list">
                    {comments
                        .into_iter()
                        .map(|comment| view! { <Comment bot article comment delete /> })
                        .collect_view()}
                </ol>
                <PostForm action=add class="form comment-form">
                    <input type="hidden" name="bot" value=bot.to_string() />
                    <input type="hidden" name="article" value=article.to_string() />
                    <Field
                        name="text"
                        label=move || t_string!(i18n, comments.text)
                        control=Control::Text(2)
                    />
                    <div class="form-actions">
                        <SubmitButton pending=add.pending() weight=Weight::Secondary>
                            {t!(i18n, comments.add)}
                        </SubmitButton>
                    </div>
                </PostForm>
            </Loaded>
        </section>
    }
    .into_any()
}

#[component]
fn Comment(
    bot: BotId,
    article: ArticleId,
    comment: ArticleComment,
    delete: Act<DeleteComment>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (id, at) = (comment.id, comment.at);
    view! {
        <li class="comment">
            <p class="meta">
                <strong>{comment.author}</strong>
                <Time at />
            </p>
            <p class="comment-text" dir="auto">
                {comment.text}
            </p>
            {comment
                .is_own
                .then(|| {
                    view! {
                        <PostForm action=delete class="inline-form">
                            <input type="hidden" name="bot" value=bot.to_string() />
                            <input type="hidden" name="article" value=article.to_string() />
                            <input type="hidden" name="comment" value=id.to_string() />
                            <button
                                class="icon-button"
                                aria-label=move || t_string!(i18n, comments.delete)
                                title=move || t_string!(i18n, comments.delete)
                            >
                                {Icon::Trash.draw()}
                            </button>
                        </PostForm>
                    }
                })}
        </li>
    }
}
