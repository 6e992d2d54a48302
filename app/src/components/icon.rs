//! Line icons: symbols of `public/icons.svg`, which a browser loads once for all pages.

use leptos::{prelude::*, svg};

macro_rules! icons {
    ($($icon:ident = $symbol:literal,)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon {
            $($icon,)+
        }

        impl Icon {
            const fn symbol(self) -> &'static str {
                match self {
                    $(Self::$icon => $symbol,)+
                }
            }
        }

        #[cfg(test)]
        const SYMBOLS: &[&str] = &[$($symbol),+];
    };
}

icons! {
    Account = "account",
    Alert = "alert",
    Archive = "archive",
    Bot = "bot",
    Chart = "chart",
    Check = "check",
    ChevronRight = "chevron-right",
    ChevronsUpDown = "chevrons-up-down",
    Close = "close",
    Copy = "copy",
    Download = "download",
    Eye = "eye",
    EyeOff = "eye-off",
    Globe = "globe",
    Inbox = "inbox",
    Key = "key",
    Knowledge = "knowledge",
    Members = "members",
    Menu = "menu",
    Messages = "messages",
    Plus = "plus",
    Publish = "publish",
    Restore = "restore",
    Search = "search",
    Settings = "settings",
    Shield = "shield",
    SignOut = "sign-out",
    Synonyms = "synonyms",
    Test = "test",
    ThumbDown = "thumb-down",
    ThumbUp = "thumb-up",
    Trash = "trash",
    Widget = "widget",
}

impl Icon {
    /// Beside a text that says the same, so hidden from who hears the page.
    pub fn draw(self) -> impl IntoView {
        svg::svg()
            .class("icon")
            .attr("aria-hidden", "true")
            .child(svg::r#use().attr("href", format!("/icons.svg?{FILE:x}#{}", self.symbol())))
    }
}

/// Tells one state of the file from another, so that browsers keep it until it changes (FNV-1a).
const FILE: u32 = {
    let (bytes, mut hash, mut at) = (
        include_bytes!("../../../public/icons.svg"),
        0x811c_9dc5_u32,
        0,
    );
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
};

#[cfg(test)]
mod tests {
    use super::SYMBOLS;

    #[test]
    fn every_icon_has_a_shape_and_every_shape_an_icon() {
        let shapes = include_str!("../../../public/icons.svg");
        for symbol in SYMBOLS {
            assert!(shapes.contains(&format!("id=\"{symbol}\"")), "{symbol}");
        }
        assert_eq!(shapes.matches("<symbol").count(), SYMBOLS.len());
    }
}
