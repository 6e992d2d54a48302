//! What the settings allow to be fetched from beside what is public.

use ipnet::IpNet;
use serde::Deserialize;
use std::net::IpAddr;
use url::Host;

/// A host or a range of addresses.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Allowed {
    /// A name, with whatever addresses it has.
    Host(String),
    /// Addresses.
    Range(IpNet),
}

impl TryFrom<String> for Allowed {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if let Ok(range) = text.parse() {
            return Ok(Self::Range(range));
        }
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self::Range(address.into()));
        }
        match Host::parse(&text) {
            Ok(Host::Domain(name)) => Ok(Self::Host(name.trim_end_matches('.').to_owned())),
            _ => Err(format!(
                "fetch.allow: {text} is neither a host's name nor a range of addresses"
            )),
        }
    }
}

/// The list of the settings.
#[derive(Clone, Debug, Default)]
pub struct Allow(Vec<Allowed>);

impl From<Vec<Allowed>> for Allow {
    fn from(list: Vec<Allowed>) -> Self {
        Self(list)
    }
}

impl Allow {
    /// Whether a name is on the list.
    pub fn has_host(&self, name: &str) -> bool {
        let name = name.trim_end_matches('.');
        self.0
            .iter()
            .any(|allowed| matches!(allowed, Allowed::Host(host) if host == name))
    }

    /// Whether an address is in a range of the list.
    pub fn has_address(&self, address: IpAddr) -> bool {
        self.0
            .iter()
            .any(|allowed| matches!(allowed, Allowed::Range(range) if range.contains(&address)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_names_and_ranges() {
        let read = |text: &str| Allowed::try_from(text.to_owned());
        let allow = Allow::from(vec![
            read("10.0.0.0/8").unwrap(),
            read("fd00::1").unwrap(),
            read("IdP.Local.").unwrap(),
        ]);
        let has = |address: &str| allow.has_address(address.parse().unwrap());
        assert!(has("10.1.2.3") && has("fd00::1"));
        assert!(!has("11.0.0.1") && !has("fd00::2") && !has("::ffff:10.1.2.3"));
        assert!(allow.has_host("idp.local") && allow.has_host("idp.local."));
        assert!(!allow.has_host("other.local") && !allow.has_host("x.idp.local"));
        for wrong in [
            "",
            "10.0.0.0/99",
            "a b",
            "http://idp.local",
            "idp.local:8443",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
