//! Park names: what the names of parks in an article stand for, once all of it was read.
//!
//! In: the [`Paragraph`]s of an article. Out: the same, with the mentions of unknown and of shortened names settled. Not here:
//! the gazetteer and the form of names (see `mention::gazetteer`, `mention::zone`), which park a fact belongs to.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::chars::{self, CharSet};
use crate::mention::types::Types;
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{Kind, Mention};
use crate::paragraph::{Paragraph, Scanned, counts};
use crate::span::Span;

/// Settles the names of an article's parks.
pub fn settle(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
    name_by_alias(text, paragraphs, vocabulary);
    name_by_use(text, paragraphs, vocabulary);
    pass_over_words(text, paragraphs, vocabulary);
    settle_unknown(text, paragraphs, vocabulary);
    name_by_stem(text, paragraphs, vocabulary);
}

/// 武宿注册企业58家 in a text that names 太原武宿综保区: the name without its ending stands for the park, at the start of a clause and
/// right before what it owns, where it is no place by itself.
fn name_by_stem(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
    let mut stems: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    let names: BTreeSet<&str> = paragraphs.iter().flat_map(Paragraph::zones).collect();
    for name in names {
        let Some(stem) = stem(name, vocabulary) else { continue };
        // of two parks with one stem it tells neither
        stems.entry(stem).and_modify(|zone| *zone = zone.filter(|&zone| zone == name)).or_insert(Some(name));
    }
    if stems.is_empty() {
        return; // most parks are called after places
    }
    // a headline may stand behind its article on the page
    let mut by_place: Vec<(usize, &Scanned)> = sentences(paragraphs).enumerate().collect();
    by_place.sort_by_key(|(_, scanned)| scanned.sentence.span.start);
    let (Some((_, first)), Some((_, last))) = (by_place.first(), by_place.last()) else { return };
    let article = Span::new(first.sentence.span.start, last.sentence.span.end);
    let mut uses: Vec<(usize, Span, String)> = Vec::new();
    for (stem, zone) in stems.into_iter().filter_map(|(stem, zone)| Some((stem, zone?))) {
        for at in memchr::memmem::find_iter(article.of(text).as_bytes(), stem).map(|at| article.start + at) {
            let span = Span::new(at, at + stem.len());
            let place = by_place.partition_point(|(_, scanned)| scanned.sentence.span.end <= at);
            if let Some((index, scanned)) = by_place.get(place)
                && scanned.sentence.span.contains(span)
                && stands_for_park(text, scanned, span, vocabulary)
            {
                uses.push((*index, span, zone.to_string()));
            }
        }
    }
    uses.sort_by_key(|&(index, span, _)| (index, span.start));
    let mut uses = uses.into_iter().peekable();
    for (index, scanned) in paragraphs.iter_mut().flat_map(|p| &mut p.sentences).enumerate() {
        while let Some((_, span, zone)) = uses.next_if(|&(sentence, ..)| sentence == index) {
            name_at(text, scanned, span, &zone);
        }
    }
}

/// A park's name without its ending and its city, where that is no place and no word.
fn stem<'n>(name: &'n str, vocabulary: &Vocabulary) -> Option<&'n str> {
    let (end, _) = vocabulary.gazetteer.ending_of(name)?;
    let whole = &name[..end];
    let is_other = |text: &str| {
        vocabulary.names_place(text)
            || vocabulary.names_short_place(text)
            || vocabulary.words.longest(text, 0).is_some_and(|(end, _)| end == text.len())
    };
    let city = vocabulary.words.longest(whole, 0).filter(|(_, entry)| entry.region.is_some());
    let stem = city.map_or(whole, |(city, _)| &whole[city..]);
    let long = stem.chars().nth(1).is_some() && stem.chars().all(chars::is_han);
    (long && !vocabulary.gazetteer.collective.names(name) && !is_other(stem)).then_some(stem)
}

/// Whether a stem begins a clause or an item of a list, and stands right before a time, a metric, a number or a verb.
fn stands_for_park(text: &str, scanned: &Scanned, span: Span, vocabulary: &Vocabulary) -> bool {
    let mentions = &scanned.mentions;
    let next = mentions.partition_point(|m| m.span.end <= span.start);
    let Some(behind) = mentions.get(next) else { return false };
    // 稀土产业产值 is none of 江州稀土高新区
    let noun = behind.kind == Kind::Word && behind.types.meets(vocabulary.name_nouns);
    let owns = behind.span.start == span.end && (behind.types.meets(vocabulary.owned) && !noun || behind.is_amount());
    let before = &text[scanned.sentence.span.start..span.start];
    let joined = next.checked_sub(1).map(|i| &mentions[i]).is_some_and(|m| {
        m.span.end == span.start && (m.types.meets(vocabulary.joint | vocabulary.before_name | vocabulary.leads))
    });
    owns && (joined || !before.ends_with(chars::is_letter))
}

/// 贡献高新区 in a text about 江州高新区, 驱动园区 in one about any park: a park of such a kind is called after a place, so a word
/// that is none, and stands there once, is no name. What is left stands for the park.
fn pass_over_words(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
    let gazetteer = &vocabulary.gazetteer;
    if !paragraphs.iter().flat_map(Paragraph::zones).any(|name| unplaced(name, vocabulary).is_some()) {
        return; // nearly always
    }
    let seen = counts(paragraphs.iter());
    let is_sure = |name: &str| seen[name] > 1 || gazetteer.find(name).is_some();
    let names = || paragraphs.iter().flat_map(Paragraph::zones);
    let kinds: HashSet<&str> =
        names().filter(|name| is_sure(name)).filter_map(|name| Some(gazetteer.ending_of(name)?.1)).collect();
    let is_word = |name: &str| {
        let ending = unplaced(name, vocabulary).filter(|_| !is_sure(name));
        ending.is_some_and(|ending| ending.map_or(!kinds.is_empty(), |ending| kinds.contains(ending)))
    };
    let words: HashSet<String> = names().filter(|name| is_word(name)).map(String::from).collect();
    for mention in paragraphs.iter_mut().flat_map(|p| &mut p.sentences).flat_map(|s| &mut s.mentions) {
        if let Kind::Zone(name) = &mention.kind
            && words.contains(name)
            && let Some((start, _)) = gazetteer.ending_of(mention.span.of(text))
        {
            (mention.kind, mention.span.start) = (Kind::Anaphor, mention.span.start + start);
        }
    }
}

/// The ending of a name whose beginning should be a place and is none; no ending where it stands for any park.
fn unplaced<'a>(name: &'a str, vocabulary: &'a Vocabulary) -> Option<Option<&'a str>> {
    let (stem, ending) = vocabulary.gazetteer.after_place(name)?;
    let place = vocabulary.names_place(stem) || vocabulary.names_short_place(stem);
    (!place && !vocabulary.gazetteer.collective.names(name)).then_some(ending)
}

/// A park that only its form tells may have swallowed a word before its name (走进江州高新区): where the page has the shorter
/// name by itself, that is the name. And the end of the one name that is known, or has no more than a place before it, stands
/// for that one (火炬高新区 after 江州火炬高新区, 光学产业园 after 江州光学产业园).
fn settle_unknown(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
    let zones = || paragraphs.iter().flat_map(Paragraph::zones);
    if zones().next().is_none_or(|first| zones().all(|zone| zone == first)) {
        return;
    }
    let names: HashSet<&str> = zones().collect(); // looked up, and made into maps
    let of_article = |p: &Paragraph| {
        p.sentences.first().map(|s| s.sentence.span.start).zip(p.sentences.last().map(|s| s.sentence.span.end))
    };
    let article: Vec<&str> =
        paragraphs.iter().filter_map(of_article).filter_map(|(start, end)| text.get(start..end)).collect();
    let settled = settled_names(&names, &article, vocabulary);
    if settled.is_empty() {
        return;
    }
    for mention in paragraphs.iter_mut().flat_map(|p| &mut p.sentences).flat_map(|s| &mut s.mentions) {
        if let Kind::Zone(name) = &mut mention.kind
            && let Some(other) = settled.get(name)
        {
            name.clone_from(other);
        }
    }
}

/// What the unknown ones of some names stand for; each name is looked at once, ending by ending.
#[allow(clippy::iter_over_hash_type)] // from map to map: no order gets out
fn settled_names(names: &HashSet<&str>, article: &[&str], vocabulary: &Vocabulary) -> HashMap<String, String> {
    let endings = |name: &'_ str| name.char_indices().skip(1).map(|(at, _)| at).collect::<Vec<_>>();
    let (known, unknown): (Vec<&str>, Vec<&str>) =
        names.iter().partition(|name| vocabulary.gazetteer.find(name).is_some());
    if unknown.is_empty() {
        return HashMap::new();
    }
    let called = OnceCell::new();
    let is_place = |name: &str| {
        vocabulary.names_place(name)
            || vocabulary.names_short_place(name)
            || called.get_or_init(|| called_places(article, vocabulary)).contains(name)
    };
    // 光学产业园 in a text about 江州光学产业园 or 江州国际光学产业园
    let placed = |name: &&&str| {
        let shorter = endings(name).into_iter().rev().find(|&at| names.contains(&name[at..]));
        shorter.is_some_and(|last| endings(name).into_iter().any(|at| at <= last && is_place(&name[..at])))
    };
    // the one such name that ends so, or none where several do
    let mut longer: HashMap<&str, Option<&str>> = HashMap::new();
    for name in known.iter().chain(unknown.iter().filter(placed)) {
        for at in endings(name) {
            longer.entry(&name[at..]).and_modify(|only| *only = None).or_insert(Some(name));
        }
    }
    // 国家级经开区 in a text about 广西国家级经开区 are those
    let mut of_province: HashMap<&str, Option<&str>> = HashMap::new();
    for name in names {
        if let Some(rest) = vocabulary.gazetteer.collective.rest_of_province(name) {
            of_province.entry(rest).and_modify(|only| *only = None).or_insert(Some(name));
        }
    }
    // 国家级开发区 is no shorter name of 东部国家级开发区
    let all = |name: &str| vocabulary.gazetteer.collective.names(name);
    let shorter = |name: &str| {
        let ends = endings(name).into_iter().rev().map(|at| &name[at..]);
        ends.filter(|end| !all(end)).find(|end| names.contains(end)).map(String::from)
    };
    let longest = |name: &str| longer.get(name).or_else(|| of_province.get(name)).copied().flatten();
    let settle = |name: &str| longest(name).map(String::from).or_else(|| shorter(name));
    let unsettled = unknown.iter().filter(|name| !placed(name));
    unsettled.filter_map(|name| Some((name.to_string(), settle(name)?))).collect()
}

/// What an article calls a place, in two characters: 青岚市 makes a place of the 青岚 that no list knows.
fn called_places<'t>(article: &[&'t str], vocabulary: &Vocabulary) -> HashSet<&'t str> {
    let found = |text: &'t str| {
        let ends = vocabulary.place.iter().flat_map(move |ending| text.match_indices(ending.as_str()));
        ends.filter_map(move |(end, _)| Some(&text[text[..end].char_indices().rev().nth(1)?.0..end]))
    };
    article.iter().flat_map(|text| found(text)).collect()
}

/// The longest short name that an article gives a park, in characters.
const LONGEST_ALIAS: usize = 8;

/// 江州云溪科技产业园（以下简称云溪园）, “云溪智谷”——江州高新区, 江州高新区被誉为“云溪智谷”: the short name, and the byname that the text
/// comes back to, are the park's.
fn name_by_alias(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
    let park = |s: &&Scanned| s.mentions.iter().any(|m| matches!(m.kind, Kind::Zone(_)));
    let sentences = || sentences(paragraphs).filter(park);
    let aliases = sentences().flat_map(|s| (0..s.mentions.len()).filter_map(|i| alias(text, s, i, vocabulary)));
    let mut given: Vec<(&str, String)> = aliases.collect();
    let sure = given.len();
    given.extend(sentences().flat_map(|s| bynames(text, s, vocabulary)));
    if given.is_empty() {
        return;
    }
    let mut names = Names::default();
    let numbers: Vec<usize> = given.iter().map(|(name, _)| names.number(name)).collect();
    let lasts: CharSet = given.iter().filter_map(|(name, _)| name.chars().next_back()).collect();
    for (index, span) in self::sentences(paragraphs).map(|s| s.sentence.span).enumerate() {
        let ends = span.of(text).char_indices().filter(|&(_, c)| lasts.contains(c));
        ends.for_each(|(at, c)| names.look(text, index, Span::new(span.start, span.start + at + c.len_utf8())));
    }
    let mut zones = vec![None; numbers.len()];
    for (at, ((_, zone), number)) in given.iter().zip(numbers).enumerate() {
        if at < sure || names.is_again(number) {
            zones[number] = Some(zone.as_str());
        }
    }
    names.put(text, paragraphs, |number, _| zones[number]);
}

fn sentences(paragraphs: &[Paragraph]) -> impl Iterator<Item = &Scanned> {
    paragraphs.iter().flat_map(|p| &p.sentences)
}

/// Characters are told apart by so many values of their last bits.
const SIEVE: usize = 1024;

/// Where the bit of a character stands in a sieve.
fn sieve(c: char) -> (usize, u64) {
    (c as usize % SIEVE / 64, 1 << (c as u32 % 64))
}

/// Names of at most [`LONGEST_COINED`] characters, looked for in an article all at once, so that many cost no more than one.
#[derive(Default)]
struct Names<'t> {
    numbers: HashMap<&'t str, usize>, // looked up only, never iterated
    /// The names by number.
    all: Vec<&'t str>,
    /// The last bits of the first characters of the names, so that few look-ups are in vain.
    starts: [u64; SIEVE / 64],
    /// By number: how often the name was found, and where last.
    found: Vec<(usize, Span)>,
    /// The sentences that have a name, by number, with the number of the name and its place.
    uses: Vec<(usize, usize, Span)>,
}

impl<'t> Names<'t> {
    /// The number of a name, which may be new.
    fn number(&mut self, name: &'t str) -> usize {
        let next = self.found.len();
        let number = *self.numbers.entry(name).or_insert(next);
        if number == next {
            self.all.push(name);
            self.found.push((0, Span::default()));
            let (at, bit) = sieve(name.chars().next().unwrap_or_default());
            self.starts[at] |= bit;
        }
        number
    }

    /// Takes up the names that end where a beginning of a sentence does.
    fn look(&mut self, text: &str, sentence: usize, beginning: Span) {
        let starts = beginning.of(text).char_indices().rev().take(LONGEST_COINED).skip(1);
        let begins = |c: char| self.starts[sieve(c).0] & sieve(c).1 != 0;
        for (at, _) in starts.filter(|&(_, c)| begins(c)) {
            let span = Span::new(beginning.start + at, beginning.end);
            let Some(&number) = self.numbers.get(span.of(text)) else { continue };
            let (count, last) = &mut self.found[number];
            if *count == 0 || last.end <= span.start || span.end <= last.start {
                (*count, *last) = (*count + 1, span);
                self.uses.push((sentence, number, span));
            }
        }
    }

    /// Whether a name was found more than once.
    fn is_again(&self, number: usize) -> bool {
        self.found[number].0 > 1
    }

    /// Makes each place of a name that stands for a park a mention of the park, name after name in each sentence.
    fn put<'z>(mut self, text: &'z str, paragraphs: &mut [Paragraph], zone: impl Fn(usize, Span) -> Option<&'z str>) {
        self.uses.sort_by_key(|&(sentence, number, _)| (sentence, number));
        let mut uses = self.uses.into_iter().peekable();
        for (index, scanned) in paragraphs.iter_mut().flat_map(|p| &mut p.sentences).enumerate() {
            while let Some((_, number, span)) = uses.next_if(|(sentence, ..)| *sentence == index) {
                if let Some(zone) = zone(number, span) {
                    name_at(text, scanned, span, zone);
                }
            }
        }
    }
}

/// The short name in the brackets behind a park's name, and the park's.
fn alias<'t>(text: &'t str, scanned: &Scanned, index: usize, vocabulary: &Vocabulary) -> Option<(&'t str, String)> {
    let mention = &scanned.mentions[index];
    let Kind::Zone(zone) = &mention.kind else { return None };
    let rest = text.get(mention.span.end..scanned.sentence.span.end)?.strip_prefix(['（', '('])?;
    let inside = &rest[..rest.find(['）', ')'])?];
    let called = vocabulary.called.iter().find_map(|word| inside.strip_prefix(word.as_str()))?;
    let alias = called.trim_matches(|c: char| !c.is_alphanumeric());
    // 国家级经济技术开发区（以下简称国家级经开区） are all of them, by any name
    let all = vocabulary.gazetteer.collective.names(alias);
    (is_alias(alias) && !all).then(|| (alias, zone.clone()))
}

fn is_alias(name: &str) -> bool {
    (2..=LONGEST_ALIAS).contains(&name.chars().count()) && name.chars().all(chars::is_letter)
}

/// The byte that quotation marks and dashes begin with.
const QUOTE: u8 = 0xE2;

/// The bynames in quotes that a sentence gives a park that it names, each with the park.
fn bynames<'t>(text: &'t str, scanned: &Scanned, vocabulary: &Vocabulary) -> Vec<(&'t str, String)> {
    let sentence = scanned.sentence.span;
    let mut found = Vec::new();
    if memchr::memchr(QUOTE, sentence.of(text).as_bytes()).is_none() {
        return found; // nearly always
    }
    let park = |at: &dyn Fn(&Mention) -> bool| {
        scanned.mentions.iter().rev().find_map(|m| match &m.kind {
            Kind::Zone(name) if at(m) && !vocabulary.gazetteer.collective.names(name) => Some(name.clone()),
            _ => None,
        })
    };
    for (open, _) in sentence.of(text).match_indices('“') {
        let open = sentence.start + open;
        let start = open + '“'.len_utf8();
        let Some(length) = text[start..sentence.end].find('”') else { break };
        let (byname, close) = (&text[start..start + length], start + length + '”'.len_utf8());
        if !is_alias(byname) || vocabulary.gazetteer.find(byname).is_some() {
            continue;
        }
        let dashes = text[close..sentence.end].len() - text[close..sentence.end].trim_start_matches('—').len();
        let named = vocabulary.bynamed.iter().any(|word| text[..open].ends_with(word.as_str()));
        let zone = if dashes > 0 {
            park(&|m| m.span.start == close + dashes)
        } else if named {
            park(&|m| m.span.end <= open)
        } else {
            None
        };
        found.extend(zone.map(|zone| (byname, zone)));
    }
    found
}

/// The longest name that only its use tells, in characters.
const LONGEST_COINED: usize = 12;

/// 云溪小镇, 溪科园: what begins a clause like a name of a park, and is used again, is one, though no list and no form tells it.
/// Only where such a name may end is looked at: doing so at every clause took 21 instructions more for a byte.
fn name_by_use(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
    let mut names = Names::default();
    // the sentences by number, each up to such a place
    let mut beginnings: Vec<(usize, Span)> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    for (index, scanned) in sentences(paragraphs).enumerate() {
        let span = scanned.sentence.span;
        ends.clear();
        // where a park is named, none is coined
        let mut mentions = scanned.mentions.iter().peekable();
        let mut is_named = |end: usize| {
            while mentions.next_if(|m| m.span.end < end).is_some() {}
            mentions.peek().is_some_and(|m| m.span.end == end && matches!(m.kind, Kind::Zone(_)))
        };
        let coined = vocabulary.gazetteer.coined_ends(span.of(text)).map(|end| span.start + end);
        ends.extend(coined.filter(|&end| !is_named(end)));
        if ends.is_empty() {
            continue;
        }
        beginnings.extend(ends.iter().map(|&end| (index, Span::new(span.start, end))));
        let starts = scanned.sentence.clauses.iter().map(|clause| clause.start);
        let behind = scanned.mentions.iter().filter(|m| m.types.meets(vocabulary.before_name)).map(|m| m.span.end);
        for name in starts.chain(behind).filter_map(|start| coined_at(text, scanned, start, &ends, vocabulary)) {
            names.number(name);
        }
    }
    if names.found.is_empty() {
        return;
    }
    beginnings.into_iter().for_each(|(index, beginning)| names.look(text, index, beginning));
    let again: Vec<bool> = (0..names.found.len()).map(|number| names.is_again(number)).collect();
    let canonical: Vec<String> = names.all.iter().map(|name| vocabulary.gazetteer.key(name).0).collect();
    names.put(text, paragraphs, |number, _| again[number].then_some(canonical[number].as_str()));
}

/// What begins at a place like the name of a park, ends at one of `ends`, and is no mention of one yet.
fn coined_at<'t>(
    text: &'t str,
    scanned: &Scanned,
    start: usize,
    ends: &[usize],
    vocabulary: &Vocabulary,
) -> Option<&'t str> {
    let end = scanned.sentence.span.end;
    let rest = text.get(start..end)?;
    let start = end - rest.trim_start_matches(|c: char| !chars::is_letter(c) && !c.is_numeric()).len();
    let is_near = |name: &&str| name.chars().nth(LONGEST_COINED).is_none() && name.chars().all(chars::is_letter);
    let behind = &ends[ends.partition_point(|&end| end <= start)..];
    let names = || behind.iter().map(|&end| &text[start..end]).take_while(is_near);
    let known = |name: &str| is_known(scanned, Span::new(start, start + name.len()));
    if names().all(known) {
        return None; // nearly always
    }
    // 上半年新区, 占同期新区: what is called after a place has no other words in it
    let plain = |name: &&str| {
        !vocabulary.gazetteer.is_after_place(name)
            || is_plain(scanned, Span::new(start, start + name.len()), vocabulary)
    };
    names().filter(|name| vocabulary.gazetteer.is_coined(name)).last().filter(|name| !known(name)).filter(plain)
}

/// Whether a place is that of a name, or reaches into another mention.
fn is_known(scanned: &Scanned, span: Span) -> bool {
    let mentions = &scanned.mentions[scanned.mentions.partition_point(|m| m.span.end <= span.start)..];
    let named = |m: &Mention| matches!(m.kind, Kind::Zone(_) | Kind::Region(_) | Kind::Name(_));
    mentions.iter().take_while(|m| m.span.start < span.end).any(|m| m.span.end > span.end || named(m))
}

/// Whether all mentions that a name begins or goes on with may be parts of one.
fn is_plain(scanned: &Scanned, span: Span, vocabulary: &Vocabulary) -> bool {
    let mentions = &scanned.mentions[scanned.mentions.partition_point(|m| m.span.end <= span.start)..];
    let inside = mentions.iter().take_while(|m| m.span.end < span.end);
    { inside }.all(|m| m.types.meets(vocabulary.name_parts | Types::REGION))
}

/// Makes a place of a name a mention of the park.
fn name_at(text: &str, scanned: &mut Scanned, span: Span, zone: &str) {
    let (from, to) = (
        scanned.mentions.partition_point(|m| m.span.end <= span.start),
        scanned.mentions.partition_point(|m| m.span.start < span.end),
    );
    let inside = |m: &Mention| m.span.start >= span.start && m.span.end <= span.end;
    // “云溪园”
    let quoted = |m: &Mention| m.span.of(text).trim_matches(|c: char| !c.is_alphanumeric()) == span.of(text);
    if scanned.mentions[from..to].iter().all(|m| inside(m) || quoted(m)) {
        let span = scanned.mentions[from..to].iter().fold(span, |span, m| span.hull(m.span));
        let mention = Mention { span, types: Types::ZONE, kind: Kind::Zone(zone.to_string()) };
        scanned.mentions.splice(from..to, [mention]);
    }
}
