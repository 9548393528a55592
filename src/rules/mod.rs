//! Rule packs: read, overlay and hand out.
//!
//! In: the files embedded in the binary and the folders of a user. Out: a [`Pack`], plain data with the origin of every rule.
//! A later pack lays itself over an earlier one: the same name or id replaces, new ones add, `disable` removes, word lists
//! grow. All problems are collected and reported at once. Not here: compiling words and patterns (see
//! [`mention`](crate::mention) and [`fact`](crate::fact)).

pub mod builtin;
pub mod error;
pub mod file;
pub mod files;
pub mod schema;
pub mod shape;
pub mod tree;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use crate::layout::LayoutWords;
use crate::period::PeriodWords;
use crate::source::MastheadWords;
use crate::unit::UnitFile;
use error::{RuleError, RuleErrors, line_column};
use file::{FileKind, RuleFile, RuleFiles};
use files::*;

/// The version of the rule language that this program reads.
pub const LANGUAGE: u32 = 1;

/// Where a rule was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub file: PathBuf,
    /// The file by its number in [`Pack::files`].
    pub index: usize,
    /// The line of its pattern's first character.
    pub line: usize,
    /// The column of it.
    pub column: usize,
}

/// A fact rule with its origin.
#[derive(Clone, Debug)]
pub struct FactRule {
    /// The rule as written.
    pub fact: Fact,
    /// Where.
    pub origin: Origin,
}

/// All rules, merged.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)] // one field a file, described there
pub struct Pack {
    pub units: UnitFile,
    pub periods: PeriodWords,
    pub lexicon: LexiconFile,
    pub noise: NoiseFile,
    pub layout: LayoutWords,
    pub masthead: MastheadWords,
    pub metrics: Vec<Metric>,
    pub zones: Vec<ZoneLine>,
    pub regions: Vec<RegionLine>,
    pub facts: Vec<FactRule>,
    pub files: Vec<RuleFile>,
}

impl Pack {
    /// A problem in the last file of a kind in which `place` finds it; without a line where none has it.
    pub fn problem(
        &self,
        kind: FileKind,
        message: String,
        place: impl Fn(tree::Node) -> Option<std::ops::Range<usize>>,
    ) -> RuleError {
        let found = self.files.iter().rev().filter(|file| file.kind == kind).find_map(|file| {
            let (tree, _) = toml::de::DeTable::parse_recoverable(&file.text);
            Some((file, place(tree::Node::root(&tree))?))
        });
        match found {
            Some((file, span)) => file.problem(span, message),
            None => RuleError { message, ..RuleError::default() },
        }
    }

    /// The words that tell a masthead's date.
    pub fn masthead_words(&self) -> &MastheadWords {
        &self.masthead
    }
}

/// Loads the built-in pack, unless it is not wanted, and lays the folders over it in their order.
///
/// # Errors
/// All problems of all files.
pub fn load(folders: &[PathBuf], builtin: bool) -> Result<Pack, RuleErrors> {
    let read = RuleFiles::read(folders, builtin);
    let (pack, mut errors) = merge_files(read.files);
    errors.splice(0..0, read.errors);
    if errors.is_empty() { Ok(pack) } else { Err(RuleErrors(errors)) }
}

/// Lays files over each other; a file with a mistake is left out, and its mistakes are told.
pub fn merge_files(files: Vec<RuleFile>) -> (Pack, Vec<RuleError>) {
    let read: Vec<Result<Content, Vec<RuleError>>> = files.par_iter().map(Content::read).collect();
    let mut loader = Loader::default();
    for ((index, file), content) in files.iter().enumerate().zip(read) {
        match content {
            Ok(content) => loader.lay(index, file, content),
            Err(errors) => loader.errors.extend(errors),
        }
    }
    loader.pack.files = files;
    (loader.pack, loader.errors)
}

/// What a rule file says.
#[allow(clippy::large_enum_variant)] // a dozen, laid over each other at once
enum Content {
    Pack(PackFile),
    Units(UnitFile),
    Periods(PeriodWords),
    Lexicon(LexiconFile),
    Noise(NoiseFile),
    Layout(LayoutWords),
    Masthead(MastheadWords),
    Metrics(MetricFile),
    Zones(Vec<ZoneLine>),
    Regions(Vec<RegionLine>),
    Facts(FactFile),
}

impl Content {
    /// Reads a file, or tells all that is wrong with it.
    fn read(file: &RuleFile) -> Result<Content, Vec<RuleError>> {
        Ok(match file.kind {
            FileKind::Pack => Content::Pack(from_toml(file)?),
            FileKind::Units => Content::Units(from_toml(file)?),
            FileKind::Periods => Content::Periods(from_toml(file)?),
            FileKind::Lexicon => Content::Lexicon(from_toml(file)?),
            FileKind::Noise => Content::Noise(from_toml(file)?),
            FileKind::Layout => Content::Layout(from_toml(file)?),
            FileKind::Masthead => Content::Masthead(from_toml(file)?),
            FileKind::Metrics => Content::Metrics(from_toml(file)?),
            FileKind::Zones => Content::Zones(from_csv(file)?),
            FileKind::Regions => Content::Regions(from_csv(file)?),
            FileKind::Facts => Content::Facts(from_toml(file)?),
        })
    }
}

/// Reads a file; one that cannot be read is gone through again for all that is wrong with it.
fn from_toml<T: DeserializeOwned>(file: &RuleFile) -> Result<T, Vec<RuleError>> {
    toml::from_str(&file.text).map_err(|error| {
        let mut errors = shape::check(file);
        if errors.is_empty() {
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            errors.push(file.problem(error.span().unwrap_or(0..0), message).kind("wrong-value"));
        }
        errors
    })
}

fn from_csv<T: DeserializeOwned>(file: &RuleFile) -> Result<Vec<T>, Vec<RuleError>> {
    let rows: Result<Vec<T>, csv::Error> = csv::Reader::from_reader(file.text.as_bytes()).into_deserialize().collect();
    rows.map_err(|error| {
        let mut errors = shape::check(file);
        if errors.is_empty() {
            let at = error.position().map_or(0, |p| p.byte() as usize);
            errors.push(file.problem(at..at, error.to_string()).kind("wrong-value"));
        }
        errors
    })
}

#[derive(Default)]
struct Loader {
    pack: Pack,
    errors: Vec<RuleError>,
}

impl Loader {
    /// Lays what a file says over what those before it said.
    fn lay(&mut self, index: usize, file: &RuleFile, content: Content) {
        match content {
            Content::Pack(read) => self.pack_file(file, read),
            Content::Units(read) => self.units(read),
            Content::Periods(read) => self.pack.periods.extend(read),
            Content::Lexicon(read) => self.lexicon(read),
            Content::Noise(read) => self.noise(read),
            Content::Layout(read) => self.pack.layout = read,
            Content::Masthead(read) => self.pack.masthead = read,
            Content::Metrics(read) => merge(&mut self.pack.metrics, read.metric, |m| &m.name),
            Content::Zones(read) => merge(&mut self.pack.zones, read, |z| &z.name),
            Content::Regions(read) => merge(&mut self.pack.regions, read, |r| &r.name),
            Content::Facts(read) => self.facts(index, file, read),
        }
    }

    fn pack_file(&mut self, file: &RuleFile, read: PackFile) {
        if read.language > LANGUAGE {
            let (at, written) = (file.text.find("language").unwrap_or(0), read.language);
            let message =
                format!("this pack is written for rule language {written}, and this program reads {LANGUAGE}");
            let error = file.problem(at..at + "language".len(), message).kind("newer-language");
            self.errors.push(error.hint("use a newer shishu, or a pack for this one"));
        }
        let pack = &mut self.pack;
        pack.facts.retain(|f| !read.disable.contains(f.fact.id.get_ref()));
        pack.metrics.retain(|m| !read.disable.contains(&m.name));
        pack.zones.retain(|z| !read.disable.contains(&z.name));
        pack.units.unit.retain(|u| !read.disable.contains(&u.name));
    }

    fn noise(&mut self, read: NoiseFile) {
        let noise = &mut self.pack.noise;
        for (reason, words) in read.words {
            noise.words.entry(reason).or_default().extend(words);
        }
        noise.ordinal.extend(read.ordinal);
        noise.apart.extend(read.apart);
        noise.bracket.extend(read.bracket);
    }

    fn units(&mut self, mut file: UnitFile) {
        let units = &mut self.pack.units;
        merge(&mut units.unit, std::mem::take(&mut file.unit), |u| &u.name);
        merge(&mut units.fixed, std::mem::take(&mut file.fixed), |f| &f.text);
        merge(&mut units.prefix, std::mem::take(&mut file.prefix), |p| &p.text);
        units.extend_lists(file);
    }

    fn lexicon(&mut self, file: LexiconFile) {
        let lexicon = &mut self.pack.lexicon;
        for (class, words) in file.class {
            lexicon.class.entry(class).or_default().extend(words);
        }
        lexicon.pattern.extend(file.pattern);
        for (mood, words) in file.mood {
            lexicon.mood.entry(mood).or_default().extend(words);
        }
        let (phrase, new) = (&mut lexicon.phrase, file.phrase);
        for (list, new) in [
            (&mut phrase.noun, new.noun),
            (&mut phrase.name, new.name),
            (&mut phrase.modifier, new.modifier),
            (&mut phrase.joint, new.joint),
            (&mut phrase.opener, new.opener),
            (&mut phrase.possessive, new.possessive),
            (&mut phrase.etc, new.etc),
            (&mut phrase.head, new.head),
            (&mut phrase.bound, new.bound),
            (&mut phrase.trim_front, new.trim_front),
            (&mut phrase.trim_back, new.trim_back),
            (&mut phrase.sum, new.sum),
        ] {
            list.extend(new);
        }
        phrase.rewrite.extend(new.rewrite);
        let (zone, new) = (&mut lexicon.zone, file.zone);
        for (suffix, words) in new.suffix {
            zone.suffix.entry(suffix).or_default().extend(words);
        }
        for (list, new) in [
            (&mut zone.anaphor, new.anaphor),
            (&mut zone.infix, new.infix),
            (&mut zone.collective, new.collective),
            (&mut zone.minor, new.minor),
            (&mut zone.owned, new.owned),
            (&mut zone.place, new.place),
            (&mut zone.not_place, new.not_place),
            (&mut zone.not_name, new.not_name),
            (&mut zone.placed, new.placed),
            (&mut zone.general, new.general),
            (&mut zone.attribute, new.attribute),
            (&mut zone.called, new.called),
            (&mut zone.bynamed, new.bynamed),
            (&mut zone.coined, new.coined),
            (&mut zone.not_coined, new.not_coined),
            (&mut zone.side, new.side),
            (&mut zone.left_out, new.left_out),
            (&mut zone.this, new.this),
            (&mut zone.first, new.first),
        ] {
            list.extend(new);
        }
    }

    fn facts(&mut self, index: usize, file: &RuleFile, read: FactFile) {
        let mut lines: HashMap<String, usize> = HashMap::new();
        let mut rules = Vec::new();
        for fact in read.fact {
            let first = tree::place_in_string(&file.text, fact.pattern.span(), 0..0).start;
            let (line, column) = line_column(&file.text, first);
            let id = fact.id.get_ref().clone();
            if let Some(first) = lines.insert(id.clone(), line) {
                let error = file.problem(fact.id.span(), format!("this id stands already on line {first}"));
                self.errors.push(error.kind("duplicate").rule(id).hint("give each rule an id of its own"));
            }
            let origin = Origin { file: file.path.clone(), index, line, column };
            rules.push(FactRule { fact, origin });
        }
        merge(&mut self.pack.facts, rules, |f| f.fact.id.get_ref());
    }
}

/// Lays entries over a list: one with a known key takes the old one's place, others go to the end.
fn merge<T>(list: &mut Vec<T>, entries: Vec<T>, key: impl Fn(&T) -> &str) {
    let before = list.len();
    list.extend(entries);
    let keys: HashSet<&str> = list.iter().map(&key).collect(); // counted only, never iterated
    if keys.len() == list.len() {
        return; // nearly always, and the keys of thousands of parks need not be cloned
    }
    let entries = list.split_off(before);
    let mut places: HashMap<String, usize> = list.iter().enumerate().map(|(i, old)| (key(old).into(), i)).collect();
    for entry in entries {
        match places.entry(key(&entry).into()) {
            Entry::Occupied(place) => list[*place.get()] = entry,
            Entry::Vacant(place) => {
                place.insert(list.len());
                list.push(entry);
            }
        }
    }
}
