//! In which country an address is, by a table that the operator brings: lines of
//! `FIRST,LAST,COUNTRY`, with addresses as they are written and countries by ISO 3166, which is how
//! such tables are published. Without one, no address is anywhere.

use std::{fmt, io, net::IpAddr};

/// Addresses of one country, from the first to the last, as IPv6 has them.
#[derive(Clone, Copy)]
struct Stretch {
    first: u128,
    last: u128,
    country: [u8; 2],
}

/// How tables say that addresses are of no country, such as those of private networks.
const NOWHERE: &str = "ZZ";

/// Where addresses are.
#[derive(Clone, Default)]
pub struct Countries(Vec<Stretch>);

impl fmt::Debug for Countries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Countries({})", self.0.len())
    }
}

/// The line of a table that can't be read, from 1; 0 if the table can't be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadLine(pub u64);

impl Countries {
    /// Reads a table. What stands after the third column is left alone.
    pub fn read(table: impl io::Read) -> Result<Self, BadLine> {
        let mut lines = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(table);
        let mut all = Vec::new();
        for line in lines.records() {
            let line =
                line.map_err(|error| BadLine(error.position().map_or(0, csv::Position::line)))?;
            let at = line.position().map_or(0, csv::Position::line);
            all.push(stretch(&line).ok_or(BadLine(at))?);
        }
        all.sort_by_key(|stretch| stretch.first);
        Ok(Self(all))
    }

    /// The country of an address, such as `FR`.
    pub fn of(&self, address: IpAddr) -> Option<&str> {
        let address = bits(address);
        let after = self.0.partition_point(|stretch| stretch.first <= address);
        let stretch = self.0[..after].last()?;
        let country = std::str::from_utf8(&stretch.country).ok()?;
        (address <= stretch.last && country != NOWHERE).then_some(country)
    }

    /// Whether nobody goes from one address to the other within a session: to another network, in
    /// another country.
    pub fn is_jump(&self, from: IpAddr, to: IpAddr) -> bool {
        let countries = self.of(from).zip(self.of(to));
        network(from) != network(to) && countries.is_some_and(|(from, to)| from != to)
    }
}

fn stretch(line: &csv::StringRecord) -> Option<Stretch> {
    let address = |at: usize| line.get(at)?.parse().ok().map(bits);
    let country = line.get(2)?.to_ascii_uppercase();
    let country: [u8; 2] = country.as_bytes().try_into().ok()?;
    let stretch = Stretch {
        first: address(0)?,
        last: address(1)?,
        country,
    };
    let is_right = stretch.first <= stretch.last && country.is_ascii();
    is_right.then_some(stretch)
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// What one provider's customers have in common, roughly: the first 16 bits of IPv4, 32 of IPv6.
fn network(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(_) => bits(address.to_canonical()) >> 16,
        IpAddr::V6(address) => address.to_bits() >> 96,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
\"192.0.2.0\",\"192.0.2.255\",\"FR\"
198.51.100.0,198.51.100.127,DE,Europe
198.51.100.128,198.51.100.255,fr
10.0.0.0,10.255.255.255,ZZ
2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,JP
";

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_is_where_the_table_says() {
        let countries = Countries::read(TABLE.as_bytes()).unwrap();
        for (address, country) in [
            ("192.0.2.0", Some("FR")),
            ("192.0.2.255", Some("FR")),
            ("192.0.3.0", None),
            ("10.1.2.3", None),
            ("198.51.100.127", Some("DE")),
            ("198.51.100.128", Some("FR")),
            ("2001:db8::1", Some("JP")),
            ("::ffff:192.0.2.7", Some("FR")),
            ("0.0.0.0", None),
        ] {
            assert_eq!(countries.of(ip(address)), country, "{address}");
        }
        assert_eq!(Countries::default().of(ip("192.0.2.0")), None);
    }

    #[test]
    fn s03_a_jump_is_to_another_network_in_another_country() {
        let countries = Countries::read(TABLE.as_bytes()).unwrap();
        let is_jump = |from: &str, to: &str| countries.is_jump(ip(from), ip(to));
        assert!(is_jump("192.0.2.1", "198.51.100.1"));
        assert!(is_jump("192.0.2.1", "2001:db8::1"));
        assert!(!is_jump("192.0.2.1", "198.51.100.200"), "the same country");
        assert!(
            !is_jump("198.51.100.1", "198.51.100.200"),
            "the same network"
        );
        assert!(!is_jump("192.0.2.1", "203.0.113.1"), "nobody knows");
    }

    #[test]
    fn a_line_that_is_wrong_is_named() {
        for (table, line) in [
            ("192.0.2.0,192.0.2.255,FR\nhere,there,FR\n", 2),
            ("192.0.2.9,192.0.2.1,FR\n", 1),
            ("192.0.2.0,192.0.2.255,France\n", 1),
            ("192.0.2.0\n", 1),
        ] {
            assert_eq!(
                Countries::read(table.as_bytes()).unwrap_err(),
                BadLine(line)
            );
        }
    }
}
