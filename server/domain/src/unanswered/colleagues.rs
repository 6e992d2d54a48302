//! Who looks after a question.

use super::{assign, check_reader, inbox::alike};
use crate::{
    access::{Access, Conversations, InBot, InScope, Knowledge, Permitted, Read, Write},
    failure::OrInternal,
};
use model::{
    access::{Area, Permission, Right, Role},
    error::{AppError, AppResult, Problem},
    id::{OpenQuestionId, UserId},
    unanswered::Colleague,
};
use store::Tx;

/// The members who may read what visitors ask a bot, and change what it knows.
pub async fn colleagues(access: &Access<Read<Conversations>>) -> AppResult<Vec<Colleague>> {
    if !access.may::<Write<Knowledge>>() {
        return Err(AppError::Forbidden);
    }
    let mut tx = access
        .platform()
        .db()
        .read()
        .await
        .or_internal("listing colleagues")?;
    list(&mut tx, access).await
}

async fn list<P: Permitted<Scope = InBot>>(
    tx: &mut Tx,
    access: &Access<P>,
) -> AppResult<Vec<Colleague>> {
    let members = store::members::list(tx, access.scope().workspace())
        .await
        .or_internal("listing colleagues")?;
    let granted = store::grants::list_of_bot(tx, access.bot())
        .await
        .or_internal("listing colleagues")?;
    let place = store::grants::find_place(tx, access.bot())
        .await
        .or_internal("listing colleagues")?
        .ok_or(AppError::NotFound)?;
    let needed = |area, right| Permission { area, right };
    let may_work = |user: UserId| {
        granted.get(&user).is_some_and(|rights| {
            let rights = place.sharing.applied_to(*rights);
            rights.allow(needed(Area::Conversations, Right::Read))
                && rights.allow(needed(Area::Knowledge, Right::Write))
        })
    };
    let people = members.into_iter().filter(|member| {
        let is_active = member.suspended_at.is_none();
        is_active && (member.role != Role::Member || may_work(member.user))
    });
    Ok(people
        .map(|member| Colleague {
            user: member.user,
            email: member.email,
        })
        .collect())
}

/// Hands a question, and those that stand together with it, to one of them; to nobody where the id
/// is empty.
pub async fn hand_to(
    access: &Access<Write<Knowledge>>,
    question: OpenQuestionId,
    assignee: &str,
) -> AppResult<()> {
    let unknown = || AppError::invalid("assignee", Problem::Unknown);
    let assignee: Option<UserId> = match assignee {
        "" => None,
        id => Some(id.parse().map_err(|_| unknown())?),
    };
    check_reader(access)?;
    if let Some(user) = assignee {
        let db = access.platform().db();
        let mut tx = db.read().await.or_internal("listing colleagues")?;
        let known = list(&mut tx, access).await?;
        drop(tx);
        if !known.iter().any(|colleague| colleague.user == user) {
            return Err(unknown());
        }
    }
    let others = alike(access, question).await?;
    let ids: Vec<OpenQuestionId> = [question].into_iter().chain(others).collect();
    assign(access, &ids, assignee).await
}
