//! `/bots/{bot}/members`: who may do what with a bot, in one form, and who reads its conversations.

use crate::{
    components::{
        act::Act,
        empty_state::EmptyState,
        filter::{FilterInput, Kind},
        icon::Icon,
        load::Load,
        loaded::{Loaded, NotFound},
        matrix::{Matrix, MatrixRow, Presets},
        options::{Choice, Options},
        page_header::PageHeader,
        pagination::Pagination,
        post_form::{PostForm, n_done},
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    error::{AppError, AppResult},
    id::BotId,
    rights::{BotRights, Cells, OwnRights},
    sharing::{Sharing, Shown},
};

/// Members of one page; the server's own number.
const PAGE: u32 = 50;

/// What the reader may do with a bot.
#[server(prefix = "/api/ui", endpoint = "bots/rights", input = GetUrl, output = model::wire::Json)]
pub async fn get_own_rights(bot: BotId) -> AppResult<OwnRights> {
    use crate::server::authorized;
    use domain::{
        access::{Presence, Read},
        members,
    };
    let access = authorized::<Read<Presence>>(bot).await?;
    Ok(members::own_rights(&access))
}

/// A page of a bot's matrix, from 0; `search` is part of an address.
#[server(prefix = "/api/ui", endpoint = "rights/get", input = GetUrl, output = model::wire::Json)]
pub async fn get_rights(bot: BotId, search: String, page: u32) -> AppResult<BotRights> {
    use crate::server::authorized;
    use domain::{
        access::{Grants, Read},
        members,
    };
    let access = authorized::<Read<Grants>>(bot).await?;
    members::rights_page(&access, &search, page).await
}

/// Saves the rows that are sent.
#[server(prefix = "/api/ui", endpoint = "rights/save", output = model::wire::Json)]
pub async fn save_rights(
    bot: BotId,
    revision: String,
    form_page: String,
    #[server(flatten)] cells: Cells,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Grants, Write},
        members,
    };
    let access = authorized::<Write<Grants>>(bot).await?;
    members::save_rights(&access, &revision, &cells).await?;
    redirect(&with_notice(paths::local(&form_page), "rights_saved"));
    Ok(())
}

/// Says who reads the bot's conversations: a word of [`Sharing`].
#[server(prefix = "/api/ui", endpoint = "rights/share", output = model::wire::Json)]
pub async fn share_conversations(bot: BotId, sharing: String, shown: String) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Grants, Write},
        members,
    };
    let access = authorized::<Write<Grants>>(bot).await?;
    members::set_sharing(&access, &sharing, &shown).await?;
    redirect(&with_notice(&paths::rights(bot), "sharing_saved"));
    Ok(())
}

#[component]
pub fn RightsPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Rights bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Rights(bot: BotId) -> impl IntoView {
    let save = Act::<SaveRights>::new();
    let share = Act::<ShareConversations>::new();
    let search = paths::use_query("q");
    let number = paths::use_query("page");
    let (saved, shared) = (n_done(save), n_done(share));
    let page = Load::new(
        move || (search.get(), number.get(), saved.get(), shared.get()),
        move |(search, number, ..)| get_rights(bot, search, number.parse().unwrap_or_default()),
    );
    view! {
        <Loaded resource=page let:page>
            <Page
                page
                search=search.get_untracked()
                number=number.get_untracked().parse().unwrap_or_default()
                save
                share
            />
        </Loaded>
    }
}

#[component]
fn Page(
    page: BotRights,
    search: String,
    number: u32,
    save: Act<SaveRights>,
    share: Act<ShareConversations>,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = page.name.to_string();
    let (bot, members) = (page.bot, paths::members(page.workspace));
    let is_empty = page.members.is_empty() && search.is_empty();
    let shared = (page.sharing, page.shown);
    let others: Vec<String> = page.others.iter().map(ToString::to_string).collect();
    let to_members = members.clone();
    let matrix = if is_empty {
        view! {
            <EmptyState
                icon=Icon::Members
                title=move || t_string!(i18n, rights.empty)
                help=move || t_string!(i18n, rights.empty_help)
            >
                <a class="button button-primary" href=to_members>
                    {t!(i18n, rights.to_members)}
                </a>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <Found page search number save /> }.into_any()
    };
    view! {
        <PageHeader
            title=move || t_string!(i18n, rights.title)
            lead=move || t_string!(i18n, rights.lead, name = name.clone())
        >
            <a class="button" href=members>
                {t!(i18n, rights.to_members)}
            </a>
        </PageHeader>
        {matrix}
        <div class="panels">
            <Others others />
            <Share bot shared share />
        </div>
    }
}

#[component]
fn Found(page: BotRights, search: String, number: u32, save: Act<SaveRights>) -> impl IntoView {
    let i18n = use_i18n();
    let n_members = page.n_members;
    let base = paths::with_query(&paths::rights(page.bot), &[("q", &search)]);
    let next = (number.saturating_add(1).saturating_mul(PAGE) < n_members).then(|| {
        let number = number.saturating_add(1).to_string();
        paths::with_query(&base, &[("page", &number)])
    });
    let first = (number > 0).then(|| base.clone());
    let is_long = n_members > 8 || !search.is_empty();
    let list = if page.members.is_empty() {
        view! { <p class="field-help">{t!(i18n, rights.empty_search)}</p> }.into_any()
    } else {
        view! { <Form page save /> }.into_any()
    };
    view! {
        {is_long.then(|| view! { <Find search /> })}
        {list}
        <Pagination first next />
    }
}

#[component]
fn Find(search: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <form class="matrix-find" method="get">
            <FilterInput
                name="q"
                label=move || t_string!(i18n, rights.search)
                kind=Kind::Search
                value=search
            />
            <button class="button">{t!(i18n, rights.search_submit)}</button>
        </form>
    }
}

#[component]
fn Form(page: BotRights, save: Act<SaveRights>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = page.workspace;
    let explain = Callback::new(move |error| {
        (error == AppError::Conflict).then(|| view! { <Conflict /> }.into_any())
    });
    view! {
        <PostForm action=save class="matrix-form" explain>
            <input type="hidden" name="bot" value=page.bot.to_string() />
            <input type="hidden" name="revision" value=page.revision.clone() />
            <Rows page=page.clone() workspace />
            <Presets />
            <div class="form-actions">
                <SubmitButton
                    pending=save.pending()
                    pending_text=move || t_string!(i18n, rights.saving)
                >
                    {t!(i18n, rights.save)}
                </SubmitButton>
            </div>
        </PostForm>
    }
}

#[component]
fn Rows(page: BotRights, workspace: model::id::WorkspaceId) -> impl IntoView {
    let i18n = use_i18n();
    let rows = page.members.into_iter().map(|member| {
        let note = move || t_string!(i18n, members.suspended);
        MatrixRow {
            id: member.user.to_string(),
            name: member.email.to_string(),
            href: paths::member(workspace, member.user),
            note: member.is_suspended.then(|| note.into()),
            rights: member.rights,
        }
    });
    view! {
        <Matrix
            caption=move || t_string!(i18n, rights.caption)
            head=move || t_string!(i18n, rights.column_member)
            rows=rows.collect()
        />
    }
}

/// What is shown is not how it is any more.
#[component]
pub fn Conflict() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>{t!(i18n, rights.conflict)}</p>
        <a href=paths::use_here() rel="external">
            {t!(i18n, rights.current)}
        </a>
    }
}

#[component]
fn Others(others: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let text = others.join(", ");
    view! {
        <p class="field-help">
            {t!(i18n, rights.others)} " " {text}
        </p>
    }
}

#[component]
fn Share(bot: BotId, shared: (Sharing, Shown), share: Act<ShareConversations>) -> impl IntoView {
    let i18n = use_i18n();
    let (sharing, shown) = shared;
    let readers = vec![
        Choice::described(
            Sharing::Admins.as_str(),
            move || t_string!(i18n, rights.sharing_admins),
            move || t_string!(i18n, rights.sharing_admins_help),
        ),
        Choice::described(
            Sharing::Named.as_str(),
            move || t_string!(i18n, rights.sharing_named),
            move || t_string!(i18n, rights.sharing_named_help),
        ),
        Choice::described(
            Sharing::Workspace.as_str(),
            move || t_string!(i18n, rights.sharing_workspace),
            move || t_string!(i18n, rights.sharing_workspace_help),
        ),
    ];
    let parts = vec![
        Choice::described(
            Shown::Full.as_str(),
            move || t_string!(i18n, rights.shown_full),
            move || t_string!(i18n, rights.shown_full_help),
        ),
        Choice::described(
            Shown::Masked.as_str(),
            move || t_string!(i18n, rights.shown_masked),
            move || t_string!(i18n, rights.shown_masked_help),
        ),
    ];
    view! {
        <section class="panel">
            <h2>{t!(i18n, conversations.title)}</h2>
            <p class="field-help">{t!(i18n, rights.sharing_help)}</p>
            <PostForm action=share class="panel-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <Options
                    name="sharing"
                    legend=move || t_string!(i18n, rights.sharing)
                    choices=readers
                    value=sharing.as_str()
                />
                <Options
                    name="shown"
                    legend=move || t_string!(i18n, rights.shown)
                    choices=parts
                    value=shown.as_str()
                />
                <SubmitButton pending=share.pending() weight=Weight::Secondary>
                    {t!(i18n, rights.sharing_save)}
                </SubmitButton>
            </PostForm>
        </section>
    }
}
