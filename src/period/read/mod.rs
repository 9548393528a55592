//! Reading time expressions.
//!
//! In: text and a byte offset, with the words of `rules/periods.toml`. Out: the [`Expr`] that starts there, the longest one. Not
//! here: the calendar (see the parent module). A four-digit number is a year only with 年, in a date or in a range; two digits
//! are one before a part of a year (19年底), with a zero (08年), or where they stand alone (24年), for 20年 may be a duration.
//!
//! ```text
//! expr    = before? (range | point) since? | word | stretch | century? digit digit 年代 | week
//! range   = point mark point "止"? | point 与 point 之间       2018年至2020年, 9月1日至10月7日, 2008.03-2009
//! point   = date | year? part? end? after*                   2020年, 今年前三季度, 9月底, 2020年1-11月
//! date    = year sep month (sep day)?                        2020-12-12, 2020.12
//! year    = digit{4} 年 | digit digit 年 | word                2020年, 二〇二〇年, 08年, 去年, 上年同期
//! part    = month (mark month)? 月 cut? | number mark number 季度 | 前 number 个月 | word     1-11月, 1-3季度, 前4个月, 首季度
//! cut     = day | 底 | 初 | 上旬                               9月30日, 下月9号, 6月上旬
//! stretch = recent number step | coming number step | number step (来 | 前 | 后)     近三年, 未来5天, 两周前
//! week    = 上周 (weekday | 末)? | 星期 weekday
//! ```

mod mark;
mod meaning;
mod point;
mod stretch;
mod text;

use std::str::Chars;

use super::words::PeriodWords;
use super::{Cut, Expr, Part, Point, Step, Year};
use crate::chars::{self, CharSet};
use crate::numeral;
use crate::word_table::{Builder, WordTable};
use mark::Mark;
pub use meaning::UnknownTime;
use meaning::{meanings, parse_part, parse_plan};
use point::bare_end;
use stretch::{steps, weekday};
use text::{numeral_before, one_of, stands_free};

#[derive(Clone, Copy, Debug, Default)]
enum Word {
    #[default]
    None,
    Year(Year),
    Part(Part),
    Month(i32),
    Week(i32),
    Century(i32),
    Whole(Expr),
    Weekday,
}

/// What a word says of the number of times behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Lead {
    #[default]
    None,
    Recent,
    Coming,
    First,
}

/// What a word is; one may be several of these.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    word: Word,
    lead: Lead,
    /// It only stands before a time (截至).
    before: bool,
}

/// What stands at a place, the longest of each with its end: told by one walk.
#[derive(Clone, Copy, Debug, Default)]
struct Heads {
    word: Option<(usize, Word)>,
    lead: Option<(usize, Lead)>,
    before: Option<usize>,
}

impl Heads {
    fn is_empty(&self) -> bool {
        self.word.is_none() && self.lead.is_none() && self.before.is_none()
    }
}

/// The compiled words: reads time expressions.
#[derive(Debug)]
pub struct PeriodReader {
    words: WordTable<Entry>,
    /// The words that stand around times, each with the marks that it is, one bit each.
    marks: WordTable<u32>,
    /// 上旬, 中旬, 下旬
    thirds: Vec<String>,
    /// What numbers are made of: asked at every second character of a page.
    numerals: CharSet,
    /// What may follow the digits that a time begins with.
    after_digits: CharSet,
    /// What the words for a part of a year begin with (上半年), which may stand right behind its digits.
    parts: CharSet,
}

/// No time has a longer row of digits or Chinese numerals: one without end is not walked again from each of its characters.
const LONGEST_NUMERAL: usize = 40;

impl PeriodReader {
    /// Compiles the words.
    ///
    /// # Errors
    /// The first word whose meaning cannot be read.
    pub fn new(words: &PeriodWords) -> Result<PeriodReader, UnknownTime> {
        let mut table = Builder::<Entry>::default();
        for (word, part) in &words.parts {
            table.entry(word).word = Word::Part(parse_part(part).ok_or_else(|| UnknownTime::part(word))?);
        }
        for (word, years) in &words.plans {
            table.entry(word).word = Word::Whole(parse_plan(years).ok_or_else(|| UnknownTime::plan(word))?);
        }
        for (word, meaning) in meanings(words) {
            table.entry(word).word = meaning;
        }
        for (list, lead) in [
            (&words.marks.recent, Lead::Recent),
            (&words.marks.coming, Lead::Coming),
            (&words.marks.first_months, Lead::First),
        ] {
            for text in list {
                table.entry(text).lead = lead;
            }
        }
        for word in &words.marks.before {
            table.entry(word).before = true;
        }
        let (table, marks) = (table.build(), &words.marks);
        let marked = [&marks.range, &marks.between, &marks.decade, &marks.century].into_iter().flatten();
        let after_digits = marked.filter_map(|mark| mark.chars().next()).chain(DATE_SIGNS.chars()).collect();
        let (numerals, thirds) = (numeral::characters().collect(), marks.thirds.clone());
        let parts = words.parts.keys().filter_map(|part| part.chars().next()).collect();
        Ok(PeriodReader { words: table, marks: Mark::table(marks), thirds, numerals, after_digits, parts })
    }

    /// Reads the time expression that starts at byte `at`, the longest one: its end and what it says.
    pub fn read(&self, text: &str, at: usize) -> Option<(usize, Expr)> {
        let mut behind = text.get(at..)?.chars();
        let first = behind.next()?;
        let dated = self.numerals.contains(first) && self.has_sign(behind.clone());
        let heads = self.heads_of(first, behind, text.len());
        if !dated && first != '第' && heads.is_empty() {
            return None; // nearly all places
        }
        let may = dated || self.may_begin(text, at, &heads);
        let inner = heads.before.and_then(|inner| {
            let behind = self.heads(text, inner);
            let may = self.is_dated(text, inner) || self.may_begin(text, inner, &behind);
            may.then_some((inner, behind))
        });
        if inner.is_none() && !may || self.mark(text, at, Mark::Free).is_some() && !stands_free(text, at) {
            return None;
        }
        let found = inner.and_then(|(inner, behind)| self.expression(text, inner, &behind));
        let found = found.or_else(|| if may { self.expression(text, at, &heads) } else { None });
        // 截至目前, 到目前为止 are words of their own
        let word = heads.word.and_then(|(end, word)| match word {
            Word::Whole(expr) => Some(self.whole(text, end, expr)),
            _ => None,
        });
        match (found, word) {
            (Some(found), Some(word)) => Some(if word.0 >= found.0 { word } else { found }),
            (found, word) => found.or(word),
        }
    }

    /// What stands at a place.
    fn heads(&self, text: &str, at: usize) -> Heads {
        let mut behind = text.get(at..).unwrap_or("").chars();
        behind.next().map_or(Heads::default(), |first| self.heads_of(first, behind, text.len()))
    }

    /// The same for a character and what stands behind it up to the end of the text.
    #[inline]
    fn heads_of(&self, first: char, behind: Chars, text_end: usize) -> Heads {
        let mut heads = Heads::default();
        self.words.each(first, behind, |left, entry| {
            let end = text_end - left;
            heads.word = if matches!(entry.word, Word::None) { heads.word } else { Some((end, entry.word)) };
            heads.lead = if entry.lead == Lead::None { heads.lead } else { Some((end, entry.lead)) };
            heads.before = if entry.before { Some(end) } else { heads.before };
        });
        heads
    }

    /// The end of the longest word at a place that says this.
    fn mark(&self, text: &str, at: usize, mark: Mark) -> Option<usize> {
        let mut longest = None;
        let mut behind = text.get(at..)?.chars();
        self.marks.each(behind.next()?, behind, |left, marks| {
            longest = match *marks {
                0 => None,
                marks if marks & mark.bit() != 0 => Some(text.len() - left),
                _ => longest,
            };
        });
        longest
    }

    /// The longest word of a time at a place.
    fn word(&self, text: &str, at: usize) -> Option<(usize, Word)> {
        self.heads(text, at).word
    }

    /// Whether a word of a time stands here; but for digits with a sign of a time behind them an expression begins with nothing else.
    /// Nearly no number of a page passes, nor what stands behind 在 or 到, and reading is ten times dearer.
    fn may_begin(&self, text: &str, at: usize, heads: &Heads) -> bool {
        let dated = |at: usize| self.is_dated(text, at);
        // 第三个月
        let nth = || one_of(text, at, &["第"]).is_some_and(dated);
        heads.word.is_some() || heads.lead.is_some_and(|(end, _)| dated(end)) || nth()
    }

    /// Whether digits with a sign of a time behind them stand here.
    fn is_dated(&self, text: &str, at: usize) -> bool {
        let mut digits = text.get(at..).unwrap_or("").chars();
        digits.next().is_some_and(|c| self.numerals.contains(c)) && self.has_sign(digits)
    }

    /// Whether a sign of a time stands behind the rest of a row of digits. A point stands only behind a year (2020.12, not 8.4%),
    /// 个 only before a step (3个月, not 120个): most numbers have one of the two. With [`may_begin`](Self::may_begin) it saves half
    /// of this stage, 27 instructions for a byte of text.
    fn has_sign(&self, mut digits: Chars) -> bool {
        let (mut count, mut sign) = (1, None);
        while count <= LONGEST_NUMERAL {
            sign = digits.next();
            if !sign.is_some_and(|c| self.numerals.contains(c)) {
                break;
            }
            count += 1;
        }
        let Some(sign) = sign else { return false };
        match sign {
            sign if self.after_digits.contains(sign) => true,
            '个' => digits.next().is_some_and(|c| "月星周年".contains(c)),
            sign => count == 4 && ("-./．－".contains(sign) || self.parts.contains(sign)),
        }
    }

    fn expression(&self, text: &str, at: usize, heads: &Heads) -> Option<(usize, Expr)> {
        let word = heads.word;
        // 过去一年 is a word for a year; 过去三年 is a stretch
        let year_end = word.filter(|(_, word)| matches!(word, Word::Year(_))).map_or(0, |(end, _)| end);
        if let Some(found) = self
            .stretch(text, at, heads.lead)
            .filter(|(end, _)| *end > year_end)
            .or_else(|| self.decade(text, at, word))
        {
            return Some(found);
        }
        match word {
            Some((end, Word::Whole(expr))) => return Some(self.whole(text, end, expr)),
            Some((end, Word::Week(offset))) => return Some(self.week(text, end, offset)),
            Some((end, Word::Weekday)) => return weekday(text, end).map(|(end, day)| (end, Expr::Week(0, day, day))),
            _ => {}
        }
        if let Some(range) = self.year_range(text, at) {
            return Some(range);
        }
        let (end, first) = self.point(text, at, false)?;
        if let Some((range_end, last)) = self.second(text, end, first) {
            let end = self.skip_after(text, range_end);
            return Some((self.mark(text, end, Mark::Until).unwrap_or(end), Expr::Range(first, last)));
        }
        let end = self.skip_after(text, end);
        match self.mark(text, end, Mark::Since) {
            Some(since) => Some((since, Expr::Since(first))),
            None if self.since_event(text, end) => Some((end, Expr::Since(first))),
            None => Some((end, Expr::At(first))),
        }
    }

    /// Whether an event stands before 以来: 2009年启动人才计划以来.
    fn since_event(&self, text: &str, end: usize) -> bool {
        let words = text[end..].char_indices().take_while(|&(_, c)| chars::is_han(c) && !numeral::is_chinese(c));
        let is_since = |at: usize| self.mark(text, at, Mark::Since).is_some_and(|since| since > at + '起'.len_utf8());
        words.take(LONGEST_EVENT).any(|(at, _)| is_since(end + at))
    }

    /// The end of a range, after 至 or, with 之间 behind it, after 与.
    fn second(&self, text: &str, end: usize, first: Point) -> Option<(usize, Point)> {
        let fits = |found: &(usize, Point)| compatible(first, found.1);
        if let Some(next) = self.mark(text, end, Mark::Between) {
            let (end, last) = self.point(text, next, true).filter(fits)?;
            return self.mark(text, end, Mark::BetweenEnd).map(|end| (end, last));
        }
        let end = text[end..].strip_prefix('起').map_or(end, |_| end + '起'.len_utf8());
        let next = self.after_mark(text, end)?;
        let numeric = numeral_before(text, end);
        self.point(text, next, true).filter(fits).or_else(|| if numeric { bare_end(text, next) } else { None })
    }

    /// A word that is a time by itself; 十四五末 is its last year.
    fn whole(&self, text: &str, end: usize, expr: Expr) -> (usize, Expr) {
        if let Expr::Years(first, last) = expr
            && let Some((end, years)) = self.first_years(text, end).filter(|(_, years)| first + years <= last)
        {
            return (self.skip_after(text, end), Expr::Years(first, first + years - 1));
        }
        if let (Expr::Years(_, last), Some(edge)) = (expr, self.mark(text, end, Mark::End)) {
            return (edge, Expr::Years(last, last));
        }
        let after = self.skip_after(text, end);
        match self.mark(text, after, Mark::Since) {
            Some(since) if matches!(expr, Expr::Years(..)) => (since, Expr::Unknown),
            _ => (after, expr),
        }
    }

    /// How many years of a plan are told of: “十三五”前四年.
    fn first_years(&self, text: &str, at: usize) -> Option<(usize, i32)> {
        let (end, _) = self.heads(text, at).lead.filter(|&(_, lead)| lead == Lead::First)?;
        steps(text, end).filter(|&(_, step, _)| step == Step::Year).map(|(end, _, years)| (end, years))
    }
}

/// The longest event between a time and 以来, in characters.
const LONGEST_EVENT: usize = 14;

/// The first characters of what this module reads behind digits; [`PeriodReader::has_sign`] has two more.
const DATE_SIGNS: &str = "年月日号天周星";

/// Whether two points can be the ends of one range.
fn compatible(first: Point, last: Point) -> bool {
    let is_day =
        |p: Point| matches!(p.part, Part::DayOnly(_) | Part::Month(_, Cut::Day(_)) | Part::IssueMonth(_, Cut::Day(_)));
    match (first.part, last.part) {
        (Part::Whole, Part::Whole) => first.year != last.year,
        (Part::Whole, _) | (_, Part::Whole) => last.year != Year::Open && first.year != Year::Open,
        _ => is_day(first) == is_day(last) || first.year != Year::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Context, resolve};
    use super::*;

    fn reader() -> PeriodReader {
        PeriodReader::new(&toml::from_str(include_str!("../../../rules/periods.toml")).unwrap()).unwrap()
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
            ("19年底", "19年底 2019-12"),
            ("零八年奥运会", "零八年 2008"),
            ("24年", "24年 2024"),
            ("33年", "33年 1933"),
            ("20年来", "20年来 2002/2021"),
            ("20年老店", "none"),
            ("“十三五”前四年，", "“十三五”前四年 2016/2019"),
            ("“十三五”前，", "“十三五” 2016/2020"),
            ("2003年起步时", "2003年 2003"),
            ("三五年", "none"),
            ("6月上旬", "6月上旬 2020-06"),
            ("下月9号", "下月9号 2021-02-09"),
            ("去年本月十日", "去年本月十日 2020-01-10"),
            ("9月1至7日", "9月1至7日 2020-09-01/2020-09-07"),
            ("1月3，", "1月3 2021-01-03"),
            ("1月3家", "1月 2021-01"),
            ("1999.08-2002.02", "1999.08-2002.02 1999-08/2002-02"),
            ("2008.03-2009", "2008.03-2009 2008-03/2009-12"),
            ("1994.01-19", "1994.01-19 1994-01-19"),
            ("1985到89年9月", "1985到89年9月 1985-01/1989-09"),
            ("2007年与2009年间", "2007年与2009年间 2007/2009"),
            ("2007年与2009年", "2007年 2007"),
            ("自2020-05-26起至2020-05-29止", "自2020-05-26起至2020-05-29止 2020-05-26/2020-05-29"),
            ("上世纪90年代", "上世纪90年代 1990/1999"),
            ("20世纪80年代", "20世纪80年代 1980/1989"),
            ("2021年的第三个月", "2021年的第三个月 2021-03"),
            ("上个季度", "上个季度 2020-Q4"),
            ("本周末", "本周末 2021-01-30/2021-01-31"),
            ("星期三", "星期三 2021-01-27"),
            ("近两周", "近两周 2021-01-11/2021-01-25"),
            ("未来三天", "未来三天 2021-01-26/2021-01-28"),
            ("2010年代", "2010年代 2010/2019"),
            ("最近三天", "最近三天 2021-01-22/2021-01-25"),
            ("近三个月", "近三个月 2020-11/2021-01"),
            ("三天后", "三天后 2021-01-28"),
            ("10日前", "10日 2021-01-10"),
            ("昨天", "昨天 2021-01"),
            ("明年初", "明年初 2022-01"),
            ("去年元旦", "去年元旦 2020-01-01"),
            ("2月29日", "2月29日 2020-02-29"),
            ("后年", "后年 2023"),
            ("12号", "none"),
            ("一日之计", "none"),
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
            ("2018上半年", "2018上半年 2018-H1"),
            ("2018前三季度", "2018前三季度 2018-01/2018-09"),
            ("2018家", "none"),
            ("一季度", "一季度 2021-Q1"),
            ("一至三季度", "一至三季度 2020-01/2020-09"),
            ("1-3季度", "1-3季度 2020-01/2020-09"),
            ("2—4季度", "2—4季度 2020-04/2020-12"),
            ("三季度末", "三季度末 2020-09"),
            ("前4个月", "前4个月 2020-01/2020-04"),
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
