//! Test cases: the sentences inside rule files, and the pages beside them.
//!
//! In: a pack, or the folder of one. Out: [`Case`]s, each a document or more with the rows that it must give. A page test is a
//! file `NAME.txt` or `NAME.md` with its rows in `NAME.rows.csv`, anywhere in the folder. Not here: running them.

use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::document::Document;
use crate::row::{COLUMNS, Column};
use crate::rules::error::{RuleError, RuleErrors};
use crate::rules::{FactRule, Pack};
use crate::sink::parse_columns;
use crate::source::{Input, Options, Source};

/// A test.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// `rule#1`, or the path of a page.
    pub name: String,
    /// Where it is from; one of a rule has a place in it.
    pub origin: Origin,
    /// What is read.
    pub documents: Vec<Document>,
    /// The rows as CSV with a header; blank for none.
    pub rows: String,
    /// Whether the rule must give one of the rows, or must give none.
    pub fires: bool,
    /// Why it does not hold yet.
    pub todo: Option<String>,
}

/// Where a test is written.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The file with the rows.
    pub file: PathBuf,
    /// The line of the test; 0 for a whole file.
    pub line: usize,
    /// The rule and the number of its test, from 0; none for a page.
    pub rule: Option<(String, usize)>,
    /// Whether the file is embedded in the program.
    pub builtin: bool,
    /// The text, by its bytes in the file.
    pub span: Range<usize>,
}

impl Case {
    /// The id of the rule that it is a test of.
    pub fn rule(&self) -> Option<&str> {
        self.origin.rule.as_ref().map(|(id, _)| id.as_str())
    }

    /// Whether the rule itself must give a row.
    pub fn is_positive(&self) -> bool {
        self.rule().is_some() && self.fires && self.rows.trim().lines().count() > 1
    }

    /// Whether the rule must give none.
    pub fn is_negative(&self) -> bool {
        self.rule().is_some() && !self.is_positive()
    }
}

/// The tests inside the rules of a pack.
pub fn of_rules(pack: &Pack) -> Vec<Case> {
    pack.facts.iter().flat_map(|rule| of_rule(pack, rule)).collect()
}

/// The tests of one rule.
pub fn of_rule<'a>(pack: &'a Pack, rule: &'a FactRule) -> impl Iterator<Item = Case> + 'a {
    let id = rule.fact.id.get_ref();
    rule.fact.test.iter().enumerate().map(move |(index, test)| {
        let file = pack.files.get(rule.origin.index);
        let span = test.text.span();
        let origin = Origin {
            file: rule.origin.file.clone(),
            line: file.map_or(0, |file| crate::rules::error::line_column(&file.text, span.start).0),
            rule: Some((id.clone(), index)),
            builtin: file.is_some_and(|file| file.builtin),
            span,
        };
        let name = format!("{id}#{}", index + 1);
        let document = Document {
            name: name.clone(),
            text: test.text.get_ref().clone(),
            issue_date: test.date.parse().ok(),
            ..Document::default()
        };
        let (rows, todo) = (test.rows.clone(), test.todo.clone());
        Case { name, origin, documents: vec![document], rows, fires: test.fires, todo }
    })
}

/// The pages of a folder that have rows beside them, in the order of their names.
///
/// # Errors
/// Rows without a page, and files that cannot be read.
pub fn of_pages(folder: &Path, options: &Options) -> Result<Vec<Case>, RuleErrors> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten().map(|entry| entry.into_path());
    let (cases, errors): (Vec<_>, Vec<_>) =
        files.filter(|path| stem(path).is_some()).map(|path| of_page(&path, options)).partition(Result::is_ok);
    match errors.is_empty() {
        true => Ok(cases.into_iter().flatten().collect()),
        false => Err(RuleErrors(errors.into_iter().filter_map(Result::err).map(|error| *error).collect())),
    }
}

fn stem(path: &Path) -> Option<&str> {
    path.to_str()?.strip_suffix(".rows.csv")
}

fn of_page(path: &Path, options: &Options) -> Result<Case, Box<RuleError>> {
    let problem = |message: String, hint: &str| {
        Box::new(RuleError { kind: "page-test", file: path.into(), message, hint: hint.into(), ..RuleError::default() })
    };
    let rows = std::fs::read_to_string(path).map_err(|e| problem(format!("cannot be read: {e}"), "rows are UTF-8"))?;
    let stem = stem(path).unwrap_or_default();
    let page = ["txt", "md"].iter().map(|ending| PathBuf::from(format!("{stem}.{ending}"))).find(|page| page.is_file());
    let page =
        page.ok_or_else(|| problem("no page beside these rows".into(), "NAME.rows.csv has the rows of NAME.txt"))?;
    let documents = Source::new(vec![Input::Path(page.clone())], options.clone());
    let documents: Result<Vec<Document>, _> = documents.collect();
    let documents = documents.map_err(|error| problem(error.to_string(), ""))?;
    let origin = Origin { file: path.into(), ..Origin::default() };
    Ok(Case { name: page.display().to_string(), origin, documents, rows, fires: true, todo: None })
}

/// Expected rows: the columns that the header names, and the cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// The columns; the five where no rows are expected.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// Reads expected rows.
///
/// # Errors
/// The line, from 0, and what is wrong with it.
pub fn expected(text: &str) -> Result<Expected, (usize, String)> {
    let skipped = text.len() - text.trim_start().len();
    let before = text[..skipped].matches('\n').count();
    let mut columns = crate::row::DEFAULT_COLUMNS.to_vec();
    let mut rows = Vec::new();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.trim().as_bytes());
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|error| (before + index, error.to_string()))?;
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_string()).collect();
        let line = before + record.position().map_or(index, |position| position.line() as usize - 1);
        if index == 0 {
            let known = |cell: &String| COLUMNS.iter().any(|(_, english, _)| cell == english);
            if !cells.iter().any(known) {
                return Err((line, "the first line is no header such as zone,metric,value,unit,period".into()));
            }
            columns = parse_columns(&cells.join(",")).map_err(|error| (line, error))?;
        } else if cells.len() != columns.len() {
            return Err((line, format!("{} cells, and {} in the header", cells.len(), columns.len())));
        } else {
            rows.push(cells);
        }
    }
    Ok(Expected { columns, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_the_columns_of_their_header() {
        let found = expected("\nvalue,mood\n8,goal\n").unwrap();
        assert_eq!(
            found,
            Expected { columns: vec![Column::Value, Column::Mood], rows: vec![vec!["8".into(), "goal".into()]] }
        );
        assert_eq!(expected(" ").unwrap().rows, Vec::<Vec<String>>::new());
        for (text, line) in [("8,家", 0), ("value,unti\n8,家", 0), ("\nvalue,unit\n8,家\n8", 3)] {
            assert_eq!(expected(text).map_err(|(at, _)| at), Err(line), "{text}");
        }
    }
}
