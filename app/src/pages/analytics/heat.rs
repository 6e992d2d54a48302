//! When the bot is asked: weekdays by hours of the day.

use crate::{
    components::number::shown,
    i18n::{t, t_string, use_i18n},
};
use leptos::prelude::*;

/// Shades from nothing to the most.
const SHADES: [&str; 6] = ["heat-0", "heat-1", "heat-2", "heat-3", "heat-4", "heat-5"];

#[component]
pub fn Week(week: Vec<[u64; 24]>) -> impl IntoView {
    let i18n = use_i18n();
    let most = week.iter().flatten().copied().max().unwrap_or(0);
    let hours = (0..24)
        .map(|hour| {
            view! {
                <th scope="col">
                    <span>{format!("{hour:02}")}</span>
                </th>
            }
        })
        .collect_view();
    let rows = week
        .into_iter()
        .enumerate()
        .map(|(weekday, hours)| {
            let cells = hours.map(|n| {
                let shade = shade(n, most);
                view! {
                    <td class=shade>
                        <span>{shown(n)}</span>
                    </td>
                }
            });
            let name = move || {
                let names = t_string!(i18n, analytics.weekdays);
                names.split(' ').nth(weekday).unwrap_or_default().to_owned()
            };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    {cells.collect_view()}
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{t!(i18n, analytics.by_hour)}</h2>
            <div
                class="heat-frame"
                tabindex="0"
                role="region"
                aria-label=move || t_string!(i18n, analytics.by_hour)
            >
                <table class="heat">
                    <thead>
                        <tr>
                            <th scope="col">
                                <span class="visually-hidden">{t!(i18n, analytics.weekday)}</span>
                            </th>
                            {hours}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn shade(n: u64, most: u64) -> &'static str {
    if n == 0 || most == 0 {
        return SHADES[0];
    }
    let step = (n * 5).div_ceil(most);
    SHADES[usize::try_from(step).unwrap_or(5).min(5)]
}

#[cfg(test)]
mod tests {
    use super::shade;

    #[test]
    fn only_nothing_has_no_shade() {
        let shades = [(0, 0), (0, 9), (1, 100), (100, 100)].map(|(n, most)| shade(n, most));
        assert_eq!(shades, ["heat-0", "heat-0", "heat-1", "heat-5"]);
    }
}
