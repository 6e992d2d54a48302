//! The table of entries: every route and server function, with what it needs. A test compares it
//! with the router; `parlance routes` prints it.

use model::access::{
    Area::{
        Analytics, Audit, Bots, Conversations, Dialog, Grants, Keys, Knowledge, Members, Presence,
        Settings, Widget,
    },
    Permission,
    Right::{Read, Write},
};
use std::{collections::HashMap, fmt, sync::LazyLock};

/// One way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// What it needs.
    pub guard: Guard,
}

/// What an entry needs of who comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Nothing: what it gives is for everybody.
    Everybody,
    /// A permission; the handler asks [`super::Door`] for exactly this one.
    Needs(Permission),
    /// Two permissions: the handler asks for the first, what it calls for the second.
    NeedsBoth(Permission, Permission),
    /// A page: its server functions ask for what they read.
    Page,
}

impl fmt::Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everybody => f.write_str("everybody"),
            Self::Needs(permission) => permission.fmt(f),
            Self::NeedsBoth(one, other) => write!(f, "{one}, {other}"),
            Self::Page => f.write_str("page: what it reads"),
        }
    }
}

const fn entry(method: &'static str, path: &'static str, guard: Guard) -> Entry {
    Entry {
        method,
        path,
        guard,
    }
}

/// What visitors asked, beside what the bot would say to it.
const READ_ASKED: Guard = Guard::NeedsBoth(
    Permission {
        area: Conversations,
        right: Read,
    },
    Permission {
        area: Knowledge,
        right: Read,
    },
);

/// What visitors asked, for who may answer it.
const READ_TO_ANSWER: Guard = Guard::NeedsBoth(
    Permission {
        area: Conversations,
        right: Read,
    },
    Permission {
        area: Knowledge,
        right: Write,
    },
);

const fn read(area: model::access::Area) -> Guard {
    Guard::Needs(Permission { area, right: Read })
}

const fn write(area: model::access::Area) -> Guard {
    Guard::Needs(Permission { area, right: Write })
}

/// Every entry of the public listener.
pub const ENTRIES: &[Entry] = &[
    // The dialog API.
    entry("GET", "/api/v1/bots/{bot}/talk", write(Dialog)),
    entry("POST", "/api/v1/bots/{bot}/talk", write(Dialog)),
    entry("GET", "/api/v1/bots/{bot}/status", read(Dialog)),
    entry("GET", "/api/v1/bots/{bot}/widget", read(Dialog)),
    entry("POST", "/api/v1/bots/{bot}/feedback", write(Dialog)),
    entry("POST", "/api/v1/bots/{bot}/errors", write(Dialog)),
    // The management API.
    entry("POST", "/api/v1/token", Guard::Everybody),
    entry("GET", "/.well-known/jwks.json", Guard::Everybody),
    entry("GET", "/api/v1/openapi.json", Guard::Everybody),
    entry("GET", "/api", Guard::Everybody),
    entry("GET", "/api/v1/bots", read(Bots)),
    entry("POST", "/api/v1/bots", write(Bots)),
    entry("GET", "/api/v1/bots/{bot}", read(Settings)),
    entry("PATCH", "/api/v1/bots/{bot}", write(Settings)),
    entry("DELETE", "/api/v1/bots/{bot}", write(Settings)),
    entry("GET", "/api/v1/bots/{bot}/articles", read(Knowledge)),
    entry("POST", "/api/v1/bots/{bot}/articles", write(Knowledge)),
    entry(
        "GET",
        "/api/v1/bots/{bot}/articles/{article}",
        read(Knowledge),
    ),
    entry(
        "PUT",
        "/api/v1/bots/{bot}/articles/{article}",
        write(Knowledge),
    ),
    entry(
        "DELETE",
        "/api/v1/bots/{bot}/articles/{article}",
        write(Knowledge),
    ),
    entry("POST", "/api/v1/bots/{bot}/publish", write(Knowledge)),
    entry(
        "GET",
        "/api/v1/bots/{bot}/conversations",
        read(Conversations),
    ),
    entry(
        "GET",
        "/api/v1/bots/{bot}/conversations/{conversation}",
        read(Conversations),
    ),
    entry("GET", "/api/v1/bots/{bot}/analytics", read(Analytics)),
    entry("GET", "/api/v1/bots/{bot}/explain", read(Knowledge)),
    // Server functions of the backoffice.
    entry("POST", "/api/ui/session/sign-in", Guard::Everybody),
    entry("GET", "/api/ui/session/half", Guard::Everybody),
    entry("POST", "/api/ui/session/code", Guard::Everybody),
    entry("POST", "/api/ui/session/sign-out", Guard::Everybody),
    entry("POST", "/api/ui/session/welcome", Guard::Everybody),
    entry("POST", "/api/ui/session/setup", Guard::Everybody),
    entry("POST", "/api/ui/session/workspace", Guard::Everybody),
    entry("GET", "/api/ui/session/link", Guard::Everybody),
    entry("POST", "/api/ui/session/forgot", Guard::Everybody),
    entry("POST", "/api/ui/session/reset", Guard::Everybody),
    entry("GET", "/api/ui/session/me", Guard::Everybody),
    // One's own account: by who is signed in, whatever their rights.
    entry("GET", "/api/ui/account/sessions", Guard::Everybody),
    entry("POST", "/api/ui/account/end", Guard::Everybody),
    entry("POST", "/api/ui/account/password", Guard::Everybody),
    entry("GET", "/api/ui/account/factor", Guard::Everybody),
    entry("GET", "/api/ui/account/factor-secret", Guard::Everybody),
    entry("GET", "/api/ui/account/factor-codes", Guard::Everybody),
    entry("POST", "/api/ui/account/factor-begin", Guard::Everybody),
    entry("POST", "/api/ui/account/factor-confirm", Guard::Everybody),
    entry("POST", "/api/ui/account/factor-renew", Guard::Everybody),
    entry("POST", "/api/ui/account/factor-off", Guard::Everybody),
    entry("GET", "/account/factor/codes.txt", Guard::Everybody),
    entry("GET", "/api/ui/account/sso", Guard::Everybody),
    entry("POST", "/api/ui/account/link", Guard::Everybody),
    entry("POST", "/api/ui/account/unlink", Guard::Everybody),
    entry("GET", "/sign-in/{workspace}", Guard::Everybody),
    entry("GET", "/sign-in/callback", Guard::Everybody),
    entry("GET", "/api/ui/session/left", Guard::Everybody),
    entry("GET", "/api/ui/forms/refused", Guard::Everybody),
    entry("GET", "/api/ui/lists/get", Guard::Everybody),
    entry("POST", "/api/ui/lists/save", Guard::Everybody),
    entry("POST", "/api/ui/preferences/theme", Guard::Everybody),
    entry("POST", "/api/ui/preferences/locale", Guard::Everybody),
    entry("GET", "/api/ui/bots/list", read(Bots)),
    entry("GET", "/api/ui/bots/names", read(Bots)),
    entry("GET", "/api/ui/bots/overview", read(Bots)),
    entry("POST", "/api/ui/bots/create", write(Bots)),
    entry("GET", "/api/ui/bots/get", read(Knowledge)),
    entry("GET", "/api/ui/bots/rights", read(Presence)),
    entry("POST", "/api/ui/bots/publish", write(Knowledge)),
    entry("POST", "/api/ui/knowledge/small-talk", write(Knowledge)),
    entry("GET", "/api/ui/articles/list", read(Knowledge)),
    entry("GET", "/api/ui/articles/find", read(Knowledge)),
    entry("GET", "/api/ui/articles/get", read(Knowledge)),
    entry("GET", "/api/ui/articles/topics", read(Knowledge)),
    entry("GET", "/api/ui/articles/published", read(Knowledge)),
    entry("GET", "/api/ui/articles/history", read(Knowledge)),
    entry("POST", "/api/ui/articles/restore", write(Knowledge)),
    entry("GET", "/api/ui/articles/comments", read(Knowledge)),
    entry("POST", "/api/ui/articles/comment", write(Knowledge)),
    entry("POST", "/api/ui/articles/comment-delete", write(Knowledge)),
    entry("POST", "/api/ui/articles/bulk", write(Knowledge)),
    entry("POST", "/api/ui/articles/undelete", write(Knowledge)),
    entry("POST", "/api/ui/articles/teach-title", write(Knowledge)),
    entry("POST", "/api/ui/articles/import-check", write(Knowledge)),
    entry("GET", "/api/ui/articles/import-preview", read(Knowledge)),
    entry("POST", "/api/ui/articles/import", write(Knowledge)),
    entry("POST", "/api/ui/articles/create", write(Knowledge)),
    entry("POST", "/api/ui/articles/update", write(Knowledge)),
    entry("POST", "/api/ui/articles/delete", write(Knowledge)),
    entry("GET", "/api/ui/conversations/list", read(Conversations)),
    entry("GET", "/api/ui/conversations/get", read(Conversations)),
    entry("POST", "/api/ui/conversations/erase", write(Conversations)),
    entry("POST", "/api/ui/conversations/reveal", write(Conversations)),
    entry("GET", "/api/ui/analytics/report", read(Analytics)),
    entry("GET", "/api/ui/test/ask", read(Knowledge)),
    entry("POST", "/api/ui/test/teach", write(Knowledge)),
    entry("GET", "/api/ui/unanswered/list", read(Conversations)),
    entry("GET", "/api/ui/unanswered/get", read(Conversations)),
    entry("POST", "/api/ui/unanswered/decide", write(Knowledge)),
    entry("POST", "/api/ui/unanswered/attach", write(Knowledge)),
    entry("GET", "/api/ui/unanswered/colleagues", READ_TO_ANSWER),
    entry("POST", "/api/ui/unanswered/assign", write(Knowledge)),
    entry("GET", "/api/ui/tests/list", read(Knowledge)),
    entry("POST", "/api/ui/tests/add", write(Knowledge)),
    entry("POST", "/api/ui/tests/save", write(Knowledge)),
    entry("POST", "/api/ui/tests/delete", write(Knowledge)),
    entry("POST", "/api/ui/tests/run", write(Knowledge)),
    entry("POST", "/api/ui/tests/gate", write(Settings)),
    entry("GET", "/api/ui/tests/evaluate", read(Knowledge)),
    entry("GET", "/api/ui/versions/list", read(Knowledge)),
    entry("GET", "/api/ui/versions/compare", read(Knowledge)),
    entry("POST", "/api/ui/versions/roll-back", write(Knowledge)),
    entry("GET", "/api/ui/versions/forecast", READ_ASKED),
    entry("POST", "/api/ui/articles/collisions", read(Knowledge)),
    entry("GET", "/api/ui/widget/get", read(Widget)),
    entry("POST", "/api/ui/widget/save", write(Widget)),
    entry("GET", "/api/ui/widget/sightings", read(Widget)),
    entry("GET", "/api/ui/widget/check", read(Widget)),
    entry("GET", "/api/ui/settings/get", read(Settings)),
    entry("POST", "/api/ui/settings/save", write(Settings)),
    entry("POST", "/api/ui/settings/keep", write(Settings)),
    entry("POST", "/api/ui/settings/switch", write(Settings)),
    entry("POST", "/api/ui/settings/archive", write(Settings)),
    entry("POST", "/api/ui/settings/restore", write(Settings)),
    entry("GET", "/api/ui/thresholds/get", read(Settings)),
    entry("GET", "/api/ui/thresholds/replay", read(Knowledge)),
    entry("POST", "/api/ui/thresholds/save", write(Settings)),
    entry("GET", "/api/ui/synonyms/list", read(Knowledge)),
    entry("GET", "/api/ui/synonyms/preview", read(Knowledge)),
    entry("GET", "/api/ui/synonyms/try", read(Knowledge)),
    entry("POST", "/api/ui/synonyms/create", write(Knowledge)),
    entry("POST", "/api/ui/synonyms/update", write(Knowledge)),
    entry("POST", "/api/ui/synonyms/delete", write(Knowledge)),
    entry("GET", "/api/ui/audit/list", read(Audit)),
    entry("GET", "/api/ui/security/get", read(Audit)),
    entry("POST", "/api/ui/security/end", write(Members)),
    entry("POST", "/api/ui/security/unlock", write(Members)),
    entry("POST", "/api/ui/security/unlock-address", write(Members)),
    // Members, and who may do what.
    entry("GET", "/api/ui/members/list", read(Members)),
    entry("GET", "/api/ui/members/get", read(Members)),
    entry("GET", "/api/ui/members/link", read(Members)),
    entry("POST", "/api/ui/members/invite", write(Members)),
    entry("POST", "/api/ui/members/renew", write(Members)),
    entry("POST", "/api/ui/members/withdraw", write(Members)),
    entry("POST", "/api/ui/members/role", write(Members)),
    entry("POST", "/api/ui/members/suspend", write(Members)),
    entry("POST", "/api/ui/members/policy", write(Members)),
    entry("POST", "/api/ui/members/reset-factor", write(Members)),
    entry("POST", "/api/ui/members/transfer", write(Members)),
    entry("POST", "/api/ui/members/remove", write(Members)),
    entry("POST", "/api/ui/members/grant", write(Members)),
    entry("POST", "/api/ui/members/leave", read(Bots)),
    entry("GET", "/api/ui/rights/get", read(Grants)),
    entry("POST", "/api/ui/rights/save", write(Grants)),
    entry("POST", "/api/ui/rights/share", write(Grants)),
    entry("GET", "/api/ui/keys/list", read(Keys)),
    entry("GET", "/api/ui/keys/shown", Guard::Everybody),
    entry("POST", "/api/ui/keys/create", write(Keys)),
    entry("POST", "/api/ui/keys/rotate", write(Keys)),
    entry("POST", "/api/ui/keys/revoke", write(Keys)),
    entry("GET", "/api/ui/sso/get", read(Members)),
    entry("POST", "/api/ui/sso/save", write(Members)),
    entry("POST", "/api/ui/sso/check", write(Members)),
    entry("POST", "/api/ui/sso/delete", write(Members)),
    // What members take away.
    entry("GET", "/workspaces/{workspace}/audit/export", read(Audit)),
    entry("GET", "/bots/{bot}/analytics/export", read(Analytics)),
    entry(
        "GET",
        "/bots/{bot}/conversations/export",
        read(Conversations),
    ),
    entry("GET", "/bots/{bot}/knowledge/export", read(Knowledge)),
    // What the dialog box asks while it is previewed.
    entry("GET", "/bots/{bot}/widget/preview/talk", read(Knowledge)),
    entry(
        "POST",
        "/bots/{bot}/widget/preview/feedback",
        Guard::Everybody,
    ),
    entry(
        "POST",
        "/bots/{bot}/widget/preview/errors",
        Guard::Everybody,
    ),
    // The dialog box, and a page that shows it.
    entry("GET", "/widget.js", Guard::Everybody),
    entry("GET", "/demo", Guard::Everybody),
    entry("GET", "/mails", Guard::Everybody),
    entry("GET", "/demo.css", Guard::Everybody),
    // Files of the pages.
    entry("GET", "/pkg/{*file}", Guard::Everybody),
    entry("GET", "/fonts/{*file}", Guard::Everybody),
    entry("GET", "/favicon.svg", Guard::Everybody),
    entry("GET", "/icons.svg", Guard::Everybody),
    // Pages.
    entry("GET", "/", Guard::Page),
    entry("GET", "/sign-in", Guard::Page),
    entry("GET", "/sign-in/code", Guard::Page),
    entry("GET", "/welcome", Guard::Page),
    entry("GET", "/forgot", Guard::Page),
    entry("GET", "/reset", Guard::Page),
    entry("GET", "/account", Guard::Page),
    entry("GET", "/account/factor", Guard::Page),
    entry("GET", "/workspaces/{workspace}/keys", Guard::Page),
    entry("GET", "/workspaces/{workspace}/sign-on", Guard::Page),
    entry("GET", "/bots", Guard::Page),
    entry("GET", "/bots/new", Guard::Page),
    entry("GET", "/bots/{bot}", Guard::Page),
    entry("GET", "/bots/{bot}/knowledge", Guard::Page),
    entry("GET", "/bots/{bot}/knowledge/new", Guard::Page),
    entry("GET", "/bots/{bot}/knowledge/import", Guard::Page),
    entry("GET", "/bots/{bot}/knowledge/{article}", Guard::Page),
    entry(
        "GET",
        "/bots/{bot}/knowledge/{article}/history",
        Guard::Page,
    ),
    entry("GET", "/bots/{bot}/members", Guard::Page),
    entry("GET", "/workspaces/{workspace}", Guard::Page),
    entry("GET", "/workspaces/{workspace}/members/{user}", Guard::Page),
    entry("GET", "/bots/{bot}/test", Guard::Page),
    entry("GET", "/bots/{bot}/unanswered", Guard::Page),
    entry("GET", "/bots/{bot}/synonyms", Guard::Page),
    entry("GET", "/bots/{bot}/tests", Guard::Page),
    entry("GET", "/bots/{bot}/tests/evaluation", Guard::Page),
    entry("GET", "/bots/{bot}/versions", Guard::Page),
    entry("GET", "/workspaces/{workspace}/audit", Guard::Page),
    entry("GET", "/workspaces/{workspace}/security", Guard::Page),
    entry("GET", "/bots/{bot}/versions/forecast", Guard::Page),
    entry("GET", "/bots/{bot}/settings", Guard::Page),
    entry("GET", "/bots/{bot}/settings/thresholds", Guard::Page),
    entry("GET", "/bots/{bot}/widget", Guard::Page),
    entry("GET", "/bots/{bot}/widget/install", Guard::Page),
    entry("GET", "/bots/{bot}/analytics", Guard::Page),
    entry("GET", "/bots/{bot}/conversations", Guard::Page),
    entry(
        "GET",
        "/bots/{bot}/conversations/{conversation}",
        Guard::Page,
    ),
];

/// The rows by path: a request looks its own up, and there are some hundreds.
static BY_PATH: LazyLock<HashMap<&str, Vec<&Entry>>> = LazyLock::new(|| {
    let mut by_path: HashMap<_, Vec<_>> = HashMap::new();
    for entry in ENTRIES {
        by_path.entry(entry.path).or_default().push(entry);
    }
    by_path
});

/// The row of a matched path. `HEAD` is `GET` without its body.
pub fn find(method: &str, path: &str) -> Option<&'static Entry> {
    let method = if method == "HEAD" { "GET" } else { method };
    let mut rows = BY_PATH.get(path)?.iter();
    rows.find(|entry| entry.method == method).copied()
}
