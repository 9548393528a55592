//! Judgement: what became of a piece of the repaired text that holds a numeral.
//!
//! In: its stretch, with the mentions of the sentence, the rules that matched and the rows of the page. Out: a [`Judged`], the
//! row, the time, or the [`Reason`] why there is none. Not here: which judgement holds where a numeral lies in two pieces.

use std::collections::BTreeMap;

use super::place::{Stretch, What};
use super::reason::{Fate, Reason};
use super::Read;
use crate::chars;
use crate::document::Document;
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
    pub(super) fate: Fate,
    pub(super) mention: String,
    /// The first byte of the mention in the input; none for the numeral's own.
    pub(super) at: Option<usize>,
    pub(super) rule: String,
    pub(super) losers: Vec<String>,
}

impl Judged {
    pub(super) fn aside(reason: Reason, mention: String) -> Judged {
        Judged { rank: 3, fate: Fate::Aside(reason), mention, at: None, rule: String::new(), losers: Vec::new() }
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
        let own = || piece.of(&self.page.text).to_string();
        let sentence = match stretch.what {
            What::Line(kind) => return Judged::aside(of_block(kind), own()),
            What::Sentence(sentence) => sentence,
        };
        let read = &reads[sentence];
        let first = read.mentions.partition_point(|mention| mention.span.end <= piece.start);
        let over = read.mentions[first..].iter().take_while(|mention| mention.span.start < piece.end).enumerate();
        let found = over.map(|(i, _)| self.of_mention(read, first + i, &self.ties[sentence][first + i]));
        let judged = found.min_by_key(|judged| judged.rank);
        match judged {
            Some(judged) if judged.rank < 2 || !self.is_item(read.span, piece) => judged,
            _ if self.is_item(read.span, piece) => Judged::aside(Reason::Item, own()),
            Some(judged) => judged,
            None => Judged::aside(self.unread(piece), own()),
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
        Judged { rank, fate, mention: quote, at: Some(hull.start), rule, losers }
    }

    /// Why a mention gives no row.
    fn reason(&self, read: &Read, mention: &Mention, tie: &Tie) -> Reason {
        let quantity = match &mention.kind {
            Kind::Quantity(quantity) => quantity,
            Kind::Name(reason) => return self.of_name(reason),
            Kind::Word | Kind::Metric(_) => return Reason::Word, // 专利数
            _ => return Reason::Name,
        };
        match (&quantity.aside, quantity.dimension) {
            (Some(reason), _) => Reason::named(reason).unwrap_or(Reason::Name),
            _ if read.heading => Reason::Heading,
            _ if tie.part => Reason::Threshold,
            _ if tie.winner.is_some() => Reason::NoMetric,
            _ if !tie.losers.is_empty() => Reason::Outranked,
            (_, Dimension::Duration) => Reason::Duration,
            (_, Dimension::Number) => Reason::Number,
            _ => Reason::NoRule,
        }
    }

    /// Why a name's numbers are no facts. What `noise.toml` calls idioms are the words that only look like numbers.
    fn of_name(&self, reason: &str) -> Reason {
        match Reason::named(reason) {
            Some(Reason::Idiom) => Reason::Word,
            Some(reason) => reason,
            None if self.vocabulary.brackets.iter().any(|bracket| bracket.reason == reason) => Reason::Bracketed,
            None => Reason::Name,
        }
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
        let han = numeral.starts_with(chars::is_han);
        let beside = [text[..piece.start].chars().next_back(), text[piece.end..].chars().next()];
        if numeral.chars().count() > LONGEST {
            Reason::TooLong
        } else if han && beside.into_iter().flatten().any(chars::is_han) {
            Reason::Word
        } else {
            Reason::Other
        }
    }
}

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
