//! Stretches: 近三年, 未来5天, 五年前, 90年代, 1992—1995年.
//!
//! In: a text and a place. Out: the end of the expression that begins there, and the [`Expr`]. Not here: the calendar.

use super::mark::Mark;
use super::point::{bare_year, small_number};
use super::text::{one_of, stands_free, word_ends};
use super::{Lead, PeriodReader, Word};
use crate::numeral;
use crate::period::{Expr, Part, Point, Step, Year};

impl PeriodReader {
    /// 近三年, 未来5天, 十年来, 五年前, 三天后; 前4个月 is a part.
    pub(super) fn stretch(&self, text: &str, at: usize, lead: Option<(usize, Lead)>) -> Option<(usize, Expr)> {
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
    pub(super) fn decade(&self, text: &str, at: usize, word: Option<(usize, Word)>) -> Option<(usize, Expr)> {
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
    pub(super) fn week(&self, text: &str, end: usize, offset: i32) -> (usize, Expr) {
        match (weekday(text, end), text[end..].strip_prefix('末')) {
            (Some((end, day)), _) => (end, Expr::Week(offset, day, day)),
            (None, Some(_)) => (end + '末'.len_utf8(), Expr::Week(offset, 5, 6)),
            (None, None) => (end, Expr::Week(offset, 0, 6)),
        }
    }

    /// 2018—2020年, 从2016到2018, 1985到89年9月: the first year stands without 年.
    pub(super) fn year_range(&self, text: &str, at: usize) -> Option<(usize, Expr)> {
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

    pub(super) fn after_mark(&self, text: &str, at: usize) -> Option<usize> {
        self.mark(text, at, Mark::Range)
    }
}

/// A number of years, months, weeks or days: 三年, 2个月, 半年.
pub(super) fn steps(text: &str, at: usize) -> Option<(usize, Step, i32)> {
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

/// The weekday after 周: Monday is 0.
pub(super) fn weekday(text: &str, at: usize) -> Option<(usize, u32)> {
    let c = text.get(at..)?.chars().next()?;
    let day = match c {
        '日' | '天' => 6,
        '一' | '二' | '三' | '四' | '五' | '六' => numeral::chinese_digit(c)? - 1,
        _ => return None,
    };
    Some((at + c.len_utf8(), day))
}
