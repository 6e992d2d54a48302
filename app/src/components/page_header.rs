//! The head of a page: where one is, what the page is called, and its one primary action. It
//! also names the browser's tab.

use crate::{
    components::{icon::Icon, tab_title::TabTitle},
    i18n::{t_string, use_i18n},
    paths::in_title,
};
use leptos::{html, prelude::*, text_prop::TextProp};
use leptos_router::hooks::use_location;

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
    let tab = title.clone();
    let heading = NodeRef::<html::H1>::new();
    focus_on_arrival(heading);
    view! {
        <TabTitle title=move || in_title(&tab.get()) />
        <header class="page-header">
            {parent.map(|parent| view! { <Breadcrumb parent /> })}
            <div class="page-header-row">
                <div class="page-header-text">
                    <h1 tabindex="-1" node_ref=heading>{move || title.get()}</h1>
                    {lead.map(|lead| view! { <p class="lead">{move || lead.get()}</p> })}
                </div>
                {children
                    .map(|children| view! { <div class="page-header-actions">{children()}</div> })}
            </div>
        </header>
    }
}

/// The page on which the reader arrived last.
#[derive(Clone, Copy)]
struct Arrival(StoredValue<String>);

/// To be called once, inside the router and around the pages.
pub fn provide_arrival() {
    let path = use_location().pathname.get_untracked();
    provide_context(Arrival(StoredValue::new(path)));
}

/// A browser moves the focus to the top when it loads a page; so does this when scripts change
/// the page, and not when they load it anew.
fn focus_on_arrival(heading: NodeRef<html::H1>) {
    let path = use_location().pathname;
    let arrival = expect_context::<Arrival>().0;
    Effect::new(move || {
        let path = path.get_untracked();
        if let Some(heading) = heading.get()
            && arrival.with_value(|arrival| *arrival != path)
        {
            arrival.set_value(path);
            // It is built, and in the page by the next frame. One that has left again by then
            // needs no focus.
            request_animation_frame(move || heading.focus().unwrap_or_default());
        }
    });
}

/// A page above this one.
#[derive(Clone)]
pub struct Crumb {
    pub label: TextProp,
    pub href: TextProp,
}

#[component]
fn Breadcrumb(parent: Crumb) -> impl IntoView {
    let i18n = use_i18n();
    let Crumb { label, href } = parent;
    view! {
        <nav class="breadcrumb" aria-label=move || t_string!(i18n, breadcrumb)>
            <a href=move || href.get()>{move || label.get()}</a>
            {Icon::ChevronRight.draw()}
        </nav>
    }
}
