//! Names that are looked for in an article all at once, so that many cost no more than one.
//!
//! In: names, and the beginnings of sentences where one may end. Out: how often each was found, and a mention of a park at each
//! place. Not here: which names are looked for.

use std::collections::HashMap;

use super::name_at;
use crate::paragraph::Paragraph;
use crate::span::Span;

/// Characters are told apart by so many values of their last bits.
const SIEVE: usize = 1024;

/// Where the bit of a character stands in a sieve.
fn sieve(c: char) -> (usize, u64) {
    (c as usize % SIEVE / 64, 1 << (c as u32 % 64))
}

/// The longest name that only its use tells, in characters.
pub(super) const LONGEST_COINED: usize = 12;

/// Names of at most [`LONGEST_COINED`] characters, looked for in an article all at once, so that many cost no more than one.
#[derive(Default)]
pub(super) struct Names<'t> {
    numbers: HashMap<&'t str, usize>, // looked up only, never iterated
    /// The names by number.
    pub(super) all: Vec<&'t str>,
    /// The last bits of the first characters of the names, so that few look-ups are in vain.
    starts: [u64; SIEVE / 64],
    /// By number: how often the name was found, and where last.
    pub(super) found: Vec<(usize, Span)>,
    /// The sentences that have a name, by number, with the number of the name and its place.
    uses: Vec<(usize, usize, Span)>,
}

impl<'t> Names<'t> {
    /// The number of a name, which may be new.
    pub(super) fn number(&mut self, name: &'t str) -> usize {
        let next = self.found.len();
        let number = *self.numbers.entry(name).or_insert(next);
        if number == next {
            self.all.push(name);
            self.found.push((0, Span::default()));
            let (at, bit) = sieve(name.chars().next().unwrap_or_default());
            self.starts[at] |= bit;
        }
        number
    }

    /// Takes up the names that end where a beginning of a sentence does.
    pub(super) fn look(&mut self, text: &str, sentence: usize, beginning: Span) {
        let starts = beginning.of(text).char_indices().rev().take(LONGEST_COINED).skip(1);
        let begins = |c: char| self.starts[sieve(c).0] & sieve(c).1 != 0;
        for (at, _) in starts.filter(|&(_, c)| begins(c)) {
            let span = Span::new(beginning.start + at, beginning.end);
            let Some(&number) = self.numbers.get(span.of(text)) else { continue };
            let (count, last) = &mut self.found[number];
            if *count == 0 || last.end <= span.start || span.end <= last.start {
                (*count, *last) = (*count + 1, span);
                self.uses.push((sentence, number, span));
            }
        }
    }

    /// Whether a name was found more than once.
    pub(super) fn is_again(&self, number: usize) -> bool {
        self.found[number].0 > 1
    }

    /// Makes each place of a name that stands for a park a mention of the park, name after name in each sentence.
    pub(super) fn put<'z>(
        mut self,
        text: &'z str,
        paragraphs: &mut [Paragraph],
        zone: impl Fn(usize, Span) -> Option<&'z str>,
    ) {
        self.uses.sort_by_key(|&(sentence, number, _)| (sentence, number));
        let mut uses = self.uses.into_iter().peekable();
        for (index, scanned) in paragraphs.iter_mut().flat_map(|p| &mut p.sentences).enumerate() {
            while let Some((_, number, span)) = uses.next_if(|(sentence, ..)| *sentence == index) {
                if let Some(zone) = zone(number, span) {
                    name_at(text, scanned, span, zone);
                }
            }
        }
    }
}
