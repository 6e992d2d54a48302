//! Channels by their names.

use crate::i18n::{I18nKeys, Locale, t_string};
use leptos_i18n::I18nContext;
use model::channel::Channel;

/// What a channel is called.
pub fn channel_name(i18n: I18nContext<Locale, I18nKeys>, channel: Channel) -> &'static str {
    match channel {
        Channel::Box => t_string!(i18n, channel.dialog_box),
        Channel::Api => t_string!(i18n, channel.api),
    }
}
