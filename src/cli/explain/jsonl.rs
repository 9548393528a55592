//! The account as JSONL, for programs.
//!
//! In: an [`Account`]. Out: one JSON object a line; `what` says of which kind. Not here: which numerals are shown.
//!
//! | `what` | holds |
//! |---|---|
//! | `sentence` | `line`, `text`, `masked`, and `mentions`: each with its `quote` and its `types` |
//! | `numeral` | `line`, `start`, `end`, `quote`, in characters of the decoded input or of the record's `text`; `mention`, what it was read as a part of (212亿元); `fate`: `row`, `period` or `aside`, and the `reason`; the `rule` that took it, the `losers` that matched it too, the rules that came `near`; `rows`, the rows that it is in, two for a range |
//! | `note` | `line`, `stage`, `message` |
//! | `tally` | `numerals`, `rows`, `periods`, and `aside`: how many for each reason; always of the whole page |
//!
//! All have the `id` of the document: its path, or the id of its JSONL record. A sentence stands before its numerals.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{Counts, Show, masked, one_line};
use crate::account::{Account, Near, Numeral, Passage};
use crate::document::{Document, Note};
use crate::row::Row;

#[derive(Serialize)]
#[serde(tag = "what", rename_all = "lowercase")]
enum Line<'a> {
    Sentence {
        id: &'a str,
        line: usize,
        text: String,
        masked: String,
        mentions: Vec<Mention<'a>>,
    },
    Numeral {
        id: &'a str,
        line: usize,
        start: usize,
        end: usize,
        quote: &'a str,
        mention: &'a str,
        fate: &'static str,
        reason: &'static str,
        rule: &'a str,
        losers: &'a [String],
        near: Vec<Close<'a>>,
        rows: Vec<Cells<'a>>,
    },
    Note {
        id: &'a str,
        line: usize,
        stage: &'a str,
        message: &'a str,
    },
    Tally {
        id: &'a str,
        numerals: usize,
        rows: usize,
        periods: usize,
        aside: BTreeMap<&'static str, usize>,
    },
}

#[derive(Serialize)]
struct Mention<'a> {
    quote: &'a str,
    types: &'a [String],
}

#[derive(Serialize)]
struct Close<'a> {
    rule: &'a str,
    met: usize,
    slots: usize,
    matched: &'a str,
    text: &'a str,
    wanted: &'a str,
    found: &'a str,
}

#[derive(Serialize)]
struct Cells<'a> {
    zone: &'a str,
    metric: &'a str,
    value: String,
    unit: &'a str,
    period: &'a str,
    zone_from: &'a str,
    period_from: &'a str,
}

/// One page.
pub(super) fn page(show: &Show, document: &Document, account: &Account, counts: &Counts) -> io::Result<Vec<u8>> {
    let id = document.name.as_str();
    let mut lines = Vec::new();
    for (passage, numerals) in account.by_passage() {
        lines.push(sentence(show, id, passage, numerals.first().map_or(0, |numeral| numeral.line)));
        lines.extend(numerals.iter().map(|numeral| self::numeral(id, numeral, &account.rows)));
    }
    for (line, Note { stage, message, .. }) in &account.notes {
        lines.push(Line::Note { id, line: *line, stage, message });
    }
    let (tally, aside) = (&counts.tally, counts.tally.reasons());
    let aside = aside.into_iter().map(|(reason, count)| (reason.name(), count)).collect();
    lines.push(Line::Tally { id, numerals: tally.total(), rows: tally.rows, periods: tally.periods, aside });
    let mut bytes = Vec::new();
    for line in lines {
        serde_json::to_writer(&mut bytes, &line)?;
        bytes.write_all(b"\n")?;
    }
    Ok(bytes)
}

fn sentence<'a>(show: &Show, id: &'a str, passage: &'a Passage, line: usize) -> Line<'a> {
    let mentions = passage.pieces.iter().filter(|piece| !piece.types.is_empty());
    let mentions = mentions.map(|piece| Mention { quote: &piece.text, types: &piece.types }).collect();
    Line::Sentence { id, line, text: one_line(&passage.text), masked: masked(passage, show.verbose), mentions }
}

fn numeral<'a>(id: &'a str, numeral: &'a Numeral, rows: &'a [Row]) -> Line<'a> {
    Line::Numeral {
        id,
        line: numeral.line,
        start: numeral.start,
        end: numeral.end,
        quote: &numeral.quote,
        mention: &numeral.mention,
        fate: numeral.fate.name(),
        reason: numeral.fate.reason().map_or("", |reason| reason.name()),
        rule: &numeral.rule,
        losers: &numeral.losers,
        near: numeral.near.iter().map(close).collect(),
        rows: numeral.fate.rows().iter().filter_map(|&row| rows.get(row)).map(cells).collect(),
    }
}

fn close(near: &Near) -> Close<'_> {
    let Near { rule, met, slots, matched, text, wanted, found } = near;
    Close { rule, met: *met, slots: *slots, matched, text, wanted, found }
}

fn cells(row: &Row) -> Cells<'_> {
    Cells {
        zone: &row.zone,
        metric: &row.metric,
        value: row.value.to_string(),
        unit: &row.unit,
        period: &row.period,
        zone_from: row.zone_from,
        period_from: row.period_from,
    }
}
