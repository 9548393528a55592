//! Unknown names: what the names that only their form tells stand for, once the article was read.
//!
//! In: the paragraphs of an article. Out: the same, with words that are no names passed over, and with longer and shorter forms of
//! one name told by one of them. Not here: how a name is formed (see `mention::zone`).

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::mention::Kind;
use crate::mention::vocabulary::Vocabulary;
use crate::paragraph::{Paragraph, counts};

/// 贡献高新区 in a text about 江州高新区, 驱动园区 in one about any park: a park of such a kind is called after a place, so a word
/// that is none, and stands there once, is no name. What is left stands for the park.
pub(super) fn pass_over_words(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
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
pub(super) fn settle_unknown(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
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
