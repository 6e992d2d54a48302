//! Line icons. The shapes are lucide's (ISC licence, © Lucide Contributors; https://lucide.dev/license),
//! each as one path.

use leptos::{prelude::*, svg};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Account,
    Alert,
    Archive,
    Bot,
    Chart,
    Check,
    ChevronRight,
    ChevronsUpDown,
    Close,
    Copy,
    Download,
    Eye,
    EyeOff,
    Globe,
    Inbox,
    Key,
    Knowledge,
    Members,
    Menu,
    Messages,
    Plus,
    Publish,
    Restore,
    Search,
    Settings,
    Shield,
    SignOut,
    Synonyms,
    Test,
    ThumbDown,
    ThumbUp,
    Trash,
    Widget,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Account => {
                "M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2 M12 3a4 4 0 1 0 0 8a4 4 0 1 0 0-8z"
            }
            Self::Alert => "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z M12 8v4 M12 16h.01",
            Self::Archive => {
                "M3 3h18a1 1 0 0 1 1 1v3a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z \
                 M4 8v11a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8 M10 12h4"
            }
            Self::Bot => {
                "M12 8V4H8 M6 8h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z \
                 M2 14h2 M20 14h2 M15 13v2 M9 13v2"
            }
            Self::Chart => "M3 3v16a2 2 0 0 0 2 2h16 M18 17V9 M13 17V5 M8 17v-3",
            Self::Check => "M20 6 9 17l-5-5",
            Self::ChevronRight => "M9 18l6-6-6-6",
            Self::ChevronsUpDown => "M7 15l5 5 5-5 M7 9l5-5 5 5",
            Self::Close => "M18 6 6 18 M6 6l12 12",
            Self::Copy => {
                "M10 8h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2V10a2 2 0 0 1 2-2z \
                 M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2"
            }
            Self::Download => "M12 15V3 M7 10l5 5 5-5 M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4",
            Self::Eye => {
                "M2.062 12.348a1 1 0 0 1 0-.696 10.75 10.75 0 0 1 19.876 0 1 1 0 0 1 0 .696 10.75 \
                 10.75 0 0 1-19.876 0 M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6z"
            }
            Self::EyeOff => {
                "M10.733 5.076a10.744 10.744 0 0 1 11.205 6.575 1 1 0 0 1 0 .696 10.747 10.747 0 0 1\
                 -1.444 2.49 M14.084 14.158a3 3 0 0 1-4.242-4.242 M17.479 17.499a10.75 10.75 0 0 1\
                 -15.417-5.151 1 1 0 0 1 0-.696 10.75 10.75 0 0 1 4.446-5.143 M2 2l20 20"
            }
            Self::Globe => {
                "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z M2 12h20 \
                 M12 2a14.5 14.5 0 0 0 0 20 14.5 14.5 0 0 0 0-20"
            }
            Self::Inbox => {
                "M22 12h-6l-2 3h-4l-2-3H2 M5.45 5.11 2 12v6a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-6l-3.45-6.89\
                 A2 2 0 0 0 16.76 4H7.24a2 2 0 0 0-1.79 1.11z"
            }
            Self::Key => {
                "M15.5 7.5l2.3 2.3a1 1 0 0 0 1.4 0l2.1-2.1a1 1 0 0 0 0-1.4L19 4 M21 2l-9.6 9.6 \
                 M7.5 10a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z"
            }
            Self::Knowledge => {
                "M12 7v14 M3 18a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1h5a4 4 0 0 1 4 4 4 4 0 0 1 4-4h5a1 1 0 \
                 0 1 1 1v13a1 1 0 0 1-1 1h-6a3 3 0 0 0-3 3 3 3 0 0 0-3-3z"
            }
            Self::Members => {
                "M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2 M9 3a4 4 0 1 0 0 8a4 4 0 1 0 0-8z \
                 M22 21v-2a4 4 0 0 0-3-3.87 M16 3.13a4 4 0 0 1 0 7.75"
            }
            Self::Menu => "M4 5h16 M4 12h16 M4 19h16",
            Self::Messages => {
                "M16 10a2 2 0 0 1-2 2H6.828a2 2 0 0 0-1.414.586l-2.202 2.202A.71.71 0 0 1 2 14.286V4\
                 a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2z M20 9a2 2 0 0 1 2 2v10.286a.71.71 0 0 1-1.212.502\
                 l-2.202-2.202A2 2 0 0 0 17.172 19H10a2 2 0 0 1-2-2v-1"
            }
            Self::Plus => "M5 12h14 M12 5v14",
            Self::Publish => "M12 3v12 M17 8l-5-5-5 5 M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4",
            Self::Restore => "M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8 M3 3v5h5",
            Self::Search => "M21 21l-4.34-4.34 M11 3a8 8 0 1 0 0 16a8 8 0 1 0 0-16z",
            Self::Settings => {
                "M21 4h-7 M10 4H3 M21 12h-9 M8 12H3 M21 20h-5 M12 20H3 M14 2v4 M8 10v4 M16 18v4"
            }
            Self::Shield => {
                "M20 13c0 5-3.5 7.5-7.7 8.95a1 1 0 0 1-.66 0C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 \
                 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.5 3.8 17 5 19 5a1 1 0 0 1 1 1z M9 12l2 2 4-4"
            }
            Self::SignOut => "M16 17l5-5-5-5 M21 12H9 M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4",
            Self::Synonyms => "M8 3 4 7l4 4 M4 7h16 M16 21l4-4-4-4 M20 17H4",
            Self::Test => {
                "M14 2v6a2 2 0 0 0 .245.96l5.51 10.08A2 2 0 0 1 18 22H6a2 2 0 0 1-1.755-2.96l5.51-10.08\
                 A2 2 0 0 0 10 8V2 M6.453 15h11.094 M8.5 2h7"
            }
            Self::ThumbDown => {
                "M17 14V2 M9 18.12 10 14H4.17a2 2 0 0 1-1.92-2.56l2.33-8A2 2 0 0 1 6.5 2H20a2 2 0 0 1 \
                 2 2v8a2 2 0 0 1-2 2h-2.76a2 2 0 0 0-1.79 1.11L12 22a3.13 3.13 0 0 1-3-3.88Z"
            }
            Self::ThumbUp => {
                "M7 10v12 M15 5.88 14 10h5.83a2 2 0 0 1 1.92 2.56l-2.33 8A2 2 0 0 1 17.5 22H4a2 2 0 0 \
                 1-2-2v-8a2 2 0 0 1 2-2h2.76a2 2 0 0 0 1.79-1.11L12 2a3.13 3.13 0 0 1 3 3.88Z"
            }
            Self::Trash => {
                "M10 11v6 M14 11v6 M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6 M3 6h18 M8 6V4a2 2 0 0 1 \
                 2-2h4a2 2 0 0 1 2 2v2"
            }
            Self::Widget => {
                "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z M3 9h18 \
                 M13 13h5v5h-5z"
            }
        }
    }

    /// Beside a text that says the same, so hidden from who hears the page.
    pub fn draw(self) -> impl IntoView {
        svg::svg()
            .class("icon")
            .attr("viewBox", "0 0 24 24")
            .attr("aria-hidden", "true")
            .child(svg::path().attr("d", self.path()))
    }
}
