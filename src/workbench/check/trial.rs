//! Each rule on its own tests: one that never gives a row there, or loses to an earlier one.
//!
//! In: the sound part of a pack. Out: problems at the tests. Not here: whether the rows are right, which is for the tests.

use crate::pipeline::Extractor;
use crate::rules::error::RuleError;
use crate::rules::{FactRule, Pack};
use crate::workbench::case::{Case, of_rule};

/// Tries every rule that has a test with rows.
pub(super) fn check(pack: Pack) -> Vec<RuleError> {
    let extractor = match Extractor::new(pack) {
        Ok(extractor) => extractor,
        Err(errors) => return errors.0,
    };
    let pack = extractor.pack();
    pack.facts.iter().filter_map(|rule| idle(rule, pack, &extractor)).collect()
}

/// A rule that gives no row in any of its own tests.
fn idle(rule: &FactRule, pack: &Pack, extractor: &Extractor) -> Option<RuleError> {
    let id = rule.fact.id.get_ref();
    let cases: Vec<Case> = of_rule(pack, rule).filter(|case| case.is_positive() && case.todo.is_none()).collect();
    let first = cases.first()?;
    let mut others = Vec::new();
    for case in &cases {
        for row in case.documents.iter().flat_map(|document| extractor.extract(document, None).rows) {
            if *row.rule == *id.as_str() {
                return None;
            }
            others.push(row.rule.to_string());
        }
    }
    others.sort();
    others.dedup();
    let file = pack.files.get(rule.origin.index)?;
    let problem = if hits_alone(rule, pack, &cases) {
        let message = format!("in its own tests this rule always loses to {}", others.join(", "));
        let hint = "a rule that takes more numbers wins, then one with more slots, then the first";
        file.problem(rule.fact.pattern.span(), message).kind("shadowed").hint(hint)
    } else {
        let message = "this rule matches in none of its own tests".to_string();
        let hint = format!("`shishu rules test --filter {id}` shows how far it gets");
        file.problem(first.origin.span.clone(), message).kind("never-fires").hint(hint)
    };
    Some(problem.rule(id))
}

/// Whether the rule would give rows if there were no others.
fn hits_alone(rule: &FactRule, pack: &Pack, cases: &[Case]) -> bool {
    let alone = Extractor::new(Pack { facts: vec![rule.clone()], ..pack.clone() });
    alone.is_ok_and(|alone| {
        cases.iter().flat_map(|case| &case.documents).any(|document| !alone.extract(document, None).rows.is_empty())
    })
}
