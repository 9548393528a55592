//! Parks in a sentence: whether one is in the place of a subject, and what it is told beside.
//!
//! In: a [`Scope`] and the number of a park in it. Out: yes or no. Not here: regions (see [`region`](super::region)), the text before.

use super::region::is_whole_of_share;
use super::{Scope, gap_is_empty};
use crate::chars;
use crate::mention::{Kind, Mention};
use crate::period::Expr;
use crate::resolve::Roles;
use crate::span::Span;
use crate::unit::Dimension;

/// Whether a park is the first of several that share what is told of them (甲园、乙园、丙园获批).
pub(in crate::resolve) fn begins_list(scope: Scope, index: usize, roles: &Roles) -> bool {
    let park = |i: usize| matches!(scope.mentions[i].kind, Kind::Zone(_));
    let (mut parks, mut at) = (usize::from(park(index)), index);
    while parks > 0 && parks < SEVERAL && joined(scope, at + 1, roles) {
        at += 1;
        parks += usize::from(park(at));
    }
    parks >= SEVERAL
}

/// Whether a park is one of several side by side.
pub(in crate::resolve) fn is_in_list(scope: Scope, index: usize, roles: &Roles) -> bool {
    let first = (0..=index).rev().find(|&i| !joined(scope, i, roles)).unwrap_or(0);
    begins_list(scope, first, roles)
}

/// Whether a park stands in a list, of parks or of others: 甲园、乙园某某分区、丙园.
pub(in crate::resolve) fn is_listed(scope: Scope, index: usize) -> bool {
    let park = scope.mentions[index].span;
    scope.text[..park.start].ends_with('、') || scope.text[park.end..].starts_with('、')
}

/// Whether a mention goes on with a list of parks: a park behind 、 or 和, or 和 behind a park.
fn joined(scope: Scope, index: usize, roles: &Roles) -> bool {
    let Some((before, mention)) = index.checked_sub(1).map(|i| &scope.mentions[i]).zip(scope.mentions.get(index))
    else {
        return false;
    };
    let between = scope.text.get(before.span.end..mention.span.start).unwrap_or("");
    let park = |m: &Mention| matches!(m.kind, Kind::Zone(_));
    let joint = |m: &Mention| m.types.meets(roles.joint) && !park(m);
    park(mention) && (between == "、" && park(before) || between.is_empty() && joint(before))
        || joint(mention) && between.is_empty() && park(before)
}

/// So many parks side by side are none of them the subject alone.
const SEVERAL: usize = 3;

/// Whether someone of a park is named rather than the park.
pub(in crate::resolve) fn holds_office(scope: Scope, index: usize, roles: &Roles) -> bool {
    scope.touching_behind(index).is_some_and(|next| next.types.meets(roles.office))
}

/// Whether a park is where something is: 位于江州高新区.
pub(in crate::resolve) fn is_located(scope: Scope, index: usize, roles: &Roles) -> bool {
    let place = scope.touching_before(index).is_some_and(|b| b.types.meets(roles.located));
    place && matches!(scope.mentions[index].kind, Kind::Zone(_) | Kind::Anaphor)
}

/// Whether a word stands for the park spoken of wherever it stands: 该区, 这个2006年升格的开发区.
pub(in crate::resolve) fn is_this(scope: Scope, index: usize, roles: &Roles) -> bool {
    let span = scope.mentions[index].span;
    let before = &scope.text[scope.clause_of(span.start).start..span.start];
    roles.collective.is_this(span.of(scope.text)) || roles.collective.is_one_behind(before)
}

/// Whether something is told of parks together wherever they stand (发布全省高新区年报), and they are not what another is called or
/// counted among: 第五个国家级新区, 在53个国家高新区中.
pub(in crate::resolve) fn is_told_of(scope: Scope, index: usize, roles: &Roles) -> bool {
    // 获批国家级新区
    let does = |m: &Mention| m.types.meets(roles.verb) && !m.types.meets(roles.event);
    scope.touching_before(index).is_none_or(|m| matches!(m.kind, Kind::Period(_)) || does(m))
}

/// Whether it is told where a park is right behind its name: 云溪产业园，位于江州市云溪区.
pub(in crate::resolve) fn is_told_where(scope: Scope, index: usize, roles: &Roles) -> bool {
    let end = scope.mentions[index].span.end;
    let next = scope.mentions.get(index + 1).filter(|next| next.types.meets(roles.located));
    next.is_some_and(|next| matches!(scope.text.get(end..next.span.start), Some("" | "，")))
}

/// Whether a park is only named as one of what was counted in an earlier clause: 项目3个，包括云溪智谷，总投资9亿元.
pub(in crate::resolve) fn is_example(scope: Scope, index: usize, fact: Span, roles: &Roles) -> bool {
    let clause = scope.clause_of(scope.mentions[index].span.start);
    let before = scope.mentions[..index].iter().rev().take_while(|m| m.span.start >= clause.start);
    !clause.contains(fact) && before.take_while(|m| !m.is_amount()).any(|m| m.types.meets(roles.includes))
}

/// Whether a park is only where another is, the subject of its clause: 云溪软件园位于江州高新区.
pub(in crate::resolve) fn holds_park(scope: Scope, index: usize, roles: &Roles) -> bool {
    let clause = scope.clause_of(scope.mentions[index].span.start);
    let park = |i: &usize| matches!(scope.mentions[*i].kind, Kind::Zone(_) | Kind::Anaphor);
    let subject = || (0..index).filter(park).any(|i| clause.contains(scope.mentions[i].span));
    is_located(scope, index, roles) && subject()
}

/// Whether a park is only a part of what the sentence is about: 其中江州高新区.
pub(in crate::resolve) fn is_part(scope: Scope, index: usize, roles: &Roles) -> bool {
    let before = index.checked_sub(1).map(|i| &scope.mentions[i]);
    before.is_some_and(|b| {
        b.types.meets(roles.among) && gap_is_empty(scope.text, b.span.end, scope.mentions[index].span.start)
    })
}

/// Whether a park is only set beside the one that is spoken of, by its figure of the same time: 乙高新区同期已达6%.
pub(in crate::resolve) fn is_set_beside(scope: Scope, index: usize) -> bool {
    let next = scope.touching_behind(index).map(|next| &next.kind);
    matches!(next, Some(Kind::Period(expr)) if **expr == Expr::Same(0))
}

/// Whether a park is the subject of an earlier clause of the sentence.
pub(in crate::resolve) fn follows_park(scope: Scope, index: usize, roles: &Roles) -> bool {
    let is_park = |m: &Mention| matches!(m.kind, Kind::Zone(_) | Kind::Anaphor);
    (0..index).any(|i| is_park(&scope.mentions[i]) && scope.begins_clause(i, roles))
}

/// Whether a number counts the parks: 全省32家高新区.
pub(in crate::resolve) fn is_counted(scope: Scope, index: usize) -> bool {
    scope.touching_before(index).is_some_and(is_count)
}

/// Whether parks together are counted right behind their name: 全省纳入考核的省级以上开发区177家.
pub(in crate::resolve) fn are_counted(scope: Scope, index: usize, roles: &Roles) -> bool {
    let all = scope.mentions[index].is_all_parks();
    let Some(count) = scope.touching_behind(index).filter(|m| all && is_count(m)) else { return false };
    // 对照国家高新区43项指标
    let ends = !scope.text[count.span.end..].starts_with(chars::is_word);
    // 江南省拥有国家级开发区12个 is told of the province
    ends && !is_counted_behind(scope, index, roles)
}

/// Whether the parks that there are are counted behind their word: 全省共有高新区12家.
pub(in crate::resolve) fn is_counted_behind(scope: Scope, index: usize, roles: &Roles) -> bool {
    let told = scope.touching_before(index).is_some_and(|m| m.types.meets(roles.reach | roles.verb));
    told && scope.touching_behind(index).is_some_and(is_count)
}

fn is_count(mention: &Mention) -> bool {
    mention.quantity().is_some_and(|q| q.dimension == Dimension::Count)
}

/// Whether a clause begins with the number of the parks, or with the region before it (全市13个产业园), or tells that they are
/// (全国共有178家国家高新区).
pub(in crate::resolve) fn begins_with_count(scope: Scope, index: usize, roles: &Roles) -> bool {
    let before = index.checked_sub(2).map(|i| &scope.mentions[i]);
    let region = before.is_some_and(|b| matches!(b.kind, Kind::Region(_)));
    let told =
        || before.is_some_and(|b| b.types.meets(roles.reach) && b.span.end == scope.mentions[index - 1].span.start);
    is_counted(scope, index) && (scope.begins_clause(if region { index - 2 } else { index - 1 }, roles) || told())
}

/// Whether what a park or region owns or does stands right behind it.
pub(in crate::resolve) fn is_owner(scope: Scope, index: usize, roles: &Roles) -> bool {
    let next = scope.touching_behind(index).filter(|next| next.types.meets(roles.owned));
    // 江南省的第三个高新区 tells of the park
    let ordinal = |next: &Mention| {
        let behind = scope.mentions.get(index + 2).filter(|m| m.span.start == next.span.end);
        next.types.meets(roles.possessive)
            && behind.is_some_and(|m| matches!(&m.kind, Kind::Name(name) if name == "ordinal"))
    };
    next.is_some_and(|next| !ordinal(next))
}

/// Whether a park is taken for an example, of which what follows is told: 以江州高新区为例.
pub(in crate::resolve) fn is_instance(scope: Scope, index: usize, roles: &Roles) -> bool {
    scope.touching_behind(index).is_some_and(|next| next.types.meets(roles.instance))
}

/// A park behind a word such as 占 or 向 is not the owner.
pub(in crate::resolve) fn stands_aside(scope: Scope, index: usize, roles: &Roles) -> bool {
    if is_instance(scope, index, roles) {
        return false;
    }
    if is_whole_of_share(scope, index, roles) && !scope.begins_clause(index, roles) {
        return true;
    }
    let mut at = scope.mentions[index].span.start;
    for before in scope.mentions[..index].iter().rev() {
        let between = scope.text.get(before.span.end..at).unwrap_or("");
        // 仅次于甲园、乙园和丙园: the whole list stands aside
        let listed = matches!(before.kind, Kind::Zone(_) | Kind::Region(_)) && matches!(between, "、" | "");
        if before.types.meets(roles.aside) && between.is_empty() {
            return true;
        }
        let joined = before.types.meets(roles.joint) && between.is_empty();
        if !(listed || joined) {
            return false;
        }
        at = before.span.start;
    }
    false
}

/// Whether the park before it tells where a park is: 江州高新区的生物产业园.
pub(in crate::resolve) fn inside_park(scope: Scope, index: usize, roles: &Roles) -> bool {
    let mut at = scope.mentions[index].span.start;
    for mention in scope.mentions[..index].iter().rev() {
        match mention.kind {
            _ if mention.span.end != at => break,
            Kind::Zone(_) | Kind::Anaphor => return true,
            Kind::Word if mention.types.meets(roles.possessive | roles.inside) => at = mention.span.start,
            _ => break,
        }
    }
    false
}
