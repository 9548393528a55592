//! The pipeline: the one place that knows the order of the stages.
//!
//! In: a [`Document`] and a compiled pack. Out: an [`Extraction`], the rows of the page in reading order with the notes that its
//! stages left. Not here: files, formats, threads; any knowledge of language.

use std::sync::Arc;

use crate::account::{self, Account, Read};
use crate::article::{self, Article};
use crate::chars;
use crate::document::{Document, Note};
use crate::fact::name;
use crate::fact::near::Prober;
use crate::fact::pattern::{Parsed, Patterns};
use crate::fact::{Fact, Finder, Subject};
use crate::layout::{self, BlockKind, Page};
use crate::listing::{self, What};
use crate::mention::types::{TypeNames, Types};
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{self, Kind, Mention};
use crate::paragraph::{self, Paragraph, Scanned};
use crate::park_names;
use crate::period::{Context, Period};
use crate::resolve::{self, Discourse, Focus, Previous, Roles, Scope};
use crate::row::{Row, Value};
use crate::rules::Pack;
use crate::rules::error::RuleErrors;
use crate::span::Span;
use crate::topic;

/// A compiled pack: reads pages. Shared by all threads.
#[derive(Debug)]
pub struct Extractor {
    pack: Pack,
    vocabulary: Vocabulary,
    finder: Finder,
    roles: Roles,
    goal: Types,
    forecast: Types,
    qualifiers: Types,
    /// The ids of the rules, for rows to share.
    rule_ids: Vec<Arc<str>>,
}

/// What one page gave.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Extraction {
    /// The rows, in the order of their numbers.
    pub rows: Vec<Row>,
    /// Doubts of the stages.
    pub notes: Vec<Note>,
    /// How many rows have no period because no date of issue was known.
    pub undated: usize,
}

/// A mention of the list that `shishu mentions` writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// First character of the decoded input.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
    /// What stands there, without what layout repair dropped.
    pub quote: String,
    /// A quantity, a time, a park or a metric.
    pub what: ListedKind,
}

/// What a listed mention is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListedKind {
    /// A quantity or a time.
    Found(What),
    /// A park, by its name.
    Zone(String),
    /// A known metric, by its canonical name.
    Metric(String),
}

impl Extractor {
    /// Compiles a pack.
    ///
    /// # Errors
    /// Every rule that does not compile.
    pub fn new(pack: Pack) -> Result<Extractor, RuleErrors> {
        let types = TypeNames::new(&pack)?;
        let (vocabulary, parsed) = rayon::join(|| Vocabulary::new(&pack), || Parsed::new(&pack, &types));
        let vocabulary = vocabulary?;
        let finder = Finder::new(Patterns::of(&pack, parsed?, &vocabulary)?, &vocabulary);
        let class = |name: &str| vocabulary.types.type_named(name).unwrap_or(Types::NONE);
        let roles = Roles::new(&pack, &vocabulary);
        Ok(Extractor {
            rule_ids: finder.patterns.rules.iter().map(|rule| rule.id.as_str().into()).collect(),
            roles,
            goal: class("goal"),
            forecast: class("forecast"),
            qualifiers: class("over") | class("bound"),
            pack,
            vocabulary,
            finder,
        })
    }

    /// The pack.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The compiled words of the pack.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Reads one page. `zone` is the park of facts whose text names none.
    pub fn extract(&self, document: &Document, zone: Option<&str>) -> Extraction {
        self.extract_with(document, zone, true)
    }

    /// The same, but of the rows only what the five columns of the contract tell; all else in them is empty.
    pub fn extract_contract(&self, document: &Document, zone: Option<&str>) -> Extraction {
        self.extract_with(document, zone, false)
    }

    fn extract_with(&self, document: &Document, zone: Option<&str>, details: bool) -> Extraction {
        let page = layout::repair(&document.text, &self.pack.layout);
        let mut notes = page.notes.clone();
        let mut rows = RowMaker {
            document,
            page: &page,
            extractor: self,
            details,
            rows: Vec::with_capacity(document.text.len() / BYTES_A_ROW),
            undated: 0,
            counter: Counter::new(document),
            sentence: (Span::default(), "".into()),
            source: document.name.as_str().into(),
        };
        for article in article::split(&page, &self.pack.layout) {
            let paragraphs = self.paragraphs(&page, &article, &mut notes);
            if paragraphs.iter().any(Paragraph::has_amounts) {
                self.article(&page, &article, &paragraphs, zone, &mut rows);
            }
        }
        let RowMaker { mut rows, undated, .. } = rows;
        rows.sort_by_key(|(start, _)| *start);
        Extraction { rows: rows.into_iter().map(|(_, row)| row).collect(), notes, undated }
    }

    /// Lists the quantities, times, parks and known metrics of one page, in the order of the input.
    pub fn mentions(&self, document: &Document) -> Vec<Listed> {
        let page = layout::repair(&document.text, &self.pack.layout);
        let context = Context { issue: document.issue_date, ..Context::default() };
        let mut spans = Vec::new();
        for block in &page.blocks {
            let found = listing::list(&page.text, block.span, &self.vocabulary, context);
            spans.extend(found.into_iter().map(|f| (f.span, ListedKind::Found(f.what))));
            spans.extend(mention::scan(&page.text, block.span, &self.vocabulary).into_iter().filter_map(
                |m| match m.kind {
                    Kind::Zone(name) => Some((m.span, ListedKind::Zone(name))),
                    Kind::Metric(id) => {
                        Some((m.span, ListedKind::Metric(self.vocabulary.metrics[id as usize].clone())))
                    }
                    _ => None,
                },
            ));
        }
        let mut sources: Vec<_> = spans.into_iter().map(|(span, what)| (page.map.hull(span), span, what)).collect();
        sources.sort_by_key(|(hull, ..)| (hull.start, hull.end));
        let mut counter = Counter::new(document);
        let listed = sources.into_iter().map(|(hull, span, what)| {
            let quote = page.map.pieces(span).iter().map(|piece| piece.of(&document.text)).collect();
            Listed { start: counter.at(hull.start).0, end: counter.at(hull.end).0, quote, what }
        });
        listed.collect()
    }

    /// What [`account`](Self::account) probes for near misses with: all rules, or the one of this id.
    pub fn prober(&self, rule: Option<&str>) -> Prober {
        Prober::new(&self.pack, &self.vocabulary, rule)
    }

    /// Accounts for every numeral of one page: the row it is in, or why it is in none.
    pub fn account(&self, document: &Document, zone: Option<&str>, prober: &Prober) -> Account {
        let Extraction { rows, notes, .. } = self.extract(document, zone);
        let page = layout::repair(&document.text, &self.pack.layout);
        let mut reads = Vec::new();
        for article in article::split(&page, &self.pack.layout) {
            for Paragraph { kind, sentences } in self.paragraphs(&page, &article, &mut Vec::new()) {
                reads.extend(sentences.into_iter().map(|scanned| self.read(&page, kind, scanned, prober)));
            }
        }
        let rules: Vec<&str> = self.finder.patterns.rules.iter().map(|rule| rule.id.as_str()).collect();
        account::account(document, &page, &self.pack.layout, &self.vocabulary, &rules, (reads, rows, notes))
    }

    /// A sentence as the rules see it; no rule looks at headlines.
    fn read(&self, page: &Page, block: BlockKind, scanned: Scanned, prober: &Prober) -> Read {
        let (text, span, mentions) = (page.text.as_str(), scanned.sentence.span, scanned.mentions);
        if block == BlockKind::Heading {
            return Read { span, block, mentions, hits: Vec::new(), stops: Vec::new(), pieces: Vec::new() };
        }
        let masked = self.finder.masked(text, span, &mentions);
        let pieces = account::pieces(text, &masked, &mentions, &self.vocabulary);
        let hits = self.finder.hits(&masked, &mentions);
        let stops = prober.stops(text, span, &mentions, &hits);
        Read { span, block, mentions, hits, stops, pieces }
    }

    fn paragraphs(&self, page: &Page, article: &Article, notes: &mut Vec<Note>) -> Vec<Paragraph> {
        let mut paragraphs = paragraph::read(page, article, &self.vocabulary, notes);
        park_names::settle(&page.text, &mut paragraphs, &self.vocabulary);
        paragraphs
    }

    fn article(
        &self,
        page: &Page,
        article: &Article,
        paragraphs: &[Paragraph],
        zone: Option<&str>,
        rows: &mut RowMaker,
    ) {
        let mut discourse =
            Discourse { issue: rows.document.issue_date, given: zone.map(String::from), ..Discourse::default() };
        let before = discourse.clone();
        let topics = topic::Reader::new(page, (article, paragraphs), &self.roles, &self.vocabulary, &before);
        discourse.article = topics.zone();
        discourse.focus = discourse.article.clone();
        discourse.siblings = topics.siblings(&discourse.article);
        discourse.article_period = topics.period();
        let headline = article.headline.filter(|_| rows.details);
        let headline = headline.map_or(String::new(), |b| without_space(page.blocks[b].span.of(&page.text)));
        let headline: Arc<str> = headline.into();
        let (mut told, mut listed, mut counted, mut looked) = (false, false, true, 0);
        let mut subject = Subject::default();
        // nobody asks what the text behind the last number spoke of
        let last = paragraphs.iter().rposition(Paragraph::has_amounts).map_or(0, |last| last + 1);
        for (at, paragraph) in paragraphs[..last].iter().enumerate() {
            if paragraph.is_heading() && told && at >= looked {
                let (zone, end) = topics.section_zone(at);
                // 江州高新区创业园 is part of what the article is about
                let part =
                    |zone: &String| matches!(&discourse.article, Focus::Zone(own) if zone.starts_with(own.as_str()));
                let zone = zone.filter(|zone| !part(zone));
                discourse.article = zone.map_or(discourse.article, Focus::Zone);
                looked = end;
            }
            told |= !paragraph.is_heading();
            if paragraph.is_title() {
                let time = topics.title_period(paragraph, &discourse);
                discourse.period = discourse.period.filter(|_| time.is_none());
                discourse.article_period = time.or(discourse.article_period);
            }
            if paragraph.is_heading() {
                discourse.section();
                continue;
            }
            // the lines below 上半年答卷： are parts of one paragraph
            let item = paragraph.is_item(page);
            if !(listed && item) {
                if topics.moves_on(at, &discourse) {
                    (discourse.article, discourse.article_period) = (discourse.focus.clone(), None);
                }
                discourse.paragraph(counted);
                listed = false;
            }
            listed |= paragraph.ends_with(page, &['：', ':', '—']);
            counted = paragraph.has_amounts() || !paragraph.tells_one_time();
            subject = subject.next_paragraph();
            for scanned in &paragraph.sentences {
                let Scanned { sentence, mentions } = scanned;
                let mut scope = scanned.scope(page);
                let marks = (sentence.span, sentence.brackets.as_slice());
                for fact in self.finder.find(&page.text, marks, mentions, &self.vocabulary, &mut subject) {
                    let ahead = resolve::is_ahead(&fact, scope, &self.roles);
                    let (before, timed, mention) = (fact.before, fact.period.is_some(), Some(fact.mention));
                    let period = rows.push(fact, scope, sentence.span, &headline, &discourse);
                    let previous = scope.previous;
                    scope.previous = if before {
                        let is_earlier = !timed && previous.earlier.is_some();
                        Previous { earlier: period, is_earlier, mention, ..previous }
                    } else {
                        let period = if previous.spans(period) { previous.period } else { period };
                        let ahead = ahead || previous.ahead && period == previous.period;
                        Previous { period, ahead, is_earlier: false, mention, ..previous }
                    };
                }
                discourse.advance(scope, &self.roles);
            }
        }
    }

    fn mood(&self, scope: Scope, fact: &Fact) -> &'static str {
        if scope.says_before(fact, self.goal) {
            "goal"
        } else if scope.says_before(fact, self.forecast) {
            "forecast"
        } else {
            ""
        }
    }

    /// The words beside a number that blur it: 近, 超过, 以上, 余.
    fn qualifier(&self, scope: Scope, fact: &Fact) -> String {
        let mention = &scope.mentions[fact.mention];
        let touching = |other: Option<&Mention>| {
            other
                .filter(|o| {
                    o.types.meets(self.qualifiers)
                        && (o.span.end == mention.span.start || o.span.start == mention.span.end)
                })
                .map(|o| o.span.of(scope.text).to_string())
        };
        let before = touching(fact.mention.checked_sub(1).map(|i| &scope.mentions[i]));
        let inside = mention
            .quantity()
            .filter(|q| q.more)
            .and_then(|_| mention.span.of(scope.text).chars().find(|c| matches!(c, '余' | '多' | '来')))
            .map(String::from);
        before.or(inside).or_else(|| touching(scope.mentions.get(fact.mention + 1))).unwrap_or_default()
    }
}

/// A page has about one row in so many bytes.
const BYTES_A_ROW: usize = 150;

/// Makes rows of resolved facts.
struct RowMaker<'a> {
    document: &'a Document,
    page: &'a Page,
    extractor: &'a Extractor,
    /// Whether more than the columns of the contract are wanted: the other cells are a fiftieth of all instructions.
    details: bool,
    /// Each with the place of its number.
    rows: Vec<(usize, Row)>,
    undated: usize,
    counter: Counter<'a>,
    sentence: (Span, Arc<str>),
    source: Arc<str>,
}

/// Text without white space: what the columns of a row show.
fn without_space(text: &str) -> String {
    if !chars::has_space(text) {
        return text.to_string();
    }
    let mut dense = String::with_capacity(text.len());
    text.split_whitespace().for_each(|piece| dense.push_str(piece));
    dense
}

impl RowMaker<'_> {
    /// The text of a sentence; all its rows share it.
    fn once(&mut self, sentence: Span) -> Arc<str> {
        if self.sentence.0 != sentence {
            self.sentence = (sentence, without_space(sentence.of(&self.page.text)).into());
        }
        Arc::clone(&self.sentence.1)
    }

    /// The number as it stands in the input.
    fn quote(&self, mention: Span) -> String {
        match self.page.map.piece(mention) {
            Some(piece) => piece.of(&self.document.text).to_string(),
            None => self.page.map.pieces(mention).iter().map(|p| p.of(&self.document.text)).collect(),
        }
    }

    /// Appends the row of a fact; returns when it, or the list that it is of, holds.
    fn push(
        &mut self,
        fact: Fact,
        scope: Scope,
        sentence: Span,
        headline: &Arc<str>,
        discourse: &Discourse,
    ) -> Option<Period> {
        let extractor = self.extractor;
        let (rows, map) = (&self.rows, &self.page.map);
        let told = |back: usize| {
            let first = map.hull(sentence).start;
            let row = rows.len().checked_sub(back).map(|at| &rows[at]).filter(|(start, _)| *start >= first);
            row.map(|(_, row)| row.zone.as_str())
        };
        let (zone, zone_from) = resolve::zone(&fact, scope, discourse, &extractor.roles, told);
        let (period, period_from, undated) = resolve::period(&fact, scope, discourse, &extractor.roles);
        self.undated += usize::from(undated);
        let span = scope.mentions[fact.mention].span;
        let hull = self.page.map.hull(span);
        // 2018年至2020年，分别为…: one year each
        let year = |period: Period| {
            let item = fact.item.filter(|item| item.one_name)?;
            period.year_of(item.index, item.count)
        };
        // the task is the year's, whatever part of it is told of
        let task =
            |period: Period| resolve::is_task(&fact, scope, &extractor.roles).then(|| period.whole_years()).flatten();
        let own = period.map(|period| year(period).or_else(|| task(period)).unwrap_or(period));
        let details = if self.details { self.details(&fact, scope, sentence, headline) } else { Row::default() };
        let row = Row {
            zone,
            value: Value::Number(fact.value),
            // a time that only the discourse tells needs no word for it
            metric: match period {
                Some(_) if fact.before => fact.metric.replacen(name::EARLIER, "", 1),
                _ => fact.metric,
            },
            unit: fact.unit,
            zone_from: zone_from.name(),
            period_from: if period.is_some() { period_from.name() } else { "" },
            period: own.map_or(String::new(), |period| period.form()),
            days: own.map(|p| (p.start, p.end)),
            ..details
        };
        self.rows.push((hull.start, row));
        period
    }

    /// What the columns beside those of the contract tell of a fact, but for its time and whose it is.
    fn details(&mut self, fact: &Fact, scope: Scope, sentence: Span, headline: &Arc<str>) -> Row {
        let (extractor, text) = (self.extractor, self.page.text.as_str());
        let span = scope.mentions[fact.mention].span;
        let hull = self.page.map.hull(span);
        let (start, line) = self.counter.at(hull.start);
        Row {
            metric_text: without_space(fact.metric_span.of(text)),
            value_text: span.of(text).to_string(),
            qualifier: extractor.qualifier(scope, fact),
            mood: extractor.mood(scope, fact),
            quote: self.quote(span),
            sentence: self.once(sentence),
            headline: Arc::clone(headline),
            source: Arc::clone(&self.source),
            line,
            start,
            end: self.counter.at(hull.end).0,
            issue_date: self.document.issue_date,
            rule: Arc::clone(&extractor.rule_ids[fact.rule]),
            ..Row::default()
        }
    }
}

/// Counts characters and lines up to a byte offset, going on from the last one asked for.
struct Counter<'a> {
    text: &'a str,
    offset: usize,
    chars: usize,
    lines: usize,
    first_char: usize,
    first_line: usize,
}

impl<'a> Counter<'a> {
    fn new(document: &'a Document) -> Self {
        Counter {
            text: &document.text,
            offset: 0,
            chars: 0,
            lines: 0,
            first_char: document.first_char,
            first_line: document.first_line,
        }
    }

    /// The character, from 0, and the line, from 1, of the whole input.
    fn at(&mut self, offset: usize) -> (usize, usize) {
        if offset < self.offset {
            (self.offset, self.chars, self.lines) = (0, 0, 0);
        }
        let between = self.text.get(self.offset..offset).unwrap_or("");
        self.chars += between.chars().count();
        self.lines += memchr::memchr_iter(b'\n', between.as_bytes()).count();
        self.offset = offset;
        (self.first_char + self.chars, self.first_line + self.lines + 1)
    }
}
