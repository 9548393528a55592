//! A text file as documents, one for each page.
//!
//! In: the pieces between form feeds. Out: [`Document`]s that know how many characters and lines come before them.
//! A page without a masthead takes the date of an earlier page of the same file: a file is one issue or one report
//! unless its mastheads say otherwise. Not here: decoding, and finding dates.

use chrono::NaiveDate;

use super::dates::IssueDates;
use super::decode::Decoded;
use super::pieces::Pieces;
use super::{Document, InputError};

/// The pages of one text file.
pub struct Pages {
    name: String,
    pieces: Pieces,
    first_char: usize,
    first_line: usize,
    masthead: Option<NaiveDate>,
}

impl Pages {
    /// The pages of a decoded text.
    pub fn new(name: String, decoded: Decoded) -> Self {
        Pages { name, pieces: Pieces::new(decoded, b'\x0C'), first_char: 0, first_line: 0, masthead: None }
    }

    /// The next page.
    pub fn next(&mut self, dates: &IssueDates) -> Option<Result<Document, InputError>> {
        let text = match self.pieces.next() {
            Ok(text) => text?,
            Err(error) => return Some(Err(InputError::reading(&self.name, &error))),
        };
        let (first_char, first_line) = (self.first_char, self.first_line);
        self.first_char += text.chars().count() + 1; // the form feed
        self.first_line += memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let issue_date = dates.known(&[&self.name]).or_else(|| self.masthead_date(dates, &text));
        Some(Ok(Document { name: self.name.clone(), text, issue_date, first_char, first_line }))
    }

    fn masthead_date(&mut self, dates: &IssueDates, text: &str) -> Option<NaiveDate> {
        self.masthead = dates.on_masthead(text).or(self.masthead);
        self.masthead
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masthead_holds_until_the_next_one() {
        let text = "第一版\x0C2021.1.25星期一\n第二版\x0C第三版\x0C2021.1.26星期二\x0C第五版".as_bytes();
        let mut dates = IssueDates::default();
        dates.words.weekday = vec!["星期".into()];
        let decoded = Decoded::open("x", Box::new(text), None).expect("text is no binary data");
        let mut pages = Pages::new("x".into(), decoded);
        let next = || pages.next(&dates)?.ok();
        let days: Vec<_> = std::iter::from_fn(next).map(|page| page.issue_date.map(|day| day.to_string())).collect();
        let days: Vec<_> = days.iter().map(|day| day.as_deref().unwrap_or("")).collect();
        assert_eq!(days, ["", "2021-01-25", "2021-01-25", "2021-01-26", "2021-01-26"]);
    }
}
