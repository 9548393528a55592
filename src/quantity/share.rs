//! Shares: fractions and percentages in words or with a stroke.
//!
//! In: text and a byte offset. Out: a [`Share`], the exact value with what it is. Not here: units and signs before it.
//!
//! ```text
//! share    = ratio "分之" numeral                    百分之五, 千分之2.4, 百万分之五: a percentage
//!          | numeral 又 fraction | digits " " digits "/" digits      一又二分之一, 1 4/3: a number
//!          | fraction
//!          | numeral "成" (digit | 半)?               三成, 七成六, 三成半: a percentage
//! ratio    = a scale word alone: 百 千 万 百万 …        一百分之五 is a fraction like any other
//! fraction = numeral "分之" 负? numeral | digits "/" digits | numeral 份 numeral      三分之一, 1/2, 二份一
//! ```

use rust_decimal::{Decimal, RoundingStrategy};

use crate::chars;
use crate::numeral::{self, Numeral};

/// What a share comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// So many hundredths.
    Percent(Decimal),
    /// The same, of which no amount can be told (百分之几, 几成).
    Vague(Decimal),
    /// A fraction, as a number: 0.5 of 1/2.
    Ratio(Decimal),
    /// A whole number and a fraction.
    Mixed(Decimal),
}

/// Reads the share that starts at byte `at` with the numeral `first`: its end and what it comes to.
pub fn read(text: &str, at: usize, first: &Numeral) -> Option<(usize, Share)> {
    // nearly every number ends here
    let behind = text[first.end..].chars().next()?;
    if !matches!(behind, '分' | '份' | '又' | ' ' | '/' | '／' | '∕' | '成') {
        return None;
    }
    if let Some(n) = text[at..].strip_prefix("百分之").and_then(|_| signed(text, at + "百分之".len())) {
        return Some((n.end, percent(n.value()?, n.vague)));
    }
    if first.bare && text[first.end..].starts_with("分之") {
        let n = signed(text, first.end + "分之".len())?;
        let hundredths = n.value()?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(first.value()?)?;
        return Some((n.end, percent(hundredths.normalize(), n.vague)));
    }
    if let Some((end, ratio)) =
        fraction_after(text, first).and_then(|next| fraction(text, &numeral::parse(text, next)?, next, true))
    {
        return Some((end, Share::Mixed(first.value()?.checked_add(ratio)?.normalize())));
    }
    match fraction(text, first, at, false) {
        Some((end, ratio)) => Some((end, Share::Ratio(ratio))),
        None => tenths(text, first),
    }
}

/// A fraction as a percentage: recurring ones with two decimals, half up.
pub fn rounded_percent(ratio: Decimal) -> Option<Decimal> {
    let value = ratio.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize())
}

fn percent(value: Decimal, vague: bool) -> Share {
    if vague { Share::Vague(value) } else { Share::Percent(value) }
}

/// A numeral with 负 before it.
fn signed(text: &str, at: usize) -> Option<Numeral> {
    match text.get(at..)?.strip_prefix(['负', '負']) {
        Some(_) => numeral::parse(text, at + '负'.len_utf8()).map(|n| Numeral { mantissa: -n.mantissa, ..n }),
        None => numeral::parse(text, at),
    }
}

/// Where the fraction of a mixed number begins: after 又, or after a space before digits.
fn fraction_after(text: &str, first: &Numeral) -> Option<usize> {
    let mark = text[first.end..].chars().next()?;
    let digits = |at: usize| text[at..].chars().next().is_some_and(chars::is_digit);
    match mark {
        '又' => Some(first.end + mark.len_utf8()),
        ' ' if !first.chinese && first.scale == 0 && first.mantissa.scale() == 0 && digits(first.end + 1) => {
            Some(first.end + 1)
        }
        _ => None,
    }
}

/// A fraction by itself; after 又 it may leave out 之.
fn fraction(text: &str, below: &Numeral, at: usize, mixed: bool) -> Option<(usize, Decimal)> {
    let below = Some(below).filter(|n| !n.vague)?;
    let after = &text[below.end..];
    let next = if after.starts_with("分之") {
        below.end + "分之".len()
    } else if mixed && after.starts_with('分') {
        below.end + '分'.len_utf8()
    } else if after.starts_with('份') && below.chinese && below.scale == 0 {
        return parts(text, below);
    } else {
        return stroke(text, at, below);
    };
    let above = signed(text, next).filter(|n| !n.vague)?;
    Some((above.end, above.value()?.checked_div(below.value()?)?.normalize()))
}

/// 二份一: one of two parts, where nothing follows that would be counted.
fn parts(text: &str, below: &Numeral) -> Option<(usize, Decimal)> {
    let above = numeral::parse(text, below.end + '份'.len_utf8()).filter(|n| n.chinese && n.scale == 0)?;
    let next = text[above.end..].chars().next();
    let ends = !next.is_some_and(|c| chars::is_han(c) || c.is_alphanumeric());
    ends.then(|| above.mantissa.checked_div(below.mantissa)).flatten().map(|ratio| (above.end, ratio.normalize()))
}

/// 1/2; not a date, nor part of a longer row of strokes, nor 4/5G.
fn stroke(text: &str, at: usize, above: &Numeral) -> Option<(usize, Decimal)> {
    let slash = text[above.end..].chars().next().filter(|c| matches!(c, '/' | '／' | '∕'))?;
    let below = numeral::parse(text, above.end + slash.len_utf8())?;
    let whole = |n: &Numeral| !n.chinese && n.scale == 0 && n.mantissa.scale() == 0 && n.digits <= 4;
    let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '／' | '年' | '月' | '日' | '.' | '．');
    let joined = text[below.end..].chars().next().is_some_and(joins)
        || text[..at].chars().next_back().is_some_and(|c| matches!(c, '/' | '／' | '.') || chars::is_digit(c));
    let plausible = below.mantissa <= Decimal::ONE_HUNDRED && above.digits <= 3;
    if !whole(above) || !whole(&below) || joined || !plausible {
        return None;
    }
    above.mantissa.checked_div(below.mantissa).map(|ratio| (below.end, ratio.normalize()))
}

/// 三成, 七成六, 三成半, 近3成; not 成立 or 成为, which the caller's word table claims first.
fn tenths(text: &str, first: &Numeral) -> Option<(usize, Share)> {
    let end = text[first.end..].strip_prefix('成').map(|_| first.end + '成'.len_utf8())?;
    if first.scale > 0
        || first.bare
        || first.mantissa > Decimal::TEN
        || text[end..].starts_with(['立', '为', '员', '功', '果', '长', '效', '交', '本', '套', '熟', '型', '品'])
    {
        return None;
    }
    let rest = text[end..].chars().next();
    let extra = match rest {
        Some('半') => Some(5),
        Some(c) if first.chinese => numeral::chinese_digit(c).filter(|&d| (1..10).contains(&d)),
        _ => None,
    };
    let value = (first.mantissa * Decimal::TEN + Decimal::from(extra.unwrap_or(0))).normalize();
    Some((end + extra.map_or(0, |_| '一'.len_utf8()), percent(value, first.vague)))
}
