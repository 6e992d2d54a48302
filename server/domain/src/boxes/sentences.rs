//! Every sentence that a dialog box shows by itself, in the languages we wrote it in. The script
//! holds none of them, so that a language is added here alone. Plain text.

use model::text::Locale;
use std::collections::BTreeMap;

/// By name. `{…}` is filled in by the box.
const ENGLISH: &[(&str, &str)] = &[
    ("greeting", "Hello! What would you like to know?"),
    ("placeholder", "Ask a question"),
    ("send", "Send"),
    ("open", "Open the dialog box"),
    ("close", "Close the dialog box"),
    ("restart", "Start again"),
    ("suggestions", "Questions to begin with"),
    ("typing", "Looking for an answer…"),
    ("slow", "This takes longer than usual. Still looking…"),
    (
        "offline",
        "You are offline. Your question is sent when you are back.",
    ),
    (
        "unreachable",
        "The answer did not come through. Please try again.",
    ),
    ("retry", "Try again"),
    (
        "too_long",
        "This is too long: at most {max} characters, please.",
    ),
    (
        "too_often",
        "That was a lot of questions. Yours is sent in {seconds} s.",
    ),
    ("not_here", "Questions can’t be asked from this page."),
    ("gone", "Nobody answers here at the moment."),
    ("up", "Helpful"),
    ("down", "Not helpful"),
    ("thanks", "Thank you."),
    ("comment", "What was missing?"),
    ("comment_send", "Send"),
    ("skip", "Skip"),
    ("you", "You:"),
    ("bot", "Answer:"),
    ("unread", "{count} unread"),
    ("new_window", "opens in a new tab"),
];

// A mark that French puts a space before stays on its line by one that does not break.
const FRENCH: &[(&str, &str)] = &[
    (
        "greeting",
        "Bonjour\u{a0}! Que souhaitez-vous savoir\u{a0}?",
    ),
    ("placeholder", "Posez une question"),
    ("send", "Envoyer"),
    ("open", "Ouvrir la discussion"),
    ("close", "Fermer la discussion"),
    ("restart", "Recommencer"),
    ("suggestions", "Des questions pour commencer"),
    ("typing", "Recherche d’une réponse…"),
    (
        "slow",
        "C’est plus long que d’habitude. La recherche continue…",
    ),
    (
        "offline",
        "Vous êtes hors ligne. Votre question partira à votre retour.",
    ),
    (
        "unreachable",
        "La réponse n’est pas arrivée. Veuillez réessayer.",
    ),
    ("retry", "Réessayer"),
    (
        "too_long",
        "C’est trop long\u{a0}: {max} caractères au plus, s’il vous plaît.",
    ),
    (
        "too_often",
        "Cela fait beaucoup de questions. La vôtre part dans {seconds} s.",
    ),
    (
        "not_here",
        "On ne peut pas poser de question depuis cette page.",
    ),
    ("gone", "Personne ne répond ici pour le moment."),
    ("up", "Utile"),
    ("down", "Pas utile"),
    ("thanks", "Merci."),
    ("comment", "Que manquait-il\u{a0}?"),
    ("comment_send", "Envoyer"),
    ("skip", "Passer"),
    ("you", "Vous\u{a0}:"),
    ("bot", "Réponse\u{a0}:"),
    ("unread", "{count} non lu(s)"),
    ("new_window", "s’ouvre dans un nouvel onglet"),
];

/// The sentences in a language and which language that is; English where we have none.
pub(super) fn of(locale: &Locale) -> (&'static str, BTreeMap<String, String>) {
    let (language, sentences) = match locale.language() {
        "fr" => ("fr", FRENCH),
        _ => ("en", ENGLISH),
    };
    let owned = |(name, sentence): &(&str, &str)| ((*name).to_owned(), (*sentence).to_owned());
    (language, sentences.iter().map(owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_sentence_with_its_gaps() {
        let gaps = |sentence: &str| sentence.matches(['{', '}']).count();
        let names = |sentences: &[(&'static str, &str)]| -> Vec<(&str, usize)> {
            sentences
                .iter()
                .map(|(name, sentence)| (*name, gaps(sentence)))
                .collect()
        };
        assert_eq!(names(ENGLISH), names(FRENCH));
    }
}
