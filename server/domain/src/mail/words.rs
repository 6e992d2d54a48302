//! What mails say.

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
