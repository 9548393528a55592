//! Resolution: which park a fact belongs to, and when it holds.
//!
//! In: the facts and mentions of a sentence, and the [`Discourse`], what the article said before. Out: a zone and a period for
//! each fact, each with the step that gave it. The order of steps stands in [`zone()`] and [`period()`], and nowhere else. Empty
//! rather than wrong. Not here: any pattern; the calendar is in [`crate::period`].

mod roles;
mod scope;

use chrono::NaiveDate;

use crate::fact::Fact;
use crate::mention::{Kind, Mention, zone};
use crate::period::{self, Context, Expr, Grain, Period};
use crate::quantity::Quantity;
use crate::span::Span;
use crate::unit::Dimension;
use scope::{
    attributive, begins_list, begins_with_count, compares, ends_statement, ends_with_clause, followed_by_zone,
    follows_park, follows_zone, holds_office, inside_park, is_counted, is_full_name, is_in_list, is_located, is_object,
    is_owner, is_part, is_whole_of_share, names_organisation, owns, stands_aside,
};

pub use roles::Roles;
pub use scope::{Previous, Scope};

/// Which step gave a zone or a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum From {
    /// The rule.
    Rule,
    /// The clause of the number.
    Clause,
    /// The rest of the sentence.
    Sentence,
    /// An earlier sentence of the paragraph.
    Paragraph,
    /// The article.
    Article,
    /// The date of issue.
    Issue,
    /// `--zone`.
    Option,
    /// Nothing.
    #[default]
    None,
}

impl From {
    /// The name in the columns `zone_from` and `period_from`.
    pub fn name(self) -> &'static str {
        match self {
            From::Rule => "rule",
            From::Clause => "clause",
            From::Sentence => "sentence",
            From::Paragraph => "paragraph",
            From::Article => "article",
            From::Issue => "issue",
            From::Option => "option",
            From::None => "",
        }
    }
}

/// Whom a stretch of text is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// A park.
    Zone(String),
    /// A province, city or ministry: its facts belong to no park.
    Region,
    /// The nation or the world: the facts of a sentence, never of a text.
    Nation,
    /// Nobody yet.
    #[default]
    Unknown,
}

/// What the article said so far.
#[derive(Clone, Debug, Default)]
pub struct Discourse {
    /// The park that the article is about.
    pub article: Focus,
    /// The park or region that the paragraph spoke of last.
    pub focus: Focus,
    /// The park that the article spoke of last.
    pub park: Option<String>,
    /// The parks together that the article spoke of last (全省高新区).
    pub all: Option<String>,
    /// The time that headline or lead set for the whole article.
    pub article_period: Option<Period>,
    /// The time that the paragraph gave last.
    pub period: Option<Period>,
    /// The stretch of time, of a year at most, that the article spoke of last.
    pub stretch: Option<Period>,
    /// Other parks of the article's place, each under the word that stands for it there: 高新区 in a text about its 经开区.
    pub siblings: Vec<(String, String)>,
    /// The date of issue.
    pub issue: Option<NaiveDate>,
    /// The zone of `--zone`.
    pub given: Option<String>,
}

impl Discourse {
    /// A new paragraph begins: what the last one spoke of no longer holds, but a time until now of one that told no number
    /// (今年以来，园区聚焦创新。).
    pub fn paragraph(&mut self, told: bool) {
        let issue = self.issue;
        let lasts = |period: &Period| {
            let now = issue.is_some_and(|issue| period.start < issue && issue <= period.end);
            now && (period.end - period.start).num_days() <= period::YEAR
        };
        self.period = self.period.filter(|period| !told && lasts(period));
        if self.article != Focus::Unknown {
            self.focus = self.article.clone();
        }
    }

    /// A heading begins a section: what a word stands for (园区) is no park of the section before.
    pub fn section(&mut self) {
        self.park = None;
    }

    /// Takes up whom and when a sentence spoke of, after its facts were resolved.
    pub fn advance(&mut self, scope: Scope, roles: &Roles) {
        let end = scope.clauses.last().map_or(0, |clause| clause.end);
        // most mentions are words
        let named = |i: &usize| matches!(scope.mentions[*i].kind, Kind::Zone(_) | Kind::Anaphor | Kind::Region(_));
        let told = |i: &usize| !is_part(scope, *i, roles) && !scope.in_closed_brackets(*i, end);
        let subjects = (0..scope.mentions.len()).rev().filter(named).filter(told);
        let mut subjects = subjects.filter_map(|i| Some((i, self.as_subject(scope, i, roles)?)));
        let subject = subjects.find(|(_, focus)| *focus != Focus::Nation).filter(|_| !self.names_parts(scope, roles));
        // a region's own text does not go on about a park that one of its sentences ends with
        let opens = |i: usize| scope.clauses.first().is_some_and(|clause| clause.contains(scope.mentions[i].span));
        let subject = subject
            .filter(|(i, focus)| !matches!((&self.article, focus), (Focus::Region, Focus::Zone(_))) || opens(*i));
        if let Some((_, focus)) = subject {
            self.focus = focus;
        } else if self.focus == Focus::Unknown && !(0..scope.mentions.len()).any(|i| begins_list(scope, i, roles)) {
            let own = |m: &'_ Mention| match &m.kind {
                Kind::Zone(name) if !roles.is_collective(name) => Some(name.clone()),
                _ => None,
            };
            let zones = || scope.mentions.iter().filter_map(own);
            let first = zones().find(|name| !roles.is_minor(name)).or_else(|| zones().next());
            self.focus = first.map_or(Focus::Unknown, Focus::Zone);
        }
        let last = |all: bool| {
            let named = |i: usize| match &scope.mentions[i].kind {
                Kind::Zone(name) if roles.is_collective(name) == all => {
                    (!all || self.park_at(scope, i, roles).is_some()).then(|| name.clone())
                }
                _ => None,
            };
            (0..scope.mentions.len()).rev().find_map(named)
        };
        let (park, all) = (last(false), last(true));
        self.park = park.or_else(|| self.park.take());
        self.all = all.or_else(|| self.all.take());
        self.advance_time(scope, roles);
    }

    /// Takes up only when a sentence spoke of.
    pub fn advance_time(&mut self, scope: Scope, roles: &Roles) {
        let issue = self.issue;
        let begun = |period: &Period| issue.is_some_and(|issue| period.start < issue);
        let stretch =
            |period: &Period| holds_for_article(period) && (period.end - period.start).num_days() <= period::YEAR;
        let spoken = self.times(scope, roles).filter(|period| stretch(period) && begun(period)).last();
        self.stretch = spoken.or(self.stretch);
        for index in 0..scope.mentions.len() {
            let is_time = matches!(scope.mentions[index].kind, Kind::Period(_));
            if !is_time || compares(scope, index, roles) || !self.sets_time(scope, index, roles) {
                continue;
            }
            self.period =
                self.resolve_mention(scope, index, roles, self.period.or(self.article_period)).or(self.period);
        }
    }

    /// The times of a sentence but those that others are only compared with.
    pub fn times<'a>(&'a self, scope: Scope<'a>, roles: &'a Roles) -> impl Iterator<Item = Period> + 'a {
        let last = self.period.or(self.article_period);
        let is_time = move |&i: &usize| matches!(scope.mentions[i].kind, Kind::Period(_));
        let times = (0..scope.mentions.len()).filter(is_time).filter(move |&i| !compares(scope, i, roles));
        times.filter_map(move |i| self.resolve_mention(scope, i, roles, last))
    }

    /// Whether a sentence about all parks tells of several of them, so that what follows is about all again.
    fn names_parts(&self, scope: Scope, roles: &Roles) -> bool {
        let Focus::Zone(all) = &self.focus else { return false };
        let mut others = scope.mentions.iter().filter_map(|m| match &m.kind {
            Kind::Zone(name) if name != all => Some(name),
            _ => None,
        });
        let first = others.next();
        roles.is_collective(all) && first.is_some_and(|first| others.any(|other| other != first))
    }

    /// The first park that is a subject in a sentence.
    pub fn park_of(&self, scope: Scope, roles: &Roles) -> Option<String> {
        let subjects = (0..scope.mentions.len()).filter_map(|i| self.as_subject(scope, i, roles));
        subjects.filter_map(|focus| if let Focus::Zone(name) = focus { Some(name) } else { None }).next()
    }

    /// Whether a time holds for what follows: it opens its clause, and is not what is only expected (预计2011年底竣工).
    fn sets_time(&self, scope: Scope, index: usize, roles: &Roles) -> bool {
        let ahead = index.checked_sub(1).is_some_and(|i| scope.mentions[i].types.meets(roles.future));
        let by = roles.by.iter().any(|by| scope.mentions[index].span.of(scope.text).starts_with(by.as_str()));
        // 预计全年，…: the clause is no more than the time
        let time = scope.mentions[index].span;
        let clause = scope.clause_of(time.start);
        let alone = clause.end == time.end;
        let holds = scope.begins_clause(index, roles) && (!ahead || by || alone)
            || !ahead && scope.follows_subject(index, clause, roles);
        holds && !self.is_past_event(scope, index, clause, roles)
    }

    /// Whether something happened at a time long ago (1994年5月启动), which says nothing of the figures that follow.
    fn is_past_event(&self, scope: Scope, index: usize, clause: Span, roles: &Roles) -> bool {
        // 2015年7月，江州高新区获批: the event is told in the next clause
        let end =
            if clause.end == scope.mentions[index].span.end { scope.clause_of(clause.end).end } else { clause.end };
        let inside = || scope.mentions[index..].iter().filter(|m| m.span.end <= end);
        if !inside().any(|m| m.types.meets(roles.event)) || inside().any(|m| m.quantity().is_some()) {
            return false;
        }
        let Some(issue) = self.issue else { return false };
        // 1994年2月设立，同年5月启动
        let known = self.period.or(self.article_period);
        let before = (0..index).rev().find(|&i| matches!(scope.mentions[i].kind, Kind::Period(_)));
        let last = before.and_then(|i| self.resolve_mention(scope, i, roles, known)).or(known);
        let time = self.resolve_mention(scope, index, roles, last);
        time.is_some_and(|time| (issue - time.end).num_days() > LONG_AGO)
    }

    /// The park or region that a mention makes the subject, if it is in the place of one.
    fn as_subject(&self, scope: Scope, index: usize, roles: &Roles) -> Option<Focus> {
        match &scope.mentions[index].kind {
            Kind::Zone(_) => self.park_at(scope, index, roles),
            // 全省27个高新区实现…: all of them, by no name unless the text gave one
            Kind::Anaphor if is_counted(scope, index) => {
                let region = || index > 1 && matches!(scope.mentions[index - 2].kind, Kind::Region(_));
                let told = || (0..index).any(|i| self.park_at(scope, i, roles).is_some());
                let all = self.all.as_ref().filter(|_| !told()).map(|all| Focus::Zone(all.clone()));
                all.or_else(|| (begins_with_count(scope, index, roles) && region()).then_some(Focus::Region))
            }
            Kind::Anaphor if scope.begins_clause(index, roles) => {
                let named = (0..index).rev().find_map(|i| self.park_at(scope, i, roles));
                Some(named.unwrap_or_else(|| self.anaphor(scope.mentions[index].span.of(scope.text), roles)))
            }
            Kind::Region(id)
                if scope.begins_clause(index, roles)
                    && !followed_by_zone(scope, index)
                    && !is_whole_of_share(scope, index, roles)
                    && !follows_zone(scope, index)
                    // 全国百强企业: only an attribute
                    && (!roles.nations.contains(id) || is_owner(scope, index, roles))
                    && !names_organisation(scope, index, roles)
                    && (owns(scope, index, roles)
                        || is_full_name(scope, index, roles)
                        || !self.is_of_park(scope, index, roles)) =>
            {
                Some(if roles.nations.contains(id) { Focus::Nation } else { Focus::Region })
            }
            _ => None,
        }
    }

    /// The park that a mention names as the subject.
    fn park_at(&self, scope: Scope, index: usize, roles: &Roles) -> Option<Focus> {
        let Kind::Zone(name) = &scope.mentions[index].kind else { return None };
        if holds_office(scope, index, roles) || begins_list(scope, index, roles) {
            return None;
        }
        let placed = scope.begins_clause(index, roles)
            || scope.is_described(index, roles)
            || begins_with_count(scope, index, roles);
        (placed && !self.is_aside(scope, index, name, roles)).then(|| Focus::Zone(name.clone()))
    }

    /// Whether a park only stands somewhere in an earlier clause of a statement that has another park for subject:
    /// 甲园以某公司为龙头，打造乙集聚区，….
    fn is_object_of_park(&self, scope: Scope, index: usize, clause: Span, roles: &Roles) -> bool {
        let before = (0..index).rev().take_while(|&i| !ends_statement(scope, i));
        !clause.contains(scope.mentions[index].span)
            && self.park_at(scope, index, roles).is_none()
            && !inside_park(scope, index, roles)
            && { before }.any(|i| self.park_at(scope, i, roles).is_some())
    }

    /// Whether a clause goes on about a park: one is the subject of an earlier clause, or of the text before.
    fn is_of_park(&self, scope: Scope, index: usize, roles: &Roles) -> bool {
        let first = scope.clauses.first().is_some_and(|clause| clause.contains(scope.mentions[index].span));
        !first && (matches!(self.focus, Focus::Zone(_)) || follows_park(scope, index, roles))
    }

    /// A park inside the article's park.
    fn is_minor(&self, name: &str, roles: &Roles) -> bool {
        matches!(&self.article, Focus::Zone(own) if own != name) && roles.is_minor(name)
    }

    /// A park inside the article's park, named for what is built there or who works there: 生物产业园项目, 生物产业园某公司.
    fn is_aside(&self, scope: Scope, index: usize, name: &str, roles: &Roles) -> bool {
        let end = scope.mentions[index].span.end;
        let behind = scope.mentions.get(index + 1).filter(|m| m.span.start == end);
        // 光谷智联孵化器: a byname with more of a name behind it
        let byname = scope.mentions[index].span.of(scope.text).chars().count() <= zone::LONGEST_BYNAME;
        let minor = self.is_minor(name, roles);
        minor && behind.is_some_and(|m| m.types.meets(roles.project)) || (minor || byname) && !owns(scope, index, roles)
    }

    /// The park that a word (园区, 高新区) stands for: the one spoken of, unless only the article's own ends so.
    fn anaphor(&self, word: &str, roles: &Roles) -> Focus {
        // 园区 is rather the 科技园 spoken of last than the 高新区 around it
        let inner = self.park.as_ref().filter(|park| {
            let last = |name: &str| name.chars().next_back();
            let fits =
                |focus: &Focus| matches!(focus, Focus::Zone(name) if last(name) == Some('园') || name.ends_with(word));
            word.contains('园') && last(park) == Some('园') && !fits(&self.focus) && !fits(&self.article)
        });
        if let Some(park) = inner {
            return Focus::Zone(park.clone());
        }
        let fits = |focus: &Focus| matches!(focus, Focus::Zone(name) if name.ends_with(word));
        let sibling = self.siblings.iter().find(|(form, _)| form == word);
        if let Some((_, park)) = sibling.filter(|_| !fits(&self.focus) && !fits(&self.article)) {
            return Focus::Zone(park.clone());
        }
        match (&self.focus, &self.article) {
            (Focus::Zone(spoken), Focus::Zone(own)) if own.ends_with(word) && !spoken.ends_with(word) => {
                self.article.clone()
            }
            (Focus::Zone(_), _) => self.focus.clone(),
            (_, Focus::Zone(_)) => self.article.clone(),
            // 试验区 is none of the parks before it
            _ => {
                let park =
                    self.park.as_ref().filter(|park| !roles.forms.iter().any(|f| f == word) || park.ends_with(word));
                park.cloned().map_or(Focus::Unknown, Focus::Zone)
            }
        }
    }

    fn resolve_mention(&self, scope: Scope, index: usize, roles: &Roles, last: Option<Period>) -> Option<Period> {
        let Kind::Period(expr) = scope.mentions[index].kind else { return None };
        let clause = scope.clause_of(scope.mentions[index].span.start);
        // a time that is a clause by itself (年底前，…将…) looks ahead where its sentence does
        let alone = scope.mentions[index].span.end + "前".len() >= clause.end;
        let future = scope.mentions.iter().any(|m| (alone || clause.contains(m.span)) && m.types.meets(roles.future));
        period::resolve(expr, &Context { issue: self.issue, last, future })
    }
}

/// The park whose officer a sentence names: 江州高新区党工委书记某某.
pub fn led_park(scope: Scope, roles: &Roles) -> Option<String> {
    scope.mentions.iter().enumerate().find_map(|(index, mention)| match &mention.kind {
        Kind::Zone(name) if holds_office(scope, index, roles) => Some(name.clone()),
        _ => None,
    })
}

/// The ending that stands for a park as the subject of a sentence: 试验区一季度完成投资.
pub fn nameless_park<'a>(scope: Scope<'a>, roles: &Roles) -> Option<&'a str> {
    let mut subjects = (0..scope.mentions.len()).filter(|&i| scope.begins_clause(i, roles));
    let first = subjects.find(|&i| matches!(scope.mentions[i].kind, Kind::Anaphor | Kind::Zone(_)))?;
    let word = scope.mentions[first].span.of(scope.text);
    (scope.mentions[first].kind == Kind::Anaphor && roles.forms.iter().any(|form| form == word)).then_some(word)
}

/// From so many days on, the time of an event is not that of what is told behind it.
const LONG_AGO: i64 = 300;
/// The days of a month, at most.
const MONTH: i64 = 31;

/// The park a fact belongs to: the last one named before the number in its clause, then in its sentence; one named after the
/// number; then whom the paragraph, then the article is about.
pub fn zone(fact: &Fact, scope: Scope, discourse: &Discourse, roles: &Roles) -> (String, From) {
    if let Some(zone) = &fact.zone {
        return (zone.clone(), From::Rule);
    }
    // 力争使全市产能到2012年达150万台
    let owner = scope.mentions.iter().position(|m| m.span.end == fact.metric_span.start && m.types.meets(roles.whole));
    let compared = |i: usize| i > 0 && scope.mentions[i - 1].types.meets(roles.compared);
    let region = |i: usize| matches!(scope.mentions[i].kind, Kind::Region(id) if !roles.nations.contains(&id));
    if owner.is_some_and(|i| region(i) && !compared(i)) {
        return (String::new(), From::Clause);
    }
    let at = scope.mentions[fact.mention].span;
    let clause = scope.clause_of(at.start);
    let from = |m: &Mention| if clause.contains(m.span) { From::Clause } else { From::Sentence };
    let behind = || (fact.mention + 1..scope.mentions.len()).take_while(|&i| clause.contains(scope.mentions[i].span));
    // 全市的7家企业中有6家在江州高新区
    let place = behind().take_while(|&i| !scope.mentions[i].is_amount()).find(|&i| is_located(scope, i, roles));
    let place = place.map(|i| match &scope.mentions[i].kind {
        Kind::Zone(name) => Focus::Zone(name.clone()),
        _ => discourse.anaphor(scope.mentions[i].span.of(scope.text), roles),
    });
    if let Some(Focus::Zone(name)) = place {
        return (name, From::Clause);
    }
    for index in (0..fact.mention).rev().filter(|&i| !scope.in_closed_brackets(i, at.start)) {
        let mention = &scope.mentions[index];
        let focus = match &mention.kind {
            Kind::Zone(name)
                if !stands_aside(scope, index, roles)
                    && !is_in_list(scope, index, roles)
                    && (!roles.is_collective(name)
                        || scope.begins_clause(index, roles)
                        || is_owner(scope, index, roles)
                        || begins_with_count(scope, index, roles))
                    && (!discourse.is_minor(name, roles)
                        || scope.begins_clause(index, roles)
                        || scope.is_described(index, roles)
                        || inside_park(scope, index, roles))
                    && !discourse.is_aside(scope, index, name, roles)
                    && (roles.is_collective(name) || !discourse.is_object_of_park(scope, index, clause, roles)) =>
            {
                Focus::Zone(name.clone())
            }
            _ => match discourse.as_subject(scope, index, roles) {
                Some(focus) => focus,
                None => continue,
            },
        };
        match focus {
            Focus::Zone(name) => return (name, from(mention)),
            Focus::Region | Focus::Nation => return (String::new(), from(mention)),
            Focus::Unknown => {}
        }
    }
    let own = |index: usize| match &scope.mentions[index].kind {
        Kind::Zone(name) if !discourse.is_minor(name, roles) || scope.is_described(index, roles) => Some(name.clone()),
        _ => None,
    };
    // 产值420亿元（甲园292亿元、乙园128亿元）
    let aside = |i: &usize| scope.brackets.iter().any(|b| b.contains(scope.mentions[*i].span) && !b.contains(at));
    if let Some(name) = behind().filter(|i| !aside(i)).find_map(own) {
        return (name, From::Clause);
    }
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

/// When a fact holds: the rule's own time; the last time before the number in its clause, or one after it there; in its
/// sentence; what the paragraph, then the article gave; the month of issue.
///
/// The flag tells that a relative time had no date of issue to count from.
pub fn period(fact: &Fact, scope: Scope, discourse: &Discourse, roles: &Roles) -> (Option<Period>, From, bool) {
    let at = scope.mentions[fact.mention].span;
    let clause = scope.clause_of(at.start);
    if fact.before && fact.period.is_none() {
        return (scope.previous.earlier, From::Rule, false);
    }
    // times in reading order, each resolved against the one before it
    let mut last = discourse.period.or(discourse.article_period);
    let mut times: Vec<(usize, Option<Period>)> = Vec::new();
    for index in 0..scope.mentions.len() {
        let Kind::Period(expr) = scope.mentions[index].kind else { continue };
        let object = is_object(scope, index, roles) && fact.period != Some(index);
        if expr == Expr::Unknown || object || compares(scope, index, roles) || fact.other_times.contains(&index) {
            continue;
        }
        let resolved = discourse.resolve_mention(scope, index, roles, last);
        last = resolved.or(last);
        times.push((index, resolved));
    }
    let own = fact.period.and_then(|p| times.iter().find(|(i, _)| *i == p));
    let in_clause = |i: usize| clause.contains(scope.mentions[i].span);
    let before = |(i, _): &&(usize, Option<Period>)| *i < fact.mention;
    // what happened at some time inside a clause (于2010年达产) says nothing of the next one
    let holds_on = |i: usize| {
        discourse.sets_time(scope, i, roles)
            && !attributive(scope, i, fact.mention, roles)
            && !(ends_with_clause(scope, i, at.start, roles))
    };
    let found = own
        .map(|t| (t, From::Rule))
        .or_else(|| {
            times
                .iter()
                .rev()
                .filter(before)
                .find(|(i, _)| in_clause(*i) && !attributive(scope, *i, fact.mention, roles))
                .map(|t| (t, From::Clause))
        })
        .or_else(|| times.iter().find(|(i, _)| *i > fact.mention && in_clause(*i)).map(|t| (t, From::Clause)));
    if let Some(((_, resolved), from)) = found {
        return (*resolved, from, resolved.is_none() && discourse.issue.is_none());
    }
    // 由2009年的3800亿元增至2013年的8000亿元，收入由315亿元增至878亿元
    if let (true, Some(later)) = (scope.previous.is_earlier, scope.previous.period) {
        return (Some(later), From::Sentence, false);
    }
    // a growth rate has its level's period
    if let (true, Some(level)) = (fact.metric_span.is_empty(), scope.previous.period) {
        return (Some(level), From::Sentence, false);
    }
    // 达产后年产值10亿元: some day
    let finished = |i: usize| scope.mentions[i].types.meets(roles.completion);
    if (0..fact.mention).rev().take_while(|&i| !ends_statement(scope, i)).any(finished) {
        return (None, From::Sentence, false);
    }
    // 预计2030年产量达10万台，销售收入20亿元
    let done = || scope.says_before(fact, roles.done);
    let held = times.iter().rev().filter(before).find(|(i, _)| holds_on(*i));
    let new = held.is_some_and(|(i, _)| scope.previous.mention.is_some_and(|previous| *i > previous));
    if let (true, Some(level)) = (scope.previous.ahead && !done() && !new, scope.previous.period) {
        return (Some(level), From::Sentence, false);
    }
    if let Some((_, resolved)) = held {
        return (*resolved, From::Sentence, resolved.is_none() && discourse.issue.is_none());
    }
    // what will be (将新增) is not of a time that is over
    let ahead = is_ahead(fact, scope, roles);
    let is_over = |period: &Period| ahead && discourse.issue.is_some_and(|issue| period.end < issue);
    // nor is what is already (已建成) of a time to come
    let is_to_come = |period: &Period| done() && discourse.issue.is_some_and(|issue| period.start > issue);
    // nor is what there is (拥有) of the years until now (建区20年来)
    let stock = || scope.says_before(fact, roles.stock);
    let is_long = |period: &Period| {
        let now = discourse.issue.is_some_and(|issue| (issue - period.end).num_days() <= MONTH);
        now && (period.end - period.start).num_days() > period::YEAR && stock()
    };
    let fits = |period: &Period| !is_over(period) && !is_to_come(period) && !is_long(period);
    if let Some(period) = discourse.period.filter(fits) {
        return (Some(period), From::Paragraph, false);
    }
    if let Some(period) = discourse.article_period.filter(fits) {
        return (Some(period), From::Article, false);
    }
    // 增长18.4%: what changed did so over a time, never now
    let rate = scope.mentions[fact.mention].quantity().is_some_and(|q| q.dimension == Dimension::Percent);
    let flows = scope.says_before(fact, roles.flow) || rate && scope.says_before(fact, roles.change);
    if let (true, Some(stretch)) = (flows && !done(), discourse.stretch.filter(fits)) {
        return (Some(stretch), From::Article, false);
    }
    let issue = discourse
        .issue
        .and_then(|_| period::resolve(Expr::Month(0), &Context { issue: discourse.issue, ..Context::default() }));
    (issue, From::Issue, discourse.issue.is_none())
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
