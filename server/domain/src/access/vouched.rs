//! What a provider of single sign-on lets somebody in for.

use model::{
    error::{AppError, AppResult},
    id::WorkspaceId,
};
use serde::{Deserialize, Serialize};

/// A provider's word: good for the workspace that chose it, and for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vouched {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Whether the provider has asked for a second factor.
    pub has_factor: bool,
}

/// Whether somebody has the second factor that a workspace may want: their own, or that of their
/// provider, whose word counts in its own workspace only.
pub(super) fn check_factor(
    lacks_factor: bool,
    workspace: WorkspaceId,
    vouched: Option<Vouched>,
) -> AppResult<()> {
    let is_vouched =
        vouched.is_some_and(|vouched| vouched.has_factor && vouched.workspace == workspace);
    if lacks_factor && !is_vouched {
        return Err(AppError::FactorRequired);
    }
    Ok(())
}
