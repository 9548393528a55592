//! Marks: the words that stand around times (截至, 以来, 底).
//!
//! In: the marks of a pack. Out: a table that tells of each word which marks it is. Not here: reading.

use crate::period::words::Marks;
use crate::word_table::{Builder, WordTable};

/// What a word around a time says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Free,
    Between,
    BetweenEnd,
    Until,
    Since,
    End,
    Start,
    Outset,
    After,
    RecentAfter,
    Ago,
    Later,
    Decade,
    Century,
    Range,
}

impl Mark {
    pub(super) fn table(words: &Marks) -> WordTable<u32> {
        let lists = [
            (Mark::Free, &words.free),
            (Mark::Between, &words.between),
            (Mark::BetweenEnd, &words.between_end),
            (Mark::Until, &words.until),
            (Mark::Since, &words.since),
            (Mark::End, &words.end),
            (Mark::Start, &words.start),
            (Mark::Outset, &words.outset),
            (Mark::After, &words.after),
            (Mark::RecentAfter, &words.recent_after),
            (Mark::Ago, &words.ago),
            (Mark::Later, &words.later),
            (Mark::Decade, &words.decade),
            (Mark::Century, &words.century),
            (Mark::Range, &words.range),
        ];
        let mut table = Builder::<u32>::default();
        for (mark, words) in lists {
            words.iter().for_each(|word| *table.entry(word) |= mark.bit());
        }
        words.no_mark.iter().for_each(|word| *table.entry(word) = 0);
        table.build()
    }

    pub(super) fn bit(self) -> u32 {
        1 << self as u32
    }
}
