//! What the output looks like: format, columns, header, and what is done to cells.
//!
//! In: the rows of one document. Out: bytes, ready to be written one document after the other. Numbers are printed
//! with the digits they have; in JSONL the number columns are JSON numbers and all others strings. Not here: where
//! the bytes go.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;

use crate::row::{COLUMNS, Column, DEFAULT_COLUMNS, Row, Value};
use crate::sink::MoneyUnit;

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated.
    #[default]
    Csv,
    /// Tab-separated.
    Tsv,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// The format that a file name ending stands for.
    pub fn from_ending(ending: &str) -> Option<Format> {
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "tsv" => Some(Format::Tsv),
            "jsonl" => Some(Format::Jsonl),
            _ => None,
        }
    }
}

/// The language of column names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Header {
    /// `zone,metric,value,unit,period`
    #[default]
    English,
    /// `园区,指标,数值,单位,时期`
    Chinese,
    /// No header line; the keys of JSONL are English.
    None,
}

/// The settings of an output; rendering needs nothing else.
#[derive(Clone, Debug)]
pub struct Table {
    /// CSV, TSV or JSONL.
    pub format: Format,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The header line.
    pub header: Header,
    /// Whether a spreadsheet is to open it: a byte order mark, and no text cell that it would run.
    pub excel: bool,
    /// The unit to put amounts into.
    pub money: Option<MoneyUnit>,
}

impl Default for Table {
    fn default() -> Self {
        let columns = DEFAULT_COLUMNS.to_vec();
        Table { format: Format::Csv, columns, header: Header::English, excel: false, money: None }
    }
}

/// The rows of one document as bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// What to write.
    pub bytes: Vec<u8>,
    /// How many rows it holds.
    pub rows: usize,
}

impl Table {
    /// What comes before the first row.
    pub fn start(&self) -> io::Result<Vec<u8>> {
        let mark: &[u8] = if self.excel { b"\xEF\xBB\xBF" } else { b"" };
        let names = match self.format {
            Format::Jsonl => Vec::new(),
            _ if self.header == Header::None => Vec::new(),
            _ => {
                let mut names = Vec::new();
                self.line(self.columns.iter().map(|column| self.name(*column).into()), &mut names);
                names
            }
        };
        Ok([mark, &names].concat())
    }

    /// The rows of one document: amounts converted, repeated rows once.
    ///
    /// ```
    /// use shishu::sink::Table;
    /// assert_eq!(Table::default().start()?, b"zone,metric,value,unit,period\n");
    /// assert_eq!(Table::default().render(Vec::new())?.rows, 0);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn render(&self, mut rows: Vec<Row>) -> io::Result<Rendered> {
        // of the rows as found, before an amount changes
        let ids: Option<Vec<String>> =
            self.columns.contains(&Column::RowId).then(|| rows.iter().map(Row::row_id).collect());
        if let Some(unit) = self.money {
            rows.iter_mut().for_each(|row| unit.convert(row));
        }
        let mut seen = BTreeSet::new();
        let id = |at: usize| ids.as_ref().map_or("", |ids| &ids[at]);
        let cells: Vec<Cells> = rows.iter().enumerate().map(|(at, row)| Cells::of(row, id(at))).collect();
        let new = cells.iter().filter(|cells| seen.insert(cells.contract.as_str()));
        let bytes = match self.format {
            Format::Jsonl => new.map(|cells| self.object(cells)).collect::<String>().into_bytes(),
            Format::Csv | Format::Tsv => self.lines(new),
        };
        Ok(Rendered { bytes, rows: seen.len() })
    }

    /// Whether it has a column beside those of the contract.
    pub fn has_details(&self) -> bool {
        self.columns.iter().any(|column| !DEFAULT_COLUMNS.contains(column))
    }

    fn name(&self, column: Column) -> &'static str {
        let found = COLUMNS.iter().find(|(known, ..)| *known == column);
        found.map_or("", |(_, english, chinese)| if self.header == Header::Chinese { chinese } else { english })
    }

    fn cell<'c>(&self, cells: &'c Cells, column: Column) -> Cow<'c, str> {
        let text = cells.text(column);
        if self.excel && !is_number(cells.row, column) { harmless(text) } else { text }
    }

    /// Lines of cells. A cell that holds a separator, a quote or a line break stands in quotes, and its quotes are doubled.
    fn lines<'r>(&self, rows: impl Iterator<Item = &'r Cells<'r>>) -> Vec<u8> {
        let mut lines = Vec::new();
        for cells in rows {
            self.line(self.columns.iter().map(|column| self.cell(cells, *column)), &mut lines);
        }
        lines
    }

    fn line<'c>(&self, cells: impl Iterator<Item = Cow<'c, str>>, lines: &mut Vec<u8>) {
        let separator = if self.format == Format::Tsv { b'\t' } else { b',' };
        let start = lines.len();
        for cell in cells {
            // all of these are small: one comparison tells of nearly every byte
            if cell.bytes().any(|b| b <= b',' && (b == separator || matches!(b, b'"' | b'\n' | b'\r'))) {
                lines.push(b'"');
                lines.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
                lines.push(b'"');
            } else {
                lines.extend_from_slice(cell.as_bytes());
            }
            lines.push(separator);
        }
        lines.pop();
        if lines.len() == start {
            lines.extend_from_slice(b"\"\""); // one cell, and empty: no blank line
        }
        lines.push(b'\n');
    }

    fn object(&self, cells: &Cells) -> String {
        let member = |column: &Column| {
            let text = cells.text(*column);
            let value = if is_number(cells.row, *column) { text } else { json_string(&text).into() };
            format!("{}:{value}", json_string(self.name(*column)))
        };
        let members: Vec<String> = self.columns.iter().map(member).collect();
        format!("{{{}}}\n", members.join(","))
    }
}

/// The five columns of the row contract as one text: what tells rows apart, and nearly always what is written.
struct Cells<'r> {
    row: &'r Row,
    id: &'r str,
    /// The columns with a character between them that no page holds after layout repair.
    contract: String,
    ends: [usize; DEFAULT_COLUMNS.len()],
}

impl<'r> Cells<'r> {
    fn of(row: &'r Row, id: &'r str) -> Self {
        let mut contract = String::with_capacity(96);
        let ends = DEFAULT_COLUMNS.map(|column| {
            match column {
                Column::Zone => contract.push_str(&row.zone),
                Column::Metric => contract.push_str(&row.metric),
                Column::Unit => contract.push_str(&row.unit),
                Column::Period => contract.push_str(&row.period),
                _ => row.value.write_to(&mut contract),
            }
            contract.push('\x1f');
            contract.len() - 1
        });
        Cells { row, id, contract, ends }
    }

    fn text(&self, column: Column) -> Cow<'_, str> {
        match DEFAULT_COLUMNS.iter().position(|known| *known == column) {
            Some(at) => {
                let start = at.checked_sub(1).map_or(0, |before| self.ends[before] + 1);
                Cow::Borrowed(&self.contract[start..self.ends[at]])
            }
            None if column == Column::RowId => Cow::Borrowed(self.id),
            None => self.row.field(column),
        }
    }
}

fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn is_number(row: &Row, column: Column) -> bool {
    match column {
        Column::Value => matches!(row.value, Value::Number(_)),
        Column::Line | Column::Start | Column::End => true,
        _ => false,
    }
}

/// A text cell that no spreadsheet takes for a formula.
fn harmless(cell: Cow<'_, str>) -> Cow<'_, str> {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs && cell.parse::<rust_decimal::Decimal>().is_err() { format!("'{cell}").into() } else { cell }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A row with the columns of the contract; all others are empty.
    pub(crate) fn row(zone: &str, metric: &str, value: &str, unit: &str) -> Row {
        let text = String::new;
        Row {
            zone: zone.into(),
            metric: metric.into(),
            metric_text: text(),
            value: value.parse().map_or_else(|_| Value::Date(value.into()), Value::Number),
            value_text: text(),
            unit: unit.into(),
            qualifier: text(),
            mood: "",
            subject: text(),
            zone_from: "",
            period_from: "",
            period: "2020".into(),
            days: None,
            quote: text(),
            sentence: "".into(),
            headline: "".into(),
            source: "".into(),
            line: 3,
            start: 0,
            end: 0,
            issue_date: None,
            rule: "".into(),
        }
    }

    fn rendered(table: &Table, rows: &[Row]) -> String {
        let bytes = [table.start().unwrap_or_default(), table.render(rows.to_vec()).unwrap_or_default().bytes].concat();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn csv_tsv_and_jsonl_hold_the_same_cells() {
        let rows = [row("江,州", "占\"全市\"比重", "33.50", "%"), row("", "投产", "2020-12-12", "日期")];
        let table = |format| Table { format, ..Table::default() };
        assert_eq!(
            rendered(&table(Format::Csv), &rows),
            "zone,metric,value,unit,period\n\"江,州\",\"占\"\"全市\"\"比重\",33.50,%,2020\n,投产,2020-12-12,日期,2020\n"
        );
        assert_eq!(
            rendered(&table(Format::Tsv), &rows[1..]),
            "zone\tmetric\tvalue\tunit\tperiod\n\t投产\t2020-12-12\t日期\t2020\n"
        );
        assert_eq!(
            rendered(&table(Format::Jsonl), &rows),
            concat!(
                r#"{"zone":"江,州","metric":"占\"全市\"比重","value":33.50,"unit":"%","period":"2020"}"#,
                "\n",
                r#"{"zone":"","metric":"投产","value":"2020-12-12","unit":"日期","period":"2020"}"#,
                "\n"
            )
        );
    }

    #[test]
    fn headers_are_english_chinese_or_none() {
        let start = |header, format| rendered(&Table { header, format, ..Table::default() }, &[]);
        assert_eq!(start(Header::Chinese, Format::Csv), "园区,指标,数值,单位,时期\n");
        assert_eq!(start(Header::None, Format::Csv), "");
        assert_eq!(start(Header::English, Format::Jsonl), "");
    }

    #[test]
    fn repeated_rows_are_written_once_after_conversion() {
        let table = Table { money: Some(MoneyUnit::HundredMillionYuan), ..Table::default() };
        let amounts =
            [row("甲", "总投资", "1", "亿元"), row("甲", "总投资", "10000", "万元"), row("乙", "总投资", "1", "亿元")];
        assert_eq!(table.render(amounts.to_vec()).map(|rendered| rendered.rows).ok(), Some(2));
        let mut apart = [row("甲", "总投资", "1", "亿元"), row("甲", "总投资", "1", "亿元")];
        apart[1].line = 9;
        assert_eq!(table.render(apart.to_vec()).map(|rendered| rendered.rows).ok(), Some(1));
    }

    #[test]
    fn excel_gets_a_mark_and_no_formulas_but_its_numbers() {
        let columns = vec![Column::Metric, Column::Value, Column::ValueText, Column::Line];
        let table = Table { excel: true, columns, ..Table::default() };
        let mut rows: Vec<Row> =
            ["=1+1", "+甲", "-乙", "@丙", "\t丁", "戊=1"].map(|metric| row("", metric, "-3.1", "%")).into();
        rows[0].value_text = "-3.1".into();
        rows[1].value_text = "-3.1%".into();
        assert_eq!(
            rendered(&table, &rows),
            concat!(
                "\u{FEFF}metric,value,value_text,line\n'=1+1,-3.1,-3.1,3\n'+甲,-3.1,'-3.1%,3\n'-乙,-3.1,,3\n",
                "'@丙,-3.1,,3\n'\t丁,-3.1,,3\n戊=1,-3.1,,3\n"
            )
        );
    }
}
