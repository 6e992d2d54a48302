//! What a bot says by itself in a conversation, in the languages we wrote it in.

use model::text::Locale;

/// The bot's own sentences in one language. Plain text, safe in HTML.
#[derive(Debug)]
pub(super) struct Texts {
    /// When it does not know.
    pub fallback: &'static str,
    /// When it asks back.
    pub did_you_mean: &'static str,
}

const ENGLISH: Texts = Texts {
    fallback: "Sorry, I don’t know that one. Could you put it another way?",
    did_you_mean: "Do you mean one of these?",
};

const FRENCH: Texts = Texts {
    fallback: "Désolé, je n’ai pas la réponse. Pourriez-vous le dire autrement ?",
    did_you_mean: "Voulez-vous parler de l’un de ces sujets ?",
};

/// The sentences in a language; English where we have none.
pub(super) fn of(locale: &Locale) -> &'static Texts {
    match locale.language() {
        "fr" => &FRENCH,
        _ => &ENGLISH,
    }
}
