//! Problems of a rule pack: where each is, what stands there and what to write instead.
//!
//! In: what loading and compiling found. Out: [`RuleErrors`], all of them at once, one line each. Not here: any check.

use std::fmt;
use std::path::PathBuf;

/// One problem of a rule file.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RuleError {
    /// The file, as it was named.
    pub file: PathBuf,
    /// Line from 1; 0 where the problem is about the whole file.
    pub line: usize,
    /// Column in characters from 1; 0 where it is not known.
    pub column: usize,
    /// The id of the rule or the name of the entry, if it has one.
    pub rule: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it; may be empty.
    pub hint: String,
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
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
