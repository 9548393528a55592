//! The account as text, in colour on a terminal.
//!
//! In: an [`Account`]. Out: each sentence with its line, its masked form, and a line for each thing that was read; then the
//! notes and the tally. Not here: which numerals are shown.

use super::{Counts, Item, Show, cells, items, masked, misses, note_words, one_line, origin, rules};
use crate::account::{Account, Fate, Passage, Reason};
use crate::document::Document;
use crate::score::{pad, paint};

const BOLD: &str = "1";
const DIM: &str = "2";
const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";
const BLUE: &str = "34";
const CYAN: &str = "36";

/// One page.
pub(super) fn page(show: &Show, document: &Document, account: &Account, counts: &Counts) -> String {
    let mut text = paint(&document.name, BOLD, show.color) + "\n";
    for (passage, numerals) in account.by_passage() {
        let line = numerals.first().map_or(0, |numeral| numeral.line);
        text += &sentence(show, passage, line);
        items(account, &numerals).iter().for_each(|item| text += &self::item(show, item));
    }
    for (line, note) in &account.notes {
        text += &(paint(&note_words(*line, note), CYAN, show.color) + "\n");
    }
    text + &tally(show, &document.name, counts) + "\n"
}

/// The last line of a page, and of all pages.
pub(super) fn tally(show: &Show, name: &str, counts: &Counts) -> String {
    format!("{} {}\n", paint(&format!("{name}:"), BOLD, show.color), counts.words(show.rule.as_deref()))
}

fn sentence(show: &Show, passage: &Passage, line: usize) -> String {
    let masked = masked(passage, show.verbose);
    let masked = if masked.is_empty() { masked } else { format!("    {}\n", paint(&masked, CYAN, show.color)) };
    format!("{line}: {}\n{masked}", one_line(&passage.text))
}

/// One line for each row that a thing is in, or why it is in none, and which rules came close.
fn item(show: &Show, item: &Item) -> String {
    let numeral = item.numeral;
    let paint = |text: &str, code: &str| paint(text, code, show.color);
    let rules = rules(numeral);
    let rows = item.rows.iter().map(|row| {
        let origin = paint(&format!("[{rules}{}]", origin(row)), DIM);
        format!("{}  {}  {origin}", paint("row", GREEN), cells(row))
    });
    let mut fates: Vec<String> = rows.collect();
    let aside = |text: &str, color: &str| match rules.is_empty() {
        true => paint(text, color),
        false => format!("{}  {}", paint(text, color), paint(&format!("[{rules}]"), DIM)),
    };
    match &numeral.fate {
        Fate::Row(_) => {}
        Fate::Period => fates.push(aside("period", BLUE)),
        Fate::Aside(Reason::Other) => fates.push(aside(Reason::Other.name(), RED)),
        Fate::Aside(reason) => fates.push(aside(reason.name(), YELLOW)),
    }
    let line = |fate: String| format!("    {:>4}  {}  {fate}\n", numeral.line, pad(&one_line(&numeral.mention), 12));
    let near = misses(numeral).map(|near| format!("          {}\n", paint(&near, DIM)));
    fates.into_iter().map(line).chain(near).collect()
}
