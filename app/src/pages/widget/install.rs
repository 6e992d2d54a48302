//! `/bots/{bot}/widget/install`: the snippet in its forms, and whether it works on a page.

use super::{Installing, Tabs, check_site, get_installing, snippets};
use crate::{
    components::{
        badge::{Badge, Tone},
        copy::Snippet,
        empty_state::EmptyState,
        icon::Icon,
        load::Load,
        loaded::{Loaded, NotFound},
        page_header::PageHeader,
        table::{Column, Table},
        time::Time,
    },
    i18n::{t, t_string, use_i18n},
    messages::problem_sentence,
    paths,
};
use leptos::{prelude::*, text_prop::TextProp};
use model::{
    error::{AppError, AppResult},
    id::BotId,
    widget::{Sighting, SiteCheck},
};

/// The longest address that may be typed.
const MAX_ADDRESS: usize = 500;

#[component]
pub fn InstallPage() -> impl IntoView {
    let bot = paths::use_id::<BotId>("bot");
    move || match bot.get() {
        Some(bot) => view! { <Install bot /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn Install(bot: BotId) -> impl IntoView {
    let i18n = use_i18n();
    let address = paths::use_query("address");
    let load = move |address| async move {
        let checked = check(bot, address).await?;
        AppResult::Ok((get_installing(bot).await?, checked))
    };
    let installing = Load::new(move || address.get(), load);
    view! {
        <PageHeader
            title=move || t_string!(i18n, widget.title)
            lead=move || t_string!(i18n, widget.lead)
        />
        <Tabs bot is_install=true />
        <Loaded resource=installing let:loaded>
            <Snippets bot installing=loaded.0.clone() />
            <Check bot address=address.get_untracked() checked=loaded.1 />
            <Sightings sightings=loaded.0.sightings />
        </Loaded>
    }
}

#[component]
fn Snippets(bot: BotId, installing: Installing) -> impl IntoView {
    let i18n = use_i18n();
    let of = installing;
    let variants: [(TextProp, String); 4] = [
        (
            (move || t_string!(i18n, widget.variant_checked)).into(),
            snippets::checked(&of, bot),
        ),
        (
            (move || t_string!(i18n, widget.variant_tag_manager)).into(),
            snippets::tag_manager(&of, bot),
        ),
        (
            (move || t_string!(i18n, widget.variant_single_page)).into(),
            snippets::single_page(&of, bot),
        ),
        ("WordPress".into(), snippets::wordpress(&of, bot)),
    ];
    let variants = variants
        .into_iter()
        .map(|(label, code)| {
            view! {
                <details class="variant">
                    <summary>{move || label.get()}</summary>
                    <Snippet code />
                </details>
            }
        })
        .collect_view();
    let plain = snippets::plain(&of, bot);
    let policy = snippets::policy(&of);
    view! {
        <section class="form-section">
            <h2>{t!(i18n, widget.snippet)}</h2>
            <p class="field-help">{t!(i18n, widget.snippet_help)}</p>
            <Snippet code=plain />
            <Weight n_bytes=of.n_bytes />
            {variants}
            <details class="variant">
                <summary>{t!(i18n, widget.policy)}</summary>
                <p class="field-help">{t!(i18n, widget.policy_help)}</p>
                <Snippet code=policy />
            </details>
        </section>
    }
}

#[component]
fn Weight(n_bytes: u32) -> impl IntoView {
    let i18n = use_i18n();
    let kilobytes = format!("{:.1}", f64::from(n_bytes) / 1000.0);
    let text = move || t_string!(i18n, widget.weight, kilobytes = kilobytes.clone());
    (n_bytes > 0).then(|| view! { <p><Badge tone=Tone::Good text /></p> })
}

type Checked = Option<AppResult<SiteCheck>>;

/// What is wrong with the address is said at its field.
async fn check(bot: BotId, address: String) -> AppResult<Checked> {
    if address.is_empty() {
        return Ok(None);
    }
    match check_site(bot, address).await {
        Ok(check) => Ok(Some(Ok(check))),
        Err(error @ AppError::Invalid { .. }) => Ok(Some(Err(error))),
        Err(error) => Err(error),
    }
}

/// A form of its own address, so that it works without scripts and can be shared.
#[component]
fn Check(bot: BotId, address: String, checked: Checked) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="form-section">
            <h2>{t!(i18n, widget.check)}</h2>
            <p class="field-help">{t!(i18n, widget.check_help)}</p>
            <CheckForm bot address check=checked />
        </section>
    }
}

#[component]
fn CheckForm(bot: BotId, address: String, check: Checked) -> impl IntoView {
    let i18n = use_i18n();
    let problem = match &check {
        Some(Err(error)) => error.problem_of("address"),
        _ => None,
    };
    let result = match check {
        Some(Ok(check)) => Some(view! { <CheckResult bot check /> }),
        _ => None,
    };
    let described_by = problem.map(|_| "site-error");
    view! {
        <form method="get" action=paths::widget_install(bot) class="field">
            <label for="site">{t!(i18n, widget.address)}</label>
            <div class="control-row">
                <input
                    id="site"
                    class="control"
                    name="address"
                    type="text"
                    inputmode="url"
                    autocomplete="url"
                    maxlength=MAX_ADDRESS.to_string()
                    placeholder="https://www.example.org"
                    value=address
                    aria-invalid=problem.map(|_| "true")
                    aria-describedby=described_by
                />
                <button class="button">{t!(i18n, widget.check_submit)}</button>
            </div>
            <p class="field-error" id="site-error">
                {move || problem.map(|problem| problem_sentence(i18n, problem))}
            </p>
        </form>
        <div role="status">{result}</div>
    }
}

#[component]
fn CheckResult(bot: BotId, check: SiteCheck) -> impl IntoView {
    let i18n = use_i18n();
    let origin = check.origin.clone();
    let may = if check.is_allowed {
        view! { <Finding tone=Tone::Good text=move || t_string!(i18n, widget.allowed) /> }
            .into_any()
    } else {
        view! {
            <Finding tone=Tone::Bad text=move || t_string!(i18n, widget.not_allowed) />
            <a href=paths::widget(bot)>{t!(i18n, widget.add_domain)}</a>
        }
        .into_any()
    };
    let sighting = check.sighting.unwrap_or(Sighting {
        origin: check.origin,
        seen_at: None,
        refused_at: None,
    });
    let seen = match sighting.seen_at {
        Some(at) => view! {
            <Finding tone=Tone::Good text=move || t_string!(i18n, widget.seen) />
            <Time at />
        }
        .into_any(),
        None => view! {
            <Finding tone=Tone::Neutral text=move || t_string!(i18n, widget.not_seen) />
        }
        .into_any(),
    };
    let refused = sighting.refused_at.map(|at| {
        view! {
            <li>
                <Finding tone=Tone::Warning text=move || t_string!(i18n, widget.refused) />
                <Time at />
            </li>
        }
    });
    view! {
        <div class="findings">
            <h3>{origin}</h3>
            <ul>
                <li>{may}</li>
                <li>{seen}</li>
                {refused}
            </ul>
        </div>
    }
}

#[component]
fn Finding(tone: Tone, #[prop(into)] text: TextProp) -> impl IntoView {
    view! {
        <Badge tone text />
        " "
    }
}

#[component]
fn Sightings(sightings: Vec<Sighting>) -> impl IntoView {
    let i18n = use_i18n();
    let list = if sightings.is_empty() {
        view! {
            <EmptyState
                icon=Icon::Globe
                title=move || t_string!(i18n, widget.no_sighting)
                help=move || t_string!(i18n, widget.no_sighting_help)
            />
        }
        .into_any()
    } else {
        view! { <SightingTable sightings /> }.into_any()
    };
    view! {
        <section class="form-section form-section-wide">
            <h2>{t!(i18n, widget.sightings)}</h2>
            {list}
        </section>
    }
}

#[component]
fn SightingTable(sightings: Vec<Sighting>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = [
        Column::text(move || t_string!(i18n, widget.column_site)),
        Column::text(move || t_string!(i18n, widget.column_seen)),
        Column::text(move || t_string!(i18n, widget.column_refused)),
    ];
    let [site, seen, refused] = columns.clone();
    let rows = sightings
        .into_iter()
        .map(|sighting| {
            let time = |at: Option<_>| at.map(|at| view! { <Time at /> });
            view! {
                <tr>
                    {site.row_header(sighting.origin)} {seen.cell(time(sighting.seen_at))}
                    {refused.cell(time(sighting.refused_at))}
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=move || t_string!(i18n, widget.sightings) columns>
            {rows}
        </Table>
    }
}
