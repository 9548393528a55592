//! What stands at a place of a text, or ends there.
//!
//! In: a text and a byte offset. Out: yes or no, or the end of what was found. Not here: any word of a pack.

use crate::chars;
use crate::numeral;

/// `starts_with`, with a look at the third byte first, the last one of a Chinese character, which tells most words apart;
/// it saves 3 of 27 instructions for a byte of text.
pub(super) fn begins_with(text: &str, word: &str) -> bool {
    let third = |text: &str| text.as_bytes().get(2).copied();
    (third(word).is_none() || third(word) == third(text)) && text.starts_with(word)
}

/// The end of the first of some words at a byte offset.
pub(super) fn one_of(text: &str, at: usize, words: &[&str]) -> Option<usize> {
    let rest = text.get(at..)?;
    words.iter().find(|w| begins_with(rest, w)).map(|w| at + w.len())
}

/// Whether no word or number touches the text before this offset: only the 从 of a range may.
pub(super) fn stands_free(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    before.is_none_or(|c| {
        !chars::is_han(c) && !c.is_alphanumeric() || matches!(c, '从' | '到' | '在' | '自' | '至' | '于' | '与' | '和')
    })
}

/// Whether no word or number goes on here.
pub(super) fn word_ends(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars();
    match rest.next() {
        Some('.' | '-' | '/' | ',' | '%' | '％') => false,
        Some(c) => !chars::is_han(c) && !c.is_alphanumeric() || matches!(c, '至' | '到' | '和' | '与' | '间' | '的'),
        None => true,
    }
}

/// Whether a clause ends here, or the next item of a list begins.
pub(super) fn clause_ends(text: &str, at: usize) -> bool {
    let next = text[at..].chars().next();
    next.is_none_or(|c| {
        c.is_whitespace() || chars::is_stop(c) || chars::is_closer(c) || matches!(c, '，' | '、' | '；')
    })
}

/// Whether a date in digits ends here: 2008.03 of 2008.03-2009.
pub(super) fn numeral_before(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|c| numeral::digit(c).is_some())
}
