//! Writing the repaired text: which characters stay, in which order, and the map back.
//!
//! In: the lines and drafts. Out: the text of the [`Page`](super::Page), its map and its blocks. Line breaks inside a
//! paragraph go, and so do spaces that only typesetting put there: between 2020 and 年, and between the characters of
//! letter-spaced text. A break or a space between Latin words stays, and so does one between Chinese phrases
//! (a headline's 某某园区 动能强劲). Nothing is rewritten or inserted. Not here: any decision about lines.

use super::line::Line;
use super::{Block, BlockKind};
use crate::chars;
use crate::span::{OffsetMap, Span};

/// The page's text while it grows.
pub(super) struct Writer<'a> {
    source: &'a str,
    pub text: String,
    pub map: OffsetMap,
    /// How the line before ended, inside a block.
    before: Side,
}

impl<'a> Writer<'a> {
    pub fn new(source: &'a str) -> Self {
        Writer { source, text: String::with_capacity(source.len()), map: OffsetMap::default(), before: Side::default() }
    }

    fn push(&mut self, span: Span) {
        self.text.push_str(span.of(self.source));
        self.map.push(span.start, span.len());
    }

    /// Writes the lines of a block and one break after them; returns the block.
    pub fn block(&mut self, lines: &[&Line], kind: BlockKind) -> Block {
        let mut start = self.text.len();
        self.before = Side::default();
        for (at, line) in lines.iter().enumerate() {
            if at > 0 && (kind == BlockKind::Table || splits_words(lines[at - 1], line)) {
                self.push(lines[at - 1].after);
            }
            self.line(line, kind);
            self.before = Side { edge: line.last, ..Side::default() };
        }
        if kind == BlockKind::Heading {
            let written = &self.text[start..];
            start += written.len() - written.trim_start_matches('#').trim_start().len();
        }
        let span = Span::new(start, self.text.len());
        self.push(break_after(lines, kind));
        Block { span, kind }
    }

    fn line(&mut self, line: &Line, kind: BlockKind) {
        if !line.kept.is_empty() {
            line.kept.iter().for_each(|span| self.tidy(*span, line));
        } else if line.untidy {
            if kind == BlockKind::Table { self.visible(line.span) } else { self.tidy(line.span, line) }
        } else {
            self.push(line.span);
        }
    }

    /// Writes a span without its invisible characters.
    fn visible(&mut self, span: Span) {
        let mut from = span.start;
        for (at, c) in span.of(self.source).char_indices().filter(|(_, c)| chars::is_invisible(*c)) {
            self.push(Span::new(from, span.start + at));
            from = span.start + at + c.len_utf8();
        }
        self.push(Span::new(from, span.end));
    }

    /// Writes a span without invisible characters and without the spaces that mean nothing.
    fn tidy(&mut self, span: Span, line: &Line) {
        let text = span.of(self.source);
        let mut left = self.before;
        let mut from = span.start;
        let mut space: Option<Span> = None;
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let here = Span::new(span.start + at, span.start + at + c.len_utf8());
            if chars::is_han(c) {
                // a run of Chinese characters is taken as one
                if let Some(kept) = space.take() {
                    self.end_space(
                        kept,
                        &mut left,
                        Side { edge: c, han: han_ahead(&text[at..]), ..Side::default() },
                        line,
                    );
                }
                let run = (3 * chars::han_run(&text.as_bytes()[at..]).len()).max(c.len_utf8());
                let last = text[at..at + run].chars().next_back().unwrap_or(c);
                left = Side { edge: last, han: left.han + (run / c.len_utf8()) as u32, amount: false };
                at += run;
                continue;
            }
            at += c.len_utf8();
            if chars::is_invisible(c) {
                self.push(Span::new(from, here.start));
                from = here.end;
            } else if chars::is_space(c) {
                self.push(Span::new(from, here.start));
                from = here.end;
                space.get_or_insert(here);
            } else {
                if let Some(kept) = space.take() {
                    let right = Side { edge: c, han: han_ahead(&text[here.start - span.start..]), amount: false };
                    self.end_space(kept, &mut left, right, line);
                }
                left = Side { edge: c, han: if is_mark(c) { 0 } else { left.han }, amount: goes_on_in_amount(left, c) };
            }
        }
        self.push(Span::new(from, span.end));
    }

    /// Writes a space that stands between these sides, if it means something.
    fn end_space(&mut self, space: Span, left: &mut Side, right: Side, line: &Line) {
        if !is_typographic(*left, right, line.singles) {
            self.push(space);
        }
        left.han = 0;
    }
}

/// One side of a space: the character at it, and the Chinese characters between it and the next space or mark.
#[derive(Clone, Copy, Default)]
struct Side {
    edge: char,
    han: u32,
    /// Whether the edge belongs to the whole part of a number in running text, or to its point.
    amount: bool,
}

/// Whether a character goes on or begins the whole part of a number, up to its point, that no item of a list can be.
fn goes_on_in_amount(before: Side, c: char) -> bool {
    match c {
        '.' => before.amount && chars::is_digit(before.edge),
        c if !chars::is_digit(c) => false,
        _ if chars::is_digit(before.edge) => before.amount,
        _ => chars::is_han(before.edge) || wide_pause(before.edge),
    }
}

/// The Chinese characters from here to the next space or mark; two stand for more.
fn han_ahead(text: &str) -> u32 {
    let word = text.chars().skip_while(|c| is_mark(*c)).take_while(|c| !chars::is_space(*c) && !is_mark(*c));
    word.filter(|c| chars::is_han(*c)).take(2).count() as u32
}

fn is_mark(c: char) -> bool {
    chars::is_opener(c) || chars::is_closer(c) || chars::is_pause(c) || chars::is_stop(c)
}

/// Whether a space stands there only for the look of the line.
fn is_typographic(left: Side, right: Side, singles: u32) -> bool {
    let (a, b) = (left.edge, right.edge);
    let word = |c: char| chars::is_digit(c) || chars::is_latin(c);
    if (chars::is_han(a) && word(b)) || (word(a) && chars::is_han(b)) {
        return !(chars::is_han_numeral(a) && chars::is_digit(b));
    }
    if chars::is_digit(a) && matches!(b, '%' | '％' | '‰' | '℃') {
        return true;
    }
    if left.amount && a == '.' && chars::is_digit(b) {
        return true;
    }
    let opened = chars::is_opener(a) || wide_pause(a);
    let closing = chars::is_closer(b) || chars::is_stop(b) || wide_pause(b) || b == '（';
    if opened || (closing && !chars::is_latin(a)) {
        return true;
    }
    let letters = |c: char| chars::is_han(c) || chars::is_closer(c) || chars::is_opener(c);
    let single = (left.han <= 1, right.han <= 1);
    // 一 做强平台 is a numbered line unless more of it is letter-spaced
    let one_sided = (single.0 || single.1) && (singles >= 3 || singles >= 1 && !chars::is_han_numeral(a));
    letters(a) && letters(b) && (single == (true, true) || one_sided)
}

fn wide_pause(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '：')
}

/// The break to write after a block: that of its last line or, where the input ends there, one that was left out inside.
fn break_after(lines: &[&Line], kind: BlockKind) -> Span {
    let last = lines.last().map_or(Span::default(), |line| line.after);
    match lines {
        [first, second, ..] if last.is_empty() && kind != BlockKind::Table && !splits_words(first, second) => {
            first.after
        }
        _ => last,
    }
}

/// A line break between two Latin words is their space.
fn splits_words(above: &Line, below: &Line) -> bool {
    chars::is_latin(above.last) && chars::is_latin(below.first)
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::super::words::test_words;
    use super::*;

    fn tidied(text: &str) -> String {
        let lines = lines(text, &test_words());
        let mut writer = Writer::new(text);
        let lines: Vec<&Line> = lines.iter().collect();
        let block = writer.block(&lines, BlockKind::Body);
        block.span.of(&writer.text).to_string()
    }

    #[test]
    fn spaces() {
        for (text, tidy) in [
            ("2020 年 12 月 12 日，江州园区", "2020年12月12日，江州园区"),
            ("涵盖 1 万", "涵盖1万"),
            ("投资 3亿 24个项目", "投资3亿 24个项目"),
            ("增长 8.4 %", "增长8.4%"),
            ("投资 24. 3 亿元，增长 36. 8、33. 3%", "投资24.3亿元，增长36.8、33.3%"),
            ("1. 3家企业。2. 5家企业", "1. 3家企业。2. 5家企业"),
            ("关 键 技 术", "关键技术"),
            ("平 台 、大 院 所 落 地 ，茁 壮", "平台、大院所落地，茁壮"),
            ("江州园 区 的《设 立 基 金", "江州园区的《设立基金"),
            ("江 州“ 创 新 ”底 色", "江州“创新”底色"),
            ("打造光谷 SMART PARK 国际社区", "打造光谷SMART PARK国际社区"),
            ("江州园区 动能强劲", "江州园区 动能强劲"),
            ("一 做强平台", "一 做强平台"),
            ("本报讯 （记者 某某） 近日", "本报讯（记者 某某） 近日"),
            ("示范应用 ；专门成立", "示范应用；专门成立"),
            ("江\u{200B}州\u{FEFF}园\u{7}区", "江州园区"),
            ("tables 10 20 30", "tables 10 20 30"),
        ] {
            assert_eq!(tidied(text), tidy, "{text}");
        }
    }

    #[test]
    fn line_ends() {
        for (text, tidy) in [
            ("总额达212亿\n\n元", "总额达212亿元"),
            ("江州的 AI\r\nCITY 社区", "江州的AI\nCITY社区"),
            ("累计帮助28\n家企业", "累计帮助28家企业"),
            ("固定资产投资\n24. 3 亿元", "固定资产投资24.3亿元"),
        ] {
            assert_eq!(tidied(text), tidy, "{text}");
        }
    }
}
