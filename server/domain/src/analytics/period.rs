//! The days that somebody asks about, as the clocks show them where they are.

use super::column;
use jiff::{
    Timestamp as Instant, ToSpan, Unit, Zoned,
    civil::{Date, date},
    tz::TimeZone,
};
use model::{
    analytics::{Column, Grain, PERIODS, Wanted},
    error::{FieldError, Problem},
    time::Timestamp,
};
use store::usage::{QUARTER_MS, Span};

/// Days of the period that nobody chose.
const DAYS: i64 = 28;
/// The most days, and the most that are shown by the hour.
const MAX_DAYS: i64 = 1_100;
const MAX_DAYS_BY_HOUR: i64 = 31;
/// From so many days on, weeks are easier to read; and from so many, months.
const DAYS_BY_WEEK: i64 = 93;
const DAYS_BY_MONTH: i64 = 367;
const HOUR_MS: i64 = 4 * QUARTER_MS;
/// Before any bot was asked, and late enough that clocks were set by quarters of an hour.
const EARLIEST: Date = date(2000, 1, 1);

pub(super) struct Period {
    from: Date,
    to: Date,
    today: Date,
    grain: Grain,
    zone: TimeZone,
}

impl Period {
    /// What is asked for, and what could not be read: there the default stands in.
    pub fn parse(wanted: &Wanted, now: Timestamp) -> (Self, Vec<FieldError>) {
        let mut problems = Vec::new();
        let mut note = |field: &str, problem| {
            problems.push(FieldError {
                field: field.to_owned(),
                problem,
            });
        };
        let zone = match wanted.tz.trim() {
            "" => TimeZone::UTC,
            name => TimeZone::get(name).unwrap_or_else(|_| {
                note("tz", Problem::Unknown);
                TimeZone::UTC
            }),
        };
        let today = instant(now.as_millis()).to_zoned(zone.clone()).date();
        let mut day = |field, text: &str, default: Date| match text.trim() {
            "" => default,
            text => match text.parse::<Date>() {
                Ok(day) if day >= EARLIEST && day <= today.saturating_add(1.day()) => day,
                _ => {
                    note(field, Problem::Malformed);
                    default
                }
            },
        };
        let to = day("to", &wanted.to, today);
        let mut from = day("from", &wanted.from, to.saturating_sub((DAYS - 1).days()));
        if from > to {
            note("from", Problem::Malformed);
            from = to;
        }
        if n_days(from, to) > MAX_DAYS {
            note("from", Problem::Malformed);
            from = to.saturating_sub((MAX_DAYS - 1).days());
        }
        let fitting = fitting_grain(n_days(from, to));
        let grain = match wanted.grain.as_str() {
            "" => fitting,
            word => match word.parse::<Grain>() {
                Ok(Grain::Hour) if n_days(from, to) > MAX_DAYS_BY_HOUR => fitting,
                Ok(grain) => grain,
                Err(problem) => {
                    note("grain", problem);
                    fitting
                }
            },
        };
        let period = Self {
            from,
            to,
            today,
            grain,
            zone,
        };
        (period, problems)
    }

    pub fn span(&self) -> Span {
        Span {
            start: self.midnight(self.from),
            end: self.midnight(self.to.saturating_add(1.day())),
        }
    }

    /// As many days before it.
    pub fn before(&self) -> Span {
        let days = n_days(self.from, self.to).days();
        Span {
            start: self.midnight(self.from.saturating_sub(days)),
            end: self.midnight(self.from),
        }
    }

    /// An hour where clocks differ from UTC by whole hours, else a quarter of one.
    pub fn step(&self) -> i64 {
        let is_whole = |at| {
            let offset = self.zone.to_offset(instant(at)).seconds();
            i64::from(offset) * 1_000 % HOUR_MS == 0
        };
        let mut begins = self
            .columns()
            .into_iter()
            .map(|column| column.start.as_millis());
        if begins.all(is_whole) {
            HOUR_MS
        } else {
            QUARTER_MS
        }
    }

    /// The columns, empty.
    pub fn columns(&self) -> Vec<Column> {
        let Span { start: begin, end } = self.span();
        let mut columns: Vec<Column> = Vec::new();
        let mut at = instant(begin).to_zoned(self.zone.clone());
        while at.timestamp().as_millisecond() < end {
            let next = self.next(&at);
            let start = at.timestamp().as_millisecond();
            let until = next.timestamp().as_millisecond().min(end);
            columns.push(column(
                at.strftime("%Y-%m-%dT%H:%M").to_string(),
                start,
                until,
            ));
            at = next;
        }
        columns
    }

    /// When the column after this one begins.
    fn next(&self, at: &Zoned) -> Zoned {
        let day = match self.grain {
            Grain::Hour => return at.saturating_add(1.hour()),
            Grain::Day => at.date().saturating_add(1.day()),
            Grain::Week => {
                let since_monday = at.date().weekday().to_monday_zero_offset();
                at.date()
                    .saturating_add((7 - i64::from(since_monday)).days())
            }
            Grain::Month => at.date().first_of_month().saturating_add(1.month()),
        };
        instant(self.midnight(day)).to_zoned(self.zone.clone())
    }

    /// The weekday, from Monday, and the hour of the day.
    pub fn hour_of_week(&self, at: Timestamp) -> (usize, usize) {
        let there = instant(at.as_millis()).to_zoned(self.zone.clone());
        let weekday = there.weekday().to_monday_zero_offset();
        let index = |n: i8| usize::try_from(n).unwrap_or(0);
        (index(weekday), index(there.hour()))
    }

    /// When a day begins there, in milliseconds.
    fn midnight(&self, day: Date) -> i64 {
        let begin = day.to_zoned(self.zone.clone());
        let millis = begin.map_or(0, |begin| begin.timestamp().as_millisecond());
        millis.div_euclid(QUARTER_MS) * QUARTER_MS
    }

    pub fn from(&self) -> String {
        self.from.to_string()
    }

    pub fn to(&self) -> String {
        self.to.to_string()
    }

    pub fn today(&self) -> String {
        self.today.to_string()
    }

    /// The first days of the usual periods that end today.
    pub fn starts(&self) -> Vec<String> {
        let start = |n_days: u16| {
            let back = i64::from(n_days) - 1;
            self.today.saturating_sub(back.days()).to_string()
        };
        PERIODS.map(start).to_vec()
    }

    pub const fn grain(&self) -> Grain {
        self.grain
    }

    pub fn zone(&self) -> String {
        self.zone.iana_name().unwrap_or("UTC").to_owned()
    }
}

fn instant(millis: i64) -> Instant {
    Instant::from_millisecond(millis).unwrap_or_default()
}

/// Both days counted.
fn n_days(from: Date, to: Date) -> i64 {
    let span = from.until((Unit::Day, to)).unwrap_or_default();
    i64::from(span.get_days()) + 1
}

const fn fitting_grain(n_days: i64) -> Grain {
    match n_days {
        ..=2 => Grain::Hour,
        3..DAYS_BY_WEEK => Grain::Day,
        DAYS_BY_WEEK..DAYS_BY_MONTH => Grain::Week,
        _ => Grain::Month,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-25 10:00 UTC.
    const NOW: Timestamp = Timestamp::from_millis(1_795_600_800_000);

    fn wanted(from: &str, to: &str, grain: &str, tz: &str) -> Wanted {
        Wanted {
            from: from.to_owned(),
            to: to.to_owned(),
            grain: grain.to_owned(),
            tz: tz.to_owned(),
        }
    }

    #[test]
    fn without_a_wish_it_is_the_last_four_weeks_by_the_day() {
        let (period, problems) = Period::parse(&Wanted::default(), NOW);
        assert_eq!(
            (period.from().as_str(), period.to().as_str()),
            ("2026-10-29", "2026-11-25")
        );
        assert_eq!((period.grain(), period.columns().len()), (Grain::Day, 28));
        assert_eq!(problems, []);
    }

    #[test]
    fn a_day_is_as_long_as_the_clocks_make_it() {
        for (zone, day, n_hours) in [
            ("Europe/Paris", "2026-03-29", 23),
            ("Europe/Paris", "2025-10-26", 25),
            ("Asia/Kathmandu", "2026-03-29", 24),
        ] {
            let (period, problems) = Period::parse(&wanted(day, day, "hour", zone), NOW);
            assert_eq!(problems, []);
            assert_eq!(period.columns().len(), n_hours, "{zone} {day}");
            let Span { start, end } = period.span();
            assert_eq!((end - start) / HOUR_MS, i64::try_from(n_hours).unwrap());
        }
    }

    #[test]
    fn weeks_begin_on_mondays_and_columns_leave_nothing_out() {
        let (period, _) = Period::parse(
            &wanted("2026-07-01", "2026-11-25", "week", "Asia/Kolkata"),
            NOW,
        );
        let columns = period.columns();
        assert_eq!(columns[1].label, "2026-07-06T00:00");
        assert!(columns.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(period.step(), QUARTER_MS);
        assert_eq!(columns.last().unwrap().end.as_millis(), period.span().end);
    }

    #[test]
    fn what_cannot_be_read_is_told_and_stands_for_its_default() {
        let odd = wanted("2026-13-01", "3000-01-01", "fortnight", "Europe/Atlantis");
        let (period, problems) = Period::parse(&odd, NOW);
        let fields: Vec<&str> = problems.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["tz", "to", "from", "grain"]);
        assert_eq!(period.columns().len(), 28);
        let (backwards, problems) = Period::parse(&wanted("2026-11-20", "2026-11-10", "", ""), NOW);
        assert_eq!((problems.len(), backwards.columns().len()), (1, 24));
    }
}
