//! Units: their canonical names, what they measure and how they convert.
//!
//! In: the entries of `rules/units.toml`. Out: a [`UnitTable`] that finds the unit after a number. Not here: numbers.

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::numeral::power_of_ten;
use crate::word_table::{Builder, WordTable};

/// What a quantity measures: the types that rules ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// Things, people, times: 家, 个, 人次.
    Count,
    /// 元 and foreign currencies.
    Money,
    /// Shares and rates.
    Percent,
    /// Thousandths.
    Permille,
    /// Percentage points.
    Point,
    /// 倍, and 翻番.
    Multiple,
    /// 成, a tenth; read as percent.
    Tenth,
    /// 番, a doubling; read as multiple.
    Doubling,
    /// 平方米, 亩.
    Area,
    /// 公里.
    Length,
    /// 吨.
    Weight,
    /// 立方米.
    Volume,
    /// 千瓦.
    Power,
    /// 千瓦时.
    Energy,
    /// 年, 个工作日.
    Duration,
    /// One unit by another: 元/平方米.
    Rate,
    /// Other technical measures.
    Measure,
    /// No unit at all.
    Number,
}

impl Dimension {
    /// All of them, with the names that rules use.
    pub const ALL: [(Dimension, &'static str); 18] = [
        (Dimension::Count, "count"),
        (Dimension::Money, "money"),
        (Dimension::Percent, "percent"),
        (Dimension::Permille, "permille"),
        (Dimension::Point, "point"),
        (Dimension::Multiple, "multiple"),
        (Dimension::Tenth, "tenth"),
        (Dimension::Doubling, "doubling"),
        (Dimension::Area, "area"),
        (Dimension::Length, "length"),
        (Dimension::Weight, "weight"),
        (Dimension::Volume, "volume"),
        (Dimension::Power, "power"),
        (Dimension::Energy, "energy"),
        (Dimension::Duration, "duration"),
        (Dimension::Rate, "rate"),
        (Dimension::Measure, "measure"),
        (Dimension::Number, "number"),
    ];

    /// Whether the scale of the text stays in the unit (亿元) rather than in the value (13000 个).
    pub fn keeps_scale(self) -> bool {
        use Dimension::*;
        matches!(self, Money | Area | Length | Weight | Volume | Power | Energy | Rate | Measure)
    }
}

/// One unit.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Canonical name.
    pub name: String,
    /// What it measures.
    pub dimension: Dimension,
    /// Other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The unit it converts to.
    #[serde(default)]
    pub base: Option<String>,
    /// How many of the base make one.
    #[serde(default)]
    pub factor: Option<Decimal>,
}

/// Count units of one dimension without aliases.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classifiers {
    /// What they measure.
    pub dimension: Dimension,
    /// Their names.
    pub names: Vec<String>,
}

/// A word that is a whole quantity: 翻番, 一半.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixed {
    /// The word.
    pub text: String,
    /// Its value.
    pub value: Decimal,
    /// Its unit, by canonical name.
    pub unit: String,
    /// What it is as a plain number, where it is a fraction.
    #[serde(default)]
    pub ratio: Option<Decimal>,
}

/// A currency sign or word before the number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prefix {
    /// The sign.
    pub text: String,
    /// The unit it stands for.
    pub unit: String,
}

/// Words after a number that make it something else than an amount.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suffix {
    /// The reason that `explain` gives.
    pub reason: String,
    /// The words.
    pub words: Vec<String>,
}

/// `rules/units.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)] // the keys are described in the file
pub struct UnitFile {
    pub classifiers: Vec<Classifiers>,
    pub unit: Vec<Unit>,
    pub fixed: Vec<Fixed>,
    pub prefix: Vec<Prefix>,
    pub suffix: Vec<Suffix>,
    pub not_unit: Vec<String>,
    pub spoken: Vec<String>,
    pub bounds: Bounds,
    pub alone: Alone,
}

/// Words that bound a number from one side.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct Bounds {
    pub low_before: Vec<String>,
    pub low_after: Vec<String>,
    pub high_before: Vec<String>,
    pub high_after: Vec<String>,
    pub joints: Vec<String>,
    pub range: Vec<String>,
}

/// The characters beside which a Chinese digit without a unit is a number, not part of a word (一看, 四川).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct Alone {
    pub before: String,
    pub after: String,
}

impl UnitFile {
    /// Adds the plain lists of another pack; entries with a name are replaced by the caller.
    pub fn extend_lists(&mut self, other: UnitFile) {
        self.classifiers.extend(other.classifiers);
        self.suffix.extend(other.suffix);
        self.not_unit.extend(other.not_unit);
        self.spoken.extend(other.spoken);
        let (bounds, new) = (&mut self.bounds, other.bounds);
        for (list, new) in [
            (&mut bounds.low_before, new.low_before),
            (&mut bounds.low_after, new.low_after),
            (&mut bounds.high_before, new.high_before),
            (&mut bounds.high_after, new.high_after),
            (&mut bounds.joints, new.joints),
            (&mut bounds.range, new.range),
        ] {
            list.extend(new);
        }
        self.alone.before.push_str(&other.alone.before);
        self.alone.after.push_str(&other.alone.after);
    }
}

/// What a word behind a number says.
#[derive(Clone, Debug, Default)]
struct Suffixed {
    unit: Option<u32>,
    not_amount: Option<String>,
}

/// The longest word behind a number.
#[derive(Clone, Copy, Debug)]
pub struct After<'u> {
    /// Where it ends.
    pub end: usize,
    /// The unit that it is.
    pub unit: Option<&'u Unit>,
    /// Why it makes the number no amount (500强).
    pub not_amount: Option<&'u str>,
}

/// A unit that an entry names and no unit is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownUnit {
    /// The name.
    pub name: String,
    /// The list that the entry is in: `fixed` or `prefix`.
    pub table: &'static str,
    /// The entry's `text`.
    pub entry: String,
}

/// The units of a pack, ready to find.
#[derive(Debug)]
pub struct UnitTable {
    units: Vec<Unit>,
    after: WordTable<Suffixed>,
    prefixes: WordTable<u32>,
    fixed: WordTable<(Decimal, Option<Decimal>, u32)>,
    spoken: Vec<String>,
    bounds: Bounds,
    alone: Alone,
}

impl UnitTable {
    /// Compiles the units.
    ///
    /// # Errors
    /// The first unit name in `fixed` or `prefix` that no unit has.
    pub fn new(file: &UnitFile) -> Result<UnitTable, UnknownUnit> {
        let classifiers = file.classifiers.iter().flat_map(|list| {
            list.names.iter().map(|name| Unit {
                name: name.clone(),
                dimension: list.dimension,
                aliases: Vec::new(),
                base: None,
                factor: None,
            })
        });
        // written-out units come last, so that they replace a classifier of the same name
        let units: Vec<Unit> = classifiers.chain(file.unit.iter().cloned()).collect();
        let mut after = Builder::<Suffixed>::default();
        for (id, unit) in units.iter().enumerate() {
            for name in std::iter::once(&unit.name).chain(&unit.aliases) {
                after.entry(name).unit = Some(id as u32);
            }
        }
        for suffix in &file.suffix {
            for word in &suffix.words {
                after.entry(word).not_amount = Some(suffix.reason.clone());
            }
        }
        for word in &file.not_unit {
            after.entry(word); // 打造 is no dozen: the longest word wins, and this one says nothing
        }
        let id = |name: &str, table, entry: &str| {
            let id = units.iter().rposition(|u| u.name == name).map(|i| i as u32);
            id.ok_or_else(|| UnknownUnit { name: name.to_string(), table, entry: entry.to_string() })
        };
        let mut prefixes = Builder::default();
        for prefix in &file.prefix {
            *prefixes.entry(&prefix.text) = id(&prefix.unit, "prefix", &prefix.text)?;
        }
        let mut fixed = Builder::default();
        for word in &file.fixed {
            *fixed.entry(&word.text) = (word.value, word.ratio, id(&word.unit, "fixed", &word.text)?);
        }
        Ok(UnitTable {
            after: after.build(),
            prefixes: prefixes.build(),
            fixed: fixed.build(),
            units,
            spoken: file.spoken.clone(),
            bounds: file.bounds.clone(),
            alone: file.alone.clone(),
        })
    }

    /// The unit that starts at a byte offset, the longest one: its end and the unit.
    pub fn find(&self, text: &str, at: usize) -> Option<(usize, &Unit)> {
        let (end, after) = self.after.longest(text, at)?;
        Some((end, &self.units[after.unit? as usize]))
    }

    /// The longest word after a number.
    pub fn after(&self, text: &str, at: usize) -> Option<After<'_>> {
        let (end, after) = self.after.longest(text, at)?;
        let unit = after.unit.map(|unit| &self.units[unit as usize]);
        Some(After { end, unit, not_amount: after.not_amount.as_deref() })
    }

    /// Whether a unit, a currency sign or a word that is a whole quantity may begin with a character.
    pub fn may_begin(&self, first: char) -> bool {
        self.after.begins(first) || self.prefixes.begins(first) || self.fixed.begins(first)
    }

    /// Why a number before this offset is no amount (500强), if a word there says so.
    pub fn not_amount(&self, text: &str, at: usize) -> Option<(usize, &str)> {
        let (end, after) = self.after.longest(text, at)?;
        Some((end, after.not_amount.as_deref()?))
    }

    /// The currency sign that starts here: its end and the unit.
    pub fn prefix(&self, text: &str, at: usize) -> Option<(usize, &Unit)> {
        self.prefixes.longest(text, at).map(|(end, &id)| (end, &self.units[id as usize]))
    }

    /// The word that is a whole quantity and starts here: its end, value, the fraction that it is, and unit.
    pub fn fixed(&self, text: &str, at: usize) -> Option<(usize, Decimal, Option<Decimal>, &Unit)> {
        let (end, &(value, ratio, id)) = self.fixed.longest(text, at)?;
        Some((end, value, ratio, &self.units[id as usize]))
    }

    /// Whether digits may follow the unit between these offsets as its decimals (一米八).
    pub fn is_spoken(&self, text: &str, start: usize, end: usize) -> bool {
        text.get(start..end).is_some_and(|unit| self.spoken.iter().any(|word| word == unit))
    }

    /// The words that bound a number from one side.
    pub fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// Where a Chinese digit without a unit is a number.
    pub fn alone(&self) -> &Alone {
        &self.alone
    }

    /// All units.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }
}

/// The Chinese name of a scale: 4 is 万.
pub fn scale_name(scale: u32) -> &'static str {
    match scale {
        4 => "万",
        8 => "亿",
        12 => "万亿",
        _ => "",
    }
}

/// Splits a canonical unit into its scale and the rest: `亿元` is 8 and `元`.
pub fn split_scale(unit: &str) -> (u32, &str) {
    for (name, scale) in [("万亿", 12), ("千万", 7), ("百万", 6), ("千亿", 11), ("百亿", 10), ("亿", 8), ("万", 4)]
    {
        if let Some(rest) = unit.strip_prefix(name).filter(|rest| !rest.is_empty()) {
            return (scale, rest);
        }
    }
    (0, unit)
}

/// Converts between scales of the same unit, exactly; `None` where the units differ or the result does not fit.
///
/// ```
/// use shishu::unit::convert;
/// assert_eq!(convert("486".parse().unwrap(), "万元", "亿元").unwrap().to_string(), "0.0486");
/// assert_eq!(convert("486".parse().unwrap(), "万美元", "亿元"), None);
/// ```
pub fn convert(value: Decimal, from: &str, to: &str) -> Option<Decimal> {
    let ((have, unit), (want, wanted)) = (split_scale(from), split_scale(to));
    if unit != wanted {
        return None;
    }
    if have == want {
        return Some(value);
    }
    let converted =
        if have > want { value.checked_mul(power_of_ten(have - want)?)? } else { exact_shift(value, want - have)? };
    Some(converted.normalize())
}

/// Divides by a power of ten by moving the point; `None` where digits would be lost.
fn exact_shift(value: Decimal, places: u32) -> Option<Decimal> {
    let value = value.normalize();
    let scale = value.scale() + places;
    Decimal::try_from_i128_with_scale(value.mantissa(), scale).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> UnitTable {
        UnitTable::new(&toml::from_str(include_str!("../rules/units.toml")).unwrap()).unwrap()
    }

    #[test]
    fn the_longest_unit_wins() {
        let table = table();
        let found = |text: &str| {
            table.find(text, 0).map(|(end, unit)| (text[..end].to_string(), unit.name.clone(), unit.dimension))
        };
        for (text, alias, name, dimension) in [
            ("个百分点，", "个百分点", "个百分点", Dimension::Point),
            ("平方公里", "平方公里", "平方公里", Dimension::Area),
            ("㎡", "㎡", "平方米", Dimension::Area),
            ("人次", "人次", "人次", Dimension::Count),
            ("千瓦时", "千瓦时", "千瓦时", Dimension::Energy),
            ("％", "％", "%", Dimension::Percent),
        ] {
            assert_eq!(found(text), Some((alias.into(), name.into(), dimension)), "{text}");
        }
        assert_eq!(found("企业"), None);
        assert_eq!(table.not_amount("强企业", 0).map(|(_, reason)| reason), Some("name"));
    }

    #[test]
    fn money_converts_exactly() {
        let cases = [
            ("3.2", "亿元", "万元", Some("32000")),
            ("5000", "元", "亿元", Some("0.00005")),
            ("10", "万亿元", "亿元", Some("100000")),
            ("1", "万平方米", "万元", None),
        ];
        for (value, from, to, want) in cases {
            assert_eq!(
                convert(value.parse().unwrap(), from, to).map(|v| v.to_string()).as_deref(),
                want,
                "{value}{from}"
            );
        }
    }
}
