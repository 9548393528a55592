//! Where documents come from: paths, folders and streams become decoded pages, one at a time.
//!
//! In: a list of inputs (files, folders, standard input) and [`Options`]. Out: an iterator of [`Document`]s with
//! their names and issue dates, or an [`InputError`] for each input or line that could not be read; the rest goes on.
//! A text file is one document for each page that a form feed ends; a JSONL file is one for each line
//! `{"id","text","date","source"}`. Everything is read in pieces, so memory holds one page, never one file.
//! Not here: any look at what the text says, save for the date on a masthead (报头, the strip that names the paper).
//!
//! | file | what it does |
//! |---|---|
//! | `inputs` | walks folders, reads `--files-from` lists |
//! | `decode` | settles the encoding on the first 64 KiB, decodes piece by piece |
//! | `pieces` | cuts the decoded stream into pages or lines |
//! | `pages`, `records` | make documents of them |
//! | `dates` | finds issue dates |

mod dates;
mod decode;
mod inputs;
mod pages;
mod pieces;
mod records;

pub use dates::{IssueDates, MastheadWords, parse_date, read_dates};
pub use inputs::{Input, read_list};

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::Encoding;

use crate::document::{Document, Note};
use crate::span::Span;
use decode::Decoded;
use inputs::Walk;
use pages::Pages;
use records::Records;

/// How the bytes of an input are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// `.jsonl` files and streams that begin with a record as JSONL, all else as text.
    #[default]
    Auto,
    /// As text, whatever the name.
    Text,
    /// As JSONL, whatever the name.
    Jsonl,
}

/// An input, or a line of one, that could not be read, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// The input's name as the user gave it.
    pub input: String,
    /// Its line, from 1, where only that line failed.
    pub line: Option<usize>,
    /// What went wrong.
    pub problem: String,
    /// What the user can do.
    pub remedy: &'static str,
}

impl InputError {
    /// An error about a whole input.
    pub fn new(input: impl Into<String>, problem: impl Into<String>, remedy: &'static str) -> Self {
        InputError { input: input.into(), line: None, problem: problem.into(), remedy }
    }

    /// The same error, about one line.
    pub fn at_line(self, line: usize) -> Self {
        InputError { line: Some(line), ..self }
    }

    fn reading(input: &str, error: &std::io::Error) -> Self {
        let remedy = match error.kind() {
            std::io::ErrorKind::NotFound => "check the path",
            std::io::ErrorKind::PermissionDenied => "check the permissions",
            _ => "check that it can be read",
        };
        InputError::new(input, format!("cannot read it: {error}"), remedy)
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.input)?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {}; {}", self.problem, self.remedy)
    }
}

impl std::error::Error for InputError {}

/// How inputs are read, settled before the first one is opened.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Text or JSONL.
    pub kind: InputKind,
    /// The encoding to use in place of detection.
    pub encoding: Option<&'static Encoding>,
    /// What is known of issue dates.
    pub dates: IssueDates,
    /// A file that folders pass over: the output, which would otherwise be read by the next run.
    pub output: Option<PathBuf>,
}

/// The documents of a list of inputs, read lazily and in order.
///
/// ```
/// use shishu::source::{Input, Options, Source};
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("2021-01-25.txt");
/// std::fs::write(&path, "第一版\x0C第二版")?;
/// let pages: Vec<_> = Source::new(vec![Input::Path(path)], Options::default()).collect::<Result<_, _>>()?;
/// assert_eq!(pages[1].text, "第二版");
/// assert_eq!(pages[1].first_char, 4);
/// assert_eq!(pages[1].issue_date.map(|day| day.to_string()).as_deref(), Some("2021-01-25"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Source {
    walk: Walk,
    open: Option<Reader>,
    options: Options,
    bytes_read: Arc<AtomicU64>,
}

enum Reader {
    Pages(Pages),
    Records(Records),
}

impl Source {
    /// A source over these inputs.
    pub fn new(inputs: Vec<Input>, options: Options) -> Self {
        let walk = Walk::new(inputs, options.output.as_deref());
        Source { walk, open: None, options, bytes_read: Arc::default() }
    }

    /// Files of folders that were passed over since the last call, by name.
    pub fn take_passed_over(&mut self) -> Vec<String> {
        self.walk.take_passed_over()
    }

    /// A counter of the bytes read so far, for a progress bar.
    pub fn bytes_read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes_read)
    }

    fn open(&self, input: &Input) -> Result<Reader, InputError> {
        let name = input.name();
        let bytes: Box<dyn Read + Send> = match input {
            Input::Stdin => Box::new(std::io::stdin()),
            Input::Path(path) => Box::new(File::open(path).map_err(|e| InputError::reading(&name, &e))?),
        };
        let bytes = Counted { bytes, count: self.bytes_read() };
        let decoded = Decoded::open(&name, Box::new(bytes), self.options.encoding)?;
        Ok(match self.is_jsonl(input, decoded.head()) {
            true => Reader::Records(Records::new(name, decoded)),
            false => Reader::Pages(Pages::new(name, decoded)),
        })
    }

    fn is_jsonl(&self, input: &Input, head: &str) -> bool {
        match (self.options.kind, input) {
            (InputKind::Text, _) => false,
            (InputKind::Jsonl, _) => true,
            (InputKind::Auto, Input::Path(path)) => inputs::has_ending(path, &["jsonl"]),
            (InputKind::Auto, Input::Stdin) => records::begins_with_record(head),
        }
    }
}

impl Iterator for Source {
    type Item = Result<Document, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let item = match &mut self.open {
                Some(Reader::Pages(pages)) => pages.next(&self.options.dates),
                Some(Reader::Records(records)) => records.next(&self.options.dates),
                None => None,
            };
            if item.is_some() {
                return item;
            }
            self.open = None;
            match self.walk.next()?.and_then(|input| self.open(&input)) {
                Ok(reader) => self.open = Some(reader),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

struct Counted {
    bytes: Box<dyn Read + Send>,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let len = self.bytes.read(buffer)?;
        self.count.fetch_add(len as u64, Ordering::Relaxed);
        Ok(len)
    }
}

/// A note for a document that holds characters which could not be decoded (they read U+FFFD).
pub fn decoding_note(document: &Document) -> Option<Note> {
    const LOST: char = char::REPLACEMENT_CHARACTER;
    let start = memchr::memmem::find(document.text.as_bytes(), LOST.encode_utf8(&mut [0; 4]).as_bytes())?;
    let count = document.text.matches(LOST).count();
    let message = format!("{count} characters could not be decoded; if the page reads wrong, pass --encoding");
    Some(Note { span: Span::new(start, start + LOST.len_utf8()), stage: "source", message })
}

/// How many bytes the inputs hold, as far as files can be counted beforehand; `None` with standard input.
pub fn total_bytes(inputs: &[Input]) -> Option<u64> {
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |data| data.len());
    if inputs.contains(&Input::Stdin) {
        return None;
    }
    let mut total = 0;
    for input in inputs {
        let files = Walk::new(vec![input.clone()], None).flatten();
        total += files.map(|file| if let Input::Path(path) = file { size(&path) } else { 0 }).sum::<u64>();
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8], name: &str) -> std::io::Result<Vec<Result<Document, InputError>>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join(name);
        std::fs::write(&path, bytes)?;
        Ok(Source::new(vec![Input::Path(path)], Options::default()).collect())
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            for name in ["a.txt", "a.jsonl"] {
                prop_assert!(read(&bytes, name).is_ok());
            }
        }

        #[test]
        fn pages_know_where_they_begin(text in "[a-z0-9.\n\r\x0C年月日新区（）]{0,120}") {
            let pages: Vec<Document> = read(text.as_bytes(), "a.txt")?.into_iter().flatten().collect();
            for page in pages {
                let rest: String = text.chars().skip(page.first_char).collect();
                prop_assert!(rest.starts_with(&page.text));
                let before: String = text.chars().take(page.first_char).collect();
                prop_assert_eq!(before.matches('\n').count(), page.first_line);
            }
        }

        #[test]
        fn any_text_may_be_asked_for_a_date(text in "[0-9年月日.星期一 :：\\-日期]{0,60}|\\PC{0,60}") {
            let words = MastheadWords { weekday: vec!["星期".into()], published: vec!["日期".into()] };
            let dates = IssueDates { words, ..IssueDates::default() };
            let _ = (dates.on_masthead(&text), dates.known(&[&text]), parse_date(&text));
        }
    }

    #[test]
    fn files_and_folders_are_weighed_and_streams_are_not() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("a.txt"), "12345")?;
        std::fs::write(folder.path().join("b.csv"), "123")?;
        let inputs = [folder.path().into(), folder.path().join("b.csv")].map(Input::Path);
        assert_eq!(total_bytes(&inputs), Some(8));
        assert_eq!(total_bytes(&[Input::Stdin]), None);
        Ok(())
    }

    #[test]
    fn an_error_names_the_input_the_line_and_the_next_step() {
        let error = InputError::new("a.jsonl", "not a record", "mend the line");
        assert_eq!(error.to_string(), "a.jsonl: not a record; mend the line");
        assert_eq!(error.at_line(7).to_string(), "a.jsonl:7: not a record; mend the line");
    }

    #[test]
    fn lost_characters_make_one_note() {
        let document = Document { text: "甲\u{FFFD}乙\u{FFFD}".into(), ..Document::default() };
        let note = decoding_note(&document).map(|note| (note.span, note.message));
        let (span, message) = note.unwrap_or_default();
        assert_eq!(span, Span::new(3, 6));
        assert!(message.starts_with("2 characters"));
        assert_eq!(decoding_note(&Document::default()), None);
    }
}
