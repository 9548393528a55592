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

use std::str::Chars;

use super::words::{Marks, PeriodWords};
use super::{Cut, Expr, Part, Point, Step, Year};
use crate::chars::{self, CharSet};
use crate::numeral;
use crate::word_table::{Builder, WordTable};

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

/// What a word around a time says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Free,
    Between,
    BetweenEnd,
    Until,
    Since,
    End,
    Start,
    Outset,
    After,
    RecentAfter,
    Ago,
    Later,
    Decade,
    Century,
    Range,
}

impl Mark {
    fn table(words: &Marks) -> WordTable<u32> {
        let lists = [
            (Mark::Free, &words.free),
            (Mark::Between, &words.between),
            (Mark::BetweenEnd, &words.between_end),
            (Mark::Until, &words.until),
            (Mark::Since, &words.since),
            (Mark::End, &words.end),
            (Mark::Start, &words.start),
            (Mark::Outset, &words.outset),
            (Mark::After, &words.after),
            (Mark::RecentAfter, &words.recent_after),
            (Mark::Ago, &words.ago),
            (Mark::Later, &words.later),
            (Mark::Decade, &words.decade),
            (Mark::Century, &words.century),
            (Mark::Range, &words.range),
        ];
        let mut table = Builder::<u32>::default();
        for (mark, words) in lists {
            words.iter().for_each(|word| *table.entry(word) |= mark.bit());
        }
        words.no_mark.iter().for_each(|word| *table.entry(word) = 0);
        table.build()
    }

    fn bit(self) -> u32 {
        1 << self as u32
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
        if let (Expr::Years(_, last), Some(edge)) = (expr, self.mark(text, end, Mark::End)) {
            return (edge, Expr::Years(last, last));
        }
        let after = self.skip_after(text, end);
        match self.mark(text, after, Mark::Since) {
            Some(since) if matches!(expr, Expr::Years(..)) => (since, Expr::Unknown),
            _ => (after, expr),
        }
    }

    /// 近三年, 未来5天, 十年来, 五年前, 三天后; 前4个月 is a part.
    fn stretch(&self, text: &str, at: usize, lead: Option<(usize, Lead)>) -> Option<(usize, Expr)> {
        let (number_at, lead) = lead.unwrap_or((at, Lead::None));
        let (end, step, count) = steps(text, number_at)?;
        let tail = |mark: Mark| self.mark(text, end, mark);
        let days = matches!(step, Step::Day | Step::Week);
        match lead {
            Lead::Coming => Some((tail(Mark::After).unwrap_or(end), Expr::Coming(step, count))),
            Lead::Recent if step == Step::Year || count > 1 => {
                Some((tail(Mark::RecentAfter).unwrap_or(end), Expr::Recent(step, count)))
            }
            Lead::First if days && count > 1 && stands_free(text, at) => Some((end, Expr::Recent(step, count))),
            Lead::None if !text[..end].ends_with('日') => {
                // 10日前 is by the 10th
                let ago = tail(Mark::Ago).filter(|_| self.part(text, end, Year::Open, false).is_none());
                let later = || tail(Mark::Later).filter(|_| days && stands_free(text, at));
                let recent = tail(Mark::RecentAfter).filter(|_| step == Step::Year || count > 1);
                recent
                    .map(|end| (end, Expr::Recent(step, count)))
                    .or_else(|| ago.map(|end| (end, Expr::Ago(step, count))))
                    .or_else(|| later().map(|end| (end, Expr::Ago(step, -count))))
            }
            _ => None,
        }
    }

    /// 上世纪90年代, 20世纪80年代, 九十年代, 2010年代.
    fn decade(&self, text: &str, at: usize, word: Option<(usize, Word)>) -> Option<(usize, Expr)> {
        if let Some((end, year)) = bare_year(text, at).filter(|(_, year)| year % 10 == 0) {
            return self.mark(text, end, Mark::Decade).map(|end| (end, Expr::Years(year, year + 9)));
        }
        let named = word.and_then(|(end, word)| match word {
            Word::Century(offset) => Some((end, Expr::Decade(Some(offset), 0))),
            _ => None,
        });
        let counted = || {
            let (end, n) = small_number(text, at)?;
            Some((self.mark(text, end, Mark::Century)?, Expr::Years((n as i32 - 1) * 100, 0)))
        };
        let (start, century) = named.or_else(counted).unwrap_or((at, Expr::Decade(None, 0)));
        let (end, decade) = small_number(text, start).filter(|(_, n)| n % 10 == 0)?;
        let end = self.mark(text, end, Mark::Decade)?;
        let first = decade as i32;
        Some(match century {
            Expr::Years(century, _) => (end, Expr::Years(century + first, century + first + 9)),
            Expr::Decade(century, _) => (end, Expr::Decade(century, first)),
            _ => return None,
        })
    }

    /// 上周, 下周一, 本周末.
    fn week(&self, text: &str, end: usize, offset: i32) -> (usize, Expr) {
        match (weekday(text, end), text[end..].strip_prefix('末')) {
            (Some((end, day)), _) => (end, Expr::Week(offset, day, day)),
            (None, Some(_)) => (end + '末'.len_utf8(), Expr::Week(offset, 5, 6)),
            (None, None) => (end, Expr::Week(offset, 0, 6)),
        }
    }

    /// 2018—2020年, 从2016到2018, 1985到89年9月: the first year stands without 年.
    fn year_range(&self, text: &str, at: usize) -> Option<(usize, Expr)> {
        let (end, first) = bare_year(text, at)?;
        let next = self.after_mark(text, end)?;
        if let Some((end, last)) = bare_year(text, next).filter(|&(_, last)| first < last) {
            let with_year = text[end..].strip_prefix('年').map(|_| end + '年'.len_utf8());
            if let Some(end) = with_year.filter(|&end| self.part(text, end, Year::Open, false).is_none()) {
                return Some((self.skip_after(text, end), Expr::Years(first, last)));
            }
            if with_year.is_none() && word_ends(text, end) {
                return Some((end, Expr::Years(first, last)));
            }
        }
        let (end, last) = self.point(text, next, true).filter(|(_, p)| !matches!(p.year, Year::Open))?;
        Some((end, Expr::Range(Point { year: Year::Absolute(first), part: Part::Whole }, last)))
    }

    fn after_mark(&self, text: &str, at: usize) -> Option<usize> {
        self.mark(text, at, Mark::Range)
    }

    fn skip_after(&self, text: &str, at: usize) -> usize {
        self.mark(text, at, Mark::After).unwrap_or(at)
    }

    /// One point; the second one of a range may be a day alone in any form (9日至12号).
    fn point(&self, text: &str, at: usize, second: bool) -> Option<(usize, Point)> {
        if let Some(date) = numeric_date(text, at, second) {
            return Some(date);
        }
        let (end, year) = self.year(text, at).unwrap_or((at, Year::Open));
        match self.part(text, end, year, second) {
            Some((end, part)) => Some((end, Point { year, part })),
            None if year == Year::Open => None,
            None => Some(self.year_edge(text, end, year)),
        }
    }

    /// 2020年底 is December, 2020年初 the first two months, 2020年伊始 January.
    fn year_edge(&self, text: &str, end: usize, year: Year) -> (usize, Point) {
        let edges = [(Mark::End, Part::Months(12, 12)), (Mark::Start, Part::Start), (Mark::Outset, Part::Months(1, 1))];
        let edge = edges.into_iter().find_map(|(mark, part)| Some((self.mark(text, end, mark)?, part)));
        let (end, part) = edge.unwrap_or((end, Part::Whole));
        (end, Point { year, part })
    }

    fn year(&self, text: &str, at: usize) -> Option<(usize, Year)> {
        let (end, year) = match bare_year(text, at) {
            Some((end, year)) => {
                let full = text[end..].strip_prefix('年').map(|_| end + '年'.len_utf8());
                // 2018上半年
                let parted = || matches!(self.word(text, end), Some((_, Word::Part(_)))).then_some(end);
                (full.or_else(parted)?, Year::Absolute(year))
            }
            None => match self.word(text, at) {
                Some((end, Word::Year(year))) => (end, year),
                _ => self.short_year(text, at)?,
            },
        };
        let end = match year {
            Year::Absolute(_) => text[end..].strip_prefix('度').map_or(end, |_| end + '度'.len_utf8()),
            _ => end,
        };
        let linked = text[end..].strip_prefix('的').map(|_| end + '的'.len_utf8());
        Some((linked.filter(|&next| self.part(text, next, year, false).is_some()).unwrap_or(end), year))
    }

    /// 19年底, 零八年, 24年.
    fn short_year(&self, text: &str, at: usize) -> Option<(usize, Year)> {
        let mut chars = text.get(at..)?.chars();
        let (a, b) = (chars.next()?, chars.next()?);
        let value = |c: char| numeral::digit(c).or_else(|| numeral::chinese_digit(c).filter(|_| c != '两'));
        let (tens, ones) = (value(a)?, value(b)?);
        let end = at + a.len_utf8() + b.len_utf8();
        let year_end = text[end..].strip_prefix('年').map(|_| end + '年'.len_utf8())?;
        if text[..at].chars().next_back().is_some_and(|c| value(c).is_some() || matches!(c, '.' | ',')) {
            return None;
        }
        let chinese = numeral::digit(a).is_none();
        let some_years = chinese && (ones == tens + 1 || (tens, ones) == (3, 5)); // 一两年, 三五年
        let parted = |part: Option<(usize, Part)>| part.is_some() && !some_years;
        let edge = || [Mark::End, Mark::Outset].iter().any(|&mark| self.mark(text, year_end, mark).is_some());
        let alone = || stands_free(text, at) && !some_years && (chinese || word_ends(text, year_end));
        let is_year =
            tens == 0 || parted(self.part(text, year_end, Year::Short(0), false)) || !some_years && edge() || alone();
        is_year.then_some((year_end, Year::Short((tens * 10 + ones) as i32)))
    }

    fn part(&self, text: &str, at: usize, year: Year, second: bool) -> Option<(usize, Part)> {
        let heads = self.heads(text, at);
        match heads.word {
            Some((end, Word::Part(part))) => return Some(self.part_edge(text, end, part)),
            Some((end, Word::Month(offset))) => {
                let (end, cut) = self.cut(text, end, false);
                return Some((end, Part::IssueMonth(offset, cut)));
            }
            _ => {}
        }
        self.first_months(text, heads.lead)
            .or_else(|| nth_month(text, at))
            .or_else(|| self.months(text, at))
            .or_else(|| day_only(text, at, year, second))
    }

    /// 三季度末 is its last month.
    fn part_edge(&self, text: &str, end: usize, part: Part) -> (usize, Part) {
        match (part, self.mark(text, end, Mark::End)) {
            (Part::Quarter(q), Some(edge)) => (edge, Part::Months(q * 3, q * 3)),
            (Part::Months(_, last), Some(edge)) if last != 12 => (edge, Part::Months(last, last)),
            (Part::Half(h), Some(edge)) => (edge, Part::Months(h * 6, h * 6)),
            _ => (end, part),
        }
    }

    /// 前4个月, 前11月.
    fn first_months(&self, text: &str, lead: Option<(usize, Lead)>) -> Option<(usize, Part)> {
        let (end, _) = lead.filter(|&(_, lead)| lead == Lead::First)?;
        let (end, count) = small_number(text, end)?;
        let end = one_of(text, end, &["个月份", "个月", "月份", "月"])?;
        (1..=12).contains(&count).then_some((end, Part::Months(1, count)))
    }

    /// 9月, 1-11月, 1月至11月, 9月30日, 9月底.
    fn months(&self, text: &str, at: usize) -> Option<(usize, Part)> {
        let (end, first) = small_number(text, at).filter(|&(_, n)| (1..=12).contains(&n))?;
        let with_month =
            |end: usize| text.get(end..).and_then(|rest| rest.strip_prefix('月')).map(|_| end + '月'.len_utf8());
        let first_end = with_month(end);
        let second = self.after_mark(text, first_end.unwrap_or(end)).and_then(|next| small_number(text, next));
        if let Some((end, last)) = second.filter(|&(_, last)| first_end.is_none() && first < last && last <= 4)
            && let Some(end) = one_of(text, end, &["季度"])
        {
            return Some((end, Part::Months(3 * first - 2, 3 * last)));
        }
        let second = second.and_then(|(end, last)| Some((with_month(end)?, last)));
        if let Some((end, last)) = second
            .filter(|&(end, last)| first < last && last <= 12 && (first_end.is_none() || day_of(text, end).is_none()))
        {
            return Some((one_of(text, end, &["份"]).unwrap_or(end), Part::Months(first, last)));
        }
        let (end, cut) = self.cut(text, first_end?, true);
        Some((end, Part::Month(first, cut)))
    }

    /// What is told of a month; a bare number is its day only in 1月3， and 9月1至7日.
    fn cut(&self, text: &str, at: usize, bare: bool) -> (usize, Cut) {
        let days_follow = |end| self.after_mark(text, end).is_some_and(|next| day_of(text, next).is_some());
        let bare_day =
            || small_number(text, at).filter(|&(end, _)| bare && (clause_ends(text, end) || days_follow(end)));
        if let Some((end, day)) = day_of(text, at).or_else(bare_day).filter(|(_, day)| (1..=31).contains(day)) {
            return (end, Cut::Day(day));
        }
        let at = one_of(text, at, &["份"]).unwrap_or(at);
        if let Some((third, end)) =
            self.thirds.iter().enumerate().find_map(|(i, word)| Some((i as u32 + 1, one_of(text, at, &[word])?)))
        {
            return (end, Cut::Third(third));
        }
        let edges = [(Mark::End, Cut::End), (Mark::Start, Cut::Start), (Mark::Outset, Cut::Start)];
        edges.into_iter().find_map(|(mark, cut)| Some((self.mark(text, at, mark)?, cut))).unwrap_or((at, Cut::Whole))
    }
}

/// The longest event between a time and 以来, in characters.
const LONGEST_EVENT: usize = 14;

/// The first characters of what this module reads behind digits; [`PeriodReader::has_sign`] has two more.
const DATE_SIGNS: &str = "年月日号天周星";

/// The words that count from the date of issue, with what they mean.
fn meanings(words: &PeriodWords) -> Vec<(&String, Word)> {
    let mut list: Vec<(&String, Word)> = Vec::new();
    list.extend(words.years.iter().map(|(word, &n)| (word, Word::Year(Year::Offset(n)))));
    list.extend(words.quarters.iter().map(|(word, &n)| (word, Word::Whole(Expr::Quarter(n)))));
    list.extend(words.months.iter().map(|(word, &n)| (word, Word::Month(n))));
    list.extend(words.weeks.iter().map(|(word, &n)| (word, Word::Week(n))));
    list.extend(words.days.iter().map(|(word, &n)| (word, Word::Whole(Expr::Day(n)))));
    list.extend(words.centuries.iter().map(|(word, &n)| (word, Word::Century(n))));
    for (words, meaning) in [
        (&words.context_year.words, Word::Year(Year::Context)),
        (&words.context_year.last_year, Word::Year(Year::Before)),
        (&words.now.words, Word::Whole(Expr::Month(0))),
        (&words.same.words, Word::Whole(Expr::Same(0))),
        (&words.same.last_year, Word::Whole(Expr::Same(-1))),
        (&words.unknown.words, Word::Whole(Expr::Unknown)),
        (&words.marks.weekday, Word::Weekday),
    ] {
        list.extend(words.iter().map(|word| (word, meaning)));
    }
    list
}

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

/// A word of `parts` or `plans` whose meaning cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownTime {
    /// The list: `parts` or `plans`.
    pub table: &'static str,
    /// The word.
    pub word: String,
    /// What its meaning may be.
    pub expected: &'static str,
}

impl UnknownTime {
    fn part(word: &str) -> UnknownTime {
        let expected = "Q1 to Q4, H1, H2, start, a month 01 to 12, two joined by /, or a day such as 10-01";
        UnknownTime { table: "parts", word: word.to_string(), expected }
    }

    fn plan(word: &str) -> UnknownTime {
        UnknownTime { table: "plans", word: word.to_string(), expected: "years such as 2021/2025" }
    }

    /// What is wrong with the meaning of a word of `parts` or `plans`, if anything.
    pub fn check(table: &str, word: &str, meaning: &str) -> Option<UnknownTime> {
        match table {
            "parts" => parse_part(meaning).is_none().then(|| UnknownTime::part(word)),
            _ => parse_plan(meaning).is_none().then(|| UnknownTime::plan(word)),
        }
    }
}

fn parse_plan(text: &str) -> Option<Expr> {
    let (first, last) = text.split_once('/')?;
    Some(Expr::Years(first.parse().ok()?, last.parse().ok()?))
}

fn parse_part(text: &str) -> Option<Part> {
    let month = |t: &str| t.parse::<u32>().ok().filter(|m| (1..=12).contains(m));
    match text.as_bytes() {
        b"start" => return Some(Part::Start),
        [b'Q', q @ b'1'..=b'4'] => return Some(Part::Quarter(u32::from(q - b'0'))),
        [b'H', h @ b'1'..=b'2'] => return Some(Part::Half(u32::from(h - b'0'))),
        _ => {}
    }
    if let Some((m, day)) = text.split_once('-') {
        return Some(Part::Month(month(m)?, Cut::Day(day.parse().ok().filter(|d| (1..=31).contains(d))?)));
    }
    match text.split_once('/') {
        Some((first, last)) => Some(Part::Months(month(first)?, month(last)?)),
        None => month(text).map(|m| Part::Months(m, m)),
    }
}

/// `starts_with`, with a look at the third byte first, the last one of a Chinese character, which tells most words apart;
/// it saves 3 of 27 instructions for a byte of text.
fn begins_with(text: &str, word: &str) -> bool {
    let third = |text: &str| text.as_bytes().get(2).copied();
    (third(word).is_none() || third(word) == third(text)) && text.starts_with(word)
}

/// The end of the first of some words at a byte offset.
fn one_of(text: &str, at: usize, words: &[&str]) -> Option<usize> {
    let rest = text.get(at..)?;
    words.iter().find(|w| begins_with(rest, w)).map(|w| at + w.len())
}

/// Whether no word or number touches the text before this offset: only the 从 of a range may.
fn stands_free(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    before.is_none_or(|c| {
        !chars::is_han(c) && !c.is_alphanumeric() || matches!(c, '从' | '到' | '在' | '自' | '至' | '于' | '与' | '和')
    })
}

/// Whether no word or number goes on here.
fn word_ends(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars();
    match rest.next() {
        Some('.' | '-' | '/' | ',' | '%' | '％') => false,
        Some(c) => !chars::is_han(c) && !c.is_alphanumeric() || matches!(c, '至' | '到' | '和' | '与' | '间' | '的'),
        None => true,
    }
}

/// Whether a clause ends here, or the next item of a list begins.
fn clause_ends(text: &str, at: usize) -> bool {
    let next = text[at..].chars().next();
    next.is_none_or(|c| {
        c.is_whitespace() || chars::is_stop(c) || chars::is_closer(c) || matches!(c, '，' | '、' | '；')
    })
}

/// Whether a date in digits ends here: 2008.03 of 2008.03-2009.
fn numeral_before(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|c| numeral::digit(c).is_some())
}

/// The end of a range of dates in digits: a year, or a month.
fn bare_end(text: &str, at: usize) -> Option<(usize, Point)> {
    let year = bare_year(text, at).map(|(end, year)| (end, Point { year: Year::Absolute(year), part: Part::Whole }));
    let month = || {
        let (end, month) = small_number(text, at).filter(|&(_, n)| (1..=12).contains(&n))?;
        Some((end, Point { year: Year::Open, part: Part::Month(month, Cut::Whole) }))
    };
    year.or_else(month).filter(|&(end, _)| word_ends(text, end))
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
        let (mut end, mut value, mut count) = (at, 0, 0);
        for (c, d) in rest.chars().map_while(|c| Some((c, numeral::digit(c)?))).take(3) {
            (end, value, count) = (end + c.len_utf8(), value * 10 + d, count + 1);
        }
        return (count <= 2).then_some((end, value));
    }
    numeral::chinese_digit(first).or((first == '十' || first == '廿').then_some(0))?;
    let n = numeral::parse(text, at).filter(|n| !n.vague && !n.more && n.scale == 0 && n.mantissa.scale() == 0)?;
    u32::try_from(n.mantissa).ok().filter(|&v| v < 100).map(|v| (n.end, v))
}

/// A number of years, months, weeks or days: 三年, 2个月, 半年.
fn steps(text: &str, at: usize) -> Option<(usize, Step, i32)> {
    if let Some(end) = one_of(text, at, &["半年"]) {
        return Some((end, Step::Month, 6));
    }
    let (end, count) = small_number(text, at)?;
    let units = [
        ("个月", Step::Month),
        ("个星期", Step::Week),
        ("星期", Step::Week),
        ("个周", Step::Week),
        ("周", Step::Week),
        ("个年", Step::Year),
        ("年", Step::Year),
        ("天", Step::Day),
        ("日", Step::Day),
    ];
    let (word, step) = units.iter().find(|(word, _)| text[end..].starts_with(word))?;
    let count = i32::try_from(count).ok().filter(|n| (1..=60).contains(n))?;
    Some((end + word.len(), *step, count))
}

/// 第8个月.
fn nth_month(text: &str, at: usize) -> Option<(usize, Part)> {
    let (end, month) = small_number(text, one_of(text, at, &["第"])?).filter(|&(_, n)| (1..=12).contains(&n))?;
    one_of(text, end, &["个月"]).map(|end| (end, Part::Month(month, Cut::Whole)))
}

fn day_of(text: &str, at: usize) -> Option<(usize, u32)> {
    let (end, day) = small_number(text, at).filter(|&(_, n)| (1..=31).contains(&n))?;
    one_of(text, end, &["日", "号"]).map(|end| (end, day))
}

/// 30日; not 一日, which is a length of time, nor 12号, which may be a house. Whatever has a day before it is one.
fn day_only(text: &str, at: usize, year: Year, second: bool) -> Option<(usize, Part)> {
    let (end, day) = day_of(text, at).filter(|_| year == Year::Open)?;
    let told = text[..end].ends_with('日') && !text[at..].starts_with(['一', '两']);
    (second || told).then_some((end, Part::DayOnly(day)))
}

/// The weekday after 周: Monday is 0.
fn weekday(text: &str, at: usize) -> Option<(usize, u32)> {
    let c = text.get(at..)?.chars().next()?;
    let day = match c {
        '日' | '天' => 6,
        '一' | '二' | '三' | '四' | '五' | '六' => numeral::chinese_digit(c)? - 1,
        _ => return None,
    };
    Some((at + c.len_utf8(), day))
}

/// 2020-12-12, 2020.12.12, 2020/12/12, 2020-12, and 1994.01-19, whose 19 can only be a day; 2002.02 only ends a range.
fn numeric_date(text: &str, at: usize, second: bool) -> Option<(usize, Point)> {
    let (end, year) = bare_year(text, at)?;
    let separator = text[end..].chars().next().filter(|c| matches!(c, '-' | '.' | '/' | '．' | '－'))?;
    let (end, month) = small_number(text, end + separator.len_utf8()).filter(|&(_, n)| (1..=12).contains(&n))?;
    let year = Year::Absolute(year);
    let next = text[end..].chars().next();
    let day = next
        .filter(|&c| c == separator || c == '-')
        .and_then(|c| small_number(text, end + c.len_utf8()))
        .filter(|&(_, n)| (1..=31).contains(&n) && (next == Some(separator) || n > 12));
    match day {
        Some((end, day)) => Some((end, Point { year, part: Part::Month(month, Cut::Day(day)) })),
        None if separator != '.' || next == Some('-') || second && word_ends(text, end) => {
            Some((end, Point { year, part: Part::Month(month, Cut::Whole) }))
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Context, resolve};
    use super::*;

    fn reader() -> PeriodReader {
        PeriodReader::new(&toml::from_str(include_str!("../../rules/periods.toml")).unwrap()).unwrap()
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
