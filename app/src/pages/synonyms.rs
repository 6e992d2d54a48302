//! `/bots/{bot}/synonyms`: words that the bot takes for the same, where they are used, and what
//! each group changes.

mod effect;
mod form;
mod list;

use crate::{
    components::{
        act::Act,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
        post_form::n_done,
    },
    i18n::{t_string, use_i18n},
    paths,
};
use effect::Effects;
use form::Editor;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use list::Groups;
use model::{
    error::AppResult,
    id::{BotId, SynonymGroupId},
    synonyms::{self, SynonymEffect},
};

/// The act of a form that is tried before it is saved.
pub(crate) const TRY: &str = "try";

/// A bot's groups, with where each is used.
#[server(prefix = "/api/ui", endpoint = "synonyms/list", input = GetUrl, output = model::wire::Json)]
pub async fn list_synonyms(bot: BotId) -> AppResult<synonyms::SynonymsPage> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        synonyms,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    synonyms::page(&access).await
}

/// What a group changes in the replies to recent questions.
#[server(prefix = "/api/ui", endpoint = "synonyms/preview", input = GetUrl, output = model::wire::Json)]
pub async fn preview_synonyms(bot: BotId, group: SynonymGroupId) -> AppResult<SynonymEffect> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        synonyms,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    synonyms::preview(&access, group).await
}

/// What a group would change that is typed and not saved; `group` is empty for a new one.
#[server(prefix = "/api/ui", endpoint = "synonyms/try", input = GetUrl, output = model::wire::Json)]
pub async fn try_synonyms(
    bot: BotId,
    group: String,
    term: String,
    variants: String,
    locale: String,
) -> AppResult<SynonymEffect> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        synonyms::{self, GroupDraft},
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    let draft = GroupDraft {
        term,
        variants,
        locale,
    };
    synonyms::preview_draft(&access, group.parse().ok(), &draft).await
}

/// Adds a group; with `try` for an act, shows what it would change instead.
#[server(prefix = "/api/ui", endpoint = "synonyms/create", output = model::wire::Json)]
pub async fn create_synonyms(
    bot: BotId,
    term: String,
    variants: String,
    locale: String,
    act: String,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        synonyms::{self, GroupDraft},
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let draft = GroupDraft {
        term,
        variants,
        locale,
    };
    if act == TRY {
        synonyms::check(&draft)?;
        let (term, variants) = (&draft.term, &draft.variants);
        redirect(&paths::synonyms_tried(
            bot,
            "",
            term,
            variants,
            &draft.locale,
        ));
        return Ok(());
    }
    let group = synonyms::create(&access, &draft).await?;
    let page = paths::synonym_group(bot, group);
    redirect(&with_notice(&page, "synonyms_saved"));
    Ok(())
}

/// Changes a group; with `try` for an act, shows what that would change instead.
#[server(prefix = "/api/ui", endpoint = "synonyms/update", output = model::wire::Json)]
pub async fn update_synonyms(
    bot: BotId,
    group: SynonymGroupId,
    term: String,
    variants: String,
    locale: String,
    act: String,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        synonyms::{self, GroupDraft},
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let draft = GroupDraft {
        term,
        variants,
        locale,
    };
    if act == TRY {
        synonyms::check(&draft)?;
        let group = group.to_string();
        let (term, variants) = (&draft.term, &draft.variants);
        redirect(&paths::synonyms_tried(
            bot,
            &group,
            term,
            variants,
            &draft.locale,
        ));
        return Ok(());
    }
    synonyms::update(&access, group, &draft).await?;
    let page = paths::synonym_group(bot, group);
    redirect(&with_notice(&page, "synonyms_saved"));
    Ok(())
}

#[server(prefix = "/api/ui", endpoint = "synonyms/delete", output = model::wire::Json)]
pub async fn delete_synonyms(bot: BotId, group: SynonymGroupId) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        synonyms,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    synonyms::delete(&access, group).await?;
    redirect(&with_notice(&paths::synonyms(bot), "synonyms_deleted"));
    Ok(())
}

/// The acts of the page.
#[derive(Clone, Copy)]
struct Acts {
    create: Act<CreateSynonyms>,
    update: Act<UpdateSynonyms>,
    delete: Act<DeleteSynonyms>,
}

impl Acts {
    /// Changes with each success: a refused form keeps what was typed.
    fn n_done(self) -> Memo<usize> {
        let (create, update) = (n_done(self.create), n_done(self.update));
        let delete = n_done(self.delete);
        Memo::new(move |_| create.get() + update.get() + delete.get())
    }
}

#[component]
pub fn SynonymsPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Synonyms bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Synonyms(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let acts = Acts {
        create: Act::new(),
        update: Act::new(),
        delete: Act::new(),
    };
    let n_done = acts.n_done();
    let group = paths::use_query("group");
    let typed = use_typed();
    let listed = Load::new(
        move || (group.get(), n_done.get()),
        move |_| list_synonyms(bot),
    );
    let effect = Load::new(
        move || (group.get(), typed.get(), n_done.get()),
        move |(group, typed, _)| load_effect(bot, group, typed),
    );
    view! {
        <PageHeader
            title=move || t_string!(i18n, synonyms.title)
            lead=move || t_string!(i18n, synonyms.lead)
        />
        <Loaded resource=listed let:page>
            <Editor page=page.clone() group typed acts />
        </Loaded>
        <Loaded resource=effect let:effect>
            {effect
                .map(|effect| {
                    let is_saved = typed.get_untracked().is_none();
                    view! { <Effects effect is_saved /> }
                })}
        </Loaded>
        <Loaded resource=listed let:page>
            <Groups page />
        </Loaded>
    }
    .into_any()
}

/// What the address says was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Typed {
    term: String,
    variants: String,
    locale: String,
}

fn use_typed() -> Memo<Option<Typed>> {
    let [term, variants, locale] = ["term", "variants", "locale"].map(paths::use_query);
    Memo::new(move |_| {
        let term = term.get();
        (!term.is_empty()).then(|| Typed {
            term,
            variants: variants.get(),
            locale: locale.get(),
        })
    })
}

async fn load_effect(
    bot: BotId,
    group: String,
    typed: Option<Typed>,
) -> AppResult<Option<SynonymEffect>> {
    if let Some(Typed {
        term,
        variants,
        locale,
    }) = typed
    {
        let tried = try_synonyms(bot, group, term, variants, locale).await;
        return tried.map(Some);
    }
    match group.parse::<SynonymGroupId>() {
        Ok(group) => preview_synonyms(bot, group).await.map(Some),
        Err(_) => Ok(None),
    }
}
