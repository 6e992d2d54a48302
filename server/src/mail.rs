//! Mails on their way: over SMTP, or into a folder where none is set.

use crate::settings::{Environment, Settings};
use anyhow::{Context, bail};
use domain::mail::{Mail, Mailer, Undelivered};
use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use std::{
    collections::VecDeque,
    fmt, fs,
    future::Future,
    path::Path,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Where mails land that no server takes.
const FOLDER: &str = "mail";
/// How many of those the page of mails shows.
const MAX_KEPT: usize = 50;
/// How long the next server may take for a mail.
const TIMEOUT: Duration = Duration::from_secs(20);

/// What takes mails.
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// With the newest of them.
    Folder(AsyncFileTransport<Tokio1Executor>, Mutex<VecDeque<Mail>>),
    /// None is set, and this is no place for trying things out.
    Nowhere,
}

struct Post {
    way: Way,
    from: Mailbox,
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Post")
    }
}

/// The mailer that the settings ask for. In development, without `smtp.url`, mails land in the data
/// directory's folder `mail`.
pub fn mailer(data_dir: &Path, settings: &Settings) -> anyhow::Result<Arc<dyn Mailer>> {
    let from = settings.smtp.from.parse();
    let from: Mailbox = from.context("smtp.from is not an address")?;
    let way = if !settings.smtp.url.is_empty() {
        // The address may hold a password, which the cause must not repeat.
        let Ok(builder) = AsyncSmtpTransport::<Tokio1Executor>::from_url(&settings.smtp.url) else {
            bail!("smtp.url is not an address such as smtps://USER:PASSWORD@HOST");
        };
        Way::Smtp(builder.timeout(Some(TIMEOUT)).build())
    } else if settings.environment == Environment::Development {
        let folder = data_dir.join(FOLDER);
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Way::Folder(AsyncFileTransport::new(folder), Mutex::default())
    } else {
        Way::Nowhere
    };
    Ok(Arc::new(Post { way, from }))
}

impl Mailer for Post {
    fn send<'a>(
        &'a self,
        mail: &'a Mail,
    ) -> Pin<Box<dyn Future<Output = Result<(), Undelivered>> + Send + 'a>> {
        Box::pin(async move {
            let message = self.message(mail)?;
            let sent = match &self.way {
                Way::Smtp(way) => way.send(message).await.map(|_| ()).map_err(|cause| {
                    // What the other server says may quote the address.
                    let code = cause.status().map(|code| code.to_string());
                    let code = code.unwrap_or_else(|| "no answer".to_owned());
                    tracing::warn!(code, "the mail server does not take a mail");
                }),
                Way::Folder(way, kept) => {
                    let sent = way.send(message).await;
                    sent.map(|_| keep(kept, mail)).map_err(|_| {
                        tracing::warn!("a mail can't be written into its folder");
                    })
                }
                Way::Nowhere => {
                    tracing::error!("a mail waits to be sent, and smtp.url is not set");
                    Err(())
                }
            };
            sent.map_err(|()| Undelivered)
        })
    }

    fn kept(&self) -> Option<Vec<Mail>> {
        let Way::Folder(_, kept) = &self.way else {
            return None;
        };
        let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        Some(kept.iter().cloned().collect())
    }
}

fn keep(kept: &Mutex<VecDeque<Mail>>, mail: &Mail) {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() == MAX_KEPT {
        kept.pop_front();
    }
    kept.push_back(mail.clone());
}

impl Post {
    fn message(&self, mail: &Mail) -> Result<Message, Undelivered> {
        let to = mail.to.as_str().parse().map_err(|_| Undelivered)?;
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject.as_str())
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.clone())
            .map_err(|_| Undelivered)
    }
}
