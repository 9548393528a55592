//! Patterns: the rules of a pack as regular expressions over masked sentences.
//!
//! In: fact rules and the [`Vocabulary`]. Out: [`Patterns`], one regex a rule with a capture for each slot that its rows use,
//! and a set that tells in one pass which rules hit. Not here: masking and matching.
//!
//! ```text
//! slot   = "{" (name ":")? type ("|" type)* "}"
//! type   = dimension | dimension "*" | word class | named pattern
//!        | "period" | "zone" | "region" | "metric" | "name" | "quantity"
//!        | "np_before" | "np_after" | "gap" ":" number
//! ```
//! Anything else is regex syntax with insignificant white space.

use once_cell::sync::OnceCell;
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::mention::vocabulary::{Types, Vocabulary};
use crate::rules::error::{RuleError, RuleErrors};
use crate::rules::files::{Emit, PhraseFile};
use crate::rules::{FactRule, Pack};
use crate::unit::Dimension;

/// The first of the characters that stand for mentions (plane 15).
pub const FIRST_MASK: u32 = 0xF_0000;
/// Marks that end a noun phrase.
const MARKS: &str = "，。；：、！？,;:!?…|\\s";
/// The most states of one rule's automaton; a pattern over it is an error of its file.
const SIZE_LIMIT: usize = 4 << 20;
/// The lazy automaton of the whole set: at the default of 2 MiB, a few hundred similar rules run hundreds of times slower.
const SET_CACHE: usize = 32 << 20;

/// A compiled rule.
#[derive(Debug)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// The rows it gives.
    pub emit: Vec<Emit>,
    /// Slots whose numbers give no row.
    pub absorb: Vec<String>,
    /// The slots that its rows use, in the order of their captures.
    pub names: Vec<String>,
    /// How many slots it has that a known word or a number must fill.
    pub slots: usize,
    /// Whether a hit may claim more than one number.
    pub claims_several: bool,
    source: String,
    regex: OnceCell<Option<Regex>>,
}

impl Rule {
    /// The expression, with a capture for every slot by its name. Compiled on first use: a page needs a third of the rules,
    /// and compiling all of them took 40 % of the start-up.
    pub fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compiled(&self.source).ok()).as_ref()
    }
}

fn compiled(source: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(source).size_limit(SIZE_LIMIT).build()
}

/// All rules, compiled.
#[derive(Debug)]
pub struct Patterns {
    /// The rules in the order of their files.
    pub rules: Vec<Rule>,
    /// Which rules hit.
    pub set: RegexSet,
    /// The words that names of metrics are freed of.
    pub phrase: PhraseFile,
    masks: HashMap<Types, char>, // looked up only, never iterated
    literals: Vec<char>,
}

/// Stands in the masked sentence for every plain character that no pattern names, so that the automata see a small alphabet.
/// It is a Han character itself ("some"), so `.` and `\\p{Han}` mean what they say.
const FILLER: char = '某';

impl Patterns {
    /// Compiles the rules of a pack.
    ///
    /// # Errors
    /// Every unknown slot, bad regular expression and row whose slot its pattern lacks.
    pub fn new(pack: &Pack, vocabulary: &Vocabulary) -> Result<Patterns, RuleErrors> {
        let sets = vocabulary.type_sets();
        let masks: HashMap<Types, char> = sets
            .iter()
            .enumerate()
            .filter_map(|(i, &types)| Some((types, char::from_u32(FIRST_MASK + i as u32)?)))
            .collect();
        let expander = Expander {
            literals: literal_characters(pack),
            vocabulary,
            sets: &sets,
            pack,
            noun: Types::NONE,
            modifier: Types::NONE,
            joint: Types::NONE,
            possessive: Types::NONE,
            etc: Types::NONE,
        }
        .with_phrase();
        let mut errors = Vec::new();
        let mut rules = Vec::new();
        let mut sources = Vec::new();
        for rule in &pack.facts {
            match compile(rule, &expander) {
                Ok((compiled, source)) => {
                    rules.push(compiled);
                    sources.push(source);
                }
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(RuleErrors(errors));
        }
        let set = RegexSetBuilder::new(&sources).size_limit(256 << 20).dfa_size_limit(SET_CACHE).build();
        let set = set.map_err(|error| uncompiled(pack, &rules, &error))?;
        let literals = expander.literals.clone();
        Ok(Patterns { rules, set, phrase: pack.lexicon.phrase.clone(), masks, literals })
    }

    /// What stands in the masked sentence for a plain character: itself where a pattern may name it, else a filler.
    pub fn plain(&self, c: char) -> char {
        if c.is_ascii() || self.literals.binary_search(&c).is_ok() { c } else { FILLER }
    }

    /// The character that stands for a mention of these types.
    pub fn mask(&self, types: Types) -> char {
        self.masks.get(&types).copied().unwrap_or('\u{FFFD}')
    }
}

/// All characters beyond ASCII that a pattern of the pack names: the masked sentence keeps them.
fn literal_characters(pack: &Pack) -> Vec<char> {
    let patterns =
        pack.facts.iter().map(|f| f.fact.pattern.get_ref()).chain(pack.lexicon.pattern.values().map(|p| p.get_ref()));
    let mut characters: Vec<char> =
        patterns.flat_map(|p| p.chars()).chain(MARKS.chars()).filter(|c| !c.is_ascii()).collect();
    characters.sort_unstable();
    characters.dedup();
    characters
}

fn compile(rule: &FactRule, expander: &Expander) -> Result<(Rule, String), RuleError> {
    let pattern = rule.fact.pattern.get_ref();
    let used = used_slots(rule);
    let expanded = expander.expand(pattern, &used).map_err(|(at, message, hint)| at_offset(rule, at, message, hint))?;
    let source = format!("(?x){}", expanded.source);
    let bound = |slot: &str| matches!(slot, "carry" | "last") || expanded.names.iter().any(|name| name == slot);
    if let Some(slot) = used.iter().find(|slot| !bound(slot)) {
        let hint = format!("write {{{slot}}} in `match`, or a slot that is there: {}", expanded.names.join(", "));
        return Err(at_offset(rule, 0, format!("a row uses {{{slot}}}, which the pattern does not bind"), hint));
    }
    let emit = rule.fact.emit.iter().map(|e| e.get_ref().clone()).collect();
    Ok((
        Rule {
            id: rule.fact.id.get_ref().clone(),
            emit,
            absorb: rule.fact.absorb.clone(),
            names: expanded.names,
            slots: expanded.slots,
            claims_several: claims_several(rule),
            source: source.clone(),
            regex: OnceCell::new(),
        },
        source,
    ))
}

/// Which rules the set could not be compiled for.
fn uncompiled(pack: &Pack, rules: &[Rule], whole: &regex::Error) -> RuleErrors {
    let failed = pack.facts.iter().zip(rules).filter_map(|(rule, compiled_rule)| {
        let error = compiled(&compiled_rule.source).err()?;
        Some(at_offset(rule, 0, format!("the pattern does not compile: {}", last_line(&error)), String::new()))
    });
    let mut errors: Vec<RuleError> = failed.collect();
    if errors.is_empty() {
        let message = format!("the rules together are too large: {whole}");
        errors.push(RuleError { file: "facts".into(), message, ..RuleError::default() });
    }
    RuleErrors(errors)
}

fn last_line(error: &regex::Error) -> String {
    error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_string()
}

fn at_offset(rule: &FactRule, at: usize, message: String, hint: String) -> RuleError {
    let before = rule.fact.pattern.get_ref().get(..at).unwrap_or("");
    let lines = before.matches('\n').count();
    let column = before.rfind('\n').map_or(before, |i| &before[i + 1..]).chars().count();
    RuleError {
        file: rule.origin.file.clone(),
        line: rule.origin.line + lines,
        column: if lines == 0 { rule.origin.column + 1 + column } else { column + 1 },
        rule: rule.fact.id.get_ref().clone(),
        message,
        hint,
        ..RuleError::default()
    }
}

/// Whether a hit of a rule may claim more than one number: several values, a list, or a number that it absorbs.
fn claims_several(rule: &FactRule) -> bool {
    let mut values: Vec<&str> = rule.fact.emit.iter().map(|e| e.get_ref().value.as_str()).collect();
    values.extend(rule.fact.absorb.iter().map(String::as_str));
    values.sort_unstable();
    values.dedup();
    values.len() > 1 || values.iter().any(|value| value.contains('*'))
}

/// The slots that the rows and `absorb` name.
fn used_slots(rule: &FactRule) -> Vec<String> {
    let mut used: Vec<String> = rule.fact.absorb.clone();
    for emit in &rule.fact.emit {
        let emit = emit.get_ref();
        used.extend(template(&emit.metric).into_iter().filter_map(|piece| piece.slot().map(String::from)));
        for slot in
            [Some(&emit.value), emit.sign.as_ref(), emit.period.as_ref(), emit.zone.as_ref()].into_iter().flatten()
        {
            used.extend(template(slot).into_iter().filter_map(|piece| piece.slot().map(String::from)));
        }
    }
    used.iter_mut().for_each(|slot| *slot = slot.trim_end_matches('*').to_string());
    used.sort();
    used.dedup();
    used
}

/// A piece of a template such as `{metric}增速`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text as it stands.
    Text(String),
    /// The text of a slot.
    Slot(String),
}

impl Piece {
    /// The slot's name, if it is one.
    pub fn slot(&self) -> Option<&str> {
        match self {
            Piece::Slot(name) => Some(name),
            Piece::Text(_) => None,
        }
    }
}

/// Splits a template at its slots.
pub fn template(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, slot, after)) =
        rest.split_once('{').and_then(|(before, tail)| tail.split_once('}').map(|(slot, after)| (before, slot, after)))
    {
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_string()));
        }
        pieces.push(Piece::Slot(slot.to_string()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_string()));
    }
    pieces
}

/// A pattern with its slots written out.
struct Expanded {
    source: String,
    names: Vec<String>,
    slots: usize,
}

struct Expander<'a> {
    literals: Vec<char>,
    vocabulary: &'a Vocabulary,
    sets: &'a [Types],
    pack: &'a Pack,
    noun: Types,
    modifier: Types,
    joint: Types,
    possessive: Types,
    etc: Types,
}

type SlotError = (usize, String, String);

impl Expander<'_> {
    fn with_phrase(mut self) -> Self {
        let phrase = &self.pack.lexicon.phrase;
        self.noun = self.vocabulary.union(&phrase.noun) | Types::METRIC | Types::NAME;
        self.modifier = self.vocabulary.union(&phrase.modifier);
        self.joint = self.vocabulary.union(&phrase.joint);
        self.etc = self.vocabulary.union(&phrase.etc);
        self.possessive = self.vocabulary.union(&phrase.possessive);
        self
    }

    fn expand(&self, pattern: &str, used: &[String]) -> Result<Expanded, SlotError> {
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
                    types |= self.vocabulary.type_named(name).map_err(|meant| {
                        meant.map_or_else(
                            || "see `shishu rules schema` for the slots".into(),
                            |m| format!("did you mean {{{m}}}?"),
                        )
                    })?
                }
            }
        }
        Ok(format!("[{}]", self.characters(types)))
    }

    /// All mask characters that share a type with these.
    fn characters(&self, types: Types) -> String {
        let text: String = self
            .sets
            .iter()
            .enumerate()
            .filter(|(_, set)| set.meets(types))
            .map(|(i, _)| format!("\\x{{{:X}}}", FIRST_MASK + i as u32))
            .collect();
        // a class of no characters at all
        if text.is_empty() { "\\x{10FFFD}".into() } else { text }
    }

    fn noun_class(&self) -> String {
        let literals: String = self.literals.iter().collect();
        format!("[[[!-~{FILLER}{literals}]--[{MARKS}]]{}]", self.characters(self.noun))
    }

    fn np_before(&self) -> String {
        let noun = self.noun_class();
        let modifier = self.characters(self.modifier);
        let joint = self.characters(self.joint | self.possessive);
        let opener = self.characters(self.vocabulary.union(&self.pack.lexicon.phrase.opener));
        format!("[{opener}]*(?:[{noun}{modifier}][{noun}{modifier}{joint}、]*)?{noun}")
    }

    fn np_after(&self) -> String {
        let noun = self.noun_class();
        let (modifier, joint) = (self.characters(self.modifier), self.characters(self.joint));
        let etc = self.characters(self.etc);
        format!("[{modifier}]*{noun}+(?:[、{joint}{etc}][{modifier}]*{noun}+)*")
    }

    /// A phrase after a number that ends with a known noun.
    fn np_head(&self) -> String {
        let noun = self.noun_class();
        let modifier = self.characters(self.modifier);
        let head = self.characters(self.vocabulary.union(&self.pack.lexicon.phrase.head) | Types::METRIC);
        format!("[{modifier}]*{noun}*[{head}]")
    }

    fn np_list(&self) -> String {
        let noun = self.noun_class();
        let (modifier, joint, possessive) =
            (self.characters(self.modifier), self.characters(self.joint), self.characters(self.possessive));
        let item = format!("(?:[{noun}{modifier}][{noun}{modifier}{possessive}]*)?{noun}");
        format!("(?:{item})(?:[、{joint}](?:{item}))+")
    }

    fn list_of(&self, types: Types) -> String {
        let (item, joint) = (self.characters(types), self.characters(self.joint));
        format!("[{item}](?:[、{joint}][{item}])+")
    }

    /// Up to so many characters of anything but marks, numbers, times, places and the words that bound a fact (分别, 比, 不).
    fn gap(&self, longest: &str) -> Option<String> {
        let longest: u32 = longest.trim().parse().ok().filter(|n| (1..=20).contains(n))?;
        let quantities =
            Dimension::ALL.iter().map(|&(d, _)| Types::of(d) | Types::list_of(d)).fold(Types::NONE, |a, b| a | b);
        let bounds = self.vocabulary.union(&self.pack.lexicon.phrase.bound);
        let stop = self.characters(quantities | bounds | Types::PERIOD | Types::ZONE | Types::REGION);
        Some(format!("[^{MARKS}{stop}]{{0,{longest}}}?"))
    }
}

/// The slots of a pattern: braces that begin with a letter and belong to no `\p`, `\x` or `(?P`.
fn slot_ranges(pattern: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for (start, _) in pattern.match_indices('{') {
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
fn required_slots(pattern: &str, named: &dyn Fn(&str) -> bool) -> usize {
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

/// Names of the patterns that a pack defines, for tools that show them.
pub fn named_patterns(pack: &Pack) -> BTreeMap<&str, &str> {
    pack.lexicon.pattern.iter().map(|(name, pattern)| (name.as_str(), pattern.get_ref().as_str())).collect()
}
