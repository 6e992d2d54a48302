//! The audit trail (S24): what is done writes an event in its own transaction, sealed with the
//! one before it, so that a change to it is seen.

mod exports;
mod trail;
mod verify;

pub(crate) use exports::note_export;
pub use exports::note_reading;
pub use trail::{ExportAs, export, trail};
pub use verify::{Broken, Flaw, Verified, verify};

use crate::{
    access::{Access, InScope, Permitted},
    failure::OrInternal,
    keys,
    platform::Platform,
};
use model::{
    error::AppResult,
    id::{EventId, UserId, WorkspaceId},
    time::Timestamp,
    version::Author,
};
use store::{
    Tx,
    audit::{self, Details, Event, Written},
};

/// Writes down what is being done. `action` is `subject.verb`, `subject` is `kind:id`.
pub(crate) async fn record<P: Permitted>(
    tx: &mut Tx,
    access: &Access<P>,
    action: &str,
    subject: &str,
    at: Timestamp,
) -> AppResult<()> {
    let event = Noted {
        workspace: Some(access.scope().workspace()),
        at,
        actor: &access.actor().to_string(),
        action,
        subject,
        details: Details::default(),
    };
    note(tx, access.platform(), &event).await
}

/// An event of who has no [`Access`]: of somebody who signs in, of a command.
#[derive(Clone, Debug)]
pub(crate) struct Noted<'a> {
    /// The tenant, if one is known.
    pub workspace: Option<WorkspaceId>,
    /// When.
    pub at: Timestamp,
    /// Who, as `kind:id`.
    pub actor: &'a str,
    /// What, as `subject.verb`.
    pub action: &'a str,
    /// To what, as `kind:id`.
    pub subject: &'a str,
    /// What it tells of a person; kept apart, and empty for most.
    pub details: Details,
}

/// Writes an event down at the end of its chain.
pub(crate) async fn note(tx: &mut Tx, platform: &Platform, noted: &Noted<'_>) -> AppResult<()> {
    let event = Event {
        id: EventId::from_uuid(platform.random().v7()),
        workspace: noted.workspace,
        at: noted.at,
        actor: noted.actor,
        action: noted.action,
        subject: noted.subject,
    };
    let mut link = audit::advance(tx, event.workspace)
        .await
        .or_internal("writing an audit event")?;
    link.seal = seal(platform, &link.seal, link.seq, &event).to_vec();
    audit::append(tx, &event, &link)
        .await
        .or_internal("writing an audit event")?;
    if noted.details != Details::default() {
        audit::add_details(tx, event.id, &noted.details)
            .await
            .or_internal("writing an audit event")?;
    }
    Ok(())
}

fn seal(platform: &Platform, before: &[u8], seq: i64, event: &Event<'_>) -> [u8; 32] {
    platform.sealer().seal(
        before,
        &[
            audit::chain_of(event.workspace).as_bytes(),
            &seq.to_be_bytes(),
            event.id.as_uuid().as_bytes(),
            &event.at.as_millis().to_be_bytes(),
            event.actor.as_bytes(),
            event.action.as_bytes(),
            event.subject.as_bytes(),
        ],
    )
}

/// Whether an event bears the seal that it should, after another.
fn holds(platform: &Platform, before: &[u8], written: &Written) -> bool {
    let event = Event {
        id: written.id,
        workspace: written.workspace,
        at: written.at,
        actor: &written.actor,
        action: &written.action,
        subject: &written.subject,
    };
    seal(platform, before, written.link.seq, &event)[..] == written.link.seal
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
