//! The check of rule files against their shape: every mistake of a file, each at its place.
//!
//! In: a [`RuleFile`]. Out: [`RuleError`]s for ill-formed TOML and CSV, unknown and missing keys, and values of another kind than
//! the [`schema`] says. Not here: what needs more than the one file.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::ops::Range;
use toml::de::DeTable;

use super::error::RuleError;
use super::file::{FileKind, RuleFile};
use super::schema::{self, Key, Shape, Table};
use super::tree::Node;
use crate::suggest::nearest;

/// All mistakes of one file.
pub fn check(file: &RuleFile) -> Vec<RuleError> {
    match schema::of(file.kind) {
        Some(table) => toml(file, table),
        None => csv(file),
    }
}

/// So many syntax errors of one file are shown.
const MOST_SYNTAX_ERRORS: usize = 3;

fn toml(file: &RuleFile, table: &'static Table) -> Vec<RuleError> {
    let (tree, errors) = DeTable::parse_recoverable(&file.text);
    let syntax = |error: &toml::de::Error| {
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        let problem = match error.span() {
            Some(span) => file.problem(span, message),
            None => RuleError { file: file.path.clone(), message, ..RuleError::default() },
        };
        problem.kind("syntax")
    };
    // a string that is never closed makes an error of every line behind it
    let mut errors: Vec<_> = errors.iter().collect();
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    errors.truncate(MOST_SYNTAX_ERRORS);
    let mut checker = Checker { file, errors: errors.into_iter().map(syntax).collect() };
    // what the parser guessed behind a mistake is not worth a message
    if checker.errors.is_empty() {
        checker.table(Node::root(&tree), table, "");
    }
    checker.errors
}

struct Checker<'a> {
    file: &'a RuleFile,
    errors: Vec<RuleError>,
}

impl Checker<'_> {
    fn push(&mut self, span: Range<usize>, kind: &'static str, rule: &str, message: String) -> &mut RuleError {
        self.errors.push(self.file.problem(span, message).kind(kind).rule(rule));
        let last = self.errors.len() - 1;
        &mut self.errors[last]
    }

    fn table(&mut self, node: Node, table: &'static Table, rule: &str) {
        let name =
            node.get(table.name).and_then(Node::text).filter(|_| table.name != "id" || node.get("match").is_some());
        let rule = name.unwrap_or(rule);
        for (key, span, value) in node.entries() {
            match table.keys.iter().find(|k| k.name == key) {
                Some(known) => self.value(value, &known.shape, key, rule),
                None => self.unknown_key(span, key, table, rule),
            }
        }
        // a key that is only misspelt is not missing too
        let names = || table.keys.iter().map(|key| key.name);
        let meant: Vec<&str> = node.entries().iter().filter_map(|(key, ..)| nearest(key, names())).collect();
        let missing = |key: &&'static Key| key.required && node.get(key.name).is_none() && !meant.contains(&key.name);
        for key in table.keys.iter().filter(missing) {
            let place = head(&self.file.text, node.span());
            let error = self.push(place, "missing-key", rule, format!("no `{}` here", key.name));
            error.expected = format!("`{} = …`: {}", key.name, key.doc);
        }
    }

    fn unknown_key(&mut self, span: Range<usize>, key: &str, table: &'static Table, rule: &str) {
        let names = table.keys.iter().map(|k| k.name);
        let meant = nearest(key, names.clone()).map(|meant| format!("did you mean `{meant}`?"));
        let other =
            schema::FILES.iter().find(|(_, file)| table.name.is_empty() && file.keys.iter().any(|k| k.name == key));
        let file = other.and_then(|(kind, _)| FileKind::ALL.iter().find(|(k, _)| k == kind));
        let file = file.map(|(_, name)| format!("`{key}` stands in {name}"));
        let error = self.push(span, "unknown-key", rule, format!("unknown key `{key}`"));
        error.expected = one_of(&names.collect::<Vec<_>>());
        error.hint = file.or(meant).unwrap_or_default();
    }

    fn value(&mut self, node: Node, shape: &'static Shape, key: &str, rule: &str) {
        match shape {
            Shape::Table(table) if matches!(node, Node::Table(..)) => self.table(node, table, rule),
            Shape::Map(shape) if matches!(node, Node::Table(..)) => {
                node.entries().into_iter().for_each(|(key, _, value)| self.value(value, shape, key, rule));
            }
            Shape::List(shape) if node.what() == "a list" => {
                node.items().into_iter().for_each(|item| self.value(item, shape, key, rule));
            }
            _ => self.scalar(node, shape, key, rule),
        }
    }

    fn scalar(&mut self, node: Node, shape: &'static Shape, key: &str, rule: &str) {
        let text = node.text();
        let right = match shape {
            Shape::Text => text.is_some(),
            Shape::Decimal => text.is_some_and(|text| text.parse::<Decimal>().is_ok()),
            Shape::Day => text.is_some_and(|text| text.is_empty() || text.parse::<NaiveDate>().is_ok()),
            Shape::Choice(words) => text.is_some_and(|text| words.contains(&text)),
            Shape::Integer => node.what() == "a whole number",
            Shape::Bool => node.what() == "true or false",
            Shape::List(_) | Shape::Map(_) | Shape::Table(_) => false,
        };
        if right {
            return;
        }
        let found = text.map_or(node.what().to_string(), |text| format!("{text:?}"));
        let kind = if matches!(shape, Shape::Decimal) { "not-decimal" } else { "wrong-value" };
        let hint = match shape {
            Shape::Choice(words) => {
                text.and_then(|t| nearest(t, words.iter().copied())).map(|w| format!("did you mean {w:?}?"))
            }
            Shape::Decimal if text.is_none() => {
                Some("put it in quotes: figures are exact decimals, never floats".into())
            }
            Shape::Text | Shape::Day if text.is_none() => Some("put it in quotes".into()),
            _ => None,
        };
        let error = self.push(head(&self.file.text, node.span()), kind, rule, format!("`{key}` is {found}"));
        error.expected = expected(shape);
        error.hint = hint.unwrap_or_default();
    }
}

/// What may stand there, in words.
fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Text => "text in quotes".into(),
        Shape::Decimal => "a decimal in quotes such as \"0.5\"".into(),
        Shape::Integer => "a whole number".into(),
        Shape::Bool => "true or false".into(),
        Shape::Day => "a day of the calendar such as \"2021-01-25\"".into(),
        Shape::Choice(words) => one_of(words),
        Shape::List(Shape::Table(_)) => "a list of tables".into(),
        Shape::List(_) => "a list such as [\"a\", \"b\"]".into(),
        Shape::Map(_) | Shape::Table(_) => "a table".into(),
    }
}

fn one_of(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// The first line of a place: a table or a list may go over many.
fn head(text: &str, span: Range<usize>) -> Range<usize> {
    let line = text.get(span.clone()).and_then(|part| part.lines().next()).map_or(0, str::len);
    span.start..span.start + line
}

// CSV

/// The fields of a line of CSV with their places.
pub type Fields = Vec<(String, Range<usize>)>;

/// The records of a CSV file, or what is wrong with the line.
pub fn records(file: &RuleFile) -> Vec<Result<Fields, RuleError>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file.text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut records = Vec::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return records,
            Ok(true) => {
                let start = record.position().map_or(0, |p| p.byte() as usize);
                records.push(Ok(places(&file.text, start, &record)));
            }
            Err(error) => {
                let at = error.position().map_or(0, |p| p.byte() as usize);
                records.push(Err(file.problem(at..at, error.to_string()).kind("syntax")));
                return records;
            }
        }
    }
}

/// Where the fields of a record stand: each is looked for behind the one before.
fn places(text: &str, start: usize, record: &csv::StringRecord) -> Fields {
    let blank = text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
    let mut at = start + blank;
    let mut fields = Vec::new();
    for field in record {
        let quote = usize::from(text.get(at..).is_some_and(|rest| rest.starts_with('"')));
        let found = text.get(at + quote..).filter(|rest| rest.starts_with(field)).map_or(at, |_| at + quote);
        fields.push((field.to_string(), found..found + field.len()));
        let end = found + field.len();
        at = text.get(end..).and_then(|rest| rest.find([',', '\n'])).map_or(end, |comma| end + comma + 1);
    }
    fields
}

fn csv(file: &RuleFile) -> Vec<RuleError> {
    let columns = if file.kind == FileKind::Zones { schema::ZONE_COLUMNS } else { schema::REGION_COLUMNS };
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let mut errors = Vec::new();
    let mut width = 0;
    for (index, record) in records(file).into_iter().enumerate() {
        match record {
            Err(error) => errors.push(error),
            Ok(fields) if index == 0 => {
                width = fields.len();
                errors.extend(fields.iter().filter(|(name, _)| !names.contains(&name.as_str())).map(|(name, span)| {
                    let meant = nearest(name, names.iter().copied()).map(|m| format!("did you mean `{m}`?"));
                    let error = file.problem(span.clone(), format!("unknown column `{name}`")).kind("unknown-key");
                    error.expected(one_of(&names)).hint(meant.unwrap_or_default())
                }));
            }
            Ok(fields) if fields.len() != width => {
                let span =
                    fields.first().map_or(0, |(_, first)| first.start)..fields.last().map_or(0, |(_, last)| last.end);
                let message = format!("{} fields in this line", fields.len());
                let error =
                    file.problem(span, message).kind("wrong-value").expected(format!("{width} as in the header"));
                errors.push(error.hint("quote a field that holds a comma, and join aliases by |"));
            }
            Ok(fields) if fields.first().is_some_and(|(name, _)| name.is_empty()) => {
                errors.push(file.problem(fields[0].1.clone(), "no name in this line").kind("missing-key"));
            }
            Ok(_) => {}
        }
    }
    errors
}
