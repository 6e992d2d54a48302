//! Forms that were refused while the page ran without scripts.

use crate::error::AppError;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// What was typed into a form that the server refused, and why it did. It waits ten minutes in
/// the session, for the page that `?form=KEY` brings back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedForm {
    /// The server function's endpoint, such as `articles/create`: which form of the page it was.
    pub endpoint: String,
    /// Names and values as typed, secrets left out.
    pub values: Vec<(String, String)>,
    /// Why.
    pub error: AppError,
}

/// What a key begins with that stands for no form that waits.
const WAIT: &str = "wait:";

impl RefusedForm {
    /// A key for a form that came too often: it tells which one and how long to wait, so that
    /// nothing has to be kept for who sends many.
    pub fn wait_key(endpoint: &str, retry_after_s: u32) -> String {
        format!("{WAIT}{retry_after_s}:{endpoint}")
    }

    /// The form that such a key tells of.
    pub fn told_to_wait(key: &str) -> Option<Self> {
        let (seconds, endpoint) = key.strip_prefix(WAIT)?.split_once(':')?;
        Some(Self {
            endpoint: endpoint.to_owned(),
            values: Vec::new(),
            error: AppError::TooOften {
                retry_after_s: seconds.parse().ok()?,
            },
        })
    }

    /// What was typed into the field.
    pub fn value_of(&self, field: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, value)| value.as_str())
    }
}

/// Fields by what stands in the form. A browser's scripts send the button too: without a name, it
/// comes as `=`.
pub(crate) fn named_fields<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let mut fields = BTreeMap::<String, String>::deserialize(deserializer)?;
    fields.retain(|name, _| !matches!(name.as_str(), "" | "="));
    Ok(fields)
}
