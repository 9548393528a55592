//! The masked sentence: what patterns are matched against.
//!
//! In: a sentence and its mentions. Out: a [`Masked`] copy in which each mention is one symbol that stands for its types, lists
//! of like quantities (8%、12%和3%) are one symbol, white space is gone, and brackets around quantities are commas; with the way
//! back from any part of it to the text and the mentions. Not here: the symbols (see `alphabet`), matching.

use std::ops::Range;

use super::alphabet::Alphabet;
use crate::mention::types::Types;
use crate::mention::{Kind, Mention};
use crate::span::Span;
use crate::unit::Dimension;

/// A sentence with its mentions masked.
#[derive(Debug, Default)]
pub struct Masked {
    /// The text that patterns see.
    pub text: String,
    cells: Vec<Cell>,
    /// The symbols that hold numbers, with their mentions.
    numbers: Vec<(char, Range<usize>)>,
}

/// What a symbol of the masked text stands for.
#[derive(Clone, Copy, Debug)]
struct Cell {
    source: Span,
    /// The first mention that this symbol, or a later one, stands for.
    first: usize,
    /// One past the last mention that this symbol, or an earlier one, stands for.
    end: usize,
}

impl Masked {
    /// Masks one sentence. `joint` are the types of the words that join a list (和).
    pub fn new(
        text: &str,
        (sentence, brackets): (Span, &[Span]),
        mentions: &[Mention],
        alphabet: &Alphabet,
        joint: Types,
    ) -> Masked {
        let room = sentence.len() / 2;
        let mut masked =
            Masked { text: String::with_capacity(room), cells: Vec::with_capacity(room), ..Masked::default() };
        let (commas, asides) = sorted(text, brackets, mentions);
        let mut asides = asides.into_iter().peekable();
        let (mut at, mut next) = (sentence.start, 0);
        while at < sentence.end {
            // 上市企业（含分支机构）47家
            if let Some(aside) = asides.next_if(|aside| aside.start <= at) {
                at = at.max(aside.end);
                next += mentions[next..].iter().take_while(|m| m.span.end <= at).count();
                continue;
            }
            match mentions.get(next).filter(|m| m.span.start == at) {
                Some(mention) => {
                    let end = list_end(text, mentions, next, joint);
                    let types = match (&mention.kind, end - next) {
                        (Kind::Quantity(q), 2..) => Types::list_of(q.dimension),
                        _ => mention.types,
                    };
                    let source = mention.span.hull(mentions[end - 1].span);
                    let symbol = alphabet.mention(types);
                    if matches!(mention.kind, Kind::Quantity(_)) {
                        masked.numbers.push((symbol, next..end));
                    }
                    masked.push(symbol, Cell { source, first: next, end });
                    (at, next) = (source.end, end);
                }
                None => {
                    let aside = asides.peek().map_or(sentence.end, |aside| aside.start);
                    let end = mentions.get(next).map_or(sentence.end, |m| m.span.start.max(at)).min(aside);
                    for (offset, c) in text[at..end].char_indices().filter(|(_, c)| !c.is_whitespace()) {
                        let start = at + offset;
                        let source = Span::new(start, start + c.len_utf8());
                        let seen = if c == ',' || commas.contains(&start) { '，' } else { c };
                        masked.push(alphabet.plain(seen), Cell { source, first: next, end: next });
                    }
                    at = end;
                }
            }
        }
        masked
    }

    /// Cells are kept by byte, so that a match finds its own at once; nearly all symbols are one byte long.
    fn push(&mut self, symbol: char, cell: Cell) {
        self.text.push(symbol);
        self.cells.resize(self.text.len(), cell);
    }

    fn ends(&self, range: Range<usize>) -> Option<(&Cell, &Cell)> {
        let cells = self.cells.get(range)?;
        cells.first().zip(cells.last())
    }

    /// The text that a part of the masked sentence stands for.
    pub fn source(&self, range: Range<usize>) -> Span {
        self.ends(range).map_or(Span::default(), |(first, last)| Span::new(first.source.start, last.source.end))
    }

    /// The mentions behind a part of the masked sentence.
    pub fn mentions(&self, range: Range<usize>) -> Range<usize> {
        self.ends(range).map_or(0..0, |(first, last)| first.first..last.end)
    }

    /// The symbols that hold numbers, each with its mentions.
    pub fn numbers(&self) -> &[(char, Range<usize>)] {
        &self.numbers
    }

    /// What the symbols stand for, in order: a piece of the text, and the mentions behind it, none for plain text.
    pub fn parts(&self) -> impl Iterator<Item = (Span, Range<usize>)> + '_ {
        self.text
            .char_indices()
            .filter_map(|(at, _)| self.cells.get(at))
            .map(|cell| (cell.source, cell.first..cell.end))
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
            .filter(|q| q.aside.is_none() && are_alike(q.dimension, quantity.dimension))
            // 412列、4.1万标箱 are two facts; 2.1亿元、9800万元 is a list
            .filter(|q| q.dimension != Dimension::Count || q.unit == quantity.unit);
        if same.is_none() {
            break;
        }
        end = item + 1;
    }
    end
}

/// Whether quantities of two dimensions make a list: 分别增长63%和1.4倍.
fn are_alike(a: Dimension, b: Dimension) -> bool {
    let change = |dimension| matches!(dimension, Dimension::Percent | Dimension::Multiple);
    a == b || change(a) && change(b)
}

/// Where brackets stand that hold a quantity, which are read as commas, and what others hold that stand behind a metric or
/// between a noun and its number, which is passed over.
fn sorted(text: &str, brackets: &[Span], mentions: &[Mention]) -> (Vec<usize>, Vec<Span>) {
    let (mut commas, mut asides) = (Vec::new(), Vec::new());
    for &bracket in brackets {
        let close = bracket.end - bracket.of(text).chars().next_back().map_or(0, char::len_utf8);
        let (first, last) = (
            mentions.partition_point(|m| m.span.start < bracket.start),
            mentions.partition_point(|m| m.span.start < close),
        );
        if mentions[first..last].iter().any(Mention::is_amount) {
            commas.extend([bracket.start, close]);
        } else {
            // 上市企业（含分支机构）47家, 固定资产投资（不含农户）比上年增长12%
            let number = mentions.get(last).is_some_and(|m| m.span.start == bracket.end && m.is_amount());
            let before = first.checked_sub(1).map(|i| &mentions[i]);
            let metric = before.is_some_and(|m| m.span.end == bracket.start && m.types.meets(Types::METRIC));
            asides.extend((number || metric).then_some(bracket));
        }
    }
    (commas, asides)
}
