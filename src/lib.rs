//! headwater traces the claims of a story upstream to the sources that first made them.

pub mod cite;
pub mod claim;
pub mod clock;
pub mod corpus;
pub mod export;
pub mod graph;
pub mod parse;
pub mod report;
pub mod text;
pub mod trace;
pub mod urls;
