//! The cookie of a browser that somebody signed in with, by which they get in while their e-mail is
//! locked out (S15). By itself it opens nothing.

use super::{append_cookie, cookie};

const NAME: &str = "__Host-parlance-device";
const HALF_A_YEAR_S: u32 = 180 * 24 * 60 * 60;

/// What the browser has from an earlier time.
pub(super) fn known() -> Option<String> {
    cookie(NAME)
}

/// Gives it to the browser.
pub(super) fn keep(token: &str) {
    let cookie =
        format!("{NAME}={token}; Path=/; Max-Age={HALF_A_YEAR_S}; SameSite=Lax; Secure; HttpOnly");
    append_cookie(&cookie);
}
