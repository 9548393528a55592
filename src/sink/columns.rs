//! Which columns to write.
//!
//! ```text
//! columns = name ("," name)*          picks these, in this order
//!         | "+" name ("," name)*      appends them to the five of the row contract
//! ```
//! In: that text; names are those of the header, English or Chinese. Out: the columns, each once. Not here: their values.

use crate::row::{COLUMNS, Column, DEFAULT_COLUMNS};
use crate::suggest::nearest;

/// Reads a list of columns; the error names the one that is not known.
///
/// ```
/// use shishu::{row::Column, sink::parse_columns};
/// assert_eq!(parse_columns("value,unit"), Ok(vec![Column::Value, Column::Unit]));
/// assert_eq!(parse_columns("+source").map(|columns| columns.len()), Ok(6));
/// ```
pub fn parse_columns(text: &str) -> Result<Vec<Column>, String> {
    let (mut columns, names) = match text.strip_prefix('+') {
        Some(names) => (DEFAULT_COLUMNS.to_vec(), names),
        None => (Vec::new(), text),
    };
    for name in names.split([',', '，']) {
        let column = find(name.trim())?;
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    Ok(columns)
}

fn find(name: &str) -> Result<Column, String> {
    let known = COLUMNS.iter().find(|(_, english, chinese)| name.eq_ignore_ascii_case(english) || name == *chinese);
    known.map(|(column, ..)| *column).ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> String {
    if name.is_empty() {
        return "a column name is empty; write a,b to pick columns or +a,b to append them".into();
    }
    let names = || COLUMNS.iter().map(|(_, english, _)| *english);
    let chinese = COLUMNS.iter().map(|(_, _, chinese)| *chinese);
    match nearest(&name.to_ascii_lowercase(), names().chain(chinese)) {
        Some(near) => format!("unknown column {name}; did you mean {near}?"),
        None => format!("unknown column {name}; the columns are {}", names().collect::<Vec<_>>().join(",")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_picked_or_appended_once() {
        let cases: [(&str, &[Column]); 4] = [
            ("unit,value", &[Column::Unit, Column::Value]),
            ("Zone, 数值,zone", &[Column::Zone, Column::Value]),
            ("+", &[]),
            ("+unit,line", &[Column::Zone, Column::Metric, Column::Value, Column::Unit, Column::Period, Column::Line]),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_columns(text).unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn an_unknown_name_gets_the_nearest_one() {
        let error = |text: &str| parse_columns(text).err().unwrap_or_default();
        assert_eq!(error("zone,metrics"), "unknown column metrics; did you mean metric?");
        assert_eq!(error("+sentense"), "unknown column sentense; did you mean sentence?");
        assert_eq!(error("园区,指数"), "unknown column 指数; did you mean 指标?");
        assert!(error("price").starts_with("unknown column price; the columns are zone,metric,"));
        assert!(error("").starts_with("a column name is empty"));
    }
}
