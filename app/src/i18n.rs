//! The texts of `locales/`, in the reader's language.

use std::sync::{Arc, Mutex};

#[expect(
    dead_code,
    unused_imports,
    unused_qualifications,
    reason = "written by leptos_i18n at build time"
)]
mod written {
    include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
}
pub use written::i18n::{
    I18nContextProvider, I18nKeys, I18nLocaleTrait, Locale, t_string, use_i18n,
};

/// A text in a view: it follows the language, and what it reads.
pub type Text<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// Makes one type of every text, see [`t`].
pub fn text<T>(text: impl FnMut() -> T + Send + 'static) -> Text<T> {
    Arc::new(Mutex::new(text))
}

/// A text in a view: `t!(i18n, key)`, or `t!(i18n, key, name = value)` with what is filled in.
///
/// In place of the library's, whose every text is of another type: what draws it is then
/// compiled, and downloaded, once for each text.
macro_rules! t {
    ($i18n:expr, $($key:ident).+ $(, $name:ident = $value:expr)* $(,)?) => {{
        let i18n = $i18n;
        $crate::i18n::text(move || leptos_i18n::t_string!(i18n, $($key).+ $(, $name = $value)*))
    }};
}
pub(crate) use t;
