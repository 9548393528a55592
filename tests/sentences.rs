//! Sentences with the rows that they must give: the cases of `sentences.toml`. The tests of the rules are in `builtin_rules`.

mod support;

use serde::Deserialize;
use support::{Case, check_cases};

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
