//! headwater traces the claims of a story upstream to the sources that first made them.

pub mod archive;
pub mod cite;
pub mod claim;
pub mod clock;
pub mod corpus;
pub mod crawl;
pub mod error;
pub mod export;
pub mod fetch;
pub mod frontier;
pub mod graph;
pub mod parse;
pub mod report;
pub mod seed;
pub mod store;
pub mod text;
pub mod trace;
pub mod urls;
