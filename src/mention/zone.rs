//! Names of parks: the gazetteer, and the general form (X高新区) for parks that it lacks.
//!
//! In: the lines of `zones.csv` and the endings of `lexicon.toml`. Out: a [`Gazetteer`], and [`name_before`], which finds where a
//! name begins once its ending was read. An ending has one canonical spelling (国家高新技术产业开发区 is 高新区), so the
//! gazetteer lists only what is irregular. Not here: which fact a park owns.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use aho_corasick::{AhoCorasick, MatchKind};

use super::vocabulary::{Entry, Types, Vocabulary};
use super::{Kind, Mention};
use crate::chars::{self, CharSet};
use crate::rules::files::{RegionLine, ZoneLine, ZoneWords};
use crate::span::Span;
use crate::unit::Dimension;
use crate::word_table::{Builder, WordTable};

/// The known parks and the endings of park names.
#[derive(Debug)]
pub struct Gazetteer {
    names: Vec<String>,
    /// The number of each by its keys; a table of words tells most of what is no name at its second character.
    by_key: WordTable<Option<u32>>,
    irregular: Vec<(String, u32)>,
    suffixes: Vec<Suffix>,
    /// The spellings of all endings, each written backwards, with the number of its ending.
    endings: WordTable<usize>,
    anaphors: Vec<String>,
    /// The names of all parks together.
    pub collective: Collective,
    /// Words that begin no name, by their first character.
    not_name: BTreeMap<char, Vec<String>>,
    /// These characters: nearly no name begins with one.
    not_name_starts: CharSet,
    /// Endings of names that only their use in a text tells, and words that end so and are none.
    coined: Vec<String>,
    /// Finds the last characters of these endings.
    coined_ends: AhoCorasick,
    not_coined: Vec<String>,
}

/// The words that begin a name of all parks together (全国高新区), with their first and last characters: nearly no other name
/// begins or ends with one of them, and they are asked for often.
#[derive(Clone, Debug, Default)]
pub struct Collective {
    words: Vec<String>,
    starts: CharSet,
    ends: CharSet,
    /// The parks of a province together (广西高新区), where no single park has that name.
    provinces: HashSet<String>, // looked up only, never iterated
    province_starts: CharSet,
    /// The short names of provinces, by their first character: comparing with all of them was a thirtieth of all instructions.
    province_names: BTreeMap<char, Vec<String>>,
    /// Endings of the names of places, and of parks: 江州市开发区 are those of the place, where 江州开发区 is one park.
    places: Vec<String>,
    /// The last characters of the former.
    place_ends: CharSet,
    endings: Vec<String>,
}

impl Collective {
    fn new(words: &[String]) -> Collective {
        let starts = words.iter().filter_map(|word| word.chars().next()).collect();
        let ends = words.iter().filter_map(|word| word.chars().next_back()).collect();
        Collective { words: words.to_vec(), starts, ends, ..Collective::default() }
    }

    /// Whether a name is one of all parks together.
    pub fn names(&self, name: &str) -> bool {
        let province = || name.chars().next().is_some_and(|c| self.province_starts.contains(c));
        self.longest_at_start(name).is_some()
            || province() && (self.provinces.contains(name) || self.names_province(name))
            || self.names_place(name)
    }

    /// Whether a name is that of a province's parks of one kind (江南国家高新区).
    fn names_province(&self, name: &str) -> bool {
        let provinces = name.chars().next().and_then(|first| self.province_names.get(&first));
        let stems = provinces.into_iter().flatten().filter_map(|province| name.strip_prefix(province.as_str()));
        { stems }.any(|rest| self.longest_at_start(rest).is_some())
    }

    /// Whether a name is that of a place's parks together (江州市开发区).
    pub fn names_place(&self, name: &str) -> bool {
        // the last character is the ending's own (高新区)
        if !name.chars().rev().skip(1).any(|c| self.place_ends.contains(c)) {
            return false; // nearly always
        }
        let behind = |place: &str, ending: &str| name.split_once(place).is_some_and(|(_, rest)| rest == ending);
        let placed = |ending: &String| {
            let stem = name.strip_suffix(ending.as_str());
            stem.is_some_and(|stem| self.places.iter().any(|place| stem.ends_with(place) && behind(place, ending)))
        };
        self.endings.iter().any(placed)
    }

    /// The longest of the words that a text begins with.
    fn longest_at_start(&self, text: &str) -> Option<&str> {
        let begins = text.chars().next().is_some_and(|c| self.starts.contains(c));
        let words = self.words.iter().map(String::as_str).filter(|word| text.starts_with(word));
        if begins { words.max_by_key(|word| word.len()) } else { None }
    }

    /// The longest of the words that a text ends with.
    fn longest_at_end(&self, text: &str) -> Option<&str> {
        let ends = text.chars().next_back().is_some_and(|c| self.ends.contains(c));
        let words = self.words.iter().map(String::as_str).filter(|word| text.ends_with(word));
        if ends { words.max_by_key(|word| word.len()) } else { None }
    }
}

#[derive(Debug)]
struct Suffix {
    canonical: String,
    spellings: Vec<String>,
    alone: bool,
    strict: bool,
    /// The longest unknown name before it: a 高新区 is called after a place.
    longest: usize,
}

/// The longest name before an ending, in characters.
const LONGEST_STEM: usize = 20;
/// The longest byname of a park, in characters (光谷, 中关村).
pub const LONGEST_BYNAME: usize = 3;
/// The longest name that only its form tells.
const LONGEST_UNKNOWN: usize = 8;
/// The longest name of a place that no list knows.
const LONGEST_PLACE: usize = 2;

impl Gazetteer {
    /// Compiles the gazetteer.
    pub fn new(zones: &[ZoneLine], regions: &[RegionLine], words: &ZoneWords) -> Gazetteer {
        let suffixes = words.suffix.iter().map(|(canonical, spellings)| Suffix {
            canonical: canonical.clone(),
            spellings: std::iter::once(canonical).chain(spellings).cloned().collect(),
            alone: words.anaphor.contains(canonical),
            strict: words.infix.contains(canonical),
            longest: if words.placed.contains(canonical) { LONGEST_PLACE } else { LONGEST_UNKNOWN },
        });
        let suffixes: Vec<Suffix> = suffixes.collect();
        let mut gazetteer = Gazetteer {
            endings: endings(&suffixes),
            suffixes,
            anaphors: words.anaphor.clone(),
            collective: Collective::new(&words.collective),
            not_name: by_first(&words.not_name),
            coined_ends: last_characters(&words.coined),
            coined: words.coined.clone(),
            not_coined: words.not_coined.clone(),
            not_name_starts: words.not_name.iter().filter_map(|word| word.chars().next()).collect(),
            names: Vec::with_capacity(zones.len()),
            by_key: Builder::default().build(),
            irregular: Vec::new(),
        };
        let mut by_key = Builder::<Option<u32>>::default();
        for zone in zones {
            let id = gazetteer.names.len() as u32;
            gazetteer.names.push(zone.name.clone());
            for alias in std::iter::once(zone.name.as_str()).chain(zone.aliases.split('|')).filter(|a| !a.is_empty()) {
                let (key, regular) = gazetteer.key(alias);
                if !regular {
                    gazetteer.irregular.push((alias.to_string(), id));
                }
                by_key.entry(&key).get_or_insert(id);
            }
        }
        gazetteer.by_key = by_key.build();
        let provinces = || regions.iter().filter(|region| region.kind == "province").flat_map(RegionLine::names);
        gazetteer.collective.province_starts = provinces().filter_map(|name| name.chars().next()).collect();
        let all =
            provinces().flat_map(|name| words.placed.iter().map(move |form| format!("{}{form}", plain_stem(name))));
        let stems: Vec<String> = provinces().map(|name| plain_stem(name).to_string()).collect();
        gazetteer.collective.province_names = by_first(&stems);
        gazetteer.collective.place_ends = words.place.iter().filter_map(|word| word.chars().next_back()).collect();
        gazetteer.collective.places = words.place.clone();
        gazetteer.collective.endings = words.suffix.keys().filter(|key| words.anaphor.contains(key)).cloned().collect();
        gazetteer.collective.provinces = all.filter(|name| gazetteer.find(name).is_none()).collect();
        gazetteer
    }

    /// The canonical name of a park by its number.
    pub fn name(&self, id: u32) -> &str {
        &self.names[id as usize]
    }

    /// The park that a name in any spelling belongs to.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.of_key(&self.key(name).0)
    }

    fn of_key(&self, key: &str) -> Option<&str> {
        let (end, id) = self.by_key.longest(key, 0)?;
        id.filter(|_| end == key.len()).map(|id| self.name(id))
    }

    /// Whether an ending alone stands for the park spoken of (高新区, 园区).
    pub fn stands_alone(&self, suffix: u16) -> bool {
        self.suffixes[usize::from(suffix)].alone
    }

    /// Whether a text may be the name of a park: it ends like one.
    pub fn ends_name(&self, text: &str) -> bool {
        text.chars().next_back().is_some_and(|last| self.endings.begins(last))
    }

    /// Where such a name may end.
    pub fn coined_ends<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.coined_ends.find_iter(text).map(|found| found.end())
    }

    /// Whether a text looks like the name of a park that no list knows (云溪小镇): two characters at least before an ending.
    pub fn is_coined(&self, text: &str) -> bool {
        let ends = |words: &[String]| words.iter().any(|word| text.ends_with(word.as_str()));
        let stem = |ending: &String| text.strip_suffix(ending.as_str()).is_some_and(|stem| stem.chars().count() >= 2);
        // 创业园 is an ending itself
        let ending = || self.endings.longest_backwards(text).is_some_and(|(start, _)| start == 0);
        self.coined.iter().any(stem) && self.verb(text).is_none() && !ends(&self.not_coined) && !ending()
    }

    /// The word at the start of a text that begins no name: 巩固新区的地位.
    fn verb(&self, text: &str) -> Option<&str> {
        let first = text.chars().next().filter(|&first| self.not_name_starts.contains(first))?;
        let words = self.not_name.get(&first)?;
        words.iter().find(|word| text.starts_with(word.as_str())).map(String::as_str)
    }

    /// Puts the endings, the irregular names and the words for "this park" into the word table.
    pub fn add_words(&self, builder: &mut Builder<Entry>) {
        for (index, suffix) in self.suffixes.iter().enumerate() {
            for spelling in &suffix.spellings {
                let entry = builder.entry(spelling);
                (entry.suffix, entry.types) = (Some(index as u16), Types::ZONE);
            }
        }
        for (name, id) in &self.irregular {
            let entry = builder.entry(name);
            (entry.zone, entry.types) = (Some(*id), Types::ZONE);
        }
        for word in &self.anaphors {
            let entry = builder.entry(word);
            if entry.suffix.is_none() {
                (entry.anaphor, entry.types) = (true, Types::ZONE);
            }
        }
    }

    /// The spelling under which a name is looked up, and whether it ends like a park.
    fn key(&self, name: &str) -> (String, bool) {
        let name = half_width_brackets(name);
        match self.endings.longest_backwards(&name) {
            Some((at, &suffix)) if at > 0 => {
                let stem = plain_stem(&name[..at]);
                ([stem, &self.suffixes[suffix].canonical].concat(), true)
            }
            _ => (name.into_owned(), false),
        }
    }

    /// The listed park whose name ends with a word that means something else too: 江州大学科技园, where 大学科技园 are counted.
    pub fn ends_known(&self, text: &str, from: usize, word: Span) -> Option<(usize, &str)> {
        let (at, &suffix) = self.endings.longest_backwards(word.of(text))?;
        let at = word.start + at;
        let back = text[from..at].char_indices().rev().map(|(i, c)| (from + i, c));
        let starts: Vec<(usize, char)> = back.take(LONGEST_STEM).take_while(|&(_, c)| !ends_clause(c)).collect();
        self.known(text, &starts, at, &self.suffixes[suffix]).filter(|&(start, _)| start < word.start)
    }

    /// All parks together: 国家高新区, 全省高新区; the word may be part of the ending's spelling.
    fn collective(
        &self,
        before: &str,
        at: usize,
        spelling: &str,
        ending: &str,
        canonical: &str,
    ) -> Option<(usize, String)> {
        if let Some(word) = self.collective.longest_at_end(before) {
            return Some((at - word.len(), [word, ending].concat()));
        }
        let last = spelling.chars().next_back().map_or(0, char::len_utf8);
        let word = self.collective.longest_at_start(&spelling[..spelling.len() - last])?;
        Some((at, [word, canonical].concat()))
    }

    /// The park that one of the stems names, each the end of the one before it: the longest. Nearly no character begins a park's
    /// name: looking at that first saved nine in ten of the look-ups.
    fn known(&self, text: &str, starts: &[(usize, char)], at: usize, suffix: &Suffix) -> Option<(usize, &str)> {
        let mut key = String::with_capacity(64);
        let begins = |c: char| self.by_key.begins(if c == '（' { '(' } else { c });
        starts.iter().rev().filter(|(_, c)| begins(*c)).find_map(|&(start, _)| {
            key.clear();
            key.push_str(plain_stem(&half_width_brackets(&text[start..at])));
            key.push_str(&suffix.canonical);
            self.of_key(&key).map(|name| (start, name))
        })
    }
}

/// Finds the last characters of words, many bytes at a time.
fn last_characters(words: &[String]) -> AhoCorasick {
    let last = words.iter().filter_map(|word| word.char_indices().next_back().map(|(at, _)| &word[at..]));
    let last: BTreeSet<&str> = last.collect();
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(last);
    finder.expect("some dozens of characters fit an automaton")
}

fn by_first(words: &[String]) -> BTreeMap<char, Vec<String>> {
    let mut found: BTreeMap<char, Vec<String>> = BTreeMap::new();
    for word in words {
        found.entry(word.chars().next().unwrap_or_default()).or_default().push(word.clone());
    }
    found
}

fn endings(suffixes: &[Suffix]) -> WordTable<usize> {
    let mut endings = Builder::<usize>::default();
    for (index, suffix) in suffixes.iter().enumerate().rev() {
        for spelling in &suffix.spellings {
            *endings.entry(&backwards(spelling)) = index; // of two endings of one spelling the first
        }
    }
    endings.build()
}

fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

/// 江州市高新区 is 江州高新区.
fn plain_stem(stem: &str) -> &str {
    stem.strip_suffix(['市', '省']).filter(|s| s.chars().count() >= 2).unwrap_or(stem)
}

fn half_width_brackets(text: &str) -> Cow<'_, str> {
    // both begin with this byte
    if text.as_bytes().contains(&0xEF) { text.replace('（', "(").replace('）', ")").into() } else { text.into() }
}

/// Finds the name whose ending was read: where it begins, not before `from`, and its canonical form.
pub fn name_before(
    text: &str,
    from: usize,
    ending: Span,
    suffix: u16,
    mentions: &[Mention],
    vocabulary: &Vocabulary,
) -> Option<(usize, String)> {
    let gazetteer = &vocabulary.gazetteer;
    let suffix = &gazetteer.suffixes[usize::from(suffix)];
    let at = ending.start;
    let back = || text[from..at].char_indices().rev().map(|(i, c)| (from + i, c));
    let (mut starts, mut count) = ([(0, '\0'); LONGEST_STEM], 0);
    for start in back().take(LONGEST_STEM).take_while(|&(_, c)| !ends_clause(c)) {
        starts[count] = start;
        count += 1;
    }
    if let Some((start, name)) = gazetteer.known(text, &starts[..count], at, suffix) {
        return Some((start, name.to_string()));
    }
    let spelling = ending.of(text);
    let mark = back().find(|&(_, c)| is_mark(c)).map_or(from, |(i, c)| i + c.len_utf8());
    let start = mark.max(last_word_end(at, mentions, vocabulary));
    // 巩固新区的地位: a verb is no part of a name
    // （云溪科技园292亿元: a bracket that is still open is no part of the name
    let open = text[start..at].rfind(['（', '(']).filter(|&i| !text[start + i..at].contains(['）', ')']));
    let start = open.map_or(start, |i| start + i + text[start + i..].chars().next().map_or(0, char::len_utf8));
    // 细化剖析新区的指标
    let mut verb = 0;
    while let Some(word) = gazetteer.verb(&text[start + verb..at]) {
        verb += word.len();
    }
    let start = start + verb;
    let stem = &text[start..at];
    let length = stem.chars().count();
    // at the start of a clause a short unknown word before an ending is a name
    let opens = text[from..start].chars().next_back().is_none_or(is_mark)
        // 14个边境合作区
        || mentions
            .iter()
            .rev()
            .find(|m| m.span.end == start)
            .is_some_and(|m| matches!(m.kind, Kind::Period(_)) || m.types.meets(Types::of(Dimension::Count)));
    let short_name = opens && (2..=4).contains(&length);
    // 科技园区 is printed so; only the long official endings have a short form
    let ending = if spelling.starts_with(&suffix.canonical) { spelling } else { &suffix.canonical };
    if suffix.alone
        && let Some(found) = of_place(text, from, at, ending, mentions, vocabulary)
    {
        return Some(found);
    }
    let collective = gazetteer.collective(&text[from..at], at, spelling, ending, &suffix.canonical);
    if let Some(found) = collective.filter(|_| !short_name) {
        return Some(of_region(text, found, mentions, vocabulary));
    }
    if length == 0
        && suffix.alone
        && let Some(found) = counted(text, start, ending, mentions, vocabulary)
    {
        return Some(found);
    }
    let region = mentions.iter().rev().find(|m| m.span.end == start);
    let begins = |m: &&Mention| {
        let behind = text[m.span.end..at].chars().count();
        match m.kind {
            // a province has no 高新区 of its own, but it may have a software park
            Kind::Region(id) => vocabulary.is_place(id) || suffix.longest > LONGEST_PLACE && vocabulary.is_province(id),
            // 光谷智联产业园: a byname is the beginning of a name, as a place is; 江州软件园云溪园区 is a part of a park
            Kind::Zone(_) => {
                m.span.of(text).chars().count() <= LONGEST_BYNAME
                    || suffix.strict && behind >= LONGEST_PLACE && verb == 0
            }
            _ => false,
        }
    };
    let far = |m: &&Mention| !short_name && (!suffix.strict || matches!(m.kind, Kind::Zone(_)));
    let far = || place_before(text, at, mentions, vocabulary).filter(far).filter(begins);
    let region = region.filter(begins).or_else(far);
    let of_park = region.is_some_and(|m| matches!(m.kind, Kind::Zone(_)));
    let region = region.map(|m| m.span);
    let stem = &text[region.map_or(start, |region| region.end)..at];
    let length = stem.chars().count();
    let stem = half_width_brackets(stem);
    let count = |mark: u8| stem.bytes().filter(|byte| *byte == mark).count();
    let plain = || count(b'(') == count(b')');
    if length == 0
        && let Some(found) = of_province(text, start, ending, mentions, vocabulary)
    {
        return Some(found);
    }
    match (length, region) {
        (0, Some(region)) => Some((region.start, [plain_stem(region.of(text)), ending].concat())),
        // 江南滨江新区
        (LONGEST_PLACE..=LONGEST_UNKNOWN, Some(region))
            if suffix.strict && (of_park || length == LONGEST_PLACE) && plain() =>
        {
            let owner = if of_park { gazetteer.key(region.of(text)).0 } else { region.of(text).to_string() };
            Some((region.start, [&owner, &*stem, ending].concat()))
        }
        // 盐城市建湖航空产业园 is called after 建湖县
        (LONGEST_PLACE.., Some(region)) if !suffix.strict && plain() && begins_with_place(&stem, vocabulary) => {
            Some((region.end, [&*stem, ending].concat()))
        }
        (1..=LONGEST_UNKNOWN, Some(region)) if !suffix.strict && plain() => {
            Some((region.start, [region.of(text), &stem, ending].concat()))
        }
        (2..=LONGEST_UNKNOWN, None) if (!suffix.strict || short_name) && length <= suffix.longest && plain() => {
            Some((start, [plain_stem(&stem), ending].concat()))
        }
        _ => None,
    }
}

/// Whether a text begins with the name of a county or town without its ending (建湖 for 建湖县).
fn begins_with_place(text: &str, vocabulary: &Vocabulary) -> bool {
    let name: String = text.chars().take(LONGEST_PLACE).collect();
    vocabulary.place.iter().any(|ending| {
        let full = format!("{name}{ending}");
        let word = vocabulary.words.longest(&full, 0).filter(|&(end, _)| end == full.len());
        word.and_then(|(_, entry)| entry.region).is_some_and(|id| vocabulary.is_place(id))
    })
}

/// The place or park that a name begins with, where nothing but nouns stands behind it: 江州新能源汽车产业园.
fn place_before<'m>(text: &str, at: usize, mentions: &'m [Mention], vocabulary: &Vocabulary) -> Option<&'m Mention> {
    let mut reach = at;
    for mention in mentions.iter().rev().filter(|m| m.span.end <= at) {
        let between = text.get(mention.span.end..reach)?;
        let near = text.get(mention.span.end..at)?.chars().count() <= LONGEST_UNKNOWN;
        if !near || !between.chars().all(char::is_alphabetic) {
            return None;
        }
        if !mention.types.meets(vocabulary.name_nouns) {
            return matches!(mention.kind, Kind::Region(_) | Kind::Zone(_)).then_some(mention);
        }
        reach = mention.span.start;
    }
    None
}

/// 广西高新区 are all parks of the province.
fn of_province(
    text: &str,
    at: usize,
    ending: &str,
    mentions: &[Mention],
    vocabulary: &Vocabulary,
) -> Option<(usize, String)> {
    let region = mentions.iter().rev().find(|m| m.span.end == at)?;
    let name = format!("{}{ending}", plain_stem(region.span.of(text)));
    vocabulary.gazetteer.collective.provinces.contains(&name).then_some((region.span.start, name))
}

/// 东部33家国家级开发区 are the 东部国家级开发区, 江南省级以上高新区 those of 江南.
fn of_region(text: &str, found: (usize, String), mentions: &[Mention], vocabulary: &Vocabulary) -> (usize, String) {
    let (start, name) = found;
    let mut before = mentions.iter().rev().skip_while(|m| m.span.start >= start);
    let Some(last) = before.next() else { return (start, name) };
    let count = last.span.end == start && last.quantity().is_some();
    let (region, from) = match count {
        true => (before.next().filter(|m| m.span.end == last.span.start), start),
        false => (Some(last).filter(|m| m.span.end >= start), last.span.start),
    };
    // 甲市、乙市4个国家级高新区 are not those of the last
    let region = region.filter(|m| !text[..m.span.start].ends_with('、'));
    match region.map(|m| (&m.kind, &text[m.span.start..m.span.end.min(start)])) {
        Some((Kind::Region(id), region)) if is_part_of_nation(*id, vocabulary) => {
            (from, format!("{}{name}", plain_stem(region)))
        }
        _ => (start, name),
    }
}

/// Whether a region is neither a nation nor a word for any region (全省).
fn is_part_of_nation(id: u32, vocabulary: &Vocabulary) -> bool {
    !vocabulary.is_nation(id) && !vocabulary.gazetteer.collective.words.contains(&vocabulary.regions[id as usize].0)
}

/// 全市13个产业园区 are the 全市产业园, all of a region's parks together.
fn counted(
    text: &str,
    at: usize,
    ending: &str,
    mentions: &[Mention],
    vocabulary: &Vocabulary,
) -> Option<(usize, String)> {
    let mut before = mentions.iter().rev();
    let count = before.next().filter(|m| m.span.end == at && m.quantity().is_some())?;
    let region = before.next().filter(|m| m.span.end == count.span.start)?;
    let Kind::Region(id) = region.kind else { return None };
    let word = &vocabulary.regions[id as usize].0;
    // 在全国120个综保区中排第三: what only stands beside a park is not spoken of
    let opens = text[..region.span.start].chars().next_back().is_none_or(is_mark)
        || before.next().is_some_and(|m| m.span.end == region.span.start && matches!(m.kind, Kind::Period(_)));
    let all = opens && vocabulary.gazetteer.collective.words.contains(word);
    all.then(|| (at, [word, ending].concat()))
}

/// 江州市九个开发区, 江州市各类开发区 are the 江州市开发区, all of a place's parks together.
fn of_place(
    text: &str,
    from: usize,
    at: usize,
    ending: &str,
    mentions: &[Mention],
    vocabulary: &Vocabulary,
) -> Option<(usize, String)> {
    let count = mentions.iter().rev().find(|m| m.span.end == at && m.quantity().is_some());
    let start = count.map_or(at, |count| count.span.start);
    let word = vocabulary.gazetteer.collective.longest_at_end(&text[from..start]).map_or(0, str::len);
    let place = mentions.iter().rev().find(|m| m.span.end == start - word)?;
    let name = place.span.of(text);
    let full = vocabulary.place.iter().any(|ending| name.ends_with(ending.as_str()));
    let Kind::Region(id) = place.kind else { return None };
    // 湖北省20个高新区 are the 湖北高新区
    let name = match vocabulary.is_province(id) {
        true => plain_stem(name),
        false if full && vocabulary.is_place(id) => name,
        false => return None,
    };
    (start - word < at).then(|| (place.span.start, [name, ending].concat()))
}

/// Where the last word before the ending stops that no name holds.
fn last_word_end(at: usize, mentions: &[Mention], vocabulary: &Vocabulary) -> usize {
    let inside = vocabulary.name_parts;
    mentions.iter().rev().find(|m| m.span.end <= at && !m.types.meets(inside)).map_or(0, |m| m.span.end)
}

/// A mark that no name in any list holds (宁波、温州自创区 holds one).
fn ends_clause(c: char) -> bool {
    is_mark(c) && !matches!(c, '·' | '、')
}

fn is_mark(c: char) -> bool {
    let marked = matches!(
        c,
        '，' | '。'
            | '；'
            | '：'
            | '、'
            | '！'
            | '？'
            | '“'
            | '”'
            | '《'
            | '》'
            | ','
            | ';'
            | ':'
            | '\n'
            | ' '
            | '\u{3000}'
            | '【'
            | '】'
            | '·'
            | '■'
            | '▶'
            | '►'
    );
    !chars::is_han(c) && marked
}
