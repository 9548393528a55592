//! What a character is: the few Unicode facts that several stages ask for.
//!
//! In: one character. Out: yes or no, or a width. These are properties of the writing system, fixed by Unicode; words and
//! the marks whose meaning is a choice of the language rules live in `rules/`. Not here: any look at more than one
//! character. Every function is a comparison of code points, so a stage may call it for each character of a page.

use serde::Deserialize;

/// A set of characters, written as a string in the rules. One bit each up to the highest: asked in one look, whatever its size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct CharSet {
    bits: Vec<u64>,
}

impl CharSet {
    /// Whether a character is in the set.
    #[inline]
    pub fn contains(&self, c: char) -> bool {
        self.bits.get(c as usize / 64).is_some_and(|bits| bits >> (c as u32 % 64) & 1 == 1)
    }
}

impl From<String> for CharSet {
    fn from(text: String) -> CharSet {
        text.chars().collect()
    }
}

impl FromIterator<char> for CharSet {
    fn from_iter<I: IntoIterator<Item = char>>(chars: I) -> CharSet {
        let mut set = CharSet::default();
        set.extend(chars);
        set
    }
}

impl Extend<char> for CharSet {
    fn extend<I: IntoIterator<Item = char>>(&mut self, chars: I) {
        for c in chars {
            let at = c as usize / 64;
            self.bits.resize(self.bits.len().max(at + 1), 0);
            self.bits[at] |= 1 << (c as u32 % 64);
        }
    }
}

/// A Chinese character (汉字), 〇 and 々 with them.
#[inline]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '〇' | '々' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// What `char::is_alphabetic` says, without its tables for the main block of Chinese.
#[inline]
pub fn is_letter(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}') || c.is_alphabetic()
}

/// What `char::is_alphanumeric` says, in the same way.
#[inline]
pub fn is_word(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}') || c.is_alphanumeric()
}

/// The Chinese characters at the beginning of UTF-8 text, told by their bytes alone: those of the main block, three bytes each,
/// which are nearly all. For a stage that treats a run of them as one.
#[inline]
pub fn han_run(bytes: &[u8]) -> &[[u8; 3]] {
    let (chunks, _) = bytes.as_chunks();
    &chunks[..chunks.iter().take_while(|bytes| is_han_bytes(bytes)).count()]
}

/// Whether the three bytes are those of a character of the main block of Chinese.
#[inline]
pub fn is_han_bytes([a, b, _]: &[u8; 3]) -> bool {
    matches!(a, 0xE5..=0xE9) || *a == 0xE4 && *b >= 0xB8
}

/// The code point of a character of three bytes, or of some XORed: it is made of their bits.
#[inline]
pub fn code([a, b, c]: [u8; 3]) -> u32 {
    u32::from(a & 0x0F) << 12 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F)
}

/// The code points of a text; those of three bytes, nearly all of Chinese text, are told first.
#[derive(Clone, Copy, Debug)]
pub struct Codes<'t>(&'t [u8]);

impl<'t> Codes<'t> {
    /// The code points of a text.
    pub fn of(text: &'t str) -> Codes<'t> {
        Codes(text.as_bytes())
    }

    /// How many bytes of the text are left.
    pub fn left(&self) -> usize {
        self.0.len()
    }
}

impl Iterator for Codes<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let bits = |byte: u8| u32::from(byte & 0x3F);
        let (code, rest) = match self.0 {
            [a @ 0xE0..=0xEF, b, c, rest @ ..] => (code([*a, *b, *c]), rest),
            [a @ 0..=0x7F, rest @ ..] => (u32::from(*a), rest),
            [a @ 0..=0xDF, b, rest @ ..] => (u32::from(a & 0x1F) << 6 | bits(*b), rest),
            [a, b, c, d, rest @ ..] => (u32::from(a & 0x07) << 18 | bits(*b) << 12 | bits(*c) << 6 | bits(*d), rest),
            _ => return None,
        };
        self.0 = rest;
        Some(code)
    }
}

/// Whether white space stands in a text, most of which is Chinese characters.
pub fn has_space(text: &str) -> bool {
    let mut rest = text;
    loop {
        rest = &rest[3 * han_run(rest.as_bytes()).len()..];
        let mut chars = rest.chars();
        match chars.next() {
            Some(c) if c.is_whitespace() => return true,
            Some(_) => rest = chars.as_str(),
            None => return false,
        }
    }
}

/// A digit, half-width or full-width.
pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// A full-width digit.
pub fn is_wide_digit(c: char) -> bool {
    matches!(c, '０'..='９')
}

/// A letter of the Latin alphabet, half-width or full-width.
pub fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\u{C0}'..='\u{24F}')
}

/// A character of a Chinese numeral: after one of these a digit would read on as the same number.
pub fn is_han_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '零'
            | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
    )
}

/// A character that ends a line. A carriage return before a line feed is the caller's business.
pub fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// White space inside a line.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() && !is_break(c)
}

/// A control character or one without width: a reader sees nothing, so layout repair drops it.
pub fn is_invisible(c: char) -> bool {
    match c {
        '\t' => false,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{AD}' => true,
        _ => c.is_control() && !is_break(c),
    }
}

/// Opens a bracket or a quotation.
pub fn is_opener(c: char) -> bool {
    matches!(c, '（' | '(' | '《' | '〈' | '“' | '‘' | '「' | '『' | '【' | '〔' | '［' | '[' | '｛' | '{')
}

/// Closes a bracket or a quotation.
pub fn is_closer(c: char) -> bool {
    matches!(c, '）' | ')' | '》' | '〉' | '”' | '’' | '」' | '』' | '】' | '〕' | '］' | ']' | '｝' | '}')
}

/// Ends a sentence wherever it stands; the ASCII period and the ellipsis need a look around.
pub fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '!' | '?')
}

/// A mark between the parts of a sentence, half-width or full-width.
pub fn is_pause(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '：' | ',' | ';' | ':')
}

/// The columns a character fills on a page of Chinese text: quotation marks and dashes count one, as newspapers set them.
pub fn width(c: char) -> u32 {
    if c < '\u{2E80}' { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_do_not_overlap() {
        for c in ('\0'..='\u{3FFFF}').chain('\u{E0000}'..='\u{E0FFF}') {
            let classes = [is_han(c), is_digit(c), is_latin(c), is_break(c), is_space(c), is_invisible(c)];
            let marks = [is_opener(c), is_closer(c), is_stop(c), is_pause(c)];
            assert!(classes.iter().chain(&marks).filter(|yes| **yes).count() <= 1, "{c:?}");
        }
    }

    #[test]
    fn codes_are_those_of_the_characters() {
        let text = "园区A1é，\u{20000}。８";
        assert!(Codes::of(text).eq(text.chars().map(u32::from)));
    }

    #[test]
    fn letters_are_what_unicode_says() {
        assert!(('\0'..=char::MAX).all(|c| is_letter(c) == c.is_alphabetic() && is_word(c) == c.is_alphanumeric()));
    }

    #[test]
    fn runs_hold_only_chinese_characters() {
        for c in '\0'..='\u{3FFFF}' {
            let mut bytes = [0; 4];
            let run = 3 * han_run(c.encode_utf8(&mut bytes).as_bytes()).len();
            assert_eq!(run, if ('\u{4E00}'..='\u{9FFF}').contains(&c) { 3 } else { 0 }, "{c:?}");
        }
        for (text, run) in [("", 0), ("园区1", 6), ("园，区", 3), ("a园", 0), ("园\u{20000}", 3)] {
            assert_eq!(3 * han_run(text.as_bytes()).len(), run, "{text}");
        }
    }

    #[test]
    fn widths() {
        for (c, columns) in [('园', 2), ('，', 2), ('８', 2), ('8', 1), ('a', 1), ('“', 1), ('—', 1), (' ', 1)] {
            assert_eq!(width(c), columns, "{c}");
        }
    }
}
