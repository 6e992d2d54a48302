//! `/bots/{bot}/test`: a question is tried out, and the engine says how it came to its answer.
//! The same panel is docked on every page of a bot.

mod outcome;
mod panel;

pub use panel::{Dock, is_shortcut_elsewhere};

use crate::{
    components::{loaded::NotFound, page_header::PageHeader},
    i18n::{t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{error::AppResult, id::BotId, trial::Trial};
use panel::{Asking, Panel};

/// The longest question that is sent on; the server has the bot's own limit.
pub const MAX_QUESTION: usize = 500;

/// What the bot makes of a question. `locale` may be empty; `draft` is `yes` or `no`; `channel`
/// is a [`Channel`], the box without one.
///
/// [`Channel`]: model::channel::Channel
#[server(prefix = "/api/ui", endpoint = "test/ask", input = GetUrl, output = model::wire::Json)]
pub async fn try_question(
    bot: BotId,
    question: String,
    locale: String,
    draft: String,
    #[server(default)] channel: String,
) -> AppResult<Trial> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        conversations,
    };
    use model::{
        channel::Channel,
        error::AppError,
        text::{Locale, Question},
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    let question =
        Question::parse(&question).map_err(|problem| AppError::invalid("question", problem))?;
    let locale = (!locale.is_empty())
        .then(|| Locale::parse(&locale))
        .transpose();
    let locale = locale.map_err(|problem| AppError::invalid("locale", problem))?;
    let channel = match channel.as_str() {
        "" => Ok(Channel::Box),
        named => named.parse(),
    };
    let channel = channel.map_err(|problem| AppError::invalid("channel", problem))?;
    let said = (locale.as_ref(), channel);
    conversations::try_question(&access, &question, said, draft != "no").await
}

/// Makes something of the question: `act` is an [`Act`].
///
/// [`Act`]: model::trial::Act
#[server(prefix = "/api/ui", endpoint = "test/teach", output = model::wire::Json)]
pub async fn teach(
    bot: BotId,
    act: String,
    question: String,
    locale: String,
    form_page: String,
) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        knowledge,
        regression::{self, TestDraft},
    };
    use model::{error::AppError, regression::NOTHING, trial::Act};
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let act = act.parse();
    let expected = match act.map_err(|problem| AppError::invalid("act", problem))? {
        Act::Teach(article) => {
            knowledge::add_utterance(&access, article, &question, &locale).await?;
            redirect(&with_notice(paths::local(&form_page), "attached"));
            return Ok(());
        }
        Act::Keep(article) => article.to_string(),
        Act::KeepUnanswered => NOTHING.to_owned(),
    };
    let draft = TestDraft {
        question,
        locale,
        expected,
    };
    regression::save(&access, &draft).await?;
    redirect(&with_notice(paths::local(&form_page), "test_saved"));
    Ok(())
}

#[component]
pub fn TestPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Test bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

/// The question is in the address, so that the page works without scripts and can be shared.
#[component]
fn Test(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let question = paths::use_query("q");
    let locale = paths::use_query("locale");
    let draft = paths::use_query("draft");
    let channel = paths::use_query("channel");
    let asking = Signal::derive(move || Asking {
        question: question.get(),
        locale: locale.get(),
        draft: draft.get(),
        channel: channel.get(),
    });
    view! {
        <PageHeader
            title=move || t_string!(i18n, test.title)
            lead=move || t_string!(i18n, test.lead)
        />
        <Panel bot asking id="test" />
    }
}
