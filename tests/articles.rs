//! Short pages with the rows that they must give: the cases of `articles.toml`. Single sentences are in `sentences`, whole pages with
//! their layout in `golden`.

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
    date: String,
    text: String,
    rows: String,
    #[serde(default)]
    optional: String,
    todo: Option<String>,
}

#[test]
fn articles_give_their_rows() {
    let file: File = toml::from_str(include_str!("articles.toml")).expect("articles.toml parses");
    check_cases(file.case.iter().map(|entry| Case {
        id: &entry.id,
        date: &entry.date,
        text: &entry.text,
        rows: &entry.rows,
        optional: &entry.optional,
        todo: entry.todo.as_deref(),
    }));
}
