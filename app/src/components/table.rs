//! A table: its caption for who hears it, its columns' names at each cell for narrow screens.

use leptos::{prelude::*, text_prop::TextProp};

#[derive(Clone)]
pub struct Column {
    label: TextProp,
    class: &'static str,
    /// What stands at its head instead of the label.
    head: Option<fn() -> AnyView>,
}

impl Column {
    pub fn text(label: impl Into<TextProp>) -> Self {
        let (label, class, head) = (label.into(), "", None);
        Self { label, class, head }
    }

    /// A column of figures, aligned at their units.
    pub fn number(label: impl Into<TextProp>) -> Self {
        let (label, class, head) = (label.into(), "number", None);
        Self { label, class, head }
    }

    /// A column of boxes to tick, with the box that ticks them all at its head.
    pub fn tick(head: fn() -> AnyView) -> Self {
        let (label, class, head) = ("".into(), "ticks", Some(head));
        Self { label, class, head }
    }

    /// This column's cell in a row. On a narrow screen it stands in a line of its own, named.
    pub fn cell(&self, content: impl IntoView) -> impl IntoView {
        let label = self.label.clone();
        view! {
            <td class=self.class data-label=move || label.get().to_string()>
                {content}
            </td>
        }
    }

    /// The cell that names its row.
    pub fn row_header(&self, content: impl IntoView) -> impl IntoView {
        view! { <th scope="row" class=self.class>{content}</th> }
    }
}

#[component]
pub fn Table<const N: usize>(
    #[prop(into)] caption: TextProp,
    columns: [Column; N],
    children: Children,
) -> impl IntoView {
    let head = columns.map(|Column { label, class, head }| match head {
        Some(head) => view! { <td class=class>{head()}</td> }.into_any(),
        None => view! { <th scope="col" class=class>{move || label.get()}</th> }.into_any(),
    });
    view! {
        <table class="table">
            <caption class="visually-hidden">{move || caption.get()}</caption>
            <thead>
                <tr>{head.into_iter().collect_view()}</tr>
            </thead>
            <tbody>{children()}</tbody>
        </table>
    }
}
