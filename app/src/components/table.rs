//! A table: its caption for who hears it, its columns' names at each cell for narrow screens.

use leptos::{prelude::*, text_prop::TextProp};

#[derive(Clone)]
pub struct Column {
    label: TextProp,
    class: &'static str,
    /// What stands at its head instead of the label.
    head: Option<fn() -> AnyView>,
    /// Whether its label is for who hears the table alone.
    is_quiet: bool,
    is_hidden: bool,
}

impl Column {
    pub fn text(label: impl Into<TextProp>) -> Self {
        Self::new(label.into(), "", None)
    }

    /// A column of what can be done with each row: the buttons say what it is.
    pub fn acts(label: impl Into<TextProp>) -> Self {
        Self {
            is_quiet: true,
            ..Self::new(label.into(), "acts", None)
        }
    }

    /// A column of figures, aligned at their units.
    pub fn number(label: impl Into<TextProp>) -> Self {
        Self::new(label.into(), "number", None)
    }

    /// A column of boxes to tick, with the box that ticks them all at its head.
    pub fn tick(head: fn() -> AnyView) -> Self {
        Self::new("".into(), "ticks", Some(head))
    }

    const fn new(label: TextProp, class: &'static str, head: Option<fn() -> AnyView>) -> Self {
        Self {
            label,
            class,
            head,
            is_quiet: false,
            is_hidden: false,
        }
    }

    /// Not shown unless `is_shown`.
    pub fn only_if(self, is_shown: bool) -> Self {
        Self {
            is_hidden: !is_shown,
            ..self
        }
    }

    /// This column's cell in a row. On a narrow screen it stands in a line of its own, named.
    pub fn cell(&self, content: impl IntoView) -> impl IntoView {
        (!self.is_hidden).then(|| self.drawn(content.into_any()))
    }

    fn drawn(&self, content: AnyView) -> AnyView {
        let label = (!self.is_quiet).then(|| self.label.clone());
        let label = move || label.as_ref().map(|label| label.get().to_string());
        view! {
            <td class=self.class data-label=label>
                {content}
            </td>
        }
        .into_any()
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
    table(caption, columns.into(), children)
}

/// The same code for however many columns.
fn table(caption: TextProp, columns: Vec<Column>, children: Children) -> AnyView {
    let head = columns.into_iter().map(|column| {
        let Column { label, class, .. } = column;
        let text = move || label.get();
        if column.is_hidden {
            return ().into_any();
        }
        match column.head {
            Some(head) => view! { <td class=class>{head()}</td> }.into_any(),
            None if column.is_quiet => view! {
                <th scope="col" class=class>
                    <span class="visually-hidden">{text}</span>
                </th>
            }
            .into_any(),
            None => view! { <th scope="col" class=class>{text}</th> }.into_any(),
        }
    });
    view! {
        <table class="table">
            <caption class="visually-hidden">{move || caption.get()}</caption>
            <thead>
                <tr>{head.collect_view()}</tr>
            </thead>
            <tbody>{children()}</tbody>
        </table>
    }
    .into_any()
}
