//! A JSONL file as documents, one for each line.
//!
//! ```text
//! record = { "id": string or number, "text": string, "date": string, "source": string }
//! ```
//! Only `text` is needed; other keys are ignored. A record without an id is called `FILE:LINE`. In: the lines. Out:
//! [`Document`]s whose offsets count from the start of `text`. A line that is no record is an error with its number,
//! and reading goes on. Not here: decoding, and finding dates.

use chrono::NaiveDate;
use serde::Deserialize;

use super::dates::{IssueDates, parse_date};
use super::decode::Decoded;
use super::pieces::Pieces;
use super::{Document, InputError};

const SHAPE: &str = r#"write one record a line: {"id":"a1","text":"…","date":"2021-01-25"}"#;

#[derive(Deserialize)]
struct Record {
    id: Option<Id>,
    text: String,
    date: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

/// The records of one JSONL file.
pub struct Records {
    name: String,
    lines: Pieces,
    line: usize,
}

impl Records {
    /// The records of a decoded text.
    pub fn new(name: String, decoded: Decoded) -> Self {
        Records { name, lines: Pieces::new(decoded, b'\n'), line: 0 }
    }

    /// The next record; blank lines are none.
    pub fn next(&mut self, dates: &IssueDates) -> Option<Result<Document, InputError>> {
        loop {
            self.line += 1;
            match self.lines.next() {
                Ok(None) => return None,
                Ok(Some(line)) if line.trim().is_empty() => {}
                Ok(Some(line)) => return Some(self.document(&line, dates)),
                Err(error) => return Some(Err(InputError::reading(&self.name, &error))),
            }
        }
    }

    fn document(&self, line: &str, dates: &IssueDates) -> Result<Document, InputError> {
        let bad = |problem: String, remedy| InputError::new(&self.name, problem, remedy).at_line(self.line);
        let record: Record = serde_json::from_str(line).map_err(|error| bad(explain(&error), SHAPE))?;
        let date = record.date.as_deref().map_or(Ok(None), record_date);
        let date =
            date.map_err(|date| bad(format!("{date:?} is no date"), "write it as 2021-01-25, or leave it out"))?;
        let name = match record.id {
            Some(Id::Text(id)) if !id.is_empty() => id,
            Some(Id::Number(id)) => id.to_string(),
            _ => format!("{}:{}", self.name, self.line),
        };
        let known = date.or_else(|| dates.known(&[&name, &self.name]));
        let issue_date = known.or_else(|| dates.on_masthead(&record.text));
        Ok(Document { name, text: record.text, issue_date, ..Document::default() })
    }
}

/// A date, perhaps with a time of day; an empty one is none.
fn record_date(date: &str) -> Result<Option<NaiveDate>, &str> {
    let day = date.trim().split(['T', ' ']).next().unwrap_or("");
    match parse_date(date).or_else(|| parse_date(day)) {
        None if !day.is_empty() => Err(date),
        found => Ok(found),
    }
}

/// The parser's words without its line number, which is always 1.
fn explain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let cause = text.split(" at line ").next().unwrap_or_default();
    format!("not a record: {cause} (column {})", error.column())
}

/// Whether a stream that begins so holds records: its first line is one, or the start of a very long one.
pub fn begins_with_record(head: &str) -> bool {
    let head = head.trim_start();
    if !head.starts_with('{') {
        return false;
    }
    let (line, whole) = head.split_once('\n').map_or((head, false), |(line, _)| (line, true));
    match serde_json::from_str::<Record>(line) {
        Ok(_) => true,
        Err(error) => error.is_eof() && !whole && head.len() > 32 * 1024,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Result<(String, String, String), String>> {
        let bytes = std::io::Cursor::new(text.to_string().into_bytes());
        let Ok(decoded) = Decoded::open("x.jsonl", Box::new(bytes), None) else { return Vec::new() };
        let mut records = Records::new("x.jsonl".into(), decoded);
        let flat = |d: Document| (d.name, d.text, d.issue_date.map(|day| day.to_string()).unwrap_or_default());
        let next = || records.next(&IssueDates::default());
        std::iter::from_fn(next).map(|item| item.map(flat).map_err(|error| error.to_string())).collect()
    }

    fn ok(name: &str, text: &str, date: &str) -> Result<(String, String, String), String> {
        Ok((name.into(), text.into(), date.into()))
    }

    #[test]
    fn records_carry_id_and_date() {
        let text = concat!(
            "{\"id\":\"a\",\"text\":\"甲\\n乙\",\"date\":\"2021-01-25\",\"source\":\"s\"}\r\n\n",
            "{\"text\":\"丙\",\"id\":7,\"date\":\"2020.3.1\"}\n",
            "{\"text\":\"丁\",\"date\":\"2021-01-25T08:00:00\"}\n",
            "{\"text\":\"戊\",\"id\":\"\",\"date\":\"\"}",
        );
        assert_eq!(
            read(text),
            [
                ok("a", "甲\n乙", "2021-01-25"),
                ok("7", "丙", "2020-03-01"),
                ok("x.jsonl:4", "丁", "2021-01-25"),
                ok("x.jsonl:5", "戊", ""),
            ]
        );
    }

    #[test]
    fn a_bad_line_is_told_by_number_and_reading_goes_on() {
        let text = "{\"text\":\"甲\"\n[]\n{\"id\":\"b\"}\n{\"text\":\"乙\",\"date\":\"昨天\"}\n{\"id\":\"c\",\"text\":\"丙\"}\n";
        let found = read(text);
        let starts = ["x.jsonl:1: not a record:", "x.jsonl:2:", "x.jsonl:3: not a record: missing field `text`"];
        for (item, start) in found.iter().zip(starts) {
            assert!(item.as_ref().is_err_and(|error| error.starts_with(start)), "{item:?}");
        }
        assert!(found[3].as_ref().is_err_and(|error| error.contains("\"昨天\" is no date")));
        assert_eq!(found[4], ok("c", "丙", ""));
    }

    #[test]
    fn a_stream_of_records_is_known_by_its_first_line() {
        assert!(begins_with_record("{\"text\":\"甲\"}\n"));
        assert!(begins_with_record(&format!("{{\"text\":\"{}", "甲".repeat(20_000))));
        for text in ["", "甲", "{甲}", "{\"text\":\"甲", "{\"text\":1}\n", "[1]"] {
            assert!(!begins_with_record(text), "{text}");
        }
    }
}
