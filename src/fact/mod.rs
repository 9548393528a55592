//! Facts: numbers linked to what they measure.
//!
//! In: the mentions of a sentence, the [`Patterns`] and the open subject of the paragraph. Out: [`Fact`]s in the order of their
//! numbers; one number is the value of at most one fact. All rules that hit make candidates; the one that claims more numbers
//! and binds more slots wins, then the order of the files. Not here: zone and period of a fact (see `resolve`), the calendar.

pub mod alphabet;
mod emit;
pub mod lint;
pub mod mask;
pub mod name;
pub mod near;
pub mod pattern;
pub mod slot;

use regex_automata::Input;
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::ops::Range;
use std::rc::Rc;

use crate::mention::types::Types;
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{Kind, Mention};
use crate::sentence;
use crate::span::Span;
use mask::Masked;
use pattern::{Patterns, Piece, Rule, Symbols, slot_name};

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
    /// Mentions of times that are not the fact's: another row's, or one it is compared with.
    pub other_times: Vec<usize>,
    /// The park that the rule itself names.
    pub zone: Option<String>,
    /// It held before the sentence's time.
    pub before: bool,
    /// Its place in a list of values that names no metrics or parks of its own.
    pub item: Option<Item>,
}

/// The place of a value in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// How many values stand before it.
    pub index: usize,
    /// How many values the list has.
    pub count: usize,
    /// Whether they have one name: 2018年至2020年，分别完成产值20亿元、25亿元和31亿元.
    pub one_name: bool,
}

/// What a paragraph speaks of: what clauses without a metric of their own fall back on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The metric of the last level: `{carry}`.
    pub metric: Option<Rc<str>>,
    /// The name of the last row: `{last}`.
    pub last: Option<Rc<str>>,
    /// The metrics of the last list: `{carry*}`.
    pub list: Vec<Rc<str>>,
    /// The metrics of the sentence so far, for a list of values that no list of names stands before.
    pub recent: Vec<Rc<str>>,
    /// The counted things of the paragraph so far, each under its unit: what a bare 22个 counts.
    pub counted: Vec<(String, Rc<str>)>,
    /// The metric that an amount of money was last told of: what a bare 12亿元 is of.
    pub money: Option<Rc<str>>,
    /// The metric that the paragraph before, or a sentence without a number, spoke of last: what a paragraph is about that names
    /// none.
    pub before: Option<Rc<str>>,
}

impl Subject {
    /// What the next paragraph begins with.
    pub fn next_paragraph(self) -> Subject {
        Subject { before: self.metric.or(self.before), ..Subject::default() }
    }

    /// Takes up a counted thing.
    fn count(&mut self, unit: &str, name: &Rc<str>) {
        self.counted.retain(|(known, _)| known != unit);
        self.counted.push((unit.to_string(), Rc::clone(name)));
    }

    /// What was counted last in a unit.
    fn counted_in(&self, unit: &str) -> Option<&Rc<str>> {
        self.counted.iter().find(|(known, _)| known == unit).map(|(_, name)| name)
    }

    /// The names that a list of so many values is for: the last list, or as many of the sentence's last metrics
    /// (专利申请120件、授权80件，分别增长8%和11%).
    fn last_of(&self, count: usize) -> std::slice::Iter<'_, Rc<str>> {
        if self.list.len() != count && self.recent.len() >= count {
            return self.recent[self.recent.len() - count..].iter();
        }
        self.list.iter()
    }
}

/// What the facts of a sentence are found with.
#[derive(Debug)]
pub struct Finder {
    /// The compiled rules.
    pub patterns: Patterns,
    tidier: name::Tidier,
    joint: Types,
    fall: Types,
    head: Types,
    tail: Types,
    noun: Types,
    grade: Types,
    /// Verbs that may begin the name of what is counted (投产).
    act: Types,
    bound: Types,
    part: Types,
    amount: Types,
    among: Types,
    /// Nouns that a bare ratio is of.
    ratio: Types,
    once: Types,
    reached: Types,
    /// Words before a value that another followed (从).
    from: Types,
    possessive: Types,
}

/// A rule that hit, not yet a fact.
struct Candidate<'a> {
    index: usize,
    rule: &'a Rule,
    slots: Vec<Option<Range<usize>>>,
    claims: Vec<usize>,
    /// The first mention of the match.
    first: usize,
}

/// A rule that matched, with the mentions that it would use; for `explain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The rule, by its number.
    pub rule: usize,
    /// Whether no rule before it had taken one of its numbers.
    pub won: bool,
    /// The numbers that it gives rows for, or absorbs.
    pub claims: Vec<usize>,
    /// Those of them that give no row.
    pub absorbed: Vec<usize>,
    /// The mentions inside the names of its rows.
    pub named: Vec<usize>,
}

impl Finder {
    /// Prepares a pack's patterns.
    pub fn new(patterns: Patterns, vocabulary: &Vocabulary) -> Finder {
        let class = |name: &str| vocabulary.types.type_named(name).unwrap_or(Types::NONE);
        let (joint, head) = (
            vocabulary.types.union(&patterns.phrase.joint),
            vocabulary.types.union(&patterns.phrase.head) | Types::METRIC,
        );
        Finder {
            tail: head | class("ratio") | class("head") | class("sector"),
            noun: vocabulary.types.union(&patterns.phrase.noun),
            grade: class("grade"),
            act: class("act") | class("settle"),
            bound: class("bound"),
            fall: class("fall"),
            part: class("part"),
            once: class("once"),
            reached: class("become"),
            from: class("from"),
            possessive: vocabulary.types.union(&patterns.phrase.possessive),
            amount: class("amount"),
            among: class("among"),
            ratio: class("ratio"),
            tidier: name::Tidier::new(&patterns.phrase),
            joint,
            head,
            patterns,
        }
    }

    /// The facts of one sentence. `subject` is what the paragraph spoke of before it, and then after it.
    pub fn find(
        &self,
        text: &str,
        (sentence, brackets): (Span, &[Span]),
        mentions: &[Mention],
        vocabulary: &Vocabulary,
        subject: &mut Subject,
    ) -> Vec<Fact> {
        if !mentions.iter().any(Mention::is_amount) {
            let known = mentions.iter().rev().find_map(|m| if let Kind::Metric(id) = m.kind { Some(id) } else { None });
            subject.before = known.map(|id| vocabulary.metrics[id as usize].as_str().into()).or(subject.before.take());
            return Vec::new();
        }
        let masked = Masked::new(text, (sentence, brackets), mentions, &self.patterns.alphabet, self.joint);
        let reader = emit::Emitter { finder: self, text, mentions, masked: &masked, vocabulary };
        let mut facts = Vec::new();
        let mut nameless: Vec<Candidate> = Vec::new();
        let mut chosen = self.chosen(&masked, mentions, amounts(mentions), &nameless);
        // 进出口743亿元（出口386亿元），增长1.8倍: what brackets speak of ends with them
        let mut outside: Option<(Span, Subject)> = None;
        // 进出口743亿元，其中出口386亿元。乙园为620亿元: what a part is told of ends with its sentence
        let mut whole = None;
        let parts = mentions.iter().filter(|m| m.types.meets(self.among)).map(|m| m.span.start);
        let parts: Vec<usize> = parts.collect();
        let mut last = sentence.start;
        while !chosen.is_empty() {
            chosen.sort_by_key(|c| c.claims.first().copied());
            let before = nameless.len();
            for candidate in chosen {
                let at = candidate.claims.first().map_or(sentence, |&claim| mentions[claim].span);
                if let Some((_, before)) = outside.take_if(|(bracket, _)| !bracket.contains(at)) {
                    *subject = before;
                }
                if outside.is_none() {
                    outside = brackets.iter().find(|b| b.contains(at)).map(|&bracket| (bracket, subject.clone()));
                }
                let part = parts.iter().any(|part| (last..at.start).contains(part));
                if part && whole.is_none() && subject.metric.is_some() {
                    whole.clone_from(&subject.metric);
                }
                last = at.end;
                let told = facts.len();
                reader.facts(&candidate, subject, &mut facts);
                if facts.len() == told {
                    nameless.push(candidate);
                }
            }
            // the numbers of a rule that found no name for them go to the next one
            let open = |m: usize| nameless[before..].iter().any(|c| c.claims.contains(&m));
            let left: Vec<bool> = (0..mentions.len()).map(open).collect();
            chosen = if before < nameless.len() { self.chosen(&masked, mentions, left, &nameless) } else { Vec::new() };
        }
        if let Some((_, before)) = outside {
            *subject = before;
        }
        facts.sort_by_key(|f| f.mention);
        subject.metric = whole.or(subject.metric.take());
        subject.recent.clear();
        facts
    }

    /// All matches of all rules in a sentence, those that [`find`](Self::find) chooses first; for `explain`.
    pub fn hits(&self, masked: &Masked, mentions: &[Mention]) -> Vec<Hit> {
        if !mentions.iter().any(Mention::is_amount) {
            return Vec::new();
        }
        let won = self.chosen(masked, mentions, amounts(mentions), &[]);
        let mut lost: Vec<Candidate> = self
            .patterns
            .set
            .matches(&masked.text)
            .into_iter()
            .flat_map(|hit| self.candidates(hit, masked, mentions))
            .collect();
        lost.retain(|candidate| {
            !won.iter().any(|winner| winner.index == candidate.index && winner.slots == candidate.slots)
        });
        let hit = |won: bool| move |candidate: &Candidate| candidate.hit(masked, won);
        won.iter().map(hit(true)).chain(lost.iter().map(hit(false))).collect()
    }

    /// The masked form of a sentence, for `explain` and tests.
    pub fn masked(&self, text: &str, sentence: Span, mentions: &[Mention]) -> Masked {
        let brackets = sentence::brackets(text, sentence);
        Masked::new(text, (sentence, &brackets), mentions, &self.patterns.alphabet, self.joint)
    }

    /// The candidates that win: more numbers before fewer, more slots before fewer, then the order of the files. Rules that
    /// claim one number each are tried in that order, and only while numbers are left: two thirds of the captures are saved.
    ///
    /// `left` are the numbers to choose for; candidates that were `nameless` are passed over.
    fn chosen(
        &self,
        masked: &Masked,
        mentions: &[Mention],
        mut left: Vec<bool>,
        nameless: &[Candidate],
    ) -> Vec<Candidate<'_>> {
        let rules = &self.patterns.rules;
        let mut hits = self.patterns.set.matches(&masked.text);
        let mut candidates: Vec<Candidate> = Vec::new();
        hits.retain(|&hit| {
            if rules[hit].claims_several {
                candidates.extend(self.candidates(hit, masked, mentions));
            }
            !rules[hit].claims_several
        });
        candidates.sort_by_key(|c| (Reverse(c.claims.len()), Reverse(c.rule.slots), c.index));
        let ones = candidates.split_off(candidates.partition_point(|c| c.claims.len() > 1));
        let mut chosen = Vec::with_capacity(candidates.len() + 2);
        take(candidates, &mut left, &mut chosen, nameless);
        let mut order = hits;
        order.extend(ones.iter().map(|c| c.index));
        order.sort_by_key(|&hit| (Reverse(rules[hit].slots), hit));
        order.dedup();
        let mut ones = ones.into_iter().peekable();
        let mut open = open_symbols(masked, &left);
        for hit in order {
            if open == Symbols::default() {
                break;
            }
            // what is left may be percentages, and the rule one for amounts: a third of the searches is saved
            if !rules[hit].claims_several && !rules[hit].may_claim(&open) {
                continue;
            }
            let before = chosen.len();
            let mut own = Vec::new();
            while let Some(candidate) = ones.next_if(|c| c.index == hit) {
                own.push(candidate);
            }
            if !rules[hit].claims_several {
                own = self.candidates(hit, masked, mentions);
            }
            take(own, &mut left, &mut chosen, nameless);
            if chosen.len() > before {
                open = open_symbols(masked, &left);
            }
        }
        chosen
    }

    fn candidates(&self, hit: usize, masked: &Masked, mentions: &[Mention]) -> Vec<Candidate<'_>> {
        let rule = &self.patterns.rules[hit];
        let mut candidates = Vec::new();
        let Some(regex) = rule.regex().filter(|regex| regex.is_match(&masked.text)) else {
            return candidates;
        };
        let mut bounds = vec![None; 2 * (rule.names.len() + 1)];
        let mut from = 0;
        // behind the last number nothing is claimed
        while masked.mentions(from..masked.text.len()).any(|m| mentions[m].quantity().is_some()) {
            if regex.search_slots(&Input::new(&masked.text).range(from..), &mut bounds).is_none() {
                break;
            }
            let mut ranges = bounds.chunks_exact(2).map(|ends| Some(ends[0]?.get()..ends[1]?.get()));
            let Some(whole) = ranges.next().flatten() else { break };
            let first = masked.mentions(whole.clone()).start;
            let mut candidate = Candidate { index: hit, rule, slots: ranges.collect(), claims: Vec::new(), first };
            candidate.claim(masked, mentions);
            // 总投资9亿元的甲项目、总投资8亿元的乙项目: the words behind the last number may be the next one's
            from = candidate.claimed_end().unwrap_or(whole.end).max(from + 1);
            if !candidate.claims.is_empty() {
                candidates.push(candidate);
            }
        }
        candidates
    }
}

/// The numbers that facts are made of.
fn amounts(mentions: &[Mention]) -> Vec<bool> {
    mentions.iter().map(Mention::is_amount).collect()
}

/// The symbols of the numbers that are left.
fn open_symbols(masked: &Masked, left: &[bool]) -> Symbols {
    let mut open = Symbols::default();
    let numbers = masked.numbers().iter().filter(|(_, mentions)| left[mentions.clone()].contains(&true));
    numbers.for_each(|(symbol, _)| pattern::add(&mut open, *symbol));
    open
}

/// Chooses the candidates, in their order, whose numbers are all left, but those that gave no name before.
fn take<'a>(
    candidates: Vec<Candidate<'a>>,
    left: &mut [bool],
    chosen: &mut Vec<Candidate<'a>>,
    nameless: &[Candidate],
) {
    for candidate in candidates {
        let told = nameless.iter().any(|n| n.index == candidate.index && n.claims == candidate.claims);
        // and what was spoken of before is no name for them
        let carried = !nameless.is_empty() && candidate.rule.templates.iter().any(|t| emit::carries(t));
        if !told && !carried && candidate.claims.iter().all(|&m| left[m]) {
            candidate.claims.iter().for_each(|&m| left[m] = false);
            chosen.push(candidate);
        }
    }
}

impl Candidate<'_> {
    /// Where a slot of the rule stands in the masked sentence, if it took part.
    fn slot(&self, name: &str) -> Option<Range<usize>> {
        let index = self.rule.names.iter().position(|n| n == name)?;
        self.slots.get(index)?.clone()
    }

    /// Where the numbers stand that the candidate gives rows for, or absorbs.
    fn claimed(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.rule.claims.iter().filter_map(|&slot| self.slots.get(slot)?.clone())
    }

    /// Where the last of those numbers ends.
    fn claimed_end(&self) -> Option<usize> {
        self.claimed().map(|range| range.end).max()
    }

    /// Claims the numbers that the candidate gives rows for, or absorbs.
    fn claim(&mut self, masked: &Masked, mentions: &[Mention]) {
        let numbers =
            self.claimed().flat_map(|range| masked.mentions(range)).filter(|&m| mentions[m].quantity().is_some());
        let mut claims: Vec<usize> = numbers.collect();
        claims.sort_unstable();
        claims.dedup();
        self.claims = claims;
    }

    fn hit(&self, masked: &Masked, won: bool) -> Hit {
        let behind = |slots: &mut dyn Iterator<Item = &str>| -> Vec<usize> {
            slots.filter_map(|name| self.slot(name)).flat_map(|range| masked.mentions(range)).collect()
        };
        let named = behind(&mut self.rule.templates.iter().flatten().filter_map(Piece::slot).map(slot_name));
        let absorbed = behind(&mut self.rule.absorb.iter().map(String::as_str));
        Hit { rule: self.index, won, claims: self.claims.clone(), absorbed, named }
    }
}
