//! Roles: which classes of the pack the resolution asks for, each under the name of what its words do in a sentence.
//!
//! In: a pack. Out: the [`Roles`]. Not here: any word; those are in the lexicon.

use std::collections::BTreeMap;

use crate::mention::gazetteer;
use crate::mention::types::Types;
use crate::mention::vocabulary::Vocabulary;
use crate::rules::Pack;
use crate::rules::files::ZoneWords;

/// Types that the resolution asks mentions for.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// Words before a time that only compares (比, 较).
    pub than: Types,
    /// Words before a number that it is more than (超), and before a time that another is.
    pub over: Types,
    /// Words for what is compared with, which a time may go on (比去年全年).
    pub against: Types,
    /// Words before a place that is no subject (占, 在, 向).
    pub aside: Types,
    /// Words that may stand before a subject (目前, 同时).
    pub lead: Types,
    /// Words that make a region before them part of a name (公司).
    pub organisation: Types,
    /// Verbs (完成): a time behind one is part of its object.
    pub verb: Types,
    /// Words that look ahead (将, 力争).
    pub future: Types,
    /// Words for what is aimed at (目标, 规划).
    pub goal: Types,
    /// Words for the time when something is finished (达产后).
    pub completion: Types,
    /// Words for what happened once (成立, 获批).
    pub event: Types,
    /// Words that look back (已, 累计).
    pub done: Types,
    /// Words for what is told of a stretch of time (同比, 新增).
    pub flow: Types,
    /// Words before a number that is told of something (有, 达).
    pub reach: Types,
    /// Words for what is to be done in a year (目标任务).
    pub task: Types,
    /// Words behind a park that is spoken of as an example (为例).
    pub instance: Types,
    /// Words for how a paper came to know (获悉).
    pub learned: Types,
    /// Words for what is told of a time that is over (发布会).
    pub report: Types,
    /// Words behind an event that is told for its time (时).
    pub then: Vec<String>,
    /// Words before what was once, beside what is now (而).
    pub contrast: Vec<String>,
    /// Words for what there is by now (拥有).
    pub stock: Types,
    /// Words for a government and what it reports.
    pub government: Types,
    /// Words for a change, whose rate is told of a stretch of time.
    pub change: Types,
    /// Words for a growth rate a year (年均增长).
    pub yearly: Types,
    /// Words that make the time behind them part of something else (由, 较, 于).
    pub inside: Types,
    /// Words before what something was (由).
    pub from: Types,
    /// The regions that are nations or more.
    pub nations: Vec<u32>,
    /// Words for someone's office behind the name of a park (党工委书记).
    pub office: Types,
    /// Words before the place that a clause begins with (在).
    pub at: Types,
    /// Words between what is counted and the park that it is in (位于).
    pub located: Types,
    /// Words before the names of what was counted (包括).
    pub includes: Types,
    /// Words before what several have each (分别).
    pub each: Types,
    /// Words before a part of what was spoken of (其中).
    pub among: Types,
    /// Words for the whole of a region (全市).
    pub whole: Types,
    /// What the region before it owns or does: metrics, times, verbs (江南省地区生产总值, 江南省拥有).
    pub owned: Types,
    /// Words before a region that another is compared with, or acts on (是全省的两倍, 占全市的三成, 拉动全省).
    pub compared: Types,
    /// Words behind the name of a park that make it a project (生物产业园一期, 生物产业园项目).
    pub project: Types,
    /// The names of all parks together (全国高新区).
    pub collective: gazetteer::Collective,
    /// Endings of parks inside parks (产业园).
    pub minor: Vec<String>,
    /// Words between an owner and what is owned (的).
    pub possessive: Types,
    /// Words that join the parts of a list (和).
    pub joint: Types,
    /// Endings of the names of one kind of park (高新区).
    pub forms: Vec<String>,
    /// Endings that stand for a park of any kind (园区).
    pub general: Vec<String>,
    /// Endings of the names of what adds up over a time.
    pub sums: Vec<String>,
    /// Endings of the full names of places (市).
    pub place: Vec<String>,
    /// Endings of parks that are called after a place (高新区), of which it has one.
    pub placed: Vec<String>,
    /// Words for a park, each with the endings that it may stand for too: 开发区 for any 高新区, whose full name ends so.
    pub stands_for: BTreeMap<String, Vec<String>>,
    /// Words that begin the time of a goal (到2030年).
    pub by: Vec<String>,
}

impl Roles {
    /// Looks up the classes of a pack.
    pub fn new(pack: &Pack, vocabulary: &Vocabulary) -> Roles {
        let class = |name: &str| vocabulary.types.type_named(name).unwrap_or(Types::NONE);
        Roles {
            lead: class("dateline")
                | class("according")
                | class("conjunction")
                | class("adverb")
                | class("among")
                | class("each")
                | class("item"),
            organisation: class("organisation"),
            from: class("from"),
            inside: class("from") | class("than") | class("prep"),
            possessive: vocabulary.types.union(&pack.lexicon.phrase.possessive),
            joint: vocabulary.types.union(&pack.lexicon.phrase.joint),
            than: class("than"),
            over: class("over"),
            against: class("compared"),
            whole: class("whole"),
            among: class("among"),
            office: class("office"),
            at: class("at"),
            located: class("located"),
            includes: class("includes"),
            each: class("each"),
            verb: class("have") | class("do") | class("act"),
            compared: class("reach") | class("than") | class("share") | class("equal") | class("pull"),
            nations: vocabulary.regions_of("nation"),
            owned: vocabulary.owned,
            project: class("project"),
            collective: vocabulary.gazetteer.collective.clone(),
            minor: pack.lexicon.zone.minor.clone(),
            place: pack.lexicon.zone.place.clone(),
            forms: forms(&pack.lexicon.zone),
            general: pack.lexicon.zone.general.clone(),
            sums: pack.lexicon.phrase.sum.clone(),
            stands_for: stands_for(&pack.lexicon.zone),
            placed: pack.lexicon.zone.placed.clone(),
            aside: class("not_owner"),
            future: class("future"),
            goal: class("goal"),
            done: class("done"),
            completion: class("completion"),
            event: class("event"),
            government: class("government"),
            reach: class("reach"),
            task: class("task"),
            stock: class("stock"),
            report: class("report"),
            then: pack.periods.marks.then.clone(),
            contrast: pack.periods.marks.contrast.clone(),
            learned: class("learned"),
            instance: class("instance"),
            yearly: class("yearly"),
            change: class("rise") | class("fall"),
            flow: class("compared") | class("flow"),
            by: pack.lexicon.class.get("goal_by").cloned().unwrap_or_default(),
        }
    }

    /// Whether a name stands for all parks of a region together.
    pub fn is_collective(&self, name: &str) -> bool {
        self.collective.names(name)
    }

    /// Whether a word may stand for a park: 高新区 and 开发区 for 江州高新区.
    pub fn stands_for(&self, word: &str, name: &str) -> bool {
        let kinds = || self.stands_for.get(word).into_iter().flatten();
        name.ends_with(word) || kinds().any(|ending| name.ends_with(ending.as_str()))
    }

    /// Whether a name stands for all parks of a place together.
    pub fn is_of_place(&self, name: &str) -> bool {
        self.collective.names_place(name)
    }

    /// Whether a name is that of a park inside a park.
    pub fn is_minor(&self, name: &str) -> bool {
        self.minor.iter().any(|ending| name.ends_with(ending.as_str()))
    }
}

/// The endings whose full spellings end with a word for a park.
fn stands_for(words: &ZoneWords) -> BTreeMap<String, Vec<String>> {
    let endings = |word: &String| -> Vec<String> {
        let full = |spellings: &[String]| spellings.iter().any(|spelling| spelling.ends_with(word.as_str()));
        let kinds =
            words.suffix.iter().filter(|(ending, spellings)| !ending.ends_with(word.as_str()) && full(spellings));
        kinds.map(|(ending, _)| ending.clone()).collect()
    };
    words.anaphor.iter().map(|word| (word.clone(), endings(word))).collect()
}

/// The endings that tell one kind of park; 园区 is any, for 工业园区 ends so too.
fn forms(words: &ZoneWords) -> Vec<String> {
    let endings = || words.suffix.keys();
    let one = |form: &&String| !endings().any(|other| other != *form && other.ends_with(form.as_str()));
    endings().filter(one).cloned().collect()
}
