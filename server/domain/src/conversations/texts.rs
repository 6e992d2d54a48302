//! What a bot says by itself, in the languages we wrote it in.

use model::text::Locale;
use serde::Serialize;

/// The bot's own sentences in one language. Plain text, safe in HTML.
#[derive(Debug)]
pub struct Texts {
    language: &'static str,
    /// When it does not know.
    pub fallback: &'static str,
    /// When it asks back.
    pub did_you_mean: &'static str,
    greeting: &'static str,
    placeholder: &'static str,
    send: &'static str,
    open: &'static str,
    close: &'static str,
}

/// What the dialog box says by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BoxTexts {
    /// The first thing that a visitor reads.
    pub greeting: &'static str,
    /// In the empty field.
    pub placeholder: &'static str,
    /// The button that sends.
    pub send: &'static str,
    /// The button that opens the box.
    pub open: &'static str,
    /// The button that closes it.
    pub close: &'static str,
}

const ENGLISH: Texts = Texts {
    language: "en",
    fallback: "Sorry, I don’t know that one. Could you put it another way?",
    did_you_mean: "Do you mean one of these?",
    greeting: "Hello! What would you like to know?",
    placeholder: "Ask a question",
    send: "Send",
    open: "Open the dialog box",
    close: "Close the dialog box",
};

const FRENCH: Texts = Texts {
    language: "fr",
    fallback: "Désolé, je n’ai pas la réponse. Pourriez-vous le dire autrement ?",
    did_you_mean: "Voulez-vous parler de l’un de ces sujets ?",
    greeting: "Bonjour ! Que souhaitez-vous savoir ?",
    placeholder: "Posez une question",
    send: "Envoyer",
    open: "Ouvrir la discussion",
    close: "Fermer la discussion",
};

/// The sentences in a language; English where we have none.
pub fn of(locale: &Locale) -> &'static Texts {
    match locale.language() {
        "fr" => &FRENCH,
        _ => &ENGLISH,
    }
}

impl Texts {
    /// The language that these are in.
    pub fn locale(&self) -> Locale {
        #[expect(clippy::expect_used, reason = "two constants of this file")]
        Locale::parse(self.language).expect("a language")
    }

    /// Those that the dialog box needs.
    pub const fn in_the_box(&self) -> BoxTexts {
        BoxTexts {
            greeting: self.greeting,
            placeholder: self.placeholder,
            send: self.send,
            open: self.open,
            close: self.close,
        }
    }
}
