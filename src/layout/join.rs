//! Joining lines into paragraphs, and settling what the lines around decide.
//!
//! In: the lines, each judged by itself. Out: [`Draft`]s, the coming blocks in the order of the page: which lines make one
//! paragraph, and where a paragraph goes on after a caption or a page number that cut it in two. Two regimes meet, often on
//! one page, and nothing says which holds, so it is judged around each line: in a *column* many lines of nearly one width
//! make a paragraph, and a line that fills the column and stops without 。 goes on below; in *clean* text a line is a
//! paragraph, and goes on only where it plainly was cut. Not here: the change of the text itself (`write`).

use super::line::{Ending, Line, Role};
use crate::chars;

/// A block to be: some lines of one role. Headlines and body are told apart later (`kind`).
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub lines: Vec<usize>,
    pub role: Role,
    /// Lines were put together although something stood between them.
    pub bridged: bool,
}

/// Lines this far around a line tell the width of its column.
const AROUND: usize = 8;
/// Columns by which the lines of one column differ: an indent of two characters, or marks kept off the line's beginning.
const RAGGED: u32 = 4;
/// A continuation may be wider than the line before by an indent and a mark.
const WIDER: u32 = 6;
/// The indent of a paragraph's first line: two characters.
const INDENT: u32 = 4;
/// A narrower line is no column of text: eight characters.
const NARROWEST: u32 = 16;
/// A line of clean text this wide is a paragraph, not a headline: thirty characters.
const PARAGRAPH: u32 = 60;
/// So many captions, page numbers and the like may stand inside a paragraph.
const BRIDGE: usize = 6;

/// Groups the lines into drafts.
pub(super) fn drafts(lines: &mut [Line]) -> Vec<Draft> {
    let fills = full_lines(lines);
    settle(lines, &fills);
    let page = Page { spaced: is_spaced(lines, &fills), whole: is_whole(lines), lines, fills };
    let mut drafts: Vec<Draft> = Vec::new();
    for (at, line) in page.lines.iter().enumerate() {
        match page.goes_on_from(&drafts, at) {
            Some(open) => {
                drafts[open].bridged |= open + 1 < drafts.len();
                drafts[open].lines.push(at);
            }
            None => drafts.push(Draft { lines: vec![at], role: line.role, bridged: false }),
        }
    }
    drafts
}

/// What `look` asks of the lines around, side by side in memory.
#[derive(Clone, Copy)]
struct Measure {
    width: u32,
    marks: u32,
    stops: u32,
    plain: bool,
    over: bool,
}

impl Measure {
    fn of(line: &Line) -> Self {
        let (plain, over) = (line.is_plain(), line.is_over());
        Measure { width: line.width, marks: line.marks, stops: line.stops, plain, over }
    }
}

/// Which lines fill their column: others near are as wide, most of them are cut in mid-sentence, and the neighbourhood
/// reads like prose, or the line beside does.
fn full_lines(lines: &[Line]) -> Vec<bool> {
    let measures: Vec<Measure> = lines.iter().map(Measure::of).collect();
    let listed = |at: usize| lines[at].label || lines[at].item;
    let looks: Vec<Look> = (0..lines.len()).map(|at| look(&measures, at, listed(at))).collect();
    let mut full: Vec<bool> = looks.iter().map(|look| *look == Look::Prose).collect();
    let spread = |full: &mut Vec<bool>, at: usize, from: usize| {
        full[at] |= looks[at] == Look::Column && full[from] && lines[at].width.abs_diff(lines[from].width) <= WIDER;
    };
    (1..lines.len()).for_each(|at| spread(&mut full, at, at - 1));
    (1..lines.len()).rev().for_each(|at| spread(&mut full, at - 1, at));
    full
}

/// What a line looks like among those around.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// No line of a column.
    Other,
    /// As wide as lines near it, most of which are cut.
    Column,
    /// The same, among enough marks for a running text.
    Prose,
}

fn look(lines: &[Measure], at: usize, listed: bool) -> Look {
    let line = lines[at];
    if line.width < NARROWEST || !line.plain {
        return Look::Other;
    }
    let (from, to) = (at.saturating_sub(AROUND), (at + AROUND + 1).min(lines.len()));
    let around = lines[from..at].iter().chain(&lines[at + 1..to]);
    let (mut near, mut cut, mut short, mut marks, mut stops) = (0, 0, 1, line.marks, line.stops);
    for other in around.filter(|other| other.plain && other.width <= line.width + WIDER) {
        if other.width + RAGGED >= line.width {
            near += 1;
            cut += u32::from(!other.over);
        }
        short += 1;
        marks += other.marks;
        stops += other.stops;
    }
    let beside =
        |at: usize| lines.get(at).is_some_and(|other| other.plain && other.width.abs_diff(line.width) <= RAGGED);
    let column = near >= 2 || (near == 1 && marks > 1 && (beside(at + 1) || beside(at.wrapping_sub(1))));
    if !column || cut * 2 < near {
        Look::Other
    } else if marks >= short || (marks * 2 >= short && stops > 0) {
        Look::Prose
    } else if listed {
        Look::Other
    } else {
        Look::Column
    }
}

/// Whether the page is set in columns with blank lines between most lines.
fn is_spaced(lines: &[Line], fills: &[bool]) -> bool {
    let spaced = lines.iter().filter(|line| line.gap > 0).count();
    let full = fills.iter().filter(|full| **full).count();
    spaced * 2 > lines.len() && full * 3 > lines.len()
}

/// Whether most lines as long as a paragraph are whole: then one that stops without 。 was cut.
fn is_whole(lines: &[Line]) -> bool {
    let long = || lines.iter().filter(|line| line.is_plain() && line.width >= PARAGRAPH);
    let cut = long().filter(|line| !line.is_over()).count();
    cut <= 1 || cut * 3 <= long().count()
}

/// Corrects the roles that a line's neighbours contradict or prove.
fn settle(lines: &mut [Line], fills: &[bool]) {
    for at in 0..lines.len() {
        if lines[at].weak && is_inside_column(lines, fills, at) {
            lines[at].role = Role::Plain;
        }
        if lines[at].is_spaced_row() && is_beside_row(lines, at) {
            lines[at].role = Role::Table;
        }
        if lines[at].role == Role::Caption && at > 0 && names_picture(lines, fills, at - 1) {
            lines[at - 1].role = Role::Caption;
        }
    }
}

/// A line that only a weak word sets apart belongs to the paragraph when the lines on both sides are cut lines of its width.
fn is_inside_column(lines: &[Line], fills: &[bool], at: usize) -> bool {
    let width = lines[at].width;
    let before = at.checked_sub(1).filter(|before| fills[*before] && !lines[*before].is_over());
    let after = lines.get(at + 1).is_some_and(|after| after.is_plain() && after.width <= width + WIDER);
    before.is_some_and(|before| lines[before].width.abs_diff(width) <= WIDER) && after
}

fn is_beside_row(lines: &[Line], at: usize) -> bool {
    let row = |line: &Line| line.role == Role::Table || line.is_spaced_row();
    lines.get(at + 1).is_some_and(row) || at.checked_sub(1).is_some_and(|before| row(&lines[before]))
}

/// A short line without figures right above a caption belongs to the picture, unless it is of the paragraph before.
fn names_picture(lines: &[Line], fills: &[bool], at: usize) -> bool {
    let line = &lines[at];
    let short = line.is_plain() && line.width <= PARAGRAPH + 4 && line.digits == 0 && !line.opens;
    let cut_before = at > 0 && lines[at - 1].is_plain() && !lines[at - 1].is_over();
    let full = fills[at] && line.width + 3 >= column(lines, fills, at, u32::MAX);
    short && !(cut_before && (line.is_over() || full))
}

/// The width of the column around a line, as far as it is below a limit: that of its second widest full line, since one may
/// hang over.
fn column(lines: &[Line], fills: &[bool], at: usize, limit: u32) -> u32 {
    let (from, to) = (at.saturating_sub(AROUND), (at + AROUND + 1).min(lines.len()));
    let full = (from..to).filter(|at| fills[*at]).map(|at| lines[at].width).filter(|width| *width <= limit);
    let (mut widest, mut second) = (0, 0);
    for width in full {
        second = second.max(width.min(widest));
        widest = widest.max(width);
    }
    second
}

struct Page<'a> {
    lines: &'a [Line],
    fills: Vec<bool>,
    spaced: bool,
    whole: bool,
}

impl Page<'_> {
    /// The draft that the line at `at` goes on with.
    fn goes_on_from(&self, drafts: &[Draft], at: usize) -> Option<usize> {
        let line = &self.lines[at];
        let last = drafts.len().checked_sub(1)?;
        if line.role == Role::Table {
            return (drafts[last].role == Role::Table).then_some(last);
        }
        if !line.is_plain() || line.opens || !line.kept.is_empty() {
            return None;
        }
        let furniture = |draft: &&Draft| matches!(draft.role, Role::Caption | Role::Masthead);
        let between = drafts.iter().rev().take(BRIDGE).take_while(furniture).count();
        let open = last.checked_sub(between)?;
        let draft = &drafts[open];
        let before = *draft.lines.last()?;
        let plain = draft.role == Role::Plain && self.lines[before].kept.is_empty();
        let goes_on = plain && if between > 0 { self.bridges(before, at) } else { self.follows(draft, before, at) };
        goes_on.then_some(open)
    }

    /// Whether line `b` goes on with line `a` right above it.
    fn follows(&self, draft: &Draft, a: usize, b: usize) -> bool {
        let (above, below) = (&self.lines[a], &self.lines[b]);
        if self.is_headline_pair(draft, a, b) {
            return true;
        }
        let first = draft.lines[0];
        let headline = draft.lines.len() > 1 && !self.fills[first] && !is_cut(&self.lines[first]);
        if headline {
            return false;
        }
        if !self.fills[a] && (is_unfinished(above) || (above.opens && !above.is_over())) && self.fills[b] {
            return true;
        }
        if !self.fills[a] {
            return is_cut(above)
                && goes_on_in(below)
                && (is_torn(above, below) || (self.whole && is_prose(above) && (below.gap > 0 || above.marks > 0)));
        }
        let labels = above.label && below.label;
        let indented = below.indent >= above.indent + 2;
        let column_grew = self.fills[b] && (above.stops > 0 || above.opens || is_unfinished(above));
        // the indent is part of a first line: it is short of the column by no more than its last word
        let narrower = above.width + above.indent.min(INDENT) + WIDER < below.width + below.indent.min(INDENT);
        if (narrower && !column_grew) || labels || indented {
            return false;
        }
        if above.is_over() { self.fills_on(draft, a, b) } else { !self.is_headline_above(draft, a, b) }
    }

    /// Whether a line as wide as the column is a headline after all: it is the first of its block, without marks, and it
    /// hangs over the column, or the line below is short of it by an indent, as the first line of a paragraph is.
    fn is_headline_above(&self, draft: &Draft, a: usize, b: usize) -> bool {
        let (above, below) = (&self.lines[a], &self.lines[b]);
        if draft.lines.len() > 1 || above.marks > 0 || below.is_over() {
            return false;
        }
        let column = column(self.lines, &self.fills, b, below.width + WIDER);
        let short_by = |line: &Line| column.saturating_sub(line.width);
        let next_is_full = self.lines.get(b + 1).is_some_and(|next| next.width + 2 >= column || next.is_over());
        let over = above.width > column + 2;
        over || ((3..=6).contains(&short_by(below)) && !(3..=5).contains(&short_by(above)) && next_is_full)
    }

    /// Whether a line is no full line of the column around it.
    fn is_short(&self, at: usize) -> bool {
        !self.fills[at] || self.lines[at].width + WIDER < column(self.lines, &self.fills, at, u32::MAX)
    }

    /// A full line that ends with 。: the paragraph goes on unless the next line is short of the column, as a first line is.
    fn fills_on(&self, draft: &Draft, a: usize, b: usize) -> bool {
        let (above, below) = (&self.lines[a], &self.lines[b]);
        let wider_gap = draft.lines.len() > 1 && below.gap > above.gap;
        if wider_gap || below.item || below.label {
            return false;
        }
        let next = self.lines.get(b + 1).filter(|next| next.is_plain() && next.width <= above.width + WIDER);
        let before = draft.lines.iter().rev().nth(1).map_or(0, |before| self.lines[*before].width);
        let column = above.width.max(below.width).max(before).max(next.map_or(0, |next| next.width));
        above.width + 2 >= column && (below.width + 2 >= column || below.is_over())
    }

    /// Whether line `b` goes on with line `a` across captions and the like.
    fn bridges(&self, a: usize, b: usize) -> bool {
        let (above, below) = (&self.lines[a], &self.lines[b]);
        if self.fills[a] {
            return !above.is_over()
                && above.ending != Ending::Half
                && !below.item
                && (self.fills[b] || below.is_over());
        }
        is_cut(above) && goes_on_in(below) && (is_torn(above, below) || (self.whole && above.stops > 0))
    }

    /// Two lines of a headline: on a page with blank lines between lines, these two have none.
    fn is_headline_pair(&self, draft: &Draft, a: usize, b: usize) -> bool {
        let headline = |at: usize| {
            let line = &self.lines[at];
            let text = line.ending == Ending::Open && line.stops == 0 && !line.label && !line.opens;
            text && line.width <= PARAGRAPH
        };
        let close = self.spaced && self.lines[b].gap == 0 && draft.lines.len() <= 2 && !self.lines[b].item;
        close && self.is_short(draft.lines[0]) && headline(a) && headline(b)
    }
}

/// A line that ends with a comma or an opening bracket.
fn is_unfinished(line: &Line) -> bool {
    line.ending == Ending::Comma
}

/// A line of clean text that is a paragraph and has no end.
fn is_cut(line: &Line) -> bool {
    matches!(line.ending, Ending::Open | Ending::Comma) && (line.width >= PARAGRAPH || line.stops > 0)
}

/// A line that may be the rest of a paragraph of clean text.
fn goes_on_in(line: &Line) -> bool {
    !line.item && !line.label && (line.width >= 40 || line.is_over())
}

/// Long or with sentences in it: no headline.
fn is_prose(line: &Line) -> bool {
    line.stops > 0 || line.width >= 100
}

/// The cut shows: at a comma, a number, an open bracket, or before a mark that begins no line.
fn is_torn(above: &Line, below: &Line) -> bool {
    let first = below.first;
    let mark =
        chars::is_closer(first) || chars::is_stop(first) || chars::is_pause(first) || matches!(first, '%' | '％');
    mark || above.ending == Ending::Comma || above.open > 0 || chars::is_digit(above.last)
}
