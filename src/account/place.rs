//! Places: where a numeral of the input stands in the repaired text, and what is judged as one there.
//!
//! In: a document and its repaired page. Out: [`Places`], the way from the input to the repaired text; [`Stretch`]es, its
//! sentences and the lines of the blocks that are not read; [`Bytes`], characters and lines by byte. Not here: any judgement.

use std::collections::BTreeMap;

use super::{Passage, Read};
use crate::document::Document;
use crate::layout::{BlockKind, Page};
use crate::row::Row;
use crate::span::{Segment, Span};

/// Where the characters and lines of the decoded input begin.
pub(super) struct Bytes<'a> {
    document: &'a Document,
    chars: Vec<usize>,
    lines: Vec<usize>,
}

impl<'a> Bytes<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let text = &document.text;
        let chars = text.char_indices().map(|(at, _)| at).collect();
        Bytes { document, chars, lines: text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    /// The character, from 0, and the line, from 1, of the whole input.
    pub(super) fn at(&self, byte: usize) -> (usize, usize) {
        let chars = self.chars.partition_point(|at| *at < byte);
        let lines = self.lines.partition_point(|at| *at < byte);
        (self.document.first_char + chars, self.document.first_line + lines + 1)
    }

    /// The rows by the bytes that their quotes span.
    pub(super) fn rows(&self, rows: &[Row]) -> BTreeMap<Span, Vec<usize>> {
        let byte = |char: usize| {
            let at = char.saturating_sub(self.document.first_char);
            self.chars.get(at).copied().unwrap_or(self.document.text.len())
        };
        let mut by_span: BTreeMap<Span, Vec<usize>> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            by_span.entry(Span::new(byte(row.start), byte(row.end))).or_default().push(index);
        }
        by_span
    }
}

/// The way from the input to the repaired text.
pub(super) struct Places(Vec<Segment>);

impl Places {
    pub(super) fn new(page: &Page) -> Places {
        let mut segments = page.map.segments().to_vec();
        segments.sort_by_key(|segment| segment.source);
        Places(segments)
    }

    /// The pieces of the repaired text that an input span became; none where layout repair dropped it.
    pub(super) fn of(&self, span: Span) -> Vec<Span> {
        let first = self.0.partition_point(|s| s.source + s.len <= span.start);
        let pieces = self.0[first..].iter().take_while(|s| s.source < span.end).map(|s| {
            let start = span.start.max(s.source) - s.source;
            let end = span.end.min(s.source + s.len) - s.source;
            Span::new(s.repaired + start, s.repaired + end)
        });
        pieces.filter(|piece| !piece.is_empty()).collect()
    }
}

/// A part of the repaired text that is judged as one.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    pub(super) span: Span,
    pub(super) what: What,
}

#[derive(Clone, Copy)]
pub(super) enum What {
    /// A sentence, by its place among those read.
    Sentence(usize),
    /// A line of a block that is not read.
    Line(BlockKind),
}

/// The sentences, and the lines of the blocks that hold none, by their places.
pub(super) fn stretches(page: &Page, reads: &[Read]) -> Vec<Stretch> {
    let sentences = reads.iter().enumerate().map(|(i, read)| Stretch { span: read.span, what: What::Sentence(i) });
    let mut stretches: Vec<Stretch> = sentences.collect();
    stretches.sort_by_key(|stretch| stretch.span);
    let unread = |span: Span| {
        let next = stretches.partition_point(|stretch| stretch.span.end <= span.start);
        stretches.get(next).is_none_or(|stretch| stretch.span.start >= span.end)
    };
    let mut lines = Vec::new();
    for block in page.blocks.iter().filter(|block| unread(block.span)) {
        let mut at = block.span.start;
        for line in block.span.of(&page.text).split_inclusive('\n') {
            lines.push(Stretch { span: Span::new(at, at + line.len()), what: What::Line(block.kind) });
            at += line.len();
        }
    }
    stretches.extend(lines);
    stretches.sort_by_key(|stretch| stretch.span);
    stretches
}

pub(super) fn find(stretches: &[Stretch], piece: Span) -> Option<Stretch> {
    let next = stretches.partition_point(|stretch| stretch.span.end <= piece.start);
    stretches.get(next).filter(|stretch| stretch.span.start < piece.end).copied()
}

/// What a numeral stands in.
pub(super) enum Place {
    Read(Stretch),
    /// A line of the input that layout repair dropped.
    Line(Span),
}

impl Place {
    /// Different for all places: stretches and dropped lines are counted apart.
    pub(super) fn key(&self) -> usize {
        match self {
            Place::Read(stretch) => stretch.span.start * 2,
            Place::Line(line) => line.start * 2 + 1,
        }
    }

    /// Its first byte, in the repaired text or the input.
    pub(super) fn start(&self) -> usize {
        match self {
            Place::Read(stretch) => stretch.span.start,
            Place::Line(line) => line.start,
        }
    }

    pub(super) fn passage(&self, document: &Document, page: &Page, reads: &[Read]) -> Passage {
        let (text, pieces) = match self {
            Place::Read(Stretch { span, what: What::Sentence(i) }) => (span.of(&page.text), reads[*i].pieces.clone()),
            Place::Read(stretch) => (stretch.span.of(&page.text), Vec::new()),
            Place::Line(line) => (line.of(&document.text), Vec::new()),
        };
        Passage { text: text.to_string(), pieces }
    }
}

pub(super) fn line_of(document: &Document, span: Span) -> Span {
    let text = &document.text;
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    Span::new(start, text[span.end..].find('\n').map_or(text.len(), |at| span.end + at))
}
