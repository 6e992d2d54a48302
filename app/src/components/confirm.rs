//! An act that asks once more. The button opens a native modal dialog; without scripts it is a
//! disclosure with the same content in place.

use crate::{
    components::{icon::Icon, post_form::Restored},
    i18n::{t, use_i18n},
};
use leptos::{
    ev,
    html::{Details, Dialog},
    prelude::*,
    text_prop::TextProp,
};

#[component]
pub fn Confirm(
    /// Names the dialog's heading; one of its kind on the page.
    id: &'static str,
    #[prop(into)] open: TextProp,
    #[prop(into)] title: TextProp,
    #[prop(into)] help: TextProp,
    icon: Icon,
    /// The server function that does it: where it refused a plain form, it is open and says why.
    #[prop(optional)]
    endpoint: &'static str,
    /// The form that does it.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let details = NodeRef::<Details>::new();
    let dialog = NodeRef::<Dialog>::new();
    let is_refused = use_context::<Restored>().is_some_and(|restored| restored.is_of(endpoint));
    let on_toggle = move |_: ev::Event| {
        if let (Some(details), Some(dialog)) = (details.get(), dialog.get())
            && details.open()
            && !dialog.open()
        {
            // Refused only for a dialog that is open already or no longer in the page.
            let _ = dialog.show_modal();
        }
    };
    let fold = move || {
        if let Some(details) = details.get() {
            details.set_open(false);
        }
    };
    let close = move |_| match dialog.get() {
        Some(dialog) => dialog.close(),
        None => fold(),
    };
    view! {
        <details class="confirm" open=is_refused node_ref=details on:toggle=on_toggle>
            <summary class="button button-quiet-danger">
                {icon.draw()} {move || open.get()}
            </summary>
            <dialog class="dialog" node_ref=dialog aria-labelledby=id on:close=move |_| fold()>
                <h2 id=id>{move || title.get()}</h2>
                <p>{move || help.get()}</p>
                <div class="dialog-actions">
                    <button type="button" class="button needs-scripts" on:click=close>
                        {t!(i18n, cancel)}
                    </button>
                    {children()}
                </div>
            </dialog>
        </details>
    }
}
