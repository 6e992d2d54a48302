//! Which addresses are public: those that IANA lists as global unicast, less what is set aside in
//! them, what carries another address inside, and what clouds answer their own machines on.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const fn v4(a: u8, b: u8, c: u8, d: u8, length: u8) -> IpNet {
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length))
}

const fn v6(a: u16, b: u16, c: u16, length: u8) -> IpNet {
    let address = Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0);
    IpNet::V6(Ipv6Net::new_assert(address, length))
}

/// Set aside by IANA's registries of special-purpose addresses, in IPv4.
const ASIDE_V4: [IpNet; 15] = [
    v4(0, 0, 0, 0, 8),
    v4(10, 0, 0, 0, 8),
    v4(100, 64, 0, 0, 10),
    v4(127, 0, 0, 0, 8),
    v4(169, 254, 0, 0, 16),
    v4(172, 16, 0, 0, 12),
    v4(192, 0, 0, 0, 24),
    v4(192, 0, 2, 0, 24),
    v4(192, 88, 99, 0, 24),
    v4(192, 168, 0, 0, 16),
    v4(198, 18, 0, 0, 15),
    v4(198, 51, 100, 0, 24),
    v4(203, 0, 113, 0, 24),
    // Multicast, what is reserved, and broadcast.
    v4(224, 0, 0, 0, 3),
    // A public address that answers a cloud's machines with their secrets.
    v4(168, 63, 129, 16, 32),
];

/// All of IPv6 that is given out. The rest is local, reserved, or stands for IPv4.
const GLOBAL_V6: IpNet = v6(0x2000, 0, 0, 3);
/// What is set aside within it.
const ASIDE_V6: [IpNet; 4] = [
    // For protocols, Teredo among them.
    v6(0x2001, 0, 0, 23),
    // Documentation.
    v6(0x2001, 0xdb8, 0, 32),
    v6(0x3fff, 0, 0, 20),
    // 6to4: an IPv4 address inside.
    v6(0x2002, 0, 0, 16),
];

/// Whether an address is one of the public internet.
pub fn is_public(address: IpAddr) -> bool {
    let is_in = |range: &IpNet| range.contains(&address);
    match address {
        IpAddr::V4(_) => !ASIDE_V4.iter().any(is_in),
        IpAddr::V6(_) => GLOBAL_V6.contains(&address) && !ASIDE_V6.iter().any(is_in),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::{Host, Url};

    /// First, last and a middle address of every range that nothing is fetched from.
    const REFUSED: &str = "
        0.0.0.0 0.1.2.3 0.255.255.255
        10.0.0.0 10.20.30.40 10.255.255.255
        100.64.0.0 100.100.100.200 100.127.255.255
        127.0.0.0 127.0.0.1 127.255.255.255
        169.254.0.0 169.254.169.254 169.254.170.2 169.254.255.255
        172.16.0.0 172.20.0.1 172.31.255.255
        192.0.0.0 192.0.0.192 192.0.0.255
        192.0.2.0 192.0.2.255 192.88.99.0 192.88.99.255
        192.168.0.0 192.168.1.1 192.168.255.255
        198.18.0.0 198.19.255.255 198.51.100.0 198.51.100.255
        203.0.113.0 203.0.113.255
        224.0.0.0 239.255.255.255 240.0.0.0 255.255.255.254 255.255.255.255
        168.63.129.16
        :: ::1 ::2
        ::127.0.0.1 ::10.0.0.1 ::8.8.8.8
        ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8
        64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b::808:808
        64:ff9b:1::7f00:1 64:ff9b:1:ffff:ffff:ffff:ffff:ffff
        100::1 100:0:0:1::1
        2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1
        2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff
        2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff
        2002:: 2002:7f00:1:: 2002:a9fe:a9fe::1 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff
        3fff:: 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff
        4000::1 5f00::1 8000::1
        fc00:: fd00:ec2::254 fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
        fe80::1 febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff fec0::1
        ff00:: ff02::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

    /// The neighbours of those ranges, and some that everybody knows.
    const PUBLIC: &str = "
        1.0.0.0 1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0
        100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
        169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0
        191.255.255.255 192.0.1.0 192.0.1.255 192.0.3.0
        192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0
        198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0
        203.0.112.255 203.0.114.0 223.255.255.255
        168.63.129.15 168.63.129.17
        2000::1 2001:200::1 2001:4860:4860::8888 2001:db7:ffff::1 2001:db9::1
        2003::1 2606:4700:4700::1111 2a00:1450:4007::1 3ffe:ffff::1 3fff:1000::1";

    #[test]
    fn s08_a15_no_address_that_is_set_aside_is_public() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        for address in REFUSED.split_whitespace() {
            assert!(!is_public(ip(address)), "{address}");
        }
        for address in PUBLIC.split_whitespace() {
            assert!(is_public(ip(address)), "{address}");
        }
    }

    #[test]
    fn s08_a15_an_address_is_the_same_however_it_is_written() {
        for host in [
            "127.0.0.1",
            "2130706433",
            "0x7f000001",
            "0x7f.0.0.1",
            "017700000001",
            "0177.0.0.1",
            "127.1",
            "127.0.1",
            "%31%32%37.0.0.1",
            "１２７.０.０.１",
            "127。0。0。1",
        ] {
            let url: Url = format!("http://{host}/").parse().unwrap();
            let Some(Host::Ipv4(address)) = url.host() else {
                panic!("{host} is read as a name")
            };
            assert_eq!(address, Ipv4Addr::LOCALHOST, "{host}");
        }
        for host in ["[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::1]"] {
            let url: Url = format!("http://{host}/").parse().unwrap();
            let Some(Host::Ipv6(address)) = url.host() else {
                panic!("{host} is read as a name")
            };
            assert!(!is_public(IpAddr::V6(address)), "{host}");
        }
    }
}
