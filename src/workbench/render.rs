//! Problems of rule files as people and editors read them.
//!
//! In: [`RuleError`]s. Out: text with the line and a caret under what is meant, or JSON. Not here: where it is written.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::json;

use crate::rules::error::{RuleError, Severity};

/// A problem with its line and a caret.
pub fn text(problem: &RuleError, color: bool) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = match problem.rule.is_empty() {
        true => problem.message.clone(),
        false => format!("{}: {}", problem.rule, problem.message),
    };
    let path = problem.file.display().to_string();
    let mut group = Group::with_title(level.primary_title(title));
    group = match &problem.excerpt {
        Some(excerpt) => {
            let end = excerpt.end.max(next_character(&excerpt.text, excerpt.start));
            let caret = AnnotationKind::Primary.span(excerpt.start..end);
            let snippet = Snippet::source(excerpt.text.as_str()).path(path).line_start(problem.line).fold(false);
            group.element(snippet.annotation(caret))
        }
        None if problem.line > 0 => group.element(Origin::path(path).line(problem.line).char_column(problem.column)),
        None => group.element(Origin::path(path)),
    };
    if !problem.expected.is_empty() {
        group = group.element(Level::NOTE.with_name("expected").message(problem.expected.as_str()));
    }
    if !problem.hint.is_empty() {
        group = group.element(Level::HELP.message(problem.hint.as_str()));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

fn next_character(text: &str, at: usize) -> usize {
    at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}

/// All problems as one JSON array, for editors.
pub fn json(problems: &[RuleError]) -> String {
    let problem = |problem: &RuleError| {
        let width = problem.excerpt.as_ref().map_or(0, |e| e.text.get(e.start..e.end).map_or(0, |s| s.chars().count()));
        json!({
            "severity": problem.severity.name(),
            "kind": problem.kind,
            "file": problem.file.display().to_string(),
            "line": problem.line,
            "column": problem.column,
            "end_column": problem.column + width,
            "rule": problem.rule,
            "message": problem.message,
            "expected": problem.expected,
            "hint": problem.hint,
        })
    };
    let all: Vec<_> = problems.iter().map(problem).collect();
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}
