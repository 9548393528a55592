//! Bynames: the short names and bynames that an article gives its parks.
//!
//! In: the paragraphs of an article. Out: the same, with a mention of the park at each of its short names. Not here: names that no
//! text explains (see [`stem`](super::stem), [`coined`](super::coined)).

use super::names::Names;
use super::sentences;
use crate::chars::{self, CharSet};
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{Kind, Mention};
use crate::paragraph::{Paragraph, Scanned};
use crate::span::Span;

/// The longest short name that an article gives a park, in characters.
const LONGEST_ALIAS: usize = 8;

/// 江州云溪科技产业园（以下简称云溪园）, “云溪智谷”——江州高新区, 江州高新区被誉为“云溪智谷”: the short name, and the byname that the text
/// comes back to, are the park's.
pub(super) fn name_by_alias(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
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
