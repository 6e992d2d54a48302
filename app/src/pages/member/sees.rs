//! What a member sees: every bot, area by area, in one form.

use crate::{
    components::{
        act::Act,
        matrix::{Matrix, MatrixRow, Presets},
        post_form::PostForm,
        submit_button::SubmitButton,
    },
    i18n::{t, t_string, use_i18n},
    pages::rights::Conflict,
    paths,
};
use leptos::prelude::*;
use model::{
    access::Role,
    error::{AppError, AppResult},
    id::{UserId, WorkspaceId},
    member::MemberPage,
    rights::{Cells, RightsOnBot},
    sharing::Sharing,
};

/// Saves what a member may do with the bots that are sent.
#[server(prefix = "/api/ui", endpoint = "members/grant", output = model::wire::Json)]
pub async fn grant(
    workspace: WorkspaceId,
    user: UserId,
    revision: String,
    #[server(flatten)] cells: Cells,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect},
    };
    use domain::{
        access::{Members, Write},
        members,
    };
    let access = authorized_in::<Write<Members>>(workspace).await?;
    members::grant(&access, user, &revision, &cells).await?;
    let page = paths::member(workspace, user);
    redirect(&with_notice(&page, "rights_saved"));
    Ok(())
}

#[component]
pub fn Sees(page: MemberPage, grant: Act<Grant>) -> impl IntoView {
    let i18n = use_i18n();
    let content = if page.member.role != Role::Member {
        view! { <p>{t!(i18n, member.everything)}</p> }.into_any()
    } else if page.bots.is_empty() {
        view! { <p class="field-help">{t!(i18n, members.no_bots)}</p> }.into_any()
    } else {
        view! { <Form page grant /> }.into_any()
    };
    view! {
        <section class="member-sees">
            <h2 class="section-title">{t!(i18n, member.sees_title)}</h2>
            {content}
        </section>
    }
}

#[component]
fn Form(page: MemberPage, grant: Act<Grant>) -> impl IntoView {
    let i18n = use_i18n();
    let explain = Callback::new(move |error| {
        (error == AppError::Conflict).then(|| view! { <Conflict /> }.into_any())
    });
    let row = |bot: RightsOnBot| {
        let is_shared = bot.sharing == Sharing::Workspace;
        let note = move || t_string!(i18n, member.shared);
        MatrixRow {
            id: bot.bot.to_string(),
            name: bot.name.to_string(),
            href: paths::rights(bot.bot),
            note: is_shared.then(|| note.into()),
            rights: bot.rights,
        }
    };
    let rows: Vec<MatrixRow> = page.bots.into_iter().map(row).collect();
    view! {
        <PostForm action=grant class="matrix-form" explain>
            <input type="hidden" name="workspace" value=page.workspace.to_string() />
            <input type="hidden" name="user" value=page.member.user.to_string() />
            <input type="hidden" name="revision" value=page.revision.clone() />
            <Matrix
                caption=move || t_string!(i18n, member.sees_caption)
                head=move || t_string!(i18n, member.column_bot)
                rows=rows.clone()
            />
            <Presets />
            <div class="form-actions">
                <SubmitButton
                    pending=grant.pending()
                    pending_text=move || t_string!(i18n, rights.saving)
                >
                    {t!(i18n, rights.save)}
                </SubmitButton>
            </div>
        </PostForm>
    }
}
