//! Discourse: whom and when an article spoke of so far.
//!
//! In: the sentences of an article, one after the other. Out: the [`Discourse`] that facts without a park or a time of their own
//! fall back on, and what a word such as 园区 stands for in it. Not here: the park and the time of a fact (`zone`, `period`).

use chrono::NaiveDate;

use super::period::holds_for_article;
use super::roles::Roles;
use super::scope::park::{
    are_counted, begins_list, begins_with_count, follows_park, holds_office, inside_park, is_counted,
    is_counted_behind, is_instance, is_listed, is_owner, is_part, is_set_beside, is_this, is_told_of, is_told_where,
};
use super::scope::region::{
    begins_counted_item, begins_item, followed_by_zone, follows_zone, is_beside_region, is_full_name, is_title,
    is_whole_of_share, names_organisation, owns,
};
use super::scope::time::{compares, dates_event, is_contrast};
use super::scope::{Scope, ends_statement};
use crate::mention::{Kind, Mention, gazetteer};
use crate::period::{self, Context, Grain, Period};
use crate::span::Span;

/// From so many days on, the time of an event is not that of what is told behind it.
const LONG_AGO: i64 = 300;

/// A year that ended more days ago is not the one that is reported on.
const REPORTED_BEFORE: i64 = 2 * period::YEAR;

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
    /// The parks that the article spoke of, the last one at the end.
    pub parks: Vec<String>,
    /// How many paragraphs ago it did.
    pub park_ago: usize,
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
        let lasts =
            |period: &Period| (period.end - period.start).num_days() <= period::YEAR && holds_for_article(period);
        self.period = self.period.filter(|period| !told && lasts(period));
        self.park_ago += 1;
        if self.article != Focus::Unknown && self.focus != self.article {
            self.focus = self.article.clone();
        }
    }

    /// A heading begins a section: what a word stands for (园区) is no park of the section before.
    pub fn section(&mut self) {
        self.park = None;
    }

    /// Takes up whom and when a sentence spoke of, after its facts were resolved.
    pub fn advance(&mut self, scope: Scope, roles: &Roles) {
        let tells = |m: &Mention| !matches!(m.kind, Kind::Word | Kind::Metric(_) | Kind::Name(_) | Kind::Quantity(_));
        if !scope.mentions.iter().any(tells) {
            return; // it names nobody and no time
        }
        let end = scope.clauses.last().map_or(0, |clause| clause.end);
        // most mentions are words
        let named = |i: &usize| matches!(scope.mentions[*i].kind, Kind::Zone(_) | Kind::Anaphor | Kind::Region(_));
        let told =
            |i: &usize| !is_part(scope, *i, roles) && !is_set_beside(scope, *i) && !scope.in_closed_brackets(*i, end);
        let subjects = (0..scope.mentions.len()).rev().filter(named).filter(told);
        let mut subjects = subjects.filter_map(|i| Some((i, self.as_subject(scope, i, roles)?)));
        let mut subject = subjects.find(|(_, focus)| *focus != Focus::Nation);
        if matches!(subject, Some((_, Focus::Region))) {
            subject = subjects.find(|(_, focus)| matches!(focus, Focus::Zone(_))).or(subject);
        }
        let subject = subject.filter(|_| !self.names_parts(scope, roles));
        // a region's own text does not go on about a park that one of its sentences ends with
        let opens = |i: usize| scope.clauses.first().is_some_and(|clause| clause.contains(scope.mentions[i].span));
        let subject = subject
            .filter(|(i, focus)| !matches!((&self.article, focus), (Focus::Region, Focus::Zone(_))) || opens(*i));
        if let Some((_, focus)) = subject {
            self.focus = focus;
        } else if let Some(park) = visited(scope, roles) {
            self.focus = Focus::Zone(park);
        } else if self.focus == Focus::Unknown && !(0..scope.mentions.len()).any(|i| begins_list(scope, i, roles)) {
            let own = |m: &'_ Mention| match &m.kind {
                Kind::Zone(name) if !m.is_all_parks() => Some(name.clone()),
                _ => None,
            };
            let zones = || scope.mentions.iter().filter_map(own);
            let first = zones().find(|name| !roles.is_minor(name)).or_else(|| zones().next());
            self.focus = first.map_or(Focus::Unknown, Focus::Zone);
        }
        self.take_parks(scope, roles);
        self.advance_time(scope, roles);
    }

    /// Takes up the parks that a sentence named last: one by itself, and all together.
    fn take_parks(&mut self, scope: Scope, roles: &Roles) {
        let (mut park, mut all) = (None, None);
        for (index, mention) in scope.mentions.iter().enumerate().rev() {
            let Kind::Zone(name) = &mention.kind else { continue };
            if park.is_some() && all.is_some() {
                break;
            }
            // 其中国家级高新区3家 are only some of them
            if is_part(scope, index, roles) {
                continue;
            }
            if !mention.is_all_parks() {
                park = park.or(Some(name).filter(|_| !is_listed(scope, index)));
            } else if all.is_none() && (self.park_at(scope, index, roles).is_some() || is_told_of(scope, index, roles))
            {
                all = Some(name);
            }
        }
        if let Some(park) = park.filter(|&park| self.parks.last() != Some(park)) {
            self.parks.push(park.clone());
        }
        self.park_ago = if park.is_some() { 0 } else { self.park_ago };
        self.park = park.cloned().or_else(|| self.park.take());
        self.all = all.cloned().or_else(|| self.all.take());
    }

    /// Takes up only when a sentence spoke of.
    pub fn advance_time(&mut self, scope: Scope, roles: &Roles) {
        let issue = self.issue;
        let is_stretch = |period: &Period| {
            let year = (period.end - period.start).num_days() <= period::YEAR;
            year && holds_for_article(period) && issue.is_some_and(|issue| period.start < issue)
        };
        for index in 0..scope.mentions.len() {
            if !matches!(scope.mentions[index].kind, Kind::Period(_)) || compares(scope, index, roles) {
                continue;
            }
            let time = self.resolve_mention(scope, index, roles, self.period.or(self.article_period));
            // 由上年的3亿元增至4亿元
            let from = index.checked_sub(1).map(|i| &scope.mentions[i]);
            let from =
                from.is_some_and(|m| m.span.end == scope.mentions[index].span.start && m.types.meets(roles.from));
            self.stretch = time.filter(|time| !from && is_stretch(time)).or(self.stretch);
            if self.sets_time(scope, index, roles) && !is_passing(scope, index, time, roles) {
                self.period = time.or(self.period);
            }
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

    /// The first park that is a subject in a sentence, and no part of what it is about (其中江州高新区).
    pub fn park_of(&self, scope: Scope, roles: &Roles) -> Option<String> {
        let subjects = (0..scope.mentions.len())
            .filter(|&i| !is_part(scope, i, roles))
            .filter_map(|i| self.as_subject(scope, i, roles));
        subjects.filter_map(|focus| if let Focus::Zone(name) = focus { Some(name) } else { None }).next()
    }

    /// Whether a time holds for what follows: it opens its clause, and is not what is only expected (预计2011年底竣工).
    pub(super) fn sets_time(&self, scope: Scope, index: usize, roles: &Roles) -> bool {
        // 预计2030年; but not 发布计划：今年引进项目80个
        let before = index.checked_sub(1).map(|i| &scope.mentions[i]);
        let start = scope.mentions[index].span.start;
        let ahead = before.is_some_and(|b| b.types.meets(roles.future) && b.span.end == start);
        let by = roles.by.iter().any(|by| scope.mentions[index].span.of(scope.text).starts_with(by.as_str()));
        // 预计全年，…: the clause is no more than the time
        let time = scope.mentions[index].span;
        let clause = scope.clause_of(time.start);
        let alone = clause.end == time.end;
        let holds = scope.begins_clause(index, roles) && (!ahead || by || alone)
            || !ahead && scope.follows_subject(index, clause, roles);
        holds && (dates_event(scope, index, roles) || !self.is_past_event(scope, index, clause, roles))
            || self.is_reported(scope, index, roles)
            || self.heads_list(scope, index, roles)
    }

    /// The first time of a sentence that what is told reports on: 2023年工作总结和2024年工作安排.
    pub fn reported_time(&self, scope: Scope, roles: &Roles) -> Option<Period> {
        let is_reported =
            |&i: &usize| matches!(scope.mentions[i].kind, Kind::Period(_)) && self.is_reported(scope, i, roles);
        let first = (0..scope.mentions.len()).find(is_reported)?;
        self.resolve_mention(scope, first, roles, self.period.or(self.article_period))
    }

    /// Whether a stretch of time stands before a colon, and no number between: 来看去年的成绩：产值80亿元.
    fn heads_list(&self, scope: Scope, index: usize, roles: &Roles) -> bool {
        let end = scope.mentions[index].span.end;
        let numbers = scope.mentions[index + 1..].iter().filter(|m| m.is_amount());
        let reach = numbers.map(|m| m.span.start).next().unwrap_or(end);
        let line = &scope.text[end..reach];
        let colon = line.find(['：', ':']).filter(|&colon| !line[..colon].contains(['，', '。', '；', ',', ';']));
        let known = || self.resolve_mention(scope, index, roles, self.period.or(self.article_period));
        colon.is_some() && known().is_some_and(|time| holds_for_article(&time))
    }

    /// Whether what is told is a report on a time that is over: 召开2022年上半年经济运行情况发布会.
    pub(super) fn is_reported(&self, scope: Scope, index: usize, roles: &Roles) -> bool {
        let clause = scope.clause_of(scope.mentions[index].span.start);
        let over = |time: Period| holds_for_article(&time) && self.issue.is_some_and(|issue| time.end < issue);
        let behind = scope.mentions[index + 1..].iter().take_while(|m| clause.contains(m.span) && !m.is_amount());
        let told = behind.into_iter().any(|m| m.types.meets(roles.report));
        told && self.resolve_mention(scope, index, roles, self.period.or(self.article_period)).is_some_and(over)
    }

    /// Whether something happened at a time long ago (1994年5月启动), which says nothing of the figures that follow.
    fn is_past_event(&self, scope: Scope, index: usize, clause: Span, roles: &Roles) -> bool {
        let within =
            |end: usize| scope.mentions.iter().filter(move |m| m.span.start >= clause.start && m.span.end <= end);
        let told = within(clause.end).any(|m| m.types.meets(roles.event));
        // 2015年7月，江州高新区获批: the event is told in the next clause
        let alone = clause.end == scope.mentions[index].span.end && !told;
        let end = if alone { scope.clause_of(clause.end).end } else { clause.end };
        let inside = || within(end);
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
    pub(super) fn as_subject(&self, scope: Scope, index: usize, roles: &Roles) -> Option<Focus> {
        let zone = |name: &str| Focus::Zone(name.to_string());
        match &scope.mentions[index].kind {
            Kind::Zone(_) => self.park_at(scope, index, roles).map(zone),
            // 全省27个高新区实现…: all of them, by no name unless the text gave one
            Kind::Anaphor if is_counted(scope, index) || is_counted_behind(scope, index, roles) => {
                let region = || index > 1 && matches!(scope.mentions[index - 2].kind, Kind::Region(_));
                let told = || (0..index).any(|i| self.park_at(scope, i, roles).is_some());
                let word = scope.mentions[index].span.of(scope.text);
                // 9个高新区 in a text about 广西高新区 are those, whichever of them it spoke of last
                let own = match &self.article {
                    Focus::Zone(own) if roles.is_collective(own) && own.ends_with(word) => Some(own),
                    _ => None,
                };
                let all = own.or(self.all.as_ref()).filter(|_| !told()).map(|all| Focus::Zone(all.clone()));
                all.or_else(|| (begins_with_count(scope, index, roles) && region()).then_some(Focus::Region))
            }
            Kind::Anaphor if scope.begins_clause(index, roles) || is_this(scope, index, roles) => {
                let word = scope.mentions[index].span.of(scope.text);
                let named = (0..index).rev().find_map(|i| self.park_at(scope, i, roles)).map(zone);
                // 从云溪新区获悉，新区…
                let same = || {
                    (0..index).rev().find_map(|i| match &scope.mentions[i].kind {
                        Kind::Zone(name) if name.ends_with(word) && !roles.is_collective(name) => {
                            Some(Focus::Zone(name.clone()))
                        }
                        _ => None,
                    })
                };
                Some(named.or_else(same).unwrap_or_else(|| self.anaphor(word, roles)))
            }
            Kind::Region(id)
                if (scope.begins_clause(index, roles) || begins_counted_item(scope, index))
                    && !self.stands_behind_park(scope, index, roles)
                    && !followed_by_zone(scope, index)
                    && !is_whole_of_share(scope, index, roles)
                    && !follows_zone(scope, index)
                    && !(is_beside_region(scope, index) && self.is_of_park(scope, index, roles))
                    // 全国百强企业: only an attribute
                    && (!roles.nations.contains(id) || is_owner(scope, index, roles))
                    && !names_organisation(scope, index, roles)
                    && !(is_title(scope, index) && self.is_of_park(scope, index, roles))
                    && (owns(scope, index, roles)
                        || is_full_name(scope, index, roles) && !begins_item(scope, index, roles)
                        || !self.is_of_park(scope, index, roles)) =>
            {
                Some(if roles.nations.contains(id) { Focus::Nation } else { Focus::Region })
            }
            _ => None,
        }
    }

    /// Whether the clause has a park for subject before a mention: 江州高新区2011年经江南省政府批准.
    fn stands_behind_park(&self, scope: Scope, index: usize, roles: &Roles) -> bool {
        let clause = scope.clause_of(scope.mentions[index].span.start);
        let before = (0..index).rev().take_while(|&i| scope.mentions[i].span.start >= clause.start);
        { before }.any(|i| self.park_at(scope, i, roles).is_some())
    }

    /// The park that a mention names as the subject.
    fn park_at<'a>(&self, scope: Scope<'a>, index: usize, roles: &Roles) -> Option<&'a str> {
        let Kind::Zone(name) = &scope.mentions[index].kind else { return None };
        if holds_office(scope, index, roles) || is_set_beside(scope, index) || begins_list(scope, index, roles) {
            return None;
        }
        let placed = scope.begins_clause(index, roles)
            || scope.is_described(index, roles)
            || is_instance(scope, index, roles)
            || begins_with_count(scope, index, roles)
            || is_told_where(scope, index, roles)
            || are_counted(scope, index, roles)
            || scope.is_predicate(index, roles);
        (placed && !self.is_aside(scope, index, name, roles)).then_some(name.as_str())
    }

    /// Whether a park only stands somewhere in an earlier clause of a statement that has another park for subject:
    /// 甲园以某公司为龙头，打造乙集聚区，….
    pub(super) fn is_object_of_park(&self, scope: Scope, index: usize, clause: Span, roles: &Roles) -> bool {
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
    pub(super) fn is_minor(&self, name: &str, roles: &Roles) -> bool {
        matches!(&self.article, Focus::Zone(own) if own != name) && roles.is_minor(name)
    }

    /// A park inside the article's park, named for what is built there or who works there: 生物产业园项目, 生物产业园某公司.
    pub(super) fn is_aside(&self, scope: Scope, index: usize, name: &str, roles: &Roles) -> bool {
        let end = scope.mentions[index].span.end;
        let behind = scope.mentions.get(index + 1).filter(|m| m.span.start == end);
        // 光谷智联孵化器: a byname with more of a name behind it
        let byname = scope.mentions[index].span.of(scope.text).chars().count() <= gazetteer::LONGEST_BYNAME;
        let minor = self.is_minor(name, roles);
        minor && behind.is_some_and(|m| m.types.meets(roles.project)) || (minor || byname) && !owns(scope, index, roles)
    }

    /// The park that a word (园区, 高新区) stands for: the one spoken of, unless only the article's own ends so.
    pub(super) fn anaphor(&self, word: &str, roles: &Roles) -> Focus {
        // 园区 is rather the 科技园 spoken of last than the 高新区 around it
        let inner = self.park.as_ref().filter(|park| {
            let last = |name: &str| name.chars().next_back();
            let fits =
                |focus: &Focus| matches!(focus, Focus::Zone(name) if last(name) == Some('园') || name.ends_with(word));
            self.park_ago <= 1
                && word.contains('园')
                && last(park) == Some('园')
                && !fits(&self.focus)
                && !fits(&self.article)
        });
        if let Some(park) = inner {
            return Focus::Zone(park.clone());
        }
        let fits = |focus: &Focus| matches!(focus, Focus::Zone(name) if name.ends_with(word));
        let all = self.all.as_ref().filter(|all| all.ends_with(word) && !fits(&self.focus) && !fits(&self.article));
        if let Some(all) = all {
            return Focus::Zone(all.clone());
        }
        let sibling = self.siblings.iter().find(|(form, _)| form == word);
        if let Some((_, park)) = sibling.filter(|_| !fits(&self.focus) && !fits(&self.article)) {
            return Focus::Zone(park.clone());
        }
        // 片区 in a text about an 自贸区 is the 江州片区 spoken of last
        let is_kind = !roles.general.iter().any(|general| general == word);
        let stands = |focus: &Focus| matches!(focus, Focus::Zone(name) if roles.stands_for(word, name));
        let mut kin = self.parks.iter().rev().filter(|park| is_kind && roles.stands_for(word, park));
        if !stands(&self.focus)
            && !stands(&self.article)
            && let Some(park) = kin.next()
        {
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
                let park = self
                    .park
                    .as_ref()
                    .filter(|park| !roles.forms.iter().any(|f| f == word) || roles.stands_for(word, park));
                park.cloned().map_or(Focus::Unknown, Focus::Zone)
            }
        }
    }

    pub(super) fn resolve_mention(
        &self,
        scope: Scope,
        index: usize,
        roles: &Roles,
        last: Option<Period>,
    ) -> Option<Period> {
        let Kind::Period(expr) = &scope.mentions[index].kind else { return None };
        // 全年 in a paragraph without a time is the year that was told of last
        let recent = |time: &Period| self.issue.is_none_or(|issue| (issue - time.end).num_days() <= REPORTED_BEFORE);
        let last = last.or_else(|| self.stretch.filter(recent).filter(|_| expr.is_of_context()));
        let clause = scope.clause_of(scope.mentions[index].span.start);
        // a time that is a clause by itself (年底前，…将…) looks ahead where its sentence does
        let alone = scope.mentions[index].span.end + "前".len() >= clause.end;
        let future = scope.mentions.iter().any(|m| (alone || clause.contains(m.span)) && m.types.meets(roles.future));
        period::resolve(**expr, &Context { issue: self.issue, last, future })
    }
}

/// Whether a time is that of its own statement only: a day in a later clause of its sentence (项目已于9月26日投产), or a time to come
/// (到2030年产值达10亿元) that is no clause by itself.
fn is_passing(scope: Scope, index: usize, time: Option<Period>, roles: &Roles) -> bool {
    let span = scope.mentions[index].span;
    let first = scope.clauses.first().is_some_and(|clause| clause.contains(span));
    let day = time.is_some_and(|time| time.grain == Grain::Day);
    let by = roles.by.iter().any(|by| span.of(scope.text).starts_with(by.as_str()));
    !first && (day || is_contrast(scope, index, roles))
        || dates_event(scope, index, roles)
        || by && scope.clause_of(span.start).end != span.end
}

/// The park that a sentence without a number leads to: 这种变化在云溪产业园看得最清楚.
fn visited(scope: Scope, roles: &Roles) -> Option<String> {
    let leads = |index: usize| {
        let before = index.checked_sub(1).map(|i| &scope.mentions[i]);
        before.is_some_and(|b| b.span.end == scope.mentions[index].span.start && b.types.meets(roles.at))
    };
    let park = scope.mentions.iter().enumerate().rev().find_map(|(index, mention)| match &mention.kind {
        Kind::Zone(name) if !mention.is_all_parks() && leads(index) => Some(name),
        _ => None,
    })?;
    (!scope.mentions.iter().any(Mention::is_amount)).then(|| park.clone())
}

/// The park whose officer a sentence names: 江州高新区党工委书记某某.
pub fn led_park(scope: Scope, roles: &Roles) -> Option<String> {
    scope.mentions.iter().enumerate().find_map(|(index, mention)| match &mention.kind {
        Kind::Zone(name) if holds_office(scope, index, roles) => Some(name.clone()),
        _ => None,
    })
}

/// The park that a paper asked: 记者从江州高新区获悉.
pub fn asked_park(scope: Scope, roles: &Roles) -> Option<String> {
    (1..scope.mentions.len()).find_map(|index| {
        let Kind::Zone(name) = &scope.mentions[index].kind else { return None };
        let (before, park) = (&scope.mentions[index - 1], &scope.mentions[index]);
        let from = before.types.meets(roles.inside) && before.span.end == park.span.start;
        let clause = scope.clause_of(park.span.start);
        let mut behind = scope.mentions[index + 1..].iter().take_while(|m| clause.contains(m.span));
        (from && behind.any(|m| m.types.meets(roles.learned))).then(|| name.clone())
    })
}

/// The ending that stands for a park as the subject of a sentence: 试验区一季度完成投资.
pub fn nameless_park<'a>(scope: Scope<'a>, roles: &Roles) -> Option<&'a str> {
    let mut subjects = (0..scope.mentions.len()).filter(|&i| scope.begins_clause(i, roles));
    let first = subjects.find(|&i| matches!(scope.mentions[i].kind, Kind::Anaphor | Kind::Zone(_)))?;
    let word = scope.mentions[first].span.of(scope.text);
    (scope.mentions[first].kind == Kind::Anaphor && roles.forms.iter().any(|form| form == word)).then_some(word)
}
