//! Period: when a fact holds.
//!
//! In: a fact, its sentence and the [`Discourse`]. Out: a period, none where the text tells none, and the step that gave it. The
//! order of steps stands in [`period`]. Not here: the calendar (see [`crate::period`]), whose the fact is (`zone`).

use std::cell::LazyCell;

use super::From;
use super::discourse::Discourse;
use super::roles::Roles;
use super::scope::time::{attributive, compares, describes, ends_with_clause, is_object, is_span_of_growth};
use super::scope::{Scope, ends_statement};
use crate::fact::Fact;
use crate::mention::Kind;
use crate::period::{self, Context, Expr, Grain, Period};
use crate::quantity::Quantity;
use crate::unit::Dimension;

/// The days of a month, at most.
const MONTH: i64 = 31;

/// So many days after a time its figures are reported, at most: those of a year up to the end of the next quarter.
const REPORTED: i64 = 450;

/// A period, the step that gave it, and whether it is missing only for want of a date of issue.
type Found = (Option<Period>, From, bool);

/// The times of a sentence in reading order, each by its mention.
type Times = [(usize, Option<Period>)];

/// When a fact holds: the rule's own time; the last time before the number in its clause, or one after it there; what the
/// facts before it and the rest of its sentence tell; what the paragraph, then the article gave; the month of issue.
///
/// The flag tells that a relative time had no date of issue to count from.
pub fn period(fact: &Fact, scope: Scope, discourse: &Discourse, roles: &Roles) -> Found {
    if fact.before && fact.period.is_none() {
        return (scope.previous.earlier, From::Rule, false);
    }
    let times = times(fact, scope, discourse, roles);
    // GDP增长13%，增速五年来持续领先: years behind a number tell something else, where another time was set
    let years = |period: &Period| (period.end - period.start).num_days() > period::YEAR;
    of_clause(fact, scope, discourse, roles, &times)
        .or_else(|| behind(fact, scope, discourse, &times).filter(|found| !found.0.as_ref().is_some_and(years)))
        .or_else(|| of_sentence(fact, scope, discourse, roles, &times))
        .or_else(|| behind(fact, scope, discourse, &times))
        .or_else(|| of_discourse(fact, scope, discourse, roles))
        .unwrap_or_else(|| of_issue(discourse))
}

/// The times of a sentence, each resolved against the one before it.
fn times(fact: &Fact, scope: Scope, discourse: &Discourse, roles: &Roles) -> Vec<(usize, Option<Period>)> {
    let mut last = discourse.period.or(discourse.article_period);
    let mut times = Vec::new();
    for index in 0..scope.mentions.len() {
        let Kind::Period(expr) = &scope.mentions[index].kind else { continue };
        let reported = || discourse.is_reported(scope, index, roles);
        let object = is_object(scope, index, roles) && fact.period != Some(index) && !reported();
        // 6个高新区（其中一个2015年3月获批）产值达到9亿元
        let aside = scope.in_closed_brackets(index, scope.mentions[fact.mention].span.start);
        if **expr == Expr::Unknown
            || object
            || aside
            || fact.period != Some(index) && describes(scope, index, fact.mention, roles)
            || compares(scope, index, roles)
            || fact.other_times.contains(&index)
        {
            continue;
        }
        let resolved = discourse.resolve_mention(scope, index, roles, last);
        last = resolved.or(last);
        times.push((index, resolved));
    }
    times
}

/// A time that the text gives; without a date of issue it may mean none.
fn given(time: Option<Period>, from: From, discourse: &Discourse) -> Found {
    (time, from, time.is_none() && discourse.issue.is_none())
}

/// The rule's own time, or the last one before the number in its clause.
fn of_clause(fact: &Fact, scope: Scope, discourse: &Discourse, roles: &Roles, times: &Times) -> Option<Found> {
    if let Some((_, own)) = fact.period.and_then(|p| times.iter().find(|(i, _)| *i == p)) {
        return Some(given(*own, From::Rule, discourse));
    }
    let inside = times.iter().filter(|(i, _)| is_inside(fact, scope, *i));
    let mut before = inside.rev().filter(|(i, _)| *i < fact.mention && !attributive(scope, *i, fact.mention, roles));
    before.next().map(|(_, time)| given(*time, From::Clause, discourse))
}

/// The first time behind the number in its clause.
fn behind(fact: &Fact, scope: Scope, discourse: &Discourse, times: &Times) -> Option<Found> {
    let mut behind = times.iter().filter(|(i, _)| *i > fact.mention && is_inside(fact, scope, *i));
    behind.next().map(|(_, time)| given(*time, From::Clause, discourse))
}

/// Whether a time is that of a part in a statement before: 入驻34户，其中今年新入驻9户；从业人员2860人.
fn is_of_part(scope: Scope, time: usize, fact: usize, roles: &Roles) -> bool {
    let clause = scope.clause_of(scope.mentions[time].span.start);
    let among = scope.mentions[..time].iter().any(|m| clause.contains(m.span) && m.types.meets(roles.among));
    among && (time..fact).any(|i| ends_statement(scope, i))
}

/// Whether a mention stands in the clause of a fact's number.
fn is_inside(fact: &Fact, scope: Scope, index: usize) -> bool {
    scope.clause_of(scope.mentions[fact.mention].span.start).contains(scope.mentions[index].span)
}

/// What the facts before it, and the times of the clauses before, tell of a fact.
fn of_sentence(fact: &Fact, scope: Scope, discourse: &Discourse, roles: &Roles, times: &Times) -> Option<Found> {
    let previous = scope.previous;
    // what happened at some time inside a clause (于2010年达产) says nothing of the next one
    let at = scope.mentions[fact.mention].span.start;
    let holds_on = |i: usize| {
        discourse.sets_time(scope, i, roles)
            && !attributive(scope, i, fact.mention, roles)
            && !ends_with_clause(scope, i, at, roles)
            && !is_of_part(scope, i, fact.mention, roles)
            && !is_span_of_growth(scope, i, fact.mention)
    };
    let held = LazyCell::new(|| times.iter().rev().find(|(i, _)| *i < fact.mention && holds_on(*i)));
    // 预计2030年产量达10万台，销售收入20亿元
    let new = || held.is_some_and(|(i, _)| previous.mention.is_some_and(|before| *i > before));
    // 由2009年的3800亿元增至2013年的8000亿元，收入由315亿元增至878亿元; and a growth rate has its level's period
    // 上半年下降3.7%；到前三季度，已增长5.9%: but for a time between
    // 由27家发展到2010年底的326家，其中软件企业198家
    let part = || {
        let from = previous.mention.map_or(fact.mention, |before| before + 1);
        scope.mentions[from.min(fact.mention)..fact.mention].iter().any(|m| m.types.meets(roles.among))
    };
    let follows = || (fact.metric_span.is_empty() || part()) && !new();
    if let (true, Some(level)) = (previous.is_earlier || follows(), previous.period) {
        // 从2000年的3亿元增加到2012年的120亿元，年均增长36%
        let yearly = scope.says_before(fact, roles.yearly);
        let since = previous.earlier.filter(|from| yearly && from.grain == level.grain && from.start < level.start);
        let period = since.map_or(level, |from| Period { start: from.start, ..level });
        return Some((Some(period), From::Sentence, false));
    }
    // 达产后年产值10亿元: some day
    let finished = |i: usize| scope.mentions[i].types.meets(roles.completion);
    if (0..fact.mention).rev().take_while(|&i| !ends_statement(scope, i)).any(finished) {
        return Some((None, From::Sentence, false));
    }
    let ahead = previous.ahead && !new() && !scope.says_before(fact, roles.done);
    if let (true, Some(level)) = (ahead, previous.period) {
        return Some((Some(level), From::Sentence, false));
    }
    held.map(|(_, time)| given(*time, From::Sentence, discourse))
}

/// What the paragraph, then the article gave, where it fits what the fact tells.
fn of_discourse(fact: &Fact, scope: Scope, discourse: &Discourse, roles: &Roles) -> Option<Found> {
    let says = |types| scope.says_before(fact, types);
    let issue = |fits: &dyn Fn(chrono::NaiveDate) -> bool| discourse.issue.is_some_and(fits);
    // what will be (将新增) is not of a time that is over
    let is_over = |period: &Period| is_ahead(fact, scope, roles) && issue(&|issue| period.end < issue);
    // nor is what is already (已建成) of a time to come
    let is_to_come = |period: &Period| says(roles.done) && issue(&|issue| period.start > issue);
    // nor is what there is (拥有) of the years until now (建区20年来)
    let is_long = |period: &Period| {
        let long = (period.end - period.start).num_days() > period::YEAR;
        long && issue(&|issue| (issue - period.end).num_days() <= MONTH) && says(roles.stock)
    };
    let fits = |period: &Period| !is_over(period) && !is_to_come(period) && !is_long(period);
    // 增长18.4%: what changed did so over a time, never now
    let rate = scope.mentions[fact.mention].quantity().is_some_and(|q| q.dimension == Dimension::Percent);
    let flows = (says(roles.flow) || rate && says(roles.change)) && !says(roles.done);
    if let Some(period) = discourse.period.filter(fits) {
        // 全年产值538亿元。年末有企业137户。其中甲园产值增长41%: nor at the end of the year
        let whole = |stretch: &Period| {
            period.grain == Grain::Month && stretch.end == period.end && stretch.start < period.start
        };
        let stretch = discourse.stretch.filter(|stretch| flows && whole(stretch));
        return Some((stretch.or(Some(period)), From::Paragraph, false));
    }
    // 第二产业增加值50亿元: so is what adds up, where the last report told of a time that is over
    let reported = |period: &Period| issue(&|issue| (0..REPORTED).contains(&(issue - period.end).num_days()));
    let sums = || roles.sums.iter().any(|end| fact.metric.ends_with(end.as_str())) && !says(roles.done);
    let stretch = discourse.stretch.filter(|period| (flows || !rate && reported(period) && sums()) && fits(period));
    let period = discourse.article_period.filter(fits).or(stretch)?;
    Some((Some(period), From::Article, false))
}

/// The month of issue.
fn of_issue(discourse: &Discourse) -> Found {
    let context = Context { issue: discourse.issue, ..Context::default() };
    let month = discourse.issue.and_then(|_| period::resolve(Expr::Month(0), &context));
    (month, From::Issue, discourse.issue.is_none())
}

/// Whether an amount is what is to be done in the year: 1—9月…完成目标任务126亿元的75%.
pub fn is_task(fact: &Fact, scope: Scope, roles: &Roles) -> bool {
    let change = [Dimension::Percent, Dimension::Point, Dimension::Multiple];
    let amount = |q: &Quantity| !change.contains(&q.dimension);
    scope.says_before(fact, roles.task) && scope.mentions[fact.mention].quantity().is_some_and(amount)
}

/// Whether what a fact tells is only expected.
pub fn is_ahead(fact: &Fact, scope: Scope, roles: &Roles) -> bool {
    scope.says_before(fact, roles.future)
}

/// Whether a time of the headline or lead holds for the whole article: a year, years, or a stretch of months within one; no day
/// or month, nor all that passed since some month (2017年以来).
pub fn holds_for_article(period: &Period) -> bool {
    let days = (period.end - period.start).num_days();
    matches!(period.grain, Grain::Year | Grain::Half | Grain::Quarter)
        || period.grain == Grain::Month && (32..=period::YEAR).contains(&days)
}
