//! How good found rows are, measured against gold rows that a careful reader wrote.
//!
//! A gold row and a found row are a pair where value and unit agree; pairs are chosen one to one, as many core rows as can
//! be, then with the most fields right. A pair counts as a *quantity*; where zone, metric and period agree too it counts as
//! a *row*. Optional gold rows are neither missed nor, when found, wrong; dates found are not counted; an exact repeat of
//! a row is neither rewarded nor punished. In: the gold rows and the found rows of one document. Out: [`Scored`], the
//! counts with what is wrong. Counts of documents add up. Not here: files, and which found rows belong to which document.
//!
//! | file | what it does |
//! |---|---|
//! | `rows` | reads gold files and files of found rows |
//! | `compare` | says when two fields agree |
//! | `pair` | chooses the pairs |
//! | `show`, `diff`, `json` | put the result into words |

mod compare;
mod diff;
mod json;
mod pair;
mod rows;
mod show;

pub use compare::{Quantity, likeness};
pub use diff::diff;
pub use json::{Details, json};
pub use rows::{Claim, GoldRow, read_found, read_gold};
pub use show::{by_rule, table};
pub(crate) use show::{columns, pad, paint};

use std::collections::{BTreeMap, BTreeSet, HashSet};

use compare::{DATE_UNIT, text};
use pair::Edge;

/// Which fields of a pair agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The park.
    pub zone: bool,
    /// What is measured.
    pub metric: bool,
    /// When the value holds.
    pub period: bool,
}

impl Fields {
    /// Whether all agree.
    pub fn all(self) -> bool {
        self.zone && self.metric && self.period
    }

    /// The names of those that do not.
    pub fn wrong(self) -> Vec<&'static str> {
        let fields = [("zone", self.zone), ("metric", self.metric), ("period", self.period)];
        fields.into_iter().filter(|(_, right)| !right).map(|(name, _)| name).collect()
    }

    /// How good a pair is: a core row first of all, then all fields, then the metric before the others.
    fn weight(self, core: bool) -> u32 {
        let level = if core { 100 } else { 30 };
        level
            + 8 * u32::from(self.all())
            + 4 * u32::from(self.metric)
            + 2 * u32::from(self.zone)
            + u32::from(self.period)
    }
}

/// What was counted, in one document or in all.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Core gold rows.
    pub gold: usize,
    /// Found rows, without those that match an optional gold row and without dates.
    pub got: usize,
    /// Core gold rows found: value and unit agree.
    pub quantity: usize,
    /// Those of them whose other fields agree too.
    pub row: usize,
    /// Those whose zone agrees.
    pub zone: usize,
    /// Those whose metric agrees.
    pub metric: usize,
    /// Those whose period agrees.
    pub period: usize,
    /// The likeness of their metrics to the gold's, added up.
    pub name: f64,
}

impl Counts {
    /// Adds the counts of another document.
    pub fn add(&mut self, other: &Counts) {
        self.gold += other.gold;
        self.got += other.got;
        self.name += other.name;
        self.add_pairs(other);
    }

    fn add_pairs(&mut self, other: &Counts) {
        self.quantity += other.quantity;
        self.row += other.row;
        self.zone += other.zone;
        self.metric += other.metric;
        self.period += other.period;
    }

    fn add_pair(&mut self, fields: Fields) {
        self.quantity += 1;
        self.row += usize::from(fields.all());
        self.zone += usize::from(fields.zone);
        self.metric += usize::from(fields.metric);
        self.period += usize::from(fields.period);
    }

    /// How many quantities are right and how many were found.
    pub fn quantities(&self) -> Figures {
        Figures::new(self.quantity, self.got, self.gold)
    }

    /// How many rows are right and how many were found.
    pub fn rows(&self) -> Figures {
        Figures::new(self.row, self.got, self.gold)
    }

    /// A count, or the sum of likenesses, as a share of the matched quantities.
    pub fn share(&self, part: f64) -> f64 {
        part / self.quantity.max(1) as f64
    }

    /// The mean likeness of the metrics' names.
    pub fn name(&self) -> f64 {
        self.share(self.name)
    }
}

/// Precision, recall and their harmonic mean; 0 where there is nothing to divide by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// The share of found rows that are right.
    pub precision: f64,
    /// The share of gold rows that were found.
    pub recall: f64,
    /// The harmonic mean.
    pub f1: f64,
}

impl Figures {
    fn new(hits: usize, got: usize, gold: usize) -> Figures {
        let ratio = |of: usize| if of > 0 { hits as f64 / of as f64 } else { 0.0 };
        let (p, r) = (ratio(got), ratio(gold));
        Figures { precision: p, recall: r, f1: if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 } }
    }
}

/// Something that is not as the gold has it.
#[derive(Clone, Debug)]
pub enum Finding {
    /// The quantity was found, with other fields wrong.
    Wrong {
        /// The gold row.
        want: GoldRow,
        /// The found row.
        got: Claim,
        /// Which fields agree.
        fields: Fields,
    },
    /// A core row was not found.
    Missed(GoldRow),
    /// A found row is not in the gold.
    Extra(Claim),
}

/// The score of one document.
#[derive(Clone, Debug, Default)]
pub struct Scored {
    /// What was counted.
    pub counts: Counts,
    /// The same for the rows of each rule, without the gold rows.
    pub rules: BTreeMap<String, Counts>,
    /// Wrong fields, then misses, each in the order of the gold, then extra rows.
    pub findings: Vec<Finding>,
}

/// Scores the found rows of one document against its gold rows.
pub fn score(gold: &[GoldRow], got: Vec<Claim>) -> Scored {
    let got = without_repeats(got);
    let pairs = pair::heaviest(&edges(gold, &got));
    let mut neutral: BTreeSet<usize> = pairs.iter().filter(|pair| !gold[pair.gold].core).map(|pair| pair.got).collect();
    neutral.extend((0..got.len()).filter(|at| text(&got[*at].unit) == DATE_UNIT));
    let mut scored = Scored::default();
    scored.counts.gold = gold.iter().filter(|row| row.core).count();
    scored.counts.got = got.len() - neutral.len();
    for (_, row) in got.iter().enumerate().filter(|(at, _)| !neutral.contains(at)) {
        scored.rules.entry(row.rule.clone()).or_default().got += 1;
    }
    for pair in pairs.iter().filter(|pair| gold[pair.gold].core) {
        scored.add_pair(&gold[pair.gold], &got[pair.got]);
    }
    scored.findings = findings(gold, &got, pairs, &neutral);
    scored
}

impl Scored {
    fn add_pair(&mut self, gold: &GoldRow, got: &Claim) {
        let fields = gold.compare(got);
        self.counts.add_pair(fields);
        self.counts.name += likeness(&gold.claim.metric, &got.metric);
        self.rules.entry(got.rule.clone()).or_default().add_pair(fields);
    }
}

fn without_repeats(rows: Vec<Claim>) -> Vec<Claim> {
    let mut seen = HashSet::new();
    rows.into_iter().filter(|row| seen.insert(row.cells().map(|(_, cell)| text(cell)))).collect()
}

/// All pairs of the same quantity.
fn edges(gold: &[GoldRow], got: &[Claim]) -> Vec<Edge> {
    let quantities: Vec<_> = got.iter().map(|row| Quantity::read(&row.value, &row.unit)).collect();
    let mut edges = Vec::new();
    for (g, row) in gold.iter().enumerate() {
        for (at, quantity) in quantities.iter().enumerate() {
            if quantity.as_ref().is_some_and(|quantity| row.wants(quantity)) {
                edges.push(Edge { gold: g, got: at, weight: row.compare(&got[at]).weight(row.core) });
            }
        }
    }
    edges
}

fn findings(gold: &[GoldRow], got: &[Claim], mut pairs: Vec<Edge>, neutral: &BTreeSet<usize>) -> Vec<Finding> {
    pairs.sort_by_key(|pair| pair.gold);
    let wrong = pairs.iter().filter(|pair| gold[pair.gold].core).filter_map(|pair| {
        let (want, got) = (&gold[pair.gold], &got[pair.got]);
        let fields = want.compare(got);
        (!fields.all()).then(|| Finding::Wrong { want: want.clone(), got: got.clone(), fields })
    });
    let golds: BTreeSet<usize> = pairs.iter().map(|pair| pair.gold).collect();
    let gots: BTreeSet<usize> = pairs.iter().map(|pair| pair.got).collect();
    let missed = gold.iter().enumerate().filter(|(at, row)| row.core && !golds.contains(at));
    let extra = got.iter().enumerate().filter(|(at, _)| !gots.contains(at) && !neutral.contains(at));
    let missed = missed.map(|(_, row)| Finding::Missed(row.clone()));
    wrong.chain(missed).chain(extra.map(|(_, row)| Finding::Extra(row.clone()))).collect()
}

/// The counts of several documents together, all in all and for each rule.
pub fn total<'a>(documents: impl IntoIterator<Item = &'a Scored>) -> Scored {
    let mut total = Scored::default();
    for document in documents {
        total.counts.add(&document.counts);
        for (rule, counts) in &document.rules {
            total.rules.entry(rule.clone()).or_default().add(counts);
        }
    }
    total
}
