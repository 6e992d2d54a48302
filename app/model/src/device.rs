//! What a browser's name for itself (`User-Agent`) tells of it.

/// What people call a browser and its system, by words that its name for itself has. Those that
/// have another's words as well come first.
pub fn family(device: &str) -> Option<String> {
    let find = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(word, _)| device.contains(word));
        found.map(|(_, name)| *name)
    };
    let browser = find(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ])?;
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    Some(system.map_or_else(
        || browser.to_owned(),
        |system| format!("{browser} · {system}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_makes_no_other_family_and_a_system_does() {
        let agent = |system: &str, version: u32| {
            format!(
                "Mozilla/5.0 ({system}) AppleWebKit/537.36 Chrome/{version}.0.0.0 Safari/537.36"
            )
        };
        let linux = family(&agent("X11; Linux x86_64", 140));
        assert_eq!(linux.as_deref(), Some("Chrome · Linux"));
        assert_eq!(linux, family(&agent("X11; Linux x86_64", 141)));
        assert_ne!(linux, family(&agent("Windows NT 10.0; Win64; x64", 140)));
        assert_eq!(family(""), None);
    }
}
