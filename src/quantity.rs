//! Quantities: a number with its unit, a range of them, or a share in words.
//!
//! In: text, a byte offset and the [`UnitTable`]. Out: a [`Quantity`], value and canonical unit, claimed as one token so that no
//! number is ever read without its unit. Not here: times (see [`period`](crate::period)) and words such as 近 or 以上, which stand
//! around a quantity and are mentions of their own.
//!
//! ```text
//! quantity = fixed | share | sign? number (mark number)? unit
//! share    = "百分之" numeral | "千分之" numeral | numeral "分之" numeral | digits "/" digits | numeral "成" numeral?
//! number   = prefix? numeral          人民币30万
//! unit     = unit ("/" unit)? | 半     元/平方米
//! ```

use rust_decimal::{Decimal, RoundingStrategy};

use crate::numeral::{self, Numeral};
use crate::unit::{Dimension, Unit, UnitTable, scale_name};

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
    /// Printed as a fraction (1/2, 三分之一).
    pub fraction: bool,
}

/// Reads the quantity that starts at byte `at`: its end and what it says.
pub fn read(text: &str, at: usize, units: &UnitTable) -> Option<(usize, Quantity)> {
    if let Some((end, value, unit)) = units.fixed(text, at) {
        return Some((end, plain(value, unit.name.clone(), unit.dimension)));
    }
    if let Some(share) = share(text, at) {
        return Some(share);
    }
    let (start, currency) = match units.prefix(text, at) {
        Some((end, unit)) => (end, Some(unit)),
        None => (at, None),
    };
    let (start, negative) = match text.get(start..)?.chars().next()? {
        c @ ('-' | '－' | '−') if numeral_starts(text, start + c.len_utf8()) => (start + c.len_utf8(), true),
        _ => (start, false),
    };
    let first = numeral::parse(text, start)?;
    let (end, mut quantity) = range(text, &first, units, currency).or_else(|| single(text, &first, units, currency))?;
    if negative {
        quantity.value = -quantity.value;
    }
    Some((end, quantity))
}

fn numeral_starts(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|c| numeral::digit(c).is_some())
}

fn plain(value: Decimal, unit: String, dimension: Dimension) -> Quantity {
    Quantity { value, high: None, unit, dimension, more: false, aside: None, small: false, fraction: false }
}

fn percent(value: Decimal) -> Quantity {
    plain(value, "%".into(), Dimension::Percent)
}

/// 百分之五, 三分之一, 1/2, 七成六.
fn share(text: &str, at: usize) -> Option<(usize, Quantity)> {
    let rest = text.get(at..)?;
    for (word, unit, dimension) in [
        ("百分之", "%", Dimension::Percent),
        ("千分之", "‰", Dimension::Permille),
        ("万分之", "‱", Dimension::Permille),
    ] {
        if let Some(n) = rest.strip_prefix(word).and_then(|_| numeral::parse(text, at + word.len())) {
            let mut quantity = plain(n.value()?, unit.into(), dimension);
            (quantity.more, quantity.aside) = (n.more, n.vague.then(|| "vague".into()));
            return Some((n.end, quantity));
        }
    }
    let first = numeral::parse(text, at)?;
    let after = &text[first.end..];
    if first.chinese && after.starts_with("分之") {
        let n = numeral::parse(text, first.end + "分之".len())?;
        return fraction(n.value()?, first.value()?).map(|q| (n.end, q));
    }
    let slash = after.chars().next().filter(|c| matches!(c, '/' | '／' | '∕'));
    if let (Some(slash), false) = (slash, first.chinese) {
        let n = numeral::parse(text, first.end + slash.len_utf8()).filter(|n| !n.chinese && n.scale == 0)?;
        let plain_numbers = first.scale == 0 && first.mantissa.scale() == 0 && n.mantissa.scale() == 0;
        let ends = !text[n.end..].starts_with(['/', '／', '年'])
            && first.mantissa < n.mantissa
            && n.mantissa <= Decimal::from(100);
        return (plain_numbers && ends).then(|| fraction(first.mantissa, n.mantissa).map(|q| (n.end, q))).flatten();
    }
    tenths(text, &first)
}

/// 三成, 七成六, 近3成; not 成立 or 成为, which the caller's word table claims first.
fn tenths(text: &str, first: &Numeral) -> Option<(usize, Quantity)> {
    let end = text[first.end..].strip_prefix('成').map(|_| first.end + '成'.len_utf8())?;
    if first.scale > 0
        || first.bare
        || first.mantissa > Decimal::TEN
        || text[end..].starts_with(['立', '为', '员', '功', '果', '长', '效', '交', '本', '套', '熟', '型'])
    {
        return None;
    }
    let rest = text[end..].chars().next().and_then(numeral::chinese_digit).filter(|&d| (1..10).contains(&d));
    let (end, extra) = match rest {
        Some(digit) if first.chinese => (end + '一'.len_utf8(), digit),
        _ => (end, 0),
    };
    let mut quantity = percent((first.mantissa * Decimal::TEN + Decimal::from(extra)).normalize());
    (quantity.more, quantity.aside) = (first.more, first.vague.then(|| "vague".into()));
    Some((end, quantity))
}

/// A fraction as a percentage: recurring ones with two decimals, half up.
fn fraction(part: Decimal, whole: Decimal) -> Option<Quantity> {
    let value = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    let value = value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize();
    Some(Quantity { fraction: true, ..percent(value) })
}

/// 5—7个, 3000万到5000万元, 1万至2.5万吨级.
fn range(text: &str, low: &Numeral, units: &UnitTable, currency: Option<&Unit>) -> Option<(usize, Quantity)> {
    let after_unit = units.find(text, low.end).map(|(end, _)| end);
    let mark_at = |at: usize| {
        let rest = &text[at..];
        ["——", "-", "—", "–", "－", "~", "～", "至", "到"]
            .iter()
            .find(|mark| rest.starts_with(**mark))
            .map(|mark| at + mark.len())
    };
    let next = mark_at(low.end).or_else(|| after_unit.and_then(mark_at))?;
    let high =
        numeral::parse(text, next).filter(|n| n.chinese == low.chinese && !n.vague && !low.vague && !low.more)?;
    let (end, quantity) = single(text, &high, units, currency)?;
    if quantity.dimension == Dimension::Number && quantity.unit.is_empty()
        || low.digits == 4 && high.digits == 4 && text[high.end..].starts_with('年')
    {
        return None;
    }
    let scale = if quantity.dimension.keeps_scale() { high.scale } else { 0 };
    // 5-7亿元: the scale of the end holds for the start too
    let own_scale = if low.scale == 0 && after_unit.is_none() { high.scale } else { low.scale };
    let whole = low.mantissa.checked_mul(numeral::power_of_ten(own_scale)?)?;
    let value =
        if own_scale == scale { low.mantissa } else { whole.checked_div(numeral::power_of_ten(scale)?)?.normalize() };
    (value < quantity.value).then_some((end, Quantity { high: Some(quantity.value), value, small: false, ..quantity }))
}

fn single(text: &str, n: &Numeral, units: &UnitTable, currency: Option<&Unit>) -> Option<(usize, Quantity)> {
    let found = units.find(text, n.end);
    if let (Some((end, reason)), true) = (units.not_amount(text, n.end), found.is_none() || n.digits != 0 || n.bare) {
        if found.is_none_or(|(unit_end, _)| unit_end <= end) {
            let value = n.value()?;
            return Some((
                end,
                Quantity { aside: Some(reason.to_string()), ..plain(value, String::new(), Dimension::Number) },
            ));
        }
    }
    let (end, name, dimension) = match (found, currency) {
        (Some((end, unit)), Some(currency)) if unit.dimension == Dimension::Money => {
            (end, currency.name.clone(), Dimension::Money)
        }
        (_, Some(currency)) => (n.end, currency.name.clone(), Dimension::Money),
        (Some((end, unit)), None) => composite(text, end, unit, units),
        (None, None) if n.scale >= 8 => (n.end, "元".into(), Dimension::Money),
        (None, None) => (n.end, String::new(), Dimension::Number),
    };
    let (end, half) = half_after(text, end, dimension);
    let mut quantity = scaled(n, name, dimension)?;
    if half && n.scale == 0 {
        quantity.value += Decimal::new(5, 1);
    }
    // 50万级, 百亿元级: a size class
    if let Some((_, reason)) =
        units.not_amount(text, end).filter(|(_, reason)| *reason == "size-class" && text[end..].starts_with('级'))
    {
        quantity.aside = Some(reason.to_string());
        return Some((end + '级'.len_utf8(), quantity));
    }
    quantity.aside = aside(n, &quantity);
    quantity.small = n.chinese && n.mantissa <= Decimal::TEN && n.scale == 0;
    Some((end, quantity))
}

fn aside(n: &Numeral, quantity: &Quantity) -> Option<String> {
    let unmeasured = matches!(quantity.dimension, Dimension::Count | Dimension::Number);
    if n.vague {
        Some("vague".into())
    } else if n.bare && n.mantissa >= Decimal::ONE_HUNDRED {
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

/// 一吨半, 两年半.
fn half_after(text: &str, end: usize, dimension: Dimension) -> (usize, bool) {
    let measured = matches!(
        dimension,
        Dimension::Weight | Dimension::Length | Dimension::Duration | Dimension::Multiple | Dimension::Area
    );
    let follows =
        text[end..].strip_prefix('半').is_some_and(|rest| !rest.starts_with(['导', '径', '年', '数', '成', '岛']));
    if measured && follows { (end + '半'.len_utf8(), true) } else { (end, false) }
}

/// 元/平方米, 人/平方公里.
fn composite(text: &str, end: usize, unit: &Unit, units: &UnitTable) -> (usize, String, Dimension) {
    let slash = text[end..].chars().next().filter(|c| matches!(c, '/' | '／' | '∕'));
    let by = slash.and_then(|c| units.find(text, end + c.len_utf8()));
    match by {
        Some((end, by)) => (end, format!("{}/{}", unit.name, by.name), Dimension::Rate),
        None => (end, unit.name.clone(), unit.dimension),
    }
}

/// Puts the scale where the dimension wants it, and turns 成 and 番 into what they mean.
fn scaled(n: &Numeral, name: String, dimension: Dimension) -> Option<Quantity> {
    let mut quantity = match dimension {
        Dimension::Tenth => percent((n.value()? * Decimal::TEN).normalize()),
        Dimension::Doubling => {
            let times = u32::try_from(n.value()?).ok().filter(|&times| times <= 30)?;
            plain(Decimal::from(1u64 << times), "倍".into(), Dimension::Multiple)
        }
        _ if dimension.keeps_scale() => plain(n.mantissa, format!("{}{name}", scale_name(n.scale)), dimension),
        _ => plain(n.value()?, name, dimension),
    };
    quantity.more = n.more;
    Some(quantity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_units() {
        let units = UnitTable::new(&toml::from_str(include_str!("../rules/units.toml")).unwrap()).unwrap();
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
