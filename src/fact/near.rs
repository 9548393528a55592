//! Near misses: how far a rule got that did not take a number; for `explain`.
//!
//! In: the patterns as their authors wrote them, a sentence, and the numbers in it that no rule took. Out: [`Stop`]s, the
//! rules that came closest to each, with the part of the pattern that matched and the part that did not. A pattern is cut into
//! its elements, and each of its beginnings is compiled as if it were a rule of its own, in an alphabet of their own. The
//! longest beginning that reaches a number tells where the rule stopped. Not here: rules that matched (see [`super::Hit`]).
//!
//! ```text
//! element = (slot | "(" … ")" | "[" … "]" | "\" escape | character) repeat?
//! repeat  = ("?" | "*" | "+" | "{" digits … "}") "?"?
//! ```
//! A pattern with a | outside brackets has no beginnings.

use std::cmp::Reverse;
use std::ops::Range;

use super::Hit;
use super::mask::Masked;
use super::pattern::Patterns;
use super::slot::{required_slots, slot_ranges};
use crate::mention::Mention;
use crate::mention::types::Types;
use crate::mention::vocabulary::Vocabulary;
use crate::rules::Pack;
use crate::sentence;
use crate::span::Span;
use crate::unit::Dimension;

/// How many near misses are told of one number.
const MOST: usize = 3;

/// Where a rule stopped before it took a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stop {
    /// The number, by its place among the mentions.
    pub mention: usize,
    /// The id of the rule.
    pub rule: String,
    /// The part of its pattern that matched.
    pub matched: String,
    /// What of the text matched it; where it ends, the rule stopped.
    pub reached: Span,
    /// The next part of its pattern that something must match.
    pub wanted: String,
    /// How many of the slots that must be filled were filled,
    pub met: usize,
    /// and how many there are.
    pub slots: usize,
}

/// Probes sentences for near misses.
#[derive(Debug, Default)]
pub struct Prober {
    /// The beginnings, by rule, longest first; compiled as rules of the same number.
    beginnings: Vec<Beginning>,
    patterns: Option<Patterns>,
    joint: Types,
    /// The number of the one rule that is asked about: then any beginning of it is worth telling.
    single: Option<usize>,
    /// A beginning that ends anywhere before a number is worth telling too.
    anywhere: bool,
}

/// A beginning of a rule's pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Beginning {
    rule: String,
    matched: String,
    wanted: String,
    /// The next slot that must be filled asks for a number.
    before_number: bool,
    met: usize,
    slots: usize,
}

impl Prober {
    /// Cuts and compiles the rules of a pack, or one of them. The pack is one that compiles.
    pub fn new(pack: &Pack, vocabulary: &Vocabulary, only: Option<&str>) -> Prober {
        let single = only.and_then(|id| pack.facts.iter().position(|rule| rule.fact.id.get_ref() == id));
        let named = |kind: &str| pack.lexicon.pattern.contains_key(kind) || kind.parse::<u32>().is_ok();
        let mut beginnings = Vec::new();
        let mut pieces = Pack { lexicon: pack.lexicon.clone(), ..Pack::default() };
        for rule in pack.facts.iter().filter(|rule| only.is_none_or(|id| id == rule.fact.id.get_ref())) {
            for beginning in cut(rule.fact.id.get_ref(), rule.fact.pattern.get_ref(), &named) {
                let mut piece = rule.clone();
                piece.fact.pattern.get_mut().clone_from(&beginning.matched);
                piece.fact.emit.clear();
                piece.fact.absorb.clear();
                pieces.facts.push(piece);
                beginnings.push(beginning);
            }
        }
        let patterns = Patterns::new(&pieces, vocabulary).ok();
        let joint = vocabulary.types.union(&pack.lexicon.phrase.joint);
        Prober { beginnings, patterns, joint, single, anywhere: false }
    }

    /// Also tells of rules that stopped some way before a number.
    pub fn anywhere(self) -> Prober {
        Prober { anywhere: true, ..self }
    }

    /// The rules that came close to the numbers of a sentence that none took, for each number the closest first. `hits` are
    /// those that matched.
    pub fn stops(&self, text: &str, sentence: Span, mentions: &[Mention], hits: &[Hit]) -> Vec<Stop> {
        let open = self.open(mentions, hits);
        let Some(patterns) = self.patterns.as_ref().filter(|_| !open.is_empty()) else { return Vec::new() };
        let brackets = sentence::brackets(text, sentence);
        let masked = Masked::new(text, (sentence, &brackets), mentions, &patterns.alphabet, self.joint);
        let mut stops: Vec<Stop> = Vec::new();
        for hit in patterns.set.matches(&masked.text) {
            let beginning = &self.beginnings[hit];
            for range in patterns.rules[hit].regex().into_iter().flat_map(|regex| regex.find_iter(&masked.text)) {
                let (reached, behind) = (masked.source(range.range()), masked.mentions(range.range()));
                let before = |m: usize| self.anywhere && beginning.met > 0 && reached.end <= mentions[m].span.start;
                let reaches = |m: usize| reaches(text, beginning, reached, &behind, m, mentions) || before(m);
                for &mention in open.iter().filter(|&&m| reaches(m)) {
                    stops.push(beginning.stop(mention, reached));
                }
            }
        }
        self.closest(stops)
    }

    /// The numbers that no rule took, or that the one rule did not take.
    fn open(&self, mentions: &[Mention], hits: &[Hit]) -> Vec<usize> {
        let takes = |hit: &Hit, m: usize| match self.single {
            Some(rule) => hit.rule == rule && hit.claims.contains(&m),
            None => hit.won && (hit.claims.contains(&m) || hit.named.contains(&m)),
        };
        let amount = |m: usize| mentions[m].quantity().is_some_and(|quantity| quantity.aside.is_none());
        (0..mentions.len()).filter(|&m| amount(m) && !hits.iter().any(|hit| takes(hit, m))).collect()
    }

    /// For each number the longest beginning of each rule, and of those the closest to the whole rule.
    fn closest(&self, mut stops: Vec<Stop>) -> Vec<Stop> {
        let mut kept: Vec<Stop> = Vec::new();
        stops.retain(|stop| self.single.is_some() || stop.met * 2 >= stop.slots); // a sort that is stable keeps the longest first
        stops.sort_by_key(|stop| (stop.mention, Reverse(stop.met * 1000 / stop.slots.max(1)), Reverse(stop.met)));
        for stop in stops {
            let mut same = kept.iter().rev().take_while(|other| other.mention == stop.mention);
            let (count, known) = (same.clone().count(), same.any(|other| other.rule == stop.rule));
            if count < MOST && !known {
                kept.push(stop);
            }
        }
        kept
    }
}

/// Whether a match of a beginning covers a number, or ends right before it where the rule wants one.
fn reaches(
    text: &str,
    beginning: &Beginning,
    reached: Span,
    behind: &Range<usize>,
    mention: usize,
    mentions: &[Mention],
) -> bool {
    let start = mentions[mention].span.start;
    let touches = || text.get(reached.end..start).is_some_and(|between| between.trim().is_empty());
    behind.contains(&mention) || beginning.before_number && !reached.is_empty() && touches()
}

impl Beginning {
    fn stop(&self, mention: usize, reached: Span) -> Stop {
        let Beginning { rule, matched, wanted, met, slots, .. } = self.clone();
        Stop { mention, rule, matched, reached, wanted, met, slots }
    }
}

/// The beginnings of a pattern, the longest first; none is the whole of it.
fn cut(rule: &str, pattern: &str, named: &dyn Fn(&str) -> bool) -> Vec<Beginning> {
    let elements = elements(pattern);
    let filled: Vec<usize> = elements.iter().map(|e| required_slots(&pattern[e.clone()], named)).collect();
    let beginning = |count: usize| {
        let after = filled[count..].iter().position(|&slots| slots > 0).map_or(elements.len(), |at| count + at + 1);
        let wanted = elements[count].start..elements[after - 1].end;
        let last = &pattern[elements[after - 1].clone()];
        Beginning {
            rule: rule.to_string(),
            matched: pattern[..elements[count - 1].end].trim().to_string(),
            wanted: pattern[wanted].trim().to_string(),
            before_number: asks_number(last),
            met: filled[..count].iter().sum(),
            slots: filled.iter().sum(),
        }
    };
    (1..elements.len()).rev().map(beginning).filter(|beginning| beginning.met > 0).collect()
}

/// Whether a slot of an element asks for a number.
fn asks_number(element: &str) -> bool {
    let number = |kind: &str| {
        let kind = kind.trim().trim_end_matches('*');
        kind == "quantity" || Dimension::ALL.iter().any(|(_, name)| *name == kind)
    };
    slot_ranges(element).into_iter().any(|slot| {
        let inner = element[slot].trim_matches(['{', '}']);
        inner.rsplit(':').next().is_some_and(|kinds| kinds.split('|').any(number))
    })
}

/// The elements of a pattern, in order.
fn elements(pattern: &str) -> Vec<Range<usize>> {
    let mut elements = Vec::new();
    let mut at = 0;
    while let Some(c) = pattern[at..].chars().next() {
        let end = at
            + match c {
                '#' => {
                    at += pattern[at..].find('\n').unwrap_or(pattern.len() - at);
                    continue;
                }
                '|' => return std::iter::once(0..pattern.len()).collect(),
                '(' | '[' => bracket(&pattern[at..]),
                '{' => pattern[at..].find('}').map_or(1, |close| close + 1),
                '\\' => escape(&pattern[at..]),
                _ => c.len_utf8(),
            };
        if c.is_whitespace() {
            at = end;
            continue;
        }
        let end = end + repeat(&pattern[end..]);
        elements.push(at..end);
        at = end;
    }
    elements
}

/// How long a bracket is, with all that it holds.
fn bracket(text: &str) -> usize {
    let (mut depth, mut class, mut at) = (0usize, 0usize, 0);
    while let Some(c) = text[at..].chars().next() {
        at += if c == '\\' { escape(&text[at..]) } else { c.len_utf8() };
        match c {
            '[' => class += 1,
            ']' => class = class.saturating_sub(1),
            '(' if class == 0 => depth += 1,
            ')' if class == 0 => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && class == 0 {
            return at;
        }
    }
    text.len()
}

/// How long an escape is: `\d`, `\p{Han}`.
fn escape(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    let Some((at, c)) = chars.next() else { return text.len() };
    let braced = matches!(c, 'p' | 'P' | 'x' | 'u' | 'U') && chars.next().is_some_and(|(_, c)| c == '{');
    let close = if braced { text.find('}') } else { None };
    close.map_or(at + c.len_utf8(), |close| close + 1)
}

/// How long the repetition is that a text begins with; none is 0.
fn repeat(text: &str) -> usize {
    let counted = text.strip_prefix('{').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let first = match counted {
        Some(rest) => rest.find('}').map_or(0, |close| close + 2),
        None => usize::from(text.starts_with(['?', '*', '+'])),
    };
    first + usize::from(first > 0 && text[first..].starts_with('?'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_cut_between_their_elements() {
        let cases: &[(&str, &[&str])] = &[
            ("{m:np_before}{link}{v:money|count}", &["{m:np_before}", "{link}", "{v:money|count}"]),
            ("(?:{a}|{b}])?了{2,3}?[（(]*", &["(?:{a}|{b}])?", "了{2,3}?", "[（(]*"]),
            (
                "(?P<m>{np_before}?{ratio}) {gap:4}?\\p{Han}+\\.",
                &["(?P<m>{np_before}?{ratio})", "{gap:4}?", "\\p{Han}+", "\\."],
            ),
            ("{a} # {b}\n 达?", &["{a}", "达?"]),
            ("[[甲-乙]&&[^\\]]]{v:count}", &["[[甲-乙]&&[^\\]]]", "{v:count}"]),
            ("{a}|{b}", &["{a}|{b}"]),
            ("", &[]),
        ];
        for (pattern, parts) in cases {
            let found: Vec<&str> = elements(pattern).into_iter().map(|range| &pattern[range]).collect();
            assert_eq!(found, *parts, "{pattern}");
        }
        for broken in ["(", "[", "{", "\\", "a{2", "(?:[)", "\\p{", "\\p", "(\\"] {
            assert_eq!(elements(broken).last().map(|range| range.end), Some(broken.len()), "{broken}");
        }
    }

    #[test]
    fn a_beginning_tells_what_must_come_next() {
        let found = cut("rule", "{m:np_before}{link}{v:money}[，,]?{rise}{d:percent}", &|kind| kind == "link");
        let told: Vec<(&str, &str, bool, usize)> =
            found.iter().map(|b| (b.matched.as_str(), b.wanted.as_str(), b.before_number, b.met)).collect();
        let all = [
            ("{m:np_before}{link}{v:money}[，,]?{rise}", "{d:percent}", true, 3),
            ("{m:np_before}{link}{v:money}[，,]?", "{rise}", false, 2),
            ("{m:np_before}{link}{v:money}", "[，,]?{rise}", false, 2),
            ("{m:np_before}{link}", "{v:money}", true, 1),
            ("{m:np_before}", "{link}{v:money}", true, 1),
        ];
        assert_eq!(told, all);
        assert!(found.iter().all(|b| b.slots == 4));
        assert!(cut("rule", "{v:count}", &|_| false).is_empty());
    }
}
