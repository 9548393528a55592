//! The row: one numeric fact, flat and ready to print.
//!
//! In: what [`resolve`](crate::resolve) settled. Out: [`Row`] and the names of its [`Column`]s. Not here: files and formats
//! ([`sink`](crate::sink)) or any decision about the text.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// What a row states: a number, or a date for the events of unit 日期 ("date").
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An exact decimal, with the digits as printed (`7823.0` stays so).
    Number(Decimal),
    /// A date or period form such as `2020-12-12`.
    Date(String),
}

impl Default for Value {
    fn default() -> Self {
        Value::Number(Decimal::ZERO)
    }
}

impl Value {
    /// Appends the value as it is displayed; most numbers take no way over the machinery of `Display`, which is five times as long.
    pub fn write_to(&self, out: &mut String) {
        match self {
            Value::Number(number) => write_number(*number, out),
            Value::Date(date) => out.push_str(date),
        }
    }
}

fn write_number(number: Decimal, out: &mut String) {
    let scale = number.scale() as usize;
    let Some(mut rest) = u64::try_from(number.mantissa().unsigned_abs()).ok().filter(|_| scale < 16) else {
        return out.push_str(&number.to_string());
    };
    if number.is_sign_negative() {
        out.push('-');
    }
    let mut digits = [b'0'; 24]; // as many as fit 64 bits, and a point
    let mut at = digits.len();
    while rest > 0 || digits.len() - at <= scale + usize::from(scale > 0) {
        if scale > 0 && digits.len() - at == scale {
            at -= 1;
            digits[at] = b'.';
        }
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend(digits[at..].iter().map(|&digit| char::from(digit)));
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Number(number) => number.fmt(f),
            Value::Date(date) => date.fmt(f),
        }
    }
}

/// One numeric fact with everything that is known of it. Offsets and lines are those of the decoded input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Canonical name of the park the fact belongs to; empty where it belongs to none or none is known.
    pub zone: String,
    /// What is measured, as a statistical table would head the column.
    pub metric: String,
    /// The page's own words for the metric.
    pub metric_text: String,
    /// The number.
    pub value: Value,
    /// The number with its unit, as printed.
    pub value_text: String,
    /// Canonical unit, with the scale for money and physical units (亿元), without for counts (家).
    pub unit: String,
    /// The word that blurs the value (余, 近, 超过), empty for an exact one.
    pub qualifier: String,
    /// `goal`, `forecast`, or empty for a plain statement.
    pub mood: &'static str,
    /// The subject of the sentence as printed, where it is not the zone (a company, a city).
    pub subject: String,
    /// Which step of the resolution gave the zone: clause, sentence, paragraph, article, issue, option or none.
    pub zone_from: &'static str,
    /// The same for the period.
    pub period_from: &'static str,
    /// When the value holds: `2020`, `2020-12`, `2020-Q1`, `2020-01/2020-09`, or empty.
    pub period: String,
    /// First and last day of the period, both inclusive.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The number with its unit: the pieces of the input joined.
    pub quote: String,
    /// The sentence, repaired.
    pub sentence: Arc<str>,
    /// The headline of the article, repaired.
    pub headline: Arc<str>,
    /// The document's name.
    pub source: Arc<str>,
    /// Line of the input on which the quote starts, from 1.
    pub line: usize,
    /// First character of the quote in the decoded input, from 0.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
    /// The document's date of issue.
    pub issue_date: Option<NaiveDate>,
    /// The id of the rule that found it.
    pub rule: Arc<str>,
}

/// The columns of a row, in the order of the full set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// See the fields of [`Row`], which have the same names.
    Zone,
    #[allow(missing_docs)]
    Metric,
    #[allow(missing_docs)]
    Value,
    #[allow(missing_docs)]
    Unit,
    #[allow(missing_docs)]
    Period,
    #[allow(missing_docs)]
    MetricText,
    #[allow(missing_docs)]
    ValueText,
    #[allow(missing_docs)]
    Qualifier,
    #[allow(missing_docs)]
    Mood,
    #[allow(missing_docs)]
    Subject,
    #[allow(missing_docs)]
    ZoneFrom,
    #[allow(missing_docs)]
    PeriodFrom,
    #[allow(missing_docs)]
    PeriodStart,
    #[allow(missing_docs)]
    PeriodEnd,
    #[allow(missing_docs)]
    Quote,
    #[allow(missing_docs)]
    Sentence,
    #[allow(missing_docs)]
    Headline,
    #[allow(missing_docs)]
    Source,
    #[allow(missing_docs)]
    Line,
    #[allow(missing_docs)]
    Start,
    #[allow(missing_docs)]
    End,
    #[allow(missing_docs)]
    IssueDate,
    #[allow(missing_docs)]
    Rule,
    #[allow(missing_docs)]
    RowId,
}

/// Every column with its name in output headers, English and Chinese.
pub const COLUMNS: [(Column, &str, &str); 24] = [
    (Column::Zone, "zone", "园区"),
    (Column::Metric, "metric", "指标"),
    (Column::Value, "value", "数值"),
    (Column::Unit, "unit", "单位"),
    (Column::Period, "period", "时期"),
    (Column::MetricText, "metric_text", "指标原文"),
    (Column::ValueText, "value_text", "数值原文"),
    (Column::Qualifier, "qualifier", "约数词"),
    (Column::Mood, "mood", "语气"),
    (Column::Subject, "subject", "主语"),
    (Column::ZoneFrom, "zone_from", "园区来源"),
    (Column::PeriodFrom, "period_from", "时期来源"),
    (Column::PeriodStart, "period_start", "起始日"),
    (Column::PeriodEnd, "period_end", "截止日"),
    (Column::Quote, "quote", "引文"),
    (Column::Sentence, "sentence", "原句"),
    (Column::Headline, "headline", "标题"),
    (Column::Source, "source", "来源"),
    (Column::Line, "line", "行号"),
    (Column::Start, "start", "起点"),
    (Column::End, "end", "终点"),
    (Column::IssueDate, "issue_date", "发布日期"),
    (Column::Rule, "rule", "规则"),
    (Column::RowId, "row_id", "行标识"),
];

/// The five columns of the row contract.
pub const DEFAULT_COLUMNS: [Column; 5] = [Column::Zone, Column::Metric, Column::Value, Column::Unit, Column::Period];

impl Row {
    /// The text of one column.
    pub fn field(&self, column: Column) -> Cow<'_, str> {
        let date = |day: Option<NaiveDate>| day.map_or(Cow::Borrowed(""), |day| day.to_string().into());
        let text = match column {
            Column::Zone => &self.zone,
            Column::Metric => &self.metric,
            Column::Unit => &self.unit,
            Column::Period => &self.period,
            Column::MetricText => &self.metric_text,
            Column::ValueText => &self.value_text,
            Column::Qualifier => &self.qualifier,
            Column::Mood => self.mood,
            Column::Subject => &self.subject,
            Column::ZoneFrom => self.zone_from,
            Column::PeriodFrom => self.period_from,
            Column::Quote => &self.quote,
            Column::Sentence => &self.sentence,
            Column::Headline => &self.headline,
            Column::Source => &self.source,
            Column::Rule => &self.rule,
            Column::Value => return self.value.to_string().into(),
            Column::PeriodStart => return date(self.days.map(|(start, _)| start)),
            Column::PeriodEnd => return date(self.days.map(|(_, end)| end)),
            Column::Line => return self.line.to_string().into(),
            Column::Start => return self.start.to_string().into(),
            Column::End => return self.end.to_string().into(),
            Column::IssueDate => return date(self.issue_date),
            Column::RowId => return self.row_id().into(),
        };
        Cow::Borrowed(text)
    }

    /// FNV-1a over what makes a row itself: stable across runs, machines and versions.
    pub fn row_id(&self) -> String {
        let value = self.value.to_string();
        let start = self.start.to_string();
        let parts = [&*self.source, &self.zone, &self.metric, &value, &self.unit, &self.period, &start];
        let mut hash = 0xcbf2_9ce4_8422_2325u64;
        for byte in parts.iter().flat_map(|part| part.bytes().chain([0x1f])) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        format!("{hash:016x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_are_displayed() {
        for text in ["0", "0.0", "0.00", "-0.5", "7", "10", "907.5", "-12.30", "0.05", "18446744073709551615", "100000"]
        {
            let mut written = String::new();
            let number: Decimal = text.parse().expect("a number");
            Value::Number(number).write_to(&mut written);
            assert_eq!(written, number.to_string(), "{text}");
        }
        for (mantissa, scale) in [(i128::from(u64::MAX), 3), (-5, 15), (5, 16), (i128::from(u64::MAX) + 1, 1), (1, 28)]
        {
            let number = Decimal::from_i128_with_scale(mantissa, scale);
            let mut written = String::new();
            Value::Number(number).write_to(&mut written);
            assert_eq!(written, number.to_string());
        }
    }
}
