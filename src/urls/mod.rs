//! Addresses: canonical URLs, host keys and registrable domains.
//!
//! Nothing here touches the network. A [`CanonicalUrl`] is what two spellings of one address have
//! in common; a [`HostKey`] is what politeness is owed to; [`registrable_domain`] is who stands
//! behind a host; [`is_primary`] tells where a trail is likely to end.

mod canonical;
mod host;
mod primary;

pub use canonical::{CanonicalUrl, TRACKING_PARAMETERS, UrlError};
pub use host::{HostKey, registrable_domain};
pub use primary::is_primary;
