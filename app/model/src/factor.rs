//! The second factor: codes that an app on somebody's phone makes, and recovery codes.

use crate::{text::Name, time::Timestamp};
use serde::{Deserialize, Serialize};

/// How it stands with one's own second factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnFactor {
    /// Since when there is one.
    pub since: Option<Timestamp>,
    /// Recovery codes that are left.
    pub n_codes: u32,
    /// The workspaces of theirs that want one.
    pub required_by: Vec<Name>,
}

/// A secret to be put into an app, shown while a second factor is set up and never again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFactor {
    /// In base32, for who types it.
    pub secret: String,
    /// The same with all that an app wants to know, as a picture for its camera.
    pub picture: Picture,
}

impl std::fmt::Debug for NewFactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewFactor(…)")
    }
}

/// A square of dark modules on light ones.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Modules a side, the margin with them.
    pub size: u32,
    /// The dark ones, as a path of SVG.
    pub path: String,
}

/// What becomes of somebody's second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorChange {
    /// It was set up.
    On,
    /// They turned it off.
    Off,
    /// They made other recovery codes.
    Codes,
    /// Somebody who runs their workspace took it away.
    Reset,
}
