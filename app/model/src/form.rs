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

impl RefusedForm {
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
