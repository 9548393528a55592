//! Rows to bytes, and bytes to where the user wants them.
//!
//! In: the rows of one document at a time. Out: CSV, TSV or JSONL on standard output or in a file. [`Table`] is what
//! the output looks like and does no writing, so that many threads can render at once; [`Output`] is where it goes
//! and knows nothing of rows. Rows whose five contract columns are the same are written once for each document.
//! Not here: any change to what a row says, save that `--money` puts amounts into another scale.
//!
//! | file | what it does |
//! |---|---|
//! | `columns` | reads `--columns` |
//! | `money` | converts amounts between 元, 万元, 亿元 … exactly |
//! | `table` | renders rows in a [`Format`] |
//! | `output` | standard output, or a file that is replaced only when all of it is written |

mod columns;
mod money;
mod output;
mod table;

pub use columns::parse_columns;
pub use money::MoneyUnit;
pub use output::Output;
pub use table::{Format, Header, Rendered, Table};
