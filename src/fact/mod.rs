//! Facts: numbers linked to what they measure.
//!
//! In: the mentions of a sentence, the [`Patterns`] and the open subject of the paragraph. Out: [`Fact`]s in the order of their
//! numbers; one number is the value of at most one fact. All rules that hit make candidates; the one that claims more numbers
//! and binds more slots wins, then the order of the files. Not here: zone and period of a fact (see `resolve`), the calendar.

pub mod mask;
pub mod name;
pub mod pattern;

use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::ops::Range;

use crate::mention::vocabulary::{Types, Vocabulary};
use crate::mention::{Kind, Mention};
use crate::rules::files::Emit;
use crate::span::Span;
use mask::Masked;
use pattern::{Patterns, Piece, Rule, template};

/// A number and what it measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The mention that holds the number.
    pub mention: usize,
    /// The value, negative for a fall.
    pub value: Decimal,
    /// The unit.
    pub unit: String,
    /// The metric's name.
    pub metric: String,
    /// The page's words for it; empty where it was carried from an earlier clause.
    pub metric_span: Span,
    /// The rule, by its number.
    pub rule: usize,
    /// The mention of the fact's own time.
    pub period: Option<usize>,
    /// It held before the sentence's time.
    pub before: bool,
}

/// What the facts of a sentence are found with.
#[derive(Debug)]
pub struct Finder {
    /// The compiled rules.
    pub patterns: Patterns,
    joint: Types,
    fall: Types,
    head: Types,
}

/// A rule that hit, not yet a fact.
struct Candidate {
    rule: usize,
    slots: Vec<(String, Range<usize>)>,
    claims: Vec<usize>,
}

impl Finder {
    /// Prepares a pack's patterns.
    pub fn new(patterns: Patterns, vocabulary: &Vocabulary) -> Finder {
        let class = |name: &str| vocabulary.type_named(name).unwrap_or(Types::NONE);
        let (joint, head) =
            (vocabulary.union(&patterns.phrase.joint), vocabulary.union(&patterns.phrase.head) | Types::METRIC);
        Finder { joint, head, fall: class("fall"), patterns }
    }

    /// The facts of one sentence. `subject` is the metric spoken of last, which clauses without one fall back on.
    pub fn find(
        &self,
        text: &str,
        sentence: Span,
        mentions: &[Mention],
        vocabulary: &Vocabulary,
        subject: &mut Option<String>,
    ) -> Vec<Fact> {
        if !mentions.iter().any(|m| m.quantity().is_some_and(|q| q.aside.is_none())) {
            return Vec::new();
        }
        let masked = Masked::new(text, sentence, mentions, &self.patterns, self.joint);
        let mut candidates = self.candidates(&masked);
        candidates.sort_by_key(|c| (Reverse(c.claims.len()), Reverse(c.slots.len()), c.rule));
        let mut claimed = vec![false; mentions.len()];
        let mut chosen: Vec<Candidate> = Vec::new();
        for candidate in candidates {
            if candidate.claims.iter().all(|&m| !claimed[m]) {
                candidate.claims.iter().for_each(|&m| claimed[m] = true);
                chosen.push(candidate);
            }
        }
        chosen.sort_by_key(|c| c.claims.first().copied());
        let reader = Reader { finder: self, text, sentence, mentions, masked: &masked, vocabulary };
        let mut facts = Vec::new();
        for candidate in &chosen {
            reader.facts(candidate, subject, &mut facts);
        }
        facts.sort_by_key(|f| f.mention);
        facts
    }

    /// The masked form of a sentence, for `explain` and tests.
    pub fn masked(&self, text: &str, sentence: Span, mentions: &[Mention]) -> Masked {
        Masked::new(text, sentence, mentions, &self.patterns, self.joint)
    }

    fn candidates(&self, masked: &Masked) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for hit in self.patterns.set.matches(&masked.text) {
            let rule = &self.patterns.rules[hit];
            for captures in rule.regex.captures_iter(&masked.text) {
                let slots: Vec<(String, Range<usize>)> = rule
                    .regex
                    .capture_names()
                    .flatten()
                    .filter_map(|name| Some((name.to_string(), captures.name(name)?.range())))
                    .collect();
                let claims = claims(rule, &slots, masked);
                if !claims.is_empty() {
                    candidates.push(Candidate { rule: hit, slots, claims });
                }
            }
        }
        candidates
    }
}

fn slot_name(value: &str) -> &str {
    value.trim_matches(['{', '}']).trim_end_matches('*')
}

/// The numbers that a candidate gives rows for, or absorbs.
fn claims(rule: &Rule, slots: &[(String, Range<usize>)], masked: &Masked) -> Vec<usize> {
    let values = rule.emit.iter().map(|e| slot_name(&e.value)).chain(rule.absorb.iter().map(String::as_str));
    let mut claims: Vec<usize> = values
        .filter_map(|name| slots.iter().find(|(n, _)| n == name))
        .flat_map(|(_, range)| masked.mentions(range.clone()))
        .collect();
    claims.sort_unstable();
    claims.dedup();
    claims
}

/// Turns the candidates of one sentence into facts.
struct Reader<'a> {
    finder: &'a Finder,
    text: &'a str,
    sentence: Span,
    mentions: &'a [Mention],
    masked: &'a Masked,
    vocabulary: &'a Vocabulary,
}

impl Reader<'_> {
    fn facts(&self, candidate: &Candidate, subject: &mut Option<String>, facts: &mut Vec<Fact>) {
        let rule = &self.finder.patterns.rules[candidate.rule];
        for emit in &rule.emit {
            let Some(range) = candidate.slot(slot_name(&emit.value)) else { continue };
            let values: Vec<usize> = self.masked.mentions(range).filter(|&m| self.is_amount(m)).collect();
            let names = self.names(emit, candidate, values.first().copied().unwrap_or(0), subject);
            for (i, &value) in values.iter().enumerate() {
                // one name for all values, one value for all names, or a name for each value
                let own: &[(String, Span)] = match (names.len(), values.len()) {
                    (1, _) => &names,
                    (n, 1) => &names[..n],
                    (n, m) if n == m => &names[i..=i],
                    _ => &[],
                };
                for (metric, span) in own {
                    self.push(emit, candidate, value, metric, *span, facts);
                }
            }
        }
    }

    fn is_amount(&self, mention: usize) -> bool {
        self.mentions[mention].quantity().is_some_and(|q| q.aside.is_none())
    }

    /// The names that a template gives: several where its slot is a list (`{names*}`).
    fn names(
        &self,
        emit: &Emit,
        candidate: &Candidate,
        value: usize,
        subject: &mut Option<String>,
    ) -> Vec<(String, Span)> {
        let mut names = vec![(String::new(), Span::default())];
        for piece in template(&emit.metric) {
            let parts = match &piece {
                Piece::Text(text) => vec![(text.clone(), Span::default())],
                Piece::Slot(slot) if slot == "carry" => match self.carried(value, subject) {
                    Some(name) => vec![(name, Span::default())],
                    None => return Vec::new(),
                },
                Piece::Slot(slot) => self.slot_names(slot, candidate, subject),
            };
            names = names
                .iter()
                .flat_map(|(name, span)| {
                    parts
                        .iter()
                        .map(move |(part, own)| (format!("{name}{part}"), if span.is_empty() { *own } else { *span }))
                })
                .collect();
        }
        names
            .into_iter()
            .map(|(name, span)| (name::tidy(&name, &self.finder.patterns.phrase), span))
            .filter(|(name, _)| name::is_valid(name))
            .collect()
    }

    fn slot_names(&self, slot: &str, candidate: &Candidate, subject: &mut Option<String>) -> Vec<(String, Span)> {
        let Some(range) = candidate.slot(slot_name(slot)) else { return vec![(String::new(), Span::default())] };
        let span = self.masked.source(range.clone());
        let mentions = self.masked.mentions(range);
        if let [Mention { kind: Kind::Quantity(_) | Kind::Word | Kind::Period(_), span, .. }] = &self.mentions[mentions]
        {
            return vec![(span.of(self.text).to_string(), *span)];
        }
        let phrase = |span: Span| {
            (name::of_phrase(self.text, span, self.mentions, self.vocabulary, &self.finder.patterns.phrase), span)
        };
        if slot.ends_with('*') {
            return self.split_list(span).into_iter().map(phrase).collect();
        }
        let after_number = self.mentions.iter().any(|m| m.span.end == span.start && m.quantity().is_some());
        let span = if after_number { name::cut_after_head(self.text, span, self.mentions, self.finder.head) } else { span };
        let named = phrase(span);
        if name::is_valid(&named.0) {
            *subject = Some(named.0.clone());
        }
        vec![named]
    }

    /// The items of a list: cut at 、 and at the words that join (和).
    fn split_list(&self, span: Span) -> Vec<Span> {
        let mut cuts: Vec<Span> = span
            .of(self.text)
            .match_indices('、')
            .map(|(i, mark)| Span::new(span.start + i, span.start + i + mark.len()))
            .collect();
        cuts.extend(
            self.mentions.iter().filter(|m| span.contains(m.span) && m.types.meets(self.finder.joint)).map(|m| m.span),
        );
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

    /// The metric that a clause without one is about: the last known one before the number, or the paragraph's subject.
    fn carried(&self, value: usize, subject: &Option<String>) -> Option<String> {
        let last = self.mentions[..value]
            .iter()
            .rev()
            .take_while(|m| m.quantity().is_none_or(|q| q.aside.is_some()))
            .find_map(|m| match m.kind {
                Kind::Metric(id) if m.span.start >= self.sentence.start => {
                    Some(self.vocabulary.metrics[id as usize].clone())
                }
                _ => None,
            });
        last.or_else(|| subject.clone())
    }

    fn push(
        &self,
        emit: &Emit,
        candidate: &Candidate,
        mention: usize,
        metric: &str,
        metric_span: Span,
        facts: &mut Vec<Fact>,
    ) {
        let Some(quantity) = self.mentions[mention].quantity() else { return };
        let falls = emit.sign.as_ref().and_then(|s| candidate.slot(slot_name(s))).is_some_and(|range| {
            self.mentions[self.masked.mentions(range)].iter().any(|m| m.types.meets(self.finder.fall))
        });
        let signed = |value: Decimal| if falls && !value.is_sign_negative() { -value } else { value };
        let period = emit
            .period
            .as_ref()
            .and_then(|p| candidate.slot(slot_name(p)))
            .map(|range| self.masked.mentions(range).start);
        let unit = emit.unit.clone().unwrap_or_else(|| quantity.unit.clone());
        let metric = if emit.before && period.is_none() { format!("{metric}(此前)") } else { metric.to_string() };
        let fact = |value: Decimal, metric: String| Fact {
            mention,
            value: signed(value),
            unit: unit.clone(),
            metric,
            metric_span,
            rule: candidate.rule,
            period,
            before: emit.before,
        };
        match quantity.high {
            Some(high) => {
                facts.extend([fact(quantity.value, format!("{metric}下限")), fact(high, format!("{metric}上限"))])
            }
            None => facts.push(fact(quantity.value, metric)),
        }
    }
}

impl Candidate {
    fn slot(&self, name: &str) -> Option<Range<usize>> {
        self.slots.iter().find(|(n, _)| n == name).map(|(_, range)| range.clone())
    }
}
