//! The alphabet of masked sentences: one symbol for all that no pattern tells apart.
//!
//! In: the expressions of all rules, written over plain characters and over *placeholders*, one character of plane 16 for each
//! set of types that a slot asks for; and the type sets that mentions can have. Out: an [`Alphabet`], which gives the symbol of
//! a character or a mention, and the same expressions over symbols. Not here: slots, masking, matching.
//!
//! Two characters or type sets that stand in exactly the same classes get one symbol. A pack of 140 rules needs some 160
//! symbols, so nearly all are one byte long: automata over them are small to build and take one step a symbol, where
//! they took three or four (start-up a half, matching a third of the time). The symbols of the classes that are used most come
//! first, so that a class is a few ranges of bytes: compiling the rules takes a third of what it takes in any order.

use rayon::prelude::*;
use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};
use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::mention::types::Types;

/// Stands in the masked sentence for every plain character that no pattern names. It is a Han character itself ("some"), so
/// `.` and `\p{Han}` mean what they say.
pub const FILLER: char = '某';
/// The first placeholder.
const FIRST_PLACEHOLDER: u32 = 0x10_0000;
/// Belongs to negated classes only: no pattern names it.
const SENTINEL: char = '\u{10_FFFD}';
/// Marks that end a noun phrase.
pub const MARKS: &str = "，。；：、！？,;:!?…| ";

/// Sets of types that slots ask for, each under the placeholder that stands for it in expressions.
#[derive(Debug, Default)]
pub struct Placeholders(Vec<Types>);

impl Placeholders {
    /// Stands for all plain characters of noun phrases: any but a mark or white space.
    pub const TEXT: char = '\u{10_FFFC}';

    /// The placeholder of a set.
    pub fn of(&mut self, types: Types) -> char {
        let index = self.0.iter().position(|&known| known == types).unwrap_or_else(|| {
            self.0.push(types);
            self.0.len() - 1
        });
        char::from_u32(FIRST_PLACEHOLDER + index as u32).unwrap_or(SENTINEL)
    }

    fn iter(&self) -> impl Iterator<Item = (char, Types)> + '_ {
        (FIRST_PLACEHOLDER..).filter_map(char::from_u32).zip(self.0.iter().copied())
    }
}

/// What a symbol may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Atom {
    Plain(char),
    Mention(Types),
}

/// The symbols of a pack.
#[derive(Debug)]
pub struct Alphabet {
    /// By code point of the basic plane.
    plain: Vec<char>,
    /// By the hash of their type sets, a fourth full at most: 2 instructions less for a byte of text than a sorted list.
    mentions: Vec<Option<(Types, char)>>,
    unknown: char,
}

/// An expression asks for something that a masked sentence does not have, such as a word border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmaskable;

impl Alphabet {
    /// Makes the alphabet for some expressions and writes them over it. `sets` are the type sets of all mentions, `literals`
    /// all characters beyond ASCII that a pattern names.
    pub fn new(
        expressions: &[Hir],
        placeholders: &Placeholders,
        sets: &[Types],
        literals: &[char],
    ) -> (Alphabet, Vec<Result<Hir, Unmaskable>>) {
        let plain = (' '..='~').chain(literals.iter().copied()).chain([FILLER]).map(Atom::Plain);
        let atoms: Vec<Atom> =
            sets.iter().copied().chain([Types::NONE]).map(Atom::Mention).chain(plain.clone()).collect();
        let mut uses = BTreeMap::new();
        expressions.iter().for_each(|hir| count(hir, &mut uses));
        let mut classes: Vec<(Ranges, usize)> = uses.into_iter().collect();
        classes.sort_by_key(|&(_, uses)| Reverse(uses));
        let members: Vec<Vec<bool>> =
            classes.par_iter().map(|(ranges, _)| members(ranges, placeholders, &atoms)).collect();
        // atoms with one signature share a symbol
        let signature = |atom: usize| members.iter().map(|class| !class[atom]).collect();
        let signatures: Vec<Vec<bool>> = (0..atoms.len()).into_par_iter().map(signature).collect();
        let mut known: Vec<&Vec<bool>> = signatures.iter().collect();
        known.sort_unstable();
        known.dedup();
        let symbol_of = |signature| known.binary_search(&signature).map_or(SENTINEL, symbol);
        let of_atom: Vec<char> = signatures.iter().map(symbol_of).collect();
        let over_symbols = |members: &Vec<bool>| {
            let inside = members.iter().zip(&of_atom).filter(|(member, _)| **member);
            ClassUnicode::new(inside.map(|(_, &symbol)| ClassUnicodeRange::new(symbol, symbol)))
        };
        let over_symbols = |members| Hir::class(Class::Unicode(over_symbols(members)));
        let classes = classes.into_iter().zip(&members).map(|((ranges, _), members)| (ranges, over_symbols(members)));
        let classes = classes.collect();
        let alphabet = Alphabet::of(&atoms, &of_atom);
        (alphabet, expressions.par_iter().map(|hir| translate(hir, &classes)).collect())
    }

    fn of(atoms: &[Atom], symbols: &[char]) -> Alphabet {
        let symbol_of = |wanted: Atom| atoms.iter().position(|&atom| atom == wanted).map_or(SENTINEL, |i| symbols[i]);
        let mut plain = vec![symbol_of(Atom::Plain(FILLER)); 0x1_0000];
        let mut mentions = vec![None; 4 * atoms.len().next_power_of_two()];
        for (atom, &symbol) in atoms.iter().zip(symbols) {
            match atom {
                Atom::Plain(c) => plain.get_mut(*c as usize).into_iter().for_each(|slot| *slot = symbol),
                Atom::Mention(types) => {
                    let slot = slot(&mentions, *types);
                    mentions[slot] = Some((*types, symbol));
                }
            }
        }
        Alphabet { plain, mentions, unknown: symbol_of(Atom::Mention(Types::NONE)) }
    }

    /// The symbol of a plain character.
    pub fn plain(&self, c: char) -> char {
        self.plain.get(c as usize).or(self.plain.get(FILLER as usize)).copied().unwrap_or(SENTINEL)
    }

    /// The symbol of a mention.
    pub fn mention(&self, types: Types) -> char {
        self.mentions[slot(&self.mentions, types)].map_or(self.unknown, |(_, symbol)| symbol)
    }
}

/// Where a set of types stands in a table, or would.
fn slot(table: &[Option<(Types, char)>], types: Types) -> usize {
    let mut slot = types.hash() & (table.len() - 1);
    while table[slot].is_some_and(|(known, _)| known != types) {
        slot = (slot + 1) & (table.len() - 1);
    }
    slot
}

/// Symbols are ASCII first, then characters of two bytes.
fn symbol(index: usize) -> char {
    char::from_u32(index as u32).unwrap_or(SENTINEL)
}

type Ranges = Vec<ClassUnicodeRange>;

/// Counts the classes of an expression, a literal character being a class of one.
fn count(hir: &Hir, uses: &mut BTreeMap<Ranges, usize>) {
    match hir.kind() {
        HirKind::Literal(literal) => {
            for c in String::from_utf8_lossy(&literal.0).chars() {
                *uses.entry(vec![ClassUnicodeRange::new(c, c)]).or_default() += 1;
            }
        }
        HirKind::Class(class) => *uses.entry(ranges(class)).or_default() += 1,
        HirKind::Repetition(repetition) => count(&repetition.sub, uses),
        HirKind::Capture(capture) => count(&capture.sub, uses),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().for_each(|part| count(part, uses)),
        HirKind::Empty | HirKind::Look(_) => {}
    }
}

fn ranges(class: &Class) -> Ranges {
    match class {
        Class::Unicode(class) => class.ranges().to_vec(),
        Class::Bytes(class) => {
            class.ranges().iter().map(|r| ClassUnicodeRange::new(r.start().into(), r.end().into())).collect()
        }
    }
}

/// Which atoms a class holds.
fn members(ranges: &[ClassUnicodeRange], placeholders: &Placeholders, atoms: &[Atom]) -> Vec<bool> {
    let holds = |c: char| ranges.iter().any(|range| range.start() <= c && c <= range.end());
    // a negated class holds what meets none of the sets it leaves out
    let negated = holds(SENTINEL);
    let named = placeholders.iter().filter(|&(c, _)| holds(c) != negated);
    let types = named.fold(Types::NONE, |all, (_, types)| all | types);
    let any_text = !negated && holds(Placeholders::TEXT);
    let is_member = |atom: &Atom| match atom {
        Atom::Plain(c) => holds(*c) || any_text && !MARKS.contains(*c),
        Atom::Mention(set) => set.meets(types) != negated,
    };
    atoms.iter().map(is_member).collect()
}

/// The same expression over symbols.
fn translate(hir: &Hir, classes: &BTreeMap<Ranges, Hir>) -> Result<Hir, Unmaskable> {
    let class = |ranges: &Ranges| classes.get(ranges).cloned().unwrap_or_else(Hir::fail);
    let all = |parts: &[Hir]| parts.iter().map(|part| translate(part, classes)).collect::<Result<Vec<_>, _>>();
    Ok(match hir.kind() {
        HirKind::Literal(literal) => {
            let text = String::from_utf8_lossy(&literal.0);
            Hir::concat(text.chars().map(|c| class(&vec![ClassUnicodeRange::new(c, c)])).collect())
        }
        HirKind::Class(own) => class(&ranges(own)),
        HirKind::Repetition(repetition) => repeated(repetition, translate(&repetition.sub, classes)?),
        HirKind::Capture(capture) => captured(capture, translate(&capture.sub, classes)?),
        HirKind::Concat(parts) => Hir::concat(all(parts)?),
        HirKind::Alternation(parts) => Hir::alternation(all(parts)?),
        HirKind::Look(Look::Start | Look::End) | HirKind::Empty => hir.clone(),
        HirKind::Look(_) => return Err(Unmaskable),
    })
}

/// A repetition of another expression. Nothing is cloned only to be thrown away: that took a fortieth of the start-up.
pub fn repeated(repetition: &Repetition, sub: Hir) -> Hir {
    let Repetition { min, max, greedy, .. } = *repetition;
    Hir::repetition(Repetition { min, max, greedy, sub: Box::new(sub) })
}

/// A capture of another expression.
pub fn captured(capture: &Capture, sub: Hir) -> Hir {
    Hir::capture(Capture { index: capture.index, name: capture.name.clone(), sub: Box::new(sub) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    const A: Types = Types::PERIOD;
    const B: Types = Types::ZONE;

    /// Compiles expressions in which `A` and `B` are written for the two type sets.
    fn compiled(patterns: &[&str]) -> (Alphabet, Vec<Regex>) {
        let mut placeholders = Placeholders::default();
        let (a, b) = (placeholders.of(A), placeholders.of(B));
        let source = |p: &&str| p.replace('A', &a.to_string()).replace('B', &b.to_string());
        let hirs: Vec<Hir> = patterns.iter().map(|p| regex_syntax::parse(&source(p)).expect("a pattern")).collect();
        let (alphabet, hirs) = Alphabet::new(&hirs, &placeholders, &[A, B, A | B], &['，', '和']);
        (alphabet, hirs.into_iter().map(|h| Regex::new(&h.expect("no borders").to_string()).expect("valid")).collect())
    }

    #[test]
    fn expressions_mean_the_same_over_symbols() {
        let cases = [
            ("[A]和", "A和", true),
            ("[A]和", "B和", false),
            ("[AB]", "B", true),
            ("^[^A]$", "和", true),
            ("^[^A]$", "B", true),
            ("^[^A]$", "A", false),
            ("^[^A，]{2}$", "中和", true),
            ("^\\p{Han}+$", "中国", true),
            ("^\\p{Han}+$", "中，", false),
            ("^.$", "A", true),
            ("(?P<x>A|和)x", "Ax", true),
            ("x", "y", false),
        ];
        for (pattern, text, hits) in cases {
            let (alphabet, regexes) = compiled(&[pattern, "[B]y"]);
            let masked: String = text
                .chars()
                .map(|c| match c {
                    'A' => alphabet.mention(A),
                    'B' => alphabet.mention(B),
                    c => alphabet.plain(c),
                })
                .collect();
            assert_eq!(regexes[0].is_match(&masked), hits, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_mention_of_two_types_is_in_the_classes_of_both() {
        let (alphabet, regexes) = compiled(&["A", "B", "[^A]"]);
        let both = alphabet.mention(A | B).to_string();
        assert_eq!(regexes.iter().map(|r| r.is_match(&both)).collect::<Vec<_>>(), [true, true, false]);
    }

    #[test]
    fn what_no_pattern_tells_apart_is_one_symbol() {
        let (alphabet, _) = compiled(&["和"]);
        assert_eq!(alphabet.plain('中'), alphabet.plain('国'));
        assert_eq!(alphabet.plain('x'), alphabet.plain('中'));
        assert_eq!(alphabet.mention(A), alphabet.mention(B));
        assert_ne!(alphabet.plain('和'), alphabet.plain('中'));
    }

    #[test]
    fn word_borders_are_refused() {
        let hir = regex_syntax::parse("a\\b").expect("a pattern");
        let (_, hirs) = Alphabet::new(&[hir], &Placeholders::default(), &[], &[]);
        assert_eq!(hirs, [Err(Unmaskable)]);
    }
}
