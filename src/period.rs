//! Times: what a time expression says, and which days it means.
//!
//! In: text and a byte offset, with the words of `rules/periods.toml`. Out: an [`Expr`] that still depends on the date of
//! issue (去年, 10月30日), and from it, once that date is known, a [`Period`] with its first and last day. Not here: which period
//! a fact belongs to (see `resolve`).
//!
//! ```text
//! expr   = before? (range | point) since? | now | plan | years
//! range  = point mark point            2018年至2020年, 9月1日至10月7日, 2018—2020年
//! point  = year? part? end? after*     2020年, 今年前三季度, 9月底, 2020年1-11月, 2020-12-12
//! year   = digit{4} 年 | word           2020年, 二〇二〇年, 去年, 上年同期
//! part   = month (mark month)? 月 day? | 前 number 个月 | word
//! years  = recent number 年 | coming number 年 | number 年 (来 | 前)
//! ```

use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;
use std::collections::BTreeMap;

use crate::numeral;
use crate::word_table::{Builder, WordTable};

/// The year a point of time lies in, as far as the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    /// A number.
    Absolute(i32),
    /// Years from the year of issue: 去年 is -1.
    Offset(i32),
    /// The year spoken of last (当年).
    Context,
    /// None given.
    Open,
}

/// The part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// From one month to another.
    Months(u32, u32),
    /// A quarter, 1 to 4.
    Quarter(u32),
    /// A half, 1 or 2.
    Half(u32),
    /// Month and day.
    Day(u32, u32),
    /// A day of the month spoken of last, or of issue.
    DayOnly(u32),
}

/// A year and a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The year.
    pub year: Year,
    /// The part.
    pub part: Part,
}

/// What a time expression says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expr {
    /// One stretch of a year.
    At(Point),
    /// From the first to the second, both included.
    Range(Point, Point),
    /// From the point until the issue (以来).
    Since(Point),
    /// Months from the month of issue: 目前 is 0, 上月 is -1.
    Month(i32),
    /// The quarter of issue.
    ThisQuarter,
    /// Whole years, both included.
    Years(i32, i32),
    /// The last N years, the year of issue included (近三年).
    Recent(i32),
    /// The next N years (未来五年).
    Coming(i32),
    /// N years before the issue (五年前).
    Ago(i32),
    /// The period spoken of last, moved by so many years (同期 0, 上年同期 -1).
    Same(i32),
    /// A time that no date can be given for (近年来).
    Unknown,
}

impl Expr {
    /// Whether it can be resolved only with the date of issue.
    pub fn is_relative(&self) -> bool {
        let relative = |p: &Point| !matches!(p.year, Year::Absolute(_));
        match self {
            Expr::At(p) => relative(p),
            Expr::Range(a, b) => relative(a) && relative(b),
            Expr::Years(..) => false,
            _ => true,
        }
    }
}

/// How fine a period is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// `2020`
    Year,
    /// `2020-H1`
    Half,
    /// `2020-Q1`
    Quarter,
    /// `2020-09`
    Month,
    /// `2020-09-30`
    Day,
}

/// A resolved time: first and last day, both included, and the grain it is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub start: NaiveDate,
    /// Last day.
    pub end: NaiveDate,
    /// The grain of its form.
    pub grain: Grain,
}

impl Period {
    /// One month.
    pub fn month(year: i32, month: u32) -> Option<Period> {
        Some(Period {
            start: NaiveDate::from_ymd_opt(year, month, 1)?,
            end: last_day(year, month)?,
            grain: Grain::Month,
        })
    }

    /// One day.
    pub fn day(date: NaiveDate) -> Period {
        Period { start: date, end: date, grain: Grain::Day }
    }

    /// Years from the first to the last.
    pub fn years(first: i32, last: i32) -> Option<Period> {
        Some(Period {
            start: NaiveDate::from_ymd_opt(first, 1, 1)?,
            end: NaiveDate::from_ymd_opt(last, 12, 31)?,
            grain: Grain::Year,
        })
    }

    fn until(self, last: Period) -> Option<Period> {
        let grain = if self.grain == last.grain { self.grain } else { finer(self.grain, last.grain) };
        (self.start <= last.end).then_some(Period { start: self.start, end: last.end, grain })
    }

    fn shifted(self, years: i32) -> Option<Period> {
        if years == 0 {
            return Some(self);
        }
        let start = same_day(self.start, years)?;
        let end = match self.grain {
            Grain::Day => same_day(self.end, years)?,
            _ => last_day(self.end.year() + years, self.end.month())?,
        };
        Some(Period { start, end, ..self })
    }
}

fn same_day(date: NaiveDate, years: i32) -> Option<NaiveDate> {
    date.with_year(date.year() + years).or_else(|| NaiveDate::from_ymd_opt(date.year() + years, 2, 28))
}

/// Halves and quarters mix with other grains as months.
fn finer(a: Grain, b: Grain) -> Grain {
    if a == Grain::Day || b == Grain::Day { Grain::Day } else { Grain::Month }
}

fn last_day(year: i32, month: u32) -> Option<NaiveDate> {
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(year, month, 1)?.checked_sub_days(Days::new(1))
}

/// The form of ROWS: `2020`, `2020-09`, `2020-Q3`, `2020-01/2020-09`.
impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let one = |date: NaiveDate| match self.grain {
            Grain::Year => format!("{:04}", date.year()),
            Grain::Half => format!("{:04}-H{}", date.year(), 1 + date.month0() / 6),
            Grain::Quarter => format!("{:04}-Q{}", date.year(), 1 + date.month0() / 3),
            Grain::Month => format!("{:04}-{:02}", date.year(), date.month()),
            Grain::Day => date.format("%Y-%m-%d").to_string(),
        };
        let (start, end) = (one(self.start), one(self.end));
        if start == end { f.write_str(&start) } else { write!(f, "{start}/{end}") }
    }
}

/// What a time expression is resolved against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    /// The date of issue.
    pub issue: Option<NaiveDate>,
    /// The period that the text gave last.
    pub last: Option<Period>,
    /// Whether the clause speaks of what is to come (将, 力争).
    pub future: bool,
}

/// The days that an expression means, or `None` where the context does not tell.
pub fn resolve(expr: Expr, context: &Context) -> Option<Period> {
    let issue = context.issue;
    match expr {
        Expr::At(point) => at(point, context, context.last),
        Expr::Range(first, last) => {
            // the end gives the year to a start that has none, and the other way round
            let (a, b) = match (first.year, last.year) {
                (Year::Open, Year::Absolute(_) | Year::Offset(_)) => (Point { year: last.year, ..first }, last),
                (Year::Absolute(_) | Year::Offset(_), Year::Open) => (first, Point { year: first.year, ..last }),
                _ => (first, last),
            };
            let last = at(b, context, at(a, context, context.last))?;
            let first = at(a, context, Some(last))?;
            first.until(last).or_else(|| first.shifted(-1)?.until(last))
        }
        Expr::Since(point) => {
            let now = issue?;
            let first = at(point, context, context.last)?;
            let start = Period::month(first.start.year(), first.start.month())?;
            start.until(Period::month(now.year(), now.month())?)
        }
        Expr::Month(offset) => {
            let months = issue?.year() * 12 + issue?.month0() as i32 + offset;
            Period::month(months.div_euclid(12), months.rem_euclid(12) as u32 + 1)
        }
        Expr::ThisQuarter => {
            at(Point { year: Year::Offset(0), part: Part::Quarter(issue?.month0() / 3 + 1) }, context, None)
        }
        Expr::Years(first, last) => Period::years(first, last),
        Expr::Recent(n) => Period::years(issue?.year() - n + 1, issue?.year()),
        Expr::Coming(n) => Period::years(issue?.year() + 1, issue?.year() + n),
        Expr::Ago(n) => Period::years(issue?.year() - n, issue?.year() - n),
        Expr::Same(years) => context.last?.shifted(years),
        Expr::Unknown => None,
    }
}

fn at(point: Point, context: &Context, last: Option<Period>) -> Option<Period> {
    let year = match point.year {
        Year::Absolute(year) => year,
        Year::Offset(offset) => context.issue?.year() + offset,
        Year::Context => last.map(|p| p.end.year()).or(context.issue.map(|d| d.year()))?,
        Year::Open => return open_year(point.part, context, last),
    };
    in_year(year, point.part, last, context.issue)
}

/// A month or quarter without a year: that of the period before it in the text, if this one begins inside or after it within a
/// year; else the latest that had begun by the issue, or the next one where the clause looks ahead.
fn open_year(part: Part, context: &Context, last: Option<Period>) -> Option<Period> {
    if let Some(last) = last {
        let explicit = in_year(last.end.year(), part, Some(last), context.issue)?;
        let known = context
            .issue
            .is_none_or(|issue| last.end.year() < issue.year() || explicit.start <= issue || context.future);
        if known {
            return Some(explicit);
        }
    }
    let issue = context.issue?;
    let this = in_year(issue.year(), part, last, Some(issue))?;
    if context.future || this.start <= issue { Some(this) } else { in_year(issue.year() - 1, part, last, Some(issue)) }
}

fn in_year(year: i32, part: Part, last: Option<Period>, issue: Option<NaiveDate>) -> Option<Period> {
    let months = |first, last, grain| {
        Some(Period { start: NaiveDate::from_ymd_opt(year, first, 1)?, end: last_day(year, last)?, grain })
    };
    match part {
        Part::Whole => Period::years(year, year),
        Part::Months(first, last) => months(first, last, Grain::Month).filter(|p| p.start <= p.end),
        Part::Quarter(q) => months(q * 3 - 2, q * 3, Grain::Quarter),
        Part::Half(h) => months(h * 6 - 5, h * 6, Grain::Half),
        Part::Day(month, day) => NaiveDate::from_ymd_opt(year, month, day).map(Period::day),
        Part::DayOnly(day) => {
            let month = last.filter(|p| p.grain == Grain::Day || p.grain == Grain::Month).map(|p| p.end).or(issue)?;
            NaiveDate::from_ymd_opt(month.year(), month.month(), day).map(Period::day)
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Reading
// ---------------------------------------------------------------------------------------------------------------------

/// `rules/periods.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)] // the keys are described in the file
pub struct PeriodWords {
    pub years: BTreeMap<String, i32>,
    pub parts: BTreeMap<String, String>,
    pub now: WordList,
    pub last_month: WordList,
    pub next_month: WordList,
    pub this_quarter: WordList,
    pub same: WordList,
    pub context_year: WordList,
    pub plans: BTreeMap<String, String>,
    pub unknown: WordList,
    pub marks: Marks,
}

/// A list of words under one heading.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct WordList {
    pub words: Vec<String>,
    pub last_year: Vec<String>,
}

/// The words that stand around a number or a point of time.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct Marks {
    pub recent: Vec<String>,
    pub coming: Vec<String>,
    pub recent_after: Vec<String>,
    pub ago: Vec<String>,
    pub since: Vec<String>,
    pub before: Vec<String>,
    pub after: Vec<String>,
    pub end: Vec<String>,
    pub start: Vec<String>,
    pub thirds: Vec<String>,
    pub range: Vec<String>,
    pub first_months: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default)]
enum Word {
    #[default]
    None,
    Year(Year),
    Part(Part),
    Whole(Expr),
    Recent,
    Coming,
    FirstMonths,
}

/// The compiled words: reads time expressions.
#[derive(Debug)]
pub struct PeriodReader {
    words: WordTable<Word>,
    before: WordTable<bool>,
    marks: Marks,
}

impl PeriodReader {
    /// Compiles the words; an ill-formed part or plan is an error that names it.
    pub fn new(words: &PeriodWords) -> Result<PeriodReader, String> {
        let mut table = Builder::<Word>::default();
        for (word, &offset) in &words.years {
            *table.entry(word) = Word::Year(Year::Offset(offset));
        }
        for word in &words.context_year.words {
            *table.entry(word) = Word::Year(Year::Context);
        }
        for (word, part) in &words.parts {
            *table.entry(word) = Word::Part(parse_part(part).ok_or_else(|| {
                format!("{word:?}: unknown part {part:?}; expected Q1–Q4, H1, H2, a month 01–12 or two joined by /")
            })?);
        }
        for (word, years) in &words.plans {
            let years = years.split_once('/').and_then(|(a, b)| Some(Expr::Years(a.parse().ok()?, b.parse().ok()?)));
            *table.entry(word) =
                Word::Whole(years.ok_or_else(|| format!("{word:?}: expected years such as 2021/2025"))?);
        }
        let wholes = [
            (&words.now.words, Expr::Month(0)),
            (&words.last_month.words, Expr::Month(-1)),
            (&words.next_month.words, Expr::Month(1)),
            (&words.this_quarter.words, Expr::ThisQuarter),
            (&words.same.words, Expr::Same(0)),
            (&words.same.last_year, Expr::Same(-1)),
            (&words.unknown.words, Expr::Unknown),
        ];
        for (list, expr) in wholes {
            for word in list {
                *table.entry(word) = Word::Whole(expr);
            }
        }
        for (list, word) in [
            (&words.marks.recent, Word::Recent),
            (&words.marks.coming, Word::Coming),
            (&words.marks.first_months, Word::FirstMonths),
        ] {
            for text in list {
                if matches!(table.entry(text), Word::None) {
                    *table.entry(text) = word;
                }
            }
        }
        let mut before = Builder::default();
        for word in &words.marks.before {
            *before.entry(word) = true;
        }
        Ok(PeriodReader { words: table.build(), before: before.build(), marks: words.marks.clone() })
    }

    /// Whether a time expression may begin with this character; a cheap test before [`read`](Self::read).
    pub fn may_start(&self, text: &str, at: usize) -> bool {
        self.words.longest(text, at).is_some() || self.before.longest(text, at).is_some()
    }

    /// Reads the time expression that starts at byte `at`, the longest one: its end and what it says.
    pub fn read(&self, text: &str, at: usize) -> Option<(usize, Expr)> {
        let inner = self.before.longest(text, at).map_or(at, |(end, _)| end);
        let found = self.expression(text, inner).or_else(|| if inner > at { self.expression(text, at) } else { None });
        // 截至目前, 到目前为止 are words of their own
        let word = self.words.longest(text, at).and_then(|(end, word)| match word {
            Word::Whole(expr) => Some(self.whole(text, end, *expr)),
            _ => None,
        });
        match (found, word) {
            (Some(found), Some(word)) => Some(if word.0 >= found.0 { word } else { found }),
            (found, word) => found.or(word),
        }
    }

    fn expression(&self, text: &str, at: usize) -> Option<(usize, Expr)> {
        if let Some(years) = self.years(text, at) {
            return Some(years);
        }
        if let Some((end, &Word::Whole(expr))) = self.words.longest(text, at) {
            return Some(self.whole(text, end, expr));
        }
        if let Some(range) = self.year_range(text, at) {
            return Some(range);
        }
        let (end, first) = self.point(text, at)?;
        if let Some((range_end, last)) = self.after_mark(text, end).and_then(|next| self.point(text, next)) {
            if compatible(first, last) {
                return Some((self.skip_after(text, range_end), Expr::Range(first, last)));
            }
        }
        let end = self.skip_after(text, end);
        match any_prefix(text, end, &self.marks.since) {
            Some(since) => Some((since, Expr::Since(first))),
            None => Some((end, Expr::At(first))),
        }
    }

    /// A word that is a time by itself; 十四五末 is its last year.
    fn whole(&self, text: &str, end: usize, expr: Expr) -> (usize, Expr) {
        if let (Expr::Years(_, last), Some(edge)) = (expr, any_prefix(text, end, &self.marks.end)) {
            return (edge, Expr::Years(last, last));
        }
        let after = self.skip_after(text, end);
        match any_prefix(text, after, &self.marks.since) {
            Some(since) if matches!(expr, Expr::Years(..)) => (since, Expr::Unknown),
            _ => (after, expr),
        }
    }

    /// 近三年, 未来五年, 十年来, 五年前; 前4个月 is a part.
    fn years(&self, text: &str, at: usize) -> Option<(usize, Expr)> {
        let (number_at, lead) = match self.words.longest(text, at) {
            Some((end, &word @ (Word::Recent | Word::Coming))) => (end, Some(word)),
            _ => (at, None),
        };
        let (end, count) = small_number(text, number_at)?;
        let after_unit = text[end..].strip_prefix("个").map_or(end, |_| end + "个".len());
        let end = text.get(after_unit..)?.strip_prefix("年").map(|_| after_unit + "年".len())?;
        let count = i32::try_from(count).ok().filter(|n| (1..=60).contains(n))?;
        let tail = |marks: &[String]| any_prefix(text, end, marks);
        match lead {
            Some(Word::Coming) => Some((any_prefix(text, end, &self.marks.after).unwrap_or(end), Expr::Coming(count))),
            Some(Word::Recent) => Some((tail(&self.marks.recent_after).unwrap_or(end), Expr::Recent(count))),
            _ => match (tail(&self.marks.recent_after), tail(&self.marks.ago)) {
                (Some(end), _) => Some((end, Expr::Recent(count))),
                (_, Some(end)) => Some((end, Expr::Ago(count))),
                _ => None,
            },
        }
    }

    /// 2018—2020年: the first year stands without 年.
    fn year_range(&self, text: &str, at: usize) -> Option<(usize, Expr)> {
        let (end, first) = bare_year(text, at)?;
        let next = self.after_mark(text, end)?;
        let (end, last) = bare_year(text, next)?;
        let end = text[end..].strip_prefix("年").map(|_| end + "年".len())?;
        (first < last).then(|| (self.skip_after(text, end), Expr::Years(first, last)))
    }

    fn after_mark(&self, text: &str, at: usize) -> Option<usize> {
        any_prefix(text, at, &self.marks.range)
    }

    fn skip_after(&self, text: &str, at: usize) -> usize {
        any_prefix(text, at, &self.marks.after).unwrap_or(at)
    }

    fn point(&self, text: &str, at: usize) -> Option<(usize, Point)> {
        if let Some(date) = numeric_date(text, at) {
            return Some(date);
        }
        let (end, year) = self.year(text, at).unwrap_or((at, Year::Open));
        match self.part(text, end, year) {
            Some((end, part)) => Some((end, Point { year, part })),
            None if year == Year::Open => None,
            None => Some(self.year_edge(text, end, year)),
        }
    }

    /// 2020年底 is December, 2020年初 January.
    fn year_edge(&self, text: &str, end: usize, year: Year) -> (usize, Point) {
        let edge = any_prefix(text, end, &self.marks.end)
            .map(|e| (e, 12))
            .or(any_prefix(text, end, &self.marks.start).map(|e| (e, 1)));
        match edge {
            Some((end, month)) => (end, Point { year, part: Part::Months(month, month) }),
            None => (end, Point { year, part: Part::Whole }),
        }
    }

    fn year(&self, text: &str, at: usize) -> Option<(usize, Year)> {
        if let Some((end, year)) = bare_year(text, at) {
            let end = text[end..].strip_prefix("年").map(|_| end + "年".len())?;
            return Some((text[end..].strip_prefix("度").map_or(end, |_| end + "度".len()), Year::Absolute(year)));
        }
        match self.words.longest(text, at)? {
            (end, Word::Year(year)) => Some((
                text[end..]
                    .strip_prefix("的")
                    .filter(|_| self.part(text, end + "的".len(), *year).is_some())
                    .map_or(end, |_| end + "的".len()),
                *year,
            )),
            _ => None,
        }
    }

    fn part(&self, text: &str, at: usize, year: Year) -> Option<(usize, Part)> {
        if let Some((end, &Word::Part(part))) = self.words.longest(text, at) {
            // 三季度末 is its last month
            return Some(match (part, any_prefix(text, end, &self.marks.end)) {
                (Part::Quarter(q), Some(edge)) => (edge, Part::Months(q * 3, q * 3)),
                (Part::Months(_, last), Some(edge)) if last != 12 => (edge, Part::Months(last, last)),
                (Part::Half(h), Some(edge)) => (edge, Part::Months(h * 6, h * 6)),
                _ => (end, part),
            });
        }
        if let Some(first) = self.first_months(text, at) {
            return Some(first);
        }
        self.months(text, at).or_else(|| self.day_only(text, at, year))
    }

    /// 前4个月, 前11月.
    fn first_months(&self, text: &str, at: usize) -> Option<(usize, Part)> {
        let (end, _) = self.words.longest(text, at).filter(|(_, w)| matches!(w, Word::FirstMonths))?;
        let (end, count) = small_number(text, end)?;
        let end = any_prefix(text, end, &["个月份".into(), "个月".into(), "月份".into(), "月".into()])?;
        (1..=12).contains(&count).then_some((end, Part::Months(1, count)))
    }

    /// 9月, 1-11月, 1月至11月, 9月30日, 9月底.
    fn months(&self, text: &str, at: usize) -> Option<(usize, Part)> {
        let (end, first) = small_number(text, at).filter(|&(_, n)| (1..=12).contains(&n))?;
        let with_month =
            |end: usize| text.get(end..).and_then(|rest| rest.strip_prefix("月")).map(|_| end + "月".len());
        let first_end = with_month(end);
        let second = self
            .after_mark(text, first_end.unwrap_or(end))
            .and_then(|next| small_number(text, next))
            .and_then(|(end, last)| Some((with_month(end)?, last)));
        if let Some((end, last)) = second
            .filter(|&(end, last)| first < last && last <= 12 && (first_end.is_none() || day_of(text, end).is_none()))
        {
            return Some((text[end..].strip_prefix("份").map_or(end, |_| end + "份".len()), Part::Months(first, last)));
        }
        let end = first_end?;
        if let Some((end, day)) = day_of(text, end) {
            return Some((end, Part::Day(first, day)));
        }
        let end = text[end..].strip_prefix("份").map_or(end, |_| end + "份".len());
        let marks = &self.marks;
        let end = [&marks.end, &marks.start, &marks.thirds]
            .iter()
            .find_map(|list| any_prefix(text, end, list))
            .unwrap_or(end);
        Some((end, Part::Months(first, first)))
    }

    fn day_only(&self, text: &str, at: usize, year: Year) -> Option<(usize, Part)> {
        let (end, day) = day_of(text, at)?;
        (year == Year::Open).then_some((end, Part::DayOnly(day)))
    }
}

/// Whether two points can be the ends of one range.
fn compatible(first: Point, last: Point) -> bool {
    let kind = |p: Point| matches!(p.part, Part::DayOnly(_) | Part::Day(..));
    match (first.part, last.part) {
        (Part::Whole, Part::Whole) => first.year != last.year,
        (Part::Whole, _) | (_, Part::Whole) => last.year != Year::Open && first.year != Year::Open,
        _ => kind(first) == kind(last) || first.year != Year::Open,
    }
}

fn parse_part(text: &str) -> Option<Part> {
    let month = |t: &str| t.parse::<u32>().ok().filter(|m| (1..=12).contains(m));
    match text.as_bytes() {
        [b'Q', q @ b'1'..=b'4'] => Some(Part::Quarter(u32::from(q - b'0'))),
        [b'H', h @ b'1'..=b'2'] => Some(Part::Half(u32::from(h - b'0'))),
        _ => match text.split_once('/') {
            Some((first, last)) => Some(Part::Months(month(first)?, month(last)?)),
            None => month(text).map(|m| Part::Months(m, m)),
        },
    }
}

/// The end of the longest of some words at a byte offset.
fn any_prefix(text: &str, at: usize, words: &[String]) -> Option<usize> {
    let rest = text.get(at..)?;
    words.iter().filter(|w| rest.starts_with(w.as_str())).map(|w| at + w.len()).max()
}

/// Four digits, half-width, full-width or Chinese, that can be a year.
fn bare_year(text: &str, at: usize) -> Option<(usize, i32)> {
    let mut value = 0;
    let mut end = at;
    let mut count = 0;
    for c in text.get(at..)?.chars() {
        let Some(d) = numeral::digit(c).or_else(|| numeral::chinese_digit(c).filter(|_| c != '两')) else { break };
        value = value * 10 + d as i32;
        (end, count) = (end + c.len_utf8(), count + 1);
        if count > 4 {
            return None;
        }
    }
    (count == 4 && (1840..=2100).contains(&value)).then_some((end, value))
}

/// A whole number of one or two digits, Arabic or Chinese.
fn small_number(text: &str, at: usize) -> Option<(usize, u32)> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    if numeral::digit(first).is_some() {
        let digits: Vec<u32> = rest.chars().map_while(numeral::digit).take(3).collect();
        let end = at + rest.chars().take(digits.len()).map(char::len_utf8).sum::<usize>();
        return (digits.len() <= 2).then(|| (end, digits.iter().fold(0, |n, d| n * 10 + d)));
    }
    numeral::chinese_digit(first).or((first == '十' || first == '廿').then_some(0))?;
    let n = numeral::parse(text, at).filter(|n| !n.vague && !n.more && n.scale == 0 && n.mantissa.scale() == 0)?;
    u32::try_from(n.mantissa).ok().filter(|&v| v < 100).map(|v| (n.end, v))
}

fn day_of(text: &str, at: usize) -> Option<(usize, u32)> {
    let (end, day) = small_number(text, at).filter(|&(_, n)| (1..=31).contains(&n))?;
    ["日", "号"].iter().find(|mark| text[end..].starts_with(**mark)).map(|mark| (end + mark.len(), day))
}

/// 2020-12-12, 2020.12.12, 2020/12/12, 2020-12.
fn numeric_date(text: &str, at: usize) -> Option<(usize, Point)> {
    let (end, year) = bare_year(text, at)?;
    let separator = text[end..].chars().next().filter(|c| matches!(c, '-' | '.' | '/' | '．'))?;
    let (end, month) = small_number(text, end + separator.len_utf8()).filter(|&(_, n)| (1..=12).contains(&n))?;
    let year = Year::Absolute(year);
    let day = text[end..]
        .strip_prefix(separator)
        .and_then(|_| small_number(text, end + separator.len_utf8()))
        .filter(|&(_, n)| (1..=31).contains(&n));
    match day {
        Some((end, day)) => Some((end, Point { year, part: Part::Day(month, day) })),
        None if separator != '.' || text[end..].starts_with('-') => {
            Some((end, Point { year, part: Part::Months(month, month) }))
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader() -> PeriodReader {
        PeriodReader::new(&toml::from_str(include_str!("../rules/periods.toml")).unwrap()).unwrap()
    }

    fn form(text: &str, issue: &str, future: bool) -> String {
        let context = Context { issue: issue.parse().ok(), last: None, future };
        match reader().read(text, 0) {
            Some((end, expr)) => {
                format!("{} {}", &text[..end], resolve(expr, &context).map_or("-".into(), |p| p.to_string()))
            }
            None => "none".into(),
        }
    }

    #[test]
    fn forms() {
        let cases = [
            ("2020年，", "2020年 2020"),
            ("2020年1-11月，", "2020年1-11月 2020-01/2020-11"),
            ("今年前三季度", "今年前三季度 2021-01/2021-09"),
            ("去年", "去年 2020"),
            ("截至9月底", "截至9月底 2020-09"),
            ("截至2020年底", "截至2020年底 2020-12"),
            ("截至2020年11月30日", "截至2020年11月30日 2020-11-30"),
            ("10月30日", "10月30日 2020-10-30"),
            ("1月4日", "1月4日 2021-01-04"),
            ("上年末", "上年末 2020-12"),
            ("近三年", "近三年 2019/2021"),
            ("五年前", "五年前 2016"),
            ("未来五年", "未来五年 2022/2026"),
            ("2018年以来", "2018年以来 2018-01/2021-01"),
            ("今年以来", "今年以来 2021-01"),
            ("自2019年5月以来", "自2019年5月以来 2019-05/2021-01"),
            ("2018年至2020年", "2018年至2020年 2018/2020"),
            ("2018—2020年", "2018—2020年 2018/2020"),
            ("“十四五”期间", "“十四五”期间 2021/2025"),
            ("“十四五”末", "“十四五”末 2025"),
            ("到2025年", "到2025年 2025"),
            ("目前", "目前 2021-01"),
            ("截至目前", "截至目前 2021-01"),
            ("近日", "近日 2021-01"),
            ("上半年", "上半年 2021-H1"),
            ("2020年上半年", "2020年上半年 2020-H1"),
            ("一季度", "一季度 2021-Q1"),
            ("三季度末", "三季度末 2020-09"),
            ("前4个月", "前4个月 2021-01/2021-04"),
            ("2020年12月12日", "2020年12月12日 2020-12-12"),
            ("2020.12.12", "2020.12.12 2020-12-12"),
            ("9月1日至10月7日", "9月1日至10月7日 2020-09-01/2020-10-07"),
            ("二〇二〇年", "二〇二〇年 2020"),
            ("近年来", "近年来 -"),
            ("1044.14亿元", "none"),
            ("1500余名", "none"),
            ("155.12亿元", "none"),
            ("12家", "none"),
        ];
        for (text, want) in cases {
            assert_eq!(form(text, "2021-01-25", false), want, "{text}");
        }
    }

    #[test]
    fn a_bare_month_ahead_is_this_year_where_the_clause_looks_ahead() {
        assert_eq!(form("11月份", "2011-07-01", true), "11月份 2011-11");
        assert_eq!(form("11月份", "2011-07-01", false), "11月份 2010-11");
    }
}
