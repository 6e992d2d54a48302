//! What mails say.

use model::factor::FactorChange;
use serde::{Deserialize, Serialize};

/// The language of a mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Language {
    /// English, which others get as well.
    #[default]
    En,
    /// French.
    Fr,
}

impl Language {
    /// By the language of the page that asks.
    pub fn of(locale: &str) -> Self {
        if locale.starts_with("fr") {
            Self::Fr
        } else {
            Self::En
        }
    }
}

/// Subject and text of the mail with a link to set a password.
pub(super) fn forgotten(language: Language, url: &str) -> (String, String) {
    let (subject, text) = match language {
        Language::En => (
            "Choose a new password",
            "Somebody, probably you, wants a new password for your Parlance account.\n\n\
             Choose it here within 15 minutes; the link works once:\n\n{url}\n\n\
             If it was not you, do nothing: your password stays as it is.\n",
        ),
        Language::Fr => (
            "Choisissez un nouveau mot de passe",
            "Quelqu’un, sans doute vous, demande un nouveau mot de passe pour votre compte \
             Parlance.\n\nChoisissez-le ici dans les 15 minutes ; le lien ne sert qu’une fois :\n\n\
             {url}\n\nSi ce n’était pas vous, ne faites rien : votre mot de passe ne change pas.\n",
        ),
    };
    (subject.to_owned(), text.replace("{url}", url))
}

/// Subject and text of the mail that tells of a changed password.
pub(super) fn changed(language: Language, url: &str) -> (String, String) {
    let (subject, text) = match language {
        Language::En => (
            "Your password was changed",
            "The password of your Parlance account was changed, and your other sessions have \
             ended.\n\nIf it was not you, choose a new one at once on {url}/forgot, and tell the \
             owner of your workspace.\n",
        ),
        Language::Fr => (
            "Votre mot de passe a été changé",
            "Le mot de passe de votre compte Parlance a été changé, et vos autres sessions sont \
             terminées.\n\nSi ce n’était pas vous, choisissez-en un nouveau sans attendre sur \
             {url}/forgot, et prévenez le propriétaire de votre espace de travail.\n",
        ),
    };
    (subject.to_owned(), text.replace("{url}", url))
}

/// Subject and text of the mail that tells what became of a second factor.
pub(super) fn factor(language: Language, url: &str, change: FactorChange) -> (String, String) {
    let (subject, done) = match (language, change) {
        (Language::En, FactorChange::On) => (
            "Your second factor is on",
            "A second factor was set up for your Parlance account, and your other sessions have \
             ended. From now on signing in takes your password and a code.",
        ),
        (Language::En, FactorChange::Off) => (
            "Your second factor is off",
            "The second factor of your Parlance account was turned off, and your other sessions \
             have ended. Signing in takes your password alone.",
        ),
        (Language::En, FactorChange::Codes) => (
            "You have new recovery codes",
            "Recovery codes were made for your Parlance account. Those before them work no longer.",
        ),
        (Language::En, FactorChange::Reset) => (
            "Your second factor was taken away",
            "Somebody who runs your workspace took the second factor of your Parlance account \
             away, and your sessions have ended. Sign in with your password, and set a new one up.",
        ),
        (Language::Fr, FactorChange::On) => (
            "Votre second facteur est activé",
            "Un second facteur protège désormais votre compte Parlance, et vos autres sessions \
             sont terminées. Pour vous connecter, il faut votre mot de passe et un code.",
        ),
        (Language::Fr, FactorChange::Off) => (
            "Votre second facteur est désactivé",
            "Le second facteur de votre compte Parlance a été désactivé, et vos autres sessions \
             sont terminées. Votre mot de passe suffit pour vous connecter.",
        ),
        (Language::Fr, FactorChange::Codes) => (
            "Vous avez de nouveaux codes de secours",
            "De nouveaux codes de secours ont été créés pour votre compte Parlance. Les anciens ne \
             servent plus.",
        ),
        (Language::Fr, FactorChange::Reset) => (
            "Votre second facteur a été retiré",
            "Une personne qui gère votre espace de travail a retiré le second facteur de votre \
             compte Parlance, et vos sessions sont terminées. Connectez-vous avec votre mot de \
             passe et activez-en un nouveau.",
        ),
    };
    let otherwise = match language {
        Language::En => {
            "If it was not you, choose a new password at once on {url}/forgot, and tell the owner \
             of your workspace."
        }
        Language::Fr => {
            "Si ce n’était pas vous, choisissez sans attendre un nouveau mot de passe sur \
             {url}/forgot, et prévenez le propriétaire de votre espace de travail."
        }
    };
    let text = format!("{done}\n\n{otherwise}\n").replace("{url}", url);
    (subject.to_owned(), text)
}
