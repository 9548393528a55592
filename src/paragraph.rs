//! Paragraphs: the text of an article, read into sentences with their mentions.
//!
//! In: an [`Article`] of a [`Page`]. Out: [`Paragraph`]s in reading order, the headline first. Not here: what they are about (see
//! `topic`), names of parks that only the whole article tells (see `park_names`).

use std::collections::HashMap;

use crate::article::Article;
use crate::document::Note;
use crate::layout::{BlockKind, Page};
use crate::mention::vocabulary::Vocabulary;
use crate::mention::{self, Kind, Mention};
use crate::resolve::{Previous, Scope};
use crate::sentence::{self, Sentence};

/// The longest line of a list that ends like a sentence, in bytes: about eighty characters.
const LONGEST_ITEM: usize = 240;

/// A sentence with its mentions.
pub struct Scanned {
    /// Where it stands.
    pub sentence: Sentence,
    /// Its mentions in reading order.
    pub mentions: Vec<Mention>,
}

/// A block of an article with its sentences.
pub struct Paragraph {
    /// What the block is.
    pub kind: BlockKind,
    /// Its sentences.
    pub sentences: Vec<Scanned>,
}

impl Scanned {
    /// The sentence as the resolution sees it.
    pub fn scope<'a>(&'a self, page: &'a Page) -> Scope<'a> {
        let Scanned { sentence, mentions } = self;
        let Sentence { clauses, brackets, .. } = sentence;
        Scope { text: &page.text, clauses, brackets, mentions, previous: Previous::default() }
    }
}

impl Paragraph {
    /// Whether it is a headline or an inner title.
    pub fn is_heading(&self) -> bool {
        self.kind == BlockKind::Heading
    }

    /// All its mentions.
    pub fn mentions(&self) -> impl Iterator<Item = &Mention> {
        self.sentences.iter().flat_map(|s| &s.mentions)
    }

    /// The parks that it names.
    pub fn zones(&self) -> impl Iterator<Item = &str> {
        self.mentions().filter_map(|m| if let Kind::Zone(name) = &m.kind { Some(name.as_str()) } else { None })
    }

    /// Whether it may be a line of a list: one sentence without a full stop, or a short one.
    pub fn is_item(&self, page: &Page) -> bool {
        match &self.sentences[..] {
            [] => true,
            [only] => !self.ends_with(page, &['。', '！']) || only.sentence.span.len() <= LONGEST_ITEM,
            _ => false,
        }
    }

    /// Whether it tells a number.
    pub fn has_amounts(&self) -> bool {
        self.mentions().any(Mention::is_amount)
    }

    /// Whether it is one sentence, or speaks of one time.
    pub fn tells_one_time(&self) -> bool {
        let times = self.mentions().filter(|m| matches!(m.kind, Kind::Period(_))).count();
        self.sentences.len() == 1 || times == 1
    }

    /// Whether its text ends with one of the marks.
    pub fn ends_with(&self, page: &Page, marks: &[char]) -> bool {
        self.sentences.last().is_some_and(|s| s.sentence.span.of(&page.text).trim_end().ends_with(marks))
    }

    /// Whether it stands above what follows and tells no number: a heading, or a line of one clause without a full stop
    /// (一、2022年计划执行情况).
    pub fn is_title(&self) -> bool {
        let line = |s: &Scanned| s.sentence.clauses.iter().map(|c| c.end).max() == Some(s.sentence.span.end);
        let bare = matches!(&self.sentences[..], [only] if only.sentence.clauses.len() == 1 && line(only));
        !self.has_amounts() && (self.is_heading() || bare)
    }
}

/// Reads the paragraphs of an article; what its sentences leave in doubt goes to `notes`.
pub fn read(page: &Page, article: &Article, vocabulary: &Vocabulary, notes: &mut Vec<Note>) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let mut scratch = Vec::with_capacity(64);
    let blocks = article.headline.iter().chain(article.blocks.iter().filter(|b| Some(**b) != article.headline));
    for block in blocks.map(|&b| &page.blocks[b]) {
        if !matches!(block.kind, BlockKind::Heading | BlockKind::Body | BlockKind::Caption) {
            continue;
        }
        let (sentences, more) = sentence::split(&page.text, block.span);
        notes.extend(more.into_iter().map(|note| Note { span: page.map.hull(note.span), ..note }));
        let sentences = sentences.into_iter().map(|sentence| Scanned {
            mentions: mention::scan_with(&mut scratch, &page.text, sentence.span, vocabulary),
            sentence,
        });
        paragraphs.push(Paragraph { kind: block.kind, sentences: sentences.collect() });
    }
    paragraphs
}

/// How often each park is named.
pub fn counts<'p>(paragraphs: impl Iterator<Item = &'p Paragraph>) -> HashMap<&'p str, usize> {
    let mut seen = HashMap::new(); // looked up only, never iterated
    paragraphs.flat_map(Paragraph::zones).for_each(|name| *seen.entry(name).or_default() += 1);
    seen
}
