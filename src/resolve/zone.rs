//! Zone: which park a fact belongs to.
//!
//! In: a fact, its sentence and the [`Discourse`]. Out: the name of a park, empty where it is nobody's, and the step that gave it.
//! The order of steps stands in [`zone`]. Not here: when the fact holds (`period`).

use super::From;
use super::discourse::{Discourse, Focus};
use super::roles::Roles;
use super::scope::Scope;
use super::scope::park::{
    begins_with_count, holds_park, inside_park, is_example, is_in_list, is_located, is_owner, is_set_beside,
    stands_aside,
};
use crate::fact::Fact;
use crate::mention::{Kind, Mention};
use crate::span::Span;

/// The park a fact belongs to: the rule's own; in a list, that of as many facts before; the one that what is counted is in; the last one named before the number in its
/// clause, then in its sentence; one named after the number; then whom the paragraph, then the article is about. `told` gives the
/// park of an earlier row of the sentence, 1 for the last.
pub fn zone<'a>(
    fact: &Fact,
    scope: Scope,
    discourse: &Discourse,
    roles: &Roles,
    told: impl Fn(usize) -> Option<&'a str>,
) -> (String, From) {
    if let Some(zone) = &fact.zone {
        return (zone.clone(), From::Rule);
    }
    if is_of_region(fact, scope, roles) {
        return (String::new(), From::Clause);
    }
    if let Some(zone) = each_in_turn(fact, told) {
        return (zone.to_string(), From::Sentence);
    }
    located(fact, scope, discourse, roles)
        .or_else(|| named_before(fact, scope, discourse, roles))
        .or_else(|| named_behind(fact, scope, discourse, roles))
        .unwrap_or_else(|| spoken_of(discourse))
}

/// The park of as many facts before as a list has values, where they belong to several: 甲园产值8亿元，乙园7亿元，分别增长9%和6%.
fn each_in_turn<'a>(fact: &Fact, told: impl Fn(usize) -> Option<&'a str>) -> Option<&'a str> {
    let count = fact.item?.count;
    let first = told(count).filter(|zone| !zone.is_empty())?;
    // the parks of the list's own rows are in the same turn, so it does not matter how many of them stand before
    let others = |back: usize| told(back).filter(|zone| !zone.is_empty());
    let several = (1..count).map(others).collect::<Option<Vec<&str>>>()?.iter().any(|zone| *zone != first);
    several.then_some(first)
}

/// Whether the metric is a region's: 力争使全市产能到2012年达150万台.
fn is_of_region(fact: &Fact, scope: Scope, roles: &Roles) -> bool {
    let owner = scope.mentions.iter().position(|m| m.span.end == fact.metric_span.start && m.types.meets(roles.whole));
    let compared = |i: usize| i > 0 && scope.mentions[i - 1].types.meets(roles.compared);
    let region = |i: usize| matches!(scope.mentions[i].kind, Kind::Region(id) if !roles.nations.contains(&id));
    // 占全市（80亿元）的三成
    let number = scope.mentions[fact.mention].span.start;
    let bracket = |end: usize| scope.text.get(end..number).is_some_and(|between| matches!(between, "（" | "("));
    let beside = fact.mention.checked_sub(1).filter(|&i| region(i) && bracket(scope.mentions[i].span.end));
    owner.is_some_and(|i| region(i) && !compared(i)) || beside.is_some()
}

/// The mentions behind a fact's number in its clause.
fn behind<'a>(fact: &Fact, scope: Scope<'a>) -> impl Iterator<Item = usize> + use<'a> {
    let clause = clause_of(fact, scope);
    (fact.mention + 1..scope.mentions.len()).take_while(move |&i| clause.contains(scope.mentions[i].span))
}

fn clause_of(fact: &Fact, scope: Scope) -> Span {
    scope.clause_of(scope.mentions[fact.mention].span.start)
}

/// The park that what is counted is in: 全市的7家企业中有6家在江州高新区.
fn located(fact: &Fact, scope: Scope, discourse: &Discourse, roles: &Roles) -> Option<(String, From)> {
    let mut near = behind(fact, scope).take_while(|&i| !scope.mentions[i].is_amount());
    let place = near.find(|&i| is_located(scope, i, roles))?;
    let park = match &scope.mentions[place].kind {
        Kind::Zone(name) => Focus::Zone(name.clone()),
        _ => discourse.anaphor(scope.mentions[place].span.of(scope.text), roles),
    };
    if let Focus::Zone(name) = park { Some((name, From::Clause)) } else { None }
}

/// The last park or region before the number that may own it.
fn named_before(fact: &Fact, scope: Scope, discourse: &Discourse, roles: &Roles) -> Option<(String, From)> {
    let (at, clause) = (scope.mentions[fact.mention].span.start, clause_of(fact, scope));
    let from = |m: &Mention| if clause.contains(m.span) { From::Clause } else { From::Sentence };
    for index in (0..fact.mention).rev().filter(|&i| !scope.in_closed_brackets(i, at)) {
        let mention = &scope.mentions[index];
        let focus = match &mention.kind {
            Kind::Zone(_) if is_set_beside(scope, index) && !clause.contains(mention.span) => None,
            Kind::Zone(_) if is_example(scope, index, scope.mentions[fact.mention].span, roles) => None,
            Kind::Zone(name) if may_own(name, index, clause, scope, discourse, roles) => {
                Some(Focus::Zone(name.clone()))
            }
            _ => discourse.as_subject(scope, index, roles),
        };
        match focus {
            Some(Focus::Zone(name)) => return Some((name, from(mention))),
            Some(Focus::Region | Focus::Nation) => return Some((String::new(), from(mention))),
            Some(Focus::Unknown) | None => {}
        }
    }
    None
}

/// Whether a park before a number owns it, wherever in its clause it stands; parks together, and those inside the article's own,
/// only where they are in the place of a subject.
fn may_own(name: &str, index: usize, clause: Span, scope: Scope, discourse: &Discourse, roles: &Roles) -> bool {
    let begins = || scope.begins_clause(index, roles);
    let all = scope.mentions[index].is_all_parks();
    !stands_aside(scope, index, roles)
        && !holds_park(scope, index, roles)
        && !is_in_list(scope, index, roles)
        && (!all || begins() || is_owner(scope, index, roles) || begins_with_count(scope, index, roles))
        && (!discourse.is_minor(name, roles)
            || begins()
            || scope.is_described(index, roles)
            || inside_park(scope, index, roles))
        && !discourse.is_aside(scope, index, name, roles)
        && (all || !discourse.is_object_of_park(scope, index, clause, roles))
}

/// The first park behind the number in its clause.
fn named_behind(fact: &Fact, scope: Scope, discourse: &Discourse, roles: &Roles) -> Option<(String, From)> {
    let at = scope.mentions[fact.mention].span;
    let own = |index: usize| match &scope.mentions[index].kind {
        Kind::Zone(name) if !discourse.is_minor(name, roles) || scope.is_described(index, roles) => Some(name.clone()),
        _ => None,
    };
    // 产值420亿元（甲园292亿元、乙园128亿元）
    let aside = |i: &usize| scope.brackets.iter().any(|b| b.contains(scope.mentions[*i].span) && !b.contains(at));
    behind(fact, scope).filter(|i| !aside(i)).find_map(own).map(|name| (name, From::Clause))
}

/// Whom the paragraph, then the article is about.
fn spoken_of(discourse: &Discourse) -> (String, From) {
    match (&discourse.focus, &discourse.article, &discourse.given) {
        (Focus::Region | Focus::Nation, _, _) => (String::new(), From::Paragraph),
        (Focus::Zone(name), article, _) => {
            (name.clone(), if discourse.focus == *article { From::Article } else { From::Paragraph })
        }
        (_, Focus::Zone(name), _) => (name.clone(), From::Article),
        (_, _, Some(name)) => (name.clone(), From::Option),
        _ => (String::new(), From::None),
    }
}
