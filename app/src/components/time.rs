//! A point in time: in UTC as the page arrives, in the reader's own zone and language once the
//! browser has it. The first render is the same on both sides, so it asks neither for a zone.

use crate::i18n::{I18nLocaleTrait, use_i18n};
use js_sys::{Date, Object, Reflect};
use leptos::{prelude::*, wasm_bindgen::JsValue};
use model::time::Timestamp;

#[component]
pub fn Time(at: Timestamp) -> impl IntoView {
    let i18n = use_i18n();
    let precise = rfc3339(at);
    let text = RwSignal::new(utc(&precise));
    Effect::new(move || text.set(localised(at, i18n.get_locale().as_str())));
    view! { <time datetime=precise>{text}</time> }
}

fn rfc3339(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.as_millis())
        .unwrap_or_default()
        .to_string()
}

/// `2026-03-01 14:05 UTC` of `2026-03-01T14:05:09.123Z`.
fn utc(precise: &str) -> String {
    let minutes = precise.get(..16).unwrap_or(precise);
    format!("{} UTC", minutes.replace('T', " "))
}

/// Browser only.
fn localised(at: Timestamp, locale: &str) -> String {
    let options = Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        // Setting a property of a fresh object does not fail.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    Date::new(&JsValue::from_f64(at.as_millis() as f64))
        .to_locale_string(locale, &options)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_render_is_in_utc() {
        let precise = rfc3339(Timestamp::from_millis(1_772_373_909_123));
        assert_eq!(precise, "2026-03-01T14:05:09.123Z");
        assert_eq!(utc(&precise), "2026-03-01 14:05 UTC");
    }
}
