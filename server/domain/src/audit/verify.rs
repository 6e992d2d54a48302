//! Looking for events that were changed, taken out, or cut off.

use super::holds;
use crate::{access::Guest, failure::OrInternal};
use model::{
    error::{AppError, AppResult},
    id::WorkspaceId,
};
use serde::Serialize;
use store::{Tx, audit};
use uuid::Uuid;

/// Events that are read at a time.
const CHUNK: u32 = 1_000;
/// The most faults that are told.
const MAX_TOLD: usize = 100;

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Events with a seal.
    pub events: u64,
    /// Chains: one a workspace, and one for what is of none.
    pub chains: u32,
    /// The first faults.
    pub broken: Vec<Broken>,
}

/// A place where a chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// Whose chain; `None` is the one of no workspace.
    pub workspace: Option<WorkspaceId>,
    /// The event's number in it.
    pub seq: i64,
    /// What is wrong.
    pub flaw: Flaw,
}

/// What can be wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    /// The event, or the one before it, was changed.
    Changed,
    /// An event is gone.
    Missing,
    /// The chain ends elsewhere than it says.
    CutOff,
}

/// Looks through every chain. For who works on the machine itself.
pub async fn verify(guest: &Guest) -> AppResult<Verified> {
    if guest.address.is_some() {
        return Err(AppError::Forbidden);
    }
    let db = guest.platform().db();
    let mut tx = db.read().await.or_internal("verifying the audit trail")?;
    let chains = audit::list_chains(&mut tx)
        .await
        .or_internal("verifying the audit trail")?;
    let mut verified = Verified::default();
    for (chain, end) in chains {
        verified.chains += 1;
        let reached = verify_chain(&mut tx, guest, chain, &mut verified).await?;
        if reached != end {
            note(&mut verified, chain, end.seq, Flaw::CutOff);
        }
    }
    Ok(verified)
}

/// Follows a chain to its last event.
async fn verify_chain(
    tx: &mut Tx,
    guest: &Guest,
    chain: Uuid,
    verified: &mut Verified,
) -> AppResult<audit::Link> {
    let mut last = audit::Link {
        seq: 0,
        seal: Vec::new(),
    };
    loop {
        let events = audit::list_after(tx, chain, last.seq, CHUNK)
            .await
            .or_internal("verifying the audit trail")?;
        if events.is_empty() {
            return Ok(last);
        }
        for event in events {
            verified.events += 1;
            if event.link.seq != last.seq + 1 {
                note(verified, chain, last.seq + 1, Flaw::Missing);
            } else if !holds(guest.platform(), &last.seal, &event) {
                note(verified, chain, event.link.seq, Flaw::Changed);
            }
            last = event.link;
        }
    }
}

fn note(verified: &mut Verified, chain: Uuid, seq: i64, flaw: Flaw) {
    if verified.broken.len() < MAX_TOLD {
        verified.broken.push(Broken {
            workspace: (!chain.is_nil()).then(|| WorkspaceId::from_uuid(chain)),
            seq,
            flaw,
        });
    }
}
