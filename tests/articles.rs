//! Short pages with the rows that they must give: the cases of `articles.toml`. Single sentences are in `sentences`, whole pages with
//! their layout in `golden`.

mod support;

#[test]
fn articles_give_their_rows() {
    support::check_cases(include_str!("articles.toml"));
}
