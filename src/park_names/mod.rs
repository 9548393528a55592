//! Park names: what the names of parks in an article stand for, once all of it was read.
//!
//! In: the [`Paragraph`]s of an article. Out: the same, with the mentions of unknown and of shortened names settled. Not here:
//! the gazetteer and the form of names (see `mention::gazetteer`, `mention::zone`), which park a fact belongs to.

mod byname;
mod coined;
mod listed;
mod names;
mod stem;
mod unknown;

use crate::mention::types::Types;
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{Kind, Mention};
use crate::paragraph::{Paragraph, Scanned};
use crate::span::Span;

/// Settles the names of an article's parks.
pub fn settle(text: &str, paragraphs: &mut [Paragraph], vocabulary: &Vocabulary) {
    byname::name_by_alias(text, paragraphs, vocabulary);
    coined::name_by_use(text, paragraphs, vocabulary);
    unknown::pass_over_words(text, paragraphs, vocabulary);
    unknown::settle_unknown(text, paragraphs, vocabulary);
    listed::name_in_lists(text, paragraphs, vocabulary);
    stem::name_by_stem(text, paragraphs, vocabulary);
}

fn sentences(paragraphs: &[Paragraph]) -> impl Iterator<Item = &Scanned> {
    paragraphs.iter().flat_map(|p| &p.sentences)
}

/// Makes places of names, each in a sentence by its number, mentions of the parks.
fn name_each(text: &str, paragraphs: &mut [Paragraph], mut uses: Vec<(usize, Span, String)>) {
    uses.sort_by_key(|&(index, span, _)| (index, span.start));
    let mut uses = uses.into_iter().peekable();
    for (index, scanned) in paragraphs.iter_mut().flat_map(|p| &mut p.sentences).enumerate() {
        while let Some((_, span, zone)) = uses.next_if(|&(sentence, ..)| sentence == index) {
            name_at(text, scanned, span, &zone);
        }
    }
}

/// Makes a place of a name a mention of the park.
fn name_at(text: &str, scanned: &mut Scanned, span: Span, zone: &str) {
    let (from, to) = (
        scanned.mentions.partition_point(|m| m.span.end <= span.start),
        scanned.mentions.partition_point(|m| m.span.start < span.end),
    );
    let inside = |m: &Mention| m.span.start >= span.start && m.span.end <= span.end;
    // “云溪园”
    let quoted = |m: &Mention| m.span.of(text).trim_matches(|c: char| !c.is_alphanumeric()) == span.of(text);
    if scanned.mentions[from..to].iter().all(|m| inside(m) || quoted(m)) {
        let span = scanned.mentions[from..to].iter().fold(span, |span, m| span.hull(m.span));
        let mention = Mention { span, types: Types::ZONE, kind: Kind::Zone(zone.to_string()) };
        scanned.mentions.splice(from..to, [mention]);
    }
}
