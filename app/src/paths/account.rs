//! One's own account, and the ways in.

pub const ACCOUNT: &str = "/account";
/// One's own second factor.
pub const FACTOR: &str = "/account/factor";
pub const FORGOT: &str = "/forgot";
/// What the page says once a link was asked for.
pub const FORGOT_SENT: &str = "/forgot?sent=1";
/// The way in, once a password was set anew.
pub const RESET_DONE: &str = "/sign-in?done=password_reset";
/// New recovery codes as a file, while their page shows them.
pub const CODES_FILE: &str = "/account/factor/codes.txt";
/// The second step of signing in.
pub const CODE: &str = "/sign-in/code";

pub fn sign_in(next: &str) -> String {
    format!("/sign-in?next={}", super::escape(next))
}

/// Where to go after signing in: not back to signing in.
pub fn after_sign_in(next: &str) -> &str {
    let next = super::local(next);
    if next.starts_with("/sign-in") {
        super::BOTS
    } else {
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_on() {
        assert_eq!(after_sign_in("/bots?q=a"), "/bots?q=a");
        for next in ["", "/sign-in", "/sign-in/code", "//evil.example"] {
            assert_eq!(after_sign_in(next), "/bots", "{next}");
        }
    }
}
