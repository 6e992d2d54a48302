//! The audit trail: what is done to bots and their knowledge writes an event in its own
//! transaction.

use crate::access::{Access, InScope, Permitted};
use model::{error::AppResult, id::EventId, time::Timestamp};
use store::{Tx, audit::Event};

use crate::failure::OrInternal;

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
