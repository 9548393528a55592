//! The files of a pack as they stand on disk or in the binary.
//!
//! In: the embedded files and the folders of a user. Out: [`RuleFile`]s in the order in which they are laid over each other, and
//! for any place in one of them a [`RuleError`] with its line. Not here: what the files say.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::builtin;
use super::error::{Excerpt, RuleError, line_column};
use crate::suggest::nearest;

/// What a rule file holds; its name says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names are those of the files
pub enum FileKind {
    Pack,
    Units,
    Periods,
    Lexicon,
    Noise,
    Layout,
    Masthead,
    Metrics,
    Zones,
    Regions,
    Facts,
}

impl FileKind {
    /// Every kind with the name of its file; facts may stand in a file of any other name.
    pub const ALL: [(FileKind, &'static str); 11] = [
        (FileKind::Pack, "pack.toml"),
        (FileKind::Units, "units.toml"),
        (FileKind::Periods, "periods.toml"),
        (FileKind::Lexicon, "lexicon.toml"),
        (FileKind::Noise, "noise.toml"),
        (FileKind::Layout, "layout.toml"),
        (FileKind::Masthead, "masthead.toml"),
        (FileKind::Metrics, "metrics.toml"),
        (FileKind::Zones, "zones.csv"),
        (FileKind::Regions, "regions.csv"),
        (FileKind::Facts, "facts.toml"),
    ];

    /// The kind of a file by its path within the pack.
    pub fn of(name: &str) -> Option<FileKind> {
        let known = FileKind::ALL.iter().find(|(_, file)| *file == name).map(|(kind, _)| *kind);
        let facts = name.ends_with(".toml") && (!name.contains('/') || name.starts_with("facts/"));
        known.or(facts.then_some(FileKind::Facts))
    }
}

/// One file of a pack.
#[derive(Clone, Debug)]
pub struct RuleFile {
    /// Where it is, as the user would name it.
    pub path: PathBuf,
    /// Its path within the pack.
    pub name: String,
    /// What it holds.
    pub kind: FileKind,
    /// Its text.
    pub text: Cow<'static, str>,
    /// Which pack it is of: 0 the first.
    pub pack: usize,
    /// Whether it is embedded in the program.
    pub builtin: bool,
}

impl RuleFile {
    /// A problem at a place of this file. Only the first line of the place is shown; a place inside a character is the
    /// whole of it.
    pub fn problem(&self, span: Range<usize>, message: impl Into<String>) -> RuleError {
        let start = (0..=span.start.min(self.text.len())).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0);
        let end = (span.end.max(start)..self.text.len()).find(|&at| self.text.is_char_boundary(at));
        let span = start..end.unwrap_or(self.text.len());
        let (line, column) = line_column(&self.text, span.start);
        RuleError {
            file: self.path.clone(),
            line,
            column,
            message: message.into(),
            excerpt: excerpt(&self.text, span),
            ..RuleError::default()
        }
    }
}

fn excerpt(text: &str, span: Range<usize>) -> Option<Excerpt> {
    let start = text.get(..span.start)?.rfind('\n').map_or(0, |i| i + 1);
    let line = text[start..].lines().next().unwrap_or("");
    let end = span.end.saturating_sub(start).min(line.len()).max(span.start - start);
    Some(Excerpt { text: line.to_string(), start: span.start - start, end })
}

/// The files of a list of packs, and what is wrong with the folders.
#[derive(Debug, Default)]
pub struct RuleFiles {
    /// The files, `pack.toml` of each pack first.
    pub files: Vec<RuleFile>,
    /// Folders and files that cannot be read, and files that nobody reads.
    pub errors: Vec<RuleError>,
}

impl RuleFiles {
    /// Reads the built-in pack, unless it is not wanted, and the folders.
    pub fn read(folders: &[PathBuf], builtin: bool) -> RuleFiles {
        let mut read = RuleFiles::default();
        if builtin {
            read.files.extend(builtin::FILES.iter().filter_map(|&(name, text)| {
                let path = Path::new("rules").join(name);
                let kind = FileKind::of(name)?;
                Some(RuleFile { path, name: name.into(), kind, text: Cow::Borrowed(text), pack: 0, builtin: true })
            }));
        }
        for (index, folder) in folders.iter().enumerate() {
            read.folder(folder, index + usize::from(builtin));
        }
        read
    }

    fn folder(&mut self, folder: &Path, pack: usize) {
        let hidden =
            |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
        let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|e| !hidden(e));
        let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.into_path()).filter(|p| p.is_file()).collect();
        paths.retain(|p| p.extension().is_some_and(|e| e == "toml" || e == "csv"));
        // pack.toml first: it says which language the others are written in
        paths.sort_by_key(|p| p.strip_prefix(folder).is_ok_and(|name| name != Path::new("pack.toml")));
        let before = (self.files.len(), self.errors.len());
        for path in paths {
            self.file(folder, path, pack);
        }
        if before == (self.files.len(), self.errors.len()) {
            let hint = "give a folder with .toml rule files, such as `--rules my-rules`".to_string();
            let (file, message) = (folder.into(), "no rule files here".into());
            self.errors.push(RuleError { kind: "no-rules", file, message, hint, ..RuleError::default() });
        }
    }

    fn file(&mut self, folder: &Path, path: PathBuf, pack: usize) {
        let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let Some(kind) = FileKind::of(&name) else { return self.unread(path, &name) };
        if kind == FileKind::Facts && name == "shishu.toml" {
            return; // settings, not rules
        }
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let text = text.strip_prefix('\u{FEFF}').map(String::from).unwrap_or(text);
                self.files.push(RuleFile { path, name, kind, text: Cow::Owned(text), pack, builtin: false });
            }
            Err(error) => self.errors.push(RuleError {
                kind: "unreadable",
                file: path,
                message: format!("cannot be read: {error}"),
                hint: "rule files are UTF-8 text".into(),
                ..RuleError::default()
            }),
        }
    }

    /// A file that no rule is read from: a mistake if it looks like one that should be.
    fn unread(&mut self, path: PathBuf, name: &str) {
        let meant = nearest(name, FileKind::ALL.iter().map(|(_, file)| *file));
        let (message, hint) = match (name.ends_with(".toml"), meant) {
            (true, _) => {
                ("no rules are read from this folder".into(), "move the file to facts/ or beside pack.toml".into())
            }
            (false, Some(meant)) => (format!("no rules are read from {name}"), format!("did you mean {meant}?")),
            (false, None) => return,
        };
        self.errors.push(RuleError { kind: "unread-file", file: path, message, hint, ..RuleError::default() });
    }
}
