//! Meanings: what the words of a pack that are times stand for.
//!
//! In: `periods.toml`. Out: each word with its meaning, and what is wrong with one that cannot be read. Not here: reading text.

use super::Word;
use crate::period::words::PeriodWords;
use crate::period::{Cut, Expr, Part, Year};

/// The words that count from the date of issue, with what they mean.
pub(super) fn meanings(words: &PeriodWords) -> Vec<(&String, Word)> {
    let mut list: Vec<(&String, Word)> = Vec::new();
    list.extend(words.years.iter().map(|(word, &n)| (word, Word::Year(Year::Offset(n)))));
    list.extend(words.quarters.iter().map(|(word, &n)| (word, Word::Whole(Expr::Quarter(n)))));
    list.extend(words.months.iter().map(|(word, &n)| (word, Word::Month(n))));
    list.extend(words.weeks.iter().map(|(word, &n)| (word, Word::Week(n))));
    list.extend(words.days.iter().map(|(word, &n)| (word, Word::Whole(Expr::Day(n)))));
    list.extend(words.centuries.iter().map(|(word, &n)| (word, Word::Century(n))));
    for (words, meaning) in [
        (&words.context_year.words, Word::Year(Year::Context)),
        (&words.context_year.last_year, Word::Year(Year::Before)),
        (&words.now.words, Word::Whole(Expr::Month(0))),
        (&words.same.words, Word::Whole(Expr::Same(0))),
        (&words.same.last_year, Word::Whole(Expr::Same(-1))),
        (&words.unknown.words, Word::Whole(Expr::Unknown)),
        (&words.marks.weekday, Word::Weekday),
    ] {
        list.extend(words.iter().map(|word| (word, meaning)));
    }
    list
}

/// A word of `parts` or `plans` whose meaning cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownTime {
    /// The list: `parts` or `plans`.
    pub table: &'static str,
    /// The word.
    pub word: String,
    /// What its meaning may be.
    pub expected: &'static str,
}

impl UnknownTime {
    pub(super) fn part(word: &str) -> UnknownTime {
        let expected = "Q1 to Q4, H1, H2, start, a month 01 to 12, two joined by /, or a day such as 10-01";
        UnknownTime { table: "parts", word: word.to_string(), expected }
    }

    pub(super) fn plan(word: &str) -> UnknownTime {
        UnknownTime { table: "plans", word: word.to_string(), expected: "years such as 2021/2025" }
    }

    /// What is wrong with the meaning of a word of `parts` or `plans`, if anything.
    pub fn check(table: &str, word: &str, meaning: &str) -> Option<UnknownTime> {
        match table {
            "parts" => parse_part(meaning).is_none().then(|| UnknownTime::part(word)),
            _ => parse_plan(meaning).is_none().then(|| UnknownTime::plan(word)),
        }
    }
}

pub(super) fn parse_plan(text: &str) -> Option<Expr> {
    let (first, last) = text.split_once('/')?;
    Some(Expr::Years(first.parse().ok()?, last.parse().ok()?))
}

pub(super) fn parse_part(text: &str) -> Option<Part> {
    let month = |t: &str| t.parse::<u32>().ok().filter(|m| (1..=12).contains(m));
    match text.as_bytes() {
        b"start" => return Some(Part::Start),
        [b'Q', q @ b'1'..=b'4'] => return Some(Part::Quarter(u32::from(q - b'0'))),
        [b'H', h @ b'1'..=b'2'] => return Some(Part::Half(u32::from(h - b'0'))),
        _ => {}
    }
    if let Some((m, day)) = text.split_once('-') {
        return Some(Part::Month(month(m)?, Cut::Day(day.parse().ok().filter(|d| (1..=31).contains(d))?)));
    }
    match text.split_once('/') {
        Some((first, last)) => Some(Part::Months(month(first)?, month(last)?)),
        None => month(text).map(|m| Part::Months(m, m)),
    }
}
