//! Channels: the ways on which questions come.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The way that a question comes by.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The dialog box on a site.
    Box,
    /// Any other client of the dialog API.
    #[default]
    Api,
}
crate::access::words!(Channel { Box = "box", Api = "api" });

impl Channel {
    /// Each of them, in the order to show them.
    pub const ALL: [Self; 2] = [Self::Box, Self::Api];

    /// The name of the form's field, or the table's column, that holds an answer's variant.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Box => "variant_box",
            Self::Api => "variant_api",
        }
    }
}

/// What an answer says on some channels in place of what it says on all.
pub type Variants = BTreeMap<Channel, String>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_has_a_name_and_a_field_of_its_own() {
        for channel in Channel::ALL {
            assert_eq!(channel.as_str().parse(), Ok(channel));
            assert_eq!(channel.field(), format!("variant_{channel}"));
        }
    }
}
