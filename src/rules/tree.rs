//! TOML as a tree in which everything knows its place.
//!
//! In: the text of a rule file. Out: a [`Node`] to walk through, and where the characters of a string stand in the file,
//! whatever its quotes. Not here: what the keys mean.

use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its place.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// The whole file, or a table of it.
    Table(&'a DeTable<'a>, Span),
    /// Anything else.
    Value(&'a Spanned<DeValue<'a>>),
}

/// A byte range that can be copied.
type Span = (usize, usize);

impl<'a> Node<'a> {
    /// The tree of a parsed file.
    pub fn root(table: &'a Spanned<DeTable<'a>>) -> Node<'a> {
        Node::Table(table.get_ref(), (table.span().start, table.span().end))
    }

    fn of(value: &'a Spanned<DeValue<'a>>) -> Node<'a> {
        match value.get_ref() {
            DeValue::Table(table) => Node::Table(table, (value.span().start, value.span().end)),
            _ => Node::Value(value),
        }
    }

    /// Where it stands.
    pub fn span(self) -> Range<usize> {
        match self {
            Node::Table(_, (start, end)) => start..end,
            Node::Value(value) => value.span(),
        }
    }

    /// The text, if it is a string.
    pub fn text(self) -> Option<&'a str> {
        match self {
            Node::Value(value) => value.get_ref().as_str(),
            Node::Table(..) => None,
        }
    }

    /// What stands at a key of a table.
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        match self {
            Node::Table(table, _) => table.get(key).map(Node::of),
            Node::Value(_) => None,
        }
    }

    /// The keys of a table in the order of the file, each with its place and what stands there.
    pub fn entries(self) -> Vec<(&'a str, Range<usize>, Node<'a>)> {
        let Node::Table(table, _) = self else { return Vec::new() };
        let mut entries: Vec<_> =
            table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), Node::of(value))).collect();
        entries.sort_by_key(|(_, span, _)| span.start);
        entries
    }

    /// The items of a list.
    pub fn items(self) -> Vec<Node<'a>> {
        match self {
            Node::Value(value) => value.get_ref().as_array().into_iter().flatten().map(Node::of).collect(),
            Node::Table(..) => Vec::new(),
        }
    }

    /// The items of a list at a key; none where it is missing.
    pub fn list(self, key: &str) -> Vec<Node<'a>> {
        self.get(key).map(Node::items).unwrap_or_default()
    }

    /// What it is, for messages.
    pub fn what(self) -> &'static str {
        let Node::Value(value) = self else { return "a table" };
        match value.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a point",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date without quotes",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }
}

/// Where part of a string's value stands in the file: `string` is the place of the whole with its quotes.
///
/// ```
/// use shishu::rules::tree::place_in_string;
/// let text = r#"match = "a\tbc""#;
/// assert_eq!(place_in_string(text, 8..15, 2..3), 12..13); // the b, behind an escape
/// ```
pub fn place_in_string(file: &str, string: Range<usize>, part: Range<usize>) -> Range<usize> {
    let raw = file.get(string.clone()).unwrap_or("");
    let (quotes, basic) = match raw {
        _ if raw.starts_with("'''") => (3, false),
        _ if raw.starts_with("\"\"\"") => (3, true),
        _ => (1, raw.starts_with('"')),
    };
    let mut at = quotes;
    if quotes == 3 {
        let rest = raw.get(at..).unwrap_or("");
        at += rest.len() - rest.strip_prefix("\r\n").or(rest.strip_prefix('\n')).unwrap_or(rest).len();
    }
    if !basic {
        return string.start + at + part.start..string.start + at + part.end;
    }
    let starts = decoded_starts(raw, at);
    let place = |offset: usize| {
        let index = starts.partition_point(|&(decoded, _)| decoded < offset);
        string.start + starts.get(index).map_or(raw.len().saturating_sub(quotes), |&(_, raw)| raw)
    };
    place(part.start)..place(part.end)
}

/// Where each character of a basic string stands: its offset in the value and in the raw text.
fn decoded_starts(raw: &str, from: usize) -> Vec<(usize, usize)> {
    let (mut starts, mut decoded, mut at) = (Vec::new(), 0, from);
    while let Some(c) = raw.get(at..).and_then(|rest| rest.chars().next()) {
        let escape = raw[at..].chars().nth(1).filter(|_| c == '\\');
        let (raw_len, len) = match escape {
            None => (c.len_utf8(), c.len_utf8()),
            Some('u') => (6, hex(raw, at + 2, 4)),
            Some('U') => (10, hex(raw, at + 2, 8)),
            Some(e) if e.is_whitespace() => {
                let blank = raw[at + 1..].len() - raw[at + 1..].trim_start().len();
                (1 + blank, 0) // a line end that does not count
            }
            Some(e) => (1 + e.len_utf8(), 1),
        };
        if len > 0 {
            starts.push((decoded, at));
        }
        (at, decoded) = (at + raw_len, decoded + len);
    }
    starts
}

fn hex(raw: &str, at: usize, digits: usize) -> usize {
    let code = raw.get(at..at + digits).and_then(|code| u32::from_str_radix(code, 16).ok());
    code.and_then(char::from_u32).map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_strings_are_found_behind_any_quotes() {
        let cases = [
            ("k = '产值{m}'", 6..9, "{m}"),
            ("k = '''\n产值{m}'''", 6..9, "{m}"),
            ("k = \"\"\"\n产值{m}\"\"\"", 6..9, "{m}"),
            (r#"k = "\u4EA7\\{m}""#, 4..7, "{m}"),
            ("k = \"\"\"a\\\n   {m}\"\"\"", 1..4, "{m}"),
            ("k = 'ab'", 2..2, ""),
        ];
        for (text, part, want) in cases {
            let table = DeTable::parse(text).unwrap();
            let string = Node::root(&table).get("k").unwrap();
            let place = place_in_string(text, string.span(), part);
            assert_eq!(&text[place], want, "{text}");
        }
    }
}
