//! The errors of the library: one enum a module, wrapped here.

use crate::archive::ArchiveError;
use crate::fetch::FetchError;
use crate::seed::SeedError;
use crate::store::StoreError;

/// Why a run cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The seeds cannot be read.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// An archive cannot be used.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Nothing can be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The run cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no threads.
    #[error("cannot start the threads that read pages: {0}")]
    Threads(#[source] std::io::Error),
}

/// A result whose error is [`enum@Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
