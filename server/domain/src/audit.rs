//! The audit trail: what is done to bots and their knowledge writes an event in its own
//! transaction.

use crate::{
    access::{Access, InScope, Permitted},
    failure::OrInternal,
    keys,
};
use model::{
    error::AppResult,
    id::{EventId, UserId},
    time::Timestamp,
    version::Author,
};
use store::{Tx, audit::Event};

/// Writes down what is being done. `action` is `subject.verb`, `subject` is `kind:id`.
pub(crate) async fn record<P: Permitted>(
    tx: &mut Tx,
    access: &Access<P>,
    action: &str,
    subject: &str,
    at: Timestamp,
) -> AppResult<()> {
    let event = Event {
        id: EventId::from_uuid(access.platform().random().v7()),
        workspace: Some(access.scope().workspace()),
        at,
        actor: &access.actor().to_string(),
        action,
        subject,
    };
    store::audit::record(tx, &event)
        .await
        .or_internal("writing an audit event")
}

/// Who an actor is that was written down as `kind:id`.
pub(crate) async fn author<P: Permitted>(
    tx: &mut Tx,
    access: &Access<P>,
    actor: &str,
) -> AppResult<Author> {
    if let Some(key) = actor.strip_prefix("key:") {
        let workspace = access.scope().workspace();
        let name = match key.parse() {
            Ok(key) => keys::name_of(tx, workspace, key).await?,
            Err(_) => None,
        };
        return Ok(name.map_or(Author::Former, |name| Author::Key {
            name: name.to_string(),
        }));
    }
    let Some(user) = actor.strip_prefix("user:") else {
        return Ok(match actor {
            "job" => Author::Job,
            _ => Author::Command,
        });
    };
    let Ok(user) = user.parse::<UserId>() else {
        return Ok(Author::Former);
    };
    let email = store::identity::find_member_email(tx, access.scope().workspace(), user)
        .await
        .or_internal("finding a member")?;
    Ok(email.map_or(Author::Former, |email| Author::Member {
        email: email.to_string(),
    }))
}
