//! When two fields say the same: texts, quantities and names of metrics.
//!
//! In: cells of rows as written. Out: yes or no, or how much. Texts are compared in Unicode form NFKC without white space,
//! so that full-width and half-width forms count the same. Quantities are compared exactly, in the unit without its scale:
//! 1.2 亿元 is 12000 万元. Not here: which row is compared with which.

use std::str::FromStr;

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use crate::chars::is_digit;
use crate::numeral::power_of_ten;
use crate::row::Value;

/// The unit of a row whose value is a date.
pub const DATE_UNIT: &str = "日期";
/// What a unit may begin with, as powers of ten; the first that fits counts.
const SCALES: [(&str, u32); 7] = [("万亿", 12), ("百万", 6), ("千万", 7), ("万", 4), ("亿", 8), ("千", 3), ("百", 2)];
/// A unit that begins like a scale and is none.
const UNSCALED: &str = "百分点";
/// The longest name of a metric, in characters.
const LONGEST_METRIC: usize = 32;

/// A text in the form in which texts are compared.
pub fn text(cell: &str) -> String {
    let python_space = |c: char| c.is_whitespace() || matches!(c, '\x1C'..='\x1F');
    cell.nfkc().filter(|c| !python_space(*c)).collect()
}

/// A value with its unit, the scale of the unit multiplied out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    value: Value,
    unit: String,
}

impl Quantity {
    /// The quantity of two cells; none where the value is neither a plain decimal nor, with the unit 日期, a date.
    ///
    /// ```
    /// use shishu::score::Quantity;
    /// assert_eq!(Quantity::read("1.2", "亿元"), Quantity::read("12000.0", "万元"));
    /// assert_eq!(Quantity::read("1,200", "家"), None);
    /// ```
    pub fn read(value: &str, unit: &str) -> Option<Quantity> {
        let (value, unit) = (value.trim(), text(unit));
        if let Some(number) = decimal(value) {
            return scaled(number, unit);
        }
        (unit == DATE_UNIT && is_date(value)).then(|| Quantity { value: Value::Date(value.to_string()), unit })
    }

    /// Whether this is the wanted quantity. A percentage may differ by the rounding of a fraction: 33.3333 is 33.33.
    pub fn is(&self, wanted: &Quantity) -> bool {
        let (Value::Number(found), Value::Number(number)) = (&self.value, &wanted.value) else {
            return self == wanted;
        };
        let room = match self.unit.as_str() {
            "%" => Some(Decimal::new(5, 3)),
            _ => number.abs().max(Decimal::ONE).checked_mul(Decimal::new(1, 9)),
        };
        let apart = found.checked_sub(*number).map(|apart| apart.abs());
        self.unit == wanted.unit && apart.zip(room).is_some_and(|(apart, room)| apart <= room)
    }
}

/// A plain decimal: digits, perhaps a point between them, perhaps a minus.
fn decimal(value: &str) -> Option<Decimal> {
    let digits = |part: &str| !part.is_empty() && part.chars().all(is_digit);
    let unsigned = value.strip_prefix('-').unwrap_or(value);
    let plain = unsigned.split_once('.').map_or(digits(unsigned), |(whole, part)| digits(whole) && digits(part));
    let narrow: String = value.nfkc().collect();
    if plain { Decimal::from_str(&narrow).ok() } else { None }
}

fn scaled(number: Decimal, unit: String) -> Option<Quantity> {
    let scale = SCALES.iter().find(|(name, _)| unit != UNSCALED && unit.starts_with(name));
    let (value, unit) = match scale {
        Some((name, power)) if unit.len() > name.len() => {
            (number.checked_mul(power_of_ten(*power)?)?, unit[name.len()..].to_string())
        }
        _ => (number, unit),
    };
    Some(Quantity { value: Value::Number(value.normalize()), unit })
}

/// A day, a month, a quarter or a half year; a bare year is a plain decimal already.
fn is_date(value: &str) -> bool {
    let shape: String = value.chars().map(|c| if is_digit(c) { '0' } else { c }).collect();
    matches!(shape.as_str(), "0000-00" | "0000-00-00" | "0000-Q0" | "0000-H0")
}

/// Whether a metric, as [`text`] gives it, is fit to head a column: not empty, not long, no clause with a comma in it.
pub fn is_name(metric: &str) -> bool {
    let bad = metric.contains(['，', '。', '；', ';', '！', '!', '？', '?']);
    let comma_in_number = |behind: &str| behind.starts_with(is_digit);
    (1..=LONGEST_METRIC).contains(&metric.chars().count()) && !bad && metric.split(',').skip(1).all(comma_in_number)
}

/// How close a name is to the nearest of the wanted ones, which `|` divides: 1 for the same, 0 for nothing in common.
///
/// ```
/// assert_eq!(shishu::score::likeness("规上工业总产值|工业产值", "规模以上工业总产值"), 1.0);
/// ```
pub fn likeness(wanted: &str, name: &str) -> f64 {
    let name = name_text(name);
    wanted.split('|').map(|wanted| overlap(&name_text(wanted), &name)).fold(0.0, f64::max)
}

fn name_text(name: &str) -> String {
    let marks = ['“', '”', '"', '\'', '《', '》'];
    text(name).replace(marks, "").replace("规模以上", "规上")
}

/// Twice the character pairs in common over all character pairs.
fn overlap(a: &str, b: &str) -> f64 {
    let (x, mut y) = (character_pairs(a), character_pairs(b));
    if x.is_empty() || y.is_empty() {
        return if a == b { 1.0 } else { 0.0 };
    }
    let all = x.len() + y.len();
    let mut take = |pair| y.iter().position(|other| *other == pair).map(|at| y.swap_remove(at)).is_some();
    let common = x.into_iter().filter(|pair| take(*pair)).count();
    (2 * common) as f64 / all as f64
}

fn character_pairs(name: &str) -> Vec<(char, char)> {
    name.chars().zip(name.chars().skip(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_without_width_and_space() {
        for (cell, expected) in
            [(" 西部（重庆） 科学城\n", "西部(重庆)科学城"), ("㎡", "m2"), ("Ａ\u{3000}b\x1F", "Ab")]
        {
            assert_eq!(text(cell), expected);
        }
    }

    #[test]
    fn quantities_agree_whatever_the_scale() {
        let cases = [
            (("1.2", "亿元"), ("12000", "万元"), true),
            (("1.2", "亿元"), ("1.2", "万元"), false),
            (("1", "千米"), ("1000", "米"), true),
            (("1", "百分点"), ("100", "分点"), false),
            (("3", "个百分点"), ("3", "个百分点"), true),
            (("5", "万"), ("50000", ""), false), // a bare scale is no scale of anything
            (("1", "万亿"), ("1", "万亿"), true),
            (("33.3333", "%"), ("33.33", "％"), true),
            (("33.34", "%"), ("33.33", "%"), false),
            (("3.005", "倍"), ("3", "倍"), false),
            (("1000000000", "元"), ("1000000001", "元"), true),
            (("-3.1", "%"), ("3.1", "%"), false),
            (("７８２３．０", "家"), ("7823", "家"), false), // a full-width point is no point
            (("７８２３.0", "家"), ("7823", "家"), true),
            (("2020-12", "日期"), ("2020-12", "日期"), true),
            (("2020-12-12", "日期"), ("2020-12", "日期"), false),
            (("2020", "日期"), ("2020", "日期"), true),
            (("2020-Q1", "日期"), ("2020-H1", "日期"), false),
        ];
        for (found, wanted, expected) in cases {
            let pair = Quantity::read(found.0, found.1).zip(Quantity::read(wanted.0, wanted.1));
            assert_eq!(pair.is_some_and(|(found, wanted)| found.is(&wanted)), expected, "{found:?} {wanted:?}");
        }
    }

    #[test]
    fn other_values_are_no_quantities() {
        let huge = "9".repeat(40);
        for value in ["", "-", "1,204", "1.", ".5", "+3", "1 2", "3-5", "1e5", "十", "2020-12", "--1", huge.as_str()] {
            assert_eq!(Quantity::read(value, "家"), None, "{value}");
        }
        assert_eq!(Quantity::read("2020-1", "日期"), None);
    }

    #[test]
    fn a_name_is_short_and_one_piece() {
        let long = "长".repeat(33);
        for (metric, expected) in [
            ("", false),
            ("工业总产值", true),
            ("收入,其中利润", false),
            ("1,204家企业", true),
            ("收入,", false),
            ("收入;利润", false),
            ("好吗?", false),
            (long.as_str(), false),
            (&long[3..], true),
        ] {
            assert_eq!(is_name(metric), expected, "{metric}");
        }
    }

    #[test]
    fn likeness_counts_character_pairs() {
        let cases = [
            ("专利", "专利", 1.0),
            ("专利", "利专", 0.0),
            ("发明专利", "专利", 0.5),
            ("发明专利|专利", "专利", 1.0),
            ("“专利”", "《专利》", 1.0),
            ("税", "税", 1.0),
            ("税", "税收", 0.0),
            ("", "", 1.0),
            ("人人人", "人人", 2.0 / 3.0),
        ];
        for (wanted, name, expected) in cases {
            assert_eq!(likeness(wanted, name), expected, "{wanted} {name}");
        }
    }
}
