//! The handbook: how to use headwater, how to read what it says, and how it comes to say it.
//!
//! | page | what it tells |
//! | --- | --- |
//! | [`start`] | from nothing to a finished trace |
//! | [`verdicts`] | how to read a claim's answer, and what it cannot show |
//! | [`methods`] | definitions, algorithms and standards with their references, and the measured quality |
//! | [`recipes`] | seed lists, archives, web archives, corrections by hand, Gephi, many runs |
//! | [`scripts`] | exit codes, the JSON of every command, the schema of `trace.json` |
//! | [`citing`] | how to cite headwater and a run of it |
//!
//! The commands of these pages are run by the tests of the project as they stand here.

#[doc = include_str!("start.md")]
pub mod start {}

#[doc = include_str!("verdicts.md")]
pub mod verdicts {}

#[doc = include_str!("methods.md")]
#[doc = "```json"]
#[doc = include_str!("../../tests/gold/floors.json")]
#[doc = "```"]
pub mod methods {}

#[doc = include_str!("recipes.md")]
pub mod recipes {}

#[doc = include_str!("scripts.md")]
pub mod scripts {}

#[doc = include_str!("citing.md")]
pub mod citing {}
