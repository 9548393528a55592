//! The words of `rules/layout.toml`, and one table that finds them all.
//!
//! In: the word lists as the rule pack gives them. Out: [`LayoutWords`], and for one line its [`Marks`]: which lists have
//! a word at its start, inside, and at its end. Not here: what follows from that, which is `line`'s to say.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::chars::{self, CharSet};
use crate::word_table::{Builder, WordTable};

/// The word lists of the layout and article stages. The file itself says what each is for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)]
pub struct LayoutWords {
    pub datelines: Vec<String>,
    pub agencies: Vec<String>,
    pub agency_ends: Vec<String>,
    pub byline_marks: CharSet,
    pub bylines: Vec<String>,
    pub caption_starts: Vec<String>,
    pub caption_words: Vec<String>,
    pub credit_ends: Vec<String>,
    pub masthead_words: Vec<String>,
    pub masthead_ends: Vec<String>,
    pub weekdays: Vec<String>,
    pub sheet_words: Vec<String>,
    pub continuations: Vec<String>,
    pub publication: Vec<String>,
    pub image_starts: Vec<String>,
    pub table_starts: Vec<String>,
    pub digests: Vec<String>,
    pub item_starts: Vec<String>,
    pub item_numerals: CharSet,
    pub item_marks: CharSet,
    pub item_circled: CharSet,
    pub terminals: CharSet,
    pub half_stops: CharSet,
    pub closers: CharSet,
    #[serde(skip)]
    table: OnceLock<WordTable<u32>>,
}

/// A word list that lines are searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum List {
    Dateline,
    Agency,
    AgencyEnd,
    Byline,
    CaptionStart,
    CaptionWord,
    CreditEnd,
    Masthead,
    MastheadEnd,
    Weekday,
    Sheet,
    Continuation,
    Publication,
    Image,
    Table,
    Digest,
    Item,
}

/// Sets of lists, one bit each: those with a word at the start of a text, anywhere in it, at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    start: u32,
    inside: u32,
    end: u32,
    /// Where the longest word at the start ends.
    pub(crate) start_len: usize,
}

impl Marks {
    pub(crate) fn starts(self, list: List) -> bool {
        self.start & (1 << list as u32) != 0
    }

    pub(crate) fn holds(self, list: List) -> bool {
        self.inside & (1 << list as u32) != 0
    }

    pub(crate) fn ends(self, list: List) -> bool {
        self.end & (1 << list as u32) != 0
    }
}

impl LayoutWords {
    /// Which lists have words in the first `reach` bytes of `text`, a line. A table of words is as
    /// fast here as an Aho–Corasick automaton, and saves a twentieth of the start-up, which building one took.
    pub(crate) fn marks(&self, text: &str, reach: usize) -> Marks {
        let table = self.table.get_or_init(|| self.compile());
        let reach = reach.min(text.len());
        let whole = (0..=reach).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let text = &text[..whole];
        let mut marks = Marks::default();
        let mut behind = text.chars();
        while let Some(c) = behind.next() {
            table.each(c, behind.clone(), |left, &lists| {
                marks.inside |= lists;
                if text.len() - left == reach {
                    marks.end |= lists;
                }
            });
        }
        self.marks_at_start(text, marks)
    }

    fn compile(&self) -> WordTable<u32> {
        let mut table = Builder::default();
        for (list, words) in self.lists() {
            for word in words.iter().filter(|word| !word.is_empty()) {
                *table.entry(word) |= 1 << list as u32;
            }
        }
        table.build()
    }

    fn lists(&self) -> [(List, &[String]); 17] {
        [
            (List::Dateline, &self.datelines),
            (List::Agency, &self.agencies),
            (List::AgencyEnd, &self.agency_ends),
            (List::Byline, &self.bylines),
            (List::CaptionStart, &self.caption_starts),
            (List::CaptionWord, &self.caption_words),
            (List::CreditEnd, &self.credit_ends),
            (List::Masthead, &self.masthead_words),
            (List::MastheadEnd, &self.masthead_ends),
            (List::Weekday, &self.weekdays),
            (List::Sheet, &self.sheet_words),
            (List::Continuation, &self.continuations),
            (List::Publication, &self.publication),
            (List::Image, &self.image_starts),
            (List::Table, &self.table_starts),
            (List::Digest, &self.digests),
            (List::Item, &self.item_starts),
        ]
    }

    /// Whether a text begins as an article does: 本报讯, 新华社北京1月18日电.
    pub(crate) fn opens_article(&self, text: &str) -> bool {
        let text = text.trim_start_matches(|c| chars::is_opener(c) || chars::is_space(c));
        let start = self.marks_at_start(text, Marks::default());
        let sent = || self.marks(text, AGENCY_REACH).holds(List::AgencyEnd);
        start.starts(List::Dateline) || start.starts(List::Agency) && !start.starts(List::Byline) && sent()
    }

    /// Adds the lists that have words at the start of `text`; the rest is not looked at.
    fn marks_at_start(&self, text: &str, mut marks: Marks) -> Marks {
        let table = self.table.get_or_init(|| self.compile());
        let mut behind = text.chars();
        table.each(behind.next().unwrap_or_default(), behind, |left, &lists| {
            marks.start |= lists;
            marks.start_len = text.len() - left;
        });
        marks
    }

    /// Whether a byline stands before its article: it has a mark or a word such as 记者; a bare name stands after.
    pub(crate) fn is_opening_byline(&self, text: &str) -> bool {
        let marks = self.marks(text, text.len());
        text.starts_with(|c| self.byline_marks.contains(c)) || marks.starts(List::Byline) || self.opens_article(text)
    }

    /// Whether a masthead block is the paper's own: its date, its editors, not a page number.
    pub(crate) fn is_paper_masthead(&self, text: &str) -> bool {
        let marks = self.marks(text, text.len());
        (marks.holds(List::Masthead) || marks.holds(List::Weekday)) && !marks.starts(List::Publication)
    }

    /// Whether a masthead block tells when and by whom a web page was published.
    pub(crate) fn is_publication(&self, text: &str) -> bool {
        let marks = self.marks(text, text.len());
        marks.starts(List::Publication) || (marks.holds(List::Publication) && text.starts_with(chars::is_digit))
    }

    /// Whether a headline names a page of short news.
    pub(crate) fn names_digest(&self, text: &str) -> bool {
        text.chars().count() <= 16 && self.marks(text, text.len()).holds(List::Digest)
    }

    /// A word of a byline without 记者 and the like around the name, and whether there was any.
    pub(crate) fn without_byline<'a>(&self, word: &'a str) -> (&'a str, bool) {
        let mut rest = word;
        while let Some(shorter) =
            self.bylines.iter().find_map(|b| rest.strip_prefix(b.as_str()).or(rest.strip_suffix(b.as_str())))
        {
            if shorter.len() == rest.len() {
                break;
            }
            rest = shorter;
        }
        (rest, rest.len() < word.len())
    }

    /// Whether a title is numbered, and so stands inside an article.
    pub(crate) fn starts_numbered(&self, title: &str) -> bool {
        self.starts_item(title, Marks::default())
    }

    /// Whether a line begins with the mark of a numbered item: 一是, （三）, 2., ④.
    pub(crate) fn starts_item(&self, line: &str, marks: Marks) -> bool {
        if marks.starts(List::Item) {
            return true;
        }
        let mut rest = line.chars().peekable();
        let Some(&first) = rest.peek() else { return false };
        if self.item_circled.contains(first) {
            return true;
        }
        let bracket = matches!(first, '（' | '(');
        if bracket {
            rest.next();
        }
        let mut numerals = 0;
        while rest.next_if(|c| self.item_numerals.contains(*c)).is_some() {
            numerals += 1;
        }
        let marked = (1..=3).contains(&numerals) && rest.next().is_some_and(|c| self.item_marks.contains(c));
        marked && (bracket || !rest.next().is_some_and(chars::is_digit))
    }
}

/// An agency line names its place and day before 电: two dozen characters.
const AGENCY_REACH: usize = 72;

#[cfg(test)]
pub(crate) fn test_words() -> LayoutWords {
    toml::from_str(include_str!("../../rules/layout.toml")).expect("the built-in words parse")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_openers() {
        let words = test_words();
        for (text, opens) in [
            ("本报讯（记者 某某）近日，", true),
            ("【本报讯】近日，", true),
            ("新华社江州1月18日电 记者", true),
            ("本报江州讯（记者 某某）近日，", true),
            ("本报记者 某某 通讯员 某某", false),
            ("新华社的报道说", false),
            ("近日，本报讯", false),
            ("", false),
        ] {
            assert_eq!(words.opens_article(text), opens, "{text}");
        }
    }

    #[test]
    fn item_marks() {
        let words = test_words();
        for (line, item) in [
            ("一是做强平台", true),
            ("（三）扩大开放", true),
            ("2.完善机制", true),
            ("12、某事", true),
            ("④某事", true),
            ("5.2个百分点", false),
            ("2020年", false),
            ("（江州）科学城", false),
            ("一季度增长", false),
        ] {
            assert_eq!(words.starts_item(line, words.marks(line, line.len())), item, "{line}");
        }
    }

    #[test]
    fn unknown_lists_are_errors() {
        assert!(toml::from_str::<LayoutWords>("dateline = []").is_err());
        assert_eq!(LayoutWords::default().marks("本报讯", 9), Marks::default());
    }
}
