//! What is typed about a provider.

use super::provider::secret;
use crate::{clean, platform::Platform};
use model::{
    access::Role,
    error::{AppError, AppResult, Fields, Problem},
    rights::Preset,
    sso::SsoDraft,
};
use store::sso;
use url::Url;

const MAX_LINE: usize = 500;
/// The most lines of groups, and of domains.
const MAX_LINES: u32 = 100;
/// The claim that most providers have the groups in.
const GROUPS: &str = "groups";

/// What was typed, all that is wrong with it at once. Its secret is not sealed yet.
pub(super) fn parse(
    platform: &Platform,
    draft: &SsoDraft,
    before: Option<&sso::Provider>,
) -> AppResult<(sso::Provider, String)> {
    let mut fields = Fields::default();
    let issuer = fields.take("issuer", issuer(&draft.issuer));
    let client_id = fields.take("client_id", line(&draft.client_id));
    let domains = fields.take("email_domains", domains(&draft.email_domains));
    let claim = draft.groups_claim.trim();
    let claim = fields.take(
        "groups_claim",
        line(if claim.is_empty() { GROUPS } else { claim }),
    );
    let roles = fields.take("roles", roles(&draft.roles));
    let role = fields.take("default_role", default_role(&draft.default_role));
    let preset = fields.take("preset", draft.preset.parse::<Preset>());
    let typed = draft.client_secret.trim();
    let secret = if !typed.is_empty() {
        fields.take("client_secret", line(typed))
    } else if let Some(before) = before.filter(|before| Some(&before.issuer) == issuer.as_ref()) {
        Some(secret(platform, before)?)
    } else {
        // The secret that is kept was given to another provider.
        fields.note("client_secret", Problem::Missing);
        None
    };
    fields.finish()?;
    let parsed = (
        issuer, client_id, domains, claim, roles, role, preset, secret,
    );
    let (
        Some(issuer),
        Some(client_id),
        Some(email_domains),
        Some(groups_claim),
        Some(roles),
        Some(default_role),
        Some(preset),
        Some(secret),
    ) = parsed
    else {
        return Err(AppError::Internal);
    };
    let provider = sso::Provider {
        issuer,
        client_id,
        client_secret: String::new(),
        email_domains,
        groups_claim,
        roles,
        default_role,
        preset,
    };
    Ok((provider, secret))
}

fn line(text: &str) -> Result<String, Problem> {
    let text = clean::text(text).trim().to_owned();
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    if text.chars().count() > MAX_LINE {
        let max = u32::try_from(MAX_LINE).unwrap_or(u32::MAX);
        return Err(Problem::TooLong { max });
    }
    if text.chars().any(char::is_control) {
        return Err(Problem::Malformed);
    }
    Ok(text)
}

/// A provider's address, as it is typed: a slash at its end is part of the name.
fn issuer(text: &str) -> Result<String, Problem> {
    let text = line(text)?;
    let url: Url = text.parse().map_err(|_| Problem::Malformed)?;
    let is_right = matches!(url.scheme(), "https" | "http")
        && url.has_host()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if is_right {
        Ok(text)
    } else {
        Err(Problem::Malformed)
    }
}

fn lines(text: &str) -> Result<Vec<String>, Problem> {
    let lines: Vec<String> = clean::text(text)
        .lines()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    if lines.len() > MAX_LINES as usize {
        return Err(Problem::TooMany { max: MAX_LINES });
    }
    Ok(lines)
}

/// The number of a line that is not right.
fn bad(at: usize) -> Problem {
    let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
    Problem::BadLine { line }
}

fn domains(text: &str) -> Result<String, Problem> {
    let mut all = Vec::new();
    for (at, line) in lines(text)?.iter().enumerate() {
        let domain = line.trim_start_matches('@').to_lowercase();
        let is_domain = domain.contains('.')
            && domain.chars().count() < 254
            && domain
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
        if !is_domain {
            return Err(bad(at));
        }
        all.push(domain);
    }
    Ok(all.join("\n"))
}

/// `group = role`, one a line. No group makes an owner: whoever runs the groups would own the
/// workspace.
fn roles(text: &str) -> Result<String, Problem> {
    let mut all: Vec<(String, Role)> = Vec::new();
    for (at, line) in lines(text)?.iter().enumerate() {
        let (group, role) = line.rsplit_once('=').ok_or_else(|| bad(at))?;
        let (group, role) = (group.trim(), role.trim().to_lowercase());
        let role: Role = role.parse().map_err(|_| bad(at))?;
        if group.is_empty() || group.chars().count() > MAX_LINE || role == Role::Owner {
            return Err(bad(at));
        }
        all.push((group.to_owned(), role));
    }
    serde_json::to_string(&all).map_err(|_| Problem::Malformed)
}

pub(super) fn lines_of(roles: &str) -> String {
    let all = super::admission::roles_of(roles).into_iter();
    let lines: Vec<String> = all
        .map(|(group, role)| format!("{group} = {role}"))
        .collect();
    lines.join("\n")
}

fn default_role(text: &str) -> Result<Option<Role>, Problem> {
    match text {
        "" => Ok(None),
        text => match text.parse()? {
            Role::Owner => Err(Problem::Unknown),
            role => Ok(Some(role)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_give_roles_and_none_makes_an_owner() {
        let read = roles("Bot team = member\n\n Admins=ADMIN \n a = b = member").unwrap();
        assert_eq!(
            lines_of(&read),
            "Bot team = member\nAdmins = admin\na = b = member"
        );
        for (text, line) in [("x", 1), ("a = member\nb = owner", 2), (" = admin", 1)] {
            assert_eq!(roles(text), Err(Problem::BadLine { line }), "{text}");
        }
        assert_eq!(default_role("owner"), Err(Problem::Unknown));
        assert_eq!(
            domains("@Example.ORG\nexample.com").as_deref(),
            Ok("example.org\nexample.com")
        );
        assert_eq!(
            domains("example.org\nlocalhost"),
            Err(Problem::BadLine { line: 2 })
        );
    }

    #[test]
    fn an_issuer_is_an_address_without_more() {
        for text in [
            "https://idp.example/realms/a",
            "https://idp.example/",
            "http://idp:81",
        ] {
            assert_eq!(issuer(text).as_deref(), Ok(text));
        }
        for text in [
            "idp.example",
            "ftp://idp.example",
            "https://a:b@idp.example",
            "https://i/?a=1",
        ] {
            assert_eq!(issuer(text), Err(Problem::Malformed), "{text}");
        }
    }
}
