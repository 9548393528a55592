//! Emission: the rows that a rule's hit gives.
//!
//! In: a candidate with its slots. Out: [`Fact`]s, one for each value, with names made from the templates of the rule: one name
//! for all values, one value for all names, or the two zipped. Not here: which candidate wins.

use rust_decimal::Decimal;
use std::ops::Range;
use std::rc::Rc;

use super::mask::Masked;
use super::pattern::Piece;
use super::{Candidate, Fact, Finder, Item, Subject, name, slot_name};
use crate::chars;
use crate::mention::types::Types;
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{Kind, Mention};
use crate::rules::files::Emit;
use crate::span::Span;
use crate::unit::Dimension;

/// Turns the candidates of one sentence into facts.
pub(super) struct Emitter<'a> {
    pub finder: &'a Finder,
    pub text: &'a str,
    pub mentions: &'a [Mention],
    pub masked: &'a Masked,
    pub vocabulary: &'a Vocabulary,
}

/// A name that is being made, with the page's words for it.
type Named = (String, Span);
/// The same, made: the paragraph remembers it in many places.
type Told = (Rc<str>, Span);

impl Emitter<'_> {
    /// Appends the facts of one candidate.
    pub fn facts(&self, candidate: &Candidate<'_>, subject: &mut Subject, facts: &mut Vec<Fact>) {
        for (emit, template) in candidate.rule.emit.iter().zip(&candidate.rule.templates) {
            let Some(range) = candidate.slot(slot_name(&emit.value)) else { continue };
            let values: Vec<usize> = self.masked.mentions(range).filter(|&m| self.mentions[m].is_amount()).collect();
            if values.is_empty() {
                continue;
            }
            let names = self.names(template, candidate, subject, &values);
            if names.len() == 1
                && !carries(template)
                && let Some(name) = subject.recent.last().cloned()
            {
                // 分别完成产值2亿元和3亿元，分别增长5%和6%: one name, as often as it has values
                subject.recent.extend(std::iter::repeat_n(name, values.len() - 1));
            }
            let carries_list = template.iter().any(|piece| piece.slot() == Some("carry*"));
            let zones = self.zones(emit, candidate);
            let times = self.times(emit, candidate);
            let count = values.len().max(names.len()).max(zones.len()).max(times.len());
            let fits = |n: usize| n <= 1 || n == count;
            if names.is_empty() || ![values.len(), names.len(), zones.len(), times.len()].into_iter().all(fits) {
                continue; // a list of names and a list of values that do not pair
            }
            for i in 0..count {
                let pick = |n: usize| if n == 1 { 0 } else { i };
                let (metric, span) = &names[pick(names.len())];
                let time = times.get(pick(times.len())).copied();
                let zone = zones.get(pick(zones.len())).cloned();
                let one_name = names.len() == 1;
                let item = Item { index: i, count: values.len(), one_name };
                let item = (values.len() > 1 && (one_name || carries_list)).then_some(item);
                self.push(emit, candidate, (values[pick(values.len())], item), (metric, *span), zone, time, facts);
            }
            subject.last = names.last().map(|(name, _)| Rc::clone(name));
            self.count(emit, &values, &names, subject);
        }
    }

    /// Remembers what was counted or paid, where the row is an amount and no more.
    fn count(&self, emit: &Emit, values: &[usize], names: &[Told], subject: &mut Subject) {
        let ([value], [(name, _)]) = (values, names) else { return };
        let Some(quantity) = self.mentions[*value].quantity() else { return };
        let carried = emit.metric.contains("{carry") || emit.metric.contains("{last");
        if !emit.metric.ends_with('}') || carried {
            return;
        }
        match quantity.dimension {
            Dimension::Count => subject.count(&quantity.unit, name),
            Dimension::Money => subject.money = Some(Rc::clone(name)),
            _ => {}
        }
    }

    fn zones(&self, emit: &Emit, candidate: &Candidate<'_>) -> Vec<String> {
        let range = emit.zone.as_ref().and_then(|slot| candidate.slot(slot_name(slot)));
        let mentions = range.map_or(0..0, |range| self.masked.mentions(range));
        let name = |m: &Mention| match &m.kind {
            Kind::Zone(name) => Some(name.clone()),
            _ => None,
        };
        self.mentions[mentions].iter().filter_map(name).collect()
    }

    fn times(&self, emit: &Emit, candidate: &Candidate<'_>) -> Vec<usize> {
        let range = emit.period.as_ref().and_then(|slot| candidate.slot(slot_name(slot)));
        let mentions = range.map_or(0..0, |range| self.masked.mentions(range));
        mentions.filter(|&m| matches!(self.mentions[m].kind, Kind::Period(_))).collect()
    }

    /// The names that a template gives: several where its slot is a list (`{names*}`).
    fn names(
        &self,
        template: &[Piece],
        candidate: &Candidate<'_>,
        subject: &mut Subject,
        values: &[usize],
    ) -> Vec<Told> {
        let mut names = vec![(String::new(), Span::default())];
        // the noun phrases that a name begins with are what later clauses may leave out
        let mut spoken = None;
        for piece in template {
            if spoken.is_none() && !piece.slot().is_some_and(|slot| self.is_phrase(slot, candidate)) {
                spoken = Some(names.clone());
            }
            let slot = match piece {
                Piece::Slot(slot) => slot,
                Piece::Text(text) => {
                    names.iter_mut().for_each(|(name, _)| name.push_str(text));
                    continue;
                }
            };
            let parts = self.slot_parts(slot, candidate, subject, values);
            // 投资增速前两名：甲市增长9%，乙市增长8%: the metric of a heading holds for all of its items
            if let ("carry", None, Some((metric, _))) = (slot.as_str(), &subject.metric, parts.first()) {
                subject.metric = Some(metric.as_str().into());
            }
            let parts = if slot == "carry" { self.without_lead(parts, &names) } else { parts };
            names = joined(names, parts);
        }
        if carries(template) {
            names.iter_mut().for_each(|(_, span)| *span = Span::default());
        }
        let tidied = |names: Vec<Named>| -> Vec<Told> {
            names.into_iter().map(|(name, span)| (self.finder.tidier.tidy(name).into(), span)).collect()
        };
        let names = tidied(names);
        let spoken = spoken.map_or_else(|| names.clone(), tidied).into_iter().map(|(name, _)| name);
        let spoken: Vec<Rc<str>> = spoken.filter(|name| name::is_valid(name)).collect();
        let owner = subject.recent.last();
        let owned = names.into_iter().map(|(name, span)| (self.with_owner(name, owner), span));
        let owned = owned.filter(|(name, _)| name::is_valid(name)).collect();
        if !spoken.is_empty() {
            subject.metric = spoken.last().cloned();
            if !carries(template) || template.len() == 1 {
                subject.recent.extend(spoken.iter().cloned());
            }
            subject.list = spoken;
        }
        owned
    }

    /// A word that says nothing by itself (规模, 一期) under the name of what stood before it in the sentence.
    fn with_owner(&self, name: Rc<str>, owner: Option<&Rc<str>>) -> Rc<str> {
        let Some(owner) = owner else { return name };
        let part = match self.vocabulary.words.longest(&name, 0) {
            Some((end, entry)) => end == name.len() && entry.types.meets(self.finder.part),
            None => false,
        };
        let owner = if part { self.thing(owner) } else { None };
        match owner.filter(|owner| !owner.ends_with(&*name)) {
            Some(owner) => format!("{owner}{name}").into(),
            None => name,
        }
    }

    /// What a metric is told of: 星澜大厦 of 星澜大厦总投资; nothing where the metric is no more than its word.
    fn thing<'n>(&self, metric: &'n str) -> Option<&'n str> {
        let tail = self.tail(metric, Types::METRIC | self.finder.part | self.finder.amount);
        Some(&metric[..tail.unwrap_or(metric.len())]).filter(|thing| thing.chars().nth(1).is_some())
    }

    fn slot_parts(&self, slot: &str, candidate: &Candidate<'_>, subject: &Subject, values: &[usize]) -> Vec<Named> {
        let unspoken =
            |name: Option<Rc<str>>| name.into_iter().map(|name| (name.to_string(), Span::default())).collect();
        match slot {
            "carry" => {
                let carried = self.carried(candidate.first, values, subject).or_else(|| subject.metric.clone());
                let money = || {
                    values
                        .first()
                        .and_then(|&v| self.mentions[v].quantity())
                        .is_some_and(|q| q.dimension == Dimension::Money)
                };
                unspoken(carried.or_else(|| subject.before.clone().filter(|_| money())))
            }
            "last" => unspoken(self.carried(candidate.first, values, subject).or_else(|| subject.last.clone())),
            "carry*" => subject.last_of(values.len()).map(|name| (name.to_string(), Span::default())).collect(),
            _ => self.slot_names(slot, candidate, values),
        }
    }

    /// 国家级 before a carried 省级平台 is 国家级平台, 投产 before 落户企业 are 投产企业.
    fn without_lead(&self, parts: Vec<Named>, before: &[Named]) -> Vec<Named> {
        let lead = |name: &str, types: Types| {
            let (mut end, mut behind) = (None, name.chars());
            // 签约 of 签约项目, which is a word too
            self.vocabulary.words.each(behind.next()?, behind, |left, entry| {
                end = if entry.types.meets(types) { Some(name.len() - left) } else { end };
            });
            end
        };
        let led = |types: Types| before.iter().any(|(name, _)| lead(name, types).is_some());
        let kind = [self.finder.grade, self.finder.act].into_iter().find(|&types| led(types));
        let cut = |(name, span): Named| match kind.and_then(|types| lead(&name, types)).filter(|&end| end < name.len())
        {
            Some(end) => (name[end..].to_string(), span),
            None => (name, span),
        };
        parts.into_iter().map(cut).collect()
    }

    /// Whether a slot holds a noun phrase rather than a single word or number.
    fn is_phrase(&self, slot: &str, candidate: &Candidate<'_>) -> bool {
        !slot.starts_with("carry")
            && slot != "last"
            && candidate.slot(slot_name(slot)).is_some_and(|range| self.single(range).is_none())
    }

    /// The one word, number or time that a slot holds.
    fn single(&self, range: Range<usize>) -> Option<Span> {
        let span = self.masked.source(range.clone());
        let mention = self.mentions.get(self.masked.mentions(range)).and_then(|m| m.first())?;
        let word = matches!(mention.kind, Kind::Quantity(_) | Kind::Word | Kind::Period(_) | Kind::Region(_));
        let noun = mention.types.meets(self.finder.noun) && !mention.types.meets(self.finder.grade);
        (word && !noun && mention.span == span).then_some(span)
    }

    fn slot_names(&self, slot: &str, candidate: &Candidate<'_>, values: &[usize]) -> Vec<Named> {
        let Some(range) = candidate.slot(slot_name(slot)) else { return vec![(String::new(), Span::default())] };
        let span = self.masked.source(range.clone());
        if let Some(span) = self.single(range) {
            return vec![(span.of(self.text).to_string(), span)];
        }
        if slot.ends_with('*') {
            return self.list_names(span, values.len());
        }
        let after_number = self.mentions.iter().any(|m| m.span.end == span.start && m.quantity().is_some());
        if let Some(counted) = self.counted_park(span, values) {
            return vec![(counted.of(self.text).to_string(), counted)];
        }
        let behind = values.iter().any(|&value| self.mentions[value].span.start < span.start);
        let span = if behind { self.before_next(span) } else { self.behind_owner(span) };
        let nouns = (self.finder.head, self.finder.noun | Types::METRIC | Types::NAME);
        let span = if after_number { name::cut_after_head(self.text, span, self.mentions, nouns) } else { span };
        vec![self.phrase(span)]
    }

    /// What a number of parks counts: all of them (54个国家级高新区首位), or those without a name where the words behind them are
    /// the next number's (9个高新区专利申请量1200件).
    fn counted_park(&self, span: Span, values: &[usize]) -> Option<Span> {
        let [value] = values else { return None };
        let number = &self.mentions[*value];
        let park = self.mentions.get(value + 1).filter(|m| m.span == Span::new(number.span.end, span.start))?;
        let next = self.mentions.get(self.mentions.partition_point(|m| m.span.start < span.end));
        let counts = number.types.meets(Types::of(Dimension::Count))
            && match &park.kind {
                Kind::Zone(name) => self.vocabulary.gazetteer.collective.names(name),
                Kind::Anaphor => next.is_some_and(|next| next.is_amount() && next.span.start == span.end),
                _ => false,
            };
        counts.then_some(park.span)
    }

    /// A phrase behind a number without its last item, where that is the next number's: 9亿元的甲项目、总投资8亿元.
    fn before_next(&self, span: Span) -> Span {
        let behind = self.mentions.partition_point(|m| m.span.start < span.end);
        let next = self.mentions.get(behind).filter(|m| m.span.start == span.end && m.is_amount());
        match next.and_then(|_| self.split_list(span, 0).pop()) {
            Some(last) if last.start > span.start => {
                let end =
                    self.mentions.iter().rev().find(|m| m.span.end == last.start && m.types.meets(self.finder.joint));
                let end = end.map_or(last.start, |joint| joint.span.start);
                Span::new(span.start, span.start + span.of(self.text)[..end - span.start].trim_end_matches('、').len())
            }
            _ => span,
        }
    }

    /// A phrase before a number without what is the thing of an amount before it: 9亿元的产业园项目、总投资8亿元.
    fn behind_owner(&self, span: Span) -> Span {
        let mut at = span.start;
        for mention in self.mentions[..self.mentions.partition_point(|m| m.span.end <= at)].iter().rev() {
            let passed =
                matches!(mention.kind, Kind::Zone(_) | Kind::Region(_)) || mention.types.meets(self.finder.possessive);
            if mention.span.end != at || !passed {
                let owned = mention.span.end == at && mention.is_amount() && at < span.start;
                return if owned { self.split_list(span, 0).pop().unwrap_or(span) } else { span };
            }
            at = mention.span.start;
        }
        span
    }

    fn phrase(&self, span: Span) -> Named {
        let bound = self.finder.bound;
        (name::of_phrase(self.text, span, self.mentions, self.vocabulary, &self.finder.tidier, bound), span)
    }

    /// The names of a list's items. What only the last one says holds for all: 国家级、省级平台, 汽车、电子产值.
    fn list_names(&self, span: Span, wanted: usize) -> Vec<Named> {
        let items = self.split_list(span, wanted);
        let Some(&last) = items.last() else { return Vec::new() };
        let inside = |item: Span| self.mentions.iter().filter(move |m| item.contains(m.span));
        let is_grade = |item: Span| inside(item).any(|m| m.span == item && m.types.meets(self.finder.grade));
        let ends = |item: Span, types: Types| inside(item).any(|m| m.span.end == item.end && m.types.meets(types));
        let after_grade = inside(last).find(|m| m.span.start == last.start && m.types.meets(self.finder.grade));
        let mut tail =
            inside(last).filter(|m| m.span.end == last.end && m.span != last && m.types.meets(self.finder.tail));
        let tail = tail.next_back();
        // 新兴产业、制造业产值: what may have a figure is no figure itself
        let figure = self.finder.amount | Types::METRIC;
        let ends_named = |item: Span, tail: &Mention| match tail.types {
            types if types.meets(self.finder.ratio) => ends(item, self.finder.ratio),
            types if types.meets(figure) => ends(item, figure),
            _ => ends(item, self.finder.tail),
        };
        let name = |item: Span| {
            let (name, own) = self.phrase(item);
            let rest = match (item == last, is_grade(item), after_grade, tail) {
                (false, true, Some(grade), _) => Span::new(grade.span.end, last.end),
                (false, false, _, Some(tail)) if !ends_named(item, tail) => tail.span,
                _ => return (name, own),
            };
            (format!("{name}{}", self.phrase(rest).0), own)
        };
        items.iter().map(|&item| name(item)).collect()
    }

    /// The items of a list: cut at 、 and at the words that join (和); only at the last word, or at none, where that gives as many as
    /// are wanted, for others may join inside an item (建筑及装潢材料、饮料和日用品; 机电、电子与信息).
    fn split_list(&self, span: Span, wanted: usize) -> Vec<Span> {
        let marks = span.of(self.text).match_indices('、');
        let mut cuts: Vec<Span> =
            marks.map(|(i, mark)| Span::new(span.start + i, span.start + i + mark.len())).collect();
        let words = self.mentions.iter().filter(|m| span.contains(m.span) && m.types.meets(self.finder.joint));
        let words: Vec<Span> = words.map(|m| m.span).collect();
        let inside = match cuts.len() {
            marks if marks > 0 && marks + 1 == wanted => words.len(),
            marks if marks + 2 == wanted => words.len().saturating_sub(1),
            _ => 0,
        };
        cuts.extend(&words[inside..]);
        cuts.sort_unstable();
        let mut items = Vec::new();
        let mut start = span.start;
        for cut in cuts {
            items.push(Span::new(start, cut.start));
            start = cut.end;
        }
        items.push(Span::new(start, span.end));
        items
    }

    /// What a value without a name of its own is of, as far as the words before it or its unit tell.
    fn carried(&self, first: usize, values: &[usize], subject: &Subject) -> Option<Rc<str>> {
        let quantity = values.first().and_then(|&v| self.mentions[v].quantity());
        self.known_before(first).or_else(|| match quantity {
            Some(q) if q.dimension == Dimension::Count => subject.counted_in(&q.unit).cloned(),
            // 技术合同成交额下降8.2%，为11.3亿元
            Some(q) if q.dimension == Dimension::Money => {
                subject.metric.clone().filter(|metric| self.is_amount(metric)).or_else(|| subject.money.clone())
            }
            _ => None,
        })
    }

    /// Whether a name ends with a word for an amount: 技术合同成交额.
    fn is_amount(&self, name: &str) -> bool {
        self.tail(name, self.finder.amount).is_some()
    }

    /// Where the first word begins that a name ends with, of those with some types.
    fn tail(&self, name: &str, types: Types) -> Option<usize> {
        let ends = |&at: &usize| {
            let word = self.vocabulary.words.longest(name, at);
            word.is_some_and(|(end, entry)| end == name.len() && entry.types.meets(types))
        };
        name.char_indices().map(|(at, _)| at).find(ends)
    }

    /// The last known metric, or amount that begins a clause, between the number before a match and the match.
    fn known_before(&self, first: usize) -> Option<Rc<str>> {
        let before = self.mentions[..first].iter().rev().take_while(|m| !m.is_amount());
        before
            .filter_map(|m| match m.kind {
                Kind::Metric(id) => Some(self.vocabulary.metrics[id as usize].as_str().into()),
                // 出口依然低迷，一季度为9.36亿美元
                Kind::Word
                    if m.types.meets(self.finder.amount)
                        && !m.types.meets(self.finder.ratio | self.finder.part)
                        && !self.text[..m.span.start].ends_with(chars::is_word) =>
                {
                    Some(m.span.of(self.text).into())
                }
                _ => None,
            })
            .next()
    }

    #[allow(clippy::too_many_arguments)] // the parts of one row
    fn push(
        &self,
        emit: &Emit,
        candidate: &Candidate<'_>,
        (mention, item): (usize, Option<Item>),
        (metric, metric_span): (&str, Span),
        zone: Option<String>,
        period: Option<usize>,
        facts: &mut Vec<Fact>,
    ) {
        let Some(quantity) = self.mentions[mention].quantity() else { return };
        let sign = emit.sign.as_ref().and_then(|slot| candidate.slot(slot_name(slot)));
        let falls = sign.is_some_and(|range| {
            self.mentions[self.masked.mentions(range)].iter().any(|m| m.types.meets(self.finder.fall))
        });
        let before = emit.before || period.is_none() && self.is_past(mention);
        let metric =
            if before && period.is_none() { name::with_ending(metric, name::EARLIER) } else { metric.to_string() };
        let fact = |value: Decimal, metric: String| Fact {
            mention,
            value: if falls && !value.is_sign_negative() { -value } else { value },
            unit: emit.unit.clone().unwrap_or_else(|| quantity.unit.clone()),
            metric,
            metric_span,
            rule: candidate.index,
            period,
            other_times: self.other_times(candidate, period),
            zone: zone.clone(),
            before,
            item,
        };
        match quantity.high {
            // 从2.85亿元到57亿元 is no range but what was, and what is
            Some(high) if !before && self.is_from(mention) => {
                let earlier = fact(quantity.value, name::with_ending(&metric, name::EARLIER));
                facts.extend([Fact { before: true, ..earlier }, fact(high, metric)]);
            }
            Some(high) => {
                facts.extend([
                    fact(quantity.value, name::with_ending(&metric, "下限")),
                    fact(high, name::with_ending(&metric, "上限")),
                ]);
            }
            None => facts.push(fact(quantity.value, metric)),
        }
    }

    /// Whether a word such as 从 stands right before a number.
    fn is_from(&self, mention: usize) -> bool {
        let before = mention.checked_sub(1).map(|before| &self.mentions[before]);
        before.is_some_and(|m| m.types.meets(self.finder.from) && m.span.end == self.mentions[mention].span.start)
    }

    /// Whether a number is told of some time ago, with a word for it in its statement: 过去要跑4个窗口、交21份材料；现在….
    fn is_past(&self, mention: usize) -> bool {
        let mut at = self.mentions[mention].span.start;
        for m in self.mentions[..mention].iter().rev() {
            let ends = self.text.get(m.span.end..at).is_some_and(|text| text.contains(['；', ';', '。', '，', ',']));
            if ends || matches!(m.kind, Kind::Period(_)) || m.types.meets(self.finder.reached) {
                return false;
            }
            if m.types.meets(self.finder.once) {
                return true;
            }
            at = m.span.start;
        }
        false
    }

    /// Times that the rule binds for other rows, or absorbs.
    fn other_times(&self, candidate: &Candidate<'_>, own: Option<usize>) -> Vec<usize> {
        let rule = candidate.rule;
        let slots = rule
            .emit
            .iter()
            .filter_map(|e| e.period.as_deref())
            .map(slot_name)
            .chain(rule.absorb.iter().map(String::as_str));
        let mentions = slots.filter_map(|slot| candidate.slot(slot)).flat_map(|range| self.masked.mentions(range));
        mentions.filter(|&m| Some(m) != own && matches!(self.mentions[m].kind, Kind::Period(_))).collect()
    }
}

/// Each name with each of the parts behind it; before the first piece of a template there is one empty name.
fn joined(mut names: Vec<Named>, parts: Vec<Named>) -> Vec<Named> {
    if matches!(&names[..], [(name, span)] if name.is_empty() && span.is_empty()) {
        return parts;
    }
    if let [(part, own)] = &parts[..] {
        for (name, span) in &mut names {
            name.push_str(part);
            *span = if span.is_empty() { *own } else { *span };
        }
        return names; // nearly always
    }
    let join = |(name, span): &Named, (part, own): &Named| {
        ([name.as_str(), part].concat(), if span.is_empty() { *own } else { *span })
    };
    names.iter().flat_map(|name| parts.iter().map(move |part| join(name, part))).collect()
}

/// Whether a name begins with what was spoken of before.
pub(super) fn carries(template: &[Piece]) -> bool {
    template.first().and_then(Piece::slot).is_some_and(|slot| slot.starts_with("carry") || slot == "last")
}
