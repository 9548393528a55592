//! The shapes of the rule files, as they stand on disk.
//!
//! In: nothing. Out: the serde types of each file; their keys are described in the files themselves. Not here: reading,
//! overlaying or compiling.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

use crate::unit::Dimension;

/// `pack.toml`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PackFile {
    /// Name of the pack.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The version of the rule language that it was written for.
    pub language: u32,
    /// What it is about.
    pub doc: String,
    /// Ids of facts, names of metrics and zones that the packs below it have and this one takes away.
    pub disable: Vec<String>,
}

/// `metrics.toml`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MetricFile {
    /// The metrics.
    pub metric: Vec<Metric>,
}

/// A known metric.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// Canonical name.
    pub name: String,
    /// Other wordings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What its level may be measured in.
    #[serde(default)]
    pub takes: Vec<Dimension>,
    /// Longer words that contain an alias but are something else.
    #[serde(default)]
    pub veto: Vec<String>,
}

/// `lexicon.toml`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LexiconFile {
    /// Word classes.
    pub class: BTreeMap<String, Vec<String>>,
    /// Patterns with a name, to be used in other patterns as `{name}`.
    pub pattern: BTreeMap<String, Spanned<String>>,
    /// What a noun phrase is made of.
    pub phrase: PhraseFile,
    /// How names of parks are written.
    pub zone: ZoneWords,
    /// The clause's mood → the words that tell it.
    pub mood: BTreeMap<String, Vec<String>>,
}

/// What a noun phrase is made of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PhraseFile {
    /// Classes whose words are noun text.
    pub noun: Vec<String>,
    /// Classes whose words may be part of the name of a park that only its form tells.
    pub name: Vec<String>,
    /// Classes that may begin a phrase or stand inside, but not end it.
    pub modifier: Vec<String>,
    /// Classes that may only begin a phrase.
    pub opener: Vec<String>,
    /// Classes that join two parts.
    pub joint: Vec<String>,
    /// Classes that end an open list (等).
    pub etc: Vec<String>,
    /// Classes that join an owner and what is owned (的).
    pub possessive: Vec<String>,
    /// Classes that end the phrase after a number: its last noun.
    pub head: Vec<String>,
    /// Classes that no gap reaches over (分别, 比, 不).
    pub bound: Vec<String>,
    /// Words cut from the front of a metric's name.
    pub trim_front: Vec<String>,
    /// Wordings that a name has one form of: 比上年 is 较上年.
    pub rewrite: BTreeMap<String, String>,
    /// Words cut from its end.
    pub trim_back: Vec<String>,
    /// Endings of the names of what adds up over a time (产值): none tells how things stand.
    pub sum: Vec<String>,
}

/// How names of parks are written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ZoneWords {
    /// Canonical ending → its other spellings.
    pub suffix: BTreeMap<String, Vec<String>>,
    /// Words that stand for the park spoken of (园区, 全区).
    pub anaphor: Vec<String>,
    /// Words between name and ending that the canonical name leaves out (国家, 国家级).
    pub infix: Vec<String>,
    /// Endings of the names of places (市, 县), behind two or three characters that open a clause.
    pub place: Vec<String>,
    /// What after such an ending makes it part of another word (市场).
    pub not_place: Vec<String>,
    /// Words before an ordinary noun that ends like the name of a park: 最大汽车产业园区.
    pub attribute: Vec<String>,
    /// Words that begin no name of a park: 巩固新区.
    pub not_name: Vec<String>,
    /// Endings that stand for a park of any kind (园区).
    pub general: Vec<String>,
    /// Endings of parks that are called after a place (高新区).
    pub placed: Vec<String>,
    /// Words before the short name that a text gives a park: 以下简称.
    pub called: Vec<String>,
    /// Words before a byname in quotes that a text gives a park: 被誉为.
    pub bynamed: Vec<String>,
    /// Endings of names that no list knows, where a text begins a clause with one and uses it again (小镇).
    pub coined: Vec<String>,
    /// Words that end so and are no names (公园).
    pub not_coined: Vec<String>,
    /// Endings of parks inside parks (产业园): what is said of one holds for its own sentence.
    pub minor: Vec<String>,
    /// Classes of words that make the region before them the owner (江南省拥有).
    pub owned: Vec<String>,
    /// Words for all parks together, which are a name of their own (国家高新区).
    pub collective: Vec<String>,
    /// Parts of a nation that say whose parks those are (东部国家级经开区).
    pub side: Vec<String>,
    /// Endings that the short name of a place leaves out: 金州 for 金州区.
    pub left_out: Vec<String>,
    /// Words that may be the first character of a name: 中 of 中铺工业园区.
    pub first: Vec<String>,
    /// Words before the grade of a park that is spoken of: 这个国家级高新区.
    pub this: Vec<String>,
}

/// `noise.toml`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NoiseFile {
    /// Reason → words.
    pub words: BTreeMap<String, Vec<String>>,
    /// Reasons whose words are no noun text either.
    pub apart: Vec<String>,
    /// Words before a number that make it an ordinal.
    pub ordinal: Vec<String>,
    /// Brackets whose content is a name.
    pub bracket: Vec<Bracket>,
}

/// Brackets whose content is a name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bracket {
    /// The opening mark.
    pub open: String,
    /// The closing mark.
    pub close: String,
    /// The reason that `explain` gives for the numbers inside.
    pub reason: String,
    /// The most characters it may hold; what is longer is read as text.
    pub longest: usize,
    /// Whether the name of a park between them stays one (“云溪生物城”); that of a title does not.
    #[serde(default)]
    pub park: bool,
}

/// `facts/*.toml`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FactFile {
    /// The rules.
    pub fact: Vec<Fact>,
}

/// A sentence pattern and the rows it gives.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Unique id.
    pub id: Spanned<String>,
    /// What it says.
    #[serde(default)]
    pub doc: String,
    /// The pattern: a regular expression over the masked sentence, with slots.
    #[serde(rename = "match")]
    pub pattern: Spanned<String>,
    /// The rows.
    #[serde(default)]
    pub emit: Vec<Spanned<Emit>>,
    /// Slots whose numbers belong to the metric (a threshold) and give no row of their own.
    #[serde(default)]
    pub absorb: Vec<String>,
    /// Sentences with the rows they must give.
    #[serde(default)]
    pub test: Vec<FactTest>,
}

/// One row of a fact.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emit {
    /// The name: text with slots.
    pub metric: String,
    /// The slot of the number.
    pub value: String,
    /// The slot of a direction word: a fall makes the value negative.
    #[serde(default)]
    pub sign: Option<String>,
    /// A unit in place of the number's own.
    #[serde(default)]
    pub unit: Option<String>,
    /// The slot of the row's own time.
    #[serde(default)]
    pub period: Option<String>,
    /// The slot of the parks that the row belongs to, or the rows of a list in order.
    #[serde(default)]
    pub zone: Option<String>,
    /// The value held before the sentence's time: `(此前)` and no period, unless it has one of its own.
    #[serde(default)]
    pub before: bool,
}

/// A sentence with the rows it must give.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactTest {
    /// The date of issue.
    #[serde(default)]
    pub date: String,
    /// The text.
    pub text: Spanned<String>,
    /// The rows as CSV with a header, or empty for none.
    pub rows: String,
    /// Whether the rule itself must give one of the rows; `false`: it must give none of them.
    #[serde(default = "yes")]
    pub fires: bool,
    /// Why it does not hold yet.
    #[serde(default)]
    pub todo: Option<String>,
}

fn yes() -> bool {
    true
}

/// One line of `zones.csv`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ZoneLine {
    /// Canonical name.
    pub name: String,
    /// 国家高新区, 国家级新区 …
    pub level: String,
    /// Province.
    pub province: String,
    /// City.
    pub city: String,
    /// The park it lies in.
    pub parent: String,
    /// Other names, joined by `|`.
    pub aliases: String,
}

/// One line of `regions.csv`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RegionLine {
    /// Canonical name.
    pub name: String,
    /// nation, province, city, county, group, country, ministry.
    pub kind: String,
    /// Other names, joined by `|`.
    pub aliases: String,
}

impl RegionLine {
    /// The name and the other names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.split('|')).filter(|name| !name.is_empty())
    }
}
