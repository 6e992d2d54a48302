//! People who sign in.

use crate::{
    access::Role,
    id::WorkspaceId,
    text::{Email, Name},
};
use serde::{Deserialize, Serialize};

/// The person who is signed in, as the frame of the pages shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Who they are.
    pub email: Email,
    /// The workspace they are in.
    pub workspace: WorkspaceId,
    /// What it is called.
    pub workspace_name: Name,
    /// What they may do there.
    pub role: Role,
}
