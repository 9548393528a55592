//! The rules as a list, and the packs that they are of.
//!
//! In: a pack. Out: [`Entry`]s, one a rule in the order in which they are tried, and [`PackEntry`]s, one a pack with what it
//! replaces and takes away. Not here: how they are shown.

use std::collections::BTreeMap;

use serde::Serialize;

use super::case::of_rule;
use crate::rules::Pack;
use crate::rules::file::FileKind;
use crate::rules::files::{FactFile, PackFile};

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// What it says.
    pub doc: String,
    /// Its file.
    pub file: String,
    /// The line of its pattern.
    pub line: usize,
    /// Its tests with rows that it must give.
    pub positive: usize,
    /// Its tests in which it must give none.
    pub negative: usize,
    /// Its known gaps, which are among those.
    pub todo: usize,
}

/// The rules of a pack.
pub fn rules(pack: &Pack) -> Vec<Entry> {
    let entry = |rule: &crate::rules::FactRule| {
        let count = |which: fn(&super::case::Case) -> bool| of_rule(pack, rule).filter(which).count();
        Entry {
            id: rule.fact.id.get_ref().clone(),
            doc: rule.fact.doc.clone(),
            file: rule.origin.file.display().to_string(),
            line: rule.origin.line,
            positive: count(|case| case.is_positive()),
            negative: count(|case| case.is_negative()),
            todo: count(|case| case.todo.is_some()),
        }
    };
    pack.facts.iter().map(entry).collect()
}

/// A pack.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PackEntry {
    /// Its id; the folder where it has none.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The language version that it is written in; 0 where it says none.
    pub language: u32,
    /// The folder.
    pub folder: String,
    /// Whether it is embedded in the program.
    pub builtin: bool,
    /// How many rules it has.
    pub rules: usize,
    /// The rules of packs below that it gives anew.
    pub replaces: Vec<String>,
    /// What it takes away from the packs below.
    pub disables: Vec<String>,
}

/// The packs that a pack was merged from, the lowest first.
pub fn packs(pack: &Pack) -> Vec<PackEntry> {
    let mut packs: BTreeMap<usize, PackEntry> = BTreeMap::new();
    let mut known: Vec<String> = Vec::new();
    for file in &pack.files {
        let entry = packs.entry(file.pack).or_default();
        entry.builtin = file.builtin;
        if entry.folder.is_empty() {
            let depth = file.name.split('/').count();
            entry.folder =
                file.path.ancestors().nth(depth).map_or(String::new(), |folder| folder.display().to_string());
        }
        match file.kind {
            FileKind::Pack => {
                let read: PackFile = toml::from_str(&file.text).unwrap_or_default();
                (entry.id, entry.version, entry.language) = (read.id, read.version, read.language);
                entry.disables = read.disable;
            }
            FileKind::Facts => {
                let read: FactFile = toml::from_str(&file.text).unwrap_or_default();
                for id in read.fact.into_iter().map(|fact| fact.id.into_inner()) {
                    entry.rules += 1;
                    if known.contains(&id) {
                        entry.replaces.push(id);
                    } else {
                        known.push(id);
                    }
                }
            }
            _ => {}
        }
    }
    packs
        .into_values()
        .map(|pack| if pack.id.is_empty() { PackEntry { id: pack.folder.clone(), ..pack } } else { pack })
        .collect()
}
