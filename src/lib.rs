//! shishu (拾数, "gleaning figures") reads pages of Chinese newspapers and reports and yields one tidy row for every numeric fact.

pub mod document;
pub mod numeral;
pub mod row;
pub mod span;
pub mod word_table;
