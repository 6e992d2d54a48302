//! The form that invites, and the link that came of it.

use super::list::roles_to_give;
use crate::{
    components::{
        act::Act,
        copy::Snippet,
        field::{Control, Field},
        icon::Icon,
        matrix::{Presets, preset_name},
        post_form::{FormState, PostForm},
        submit_button::SubmitButton,
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::{
    access::Role,
    error::AppResult,
    id::WorkspaceId,
    member::{MembersPage, NamedBot, ShownLink, TickedBots},
    rights::Preset,
};

/// Invites somebody. The bots that are ticked are fields of their own.
#[server(prefix = "/api/ui", endpoint = "members/invite", output = model::wire::Json)]
pub async fn invite_member(
    workspace: WorkspaceId,
    email: String,
    role: String,
    preset: String,
    #[server(flatten)] ticked: TickedBots,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized_in, redirect, show_link},
    };
    use domain::{
        access::{Members, Write},
        members::{self, Draft},
    };
    let access = authorized_in::<Write<Members>>(workspace).await?;
    let draft = Draft {
        email,
        role,
        preset,
        bots: ticked.bots(),
    };
    show_link(members::invite(&access, &draft).await?).await?;
    redirect(&with_notice(&paths::members(workspace), "invited"));
    Ok(())
}

#[component]
pub fn Link(link: ShownLink) -> impl IntoView {
    let i18n = use_i18n();
    let ShownLink { email, token, site } = link;
    let title = move || t_string!(i18n, members.link_title, email = email.to_string());
    let code = format!("{site}{}", paths::welcome(&token));
    view! {
        <section class="panel link-once" aria-labelledby="link-once">
            <h2 id="link-once">{title}</h2>
            <p class="field-help">{t!(i18n, members.link_help)}</p>
            <Snippet code />
        </section>
    }
}

#[component]
pub fn Invite(page: MembersPage, invite: Act<InviteMember>) -> impl IntoView {
    let i18n = use_i18n();
    let presets = Preset::ALL
        .into_iter()
        .map(|preset| (preset.to_string(), preset_name(preset).to_owned()))
        .collect();
    view! {
        <section class="panel" id="invite">
            <h2>{t!(i18n, members.invite)}</h2>
            <p class="field-help">{t!(i18n, members.invite_help)}</p>
            <PostForm action=invite class="panel-form">
                <input type="hidden" name="workspace" value=page.workspace.to_string() />
                <Field
                    name="email"
                    label=move || t_string!(i18n, members.email)
                    control=Control::Email
                    autocomplete="off"
                />
                <Field
                    name="role"
                    label=move || t_string!(i18n, members.role)
                    help=move || t_string!(i18n, members.role_help)
                    control=Control::Choice(roles_to_give(page.role))
                    value=Role::Member.as_str()
                />
                <div class="panel-form member-rights">
                    <Field
                        name="preset"
                        label=move || t_string!(i18n, members.preset)
                        help=move || t_string!(i18n, members.preset_help)
                        control=Control::Choice(presets)
                        value=Preset::Editor.as_str()
                    />
                    <Presets />
                    <Bots bots=page.bots.clone() />
                </div>
                <SubmitButton
                    pending=invite.pending()
                    pending_text=move || t_string!(i18n, members.inviting)
                >
                    {Icon::Plus.draw()}
                    {t!(i18n, members.submit)}
                </SubmitButton>
            </PostForm>
        </section>
    }
}

#[component]
fn Bots(bots: Vec<NamedBot>) -> impl IntoView {
    let i18n = use_i18n();
    let form = expect_context::<FormState>();
    let is_empty = bots.is_empty();
    let boxes = bots
        .into_iter()
        .map(|bot| {
            let id = bot.id.to_string();
            let is_ticked = form.typed(&id).is_some();
            view! {
                <label class="tick">
                    <input type="checkbox" name=id value="1" checked=is_ticked />
                    <span dir="auto">{bot.name.to_string()}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="options tick-list">
            <legend>{t!(i18n, members.bots)}</legend>
            {if is_empty {
                view! { <p class="field-help">{t!(i18n, members.no_bots)}</p> }.into_any()
            } else {
                boxes.into_any()
            }}
            <p class="field-help">{t!(i18n, members.bots_help)}</p>
        </fieldset>
    }
}
