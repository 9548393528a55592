//! The account: every numeral of a page with its fate.
//!
//! In: a document, its repaired [`Page`], the sentences as the stages saw them, and the rows that came of them. Out: an
//! [`Account`], one [`Numeral`] for each that [`scan`] finds in the decoded input, with the row it is in, or that it is part of
//! a time, or the [`Reason`] for which it is set aside. The scan knows nothing of the stages, so nothing that they overlook is
//! overlooked here: what no mention holds and no other reason explains is `other`. Not here: running the stages (see
//! [`pipeline`](crate::pipeline)) and showing the account (the command `explain`).
//!
//! ```text
//! numeral = digit ((digit | "." | ",")* digit)?            digits half- or full-width
//!         | one or more of 〇零一二两三四五六七八九十廿百千万亿半几数
//! ```
//! So 212亿 is two numerals with one fate, and so is a number that a line end cuts in two.

mod judge;
mod place;
mod reason;

use std::collections::BTreeMap;

use crate::chars;
use crate::document::{Document, Note};
use crate::fact::Hit;
use crate::fact::mask::Masked;
use crate::fact::near::Stop;
use crate::layout::{BlockKind, LayoutWords, Page};
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{Kind, Mention};
use crate::row::Row;
use crate::span::Span;
use judge::{Clerk, Judged, ties};
use place::{Bytes, Place, Places, find, line_of, stretches};

pub use reason::{Fate, REASONS, Reason, Tally};

/// Every numeral of a page with its fate.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// The numerals, in the order of the input.
    pub numerals: Vec<Numeral>,
    /// The sentences they stand in, in the order of their first numerals.
    pub passages: Vec<Passage>,
    /// The rows of the page.
    pub rows: Vec<Row>,
    /// Doubts of the stages, with their lines, from 1.
    pub notes: Vec<(usize, Note)>,
}

/// A numeral of the decoded input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// First character of the decoded input.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
    /// Its line, from 1.
    pub line: usize,
    /// The numeral itself.
    pub quote: String,
    /// What it was read as a part of (212亿元, 2020年底, 半导体); the numeral itself where nothing was read.
    pub mention: String,
    /// First character of that in the decoded input.
    pub mention_start: usize,
    /// Its place in [`Account::passages`].
    pub passage: usize,
    /// What it was read as a part of, in bytes of the passage.
    pub within: Span,
    /// What became of it.
    pub fate: Fate,
    /// The id of the rule that took it; empty for none.
    pub rule: String,
    /// The ids of the rules that matched it too.
    pub losers: Vec<String>,
    /// The rules that came close to it, the closest first, if no rule took it.
    pub near: Vec<Near>,
}

/// A rule that came close to a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Near {
    /// Its id.
    pub rule: String,
    /// How many of the slots that must be filled were filled,
    pub met: usize,
    /// and how many there are.
    pub slots: usize,
    /// The part of its pattern that matched,
    pub matched: String,
    /// and the page's words that matched it.
    pub text: String,
    /// The part of its pattern that should have come next,
    pub wanted: String,
    /// and what stands there: a mention with its types (`{money}212亿元`), a few words, or nothing at the end.
    pub found: String,
}

/// A sentence, or a line of what is not read as sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The text, repaired, with its line breaks.
    pub text: String,
    /// The same as rules see it; empty where no rule looked.
    pub pieces: Vec<Piece>,
}

/// A part of a masked sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The page's words.
    pub text: String,
    /// The types by which rules ask for it; none for plain text.
    pub types: Vec<String>,
    /// It is a word of the lexicon, and no number, time or name.
    pub word: bool,
}

/// A sentence as the stages saw it.
#[derive(Clone, Debug)]
pub struct Read {
    /// Its place in the repaired text.
    pub span: Span,
    /// The block that it is of: no rule looks at headlines.
    pub block: BlockKind,
    /// Its mentions.
    pub mentions: Vec<Mention>,
    /// The rules that matched.
    pub hits: Vec<Hit>,
    /// How far others got.
    pub stops: Vec<Stop>,
    /// Its masked form.
    pub pieces: Vec<Piece>,
}

impl Account {
    /// How many numerals came to what.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.numerals.iter().for_each(|numeral| tally.count(&numeral.fate));
        tally
    }

    /// The passages in order, each with its numerals; those without any are left out.
    pub fn by_passage(&self) -> impl Iterator<Item = (&Passage, Vec<&Numeral>)> {
        let mut numerals: Vec<Vec<&Numeral>> = vec![Vec::new(); self.passages.len()];
        self.numerals.iter().for_each(|numeral| numerals[numeral.passage].push(numeral));
        self.passages.iter().zip(numerals).filter(|(_, numerals)| !numerals.is_empty())
    }
}

/// The numerals of a text, by characters alone.
///
/// ```
/// use shishu::account::scan;
/// let text = "江州2020年统一投资1,204.5万元";
/// let found: Vec<&str> = scan(text).into_iter().map(|span| span.of(text)).collect();
/// assert_eq!(found, ["2020", "一", "1,204.5", "万"]);
/// ```
pub fn scan(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut open = Class::Other; // of the run that the last span begins
    for (at, c) in text.char_indices() {
        let class = class(c);
        let end = at + c.len_utf8();
        match (class, open) {
            (Class::Digit | Class::Han, _) if class == open => {
                if let Some(last) = spans.last_mut() {
                    last.end = end;
                }
            }
            (Class::Digit | Class::Han, _) => spans.push(Span::new(at, end)),
            (Class::Mark, Class::Digit) => continue, // inside the number if a digit follows
            _ => {}
        }
        open = class;
    }
    spans
}

/// What a character is to the scan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Han,
    Mark,
    Other,
}

fn class(c: char) -> Class {
    match c {
        _ if chars::is_digit(c) => Class::Digit,
        '.' | ',' => Class::Mark,
        _ if "〇零一二两三四五六七八九十廿百千万亿半几数".contains(c) => Class::Han,
        _ => Class::Other,
    }
}

/// A masked sentence for people: its parts in order, plain text without white space joined.
pub fn pieces(text: &str, masked: &Masked, mentions: &[Mention], vocabulary: &Vocabulary) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (source, behind) in masked.parts() {
        let text = source.of(text).chars().filter(|c| !c.is_whitespace());
        let Some([first, rest @ ..]) = mentions.get(behind).filter(|behind| !behind.is_empty()) else {
            match pieces.last_mut().filter(|last| last.types.is_empty()) {
                Some(last) => last.text.extend(text),
                None => pieces.push(Piece { text: text.collect(), ..Piece::default() }),
            }
            continue;
        };
        let star = if rest.is_empty() { "" } else { "*" };
        let types = vocabulary.types.type_names(first.types).into_iter().map(|name| format!("{name}{star}")).collect();
        pieces.push(Piece { text: text.collect(), types, word: first.kind == Kind::Word });
    }
    pieces
}

/// Accounts for every numeral of a document. `reads` are its sentences; `rules` are the ids of the rules by number.
pub fn account(
    document: &Document,
    page: &Page,
    words: &LayoutWords,
    vocabulary: &Vocabulary,
    rules: &[&str],
    (reads, rows, notes): (Vec<Read>, Vec<Row>, Vec<Note>),
) -> Account {
    let bytes = Bytes::new(document);
    let rows_at = bytes.rows(&rows);
    let clerk = Clerk { document, page, words, vocabulary, rules, rows_at, ties: reads.iter().map(ties).collect() };
    let (stretches, places) = (stretches(page, &reads), Places::new(page));
    let mut numerals = Vec::new();
    let mut passages: Vec<Passage> = Vec::new();
    let mut opened: BTreeMap<usize, usize> = BTreeMap::new(); // by where they stand
    for span in scan(&document.text) {
        let pieces = places.of(span);
        let found = pieces.iter().filter_map(|&piece| Some((find(&stretches, piece)?, piece)));
        let judged = found.map(|(stretch, piece)| (clerk.judge(stretch, &reads, piece), Place::Read(stretch)));
        let both = |(one, here): (Judged, Place), (other, there): (Judged, Place)| {
            let place = if other.rank < one.rank { there } else { here };
            (one.or(other), place)
        };
        let (judged, place) = judged.reduce(both).unwrap_or_else(|| {
            let reason = if pieces.is_empty() { Reason::Dropped } else { Reason::Other };
            (Judged::aside(reason, span, &document.text), Place::Line(line_of(document, span)))
        });
        let passage = *opened.entry(place.key()).or_insert_with(|| {
            passages.push(place.passage(document, page, &reads));
            passages.len() - 1
        });
        numerals.push(judged.numeral(document, &bytes, span, (passage, place.start())));
    }
    let notes = notes.into_iter().map(|note| (bytes.at(note.span.start).1, note)).collect();
    Account { numerals, passages, rows, notes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_maximal_runs() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("产值3.5亿元。", &["3.5", "亿"]),
            ("1,204.5家，第2.", &["1,204.5", "2"]),
            ("..5..6,,", &["5..6"]),
            ("５．２和５.２", &["５", "２", "５.２"]),
            ("三百二十廿〇半", &["三百二十廿〇半"]),
            ("5三5", &["5", "三", "5"]),
            ("5.三", &["5", "三"]),
            ("2020年1—9月\n几数", &["2020", "1", "9", "几数"]),
        ];
        for (text, numerals) in cases {
            let found: Vec<&str> = scan(text).into_iter().map(|span| span.of(text)).collect();
            assert_eq!(found, *numerals, "{text}");
        }
    }
}
