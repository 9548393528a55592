//! Quantities: a number with its unit, a range of them, or a share in words.
//!
//! In: text, a byte offset and the [`UnitTable`]. Out: a [`Quantity`], value and canonical unit, claimed as one token so that no
//! number is ever read without its unit. Not here: times (see [`period`](crate::period)) and words such as 近 or 以上, which stand
//! around a quantity and are mentions of their own. Fractions and percentages are read in `share`.
//!
//! ```text
//! quantity = fixed | prefix? sign? (share | range | number unit? rest*) | spoken
//! range    = number unit? mark number unit? | number 与 number unit? 之间          5-7亿元, 从8500到3万港元
//! number   = numeral | 半                                                    半个, 半年
//! unit     = unit ("/" unit)? 半?                                           元/平方米, 一吨半
//! rest     = number smaller-unit | digit digit?                             五毛 of 两块五毛, 八 of 一米八
//! prefix   = 人民币 | ￥ | US$ …        sign = 负 | -        spoken = 米九
//! ```

mod share;

use rust_decimal::Decimal;

use crate::chars;
use crate::numeral::{self, Numeral};
use crate::unit::{After, Dimension, Unit, UnitTable, scale_name};
use share::Share;

/// A number with its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The value in `unit`; the lower end of a range.
    pub value: Decimal,
    /// The upper end of a range.
    pub high: Option<Decimal>,
    /// Canonical unit with its scale where the dimension keeps it; empty for a bare number.
    pub unit: String,
    /// What it measures.
    pub dimension: Dimension,
    /// 余, 多 or 来 stands inside.
    pub more: bool,
    /// Why it is no amount, where the number itself tells: `vague`, `one`, `size-class`, `name`, `structure`, `bare`.
    pub aside: Option<String>,
    /// Written in Chinese characters and below ten: 两家, 三项.
    pub small: bool,
    /// What a fraction is as a plain number: 0.5 of 1/2, whose `value` is 50 %.
    pub ratio: Option<Decimal>,
}

/// Reads the quantity that starts at byte `at`: its end and what it says.
pub fn read(text: &str, at: usize, units: &UnitTable) -> Option<(usize, Quantity)> {
    // nearly all numbers begin with a digit, and with no word
    let worded = text.get(at..)?.chars().next().is_some_and(|first| units.may_begin(first));
    if let Some(found) = if worded { worded_alone(text, at, units) } else { None } {
        return Some(found);
    }
    let (start, currency) = match if worded { units.prefix(text, at) } else { None } {
        Some((end, unit)) => (end + usize::from(text[end..].starts_with(' ')), Some(unit)),
        None => (at, None),
    };
    let (start, negative) = signed(text, start);
    let (end, quantity) = unsigned(text, start, units, currency)?;
    Some((end, if negative { quantity.negated() } else { quantity }))
}

/// A word that is a whole quantity (翻番), or a unit that is one metre and so much.
fn worded_alone(text: &str, at: usize, units: &UnitTable) -> Option<(usize, Quantity)> {
    match units.fixed(text, at) {
        Some((end, value, ratio, unit)) => {
            Some((end, Quantity { ratio, ..plain(value, unit.name.clone(), unit.dimension) }))
        }
        None => spoken_alone(text, at, units),
    }
}

impl Quantity {
    fn negated(self) -> Quantity {
        Quantity {
            value: -self.value,
            high: self.high.map(|high| -high),
            ratio: self.ratio.map(|ratio| -ratio),
            ..self
        }
    }
}

fn unsigned(text: &str, start: usize, units: &UnitTable, currency: Option<&Unit>) -> Option<(usize, Quantity)> {
    let first = numeral::parse(text, start);
    match first.and_then(|first| share::read(text, start, &first)) {
        Some((end, Share::Percent(value))) => return Some((end, percent(value))),
        Some((end, Share::Vague(value))) => {
            return Some((end, Quantity { aside: Some("vague".into()), ..percent(value) }));
        }
        Some((end, Share::Ratio(ratio))) => {
            let aside = (ratio > Decimal::ONE).then(|| "bare".into());
            return Some((end, Quantity { ratio: Some(ratio), aside, ..percent(share::rounded_percent(ratio)?) }));
        }
        Some((end, Share::Mixed(value))) => {
            return single(text, &Numeral::plain(value, end), units.after(text, end), units, None);
        }
        None => {}
    }
    if let Some(half) = half_of(text, start, units) {
        return Some(half);
    }
    let first = first?;
    let after = units.after(text, first.end);
    range(text, start, &first, after, units, currency).or_else(|| single(text, &first, after, units, currency))
}

/// Passes over the sign before a number: 负三十二, -3.1; the - of 5-7 is none.
fn signed(text: &str, at: usize) -> (usize, bool) {
    let Some(sign) = text[at..].chars().next().filter(|c| matches!(c, '-' | '－' | '−' | '负' | '負')) else {
        return (at, false);
    };
    let next = at + sign.len_utf8();
    let number = |c: char| numeral::digit(c).is_some() || matches!(sign, '负' | '負') && numeral::is_chinese(c);
    let before = text[..at].chars().next_back().is_some_and(|c| numeral::digit(c).is_some());
    match text[next..].chars().next().is_some_and(number) && !before {
        true => (next, true),
        false => (at, false),
    }
}

fn plain(value: Decimal, unit: String, dimension: Dimension) -> Quantity {
    Quantity { value, high: None, unit, dimension, more: false, aside: None, small: false, ratio: None }
}

fn percent(value: Decimal) -> Quantity {
    plain(value, "%".into(), Dimension::Percent)
}

/// 半个, 半公里, 半打, and 半 where it touches no word.
fn half_of(text: &str, at: usize, units: &UnitTable) -> Option<(usize, Quantity)> {
    let next = at + text[at..].strip_prefix('半').map(|_| '半'.len_utf8())?;
    let Some((end, unit)) = units.find(text, next) else {
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let alone = free(text[next..].chars().next()) && free(text[..at].chars().next_back());
        let half =
            Quantity { ratio: Some(Decimal::new(5, 1)), aside: Some("one".into()), ..percent(Decimal::from(50)) };
        return alone.then_some((next, half));
    };
    let (value, name) = folded(Decimal::new(5, 1), unit)?;
    let quantity = plain(value, name.into(), unit.dimension);
    Some((end, Quantity { aside: Some("one".into()), small: true, ..quantity }))
}

const MARKS: [&str; 10] = ["——", "--", "-", "—", "–", "－", "~", "～", "至", "到"];

/// Whether a mark or a word between two numbers may stand here.
fn joins(text: &str, at: usize) -> bool {
    let joint = |c| matches!(c, '-' | '—' | '–' | '－' | '~' | '～' | '至' | '到' | '与' | '和');
    text[at..].chars().next().is_some_and(joint)
}

/// 5—7个, 3000万到5000万元, 1万至2.5万吨级, 10000与20000之间.
fn range(
    text: &str,
    start: usize,
    low: &Numeral,
    after: Option<After>,
    units: &UnitTable,
    currency: Option<&Unit>,
) -> Option<(usize, Quantity)> {
    let unit = after.and_then(|after| Some((after.end, after.unit?)));
    let after_unit = unit.map(|(end, _)| end);
    if !joins(text, low.end) && !after_unit.is_some_and(|end| joins(text, end)) {
        return None;
    }
    let mark_at = |at: usize| MARKS.iter().find(|mark| text[at..].starts_with(**mark)).map(|mark| at + mark.len());
    let and_at = |at: usize| text[at..].starts_with(['与', '和']).then(|| at + '与'.len_utf8());
    let either = |find: &dyn Fn(usize) -> Option<usize>| find(low.end).or_else(|| after_unit.and_then(find));
    let (next, between) = either(&mark_at).map(|next| (next, false)).or(either(&and_at).map(|next| (next, true)))?;
    let high =
        numeral::parse(text, next).filter(|n| n.chinese == low.chinese && !n.vague && !low.vague && !low.more)?;
    let closed = |at: usize| {
        ["之间", "间"]
            .iter()
            .find(|word| text[at..].starts_with(**word))
            .filter(|_| between)
            .map(|word| at + word.len())
    };
    let (end, quantity) = match closed(high.end) {
        Some(end) => (end, plain(high.value()?, String::new(), Dimension::Number)),
        None => {
            let (end, quantity) = single(text, &high, units.after(text, high.end), units, currency)?;
            (if between { closed(end)? } else { end }, quantity)
        }
    };
    // 增长22%至19.5亿美元: two numbers of different kinds are no range
    if unit.is_some_and(|(_, unit)| unit.dimension != quantity.dimension) {
        return None;
    }
    let bare = quantity.dimension == Dimension::Number && quantity.unit.is_empty();
    let year = low.digits == 4 && high.digits == 4 && text[high.end..].starts_with('年');
    if year || bare && !between && !plain_ends(text, start, end) {
        return None;
    }
    let scale = if quantity.dimension.keeps_scale() { high.scale } else { 0 };
    // 5-7亿元: the scale of the end holds for the start too; not in 8500到3万
    let shares = low.scale == 0 && after_unit.is_none() && low.mantissa < high.mantissa;
    let own_scale = if shares { high.scale } else { low.scale };
    let whole = low.mantissa.checked_mul(numeral::power_of_ten(own_scale)?)?;
    let value =
        if own_scale == scale { low.mantissa } else { whole.checked_div(numeral::power_of_ten(scale)?)?.normalize() };
    let aside = if bare { Some("bare".into()) } else { quantity.aside.clone() };
    (value < quantity.value)
        .then_some((end, Quantity { high: Some(quantity.value), value, small: false, aside, ..quantity }))
}

/// Whether two bare numbers with a mark between them are a range, not part of a code such as 010-8888-1.
fn plain_ends(text: &str, start: usize, end: usize) -> bool {
    let touches = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '+');
    !text[start..].starts_with('0')
        && !text[..start].chars().next_back().is_some_and(touches)
        && !text[end..].chars().next().is_some_and(touches)
}

fn single(
    text: &str,
    n: &Numeral,
    after: Option<After>,
    units: &UnitTable,
    currency: Option<&Unit>,
) -> Option<(usize, Quantity)> {
    // 237.22 km²: a space before a unit in Latin letters
    let spaced = || {
        let next = n.end + 1;
        let latin = text.get(n.end..next) == Some(" ") && text[next..].starts_with(|c: char| c.is_ascii_alphabetic());
        units.find(text, next).filter(|_| latin)
    };
    let found = after.and_then(|after| Some((after.end, after.unit?))).or_else(spaced);
    let reason = after.and_then(|after| Some((after.end, after.not_amount?)));
    let shorter_unit = |end| found.is_none_or(|(unit_end, _)| unit_end <= end && (n.digits != 0 || n.bare));
    if let Some((end, reason)) = reason.filter(|&(end, _)| shorter_unit(end)) {
        let quantity = plain(n.value()?, String::new(), Dimension::Number);
        return Some((end, Quantity { aside: Some(reason.to_string()), ..quantity }));
    }
    let (end, mut quantity) = match (found, currency) {
        (Some((end, unit)), Some(currency)) if unit.dimension == Dimension::Money => (end, scaled(n, currency)?),
        (Some(_), Some(_)) => return None, // 人民币3年期
        (None, Some(currency)) => (n.end, scaled(n, currency)?),
        (Some((end, unit)), None) => measured(text, end, n, unit, units)?,
        (None, None) if n.scale >= 8 => {
            (n.end, plain(n.mantissa, format!("{}元", scale_name(n.scale)), Dimension::Money))
        }
        (None, None) => (n.end, plain(n.value()?, String::new(), Dimension::Number)),
    };
    quantity.more = n.more;
    let end = if quantity.dimension == Dimension::Count { second_unit(text, end, units).unwrap_or(end) } else { end };
    // 50万级, 百亿元级: a size class
    let size = || units.not_amount(text, end).filter(|(_, reason)| *reason == "size-class");
    if let Some((_, reason)) = text[end..].starts_with('级').then(size).flatten() {
        quantity.aside = Some(reason.to_string());
        return Some((end + '级'.len_utf8(), quantity));
    }
    quantity.aside = aside(n, &quantity);
    quantity.small = n.chinese && n.mantissa <= Decimal::TEN && n.scale == 0;
    Some((end, quantity))
}

/// The end of another unit in brackets behind a unit: 186台（套）, 412家（次）.
fn second_unit(text: &str, at: usize, units: &UnitTable) -> Option<usize> {
    let inner = text[at..].strip_prefix(['（', '('])?;
    let close = inner.find(['）', ')']).filter(|&close| close > 0 && inner[..close].chars().count() <= 2)?;
    let start = text.len() - inner.len();
    let (end, _) = units.find(text, start).filter(|&(end, _)| end == start + close)?;
    text[end..].chars().next().map(|c| end + c.len_utf8())
}

fn aside(n: &Numeral, quantity: &Quantity) -> Option<String> {
    let unmeasured = matches!(quantity.dimension, Dimension::Count | Dimension::Number);
    if n.vague {
        Some("vague".into())
    } else if n.bare && (n.mantissa >= Decimal::ONE_HUNDRED || quantity.dimension == Dimension::Count) {
        Some("bare".into())
    } else if n.chinese
        && n.scale == 0
        && n.mantissa == Decimal::ONE
        && (unmeasured || quantity.dimension == Dimension::Duration)
    {
        Some("one".into())
    } else {
        None
    }
}

/// A number with the unit that ends at `end` and what of it follows.
fn measured(text: &str, end: usize, n: &Numeral, unit: &Unit, units: &UnitTable) -> Option<(usize, Quantity)> {
    if let Some((by_end, by)) = per(text, end, units) {
        return Some((
            by_end,
            plain(n.mantissa, format!("{}{}/{by}", scale_name(n.scale), unit.name), Dimension::Rate),
        ));
    }
    let mut quantity = scaled(n, unit)?;
    if n.scale > 0 || n.more {
        return Some((end, quantity));
    }
    let (end, rest) = half_after(text, end, unit.dimension)
        .or_else(|| smaller(text, end, unit, units))
        .or_else(|| spoken(text, n.end, end, units))
        .unwrap_or((end, Decimal::ZERO));
    if !rest.is_zero() {
        quantity.value = quantity.value.checked_add(folded(rest, unit)?.0)?;
    }
    Some((end, quantity))
}

/// What a composite unit counts by: 平方米 of 元/平方米, 万元 of 吨标准煤/万元, 平方米·月 of 元/平方米·月.
fn per(text: &str, end: usize, units: &UnitTable) -> Option<(usize, String)> {
    let slash = text[end..].chars().next().filter(|c| matches!(c, '/' | '／' | '∕'))?;
    let start = end + slash.len_utf8();
    let scale = ["万", "亿"].into_iter().find(|scale| text[start..].starts_with(scale)).unwrap_or("");
    let (end, unit) = units.find(text, start + scale.len())?;
    let time = ["·年", "·月", "·天", "·日"].into_iter().find(|time| text[end..].starts_with(time)).unwrap_or("");
    Some((end + time.len(), format!("{scale}{}{time}", unit.name)))
}

/// 一吨半, 两年半.
fn half_after(text: &str, end: usize, dimension: Dimension) -> Option<(usize, Decimal)> {
    use Dimension::{Area, Duration, Length, Money, Multiple, Weight};
    let measured = matches!(dimension, Weight | Length | Duration | Multiple | Area | Money);
    let rest = text[end..].strip_prefix('半').filter(|_| measured)?;
    let word = rest.starts_with(['导', '径', '年', '数', '成', '岛', '天', '小', '个', '价', '额']);
    (!word).then(|| (end + '半'.len_utf8(), Decimal::new(5, 1)))
}

/// 五毛 of 两块五毛, 30厘米 of 5米30厘米: what smaller units add.
fn smaller(text: &str, end: usize, unit: &Unit, units: &UnitTable) -> Option<(usize, Decimal)> {
    use Dimension::{Length, Money, Weight};
    let n = matches!(unit.dimension, Money | Length | Weight).then(|| numeral::parse(text, end))??;
    let (last, part) = units.find(text, n.end).filter(|(_, part)| part.base.is_some() && part.base == unit.base)?;
    let ratio = part.factor?.checked_div(unit.factor?)?;
    let value = n.value()?.checked_mul(ratio).filter(|v| ratio < Decimal::ONE && *v < Decimal::ONE && !n.vague)?;
    let rest = smaller(text, last, part, units).or_else(|| spoken(text, n.end, last, units));
    let (last, rest) = rest.unwrap_or((last, Decimal::ZERO));
    Some((last, (value + rest.checked_mul(ratio)?).normalize()))
}

/// 八 of 一米八, 五 of 两块五: decimals without a unit.
fn spoken(text: &str, unit_at: usize, end: usize, units: &UnitTable) -> Option<(usize, Decimal)> {
    let digit = |c| numeral::chinese_digit(c).filter(|_| c != '两').or_else(|| numeral::digit(c));
    let next = text[end..].chars().next();
    if next.and_then(digit).is_none() || !units.is_spoken(text, unit_at, end) {
        return None;
    }
    let (mut last, mut digits, mut count) = (end, 0, 0);
    for c in text[end..].chars().take(3) {
        let Some(d) = digit(c) else { break };
        (last, digits, count) = (last + c.len_utf8(), digits * 10 + i64::from(d), count + 1);
    }
    let next = text[last..].chars().next();
    let goes_on = |c: char| {
        numeral::is_chinese(c) || matches!(c, '点' | '.' | ',' | '%' | '-' | '/') || c.is_ascii_alphanumeric()
    };
    let is_decimal = (1..=2).contains(&count) && digits > 0 && !next.is_some_and(goes_on);
    (is_decimal && units.find(text, last).is_none()).then(|| (last, Decimal::new(digits, count)))
}

/// 米九: one metre and so much, said by itself.
fn spoken_alone(text: &str, at: usize, units: &UnitTable) -> Option<(usize, Quantity)> {
    let (end, unit) = units.find(text, at).filter(|(end, _)| units.is_spoken(text, at, *end))?;
    let before = text[..at].chars().next_back();
    let (end, rest) =
        spoken(text, at, end, units).filter(|_| !before.is_some_and(|c| chars::is_han(c) && c != '到'))?;
    let (value, name) = folded(Decimal::ONE + rest, unit)?;
    Some((end, plain(value, name.into(), unit.dimension)))
}

/// Puts the scale where the dimension wants it, and turns 成 and 番 into what they mean.
fn scaled(n: &Numeral, unit: &Unit) -> Option<Quantity> {
    Some(match unit.dimension {
        Dimension::Tenth => percent(n.value()?.checked_mul(Decimal::TEN)?.normalize()),
        Dimension::Doubling => {
            let times = u32::try_from(n.value()?).ok().filter(|&times| times <= 30)?;
            plain(Decimal::from(1u64 << times), "倍".into(), Dimension::Multiple)
        }
        dimension if dimension.keeps_scale() => {
            let (value, name) = folded(n.mantissa, unit)?;
            plain(value, [scale_name(n.scale), name].concat(), dimension)
        }
        dimension => {
            let (value, name) = folded(n.value()?, unit)?;
            plain(value, name.into(), dimension)
        }
    })
}

/// Counts and money are told in their base: two 打 are 24 个, five 角 half a 元. Measures stay in the text's unit.
fn folded(value: Decimal, unit: &Unit) -> Option<(Decimal, &str)> {
    match (&unit.base, unit.factor, unit.dimension) {
        (Some(base), Some(factor), Dimension::Money | Dimension::Count) if *base != unit.name => {
            Some((value.checked_mul(factor)?.normalize(), base))
        }
        _ => Some((value, &unit.name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_is_also_a_number() {
        let units = UnitTable::new(&toml::from_str(include_str!("../../rules/units.toml")).unwrap()).unwrap();
        for (text, ratio) in [
            ("1/2", "0.5"),
            ("五分之一", "0.2"),
            ("一百分之五十", "0.5"),
            ("负3分之负一百", "33.333333333333333333333333333"),
            ("-3/2", "-1.5"),
            ("二份一", "0.5"),
            ("一半", "0.5"),
        ] {
            let ratio_read = read(text, 0, &units).and_then(|(_, q)| q.ratio).map(|r| r.to_string());
            assert_eq!(ratio_read.as_deref(), Some(ratio), "{text}");
        }
    }

    #[test]
    fn values_and_units() {
        let units = UnitTable::new(&toml::from_str(include_str!("../../rules/units.toml")).unwrap()).unwrap();
        let cases = [
            ("212亿元", "212亿元", "212", "", "亿元", ""),
            ("1,204家", "1,204家", "1204", "", "家", ""),
            ("20余万人", "20余万人", "200000", "", "人", ""),
            ("1万余个", "1万余个", "10000", "", "个", ""),
            ("1.3万个", "1.3万个", "13000", "", "个", ""),
            ("12万平方米", "12万平方米", "12", "", "万平方米", ""),
            ("百分之五", "百分之五", "5", "", "%", ""),
            ("三成", "三成", "30", "", "%", ""),
            ("七成六", "七成六", "76", "", "%", ""),
            ("1/2的", "1/2", "50", "", "%", ""),
            ("三分之一", "三分之一", "33.33", "", "%", ""),
            ("翻一番", "翻一番", "2", "", "倍", ""),
            ("19.96个百分点", "19.96个百分点", "19.96", "", "个百分点", ""),
            ("5-7个工作日", "5-7个工作日", "5", "7", "个工作日", ""),
            ("3000万到5000万元", "3000万到5000万元", "3000", "5000", "万元", ""),
            ("5-7亿元", "5-7亿元", "5", "7", "亿元", ""),
            ("6000-13000马力", "6000-13000马力", "6000", "13000", "马力", ""),
            ("1万至2.5万吨", "1万至2.5万吨", "1", "2.5", "万吨", ""),
            ("12000元∕㎡", "12000元∕㎡", "12000", "", "元/平方米", ""),
            ("600MW", "600MW", "600", "", "兆瓦", ""),
            ("200亿引导", "200亿", "200", "", "亿元", ""),
            ("200万，", "200万", "2000000", "", "", ""),
            ("两百家", "两百家", "200", "", "家", ""),
            ("人民币30万元", "人民币30万元", "30", "", "万元", ""),
            ("-3.1%", "-3.1%", "-3.1", "", "%", ""),
            ("一吨半", "一吨半", "1.5", "", "吨", ""),
            ("500强", "500强", "500", "", "", "name"),
            ("数十家", "数十家", "10", "", "家", "vague"),
            ("千亿元", "千亿元", "1000", "", "亿元", "bare"),
            ("一个", "一个", "1", "", "个", "one"),
            ("四大产业", "四大", "4", "", "", "structure"),
            ("半个", "半个", "0.5", "", "个", "one"),
            ("两块五毛", "两块五毛", "2.5", "", "元", ""),
            ("12块4毛", "12块4毛", "12.4", "", "元", ""),
            ("三块二，", "三块二", "3.2", "", "元", ""),
            ("三毛五", "三毛五", "0.35", "", "元", ""),
            ("1块2毛5", "1块2毛5", "1.25", "", "元", ""),
            ("三角", "三角", "0.3", "", "元", ""),
            ("一米八", "一米八", "1.8", "", "米", ""),
            ("米九", "米九", "1.9", "", "米", ""),
            ("5米30厘米", "5米30厘米", "5.3", "", "米", ""),
            ("两打", "两打", "24", "", "个", ""),
            ("20打造", "20", "20", "", "", ""),
            ("8500到3万港元", "8500到3万港元", "0.85", "3", "万港元", ""),
            ("1万元--5万元", "1万元--5万元", "1", "5", "万元", ""),
            ("10000与20000之间", "10000与20000之间", "10000", "20000", "", "bare"),
            ("负三十二", "负三十二", "-32", "", "", ""),
            ("负0.2千米", "负0.2千米", "-0.2", "", "公里", ""),
            ("千分之2.4", "千分之2.4", "0.24", "", "%", ""),
            ("百万分之五", "百万分之五", "0.0005", "", "%", ""),
            ("三成半", "三成半", "35", "", "%", ""),
            ("一又二分之一倍", "一又二分之一倍", "1.5", "", "倍", ""),
            ("1 4/3的", "1 4/3", "2.3333333333333333333333333333", "", "", ""),
            ("16/5", "16/5", "320", "", "%", "bare"),
            ("10000与20000间", "10000与20000间", "10000", "20000", "", "bare"),
            ("10与20个之间", "10与20个之间", "10", "20", "个", ""),
            ("10与20个", "10", "10", "", "", ""),
            ("2块5，", "2块5", "2.5", "", "元", ""),
            ("3米5个", "3米", "3", "", "米", ""),
            ("US$ 30", "US$ 30", "30", "", "美元", ""),
            ("4/5G", "4", "4", "", "", ""),
        ];
        for (text, quote, value, high, unit, aside) in cases {
            let (end, q) = read(text, 0, &units).unwrap_or_else(|| panic!("{text}"));
            let got = (
                &text[..end],
                q.value.to_string(),
                q.high.map_or(String::new(), |h| h.to_string()),
                q.unit,
                q.aside.unwrap_or_default(),
            );
            assert_eq!(got, (quote, value.into(), high.into(), unit.into(), aside.into()), "{text}");
        }
    }
}
