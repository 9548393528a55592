//! Sentences with the rows that they must give: the cases of `sentences.toml`. The tests of the rules are in `builtin_rules`.

mod support;

#[test]
fn sentences_give_their_rows() {
    support::check_cases(include_str!("sentences.toml"));
}
