//! Gaps: what to write a rule for next.
//!
//! In: pages. Out: the [`Shape`]s of clauses with a number that gives no row, each with how often it stands there and an example.
//! A shape is the masked clause with noun phrases drawn together, in the words of slots. Not here: what the reasons are (see
//! [`account`](crate::account)).

use std::collections::{BTreeMap, BTreeSet};

use crate::account::{Account, Fate, Numeral, Passage};
use crate::document::Document;
use crate::fact::near::Prober;
use crate::pipeline::Extractor;

/// A shape of clauses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// The clause in slots.
    pub shape: String,
    /// How many clauses have it.
    pub count: usize,
    /// The first of them,
    pub example: String,
    /// its document,
    pub source: String,
    /// and its line.
    pub line: usize,
    /// Why its number gives no row.
    pub reason: String,
}

/// Looks for gaps.
#[derive(Debug)]
pub struct Seeker<'a> {
    extractor: &'a Extractor,
    prober: Prober,
    nouns: BTreeSet<String>,
}

impl<'a> Seeker<'a> {
    /// Prepares to look for the gaps of these rules.
    pub fn new(extractor: &'a Extractor) -> Seeker<'a> {
        let phrase = &extractor.pack().lexicon.phrase;
        let nouns =
            phrase.noun.iter().chain(&phrase.modifier).cloned().chain(["name".to_string(), "metric".to_string()]);
        Seeker { prober: Prober::default(), nouns: nouns.collect(), extractor }
    }

    /// The gaps of one page, in its order. `all` tells those too whose reason is no gap, such as idioms.
    pub fn gaps(&self, document: &Document, zone: Option<&str>, all: bool) -> Vec<Shape> {
        let account = self.extractor.account(document, zone, &self.prober);
        let mut seen = BTreeSet::new();
        let mut shapes = Vec::new();
        for numeral in &account.numerals {
            let Fate::Aside(reason) = &numeral.fate else { continue };
            if !(all || reason.is_open()) {
                continue;
            }
            let Some((clause, shape, example)) = self.clause(&account, numeral) else { continue };
            if seen.insert((numeral.passage, clause)) {
                let (source, line, reason) = (document.name.clone(), numeral.line, reason.name().to_string());
                shapes.push(Shape { shape, count: 1, example, source, line, reason });
            }
        }
        shapes
    }

    /// The clause around a numeral: its number in the sentence, its shape, its text.
    fn clause(&self, account: &Account, numeral: &Numeral) -> Option<(usize, String, String)> {
        let passage = account.passages.get(numeral.passage).filter(|passage| !passage.pieces.is_empty())?;
        let before = passage.text.get(..numeral.within.start)?;
        let at = before.chars().filter(|c| !c.is_whitespace()).map(char::len_utf8).sum::<usize>();
        let clauses = self.clauses(passage);
        let index = clauses.iter().rposition(|clause| clause.start <= at)?;
        Some((index, clauses[index].shape.clone(), clauses[index].text.clone()))
    }

    /// The clauses of a sentence.
    fn clauses(&self, passage: &Passage) -> Vec<Clause> {
        let mut clauses = vec![Clause::default()];
        let mut at = 0;
        for piece in &passage.pieces {
            let slot = piece.types.first().map(|first| match self.nouns.contains(first) {
                true => "{np}".to_string(),
                false => format!("{{{first}}}"),
            });
            if let (Some(slot), Some(open)) = (&slot, clauses.last_mut()) {
                open.add(slot, &piece.text);
                at += piece.text.len();
                continue;
            }
            for c in piece.text.chars() {
                at += c.len_utf8();
                let Some(open) = clauses.last_mut() else { continue };
                match c {
                    '，' | '；' | '。' | ',' | ';' | '：' | ':' | '！' | '？' => {
                        clauses.push(Clause { start: at, ..Clause::default() })
                    }
                    _ if c.is_alphanumeric() => open.add("{np}", c.encode_utf8(&mut [0; 4])),
                    _ => {
                        open.shape.push(c);
                        open.text.push(c);
                    }
                }
            }
        }
        clauses
    }
}

/// A clause, by where it starts in the text without white space.
#[derive(Default)]
struct Clause {
    start: usize,
    shape: String,
    text: String,
}

impl Clause {
    fn add(&mut self, slot: &str, text: &str) {
        if slot != "{np}" || !self.shape.ends_with("{np}") {
            self.shape.push_str(slot);
        }
        self.text.push_str(text);
    }
}

/// Shapes of many pages drawn together, the most frequent first.
pub fn sum(shapes: impl IntoIterator<Item = Shape>) -> Vec<Shape> {
    let mut by_shape: BTreeMap<String, (usize, Shape)> = BTreeMap::new();
    for (order, shape) in shapes.into_iter().enumerate() {
        let count = shape.count;
        let (_, sum) = by_shape.entry(shape.shape.clone()).or_insert_with(|| (order, Shape { count: 0, ..shape }));
        sum.count += count;
    }
    let mut all: Vec<(usize, Shape)> = by_shape.into_values().collect();
    all.sort_by_key(|(order, shape)| (std::cmp::Reverse(shape.count), *order));
    all.into_iter().map(|(_, shape)| shape).collect()
}
