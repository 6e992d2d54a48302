//! Which of a bot's pages the reader may enter: the others are not shown. That is looks alone; the
//! server decides at each request.

use crate::{components::load::Load, pages::rights::get_own_rights};
use leptos::prelude::*;
use model::{id::BotId, rights::OwnRights};

/// What the reader may do with the bot of the page; `None` where there is none, or none for them.
pub type Rooms = Load<Option<OwnRights>>;

/// Asked anew with each bot.
pub fn load_rooms(bot: Memo<Option<BotId>>) -> Rooms {
    let load = |bot: Option<BotId>| async move {
        match bot {
            // A failure is the page's to tell: it asks the same server.
            Some(bot) => get_own_rights(bot).await.ok(),
            None => None,
        }
    };
    Load::new(move || bot.get(), load)
}
