//! Each rule by itself: its pattern, its rows, its tests.
//!
//! In: the pack, the files with their trees, the vocabulary. Out: problems at their places, and the ids of the rules that cannot
//! be compiled. Not here: what a rule does on its tests.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Tree;
use crate::fact::lint::{Bound, Flaw, Linted, lint};
use crate::fact::pattern::{Patterns, template};
use crate::fact::slot::Expander;
use crate::mention::vocabulary::Vocabulary;
use crate::rules::error::{RuleError, Severity};
use crate::rules::file::{FileKind, RuleFile};
use crate::rules::files::Emit;
use crate::rules::tree::{Node, place_in_string};
use crate::rules::{FactRule, Pack};
use crate::suggest::nearest;
use crate::unit::{Dimension, split_scale};
use crate::workbench::case::{expected, of_rule};

/// Checks every rule and named pattern.
pub(super) fn check(pack: &Pack, trees: &[Tree], vocabulary: &Vocabulary) -> (Vec<RuleError>, BTreeSet<String>) {
    let expander = Expander::new(pack, &vocabulary.types);
    let mut problems = named_patterns(trees, &expander, vocabulary);
    let broken_pattern = problems.iter().any(|problem| problem.severity == Severity::Error);
    let mut broken = BTreeSet::new();
    for (index, rule) in pack.facts.iter().enumerate() {
        let Some(place) = Place::of(rule, trees) else { continue };
        let mut found = place.problems(rule, pack, vocabulary, &expander);
        if !found.iter().any(|problem| problem.severity == Severity::Error) && !broken_pattern {
            found.extend(place.too_large(rule, pack, vocabulary));
        }
        if found.iter().any(|problem| problem.severity == Severity::Error) || broken_pattern {
            broken.insert(rule.fact.id.get_ref().clone());
        }
        found.extend(place.same_as_before(rule, &pack.facts[..index]));
        found.extend(place.tests(rule, pack));
        problems.extend(found);
    }
    (problems, broken)
}

/// The patterns with a name, in the lexicon.
fn named_patterns(trees: &[Tree], expander: &Expander, vocabulary: &Vocabulary) -> Vec<RuleError> {
    let mut problems = Vec::new();
    for tree in trees.iter().filter(|tree| tree.file.kind == FileKind::Lexicon) {
        for (name, _, node) in tree.root().get("pattern").map(Node::entries).unwrap_or_default() {
            let linted = lint(node.text().unwrap_or_default(), &[], expander);
            let place = |flaw: Flaw| problem(tree.file, node.span(), flaw).rule(name);
            problems.extend(linted.flaws.iter().cloned().map(place));
            problems.extend(masked_words(&linted, vocabulary).into_iter().map(|flaw| place(flaw).warning()));
        }
    }
    problems
}

/// Words of a pattern that no masked sentence holds, because a mention stands in their place.
fn masked_words(linted: &Linted, vocabulary: &Vocabulary) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for (text, places) in &linted.literals {
        let mut at = 0;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let Some((end, entry)) = vocabulary.words.longest(text, at).filter(|_| !c.is_ascii()) else {
                at += c.len_utf8();
                continue;
            };
            let (word, first) = (&text[at..end], text[..at].chars().count());
            let last = first + word.chars().count().saturating_sub(1);
            let start = places.get(first).copied().unwrap_or(0);
            let end_of_word =
                places.get(last).copied().unwrap_or(start) + word.chars().last().map_or(0, char::len_utf8);
            let names = vocabulary.types.type_names(entry.types);
            flaws.push(Flaw {
                span: start..end_of_word,
                kind: "masked-word",
                message: format!("{word} is a word of {}, and no masked sentence holds it", names.join(", ")),
                hint: names.first().map_or(String::new(), |name| format!("write {{{name}}} in its place")),
                ..Flaw::default()
            });
            at = end;
        }
    }
    flaws
}

/// A flaw of a string at its place in the file.
fn problem(file: &RuleFile, string: Range<usize>, flaw: Flaw) -> RuleError {
    let span = place_in_string(&file.text, string, flaw.span);
    file.problem(span, flaw.message).kind(flaw.kind).expected(flaw.expected).hint(flaw.hint)
}

/// Where a rule stands.
struct Place<'a> {
    file: &'a RuleFile,
    id: &'a str,
    fact: Node<'a>,
    pattern: Range<usize>,
}

impl<'a> Place<'a> {
    fn of(rule: &'a FactRule, trees: &'a [Tree<'a>]) -> Option<Place<'a>> {
        let tree = trees.get(rule.origin.index)?;
        let is_it = |fact: &Node| fact.get("match").is_some_and(|m| m.span() == rule.fact.pattern.span());
        let fact = tree.root().list("fact").into_iter().find(is_it)?;
        let (file, id) = (tree.file, rule.fact.id.get_ref().as_str());
        Some(Place { file, id, fact, pattern: rule.fact.pattern.span() })
    }

    fn problems(&self, rule: &FactRule, pack: &Pack, vocabulary: &Vocabulary, expander: &Expander) -> Vec<RuleError> {
        let used: Vec<String> = self.uses(rule).into_iter().map(|(name, ..)| name).collect();
        let linted = lint(rule.fact.pattern.get_ref(), &used, expander);
        let mut problems: Vec<RuleError> = linted.flaws.iter().map(|flaw| self.flaw(flaw.clone())).collect();
        // what the rows use is only known where the pattern can be read
        if !linted.flaws.iter().any(|flaw| flaw.kind == "regex") {
            problems.extend(self.unbound(rule, &linted.bound));
            problems.extend(self.numbers(rule, &linted.bound, expander));
        }
        problems.extend(self.units(rule, vocabulary));
        problems.extend(masked_words(&linted, vocabulary).into_iter().map(|flaw| self.flaw(flaw).warning()));
        problems.extend(self.gap(rule, pack, &linted));
        problems
    }

    fn flaw(&self, flaw: Flaw) -> RuleError {
        problem(self.file, self.pattern.clone(), flaw).rule(self.id)
    }

    fn emits<'e>(&self, rule: &'e FactRule) -> impl Iterator<Item = (Node<'a>, &'e Emit)> {
        self.fact.list("emit").into_iter().zip(rule.fact.emit.iter().map(|emit| emit.get_ref()))
    }

    /// The slots that rows and `absorb` use, with their places and whether a row may do without.
    fn uses(&self, rule: &FactRule) -> Vec<(String, Range<usize>, Option<&'static str>)> {
        let mut uses = Vec::new();
        for (node, emit) in self.emits(rule) {
            let texts = [
                ("metric", Some(&emit.metric)),
                ("value", Some(&emit.value)),
                ("sign", emit.sign.as_ref()),
                ("period", emit.period.as_ref()),
                ("zone", emit.zone.as_ref()),
            ];
            for (key, text) in texts {
                let (Some(text), Some(string)) = (text, node.get(key)) else { continue };
                let mut at = 0;
                for slot in template(text).iter().filter_map(|piece| piece.slot()) {
                    let start = text[at..].find(&format!("{{{slot}}}")).map_or(at, |found| at + found);
                    at = start + slot.len() + 2;
                    let place = place_in_string(&self.file.text, string.span(), start..at);
                    uses.push((slot.trim_end_matches('*').to_string(), place, Some(key)));
                }
            }
        }
        for node in self.fact.list("absorb") {
            let name = node.text().unwrap_or_default().to_string();
            uses.push((name, node.span(), None));
        }
        uses
    }

    /// Slots that rows use and the pattern does not bind, or may leave out.
    fn unbound(&self, rule: &FactRule, bound: &[Bound]) -> Vec<RuleError> {
        let names = || bound.iter().map(|b| b.name.as_str()).filter(|name| !name.is_empty());
        let mut problems = Vec::new();
        for (name, place, key) in self.uses(rule) {
            if matches!(name.as_str(), "carry" | "last") {
                continue;
            }
            let Some(slot) = bound.iter().find(|b| b.name == name) else {
                let hint = match nearest(&name, names()) {
                    Some(meant) => format!("did you mean {{{meant}}}?"),
                    None => format!("write {{{name}}} or {{{name}:type}} in `match`"),
                };
                let message = format!("the pattern does not bind {{{name}}}");
                let expected = names().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
                let problem = self.file.problem(place, message).kind("unbound-slot").rule(self.id);
                problems.push(problem.expected(expected).hint(hint));
                continue;
            };
            if slot.optional && key == Some("metric") {
                let message = format!("a hit may leave {{{name}}} out, and then the metric lacks it");
                let problem = self.file.problem(place, message).kind("may-not-bind").rule(self.id).warning();
                problems.push(problem.hint("take the ? or * away, or make two rules of it"));
            }
        }
        problems
    }

    /// Rows whose value is no slot, or one that holds no number.
    fn numbers(&self, rule: &FactRule, bound: &[Bound], expander: &Expander) -> Vec<RuleError> {
        let mut problems = Vec::new();
        for (node, emit) in self.emits(rule) {
            for (key, text) in [("value", Some(&emit.value)), ("sign", emit.sign.as_ref())] {
                let (Some(text), Some(place)) = (text, node.get(key)) else { continue };
                let pieces = template(text);
                let [crate::fact::pattern::Piece::Slot(slot)] = pieces.as_slice() else {
                    let message = format!("`{key}` is {text:?}");
                    let problem = self.file.problem(place.span(), message).kind("bad-slot").rule(self.id);
                    problems.push(problem.expected("one slot in braces, such as {v}"));
                    continue;
                };
                let slot = bound.iter().find(|b| b.name == slot.trim_end_matches('*') && !b.kind.is_empty());
                if let Some(slot) = slot.filter(|slot| key == "value" && !holds_number(&slot.kind))
                    && expander.unknown_part(&slot.kind).is_none()
                {
                    let message = format!("{{{}:{}}} holds no number", slot.name, slot.kind);
                    let problem = self.file.problem(place.span(), message).kind("bad-slot").rule(self.id);
                    problems.push(problem.expected("a slot of a dimension, such as {v:money}"));
                }
            }
        }
        problems
    }

    fn units(&self, rule: &FactRule, vocabulary: &Vocabulary) -> Vec<RuleError> {
        let known = |unit: &str| vocabulary.units.units().iter().any(|u| u.name == unit);
        let mut problems = Vec::new();
        for (node, emit) in self.emits(rule) {
            let (Some(unit), Some(place)) = (&emit.unit, node.get("unit")) else { continue };
            if known(unit) || known(split_scale(unit).1) || unit.is_empty() {
                continue;
            }
            let names = vocabulary.units.units().iter().map(|u| u.name.as_str());
            let hint = nearest(unit, names).map(|meant| format!("did you mean {meant:?}?"));
            let problem = self.file.problem(place.span(), format!("unknown unit {unit:?}")).kind("unknown-unit");
            problems.push(problem.rule(self.id).expected("a unit of units.toml").hint(hint.unwrap_or_default()));
        }
        problems
    }

    /// A gap reaches over words that nobody thought of: some sentence must show what it does not reach over.
    fn gap(&self, rule: &FactRule, pack: &Pack, linted: &Linted) -> Option<RuleError> {
        let gap = linted.gap.clone().filter(|_| !of_rule(pack, rule).any(|case| case.is_negative()))?;
        let flaw = Flaw {
            span: gap,
            kind: "gap-without-negative",
            message: "a gap, and no test that shows what it must not reach over".into(),
            hint: "add a [[fact.test]] with rows = \"\", or with fires = false".into(),
            ..Flaw::default()
        };
        Some(self.flaw(flaw).warning())
    }

    /// A rule that does not compile by itself though every part of it is right: it is too large.
    fn too_large(&self, rule: &FactRule, pack: &Pack, vocabulary: &Vocabulary) -> Option<RuleError> {
        let one = Pack { lexicon: pack.lexicon.clone(), facts: vec![rule.clone()], ..Pack::default() };
        let error = Patterns::new(&one, vocabulary).err()?.0.into_iter().next()?;
        let largest = lint(rule.fact.pattern.get_ref(), &[], &Expander::new(pack, &vocabulary.types)).largest;
        let large = error.message.contains("size") || error.message.contains("large");
        let kind = if large { "too-large" } else { "regex" };
        let whole = 0..rule.fact.pattern.get_ref().len();
        let span = largest.filter(|_| large).unwrap_or(whole);
        let hint = if large { "repeat less; {n,m} writes the part out m times".into() } else { error.hint };
        Some(self.flaw(Flaw { span, kind, message: error.message, hint, ..Flaw::default() }))
    }

    /// A rule that an earlier one says word for word.
    fn same_as_before(&self, rule: &FactRule, before: &[FactRule]) -> Option<RuleError> {
        let plain = |rule: &FactRule| rule.fact.pattern.get_ref().split_whitespace().collect::<String>();
        let pattern = plain(rule);
        let other = before.iter().find(|other| plain(other) == pattern)?;
        let (id, file, line) = (other.fact.id.get_ref(), other.origin.file.display(), other.origin.line);
        let message = format!("this pattern is the one of {id:?}, {file}:{line}, which wins");
        let problem = self.file.problem(self.pattern.clone(), message).kind("shadowed").rule(self.id);
        Some(problem.hint(format!("take the rule away, or replace {id:?} by giving this one its id")))
    }

    fn tests(&self, rule: &FactRule, pack: &Pack) -> Vec<RuleError> {
        let mut problems = Vec::new();
        for (case, node) in of_rule(pack, rule).zip(self.fact.list("test")) {
            let Some(rows) = node.get("rows") else { continue };
            let Err((line, message)) = expected(&case.rows) else { continue };
            let start = case.rows.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
            let end = start + case.rows[start.min(case.rows.len())..].lines().next().map_or(0, str::len);
            let span = place_in_string(&self.file.text, rows.span(), start..end);
            problems
                .push(self.file.problem(span, message).kind("bad-rows").rule(self.id).expected("CSV with a header"));
        }
        if !of_rule(pack, rule).any(|case| case.is_positive()) {
            let id = self.fact.get("id").map_or(self.pattern.clone(), Node::span);
            let problem =
                self.file.problem(id, "no test gives this rule a sentence with rows").kind("no-test").warning();
            problems.push(
                problem.rule(self.id).hint("add a [[fact.test]]; `shishu rules test --update` fills its rows in"),
            );
        }
        problems
    }
}

/// Whether a slot's type holds numbers.
fn holds_number(kind: &str) -> bool {
    kind.split('|')
        .map(|part| part.trim().trim_end_matches('*'))
        .all(|part| part == "quantity" || Dimension::ALL.iter().any(|(_, name)| *name == part))
}
