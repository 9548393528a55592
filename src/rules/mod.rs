//! Rule packs: read, overlay and hand out.
//!
//! In: the files embedded in the binary and the folders of a user. Out: a [`Pack`], plain data with the origin of every rule.
//! A later pack lays itself over an earlier one: the same name or id replaces, new ones add, `disable` removes, word lists
//! grow. All problems are collected and reported at once. Not here: compiling words and patterns (see
//! [`mention`](crate::mention) and [`fact`](crate::fact)).

pub mod builtin;
pub mod error;
pub mod files;

use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::layout::LayoutWords;
use crate::period::PeriodWords;
use crate::source::MastheadWords;
use crate::unit::UnitFile;
use error::{RuleError, RuleErrors, line_column};
use files::*;

/// The version of the rule language that this program reads.
pub const LANGUAGE: u32 = 1;

/// Where a rule was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub file: PathBuf,
    /// The line of its pattern.
    pub line: usize,
    /// The column of its pattern's first character.
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
}

impl Pack {
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
    let mut loader = Loader::default();
    if builtin {
        for (name, text) in builtin::FILES {
            loader.file(Path::new("rules").join(name), name, text);
        }
    }
    for folder in folders {
        loader.folder(folder);
    }
    if loader.errors.is_empty() { Ok(loader.pack) } else { Err(RuleErrors(loader.errors)) }
}

#[derive(Default)]
struct Loader {
    pack: Pack,
    errors: Vec<RuleError>,
}

impl Loader {
    fn folder(&mut self, folder: &Path) {
        let mut paths: Vec<PathBuf> = walkdir::WalkDir::new(folder)
            .sort_by_file_name()
            .into_iter()
            .flatten()
            .map(|e| e.into_path())
            .filter(|p| p.is_file())
            .collect();
        paths.retain(|p| p.extension().is_some_and(|e| e == "toml" || e == "csv"));
        // pack.toml first: it says which language the others are written in
        paths.sort_by_key(|p| p.file_name().is_none_or(|n| n != "pack.toml"));
        if paths.is_empty() {
            let hint = "give a folder with .toml rule files, such as `--rules my-rules`".to_string();
            self.errors.push(RuleError {
                file: folder.into(),
                message: "no rule files here".into(),
                hint,
                ..RuleError::default()
            });
        }
        for path in paths {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            match std::fs::read_to_string(&path) {
                Ok(text) => self.file(path.clone(), &name, &text),
                Err(error) => self.errors.push(RuleError {
                    file: path,
                    message: format!("cannot be read: {error}"),
                    hint: "rule files are UTF-8 text".into(),
                    ..RuleError::default()
                }),
            }
        }
    }

    fn file(&mut self, path: PathBuf, name: &str, text: &str) {
        match name {
            "pack.toml" => {
                if let Some(file) = self.toml::<PackFile>(&path, text) {
                    self.pack_file(path, file);
                }
            }
            "units.toml" => {
                if let Some(file) = self.toml::<UnitFile>(&path, text) {
                    self.units(file);
                }
            }
            "periods.toml" => {
                if let Some(file) = self.toml::<PeriodWords>(&path, text) {
                    self.pack.periods.extend(file);
                }
            }
            "lexicon.toml" => {
                if let Some(file) = self.toml::<LexiconFile>(&path, text) {
                    self.lexicon(file);
                }
            }
            "noise.toml" => {
                if let Some(file) = self.toml::<NoiseFile>(&path, text) {
                    let noise = &mut self.pack.noise;
                    for (reason, words) in file.words {
                        noise.words.entry(reason).or_default().extend(words);
                    }
                    noise.ordinal.extend(file.ordinal);
                    noise.apart.extend(file.apart);
                    noise.bracket.extend(file.bracket);
                }
            }
            "layout.toml" => {
                if let Some(file) = self.toml(&path, text) {
                    self.pack.layout = file;
                }
            }
            "masthead.toml" => {
                if let Some(file) = self.toml(&path, text) {
                    self.pack.masthead = file;
                }
            }
            "metrics.toml" => {
                if let Some(file) = self.toml::<MetricFile>(&path, text) {
                    merge(&mut self.pack.metrics, file.metric, |m| m.name.clone());
                }
            }
            "zones.csv" => {
                let zones = self.csv::<ZoneLine>(&path, text);
                merge(&mut self.pack.zones, zones, |z| z.name.clone());
            }
            "regions.csv" => {
                let regions = self.csv::<RegionLine>(&path, text);
                merge(&mut self.pack.regions, regions, |r| r.name.clone());
            }
            _ if name.ends_with(".toml") && !name.contains('/') || name.starts_with("facts/") => {
                if let Some(file) = self.toml::<FactFile>(&path, text) {
                    self.facts(&path, text, file);
                }
            }
            _ => {}
        }
    }

    fn pack_file(&mut self, path: PathBuf, file: PackFile) {
        if file.language > LANGUAGE {
            self.errors.push(RuleError {
                file: path,
                message: format!(
                    "this pack is written for rule language {}, and this program reads {LANGUAGE}",
                    file.language
                ),
                hint: "use a newer shishu".into(),
                ..RuleError::default()
            });
        }
        let pack = &mut self.pack;
        pack.facts.retain(|f| !file.disable.contains(f.fact.id.get_ref()));
        pack.metrics.retain(|m| !file.disable.contains(&m.name));
        pack.zones.retain(|z| !file.disable.contains(&z.name));
    }

    fn units(&mut self, mut file: UnitFile) {
        let units = &mut self.pack.units;
        merge(&mut units.unit, std::mem::take(&mut file.unit), |u| u.name.clone());
        merge(&mut units.fixed, std::mem::take(&mut file.fixed), |f| f.text.clone());
        merge(&mut units.prefix, std::mem::take(&mut file.prefix), |p| p.text.clone());
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
        ] {
            list.extend(new);
        }
    }

    fn facts(&mut self, path: &Path, text: &str, file: FactFile) {
        let mut lines: HashMap<String, usize> = HashMap::new();
        let mut rules = Vec::new();
        for fact in file.fact {
            let (line, column) = line_column(text, fact.pattern.span().start);
            let id = fact.id.get_ref().clone();
            if let Some(first) = lines.insert(id.clone(), line) {
                let (line, column) = line_column(text, fact.id.span().start);
                let message = format!("this id stands already on line {first}");
                let hint = "give each rule an id of its own".into();
                self.errors.push(RuleError { file: path.into(), line, column, rule: id, message, hint });
            }
            rules.push(FactRule { fact, origin: Origin { file: path.into(), line, column } });
        }
        merge(&mut self.pack.facts, rules, |f| f.fact.id.get_ref().clone());
    }

    fn toml<T: DeserializeOwned>(&mut self, path: &Path, text: &str) -> Option<T> {
        match toml::from_str(text) {
            Ok(file) => Some(file),
            Err(error) => {
                let (line, column) = error.span().map_or((0, 0), |span| line_column(text, span.start));
                let message = error.message().lines().collect::<Vec<_>>().join(", ");
                self.errors.push(RuleError { file: path.into(), line, column, message, ..RuleError::default() });
                None
            }
        }
    }

    fn csv<T: DeserializeOwned>(&mut self, path: &Path, text: &str) -> Vec<T> {
        let mut rows = Vec::new();
        for record in csv::Reader::from_reader(text.as_bytes()).into_deserialize() {
            match record {
                Ok(row) => rows.push(row),
                Err(error) => {
                    let line = error.position().map_or(0, |p| p.line() as usize);
                    self.errors.push(RuleError {
                        file: path.into(),
                        line,
                        message: error.to_string(),
                        hint: "quote a field that holds a comma".into(),
                        ..RuleError::default()
                    });
                }
            }
        }
        rows
    }
}

/// Lays entries over a list: one with a known key takes the old one's place, others go to the end.
fn merge<T>(list: &mut Vec<T>, entries: Vec<T>, key: impl Fn(&T) -> String) {
    let mut places: HashMap<String, usize> = list.iter().enumerate().map(|(i, old)| (key(old), i)).collect();
    for entry in entries {
        match places.get(&key(&entry)) {
            Some(&place) => list[place] = entry,
            None => {
                places.insert(key(&entry), list.len());
                list.push(entry);
            }
        }
    }
}
