//! A decoded stream cut into pieces at a mark: pages at form feeds, records at line ends.
//!
//! In: a [`Decoded`] stream. Out: the pieces in order, without their marks; memory holds one piece and one chunk.
//! The piece after the last mark is given only if it holds more than white space, save that an empty input is one
//! empty piece. Not here: what a piece means.

use std::io;

use super::decode::Decoded;

/// The pieces of a stream.
pub struct Pieces {
    decoded: Decoded,
    mark: u8,
    text: String,
    /// Where in `text` the next piece begins.
    start: usize,
    /// Up to where `text` is known to hold no mark.
    searched: usize,
    given: usize,
    ended: bool,
}

impl Pieces {
    /// Cuts at `mark`, an ASCII character.
    pub fn new(decoded: Decoded, mark: u8) -> Self {
        Pieces { decoded, mark, text: String::new(), start: 0, searched: 0, given: 0, ended: false }
    }

    /// The next piece, `None` at the end. After an error there is nothing more.
    pub fn next(&mut self) -> io::Result<Option<String>> {
        while !self.ended {
            if let Some(found) = memchr::memchr(self.mark, &self.text.as_bytes()[self.searched..]) {
                let end = self.searched + found;
                let piece = self.text[self.start..end].to_string();
                self.start = end + 1;
                self.searched = self.start;
                self.given += 1;
                return Ok(Some(piece));
            }
            self.read_on()?;
        }
        Ok(self.rest())
    }

    fn read_on(&mut self) -> io::Result<()> {
        self.text.drain(..self.start);
        self.start = 0;
        self.searched = self.text.len();
        let more = self.decoded.read_into(&mut self.text);
        self.ended = !matches!(more, Ok(true));
        if more.is_err() {
            (self.text, self.given) = (String::new(), 1); // half a page is no page
        }
        more.map(|_| ())
    }

    fn rest(&mut self) -> Option<String> {
        let rest = std::mem::take(&mut self.text);
        let first = self.given == 0;
        self.given += 1;
        (first || !rest.trim().is_empty()).then_some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let bytes = std::io::Cursor::new(text.to_string().into_bytes());
        let Ok(decoded) = Decoded::open("x", Box::new(bytes), None) else { return Vec::new() };
        let mut pieces = Pieces::new(decoded, b'\x0C');
        std::iter::from_fn(|| pieces.next().ok().flatten()).collect()
    }

    #[test]
    fn pages_end_at_form_feeds() {
        let cases: [(&str, &[&str]); 6] = [
            ("", &[""]),
            ("甲", &["甲"]),
            ("甲\x0C", &["甲"]),
            ("甲\x0C\r\n", &["甲"]),
            ("\x0C甲\x0C\x0C乙", &["", "甲", "", "乙"]),
            ("\n", &["\n"]),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text), expected, "{text:?}");
        }
    }

    #[test]
    fn pieces_longer_and_shorter_than_a_chunk_come_whole() {
        let long = "长".repeat(100_000);
        let text = format!("{long}\x0C{}\x0C{long}", "短\x0C".repeat(50_000));
        let found = pieces(&text);
        assert_eq!(found.len(), 50_003);
        assert!(found.first() == Some(&long) && found.last() == Some(&long));
    }
}
