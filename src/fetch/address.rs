//! Which network addresses may be asked: public ones only, unless told otherwise.
//!
//! The check is made on the resolved address, so a public name for a private machine does not
//! pass. Where a proxy of the environment does the resolving, its own name passes and the rest is
//! the proxy's business.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::urls::CanonicalUrl;

/// Returns whether an address belongs to the public internet, by the special-purpose registries of
/// IANA (RFC 6890).
///
/// ```
/// use headwater::fetch::is_public;
/// assert!(is_public("93.184.216.34".parse()?));
/// assert!(!is_public("169.254.169.254".parse()?));
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    // 192.0.0.0/24 is for protocols, 198.18.0.0/15 for benchmarks, 192.88.99.0/24 a relay given up.
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b));
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let embedded = |high: u16, low: u16| {
        is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
    };
    match address.segments() {
        // IPv4 in disguise: mapped and compatible, translated, 6to4.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            embedded(high, low)
        }
        [0x2002, high, low, ..] => embedded(high, low),
        // What IANA keeps for protocols (RFC 2928), Teredo among them, and documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Of all others only 2000::/3 is given out.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Returns whether the host of `url` is private by its very name: a literal private address, or
/// `localhost`.
pub(super) fn is_private_by_name(url: &CanonicalUrl) -> bool {
    match url.to_url().host() {
        Some(url::Host::Ipv4(address)) => !is_public_v4(address),
        Some(url::Host::Ipv6(address)) => !is_public_v6(address),
        Some(url::Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        None => true,
    }
}

/// A name that resolves to private addresses alone.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is at a private address")]
pub(super) struct PrivateAddress(String);

/// The addresses that a name has.
pub type Lookups = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Finds the addresses of a host name.
pub type Lookup = Arc<dyn Fn(String) -> Lookups + Send + Sync>;

/// Returns the lookup of the system.
pub(super) fn system_lookup() -> Lookup {
    Arc::new(|name| {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    })
}

/// Resolves names, and leaves private addresses out.
#[derive(Clone)]
pub(super) struct PublicResolver {
    /// Finds the addresses.
    pub(super) lookup: Lookup,
    /// Names that pass whatever they resolve to: the proxies of the environment.
    pub(super) trusted: Vec<String>,
}

impl Resolve for PublicResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let is_trusted = self.trusted.iter().any(|host| host == name.as_str());
        let lookup = Arc::clone(&self.lookup);
        Box::pin(async move {
            let found = lookup(name.as_str().to_owned()).await?;
            if found.is_empty() {
                return Err(io::Error::from(io::ErrorKind::NotFound).into());
            }
            let public: Vec<SocketAddr> = found
                .into_iter()
                .filter(|&address| is_trusted || is_public(address))
                .map(|address| SocketAddr::new(address, 0))
                .collect();
            if public.is_empty() {
                return Err(PrivateAddress(name.as_str().to_owned()).into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Returns the host names of the proxies that the environment sets for the HTTP client.
pub(super) fn proxy_hosts() -> Vec<String> {
    ["http_proxy", "https_proxy", "all_proxy"]
        .iter()
        .flat_map(|name| [(*name).to_owned(), name.to_ascii_uppercase()])
        .filter_map(|name| std::env::var(name).ok())
        .filter_map(|value| {
            let value = if value.contains("://") {
                value
            } else {
                format!("http://{value}")
            };
            let url = url::Url::parse(&value).ok()?;
            url.host_str().map(str::to_owned)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        for (address, public) in [
            ("8.8.8.8", true),
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.31.0.1", false),
            ("172.32.0.1", true),
            ("192.168.0.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("255.255.255.255", false),
            ("198.19.0.1", false),
            ("2606:4700::1111", true),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:8.8.8.8", true),
            ("64:ff9b::7f00:1", false),
            ("2002:7f00:1::", false),
            ("2001:db8::1", false),
            ("ff02::1", false),
            ("192.88.99.1", false),
            ("224.0.0.251", false),
            ("::ffff:169.254.169.254", false),
            ("::169.254.169.254", false),
            ("64:ff9b::a9fe:a9fe", false),
            ("64:ff9b:1::7f00:1", false),
            ("fd00:ec2::254", false),
            ("fec0::1", false),
            ("2001:0:7f00:1::", false),
            ("2001:20::1", false),
            ("2001:200::1", true),
            ("3fff:1::1", false),
            ("5f00::1", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
    }

    #[test]
    fn names_of_this_machine_are_private() {
        for (url, private) in [
            ("http://localhost:8080/", true),
            ("http://a.localhost/", true),
            ("http://2130706433/", true),
            ("http://[::1]/", true),
            ("http://0x7f.1/", true),
            ("http://localhost.example.com/", false),
            ("http://8.8.8.8/", false),
        ] {
            let url = CanonicalUrl::parse(url).unwrap();
            assert_eq!(is_private_by_name(&url), private, "{url}");
        }
    }
}
