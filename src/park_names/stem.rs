//! Stems: the name of a park without its ending.
//!
//! In: the paragraphs of an article. Out: the same, with a mention of the park where its stem stands for it (武宿 for 太原武宿综保区). Not
//! here: short names that the text gives a park (see [`byname`](super::byname)).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{name_each, sentences};
use crate::chars;
use crate::mention::Kind;
use crate::mention::vocabulary::Vocabulary;
use crate::paragraph::{Paragraph, Scanned, counts};
use crate::span::Span;

/// 武宿注册企业58家 in a text that names 太原武宿综保区: the name without its ending stands for the park, at the start of a clause and
/// right before what it owns, where it is no place by itself.
pub(super) fn name_by_stem(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
    let names: BTreeSet<&str> = paragraphs.iter().flat_map(Paragraph::zones).collect();
    let mut stems: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in names {
        if let Some(stem) = stem(name, vocabulary) {
            stems.entry(stem).or_default().push(name);
        }
    }
    if stems.is_empty() {
        return; // most parks are called after places
    }
    let seen = counts(paragraphs.iter());
    // a headline may stand behind its article on the page
    let mut by_place: Vec<(usize, &Scanned)> = sentences(paragraphs).enumerate().collect();
    by_place.sort_by_key(|(_, scanned)| scanned.sentence.span.start);
    let (Some((_, first)), Some((_, last))) = (by_place.first(), by_place.last()) else { return };
    let article = Span::new(first.sentence.span.start, last.sentence.span.end);
    let mut uses: Vec<(usize, Span, String)> = Vec::new();
    for (stem, zone) in stems.into_iter().filter_map(|(stem, parks)| Some((stem, commonest(&parks, &seen)?))) {
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
    name_each(text, paragraphs, uses);
}

/// Of several parks with one stem it tells the one that the text names most often, or none where that is not one.
fn commonest<'n>(parks: &[&'n str], seen: &HashMap<&str, usize>) -> Option<&'n str> {
    let zone = *parks.iter().max_by_key(|zone| seen[**zone])?;
    let only = parks.iter().filter(|other| seen[**other] == seen[zone]).count() == 1;
    only.then_some(zone)
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
