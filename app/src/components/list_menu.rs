//! What a list remembers for each person: its columns, and the rows of a page.

use crate::{
    components::{
        act::Act,
        field::{Control, Field},
        post_form::PostForm,
        submit_button::{SubmitButton, Weight},
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::{prelude::*, server_fn::codec::GetUrl, text_prop::TextProp};
use model::{
    error::AppResult,
    list_view::{List, ListView, ROWS, Ticked},
};

/// About nobody but who asks.
#[server(prefix = "/api/ui", endpoint = "lists/get", input = GetUrl, output = model::wire::Json)]
pub async fn get_list_view(list: String) -> AppResult<ListView> {
    use model::error::AppError;
    let list = list.parse();
    let list = list.map_err(|problem| AppError::invalid("list", problem))?;
    crate::server::list_view(list).await
}

/// Likewise. The columns that are not ticked are hidden.
#[server(prefix = "/api/ui", endpoint = "lists/save", output = model::wire::Json)]
pub async fn save_list_view(
    list: String,
    n_rows: u32,
    form_page: String,
    #[server(flatten)] ticked: Ticked,
) -> AppResult<()> {
    use crate::server::{keep_list_view, redirect};
    use model::error::AppError;
    let list = list.parse();
    let list = list.map_err(|problem| AppError::invalid("list", problem))?;
    keep_list_view(list, n_rows, &ticked).await?;
    redirect(crate::paths::local(&form_page));
    Ok(())
}

/// What a list's column is called in the menu, by its word.
pub type Named = (&'static str, TextProp);

#[component]
pub fn ListMenu(
    list: List,
    view: ListView,
    save: Act<SaveListView>,
    /// Those of [`List::columns`], in their order.
    columns: Vec<Named>,
) -> impl IntoView {
    let i18n = use_i18n();
    let rows = ROWS.map(|n| (n.to_string(), n.to_string())).to_vec();
    let n_rows = view.n_rows.to_string();
    let boxes = columns
        .into_iter()
        .map(move |(word, label)| {
            view! {
                <label class="tick">
                    <input type="checkbox" name=word value="1" checked=view.shows(word) />
                    <span>{move || label.get()}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <details class="menu list-menu">
            <summary>{t!(i18n, lists.columns)}</summary>
            <div class="menu-panel">
                <PostForm action=save class="form">
                    <input type="hidden" name="list" value=list.as_str() />
                    <fieldset class="field options">
                        <legend>{t!(i18n, lists.shown)}</legend>
                        {boxes}
                    </fieldset>
                    <Field
                        name="n_rows"
                        label=move || t_string!(i18n, lists.rows)
                        control=Control::Choice(rows)
                        value=n_rows
                    />
                    <SubmitButton pending=save.pending() weight=Weight::Secondary>
                        {t!(i18n, lists.apply)}
                    </SubmitButton>
                </PostForm>
            </div>
        </details>
    }
    .into_any()
}
