//! Which addresses may be called: those of the open internet. Whoever registers a webhook chooses where this instance sends a request to, and must
//! not reach what only this machine or its network can (SSRF).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// Whether an address may be called: it is public, or of a network that the settings allow.
pub(super) fn may_call(address: IpAddr, allowed: &[IpNet]) -> bool {
    // An IPv4 address within IPv6 is that IPv4 address, for the networks too.
    let plain = address.to_canonical();
    is_public(address) || allowed.iter().any(|network| network.contains(&plain))
}

/// Whether an address belongs to the open internet.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = match (a, b, c) {
        // This network, and class E with broadcast.
        (0 | 240..=255, ..) => true,
        // Shared by customers of a provider (RFC 6598).
        (100, 64..=127, _) => true,
        // Protocol assignments, AS112, 6to4 relays, benchmarks.
        (192, 0, 0) | (192, 31, 196) | (192, 52, 193) | (192, 88, 99) | (192, 175, 48) | (198, 18..=19, _) => true,
        _ => false,
    };
    !(special
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let embedded = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match address.segments() {
        // IPv4 in the clothes of IPv6: mapped, translated (RFC 6052), 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            is_public_v4(embedded(high, low))
        }
        // Protocol assignments with Teredo, documentation (two of them).
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Only this range has been given out to the internet so far.
        [0x2000..=0x3fff, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PUBLIC: [&str; 9] = [
        "203.0.114.1",
        "8.8.8.8",
        "100.63.0.1",
        "100.128.0.1",
        "172.32.0.1",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ];

    /// Loopback, private, link-local, metadata of clouds, shared, reserved, multicast, documentation; and the same within IPv6.
    const OWN: [&str; 36] = [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "169.254.170.2",
        "100.64.0.1",
        "100.100.100.200",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "203.0.113.9",
        "::",
        "::1",
        "fe80::1",
        "fd00::1",
        "fd00:ec2::254",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001::1",
        "2001:db8::1",
        "::7f00:1",
        "100::1",
    ];

    #[test]
    fn only_the_open_internet_is_called() {
        for public in PUBLIC {
            assert!(may_call(public.parse().unwrap(), &[]), "{public}");
        }
        for own in OWN {
            assert!(!may_call(own.parse().unwrap(), &[]), "{own}");
        }
    }

    #[test]
    fn a_network_of_the_settings_is_called_in_any_clothes_and_no_other() {
        let allowed = ["10.1.0.0/16".parse().unwrap()];
        for (address, may) in [("10.1.2.3", true), ("::ffff:10.1.2.3", true), ("10.2.0.1", false), ("127.0.0.1", false)] {
            assert_eq!(may_call(address.parse().unwrap(), &allowed), may, "{address}");
        }
    }

    proptest! {
        /// However an IPv4 address is written within IPv6, it is judged as itself.
        #[test]
        fn clothes_change_nothing(bits: u32) {
            let address = Ipv4Addr::from_bits(bits);
            let [high, low] = [(bits >> 16) as u16, (bits & 0xffff) as u16];
            let plain = may_call(address.into(), &[]);
            prop_assert_eq!(may_call(address.to_ipv6_mapped().into(), &[]), plain);
            prop_assert_eq!(may_call(Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low).into(), &[]), plain);
            prop_assert_eq!(may_call(Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1).into(), &[]), plain);
        }

        /// Nothing of the private networks slips through.
        #[test]
        fn private_networks_are_never_called(rest: u32) {
            let nets = [(0x0A00_0000_u32, 8), (0xAC10_0000, 12), (0xC0A8_0000, 16), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0x6440_0000, 10)];
            for (net, bits) in nets {
                let address = Ipv4Addr::from_bits(net | (rest & (u32::MAX >> bits)));
                prop_assert!(!may_call(address.into(), &[]), "{}", address);
            }
        }

        #[test]
        fn of_ipv6_only_what_has_been_given_out_is_called(address: u128) {
            let address = Ipv6Addr::from_bits(address);
            if may_call(address.into(), &[]) {
                let first = address.segments()[0];
                prop_assert!((0x2000..=0x3fff).contains(&first) || address.to_ipv4_mapped().is_some() || first == 0x64);
            }
        }
    }
}
