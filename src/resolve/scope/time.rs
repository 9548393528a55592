//! Times in a sentence: what they are told of.
//!
//! In: a [`Scope`] and the number of a time in it. Out: yes or no. Not here: when a time is (see [`crate::period`]).

use super::Scope;
use crate::mention::{Kind, Mention};
use crate::period::Expr;
use crate::resolve::Roles;
use crate::span::Span;
use crate::unit::Dimension;

/// Whether a time is part of what a verb before it is done to: 完成全年任务的75%.
pub(in crate::resolve) fn is_object(scope: Scope, index: usize, roles: &Roles) -> bool {
    let before = index.checked_sub(1).map(|i| &scope.mentions[i]);
    before.is_some_and(|b| b.types.meets(roles.verb) && b.span.end == scope.mentions[index].span.start)
}

/// Whether a time is only what another is compared with: 较2019年增长.
pub(in crate::resolve) fn compares(scope: Scope, index: usize, roles: &Roles) -> bool {
    let mention = &scope.mentions[index];
    let before = index.checked_sub(1).map(|i| &scope.mentions[i]);
    let near = before.filter(|b| b.span.end == mention.span.start);
    // 比去年全年
    near.is_some_and(|b| {
        b.types.meets(roles.than | roles.against | roles.over)
            || matches!(b.kind, Kind::Period(_)) && compares(scope, index - 1, roles)
    }) || is_base_of_multiple(scope, index, roles)
        || scope.text.get(mention.span.end..).is_some_and(|rest| rest.starts_with("相比"))
}

/// Whether a time only tells what was once, beside what is now: 企业87家，而2019年末只有12家.
pub(in crate::resolve) fn is_contrast(scope: Scope, index: usize, roles: &Roles) -> bool {
    let before = &scope.text[..scope.mentions[index].span.start];
    roles.contrast.iter().any(|word| before.ends_with(word.as_str()))
}

/// Whether an event is told only for its time: 2018年启动建设时，规划面积8平方公里.
pub(in crate::resolve) fn dates_event(scope: Scope, time: usize, roles: &Roles) -> bool {
    let span = scope.mentions[time].span;
    let clause = scope.clause_of(span.start);
    let event = || scope.mentions[time + 1..].iter().any(|m| clause.contains(m.span) && m.types.meets(roles.event));
    let line = &scope.text[span.end..clause.end];
    roles.then.iter().any(|word| line.ends_with(word.as_str())) && event()
}

/// Whether a number of times is told of a time: 是2010年的4.5倍.
fn is_base_of_multiple(scope: Scope, index: usize, roles: &Roles) -> bool {
    let mut behind = scope.mentions[index + 1..].iter();
    let end = scope.mentions[index].span.end;
    let owns = behind.next().is_some_and(|m| m.types.meets(roles.possessive) && m.span.start == end);
    owns && behind.find_map(Mention::quantity).is_some_and(|q| q.dimension == Dimension::Multiple)
}

/// Whether a time that stands behind a subject (该区去年达到…) is left behind at the next semicolon, but for that of a label
/// (该区去年各项指标：…；…).
pub(in crate::resolve) fn ends_with_clause(scope: Scope, time: usize, fact: usize, roles: &Roles) -> bool {
    let between = scope.text.get(scope.mentions[time].span.end..fact).unwrap_or("");
    let first = between.split(['；', ';']).next().unwrap_or("");
    let opens = scope.begins_clause(time, roles) && !is_contrast(scope, time, roles);
    first.len() < between.len() && !first.contains(['：', ':']) && !opens
}

/// Whether a time only tells over how long something that was told before it changed: 企业559家，近十年增长2.5倍；新增245家.
pub(in crate::resolve) fn is_span_of_growth(scope: Scope, time: usize, fact: usize) -> bool {
    let clause = scope.clause_of(scope.mentions[time].span.start);
    let change = [Dimension::Percent, Dimension::Multiple, Dimension::Point];
    let grows = |m: &Mention| clause.contains(m.span) && m.quantity().is_some_and(|q| change.contains(&q.dimension));
    let told = scope.mentions[..time].iter().rev().take_while(|m| m.span.end <= clause.start).any(Mention::is_amount);
    let span = matches!(&scope.mentions[time].kind, Kind::Period(expr) if matches!(**expr, Expr::Recent(..)));
    span && told && scope.mentions[time..fact].iter().any(grows)
}

/// Whether a time only tells what happened once to a thing (这家2005年落户的企业), which is more than what is counted there
/// (2020年投产的12个项目).
pub(in crate::resolve) fn describes(scope: Scope, time: usize, fact: usize, roles: &Roles) -> bool {
    // 目前已通过审核的项目
    if matches!(&scope.mentions[time].kind, Kind::Period(expr) if **expr == Expr::Month(0)) {
        return false;
    }
    let clause = scope.clause_of(scope.mentions[time].span.start);
    let mut happened = false;
    for (index, mention) in scope.mentions.iter().enumerate().skip(time + 1) {
        if !clause.contains(mention.span) || mention.is_amount() {
            return false;
        }
        if happened && mention.types.meets(roles.possessive) {
            let counted =
                scope.mentions.get(index + 1).is_some_and(|m| m.span.start == mention.span.end && m.is_amount());
            return index < fact && !counted;
        }
        happened |= mention.types.meets(roles.event);
    }
    false
}

/// Whether a time only tells which things are counted, with the fact behind them: 2019年引进的16家企业实现产值50亿元.
pub(in crate::resolve) fn attributive(scope: Scope, time: usize, fact: usize, roles: &Roles) -> bool {
    let counted = |i: usize| {
        let (owner, number) = (&scope.mentions[i - 1], &scope.mentions[i]);
        let counts = number.quantity().is_some_and(|q| q.dimension != Dimension::Duration);
        counts && owner.types.meets(roles.possessive) && owner.span.end == number.span.start
    };
    let behind = (time + 2..fact).any(counted);
    behind
        && (time + 2..fact).find(|&i| counted(i)).is_some_and(|i| {
            let between = Span::new(scope.mentions[time].span.end, scope.mentions[i].span.start);
            !scope.clauses.iter().any(|c| between.start < c.start && c.start < between.end)
        })
}
