//! The head of a page: where one is, what the page is called, and its one primary action. It
//! also names the browser's tab.

use crate::{
    components::icon::Icon,
    i18n::{t_string, use_i18n},
};
use leptos::{prelude::*, text_prop::TextProp};
use leptos_meta::Title;

#[component]
pub fn PageHeader(
    #[prop(into)] title: TextProp,
    #[prop(optional, into)] lead: Option<TextProp>,
    /// The page that this one belongs to.
    #[prop(optional)]
    parent: Option<Crumb>,
    /// Actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let i18n = use_i18n();
    let tab = title.clone();
    view! {
        <Title text=move || format!("{} · {}", tab.get(), t_string!(i18n, product)) />
        <header class="page-header">
            {parent.map(|parent| view! { <Breadcrumb parent /> })}
            <div class="page-header-row">
                <div class="page-header-text">
                    <h1 tabindex="-1">{move || title.get()}</h1>
                    {lead.map(|lead| view! { <p class="lead">{move || lead.get()}</p> })}
                </div>
                {children
                    .map(|children| view! { <div class="page-header-actions">{children()}</div> })}
            </div>
        </header>
    }
}

/// A page above this one.
#[derive(Clone)]
pub struct Crumb {
    pub label: TextProp,
    pub href: String,
}

#[component]
fn Breadcrumb(parent: Crumb) -> impl IntoView {
    let i18n = use_i18n();
    let Crumb { label, href } = parent;
    view! {
        <nav class="breadcrumb" aria-label=move || t_string!(i18n, breadcrumb)>
            <a href=href>{move || label.get()}</a>
            {Icon::ChevronRight.draw()}
        </nav>
    }
}
