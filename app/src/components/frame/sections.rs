//! The rooms of a bot, or of the workspace: those that the reader may enter.

use super::rooms::Rooms;
use crate::{
    components::{icon::Icon, load::Load},
    i18n::{t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::{
    access::{Area, Role},
    error::AppResult,
    id::{BotId, WorkspaceId},
    member::Me,
    rights::OwnRights,
};

/// What a room is called, in the reader's language.
type Label = fn() -> &'static str;

/// A room: where it is, and what stands for it.
struct Room {
    href: String,
    /// What the addresses of the pages below it begin with.
    below: String,
    icon: Icon,
    label: Label,
}

impl Room {
    fn new(href: String, icon: Icon, label: Label) -> Self {
        let below = format!("{href}/");
        Self {
            href,
            below,
            icon,
            label,
        }
    }
}

#[component]
pub fn Sections(bot: Memo<Option<BotId>>, me: Load<AppResult<Me>>, rooms: Rooms) -> impl IntoView {
    let sections = move || {
        let bot = bot.get();
        Suspend::new(async move {
            let (me, own) = (me.await.ok(), rooms.await);
            match (bot, own) {
                (Some(bot), Some(own)) => view! { <OfBot bot own /> }.into_any(),
                _ => view! { <OfWorkspace me /> }.into_any(),
            }
        })
    };
    view! { <Transition>{sections}</Transition> }
}

#[component]
fn OfWorkspace(me: Option<Me>) -> impl IntoView {
    let rules = me.filter(|me| me.role != Role::Member);
    view! {
        <ul>
            <Section room=Room::new(
                paths::BOTS.to_owned(),
                Icon::Bot,
                || t_string!(use_i18n(), frame.bots),
            ) />
            {rules
                .map(|me| {
                    rooms_of_rulers(me.workspace, me.role)
                        .map(|room| view! { <Section room /> })
                        .collect_view()
                })}
        </ul>
    }
}

/// What of a workspace is for its owners and administrators; one of it for owners alone.
fn rooms_of_rulers(workspace: WorkspaceId, role: Role) -> impl Iterator<Item = Room> {
    let members = Room {
        below: paths::member_pages(workspace),
        ..Room::new(paths::members(workspace), Icon::Members, || {
            t_string!(use_i18n(), frame.members)
        })
    };
    let keys = Room::new(paths::keys(workspace), Icon::Key, || {
        t_string!(use_i18n(), frame.keys)
    });
    let audit = Room::new(paths::audit(workspace), Icon::Eye, || {
        t_string!(use_i18n(), audit.title)
    });
    let security = Room::new(paths::security(workspace), Icon::Shield, || {
        t_string!(use_i18n(), security.title)
    });
    let sign_on = (role == Role::Owner).then(|| {
        Room::new(paths::sign_on(workspace), Icon::Account, || {
            t_string!(use_i18n(), sso.title)
        })
    });
    [
        Some(members),
        Some(keys),
        sign_on,
        Some(security),
        Some(audit),
    ]
    .into_iter()
    .flatten()
}

/// The groups of a bot's rooms, each room with the area that it belongs to.
fn groups(bot: BotId) -> [(Label, Vec<(Area, Room)>); 4] {
    let room = |area, href, icon, label: Label| (area, Room::new(href, icon, label));
    use Area::{Analytics, Conversations, Grants, Knowledge, Settings, Widget};
    [
        (
            || t_string!(use_i18n(), frame.learn),
            vec![
                room(Knowledge, paths::knowledge(bot), Icon::Knowledge, || {
                    t_string!(use_i18n(), frame.knowledge)
                }),
                room(Knowledge, paths::synonyms(bot), Icon::Synonyms, || {
                    t_string!(use_i18n(), frame.synonyms)
                }),
                room(Knowledge, paths::test(bot), Icon::Test, || {
                    t_string!(use_i18n(), frame.test)
                }),
                room(Knowledge, paths::tests(bot), Icon::Check, || {
                    t_string!(use_i18n(), frame.tests)
                }),
                room(Conversations, paths::inbox(bot), Icon::Inbox, || {
                    t_string!(use_i18n(), frame.unanswered)
                }),
            ],
        ),
        (
            || t_string!(use_i18n(), frame.measure),
            vec![
                room(
                    Conversations,
                    paths::conversations(bot),
                    Icon::Messages,
                    || t_string!(use_i18n(), frame.conversations),
                ),
                room(Analytics, paths::analytics(bot), Icon::Chart, || {
                    t_string!(use_i18n(), frame.analytics)
                }),
            ],
        ),
        (
            || t_string!(use_i18n(), frame.deploy),
            vec![
                room(Widget, paths::widget(bot), Icon::Widget, || {
                    t_string!(use_i18n(), frame.widget)
                }),
                room(Knowledge, paths::versions(bot), Icon::Restore, || {
                    t_string!(use_i18n(), frame.versions)
                }),
            ],
        ),
        (
            || t_string!(use_i18n(), frame.admin),
            vec![
                room(Settings, paths::settings(bot), Icon::Settings, || {
                    t_string!(use_i18n(), frame.settings)
                }),
                room(Grants, paths::rights(bot), Icon::Members, || {
                    t_string!(use_i18n(), frame.rights)
                }),
            ],
        ),
    ]
}

#[component]
fn OfBot(bot: BotId, own: OwnRights) -> impl IntoView {
    let may_enter = move |area| match area {
        Area::Grants => own.may_grant,
        area => own.rights.may_read(area),
    };
    groups(bot)
        .into_iter()
        .filter_map(|(label, rooms)| {
            let rooms: Vec<_> = rooms
                .into_iter()
                .filter(|(area, _)| may_enter(*area))
                .map(|(_, room)| view! { <Section room /> })
                .collect();
            (!rooms.is_empty()).then(|| {
                view! {
                    <p class="sections-group">{label}</p>
                    <ul>{rooms}</ul>
                }
            })
        })
        .collect_view()
}

/// Current on its own page, and on the pages below it.
#[component]
fn Section(room: Room) -> impl IntoView {
    let path = use_location().pathname;
    let Room {
        href,
        below,
        icon,
        label,
    } = room;
    let own = href.clone();
    let current = move || {
        path.with(|path| match path {
            path if *path == own => Some("page"),
            path if path.starts_with(&below) => Some("true"),
            _ => None,
        })
    };
    view! {
        <li>
            <a href=href aria-current=current>
                {icon.draw()}
                <span>{label}</span>
            </a>
        </li>
    }
}
