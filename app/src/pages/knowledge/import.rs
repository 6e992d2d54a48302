//! `/bots/{bot}/knowledge/import`: a file of articles is looked into, and then imported.

use crate::{
    components::{
        act::Act,
        file::{FileFields, RefusedLines},
        icon::Icon,
        load::Load,
        loaded::{Loaded, NotFound},
        number::shown,
        page_header::{Crumb, PageHeader},
        post_form::{PostForm, Restore},
        submit_button::SubmitButton,
        table::{Column, Table},
    },
    i18n::{t, t_string, use_i18n},
    paths,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use model::{
    error::AppResult,
    file::{ImportPreview, PreviewLine},
    id::{BotId, ImportId},
};

/// Keeps a file for a day, and leads to what importing it would do.
#[server(prefix = "/api/ui", endpoint = "articles/import-check", output = model::wire::Json)]
pub async fn check_import(bot: BotId, rows: String) -> AppResult<ImportId> {
    use crate::server::{authorized, redirect};
    use domain::{
        access::{Knowledge, Write},
        knowledge,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    let file = knowledge::wait_for_import(&access, &rows).await?;
    redirect(&paths::import_file(bot, file));
    Ok(file)
}

#[server(prefix = "/api/ui", endpoint = "articles/import-preview", input = GetUrl, output = model::wire::Json)]
pub async fn preview_import(bot: BotId, file: ImportId) -> AppResult<ImportPreview> {
    use crate::server::authorized;
    use domain::{
        access::{Knowledge, Read},
        knowledge,
    };
    let access = authorized::<Read<Knowledge>>(bot).await?;
    knowledge::look_into(&access, file).await
}

#[server(prefix = "/api/ui", endpoint = "articles/import", output = model::wire::Json)]
pub async fn import_file(bot: BotId, file: ImportId) -> AppResult<()> {
    use crate::{
        components::toast::with_notice,
        server::{authorized, redirect},
    };
    use domain::{
        access::{Knowledge, Write},
        knowledge,
    };
    let access = authorized::<Write<Knowledge>>(bot).await?;
    knowledge::import_waiting(&access, file).await?;
    redirect(&with_notice(&paths::knowledge(bot), "imported"));
    Ok(())
}

#[component]
pub fn ImportPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Import bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Import(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let file = paths::use_query("file");
    let chosen = Memo::new(move |_| file.get().parse::<ImportId>().ok());
    view! {
        <PageHeader
            title=move || t_string!(i18n, import.title)
            lead=move || t_string!(i18n, import.lead)
            parent=Crumb {
                label: (move || t_string!(i18n, knowledge.title)).into(),
                href: paths::knowledge(bot).into(),
            }
        />
        {move || match chosen.get() {
            Some(file) => view! { <Preview bot file /> }.into_any(),
            None => view! { <Choose bot /> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Choose(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let check = Act::<CheckImport>::new();
    view! {
        <Restore>
            <PostForm action=check class="form">
                <input type="hidden" name="bot" value=bot.to_string() />
                <FileFields help=move || t_string!(i18n, import.rows_help) />
                <div class="form-actions">
                    <SubmitButton
                        pending=check.pending()
                        pending_text=move || t_string!(i18n, import.checking)
                    >
                        {t!(i18n, import.check)}
                    </SubmitButton>
                    <a class="button" href=paths::knowledge(bot)>
                        {t!(i18n, cancel)}
                    </a>
                </div>
            </PostForm>
        </Restore>
    }
}

#[component]
fn Preview(bot: BotId, file: ImportId) -> impl IntoView {
    let preview = Load::new(|| (), move |()| preview_import(bot, file));
    let import = Act::<ImportFile>::new();
    view! {
        <Loaded resource=preview let:preview>
            <Previewed bot file preview import />
        </Loaded>
    }
}

#[component]
fn Previewed(
    bot: BotId,
    file: ImportId,
    preview: ImportPreview,
    import: Act<ImportFile>,
) -> impl IntoView {
    let i18n = use_i18n();
    let ImportPreview {
        n_added,
        n_changed,
        n_refused,
        refused,
        n_lines,
        lines,
    } = preview;
    let n_imported = n_added + n_changed;
    let figure = |n: u32| view! { <dd>{shown(u64::from(n))}</dd> };
    view! {
        <dl class="figures">
            <div>
                <dt>{t!(i18n, import.added)}</dt>
                {figure(n_added)}
            </div>
            <div>
                <dt>{t!(i18n, import.changed)}</dt>
                {figure(n_changed)}
            </div>
            <div>
                <dt>{t!(i18n, import.refused)}</dt>
                {figure(n_refused)}
            </div>
        </dl>
        <div class="form-actions">
            {(n_imported > 0)
                .then(|| {
                    view! {
                        <PostForm action=import class="inline-form">
                            <input type="hidden" name="bot" value=bot.to_string() />
                            <input type="hidden" name="file" value=file.to_string() />
                            <SubmitButton
                                pending=import.pending()
                                pending_text=move || t_string!(i18n, import.importing)
                            >
                                {Icon::Publish.draw()}
                                {move || t_string!(i18n, import.submit, count = n_imported)}
                            </SubmitButton>
                        </PostForm>
                    }
                })}
            <a class="button" href=paths::import(bot)>
                {t!(i18n, import.other)}
            </a>
        </div>
        <RefusedLines lines=refused n=n_refused />
        <Lines lines n=n_lines />
    }
    .into_any()
}

#[component]
fn Lines(lines: Vec<PreviewLine>, n: u32) -> impl IntoView {
    let i18n = use_i18n();
    let columns = [
        Column::number(move || t_string!(i18n, import.column_line)),
        Column::text(move || t_string!(i18n, knowledge.column_title)),
        Column::text(move || t_string!(i18n, knowledge.language)),
        Column::text(move || t_string!(i18n, knowledge.column_topic)),
    ];
    let n_shown = lines.len();
    let rows = lines
        .into_iter()
        .map(|line| {
            let [number, title, locale, topic] = &columns;
            view! {
                <tr>
                    {number.cell(line.line)} {title.row_header(line.question)}
                    {locale.cell(line.locale)} {topic.cell(line.topic)}
                </tr>
            }
        })
        .collect_view();
    let is_part = n_shown < n as usize;
    view! {
        <h2>{t!(i18n, import.lines)}</h2>
        <Table caption=move || t_string!(i18n, import.lines) columns>
            {rows}
        </Table>
        {is_part
            .then(|| {
                view! {
                    <p class="field-help">
                        {move || t_string!(i18n, import.more, count = n)}
                    </p>
                }
            })}
    }
}
