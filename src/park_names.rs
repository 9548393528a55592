//! Park names: what the names of parks in an article stand for, once all of it was read.
//!
//! In: the [`Paragraph`]s of an article. Out: the same, with the mentions of unknown and of shortened names settled. Not here:
//! the gazetteer and the form of names (see `mention::zone`), which park a fact belongs to.

use std::collections::{HashMap, HashSet};

use crate::chars;
use crate::mention::vocabulary::{Types, Vocabulary};
use crate::mention::{Kind, Mention};
use crate::paragraph::{Paragraph, Scanned};
use crate::span::Span;

/// Settles the names of an article's parks.
pub fn settle(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
    name_by_alias(text, paragraphs, vocabulary);
    name_by_use(text, paragraphs, vocabulary);
    settle_unknown(text, paragraphs, vocabulary);
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
    let is_place = |name: &str| {
        let word = vocabulary.words.longest(name, 0).filter(|&(end, _)| end == name.len());
        // 青岚市 elsewhere makes a place of the 青岚 that no list knows
        let called = || {
            vocabulary.place.iter().any(|ending| {
                let full = format!("{name}{ending}");
                name.chars().count() == 2 && article.iter().any(|text| text.contains(&full))
            })
        };
        word.and_then(|(_, entry)| entry.region).is_some_and(|id| vocabulary.is_place(id)) || called()
    };
    let placed =
        |name: &&&str| endings(name).into_iter().any(|at| names.contains(&name[at..]) && is_place(&name[..at]));
    // the one such name that ends so, or none where several do
    let mut longer: HashMap<&str, Option<&str>> = HashMap::new();
    for name in known.iter().chain(unknown.iter().filter(placed)) {
        for at in endings(name) {
            longer.entry(&name[at..]).and_modify(|only| *only = None).or_insert(Some(name));
        }
    }
    // 国家级开发区 is no shorter name of 东部国家级开发区
    let all = |name: &str| vocabulary.gazetteer.collective.names(name);
    let shorter = |name: &str| {
        let ends = endings(name).into_iter().rev().map(|at| &name[at..]);
        ends.filter(|end| !all(end)).find(|end| names.contains(end)).map(String::from)
    };
    let settle = |name: &str| longer.get(name).copied().flatten().map(String::from).or_else(|| shorter(name));
    let unsettled = unknown.iter().filter(|name| !placed(name));
    unsettled.filter_map(|name| Some((name.to_string(), settle(name)?))).collect()
}

/// The longest short name that an article gives a park, in characters.
const LONGEST_ALIAS: usize = 8;

/// 江州云溪科技产业园（以下简称云溪园）, “云溪智谷”——江州高新区, 江州高新区被誉为“云溪智谷”: the short name, and the byname that the text
/// comes back to, are the park's.
fn name_by_alias(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
    let sentences = || paragraphs.iter().flat_map(|p| &p.sentences);
    let mut aliases: Vec<(String, String)> = sentences()
        .flat_map(|s| s.mentions.iter().enumerate().filter_map(|(i, _)| alias(text, s, i, vocabulary)))
        .collect();
    let again = |byname: &str| sentences().map(|s| s.sentence.span.of(text).matches(byname).count()).sum::<usize>() > 1;
    let bynames = sentences().flat_map(|s| bynames(text, s, vocabulary));
    aliases.extend(bynames.filter(|(byname, _)| again(byname)));
    for (alias, zone) in &aliases {
        for scanned in paragraphs.iter_mut().flat_map(|p| &mut p.sentences) {
            name_in(text, scanned, alias, zone);
        }
    }
}

/// The short name in the brackets behind a park's name, and the park's.
fn alias(text: &str, scanned: &Scanned, index: usize, vocabulary: &Vocabulary) -> Option<(String, String)> {
    let mention = &scanned.mentions[index];
    let Kind::Zone(zone) = &mention.kind else { return None };
    let rest = text.get(mention.span.end..scanned.sentence.span.end)?.strip_prefix(['（', '('])?;
    let inside = &rest[..rest.find(['）', ')'])?];
    let called = vocabulary.called.iter().find_map(|word| inside.strip_prefix(word.as_str()))?;
    let alias = called.trim_matches(|c: char| !c.is_alphanumeric());
    is_alias(alias).then(|| (alias.to_string(), zone.clone()))
}

fn is_alias(name: &str) -> bool {
    (2..=LONGEST_ALIAS).contains(&name.chars().count()) && name.chars().all(char::is_alphabetic)
}

/// The bynames in quotes that a sentence gives a park that it names, each with the park.
fn bynames(text: &str, scanned: &Scanned, vocabulary: &Vocabulary) -> Vec<(String, String)> {
    let sentence = scanned.sentence.span;
    let park = |at: &dyn Fn(&Mention) -> bool| {
        scanned.mentions.iter().rev().find_map(|m| match &m.kind {
            Kind::Zone(name) if at(m) && !vocabulary.gazetteer.collective.names(name) => Some(name.clone()),
            _ => None,
        })
    };
    let mut found = Vec::new();
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
        found.extend(zone.map(|zone| (byname.to_string(), zone)));
    }
    found
}

/// The longest name that only its use tells, in characters.
const LONGEST_COINED: usize = 8;

/// 云溪小镇, 溪科园: what begins a clause like a name of a park, and is used again, is one, though no list and no form tells it.
fn name_by_use(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
    let mut names: Vec<&str> = Vec::new();
    for scanned in paragraphs.iter().flat_map(|p| &p.sentences) {
        let starts = scanned.sentence.clauses.iter().map(|clause| clause.start);
        let behind = scanned.mentions.iter().filter(|m| m.types.meets(vocabulary.before_name)).map(|m| m.span.end);
        for start in starts.chain(behind) {
            let coined = coined_at(text, scanned, start, vocabulary);
            names.extend(coined.filter(|name| !names.contains(name)));
        }
    }
    let texts: Vec<&str> = paragraphs.iter().flat_map(|p| &p.sentences).map(|s| s.sentence.span.of(text)).collect();
    let again = |name: &&str| texts.iter().flat_map(|text| text.matches(*name)).nth(1).is_some();
    names.retain(again);
    for name in names {
        for scanned in paragraphs.iter_mut().flat_map(|p| &mut p.sentences) {
            name_in(text, scanned, name, name);
        }
    }
}

/// What begins at a place like the name of a park, and no mention of one yet.
fn coined_at<'t>(text: &'t str, scanned: &Scanned, start: usize, vocabulary: &Vocabulary) -> Option<&'t str> {
    let rest = text.get(start..scanned.sentence.span.end)?;
    let rest = rest.trim_start_matches(|c: char| !chars::is_letter(c) && !c.is_numeric());
    let start = scanned.sentence.span.end - rest.len();
    let gazetteer = &vocabulary.gazetteer;
    let ends = rest.char_indices().take(LONGEST_COINED).filter(|&(_, c)| gazetteer.may_end_coined(c));
    let names = ends.map(|(i, c)| &rest[..i + c.len_utf8()]).take_while(|name| name.chars().all(chars::is_letter));
    let name = names.filter(|name| gazetteer.is_coined(name)).last()?;
    let span = Span::new(start, start + name.len());
    let known = |m: &&Mention| {
        m.span.start < span.end
            && span.start < m.span.end
            && (m.span.end > span.end || matches!(m.kind, Kind::Zone(_) | Kind::Region(_) | Kind::Name(_)))
    };
    scanned.mentions.iter().find(known).is_none().then_some(name)
}

/// Makes each place where a sentence has the alias a mention of the park.
fn name_in(text: &str, scanned: &mut Scanned, alias: &str, zone: &str) {
    let sentence = scanned.sentence.span;
    let found: Vec<usize> = sentence.of(text).match_indices(alias).map(|(at, _)| sentence.start + at).collect();
    for start in found {
        let span = Span::new(start, start + alias.len());
        let (from, to) = (
            scanned.mentions.partition_point(|m| m.span.end <= span.start),
            scanned.mentions.partition_point(|m| m.span.start < span.end),
        );
        let inside = |m: &Mention| m.span.start >= span.start && m.span.end <= span.end;
        // “云溪园”
        let quoted = |m: &Mention| m.span.of(text).trim_matches(|c: char| !c.is_alphanumeric()) == alias;
        if scanned.mentions[from..to].iter().all(|m| inside(m) || quoted(m)) {
            let span = scanned.mentions[from..to].iter().fold(span, |span, m| span.hull(m.span));
            let mention = Mention { span, types: Types::ZONE, kind: Kind::Zone(zone.to_string()) };
            scanned.mentions.splice(from..to, [mention]);
        }
    }
}
