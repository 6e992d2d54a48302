//! `/bots/{bot}/conversations/{conversation}`: what was said, and why the bot said it.

mod correct;
mod turn;

use crate::{
    components::{
        act::Act,
        channel::channel_name,
        confirm::Confirm,
        icon::Icon,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::{Crumb, PageHeader},
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    pages::{
        conversations::{AudienceBadge, outcome},
        knowledge::titles,
    },
    paths,
};
use correct::Correct;
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    conversation::{ConversationSummary, Transcript},
    error::AppResult,
    id::{BotId, ConversationId},
    text::Locale,
};
use turn::Turn;
pub use turn::{Kind, message};

#[server(prefix = "/api/ui", endpoint = "conversations/get", input = GetUrl, output = model::wire::Json)]
pub async fn get_conversation(
    bot: BotId,
    conversation: ConversationId,
    #[server(default)] pass: String,
) -> AppResult<Transcript> {
    use crate::server::authorized;
    use domain::{
        access::{Conversations, Read},
        conversations,
    };
    let access = authorized::<Read<Conversations>>(bot).await?;
    conversations::get(&access, conversation, &pass).await
}

/// Shows what is masked in a conversation, for a while, to who asks for it.
#[server(prefix = "/api/ui", endpoint = "conversations/reveal", output = model::wire::Json)]
pub async fn reveal_conversation(
    bot: BotId,
    conversation: ConversationId,
    #[server(default)] form_page: String,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Conversations, Write},
        conversations,
    };
    let access = authorized::<Write<Conversations>>(bot).await?;
    let pass = conversations::reveal(&access, conversation).await?;
    let page = paths::conversation_of(&form_page, bot, conversation);
    let page = paths::with_query(&page, &[("pass", &pass)]);
    redirect(&with_notice(&page, "revealed"));
    Ok(())
}

/// Erases a conversation for good.
#[server(prefix = "/api/ui", endpoint = "conversations/erase", output = model::wire::Json)]
pub async fn erase_conversation(
    bot: BotId,
    conversation: ConversationId,
    #[server(default)] form_page: String,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Conversations, Write},
        conversations,
    };
    let access = authorized::<Write<Conversations>>(bot).await?;
    conversations::erase(&access, conversation).await?;
    let list = paths::list_of_conversation(&form_page, bot, conversation);
    redirect(&with_notice(&list, "erased"));
    Ok(())
}

#[component]
pub fn ConversationPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    let conversation = paths::use_id::<ConversationId>("conversation");
    move || match (bot.get(), conversation.get()) {
        (Some(bot), Some(conversation)) => view! { <Conversation bot conversation /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Conversation(bot: BotId, conversation: ConversationId) -> impl IntoView {
    let pass = paths::use_query("pass");
    let transcript = Load::new(
        move || pass.get(),
        move |pass| load(bot, conversation, pass),
    );
    view! {
        <Loaded resource=transcript let:loaded>
            <Said bot transcript=loaded.0 titles=loaded.1 />
        </Loaded>
    }
}

/// What was said, and titles to offer to who corrects it.
async fn load(
    bot: BotId,
    conversation: ConversationId,
    pass: String,
) -> AppResult<(Transcript, Vec<String>)> {
    let transcript = get_conversation(bot, conversation, pass).await?;
    Ok((transcript, titles(bot).await?))
}

#[component]
fn Said(bot: BotId, transcript: Transcript, titles: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let Transcript {
        summary,
        turns,
        may_erase,
        is_masked,
        may_reveal,
    } = transcript;
    let here = paths::use_here().get_untracked();
    let page = paths::conversation_of(&here, bot, summary.id);
    let list = paths::list_of_conversation(&here, bot, summary.id);
    let is_of_inbox = list.starts_with(&paths::inbox(bot));
    let label = move || match is_of_inbox {
        true => t_string!(i18n, unanswered.title),
        false => t_string!(i18n, conversations.title),
    };
    let parent = Crumb {
        label: label.into(),
        href: list.into(),
    };
    let lang = summary.locale.as_ref().map(Locale::to_string);
    let (id, locale) = (summary.id, lang.clone().unwrap_or_default());
    let all = turns.clone();
    let turns = turns
        .into_iter()
        .map(|turn| view! { <Turn bot page=page.clone() turn lang=lang.clone() /> })
        .collect_view();
    view! {
        <PageHeader title=move || t_string!(i18n, transcript.title) parent>
            {may_erase.then(|| view! { <Erasure bot conversation=summary.id /> })}
        </PageHeader>
        <Summary summary />
        {is_masked.then(|| view! { <Masked bot conversation=id may_reveal /> })}
        <Correct bot conversation=id turns=all locale titles />
        <h2 class="visually-hidden">{t!(i18n, transcript.turns)}</h2>
        <ol class="transcript">{turns}</ol>
    }
}

/// Says that personal data is masked, and shows it to who may see it.
#[component]
fn Masked(bot: BotId, conversation: ConversationId, may_reveal: bool) -> impl IntoView {
    let i18n = use_i18n();
    let reveal = Act::<RevealConversation>::new();
    let way = may_reveal.then(|| {
        view! {
            <PostForm action=reveal class="inline-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="conversation" value=conversation.to_string() />
                <SubmitButton pending=reveal.pending() weight=Weight::Secondary>
                    {t!(i18n, transcript.reveal)}
                </SubmitButton>
            </PostForm>
        }
    });
    view! {
        <section class="note masked">
            <p>{t!(i18n, transcript.masked)}</p>
            {way}
        </section>
    }
    .into_any()
}

#[component]
fn Erasure(bot: BotId, conversation: ConversationId) -> impl IntoView {
    let i18n = use_i18n();
    let erase = Act::<EraseConversation>::new();
    view! {
        <Confirm
            id="erase-conversation"
            open=move || t_string!(i18n, conversations.erase)
            title=move || t_string!(i18n, conversations.erase_title)
            help=move || t_string!(i18n, conversations.erase_help)
            icon=Icon::Trash
        >
            <PostForm action=erase class="inline-form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <input type="hidden" name="conversation" value=conversation.to_string() />
                <SubmitButton
                    pending=erase.pending()
                    pending_text=move || t_string!(i18n, conversations.erasing)
                    weight=Weight::Danger
                >
                    {t!(i18n, conversations.erase_submit)}
                </SubmitButton>
            </PostForm>
        </Confirm>
    }
}

#[component]
fn Summary(summary: ConversationSummary) -> impl IntoView {
    let i18n = use_i18n();
    let started_at = summary.started_at;
    let (audience, channel) = (summary.audience, summary.channel);
    let language = summary.locale.as_ref().map(|locale| {
        view! { <span>{t!(i18n, transcript.language)} " " {locale.to_string()}</span> }
    });
    view! {
        <p class="meta">
            <span>{t!(i18n, transcript.started)} " " <Time at=started_at /></span>
            {language}
            <span>{t!(i18n, channel.label)} " " {move || channel_name(i18n, channel)}</span>
            <AudienceBadge audience />
            {outcome(&summary)}
        </p>
    }
}
