//! Slots: the typed gaps of a rule's pattern, written out as an expression.
//!
//! In: a pattern and the [`TypeNames`]. Out: an expression over plain characters and placeholders (see
//! [`alphabet`](super::alphabet)) with a capture for each slot that the rule uses. Not here: compiling.
//!
//! ```text
//! slot   = "{" (name ":")? type ("|" type)* "}"
//! type   = dimension | dimension "*" | word class | named pattern
//!        | "period" | "zone" | "region" | "metric" | "name" | "quantity"
//!        | "np_before" | "np_after" | "np_head" | "np_list" | "zone_list" | "period_list" | "gap" ":" number
//! ```
//! Anything else is regex syntax with insignificant white space.

use std::cell::RefCell;
use std::ops::Range;

use super::alphabet::{MARKS, Placeholders};
use crate::mention::types::{TypeNames, Types};
use crate::rules::Pack;
use crate::suggest::nearest;
use crate::unit::Dimension;

const TEXT: char = Placeholders::TEXT;
/// The slots that stand for more than one mention.
const PHRASES: [&str; 6] = ["np_before", "np_after", "np_head", "np_list", "zone_list", "period_list"];

/// A pattern with its slots written out.
pub struct Expanded {
    /// The expression.
    pub source: String,
    /// Its captures, in order.
    pub names: Vec<String>,
    /// How many slots a hit must fill.
    pub slots: usize,
}

/// Writes the slots of patterns out.
pub struct Expander<'a> {
    types: &'a TypeNames,
    pack: &'a Pack,
    placeholders: RefCell<Placeholders>,
    /// What noun phrases are made of.
    phrase: Phrase,
}

/// Placeholders of the parts of noun phrases.
struct Phrase {
    noun: char,
    modifier: char,
    joint: char,
    possessive: char,
    opener: char,
    etc: char,
    head: char,
}

/// Where in the pattern, what is wrong, and what to do.
pub type SlotError = (usize, String, String);

impl<'a> Expander<'a> {
    /// Prepares the slots of a pack.
    pub fn new(pack: &'a Pack, types: &'a TypeNames) -> Expander<'a> {
        let words = &pack.lexicon.phrase;
        let mut placeholders = Placeholders::default();
        let mut of = |classes: &[String], more: Types| placeholders.of(types.union(classes) | more);
        let phrase = Phrase {
            noun: of(&words.noun, Types::METRIC | Types::NAME),
            modifier: of(&words.modifier, Types::NONE),
            joint: of(&words.joint, Types::NONE),
            possessive: of(&words.possessive, Types::NONE),
            opener: of(&words.opener, Types::NONE),
            etc: of(&words.etc, Types::NONE),
            head: of(&words.head, Types::METRIC),
        };
        Expander { types, pack, placeholders: RefCell::new(placeholders), phrase }
    }

    /// The placeholders that the expanded patterns hold.
    pub fn placeholders(self) -> Placeholders {
        self.placeholders.into_inner()
    }

    /// Writes the slots of a pattern out; those in `used` are captured.
    ///
    /// # Errors
    /// An unknown slot, or one that stands twice.
    pub fn expand(&self, pattern: &str, used: &[String]) -> Result<Expanded, SlotError> {
        let mut expanded = Expanded { source: String::new(), names: Vec::new(), slots: 0 };
        self.expand_into(pattern, used, &mut expanded, 0)?;
        // in the order of the captures; a group with a name of its own is a slot too: (?P<m>{np_before}?{ratio})
        let groups = expanded.source.split("(?P<").skip(1).filter_map(|rest| rest.split_once('>'));
        expanded.names = groups.map(|(name, _)| name.to_string()).collect();
        Ok(expanded)
    }

    fn expand_into(&self, pattern: &str, used: &[String], out: &mut Expanded, depth: usize) -> Result<(), SlotError> {
        let mut at = 0;
        for slot in slot_ranges(pattern) {
            out.source.push_str(&pattern[at..slot.start]);
            at = slot.end;
            let inner = &pattern[slot.start + 1..slot.end - 1];
            let (name, kind) = inner.split_once(':').unwrap_or((inner, inner));
            if name == "gap" {
                out.source.push_str(&self.gap(kind).ok_or_else(|| {
                    (slot.start, format!("{{{inner}}}: a gap is at most 20 characters"), "write {gap:4}".into())
                })?);
                continue;
            }
            let name = name.trim_end_matches('*');
            if let Some(named) = self.pack.lexicon.pattern.get(kind).filter(|_| depth < 4) {
                let capture = used.iter().any(|u| u == name) && depth == 0;
                self.open(name, capture, out);
                self.expand_into(named.get_ref(), &[], out, depth + 1)
                    .map_err(|(_, message, hint)| (slot.start, message, hint))?;
                out.source.push(')');
                continue;
            }
            let class = self.class(kind).map_err(|hint| (slot.start, format!("unknown slot {{{inner}}}"), hint))?;
            let capture = used.iter().any(|u| u == name) && depth == 0;
            if capture && out.names.iter().any(|n| n == name) {
                return Err((
                    slot.start,
                    format!("slot {{{name}}} stands twice"),
                    "give one of them another name, such as {b:count}".into(),
                ));
            }
            if !capture && class.chars().count() == 1 {
                out.source.push_str(&class);
                continue;
            }
            self.open(name, capture, out);
            out.source.push_str(&class);
            out.source.push(')');
        }
        if depth == 0 {
            let named = |kind: &str| self.pack.lexicon.pattern.contains_key(kind) || kind.parse::<u32>().is_ok();
            out.slots = required_slots(pattern, &named);
        }
        out.source.push_str(&pattern[at..]);
        Ok(())
    }

    fn open(&self, name: &str, capture: bool, out: &mut Expanded) {
        if capture {
            out.source.push_str(&format!("(?P<{name}>"));
            out.names.push(name.to_string());
        } else {
            out.source.push_str("(?:");
        }
    }

    /// The expression of a slot's type.
    fn class(&self, kind: &str) -> Result<String, String> {
        match kind {
            "np_before" => return Ok(self.np_before()),
            "np_after" => return Ok(self.np_after()),
            "np_head" => return Ok(self.np_head()),
            "np_list" => return Ok(self.np_list()),
            "zone_list" => return Ok(self.list_of(Types::ZONE)),
            "period_list" => return Ok(self.list_of(Types::PERIOD)),
            _ => {}
        }
        let mut types = Types::NONE;
        for name in kind.split('|') {
            let name = name.trim();
            match name {
                "quantity" => {
                    types |= Dimension::ALL.iter().map(|&(d, _)| Types::of(d)).fold(Types::NONE, |a, b| a | b)
                }
                "quantity*" => {
                    types |= Dimension::ALL.iter().map(|&(d, _)| Types::list_of(d)).fold(Types::NONE, |a, b| a | b)
                }
                _ => {
                    types |= self.types.type_named(name).map_err(|meant| {
                        meant.map_or_else(
                            || "see `shishu rules schema` for the slots".into(),
                            |m| format!("did you mean {{{m}}}?"),
                        )
                    })?
                }
            }
        }
        Ok(self.placeholder(types).to_string())
    }

    /// The first part of a slot's type that nothing is called by, and the name that was probably meant.
    pub fn unknown_part<'k>(&self, kind: &'k str) -> Option<(&'k str, Option<String>)> {
        if self.pack.lexicon.pattern.contains_key(kind) || PHRASES.contains(&kind) {
            return None;
        }
        let known = |part: &str| matches!(part, "quantity" | "quantity*") || self.types.type_named(part).is_ok();
        let part = kind.split('|').map(str::trim).find(|part| !known(part))?;
        let names = self.known();
        Some((part, nearest(part, names.iter().map(String::as_str)).map(String::from)))
    }

    /// The names that may stand in a slot, in order: types, phrases, word classes, named patterns.
    pub fn known(&self) -> Vec<String> {
        let dimensions = Dimension::ALL.iter().flat_map(|(_, name)| [name.to_string(), format!("{name}*")]);
        let fixed = ["quantity", "quantity*", "period", "zone", "parks", "region", "metric", "name"];
        let lexicon = self.pack.lexicon.class.keys().chain(self.pack.lexicon.pattern.keys()).cloned();
        fixed.into_iter().chain(PHRASES).map(String::from).chain(dimensions).chain(lexicon).collect()
    }

    fn placeholder(&self, types: Types) -> char {
        self.placeholders.borrow_mut().of(types)
    }

    fn np_before(&self) -> String {
        let Phrase { noun, modifier, joint, possessive, opener, .. } = self.phrase;
        format!("{opener}*(?:[{TEXT}{noun}{modifier}][{TEXT}{noun}{modifier}{joint}{possessive}、]*)?[{TEXT}{noun}]")
    }

    fn np_after(&self) -> String {
        let Phrase { noun, modifier, joint, etc, .. } = self.phrase;
        format!("{modifier}*[{TEXT}{noun}]+(?:[、{joint}{etc}]{modifier}*[{TEXT}{noun}]+)*")
    }

    /// A phrase after a number that ends with a known noun.
    fn np_head(&self) -> String {
        let Phrase { noun, modifier, head, .. } = self.phrase;
        format!("{modifier}*[{TEXT}{noun}]*{head}")
    }

    fn np_list(&self) -> String {
        let Phrase { noun, modifier, joint, possessive, .. } = self.phrase;
        let item = format!("(?:(?:[{TEXT}{noun}{modifier}][{TEXT}{noun}{modifier}{possessive}]*)?[{TEXT}{noun}])");
        format!("{item}(?:[、{joint}]{item})+")
    }

    fn list_of(&self, types: Types) -> String {
        let (item, joint) = (self.placeholder(types), self.phrase.joint);
        format!("{item}(?:[、{joint}]{item})+")
    }

    /// Up to so many characters of anything but marks, numbers, times, places and the words that bound a fact (分别, 比, 不).
    fn gap(&self, longest: &str) -> Option<String> {
        let longest: u32 = longest.trim().parse().ok().filter(|n| (1..=20).contains(n))?;
        let quantities =
            Dimension::ALL.iter().map(|&(d, _)| Types::of(d) | Types::list_of(d)).fold(Types::NONE, |a, b| a | b);
        let bounds = self.types.union(&self.pack.lexicon.phrase.bound);
        let stop = self.placeholder(quantities | bounds | Types::PERIOD | Types::ZONE | Types::REGION);
        Some(format!("[^{MARKS}{stop}]{{0,{longest}}}?"))
    }
}

/// The slots of a pattern: braces that begin with a letter and belong to no `\p`, `\x` or `(?P`.
pub(super) fn slot_ranges(pattern: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (start, _) in pattern.match_indices('{') {
        if ranges.last().is_some_and(|before| start < before.end) {
            continue; // {a{b}
        }
        let escaped = pattern[..start].ends_with("\\p")
            || pattern[..start].ends_with("\\P")
            || pattern[..start].ends_with("\\x")
            || pattern[..start].ends_with('\\');
        let letter = pattern[start + 1..].starts_with(|c: char| c.is_alphabetic() || c == '_');
        if let (false, true, Some(len)) = (escaped, letter, pattern[start..].find('}')) {
            ranges.push(start..start + len + 1);
        }
    }
    ranges
}

/// How many slots a hit must fill: those that no ? or * follows, themselves or after a group around them. A pattern that
/// offers alternatives counts one of them; named patterns and gaps count nothing.
pub(super) fn required_slots(pattern: &str, named: &dyn Fn(&str) -> bool) -> usize {
    let kind = |slot: &Range<usize>| pattern[slot.start + 1..slot.end - 1].rsplit(':').next().unwrap_or_default();
    let slots = slot_ranges(pattern);
    let optional = |at: usize| pattern[at..].starts_with(['?', '*']);
    let mut groups: Vec<(usize, bool)> = vec![(0, false)];
    let mut at = 0;
    while at < pattern.len() {
        if let Some(slot) = slots.iter().find(|s| s.start == at) {
            at = slot.end;
            if let Some((count, alternatives)) = groups.last_mut().filter(|_| !optional(at) && !named(kind(slot))) {
                *count = if *alternatives { (*count).max(1) } else { *count + 1 };
            }
            continue;
        }
        match pattern.as_bytes()[at] {
            b'(' => groups.push((0, false)),
            b'|' => groups.iter_mut().rev().take(1).for_each(|g| *g = (g.0.min(1), true)),
            b')' if groups.len() > 1 => {
                let (count, _) = groups.pop().unwrap_or_default();
                if let Some(outer) = groups.last_mut().filter(|_| !optional(at + 1)) {
                    outer.0 += count;
                }
            }
            _ => {}
        }
        at += 1;
    }
    groups.first().map_or(0, |g| g.0)
}
