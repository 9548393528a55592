//! Amounts of money in one scale: 3.2亿元 as 32000万元.
//!
//! In: a row whose unit is a scale and 元 (yuan). Out: the same row with value and unit in the scale asked for. All
//! scales are powers of ten, so the decimal point moves and no digit is lost; where a decimal of 28 digits cannot
//! hold the result the row stays as it is. Foreign currencies, composite units (元/平方米) and all else stay as they
//! are. A converted value drops the zeros at its end that stand behind the point. Not here: rounding, exchange rates.

use rust_decimal::Decimal;

use crate::row::{Row, Value};

/// The scales that amounts are printed in, with their powers of ten.
const SCALES: [(&str, i64); 13] = [
    ("元", 0),
    ("十元", 1),
    ("百元", 2),
    ("千元", 3),
    ("万元", 4),
    ("十万元", 5),
    ("百万元", 6),
    ("千万元", 7),
    ("亿元", 8),
    ("十亿元", 9),
    ("百亿元", 10),
    ("千亿元", 11),
    ("万亿元", 12),
];

/// The unit that amounts are converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyUnit {
    /// 元
    Yuan,
    /// 万元, ten thousand.
    TenThousandYuan,
    /// 亿元, a hundred million.
    HundredMillionYuan,
}

impl MoneyUnit {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            MoneyUnit::Yuan => "元",
            MoneyUnit::TenThousandYuan => "万元",
            MoneyUnit::HundredMillionYuan => "亿元",
        }
    }

    /// Puts the row's value into this unit if it is an amount in 元 of any scale.
    pub fn convert(self, row: &mut Row) {
        let (Some(from), Some(to)) = (power(&row.unit), power(self.name())) else { return };
        let Value::Number(number) = row.value else { return };
        if from == to {
            return;
        }
        if let Some(moved) = move_point(number, from - to) {
            row.value = Value::Number(moved);
            row.unit = self.name().into();
        }
    }
}

fn power(unit: &str) -> Option<i64> {
    SCALES.iter().find(|(name, _)| *name == unit).map(|(_, power)| *power)
}

/// The number times ten to the power of `places`.
fn move_point(number: Decimal, places: i64) -> Option<Decimal> {
    let number = number.normalize();
    let decimals = i64::from(number.scale()) - places;
    let zeros = u32::try_from(-decimals).unwrap_or(0);
    let digits = number.mantissa().checked_mul(10i128.checked_pow(zeros)?)?;
    let moved = Decimal::try_from_i128_with_scale(digits, u32::try_from(decimals.max(0)).ok()?).ok()?;
    Some(moved.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::table::tests::row;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back_is_the_same_amount(digits in any::<i64>(), scale in 0u32..9, from in 0..SCALES.len()) {
            let number = Decimal::new(digits, scale);
            let places = SCALES[from].1;
            let there = move_point(number, places);
            prop_assert_eq!(there.and_then(|moved| move_point(moved, -places)).unwrap_or(number), number);
        }
    }

    #[test]
    fn amounts_move_their_point_and_lose_no_digit() {
        let cases = [
            ("3.2", "亿元", "万元", "32000 万元"),
            ("486", "万元", "亿元", "0.0486 亿元"),
            ("7823.0", "万元", "元", "78230000 元"),
            ("7823.0", "万元", "万元", "7823.0 万元"),
            ("120000", "元", "万元", "12 万元"),
            ("10.26", "万亿元", "亿元", "102600 亿元"),
            ("-5", "千万元", "亿元", "-0.5 亿元"),
            ("0", "元", "亿元", "0 亿元"),
            ("0.000000000000001", "元", "亿元", "0.00000000000000000000001 亿元"),
            ("0.0000000000000000000000001", "元", "亿元", "0.0000000000000000000000001 元"),
            ("79228162514264337593543950335", "亿元", "元", "79228162514264337593543950335 亿元"),
            ("3.2", "亿美元", "万元", "3.2 亿美元"),
            ("3.2", "元/平方米", "万元", "3.2 元/平方米"),
            ("3", "家", "万元", "3 家"),
        ];
        for (value, unit, to, expected) in cases {
            let mut row = row("江州高新区", "总投资", value, unit);
            let units = [MoneyUnit::Yuan, MoneyUnit::TenThousandYuan, MoneyUnit::HundredMillionYuan];
            units.iter().filter(|unit| unit.name() == to).for_each(|unit| unit.convert(&mut row));
            assert_eq!(format!("{} {}", row.value, row.unit), expected);
        }
    }
}
