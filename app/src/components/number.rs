//! Numbers as people write them in the page's language.

use crate::i18n::{I18nLocaleTrait, Text, text, use_i18n};

/// A thin space that no line breaks at.
const THIN: char = '\u{202f}';

fn is_french() -> bool {
    use_i18n().get_locale().as_str() == "fr"
}

/// `12,345`; in French with thin spaces.
pub fn whole(n: u64) -> String {
    let digits = n.to_string();
    let separator = if is_french() { THIN } else { ',' };
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// The same in a view.
pub fn shown(n: u64) -> Text<String> {
    text(move || whole(n))
}

/// `87 %` of a share from 0 to 1; a dash where there is none.
pub fn percent(share: Option<f64>) -> String {
    match share {
        None => "–".to_owned(),
        Some(share) if is_french() => format!("{:.0}{THIN}%", share * 100.0),
        Some(share) => format!("{:.0}%", share * 100.0),
    }
}

/// `0.4 ms` of a number of microseconds; a dash where there is none.
pub fn duration(micros: Option<u32>) -> String {
    let Some(micros) = micros else {
        return "–".to_owned();
    };
    let micros = f64::from(micros);
    let text = match micros {
        ..1_000.0 => format!("{micros:.0}\u{a0}µs"),
        1_000.0..1_000_000.0 => format!("{:.1}\u{a0}ms", micros / 1_000.0),
        _ => format!("{:.1}\u{a0}s", micros / 1_000_000.0),
    };
    if is_french() {
        text.replace('.', ",")
    } else {
        text
    }
}
