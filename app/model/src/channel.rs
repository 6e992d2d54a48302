//! Channels: the ways on which questions come.

use serde::{Deserialize, Serialize};

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

/// One thing for each channel; what is empty is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    default,
    deny_unknown_fields,
    bound(
        serialize = "T: Serialize + Default + PartialEq",
        deserialize = "T: Deserialize<'de> + Default"
    )
)]
pub struct ByChannel<T> {
    #[serde(rename = "box", skip_serializing_if = "is_empty")]
    dialog_box: T,
    #[serde(skip_serializing_if = "is_empty")]
    api: T,
}

fn is_empty<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl<T: Default + PartialEq> ByChannel<T> {
    /// What is there for a channel, if anything.
    pub fn get(&self, channel: Channel) -> Option<&T> {
        let value = match channel {
            Channel::Box => &self.dialog_box,
            Channel::Api => &self.api,
        };
        Some(value).filter(|value| !is_empty(*value))
    }

    /// Sets what is there for a channel.
    pub fn set(&mut self, channel: Channel, value: T) {
        match channel {
            Channel::Box => self.dialog_box = value,
            Channel::Api => self.api = value,
        }
    }

    /// Whether there is nothing for any of them.
    pub fn is_empty(&self) -> bool {
        Channel::ALL
            .into_iter()
            .all(|channel| self.get(channel).is_none())
    }
}

/// What an answer says on some channels in place of what it says on all.
pub type Variants = ByChannel<String>;

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

    #[test]
    fn what_is_empty_is_not_there() {
        let mut variants = Variants::default();
        assert!(variants.is_empty());
        for channel in Channel::ALL {
            variants.set(channel, channel.to_string());
            assert_eq!(variants.get(channel), Some(&channel.to_string()));
        }
        variants.set(Channel::Box, String::new());
        assert_eq!(variants.get(Channel::Box), None);
        assert!(!variants.is_empty());
    }
}
