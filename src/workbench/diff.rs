//! What a change of rules changes: the rows of a page by two packs, side by side.
//!
//! In: the rows that two packs give for one page. Out: [`Change`]s in the order of the page; rows belong together when they are of
//! the same number of the page. Not here: reading pages, showing changes.

use std::collections::BTreeMap;

use crate::row::{COLUMNS, Column, DEFAULT_COLUMNS, Row};

/// A row that a pack adds, removes or alters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row without the pack; none where it is added.
    pub before: Option<Row>,
    /// The row with it; none where it is removed.
    pub after: Option<Row>,
}

impl Change {
    /// added, removed or altered.
    pub fn kind(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "altered",
        }
    }

    /// The row as it is in the end, or was.
    pub fn row(&self) -> Option<&Row> {
        self.after.as_ref().or(self.before.as_ref())
    }

    /// The columns of the five that differ, with their names and both values.
    pub fn columns(&self) -> Vec<(&'static str, String, String)> {
        let (Some(before), Some(after)) = (&self.before, &self.after) else { return Vec::new() };
        let name = |column: Column| COLUMNS.iter().find(|(c, ..)| *c == column).map_or("", |(_, name, _)| name);
        let differs = |column: &Column| before.field(*column) != after.field(*column);
        DEFAULT_COLUMNS
            .into_iter()
            .filter(differs)
            .map(|column| (name(column), before.field(column).into_owned(), after.field(column).into_owned()))
            .collect()
    }
}

/// The changes of one page.
pub fn changes(before: Vec<Row>, after: Vec<Row>) -> Vec<Change> {
    let mut places: BTreeMap<(usize, usize), (Vec<Row>, Vec<Row>)> = BTreeMap::new();
    before.into_iter().for_each(|row| places.entry((row.start, row.end)).or_default().0.push(row));
    after.into_iter().for_each(|row| places.entry((row.start, row.end)).or_default().1.push(row));
    places.into_values().flat_map(|(before, after)| of_number(before, after)).collect()
}

/// The changes of the rows of one number: those that stay are left out, the others paired in their order.
fn of_number(mut before: Vec<Row>, mut after: Vec<Row>) -> Vec<Change> {
    let cells = |row: &Row| DEFAULT_COLUMNS.map(|column| row.field(column).into_owned());
    before.retain(|row| match after.iter().position(|other| cells(other) == cells(row)) {
        Some(same) => {
            after.remove(same);
            false
        }
        None => true,
    });
    let count = before.len().max(after.len());
    let (mut before, mut after) = (before.into_iter(), after.into_iter());
    (0..count).map(|_| Change { before: before.next(), after: after.next() }).collect()
}
