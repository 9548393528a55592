//! Points of time: a year, or a part of one: 2020年, 去年3月5日, 上半年, 前三季度.
//!
//! In: a text and a place. Out: the end of the point that begins there, and the [`Point`]. Not here: what stands around it (截至, 以来).

use super::mark::Mark;
use super::text::{clause_ends, one_of, stands_free, word_ends};
use super::{Lead, PeriodReader, Word};
use crate::numeral;
use crate::period::{Cut, Part, Point, Year};

impl PeriodReader {
    pub(super) fn skip_after(&self, text: &str, at: usize) -> usize {
        self.mark(text, at, Mark::After).unwrap_or(at)
    }

    /// One point; the second one of a range may be a day alone in any form (9日至12号).
    pub(super) fn point(&self, text: &str, at: usize, second: bool) -> Option<(usize, Point)> {
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
    pub(super) fn year_edge(&self, text: &str, end: usize, year: Year) -> (usize, Point) {
        let edges = [(Mark::End, Part::Months(12, 12)), (Mark::Start, Part::Start), (Mark::Outset, Part::Months(1, 1))];
        let edge = edges.into_iter().find_map(|(mark, part)| Some((self.mark(text, end, mark)?, part)));
        let (end, part) = edge.unwrap_or((end, Part::Whole));
        (end, Point { year, part })
    }

    pub(super) fn year(&self, text: &str, at: usize) -> Option<(usize, Year)> {
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
    pub(super) fn short_year(&self, text: &str, at: usize) -> Option<(usize, Year)> {
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

    pub(super) fn part(&self, text: &str, at: usize, year: Year, second: bool) -> Option<(usize, Part)> {
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
    pub(super) fn part_edge(&self, text: &str, end: usize, part: Part) -> (usize, Part) {
        match (part, self.mark(text, end, Mark::End)) {
            (Part::Quarter(q), Some(edge)) => (edge, Part::Months(q * 3, q * 3)),
            (Part::Months(_, last), Some(edge)) if last != 12 => (edge, Part::Months(last, last)),
            (Part::Half(h), Some(edge)) => (edge, Part::Months(h * 6, h * 6)),
            _ => (end, part),
        }
    }

    /// 前4个月, 前11月.
    pub(super) fn first_months(&self, text: &str, lead: Option<(usize, Lead)>) -> Option<(usize, Part)> {
        let (end, _) = lead.filter(|&(_, lead)| lead == Lead::First)?;
        let (end, count) = small_number(text, end)?;
        let end = one_of(text, end, &["个月份", "个月", "月份", "月"])?;
        (1..=12).contains(&count).then_some((end, Part::Months(1, count)))
    }

    /// 9月, 1-11月, 1月至11月, 9月30日, 9月底.
    pub(super) fn months(&self, text: &str, at: usize) -> Option<(usize, Part)> {
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
    pub(super) fn cut(&self, text: &str, at: usize, bare: bool) -> (usize, Cut) {
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

/// The end of a range of dates in digits: a year, or a month.
pub(super) fn bare_end(text: &str, at: usize) -> Option<(usize, Point)> {
    let year = bare_year(text, at).map(|(end, year)| (end, Point { year: Year::Absolute(year), part: Part::Whole }));
    let month = || {
        let (end, month) = small_number(text, at).filter(|&(_, n)| (1..=12).contains(&n))?;
        Some((end, Point { year: Year::Open, part: Part::Month(month, Cut::Whole) }))
    };
    year.or_else(month).filter(|&(end, _)| word_ends(text, end))
}

/// Four digits, half-width, full-width or Chinese, that can be a year.
pub(super) fn bare_year(text: &str, at: usize) -> Option<(usize, i32)> {
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
pub(super) fn small_number(text: &str, at: usize) -> Option<(usize, u32)> {
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

/// 第8个月.
pub(super) fn nth_month(text: &str, at: usize) -> Option<(usize, Part)> {
    let (end, month) = small_number(text, one_of(text, at, &["第"])?).filter(|&(_, n)| (1..=12).contains(&n))?;
    one_of(text, end, &["个月"]).map(|end| (end, Part::Month(month, Cut::Whole)))
}

pub(super) fn day_of(text: &str, at: usize) -> Option<(usize, u32)> {
    let (end, day) = small_number(text, at).filter(|&(_, n)| (1..=31).contains(&n))?;
    one_of(text, end, &["日", "号"]).map(|end| (end, day))
}

/// 30日; not 一日, which is a length of time, nor 12号, which may be a house. Whatever has a day before it is one.
pub(super) fn day_only(text: &str, at: usize, year: Year, second: bool) -> Option<(usize, Part)> {
    let (end, day) = day_of(text, at).filter(|_| year == Year::Open)?;
    let told = text[..end].ends_with('日') && !text[at..].starts_with(['一', '两']);
    (second || told).then_some((end, Part::DayOnly(day)))
}

/// 2020-12-12, 2020.12.12, 2020/12/12, 2020-12, and 1994.01-19, whose 19 can only be a day; 2002.02 only ends a range.
pub(super) fn numeric_date(text: &str, at: usize, second: bool) -> Option<(usize, Point)> {
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
