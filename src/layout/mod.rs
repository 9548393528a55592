//! Layout repair: from the text as it was stored to paragraphs as they were written.
//!
//! In: the decoded text of one page: PDF text with a hard break (and often a blank line) after every printed line, OCR
//! Markdown, a clean web page, or a mixture. Out: a [`Page`]: the repaired text, the map back to the input, and its
//! [`Block`]s. The repaired text only drops and moves pieces of the input; it never rewrites or inserts a character, so
//! full-width forms stay as they are. The steps: `line` judges each line by itself in one pass, `shadow` finds headlines
//! printed double, `join` makes paragraphs of lines, `kind` tells headlines from body, `write` puts the text together.
//! What a headline belongs to, and where an article begins, is left to [`article`](crate::article). Tables are set aside
//! as they are: their cells are not read.

mod join;
mod kind;
mod line;
mod shadow;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use words::LayoutWords;

use crate::document::Note;
use crate::span::{OffsetMap, Span};
use join::Draft;
use line::Line;

/// A page after layout repair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The repaired text: pieces of the input, some moved, a line break of the input after each block.
    pub text: String,
    /// Where each piece comes from. Input bytes that no piece covers were dropped: white space, invisible characters,
    /// and second copies of doubled headlines, which `notes` list.
    pub map: OffsetMap,
    /// The blocks in reading order; their spans are disjoint and hold every visible character but the `#` of titles.
    pub blocks: Vec<Block>,
    /// What was dropped or moved although a reader saw it. Spans are those of the input.
    pub notes: Vec<Note>,
}

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its place in the repaired text.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A headline, a title inside an article, or a line that may be one.
    Heading,
    /// A paragraph, or one line of a list.
    Body,
    /// What stands under a picture.
    Caption,
    /// Who wrote or photographed it.
    Byline,
    /// Furniture: the paper's name and date, editors, page numbers, the lines about a web page's publication.
    Masthead,
    /// Rows of a table, one a line.
    Table,
}

impl Page {
    /// The level of a Markdown title (`##` is 2), or 0 for any other block.
    pub fn level(&self, block: usize) -> usize {
        let Some(block) = self.blocks.get(block).filter(|block| block.kind == BlockKind::Heading) else { return 0 };
        let before = self.text.get(..block.span.start).unwrap_or("").trim_end_matches([' ', '\t']);
        before.len() - before.trim_end_matches('#').len()
    }
}

/// Repairs the layout of a page.
///
/// ```
/// use shishu::layout::{LayoutWords, repair};
/// let words: LayoutWords = toml::from_str("terminals = '。'").unwrap();
/// let page = repair("江州园区落户24个项目，总投资额达212亿\n\n元。随后，项目陆续开工，预计带动就业万余\n\n人。", &words);
/// assert_eq!(page.blocks.len(), 1);
/// assert!(page.text.contains("总投资额达212亿元。"));
/// ```
pub fn repair(text: &str, words: &LayoutWords) -> Page {
    let mut lines = line::lines(text, words);
    shadow::mark(text, &mut lines);
    let drafts = join::drafts(&mut lines);
    let kinds = kind::kinds(&lines, &drafts);
    let mut writer = write::Writer::new(text);
    let mut blocks = Vec::with_capacity(drafts.len());
    let mut notes = Vec::new();
    let mut members: Vec<&Line> = Vec::new();
    for (draft, kind) in drafts.iter().zip(kinds) {
        members.clear();
        members.extend(draft.lines.iter().map(|at| &lines[*at]));
        blocks.push(writer.block(&members, kind));
        note(draft, &members, &mut notes);
    }
    Page { text: writer.text, map: writer.map, blocks, notes }
}

/// Notes what a draft drops or moves.
fn note(draft: &Draft, lines: &[&Line], notes: &mut Vec<Note>) {
    let mut add = |span: Span, message: &str| notes.push(Note { span, stage: "layout", message: message.into() });
    for line in lines.iter().filter(|line| !line.kept.is_empty()) {
        add(line.span, "headline printed double: one copy kept");
    }
    if let (true, Some(first), Some(last)) = (draft.bridged, lines.first(), lines.last()) {
        add(first.span.hull(last.span), "paragraph cut in two by a caption or page number: joined");
    }
}
