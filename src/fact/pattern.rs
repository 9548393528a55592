//! Patterns: the rules of a pack as regular expressions over masked sentences.
//!
//! In: fact rules and the [`Vocabulary`]. Out: [`Patterns`], one regex a rule with a capture for each slot that its rows use,
//! a set that tells which rules hit, and the alphabet of masked sentences. Not here: what slots are (see `slot`),
//! masking and matching.

use once_cell::sync::OnceCell;
use rayon::prelude::*;
use regex_automata::meta;
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::{Input, MatchKind, PatternSet};
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, ClassUnicodeRange, Hir, HirKind};
use regex_syntax::utf8::{Utf8Range, Utf8Sequences};
use std::collections::{BTreeMap, BTreeSet};

use super::alphabet::{Alphabet, FILLER, MARKS, Placeholders, captured, repeated};
use super::slot::{Expanded, Expander};
use crate::mention::types::TypeNames;
use crate::mention::vocabulary::Vocabulary;
use crate::rules::error::{RuleError, RuleErrors};
use crate::rules::files::{Emit, PhraseFile};
use crate::rules::{FactRule, Pack};

/// The most states of one rule's automaton; a pattern over it is an error of its file.
const SIZE_LIMIT: usize = 4 << 20;
/// So many parts may make that many states.
const LARGE: usize = 1000;
/// The most memory of a group's lazy automaton.
const GROUP_CACHE: usize = 2 << 20;

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
    /// The places among `names` of the slots whose numbers a hit claims.
    pub claims: Vec<usize>,
    /// Whether a hit may claim more than one number.
    pub claims_several: bool,
    /// What the metric of each row is made of.
    pub templates: Vec<Vec<Piece>>,
    /// The symbols in those slots.
    claimed: Symbols,
    expression: Hir,
    regex: OnceCell<Option<meta::Regex>>,
}

impl Rule {
    fn new(rule: &FactRule, expanded: Expanded, expression: Hir) -> Rule {
        let values = rule.fact.emit.iter().map(|emit| slot_name(&emit.get_ref().value));
        let slots = values.chain(rule.fact.absorb.iter().map(String::as_str));
        let slots: Vec<&str> = slots.collect();
        let mut claimed = Symbols::default();
        captures(&expression, &mut |name, inside| {
            if slots.contains(&name) {
                add_all(inside, &mut claimed);
            }
        });
        Rule {
            claimed,
            claims: slots.iter().filter_map(|slot| expanded.names.iter().position(|name| name == slot)).collect(),
            id: rule.fact.id.get_ref().clone(),
            emit: rule.fact.emit.iter().map(|e| e.get_ref().clone()).collect(),
            absorb: rule.fact.absorb.clone(),
            names: expanded.names,
            slots: expanded.slots,
            claims_several: claims_several(rule),
            templates: rule.fact.emit.iter().map(|e| template(&e.get_ref().metric)).collect(),
            expression,
            regex: OnceCell::new(),
        }
    }

    /// Whether a hit may claim one of some numbers, told by their symbols; it may do so in vain.
    pub(super) fn may_claim(&self, numbers: &Symbols) -> bool {
        meet(&self.claimed, numbers)
    }

    /// The expression, with a capture for every slot by its name. Compiled on first use: a page needs a third of the rules,
    /// and compiling all of them took 40 % of the start-up.
    pub fn regex(&self) -> Option<&meta::Regex> {
        self.regex.get_or_init(|| compiled(&self.expression).ok()).as_ref()
    }
}

fn compiled(expression: &Hir) -> Result<meta::Regex, Box<meta::BuildError>> {
    // nearly all is plain lazy automata: whole ones and literals to skip to took two thirds of the compiling and sped nothing up
    let config = meta::Config::new().nfa_size_limit(Some(SIZE_LIMIT)).dfa(false).auto_prefilter(false);
    meta::Regex::builder().configure(config).build_from_hir(&in_bytes(expression)).map_err(Box::new)
}

/// Symbols by the last eight bits of their code point: a test for one may say yes for another, never no for its own.
pub(super) type Symbols = [u64; 4];

/// Tells which rules may hit. One automaton for all rules makes a new state for nearly every sentence of a page that is not like the
/// last one (four fifths of the time on real pages, twenty times as much with 500 more rules), so rules that need the same
/// symbols have one of their own, compiled and run only where these symbols stand. A rule that is alone in that has none: its own
/// search tells as soon, and is left out where other rules have taken all numbers, which saves a third of the searches.
#[derive(Debug)]
pub struct RuleSet {
    /// All that groups need, asked once of a sentence.
    needs: Vec<Symbols>,
    /// Side by side those with one rarest need, and that need.
    groups: Vec<(Option<usize>, Vec<Group>)>,
}

/// Rules that need the same symbols.
#[derive(Debug)]
struct Group {
    /// A sentence that one of them matches holds one of each of these, by their numbers in the set, the rarest first.
    needs: Vec<usize>,
    rules: Vec<usize>,
    /// Those of the rules, where they are several.
    expressions: Vec<Hir>,
    automaton: OnceCell<Option<meta::Regex>>,
}

impl RuleSet {
    fn new(rules: &[Rule]) -> RuleSet {
        let mut groups: BTreeMap<Vec<Symbols>, Vec<usize>> = BTreeMap::new();
        for (index, rule) in rules.iter().enumerate() {
            groups.entry(needs(&rule.expression)).or_default().push(index);
        }
        let known: BTreeSet<Symbols> = groups.keys().flatten().copied().collect();
        let known: Vec<Symbols> = known.into_iter().collect();
        let group = |(needs, members): (Vec<Symbols>, Vec<usize>)| {
            let needs = needs.iter().filter_map(|need| known.binary_search(need).ok()).collect();
            let shared = members.iter().filter(|_| members.len() > 1);
            let expressions = shared.map(|&rule| rules[rule].expression.clone()).collect();
            Group { needs, rules: members, expressions, automaton: OnceCell::new() }
        };
        let mut families: Vec<(Option<usize>, Vec<Group>)> = Vec::new();
        for group in groups.into_iter().map(group) {
            match families.last_mut().filter(|(rarest, _)| *rarest == group.needs.first().copied()) {
                Some((_, side)) => side.push(group),
                None => families.push((group.needs.first().copied(), vec![group])),
            }
        }
        RuleSet { needs: known, groups: families }
    }

    /// The numbers of the rules that may hit, in order; all others do not.
    pub fn matches(&self, masked: &str) -> Vec<usize> {
        let mut present = Symbols::default();
        masked.chars().for_each(|c| add(&mut present, c));
        let mut hits = Vec::with_capacity(32);
        let met: Vec<bool> = self.needs.iter().map(|need| meet(need, &present)).collect();
        for (_, groups) in self.groups.iter().filter(|(rarest, _)| rarest.is_none_or(|need| met[need])) {
            let open = groups.iter().filter(|group| group.needs.iter().all(|&need| met[need]));
            open.for_each(|group| group.matches(masked, &mut hits));
        }
        hits.sort_unstable();
        hits
    }
}

impl Group {
    fn matches(&self, masked: &str, hits: &mut Vec<usize>) {
        if let [rule] = self.rules[..] {
            hits.push(rule);
            return;
        }
        let Some(automaton) = self.automaton.get_or_init(|| compiled_set(&self.expressions)) else { return };
        let mut found = PatternSet::new(automaton.pattern_len());
        automaton.which_overlapping_matches(&Input::new(masked), &mut found);
        hits.extend(found.iter().map(|id| self.rules[id.as_usize()]));
    }
}

fn compiled_set(expressions: &[Hir]) -> Option<meta::Regex> {
    let config = meta::Config::new()
        .match_kind(MatchKind::All)
        .which_captures(WhichCaptures::None)
        .nfa_size_limit(Some(256 << 20))
        .dfa(false)
        .auto_prefilter(false)
        .hybrid_cache_capacity(GROUP_CACHE);
    let expressions: Vec<Hir> = expressions.iter().map(in_bytes).collect();
    meta::Regex::builder().configure(config).build_many_from_hir(&expressions).ok()
}

/// The same expression with classes of bytes: what the compiler prepares for classes of characters took more time than all the
/// rest of compiling a rule, 23 of 170 million instructions of the start-up.
fn in_bytes(expression: &Hir) -> Hir {
    match expression.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges().iter().flat_map(|range| Utf8Sequences::new(range.start(), range.end()));
            let (single, several): (Vec<_>, Vec<_>) = ranges.partition(|bytes| bytes.len() == 1);
            let class = |bytes: &[Utf8Range]| {
                let ranges = bytes.iter().map(|range| ClassBytesRange::new(range.start, range.end));
                Hir::class(Class::Bytes(ClassBytes::new(ranges)))
            };
            let single: Vec<Utf8Range> = single.iter().flat_map(|bytes| bytes.as_slice()).copied().collect();
            let several =
                several.iter().map(|bytes| Hir::concat(bytes.as_slice().iter().map(|&b| class(&[b])).collect()));
            Hir::alternation(std::iter::once(class(&single)).chain(several).collect())
        }
        HirKind::Repetition(repetition) => repeated(repetition, in_bytes(&repetition.sub)),
        HirKind::Capture(capture) => captured(capture, in_bytes(&capture.sub)),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(in_bytes).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(in_bytes).collect()),
        _ => expression.clone(),
    }
}

/// Adds a symbol to a set.
pub(super) fn add(symbols: &mut Symbols, c: char) {
    symbols[c as usize >> 6 & 3] |= 1 << (c as u32 & 63);
}

fn meet(a: &Symbols, b: &Symbols) -> bool {
    (a[0] & b[0]) | (a[1] & b[1]) | (a[2] & b[2]) | (a[3] & b[3]) != 0
}

/// Calls `each` for the captures of an expression that have names.
fn captures(expression: &Hir, each: &mut impl FnMut(&str, &Hir)) {
    match expression.kind() {
        HirKind::Capture(capture) => {
            capture.name.iter().for_each(|name| each(name, &capture.sub));
            captures(&capture.sub, each);
        }
        HirKind::Repetition(repetition) => captures(&repetition.sub, each),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().for_each(|part| captures(part, each)),
        _ => {}
    }
}

/// Adds all symbols that stand in an expression.
fn add_all(expression: &Hir, symbols: &mut Symbols) {
    match expression.kind() {
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).chars().for_each(|c| add(symbols, c)),
        HirKind::Class(Class::Unicode(class)) => {
            let more = of_ranges(class.ranges());
            symbols.iter_mut().zip(more).for_each(|(all, more)| *all |= more);
        }
        HirKind::Repetition(repetition) => add_all(&repetition.sub, symbols),
        HirKind::Capture(capture) => add_all(&capture.sub, symbols),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().for_each(|part| add_all(part, symbols)),
        _ => {}
    }
}

/// The symbols of which a match of an expression holds at least one each, the smallest set first.
fn needs(expression: &Hir) -> Vec<Symbols> {
    let mut needs = Vec::new();
    match expression.kind() {
        HirKind::Literal(literal) => {
            for c in String::from_utf8_lossy(&literal.0).chars() {
                needs.push(of_ranges(&[ClassUnicodeRange::new(c, c)]));
            }
        }
        HirKind::Class(Class::Unicode(class)) => needs.push(of_ranges(class.ranges())),
        HirKind::Repetition(repetition) if repetition.min > 0 => return self::needs(&repetition.sub),
        HirKind::Capture(capture) => return self::needs(&capture.sub),
        HirKind::Concat(parts) => needs.extend(parts.iter().flat_map(self::needs)),
        HirKind::Alternation(parts) => {
            let rarest: Option<Vec<Symbols>> = parts.iter().map(|part| self::needs(part).first().copied()).collect();
            let union = |all: Symbols, more: Symbols| std::array::from_fn(|i| all[i] | more[i]);
            needs.extend(rarest.into_iter().flatten().reduce(union));
        }
        _ => {}
    }
    needs.sort_unstable_by_key(|need| (need.iter().map(|bits| bits.count_ones()).sum::<u32>(), *need));
    needs.dedup();
    needs
}

fn of_ranges(ranges: &[ClassUnicodeRange]) -> Symbols {
    let mut symbols = Symbols::default();
    ranges.iter().flat_map(|range| range.start()..=range.end()).for_each(|c| add(&mut symbols, c));
    symbols
}

/// All rules, compiled.
#[derive(Debug)]
pub struct Patterns {
    /// The rules in the order of their files.
    pub rules: Vec<Rule>,
    /// Which rules hit.
    pub set: RuleSet,
    /// What masked sentences are written in.
    pub alphabet: Alphabet,
    /// The words that names of metrics are freed of.
    pub phrase: PhraseFile,
}

impl Patterns {
    /// Compiles the rules of a pack.
    ///
    /// # Errors
    /// Every unknown slot, bad regular expression and row whose slot its pattern lacks.
    pub fn new(pack: &Pack, vocabulary: &Vocabulary) -> Result<Patterns, RuleErrors> {
        Patterns::of(pack, Parsed::new(pack, &vocabulary.types)?, vocabulary)
    }

    /// Compiles the rules of a pack that are parsed already.
    ///
    /// # Errors
    /// Every pattern that asks for what a masked sentence does not have, and every one that is too large.
    pub fn of(pack: &Pack, parsed: Parsed, vocabulary: &Vocabulary) -> Result<Patterns, RuleErrors> {
        let Parsed { expanded, expressions, placeholders } = parsed;
        let sets = vocabulary.type_sets();
        let (alphabet, expressions) = Alphabet::new(&expressions, &placeholders, &sets, &literal_characters(pack));
        let parts: Vec<_> = pack.facts.iter().zip(expanded).zip(expressions).collect();
        let compiled = parts.into_par_iter().map(|((rule, expanded), expression)| {
            let unmaskable = "a masked sentence has no words or lines";
            let hint = "leave \\b, \\B and (?m) out; ^ and $ are the ends of the sentence";
            let expression = expression.map_err(|_| Box::new(at_offset(rule, 0, unmaskable.into(), hint.into())))?;
            match too_large(rule, &expression) {
                Some(error) => Err(Box::new(error)),
                None => Ok(Rule::new(rule, expanded, expression)),
            }
        });
        let rules = all_or_errors(compiled.collect())?;
        let set = RuleSet::new(&rules);
        Ok(Patterns { rules, set, alphabet, phrase: pack.lexicon.phrase.clone() })
    }
}

/// The patterns of a pack with their slots written out, parsed: all that can be done before its words are known.
pub struct Parsed {
    expanded: Vec<Expanded>,
    expressions: Vec<Hir>,
    placeholders: Placeholders,
}

impl Parsed {
    /// Parses the patterns of a pack.
    ///
    /// # Errors
    /// Every unknown slot, bad regular expression and row whose slot its pattern lacks.
    pub fn new(pack: &Pack, types: &TypeNames) -> Result<Parsed, RuleErrors> {
        let expander = Expander::new(pack, types);
        let expanded: Vec<_> = pack.facts.iter().map(|rule| (rule, expand(rule, &expander))).collect();
        let parsed = expanded.into_par_iter().map(|(rule, expanded)| {
            let expanded = expanded?;
            let expression = parse(rule, &expanded.source)?;
            Ok((expanded, expression))
        });
        let (expanded, expressions) = all_or_errors(parsed.collect())?.into_iter().unzip();
        Ok(Parsed { expanded, expressions, placeholders: expander.placeholders() })
    }
}

/// What went well, if all did.
fn all_or_errors<T>(results: Vec<Result<T, Box<RuleError>>>) -> Result<Vec<T>, RuleErrors> {
    let (well, badly): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    let errors: Vec<RuleError> = badly.into_iter().filter_map(Result::err).map(|error| *error).collect();
    if errors.is_empty() { Ok(well.into_iter().flatten().collect()) } else { Err(RuleErrors(errors)) }
}

/// All characters beyond ASCII that a pattern of the pack names: the masked sentence keeps them.
fn literal_characters(pack: &Pack) -> Vec<char> {
    let patterns =
        pack.facts.iter().map(|f| f.fact.pattern.get_ref()).chain(pack.lexicon.pattern.values().map(|p| p.get_ref()));
    let mut characters: Vec<char> =
        patterns.flat_map(|p| p.chars()).chain(MARKS.chars()).filter(|c| !c.is_ascii() && *c != FILLER).collect();
    characters.sort_unstable();
    characters.dedup();
    characters
}

/// The pattern of a rule with its slots written out.
fn expand(rule: &FactRule, expander: &Expander) -> Result<Expanded, Box<RuleError>> {
    let used = used_slots(rule);
    let expanded = expander
        .expand(rule.fact.pattern.get_ref(), &used)
        .map_err(|(at, message, hint)| Box::new(at_offset(rule, at, message, hint)))?;
    let bound = |slot: &str| matches!(slot, "carry" | "last") || expanded.names.iter().any(|name| name == slot);
    if let Some(slot) = used.iter().find(|slot| !bound(slot)) {
        let hint = format!("write {{{slot}}} in `match`, or a slot that is there: {}", expanded.names.join(", "));
        let message = format!("a row uses {{{slot}}}, which the pattern does not bind");
        return Err(Box::new(at_offset(rule, 0, message, hint)));
    }
    Ok(expanded)
}

/// The expression of a rule, over plain characters and placeholders.
fn parse(rule: &FactRule, source: &str) -> Result<Hir, Box<RuleError>> {
    let parsed = regex_syntax::ParserBuilder::new().ignore_whitespace(true).build().parse(source);
    parsed.map_err(|error| Box::new(at_offset(rule, 0, uncompilable(&error.to_string()), String::new())))
}

/// What is wrong with a rule of so many parts that it may not compile; the others are compiled when they are first needed.
fn too_large(rule: &FactRule, expression: &Hir) -> Option<RuleError> {
    let error = (size(expression) > LARGE).then(|| compiled(expression).err()).flatten()?;
    let error = match error.size_limit() {
        Some(limit) => format!("its automaton would be larger than {} MiB", limit >> 20),
        None => error.to_string(),
    };
    Some(at_offset(rule, 0, uncompilable(&error), String::new()))
}

/// About how many parts an expression has with its repetitions written out.
fn size(expression: &Hir) -> usize {
    match expression.kind() {
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1) as usize;
            size(&repetition.sub).saturating_mul(times)
        }
        HirKind::Capture(capture) => size(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(size).fold(1, |all, part| all.saturating_add(part))
        }
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => 1,
    }
}

fn uncompilable(error: &str) -> String {
    let last = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
    format!("the pattern does not compile: {last}")
}

fn at_offset(rule: &FactRule, at: usize, message: String, hint: String) -> RuleError {
    let before = rule.fact.pattern.get_ref().get(..at).unwrap_or("");
    let lines = before.matches('\n').count();
    let column = before.rfind('\n').map_or(before, |i| &before[i + 1..]).chars().count();
    RuleError {
        file: rule.origin.file.clone(),
        line: rule.origin.line + lines,
        column: if lines == 0 { rule.origin.column + column } else { column + 1 },
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

/// The slot that `{growth*}` names.
pub fn slot_name(value: &str) -> &str {
    value.trim_matches(['{', '}']).trim_end_matches('*')
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

/// Names of the patterns that a pack defines, for tools that show them.
pub fn named_patterns(pack: &Pack) -> BTreeMap<&str, &str> {
    pack.lexicon.pattern.iter().map(|(name, pattern)| (name.as_str(), pattern.get_ref().as_str())).collect()
}
