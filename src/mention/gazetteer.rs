//! The gazetteer: the known parks, the endings of park names, and the names of all parks together.
//!
//! In: the lines of `zones.csv` and the endings of `lexicon.toml`. Out: a [`Gazetteer`]. An ending has one canonical spelling
//! (国家高新技术产业开发区 is 高新区), so the gazetteer lists only what is irregular. Not here: where in a text a name begins
//! (see [`zone`](super::zone)), which fact a park owns.

use std::borrow::Cow;
use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::types::Types;
use super::vocabulary::Entry;
use crate::chars::{self, CharSet};
use crate::rules::files::{RegionLine, ZoneLine, ZoneWords};
use crate::span::Span;
use crate::word_table::{Builder, WordTable};

/// The known parks and the endings of park names.
#[derive(Debug)]
pub struct Gazetteer {
    names: Vec<String>,
    /// The province and the cities of each.
    homes: Vec<(String, String)>,
    /// The number of each by its keys; a table of words tells most of what is no name at its second character.
    by_key: WordTable<Option<u32>>,
    irregular: Vec<(String, u32)>,
    pub(super) suffixes: Vec<Suffix>,
    /// The spellings of all endings, each written backwards, with the number of its ending.
    endings: WordTable<usize>,
    anaphors: Vec<String>,
    /// The names of all parks together.
    pub collective: Collective,
    /// Words that may be the first character of a name (中 of 中铺).
    first: Vec<String>,
    /// Words before an ordinary noun that ends like a name (最大).
    attributes: Vec<String>,
    /// The first and the last characters of these.
    attribute_edges: CharSet,
    /// Words that begin no name, by their first character.
    not_name: BTreeMap<char, Vec<String>>,
    /// These characters: nearly no name begins with one.
    not_name_starts: CharSet,
    /// Endings of names that only their use in a text tells, and words that end so and are none.
    coined: Vec<String>,
    /// Finds these endings.
    coined_ends: AhoCorasick,
    not_coined: Vec<String>,
}

/// The words that begin a name of all parks together (全国高新区), with their first and last characters: nearly no other name
/// begins or ends with one of them, and they are asked for often.
#[derive(Clone, Debug, Default)]
pub struct Collective {
    pub(super) words: Vec<String>,
    /// Parts of a nation (东部), which stand before those words.
    sides: Vec<String>,
    /// Words that make of a grade behind them that of the park spoken of (这个国家级高新区).
    this: Vec<String>,
    side_starts: CharSet,
    starts: CharSet,
    ends: CharSet,
    /// The parks of a province together (广西高新区), where no single park has that name.
    pub(super) provinces: WordTable<()>,
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
    fn new(words: &[String], sides: &[String], this: &[String]) -> Collective {
        let starts = words.iter().filter_map(|word| word.chars().next()).collect();
        let ends = words.iter().filter_map(|word| word.chars().next_back()).collect();
        Collective {
            words: words.to_vec(),
            sides: sides.to_vec(),
            this: this.to_vec(),
            side_starts: sides.iter().filter_map(|side| side.chars().next()).collect(),
            starts,
            ends,
            ..Collective::default()
        }
    }

    /// Whether a name is one of all parks together.
    pub fn names(&self, name: &str) -> bool {
        let province = || name.chars().next().is_some_and(|c| self.province_starts.contains(c));
        self.longest_at_start(name).is_some()
            || province() && (self.names_province_parks(name) || self.names_province(name))
            || self.names_place(name)
            || self.names_side(name)
    }

    /// Whether a name is that of the parks of a part of the nation (东部国家级经开区).
    fn names_side(&self, name: &str) -> bool {
        if !name.chars().next().is_some_and(|c| self.side_starts.contains(c)) {
            return false; // nearly always
        }
        let rests = self.sides.iter().filter_map(|side| name.strip_prefix(side.as_str()));
        { rests }.any(|rest| self.longest_at_start(rest).is_some())
    }

    /// Where brackets with a grade begin that a text ends with: （国家级）.
    pub(super) fn before_bracket(&self, text: &str) -> Option<usize> {
        let inside = text.strip_suffix(['）', ')'])?;
        let open = inside.rfind(['（', '('])?;
        let grade = inside[open..].trim_start_matches(['（', '(']);
        self.words.iter().any(|word| word == grade).then_some(open)
    }

    /// Whether the park spoken of, and no parks together, are meant behind a text: 这个国家级高新区, 这个2006年升格的省级高新区.
    pub fn is_one_behind(&self, text: &str) -> bool {
        let clause = text.rsplit(ends_clause).next().unwrap_or_default();
        // 该省省级高新区 are those of a province
        let begins = |word: &str| word.chars().nth(1).is_some() && clause.starts_with(word);
        self.this.iter().any(|word| clause.ends_with(word.as_str()) || begins(word))
    }

    /// Whether a word for a park tells by itself that the one spoken of is meant: 该区.
    pub fn is_this(&self, word: &str) -> bool {
        self.this.iter().any(|this| word.starts_with(this.as_str()))
    }

    /// The longest part of the nation that a text ends with.
    pub(super) fn side_at_end(&self, text: &str) -> Option<&str> {
        let sides = self.sides.iter().map(String::as_str).filter(|side| text.ends_with(side));
        sides.max_by_key(|side| side.len())
    }

    /// Whether a name is that of a province's parks, where no single park has it (广西高新区).
    pub(super) fn names_province_parks(&self, name: &str) -> bool {
        self.provinces.longest(name, 0).is_some_and(|(end, _)| end == name.len())
    }

    /// Whether a name is that of a province's parks of one kind (江南国家高新区).
    fn names_province(&self, name: &str) -> bool {
        self.rest_of_province(name).is_some()
    }

    /// The name of such parks without the province: 国家高新区.
    pub fn rest_of_province<'n>(&self, name: &'n str) -> Option<&'n str> {
        let provinces = name.chars().next().and_then(|first| self.province_names.get(&first))?;
        let mut rests = provinces.iter().filter_map(|province| name.strip_prefix(province.as_str()));
        rests.find(|rest| self.longest_at_start(rest).is_some())
    }

    /// Whether a name is that of a place's parks together (江州市开发区).
    pub fn names_place(&self, name: &str) -> bool {
        let ends_place = |(at, c): (usize, char)| {
            let (place, rest) = name.split_at(at + c.len_utf8());
            let first = |ending: &str| name.split_once(ending).is_some_and(|(_, behind)| behind == rest);
            let placed = self.places.iter().any(|ending| place.ends_with(ending.as_str()) && first(ending));
            placed && self.endings.iter().any(|ending| ending == rest)
        };
        // nearly no character is the last of such an ending
        name.char_indices().filter(|&(_, c)| self.place_ends.contains(c)).any(ends_place)
    }

    /// The longest of the words that a text begins with.
    pub(super) fn longest_at_start(&self, text: &str) -> Option<&str> {
        let begins = text.chars().next().is_some_and(|c| self.starts.contains(c));
        let words = self.words.iter().map(String::as_str).filter(|word| text.starts_with(word));
        if begins { words.max_by_key(|word| word.len()) } else { None }
    }

    /// The longest of the words that a text ends with.
    pub(super) fn longest_at_end(&self, text: &str) -> Option<&str> {
        let ends = text.chars().next_back().is_some_and(|c| self.ends.contains(c));
        let words = self.words.iter().map(String::as_str).filter(|word| text.ends_with(word));
        if ends { words.max_by_key(|word| word.len()) } else { None }
    }
}

#[derive(Debug)]
pub(super) struct Suffix {
    pub(super) canonical: String,
    pub(super) spellings: Vec<String>,
    pub(super) alone: bool,
    pub(super) strict: bool,
    /// Whether it stands for a park of any kind (园区).
    general: bool,
    /// The longest unknown name before it: a 高新区 is called after a place.
    pub(super) longest: usize,
}

/// The longest name before an ending, in characters.
pub(super) const LONGEST_STEM: usize = 20;
/// The longest byname of a park, in characters (光谷, 中关村).
pub const LONGEST_BYNAME: usize = 3;
/// The longest name that only its form tells.
pub(super) const LONGEST_UNKNOWN: usize = 8;
/// The longest name that only its use tells, without its ending.
const LONGEST_COINED_STEM: usize = 7;
/// The longest name of a place that no list knows.
pub(super) const LONGEST_PLACE: usize = 2;
/// The longest short name of a place (让胡路 for 让胡路区).
pub(super) const LONGEST_SHORT_PLACE: usize = 3;

impl Gazetteer {
    /// Compiles the gazetteer.
    pub fn new(zones: &[ZoneLine], regions: &[RegionLine], words: &ZoneWords) -> Gazetteer {
        let suffixes = words.suffix.iter().map(|(canonical, spellings)| Suffix {
            canonical: canonical.clone(),
            spellings: std::iter::once(canonical).chain(spellings).cloned().collect(),
            alone: words.anaphor.contains(canonical),
            strict: words.infix.contains(canonical),
            general: words.general.contains(canonical),
            longest: if words.placed.contains(canonical) { LONGEST_PLACE } else { LONGEST_UNKNOWN },
        });
        let suffixes: Vec<Suffix> = suffixes.collect();
        let mut gazetteer = Gazetteer {
            endings: endings(&suffixes),
            suffixes,
            anaphors: words.anaphor.clone(),
            collective: Collective::new(&words.collective, &words.side, &words.this),
            first: words.first.clone(),
            attributes: words.attribute.clone(),
            attribute_edges: words
                .attribute
                .iter()
                .flat_map(|word| [word.chars().next(), word.chars().next_back()])
                .flatten()
                .collect(),
            not_name: by_first(&words.not_name),
            coined_ends: finder(&words.coined),
            coined: words.coined.clone(),
            not_coined: words.not_coined.clone(),
            not_name_starts: words.not_name.iter().filter_map(|word| word.chars().next()).collect(),
            names: Vec::with_capacity(zones.len()),
            homes: zones.iter().map(|zone| (zone.province.clone(), zone.city.clone())).collect(),
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
                    if alias.contains('(') {
                        gazetteer.irregular.push((alias.replace('(', "（").replace(')', "）"), id));
                    }
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
        let mut together = Builder::default();
        all.filter(|name| gazetteer.find(name).is_none()).for_each(|name| *together.entry(&name) = ());
        gazetteer.collective.provinces = together.build();
        gazetteer
    }

    /// The canonical name of a park by its number.
    pub fn name(&self, id: u32) -> &str {
        &self.names[id as usize]
    }

    /// Whether a park lies in a city or a province, or is called after it.
    pub(super) fn lies_in(&self, id: u32, place: &str) -> bool {
        let (province, cities) = &self.homes[id as usize];
        [province, cities, &self.names[id as usize]].iter().any(|home| home.contains(place))
    }

    /// The park that a name in any spelling belongs to.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.of_key(&self.key(name).0)
    }

    fn of_key(&self, key: &str) -> Option<&str> {
        self.number_of_key(key).map(|id| self.name(id))
    }

    fn number_of_key(&self, key: &str) -> Option<u32> {
        let (end, id) = self.by_key.longest(key, 0)?;
        id.filter(|_| end == key.len())
    }

    /// Whether a word may be the first character of a name too: 中 of 中铺.
    pub(super) fn begins_stem(&self, word: &str) -> bool {
        self.first.iter().any(|first| first == word)
    }

    /// Whether an ending alone stands for the park spoken of (高新区, 园区).
    pub fn stands_alone(&self, suffix: u16) -> bool {
        self.suffixes[usize::from(suffix)].alone
    }

    /// Whether a park is called by no more than a byname here (光谷, 郑州航空港): a short word, or one that does not end like a park.
    pub(super) fn is_byname(&self, text: &str) -> bool {
        text.chars().nth(LONGEST_BYNAME).is_none() || self.endings.longest_backwards(text).is_none()
    }

    /// Where the ending of a park's name begins in it, and the ending's canonical form.
    pub fn ending_of(&self, name: &str) -> Option<(usize, &str)> {
        self.endings.longest_backwards(name).map(|(at, &suffix)| (at, self.suffixes[suffix].canonical.as_str()))
    }

    /// The short place that a name begins with, and its ending, where parks with that ending are called after places; no ending
    /// where it stands for any park.
    pub fn after_place<'a>(&'a self, name: &'a str) -> Option<(&'a str, Option<&'a str>)> {
        let (at, &suffix) = self.endings.longest_backwards(name)?;
        let suffix = &self.suffixes[suffix];
        let short = name[..at].chars().count() <= LONGEST_PLACE;
        let ending = (!suffix.general).then_some(suffix.canonical.as_str());
        (short && (suffix.longest == LONGEST_PLACE || suffix.general)).then_some((&name[..at], ending))
    }

    /// Whether a name ends like those that are called after a place (高新区, 新区).
    pub fn is_after_place(&self, name: &str) -> bool {
        let suffix = self.endings.longest_backwards(name).map(|(_, &suffix)| &self.suffixes[suffix]);
        suffix.is_some_and(|suffix| suffix.strict || suffix.longest == LONGEST_PLACE)
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
        let stem = |ending: &String| {
            text.strip_suffix(ending.as_str())
                .is_some_and(|stem| (2..=LONGEST_COINED_STEM).contains(&stem.chars().count()))
        };
        // 创业园 is an ending itself
        let ending = || self.endings.longest_backwards(text).is_some_and(|(start, _)| start == 0);
        self.coined.iter().any(stem) && self.verb(text).is_none() && !ends(&self.not_coined) && !ending()
    }

    /// Whether a word that makes an ordinary noun of a name stands before a text, or begins it: 最大汽车产业园区.
    pub(super) fn is_attribute(&self, before: &str, text: &str) -> bool {
        let edges = [before.chars().next_back(), text.chars().next()];
        edges.into_iter().flatten().any(|edge| self.attribute_edges.contains(edge))
            && self.attributes.iter().any(|word| before.ends_with(word.as_str()) || text.starts_with(word.as_str()))
    }

    /// The word at the start of a text that begins no name: 巩固新区的地位.
    pub(super) fn verb(&self, text: &str) -> Option<&str> {
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
    pub fn key(&self, name: &str) -> (String, bool) {
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
        let (start, id) = self.known(text, &starts, at, &self.suffixes[suffix])?;
        (start < word.start).then(|| (start, self.name(id)))
    }

    /// The park that one of the stems names, each the end of the one before it: the longest. Nearly no two characters begin a park's
    /// name: looking at them first saves nearly all of the look-ups.
    pub(super) fn known(
        &self,
        text: &str,
        starts: &[(usize, char)],
        at: usize,
        suffix: &Suffix,
    ) -> Option<(usize, u32)> {
        let mut key = String::new();
        let half_width = |c: char| if c == '（' { '(' } else { c };
        let begins = |index: &usize| {
            let first = half_width(starts[*index].1);
            match index.checked_sub(1).map(|next| starts[next].1) {
                Some(second) if !matches!(second, '（' | '）') => self.by_key.begins_with(first, second),
                _ => self.by_key.begins(first),
            }
        };
        (0..starts.len()).rev().filter(begins).map(|index| starts[index].0).find_map(|start| {
            key.clear();
            key.push_str(plain_stem(&half_width_brackets(&text[start..at])));
            key.push_str(&suffix.canonical);
            self.number_of_key(&key).map(|id| (start, id))
        })
    }
}

/// Finds words, many bytes at a time.
fn finder(words: &[String]) -> AhoCorasick {
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words);
    finder.expect("some dozens of words fit an automaton")
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
pub(super) fn plain_stem(stem: &str) -> &str {
    stem.strip_suffix(['市', '省']).filter(|s| s.chars().count() >= 2).unwrap_or(stem)
}

pub(super) fn half_width_brackets(text: &str) -> Cow<'_, str> {
    // both begin with this byte
    if text.as_bytes().contains(&0xEF) { text.replace('（', "(").replace('）', ")").into() } else { text.into() }
}

/// A mark that no name in any list holds (宁波、温州自创区 holds one).
pub(super) fn ends_clause(c: char) -> bool {
    is_mark(c) && !matches!(c, '·' | '、')
}

pub(super) fn is_mark(c: char) -> bool {
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
