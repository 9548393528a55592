//! The masked sentence: what patterns are matched against.
//!
//! In: a sentence and its mentions. Out: a [`Masked`] copy in which each mention is one private-use character of plane 15 that
//! stands for its types, lists of like quantities (8%、12%和3%) are one character, white space is gone, and brackets around
//! quantities are commas; with the way back from any part of it to the text and the mentions. Not here: matching.

use std::ops::Range;

use super::pattern::Patterns;
use crate::mention::vocabulary::Types;
use crate::mention::{Kind, Mention};
use crate::span::Span;

/// A sentence with its mentions masked.
#[derive(Debug, Default)]
pub struct Masked {
    /// The text that patterns see.
    pub text: String,
    cells: Vec<Cell>,
}

/// A piece of the masked text and what it stands for.
#[derive(Debug)]
struct Cell {
    masked: usize,
    source: Span,
    /// The mentions behind a mask character; empty for text that stands as it is.
    mentions: Range<usize>,
}

impl Masked {
    /// Masks one sentence. `joint` are the types of the words that join a list (和).
    pub fn new(text: &str, sentence: Span, mentions: &[Mention], patterns: &Patterns, joint: Types) -> Masked {
        let mut masked = Masked::default();
        let commas = bracket_commas(text, sentence, mentions);
        let (mut at, mut next) = (sentence.start, 0);
        while at < sentence.end {
            match mentions.get(next).filter(|m| m.span.start == at) {
                Some(mention) => {
                    let end = list_end(text, mentions, next, joint);
                    let types = match (&mention.kind, end - next) {
                        (Kind::Quantity(q), 2..) => Types::list_of(q.dimension),
                        _ => mention.types,
                    };
                    let source = mention.span.hull(mentions[end - 1].span);
                    masked.cells.push(Cell { masked: masked.text.len(), source, mentions: next..end });
                    masked.text.push(if types == Types::NONE { '\u{FFFD}' } else { patterns.mask(types) });
                    (at, next) = (source.end, end);
                }
                None => {
                    let end = mentions.get(next).map_or(sentence.end, |m| m.span.start.max(at));
                    masked.plain(text, Span::new(at, end), &commas, patterns);
                    at = end;
                }
            }
        }
        masked
    }

    fn plain(&mut self, text: &str, span: Span, commas: &[usize], patterns: &Patterns) {
        let mut open = false;
        for (offset, c) in span.of(text).char_indices() {
            let at = span.start + offset;
            if c.is_whitespace() {
                open = false;
                continue;
            }
            if !open {
                self.cells.push(Cell { masked: self.text.len(), source: Span::new(at, at), mentions: 0..0 });
            }
            let before = self.text.len();
            self.text.push(if commas.contains(&at) { '，' } else { patterns.plain(c) });
            if let Some(cell) = self.cells.last_mut() {
                cell.source.end = at + c.len_utf8();
            }
            // a cell is as long masked as in the text, or it is closed
            open = self.text.len() - before == c.len_utf8();
        }
    }

    /// The text that a part of the masked sentence stands for.
    pub fn source(&self, range: Range<usize>) -> Span {
        let cells = &self.cells[self.cells_in(&range)];
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return Span::default() };
        let start = if first.mentions.is_empty() {
            first.source.start + (range.start - first.masked).min(first.source.len())
        } else {
            first.source.start
        };
        let end = if last.mentions.is_empty() {
            (last.source.start + (range.end - last.masked)).min(last.source.end)
        } else {
            last.source.end
        };
        Span::new(start, end)
    }

    /// The mentions behind a part of the masked sentence.
    pub fn mentions(&self, range: Range<usize>) -> Range<usize> {
        let cells = &self.cells[self.cells_in(&range)];
        let behind = || cells.iter().map(|c| &c.mentions).filter(|m| !m.is_empty());
        match (behind().next(), behind().next_back()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }

    /// The parts in order: what patterns see, the text it stands for, and the mentions behind it, none for plain text.
    pub fn parts(&self) -> impl Iterator<Item = (&str, Span, Range<usize>)> {
        let ends = self.cells.iter().skip(1).map(|cell| cell.masked).chain([self.text.len()]);
        let part = |(cell, end): (&Cell, usize)| (cell.masked..end, cell.source, cell.mentions.clone());
        self.cells.iter().zip(ends).map(part).map(|(range, source, behind)| (&self.text[range], source, behind))
    }

    fn cells_in(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.cells.partition_point(|c| c.masked <= range.start).saturating_sub(1);
        let last = self.cells.partition_point(|c| c.masked < range.end);
        first..last.max(first)
    }
}

/// One past the last mention of the list that begins at `first`; `first + 1` where there is none.
fn list_end(text: &str, mentions: &[Mention], first: usize, joint: Types) -> usize {
    let Some(quantity) = mentions[first].quantity().filter(|q| q.aside.is_none()) else { return first + 1 };
    let mut end = first + 1;
    loop {
        let last = mentions[end - 1].span.end;
        // a word (和) or a mark (、) between two
        let (item, from) = match mentions.get(end) {
            Some(m) if m.span.start == last && m.types.meets(joint) => (end + 1, m.span.end),
            Some(m) if text.get(last..m.span.start) == Some("、") => (end, m.span.start),
            _ => break,
        };
        let same = mentions
            .get(item)
            .filter(|m| m.span.start == from)
            .and_then(Mention::quantity)
            .filter(|q| q.aside.is_none() && q.dimension == quantity.dimension);
        if same.is_none() {
            break;
        }
        end = item + 1;
    }
    end
}

/// Where brackets stand that hold a quantity: they are read as commas.
fn bracket_commas(text: &str, sentence: Span, mentions: &[Mention]) -> Vec<usize> {
    let mut commas = Vec::new();
    let mut open = None;
    for (offset, c) in sentence.of(text).char_indices() {
        let at = sentence.start + offset;
        match c {
            '（' | '(' => open = Some(at),
            '）' | ')' => {
                let Some(start) = open.take() else { continue };
                let inside = &mentions[mentions.partition_point(|m| m.span.start < start)
                    ..mentions.partition_point(|m| m.span.start < at)];
                if inside.iter().any(|m| m.quantity().is_some_and(|q| q.aside.is_none())) {
                    commas.extend([start, at]);
                }
            }
            _ => {}
        }
    }
    commas
}
