//! Running tests: whether a case gives its rows, and if not, why.
//!
//! In: [`Case`]s and an [`Extractor`]. Out: [`Report`]s with the difference of the rows, the masked sentence, and how far the
//! rule got. Rows are compared in their order, repeated ones once, in the columns that the case names. Not here: where cases
//! come from, colours.

use crate::account::{Account, Near, Passage};
use crate::pipeline::Extractor;
use crate::row::Row;
use crate::sink::{Format, Header, Table};
use crate::workbench::case::{Case, expected};

/// What came of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It gives its rows.
    Passed,
    /// It is a known gap and does not give them.
    Todo(String),
    /// It is wrong, for this reason.
    Failed(String),
}

/// A case that was run.
#[derive(Clone, Debug)]
pub struct Report {
    /// What came of it.
    pub verdict: Verdict,
    /// What the rows are, as CSV with a header; blank for none.
    pub got: String,
    /// Rows that are missing (`-`), not expected (`+`) and right (` `), with the rules that gave them.
    pub diff: Vec<(char, String)>,
    /// Whether the rows are those that are expected, whatever rule gave them.
    pub rows_are_right: bool,
    /// The sentences as rules see them.
    pub masked: Vec<String>,
    /// How far the rule got; all rules for a page.
    pub near: Vec<String>,
}

/// Runs one case.
pub fn run(case: &Case, extractor: &Extractor) -> Report {
    let rows: Vec<Row> = case.documents.iter().flat_map(|document| extractor.extract(document, None).rows).collect();
    let mut report = compare(case, rows);
    if matches!(report.verdict, Verdict::Failed(_)) {
        explain(case, extractor, &mut report);
    }
    report
}

fn compare(case: &Case, rows: Vec<Row>) -> Report {
    let mut report = Report {
        verdict: Verdict::Passed,
        got: String::new(),
        diff: Vec::new(),
        rows_are_right: false,
        masked: Vec::new(),
        near: Vec::new(),
    };
    let want = match expected(&case.rows) {
        Ok(want) => want,
        Err((line, problem)) => {
            report.verdict = Verdict::Failed(format!("line {} of its rows: {problem}", line + 1));
            return report;
        }
    };
    let table =
        Table { format: Format::Csv, columns: want.columns, header: Header::English, excel: false, money: None };
    let mut origin = table.clone();
    origin.columns = vec![crate::row::Column::Rule];
    let given: Vec<String> = cells(&origin, rows.clone()).into_iter().flatten().collect();
    let got = cells(&table, rows);
    if !got.is_empty() {
        let lines = std::iter::once(header(&table)).chain(got.iter().map(|cells| line(cells)));
        report.got = lines.collect::<Vec<_>>().join("\n");
    }
    report.diff = diff(&want.rows, &got, &given);
    report.rows_are_right = want.rows == got;
    report.verdict = verdict(case, report.rows_are_right, &given);
    report
}

fn verdict(case: &Case, right: bool, given: &[String]) -> Verdict {
    let fired = case.rule().is_none_or(|id| given.iter().any(|rule| rule == id));
    let failure = match (right, fired) {
        (false, _) => Some("the rows differ".to_string()),
        (true, false) if case.is_positive() => {
            let mut others = given.to_vec();
            others.sort();
            others.dedup();
            Some(format!("the rows are right, but none is of this rule; they are of {}", others.join(", ")))
        }
        (true, true) if case.is_negative() => {
            Some("this rule gives one of the rows, and `fires` says it must not".into())
        }
        _ => None,
    };
    match (failure, &case.todo) {
        (None, None) => Verdict::Passed,
        (None, Some(why)) => Verdict::Failed(format!("it holds now; remove `todo = {why:?}`")),
        (Some(_), Some(why)) => Verdict::Todo(why.clone()),
        (Some(failure), None) => Verdict::Failed(failure),
    }
}

/// The cells of rows as they are written; repeated rows once.
fn cells(table: &Table, rows: Vec<Row>) -> Vec<Vec<String>> {
    let bytes = table.render(rows).map(|rendered| rendered.bytes).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    reader.records().flatten().map(|record| record.iter().map(String::from).collect()).collect()
}

fn header(table: &Table) -> String {
    String::from_utf8_lossy(&table.start().unwrap_or_default()).trim_end().to_string()
}

/// One line of CSV.
pub fn line(cells: &[String]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let _ = writer.write_record(cells); // memory takes all
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_string()
}

/// What turns one list of rows into another, in their order; `rules` gave the rows that were got.
fn diff(want: &[Vec<String>], got: &[Vec<String>], rules: &[String]) -> Vec<(char, String)> {
    // kept[i][j]: the most rows that want[i..] and got[j..] share in order
    let mut kept = vec![vec![0usize; got.len() + 1]; want.len() + 1];
    for i in (0..want.len()).rev() {
        for j in (0..got.len()).rev() {
            kept[i][j] = if want[i] == got[j] { kept[i + 1][j + 1] + 1 } else { kept[i + 1][j].max(kept[i][j + 1]) };
        }
    }
    let given = |j: usize| format!("{}  [{}]", line(&got[j]), rules.get(j).map_or("", String::as_str));
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < want.len() || j < got.len() {
        if i < want.len() && j < got.len() && want[i] == got[j] {
            lines.push((' ', given(j)));
            (i, j) = (i + 1, j + 1);
        } else if j == got.len() || i < want.len() && kept[i + 1][j] >= kept[i][j + 1] {
            lines.push(('-', line(&want[i])));
            i += 1;
        } else {
            lines.push(('+', given(j)));
            j += 1;
        }
    }
    lines
}

/// Adds the masked sentences and how far the rule got.
fn explain(case: &Case, extractor: &Extractor, report: &mut Report) {
    let prober = extractor.prober(case.rule()).anywhere();
    for document in &case.documents {
        let account = extractor.account(document, None, &prober);
        report.masked.extend(account.passages.iter().map(masked).filter(|text| !text.is_empty()));
        report.near.extend(near(&account));
    }
    let fired = report.diff.iter().any(|(_, row)| case.rule().is_some_and(|id| row.ends_with(&format!("[{id}]"))));
    if let (Some(rule), true, false) = (case.rule(), report.near.is_empty(), fired) {
        report.near.push(format!("{rule} found nothing to begin with"));
    }
}

/// A masked sentence: numbers, times and names by their types, words as they stand.
pub fn masked(passage: &Passage) -> String {
    let pieces = passage.pieces.iter().map(|piece| match piece.types.first() {
        Some(first) if !piece.word => format!("{{{first}}}"),
        _ => piece.text.clone(),
    });
    pieces.collect()
}

fn near(account: &Account) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for numeral in &account.numerals {
        for Near { rule, matched, text, wanted, found, .. } in &numeral.near {
            let found = if found.is_empty() { "the end" } else { found };
            let line = format!("{rule} got as far as {matched} = {text}; wanted {wanted}, found {found}");
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}
