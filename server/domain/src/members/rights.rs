//! What members may do with bots (S12), as matrices: of a bot by members, of a member by bots.

use super::{MAX_MEMBERS, find, lock, reader, revision_of, revision_of_member};
use crate::{
    access::{Access, Grants, InScope, Members, Permitted, Read, Write},
    audit,
    failure::OrInternal,
};
use model::{
    access::Role,
    error::{AppError, AppResult, Problem},
    id::{BotId, UserId},
    member::MemberRow,
    rights::{BotRights, Cells, MemberRights, Rights},
    search::MAX_SEARCH,
    sharing::{Sharing, Shown},
};
use std::collections::HashMap;
use store::{Tx, grants, members};

/// Members of one page of a bot's matrix.
pub const PAGE: usize = 50;

/// Who may do what with a bot: a page of its members, from 0, whose address has the text in it.
pub async fn rights_page(
    access: &Access<Read<Grants>>,
    search: &str,
    page: u32,
) -> AppResult<BotRights> {
    let (platform, bot) = (access.platform(), access.bot());
    let workspace = access.scope().workspace;
    let mut tx = platform.db().read().await.or_internal("reading grants")?;
    let head = store::bots::find_head(&mut tx, bot)
        .await
        .or_internal("reading grants")?
        .ok_or(AppError::NotFound)?;
    let place = grants::find_place(&mut tx, bot)
        .await
        .or_internal("reading grants")?
        .ok_or(AppError::NotFound)?;
    let all = members::list(&mut tx, workspace)
        .await
        .or_internal("reading grants")?;
    let granted = grants::list_of_bot(&mut tx, bot)
        .await
        .or_internal("reading grants")?;
    let search: String = search.trim().chars().take(MAX_SEARCH).collect();
    let search = search.to_lowercase();
    let (plain, others): (Vec<MemberRow>, Vec<MemberRow>) = all
        .into_iter()
        .partition(|member| member.role == Role::Member);
    let found: Vec<MemberRow> = plain
        .into_iter()
        .filter(|member| member.email.as_str().contains(&search))
        .collect();
    let n_members = u32::try_from(found.len()).unwrap_or(MAX_MEMBERS);
    let first = PAGE.saturating_mul(usize::try_from(page).unwrap_or_default());
    let row = |member: MemberRow| MemberRights {
        rights: granted.get(&member.user).copied().unwrap_or_default(),
        user: member.user,
        is_suspended: member.suspended_at.is_some(),
        email: member.email,
    };
    Ok(BotRights {
        bot,
        workspace,
        name: head.name,
        revision: revision_of_bot(&granted)?,
        members: found.into_iter().skip(first).take(PAGE).map(row).collect(),
        n_members,
        others: others.into_iter().map(|member| member.email).collect(),
        sharing: place.sharing,
        shown: place.shown,
    })
}

fn revision_of_bot(granted: &HashMap<UserId, Rights>) -> AppResult<String> {
    let mut all: Vec<(UserId, Rights)> = granted
        .iter()
        .map(|(user, rights)| (*user, *rights))
        .collect();
    all.sort_by_key(|(user, _)| *user);
    revision_of(&all)
}

/// Saves the rows of a bot's matrix that were sent; `revision` is the state that they began from.
pub async fn save_rights(
    access: &Access<Write<Grants>>,
    revision: &str,
    cells: &Cells,
) -> AppResult<()> {
    let (platform, bot) = (access.platform(), access.bot());
    let mut tx = platform.db().write().await.or_internal("granting rights")?;
    lock_of_bot(&mut tx, access).await?;
    let granted = grants::list_of_bot(&mut tx, bot)
        .await
        .or_internal("granting rights")?;
    if revision_of_bot(&granted)? != revision {
        return Err(AppError::Conflict);
    }
    let before = |user: UserId| granted.get(&user).copied().unwrap_or_default();
    let members = members::list(&mut tx, access.scope().workspace)
        .await
        .or_internal("granting rights")?;
    let roles: HashMap<UserId, Role> = members
        .into_iter()
        .map(|member| (member.user, member.role))
        .collect();
    for (user, rights) in cells.rows(before).map_err(unreadable)? {
        let role = roles.get(&user).ok_or(AppError::NotFound)?;
        if *role != Role::Member {
            return Err(AppError::Forbidden);
        }
        if rights != before(user) {
            put(&mut tx, access, user, bot, rights).await?;
        }
    }
    tx.commit().await.or_internal("granting rights")
}

/// The same for what one member may do with each bot.
pub async fn grant(
    access: &Access<Write<Members>>,
    user: UserId,
    revision: &str,
    cells: &Cells,
) -> AppResult<()> {
    let (platform, workspace) = (access.platform(), access.scope().workspace);
    let mut tx = platform.db().write().await.or_internal("granting rights")?;
    lock(&mut tx, access).await?;
    let member = find(&mut tx, workspace, user).await?;
    if member.role != Role::Member {
        return Err(AppError::Forbidden);
    }
    let granted = grants::list_of_member(&mut tx, workspace, user)
        .await
        .or_internal("granting rights")?;
    if revision_of_member(&granted)? != revision {
        return Err(AppError::Conflict);
    }
    let before = |bot: BotId| granted.get(&bot).copied().unwrap_or_default().rights;
    for (bot, rights) in cells.rows(before).map_err(unreadable)? {
        // What is another tenant's is not there.
        if !granted.contains_key(&bot) {
            return Err(AppError::NotFound);
        }
        if rights != before(bot) {
            put(&mut tx, access, user, bot, rights).await?;
        }
    }
    tx.commit().await.or_internal("granting rights")
}

/// Sets who reads a bot's conversations, and how much of them (S13); it holds at the next request.
pub async fn set_sharing(
    access: &Access<Write<Grants>>,
    sharing: &str,
    shown: &str,
) -> AppResult<()> {
    let sharing = sharing.parse::<Sharing>();
    let sharing = sharing.map_err(|problem| AppError::invalid("sharing", problem))?;
    let shown = shown.parse::<Shown>();
    let shown = shown.map_err(|problem| AppError::invalid("shown", problem))?;
    let (platform, bot) = (access.platform(), access.bot());
    let mut tx = platform.db().write().await.or_internal("sharing")?;
    lock_of_bot(&mut tx, access).await?;
    grants::set_sharing(&mut tx, bot, sharing, shown)
        .await
        .or_internal("sharing")?;
    let subject = format!("bot:{bot} sharing:{sharing} {shown}");
    audit::record(&mut tx, access, "bot.share", &subject, platform.now()).await?;
    tx.commit().await.or_internal("sharing")
}

/// As [`lock`], from a bot.
async fn lock_of_bot(tx: &mut Tx, access: &Access<Write<Grants>>) -> AppResult<()> {
    members::lock(tx, access.scope().workspace)
        .await
        .or_internal("locking members")?;
    let (_, role) = reader(tx, access).await?;
    if access.may_as(role) {
        Ok(())
    } else {
        Err(AppError::Forbidden)
    }
}

fn unreadable(_: Problem) -> AppError {
    AppError::Malformed {
        what: "a cell of the matrix".to_owned(),
    }
}

async fn put<P: Permitted>(
    tx: &mut Tx,
    access: &Access<P>,
    user: UserId,
    bot: BotId,
    rights: Rights,
) -> AppResult<()> {
    grants::put(tx, access.scope().workspace(), user, bot, rights)
        .await
        .or_internal("granting rights")?;
    let subject = format!("user:{user} bot:{bot} rights:{}", rights.told());
    audit::record(tx, access, "rights.set", &subject, access.platform().now()).await
}
