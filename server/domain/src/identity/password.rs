//! Argon2id, at the cost that OWASP names for one lane: t = 1, m = 46 MiB.

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::phc::PasswordHash,
};
use model::error::{AppError, AppResult};
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

/// Hashes at a time: each takes 46 MiB and a processor.
static ROOM: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));

/// What is verified where there is no account, so that it takes as long as where there is one.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_now(&[0; 16], "nobody's password").unwrap_or_default());

fn argon2() -> Argon2<'static> {
    #[expect(
        clippy::expect_used,
        reason = "three constants within the library's bounds"
    )]
    let params = Params::new(46 * 1024, 1, 1, None).expect("parameters in bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(salt: &[u8; 16], password: &str) -> Option<String> {
    let hash: PasswordHash = argon2()
        .hash_password_with_salt(password.as_bytes(), salt)
        .ok()?;
    Some(hash.to_string())
}

/// The hash of a password, with the salt in it, as a PHC string.
pub(super) async fn hash(random: [u8; 32], password: &str) -> AppResult<String> {
    let mut salt = [0; 16];
    salt.copy_from_slice(&random[..16]);
    let password = password.to_owned();
    off_the_runtime(move || hash_now(&salt, &password))
        .await?
        .ok_or(AppError::Internal)
}

/// Whether the password is the one that was hashed; without a hash it takes as long and is not.
pub(super) async fn verify(password: &str, hash: Option<String>) -> AppResult<bool> {
    let password = password.to_owned();
    off_the_runtime(move || {
        let is_account = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let is_right = PasswordHash::new(&hash)
            .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok());
        is_account && is_right
    })
    .await
}

/// Whether somebody who guesses would come to it among the first million tries.
pub(super) fn is_common(password: &str) -> bool {
    zxcvbn::zxcvbn(password, &["parlance"]).score() < zxcvbn::Score::Two
}

async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> AppResult<T> {
    let room = ROOM
        .clone()
        .acquire_owned()
        .await
        .map_err(|_| AppError::Internal)?;
    // The room is kept until the work ends, also when whoever asked has gone away.
    let work = move || {
        let done = work();
        drop(room);
        done
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| AppError::Internal)
}
