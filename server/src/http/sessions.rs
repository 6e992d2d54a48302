//! Sessions by tower-sessions over our own database (D03, S03): the cookie holds a random token,
//! the database its hash.

use app::server::{PROOF, SEEN, USER, WORKSPACE, session_hash};
use async_trait::async_trait;
use axum::http::{HeaderMap, header};
use domain::{
    access::{Caller, Door, Guest},
    identity::{self, ADDRESS, DEVICE, IDLE_MS, Proof, StoredSession},
    platform::Platform,
};
use model::{
    device,
    error::AppError,
    id::{UserId, WorkspaceId},
    time::{MINUTE_MS, Timestamp},
};
use serde::de::DeserializeOwned;
use std::fmt;
use tower_sessions::{
    Expiry, Session, SessionManagerLayer, SessionStore,
    cookie::{SameSite, time::Duration, time::OffsetDateTime},
    session::{Id, Record},
    session_store::{Error, Result},
};

/// Activity is noted at most this often.
const TOUCH_MS: i64 = MINUTE_MS;

pub(super) fn layer(platform: &Platform) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions(Door::new(platform.clone(), Caller::Job).greet()))
        .with_name("__Host-parlance")
        .with_path("/")
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(Duration::milliseconds(IDLE_MS)))
}

/// Notes that the person is active, which moves the session's end.
pub(super) async fn touch(session: &Session, platform: &Platform) {
    let now_ms = platform.now().as_millis();
    let seen_ms = session.get::<i64>(SEEN).await.ok().flatten().unwrap_or(0);
    if now_ms - seen_ms >= TOUCH_MS {
        // If this fails the session ends a minute early, and the cause is in the log.
        let _ = session.insert(SEEN, now_ms).await;
    }
}

/// Whether a cookie was carried off: the browser is another than the one that signed in, or the
/// place is too far from there.
pub(super) async fn is_carried_off(session: &Session, headers: &HeaderMap, door: &Door) -> bool {
    let began_at = session.get::<String>(ADDRESS).await.ok().flatten();
    if began_at.is_some_and(|address| identity::has_jumped(door, &address)) {
        return true;
    }
    let began_with = session.get::<String>(DEVICE).await.ok().flatten();
    let Some(began_with) = began_with.as_deref().and_then(device::family) else {
        return false;
    };
    let now = headers.get(header::USER_AGENT);
    let now = now.and_then(|name| name.to_str().ok());
    now.and_then(device::family) != Some(began_with)
}

/// The store that tower-sessions works on.
#[derive(Clone)]
pub(super) struct Sessions(Guest);

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "`map_err` gives the error away"
)]
fn backend(error: AppError) -> Error {
    Error::Backend(error.to_string())
}

impl Sessions {
    /// The record as we store it. Its end is told by the platform's clock.
    fn stored(&self, record: &Record) -> Result<StoredSession> {
        let user: Option<UserId> = read(record, USER)?;
        let workspace: Option<WorkspaceId> = read(record, WORKSPACE)?;
        let proof: Option<Proof> = read(record, PROOF)?;
        let data = serde_json::to_string(&record.data);
        let data = data.map_err(|cause| Error::Encode(cause.to_string()))?;
        Ok(StoredSession {
            user,
            workspace,
            proof,
            data,
            expires_at: self.0.now().plus_millis(IDLE_MS),
        })
    }
}

fn read<T: DeserializeOwned>(record: &Record, name: &str) -> Result<Option<T>> {
    let value = record.data.get(name).cloned();
    value
        .map(serde_json::from_value)
        .transpose()
        .map_err(|cause| Error::Encode(cause.to_string()))
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let session = self.stored(record)?;
        loop {
            match identity::create_session(&self.0, session_hash(record.id), &session).await {
                // The token is taken, of 128 random bits: another one.
                Err(AppError::Conflict) => record.id = Id::default(),
                done => return done.map_err(backend),
            }
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let session = self.stored(record)?;
        identity::update_session(&self.0, session_hash(record.id), &session)
            .await
            .map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let session = identity::find_session(&self.0, session_hash(*id))
            .await
            .map_err(backend)?;
        session
            .map(|session| {
                let data = serde_json::from_str(&session.data)
                    .map_err(|cause| Error::Decode(cause.to_string()))?;
                Ok(Record {
                    id: *id,
                    data,
                    expiry_date: date(session.expires_at),
                })
            })
            .transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        identity::end_session(&self.0, session_hash(*id))
            .await
            .map_err(backend)
    }
}

fn date(at: Timestamp) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(at.as_millis() / 1000).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
