//! What a reader chooses for themselves, kept in cookies: the language and the theme.

use crate::{
    components::{act::Act, post_form::PostForm},
    i18n::{I18nContextProvider, I18nLocaleTrait, Locale, t, t_string, use_i18n},
};
use leptos::{prelude::*, server_fn::ServerFn, text_prop::TextProp};
use leptos_i18n::context::UseLocalesOptions;
use model::error::{AppError, AppResult};

const LOCALE_COOKIE: &str = "locale";
const THEME_COOKIE: &str = "theme";

/// Open to all: the sign-in page has these switches too, and they touch nobody's data.
#[server(prefix = "/api/ui", endpoint = "preferences/theme", output = model::wire::Json)]
pub async fn set_theme(theme: String, form_page: String) -> AppResult<String> {
    use crate::server::{redirect, set_cookie};
    use model::error::Problem;
    let theme = Theme::parse(&theme).ok_or(AppError::invalid("theme", Problem::Unknown))?;
    set_cookie(THEME_COOKIE, theme.as_str());
    redirect(crate::paths::local(&form_page));
    Ok(theme.as_str().to_owned())
}

/// Open to all, like the theme.
#[server(prefix = "/api/ui", endpoint = "preferences/locale", output = model::wire::Json)]
pub async fn set_locale(locale: String, form_page: String) -> AppResult<String> {
    use crate::server::{redirect, set_cookie};
    use model::error::Problem;
    let locale: Locale = locale
        .parse()
        .map_err(|_| AppError::invalid("locale", Problem::Unknown))?;
    set_cookie(LOCALE_COOKIE, locale.as_str());
    redirect(crate::paths::local(&form_page));
    Ok(locale.as_str().to_owned())
}

/// What the action last answered. A choice shows once its cookie is there, and not before: who
/// leaves the page at once would lose what they had seen chosen.
fn kept<F>(action: Act<F>) -> Option<String>
where
    F: ServerFn<Output = String, Error = AppError> + 'static,
{
    action.value().get()?.ok()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the device has it.
    System,
    Light,
    Dark,
}

impl Theme {
    fn parse(text: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark]
            .into_iter()
            .find(|theme| theme.as_str() == text)
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What the request's cookie asks for. On the server only: a browser can't see the cookie,
    /// and has it from `<html data-theme>`.
    pub fn of_request() -> Self {
        crate::server::cookie(THEME_COOKIE)
            .and_then(|theme| Self::parse(&theme))
            .unwrap_or(Self::System)
    }

    /// Browser only.
    fn of_document() -> Self {
        document()
            .document_element()
            .and_then(|html| html.get_attribute("data-theme"))
            .and_then(|theme| Self::parse(&theme))
            .unwrap_or(Self::System)
    }

    /// Browser only.
    fn apply(self) {
        if let Some(html) = document().document_element() {
            // Only a name that is no name is refused.
            let _ = html.set_attribute("data-theme", self.as_str());
        }
    }
}

/// Settles the language: the cookie's, else the first of the browser's that we have.
#[component]
pub fn Language(children: ChildrenFn) -> impl IntoView {
    // A chosen language passes for the only one that the browser accepts.
    let chosen = crate::server::cookie(LOCALE_COOKIE);
    let options = match chosen.and_then(|locale| locale.parse::<Locale>().ok()) {
        Some(locale) => {
            let header = move || Some(locale.as_str().to_owned());
            UseLocalesOptions::default().ssr_lang_header_getter(header)
        }
        None => UseLocalesOptions::default(),
    };
    view! {
        <I18nContextProvider enable_cookie=false ssr_lang_header_getter=options>
            {children()}
        </I18nContextProvider>
    }
}

#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let action = Act::<SetLocale>::new();
    Effect::new(move || {
        if let Some(locale) = kept(action).and_then(|locale| locale.parse().ok()) {
            i18n.set_locale(locale);
        }
    });
    let buttons = move || {
        [(Locale::en, "English"), (Locale::fr, "Français")]
            .into_iter()
            .map(|(locale, label)| {
                let is_pressed = Signal::derive(move || i18n.get_locale() == locale);
                view! {
                    <Choice name="locale" value=locale.as_str() label is_pressed />
                }
            })
            .collect_view()
    };
    view! {
        <PostForm action class="preference">
            <fieldset class="segments">
                <legend>{t!(i18n, preferences.language)}</legend>
                {buttons()}
            </fieldset>
        </PostForm>
    }
}

#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let action = Act::<SetTheme>::new();
    let theme = RwSignal::new(Theme::of_request());
    Effect::new(move || theme.set(Theme::of_document()));
    Effect::new(move || {
        if let Some(chosen) = kept(action).and_then(|theme| Theme::parse(&theme)) {
            chosen.apply();
            theme.set(chosen);
        }
    });
    let buttons = move || {
        [Theme::System, Theme::Light, Theme::Dark]
            .into_iter()
            .map(|value| {
                let label = move || match value {
                    Theme::System => t_string!(i18n, preferences.system),
                    Theme::Light => t_string!(i18n, preferences.light),
                    Theme::Dark => t_string!(i18n, preferences.dark),
                };
                let is_pressed = Signal::derive(move || theme.get() == value);
                view! { <Choice name="theme" value=value.as_str() label is_pressed /> }
            })
            .collect_view()
    };
    view! {
        <PostForm action class="preference">
            <fieldset class="segments">
                <legend>{t!(i18n, preferences.theme)}</legend>
                {buttons()}
            </fieldset>
        </PostForm>
    }
}

/// A button that sends its form with one value.
#[component]
fn Choice(
    name: &'static str,
    value: &'static str,
    #[prop(into)] label: TextProp,
    is_pressed: Signal<bool>,
) -> impl IntoView {
    let pressed = move || if is_pressed.get() { "true" } else { "false" };
    view! {
        <button class="segment" name=name value=value aria-pressed=pressed>
            {move || label.get()}
        </button>
    }
}
