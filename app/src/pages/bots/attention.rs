//! What somebody should see to, over the list of bots.

use crate::{
    components::icon::Icon,
    i18n::{t_string, use_i18n},
    paths,
};
use leptos::prelude::*;
use model::overview::{Attention, Cause};

#[component]
pub fn AttentionStrip(lines: Vec<Attention>) -> impl IntoView {
    let i18n = use_i18n();
    let has_lines = !lines.is_empty();
    let items = lines
        .into_iter()
        .map(|line| view! { <Line line /> })
        .collect_view();
    has_lines.then(|| {
        view! {
            <section
                class="attention"
                aria-label=move || t_string!(i18n, bots.attention)
            >
                <ul>{items}</ul>
            </section>
        }
    })
}

/// A line leads to where it is mended.
#[component]
fn Line(line: Attention) -> impl IntoView {
    let i18n = use_i18n();
    let Attention { bot, name, cause } = line;
    let href = match cause {
        Cause::Stopped(_) => paths::tests(bot),
        Cause::Expired(_) => paths::with_query(&paths::knowledge(bot), &[("alert", "expired")]),
        Cause::Open(_) => paths::inbox(bot),
    };
    let text = move || {
        let name = name.to_string();
        match cause {
            Cause::Stopped(n) => t_string!(i18n, bots.attention_stopped, name = name, n = n),
            Cause::Expired(n) => t_string!(i18n, bots.attention_expired, name = name, n = n),
            Cause::Open(n) => t_string!(i18n, bots.attention_open, name = name, n = n),
        }
    };
    view! {
        <li>
            {Icon::Alert.draw()} <a href=href dir="auto">
                {text}
            </a>
        </li>
    }
}
