//! Setting a second factor up: the password, then the secret with a first code.

use super::{BeginFactor, ConfirmFactor};
use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        post_form::PostForm,
        submit_button::SubmitButton,
    },
    i18n::{I18nLocaleTrait, t, t_string, use_i18n},
};
use leptos::{prelude::*, svg};
use model::factor::{NewFactor, Picture};

#[component]
pub fn Off(begin: Act<BeginFactor>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel">
            <h2>{t!(i18n, factor.begin_title)}</h2>
            <ol class="factor-steps">
                <li>{t!(i18n, factor.step_app)}</li>
                <li>{t!(i18n, factor.step_scan)}</li>
                <li>{t!(i18n, factor.step_codes)}</li>
            </ol>
            <PostForm action=begin class="panel-form">
                <Field
                    name="current"
                    label=move || t_string!(i18n, account.current)
                    help=move || t_string!(i18n, factor.password_help)
                    control=Control::Password
                    autocomplete="current-password"
                />
                <SubmitButton pending=begin.pending()>{t!(i18n, factor.set_up)}</SubmitButton>
            </PostForm>
        </section>
    }
}

#[component]
pub fn Begun(new: NewFactor, confirm: Act<ConfirmFactor>) -> impl IntoView {
    let i18n = use_i18n();
    let locale = move || i18n.get_locale().as_str();
    let label = t_string!(i18n, factor.picture);
    view! {
        <section class="panel">
            <h2>{t!(i18n, factor.scan_title)}</h2>
            <div class="factor-new">
                {draw(&new.picture, label)}
                <div class="factor-text">
                    <p>{t!(i18n, factor.scan_help)}</p>
                    <p class="field-help">{t!(i18n, factor.secret_help)}</p>
                    <p>
                        <code class="factor-secret">{new.secret}</code>
                    </p>
                </div>
            </div>
            <PostForm action=confirm class="panel-form">
                <input type="hidden" name="locale" value=locale />
                <Field
                    name="code"
                    label=move || t_string!(i18n, factor.first_code)
                    help=move || t_string!(i18n, factor.first_code_help)
                    control=Control::Line
                    autocomplete="one-time-code"
                />
                <SubmitButton pending=confirm.pending()>{t!(i18n, factor.confirm)}</SubmitButton>
            </PostForm>
        </section>
    }
}

/// Dark on light whatever the theme: cameras want it so.
fn draw(picture: &Picture, label: &'static str) -> impl IntoView {
    let size = picture.size;
    svg::svg()
        .class("factor-picture")
        .attr("viewBox", format!("0 0 {size} {size}"))
        .attr("shape-rendering", "crispEdges")
        .attr("role", "img")
        .attr("aria-label", label)
        .child(svg::path().attr("d", picture.path.clone()))
}
