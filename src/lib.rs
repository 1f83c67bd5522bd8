//! headwater traces the claims of a story upstream to the sources that first made them.
//!
//! Given an article it follows what the article cites, links and quoted sources alike, until every
//! trail ends. For each claim it shows where it comes from, how many independent origins it has,
//! and where the chains meet. It reports provenance; it never says whether a claim is true.
//!
//! # The path of one URL
//!
//! ```text
//!  seed ─► frontier ─► fetch ─► page ─► document ─► citations ─┐     crawl: I/O, async, one loop
//!             ▲                  │                             │
//!             └──── new targets ─┼─────────────────────────────┘
//!                                ▼
//!                        archive (WARC) + store (SQLite)
//!                                │
//!              copies ─► claims ─► graph ─► trace ─► report ─► exports   analysis: plain functions
//! ```
//!
//! 1. [`seed::read`] turns arguments into seeds.
//! 2. The [`frontier`] canonicalizes, checks the scope and drops what was seen,
//! 3. and leases one visit of a host that is due.
//! 4. robots.txt is asked first,
//! 5. then the pause that is owed to the host is waited for;
//! 6. [`fetch`] gets the page, live or from an archive.
//! 7. [`parse::document`] reads it on a blocking thread,
//! 8. [`cite::attributions`] finds who is said to have said what,
//! 9. and the [`store`] takes it all in one transaction; new targets go back to 2.
//! 10. The [`corpus::Catalog`] lists what came; from the pages, taken off their [`corpus::Shelf`]
//!     one after the other, [`claim`] groups what documents state into claims,
//! 11. [`graph::ClaimGraph`] finds loops, chokepoints and independent chains,
//! 12. [`trace::trace`] follows each claim to its origins; a [`report::Analysis`] says so part by
//!     part, and [`export`] writes it down.
//!
//! Nothing goes back but 9 to 2. Steps 7, 8 and 10 to 12 are pure: the same bytes in, the same
//! bytes out, whatever order pages arrived in.
//!
//! # Handbook
//!
//! [`guide`] tells how to use the program, how to read what it says and how it comes to say it.
//!
//! # Example
//!
//! Two pages that need no crawl, traced:
//!
//! ```
//! use headwater::corpus::{Corpus, Outcome, Reading, Target};
//! use headwater::parse::Input;
//! use headwater::report::{Report, Run};
//! use headwater::urls::CanonicalUrl;
//!
//! let page = |url: &str, body: &str| -> Result<Target, Box<dyn std::error::Error>> {
//!     let url = CanonicalUrl::parse(url)?;
//!     let input = Input {
//!         url: Some(&url),
//!         content_type: Some("text/html"),
//!         body: body.as_bytes(),
//!         retrieved: None,
//!     };
//!     let outcome = Outcome::Read(Box::new(Reading::of(&input)?));
//!     Ok(Target { url, depth: 0, outcome, record: None, retrieved: None, memento: None, off_story: false })
//! };
//! let ledger = "http://ledger.test/pier.html";
//! let corpus = Corpus {
//!     seeds: vec![CanonicalUrl::parse("http://courier.test/pier.html")?],
//!     targets: vec![
//!         page("http://courier.test/pier.html", "<article><p>The north pier of Sarn was closed on Friday \
//!             after cracks were found in two pillars, <a href='http://ledger.test/pier.html'>the Ledger \
//!             reported</a>.</p></article>")?,
//!         page(ledger, "<article><p>The north pier of Sarn was closed on Friday after cracks were found \
//!             in two of its pillars.</p></article>")?,
//!     ],
//!     ..Corpus::default()
//! };
//! let report = Report::new(&corpus, Run::default());
//! let claim = &report.claims[0];
//! assert_eq!(claim.documents, 2);
//! let origin = report.documents.iter().find(|document| document.id == claim.origins[0].node);
//! assert_eq!(origin.map(|document| document.url.as_str()), Some(ledger));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
pub mod guide;
mod lists;
pub mod manual;
mod markup;
pub mod parse;
pub mod report;
pub mod seed;
pub mod store;
pub mod text;
pub mod trace;
mod union;
pub mod urls;
