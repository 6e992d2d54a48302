//! Personal data in what visitors wrote, made unreadable (S13). What has a shape is found: e-mail
//! addresses, account numbers, and any number of seven digits or more, such as telephones, cards
//! and dates of birth. A name has none, and stays.

use regex::Regex;
use std::sync::LazyLock;

const DOT: char = '•';
const HIDDEN_EMAIL: &str = "•••@•••";

/// Linear in the text's length, whatever it is.
static PERSONAL: LazyLock<Regex> = LazyLock::new(|| {
    const EMAIL: &str = r"(?<email>[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]+(?:@|＠|%40)[\p{L}\p{M}\p{N}.-]*[\p{L}\p{M}\p{N}])";
    const SPACED_IBAN: &str =
        r"\b[A-Z]{2}\d{2}(?:[\s\p{Pd}]?[0-9A-Z]{4}){2,8}(?:[\s\p{Pd}]?[0-9A-Z]{1,4})?\b";
    const IBAN: &str = r"\b[a-z]{2}\d{2}[0-9a-z]{11,30}\b";
    const NUMBER: &str = r"\d(?:[\s\p{Pd}.,/()_]{0,3}\d){6,}";
    Regex::new(&format!("{EMAIL}|{SPACED_IBAN}|{IBAN}|{NUMBER}")).expect("the pattern is right")
});

/// The same text with dots in the place of personal data. Words and marks around it stay.
pub(crate) fn masked(text: &str) -> String {
    let masked = PERSONAL.replace_all(text, |found: &regex::Captures<'_>| {
        if found.name("email").is_some() {
            return HIDDEN_EMAIL.to_owned();
        }
        let dots = found[0].chars().map(|char| match char {
            char if char.is_alphanumeric() => DOT,
            mark => mark,
        });
        dots.collect()
    });
    masked.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s13_addresses_and_numbers_are_not_read() {
        for (written, shown) in [
            ("I am ann.o'neil+x@mail.example.co.uk.", "I am •••@•••."),
            ("écris à zoë@exämple.fr, merci", "écris à •••@•••, merci"),
            ("ann@localhost", "•••@•••"),
            ("call 06 12 34 56 78 now", "call •• •• •• •• •• now"),
            ("+33 (0)6-12.34.56.78", "+•• (•)•-••.••.••.••"),
            (
                "FR76 3000 6000 0112 3456 7890 189 is mine",
                "•••• •••• •••• •••• •••• •••• ••• is mine",
            ),
            ("GB29 NWBK 6016 1331 9268 19", "•••• •••• •••• •••• •••• ••"),
            ("de89370400440532013000", "••••••••••••••••••••••"),
            ("card 4111-1111-1111-1111", "card ••••-••••-••••-••••"),
            ("06 - 12 - 34 - 56 - 78", "•• - •• - •• - •• - ••"),
            ("06–12–34_56‑78", "••–••–••_••‑••"),
            ("at ada＠例.jp, no?", "at •••@•••, no?"),
            (
                "https://shop.example/account/7",
                "https://shop.example/account/7",
            ),
            ("born 1985-05-17", "born ••••-••-••"),
            ("رقمي ٠٦١٢٣٤٥٦٧٨", "رقمي ••••••••••"),
        ] {
            assert_eq!(masked(written), shown, "{written}");
        }
    }

    #[test]
    fn what_is_asked_stays() {
        for text in [
            "How do I return order 12345?",
            "Is it open at 10:30 in 2026, or 9:00-12:00, 14:00-18:00?",
            "It costs 1,299.00 euros",
            "IPv4 or IPv6, HTTP/1.1, RTX4090?",
            "@home",
            "",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn masking_twice_is_masking_once() {
        let once = masked("ann@example.org 0612345678 DE89 3704 0044 0532 0130 00");
        assert_eq!(masked(&once), once);
    }
}
