//! Names in lists: parks that share the ending of the last one.
//!
//! In: the paragraphs of an article. Out: the same, with a mention of each park of a list such as 秦汉、泾河、空港新城 or
//! 南昌、赣州、丰城三家高新区. Not here: lists whose items have endings of their own.

use std::collections::HashSet;

use super::{name_each, sentences};
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{Kind, Mention};
use crate::paragraph::{Paragraph, Scanned};
use crate::span::Span;
use crate::unit::Dimension;

/// How many characters an item may have, the longest first.
const LENGTHS: [usize; 3] = [4, 3, 2];

/// Names the parks of lists whose last item alone has the ending, where each of them is known by its name.
pub(super) fn name_in_lists(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
    let mut named: Option<HashSet<&str>> = None; // looked up only, never iterated
    let mut uses = Vec::new();
    for (index, scanned) in sentences(paragraphs).enumerate() {
        for at in 0..scanned.mentions.len() {
            let Some((start, form)) = list_before(text, scanned, at, vocabulary) else { continue };
            let named = named.get_or_insert_with(|| paragraphs.iter().flat_map(Paragraph::zones).collect());
            let known = |name: &str| {
                let listed = vocabulary.gazetteer.find(name).map(String::from);
                listed.or_else(|| named.contains(name).then(|| name.to_string()))
            };
            uses.extend(items(text, scanned, start, form, known).into_iter().map(|(span, zone)| (index, span, zone)));
        }
    }
    if !uses.is_empty() {
        name_each(text, paragraphs, uses);
    }
}

/// Where the other items of a list end, and the ending that they share with a mention behind them: a park behind 、 or 和, or a word
/// for a park behind their number (三家高新区).
fn list_before<'a>(
    text: &str,
    scanned: &'a Scanned,
    at: usize,
    vocabulary: &'a Vocabulary,
) -> Option<(usize, &'a str)> {
    let mention = &scanned.mentions[at];
    let before = at.checked_sub(1).map(|i| &scanned.mentions[i]).filter(|m| m.span.end == mention.span.start);
    match &mention.kind {
        Kind::Zone(name) if !mention.is_all_parks() => {
            let end = joint_before(text, mention.span.start, before, vocabulary)?;
            Some((end, vocabulary.gazetteer.ending_of(name)?.1))
        }
        Kind::Anaphor => {
            let count = before.filter(|m| m.quantity().is_some_and(|q| q.dimension == Dimension::Count))?;
            Some((count.span.start, vocabulary.gazetteer.ending_of(mention.span.of(text))?.1))
        }
        _ => None,
    }
}

/// Where the item before a place ends, if the two are joined.
fn joint_before(text: &str, at: usize, before: Option<&Mention>, vocabulary: &Vocabulary) -> Option<usize> {
    if text[..at].ends_with('、') {
        return Some(at - '、'.len_utf8());
    }
    before.filter(|m| m.types.meets(vocabulary.joint)).map(|m| m.span.start)
}

/// The items of a list that ends at a place, from the last to the first, each with the park that it names with the ending.
fn items(
    text: &str,
    scanned: &Scanned,
    mut end: usize,
    form: &str,
    known: impl Fn(&str) -> Option<String>,
) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    loop {
        let line = &text[scanned.sentence.span.start..end];
        let starts = LENGTHS.iter().filter_map(|&length| Some(line.char_indices().nth_back(length - 1)?.0));
        let item = |at: usize| {
            let span = Span::new(scanned.sentence.span.start + at, end);
            Some((span, known(&[span.of(text), form].concat())?))
        };
        let Some((span, zone)) = { starts }.find_map(item) else { return found };
        found.push((span, zone));
        if !text[..span.start].ends_with('、') {
            return found;
        }
        end = span.start - '、'.len_utf8();
    }
}
