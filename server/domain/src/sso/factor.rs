//! Whether a provider has asked for a second factor, by the `amr` of its token (RFC 8176).

/// What somebody knows.
const KNOWN: [&str; 3] = ["pwd", "pin", "kba"];
/// What somebody has.
const HAD: [&str; 7] = ["otp", "hwk", "swk", "pop", "sc", "sms", "tel"];
/// What somebody is.
const BORN_WITH: [&str; 5] = ["face", "fpt", "iris", "retina", "vbm"];

/// Whether these methods are two factors: the provider says so, or they are of two kinds.
pub(super) fn is_second<'a>(methods: impl Iterator<Item = &'a str>) -> bool {
    let methods: Vec<&str> = methods.collect();
    let has = |kind: &[&str]| methods.iter().any(|method| kind.contains(method));
    let n_kinds = [has(&KNOWN), has(&HAD), has(&BORN_WITH)];
    has(&["mfa"]) || n_kinds.into_iter().filter(|has| *has).count() > 1
}

#[cfg(test)]
mod tests {
    use super::is_second;

    #[test]
    fn two_methods_are_two_factors_if_they_are_of_two_kinds() {
        for (methods, expected) in [
            ("", false),
            ("pwd", false),
            ("otp", false),
            ("hwk", false),
            ("pwd pin", false),
            ("otp sms", false),
            ("pwd rba geo", false),
            ("MFA", false),
            ("mfa", true),
            ("pwd otp", true),
            ("pwd swk", true),
            ("hwk pin", true),
            ("hwk fpt", true),
        ] {
            assert_eq!(is_second(methods.split(' ')), expected, "{methods}");
        }
    }
}
