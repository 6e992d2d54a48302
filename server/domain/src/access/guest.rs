//! Who asks for what needs no right.

use crate::platform::Platform;
use model::time::Timestamp;
use std::net::IpAddr;

/// Someone who needs no right for what they ask, such as to sign in.
#[derive(Clone, Debug)]
pub struct Guest {
    pub(super) platform: Platform,
    /// Where they come from; `None` on the machine itself.
    pub address: Option<IpAddr>,
}

impl Guest {
    /// Now, by the platform's clock.
    pub fn now(&self) -> Timestamp {
        self.platform.now()
    }

    pub(crate) const fn platform(&self) -> &Platform {
        &self.platform
    }
}
