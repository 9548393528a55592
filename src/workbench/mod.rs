//! The rule author's workbench: checks, tests, and views of rule packs.
//!
//! In: packs, and the [`Extractor`](crate::pipeline::Extractor) that they compile to. Out: problems with their places
//! ([`check`]), verdicts of tests ([`mod@test`], [`junit`], [`update`]), what to write a rule for next ([`gaps`]), what a change of
//! rules changes ([`diff`]), a first pack ([`starter`]), and the rules as a list ([`list`]) and as a schema ([`schema`]). Not
//! here: flags, colours of the command line, exit codes.

pub mod case;
pub mod check;
pub mod diff;
pub mod gaps;
pub mod junit;
pub mod list;
pub mod render;
pub mod schema;
pub mod starter;
pub mod test;
pub mod update;
