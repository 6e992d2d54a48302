//! Where mails land in tests.

use domain::mail::{Mail, Mailer, Undelivered};
use std::{
    future::{Future, ready},
    mem,
    pin::Pin,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// Takes mails, or refuses them while it is told to.
#[derive(Debug, Default)]
pub struct Outbox {
    mails: Mutex<Vec<Mail>>,
    is_down: AtomicBool,
}

impl Outbox {
    /// The mails since the last look.
    pub fn take(&self) -> Vec<Mail> {
        mem::take(&mut self.mails.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn set_down(&self, is_down: bool) {
        self.is_down.store(is_down, Ordering::SeqCst);
    }
}

impl Mailer for Outbox {
    fn send<'a>(
        &'a self,
        mail: &'a Mail,
    ) -> Pin<Box<dyn Future<Output = Result<(), Undelivered>> + Send + 'a>> {
        let is_down = self.is_down.load(Ordering::SeqCst);
        if !is_down {
            let mut mails = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
            mails.push(mail.clone());
        }
        Box::pin(ready(if is_down { Err(Undelivered) } else { Ok(()) }))
    }

    fn kept(&self) -> Option<Vec<Mail>> {
        let mails = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
        Some(mails.clone())
    }
}
