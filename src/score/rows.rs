//! Gold rows and found rows, as their files hold them.
//!
//! ```text
//! gold file  = level,zone,metric,metric_key,value,unit,period,quote
//! found file = zone,metric,value,unit,period            in any order, perhaps with quote, line and rule; 园区,指标,… too
//! ```
//! `level` is `core` or `optional`; `zone`, `unit`, `period` and `metric` may hold alternatives that `|` divides, the best
//! first; `metric_key` is a regular expression as Python writes it. It may look around (`(?<!…)`), so it is not one of the
//! linear-time expressions that rules are made of; it meets only short names here. In: the bytes of a file. Out: rows, or
//! every mistake with its line. Not here: opening files, comparing rows.

use std::collections::BTreeMap;

use fancy_regex::Regex;

use super::Fields;
use super::compare::{Quantity, is_name, text};
use crate::row::{COLUMNS, Row};
use crate::source::InputError;
use crate::suggest::nearest;

const GOLD: [&str; 8] = ["level", "zone", "metric", "metric_key", "value", "unit", "period", "quote"];
const FOUND: [&str; 5] = ["zone", "metric", "value", "unit", "period"];
const GOLD_SHAPE: &str = "a gold file begins with the line level,zone,metric,metric_key,value,unit,period,quote";
const FOUND_SHAPE: &str = "write the rows with `shishu extract`, with the five columns at least";

/// What a row says, gold or found: its cells as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Claim {
    /// The park.
    pub zone: String,
    /// What is measured.
    pub metric: String,
    /// The number.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// When it holds.
    pub period: String,
    /// The number as the page has it, where known.
    pub quote: String,
    /// The line of the gold file, or of the page where known.
    pub line: String,
    /// The rule that found it, where known.
    pub rule: String,
}

impl Claim {
    /// The five cells of the row contract, with their names.
    pub fn cells(&self) -> [(&'static str, &str); 5] {
        let [zone, metric, value, unit, period] = FOUND;
        [(zone, &self.zone), (metric, &self.metric), (value, &self.value), (unit, &self.unit), (period, &self.period)]
    }
}

impl From<&Row> for Claim {
    fn from(row: &Row) -> Claim {
        Claim {
            zone: row.zone.clone(),
            metric: row.metric.clone(),
            value: row.value.to_string(),
            unit: row.unit.clone(),
            period: row.period.clone(),
            quote: row.quote.clone(),
            line: row.line.to_string(),
            rule: row.rule.to_string(),
        }
    }
}

/// A row that a careful reader wrote.
#[derive(Clone, Debug)]
pub struct GoldRow {
    /// Its cells.
    pub claim: Claim,
    /// Whether it must be found.
    pub core: bool,
    /// What an acceptable metric matches somewhere.
    pub metric_key: String,
    key: Regex,
    quantities: Vec<Quantity>,
    zones: Vec<String>,
    periods: Vec<String>,
}

impl GoldRow {
    /// Whether one of the wanted quantities is this one.
    pub fn wants(&self, quantity: &Quantity) -> bool {
        self.quantities.iter().any(|wanted| quantity.is(wanted))
    }

    /// Which of the other fields of a found row are right.
    pub fn compare(&self, found: &Claim) -> Fields {
        let metric = text(&found.metric);
        Fields {
            zone: self.zones.contains(&text(&found.zone)),
            metric: is_name(&metric) && self.key.is_match(&metric).unwrap_or(false), // an expression that explodes fits nothing
            period: self.periods.contains(&text(&found.period)),
        }
    }

    fn read(line: &Line) -> Result<GoldRow, InputError> {
        let claim = line.claim();
        let metric_key = line.cell("metric_key").to_string();
        let alternatives = |cell: &str| cell.split('|').map(text).collect();
        let quantities: Vec<_> = claim.unit.split('|').filter_map(|unit| Quantity::read(&claim.value, unit)).collect();
        if quantities.is_empty() {
            let problem = format!("the value {:?} is no plain decimal", claim.value);
            return Err(line.mistake(problem, "write 1204.5, or 2020-12-31 with the unit 日期"));
        }
        Ok(GoldRow {
            core: line.is_core()?,
            key: line.key(&metric_key)?,
            zones: alternatives(&claim.zone),
            periods: alternatives(&claim.period),
            claim: Claim { line: line.number.to_string(), ..claim },
            metric_key,
            quantities,
        })
    }
}

/// Reads a gold file; `file` is what messages call it.
///
/// # Errors
/// Every line that is no gold row.
pub fn read_gold(file: &str, bytes: &[u8]) -> Result<Vec<GoldRow>, Vec<InputError>> {
    let lines = read_lines(file, bytes, &GOLD, GOLD_SHAPE).map_err(|error| vec![error])?;
    let (mut rows, mut mistakes) = (Vec::new(), Vec::new());
    for line in &lines {
        match GoldRow::read(line) {
            Ok(row) => rows.push(row),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if mistakes.is_empty() { Ok(rows) } else { Err(mistakes) }
}

/// Reads a file of found rows; `file` is what messages call it.
///
/// # Errors
/// The first thing that makes it no table of rows.
pub fn read_found(file: &str, bytes: &[u8]) -> Result<Vec<Claim>, InputError> {
    Ok(read_lines(file, bytes, &FOUND, FOUND_SHAPE)?.iter().map(Line::claim).collect())
}

/// A line of a table: its cells by column.
struct Line<'a> {
    file: &'a str,
    number: usize,
    cells: BTreeMap<String, String>,
}

impl Line<'_> {
    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    fn claim(&self) -> Claim {
        let cell = |column| self.cell(column).to_string();
        Claim {
            zone: cell("zone"),
            metric: cell("metric"),
            value: cell("value"),
            unit: cell("unit"),
            period: cell("period"),
            quote: cell("quote"),
            line: cell("line"),
            rule: cell("rule"),
        }
    }

    fn is_core(&self) -> Result<bool, InputError> {
        match self.cell("level").trim() {
            "core" => Ok(true),
            "optional" => Ok(false),
            other => Err(self.mistake(format!("unknown level {other:?}"), "write core or optional")),
        }
    }

    fn key(&self, key: &str) -> Result<Regex, InputError> {
        let problem = |error| format!("the metric_key {key} is no regular expression: {error}");
        Regex::new(key)
            .map_err(|error| self.mistake(problem(error), r"mend it; a sign that means itself is written \("))
    }

    fn mistake(&self, problem: String, remedy: &'static str) -> InputError {
        InputError::new(self.file, problem, remedy).at_line(self.number)
    }
}

/// The lines of a table whose header has these columns at least.
fn read_lines<'a>(
    file: &'a str,
    bytes: &[u8],
    columns: &[&str],
    shape: &'static str,
) -> Result<Vec<Line<'a>>, InputError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut place = Place { bytes, at: 0, line: 1 };
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().map_err(|error| broken(file, &error, &mut place))?;
    let header: Vec<String> = header.iter().map(column).collect();
    if let Some(absent) = absent(&header, columns) {
        return Err(InputError::new(file, absent, shape).at_line(1));
    }
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(file, &error, &mut place))?;
        let number = place.line_of(record.position());
        let cells = header.iter().cloned().zip(record.iter().map(String::from)).collect();
        lines.push(Line { file, number, cells });
    }
    Ok(lines)
}

/// What is said of the first column that a header lacks.
fn absent(header: &[String], columns: &[&str]) -> Option<String> {
    let absent = columns.iter().find(|column| !header.iter().any(|found| found == *column))?;
    let others = header.iter().map(String::as_str).filter(|name| !columns.contains(name));
    let instead = nearest(absent, others).map(|near| format!(", but one called {near}")).unwrap_or_default();
    Some(format!("it has no column {absent}{instead}"))
}

/// A place in a table, moving forward: the reader's own line numbers are off behind CRLF and blank lines.
struct Place<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
}

impl Place<'_> {
    /// The line on which the record that was read at this position begins.
    fn line_of(&mut self, position: Option<&csv::Position>) -> usize {
        let start = position.map_or(0, |position| position.byte() as usize);
        let blank = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let start = start + self.bytes.iter().skip(start).take_while(blank).count();
        let passed = self.bytes.get(self.at..start).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = self.at.max(start);
        self.line
    }
}

/// The English name of a column, which a file may call by its Chinese one.
fn column(name: &str) -> String {
    let name = name.trim();
    let known = COLUMNS.iter().find(|(_, _, chinese)| *chinese == name);
    known.map_or(name, |(_, english, _)| english).to_string()
}

fn broken(file: &str, error: &csv::Error, place: &mut Place) -> InputError {
    let (problem, remedy) = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            (format!("{len} cells under {expected_len} columns"), "put a cell that holds a comma into quotation marks")
        }
        csv::ErrorKind::Utf8 { .. } => ("it is not UTF-8".to_string(), "save it as “CSV UTF-8”"),
        _ => (error.to_string(), "check that it is a CSV file"),
    };
    InputError::new(file, problem, remedy).at_line(place.line_of(error.position()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "level,zone,metric,metric_key,value,unit,period,quote\n";

    fn gold(rows: &str) -> Result<Vec<GoldRow>, String> {
        let join = |errors: Vec<InputError>| errors.iter().map(|e| e.to_string() + "\n").collect::<String>();
        read_gold("g.csv", format!("{HEADER}{rows}").as_bytes()).map_err(join)
    }

    fn found(zone: &str, metric: &str, period: &str) -> Claim {
        let [zone, metric, period] = [zone, metric, period].map(String::from);
        Claim { zone, metric, period, ..Claim::default() }
    }

    #[test]
    fn a_gold_row_takes_its_alternatives() -> Result<(), String> {
        let rows = gold("core,江州高新区|,税收,税收|(?<!非)纳税,5,亿元|亿,2020|2020-12,5亿元\n")?;
        let row = &rows[0];
        assert!(row.core && row.claim.line == "2");
        for (value, unit, expected) in
            [("5", "亿元", true), ("50000", "万元", true), ("5", "亿", true), ("5", "元", false)]
        {
            assert_eq!(Quantity::read(value, unit).is_some_and(|q| row.wants(&q)), expected, "{value}{unit}");
        }
        for (zone, metric, period, expected) in [
            ("江州 高新区", "全年税收", "2020", [true, true, true]),
            ("", "纳税额", "2020-12", [true, true, true]),
            ("高新区", "非纳税额", "", [false, false, false]),
        ] {
            let fields = row.compare(&found(zone, metric, period));
            assert_eq!([fields.zone, fields.metric, fields.period], expected, "{zone} {metric} {period}");
        }
        Ok(())
    }

    #[test]
    fn every_mistake_of_a_gold_file_is_told_with_its_line() {
        let told = gold("core,,税,税,5,元,,\noptinal,,税,税,5,元,,\n\ncore,,税,(税,5,元,,\ncore,,税,税,\"5,0\",元,,\n");
        let told = told.err().unwrap_or_default();
        for words in [
            "g.csv:3: unknown level \"optinal\"; write core",
            "g.csv:5: the metric_key (税 is no",
            "g.csv:6: the value \"5,0\"",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert_eq!(told.lines().filter(|line| line.starts_with("g.csv:")).count(), 3, "{told}");
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() -> Result<(), Vec<InputError>> {
        for (end, lines) in [("\n", ["2", "4", "7"]), ("\r\n", ["2", "4", "7"])] {
            let rows = ["core,,税,税,5,元,,\n\ncore,,税,税,5,元,,\"5\n元\"\n\ncore,,税,税,5,元,,"].concat();
            let bytes = format!("{HEADER}{rows}").replace('\n', end);
            let found: Vec<_> = read_gold("g.csv", bytes.as_bytes())?.into_iter().map(|row| row.claim.line).collect();
            assert_eq!(found, lines, "{end:?}");
        }
        Ok(())
    }

    #[test]
    fn a_file_that_is_no_table_is_told_apart() {
        let told = |bytes: &[u8]| read_found("r.csv", bytes).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(told(b"").contains("r.csv:1: it has no column zone; write the rows with"));
        assert!(told(b"zone,metrik,value,unit,period\n").contains("no column metric, but one called metrik"));
        assert!(told(b"zone,metric,value,unit,period\na,b,1,2,c,2020\n").contains("r.csv:2: 6 cells under 5 columns"));
        assert!(told(b"zone,metric,value,unit,period\n\xB8\xDF,b,1,c,2020\n").contains("r.csv:2: it is not UTF-8"));
    }

    #[test]
    fn found_rows_are_read_with_whatever_columns_they_have() -> Result<(), InputError> {
        let bytes = "\u{FEFF}规则,指标,园区,数值,单位,时期,标题\nr1,税收,江州高新区,5,亿元,2020,x\n".as_bytes();
        let rows = read_found("r.csv", bytes)?;
        let wanted =
            Claim {
                value: "5".into(), unit: "亿元".into(), rule: "r1".into(), ..found("江州高新区", "税收", "2020")
            };
        assert_eq!(rows, [wanted]);
        Ok(())
    }
}
