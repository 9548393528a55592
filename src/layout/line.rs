//! Lines: what one pass over the characters says of each line of the input.
//!
//! In: the text. Out: a [`Line`] for each line that is not blank: its trimmed span, its width in columns, counts of what
//! it holds, how it ends, and the [`Role`] that the line alone gives it (a Markdown title, a caption, a byline …). A
//! signature after the last full stop (……。 某某) is a line of its own. Not here: anything that needs the lines around
//! (`join`), and any change to the text (`write`).

use super::words::{LayoutWords, List, Marks};
use crate::chars;
use crate::span::Span;

/// What a line is, judged by itself. Most lines are `Plain`: body or headline, which their surroundings tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Plain,
    /// A Markdown title, `#` and more.
    Title,
    Caption,
    Byline,
    Masthead,
    Table,
}

/// How a line ends, closing quotes and brackets aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ending {
    /// With 。 or the like.
    Stop,
    /// With ； or ：, which end a paragraph only where lines are paragraphs.
    Half,
    /// With ， 、 or an opening bracket: the sentence must go on.
    Comma,
    #[default]
    Open,
}

/// One line that is not blank. Widths are columns: two for a Chinese character, none for spaces.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub span: Span,
    /// One white-space character after the line, to stand between blocks; empty at the end of the text.
    pub after: Span,
    /// Blank lines before it.
    pub gap: u32,
    pub indent: u32,
    pub width: u32,
    pub han: u32,
    pub digits: u32,
    pub latin: u32,
    /// ，and , ; all marks inside sentences and at their ends; 。 and the like alone.
    pub commas: u32,
    pub marks: u32,
    pub stops: u32,
    /// Brackets and quotes opened and not closed.
    pub open: u32,
    /// Words of one Chinese character between spaces: the sign of letter-spaced text.
    pub singles: u32,
    /// Parts between tabs or runs of spaces, and bars `|`.
    pub cells: u32,
    pub tabs: u32,
    pub bars: u32,
    /// Pairs of bare numbers with only space between them.
    pub number_pairs: u32,
    /// All characters XORed: zero where each comes an even number of times.
    pub parity: u32,
    pub visible: u32,
    /// Columns before the first colon.
    pub colon: u32,
    /// Whether it holds spaces or invisible characters, so that writing it needs a look.
    pub untidy: bool,
    pub first: char,
    pub last: char,
    pub ending: Ending,
    pub role: Role,
    /// The role rests on a word that a sentence may hold too.
    pub weak: bool,
    /// Begins with 本报讯 or the like; with the mark of a numbered item; with a label and a colon.
    pub opens: bool,
    pub item: bool,
    pub label: bool,
    /// The pieces to keep of a line printed double (`shadow`); empty for any other line.
    pub kept: Vec<Span>,
}

impl Line {
    pub fn is_plain(&self) -> bool {
        self.role == Role::Plain
    }

    pub fn is_over(&self) -> bool {
        self.ending == Ending::Stop
    }
}

/// The lines of a text that are not blank.
pub(super) fn lines(text: &str, words: &LayoutWords) -> Vec<Line> {
    let mut lines = Vec::with_capacity(text.len() / 96);
    let (mut scan, mut gap) = (Scan::new(), 0);
    let mut at = 0;
    loop {
        at = scan.take_han(at, text);
        let Some(c) = text[at..].chars().next() else { break };
        let next = at + c.len_utf8();
        if !chars::is_break(c) {
            scan.take(at, c);
            at = next;
            continue;
        }
        let crlf = c == '\r' && text[next..].starts_with('\n');
        let after = if crlf { Span::new(next, next + 1) } else { Span::new(at, next) };
        gap = finish(&mut scan, gap, after, text, words, &mut lines);
        at = after.end;
    }
    finish(&mut scan, gap, Span::new(text.len(), text.len()), text, words, &mut lines);
    lines
}

/// Adds a scanned line, or counts a blank one, and makes the scan ready for the next; returns the blank lines since the
/// last line.
fn finish(scan: &mut Scan, gap: u32, after: Span, text: &str, words: &LayoutWords, lines: &mut Vec<Line>) -> u32 {
    if scan.line.visible == 0 {
        (scan.space_chars, scan.tab) = (0, false);
        return gap.saturating_add(1);
    }
    let tail = scan.tail.take();
    let mut line = scan.finished();
    (line.gap, line.after) = (gap, after);
    line.judge(text, words);
    // 设备调试现场。 某某/摄 is a caption as it stands
    let signed = tail.filter(|tail| line.role != Role::Caption && is_signature(&text[tail.end..line.span.end]));
    match signed {
        None => lines.push(line),
        Some(space) => {
            let mut head = scan_all(text, Span::new(line.span.start, space.start));
            (head.gap, head.after) = (gap, first_char(text, space));
            head.judge(text, words);
            lines.push(head);
            let name = scan_all(text, Span::new(space.end, line.span.end));
            lines.push(Line { after, role: Role::Byline, ..name });
        }
    }
    0
}

fn first_char(text: &str, span: Span) -> Span {
    let len = span.of(text).chars().next().map_or(0, char::len_utf8);
    Span::new(span.start, span.start + len)
}

fn scan_all(text: &str, span: Span) -> Line {
    let mut scan = Scan::new();
    let text = &text[..span.end];
    let mut at = span.start;
    loop {
        at = scan.take_han(at, text);
        let Some(c) = text[at..].chars().next() else { break };
        scan.take(at, c);
        at += c.len_utf8();
    }
    scan.finished()
}

/// A name or two, or a photographer's credit: 某某, 某某/摄, （某某 某某某）.
fn is_signature(text: &str) -> bool {
    let mut han = 0;
    for c in text.chars() {
        match c {
            c if chars::is_han(c) => han += 1,
            '/' | '／' | '（' | '）' | '(' | ')' | '、' => {}
            c if chars::is_space(c) => {}
            _ => return false,
        }
        if han > 8 {
            return false;
        }
    }
    han >= 2 && text.split(|c| !chars::is_han(c)).all(|name| name.chars().count() <= 4)
}

/// The running state of the pass over one line.
struct Scan {
    line: Line,
    /// The white space since the last visible character, and how much of it counts for cells.
    space: Span,
    space_chars: u32,
    tab: bool,
    /// The word since the last space: Chinese characters, other letters and digits, whether it is a bare number.
    word_han: u32,
    word_other: u32,
    word_number: bool,
    after_number: bool,
    /// The last character that closes nothing, and the last space after a full stop.
    core: char,
    tail: Option<Span>,
}

impl Scan {
    fn new() -> Self {
        Scan {
            line: Line { cells: 1, ..Line::default() },
            space: Span::default(),
            space_chars: 0,
            tab: false,
            word_han: 0,
            word_other: 0,
            word_number: true,
            after_number: false,
            core: '\0',
            tail: None,
        }
    }

    /// Takes the character at `at`, which is no line break.
    fn take(&mut self, at: usize, c: char) {
        if c.is_ascii_digit() {
            self.see(at, c);
            self.line.digits += 1;
            self.word_other += 1;
            self.core = c;
        } else if matches!(c, '、' | '。' | '〈'..='】' | '！'..='～') {
            self.see(at, c); // the common marks need no look into the tables
            self.take_other(c);
        } else if chars::is_space(c) {
            self.take_space(at, c);
        } else if chars::is_invisible(c) {
            self.line.untidy = true;
        } else if chars::is_han(c) {
            self.see(at, c);
            self.line.han += 1;
            self.word_han += 1;
            self.word_number = false;
            self.core = c;
        } else {
            self.see(at, c);
            self.take_other(c);
        }
    }

    /// Takes the run of Chinese characters at `at`, if there is one, as a whole; returns where it ends.
    #[inline(always)] // most runs are short: 4 instructions for a byte of text
    fn take_han(&mut self, at: usize, text: &str) -> usize {
        let run = chars::han_run(&text.as_bytes()[at..]);
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return at };
        let parity = run.iter().fold([0; 3], |[a, b, c], next| [a ^ next[0], b ^ next[1], c ^ next[2]]);
        let letter = |&bytes| char::from_u32(chars::code(bytes)).unwrap_or_default();
        self.arrive(at, letter(first));
        let (line, count) = (&mut self.line, run.len() as u32);
        line.parity ^= chars::code(parity);
        line.visible += count;
        line.han += count;
        line.width += 2 * count;
        line.span.end = at + 3 * run.len();
        line.last = letter(last);
        self.word_han += count;
        self.word_number = false;
        self.core = line.last;
        line.span.end
    }

    /// Before a visible character: the line begins with it, or white space ends.
    fn arrive(&mut self, at: usize, c: char) {
        let line = &mut self.line;
        if line.visible == 0 {
            line.span.start = at;
            line.first = c;
            (line.indent, line.untidy) = (self.space_chars, false);
            self.space_chars = 0;
        } else if self.space_chars > 0 {
            self.end_space();
        }
    }

    /// Any visible character: the line reaches to its end.
    fn see(&mut self, at: usize, c: char) {
        self.arrive(at, c);
        let line = &mut self.line;
        line.span.end = at + c.len_utf8();
        line.last = c;
        line.visible += 1;
        line.width += chars::width(c);
        line.parity ^= c as u32;
    }

    fn take_space(&mut self, at: usize, c: char) {
        if self.space_chars == 0 {
            self.space.start = at;
        }
        self.space.end = at + c.len_utf8();
        // An ideographic space indents by two columns but separates like one.
        self.space_chars += if c == '\u{3000}' && self.line.visible == 0 { 2 } else { 1 };
        self.tab |= c == '\t';
        self.line.untidy = true;
    }

    /// White space between two visible characters ends a word, and a cell where it is wide.
    fn end_space(&mut self) {
        let closed_stop = chars::is_closer(self.line.last) && chars::is_stop(self.core);
        if chars::is_stop(self.line.last) || closed_stop {
            self.tail = Some(self.space);
        }
        let number = self.word_number && self.word_other > 0;
        let line = &mut self.line;
        line.number_pairs += u32::from(number && self.after_number);
        line.singles += u32::from(self.word_han == 1 && self.word_other == 0);
        line.cells += u32::from(self.tab || self.space_chars >= 2);
        line.tabs += u32::from(self.tab);
        (self.after_number, self.word_number, self.tab) = (number, true, false);
        (self.space_chars, self.word_han, self.word_other) = (0, 0, 0);
    }

    fn take_other(&mut self, c: char) {
        let line = &mut self.line;
        match c {
            c if chars::is_digit(c) => {
                line.digits += 1;
                self.word_other += 1;
            }
            '，' | ',' => {
                line.commas += 1;
                line.marks += 1;
                return self.pass_mark(c);
            }
            '、' | '；' | ';' => {
                line.marks += 1;
                return self.pass_mark(c);
            }
            '。' | '！' | '!' | '？' | '?' => {
                line.stops += 1;
                line.marks += 1;
                return self.pass_mark(c);
            }
            '.' | '%' | '％' | '-' | '+' => return self.pass_mark(c),
            '：' | ':' if line.colon == 0 => line.colon = line.width,
            '|' => line.bars += 1,
            c if chars::is_opener(c) => line.open += 1,
            c if chars::is_closer(c) => line.open = line.open.saturating_sub(1),
            c if chars::is_latin(c) => {
                line.latin += 1;
                self.word_other += 1;
            }
            _ => {}
        }
        self.word_number &= !chars::is_latin(c) && !matches!(c, '：' | ':' | '|');
        if !chars::is_closer(c) {
            self.core = c;
        }
    }

    /// A mark that closes nothing, as most are; some may stand inside numbers.
    fn pass_mark(&mut self, mark: char) {
        self.word_number &= matches!(mark, '.' | ',' | '%' | '％' | '-' | '+');
        self.core = mark;
    }

    /// The line, its last word ended; the scan is as new.
    fn finished(&mut self) -> Line {
        let number = self.word_number && self.word_other > 0;
        let scan = std::mem::replace(self, Scan::new());
        let mut line = scan.line;
        line.number_pairs += u32::from(number && scan.after_number);
        line.singles += u32::from(scan.word_han == 1 && scan.word_other == 0 && line.untidy);
        line
    }
}

/// How many bytes of a line are searched for words: all of a caption, and of a longer line what may open an article.
const SEARCHED: usize = 480;
const SEARCHED_IN_LONG: usize = 48;

impl Line {
    /// Settles how the line ends, its role and its marks.
    fn judge(&mut self, text: &str, words: &LayoutWords) {
        let line = self.span.of(text);
        self.ending = ending(line, words);
        let lead = line.trim_start_matches(chars::is_opener);
        let searched = if self.is_searched() { SEARCHED } else { SEARCHED_IN_LONG };
        let marks = words.marks(lead, searched);
        self.opens = marks.starts(List::Dateline) || (marks.starts(List::Agency) && words.opens_article(line));
        self.item = words.starts_item(line, marks);
        self.label = (2..=17).contains(&self.colon) && !matches!(self.last, '：' | ':');
        (self.role, self.weak) = self.role_of(line, lead, marks, words);
    }

    /// Whether words inside or at its end may give the line a role: in a wider line only its beginning does.
    fn is_searched(&self) -> bool {
        self.width <= CAPTION || self.width <= MASTHEAD && self.stops + self.commas == 0
    }

    /// The role and whether it is weak.
    fn role_of(&self, line: &str, lead: &str, marks: Marks, words: &LayoutWords) -> (Role, bool) {
        if self.is_table_row(marks) {
            (Role::Table, false)
        } else if self.is_ornament() || marks.starts(List::Image) {
            (Role::Masthead, false)
        } else if self.first == '#' && line.trim_start_matches('#').len() + 6 >= line.len() {
            (Role::Title, false)
        } else if self.width > LONG_CAPTION || self.opens {
            self.lone_dateline()
        } else if let Some(weak) = self.is_masthead(lead, marks) {
            (Role::Masthead, weak)
        } else if let Some(weak) = self.is_caption(marks) {
            (Role::Caption, weak)
        } else if self.is_byline(line, marks, words) {
            (Role::Byline, false)
        } else {
            (Role::Plain, false)
        }
    }

    /// 央视网消息（新闻联播）： alone on its line is a byline; with text after it, the body.
    fn lone_dateline(&self) -> (Role, bool) {
        let alone = self.opens && self.width <= 40 && self.commas + self.stops == 0;
        (if alone && matches!(self.last, '：' | ':') { Role::Byline } else { Role::Plain }, false)
    }

    fn is_table_row(&self, marks: Marks) -> bool {
        let bars = self.first == '|' || (self.bars >= 2 && self.stops == 0);
        let short_cells = self.width <= self.cells.saturating_mul(40) && self.stops == 0;
        let tabs = self.tabs > 0 && short_cells && (!self.item || self.cells > 2);
        bars || tabs || self.number_pairs >= 2 || marks.starts(List::Table)
    }

    /// Might be a row of a table whose cells are only spaced apart; its neighbours decide.
    pub(super) fn is_spaced_row(&self) -> bool {
        let cells = self.cells >= 2 && self.singles < self.cells && (self.digits > 0 || self.cells > 2);
        self.is_plain() && self.marks == 0 && (cells || self.number_pairs > 0)
    }

    /// A rule, a row of stars, a page number.
    fn is_ornament(&self) -> bool {
        if self.han + self.latin + self.digits == 0 {
            return !(chars::is_closer(self.first) || chars::is_stop(self.first) || chars::is_pause(self.first));
        }
        self.han + self.latin == 0 && self.digits <= 3 && self.marks == 0 && !matches!(self.last, '%' | '％')
    }

    /// Furniture of the page, and whether that is doubtful.
    fn is_masthead(&self, lead: &str, marks: Marks) -> Option<bool> {
        if self.stops + self.commas > 0 || self.width > MASTHEAD {
            return None;
        }
        let numbered = chars::is_digit(self.first) || self.first == '第' || self.first.is_ascii_uppercase();
        let sheet = numbered && marks.holds(List::Sheet) && self.width <= 16 && (1..=3).contains(&self.digits);
        let date = chars::is_digit(self.first) && self.digits >= 4 && marks.holds(List::Weekday);
        let issued =
            chars::is_digit(self.first) && self.digits >= 6 && marks.holds(List::Publication) && self.colon > 0;
        let rest = lead.get(marks.start_len..).unwrap_or("").trim_start();
        let published = marks.starts(List::Publication) && rest.starts_with(['：', ':']);
        let continued = marks.starts(List::Continuation) && self.width <= 32 && self.digits > 0;
        let logo = marks.ends(List::MastheadEnd) && self.width <= 40;
        if date || issued || published || continued || marks.holds(List::Masthead) {
            Some(false)
        } else {
            (sheet || logo).then_some(true)
        }
    }

    fn is_caption(&self, marks: Marks) -> Option<bool> {
        let credit = marks.ends(List::CreditEnd) && self.width <= 60;
        if marks.holds(List::CaptionWord) && self.width <= CAPTION {
            Some(false)
        } else {
            (marks.starts(List::CaptionStart) || credit).then_some(true)
        }
    }

    /// Names, with a mark before them or words such as 记者 beside them, and nothing else.
    fn is_byline(&self, line: &str, marks: Marks, words: &LayoutWords) -> bool {
        let marked = words.byline_marks.contains(self.first);
        let named = marks.holds(List::Byline);
        if !(marked || named) || self.width > 60 || self.stops + self.commas + self.digits > 0 {
            return false;
        }
        let tokens =
            line.split(|c| !chars::is_han(c) && !matches!(c, '/' | '|' | '｜')).filter(|token| !token.is_empty());
        let mut first = true;
        tokens.map(|token| words.without_byline(token)).all(|(rest, worded)| {
            let fits = rest.chars().count() <= 4 && (marked || worded || !first);
            first = false;
            fits
        })
    }
}

/// The widest line that a word inside makes a caption, and the widest masthead: forty and fifty characters.
const CAPTION: u32 = 80;
const MASTHEAD: u32 = 100;
/// The widest caption: eighty characters.
const LONG_CAPTION: u32 = 160;

fn ending(line: &str, words: &LayoutWords) -> Ending {
    let core = line.trim_end_matches(|c| words.closers.contains(c));
    let mut back = core.chars().rev();
    match back.next() {
        None => Ending::Open,
        Some('.') => match back.next() {
            Some(c) if !c.is_ascii_digit() => Ending::Stop,
            _ => Ending::Open,
        },
        Some(c) if words.terminals.contains(c) => Ending::Stop,
        Some(c) if words.half_stops.contains(c) => Ending::Half,
        Some(c) if chars::is_pause(c) || chars::is_opener(c) => Ending::Comma,
        Some(_) => Ending::Open,
    }
}
