//! Coined names: what only its use in an article tells to be the name of a park.
//!
//! In: the paragraphs of an article. Out: the same, with a mention of the park at each use of such a name. Not here: names that end
//! like those of parks (see `mention::zone`).

use super::names::{LONGEST_COINED, Names};
use super::sentences;
use crate::chars;
use crate::mention::types::Types;
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{Kind, Mention};
use crate::paragraph::{Paragraph, Scanned};
use crate::span::Span;

/// 云溪小镇, 溪科园: what begins a clause like a name of a park, and is used again, is one, though no list and no form tells it.
/// Only where such a name may end is looked at: doing so at every clause took 21 instructions more for a byte.
pub(super) fn name_by_use(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
    let mut names = Names::default();
    // the sentences by number, each up to such a place
    let mut beginnings: Vec<(usize, Span)> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    for (index, scanned) in sentences(paragraphs).enumerate() {
        let span = scanned.sentence.span;
        ends.clear();
        // where a park is named, none is coined
        let mut mentions = scanned.mentions.iter().peekable();
        let mut is_named = |end: usize| {
            while mentions.next_if(|m| m.span.end < end).is_some() {}
            mentions.peek().is_some_and(|m| m.span.end == end && matches!(m.kind, Kind::Zone(_)))
        };
        let coined = vocabulary.gazetteer.coined_ends(span.of(text)).map(|end| span.start + end);
        ends.extend(coined.filter(|&end| !is_named(end)));
        if ends.is_empty() {
            continue;
        }
        beginnings.extend(ends.iter().map(|&end| (index, Span::new(span.start, end))));
        let starts = scanned.sentence.clauses.iter().map(|clause| clause.start);
        let behind = scanned.mentions.iter().filter(|m| m.types.meets(vocabulary.before_name)).map(|m| m.span.end);
        for name in starts.chain(behind).filter_map(|start| coined_at(text, scanned, start, &ends, vocabulary)) {
            names.number(name);
        }
    }
    if names.found.is_empty() {
        return;
    }
    beginnings.into_iter().for_each(|(index, beginning)| names.look(text, index, beginning));
    let again: Vec<bool> = (0..names.found.len()).map(|number| names.is_again(number)).collect();
    let canonical: Vec<String> = names.all.iter().map(|name| vocabulary.gazetteer.key(name).0).collect();
    names.put(text, paragraphs, |number, _| again[number].then_some(canonical[number].as_str()));
}

/// What begins at a place like the name of a park, ends at one of `ends`, and is no mention of one yet.
fn coined_at<'t>(
    text: &'t str,
    scanned: &Scanned,
    start: usize,
    ends: &[usize],
    vocabulary: &Vocabulary,
) -> Option<&'t str> {
    let end = scanned.sentence.span.end;
    let rest = text.get(start..end)?;
    let start = end - rest.trim_start_matches(|c: char| !chars::is_letter(c) && !c.is_numeric()).len();
    let is_near = |name: &&str| name.chars().nth(LONGEST_COINED).is_none() && name.chars().all(chars::is_letter);
    let behind = &ends[ends.partition_point(|&end| end <= start)..];
    let names = || behind.iter().map(|&end| &text[start..end]).take_while(is_near);
    let known = |name: &str| is_known(scanned, Span::new(start, start + name.len()));
    if names().all(known) {
        return None; // nearly always
    }
    // 上半年新区, 占同期新区: what is called after a place has no other words in it
    let plain = |name: &&str| {
        !vocabulary.gazetteer.is_after_place(name)
            || is_plain(scanned, Span::new(start, start + name.len()), vocabulary)
    };
    names().filter(|name| vocabulary.gazetteer.is_coined(name)).last().filter(|name| !known(name)).filter(plain)
}

/// Whether a place is that of a name, or reaches into another mention.
fn is_known(scanned: &Scanned, span: Span) -> bool {
    let mentions = &scanned.mentions[scanned.mentions.partition_point(|m| m.span.end <= span.start)..];
    let named = |m: &Mention| matches!(m.kind, Kind::Zone(_) | Kind::Region(_) | Kind::Name(_));
    mentions.iter().take_while(|m| m.span.start < span.end).any(|m| m.span.end > span.end || named(m))
}

/// Whether all mentions that a name begins or goes on with may be parts of one.
fn is_plain(scanned: &Scanned, span: Span, vocabulary: &Vocabulary) -> bool {
    let mentions = &scanned.mentions[scanned.mentions.partition_point(|m| m.span.end <= span.start)..];
    let inside = mentions.iter().take_while(|m| m.span.end < span.end);
    { inside }.all(|m| m.types.meets(vocabulary.name_parts | Types::REGION))
}
