//! Statements that write many rows at once.
//!
//! A statement to embedded SQLite is two switches between threads, which cost more than the row
//! itself; to a server it is a round trip.

use crate::Tx;

/// Rows of one statement, the most first. What is to be written goes in as few as add up to it: so
/// there are few statements, and each is prepared once. With the most, the values of a row of up to
/// 127 columns are within SQLite's 32,766.
pub(crate) const SIZES: [usize; 5] = [256, 64, 16, 4, 1];

/// One statement in all sizes, for both engines.
///
/// They differ in their places alone: SQLite looks the name of each `$n` up in a list, once for
/// every value, which took longer than writing the rows; `?` has no name.
pub(crate) struct Rows {
    sqlite: [String; SIZES.len()],
    postgres: [String; SIZES.len()],
}

impl Rows {
    /// What stands before `VALUES`, how many values a row has, and what stands after them.
    pub fn new(head: &str, n_columns: usize, tail: &str) -> Self {
        let insert = |n_rows: usize, place: &dyn Fn(usize) -> String| {
            let row = |row: usize| {
                let first = row * n_columns + 1;
                let places: Vec<String> = (first..first + n_columns).map(place).collect();
                format!("({})", places.join(", "))
            };
            let values: Vec<String> = (0..n_rows).map(row).collect();
            format!("{head} VALUES {} {tail}", values.join(", "))
        };
        Self {
            sqlite: SIZES.map(|n_rows| insert(n_rows, &|_| "?".to_owned())),
            postgres: SIZES.map(|n_rows| insert(n_rows, &|n| format!("${n}"))),
        }
    }

    /// The statements for this engine, of [`SIZES`] each.
    pub const fn of(&self, tx: &Tx) -> &[String; SIZES.len()] {
        match tx {
            Tx::Sqlite(_) => &self.sqlite,
            Tx::Postgres(_) => &self.postgres,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;

    #[test]
    fn places_count_on_from_row_to_row() {
        let rows = Rows::new("INSERT INTO t (a, b)", 2, "ON CONFLICT DO NOTHING");
        assert_eq!(
            rows.postgres[3],
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4), ($5, $6), ($7, $8) \
             ON CONFLICT DO NOTHING"
        );
        assert_eq!(
            rows.sqlite[4],
            "INSERT INTO t (a, b) VALUES (?, ?) ON CONFLICT DO NOTHING"
        );
    }
}
