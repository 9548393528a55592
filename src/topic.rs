//! Topics: which park and which time an article, or a section of it, is about.
//!
//! In: the [`Paragraph`]s of an article, with the [`Page`] that they stand on. Out: the [`Focus`] and the [`Period`] that facts
//! without their own fall back on. The order of steps stands in [`Reader::zone`] and [`Reader::period`]. Not here: the park and
//! the time of a single fact (see `resolve`).

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};

use crate::article::Article;
use crate::layout::{BlockKind, Page};
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{self, Kind, Mention};
use crate::paragraph::{Paragraph, Scanned, counts};
use crate::period::{self, Grain, Period};
use crate::resolve::{self, Discourse, Focus, Roles};
use crate::span::Span;

/// So many paragraphs are the lead of an article.
const LEAD: usize = 2;
/// So many blocks before and behind an article may tell whose it is.
const AROUND: usize = 2;
/// The last month in which the report on the year before is given.
const LATEST_MONTH: u32 = 6;

/// Finds the topics of one article.
pub struct Reader<'a> {
    page: &'a Page,
    article: &'a Article,
    paragraphs: &'a [Paragraph],
    roles: &'a Roles,
    vocabulary: &'a Vocabulary,
    before: &'a Discourse,
    /// The mentions beside the article, read when they are first asked for.
    aside: OnceCell<Vec<Mention>>,
    /// The last paragraph that names each park; looked up only, never iterated.
    last: OnceCell<HashMap<&'a str, usize>>,
}

impl<'a> Reader<'a> {
    /// Prepares an article of a page. `before` is what is known before it is read: the date of issue.
    pub fn new(
        page: &'a Page,
        (article, paragraphs): (&'a Article, &'a [Paragraph]),
        roles: &'a Roles,
        vocabulary: &'a Vocabulary,
        before: &'a Discourse,
    ) -> Reader<'a> {
        Reader { page, article, paragraphs, roles, vocabulary, before, aside: OnceCell::new(), last: OnceCell::new() }
    }

    /// Whom an article is about: the park of its headline; the region whose government reports; the park or region of its lead; a
    /// region that is the subject of the headline; the park that its source names, or that was asked; the place of a head without
    /// a park; the park that the text speaks of, or whose officer it names; else the one of the place that it names, beside a
    /// 高新区 without a name; else the 高新区 itself.
    pub fn zone(&self) -> Focus {
        let paragraphs = self.paragraphs;
        let own = |name: &&str| !self.roles.is_collective(name) || self.roles.is_of_place(name);
        let titled = || paragraphs.iter().take_while(|p| p.is_heading());
        if let Some(name) = self.of_title(own) {
            return Focus::Zone(name.to_string());
        }
        if self.is_reported() {
            return Focus::Region;
        }
        // 试验区一季度…: a text about a park without a name is not about another kind of park that it speaks of
        let lead = || paragraphs.iter().filter(told).take(1);
        let subject = titled()
            .chain(lead())
            .flat_map(|p| &p.sentences)
            .find_map(|s| resolve::nameless_park(s.scope(self.page), self.roles));
        let fits = |name: &str| subject.is_none_or(|word| self.roles.stands_for(word, name));
        let bodies = || paragraphs.iter().filter(told);
        let seen = counts(bodies());
        let sentences = || bodies().flat_map(|p| &p.sentences);
        let subjects = || {
            let subjects = sentences().filter_map(|s| self.before.park_of(s.scope(self.page), self.roles));
            subjects.filter(|name| own(&name.as_str()) && fits(name))
        };
        // a park that is named once, and that only its form tells, stands behind any other, but where the text begins with it
        let sure = |name: &String| {
            self.vocabulary.gazetteer.find(name).is_some()
                || seen.get(name.as_str()).is_some_and(|&count| count > 1)
                || self.roles.is_collective(name)
        };
        let opens = |name: &String| {
            let first = sentences().next().and_then(|s| self.before.park_of(s.scope(self.page), self.roles));
            first.as_ref() == Some(name)
        };
        let stands = |name: &String| fits(name) && (sure(name) || opens(name) || !subjects().any(|other| sure(&other)));
        let focus = self.of_lead();
        if let Some(focus) = focus.filter(|focus| !matches!(focus, Focus::Zone(name) if !stands(name))) {
            return focus;
        }
        // 某某市统计公报: a region's own text, whatever parks it speaks of further down; but not 高新区推行… below it
        let mut title = self.before.clone();
        titled().flat_map(|p| &p.sentences).for_each(|s| title.advance(s.scope(self.page), self.roles));
        if title.focus != Focus::Unknown && subject.is_none() {
            return title.focus;
        }
        if let Some(name) = self.of_source() {
            return Focus::Zone(name);
        }
        let learned =
            lead().flat_map(|p| &p.sentences).find_map(|s| resolve::asked_park(s.scope(self.page), self.roles));
        if let Some(name) = learned.filter(|name| own(&name.as_str()) && fits(name)) {
            return Focus::Zone(name);
        }
        if self.is_of_place() {
            return Focus::Region;
        }
        // a park that is the subject somewhere, or is spoken of again
        if let Some(name) = subjects().find(sure).or_else(|| subjects().next()) {
            return Focus::Zone(name);
        }
        let again = bodies()
            .flat_map(Paragraph::zones)
            .find(|name| own(name) && fits(name) && seen[name] > 1)
            .map(String::from);
        let led = || sentences().find_map(|s| resolve::led_park(s.scope(self.page), self.roles));
        let place = || self.of_place(self.word()?);
        // the text has no other name for its park than 高新区
        let nameless = || subject.map(String::from);
        again.or_else(led).or_else(place).or_else(nameless).map_or(Focus::Unknown, Focus::Zone)
    }

    /// The park of the headline; one in a label (【江州园区】云溪产业园) only where there is no other.
    fn of_title(&self, own: impl Fn(&&str) -> bool) -> Option<&str> {
        let titles = || self.paragraphs.iter().take_while(|p| p.is_heading());
        let labelled = |m: &&Mention| self.page.text[..m.span.start].ends_with('【');
        let unlabelled = titles().flat_map(Paragraph::mentions).filter(|m| !labelled(m));
        let name = |m: &'a Mention| if let Kind::Zone(name) = &m.kind { Some(name.as_str()) } else { None };
        unlabelled.filter_map(name).find(&own).or_else(|| titles().flat_map(Paragraph::zones).find(&own))
    }

    /// Whether the head of an article is that of a region's government (江州市政府工作报告) and names no park.
    fn is_reported(&self) -> bool {
        let lines = || self.paragraphs.iter().take_while(|p| !told(p)).flat_map(Paragraph::mentions);
        let head = || lines().chain(self.aside());
        head().any(|m| self.is_place(m))
            && head().any(|m| m.types.meets(self.roles.government))
            && !head().any(|m| matches!(m.kind, Kind::Zone(_) | Kind::Anaphor))
    }

    /// Whether a mention is a city or county.
    fn is_place(&self, mention: &Mention) -> bool {
        matches!(mention.kind, Kind::Region(id) if self.vocabulary.is_place(id))
    }

    /// Whether headline and lead name a place and no park: 江州电子信息产业产值超900亿元.
    fn is_of_place(&self) -> bool {
        let head = || self.paragraphs.iter().take_while(|p| p.is_heading()).flat_map(Paragraph::mentions);
        let lead = self.paragraphs.iter().filter(told).take(1).flat_map(Paragraph::mentions);
        head().any(|m| self.is_place(m)) && !head().chain(lead).any(|m| matches!(m.kind, Kind::Zone(_) | Kind::Anaphor))
    }

    /// The subject of the lead; parks of a kind behind a number (营业收入20亿元：8个国家高新区15亿元) are only parts of it.
    fn of_lead(&self) -> Option<Focus> {
        let mut lead = self.paragraphs.iter().filter(told).take(LEAD).flat_map(|p| &p.sentences);
        lead.find_map(|scanned| {
            let mut spoken = self.before.clone();
            spoken.advance(scanned.scope(self.page), self.roles);
            let head = || scanned.mentions.iter().take_while(|m| !m.is_amount());
            let named = |name: &str| head().any(|m| matches!(&m.kind, Kind::Zone(zone) if zone == name));
            // 全省项目开工仪式在江州高新区举行: a region's deed that tells no number is told for the sake of the park
            match (&spoken.focus, &spoken.park) {
                (Focus::Region, Some(park)) if named(park) || !scanned.mentions.iter().any(Mention::is_amount) => {
                    Some(Focus::Zone(park.clone()))
                }
                _ => None,
            }
            .or(match &spoken.focus {
                Focus::Zone(name) if self.roles.is_collective(name) && !named(name) => None,
                Focus::Zone(_) | Focus::Region => Some(spoken.focus),
                _ => None,
            })
        })
    }

    /// The park of a 高新区 without a name whose source or byline names it.
    fn of_source(&self) -> Option<String> {
        let word = self.word()?;
        self.aside().iter().find_map(|m| match &m.kind {
            Kind::Zone(name) if name.ends_with(word) && !self.roles.is_collective(name) => Some(name.clone()),
            _ => None,
        })
    }

    /// The park of a 高新区 without a name in the place that byline or source name (某某市融媒记者), or that the text names most
    /// often, also in the names of other parks; all of the place's, where the text counts them (15个开发区).
    fn of_place(&self, word: &str) -> Option<String> {
        let several = self.counts(word);
        let known = |m: &Mention| {
            let (place, id) = self.place(m)?;
            if several {
                return Some(format!("{}{word}", self.vocabulary.regions[id as usize].0));
            }
            self.vocabulary.gazetteer.find(&format!("{place}{word}")).map(String::from)
        };
        if let Some(name) = self.aside().iter().find_map(known) {
            return Some(name);
        }
        let mut named: Vec<(String, usize)> = Vec::new();
        for name in self.paragraphs.iter().flat_map(Paragraph::mentions).filter_map(known) {
            match named.iter_mut().find(|(other, _)| *other == name) {
                Some((_, count)) => *count += 1,
                None => named.push((name, 1)),
            }
        }
        // the first of those named most often
        named.into_iter().rev().max_by_key(|(_, count)| *count).map(|(name, _)| name)
    }

    /// Whether a text counts parks of a kind (15个开发区) or speaks of all of them (各类开发区).
    fn counts(&self, word: &str) -> bool {
        let all =
            |m: &Mention| matches!(&m.kind, Kind::Zone(name) if name.ends_with(word) && self.roles.is_collective(name));
        let counted = |pair: &[Mention]| {
            let word = matches!(pair[1].kind, Kind::Anaphor) && pair[1].span.of(&self.page.text) == word;
            word && pair[0].span.end == pair[1].span.start && pair[0].quantity().is_some()
        };
        let sentences = || self.paragraphs.iter().flat_map(|p| &p.sentences);
        sentences().any(|s| s.mentions.iter().any(all) || s.mentions.windows(2).any(counted))
    }

    /// The place that a mention names, or that the name of a park begins with.
    fn place(&self, mention: &Mention) -> Option<(&str, u32)> {
        let text = mention.span.of(&self.page.text);
        let place = match mention.kind {
            Kind::Region(id) => Some((text, id)),
            Kind::Zone(_) => self.region_of(text),
            _ => None,
        };
        place.filter(|&(_, id)| self.vocabulary.is_place(id))
    }

    /// The parks that words of an article stand for beside the one that it is about: each under the ending that stands for it,
    /// the park of the same place, or of the place that a region's text names most often.
    pub fn siblings(&self, focus: &Focus) -> Vec<(String, String)> {
        let mentions = self.paragraphs.iter().flat_map(Paragraph::mentions);
        let anaphors = mentions.filter(|m| matches!(m.kind, Kind::Anaphor)).map(|m| m.span.of(&self.page.text));
        let anaphors: BTreeSet<&str> = anaphors.collect();
        let sibling = |form: &String| match focus {
            Focus::Zone(zone) if zone.ends_with(form.as_str()) => None,
            Focus::Zone(zone) if self.region_of(zone).is_some() => self.sibling(zone, form),
            // 开发区 in a region's text are all of them
            _ if self.roles.forms.contains(form) => self.of_place(form),
            _ => None,
        };
        let forms = self.roles.placed.iter().filter(|form| anaphors.contains(form.as_str()));
        forms.filter_map(|form| Some((form.clone(), sibling(form)?))).collect()
    }

    /// The park with an ending at the place that a park is called after.
    fn sibling(&self, zone: &str, form: &str) -> Option<String> {
        let (region, _) = self.region_of(zone)?;
        let name = self.vocabulary.gazetteer.find(&format!("{region}{form}"))?;
        (name != zone).then(|| name.to_string())
    }

    /// The region that the name of a park begins with, and its number.
    fn region_of<'n>(&self, zone: &'n str) -> Option<(&'n str, u32)> {
        let (end, entry) = self.vocabulary.words.longest(zone, 0)?;
        Some((&zone[..end], entry.region?))
    }

    /// The first word that stands for a park.
    fn word(&self) -> Option<&str> {
        let mut mentions = self.paragraphs.iter().flat_map(Paragraph::mentions);
        Some(mentions.find(|m| matches!(m.kind, Kind::Anaphor))?.span.of(&self.page.text))
    }

    /// The mentions of the bylines and of the lines about the publication beside the article.
    fn aside(&self) -> &[Mention] {
        self.aside.get_or_init(|| {
            let blocks = &self.article.blocks;
            let (Some(first), Some(last)) = (blocks.iter().min(), blocks.iter().max()) else { return Vec::new() };
            let near = self.page.blocks.iter().take(last + AROUND + 1).skip(first.saturating_sub(AROUND));
            let aside = near.filter(|b| matches!(b.kind, BlockKind::Byline | BlockKind::Masthead));
            aside.flat_map(|b| mention::scan(&self.page.text, b.span, self.vocabulary)).collect()
        })
    }

    /// The park that the section under the heading at a paragraph is about: the one that heading or lead has for subject. And up to
    /// where it was looked for: headings before that say the same.
    pub fn section_zone(&self, at: usize) -> (Option<String>, usize) {
        let section = &self.paragraphs[at..];
        let headings = section.iter().take_while(|p| p.is_heading()).count();
        let blank = Discourse { issue: self.before.issue, ..Discourse::default() };
        let body = section[headings..].iter().take_while(|p| !p.is_heading()).take(LEAD);
        let named = |p: &Paragraph| p.sentences.first().and_then(|s| blank.park_of(s.scope(self.page), self.roles));
        let mut parks = section[..headings].iter().chain(body).zip(at + 1..).map(|(p, end)| (named(p), end));
        let (park, end) = parks.find(|(park, _)| park.is_some()).unwrap_or((None, at + headings));
        (park.filter(|name| !self.roles.is_collective(name)), end)
    }

    /// Whether a park is named in a paragraph or behind it.
    fn is_named_from(&self, at: usize, park: &str) -> bool {
        let last = self.last.get_or_init(|| {
            let zones = |(i, p): (usize, &'a Paragraph)| p.zones().map(move |zone| (zone, i));
            self.paragraphs.iter().enumerate().flat_map(zones).collect()
        });
        last.get(park).is_some_and(|&last| last >= at)
    }

    /// Whether the text is about another park of the same kind from a paragraph on: no more of the article's, but of one that it
    /// comes back to, or that a paragraph began with; as where the next article of a page has no headline.
    pub fn moves_on(&self, at: usize, discourse: &Discourse) -> bool {
        let (Focus::Zone(spoken), Focus::Zone(own)) = (&discourse.focus, &discourse.article) else { return false };
        let kind = |form: &String| spoken.ends_with(form.as_str()) && own.ends_with(form.as_str());
        let named = |park: &str| self.is_named_from(at, park);
        let began = || {
            let before = self.paragraphs[..at].iter().rev().find(|p| !p.is_heading());
            let first = before.and_then(|p| p.sentences.first());
            first.and_then(|s| self.before.park_of(s.scope(self.page), self.roles)).as_ref() == Some(spoken)
        };
        let all = |name: &str| self.roles.is_collective(name);
        spoken != own
            && self.roles.placed.iter().any(kind)
            && !(all(spoken) && all(own))
            && !named(own)
            && (named(spoken) || began())
    }

    /// The time of a whole article: the one of its headline; else the one of its lead, where the text speaks of no other.
    pub fn period(&self) -> Option<Period> {
        let head = self.paragraphs.first().filter(|p| p.is_heading() && self.article.headline.is_some());
        // what a headline promises is not the time of the text below
        let begun = |period: &Period| self.before.issue.is_none_or(|issue| period.start <= issue);
        head.and_then(|head| self.title_period(head, self.before)).filter(begun).or_else(|| self.only_period())
    }

    /// Whether the report of a title is on the year before the one that it names: 2014年工作报告 of February 2014.
    fn looks_back(&self, title: &Paragraph, period: &Period) -> bool {
        let whole = period.grain == Grain::Year && period.start.year() == period.end.year();
        let now = |issue: NaiveDate| issue.year() == period.start.year() && issue.month() <= LATEST_MONTH;
        whole && self.before.issue.is_some_and(now) && title.mentions().any(|m| m.types.meets(self.roles.government))
    }

    /// Whether a heading speaks of a plan, inside a longer word too (发展规划).
    fn is_planned(&self, heading: Span) -> bool {
        let text = &self.page.text[..heading.end];
        let mut starts = heading.of(text).char_indices().map(|(at, _)| heading.start + at);
        starts.any(|at| {
            self.vocabulary.words.longest(text, at).is_some_and(|(_, word)| word.types.meets(self.roles.goal))
        })
    }

    /// The one stretch of time that a text speaks of, in its lead or in several paragraphs: a report on a year or a quarter.
    fn only_period(&self) -> Option<Period> {
        let bodies = || self.paragraphs.iter().filter(|p| !p.is_heading() && !p.sentences.is_empty());
        let mut set = bodies().map(|p| self.title_period(p, self.before));
        let lead = set.next().flatten();
        let mut later = set.flatten();
        let period =
            lead.or_else(|| later.next()).filter(|period| (period.end - period.start).num_days() <= period::YEAR)?;
        let again = lead.is_some() || later.next() == Some(period);
        let spoken = Discourse { period: Some(period), ..self.before.clone() };
        let sentences = self.paragraphs.iter().flat_map(|p| &p.sentences);
        let mut times = sentences.flat_map(|s| spoken.times(s.scope(self.page), self.roles));
        (again && times.all(|time| time == period || !resolve::holds_for_article(&time))).then_some(period)
    }

    /// The time that a heading sets for what stands below it, after what was said so far.
    pub fn title_period(&self, title: &Paragraph, discourse: &Discourse) -> Option<Period> {
        if !title.mentions().any(|m| matches!(m.kind, Kind::Period(_))) {
            return None; // nearly always
        }
        let mut spoken = discourse.clone();
        spoken.period = None;
        let reported = title.sentences.iter().find_map(|s| spoken.reported_time(s.scope(self.page), self.roles));
        title.sentences.iter().for_each(|s| spoken.advance_time(s.scope(self.page), self.roles));
        spoken.period = reported.or(spoken.period);
        // 2030年发展规划 over a section is the time of what stands below; 2030年冲千亿 is a promise
        let begun = |period: &Period| discourse.issue.is_none_or(|issue| period.start <= issue);
        let section = !self.paragraphs.first().is_some_and(|first| std::ptr::eq(first, title));
        let planned = || section && title.sentences.iter().any(|s| self.is_planned(s.sentence.span));
        let told = spoken.period.filter(|period| self.looks_back(title, period)).and_then(|period| period.shifted(-1));
        told.or(spoken.period).filter(resolve::holds_for_article).filter(|period| begun(period) || planned())
    }
}

/// A paragraph of text: a line without a full sentence is no lead.
fn told(paragraph: &&Paragraph) -> bool {
    let full = |s: &Scanned| s.sentence.clauses.len() > 1;
    !paragraph.is_heading() && paragraph.sentences.iter().any(full)
}
