//! Which rule packs are laid over each other.
//!
//! In: `--rules` and `--no-builtin`, else `SHISHU_RULES`, else the `shishu.toml` of the working folder or of the nearest folder
//! above it; the first of these that says anything counts. Out: [`Packs`], and who named them. Not here: reading the packs.
//!
//! ```toml
//! # shishu.toml: paths are relative to it
//! rules   = ["rules/port"]
//! builtin = true
//! ```

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::Failure;
use crate::pipeline::Extractor;
use crate::rules::Pack;
use crate::rules::error::line_column;

/// The variable that names packs, separated as in `PATH`.
const VARIABLE: &str = "SHISHU_RULES";
/// The file that names packs.
const SETTINGS: &str = "shishu.toml";

/// The flags that name packs.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct PackArgs {
    /// Lay the rule pack in DIR over the built-in one; may be given again [default: SHISHU_RULES, then shishu.toml]
    #[arg(long, value_name = "DIR", help_heading = "Rules")]
    rules: Vec<PathBuf>,
    /// Leave out the built-in rules
    #[arg(long, help_heading = "Rules")]
    no_builtin: bool,
}

/// Who named the packs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamedBy {
    /// Nobody: the built-in pack alone.
    Nobody,
    /// The command line.
    Flags,
    /// The environment.
    Environment,
    /// A settings file.
    Settings(PathBuf),
}

impl NamedBy {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            NamedBy::Nobody => "built in".into(),
            NamedBy::Flags => "the command line".into(),
            NamedBy::Environment => VARIABLE.into(),
            NamedBy::Settings(path) => path.display().to_string(),
        }
    }
}

/// The packs to lay over each other.
#[derive(Clone, Debug)]
pub struct Packs {
    /// Whether the built-in pack lies below them all.
    pub builtin: bool,
    /// Their folders, the lowest first.
    pub folders: Vec<PathBuf>,
    /// Who named them.
    pub named_by: NamedBy,
}

impl PackArgs {
    /// The packs that these flags, or the defaults, name.
    pub fn resolve(self) -> Result<Packs, Failure> {
        let flags = !self.rules.is_empty() || self.no_builtin;
        let (mut builtin, mut folders, mut named_by) = (!self.no_builtin, self.rules, NamedBy::Flags);
        if !flags {
            (builtin, folders, named_by) = defaults()?;
        }
        Ok(Packs { builtin, folders, named_by })
    }

    /// The same with more folders on top; the defaults only where no folder is given.
    pub fn with(mut self, folders: &[PathBuf]) -> Result<Packs, Failure> {
        self.rules.extend(folders.iter().cloned());
        self.resolve()
    }
}

impl Packs {
    /// The rules, merged.
    pub fn load(&self) -> Result<Pack, Failure> {
        crate::rules::load(&self.folders, self.builtin).map_err(Failure::rules)
    }

    /// The rules, compiled.
    pub fn extractor(&self) -> Result<Extractor, Failure> {
        Extractor::new(self.load()?).map_err(Failure::rules)
    }
}

fn defaults() -> Result<(bool, Vec<PathBuf>, NamedBy), Failure> {
    if let Some(value) = std::env::var_os(VARIABLE) {
        let folders = std::env::split_paths(&value).filter(|path| !path.as_os_str().is_empty()).collect();
        return Ok((true, folders, NamedBy::Environment));
    }
    let here = std::env::current_dir().unwrap_or_default();
    match here.ancestors().map(|folder| folder.join(SETTINGS)).find(|path| path.is_file()) {
        Some(path) => settings(&here, path),
        None => Ok((true, Vec::new(), NamedBy::Nobody)),
    }
}

/// What a `shishu.toml` says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    #[serde(default)]
    rules: Vec<PathBuf>,
    builtin: Option<bool>,
}

fn settings(here: &Path, path: PathBuf) -> Result<(bool, Vec<PathBuf>, NamedBy), Failure> {
    let shown = path.strip_prefix(here).unwrap_or(&path).to_path_buf();
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::usage(format!("{}: cannot be read: {error}", shown.display())))?;
    let read: Settings = toml::from_str(&text).map_err(|error| {
        let (line, column) = error.span().map_or((1, 1), |span| line_column(&text, span.start));
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        let place = format!("{}:{line}:{column}", shown.display());
        Failure::usage(format!("{place}: {message}; it holds `rules = [\"DIR\"]` and `builtin = true`"))
    })?;
    let beside = shown.parent().unwrap_or(Path::new("")).to_path_buf();
    let folders = read.rules.iter().map(|folder| beside.join(folder)).collect();
    Ok((read.builtin.unwrap_or(true), folders, NamedBy::Settings(shown)))
}
