//! Regions in a sentence: whether one is the subject, or only tells more of something else.
//!
//! In: a [`Scope`] and the number of a region in it. Out: yes or no. Not here: parks (see [`park`](super::park)).

use super::Scope;
use super::park::is_owner;
use crate::chars;
use crate::mention::types::Types;
use crate::mention::{Kind, Mention};
use crate::resolve::Roles;
use crate::span::Span;
use crate::unit::Dimension;

/// Whether regions stand side by side, as those that tell more of a noun do: 江南省、江州市重点项目.
pub(in crate::resolve) fn is_beside_region(scope: Scope, index: usize) -> bool {
    let region = |m: &&Mention| matches!(m.kind, Kind::Region(_));
    let beside = |(a, b): (&Mention, &Mention)| scope.text.get(a.span.end..b.span.start) == Some("、");
    let own = &scope.mentions[index];
    let before = index.checked_sub(1).map(|i| &scope.mentions[i]).filter(region);
    let behind = scope.mentions.get(index + 1).filter(region);
    before.is_some_and(|m| beside((m, own))) || behind.is_some_and(|m| beside((own, m)))
}

/// Whether a region begins an item of a list of counts: 甲区25个项目、乙区10个项目.
pub(in crate::resolve) fn begins_counted_item(scope: Scope, index: usize) -> bool {
    let region = scope.mentions[index].span;
    let counted = |m: &Mention| m.span.start == region.end && m.types.meets(Types::of(Dimension::Count));
    scope.text[..region.start].ends_with('、') && scope.mentions.get(index + 1).is_some_and(counted)
}

/// Whether a region only begins the name of someone in a list: 新项目7个，分别是：江州市云溪化工投资3亿元的项目.
pub(in crate::resolve) fn begins_item(scope: Scope, index: usize, roles: &Roles) -> bool {
    let listed = |m: &Mention| {
        let colon = scope.text.get(m.span.end..).is_some_and(|rest| rest.starts_with(['：', ':']));
        colon && m.types.meets(roles.includes | roles.each)
    };
    scope.mentions[..index].iter().any(listed)
}

/// Whether a region owns what follows it (江南省地区生产总值, 江南省拥有, 江南省11家), or only tells more of a noun (江南省科技进步奖20项);
/// 全市 always owns.
pub(in crate::resolve) fn owns(scope: Scope, index: usize, roles: &Roles) -> bool {
    let end = scope.mentions[index].span.end;
    let counts = || scope.mentions.get(index + 1).is_some_and(|next| next.span.start == end && next.is_amount());
    scope.mentions[index].types.meets(roles.whole)
        || is_owner(scope, index, roles)
        || counts()
        // 江南省“双创计划”12人 is a plan of the province
        || !scope.text.get(end..).and_then(|rest| rest.chars().next()).is_some_and(|c| chars::is_word(c) || chars::is_opener(c))
}

/// Whether a region only tells who gave the title that is counted, in a list of counts: 高新技术企业115家，江南省瞪羚企业28家.
pub(in crate::resolve) fn is_title(scope: Scope, index: usize) -> bool {
    let counts = |m: &Mention| m.quantity().is_some_and(|q| q.dimension == Dimension::Count);
    let clause = scope.clause_of(scope.mentions[index].span.start);
    let number = (index + 1..scope.mentions.len()).find(|&i| scope.mentions[i].is_amount());
    let titled = |i: &usize| {
        let (title, number) = (&scope.mentions[i - 1], &scope.mentions[*i]);
        clause.contains(number.span) && title.types.meets(Types::METRIC) && title.span.end == number.span.start
    };
    let number = number.filter(titled).map(|i| &scope.mentions[i]);
    let before = scope.mentions[..index].iter().rev().find(|m| m.is_amount());
    number.is_some_and(counts) && before.is_some_and(counts)
}

/// Whether a place is named in full (江州市, not 江州), as one that is spoken of is.
pub(in crate::resolve) fn is_full_name(scope: Scope, index: usize, roles: &Roles) -> bool {
    let name = scope.mentions[index].span.of(scope.text);
    roles.place.iter().any(|ending| name.ends_with(ending.as_str()))
}

/// Whether a region or park is only what a share or a multiple is of: 占全市的30%、全省的8%, 是江州高新区的两倍.
pub(in crate::resolve) fn is_whole_of_share(scope: Scope, index: usize, roles: &Roles) -> bool {
    let mut end = scope.mentions[index].span.end;
    for next in
        scope.mentions[index + 1..].iter().take_while(|m| m.types.meets(roles.possessive) || m.quantity().is_some())
    {
        if next.span.start != end {
            return false;
        }
        if let Some(quantity) = next.quantity() {
            return matches!(quantity.dimension, Dimension::Percent | Dimension::Multiple);
        }
        end = next.span.end;
    }
    false
}

/// Whether a region is the beginning of what a park before it owns: 江州工业园江南药业.
pub(in crate::resolve) fn follows_zone(scope: Scope, index: usize) -> bool {
    let before = index.checked_sub(1).map(|i| &scope.mentions[i]);
    // 江州高新区·云溪区 are one
    let joined = |b: &Mention| matches!(scope.text.get(b.span.end..scope.mentions[index].span.start), Some("" | "·"));
    before.is_some_and(|b| matches!(b.kind, Kind::Zone(_)) && joined(b))
}

pub(in crate::resolve) fn followed_by_zone(scope: Scope, index: usize) -> bool {
    scope
        .mentions
        .get(index + 1)
        .is_some_and(|next| matches!(next.kind, Kind::Zone(_)) && next.span.start == scope.mentions[index].span.end)
}

/// Whether a region is the beginning of a firm's name: 苏州某某有限公司.
pub(in crate::resolve) fn names_organisation(scope: Scope, index: usize, roles: &Roles) -> bool {
    let region = scope.mentions[index].span;
    let next = scope.mentions[index + 1..].iter().find(|m| m.types.meets(roles.organisation));
    let number = |m: &Mention| m.span.start >= region.end && m.quantity().is_some();
    next.is_some_and(|m| {
        if scope.mentions[index + 1..].iter().take_while(|other| other.span.start < m.span.start).any(number) {
            return false;
        }
        let between = Span::new(region.end, m.span.start).of(scope.text);
        between.chars().count() <= 16
            && between.chars().all(|c| c.is_alphanumeric() || matches!(c, '(' | ')' | '（' | '）'))
    })
}
