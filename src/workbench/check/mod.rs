//! The check of a pack: all problems at once, each at its place.
//!
//! In: the files of the packs that are laid over each other. Out: [`RuleError`]s, errors and warnings, in the order of the files.
//! First each file by itself ([`shape`]), then the words of all files together (`words`), then each rule (`facts`); what is
//! sound of the pack is compiled, and its rules are tried on their own tests (`trial`). A mistake in one file or rule hides no
//! other. Not here: how problems are shown.

mod facts;
mod trial;
mod words;

use std::path::PathBuf;
use toml::Spanned;
use toml::de::DeTable;

use crate::mention::vocabulary::Vocabulary;
use crate::rules::error::{RuleError, Severity};
use crate::rules::file::{FileKind, RuleFile, RuleFiles};
use crate::rules::tree::Node;
use crate::rules::{merge_files, shape};

/// The problems of some packs.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// All of them, in the order of the files.
    pub problems: Vec<RuleError>,
    /// How many files were read.
    pub files: usize,
    /// How many rules there are.
    pub rules: usize,
}

impl Checked {
    /// How many problems are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }
}

/// Checks packs as they lie over each other. Where folders are given, the built-in pack is taken to be sound.
pub fn check(folders: &[PathBuf], builtin: bool) -> Checked {
    let RuleFiles { files, errors } = RuleFiles::read(folders, builtin);
    let own = |file: &RuleFile| !file.builtin || folders.is_empty();
    let mut problems = errors;
    let mut sound = Vec::new();
    let mut broken = Vec::new();
    let own_files = files.iter().filter(|file| own(file)).count();
    for file in files {
        let errors = if own(&file) { shape::check(&file) } else { Vec::new() };
        match errors.is_empty() {
            true => sound.push(file),
            false => broken.push(file.kind),
        }
        problems.extend(errors);
    }
    let (mut pack, errors) = merge_files(sound);
    problems.extend(errors);
    let trees: Vec<Tree> = pack.files.iter().map(Tree::new).collect();
    problems.extend(words::check(&trees));
    let vocabulary = Vocabulary::new(&pack);
    let rules = pack.facts.iter().filter(|rule| pack.files.get(rule.origin.index).is_some_and(own)).count();
    match vocabulary {
        Ok(vocabulary) => {
            let (found, unsound) = facts::check(&pack, &trees, &vocabulary);
            problems.extend(found.into_iter().filter(|problem| !is_from(problem, &broken)));
            drop(trees);
            pack.facts.retain(|rule| !unsound.contains(rule.fact.id.get_ref()));
            if broken.iter().all(|kind| *kind == FileKind::Facts) {
                problems.extend(trial::check(pack.clone()));
            }
        }
        Err(errors) => {
            problems.extend(errors.0);
            drop(trees);
        }
    }
    problems.retain(|problem| folders.is_empty() || !is_builtin(&pack.files, problem));
    sort(&mut problems, &pack.files);
    Checked { problems, files: own_files, rules }
}

/// Whether a name is only unknown because the file that has it could not be read.
fn is_from(problem: &RuleError, broken: &[FileKind]) -> bool {
    match problem.kind {
        "unknown-slot" => broken.contains(&FileKind::Lexicon),
        "unknown-unit" => broken.contains(&FileKind::Units),
        _ => false,
    }
}

fn is_builtin(files: &[RuleFile], problem: &RuleError) -> bool {
    files.iter().any(|file| file.builtin && file.path == problem.file)
        && !files.iter().any(|file| !file.builtin && file.path == problem.file)
}

/// In the order of the files, and what two checks found at one place once.
fn sort(problems: &mut Vec<RuleError>, files: &[RuleFile]) {
    let place = |problem: &RuleError| files.iter().position(|file| file.path == problem.file);
    problems
        .sort_by_key(|problem| (place(problem), problem.file.clone(), problem.line, problem.column, problem.severity));
    problems.dedup_by(|b, a| (&a.file, a.line, a.column, a.kind) == (&b.file, b.line, b.column, b.kind) && a.line > 0);
}

/// A file with its tree; a CSV file has an empty one.
struct Tree<'a> {
    file: &'a RuleFile,
    tree: Spanned<DeTable<'a>>,
}

impl<'a> Tree<'a> {
    fn new(file: &'a RuleFile) -> Tree<'a> {
        let is_toml = crate::rules::schema::of(file.kind).is_some();
        Tree { file, tree: DeTable::parse_recoverable(if is_toml { &file.text } else { "" }).0 }
    }

    fn root(&'a self) -> Node<'a> {
        Node::root(&self.tree)
    }
}
