//! What went wrong, in the reader's language.

use crate::i18n::{I18nKeys, Locale, t_string};
use leptos_i18n::I18nContext;
use model::{
    error::{AppError, FieldError, Problem},
    file::LineProblem,
};

type Texts = I18nContext<Locale, I18nKeys>;

pub fn error_sentence(i18n: Texts, error: &AppError) -> String {
    match error {
        AppError::SignedOut => t_string!(i18n, error.signed_out).to_owned(),
        AppError::WrongCredentials => t_string!(i18n, error.wrong_credentials).to_owned(),
        AppError::OtpRequired => t_string!(i18n, error.otp_required).to_owned(),
        AppError::FactorRequired => t_string!(i18n, error.factor_required).to_owned(),
        AppError::InvalidToken => t_string!(i18n, error.invalid_token).to_owned(),
        AppError::Forbidden => t_string!(i18n, error.forbidden).to_owned(),
        AppError::PlainHttp => t_string!(i18n, error.plain_http).to_owned(),
        AppError::NotFound => t_string!(i18n, error.not_found).to_owned(),
        AppError::Malformed { .. } => t_string!(i18n, error.malformed).to_owned(),
        AppError::Invalid { .. } | AppError::InvalidLines { .. } => {
            t_string!(i18n, error.invalid).to_owned()
        }
        AppError::TestsFailed { n_failed, failed } => {
            let first = failed.first().map(|test| test.question.clone());
            let question = first.unwrap_or_default();
            t_string!(
                i18n,
                error.tests_failed,
                count = *n_failed,
                question = question
            )
        }
        AppError::Conflict | AppError::Stale | AppError::NoRevision => {
            t_string!(i18n, error.conflict).to_owned()
        }
        AppError::LastOwner => t_string!(i18n, error.last_owner).to_owned(),
        AppError::TooLarge => t_string!(i18n, error.too_large).to_owned(),
        AppError::TooOften { retry_after_s } => {
            t_string!(i18n, error.too_often, seconds = *retry_after_s)
        }
        AppError::Unavailable => t_string!(i18n, error.unavailable).to_owned(),
        AppError::Unreachable => t_string!(i18n, error.unreachable).to_owned(),
        AppError::Internal => t_string!(i18n, error.internal).to_owned(),
    }
}

/// What is wrong with a field, as a sentence under it.
pub fn problem_sentence(i18n: Texts, problem: Problem) -> String {
    match problem {
        Problem::Missing => t_string!(i18n, problem.missing).to_owned(),
        Problem::TooLong { max } => t_string!(i18n, problem.too_long, max = max),
        Problem::TooShort { min } => t_string!(i18n, problem.too_short, min = min),
        Problem::TooCommon => t_string!(i18n, problem.too_common).to_owned(),
        Problem::Malformed => t_string!(i18n, problem.malformed).to_owned(),
        Problem::Unknown => t_string!(i18n, problem.unknown).to_owned(),
        Problem::Taken => t_string!(i18n, problem.taken).to_owned(),
        Problem::OutOfRange { min, max } => {
            t_string!(i18n, problem.out_of_range, min = min, max = max)
        }
        Problem::WrongCode => t_string!(i18n, problem.wrong_code).to_owned(),
        Problem::Different => t_string!(i18n, problem.different).to_owned(),
        Problem::BadLines { n } => t_string!(i18n, problem.bad_lines, n = n),
        Problem::BadLine { line } => t_string!(i18n, problem.bad_line, line = line),
        Problem::EndsEarly => t_string!(i18n, problem.ends_early).to_owned(),
        Problem::Unreachable => t_string!(i18n, problem.unreachable).to_owned(),
        Problem::NotAProvider => t_string!(i18n, problem.not_a_provider).to_owned(),
        Problem::OffLimits => t_string!(i18n, problem.off_limits).to_owned(),
        Problem::TooMany { max } => t_string!(i18n, problem.too_many, max = max),
    }
}

/// What is wrong with a line of a file. Its columns have the same names in every language.
pub fn line_sentence(i18n: Texts, problem: &LineProblem) -> String {
    match problem {
        LineProblem::Unreadable => t_string!(i18n, new_bot.line_unreadable).to_owned(),
        LineProblem::Repeated { first } => t_string!(i18n, new_bot.line_repeated, first = *first),
        LineProblem::Fields { fields } => {
            let say = |error: &FieldError| {
                let sentence = problem_sentence(i18n, error.problem);
                let field = error.field.clone();
                t_string!(i18n, new_bot.line_field, field = field, sentence = sentence)
            };
            fields.iter().map(say).collect::<Vec<_>>().join(" ")
        }
    }
}
