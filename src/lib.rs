//! shishu (拾数, "gleaning figures") reads pages of Chinese newspapers and reports and yields one tidy row for every numeric
//! fact: zone, metric, value, unit and period.
//!
//! ```text
//! bytes ─source→ text ─layout→ Page ─article→ Article… ─sentence→ Sentence… ─mention→ Mention… ─fact→ Fact… ─resolve→ Row… ─sink→ csv …
//! ```
//!
//! Each stage is a module of that name; [`pipeline`] alone knows their order, and [`rules`] holds all that is known of the
//! language.

pub mod account;
pub mod article;
pub mod chars;
pub mod cli;
pub mod document;
pub mod fact;
pub mod layout;
pub mod listing;
pub mod mention;
pub mod numeral;
pub mod paragraph;
pub mod park_names;
pub mod period;
pub mod pipeline;
pub mod quantity;
pub mod resolve;
pub mod row;
pub mod rules;
pub mod score;
pub mod sentence;
pub mod sink;
pub mod source;
pub mod span;
pub mod suggest;
pub mod topic;
pub mod unit;
pub mod word_table;
pub mod workbench;
