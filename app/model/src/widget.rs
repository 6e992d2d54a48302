//! The dialog box on a customer's page: how it looks, what it says, where it was seen.

use crate::{
    bot::{Colour, Domain},
    id::BotId,
    text::{BoxTitle, Greeting, Locale, Placeholder, Suggestion},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most questions that the box suggests in one language.
pub const MAX_SUGGESTIONS: u32 = 6;

/// How a bot's dialog box looks and what it says; every value has a default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WidgetSettings {
    /// Its accent colour.
    pub colour: Colour,
    /// The corner it stands in.
    pub position: Position,
    /// Light, dark, or as the visitor's device has it.
    pub theme: BoxTheme,
    /// The picture beside what the bot says.
    pub avatar: Avatar,
    /// Whether it asks for a thumb on answers.
    pub feedback: Feedback,
    /// The team's own words, by language; where there are none, ours stand.
    pub words: BTreeMap<Locale, WidgetWords>,
}

/// What the team lets the box say in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WidgetWords {
    /// Its heading; the bot's name if there is none.
    pub title: Option<BoxTitle>,
    /// The first thing that a visitor reads.
    pub greeting: Option<Greeting>,
    /// In the empty field.
    pub placeholder: Option<Placeholder>,
    /// Questions to begin with, at most [`MAX_SUGGESTIONS`].
    pub suggestions: Vec<Suggestion>,
}

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }
        crate::access::words!($name { $($variant = $word),+ });

        impl $name {
            /// Every one, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
        }
    };
}

choice! {
    /// The corner that the box stands in. In scripts that run from right to left they change sides.
    Position {
        /// Where lines end.
        #[default]
        Right = "right",
        /// Where lines begin.
        Left = "left",
    }
}

choice! {
    /// Light or dark.
    BoxTheme {
        /// As the visitor's device has it.
        #[default]
        Auto = "auto",
        /// Always light.
        Light = "light",
        /// Always dark.
        Dark = "dark",
    }
}

choice! {
    /// Whether the box asks for a thumb on answers.
    Feedback {
        /// It does.
        #[default]
        Asked = "asked",
        /// It does not.
        Off = "off",
    }
}

choice! {
    /// A picture of the built-in set.
    Avatar {
        /// A robot.
        #[default]
        Bot = "bot",
        /// Two speech bubbles.
        Messages = "messages",
        /// A four-pointed star.
        Sparkle = "sparkle",
        /// A life buoy.
        LifeBuoy = "life_buoy",
        /// A leaf.
        Leaf = "leaf",
        /// A smiling face.
        Smile = "smile",
        /// None.
        Blank = "blank",
    }
}

impl Avatar {
    /// The shape as SVG path data on a grid of 24, to be drawn as a line; empty for none. The
    /// shapes are lucide's (ISC licence, © Lucide Contributors; <https://lucide.dev/license>).
    pub const fn path(self) -> &'static str {
        match self {
            Self::Messages => {
                "M16 10a2 2 0 0 1-2 2H6.828a2 2 0 0 0-1.414.586l-2.202 2.202A.71.71 0 0 1 2 14.286V4\
                 a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2zM20 9a2 2 0 0 1 2 2v10.286a.71.71 0 0 1-1.212.502\
                 l-2.202-2.202A2 2 0 0 0 17.172 19H10a2 2 0 0 1-2-2v-1"
            }
            Self::Bot => {
                "M12 8V4H8M6 8h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z\
                 M2 14h2M20 14h2M15 13v2M9 13v2"
            }
            Self::Sparkle => {
                "M11.017 2.814a1 1 0 0 1 1.966 0l1.051 5.558a2 2 0 0 0 1.594 1.594l5.558 1.051a1 1 0 0 1 0 \
                 1.966l-5.558 1.051a2 2 0 0 0-1.594 1.594l-1.051 5.558a1 1 0 0 1-1.966 0l-1.051-5.558a2 2 0 0 0\
                 -1.594-1.594l-5.558-1.051a1 1 0 0 1 0-1.966l5.558-1.051a2 2 0 0 0 1.594-1.594z"
            }
            Self::LifeBuoy => {
                "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20zM12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8z\
                 M4.93 4.93l4.24 4.24M14.83 9.17l4.24-4.24M14.83 14.83l4.24 4.24M9.17 14.83l-4.24 4.24"
            }
            Self::Leaf => {
                "M11 20A7 7 0 0 1 9.8 6.1C15.5 5 17 4.48 19 2c1 2 2 4.18 2 8 0 5.5-4.78 10-10 10Z\
                 M2 21c0-3 1.85-5.36 5.08-6C9.5 14.52 12 13 13 12"
            }
            Self::Smile => {
                "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20zM8 14s1.5 2 4 2 4-2 4-2M9 9h.01M15 9h.01"
            }
            Self::Blank => "",
        }
    }
}

/// What a dialog box needs to draw itself: the body of `GET …/widget`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WidgetView {
    /// The language that its texts are in.
    pub locale: Locale,
    /// What the team calls the bot.
    pub name: String,
    /// Every sentence that the box shows, by name: it holds none of its own.
    pub texts: BTreeMap<String, String>,
    /// Its accent colour, `#rrggbb`.
    pub colour: Colour,
    /// The corner it stands in.
    pub position: Position,
    /// Light or dark.
    pub theme: BoxTheme,
    /// [`Avatar::path`].
    pub avatar: String,
    /// Questions to begin with.
    pub suggestions: Vec<String>,
    /// Whether it asks for a thumb on answers.
    pub feedback: bool,
    /// What it must know of the limits.
    pub limits: BoxLimits,
    /// The servers to ask, the first one first. Empty: the one that served this.
    pub servers: Vec<String>,
    /// What opens it or starts something by itself; none yet.
    pub triggers: Vec<String>,
}

impl WidgetView {
    /// The view with the team's choices and words in place of the defaults.
    pub fn dressed(mut self, settings: &WidgetSettings, words: Option<&WidgetWords>) -> Self {
        self.colour = settings.colour.clone();
        self.position = settings.position;
        self.theme = settings.theme;
        settings.avatar.path().clone_into(&mut self.avatar);
        self.feedback = settings.feedback == Feedback::Asked;
        let Some(words) = words else { return self };
        let own = [
            ("title", words.title.as_ref().map(BoxTitle::as_str)),
            ("greeting", words.greeting.as_ref().map(Greeting::as_str)),
            (
                "placeholder",
                words.placeholder.as_ref().map(Placeholder::as_str),
            ),
        ];
        for (name, text) in own {
            if let Some(text) = text {
                self.texts.insert(name.to_owned(), text.to_owned());
            }
        }
        self.suggestions = words.suggestions.iter().map(ToString::to_string).collect();
        self
    }
}

/// The limits that a dialog box holds itself to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxLimits {
    /// The longest question, in Unicode scalar values.
    pub question: u16,
}

/// The dialog box as the team sets it up, in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WidgetPage {
    /// Whose box it is.
    pub bot: BotId,
    /// What is kept.
    pub settings: WidgetSettings,
    /// Where the box may stand; empty: the server's own origin and loopback only.
    pub domains: Vec<Domain>,
    /// Names this state; who saves tells the one that they began from.
    pub revision: String,
    /// The language that is being worked on.
    pub locale: Locale,
    /// The languages to offer, the bot's own first.
    pub locales: Vec<Locale>,
    /// What the box says in this language where the team says nothing.
    pub defaults: WidgetView,
}

/// How the box fares on one origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// `https://www.example.org`.
    pub origin: String,
    /// When a box last drew itself there.
    pub seen_at: Option<Timestamp>,
    /// When one was last refused there, the origin not being among the bot's domains.
    pub refused_at: Option<Timestamp>,
}

/// What is known of the box on a page that somebody asks about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteCheck {
    /// The page's origin.
    pub origin: String,
    /// Whether the box may stand there.
    pub is_allowed: bool,
    /// What was seen there, if anything.
    pub sighting: Option<Sighting>,
}

impl Colour {
    /// Red, green and blue, 0 to 255.
    fn channels(&self) -> [u8; 3] {
        let digits = self.as_str().trim_start_matches('#');
        std::array::from_fn(|n| {
            let pair = digits.get(2 * n..2 * n + 2).unwrap_or("00");
            u8::from_str_radix(pair, 16).unwrap_or(0)
        })
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2).
    fn luminance(&self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = self.channels().map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast with another colour, 1 to 21 (WCAG 2.2).
    pub fn contrast(&self, other: &Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::BotSettings;

    #[test]
    fn contrast_is_that_of_wcag() {
        let colour = |text| Colour::parse(text).unwrap();
        let of = |one, two| (colour(one).contrast(&colour(two)) * 100.0).round() / 100.0;
        assert_eq!(of("#000000", "#ffffff"), 21.0);
        assert_eq!(of("#777777", "#ffffff"), 4.48);
        assert_eq!(of("#4f46e5", "#ffffff"), of("#ffffff", "#4f46e5"));
        assert_eq!(of("#123456", "#123456"), 1.0);
    }

    #[test]
    fn settings_of_an_earlier_day_are_read() {
        let json = r##"{"domains":["shop.example.org"],"max_question":200,"answer_at":60,
            "ask_back_at":40,"colour":"#123456"}"##;
        let settings: BotSettings = serde_json::from_str(json).unwrap();
        assert_eq!((settings.max_question, settings.answer_at), (200, 60));
        assert_eq!(settings.widget, WidgetSettings::default());
    }
}
