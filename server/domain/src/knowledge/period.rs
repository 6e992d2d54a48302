//! When an article answers, as it is typed and as it is kept.

use jiff::{Timestamp as Instant, civil, tz::TimeZone};
use model::{
    article::Period,
    error::{Fields, Problem},
    time::Timestamp,
};

/// Reads both ends: minutes, or days, of the zone. A day ends when the next begins.
pub(super) fn parse(fields: &mut Fields, starts: &str, ends: &str, zone: &str) -> Period {
    let name = match zone.trim() {
        "" => "UTC",
        name => name,
    };
    let zone = fields.take("zone", TimeZone::get(name).map_err(|_| Problem::Unknown));
    let Some(zone) = zone else {
        return Period::default();
    };
    let starts_at = moment(fields, "starts", starts, &zone);
    let ends_at = moment(fields, "ends", ends, &zone);
    if let (Some(starts_at), Some(ends_at)) = (starts_at, ends_at)
        && ends_at <= starts_at
    {
        fields.note("ends", Problem::EndsEarly);
    }
    Period {
        starts_at,
        ends_at,
        zone: name.to_owned(),
    }
}

fn moment(fields: &mut Fields, field: &str, text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let there = text
        .parse::<civil::DateTime>()
        .ok()
        .and_then(|there| there.to_zoned(zone.clone()).ok());
    let at = there.map(|there| Timestamp::from_millis(there.timestamp().as_millisecond()));
    fields.take(field, at.ok_or(Problem::Malformed))
}

/// A time as a form or a file has it: `2026-03-01T14:05` in the zone; empty for none.
pub(crate) fn shown(at: Option<Timestamp>, zone: &str) -> String {
    let Some(at) = at else {
        return String::new();
    };
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let there = Instant::from_millisecond(at.as_millis()).unwrap_or_default();
    there.to_zoned(zone).strftime("%Y-%m-%dT%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(starts: &str, ends: &str, zone: &str) -> (Period, Vec<String>) {
        let mut fields = Fields::default();
        let period = parse(&mut fields, starts, ends, zone);
        let names = match fields.finish() {
            Err(model::error::AppError::Invalid { fields }) => {
                fields.into_iter().map(|error| error.field).collect()
            }
            _ => Vec::new(),
        };
        (period, names)
    }

    #[test]
    fn a_time_comes_back_as_it_was_typed() {
        let (period, problems) = read("2026-03-01T14:05", "2026-07-01", "Europe/Paris");
        assert_eq!(problems, [""; 0]);
        let at = period.starts_at.map(Timestamp::as_millis);
        assert_eq!(at, Some(1_772_370_300_000));
        let shown = [period.starts_at, period.ends_at].map(|at| shown(at, &period.zone));
        assert_eq!(shown, ["2026-03-01T14:05", "2026-07-01T00:00"]);
    }

    #[test]
    fn what_is_no_period_is_told_at_its_field() {
        assert_eq!(read("soon", "", "").1, ["starts"]);
        assert_eq!(read("", "", "Mars/Olympus").1, ["zone"]);
        assert_eq!(read("2026-03-02T00:00", "2026-03-01T00:00", "").1, ["ends"]);
        assert_eq!(read("", "", ""), (Period::default(), Vec::new()));
    }
}
