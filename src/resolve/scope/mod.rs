//! Sentences as the resolution sees them: what stands where among the mentions of a sentence.
//!
//! In: a [`Scope`] and the number of a mention in it. Out: yes or no. Not here: anything that was said before the sentence.

pub(super) mod park;
pub(super) mod region;
pub(super) mod time;

use super::Roles;
use crate::chars;
use crate::fact::Fact;
use crate::mention::types::Types;
use crate::mention::{Kind, Mention};
use crate::period::{Expr, Period};
use crate::span::Span;

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
    /// The mention right before another, with nothing between.
    pub(super) fn touching_before(&self, index: usize) -> Option<&Mention> {
        let start = self.mentions[index].span.start;
        index.checked_sub(1).map(|i| &self.mentions[i]).filter(|before| before.span.end == start)
    }

    /// The mention right behind another, with nothing between.
    pub(super) fn touching_behind(&self, index: usize) -> Option<&Mention> {
        let end = self.mentions[index].span.end;
        self.mentions.get(index + 1).filter(|behind| behind.span.start == end)
    }

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

/// Whether a statement ends right behind a mention.
pub(super) fn ends_statement(scope: Scope, index: usize) -> bool {
    scope.text.get(scope.mentions[index].span.end..).is_some_and(|rest| rest.starts_with(['；', ';']))
}
