//! The check of one pattern and its rows: every mistake in it, at its place.
//!
//! In: a pattern as its author wrote it and the slots that its rows use. Out: [`Flaw`]s with their byte ranges. Slots are held
//! against the vocabulary; the rest is parsed as a regular expression in which every slot is replaced by a class of the same
//! length, so that what is wrong inside it has the same place. Not here: how large a pattern grows (that is only known once it
//! is compiled), and which file it stands in.

use regex_syntax::ast::{self, Ast, ClassSet, ClassSetItem, GroupKind, RepetitionKind, RepetitionRange};
use std::ops::Range;

use super::slot::{Expander, slot_ranges};

/// Something wrong with a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flaw {
    /// Where, in bytes of the pattern.
    pub span: Range<usize>,
    /// A fixed word for flaws of this kind.
    pub kind: &'static str,
    /// What was found.
    pub message: String,
    /// What would be right.
    pub expected: String,
    /// What to do.
    pub hint: String,
}

/// A slot or a named group of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Its name.
    pub name: String,
    /// Its type as written; empty for a group.
    pub kind: String,
    /// Where it stands.
    pub span: Range<usize>,
    /// Whether a hit may leave it out.
    pub optional: bool,
}

/// A pattern that was gone through.
#[derive(Clone, Debug, Default)]
pub struct Linted {
    /// What is wrong with it.
    pub flaws: Vec<Flaw>,
    /// What it binds, in order.
    pub bound: Vec<Bound>,
    /// Where the repetition stands that makes the pattern largest.
    pub largest: Option<Range<usize>>,
    /// Where the first gap stands.
    pub gap: Option<Range<usize>>,
    /// Runs of characters that stand for themselves, each with its place.
    pub literals: Vec<(String, Vec<usize>)>,
}

/// Goes through a pattern. Slots in `used` may stand only once.
pub fn lint(pattern: &str, used: &[String], expander: &Expander) -> Linted {
    let mut linted = Linted::default();
    let slots = slot_ranges(pattern);
    for slot in &slots {
        linted.flaws.extend(slot_flaw(pattern, slot, expander));
        let inner = &pattern[slot.start + 1..slot.end - 1];
        if inner.starts_with("gap:") {
            linted.gap.get_or_insert(slot.clone());
        }
    }
    match parse(pattern, &slots) {
        Ok(tree) => {
            let mut walk = Walk { pattern, slots: &slots, linted: &mut linted, widest: 0 };
            walk.ast(&tree, false);
        }
        Err(flaw) => linted.flaws.push(flaw),
    }
    linted.bound.sort_by_key(|bound| bound.span.start);
    let mut seen: Vec<&str> = Vec::new();
    for bound in &linted.bound {
        if seen.contains(&bound.name.as_str()) && used.contains(&bound.name) {
            linted.flaws.push(Flaw {
                span: bound.span.clone(),
                kind: "duplicate",
                message: format!("slot {{{}}} stands twice", bound.name),
                hint: "give one of them another name, such as {b:count}".into(),
                ..Flaw::default()
            });
        }
        seen.push(&bound.name);
    }
    linted.flaws.sort_by_key(|flaw| flaw.span.start);
    linted
}

fn slot_flaw(pattern: &str, slot: &Range<usize>, expander: &Expander) -> Option<Flaw> {
    let inner = &pattern[slot.start + 1..slot.end - 1];
    let (name, kind) = inner.split_once(':').unwrap_or((inner, inner));
    let flaw =
        |kind, message: String, hint: String| Some(Flaw { span: slot.clone(), kind, message, hint, ..Flaw::default() });
    if name == "gap" {
        let right = kind.trim().parse::<u32>().is_ok_and(|n| (1..=20).contains(&n));
        let message = format!("{{{inner}}} is no gap");
        let expected = "a number of characters from 1 to 20, such as {gap:4}".to_string();
        return if right { None } else { flaw("bad-slot", message, String::new()).map(|f| Flaw { expected, ..f }) };
    }
    let word = |c: char| c.is_alphanumeric() || c == '_';
    if name != kind && !name.trim_end_matches('*').chars().all(word) {
        return flaw("bad-slot", format!("{name:?} is no name for a slot"), "use letters, digits and _".into());
    }
    let (part, meant) = expander.unknown_part(kind)?;
    let hint = meant
        .map_or("`shishu rules list --words` has all of them".into(), |meant| format!("did you mean {{{meant}}}?"));
    let expected =
        "a dimension such as money, a word class, a named pattern, or a slot such as metric or np_before".into();
    let message = match part == inner {
        true => format!("unknown slot {{{inner}}}"),
        false => format!("unknown slot {{{inner}}}: nothing is called {part:?}"),
    };
    flaw("unknown-slot", message, hint).map(|f| Flaw { expected, ..f })
}

/// Parses a pattern with its slots as classes of the same length.
fn parse(pattern: &str, slots: &[Range<usize>]) -> Result<Ast, Flaw> {
    let mut plain = String::with_capacity(pattern.len());
    let mut at = 0;
    for slot in slots {
        plain.push_str(&pattern[at..slot.start]);
        plain.push('[');
        plain.push_str(&"a".repeat(slot.len().saturating_sub(2)));
        plain.push(']');
        at = slot.end;
    }
    plain.push_str(&pattern[at..]);
    let parsed = ast::parse::ParserBuilder::new().ignore_whitespace(true).build().parse(&plain);
    parsed.map_err(|error| {
        let span = error.span().start.offset..error.span().end.offset;
        let found = pattern.get(span.clone()).filter(|text| !text.is_empty());
        let at = found.map_or(String::new(), |text| format!(" at {text:?}"));
        Flaw {
            span,
            kind: "regex",
            message: format!("not a regular expression{at}: {}", error.kind()),
            hint: "to mean a character such as ( or + itself, write a \\ before it".into(),
            ..Flaw::default()
        }
    })
}

/// A walk through a parsed pattern.
struct Walk<'a> {
    pattern: &'a str,
    slots: &'a [Range<usize>],
    linted: &'a mut Linted,
    widest: u64,
}

impl Walk<'_> {
    fn ast(&mut self, tree: &Ast, optional: bool) {
        match tree {
            Ast::ClassBracketed(class) => {
                let span = class.span.start.offset..class.span.end.offset;
                match self.slots.contains(&span) {
                    true => self.slot(span, optional),
                    false => self.class(&class.kind),
                }
            }
            Ast::Repetition(repeat) => {
                let (least, most) = times(&repeat.op.kind);
                if most > self.widest && most > 1 {
                    self.widest = most;
                    self.linted.largest = Some(repeat.op.span.start.offset..repeat.op.span.end.offset);
                }
                self.ast(&repeat.ast, optional || least == 0);
            }
            Ast::Group(group) => {
                if let GroupKind::CaptureName { name, .. } = &group.kind {
                    let span = group.span.start.offset..group.span.end.offset;
                    let (name, kind) = (name.name.clone(), String::new());
                    self.linted.bound.push(Bound { name, kind, span, optional });
                }
                self.ast(&group.ast, optional);
            }
            Ast::Alternation(parts) => parts.asts.iter().for_each(|part| self.ast(part, true)),
            Ast::Concat(parts) => {
                for run in parts.asts.chunk_by(|a, b| literal(a).is_some() && literal(b).is_some()) {
                    self.linted.literals.extend(literals(run));
                }
                parts.asts.iter().filter(|part| literal(part).is_none()).for_each(|part| self.ast(part, optional));
            }
            Ast::Literal(_) => self.linted.literals.extend(literals(std::slice::from_ref(tree))),
            _ => {}
        }
    }

    fn slot(&mut self, span: Range<usize>, optional: bool) {
        let inner = &self.pattern[span.start + 1..span.end - 1];
        let (name, kind) = inner.split_once(':').unwrap_or((inner, inner));
        if name != "gap" {
            let name = name.trim_end_matches('*').to_string();
            self.linted.bound.push(Bound { name, kind: kind.to_string(), span, optional });
        }
    }

    /// A class in the pattern: a slot inside it would stand for the characters of its name.
    fn class(&mut self, set: &ClassSet) {
        match set {
            ClassSet::Item(item) => self.class_item(item),
            ClassSet::BinaryOp(op) => {
                self.class(&op.lhs);
                self.class(&op.rhs);
            }
        }
    }

    fn class_item(&mut self, item: &ClassSetItem) {
        match item {
            // one character that stands for itself
            ClassSetItem::Literal(literal) => {
                self.linted.literals.push((literal.c.to_string(), vec![literal.span.start.offset]));
            }
            ClassSetItem::Union(union) => union.items.iter().for_each(|item| self.class_item(item)),
            ClassSetItem::Bracketed(class) => {
                let span = class.span.start.offset..class.span.end.offset;
                if !self.slots.contains(&span) {
                    return self.class(&class.kind);
                }
                let slot = &self.pattern[span.clone()];
                self.linted.flaws.push(Flaw {
                    message: format!("the slot {slot} stands inside […]"),
                    expected: "a slot outside of it".into(),
                    hint: format!("write (?:{slot}|[…])"),
                    kind: "bad-slot",
                    span,
                });
            }
            _ => {}
        }
    }
}

/// A character that stands for itself, with its place.
fn literal(tree: &Ast) -> Option<(char, usize)> {
    match tree {
        Ast::Literal(literal) => Some((literal.c, literal.span.start.offset)),
        _ => None,
    }
}

fn literals(run: &[Ast]) -> Option<(String, Vec<usize>)> {
    let run: Option<Vec<(char, usize)>> = run.iter().map(literal).collect();
    run.map(|run| (run.iter().map(|(c, _)| *c).collect(), run.iter().map(|(_, at)| *at).collect()))
}

/// The least and most often that something is repeated; 0 for no end.
fn times(kind: &RepetitionKind) -> (u32, u64) {
    match kind {
        RepetitionKind::ZeroOrOne => (0, 1),
        RepetitionKind::ZeroOrMore => (0, 1),
        RepetitionKind::OneOrMore => (1, 1),
        RepetitionKind::Range(RepetitionRange::Exactly(n)) => (*n, u64::from(*n)),
        RepetitionKind::Range(RepetitionRange::AtLeast(n)) => (*n, u64::from(*n)),
        RepetitionKind::Range(RepetitionRange::Bounded(least, most)) => (*least, u64::from(*most)),
    }
}
