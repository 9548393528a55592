//! Sentences as the resolution sees them: what stands where among the mentions of a sentence.
//!
//! In: a [`Scope`] and the number of a mention in it. Out: yes or no. Not here: anything that was said before the sentence.

use super::roles::Roles;
use crate::chars;
use crate::fact::Fact;
use crate::mention::types::Types;
use crate::mention::{Kind, Mention};
use crate::period::{Expr, Period};
use crate::span::Span;
use crate::unit::Dimension;

/// A sentence as the resolution sees it.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The repaired text.
    pub text: &'a str,
    /// Its clauses.
    pub clauses: &'a [Span],
    /// Its round brackets.
    pub brackets: &'a [Span],
    /// Its mentions.
    pub mentions: &'a [Mention],
    /// The fact before this one in the sentence.
    pub previous: Previous,
}

/// What the fact before tells of the next one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Previous {
    /// When it holds.
    pub period: Option<Period>,
    /// Its number.
    pub mention: Option<usize>,
    /// Whether it is only expected.
    pub ahead: bool,
    /// When the last value held that another followed: the 2009年 of 由2009年的20亿元增至2013年的80亿元.
    pub earlier: Option<Period>,
    /// Whether the fact before is such a value, without a time of its own, behind another pair that has its times.
    pub is_earlier: bool,
}

impl Previous {
    /// Whether a time reaches from the earlier value to the later one: the years of 年均增长 behind the two.
    pub fn spans(&self, time: Option<Period>) -> bool {
        let ends = self.earlier.zip(self.period).filter(|(earlier, later)| earlier.start < later.start);
        ends.zip(time).is_some_and(|((earlier, later), time)| (time.start, time.end) == (earlier.start, later.end))
    }
}

impl Scope<'_> {
    pub(super) fn clause_of(&self, at: usize) -> Span {
        let i = self.clauses.partition_point(|c| c.end <= at);
        self.clauses.get(i).copied().unwrap_or_default()
    }

    /// Whether one of some words stands before a fact's number in its clause.
    pub fn says_before(&self, fact: &Fact, types: Types) -> bool {
        let clause = self.clause_of(self.mentions[fact.mention].span.start);
        self.mentions[..fact.mention].iter().any(|m| clause.contains(m.span) && m.types.meets(types))
    }

    /// Whether nothing but times and words stands between the clause's start and the mention.
    pub(super) fn begins_clause(&self, index: usize, roles: &Roles) -> bool {
        let mut clause = self.clause_of(self.mentions[index].span.start);
        let mut at = self.mentions[index].span.start;
        // most stand right behind a word that is no mention
        let touched = index.checked_sub(1).is_some_and(|i| self.mentions[i].span.end == at);
        if !touched && Span::new(clause.start, at).of(self.text).ends_with(chars::is_word) {
            return false;
        }
        // 本报讯（记者 某某）: the clause begins behind the brackets; so it does behind a label (自主创新：) and a dash
        if let Some(close) =
            self.text.get(clause.start..at).and_then(|before| before.rfind(['）', ')', '：', ':', '—', '】']))
        {
            clause.start += close;
        }
        let park = matches!(self.mentions[index].kind, Kind::Zone(_) | Kind::Anaphor | Kind::Period(_));
        let all = || self.mentions[index].is_all_parks();
        for mention in self.mentions[..index].iter().rev().take_while(|m| m.span.start >= clause.start) {
            let place = matches!(mention.kind, Kind::Period(_) | Kind::Region(_) | Kind::Zone(_) | Kind::Anaphor);
            // 在江州高新区，…: the place that a clause begins with is whose it is
            let placed = park && mention.types.meets(roles.at) && !all();
            let leads = placed || (place || mention.types.meets(roles.lead)) && !mention.types.meets(roles.aside);
            if !leads || !gap_is_empty(self.text, mention.span.end, at) {
                return false;
            }
            at = mention.span.start;
        }
        gap_is_empty(self.text, clause.start.min(at), at)
    }

    /// Whether a mention stands in brackets that are closed before a place: 420亿元（甲园292亿元、乙园128亿元），增长5%.
    pub(super) fn in_closed_brackets(&self, index: usize, at: usize) -> bool {
        self.brackets.iter().any(|bracket| bracket.end <= at && bracket.contains(self.mentions[index].span))
    }

    /// Whether a clause without a number ends with a park that it tells of: 跑出最高增速的是江州新区。
    pub(super) fn is_predicate(&self, index: usize, roles: &Roles) -> bool {
        let span = self.mentions[index].span;
        let Some(before) = index.checked_sub(1).map(|i| &self.mentions[i]) else { return false };
        // 江州是国家级高新区。 names no other park
        let all = self.mentions[index].is_all_parks();
        if before.span.end != span.start || !before.types.meets(roles.reach) || all {
            return false; // nearly always
        }
        let clause = self.clause_of(span.start);
        clause.end == span.end && !self.mentions[..index].iter().any(|m| clause.contains(m.span) && m.is_amount())
    }

    /// Whether the clause only tells where a park is before it names it: 位于江州东部的云溪软件园.
    pub(super) fn is_described(&self, index: usize, roles: &Roles) -> bool {
        let mut at = self.mentions[index].span.start;
        let clause = self.clause_of(at);
        let first = self.mentions.partition_point(|m| m.span.start < clause.start).min(index);
        let mut before = &self.mentions[first..index];
        // 有“光谷”之称的江南省江州高新区
        if let Some((region, rest)) = before.split_last()
            && matches!(region.kind, Kind::Region(_))
            && region.span.end == at
        {
            (at, before) = (region.span.start, rest);
        }
        let joined = before.last().is_some_and(|m| m.types.meets(roles.possessive) && m.span.end == at);
        if !joined {
            return false; // nearly always
        }
        // 据了解，聚集15家企业的江州高新区，…
        let first = !self.mentions.iter().take_while(|m| m.span.start < clause.start).any(|m| !self.leads(m, roles));
        let whole = gap_is_empty(self.text, self.mentions[index].span.end, clause.end);
        let all = || self.mentions[index].is_all_parks();
        let placed = before.first().is_some_and(|m| m.types.meets(roles.inside) && m.span.start == clause.start);
        (placed || first && !all())
            && !before
                .iter()
                .any(|m| m.quantity().is_some() && !whole || matches!(m.kind, Kind::Zone(_) | Kind::Region(_)))
    }

    /// Whether a mention may stand before a subject.
    fn leads(&self, mention: &Mention, roles: &Roles) -> bool {
        matches!(mention.kind, Kind::Period(_)) || mention.types.meets(roles.lead)
    }

    /// Whether only a subject stands before a time in its clause (该公司去年…): no number, and no word that makes the time
    /// part of something else (由, 较, …的).
    pub(super) fn follows_subject(&self, index: usize, clause: Span, roles: &Roles) -> bool {
        let before = self.mentions[..index].iter().rev().take_while(|m| m.span.start >= clause.start);
        let no_number = !before.into_iter().any(Mention::is_amount);
        let time = self.mentions[index].span;
        let touches = |m: Option<&Mention>, end: bool, types: Types| {
            m.is_some_and(|m| {
                m.types.meets(types) && if end { m.span.end == time.start } else { m.span.start == time.end }
            })
        };
        let last = index.checked_sub(1).map(|i| &self.mentions[i]);
        // 达到近五年来最好水平
        let years = matches!(&self.mentions[index].kind, Kind::Period(expr) if matches!(**expr, Expr::Recent(..)));
        let reached = years && touches(last, true, roles.reach);
        let bound = touches(last, true, roles.inside | roles.verb) || reached;
        no_number && !bound && !touches(self.mentions.get(index + 1), false, roles.possessive)
    }
}

fn gap_is_empty(text: &str, start: usize, end: usize) -> bool {
    text.get(start..end).unwrap_or("").chars().all(|c| !chars::is_word(c))
}

/// Whether a park is the first of several that share what is told of them (甲园、乙园、丙园获批).
pub(super) fn begins_list(scope: Scope, index: usize, roles: &Roles) -> bool {
    let park = |i: usize| matches!(scope.mentions[i].kind, Kind::Zone(_));
    let (mut parks, mut at) = (usize::from(park(index)), index);
    while parks > 0 && parks < SEVERAL && joined(scope, at + 1, roles) {
        at += 1;
        parks += usize::from(park(at));
    }
    parks >= SEVERAL
}

/// Whether a park is one of several side by side.
pub(super) fn is_in_list(scope: Scope, index: usize, roles: &Roles) -> bool {
    let first = (0..=index).rev().find(|&i| !joined(scope, i, roles)).unwrap_or(0);
    begins_list(scope, first, roles)
}

/// Whether regions stand side by side, as those that tell more of a noun do: 江南省、江州市重点项目.
pub(super) fn is_beside_region(scope: Scope, index: usize) -> bool {
    let region = |m: &&Mention| matches!(m.kind, Kind::Region(_));
    let beside = |(a, b): (&Mention, &Mention)| scope.text.get(a.span.end..b.span.start) == Some("、");
    let own = &scope.mentions[index];
    let before = index.checked_sub(1).map(|i| &scope.mentions[i]).filter(region);
    let behind = scope.mentions.get(index + 1).filter(region);
    before.is_some_and(|m| beside((m, own))) || behind.is_some_and(|m| beside((own, m)))
}

/// Whether a region begins an item of a list of counts: 甲区25个项目、乙区10个项目.
pub(super) fn begins_counted_item(scope: Scope, index: usize) -> bool {
    let region = scope.mentions[index].span;
    let counted = |m: &Mention| m.span.start == region.end && m.types.meets(Types::of(Dimension::Count));
    scope.text[..region.start].ends_with('、') && scope.mentions.get(index + 1).is_some_and(counted)
}

/// Whether a park stands in a list, of parks or of others: 甲园、乙园某某分区、丙园.
pub(super) fn is_listed(scope: Scope, index: usize) -> bool {
    let park = scope.mentions[index].span;
    scope.text[..park.start].ends_with('、') || scope.text[park.end..].starts_with('、')
}

/// Whether a region only begins the name of someone in a list: 新项目7个，分别是：江州市云溪化工投资3亿元的项目.
pub(super) fn begins_item(scope: Scope, index: usize, roles: &Roles) -> bool {
    let listed = |m: &Mention| {
        let colon = scope.text.get(m.span.end..).is_some_and(|rest| rest.starts_with(['：', ':']));
        colon && m.types.meets(roles.includes | roles.each)
    };
    scope.mentions[..index].iter().any(listed)
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
pub(super) fn holds_office(scope: Scope, index: usize, roles: &Roles) -> bool {
    let end = scope.mentions[index].span.end;
    scope.mentions.get(index + 1).is_some_and(|next| next.span.start == end && next.types.meets(roles.office))
}

/// Whether a park is where something is: 位于江州高新区.
pub(super) fn is_located(scope: Scope, index: usize, roles: &Roles) -> bool {
    let park = &scope.mentions[index];
    let before = index.checked_sub(1).map(|i| &scope.mentions[i]);
    let place = before.is_some_and(|b| b.types.meets(roles.located) && b.span.end == park.span.start);
    place && matches!(park.kind, Kind::Zone(_) | Kind::Anaphor)
}

/// Whether a word stands for the park spoken of wherever it stands: 该区, 这个2006年升格的开发区.
pub(super) fn is_this(scope: Scope, index: usize, roles: &Roles) -> bool {
    let span = scope.mentions[index].span;
    let before = &scope.text[scope.clause_of(span.start).start..span.start];
    roles.collective.is_this(span.of(scope.text)) || roles.collective.is_one_behind(before)
}

/// Whether something is told of parks together wherever they stand (发布全省高新区年报), and they are not what another is called or
/// counted among: 第五个国家级新区, 在53个国家高新区中.
pub(super) fn is_told_of(scope: Scope, index: usize, roles: &Roles) -> bool {
    let start = scope.mentions[index].span.start;
    let before = index.checked_sub(1).map(|i| &scope.mentions[i]).filter(|m| m.span.end == start);
    // 获批国家级新区
    let does = |m: &Mention| m.types.meets(roles.verb) && !m.types.meets(roles.event);
    before.is_none_or(|m| matches!(m.kind, Kind::Period(_)) || does(m))
}

/// Whether it is told where a park is right behind its name: 云溪产业园，位于江州市云溪区.
pub(super) fn is_told_where(scope: Scope, index: usize, roles: &Roles) -> bool {
    let end = scope.mentions[index].span.end;
    let next = scope.mentions.get(index + 1).filter(|next| next.types.meets(roles.located));
    next.is_some_and(|next| matches!(scope.text.get(end..next.span.start), Some("" | "，")))
}

/// Whether a park is only named as one of what was counted in an earlier clause: 项目3个，包括云溪智谷，总投资9亿元.
pub(super) fn is_example(scope: Scope, index: usize, fact: Span, roles: &Roles) -> bool {
    let clause = scope.clause_of(scope.mentions[index].span.start);
    let before = scope.mentions[..index].iter().rev().take_while(|m| m.span.start >= clause.start);
    !clause.contains(fact) && before.take_while(|m| !m.is_amount()).any(|m| m.types.meets(roles.includes))
}

/// Whether a park is only where another is, the subject of its clause: 云溪软件园位于江州高新区.
pub(super) fn holds_park(scope: Scope, index: usize, roles: &Roles) -> bool {
    let clause = scope.clause_of(scope.mentions[index].span.start);
    let park = |i: &usize| matches!(scope.mentions[*i].kind, Kind::Zone(_) | Kind::Anaphor);
    let subject = || (0..index).filter(park).any(|i| clause.contains(scope.mentions[i].span));
    is_located(scope, index, roles) && subject()
}

/// Whether a park is only a part of what the sentence is about: 其中江州高新区.
pub(super) fn is_part(scope: Scope, index: usize, roles: &Roles) -> bool {
    let before = index.checked_sub(1).map(|i| &scope.mentions[i]);
    before.is_some_and(|b| {
        b.types.meets(roles.among) && gap_is_empty(scope.text, b.span.end, scope.mentions[index].span.start)
    })
}

/// Whether a park is only set beside the one that is spoken of, by its figure of the same time: 乙高新区同期已达6%.
pub(super) fn is_set_beside(scope: Scope, index: usize) -> bool {
    let end = scope.mentions[index].span.end;
    let next = scope.mentions.get(index + 1).filter(|next| next.span.start == end);
    next.is_some_and(|next| matches!(&next.kind, Kind::Period(expr) if **expr == Expr::Same(0)))
}

/// Whether a park is the subject of an earlier clause of the sentence.
pub(super) fn follows_park(scope: Scope, index: usize, roles: &Roles) -> bool {
    let is_park = |m: &Mention| matches!(m.kind, Kind::Zone(_) | Kind::Anaphor);
    (0..index).any(|i| is_park(&scope.mentions[i]) && scope.begins_clause(i, roles))
}

/// Whether a number counts the parks: 全省32家高新区.
pub(super) fn is_counted(scope: Scope, index: usize) -> bool {
    let before =
        index.checked_sub(1).map(|i| &scope.mentions[i]).filter(|m| m.span.end == scope.mentions[index].span.start);
    before.and_then(Mention::quantity).is_some_and(|q| q.dimension == Dimension::Count)
}

/// Whether parks together are counted right behind their name: 全省纳入考核的省级以上开发区177家.
pub(super) fn are_counted(scope: Scope, index: usize, roles: &Roles) -> bool {
    let (parks, next) = (&scope.mentions[index], scope.mentions.get(index + 1));
    let Some(count) = next.filter(|m| m.span.start == parks.span.end && parks.is_all_parks()) else { return false };
    // 江南省拥有国家级开发区12个 is told of the province
    let before = index.checked_sub(1).map(|i| &scope.mentions[i]).filter(|m| m.span.end == parks.span.start);
    if before.is_some_and(|m| m.types.meets(roles.reach | roles.verb)) {
        return false;
    }
    // 对照国家高新区43项指标
    let ends = scope.text[count.span.end..].chars().next().is_none_or(|c| !chars::is_word(c));
    ends && count.quantity().is_some_and(|q| q.dimension == Dimension::Count)
}

/// Whether the parks that there are are counted behind their word: 全省共有高新区12家.
pub(super) fn is_counted_behind(scope: Scope, index: usize, roles: &Roles) -> bool {
    let span = scope.mentions[index].span;
    let before = index.checked_sub(1).map(|i| &scope.mentions[i]).filter(|m| m.span.end == span.start);
    let behind = scope.mentions.get(index + 1).filter(|m| m.span.start == span.end).and_then(Mention::quantity);
    before.is_some_and(|m| m.types.meets(roles.reach | roles.verb))
        && behind.is_some_and(|q| q.dimension == Dimension::Count)
}

/// Whether a clause begins with the number of the parks, or with the region before it (全市13个产业园), or tells that they are
/// (全国共有178家国家高新区).
pub(super) fn begins_with_count(scope: Scope, index: usize, roles: &Roles) -> bool {
    let before = index.checked_sub(2).map(|i| &scope.mentions[i]);
    let region = before.is_some_and(|b| matches!(b.kind, Kind::Region(_)));
    let told =
        || before.is_some_and(|b| b.types.meets(roles.reach) && b.span.end == scope.mentions[index - 1].span.start);
    is_counted(scope, index) && (scope.begins_clause(if region { index - 2 } else { index - 1 }, roles) || told())
}

/// Whether what a park or region owns or does stands right behind it.
pub(super) fn is_owner(scope: Scope, index: usize, roles: &Roles) -> bool {
    let end = scope.mentions[index].span.end;
    let next = scope.mentions.get(index + 1).filter(|next| next.span.start == end && next.types.meets(roles.owned));
    // 江南省的第三个高新区 tells of the park
    let ordinal = |next: &Mention| {
        let behind = scope.mentions.get(index + 2).filter(|m| m.span.start == next.span.end);
        next.types.meets(roles.possessive)
            && behind.is_some_and(|m| matches!(&m.kind, Kind::Name(name) if name == "ordinal"))
    };
    next.is_some_and(|next| !ordinal(next))
}

/// Whether a region owns what follows it (江南省地区生产总值, 江南省拥有, 江南省11家), or only tells more of a noun (江南省科技进步奖20项);
/// 全市 always owns.
pub(super) fn owns(scope: Scope, index: usize, roles: &Roles) -> bool {
    let end = scope.mentions[index].span.end;
    let counts = || scope.mentions.get(index + 1).is_some_and(|next| next.span.start == end && next.is_amount());
    scope.mentions[index].types.meets(roles.whole)
        || is_owner(scope, index, roles)
        || counts()
        // 江南省“双创计划”12人 is a plan of the province
        || !scope.text.get(end..).and_then(|rest| rest.chars().next()).is_some_and(|c| chars::is_word(c) || chars::is_opener(c))
}

/// Whether a region only tells who gave the title that is counted, in a list of counts: 高新技术企业115家，江南省瞪羚企业28家.
pub(super) fn is_title(scope: Scope, index: usize) -> bool {
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
pub(super) fn is_full_name(scope: Scope, index: usize, roles: &Roles) -> bool {
    let name = scope.mentions[index].span.of(scope.text);
    roles.place.iter().any(|ending| name.ends_with(ending.as_str()))
}

/// Whether a region or park is only what a share or a multiple is of: 占全市的30%、全省的8%, 是江州高新区的两倍.
pub(super) fn is_whole_of_share(scope: Scope, index: usize, roles: &Roles) -> bool {
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
pub(super) fn follows_zone(scope: Scope, index: usize) -> bool {
    let before = index.checked_sub(1).map(|i| &scope.mentions[i]);
    // 江州高新区·云溪区 are one
    let joined = |b: &Mention| matches!(scope.text.get(b.span.end..scope.mentions[index].span.start), Some("" | "·"));
    before.is_some_and(|b| matches!(b.kind, Kind::Zone(_)) && joined(b))
}

pub(super) fn followed_by_zone(scope: Scope, index: usize) -> bool {
    scope
        .mentions
        .get(index + 1)
        .is_some_and(|next| matches!(next.kind, Kind::Zone(_)) && next.span.start == scope.mentions[index].span.end)
}

/// Whether a region is the beginning of a firm's name: 苏州某某有限公司.
pub(super) fn names_organisation(scope: Scope, index: usize, roles: &Roles) -> bool {
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

/// Whether a time is part of what a verb before it is done to: 完成全年任务的75%.
pub(super) fn is_object(scope: Scope, index: usize, roles: &Roles) -> bool {
    let before = index.checked_sub(1).map(|i| &scope.mentions[i]);
    before.is_some_and(|b| b.types.meets(roles.verb) && b.span.end == scope.mentions[index].span.start)
}

/// Whether a time is only what another is compared with: 较2019年增长.
pub(super) fn compares(scope: Scope, index: usize, roles: &Roles) -> bool {
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
pub(super) fn is_contrast(scope: Scope, index: usize, roles: &Roles) -> bool {
    let before = &scope.text[..scope.mentions[index].span.start];
    roles.contrast.iter().any(|word| before.ends_with(word.as_str()))
}

/// Whether a number of times is told of a time: 是2010年的4.5倍.
fn is_base_of_multiple(scope: Scope, index: usize, roles: &Roles) -> bool {
    let mut behind = scope.mentions[index + 1..].iter();
    let end = scope.mentions[index].span.end;
    let owns = behind.next().is_some_and(|m| m.types.meets(roles.possessive) && m.span.start == end);
    owns && behind.find_map(Mention::quantity).is_some_and(|q| q.dimension == Dimension::Multiple)
}

/// Whether a park is taken for an example, of which what follows is told: 以江州高新区为例.
pub(super) fn is_instance(scope: Scope, index: usize, roles: &Roles) -> bool {
    let end = scope.mentions[index].span.end;
    scope.mentions.get(index + 1).is_some_and(|next| next.span.start == end && next.types.meets(roles.instance))
}

/// A park behind a word such as 占 or 向 is not the owner.
pub(super) fn stands_aside(scope: Scope, index: usize, roles: &Roles) -> bool {
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
pub(super) fn inside_park(scope: Scope, index: usize, roles: &Roles) -> bool {
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

/// Whether a statement ends right behind a mention.
pub(super) fn ends_statement(scope: Scope, index: usize) -> bool {
    scope.text.get(scope.mentions[index].span.end..).is_some_and(|rest| rest.starts_with(['；', ';']))
}

/// Whether a time that stands behind a subject (该区去年达到…) is left behind at the next semicolon, but for that of a label
/// (该区去年各项指标：…；…).
pub(super) fn ends_with_clause(scope: Scope, time: usize, fact: usize, roles: &Roles) -> bool {
    let between = scope.text.get(scope.mentions[time].span.end..fact).unwrap_or("");
    let first = between.split(['；', ';']).next().unwrap_or("");
    let opens = scope.begins_clause(time, roles) && !is_contrast(scope, time, roles);
    first.len() < between.len() && !first.contains(['：', ':']) && !opens
}

/// Whether a time only tells over how long something that was told before it changed: 企业559家，近十年增长2.5倍；新增245家.
pub(super) fn is_span_of_growth(scope: Scope, time: usize, fact: usize) -> bool {
    let clause = scope.clause_of(scope.mentions[time].span.start);
    let change = [Dimension::Percent, Dimension::Multiple, Dimension::Point];
    let grows = |m: &Mention| clause.contains(m.span) && m.quantity().is_some_and(|q| change.contains(&q.dimension));
    let told = scope.mentions[..time].iter().rev().take_while(|m| m.span.end <= clause.start).any(Mention::is_amount);
    let span = matches!(&scope.mentions[time].kind, Kind::Period(expr) if matches!(**expr, Expr::Recent(..)));
    span && told && scope.mentions[time..fact].iter().any(grows)
}

/// Whether a time only tells what happened once to a thing (这家2005年落户的企业), which is more than what is counted there
/// (2020年投产的12个项目).
pub(super) fn describes(scope: Scope, time: usize, fact: usize, roles: &Roles) -> bool {
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
pub(super) fn attributive(scope: Scope, time: usize, fact: usize, roles: &Roles) -> bool {
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
