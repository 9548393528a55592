//! Sentences with the rows that they must give: the cases of `sentences.toml`, and the tests beside each built-in rule.

mod support;

use serde::Deserialize;
use support::{Case, EXTRACTOR, check_cases};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    #[serde(default)]
    date: String,
    text: String,
    rows: String,
    #[serde(default)]
    optional: String,
    todo: Option<String>,
}

#[test]
fn sentences_give_their_rows() {
    let file: File = toml::from_str(include_str!("sentences.toml")).expect("sentences.toml parses");
    check_cases(file.case.iter().map(|entry| Case {
        id: &entry.id,
        date: &entry.date,
        text: &entry.text,
        rows: &entry.rows,
        optional: &entry.optional,
        todo: entry.todo.as_deref(),
    }));
}

#[test]
fn rules_pass_their_own_tests() {
    let rules = EXTRACTOR.pack().facts.iter().map(|rule| &rule.fact);
    let tests: Vec<_> = rules
        .flat_map(|fact| {
            fact.test.iter().enumerate().map(|(i, test)| (format!("{}#{}", *fact.id.as_ref(), i + 1), test))
        })
        .collect();
    check_cases(tests.iter().map(|(id, test)| Case {
        id,
        date: &test.date,
        text: test.text.as_ref(),
        rows: test.rows.trim_start().trim_start_matches(support::HEADER),
        optional: "",
        todo: test.todo.as_deref(),
    }));
}
