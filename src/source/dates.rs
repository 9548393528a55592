//! The issue date of a document: the day from which its relative times (去年, 10月30日) are counted.
//!
//! Looked for in this order: the record's own `date`, the dates file, `--date`, the name, the masthead in the text.
//! A full date is
//!
//! ```text
//! date  = year sep month sep day      2021-01-25  2021.1.25  2021/1/25  2021_01_25
//!       | year 年 month 月 day 日?     2021年1月25日, spaces allowed between the parts
//!       | yyyymmdd                    20210125, perhaps with a time behind it: 202101250830
//! ```
//! In: names and texts. Out: dates that exist in the calendar, or none: rather none than a wrong one. The words that
//! make a line a masthead come from the rule pack ([`MastheadWords`]). Not here: periods and relative times.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use super::InputError;
use super::decode::Decoded;

/// The words by which a line is known to hold the date of issue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MastheadWords {
    /// Names of weekdays (星期一): a short line with one and a full date is a masthead.
    #[serde(default)]
    pub weekday: Vec<String>,
    /// Labels of the date (发布时间, 日期): a line with one right before a full date states it.
    #[serde(default)]
    pub published: Vec<String>,
}

/// What is known of issue dates before a text is read, and how a text states its own.
#[derive(Clone, Debug, Default)]
pub struct IssueDates {
    /// The dates file: dates by full name, file name or stem.
    pub listed: BTreeMap<String, NaiveDate>,
    /// The date given for all documents.
    pub given: Option<NaiveDate>,
    /// The words of mastheads.
    pub words: MastheadWords,
}

impl IssueDates {
    /// The date that is known without the text; `names` go from the document's own to that of its file.
    pub fn known(&self, names: &[&str]) -> Option<NaiveDate> {
        let listed = || names.iter().find_map(|name| self.listed_for(name));
        let in_name = || names.iter().find_map(|name| find_date(file_name(name)));
        listed().or(self.given).or_else(in_name)
    }

    fn listed_for(&self, name: &str) -> Option<NaiveDate> {
        if self.listed.is_empty() {
            return None;
        }
        let file = file_name(name);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        [name, file, stem].iter().find_map(|name| self.listed.get(*name).copied())
    }

    /// The date on the first masthead line of a text.
    pub fn on_masthead(&self, text: &str) -> Option<NaiveDate> {
        const LONGEST: usize = 240; // bytes, about 80 characters: a masthead is a line, a paragraph is none
        let lines = text.lines().flat_map(|line| line.split('\r'));
        let lines = lines.filter(|line| line.len() <= LONGEST && may_hold_date(line));
        lines.filter_map(|line| self.on_line(line)).next()
    }

    fn on_line(&self, line: &str) -> Option<NaiveDate> {
        let by_label = || self.words.published.iter().find_map(|label| labelled_date(line, label));
        if line.contains(['。', '，', '；']) {
            return by_label(); // a sentence that tells on which weekday something happened
        }
        let letters: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        let has_weekday = self.words.weekday.iter().any(|word| letters.contains(word.as_str()));
        by_label().or_else(|| if has_weekday { find_date(line) } else { None })
    }
}

fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// A cheap test that spares most lines the search: a date has five digits at least.
fn may_hold_date(line: &str) -> bool {
    let wide = || line.chars().filter(|c| narrow(*c).is_ascii_digit()).nth(4).is_some();
    let full_width = |line: &str| memchr::memchr(0xEF, line.as_bytes()).is_some();
    line.bytes().filter(u8::is_ascii_digit).nth(4).is_some() || full_width(line) && wide()
}

/// The date right behind a label that no other word runs into (截止日期 is not 日期).
fn labelled_date(line: &str, label: &str) -> Option<NaiveDate> {
    line.match_indices(label).find_map(|(at, _)| {
        let alone = !line[..at].ends_with(char::is_alphanumeric);
        let rest = line[at + label.len()..].trim_start_matches([':', '：', ' ', '\u{3000}', '\t']);
        let chars: Vec<char> = rest.chars().take(24).map(narrow).collect();
        if alone { date_at(&chars, 0).map(|(date, _)| date) } else { None }
    })
}

/// The date that a text consists of, in any of the forms above.
///
/// ```
/// use shishu::source::parse_date;
/// assert_eq!(parse_date("2021年1月25日"), parse_date("2021-01-25"));
/// assert_eq!(parse_date("2021-02-30"), None);
/// assert_eq!(parse_date("2021-01"), None);
/// ```
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let chars: Vec<char> = text.trim().chars().map(narrow).collect();
    date_at(&chars, 0).filter(|(_, end)| *end == chars.len()).map(|(date, _)| date)
}

/// The first date that a text holds.
fn find_date(text: &str) -> Option<NaiveDate> {
    let chars: Vec<char> = text.chars().map(narrow).collect();
    let begins = |at: &usize| chars[*at].is_ascii_digit() && (*at == 0 || !chars[at - 1].is_ascii_digit());
    (0..chars.len()).filter(begins).find_map(|at| date_at(&chars, at)).map(|(date, _)| date)
}

/// The date at a place, with the place behind it.
fn date_at(chars: &[char], at: usize) -> Option<(NaiveDate, usize)> {
    let (year, end) = digits(chars, at);
    match end - at {
        4 => separated_date(chars, year, end),
        8 | 12 | 14 => {
            let number = |from: usize, to: usize| digits(&chars[..at + to], at + from).0;
            Some((date(number(0, 4), number(4, 6), number(6, 8))?, end))
        }
        _ => None,
    }
}

fn separated_date(chars: &[char], year: u32, end: usize) -> Option<(NaiveDate, usize)> {
    let (first, at) = sign(chars, end)?;
    let second = if first == '年' { '月' } else { first };
    if !matches!(first, '年' | '-' | '.' | '/' | '_') {
        return None;
    }
    let (month, end) = digits(chars, skip_spaces(chars, at, first));
    let (found, at) = sign(chars, end)?;
    if found != second {
        return None;
    }
    let from = skip_spaces(chars, at, first);
    let (day, mut end) = digits(chars, from);
    if end - from > 2 {
        return None;
    }
    if first == '年' {
        end = sign(chars, end).filter(|(c, _)| matches!(c, '日' | '号')).map_or(end, |(_, behind)| behind);
    }
    Some((date(year, month, day)?, end))
}

/// The number at a place and the place behind its digits; 0 where there is none.
fn digits(chars: &[char], at: usize) -> (u32, usize) {
    let run = chars[at.min(chars.len())..].iter().map_while(|c| c.to_digit(10));
    run.fold((0, at), |(value, end), digit| (value.saturating_mul(10).saturating_add(digit), end + 1))
}

/// The sign between two parts; only 年, 月 and 日 may stand behind a space.
fn sign(chars: &[char], at: usize) -> Option<(char, usize)> {
    let spaced = skip_spaces(chars, at, '年');
    match chars.get(spaced) {
        Some(c @ ('年' | '月' | '日' | '号')) => Some((*c, spaced + 1)),
        _ => chars.get(at).map(|c| (*c, at + 1)),
    }
}

fn skip_spaces(chars: &[char], at: usize, sign: char) -> usize {
    let spaces = chars[at.min(chars.len())..].iter().take_while(|c| sign == '年' && c.is_whitespace());
    at + spaces.count()
}

fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let year = i32::try_from(year).ok().filter(|year| (1850..2150).contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Full-width forms as ASCII.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Reads a dates file: `name⇥date` lines, in any encoding that pages may have, with or without a header line.
pub fn read_dates(path: &Path) -> Result<BTreeMap<String, NaiveDate>, InputError> {
    let name = path.to_string_lossy();
    let reading = |error| InputError::reading(&name, &error);
    let mut decoded = Decoded::open(&name, Box::new(std::fs::File::open(path).map_err(reading)?), None)?;
    let mut text = String::new();
    while decoded.read_into(&mut text).map_err(reading)? {}
    let mut dates = BTreeMap::new();
    for (line, number) in text.lines().zip(1..) {
        list_date(line, number == 1, &mut dates)
            .map_err(|problem| InputError::new(&*name, problem, DATES_SHAPE).at_line(number))?;
    }
    Ok(dates)
}

const DATES_SHAPE: &str = "write a name, a tab and a date such as 2021-01-25";

fn list_date(line: &str, first: bool, dates: &mut BTreeMap<String, NaiveDate>) -> Result<(), String> {
    if line.trim().is_empty() {
        return Ok(());
    }
    let (name, date) = line.split_once('\t').ok_or("no tab in the line")?;
    let date = date.trim();
    if first && !date.chars().any(|c| c.is_ascii_digit()) {
        return Ok(()); // the header: doc⇥issue_date
    }
    let date = parse_date(date).ok_or_else(|| format!("{date:?} is no date"))?;
    match dates.insert(name.trim().to_string(), date) {
        Some(other) if other != date => Err(format!("{} was given the date {other} above", name.trim())),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
    }

    fn dates() -> IssueDates {
        let words = |list: &[&str]| list.iter().map(|word| word.to_string()).collect();
        let weekdays = words(&["星期一", "星期二", "周三"]);
        let words = MastheadWords { weekday: weekdays, published: words(&["发布时间", "日期"]) };
        IssueDates { words, ..IssueDates::default() }
    }

    #[test]
    fn names_hold_dates_in_many_forms() {
        let cases = [
            ("2021-01-25.txt", "2021-01-25"),
            ("新区报2021.1.25第3版.md", "2021-01-25"),
            ("a/2020-02-02/p_20210125_03.txt", "2021-01-25"),
            ("2021年1月25日.txt", "2021-01-25"),
            ("x_2021_01_25_y", "2021-01-25"),
            ("202101250830.txt", "2021-01-25"),
            ("２０２１－０１－２５.txt", "2021-01-25"),
            ("20211325 2021-2-28.txt", "2021-02-28"),
            ("2021-01-255.txt", ""),
            ("2021.1-25.txt", ""),
            ("120210125.txt", ""),
            ("2021-01.txt", ""),
            ("001.txt", ""),
            ("12021-01-25", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(IssueDates::default().known(&[name]), day(expected), "{name}");
        }
    }

    #[test]
    fn mastheads_are_told_from_sentences() {
        let cases = [
            ("正文\n\n2021.1.25星期一\n正文", "2021-01-25"),
            ("2021 年 1 月 25 日 星 期 一 第3版", "2021-01-25"),
            ("星期二　2021年1月26日\r\n", "2021-01-26"),
            ("发布时间：2011-03-29 来源：新区报，阅读 5 次", "2011-03-29"),
            ("作者 某某 日期: 2011-03-29 10:30", "2011-03-29"),
            ("截止日期：2011-03-29", ""),
            ("2021年1月25日（星期一），江州高新区开会。", ""),
            ("2021年1月25日", ""),
            ("发布时间：近日 2011-03-29", ""),
            ("2021年2月30日星期一", ""),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(dates().on_masthead(text), day(expected), "{text}");
        }
        let paragraph = "很长的一段话".repeat(20) + "2021.1.25星期一";
        assert_eq!(dates().on_masthead(&paragraph), None);
    }

    #[test]
    fn the_list_goes_before_the_option_before_the_name() {
        let mut dates = dates();
        assert_eq!(dates.known(&["a/2021-01-25.txt"]), day("2021-01-25"));
        dates.given = day("2021-02-01");
        assert_eq!(dates.known(&["a/2021-01-25.txt"]), day("2021-02-01"));
        for (key, date) in [("2021-01-25", "2021-03-01"), ("2021-01-25.txt", "2021-03-02"), ("a/x.txt", "2021-03-03")] {
            dates.listed.insert(key.into(), day(date).unwrap_or_default());
        }
        assert_eq!(dates.known(&["b/2021-01-25.md"]), day("2021-03-01"));
        assert_eq!(dates.known(&["a/2021-01-25.txt"]), day("2021-03-02"));
        assert_eq!(dates.known(&["a/x.txt"]), day("2021-03-03"));
        assert_eq!(dates.known(&["id7", "a/x.txt"]), day("2021-03-03"));
        assert_eq!(dates.known(&["b/y.txt"]), day("2021-02-01"));
    }

    #[test]
    fn dates_files_may_have_a_header_and_errors_name_the_line() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("dates.tsv");
        let read = |text: &str| {
            std::fs::write(&path, text).ok();
            let line = |error: InputError| (error.line.unwrap_or(0), error.problem);
            read_dates(&path).map(|dates| dates.into_keys().collect::<Vec<_>>()).map_err(line)
        };
        assert_eq!(
            read("\u{FEFF}doc\tissue_date\r\na\t2021-01-25\r\n\r\nb c\t20210126"),
            Ok(vec!["a".into(), "b c".into()])
        );
        assert_eq!(read("a\t2021-01-25\nb 2021-01-26"), Err((2, "no tab in the line".into())));
        assert_eq!(read("a\t2021-01-25\nb\tgestern"), Err((2, "\"gestern\" is no date".into())));
        assert_eq!(read("a\t2021-01-25\na\t2021-01-26"), Err((2, "a was given the date 2021-01-25 above".into())));
        assert!(read_dates(folder.path()).is_err());
        Ok(())
    }
}
