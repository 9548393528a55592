//! Fates: what became of a numeral, and how many came to what.
//!
//! In: nothing. Out: [`Reason`], the closed list of why a number gives no row, [`Fate`], and [`Tally`]. Reasons that rule files
//! give (`noise.toml`, the suffixes of `units.toml`) are read by name. Not here: which numeral has which.

use std::cmp::Reverse;

/// What became of a numeral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is in these rows, by their places in [`Account::rows`](super::Account::rows): two for a range, or where one value
    /// holds for several names.
    Row(Vec<usize>),
    /// It is part of a time.
    Period,
    /// It gives no row, and why.
    Aside(Reason),
}

impl Fate {
    /// `row`, `period` or `aside`.
    pub fn name(&self) -> &'static str {
        match self {
            Fate::Row(_) => "row",
            Fate::Period => "period",
            Fate::Aside(_) => "aside",
        }
    }

    /// The rows that it is in.
    pub fn rows(&self) -> &[usize] {
        if let Fate::Row(rows) = self { rows } else { &[] }
    }

    /// Why it is set aside.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Fate::Aside(reason) => Some(*reason),
            _ => None,
        }
    }
}

/// Why a numeral gives no row; [`REASONS`] says what each means.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    Masthead,
    Heading,
    Table,
    Caption,
    Byline,
    Dropped,
    Word,
    Metric,
    Name,
    Title,
    Nickname,
    Bracketed,
    Ordinal,
    Item,
    Idiom,
    One,
    Small,
    Vague,
    Bare,
    SizeClass,
    Structure,
    Denominator,
    Discount,
    Threshold,
    Duration,
    Number,
    NoRule,
    Outranked,
    NoMetric,
    TooLong,
    Other,
}

/// Every reason with its name and what it means, in the order of the enum.
pub const REASONS: [(Reason, &str, &str); 31] = [
    (Reason::Masthead, "masthead", "furniture of the page: its date and number, editors, lines about the publication"),
    (Reason::Heading, "heading", "an amount in a headline"),
    (Reason::Table, "table", "a cell of a table"),
    (Reason::Caption, "caption", "under a picture, where no rule takes it"),
    (Reason::Byline, "byline", "who wrote or photographed it"),
    (Reason::Dropped, "dropped", "the second copy of a headline that is printed double"),
    (Reason::Word, "word", "a numeral character inside a word that is no number by itself: 大数据, 三地"),
    (Reason::Metric, "metric", "in the name of what is measured: 第一产业增加值, 专利数"),
    (Reason::Name, "name", "in the name of a park, place, firm or product: 四川, 5G, 500强"),
    (Reason::Title, "title", "inside 《》"),
    (Reason::Nickname, "nickname", "inside short quotation marks"),
    (Reason::Bracketed, "bracketed", "inside other brackets that the rules call a name"),
    (Reason::Ordinal, "ordinal", "第三届"),
    (Reason::Item, "item", "the number of an item: 一、 （三） 二是"),
    (Reason::Idiom, "idiom", "in a word or phrase of noise.toml: 统一, 数据, 一站式"),
    (Reason::One, "one", "一个 and the like, an article rather than an amount"),
    (Reason::Small, "small", "a count up to ten in Chinese characters: 三项"),
    (Reason::Vague, "vague", "no amount can be told: 数十家, 几百"),
    (Reason::Bare, "bare", "a scale without a digit, or a ratio above one: 千亿元"),
    (Reason::SizeClass, "size-class", "百亿级"),
    (Reason::Structure, "structure", "四大产业, 三步走"),
    (Reason::Denominator, "denominator", "每万人"),
    (Reason::Discount, "discount", "七折"),
    (Reason::Threshold, "threshold", "part of what is counted: firms with over 500 staff"),
    (Reason::Duration, "duration", "a stretch of time that no rule takes"),
    (Reason::Number, "number", "a number without a unit that no rule takes"),
    (Reason::NoRule, "no-rule", "an amount that no rule takes"),
    (Reason::Outranked, "outranked", "a rule took it, but with a number that a better rule took too"),
    (Reason::NoMetric, "no-metric", "a rule took it and found no name, or not as many names as numbers"),
    (Reason::TooLong, "too-long", "more digits than any amount has"),
    (Reason::Other, "other", "none of these"),
];

impl Reason {
    /// Its name.
    pub fn name(self) -> &'static str {
        REASONS[self as usize].1
    }

    /// Whether it is an amount that a better rule might take.
    pub fn is_open(self) -> bool {
        use Reason::*;
        matches!(self, Caption | Duration | Number | NoRule | Outranked | NoMetric | Other)
    }

    /// The reason that a rule file calls so.
    pub fn named(name: &str) -> Option<Reason> {
        REASONS.iter().find(|(_, known, _)| *known == name).map(|(reason, ..)| *reason)
    }
}

/// How many numerals came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those in rows.
    pub rows: usize,
    /// Those in times.
    pub periods: usize,
    aside: [usize; REASONS.len()],
}

impl Tally {
    /// Counts one numeral.
    pub fn count(&mut self, fate: &Fate) {
        match fate {
            Fate::Row(_) => self.rows += 1,
            Fate::Period => self.periods += 1,
            Fate::Aside(reason) => self.aside[*reason as usize] += 1,
        }
    }

    /// Adds another tally.
    pub fn add(&mut self, other: &Tally) {
        self.rows += other.rows;
        self.periods += other.periods;
        self.aside.iter_mut().zip(other.aside).for_each(|(sum, more)| *sum += more);
    }

    /// Those set aside.
    pub fn aside(&self) -> usize {
        self.aside.iter().sum()
    }

    /// All numerals.
    pub fn total(&self) -> usize {
        self.rows + self.periods + self.aside()
    }

    /// The reasons there were, the most frequent first.
    pub fn reasons(&self) -> Vec<(Reason, usize)> {
        let counted = REASONS.iter().map(|(reason, ..)| (*reason, self.aside[*reason as usize]));
        let mut counted: Vec<(Reason, usize)> = counted.filter(|(_, count)| *count > 0).collect();
        counted.sort_by_key(|(reason, count)| (Reverse(*count), *reason));
        counted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_stands_at_its_place_under_its_own_name() {
        for (at, (reason, name, meaning)) in REASONS.iter().enumerate() {
            assert_eq!((*reason as usize, reason.name(), Reason::named(name)), (at, *name, Some(*reason)));
            assert!(!meaning.is_empty());
        }
        assert_eq!(Reason::Other as usize + 1, REASONS.len());
        assert_eq!(Reason::named("unheard-of"), None);
    }

    #[test]
    fn tallies_add_up() {
        let mut tally = Tally::default();
        for fate in [Fate::Row(vec![0]), Fate::Period, Fate::Aside(Reason::Word), Fate::Aside(Reason::Word)] {
            tally.count(&fate);
        }
        tally.count(&Fate::Aside(Reason::Heading));
        let mut twice = tally;
        twice.add(&tally);
        assert_eq!((tally.total(), tally.aside(), twice.total()), (5, 3, 10));
        assert_eq!(twice.reasons(), [(Reason::Word, 4), (Reason::Heading, 2)]);
    }
}
