//! Statements that write many rows at once.
//!
//! A statement to embedded SQLite is two switches between threads, which cost more than the row
//! itself; to a server it is a round trip.

/// Rows of one statement, the most first. What is to be written goes in as few as add up to it: so
/// there are few statements, and each is prepared once. Each takes the most or at least two thirds of
/// what there is. With the most, the values of a row of up to 127 columns are within SQLite's 32,766.
pub(crate) const SIZES: [usize; 16] = [256, 192, 128, 96, 64, 48, 32, 24, 16, 12, 8, 6, 4, 3, 2, 1];

/// A statement of one size.
pub(crate) struct Texts<'a> {
    pub sqlite: &'a str,
    pub postgres: &'a str,
}

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

    /// The largest statement that so many rows fill, for both engines, and how many it takes; none
    /// for no rows.
    pub fn largest(&self, n_rows: usize) -> Option<(usize, Texts<'_>)> {
        let at = SIZES.iter().position(|size| *size <= n_rows)?;
        let texts = Texts {
            sqlite: &self.sqlite[at],
            postgres: &self.postgres[at],
        };
        Some((SIZES[at], texts))
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;

    #[test]
    fn places_count_on_from_row_to_row() {
        let rows = Rows::new("INSERT INTO t (a, b)", 2, "ON CONFLICT DO NOTHING");
        let (n_rows, texts) = rows.largest(2).unwrap();
        assert_eq!(n_rows, 2);
        assert_eq!(
            texts.postgres,
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) ON CONFLICT DO NOTHING"
        );
        assert_eq!(
            rows.largest(1).unwrap().1.sqlite,
            "INSERT INTO t (a, b) VALUES (?, ?) ON CONFLICT DO NOTHING"
        );
        assert_eq!(rows.largest(10_000).unwrap().0, 256);
        assert_eq!(rows.largest(127).unwrap().0, 96);
        assert!(rows.largest(0).is_none());
    }
}
