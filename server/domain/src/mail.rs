//! Mails to people with an account. They are asked for in the transaction that they tell of, and
//! sent by a job, so no request waits for them and none is lost.
//!
//! No mail carries a password (D04), and none a link that is kept anywhere: it is made when the
//! mail is sent.

mod words;

use crate::{failure::OrInternal, identity, platform::Platform};
use model::{
    error::AppResult,
    factor::FactorChange,
    id::{JobId, UserId},
    text::Email,
    time::MINUTE_MS,
};
use serde::{Deserialize, Serialize};
use std::{fmt, future::Future, pin::Pin};
use store::{Tx, jobs};
pub(crate) use words::Language;

/// The kind of job that sends mails.
pub(crate) const KIND: &str = "mail";
/// Minutes until the next try, by the tries before it; after the last the mail is given up.
const WAITS: [i64; 7] = [1, 5, 15, 60, 180, 360, 720];

/// A mail in plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// To whom.
    pub to: Email,
    /// What it is about, in one line.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// A mail that was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undelivered;

/// Takes mails on their way.
pub trait Mailer: Send + Sync + fmt::Debug + 'static {
    /// Hands a mail over; once this is done, it is the next server's to deliver.
    fn send<'a>(
        &'a self,
        mail: &'a Mail,
    ) -> Pin<Box<dyn Future<Output = Result<(), Undelivered>> + Send + 'a>>;

    /// The mails that it keeps for looking at, oldest first, if it keeps any.
    fn kept(&self) -> Option<Vec<Mail>> {
        None
    }
}

/// What a mail is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Letter {
    /// Somebody says that they forgot the password of the account with this address, if there
    /// is one.
    Forgotten { email: Email },
    /// The password of this account was changed.
    Changed { user: UserId },
    /// Something became of this account's second factor.
    Factor { user: UserId, change: FactorChange },
}

#[derive(Serialize, Deserialize)]
struct Payload {
    letter: Letter,
    language: Language,
}

/// Asks for a mail. Of several that are the same by `dedupe_key` and wait, one is sent.
pub(crate) async fn ask(
    tx: &mut Tx,
    platform: &Platform,
    letter: Letter,
    language: Language,
    dedupe_key: Option<&str>,
) -> AppResult<()> {
    let id = JobId::from_uuid(platform.random().v7());
    let payload = Payload { letter, language };
    let payload = serde_json::to_string(&payload).or_internal("asking for a mail")?;
    jobs::ask(tx, id, KIND, &payload, dedupe_key, platform.now())
        .await
        .or_internal("asking for a mail")
}

/// Sends what a job asks for. Gives when to try again, if it did not go.
pub(crate) async fn send(
    platform: &Platform,
    payload: &str,
    attempts: u32,
) -> AppResult<Option<model::time::Timestamp>> {
    let Payload { letter, language } =
        serde_json::from_str(payload).or_internal("reading a mail")?;
    let Some(mail) = write(platform, letter, language).await? else {
        return Ok(None);
    };
    let sent = platform.mailer().send(&mail).await;
    let wait = usize::try_from(attempts).ok().and_then(|at| WAITS.get(at));
    match (sent, wait) {
        (Ok(()), _) => Ok(None),
        (Err(Undelivered), Some(minutes)) => {
            Ok(Some(platform.now().plus_millis(minutes * MINUTE_MS)))
        }
        (Err(Undelivered), None) => {
            tracing::error!("a mail is given up: it was not taken for two days");
            Ok(None)
        }
    }
}

/// The mail that a letter comes to; `None` if there is nobody to write to.
async fn write(platform: &Platform, letter: Letter, language: Language) -> AppResult<Option<Mail>> {
    match letter {
        Letter::Forgotten { email } => {
            let Some(token) = identity::reset_token(platform, &email).await? else {
                return Ok(None);
            };
            let url = format!("{}/reset?token={token}", platform.url());
            let (subject, text) = words::forgotten(language, &url);
            Ok(Some(Mail {
                to: email,
                subject,
                text,
            }))
        }
        Letter::Changed { user } => {
            let words = words::changed(language, platform.url());
            to_user(platform, user, words).await
        }
        Letter::Factor { user, change } => {
            let words = words::factor(language, platform.url(), change);
            to_user(platform, user, words).await
        }
    }
}

/// A mail to somebody with an account, by its subject and text.
async fn to_user(
    platform: &Platform,
    user: UserId,
    (subject, text): (String, String),
) -> AppResult<Option<Mail>> {
    let mut tx = platform.db().read().await.or_internal("writing a mail")?;
    let to = store::identity::find_email(&mut tx, user)
        .await
        .or_internal("writing a mail")?;
    Ok(to.map(|to| Mail { to, subject, text }))
}
