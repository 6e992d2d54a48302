//! Codes: those that an app makes from a shared secret (RFC 6238: SHA-1, six digits, half a minute,
//! as every app does it), and recovery codes.

use crate::{secrets::token_hash, source::Randomness};
use base32::Alphabet;
use model::{
    error::{AppError, AppResult},
    factor::{NewFactor, Picture},
    id::UserId,
    text::Email,
    time::Timestamp,
};
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// The bytes of a secret: 160 bits, as RFC 4226 advises.
pub(super) const SECRET: usize = 20;
/// The bytes of a recovery code: 80 bits, which nobody tries out.
const RECOVERY: usize = 10;
/// How many recovery codes one gets.
const N_RECOVERY: usize = 10;
/// What apps list the secret under.
const ISSUER: &str = "Parlance";
/// Seconds that a code is shown.
const STEP_S: u64 = 30;
/// The light modules that a reader needs around a picture.
const MARGIN: usize = 4;
const BASE32: Alphabet = Alphabet::Rfc4648 { padding: false };

/// What somebody typed into the field for a code.
pub(super) enum Typed {
    /// Six digits that an app made.
    Totp(String),
    /// A recovery code.
    Recovery([u8; RECOVERY]),
}

impl Typed {
    /// Reads a code however it is grouped; `None` if it can be none.
    pub fn parse(text: &str) -> Option<Self> {
        let kept = |c: &char| !c.is_whitespace() && *c != '-';
        let code: String = text.chars().filter(kept).take(64).collect();
        if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::Totp(code));
        }
        let bytes = base32::decode(BASE32, &code.to_ascii_uppercase())?;
        bytes.try_into().ok().map(Self::Recovery)
    }
}

fn totp(secret: &[u8], email: &str) -> AppResult<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        // One step either side, for a clock that is not quite right.
        .with_skew(1)
        .with_step_duration(STEP_S)
        .with_secret(Secret::new(secret.into()))
        .with_account_name(email)
        .with_issuer(Some(ISSUER))
        .build()
        .map_err(|_| AppError::Internal)
}

/// The step that a code is of, if it is one of now.
pub(super) fn step_of(secret: &[u8], code: &str, now: Timestamp) -> AppResult<Option<i64>> {
    let now_s = u64::try_from(now.as_millis() / 1_000).unwrap_or(0);
    let step = totp(secret, "")?.check(code, now_s);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// A secret as somebody puts it into their app: as text and as a picture.
pub(super) fn show(secret: &[u8], email: &Email) -> AppResult<NewFactor> {
    // What a colon means in such an address is the separator.
    let totp = totp(secret, &email.as_str().replace(':', "."))?;
    let url = totp.to_url().map_err(|_| AppError::Internal)?;
    let code = QrCode::with_error_correction_level(url, EcLevel::M);
    let secret = base32::encode(BASE32, secret);
    Ok(NewFactor {
        secret: grouped(&secret),
        picture: draw(&code.map_err(|_| AppError::Internal)?),
    })
}

/// In groups of four, which can be read out.
fn grouped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups = letters.chunks(4).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(" ")
}

/// Each run of dark modules of a row as one rectangle.
fn draw(code: &QrCode) -> Picture {
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let is_dark = row[x] == Color::Dark;
            let run = row[x..].iter().take_while(|module| **module == row[x]);
            let n = run.count();
            if is_dark {
                let (x, y) = (x + MARGIN, y + MARGIN);
                // Writing to a string does not fail.
                let _ = write!(path, "M{x} {y}h{n}v1h-{n}z");
            }
            x += n;
        }
    }
    let size = u32::try_from(width + 2 * MARGIN).unwrap_or(u32::MAX);
    Picture { size, path }
}

/// Recovery codes as they are shown, and as they are kept.
pub(super) struct Recovery {
    pub shown: Vec<String>,
    pub hashes: Vec<[u8; 32]>,
}

impl Recovery {
    pub fn make(random: &dyn Randomness, user: UserId) -> Self {
        let codes: Vec<[u8; RECOVERY]> = (0..N_RECOVERY)
            .map(|_| {
                let mut code = [0; RECOVERY];
                code.copy_from_slice(&random.bytes()[..RECOVERY]);
                code
            })
            .collect();
        let shown = |code: &[u8; RECOVERY]| {
            let letters = base32::encode(BASE32, code).to_ascii_lowercase();
            grouped(&letters).replace(' ', "-")
        };
        Self {
            shown: codes.iter().map(shown).collect(),
            hashes: codes.iter().map(|code| hash(user, code)).collect(),
        }
    }
}

/// How a recovery code is kept. It is as random as a key, so nothing slow is needed.
pub(super) fn hash(user: UserId, code: &[u8; RECOVERY]) -> [u8; 32] {
    let text = [b"recovery code ", &user.as_uuid().as_bytes()[..], code].concat();
    token_hash(&text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SystemRandomness;
    use uuid::Uuid;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1_000)
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of its eight digits.
        let secret = b"12345678901234567890";
        for (now_s, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let step = Some(now_s / 30);
            assert_eq!(step_of(secret, code, at(now_s)), Ok(step), "{now_s}");
            assert_eq!(step_of(secret, code, at(now_s + 30)), Ok(step), "{now_s}");
            assert_eq!(step_of(secret, code, at(now_s - 30)), Ok(step), "{now_s}");
            assert_eq!(step_of(secret, code, at(now_s + 60)), Ok(None), "{now_s}");
            // Before 1970 there is no step.
            if now_s > 60 {
                assert_eq!(step_of(secret, code, at(now_s - 60)), Ok(None), "{now_s}");
            }
        }
    }

    #[test]
    fn a_code_is_read_however_it_is_grouped() {
        let user = UserId::from_uuid(Uuid::from_u128(7));
        let made = Recovery::make(&SystemRandomness, user);
        assert_eq!((made.shown.len(), made.hashes.len()), (10, 10));
        for (shown, kept) in made.shown.iter().zip(&made.hashes) {
            assert_eq!(shown.len(), 19, "{shown}");
            let spellings = [shown.clone(), shown.to_uppercase(), shown.replace('-', " ")];
            for spelling in spellings {
                let Some(Typed::Recovery(code)) = Typed::parse(&spelling) else {
                    panic!("{spelling} is not read")
                };
                assert_eq!(hash(user, &code), *kept);
                let other = UserId::from_uuid(Uuid::from_u128(8));
                assert_ne!(hash(other, &code), *kept);
            }
        }
        assert!(matches!(Typed::parse(" 123 456 "), Some(Typed::Totp(code)) if code == "123456"));
        for wrong in [
            "",
            "12345",
            "1234567",
            "１２３４５６",
            "abcd-efgh",
            "abcd-efgh-ijkl-mno1",
        ] {
            assert!(Typed::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_shown_as_text_and_as_a_square() {
        let email = Email::parse("owner@shop.example").unwrap();
        let shown = show(b"12345678901234567890", &email).unwrap();
        assert_eq!(shown.secret, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert!(shown.picture.size > 30);
        // The upper left corner is a finder, seven modules wide.
        assert!(shown.picture.path.starts_with("M4 4h7v1h-7z"));
    }
}
