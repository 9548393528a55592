//! The list of mentions: every quantity and time of a text, also those that no fact would use.
//!
//! In: the repaired text and the span of a block. Out: [`Found`] quantities and times in reading order, of which no two of a kind
//! share a character. The readers are those of the facts ([`quantity`] and [`period`]), and the longest reading wins; what differs
//! is what is kept. A fact has no use for 一个, 二 or 千亿; a list holds them all, and leaves out only what is no number at all:
//! digits inside words (四川, 统一), names (5G) and addresses of the web. Two bounds of one range (大于20小于35) are one mention.
//! Not here: what a number belongs to.
//!
//! A time without a year is that of the period before it in the block, or else the year of issue, past or to come: facts know more
//! (see [`resolve`](crate::resolve)).

use rust_decimal::Decimal;

use crate::chars;
use crate::mention::vocabulary::{Starts, Vocabulary};
use crate::numeral;
use crate::period::{self, Context, Expr, Period};
use crate::quantity::{self, Quantity};
use crate::span::{OffsetMap, Span};
use crate::unit::{self, Bounds, Dimension};

/// A quantity or a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where, in the text that was given.
    pub span: Span,
    /// What it says.
    pub what: What,
}

/// What a mention says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// An amount or a bare number.
    Quantity(Quantity),
    /// A time, resolved where the date of issue allows it.
    Period(Option<Period>),
}

/// Lists the quantities and times of a block; relative times count from `context`.
pub fn list(text: &str, block: Span, vocabulary: &Vocabulary, context: Context) -> Vec<Found> {
    let (squeezed, map) = squeeze(block.of(text));
    let mut walker =
        Walker { text: &squeezed, vocabulary, context: Context { future: true, ..context }, found: Vec::new(), at: 0 };
    while walker.at < squeezed.len() {
        walker.step();
    }
    let mut found = merge_bounds(&squeezed, walker.found, vocabulary.units.bounds());
    for mention in &mut found {
        let hull = map.hull(mention.span);
        mention.span = Span::new(block.start + hull.start, block.start + hull.end);
    }
    found
}

/// The text without the spaces inside numbers (三千 九百), and the map back.
fn squeeze(text: &str) -> (String, OffsetMap) {
    let (mut out, mut map) = (String::with_capacity(text.len()), OffsetMap::default());
    let mut from = 0;
    let mut keep = |until: usize, from: usize| {
        out.push_str(&text[from..until]);
        map.push(from, until - from);
    };
    let mut left = [None; 2];
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !chars::is_space(c) {
            left = [left[1], Some(c)];
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((next, space)) = chars.next_if(|&(_, c)| chars::is_space(c)) {
            end = next + space.len_utf8();
        }
        let mut ahead = text[end..].chars();
        let right = [ahead.next(), ahead.next()];
        if in_range(left, right) || left[1].zip(right[0]).is_some_and(|(a, b)| inside_number(a, b)) {
            keep(at, from);
            from = end;
        }
    }
    keep(text.len(), from);
    (out, map)
}

/// Whether a space between these two may be dropped: 3亿 24个 and 1, 234 are two numbers each.
fn inside_number(a: char, b: char) -> bool {
    let word = |c: char| {
        numeral::is_chinese(c)
            || matches!(c, '余' | '多' | '负' | '分' | '之' | '又' | '点' | '成' | '年' | '月' | '个')
    };
    let part = |c: char| word(c) || chars::is_digit(c);
    part(a) && part(b) && (word(a) || word(b)) && !(numeral::is_chinese(a) && chars::is_digit(b))
}

/// Whether a space stands on one side of the dash of 1995 – 1997; a hyphen needs one on both, for 5 -3 may be two numbers.
fn in_range(left: [Option<char>; 2], right: [Option<char>; 2]) -> bool {
    let digit = |c: Option<char>| c.is_some_and(chars::is_digit);
    let dash = |c: Option<char>| matches!(c, Some('–' | '—' | '～' | '-'));
    let hyphen_alone = right[0] != Some('-') || right[1].is_some_and(chars::is_space);
    digit(left[1]) && dash(right[0]) && hyphen_alone || dash(left[1]) && digit(left[0]) && digit(right[0])
}

/// Reasons for which a number is not even listed: 五角大楼, and 七折, whose seven are tenths of a price.
const NO_NUMBERS: [&str; 2] = ["idiom", "discount"];

struct Walker<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary,
    context: Context,
    found: Vec<Found>,
    at: usize,
}

impl Walker<'_> {
    /// Reads one mention, or passes over a word or a character.
    fn step(&mut self) {
        let Some(first) = self.text[self.at..].chars().next() else {
            self.at = self.text.len();
            return;
        };
        let word = self.vocabulary.words.longest(self.text, self.at).filter(|(_, e)| !e.is_plain()).map(|(end, _)| end);
        let number = if self.may_be_number(first) { self.number(first) } else { None };
        match (word, number) {
            (Some(end), Some((number_end, what))) if end > number_end || end == number_end && is_bare(&what) => {
                self.at = end; // 四川省; 百度
            }
            (_, Some((end, what))) => self.push(end, what),
            (Some(end), None) => self.at = end,
            (None, None) if first.is_ascii_alphanumeric() => self.at = latin_end(self.text, self.at).max(self.at + 1),
            (None, None) => self.at += first.len_utf8(),
        }
    }

    fn may_be_number(&self, first: char) -> bool {
        self.vocabulary.starts(first).has(Starts::NUMBER)
            || first == '.'
            || self.vocabulary.units.is_spoken(self.text, self.at, self.at + first.len_utf8())
    }

    fn push(&mut self, end: usize, what: Option<What>) {
        if let Some(what) = what {
            if let What::Period(Some(period)) = what {
                // a plan of many years does not say which year a month lies in
                self.context.last = Some(period).filter(|p| one_year(*p)).or(self.context.last);
            }
            self.found.push(Found { span: Span::new(self.at, end), what });
        }
        self.at = end;
    }

    /// A quantity or a time, whichever is longer; `None` inside for what is to be passed over.
    fn number(&self, first: char) -> Option<(usize, Option<What>)> {
        let period = self.vocabulary.periods.read(self.text, self.at);
        let quantity = self.quantity(first);
        match (period, quantity) {
            (Some((end, expr)), quantity) if quantity.as_ref().is_none_or(|q| end >= q.0) => {
                let what = (expr != Expr::Unknown).then(|| What::Period(period::resolve(expr, &self.context)));
                Some((end, what))
            }
            (_, quantity) => quantity,
        }
    }

    fn quantity(&self, first: char) -> Option<(usize, Option<What>)> {
        let before = self.text[..self.at].chars().next_back();
        if first == '.' && before.is_some_and(|c| c == '.' || chars::is_digit(c)) {
            return None;
        }
        let (end, quantity) = quantity::read(self.text, self.at, &self.vocabulary.units)?;
        if quantity.aside.as_deref().is_some_and(|reason| NO_NUMBERS.contains(&reason)) {
            return Some((end, None));
        }
        let next = self.text[end..].chars().next();
        let bare = quantity.dimension == Dimension::Number;
        let last = self.text[..end].chars().next_back();
        if bare && [last, next].iter().flatten().any(char::is_ascii_alphabetic) {
            return Some((latin_end(self.text, end), None)); // 5G
        }
        let digits = &self.text[self.at..end];
        if bare
            && numeral::is_chinese(first)
            && digits.chars().all(|c| numeral::chinese_digit(c).is_some())
            && !self.alone(before, next)
        {
            return None;
        }
        Some((end, Some(What::Quantity(quantity))))
    }

    /// Whether a Chinese digit between these two is a number: 答案是四, not 四川.
    fn alone(&self, before: Option<char>, next: Option<char>) -> bool {
        let alone = self.vocabulary.units.alone();
        let free = |c: Option<char>, words: &str| c.is_none_or(|c| !chars::is_han(c) || words.contains(c));
        free(before, &alone.before) && free(next, &alone.after)
    }
}

/// Whether a number is a scale word alone: 百度 is a hundred degrees only where no such name is known.
fn is_bare(what: &Option<What>) -> bool {
    matches!(what, Some(What::Quantity(quantity)) if quantity.aside.as_deref() == Some("bare"))
}

fn one_year(period: Period) -> bool {
    use chrono::Datelike;
    period.start.year() == period.end.year()
}

/// The end of a name in Latin letters and digits, or of an address of the web, which ends only at a space or a Chinese word.
fn latin_end(text: &str, at: usize) -> usize {
    let run_end = |belongs: fn(char) -> bool| {
        text[at..].char_indices().find(|&(_, c)| !belongs(c)).map_or(text.len(), |(i, _)| at + i)
    };
    let graphic = run_end(|c| c.is_ascii_graphic());
    if text[at..graphic].contains("://") || text[at..graphic].starts_with("www.") {
        return graphic;
    }
    run_end(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// How a number is bounded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Low,
    High,
}

/// Joins two quantities that are the ends of one range: 大于100并且小于300, 最多100最少20个, 1000以上，1500以下, 米六到三米九.
fn merge_bounds(text: &str, found: Vec<Found>, bounds: &Bounds) -> Vec<Found> {
    let mut merged: Vec<Found> = Vec::with_capacity(found.len());
    for mention in found {
        let pair = merged.last().and_then(|last| pair(text, last, &mention, bounds));
        match pair {
            Some(quantity) => {
                let start = merged.pop().map_or(mention.span.start, |last| last.span.start);
                merged.push(Found { span: Span::new(start, mention.span.end), what: What::Quantity(quantity) });
            }
            None => merged.push(mention),
        }
    }
    merged
}

fn pair(text: &str, first: &Found, second: &Found, bounds: &Bounds) -> Option<Quantity> {
    let (What::Quantity(a), What::Quantity(b)) = (&first.what, &second.what) else { return None };
    let gap = text.get(first.span.end..second.span.start)?;
    if a.high.is_some() || b.high.is_some() || gap.len() > 60 {
        return None;
    }
    if bounds.range.iter().any(|mark| mark == gap) {
        return if a.unit.is_empty() || a.ratio.is_some() != b.ratio.is_some() { None } else { between(a, b) };
    }
    let (gap, a_after) = strip(gap, bounds, Side::Start);
    let (gap, b_before) = strip(gap, bounds, Side::End);
    let a_bound = a_after.or_else(|| strip(&text[..first.span.start], bounds, Side::End).1)?;
    let b_bound = b_before.or_else(|| strip(&text[second.span.end..], bounds, Side::Start).1)?;
    match (a_bound, b_bound, only_joints(gap, bounds)) {
        (Bound::Low, Bound::High, true) => between(a, b),
        (Bound::High, Bound::Low, true) => between(b, a),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    End,
}

/// Takes the longest bounding word off one side of a text: words after a number stand at its start, those before one at its end.
fn strip<'t>(text: &'t str, bounds: &Bounds, side: Side) -> (&'t str, Option<Bound>) {
    let lists = match side {
        Side::Start => [(&bounds.low_after, Bound::Low), (&bounds.high_after, Bound::High)],
        Side::End => [(&bounds.low_before, Bound::Low), (&bounds.high_before, Bound::High)],
    };
    let rest = |word: &String| match side {
        Side::Start => text.strip_prefix(word.as_str()),
        Side::End => text.strip_suffix(word.as_str()),
    };
    let hits = lists.iter().flat_map(|&(words, bound)| words.iter().filter_map(move |word| Some((rest(word)?, bound))));
    match hits.min_by_key(|(rest, _)| rest.len()) {
        Some((rest, bound)) => (rest, Some(bound)),
        None => (text, None),
    }
}

fn only_joints(mut gap: &str, bounds: &Bounds) -> bool {
    while !gap.is_empty() {
        let Some(rest) =
            bounds.joints.iter().filter_map(|word| gap.strip_prefix(word.as_str())).min_by_key(|r| r.len())
        else {
            return false;
        };
        gap = rest;
    }
    true
}

/// The range from one quantity to another, in the unit of the one that has it.
fn between(low: &Quantity, high: &Quantity) -> Option<Quantity> {
    let (value, top, told): (Decimal, Decimal, &Quantity) = if high.unit.is_empty() {
        (low.value, high.value, low)
    } else if low.unit.is_empty() {
        (low.value, high.value, high)
    } else {
        (unit::convert(low.value, &low.unit, &high.unit)?, high.value, high)
    };
    let ratio = low.ratio.zip(high.ratio);
    let (value, top, unit) = ratio.map_or((value, top, told.unit.clone()), |(a, b)| (a, b, String::new()));
    (value < top).then(|| Quantity { value, high: Some(top), ratio: None, unit, ..told.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    /// `quote value..high unit` or `quote start..end`, one for each mention.
    fn listed(text: &str, vocabulary: &Vocabulary) -> String {
        let context = Context { issue: "2021-01-25".parse().ok(), ..Context::default() };
        let shown = list(text, Span::new(0, text.len()), vocabulary, context).into_iter().map(|found| {
            let says = match found.what {
                What::Quantity(q) => {
                    let high = q.high.map_or(String::new(), |high| format!("..{high}"));
                    format!("{}{high} {}", q.ratio.unwrap_or(q.value), if q.ratio.is_some() { "" } else { &q.unit })
                }
                What::Period(period) => period.map_or("-".into(), |p| format!("{}..{}", p.start, p.end)),
            };
            format!("{} {says}", found.span.of(text)).trim().to_string()
        });
        shown.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn mentions() {
        let pack = rules::load(&[], true).unwrap();
        let vocabulary = Vocabulary::new(&pack).unwrap();
        for (text, want) in [
            ("建成一个园区", "一个 1 个"),
            ("统一管理四川", ""),
            ("百度和百家企业", "百家 100 家"),
            ("投产后年产值", ""),
            ("五角大楼", ""),
            ("这不是四川这是五", "五 5"),
            ("我一看你就笑", ""),
            ("支持5G", ""),
            ("见http://a.cn/?x=%28158%29", ""),
            ("打七折", ""),
            ("三千 九百 六十五", "三千 九百 六十五 3965"),
            ("1, 234, 567.3", "1 1; 234 234; 567.3 567.3"),
            ("占二分之一", "二分之一 0.5"),
            ("大于二十的同时小于等于三十五", "二十的同时小于等于三十五 20..35"),
            ("最多100最少20个", "100最少20个 20..100 个"),
            ("1000以上，1500以下", "1000以上，1500 1000..1500"),
            ("米六到三米九", "米六到三米九 1.6..3.9 米"),
            ("9000万元至1亿元", "9000万元至1亿元 0.9..1 亿元"),
            ("2020年底和去年6月上旬", "2020年底 2020-12-01..2020-12-31; 去年6月上旬 2020-06-01..2020-06-10"),
            ("2018年3月，9月", "2018年3月 2018-03-01..2018-03-31; 9月 2018-09-01..2018-09-30"),
            ("下周一", "下周一 2021-02-01..2021-02-01"),
            ("昨天", "昨天 2021-01-24..2021-01-24"),
        ] {
            assert_eq!(listed(text, &vocabulary), want, "{text}");
        }
    }
}
