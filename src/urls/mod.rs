//! Addresses: canonical URLs, host keys and registrable domains.
//!
//! Nothing here touches the network. A [`CanonicalUrl`] is what two spellings of one address have
//! in common; a [`HostKey`] is what politeness is owed to; [`registrable_domain`] is who stands
//! behind a host; [`is_primary`] tells where a trail is likely to end,
//! and [`variant_key`] what the forms of one page have in common.

mod canonical;
mod host;
mod primary;
mod userinfo;
mod variant;

pub use canonical::{AMP_CACHES, CanonicalUrl, TRACKING_PARAMETERS, UrlError};
pub use host::{HostKey, registrable_domain};
pub use primary::is_primary;
pub use userinfo::without_userinfo;
pub use variant::{form_marks, is_plausible_canonical, is_section, variant_key};
