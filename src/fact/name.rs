//! Names of metrics: from the words of a noun phrase to the head of a table column.
//!
//! In: the span of a phrase and the mentions inside. Out: its name, freed of parks, regions, function words at its ends and
//! quotes that enclose all of it, with known metrics under their canonical names. Not here: which phrase names which number.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::chars::{self, CharSet};
use crate::mention::types::Types;
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{Kind, Mention};
use crate::rules::files::PhraseFile;
use crate::span::Span;

/// The most characters a name may have.
pub const LONGEST_NAME: usize = 32;

/// What a metric's name ends with where its value held before another, at a time that is not known.
pub const EARLIER: &str = "(此前)";

/// The name that a noun phrase gives: a known metric's canonical name where the phrase is no more than that, else its words.
///
/// `bound` are the words such as 以上, which with a number before them need no 的.
pub fn of_phrase(
    text: &str,
    span: Span,
    mentions: &[Mention],
    vocabulary: &Vocabulary,
    tidier: &Tidier,
    bound: Types,
) -> String {
    let first = mentions.partition_point(|m| m.span.start < span.start);
    let count = mentions[first..].iter().take_while(|m| m.span.end <= span.end).count();
    let inside = &mentions[first..first + count];
    if let [Mention { kind: Kind::Zone(zone), span: whole, .. }] = inside
        && *whole == span
    {
        return zone.clone(); // 178家国家高新区
    }
    let mut name = String::with_capacity(span.len());
    let mut at = span.start;
    let mut after_threshold = false;
    for mention in inside {
        name.push_str(text.get(at..mention.span.start).unwrap_or(""));
        at = mention.span.end;
        match mention.kind {
            Kind::Word if after_threshold && mention.span.of(text) == "的" => {}
            _ => name.push_str(mention.span.of(text)),
        }
        after_threshold = mention.quantity().is_some() || mention.types.meets(bound);
    }
    name.push_str(text.get(at..span.end).unwrap_or(""));
    let name = tidier.tidy(name);
    match vocabulary.words.longest(&name, 0) {
        Some((end, entry)) if end == name.len() => {
            entry.metric.map_or(name, |id| vocabulary.metrics[id as usize].clone())
        }
        _ => name,
    }
}

/// The phrase after a number, cut behind its last noun where more than a short word follows: 企业成功获得认定 is 企业. The nouns right
/// behind a head belong to it, known to be heads or not: 疫苗生产企业, 国家“英才计划”.
pub fn cut_after_head(text: &str, span: Span, mentions: &[Mention], (head, noun): (Types, Types)) -> Span {
    let mut end = None;
    for mention in mentions.iter().filter(|m| span.contains(m.span)) {
        let goes_on = end == Some(mention.span.start) && mention.types.meets(noun);
        if mention.types.meets(head) || goes_on {
            end = Some(mention.span.end);
        }
    }
    match end {
        Some(end) if Span::new(end, span.end).of(text).chars().count() >= LONG_TAIL => Span::new(span.start, end),
        _ => span,
    }
}

/// From so many characters on, what follows the last known noun of a phrase is no noun any more.
const LONG_TAIL: usize = 4;

/// The words that names are freed of, by the character that tells whether one may stand there: four names in five have none.
#[derive(Debug, Default)]
pub struct Tidier {
    front: ByChar<String>,
    back: ByChar<String>,
    rewrite: ByChar<(String, String)>,
}

/// Words by one of their characters. Most characters have none, which the set tells at once.
#[derive(Debug)]
struct ByChar<T> {
    chars: CharSet,
    words: BTreeMap<char, Vec<T>>,
}

impl<T> Default for ByChar<T> {
    fn default() -> Self {
        ByChar { chars: CharSet::default(), words: BTreeMap::new() }
    }
}

impl<T> FromIterator<(char, T)> for ByChar<T> {
    fn from_iter<I: IntoIterator<Item = (char, T)>>(pairs: I) -> ByChar<T> {
        let mut words: BTreeMap<char, Vec<T>> = BTreeMap::new();
        pairs.into_iter().for_each(|(c, word)| words.entry(c).or_default().push(word));
        ByChar { chars: words.keys().copied().collect(), words }
    }
}

impl<T> ByChar<T> {
    fn of(&self, c: Option<char>) -> &[T] {
        c.filter(|c| self.chars.contains(*c)).and_then(|c| self.words.get(&c)).map_or(&[], Vec::as_slice)
    }
}

impl Tidier {
    /// Takes the words of a pack.
    pub fn new(phrase: &PhraseFile) -> Tidier {
        let front = phrase.trim_front.iter().filter_map(|word| Some((word.chars().next()?, word.clone())));
        let back = phrase.trim_back.iter().filter_map(|word| Some((word.chars().next_back()?, word.clone())));
        let rewrite = phrase
            .rewrite
            .iter()
            .filter_map(|(wording, one)| Some((wording.chars().next()?, (wording.clone(), one.clone()))));
        Tidier { front: front.collect(), back: back.collect(), rewrite: rewrite.collect() }
    }

    /// A name without what does not belong to it.
    pub fn tidy(&self, name: String) -> String {
        self.tidied(&name).unwrap_or(name)
    }

    /// The same, or nothing where all of the name belongs to it, as nearly always.
    fn tidied(&self, name: &str) -> Option<String> {
        let (mut han, mut plain) = (true, true);
        for (at, c) in name.char_indices() {
            let is_han = chars::is_han(c);
            han &= is_han;
            let rewritten = || self.rewrite.of(Some(c)).iter().any(|(wording, _)| name[at..].starts_with(wording));
            plain &= (is_han || !changes(c)) && !rewritten();
        }
        let plain = if plain { Cow::Borrowed(name) } else { self.plain(name).into() };
        let han = han && matches!(plain, Cow::Borrowed(_));
        let mut rest = plain.as_ref();
        loop {
            let before = rest.len();
            rest = if han { rest } else { trim_marks(rest) }; // no mark among Chinese characters alone
            for word in self.front.of(rest.chars().next()) {
                rest = rest.strip_prefix(word.as_str()).filter(|cut| names_something(cut)).unwrap_or(rest);
            }
            for word in self.back.of(rest.chars().next_back()) {
                rest = rest.strip_suffix(word.as_str()).filter(|cut| names_something(cut)).unwrap_or(rest);
            }
            if rest.len() == before {
                break;
            }
        }
        let whole = rest == name && is_short(rest);
        (!whole).then(|| shorten(rest, LONGEST_NAME))
    }

    /// A name without white space, in half-width forms and in one wording.
    fn plain(&self, name: &str) -> String {
        let mut plain: String = name.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
        for (wording, one) in name.chars().flat_map(|c| self.rewrite.of(Some(c))) {
            if plain.contains(wording.as_str()) {
                plain = plain.replace(wording, one);
            }
        }
        plain
    }
}

/// Whether a character is left out or replaced in a name.
fn changes(c: char) -> bool {
    c.is_whitespace() || half_width(c) != c
}

/// Whether enough is left to be a name.
fn names_something(rest: &str) -> bool {
    rest.chars().nth(1).is_some()
}

fn half_width(c: char) -> char {
    match c {
        '！'..='～' if !matches!(c, '，' | '；' | '：' | '？' | '！') => {
            char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
        }
        _ => c,
    }
}

/// Marks at the ends, and brackets or quotes without their partner.
fn trim_marks(name: &str) -> &str {
    let mut name = name.trim_matches([
        '、', '，', '。', '；', '：', '·', '—', '-', '…', ',', '.', '‘', '’', '"', '\'', '/', '*', '#', '>', '■', '▶',
        '►', '◆', '●', '|', '~',
    ]);
    if !name.chars().any(|c| chars::is_opener(c) || chars::is_closer(c)) {
        return name;
    }
    for (open, close) in [('“', '”'), ('(', ')'), ('《', '》'), ('[', ']')] {
        let (opened, closed) = (name.matches(open).count(), name.matches(close).count());
        if opened == 1 && closed == 1 && name.starts_with(open) && name.ends_with(close) && open != '《' {
            name = &name[open.len_utf8()..name.len() - close.len_utf8()];
        } else if opened < closed {
            name = name
                .rfind(close)
                .filter(|_| opened == 0)
                .map_or(name, |i| name[i + close.len_utf8()..].trim_start_matches('的'));
        } else if opened > closed {
            name = name.rfind(open).map_or(name, |i| if i == 0 { &name[open.len_utf8()..] } else { &name[..i] });
        }
    }
    name
}

/// A name with an ending such as 下限, cut at the front where the two are too long.
pub fn with_ending(name: &str, ending: &str) -> String {
    shorten(name, LONGEST_NAME - ending.chars().count().min(LONGEST_NAME)) + ending
}

/// Whether a name has not too many characters; few have so many bytes.
fn is_short(name: &str) -> bool {
    name.len() <= LONGEST_NAME || name.chars().count() <= LONGEST_NAME
}

/// Cuts a long name at the front, at a joint if there is one.
fn shorten(name: &str, longest: usize) -> String {
    let count = name.chars().count();
    if count <= longest {
        return name.to_string();
    }
    let start = name.char_indices().nth(count - longest).map_or(0, |(i, _)| i);
    let tail = &name[start..];
    let cut = tail
        .find(['的', '、'])
        .filter(|&i| i < tail.len() * 2 / 3)
        .map_or(tail, |i| tail[i..].trim_start_matches(['的', '、']));
    cut.to_string()
}

/// Whether a name can head a column: not empty, not too long, no clause.
pub fn is_valid(name: &str) -> bool {
    let han = chars::han_run(name.as_bytes()).len();
    let (mut count, mut lettered) = (han, han > 0);
    for c in name[3 * han..].chars() {
        count += 1;
        let letter = chars::is_han(c) || c.is_alphabetic();
        if !letter && matches!(c, '，' | '。' | '；' | ';' | '！' | '!' | '？' | '?' | '\n') {
            return false;
        }
        lettered |= letter;
    }
    lettered && (2..=LONGEST_NAME).contains(&count)
}
