//! Who is locked out now, and how they are let in again.

use super::{digest_of, digest_of_address, own_digest};
use crate::{failure::OrInternal, platform::Platform};
use model::{error::AppResult, id::UserId, text::Email, time::Timestamp};
use std::{collections::HashMap, net::IpAddr};
use store::{
    Tx,
    sign_in_watch::{self, Who},
};

/// The most who are looked through; those who are locked out for longest come first.
const MAX_LOCKED: u32 = 20_000;

/// Everybody who is locked out, read at once, however many are asked about.
pub(crate) struct LockedOut<'a> {
    platform: &'a Platform,
    until: HashMap<Who, Timestamp>,
}

impl<'a> LockedOut<'a> {
    pub(crate) async fn read(tx: &mut Tx, platform: &'a Platform) -> AppResult<Self> {
        let all = sign_in_watch::list_locked(tx, platform.now(), MAX_LOCKED)
            .await
            .or_internal("finding lock-outs")?;
        Ok(Self {
            platform,
            until: all.into_iter().collect(),
        })
    }

    /// Until when nobody signs in with an e-mail.
    pub(crate) fn email(&self, email: &Email) -> Option<Timestamp> {
        self.until.get(&digest_of(self.platform, email)).copied()
    }

    /// Until when somebody who is signed in confirms nothing by their password.
    pub(crate) fn own(&self, user: UserId) -> Option<Timestamp> {
        self.until.get(&own_digest(self.platform, user)).copied()
    }

    /// Until when nobody signs in from an address, or from its network.
    pub(crate) fn address(&self, address: IpAddr) -> Option<Timestamp> {
        let who = digest_of_address(self.platform, address);
        self.until.get(&who).copied()
    }
}

/// Ends an e-mail's lock-out. The next one is longer all the same.
pub(crate) async fn unlock(tx: &mut Tx, platform: &Platform, email: &Email) -> AppResult<()> {
    release(tx, platform, digest_of(platform, email)).await
}

/// The same of who is signed in.
pub(crate) async fn unlock_own(tx: &mut Tx, platform: &Platform, user: UserId) -> AppResult<()> {
    release(tx, platform, own_digest(platform, user)).await
}

/// The same of an address.
pub(crate) async fn unlock_address(
    tx: &mut Tx,
    platform: &Platform,
    address: IpAddr,
) -> AppResult<()> {
    release(tx, platform, digest_of_address(platform, address)).await
}

async fn release(tx: &mut Tx, platform: &Platform, who: Who) -> AppResult<()> {
    sign_in_watch::release(tx, &who, platform.now())
        .await
        .or_internal("ending a lock-out")
}
