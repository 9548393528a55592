//! Mentions: the typed pieces of a sentence.
//!
//! In: the repaired text and the span of a sentence. Out: [`Mention`]s in reading order that never overlap: quantities, times,
//! parks, regions, known metrics, words of the lexicon, and names whose numbers are no facts. At each position the longest
//! reading wins; a number and its unit are claimed as one token. Not here: which mention belongs to which.

pub mod gazetteer;
pub mod types;
pub mod vocabulary;
pub mod zone;

use std::str::Chars;

use crate::numeral;
use crate::period::{Expr, Part, Point, Year};
use crate::quantity::{self, Quantity};
use crate::span::Span;
use crate::unit::Dimension;
use types::Types;
use vocabulary::{Entry, Starts, Vocabulary};

/// A typed piece of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where, in the repaired text.
    pub span: Span,
    /// What it may be, for the slots of rules.
    pub types: Types,
    /// What it is.
    pub kind: Kind,
}

/// What a mention is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A number with its unit.
    Quantity(Box<Quantity>),
    /// A time.
    Period(Box<Expr>),
    /// A park, by name.
    Zone(String),
    /// A word that stands for the park spoken of (园区).
    Anaphor,
    /// A province, city, ministry or nation, by its number in the pack.
    Region(u32),
    /// A known metric, by its number in the pack.
    Metric(u32),
    /// A word of the lexicon.
    Word,
    /// A name or title whose numbers are no facts, with the reason.
    Name(String),
}

impl Mention {
    /// The quantity, if it is one.
    pub fn quantity(&self) -> Option<&Quantity> {
        match &self.kind {
            Kind::Quantity(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// Whether it names all parks of a nation, a region or a kind together (全国高新区).
    pub fn is_all_parks(&self) -> bool {
        self.types.meets(Types::PARKS)
    }

    /// Whether it is a number that facts are made of.
    pub fn is_amount(&self) -> bool {
        self.quantity().is_some_and(|quantity| quantity.aside.is_none())
    }
}

/// Finds the mentions of one sentence.
pub fn scan(text: &str, sentence: Span, vocabulary: &Vocabulary) -> Vec<Mention> {
    scan_with(&mut Vec::new(), text, sentence, vocabulary)
}

/// The same, with an empty list of a sentence before to grow in, so that each list is allocated once and in its size: a
/// twentieth of the time of this stage.
pub fn scan_with(scratch: &mut Vec<Mention>, text: &str, sentence: Span, vocabulary: &Vocabulary) -> Vec<Mention> {
    let text = text.get(..sentence.end).unwrap_or(text);
    let mentions = std::mem::take(scratch);
    let (start, at) = (sentence.start, sentence.start);
    let behind = text.get(at..).unwrap_or("").chars();
    let mut scanner = Scanner { text, start, vocabulary, mentions, at, behind };
    while let Some((first, starts)) = scanner.next_start() {
        scanner.step(first, starts);
    }
    share_units(text, &mut scanner.mentions, vocabulary.joint);
    let found = scanner.mentions.drain(..).collect();
    *scratch = scanner.mentions;
    found
}

/// A number without a unit has that of the number behind it in its list: 高10.4、6.2、6.3个百分点, 高于全国4.3、全省3.7个百分点,
/// 98、96和90倍, 快39.8个和6.5个百分点.
fn share_units(text: &str, mentions: &mut [Mention], joint: Types) {
    if mentions.iter().filter(|m| m.quantity().is_some()).nth(1).is_none() {
        return; // nearly always
    }
    for index in (1..mentions.len()).rev() {
        let (before, rest) = mentions.split_at_mut(index);
        let Some(unit) = rest[0].quantity().filter(|q| q.aside.is_none() && q.dimension != Dimension::Number) else {
            continue;
        };
        let joins = |m: &&Mention| matches!(m.kind, Kind::Region(_)) || m.types.meets(joint);
        let between = before.last().filter(|m| joins(m) && m.span.end == rest[0].span.start);
        let (at, from) = between.map_or((index, rest[0].span.start), |m| (index - 1, m.span.start));
        let joined = between.is_some_and(|m| m.types.meets(joint));
        let Some(number) = at.checked_sub(1).map(|i| &mut before[i]) else { continue };
        let gap = text.get(number.span.end..from);
        let listed = gap == Some("、") || joined && gap == Some("");
        let rate = matches!(unit.dimension, Dimension::Percent | Dimension::Point | Dimension::Multiple);
        if let (true, Kind::Quantity(quantity)) = (listed, &mut number.kind)
            && quantity.aside.is_none()
            && match quantity.dimension {
                Dimension::Number => rate || quantity.value.scale() > 0,
                // no thing is counted in tenths
                Dimension::Count => rate && quantity.value.scale() > 0,
                _ => false,
            }
        {
            (quantity.dimension, quantity.unit) = (unit.dimension, unit.unit.clone());
            number.types = Types::of(unit.dimension);
        }
    }
}

struct Scanner<'a> {
    text: &'a str,
    start: usize,
    vocabulary: &'a Vocabulary,
    mentions: Vec<Mention>,
    at: usize,
    /// What stands behind the character at `at`.
    behind: Chars<'a>,
}

impl<'a> Scanner<'a> {
    /// Goes to the next character that something may begin with.
    fn next_start(&mut self) -> Option<(char, Starts)> {
        loop {
            let left = self.behind.as_str().len();
            let c = self.behind.next()?;
            let starts = self.vocabulary.starts(c);
            if !starts.is_none() {
                self.at = self.text.len() - left;
                return Some((c, starts));
            }
        }
    }

    /// Goes to where a mention ends.
    fn go_to(&mut self, end: usize) {
        self.at = end;
        self.behind = self.text.get(end..).unwrap_or("").chars();
    }

    /// Reads one mention, or passes over one character.
    fn step(&mut self, first: char, starts: Starts) {
        let vocabulary: &'a Vocabulary = self.vocabulary;
        let word = starts.has(Starts::WORD).then(|| vocabulary.words.longest_behind(first, self.behind.clone()));
        let word = word.flatten().map(|(left, entry)| (self.text.len() - left, entry));
        let bracket = starts.has(Starts::BRACKET);
        if !starts.has(Starts::NUMBER) {
            match word {
                Some((end, entry)) => self.word(end, entry),
                None if first.is_ascii_alphabetic() => self.latin(),
                None if bracket && self.bracketed(first) => {}
                None if starts.has(Starts::PLACE) => self.place(),
                None => {}
            }
            return;
        }
        let number = self.number(first, starts);
        match (word, number) {
            (Some((end, entry)), Some((number_end, _, _)))
                if end > number_end || end == number_end && !entry.is_plain() =>
            {
                self.word(end, entry)
            }
            (_, Some((end, kind, types))) => self.push(end, kind, types),
            (Some((end, entry)), None) => self.word(end, entry),
            (None, None) if first.is_ascii_alphanumeric() => self.latin(),
            (None, None) if bracket && self.bracketed(first) => {}
            (None, None) => {}
        }
    }

    fn push(&mut self, end: usize, kind: Kind, types: Types) {
        self.mentions.push(Mention { span: Span::new(self.at, end), types, kind });
        self.go_to(end);
    }

    fn word(&mut self, end: usize, entry: &Entry) {
        if let Some(suffix) = entry.suffix {
            return self.zone_suffix(end, suffix, entry.zone);
        }
        let word = Span::new(self.at, end);
        let gazetteer = &self.vocabulary.gazetteer;
        if entry.metric.is_some()
            && gazetteer.ends_name(word.of(self.text))
            && let Some((start, name)) = gazetteer.ends_known(self.text, self.start, word)
        {
            return self.zone(start, end, Kind::Zone(name.to_string()), Types::ZONE);
        }
        let kind = match *entry {
            Entry { region: Some(id), metric: None, zone: None, .. } => Kind::Region(id), // 四川, a number or not
            Entry { aside: Some(reason), .. } => Kind::Name(self.vocabulary.reasons[usize::from(reason)].clone()),
            Entry { zone: Some(id), .. } => Kind::Zone(self.vocabulary.gazetteer.name(id).to_string()),
            Entry { anaphor: true, .. } => Kind::Anaphor,
            Entry { metric: Some(id), .. } => Kind::Metric(id),
            _ => Kind::Word,
        };
        self.push(end, kind, entry.types);
    }

    /// A park's name ends here: its beginning lies in what was read already.
    fn zone_suffix(&mut self, end: usize, suffix: u16, alias: Option<u32>) {
        let ending = Span::new(self.at, end);
        let found = zone::name_before(self.text, self.start, ending, suffix, &self.mentions, self.vocabulary);
        let (start, kind, types) = match found {
            Some((start, name, types)) => (start, Kind::Zone(name), types),
            None if alias.is_some() => {
                let name = self.vocabulary.gazetteer.name(alias.unwrap_or_default()).to_string();
                (self.at, Kind::Zone(name), Types::ZONE)
            }
            None if self.vocabulary.gazetteer.stands_alone(suffix) => {
                self.own_place();
                (self.at, Kind::Anaphor, Types::ZONE)
            }
            None => return self.go_to(end), // 示范区 alone is an ordinary noun
        };
        self.zone(start, end, kind, types);
    }

    /// The 市 of 2022年，市高新区…, which only leads to the park spoken of.
    fn own_place(&mut self) {
        let before = &self.text[self.start..self.at];
        let place = self.vocabulary.place.iter().find(|ending| before.ends_with(ending.as_str()));
        let Some(span) = place.map(|ending| Span::new(self.at - ending.len(), self.at)) else { return };
        let opens = self.text[self.start..span.start].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        self.mentions.pop_if(|m| opens && m.span == span);
        if opens && self.mentions.last().is_none_or(|m| m.span.end <= span.start) {
            self.mentions.push(Mention { span, types: self.vocabulary.leads, kind: Kind::Word });
        }
    }

    /// Puts the name of a park in the place of what was read there.
    fn zone(&mut self, start: usize, end: usize, kind: Kind, types: Types) {
        self.mentions.truncate(self.mentions.partition_point(|m| m.span.start < start));
        if self.mentions.last().is_some_and(|last| last.span.end > start) {
            self.mentions.pop();
        }
        self.mentions.push(Mention { span: Span::new(start, end), types, kind });
        self.go_to(end);
    }

    /// A quantity or a time, whichever is longer; digits in a Latin word are part of a name.
    fn number(&self, first: char, starts: Starts) -> Option<(usize, Kind, Types)> {
        let periods = &self.vocabulary.periods;
        let period = starts.has(Starts::PERIOD).then(|| periods.read(self.text, self.at)).flatten();
        let period = period.map(|(end, expr)| (end, Kind::Period(expr.into()), Types::PERIOD));
        let quantity = starts.has(Starts::QUANTITY).then(|| self.quantity(first, starts)).flatten();
        match (period, quantity) {
            (Some(period), Some(quantity)) => Some(if period.0 >= quantity.0 { period } else { quantity }),
            (period, quantity) => period.or(quantity),
        }
    }

    fn quantity(&self, first: char, starts: Starts) -> Option<(usize, Kind, Types)> {
        if let Some(ordinal) = starts.has(Starts::ORDINAL).then(|| self.ordinal()).flatten() {
            return Some(ordinal);
        }
        let (end, mut quantity) = quantity::read(self.text, self.at, &self.vocabulary.units)?;
        let bare = quantity.dimension == Dimension::Number;
        if bare && quantity.aside.is_none() {
            if self.in_latin_word(end) {
                let end = latin_end(self.text, self.at);
                return (end > self.at).then(|| (end, Kind::Name("name".into()), Types::NAME));
            }
            if let Some(year) = self.reported_year(end) {
                return Some(year);
            }
            // a Chinese digit inside a word (统一, 三农) is no number
            let short = numeral::is_chinese(first) && end - self.at <= first.len_utf8();
            if short || numeral::is_chinese(first) && quantity.value < rust_decimal::Decimal::TEN {
                return None;
            }
        }
        if quantity.small
            && quantity.aside.is_none()
            && matches!(quantity.dimension, Dimension::Count | Dimension::Duration)
        {
            quantity.aside = Some("small".into());
        }
        if self.after(self.vocabulary.every) {
            quantity.aside = Some("denominator".into()); // 每万人
        }
        if quantity.aside.as_deref() == Some("bare") && self.after(self.vocabulary.border) {
            quantity.aside = None; // 破千亿元
        }
        let types = match &quantity.aside {
            Some(reason) if self.vocabulary.apart.contains(reason) => Types::APART,
            Some(_) => Types::NAME,
            None => Types::of(quantity.dimension),
        };
        Some((end, Kind::Quantity(quantity.into()), types))
    }

    /// The year of a 2015成绩单.
    fn reported_year(&self, end: usize) -> Option<(usize, Kind, Types)> {
        let year = self.text[self.at..end].parse().ok().filter(|year| (1980..2100).contains(year))?;
        let (_, word) = self.vocabulary.words.longest(self.text, end)?;
        let point = Point { year: Year::Absolute(year), part: Part::Whole };
        word.types.meets(self.vocabulary.report).then(|| (end, Kind::Period(Expr::At(point).into()), Types::PERIOD))
    }

    /// Whether a word of these types stands right before: after 近 or 突破, 千亿元 is a number.
    fn after(&self, types: Types) -> bool {
        self.mentions.last().is_some_and(|m| m.span.end == self.at && m.types.meets(types))
    }

    /// Whether a Latin letter or a + touches the number: 5G, 1+2+4.
    fn in_latin_word(&self, end: usize) -> bool {
        let joins = |c: char| c.is_ascii_alphabetic() || c == '+' || c == '＋';
        let before = self.text[..self.at].chars().next_back();
        self.text[end..].chars().next().is_some_and(joins) || before.is_some_and(joins)
    }

    /// 第三届, 第2位.
    fn ordinal(&self) -> Option<(usize, Kind, Types)> {
        let rest = &self.text[self.at..];
        let mark = self.vocabulary.ordinals.iter().find(|mark| rest.starts_with(mark.as_str()))?;
        let n = numeral::parse(self.text, self.at + mark.len())?;
        let end = self.vocabulary.units.find(self.text, n.end).map_or(n.end, |(end, _)| end);
        Some((end, Kind::Name("ordinal".into()), Types::NAME))
    }

    /// A city or county that no list knows: 沅北县 at the start of a clause.
    fn place(&mut self) {
        let rest = &self.text[self.at..];
        let vocabulary = self.vocabulary;
        let endings = vocabulary.place.iter().filter(|ending| rest.starts_with(ending.as_str()));
        let Some(ending) = endings.max_by_key(|ending| ending.len()) else { return };
        if vocabulary.not_place.iter().any(|after| rest[ending.len()..].starts_with(after.as_str())) {
            return;
        }
        let last = self.mentions.last();
        let behind = last.map_or(self.start, |m| m.span.end);
        let mark = self.text[behind..self.at].char_indices().rev().find(|(_, c)| !c.is_alphanumeric());
        let start = mark.map_or(behind, |(i, c)| behind + i + c.len_utf8());
        let opens = mark.is_some() || last.is_none_or(|m| matches!(m.kind, Kind::Period(_) | Kind::Region(_)));
        if !opens || !(2..=3).contains(&self.text[start..self.at].chars().count()) {
            return;
        }
        let span = Span::new(start, self.at + ending.len());
        let kind = Kind::Region(vocabulary.unknown_place());
        self.mentions.push(Mention { span, types: Types::REGION, kind });
        self.go_to(span.end);
    }

    /// 《…》 and short quoted names: their numbers are no facts, their text is noun text.
    fn bracketed(&mut self, first: char) -> bool {
        let rest = &self.text[self.at..];
        let Some(bracket) =
            self.vocabulary.brackets.iter().find(|b| b.open.starts_with(first) && rest.starts_with(&b.open))
        else {
            return false;
        };
        let inner = &rest[bracket.open.len()..];
        let (Some(last), mut name) = (bracket.close.chars().next(), inner.char_indices().take(bracket.longest)) else {
            return false;
        };
        let closes = |&(i, c): &(usize, char)| c == last && inner[i..].starts_with(&bracket.close);
        let stop = name.find(|at| closes(at) || matches!(at.1, '，' | '。' | '；' | '！' | '？'));
        let Some((close, _)) = stop.filter(|at| at.0 > 0 && closes(at)) else { return false };
        let end = self.at + bracket.open.len() + close + bracket.close.len();
        let inside = Span::new(self.at + bracket.open.len(), end - bracket.close.len());
        match self.park_in(inside) {
            Some(zone) if bracket.park => self.push(end, zone, Types::ZONE),
            _ => self.push(end, Kind::Name(bracket.reason.clone()), Types::NAME),
        }
        true
    }

    /// The park that the whole of a piece of text names: “云溪生物城”.
    fn park_in(&self, inside: Span) -> Option<Kind> {
        self.vocabulary.gazetteer.ends_name(inside.of(self.text)).then_some(())?;
        let mut found = scan(self.text, inside, self.vocabulary);
        let only = found.pop().filter(|m| m.span == inside && matches!(m.kind, Kind::Zone(_)))?;
        Some(only.kind)
    }

    fn latin(&mut self) {
        let end = latin_end(self.text, self.at).max(self.at + 1);
        let end = self.number_behind_letters(end).unwrap_or(end);
        self.push(end, Kind::Name("name".into()), Types::NAME);
    }
}

impl Scanner<'_> {
    /// Where in a run of Latin letters and digits a number begins that is none of its name: SUV5.24万辆.
    fn number_behind_letters(&self, end: usize) -> Option<usize> {
        let run = &self.text[self.at..end];
        let letters = run.bytes().take_while(u8::is_ascii_alphabetic).count();
        let at = self.at + letters;
        let decimal =
            letters > 1 && run[letters..].starts_with(|c: char| c.is_ascii_digit()) && run[letters..].contains('.');
        let quantity = decimal.then(|| quantity::read(self.text, at, &self.vocabulary.units)).flatten();
        quantity.filter(|(_, quantity)| quantity.dimension != Dimension::Number).map(|_| at)
    }
}

/// The end of a run of Latin letters and digits with the marks inside names.
fn latin_end(text: &str, at: usize) -> usize {
    let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '＋' | '-' | '.' | '&' | '/' | '@' | '_');
    let run = text[at..].char_indices().find(|&(_, c)| !belongs(c)).map_or(text.len(), |(i, _)| at + i);
    at + text[at..run].trim_end_matches(['-', '.', '/']).len()
}
