//! What the word files say together: names that two entries claim, and names that nothing has.
//!
//! In: the files with their trees. Out: problems at their places. A later pack may give an entry anew; only what is left in the
//! end is compared. Not here: patterns.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Tree;
use crate::account::Reason;
use crate::period::UnknownTime;
use crate::rules::error::{RuleError, line_column};
use crate::rules::file::{FileKind, RuleFile};
use crate::rules::shape;
use crate::rules::tree::Node;
use crate::suggest::nearest;
use crate::unit::split_scale;

/// All problems of the word files.
pub(super) fn check(trees: &[Tree]) -> Vec<RuleError> {
    let entries = Entries::of(trees);
    let mut problems = entries.duplicates();
    for what in [What::Metric, What::Zone, What::Unit] {
        problems.extend(entries.shared(what));
    }
    let units = entries.unit_names(trees);
    for tree in trees {
        problems.extend(match tree.file.kind {
            FileKind::Units => unknown_units(tree, &units, &entries),
            FileKind::Lexicon => unknown_classes(tree, trees),
            FileKind::Noise => unknown_reasons(tree, trees),
            FileKind::Periods => unknown_times(tree),
            FileKind::Pack => unknown_disabled(tree, trees, &entries),
            _ => Vec::new(),
        });
    }
    problems
}

/// What an entry is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Metric,
    Zone,
    Unit,
    Fact,
}

impl What {
    fn word(self) -> &'static str {
        match self {
            What::Metric => "metric",
            What::Zone => "park",
            What::Unit => "unit",
            What::Fact => "rule",
        }
    }
}

/// A metric, park, unit or rule with its names.
struct Entry<'a> {
    what: What,
    file: &'a RuleFile,
    name: (String, Range<usize>),
    aliases: Vec<(String, Range<usize>)>,
    /// A later pack gives it anew.
    replaced: bool,
}

struct Entries<'a>(Vec<Entry<'a>>);

impl<'a> Entries<'a> {
    fn of(trees: &'a [Tree<'a>]) -> Entries<'a> {
        let mut entries: Vec<Entry> = Vec::new();
        for tree in trees {
            let (what, list, key) = match tree.file.kind {
                FileKind::Metrics => (What::Metric, "metric", "name"),
                FileKind::Units => (What::Unit, "unit", "name"),
                FileKind::Facts => (What::Fact, "fact", "id"),
                FileKind::Zones => {
                    entries.extend(zones(tree.file));
                    continue;
                }
                _ => continue,
            };
            let string = |node: Node| Some((node.text()?.to_string(), node.span()));
            entries.extend(tree.root().list(list).into_iter().filter_map(|entry| {
                let aliases = entry.list("aliases").into_iter().filter_map(string).collect();
                Some(Entry { what, file: tree.file, name: string(entry.get(key)?)?, aliases, replaced: false })
            }));
        }
        let mut last: BTreeMap<(What, String), usize> = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            last.insert((entry.what, entry.name.0.clone()), index);
        }
        for (index, entry) in entries.iter_mut().enumerate() {
            entry.replaced = last.get(&(entry.what, entry.name.0.clone())) != Some(&index);
        }
        Entries(entries)
    }

    fn names(&self, what: What) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |entry| entry.what == what).map(|entry| entry.name.0.as_str())
    }

    /// Entries of one pack that have the same name.
    fn duplicates(&self) -> Vec<RuleError> {
        let mut first: BTreeMap<(What, usize, &str), &Entry> = BTreeMap::new();
        let mut problems = Vec::new();
        for entry in &self.0 {
            let (name, span) = &entry.name;
            let Some(other) = first.get(&(entry.what, entry.file.pack, name.as_str())) else {
                first.insert((entry.what, entry.file.pack, name), entry);
                continue;
            };
            let what = entry.what.word();
            let message = format!("the {what} {name:?} stands already in {}", other.place(&other.name.1));
            let problem = entry.file.problem(span.clone(), message).kind("duplicate").rule(name);
            problems.push(problem.hint(format!("give each {what} a name of its own, or take one of the two away")));
        }
        problems
    }

    /// Names that two entries have.
    fn shared(&self, what: What) -> Vec<RuleError> {
        let mut owner: BTreeMap<&str, (&Entry, &Range<usize>)> = BTreeMap::new();
        let mut problems = Vec::new();
        let valid = || self.0.iter().filter(move |entry| entry.what == what && !entry.replaced);
        for entry in valid() {
            owner.insert(&entry.name.0, (entry, &entry.name.1));
        }
        for entry in valid() {
            for (alias, span) in &entry.aliases {
                match owner.get(alias.as_str()) {
                    Some((other, _)) if other.name.0 == entry.name.0 => {}
                    Some((other, place)) => {
                        let (word, name) = (what.word(), &other.name.0);
                        let message = format!("{alias} names the {word} {name} too, in {}", other.place(place));
                        let problem =
                            entry.file.problem(span.clone(), message).kind("shared-alias").rule(&entry.name.0);
                        problems
                            .push(problem.hint(format!("leave it to one of the two; a name is of one {word} only")));
                    }
                    None => {
                        owner.insert(alias, (entry, span));
                    }
                }
            }
        }
        problems
    }

    /// The names that an entry may give for a unit.
    fn unit_names(&self, trees: &[Tree]) -> BTreeSet<String> {
        let mut names: BTreeSet<String> = self.names(What::Unit).map(String::from).collect();
        for tree in trees.iter().filter(|tree| tree.file.kind == FileKind::Units) {
            let lists = tree.root().list("classifiers");
            names.extend(lists.iter().flat_map(|list| list.list("names")).filter_map(Node::text).map(String::from));
        }
        names
    }
}

impl Entry<'_> {
    fn place(&self, span: &Range<usize>) -> String {
        format!("{}:{}", self.file.path.display(), line_column(&self.file.text, span.start).0)
    }
}

fn zones(file: &RuleFile) -> Vec<Entry<'_>> {
    let mut records = shape::records(file).into_iter().flatten();
    let header: Vec<String> = records.next().into_iter().flatten().map(|(name, _)| name).collect();
    let column = |name: &str| header.iter().position(|column| column == name);
    let (Some(name), aliases) = (column("name"), column("aliases")) else { return Vec::new() };
    let entry = |fields: Vec<(String, Range<usize>)>| {
        let joined = aliases.and_then(|index| fields.get(index)).cloned().unwrap_or_default();
        let mut at = joined.1.start;
        let mut spans = Vec::new();
        for alias in joined.0.split('|') {
            spans.push((alias.to_string(), at..at + alias.len()));
            at += alias.len() + 1;
        }
        spans.retain(|(alias, _)| !alias.is_empty());
        Some(Entry { what: What::Zone, file, name: fields.get(name)?.clone(), aliases: spans, replaced: false })
    };
    records.filter_map(entry).collect()
}

/// A name at a place that none of the known names is.
fn unknown<'n>(
    file: &RuleFile,
    span: Range<usize>,
    (what, kind): (&str, &'static str),
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> RuleError {
    let hint = nearest(name, known).map(|meant| format!("did you mean {meant:?}?"));
    file.problem(span, format!("unknown {what} {name:?}")).kind(kind).hint(hint.unwrap_or_default())
}

fn unknown_units(tree: &Tree, units: &BTreeSet<String>, entries: &Entries) -> Vec<RuleError> {
    let mut problems = Vec::new();
    for (list, key, name) in [("fixed", "unit", "text"), ("prefix", "unit", "text"), ("unit", "base", "name")] {
        for entry in tree.root().list(list) {
            let Some((unit, span)) = entry.get(key).and_then(|node| Some((node.text()?, node.span()))) else {
                continue;
            };
            // 万元 is 元 with a scale
            if units.contains(unit) || units.contains(split_scale(unit).1) {
                continue;
            }
            let known = entries.names(What::Unit);
            let rule = entry.get(name).and_then(Node::text).unwrap_or_default();
            problems.push(unknown(tree.file, span, ("unit", "unknown-unit"), unit, known).rule(rule));
        }
    }
    problems
}

/// Lists of classes that name one which no lexicon has.
fn unknown_classes(tree: &Tree, trees: &[Tree]) -> Vec<RuleError> {
    let lexicons = trees.iter().filter(|tree| tree.file.kind == FileKind::Lexicon);
    let classes: BTreeSet<&str> =
        lexicons.filter_map(|tree| tree.root().get("class")).flat_map(Node::entries).map(|(name, ..)| name).collect();
    let lists = ["noun", "name", "modifier", "opener", "joint", "etc", "possessive", "head", "bound"];
    let (phrase, zone) = (tree.root().get("phrase"), tree.root().get("zone"));
    let named = lists.iter().flat_map(|list| phrase.map(|p| p.list(list)).unwrap_or_default());
    let named = named.chain(zone.map(|zone| zone.list("owned")).unwrap_or_default());
    let classes = &classes;
    let wrong = named.filter_map(|node| {
        let name = node.text().filter(|name| !classes.contains(name))?;
        Some(unknown(tree.file, node.span(), ("word class", "unknown-class"), name, classes.iter().copied()))
    });
    wrong.collect()
}

fn unknown_reasons(tree: &Tree, trees: &[Tree]) -> Vec<RuleError> {
    let files = trees.iter().filter(|tree| tree.file.kind == FileKind::Noise);
    let reasons: BTreeSet<&str> =
        files.filter_map(|tree| tree.root().get("words")).flat_map(Node::entries).map(|(name, ..)| name).collect();
    let wrong = tree.root().list("apart").into_iter().filter_map(|node| {
        let known = |name: &&str| reasons.contains(name) || Reason::named(name).is_some();
        let name = node.text().filter(|name| !known(name))?;
        Some(unknown(tree.file, node.span(), ("reason", "unknown-class"), name, reasons.iter().copied()))
    });
    wrong.collect()
}

fn unknown_times(tree: &Tree) -> Vec<RuleError> {
    let mut problems = Vec::new();
    for table in ["parts", "plans"] {
        for (word, _, node) in tree.root().get(table).map(Node::entries).unwrap_or_default() {
            let meaning = node.text().unwrap_or_default();
            if let Some(unknown) = UnknownTime::check(table, word, meaning) {
                let problem = tree.file.problem(node.span(), format!("{meaning:?} is no part of a year or plan"));
                problems.push(problem.kind("wrong-value").rule(word).expected(unknown.expected));
            }
        }
    }
    problems
}

/// `disable` of what the packs below do not have.
fn unknown_disabled(tree: &Tree, trees: &[Tree], entries: &Entries) -> Vec<RuleError> {
    let below = |entry: &&Entry| entry.file.pack < tree.file.pack;
    let known: Vec<&str> = entries.0.iter().filter(below).map(|entry| entry.name.0.as_str()).collect();
    let first = trees.first().is_none_or(|first| first.file.pack == tree.file.pack);
    let wrong = tree.root().list("disable").into_iter().filter_map(|node| {
        let name = node.text().filter(|name| !known.contains(name))?;
        let problem = unknown(tree.file, node.span(), ("id", "unknown-id"), name, known.iter().copied());
        let problem = problem.expected("the id of a rule or the name of a metric, unit or park of a pack below");
        Some(if first { problem.hint("no pack lies below this one") } else { problem })
    });
    wrong.collect()
}
