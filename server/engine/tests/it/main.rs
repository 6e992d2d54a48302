//! What the engine promises, from outside: conversations as transcripts, snapshots as bytes, and
//! any text whatsoever as input.

mod clusters;
mod contexts;
mod explanations;
mod snapshots;
mod synonyms;
mod texts;
mod transcripts;

use engine::{ArticleContent, Bot, Content, Snapshot, TextContent, Thresholds};
use model::{id::ArticleId, text::Locale};
use uuid::Uuid;

pub fn id(number: u128) -> ArticleId {
    ArticleId::from_uuid(Uuid::from_u128(
        0x0190_0000_0000_7000_8000_0000_0000_0000 + number,
    ))
}

pub fn locale(text: &str) -> Locale {
    Locale::parse(text).expect("a locale")
}

fn text(language: &str, title: &str, utterances: &[&str], answer: &str) -> TextContent {
    TextContent {
        locale: locale(language),
        title: title.into(),
        utterances: utterances.iter().map(|text| (*text).into()).collect(),
        answer: answer.into(),
    }
}

/// A small shop's bot, in English and French; the last article is in French only.
pub fn shop() -> Content {
    let articles = [
        vec![
            text(
                "en",
                "How do I return a parcel?",
                &[
                    "I want to send my order back",
                    "return an article",
                    "where do I send returns",
                ],
                "Print the label and hand the parcel in at any post office within thirty days.",
            ),
            text(
                "fr",
                "Comment retourner un colis ?",
                &[
                    "je veux renvoyer ma commande",
                    "retour d’un article",
                    "où envoyer un retour",
                ],
                "Imprimez l’étiquette et déposez le colis à la poste sous trente jours.",
            ),
        ],
        vec![
            text(
                "en",
                "What are your opening hours?",
                &[
                    "when are you open",
                    "are you open on sunday",
                    "when does the shop close",
                ],
                "Monday to Saturday, nine to six.",
            ),
            text(
                "fr",
                "Quels sont vos horaires d’ouverture ?",
                &[
                    "quand êtes-vous ouverts",
                    "ouvert le dimanche ?",
                    "à quelle heure fermez-vous",
                ],
                "Du lundi au samedi, de neuf à dix-huit heures.",
            ),
        ],
        vec![
            text(
                "en",
                "How much is delivery?",
                &[
                    "delivery costs",
                    "is shipping free",
                    "price of shipping abroad",
                ],
                "Delivery is free from fifty euros on.",
            ),
            text(
                "fr",
                "Combien coûte la livraison ?",
                &[
                    "frais de port",
                    "la livraison est-elle gratuite",
                    "prix d’un envoi à l’étranger",
                ],
                "La livraison est gratuite à partir de cinquante euros.",
            ),
        ],
        vec![
            text(
                "en",
                "How do I reset my password?",
                &[
                    "I forgot my password",
                    "cannot sign in any more",
                    "change the password",
                ],
                "Choose “Forgotten password” on the sign-in page.",
            ),
            text(
                "fr",
                "Comment réinitialiser mon mot de passe ?",
                &[
                    "j’ai oublié mon mot de passe",
                    "je ne peux plus me connecter",
                ],
                "Choisissez « Mot de passe oublié » sur la page de connexion.",
            ),
        ],
        vec![text(
            "fr",
            "Offrez-vous des chèques-cadeaux ?",
            &[],
            "Oui, de vingt à cent euros, valables un an dans tous nos magasins.",
        )],
    ];
    Content {
        locale: locale("en"),
        articles: (0..)
            .zip(articles)
            .map(|(number, texts)| ArticleContent {
                id: id(number),
                texts,
            })
            .collect(),
    }
}

pub fn bot(content: &Content) -> Bot {
    Bot::new(Snapshot::compile(content), Thresholds::default())
}
