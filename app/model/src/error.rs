//! The one error that leaves the server. Its variants are the answers that a reader may see.

use crate::{file::LineError, regression::FailedTest};
use serde::{Deserialize, Serialize};

/// What a domain function, a route or a server function gives.
pub type AppResult<T> = Result<T, AppError>;

/// Why something was not done, in words for whoever asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum AppError {
    /// No session, or one that has ended.
    #[error("Sign in to continue.")]
    SignedOut,
    /// The e-mail or the password is wrong; which of them is not told.
    #[error("This e-mail and password do not match.")]
    WrongCredentials,
    /// The e-mail and the password are right, and a code of the second factor is wanted with them.
    #[error("A code of the second factor is needed.")]
    OtpRequired,
    /// The API key or the access token is none of ours, or works no longer; which is not told.
    #[error("This key or token is not valid.")]
    InvalidToken,
    /// The role, the origin or the address does not allow it.
    #[error("This is not allowed here.")]
    Forbidden,
    /// The workspace wants a second factor of its members, and who asks has none.
    #[serde(rename = "second_factor_required")]
    #[error("This workspace requires a second factor. Set yours up first.")]
    FactorRequired,
    /// It holds secrets, and the way here is not encrypted.
    #[error("This is served over HTTPS only.")]
    PlainHttp,
    /// Also the answer for what exists in another workspace.
    #[error("There is nothing here.")]
    NotFound,
    /// A parameter is repeated, missing or can't be read: a programmer's mistake.
    #[error("The request can't be read: {what}.")]
    Malformed {
        /// Which part, for the programmer; never what a visitor wrote.
        what: String,
    },
    /// What a person typed needs another look.
    #[error("Please check the marked fields.")]
    Invalid {
        /// All of them at once.
        fields: Vec<FieldError>,
    },
    /// What a person typed needs another look, and so do lines of a file in it.
    #[error("Some lines can't be read.")]
    InvalidLines {
        /// All fields that are not right.
        fields: Vec<FieldError>,
        /// The first lines that are not right, by their numbers.
        lines: Vec<LineError>,
    },
    /// Tests of the bot fail, and stop its publish.
    #[error("{n_failed} tests fail, and stop the publish.")]
    TestsFailed {
        /// How many.
        n_failed: u32,
        /// The first of them.
        failed: Vec<FailedTest>,
    },
    /// Something else was there first: an edit, or the same turn with another question.
    #[error("This was changed in the meantime, or is there already in another form.")]
    Conflict,
    /// It would leave a workspace without an owner who can act.
    #[error("A workspace keeps at least one active owner.")]
    LastOwner,
    /// A change that has to say which revision it is of does not.
    #[error("Say by If-Match which revision this is a change of.")]
    NoRevision,
    /// What is to be changed is no longer at the revision that the change is of.
    #[error("This was changed in the meantime. Read it again.")]
    Stale,
    /// Longer than will be read.
    #[error("This is too large.")]
    TooLarge,
    /// Too many requests in too short a time.
    #[error("Too many requests. Try again in {retry_after_s} s.")]
    TooOften {
        /// Seconds until the next one can pass.
        retry_after_s: u32,
    },
    /// The server can't take it now.
    #[error("The service is not ready. Try again in a moment.")]
    Unavailable,
    /// Told by the browser's side only: the server did not answer.
    #[error("The server can't be reached.")]
    Unreachable,
    /// The cause is in the log, under the request's id.
    #[error("Something went wrong on our side.")]
    Internal,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the form or the request.
    pub field: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What can be wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum Problem {
    /// Nothing is there.
    #[error("is missing")]
    Missing,
    /// More Unicode scalar values than it may have.
    #[error("is longer than {max} characters")]
    TooLong {
        /// The most it may have.
        max: u32,
    },
    /// Fewer than it must have.
    #[error("is shorter than {min} characters")]
    TooShort {
        /// The fewest it must have.
        min: u32,
    },
    /// A password that who guesses comes to soon.
    #[error("is too easy to guess")]
    TooCommon,
    /// Not of the form that is wanted.
    #[error("is not in the right form")]
    Malformed,
    /// Not one of the words that are known.
    #[error("is not one of the known values")]
    Unknown,
    /// Somebody or something else has it already.
    #[error("is taken already")]
    Taken,
    /// A number below or above what it may be.
    #[error("is not between {min} and {max}")]
    OutOfRange {
        /// The least it may be.
        min: u32,
        /// The most it may be.
        max: u32,
    },
    /// It has to repeat something, and does not.
    #[error("is not the same")]
    Different,
    /// A code that does not work, or did already.
    #[error("is not a code that works now")]
    WrongCode,
    /// Some of its lines are not in the right form.
    #[error("has {n} lines that can't be read")]
    BadLines {
        /// How many.
        n: u32,
    },
    /// One of its lines is not in the right form, or names what is not there.
    #[error("has a line that can't be read or names what is not there: {line}")]
    BadLine {
        /// Which, from 1.
        line: u32,
    },
    /// The end is not after the begin.
    #[error("ends before it begins")]
    EndsEarly,
    /// Another server that it names can't be reached from here.
    #[error("can't be reached from here")]
    Unreachable,
    /// The server that it names answers, and is not what it should be.
    #[error("is not a server of that kind")]
    NotAProvider,
    /// It names a server that nothing is fetched from.
    #[error("is an address that nothing is fetched from")]
    OffLimits,
    /// More of them than there may be.
    #[error("has more than {max} entries")]
    TooMany {
        /// The most there may be.
        max: u32,
    },
}

impl AppError {
    /// One bad field.
    pub fn invalid(field: &str, problem: Problem) -> Self {
        Self::Invalid {
            fields: vec![FieldError {
                field: field.to_owned(),
                problem,
            }],
        }
    }

    /// The error's name on the wire.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::WrongCredentials => "wrong_credentials",
            Self::OtpRequired => "otp_required",
            Self::InvalidToken => "invalid_token",
            Self::Forbidden => "forbidden",
            Self::FactorRequired => "second_factor_required",
            Self::PlainHttp => "plain_http",
            Self::NotFound => "not_found",
            Self::Malformed { .. } => "malformed",
            Self::Invalid { .. } | Self::InvalidLines { .. } => "invalid",
            Self::TestsFailed { .. } => "tests_failed",
            Self::Conflict => "conflict",
            Self::LastOwner => "last_owner",
            Self::NoRevision => "no_revision",
            Self::Stale => "stale",
            Self::TooLarge => "too_large",
            Self::TooOften { .. } => "too_often",
            Self::Unavailable => "unavailable",
            Self::Unreachable => "unreachable",
            Self::Internal => "internal",
        }
    }

    /// The HTTP status that says the same. The only place where statuses are chosen.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Malformed { .. } => 400,
            Self::SignedOut | Self::WrongCredentials | Self::OtpRequired | Self::InvalidToken => {
                401
            }
            Self::Forbidden | Self::FactorRequired | Self::PlainHttp => 403,
            Self::NotFound => 404,
            Self::Conflict | Self::LastOwner | Self::TestsFailed { .. } => 409,
            Self::Stale => 412,
            Self::TooLarge => 413,
            Self::Invalid { .. } | Self::InvalidLines { .. } => 422,
            Self::NoRevision => 428,
            Self::TooOften { .. } => 429,
            Self::Unavailable | Self::Unreachable => 503,
            Self::Internal => 500,
        }
    }

    /// What is wrong with `field`, if anything.
    pub fn problem_of(&self, field: &str) -> Option<Problem> {
        match self {
            Self::Invalid { fields } | Self::InvalidLines { fields, .. } => fields
                .iter()
                .find(|error| error.field == field)
                .map(|error| error.problem),
            _ => None,
        }
    }
}

/// Parses several fields and gathers what is wrong with them, so that all come at once.
///
/// ```
/// use model::{error::{AppError, Fields}, text::{Name, Title}};
/// let mut fields = Fields::default();
/// let name = fields.take("name", Name::parse(""));
/// let title = fields.take("title", Title::parse("  "));
/// assert!(matches!(fields.finish(), Err(AppError::Invalid { fields }) if fields.len() == 2));
/// assert!(name.is_none() && title.is_none());
/// ```
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// The value, or `None` with its problem noted.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, Problem>) -> Option<T> {
        parsed.map_err(|problem| self.note(field, problem)).ok()
    }

    /// Notes a problem that no parser found.
    pub fn note(&mut self, field: &str, problem: Problem) {
        self.0.push(FieldError {
            field: field.to_owned(),
            problem,
        });
    }

    /// An error if anything was noted.
    pub fn finish(self) -> AppResult<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(AppError::Invalid { fields: self.0 })
        }
    }
}

#[cfg(feature = "server-fn")]
impl server_fn::error::FromServerFnError for AppError {
    type Encoder = crate::wire::JsonText;

    fn from_server_fn_error(error: server_fn::error::ServerFnErrorErr) -> Self {
        use server_fn::error::ServerFnErrorErr as Cause;
        match error {
            Cause::Args(_) | Cause::MissingArg(_) => Self::Malformed {
                what: "an argument is missing or can't be read".to_owned(),
            },
            Cause::Request(_) => Self::Unreachable,
            _ => Self::Internal,
        }
    }
}
