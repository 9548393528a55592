//! Problems of a rule pack: where each is, what stands there and what to write instead.
//!
//! In: what loading, compiling and checking found. Out: [`RuleErrors`], all of them at once, one line each; a problem carries the
//! line of the file that it is about, so that it can be shown with a caret. Not here: any check, colours and carets.

use std::fmt;
use std::path::PathBuf;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The pack is wrong.
    #[default]
    Error,
    /// The pack works, and probably not as it is meant to.
    Warning,
}

impl Severity {
    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// The line of a file that a problem is about.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Excerpt {
    /// The whole line.
    pub text: String,
    /// The first byte in it that is meant.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// One problem of a rule file.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RuleError {
    /// How bad it is.
    pub severity: Severity,
    /// A fixed word for problems of this kind, such as `unknown-slot`; may be empty.
    pub kind: &'static str,
    /// The file, as it was named.
    pub file: PathBuf,
    /// Line from 1; 0 where the problem is about the whole file.
    pub line: usize,
    /// Column in characters from 1; 0 where it is not known.
    pub column: usize,
    /// The id of the rule or the name of the entry, if it has one.
    pub rule: String,
    /// What is wrong: what was found.
    pub message: String,
    /// What would be right there; may be empty.
    pub expected: String,
    /// What to do about it; may be empty.
    pub hint: String,
    /// The line as it stands.
    pub excerpt: Option<Excerpt>,
}

impl RuleError {
    /// Gives the problem its kind.
    pub fn kind(mut self, kind: &'static str) -> RuleError {
        self.kind = kind;
        self
    }

    /// Names the rule or entry that it is in.
    pub fn rule(mut self, rule: impl Into<String>) -> RuleError {
        self.rule = rule.into();
        self
    }

    /// Says what would be right.
    pub fn expected(mut self, expected: impl Into<String>) -> RuleError {
        self.expected = expected.into();
        self
    }

    /// Says what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> RuleError {
        self.hint = hint.into();
        self
    }

    /// Makes it a warning.
    pub fn warning(mut self) -> RuleError {
        self.severity = Severity::Warning;
        self
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(f, ":{}", self.column)?;
        }
        if !self.rule.is_empty() {
            write!(f, ": rule {:?}", self.rule)?;
        }
        write!(f, ": {}", self.message)?;
        if !self.expected.is_empty() {
            write!(f, "; expected {}", self.expected)?;
        }
        if !self.hint.is_empty() {
            write!(f, "; {}", self.hint)?;
        }
        Ok(())
    }
}

/// All problems of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleErrors(pub Vec<RuleError>);

impl fmt::Display for RuleErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for RuleErrors {}

/// Line and column, both from 1, of a byte offset.
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    (memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1, before[line_start..].chars().count() + 1)
}
