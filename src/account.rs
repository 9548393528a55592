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

mod reason;

use std::collections::BTreeMap;

use crate::chars;
use crate::document::{Document, Note};
use crate::fact::Hit;
use crate::fact::mask::Masked;
use crate::layout::{BlockKind, LayoutWords, Page};
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{Kind, Mention};
use crate::row::Row;
use crate::span::{Segment, Span};
use crate::unit::Dimension;

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
    /// What became of it.
    pub fate: Fate,
    /// The id of the rule that took it; empty for none.
    pub rule: String,
    /// The ids of the rules that matched it too.
    pub losers: Vec<String>,
}

/// A sentence, or a line of what is not read as sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The text, repaired.
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
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// Its place in the repaired text.
    pub span: Span,
    /// It is of a headline, which no rule looks at.
    pub heading: bool,
    /// Its mentions.
    pub mentions: Vec<Mention>,
    /// The rules that matched.
    pub hits: Vec<Hit>,
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
    for (seen, source, behind) in masked.parts() {
        let [first, rest @ ..] = &mentions[behind] else {
            let plain = source.of(text).chars().filter(|c| !c.is_whitespace());
            // a bracket around a number is a comma to the rules
            let plain: String = plain.zip(seen.chars()).map(|(c, seen)| if seen == '，' { seen } else { c }).collect();
            match pieces.last_mut().filter(|last| last.types.is_empty()) {
                Some(last) => last.text += &plain,
                None => pieces.push(Piece { text: plain, ..Piece::default() }),
            }
            continue;
        };
        let star = if rest.is_empty() { "" } else { "*" };
        let types = vocabulary.type_names(first.types).into_iter().map(|name| format!("{name}{star}")).collect();
        pieces.push(Piece { text: source.of(text).to_string(), types, word: first.kind == Kind::Word });
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
        let judged = found.map(|(stretch, piece)| (clerk.judge(stretch, &reads, piece), stretch));
        let (judged, place) = match judged.min_by_key(|(judged, _)| judged.rank) {
            Some((judged, stretch)) => (judged, Place::Read(stretch)),
            None => {
                (Judged::aside(Reason::Dropped, span.of(&document.text).into()), Place::Line(line_of(document, span)))
            }
        };
        let passage = *opened.entry(place.key()).or_insert_with(|| {
            passages.push(place.passage(document, page, &reads));
            passages.len() - 1
        });
        let (start, line) = bytes.at(span.start);
        let quote = span.of(&document.text).to_string();
        let Judged { fate, mention, at, rule, losers, .. } = judged;
        let mention_start = at.map_or(start, |at| bytes.at(at).0);
        numerals.push(Numeral {
            start,
            end: bytes.at(span.end).0,
            line,
            quote,
            mention,
            mention_start,
            passage,
            fate,
            rule,
            losers,
        });
    }
    let notes = notes.into_iter().map(|note| (bytes.at(note.span.start).1, note)).collect();
    Account { numerals, passages, rows, notes }
}

/// Where the characters and lines of the decoded input begin.
struct Bytes<'a> {
    document: &'a Document,
    chars: Vec<usize>,
    lines: Vec<usize>,
}

impl<'a> Bytes<'a> {
    fn new(document: &'a Document) -> Self {
        let text = &document.text;
        let chars = text.char_indices().map(|(at, _)| at).collect();
        Bytes { document, chars, lines: text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    /// The character, from 0, and the line, from 1, of the whole input.
    fn at(&self, byte: usize) -> (usize, usize) {
        let chars = self.chars.partition_point(|at| *at < byte);
        let lines = self.lines.partition_point(|at| *at < byte);
        (self.document.first_char + chars, self.document.first_line + lines + 1)
    }

    /// The rows by the bytes that their quotes span.
    fn rows(&self, rows: &[Row]) -> BTreeMap<Span, Vec<usize>> {
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
struct Places(Vec<Segment>);

impl Places {
    fn new(page: &Page) -> Places {
        let mut segments = page.map.segments().to_vec();
        segments.sort_by_key(|segment| segment.source);
        Places(segments)
    }

    /// The pieces of the repaired text that an input span became; none where layout repair dropped it.
    fn of(&self, span: Span) -> Vec<Span> {
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
struct Stretch {
    span: Span,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
    /// A sentence, by its place among those read.
    Sentence(usize),
    /// A line of a block that is not read.
    Line(BlockKind),
}

/// The sentences, and the lines of the blocks that hold none, by their places.
fn stretches(page: &Page, reads: &[Read]) -> Vec<Stretch> {
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

fn find(stretches: &[Stretch], piece: Span) -> Option<Stretch> {
    let next = stretches.partition_point(|stretch| stretch.span.end <= piece.start);
    stretches.get(next).filter(|stretch| stretch.span.start < piece.end).copied()
}

/// What a numeral stands in.
enum Place {
    Read(Stretch),
    /// A line of the input that layout repair dropped.
    Line(Span),
}

impl Place {
    /// Different for all places: stretches and dropped lines are counted apart.
    fn key(&self) -> usize {
        match self {
            Place::Read(stretch) => stretch.span.start * 2,
            Place::Line(line) => line.start * 2 + 1,
        }
    }

    fn passage(&self, document: &Document, page: &Page, reads: &[Read]) -> Passage {
        let (text, pieces) = match self {
            Place::Read(Stretch { span, what: What::Sentence(i) }) => (span.of(&page.text), reads[*i].pieces.clone()),
            Place::Read(stretch) => (stretch.span.of(&page.text), Vec::new()),
            Place::Line(line) => (line.of(&document.text), Vec::new()),
        };
        Passage { text: text.split_whitespace().collect::<Vec<_>>().join(" "), pieces }
    }
}

fn line_of(document: &Document, span: Span) -> Span {
    let text = &document.text;
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    Span::new(start, text[span.end..].find('\n').map_or(text.len(), |at| span.end + at))
}

/// The rules that took a mention.
#[derive(Clone, Debug, Default)]
struct Tie {
    winner: Option<usize>,
    losers: Vec<usize>,
    /// It belongs to what is counted: absorbed, or inside the name of a row.
    part: bool,
}

fn ties(read: &Read) -> Vec<Tie> {
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
struct Judged {
    rank: u8,
    fate: Fate,
    mention: String,
    /// The first byte of the mention in the input; none for the numeral's own.
    at: Option<usize>,
    rule: String,
    losers: Vec<String>,
}

impl Judged {
    fn aside(reason: Reason, mention: String) -> Judged {
        Judged { rank: 3, fate: Fate::Aside(reason), mention, at: None, rule: String::new(), losers: Vec::new() }
    }
}

/// Judges numerals.
struct Clerk<'a> {
    document: &'a Document,
    page: &'a Page,
    words: &'a LayoutWords,
    vocabulary: &'a Vocabulary,
    rules: &'a [&'a str],
    rows_at: BTreeMap<Span, Vec<usize>>,
    ties: Vec<Vec<Tie>>,
}

impl Clerk<'_> {
    /// What became of a piece of the repaired text.
    fn judge(&self, stretch: Stretch, reads: &[Read], piece: Span) -> Judged {
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
fn of_block(kind: BlockKind) -> Reason {
    match kind {
        BlockKind::Heading => Reason::Heading,
        BlockKind::Caption => Reason::Caption,
        BlockKind::Byline => Reason::Byline,
        BlockKind::Masthead => Reason::Masthead,
        BlockKind::Table => Reason::Table,
        BlockKind::Body => Reason::Other,
    }
}
