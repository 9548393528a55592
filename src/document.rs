//! The document: one page of decoded text with what is known of it before it is read.
//!
//! In: what [`source`](crate::source) found. Out: the plain struct that the pipeline starts from. Not here: files,
//! encodings and the search for a date.

use chrono::NaiveDate;

/// One page to read. A file with form feeds is several documents with the same name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What rows call it: the path as given, `-` for standard input, or the `id` of a JSONL record.
    pub name: String,
    /// The decoded text, without a byte order mark.
    pub text: String,
    /// The date of issue, which relative times (去年, 10月30日) are counted from.
    pub issue_date: Option<NaiveDate>,
    /// How many characters of the decoded input come before this page.
    pub first_char: usize,
    /// How many line breaks of the decoded input come before this page.
    pub first_line: usize,
}

/// A doubt about the input that stopped nothing: shown by `explain`, counted at the end of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where, in bytes of the document's text.
    pub span: crate::span::Span,
    /// The stage that wondered, e.g. `layout`.
    pub stage: &'static str,
    /// What it found and what it did about it.
    pub message: String,
}
