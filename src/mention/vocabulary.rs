//! The vocabulary: all words of a pack in one table, with the types that rules ask for.
//!
//! In: a [`Pack`]. Out: a [`Vocabulary`], made once and shared by all threads. Not here: reading text (see the parent module)
//! and patterns (see [`fact`](crate::fact)).

use std::collections::{BTreeMap, HashSet};

use super::gazetteer::Gazetteer;
use super::types::{TypeNames, Types};
use crate::numeral;
use crate::period::{PeriodReader, UnknownTime};
use crate::rules::Pack;
use crate::rules::error::RuleErrors;
use crate::rules::file::FileKind;
use crate::rules::files::{Bracket, RegionLine};
use crate::rules::tree::Node;
use crate::suggest::nearest;
use crate::unit::{Dimension, UnitTable, UnknownUnit};
use crate::word_table::{Builder, WordTable};

/// What a word of the table is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its types.
    pub types: Types,
    /// The known metric that it names.
    pub metric: Option<u32>,
    /// The park that it names.
    pub zone: Option<u32>,
    /// The ending of park names that it is.
    pub suffix: Option<u16>,
    /// It stands for the park spoken of.
    pub anaphor: bool,
    /// The region that it names.
    pub region: Option<u32>,
    /// Why its numbers are no facts.
    pub aside: Option<u16>,
}

impl Entry {
    /// Whether it is a lexicon word and nothing more.
    pub fn is_plain(&self) -> bool {
        self.metric.is_none()
            && self.zone.is_none()
            && self.suffix.is_none()
            && !self.anaphor
            && self.region.is_none()
            && self.aside.is_none()
    }
}

/// The compiled words of a pack.
#[derive(Debug)]
pub struct Vocabulary {
    /// The names of the types that rules ask for.
    pub types: TypeNames,
    /// All words.
    pub words: WordTable<Entry>,
    /// Units.
    pub units: UnitTable,
    /// Times.
    pub periods: PeriodReader,
    /// Parks.
    pub gazetteer: Gazetteer,
    /// Names of the regions, by number.
    pub regions: Vec<(String, String)>,
    /// Endings of the names of places.
    pub place: Vec<String>,
    /// The short names of places (金州 for 金州区): looked up only, never iterated. Taking each ending to a text and looking that up
    /// was a fiftieth of all instructions.
    short_places: HashSet<String>,
    /// What after such an ending makes it part of another word.
    pub not_place: Vec<String>,
    /// Words before the short name that a text gives a park, the longest first.
    pub called: Vec<String>,
    /// Words before a byname in quotes that a text gives a park.
    pub bynamed: Vec<String>,
    /// Canonical names of the metrics, by number.
    pub metrics: Vec<String>,
    /// Reasons of noise words, by number.
    pub reasons: Vec<String>,
    /// Words before a number that make it an ordinal.
    pub ordinals: Vec<String>,
    /// Reasons whose numbers are no noun text.
    pub apart: Vec<String>,
    /// Brackets around names.
    pub brackets: Vec<Bracket>,
    /// Classes whose words may be part of a park's name.
    pub name_parts: Types,
    /// Classes whose words may be part of a park's name behind the place that it begins with.
    pub name_nouns: Types,
    /// Words that join the parts of a list (和).
    pub joint: Types,
    /// What may stand before a subject and says nothing of it (目前).
    pub leads: Types,
    /// Words for what is told of a time that is over (成绩单).
    pub report: Types,
    /// Words behind which a name of a park may begin (位于).
    pub before_name: Types,
    /// What the place or park before it owns or does.
    pub owned: Types,
    /// Words that make the number after them a denominator (每).
    pub every: Types,
    /// Words after which a bare scale (千亿元) is a number.
    pub border: Types,
    word_types: Vec<Types>,
    /// What may begin with a character, by code point of the basic plane.
    starts: Vec<Starts>,
}

/// What may begin with a character, one bit each: told by one look before anything is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Starts(u8);

impl Starts {
    /// A quantity.
    pub const QUANTITY: Starts = Starts(1);
    /// A time.
    pub const PERIOD: Starts = Starts(2);
    /// Either of them.
    pub const NUMBER: Starts = Starts(1 | 2);
    /// An ordinal (第三).
    pub const ORDINAL: Starts = Starts(4);
    /// A word of the table, or a name in Latin letters.
    pub const WORD: Starts = Starts(8);
    /// A name in brackets.
    pub const BRACKET: Starts = Starts(16);
    /// The ending of a place (县).
    pub const PLACE: Starts = Starts(32);

    /// Whether this, or a part of it, may begin.
    pub fn has(self, what: Starts) -> bool {
        self.0 & what.0 != 0
    }

    /// Whether nothing begins.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl Vocabulary {
    /// Compiles the words of a pack.
    ///
    /// # Errors
    /// What the word files say wrongly.
    pub fn new(pack: &Pack) -> Result<Vocabulary, RuleErrors> {
        let units = UnitTable::new(&pack.units).map_err(|unknown| unknown_unit(pack, &unknown))?;
        let periods = PeriodReader::new(&pack.periods).map_err(|unknown| unknown_time(pack, &unknown))?;
        let types = TypeNames::new(pack)?;
        let gazetteer = || Gazetteer::new(&pack.zones, &pack.regions, &pack.lexicon.zone);
        let (gazetteer, mut builder) = rayon::join(gazetteer, || words_of(pack));
        gazetteer.add_words(&mut builder);
        let words = builder.build();
        let mut word_types: Vec<Types> = words.values().iter().map(|e| e.types).collect();
        word_types.sort_unstable();
        word_types.dedup();
        let mut called = pack.lexicon.zone.called.clone();
        called.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let mut vocabulary = Vocabulary {
            name_parts: Types::NONE,
            before_name: Types::NONE,
            owned: Types::NONE,
            report: Types::NONE,
            leads: Types::NONE,
            joint: Types::NONE,
            name_nouns: Types::NONE,
            border: Types::NONE,
            every: Types::NONE,
            starts: starts(pack, &words),
            regions: pack
                .regions
                .iter()
                .map(|r| (r.name.clone(), r.kind.clone()))
                .chain([(String::new(), "city".to_string())])
                .collect(),
            place: pack.lexicon.zone.place.clone(),
            short_places: short_places(pack),
            not_place: pack.lexicon.zone.not_place.clone(),
            called,
            bynamed: pack.lexicon.zone.bynamed.clone(),
            metrics: pack.metrics.iter().map(|m| m.name.clone()).collect(),
            ordinals: pack.noise.ordinal.clone(),
            apart: pack.noise.apart.clone(),
            brackets: pack.noise.bracket.clone(),
            types,
            words,
            units,
            periods,
            gazetteer,
            reasons: pack.noise.words.keys().cloned().collect(),
            word_types,
        };
        vocabulary.name_parts = vocabulary.types.union(&pack.lexicon.phrase.name);
        vocabulary.name_nouns = vocabulary.types.union(&pack.lexicon.phrase.noun);
        vocabulary.joint = vocabulary.types.union(&pack.lexicon.phrase.joint);
        vocabulary.leads = vocabulary.types.union(&["adverb".to_string(), "among".to_string()]);
        vocabulary.report = vocabulary.types.union(&["report".to_string()]);
        vocabulary.owned = Types::METRIC | Types::PERIOD | vocabulary.types.union(&pack.lexicon.zone.owned);
        vocabulary.before_name = Types::PERIOD | vocabulary.types.union(&["at".to_string(), "located".to_string()]);
        vocabulary.every = vocabulary.types.union(&["every".to_string()]);
        vocabulary.border = vocabulary.types.union(&["over".to_string(), "reach".to_string(), "bound".to_string()]);
        Ok(vocabulary)
    }

    /// The region that stands for places which no list knows.
    pub fn unknown_place(&self) -> u32 {
        self.regions.len() as u32 - 1
    }

    /// The numbers of all regions of a kind.
    pub fn regions_of(&self, kind: &str) -> Vec<u32> {
        (0..).zip(&self.regions).filter(|(_, (_, own))| own == kind).map(|(id, _)| id).collect()
    }

    /// Whether a region is a city or county, whose name a park may carry.
    pub fn is_place(&self, region: u32) -> bool {
        matches!(self.regions[region as usize].1.as_str(), "city" | "county")
    }

    /// Whether a region is a city.
    pub fn is_city(&self, region: u32) -> bool {
        self.regions[region as usize].1 == "city"
    }

    /// Whether a whole text is the name of a city or county.
    pub fn names_place(&self, text: &str) -> bool {
        self.region_named(text).is_some_and(|id| self.is_place(id))
    }

    /// Whether a text is the name of a place without its ending: 金州 for 金州区.
    pub fn names_short_place(&self, text: &str) -> bool {
        self.short_places.contains(text)
    }

    /// Whether a region is a province.
    pub fn is_province(&self, region: u32) -> bool {
        self.regions[region as usize].1 == "province"
    }

    /// Whether a region is a nation or the world.
    pub fn is_nation(&self, region: u32) -> bool {
        self.regions[region as usize].1 == "nation"
    }

    /// Whether a whole text is the name of a nation or a word for it (全国).
    pub fn names_nation(&self, text: &str) -> bool {
        self.region_named(text).is_some_and(|id| self.is_nation(id))
    }

    /// The region that a whole text is the name of.
    fn region_named(&self, text: &str) -> Option<u32> {
        self.words.longest(text, 0).filter(|&(end, _)| end == text.len())?.1.region
    }

    /// What may begin with this character.
    pub fn starts(&self, first: char) -> Starts {
        self.starts.get(first as usize).copied().unwrap_or_default()
    }

    /// Every set of types that a mention can have, in a fixed order.
    pub fn type_sets(&self) -> Vec<Types> {
        let mut sets = self.word_types.clone();
        sets.extend([
            Types::PERIOD,
            Types::ZONE,
            Types::ZONE | Types::PARKS,
            Types::REGION,
            Types::METRIC,
            Types::NAME,
            Types::APART,
        ]);
        sets.extend(Dimension::ALL.iter().flat_map(|&(d, _)| [Types::of(d), Types::list_of(d)]));
        sets.sort_unstable();
        sets.dedup();
        sets
    }
}

/// All words of a pack but the names of parks.
fn words_of(pack: &Pack) -> Builder<Entry> {
    let mut builder = Builder::<Entry>::default();
    for (index, words) in pack.lexicon.class.values().enumerate() {
        for word in words {
            builder.entry(word).types |= Types::class(index);
        }
    }
    for (index, (reason, words)) in pack.noise.words.iter().enumerate() {
        for word in words {
            let entry = builder.entry(word);
            entry.aside = Some(index as u16);
            entry.types |= if pack.noise.apart.contains(reason) { Types::APART } else { Types::NAME };
        }
    }
    for (id, region) in pack.regions.iter().enumerate() {
        for name in region.names() {
            let entry = builder.entry(name);
            entry.region.get_or_insert(id as u32);
            entry.types |= Types::REGION;
        }
    }
    for (id, metric) in pack.metrics.iter().enumerate() {
        for name in std::iter::once(&metric.name).chain(&metric.aliases) {
            let entry = builder.entry(name);
            entry.metric = Some(id as u32);
            entry.types |= Types::METRIC;
        }
        for word in &metric.veto {
            builder.entry(word).types |= Types::NAME; // noun text, but not the metric
        }
    }
    builder
}

/// The names of places without their endings.
fn short_places(pack: &Pack) -> HashSet<String> {
    let is_place = |region: &&RegionLine| matches!(region.kind.as_str(), "city" | "county");
    let names = pack.regions.iter().filter(is_place).flat_map(RegionLine::names);
    let short = |name: &str| {
        let endings = pack.lexicon.zone.left_out.iter();
        endings.filter_map(|ending| name.strip_suffix(ending.as_str())).map(String::from).collect::<Vec<_>>()
    };
    names.flat_map(short).collect()
}

/// What may begin with a character, by code point.
fn starts(pack: &Pack, words: &WordTable<Entry>) -> Vec<Starts> {
    let mut starts = vec![Starts::default(); 0x1_0000];
    let mut mark = |c: char, what: Starts| {
        starts.get_mut(c as usize).into_iter().for_each(|starts| starts.0 |= what.0);
    };
    for c in words.starts().chain(('\0'..='\x7F').filter(char::is_ascii_alphanumeric)) {
        mark(c, Starts::WORD);
    }
    numeral::characters().for_each(|c| mark(c, Starts::NUMBER));
    let mut mark_all = |words: &mut dyn Iterator<Item = &String>, what: Starts| {
        words.filter_map(|word| word.chars().next()).for_each(|c| mark(c, what));
    };
    let (units, noise) = (&pack.units, &pack.noise);
    mark_all(&mut pack.periods.starts(), Starts::PERIOD);
    mark_all(&mut noise.ordinal.iter(), Starts(Starts::ORDINAL.0 | Starts::NUMBER.0));
    mark_all(&mut units.fixed.iter().map(|fixed| &fixed.text), Starts::QUANTITY);
    mark_all(&mut units.prefix.iter().map(|prefix| &prefix.text), Starts::QUANTITY);
    mark_all(&mut noise.bracket.iter().map(|bracket| &bracket.open), Starts::BRACKET);
    mark_all(&mut pack.lexicon.zone.place.iter(), Starts::PLACE);
    ['-', '－', '−', '负', '負'].into_iter().for_each(|sign| mark(sign, Starts::QUANTITY));
    // 米九 is read only where the unit may begin a time too
    for c in units.spoken.iter().filter_map(|word| word.chars().next()) {
        let also = starts.get(c as usize).is_some_and(|starts| starts.has(Starts::PERIOD));
        starts.get_mut(c as usize).filter(|_| also).into_iter().for_each(|starts| starts.0 |= Starts::QUANTITY.0);
    }
    starts
}

/// Word lists by class, for tools that show them.
pub fn class_lists(pack: &Pack) -> &BTreeMap<String, Vec<String>> {
    &pack.lexicon.class
}

fn unknown_unit(pack: &Pack, unknown: &UnknownUnit) -> RuleErrors {
    let place = |tree: Node| {
        let entries = tree.list(unknown.table);
        let entry = entries.iter().find(|entry| entry.get("text").and_then(|t| t.text()) == Some(&unknown.entry))?;
        entry.get("unit").map(Node::span)
    };
    let names = pack.units.unit.iter().map(|u| &u.name).chain(pack.units.classifiers.iter().flat_map(|c| &c.names));
    let hint = nearest(&unknown.name, names.map(String::as_str)).map(|meant| format!("did you mean {meant}?"));
    let error = pack.problem(FileKind::Units, format!("unknown unit {:?}", unknown.name), place);
    RuleErrors(vec![error.kind("unknown-unit").rule(&unknown.entry).hint(hint.unwrap_or_default())])
}

fn unknown_time(pack: &Pack, unknown: &UnknownTime) -> RuleErrors {
    let place = |tree: Node| tree.get(unknown.table)?.get(&unknown.word).map(Node::span);
    let error = pack.problem(FileKind::Periods, "a meaning that cannot be read".into(), place);
    RuleErrors(vec![error.kind("wrong-value").rule(&unknown.word).expected(unknown.expected)])
}
