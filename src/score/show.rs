//! Scores as tables of text.
//!
//! In: scores with their names. Out: lines whose columns stand under each other, also where a name is Chinese; figures have
//! three digits, the likeness of names two. Not here: what is wrong in detail.

use std::collections::BTreeMap;

use super::{Counts, Scored};
use crate::chars::width;

/// The columns of a terminal that a text fills.
pub fn columns(text: &str) -> usize {
    text.chars().map(|c| width(c) as usize).sum()
}

/// A text with spaces behind it, up to a width.
pub fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(columns(text))))
}

/// Text in a colour, where colours are wanted; `code` is what the terminal knows it by.
pub fn paint(text: &str, code: &str, color: bool) -> String {
    if color && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
}

const OVER: &str = "                      quantity             row            fields right of quantities";
const HEAD: &str = "  gold   got       P     R    F1       P     R    F1    zone metric period   name";

/// One line for each document, and one for all where there are more.
pub fn table(documents: &[(String, Scored)], total: &Scored, color: bool) -> String {
    let names = documents.iter().map(|(name, _)| columns(name));
    let first = names.chain(["document".len()]).max().unwrap_or(0);
    let bold = |line: String| paint(&line, "1", color) + "\n";
    let mut text = bold(pad("", first) + OVER) + &bold(pad("document", first) + HEAD);
    for (name, scored) in documents {
        text += &format!("{}{}\n", pad(name, first), figures(&scored.counts));
    }
    if documents.len() > 1 {
        text += &bold(pad("TOTAL", first) + &figures(&total.counts));
    }
    text
}

fn figures(c: &Counts) -> String {
    let (q, r) = (c.quantities(), c.rows());
    format!(
        "{:>6}{:>6}   {:.3} {:.3} {:.3}   {:.3} {:.3} {:.3}   {:.3}  {:.3}  {:.3}   {:.2}",
        c.gold,
        c.got,
        q.precision,
        q.recall,
        q.f1,
        r.precision,
        r.recall,
        r.f1,
        c.share(c.zone as f64),
        c.share(c.metric as f64),
        c.share(c.period as f64),
        c.name()
    )
}

/// One line for each rule: how many of its rows are right. The rules with the most wrong rows come first.
pub fn by_rule(rules: &BTreeMap<String, Counts>, color: bool) -> String {
    let mut sorted: Vec<(&str, &Counts)> = rules.iter().map(|(rule, counts)| (rule_name(rule), counts)).collect();
    sorted.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.got.saturating_sub(counts.row)));
    let first = sorted.iter().map(|(name, _)| columns(name)).chain(["rule".len()]).max().unwrap_or(0);
    let head = "  rows right precision   quantity   zone metric period";
    let mut text = paint(&(pad("rule", first) + head), "1", color) + "\n";
    for (name, c) in sorted {
        let (q, r) = (c.quantities().precision, c.rows().precision);
        let [zone, metric, period] = [c.zone, c.metric, c.period].map(|right| c.share(right as f64));
        let fields = format!("{zone:>7.3} {metric:>6.3} {period:>6.3}");
        text += &format!("{}{:>6}{:>6}{r:>10.3}{q:>11.3}{fields}\n", pad(name, first), c.got, c.row);
    }
    text
}

/// What a rule is called, or that none is known.
pub fn rule_name(rule: &str) -> &str {
    if rule.is_empty() { "(none)" } else { rule }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(gold: usize, got: usize, quantity: usize, row: usize) -> Scored {
        let counts = Counts { gold, got, quantity, row, zone: quantity, metric: row, period: quantity, name: 1.0 };
        Scored { counts, rules: [("levels".to_string(), counts), (String::new(), counts)].into(), ..Scored::default() }
    }

    #[test]
    fn columns_stand_under_each_other() {
        let documents = [("公报".to_string(), scored(4, 3, 2, 1)), ("a".to_string(), scored(120, 1003, 0, 0))];
        let text = table(&documents, &scored(124, 1006, 2, 1), false);
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines[2].starts_with(
                "公报         4     3   0.667 0.500 0.571   0.333 0.250 0.286   1.000  0.500  1.000   0.50"
            )
        );
        assert!(lines[3].starts_with("a          120  1003   0.000 0.000 0.000"), "{}", lines[3]);
        assert!(lines[1..].iter().all(|line| columns(line) == columns(lines[1])), "{text}");
        assert_eq!(table(&documents[..1], &scored(4, 3, 2, 1), false).lines().count(), 3);
    }

    #[test]
    fn rules_with_most_wrong_rows_come_first() {
        let mut rules = scored(0, 3, 3, 3).rules;
        rules.insert(
            "shares".to_string(),
            Counts { got: 5, quantity: 4, row: 1, zone: 4, metric: 1, period: 4, ..Counts::default() },
        );
        let text = by_rule(&rules, false);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[1].starts_with("shares     5     1     0.200      0.800  1.000  0.250  1.000"), "{}", lines[1]);
        assert!(lines[2].starts_with("(none)") && lines[3].starts_with("levels"), "{text}");
    }
}
