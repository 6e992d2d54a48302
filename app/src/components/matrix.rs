//! A matrix of rights: a row a member or a bot, a column an area, each cell nothing, looking or
//! changing. A preset at the head of a row stands for all its cells. Without scripts it counts
//! when the form is sent; with them the cells follow at once.

use crate::{
    components::{
        post_form::FormState,
        table::{Column, Table},
    },
    i18n::{t, t_string, use_i18n},
};
use leptos::{prelude::*, text_prop::TextProp};
use model::{
    access::{Area, Right},
    rights::{AREAS, Preset, Rights},
};

/// A row: what it is about, and its rights.
#[derive(Clone)]
pub struct MatrixRow {
    /// What its fields begin with.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where more is told of it.
    pub href: String,
    /// What else there is to say.
    pub note: Option<TextProp>,
    pub rights: Rights,
}

#[component]
pub fn Matrix(
    #[prop(into)] caption: TextProp,
    /// What rows are.
    #[prop(into)]
    head: TextProp,
    rows: Vec<MatrixRow>,
) -> impl IntoView {
    let i18n = use_i18n();
    let area = |area| Column::text(move || area_name(area));
    let [knowledge, conversations, analytics, widget, settings] = AREAS.map(area);
    let columns = [
        Column::text(head),
        Column::text(move || t_string!(i18n, rights.column_preset)),
        knowledge,
        conversations,
        analytics,
        widget,
        settings,
    ];
    let rows = rows
        .into_iter()
        .map(|row| view! { <Row row columns=columns.clone() /> })
        .collect_view();
    view! {
        <div class="matrix">
            <Table caption columns>
                {rows}
            </Table>
        </div>
    }
}

/// What an area is called.
pub fn area_name(area: Area) -> &'static str {
    let i18n = use_i18n();
    match area {
        Area::Knowledge => t_string!(i18n, rights.knowledge),
        Area::Conversations => t_string!(i18n, rights.conversations),
        Area::Analytics => t_string!(i18n, rights.analytics),
        Area::Widget => t_string!(i18n, rights.widget),
        Area::Settings => t_string!(i18n, rights.settings),
        _ => "",
    }
}

/// What a preset is called.
pub fn preset_name(preset: Preset) -> &'static str {
    let i18n = use_i18n();
    match preset {
        Preset::Nothing => t_string!(i18n, rights.nothing),
        Preset::Analyst => t_string!(i18n, rights.analyst),
        Preset::Reader => t_string!(i18n, rights.reader),
        Preset::Editor => t_string!(i18n, rights.editor),
        Preset::Manager => t_string!(i18n, rights.manager),
    }
}

fn preset_help(preset: Preset) -> &'static str {
    let i18n = use_i18n();
    match preset {
        Preset::Nothing => t_string!(i18n, rights.nothing_help),
        Preset::Analyst => t_string!(i18n, rights.analyst_help),
        Preset::Reader => t_string!(i18n, rights.reader_help),
        Preset::Editor => t_string!(i18n, rights.editor_help),
        Preset::Manager => t_string!(i18n, rights.manager_help),
    }
}

/// What the presets grant.
#[component]
pub fn Presets() -> impl IntoView {
    let i18n = use_i18n();
    let presets = Preset::ALL
        .into_iter()
        .map(|preset| {
            view! {
                <li>
                    <strong>{move || preset_name(preset)}</strong>
                    " – "
                    {move || preset_help(preset)}
                </li>
            }
        })
        .collect_view();
    view! {
        <details class="presets">
            <summary>{t!(i18n, rights.presets)}</summary>
            <ul class="field-help">{presets}</ul>
        </details>
    }
}

const OWN: &str = "own";

fn word(right: Option<Right>) -> &'static str {
    right.map_or("none", Right::as_str)
}

fn preset_word(rights: Rights) -> &'static str {
    Preset::of(rights).map_or(OWN, Preset::as_str)
}

#[component]
fn Row(row: MatrixRow, columns: [Column; 7]) -> impl IntoView {
    let form = expect_context::<FormState>();
    let MatrixRow {
        id,
        name,
        href,
        note,
        rights,
    } = row;
    let typed = |rights: Rights, area: Area| match form.typed(&format!("{id}.{area}")).as_deref() {
        Some("none") => rights.with(area, None),
        Some(word) => rights.with(area, word.parse().ok().or(rights.of(area))),
        None => rights,
    };
    let rights = RwSignal::new(AREAS.into_iter().fold(rights, typed));
    let [head, preset, areas @ ..] = columns;
    let cells = areas
        .into_iter()
        .zip(AREAS)
        .map(|(column, area)| {
            let cell = view! {
                <Cell field=format!("{id}.{area}") area rights about=name.clone() />
            };
            column.cell(cell).into_any()
        })
        .collect_view();
    let choose = preset.cell(view! {
        <Chooser field=format!("{id}.preset") rights about=name.clone() />
    });
    let note = note.map(|note| view! { <span class="field-help">{move || note.get()}</span> });
    view! {
        <tr>
            {head
                .row_header(
                    view! {
                        <a href=href dir="auto">
                            {name}
                        </a>
                        {note}
                    },
                )}
            {choose}
            {cells}
        </tr>
    }
}

/// The preset that a row's rights are, and the way to another.
#[component]
fn Chooser(field: String, rights: RwSignal<Rights>, about: String) -> impl IntoView {
    let i18n = use_i18n();
    let first = preset_word(rights.get_untracked());
    let label = move || format!("{}: {about}", t_string!(i18n, rights.column_preset));
    let options = Preset::ALL
        .into_iter()
        .map(|preset| {
            view! {
                <option value=preset.as_str() selected=preset.as_str() == first>
                    {move || preset_name(preset)}
                </option>
            }
        })
        .collect_view();
    view! {
        <select
            class="control matrix-preset"
            name=field
            aria-label=label
            prop:value=move || preset_word(rights.get())
            on:change=move |event| {
                if let Ok(preset) = event_target_value(&event).parse::<Preset>() {
                    rights.set(preset.rights());
                }
            }
        >
            {options}
            <option value=OWN selected=first == OWN>
                {t!(i18n, rights.own)}
            </option>
        </select>
    }
}

#[component]
fn Cell(field: String, area: Area, rights: RwSignal<Rights>, about: String) -> impl IntoView {
    let i18n = use_i18n();
    let first = word(rights.get_untracked().of(area));
    let label = move || format!("{}: {about}", area_name(area));
    let options = [None, Some(Right::Read), Some(Right::Write)]
        .into_iter()
        .map(|right| {
            let name = move || match right {
                None => t_string!(i18n, rights.none),
                Some(Right::Read) => t_string!(i18n, rights.read),
                Some(Right::Write) => t_string!(i18n, rights.write),
            };
            view! {
                <option value=word(right) selected=word(right) == first>
                    {name}
                </option>
            }
        })
        .collect_view();
    view! {
        <select
            class="control matrix-cell"
            name=field
            aria-label=label
            prop:value=move || word(rights.get().of(area))
            on:change=move |event| {
                let right = event_target_value(&event).parse().ok();
                rights.update(|rights| *rights = rights.with(area, right));
            }
        >
            {options}
        </select>
    }
}
