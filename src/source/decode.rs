//! Bytes to text: the encoding of an input and its decoding, piece by piece.
//!
//! In: a byte stream and, perhaps, the encoding that the user names. Out: [`Decoded`], which appends decoded text to a
//! string; bytes that mean nothing become U+FFFD. The encoding is decided once, on the first 64 KiB:
//!
//! 1. the one named by the user, else a byte order mark;
//! 2. NUL bytes: UTF-16 if the text then reads as such, else the input is binary;
//! 3. UTF-8 if all of it is valid, or nearly all (a few damaged characters do not make a page GB18030);
//! 4. else a Chinese legacy encoding: Big5 where the detector is for it, otherwise GB18030, which contains GBK.
//!
//! Not here: lines and pages.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::InputError;

/// How much of an input is looked at to settle its encoding, and how much is decoded at a time.
const CHUNK: usize = 64 * 1024;

/// A byte stream being decoded.
pub struct Decoded {
    bytes: Box<dyn Read + Send>,
    decoder: Decoder,
    head: Option<String>,
    chunk: Vec<u8>,
    ended: bool,
}

impl Decoded {
    /// Reads the first 64 KiB and settles the encoding; binary data is an error.
    pub fn open(
        name: &str,
        mut bytes: Box<dyn Read + Send>,
        encoding: Option<&'static Encoding>,
    ) -> Result<Self, InputError> {
        let mut chunk = Vec::with_capacity(CHUNK);
        let read = bytes.by_ref().take(CHUNK as u64).read_to_end(&mut chunk);
        read.map_err(|error| InputError::reading(name, &error))?;
        let ended = chunk.len() < CHUNK;
        let encoding = encoding.or_else(|| detect(&chunk, ended)).ok_or_else(|| binary(name, &chunk))?;
        let mut decoder = encoding.new_decoder();
        let mut head = String::new();
        decode(&mut decoder, &chunk, ended, &mut head);
        if head.starts_with('\u{FEFF}') {
            head.remove(0); // the mark of GB18030, which the decoder leaves in
        }
        chunk.resize(CHUNK, 0);
        Ok(Decoded { bytes, decoder, head: Some(head), chunk, ended })
    }

    /// The decoded first 64 KiB; empty once they were read.
    pub fn head(&self) -> &str {
        self.head.as_deref().unwrap_or("")
    }

    /// Appends the next piece to `text`; false at the end of the input.
    pub fn read_into(&mut self, text: &mut String) -> io::Result<bool> {
        if let Some(head) = self.head.take() {
            text.push_str(&head);
            return Ok(true);
        }
        if self.ended {
            return Ok(false);
        }
        let len = self.fill()?;
        self.ended = len == 0;
        decode(&mut self.decoder, &self.chunk[..len], self.ended, text);
        Ok(true)
    }

    fn fill(&mut self) -> io::Result<usize> {
        loop {
            match self.bytes.read(&mut self.chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => return result,
            }
        }
    }
}

fn decode(decoder: &mut Decoder, bytes: &[u8], last: bool, text: &mut String) {
    let most = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
    text.reserve(most);
    let _ = decoder.decode_to_string(bytes, text, last);
}

fn binary(name: &str, head: &[u8]) -> InputError {
    let problem = match head {
        [b'%', b'P', b'D', b'F', ..] => "it is a PDF, not text",
        [b'P', b'K', 3, 4, ..] => "it is a zip or office file, not text",
        _ => "it looks like binary data, not text",
    };
    InputError::new(name, problem, "extract its text first, or pass --encoding if it is text")
}

/// The encoding of an input that begins with these bytes, `None` for binary data.
fn detect(head: &[u8], complete: bool) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Some(encoding);
    }
    if head.contains(&0) {
        return [UTF_16LE, UTF_16BE].into_iter().find(|encoding| is_utf16(head, encoding));
    }
    if head.starts_with(b"%PDF-") || is_mostly_control(head) {
        return None;
    }
    Some(if is_utf8(head, complete) { UTF_8 } else { chinese_legacy(head, complete) })
}

/// Random bytes hold a control character in ten, text none.
fn is_mostly_control(head: &[u8]) -> bool {
    let is_control = |byte: &&u8| matches!(byte, 0..=8 | 14..=31 | 127);
    let count = head.iter().filter(is_control).count();
    count * 3 > head.len() || (count >= 8 && count * 20 > head.len())
}

/// Whether nearly every character is one that Chinese pages are made of. Two letters of ASCII also read as such a
/// character, so bytes that are valid UTF-8 need a NUL for nearly every letter.
fn is_utf16(head: &[u8], encoding: &'static Encoding) -> bool {
    let nuls = head.iter().filter(|byte| **byte == 0).count();
    if nuls * 5 < head.len() * 2 && std::str::from_utf8(head).is_ok() {
        return false;
    }
    let (text, _) = encoding.decode_without_bom_handling(&head[..head.len() & !1]);
    let usual = |c: &char| {
        matches!(c, '\t' | '\n' | '\r' | '\x0C' | ' '..='~' | '\u{A0}'..='\u{FF}' | '\u{2000}'..='\u{27BF}'
            | '\u{3000}'..='\u{303F}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
    };
    let (good, all) = (text.chars().filter(usual).count(), text.chars().count());
    good * 20 >= all * 19
}

/// Whether the bytes are UTF-8, with at most one damaged place to twenty whole characters beyond ASCII.
fn is_utf8(head: &[u8], complete: bool) -> bool {
    let chunks: Vec<_> = head.utf8_chunks().collect();
    let cut_off = !complete && std::str::from_utf8(head).is_err_and(|error| error.error_len().is_none());
    let damaged = chunks.iter().filter(|chunk| !chunk.invalid().is_empty()).count() - usize::from(cut_off);
    let beyond = |text: &str| text.chars().filter(|c| !c.is_ascii()).count();
    damaged == 0 || damaged * 20 <= chunks.iter().map(|chunk| beyond(chunk.valid())).sum()
}

fn chinese_legacy(head: &[u8], complete: bool) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, complete);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    if guess == BIG5 { BIG5 } else { GB18030 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "截至2020年底，江州高新区拥有高新技术企业1373家，\n同比增长12.5%。";

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn read(bytes: Vec<u8>, encoding: Option<&'static Encoding>) -> Result<String, InputError> {
        let mut decoded = Decoded::open("x", Box::new(io::Cursor::new(bytes)), encoding)?;
        let mut text = String::new();
        while decoded.read_into(&mut text).map_err(|error| InputError::reading("x", &error))? {}
        Ok(text)
    }

    #[test]
    fn every_encoding_reads_the_same() {
        let gb = GB18030.encode(PAGE).0.into_owned();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        let cases = [
            ("utf-8", PAGE.as_bytes().to_vec()),
            ("utf-8 with mark", marked(b"\xEF\xBB\xBF", PAGE.as_bytes())),
            ("utf-16le with mark", marked(b"\xFF\xFE", &utf16(PAGE, false))),
            ("utf-16be with mark", marked(b"\xFE\xFF", &utf16(PAGE, true))),
            ("utf-16le", utf16(PAGE, false)),
            ("utf-16be", utf16(PAGE, true)),
            ("gb18030 with mark", marked(b"\x84\x31\x95\x33", &gb)),
            ("gb18030", gb),
        ];
        for (name, bytes) in cases {
            assert_eq!(read(bytes, None).as_deref(), Ok(PAGE), "{name}");
        }
    }

    #[test]
    fn short_gbk_is_gbk() {
        for text in ["江州", "截至2020年底", "增长12.5%", "中国", "亿元", "园区企业"] {
            let bytes = GB18030.encode(text).0.into_owned();
            assert_eq!(read(bytes, None).as_deref(), Ok(text), "{text}");
        }
    }

    #[test]
    fn a_named_encoding_is_obeyed() {
        let page = "截至二零二零年，園區企業增長";
        let bytes = BIG5.encode(page).0.into_owned();
        assert_eq!(read(bytes, Some(BIG5)).as_deref(), Ok(page));
    }

    #[test]
    fn damage_is_marked_and_does_not_change_the_encoding() {
        let mut bytes = PAGE.repeat(3).into_bytes();
        bytes.insert(3, 0xFF);
        let text = read(bytes, None).unwrap_or_default();
        assert!(text.starts_with("截\u{FFFD}至2020年底，江州"));
    }

    #[test]
    fn characters_cut_by_a_chunk_stay_whole() {
        for shift in 0..4 {
            let page = " ".repeat(shift) + &PAGE.repeat(3000);
            for bytes in [page.clone().into_bytes(), GB18030.encode(&page).0.into_owned(), utf16(&page, true)] {
                assert!(read(bytes, None).as_deref() == Ok(&page), "shift {shift}");
            }
        }
    }

    #[test]
    fn binary_data_is_told() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0".to_vec();
        let noise = (0..400u32).map(|i| (i.wrapping_mul(2654435761) >> 13) as u8 | 1).collect();
        for bytes in [png, noise, b"%PDF-1.4 text".to_vec(), vec![0; 70_000], b"page\0one of two".to_vec()] {
            assert!(read(bytes, None).is_err());
        }
        assert_eq!(read(Vec::new(), None).as_deref(), Ok(""));
    }
}
