//! The words of times, as `rules/periods.toml` gives them.
//!
//! In: the file. Out: [`PeriodWords`], plain lists that a user's pack extends. Not here: what they mean together, which is the
//! grammar of [`read`](super::read).

use serde::Deserialize;
use std::collections::BTreeMap;

/// `rules/periods.toml`. The numbers count from the year, month, week … of issue.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)] // the keys are described in the file
pub struct PeriodWords {
    pub years: BTreeMap<String, i32>,
    pub quarters: BTreeMap<String, i32>,
    pub months: BTreeMap<String, i32>,
    pub weeks: BTreeMap<String, i32>,
    pub days: BTreeMap<String, i32>,
    pub centuries: BTreeMap<String, i32>,
    pub parts: BTreeMap<String, String>,
    pub now: WordList,
    pub same: WordList,
    pub context_year: WordList,
    pub plans: BTreeMap<String, String>,
    pub unknown: WordList,
    pub marks: Marks,
}

/// A list of words under one heading.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct WordList {
    pub words: Vec<String>,
    pub last_year: Vec<String>,
}

/// The words that stand around a number or a point of time.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct Marks {
    pub recent: Vec<String>,
    pub coming: Vec<String>,
    pub recent_after: Vec<String>,
    /// Words behind an event that is told for its time: 2018年启动建设时.
    pub then: Vec<String>,
    /// Words before a time that is only set beside the one spoken of: 企业87家，而2019年末只有12家.
    pub contrast: Vec<String>,
    /// Words that begin like one of these and are none: 2003年起步.
    pub no_mark: Vec<String>,
    pub ago: Vec<String>,
    pub later: Vec<String>,
    pub since: Vec<String>,
    pub before: Vec<String>,
    pub after: Vec<String>,
    pub until: Vec<String>,
    pub end: Vec<String>,
    pub start: Vec<String>,
    pub outset: Vec<String>,
    pub thirds: Vec<String>,
    pub range: Vec<String>,
    pub between: Vec<String>,
    pub between_end: Vec<String>,
    pub first_months: Vec<String>,
    pub weekday: Vec<String>,
    pub free: Vec<String>,
    pub decade: Vec<String>,
    pub century: Vec<String>,
}

impl PeriodWords {
    /// Adds the words of another pack; its numbers replace those of the same word.
    pub fn extend(&mut self, other: PeriodWords) {
        for (map, new) in [
            (&mut self.years, other.years),
            (&mut self.quarters, other.quarters),
            (&mut self.months, other.months),
            (&mut self.weeks, other.weeks),
            (&mut self.days, other.days),
            (&mut self.centuries, other.centuries),
        ] {
            map.extend(new);
        }
        self.parts.extend(other.parts);
        self.plans.extend(in_all_quotes(other.plans));
        for (list, new) in [
            (&mut self.now, other.now),
            (&mut self.same, other.same),
            (&mut self.context_year, other.context_year),
            (&mut self.unknown, other.unknown),
        ] {
            list.words.extend(new.words);
            list.last_year.extend(new.last_year);
        }
        self.marks.extend(other.marks);
    }

    /// Every word that a time expression may begin with, numbers aside.
    pub fn starts(&self) -> impl Iterator<Item = &String> {
        let numbers = [&self.years, &self.quarters, &self.months, &self.weeks, &self.days, &self.centuries];
        let lists = [&self.now, &self.same, &self.context_year, &self.unknown];
        let marks = &self.marks;
        let leads = [&marks.recent, &marks.coming, &marks.before, &marks.first_months, &marks.weekday];
        numbers
            .into_iter()
            .flat_map(BTreeMap::keys)
            .chain(self.parts.keys())
            .chain(self.plans.keys())
            .chain(lists.into_iter().flat_map(|list| list.words.iter().chain(&list.last_year)))
            .chain(leads.into_iter().flatten())
    }
}

/// Plans with quotes (“十四五”) in the other quotes that pages print, too.
fn in_all_quotes(mut plans: BTreeMap<String, String>) -> BTreeMap<String, String> {
    for [open, close] in [["‘", "’"], ["\"", "\""], ["'", "'"], ["＂", "＂"], ["「", "」"]] {
        let printed = |(word, years): (&String, &String)| {
            let quoted = word.contains('“').then(|| word.replace('“', open).replace('”', close));
            Some((quoted?, years.clone()))
        };
        let more: Vec<_> = plans.iter().filter_map(printed).collect();
        plans.extend(more);
    }
    plans
}

impl Marks {
    fn extend(&mut self, new: Marks) {
        for (list, new) in [
            (&mut self.recent, new.recent),
            (&mut self.coming, new.coming),
            (&mut self.recent_after, new.recent_after),
            (&mut self.then, new.then),
            (&mut self.contrast, new.contrast),
            (&mut self.no_mark, new.no_mark),
            (&mut self.ago, new.ago),
            (&mut self.later, new.later),
            (&mut self.since, new.since),
            (&mut self.before, new.before),
            (&mut self.after, new.after),
            (&mut self.until, new.until),
            (&mut self.end, new.end),
            (&mut self.start, new.start),
            (&mut self.outset, new.outset),
            (&mut self.thirds, new.thirds),
            (&mut self.range, new.range),
            (&mut self.between, new.between),
            (&mut self.between_end, new.between_end),
            (&mut self.first_months, new.first_months),
            (&mut self.weekday, new.weekday),
            (&mut self.free, new.free),
            (&mut self.decade, new.decade),
            (&mut self.century, new.century),
        ] {
            list.extend(new);
        }
    }
}
