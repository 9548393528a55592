//! Judgement: what became of a piece of the repaired text that holds a numeral.
//!
//! In: its stretch, with the mentions of the sentence, the rules that matched and the rows of the page. Out: a [`Judged`], the
//! row, the time, or the [`Reason`] why there is none. Not here: which judgement holds where a numeral lies in two pieces.

use std::collections::BTreeMap;

use super::place::{Bytes, Stretch, What};
use super::reason::{Fate, Reason};
use super::{Near, Numeral, Read};
use crate::chars;
use crate::document::Document;
use crate::fact::near::Stop;
use crate::layout::{BlockKind, LayoutWords, Page};
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{Kind, Mention};
use crate::span::Span;
use crate::unit::Dimension;

/// The rules that took a mention.
#[derive(Clone, Debug, Default)]
pub(super) struct Tie {
    winner: Option<usize>,
    losers: Vec<usize>,
    /// It belongs to what is counted: absorbed, or inside the name of a row.
    part: bool,
}

pub(super) fn ties(read: &Read) -> Vec<Tie> {
    let mut ties = vec![Tie::default(); read.mentions.len()];
    for hit in &read.hits {
        for &mention in &hit.claims {
            let tie = &mut ties[mention];
            if hit.won {
                tie.winner = Some(hit.rule);
            } else if tie.winner != Some(hit.rule) && !tie.losers.contains(&hit.rule) {
                tie.losers.push(hit.rule);
            }
        }
        let named = hit.named.iter().filter(|mention| !hit.claims.contains(mention));
        if hit.won {
            hit.absorbed.iter().chain(named).for_each(|&mention| ties[mention].part = true);
        }
    }
    ties
}

/// What is found of one numeral; the lowest rank is the one to tell.
pub(super) struct Judged {
    pub(super) rank: u8,
    fate: Fate,
    mention: String,
    /// The first byte of the mention in the input; none for the numeral's own.
    at: Option<usize>,
    rule: String,
    losers: Vec<String>,
    near: Vec<Near>,
    /// The mention, or the numeral, in the repaired text; in the input if it is not there.
    span: Span,
}

impl Judged {
    /// A judgement of a numeral that no mention holds; `text` is the text that its span is of.
    pub(super) fn aside(reason: Reason, span: Span, text: &str) -> Judged {
        let (fate, mention) = (Fate::Aside(reason), span.of(text).to_string());
        Judged { rank: 3, fate, mention, at: None, rule: String::new(), losers: Vec::new(), near: Vec::new(), span }
    }

    /// The one to tell of two; both where both are rows (the 2 and the 3 of 1,2,3元).
    pub(super) fn or(mut self, other: Judged) -> Judged {
        match (&mut self.fate, &other.fate) {
            (Fate::Row(rows), Fate::Row(more)) => {
                rows.extend(more.iter().filter(|row| !rows.contains(row)).copied().collect::<Vec<_>>());
                self
            }
            _ if other.rank < self.rank => other,
            _ => self,
        }
    }

    /// The judgement as one of a numeral of the input. `from` is where its passage begins.
    pub(super) fn numeral(
        self,
        document: &Document,
        bytes: &Bytes,
        span: Span,
        (passage, from): (usize, usize),
    ) -> Numeral {
        let Judged { fate, mention, at, rule, losers, near, span: within, .. } = self;
        let (start, line) = bytes.at(span.start);
        Numeral {
            start,
            end: bytes.at(span.end).0,
            line,
            quote: span.of(&document.text).to_string(),
            mention,
            mention_start: at.map_or(start, |at| bytes.at(at).0),
            passage,
            within: Span::new(within.start.saturating_sub(from), within.end.saturating_sub(from)),
            fate,
            rule,
            losers,
            near,
        }
    }
}

/// Judges numerals.
pub(super) struct Clerk<'a> {
    pub(super) document: &'a Document,
    pub(super) page: &'a Page,
    pub(super) words: &'a LayoutWords,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) rules: &'a [&'a str],
    pub(super) rows_at: BTreeMap<Span, Vec<usize>>,
    pub(super) ties: Vec<Vec<Tie>>,
}

impl Clerk<'_> {
    /// What became of a piece of the repaired text.
    pub(super) fn judge(&self, stretch: Stretch, reads: &[Read], piece: Span) -> Judged {
        let aside = |reason: Reason| Judged::aside(reason, piece, &self.page.text);
        let sentence = match stretch.what {
            What::Line(kind) => return aside(of_block(kind)),
            What::Sentence(sentence) => sentence,
        };
        let read = &reads[sentence];
        let first = read.mentions.partition_point(|mention| mention.span.end <= piece.start);
        let over = read.mentions[first..].iter().take_while(|mention| mention.span.start < piece.end).enumerate();
        let found = over.map(|(i, _)| self.of_mention(read, first + i, &self.ties[sentence][first + i]));
        match found.reduce(Judged::or) {
            Some(judged) if judged.rank < 2 || !self.is_item(read.span, piece) => judged,
            _ if self.is_item(read.span, piece) => aside(Reason::Item),
            Some(judged) => judged,
            None => aside(self.unread(piece)),
        }
    }

    fn of_mention(&self, read: &Read, index: usize, tie: &Tie) -> Judged {
        let mention = &read.mentions[index];
        let hull = self.page.map.hull(mention.span);
        let rows = self.rows_at.get(&hull).cloned();
        let fate = match (rows, &mention.kind) {
            (Some(rows), _) => Fate::Row(rows),
            (None, Kind::Period(_)) => Fate::Period,
            (None, _) => Fate::Aside(self.reason(read, mention, tie)),
        };
        let rank = match fate {
            Fate::Row(_) => 0,
            Fate::Period => 1,
            Fate::Aside(_) => 2,
        };
        let quote = self.page.map.pieces(mention.span).iter().map(|piece| piece.of(&self.document.text)).collect();
        let id = |rule: &usize| self.rules.get(*rule).map_or(String::new(), ToString::to_string);
        let (rule, losers) = (tie.winner.as_ref().map_or(String::new(), id), tie.losers.iter().map(id).collect());
        let near = read.stops.iter().filter(|stop| stop.mention == index).map(|stop| self.near(read, stop)).collect();
        Judged { rank, fate, mention: quote, at: Some(hull.start), rule, losers, near, span: mention.span }
    }

    /// A near miss in the page's words.
    fn near(&self, read: &Read, stop: &Stop) -> Near {
        let words = |span: Span| span.of(&self.page.text).split_whitespace().collect::<String>();
        let next = &read.mentions[read.mentions.partition_point(|mention| mention.span.start < stop.reached.end)..];
        let plain = Span::new(stop.reached.end, next.first().map_or(read.span.end, |mention| mention.span.start));
        let found = match (words(plain), next.first()) {
            (plain, Some(mention)) if plain.is_empty() => {
                format!("{{{}}}{}", self.vocabulary.types.type_names(mention.types).join("|"), words(mention.span))
            }
            (plain, _) => plain.chars().take(SHOWN).collect(),
        };
        let Stop { rule, matched, wanted, met, slots, .. } = stop.clone();
        Near { rule, met, slots, matched, text: words(stop.reached), wanted, found }
    }

    /// Why a mention gives no row.
    fn reason(&self, read: &Read, mention: &Mention, tie: &Tie) -> Reason {
        let quantity = match &mention.kind {
            Kind::Quantity(quantity) => quantity,
            Kind::Name(reason) => return self.of_name(reason),
            Kind::Word => return Reason::Word,
            Kind::Metric(_) => return Reason::Metric,
            _ => return Reason::Name,
        };
        match (&quantity.aside, quantity.dimension) {
            (Some(reason), _) => Reason::named(reason).unwrap_or(Reason::Name),
            _ if read.block == BlockKind::Heading => Reason::Heading,
            _ if tie.part => Reason::Threshold,
            _ if tie.winner.is_some() => Reason::NoMetric,
            _ if !tie.losers.is_empty() => Reason::Outranked,
            _ if read.block == BlockKind::Caption => Reason::Caption,
            (_, Dimension::Duration) => Reason::Duration,
            (_, Dimension::Number) => Reason::Number,
            _ => Reason::NoRule,
        }
    }

    /// Why a name's numbers are no facts.
    fn of_name(&self, reason: &str) -> Reason {
        let bracket = || self.vocabulary.brackets.iter().any(|bracket| bracket.reason == reason);
        Reason::named(reason).unwrap_or_else(|| if bracket() { Reason::Bracketed } else { Reason::Name })
    }

    /// Whether a numeral counts the items of a list: it opens its sentence with a mark (一、), or its clause as a word (二是).
    fn is_item(&self, sentence: Span, piece: Span) -> bool {
        let text = &self.page.text;
        let before = Span::new(sentence.start, piece.start).of(text);
        let bare = before.chars().all(|c| chars::is_opener(c) || c.is_whitespace());
        let opens_clause = before.trim_end().chars().next_back().is_none_or(|c| chars::is_pause(c) && c != '、');
        let word = || self.words.item_starts.iter().any(|word| text[piece.start..].starts_with(word.as_str()));
        bare && self.words.starts_numbered(sentence.of(text)) || opens_clause && word()
    }

    /// Why no mention holds a numeral.
    fn unread(&self, piece: Span) -> Reason {
        let text = &self.page.text;
        let numeral = piece.of(text);
        let length = numeral.chars().count();
        let beside = [text[..piece.start].chars().next_back(), text[piece.end..].chars().next()];
        let in_word = numeral.starts_with(chars::is_han) && beside.into_iter().flatten().any(chars::is_han);
        if length > LONGEST {
            Reason::TooLong
        } else if in_word && length <= IN_WORD {
            Reason::Word
        } else {
            Reason::Other
        }
    }
}

/// How many characters are shown of what a rule stopped at.
const SHOWN: usize = 6;
/// A word holds no more numeral characters in a row.
const IN_WORD: usize = 2;
/// No amount has more digits.
const LONGEST: usize = 20;

/// Why the numbers of a block that is not read are no facts.
pub(super) fn of_block(kind: BlockKind) -> Reason {
    match kind {
        BlockKind::Heading => Reason::Heading,
        BlockKind::Caption => Reason::Caption,
        BlockKind::Byline => Reason::Byline,
        BlockKind::Masthead => Reason::Masthead,
        BlockKind::Table => Reason::Table,
        BlockKind::Body => Reason::Other,
    }
}
