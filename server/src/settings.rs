//! Settings: the manual that is compiled in, then a file, then the environment, then flags.

mod draft;

pub use draft::{Draft, Origin};

use crate::fetch::Allowed;
use draft::masked;
use ipnet::IpNet;
use model::turn::ServerRole;
use serde::{Deserialize, Deserializer, de};
use std::{fmt, net::SocketAddr};

/// The manual: every setting with its default.
pub const DEFAULTS: &str = include_str!("../parlance.default.toml");

/// Every setting, checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the public listener waits.
    pub listen: SocketAddr,
    /// Where health and metrics are served.
    pub internal_listen: SocketAddr,
    /// Primary or standby.
    pub role: ServerRole,
    /// What kind of installation it is.
    pub environment: Environment,
    /// The database.
    pub database: DatabaseSettings,
    /// The HTTP edge.
    pub http: HttpSettings,
    /// TLS in the binary.
    pub tls: TlsSettings,
    /// How mails leave.
    pub smtp: SmtpSettings,
    /// Sessions of people who sign in.
    pub sessions: SessionSettings,
    /// What is fetched from elsewhere.
    pub fetch: FetchSettings,
    /// How often things may happen.
    pub limits: LimitSettings,
}

/// What kind of installation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// Serves customers.
    Production,
    /// Tries a release before production does.
    Preproduction,
    /// Somebody's own machine.
    Development,
}

/// The database.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSettings {
    /// `sqlite:PATH`, `postgres://…`, or empty for SQLite in the data directory.
    pub url: String,
}

impl fmt::Debug for DatabaseSettings {
    /// The address of a database may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseSettings")
            .field("url", &masked(&self.url))
            .finish()
    }
}

/// The HTTP edge.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSettings {
    /// The address that people use; empty: the Host header.
    pub public_url: String,
    /// Proxies whose X-Forwarded-For is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Connections at a time; 0 = off.
    pub max_connections: u32,
    /// Connections at a time from one address; 0 = off.
    pub max_connections_per_address: u32,
    /// Seconds to send the headers in.
    pub header_timeout_s: u32,
    /// Seconds to send the body in.
    pub body_timeout_s: u32,
    /// Seconds that requests under way have to finish in.
    pub drain_timeout_s: u32,
}

/// TLS in the binary.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsSettings {
    /// The file with the certificate and those above it, in PEM; empty: no TLS.
    pub certificate: String,
    /// The file with its key.
    pub key: String,
    /// Where plain HTTP is answered with a redirect.
    #[serde(deserialize_with = "address_or_none")]
    pub redirect: Option<SocketAddr>,
    /// The domains that an authority gives a certificate for.
    pub acme_domains: Vec<String>,
    /// Whom it writes to.
    pub acme_email: String,
    /// Where it is.
    pub acme_directory: String,
}

fn address_or_none<'de, D: Deserializer<'de>>(text: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(text)?;
    let address = Some(text.as_str()).filter(|text| !text.is_empty());
    let address = address.map(|text| {
        let wrong = |_| de::Error::custom(format!("tls.redirect: {text} is not ADDRESS:PORT"));
        text.parse().map_err(wrong)
    });
    address.transpose()
}

impl TlsSettings {
    /// Whether the public listener speaks TLS.
    pub const fn is_on(&self) -> bool {
        !self.certificate.is_empty() || !self.acme_domains.is_empty()
    }

    /// What does not go together.
    fn problems(&self, http: &HttpSettings) -> Vec<String> {
        let mut problems = Vec::new();
        let mut refuse = |is_wrong: bool, why: &str| {
            if is_wrong {
                problems.push(why.to_owned());
            }
        };
        refuse(
            self.certificate.is_empty() != self.key.is_empty(),
            "tls.certificate and tls.key go together",
        );
        refuse(
            !self.certificate.is_empty() && !self.acme_domains.is_empty(),
            "tls.acme_domains asks for a certificate, and tls.certificate names one",
        );
        refuse(
            self.redirect.is_some() && !self.is_on(),
            "tls.redirect leads to HTTPS, and there is none: set tls.certificate or \
             tls.acme_domains",
        );
        refuse(
            self.redirect.is_some()
                && self.acme_domains.is_empty()
                && !http.public_url.starts_with("https://"),
            "tls.redirect needs http.public_url with https://, so that it leads to this host alone",
        );
        problems
    }
}

/// How mails leave.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    /// `smtps://USER:PASSWORD@HOST`, or empty.
    pub url: String,
    /// Who mails are from.
    pub from: String,
}

impl fmt::Debug for SmtpSettings {
    /// The address of a mail server may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("url", &masked(&self.url))
            .field("from", &self.from)
            .finish()
    }
}

/// Sessions of people who sign in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionSettings {
    /// The file with the table of countries, or empty.
    pub countries: String,
}

/// What is fetched from elsewhere.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FetchSettings {
    /// Hosts and ranges that may be fetched from beside public addresses.
    pub allow: Vec<Allowed>,
    /// Whether addresses in articles are looked at.
    pub check_links: bool,
}

/// How often things may happen; 0 = off.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitSettings {
    /// Questions a minute from one address.
    pub talk_per_address: u32,
    /// Thumbs and reported faults a minute from one address.
    pub reports_per_address: u32,
    /// Tries to sign in within a quarter of an hour from one address.
    pub sign_in_per_address: u32,
    /// Tries to sign in within a quarter of an hour with one e-mail.
    pub sign_in_per_email: u32,
    /// What one person asks of the backoffice a minute.
    pub dashboard_per_person: u32,
}
