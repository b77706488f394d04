//! Whose word about a client's address is taken.

use std::net::IpAddr;

use ipnet::IpNet;

/// Proxies of ours, by their addresses and networks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Addresses and networks with commas between; gives the first that is neither.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let net = |part: &str| part.parse::<IpNet>().or_else(|_| part.parse::<IpAddr>().map(IpNet::from)).map_err(|_| part.to_owned());
        parts.map(net).collect::<Result<_, _>>().map(Self)
    }

    /// The client behind a connection from `peer` that says `forwarded` (X-Forwarded-For, all of them in their order). Read from its end: each
    /// proxy of ours adds whom it spoke to, and what stands before the first stranger is that stranger's invention.
    pub fn client(&self, peer: IpAddr, forwarded: &[&str]) -> IpAddr {
        let mut client = peer.to_canonical();
        let hops = forwarded.iter().flat_map(|line| line.split(','));
        for hop in hops.collect::<Vec<_>>().into_iter().rev() {
            if !self.0.iter().any(|net| net.contains(&client)) {
                return client;
            }
            match hop.trim().parse::<IpAddr>() {
                Ok(before) => client = before.to_canonical(),
                Err(_) => return client,
            }
        }
        client
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &str, peer: &str, forwarded: &[&str]) -> String {
        TrustedProxies::parse(proxies).expect("right proxies").client(peer.parse().expect("an address"), forwarded).to_string()
    }

    #[test]
    fn nobody_is_believed_unless_named() {
        assert_eq!(client("", "203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client("10.0.0.0/8", "203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
    }

    #[test]
    fn the_last_stranger_before_our_proxies_is_the_client_whatever_he_says_of_others() {
        assert_eq!(client("127.0.0.1", "127.0.0.1", &["1.1.1.1, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("127.0.0.1, 10.0.0.0/8", "127.0.0.1", &["1.1.1.1", "198.51.100.1, 10.2.3.4"]), "198.51.100.1");
        assert_eq!(client("::1", "::1", &["2001:db8::1"]), "2001:db8::1");
        assert_eq!(client("127.0.0.1", "::ffff:127.0.0.1", &["198.51.100.1"]), "198.51.100.1", "IPv4 within IPv6");
        assert_eq!(client("127.0.0.1", "127.0.0.1", &["unknown"]), "127.0.0.1", "nothing readable");
        assert_eq!(client("127.0.0.1", "127.0.0.1", &[]), "127.0.0.1");
    }

    #[test]
    fn what_is_no_address_is_named() {
        assert_eq!(TrustedProxies::parse("127.0.0.1, proxy.example"), Err("proxy.example".to_owned()));
    }
}
