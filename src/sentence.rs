//! Sentences and clauses.
//!
//! In: a text and the span of one block in it. Out: [`Sentence`]s that together hold every visible character of the block,
//! each with its clauses. A sentence ends at 。！？!? and ……, at an ASCII period between Chinese words, and at the end of a
//! line; ； ends only a clause, as ， and ： do, and 、 ends nothing. Inside quotation marks or brackets a full stop ends a
//! clause: the sentence goes on (“……。”某某说。) unless the quotation was its last part (某某说：“……。”). What is never
//! closed is taken for a slip after [`REACH`] bytes, and its full stops count again. A sentence ends at [`LONGEST`] bytes
//! at the latest, at its last clause mark, with a note. One pass, no look back. Not here: what a sentence says.

use crate::chars;
use crate::document::Note;
use crate::span::Span;

/// One sentence. Spans are those of the text it was split from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence with its mark and what closes after it, without white space around it.
    pub span: Span,
    /// Its clauses in order, without their marks; never empty ones.
    pub clauses: Vec<Span>,
    /// What stands in its round brackets, each from its opening to its closing one.
    pub brackets: Vec<Span>,
}

/// The longest sentence, in bytes.
pub const LONGEST: usize = 4096;
/// The longest quotation or bracket, in bytes: some four hundred characters.
pub const REACH: usize = 1200;
/// Brackets deeper than this are not told apart.
const DEEPEST: usize = 8;

/// Splits a block into sentences. The notes tell of sentences that had to be cut; their spans are those of `text`.
///
/// ```
/// use shishu::sentence::split;
/// use shishu::span::Span;
/// let text = "园区企业120家，增长8.4%。“势头很好。”负责人说。";
/// let (sentences, _) = split(text, Span::new(0, text.len()));
/// let clauses: Vec<&str> = sentences[0].clauses.iter().map(|clause| clause.of(text)).collect();
/// assert_eq!(clauses, ["园区企业120家", "增长8.4%"]);
/// assert_eq!(sentences[1].span.of(text), "“势头很好。”负责人说。");
/// ```
pub fn split(text: &str, block: Span) -> (Vec<Sentence>, Vec<Note>) {
    let mut splitter = Splitter::new(text, block);
    let inside = block.of(text);
    let end = block.start + inside.len();
    let mut at = block.start;
    loop {
        at = splitter.pass_plain(at, end);
        let Some(c) = text[at..end].chars().next() else { break };
        splitter.take(Place { text: inside, start: block.start, at, c });
        at += c.len_utf8();
    }
    splitter.end_sentence(end);
    (splitter.sentences, splitter.notes)
}

/// A character of a block; few marks need a look at its neighbours.
#[derive(Clone, Copy)]
struct Place<'t> {
    text: &'t str,
    start: usize,
    at: usize,
    c: char,
}

impl Place<'_> {
    fn end(self) -> usize {
        self.at + self.c.len_utf8()
    }

    fn before(self) -> Option<char> {
        self.text[..self.at - self.start].chars().next_back()
    }

    fn after(self) -> Option<char> {
        self.text[self.end() - self.start..].chars().next()
    }

    /// Whether both neighbours are so.
    fn between(self, is: fn(char) -> bool) -> bool {
        self.before().is_some_and(is) && self.after().is_some_and(is)
    }
}

/// What a character does to the sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Clause,
    Stop,
    Line,
}

/// An open quotation or bracket.
struct Open {
    closer: char,
    /// Whether it is the first thing in its sentence.
    first: bool,
}

struct Splitter<'t> {
    text: &'t str,
    sentences: Vec<Sentence>,
    notes: Vec<Note>,
    /// Where the sentence and the clause begin.
    start: usize,
    clause: usize,
    clauses: Vec<Span>,
    open: Vec<Open>,
    /// Where the outermost opened.
    opened: usize,
    /// Full stops inside it: the end of the sentence there, and the clauses by then.
    inner: Vec<(usize, usize)>,
    /// A full stop was seen, and only what closes may follow it.
    stopped: bool,
    /// The clauses end here where a full stop did.
    last_mark: usize,
    /// The last closing round bracket: most sentences have none, and are not searched for one.
    last_round: Option<usize>,
}

impl<'t> Splitter<'t> {
    fn new(text: &'t str, block: Span) -> Self {
        let start = block.start;
        let (sentences, notes, clauses, open, inner) = Default::default();
        let (clause, opened, last_mark) = (start, start, start);
        Splitter {
            text,
            sentences,
            notes,
            start,
            clause,
            clauses,
            open,
            opened,
            inner,
            stopped: false,
            last_mark,
            last_round: None,
        }
    }

    /// Passes over Chinese characters, letters and digits that change nothing, most of a text: 23 instructions for a byte of text
    /// in place of 37.
    fn pass_plain(&self, at: usize, end: usize) -> usize {
        if self.stopped {
            return at;
        }
        let longest = self.start + LONGEST;
        let until = if self.open.is_empty() { longest } else { longest.min(self.opened + REACH) };
        let rest = &self.text.as_bytes()[..until.min(end)];
        let (from, mut at) = (at, at);
        loop {
            at += 3 * chars::han_run(rest.get(at..).unwrap_or(&[])).len();
            match rest.get(at) {
                Some(c) if c.is_ascii_alphanumeric() || *c == b'%' => at += 1,
                // the point of 8.4 is no full stop
                Some(b'.') if at > from && rest[at - 1].is_ascii_digit() => at += 1,
                Some(0xE3) if rest[at..].starts_with("、".as_bytes()) => at += "、".len(),
                _ => return at,
            }
        }
    }

    fn take(&mut self, here: Place) {
        let mark = mark(here);
        if self.stopped && !self.follows_stop(here, mark) {
            self.end_sentence(here.at);
        }
        if !self.open.is_empty() && here.at - self.opened > REACH {
            self.give_up_quote();
        }
        if here.end() - self.start > LONGEST {
            self.cut(here);
        }
        match mark {
            Mark::Line => {
                self.end_clause(here.at, here.end());
                self.end_sentence(here.at);
                (self.start, self.clause) = (here.end(), here.end());
            }
            Mark::Clause => self.end_clause(here.at, here.end()),
            Mark::Stop => self.stop(here),
            Mark::None => self.bracket(here),
        }
    }

    /// After a full stop: another one, or what closes a quotation that is open, or one opened outside of the text.
    fn follows_stop(&mut self, here: Place, mark: Mark) -> bool {
        mark == Mark::Stop || chars::is_closer(here.c) || (here.c == '"' && self.closes(here.c))
    }

    fn closes(&self, c: char) -> bool {
        self.open.iter().any(|open| open.closer == c)
    }

    fn stop(&mut self, here: Place) {
        self.end_clause(here.at, here.end());
        if self.open.is_empty() {
            self.stopped = true;
        } else {
            self.inner.push((here.end(), self.clauses.len()));
        }
    }

    /// Opens or closes a quotation or bracket.
    fn bracket(&mut self, here: Place) {
        let c = here.c;
        if matches!(c, '）' | ')') {
            self.last_round = Some(here.at);
        }
        if let Some(level) = self.open.iter().rposition(|open| open.closer == c) {
            let first = self.open[level].first;
            self.open.truncate(level);
            if self.open.is_empty() {
                self.close_outermost(here, first);
            }
        } else if let Some(closer) = closer_of(c).filter(|_| self.open.len() < DEEPEST) {
            if self.open.is_empty() {
                self.opened = here.at;
                self.inner.clear();
            }
            let first = self.text[self.start..here.at].trim().is_empty();
            self.open.push(Open { closer, first });
        }
    }

    /// A quotation that ends with a full stop ends the sentence, unless it began it: then the speaker follows.
    fn close_outermost(&mut self, here: Place, first: bool) {
        let stop_inside =
            self.inner.last().is_some_and(|(end, _)| self.text[*end..here.at].chars().all(closes_or_space));
        let quote = !matches!(here.c, '）' | ')' | '》' | '〉' | ']' | '］');
        let ends = if quote { !first } else { first };
        self.inner.clear();
        if stop_inside {
            self.stopped = ends;
            self.clause = here.end();
        }
    }

    /// The quotation is too long or never closed: what were full stops inside become so.
    fn give_up_quote(&mut self) {
        self.open.clear();
        let mut clauses = std::mem::take(&mut self.clauses).into_iter();
        let mut taken = 0;
        for (end, count) in std::mem::take(&mut self.inner) {
            let before = clauses.by_ref().take(count - taken).collect();
            self.push(Span::new(self.start, end), before);
            (self.start, taken) = (end, count);
        }
        self.clauses = clauses.collect();
        self.clause = self.clause.max(self.start);
    }

    fn end_clause(&mut self, at: usize, next: usize) {
        let clause = trimmed(self.text, Span::new(self.clause, at));
        if !clause.is_empty() {
            if self.clauses.capacity() == 0 {
                self.clauses = Vec::with_capacity(8); // most sentences have no more
            }
            self.clauses.push(clause);
        }
        self.clause = next;
        self.last_mark = next;
    }

    fn end_sentence(&mut self, at: usize) {
        if !self.open.is_empty() {
            self.give_up_quote();
        }
        if !self.stopped {
            self.end_clause(at, at);
        }
        let clauses = std::mem::take(&mut self.clauses);
        self.push(Span::new(self.start, at), clauses);
        (self.start, self.clause, self.stopped) = (at, at, false);
    }

    /// Ends a sentence that is too long at its last clause mark, or here if it has none.
    fn cut(&mut self, here: Place) {
        self.give_up_quote();
        if here.end() - self.start <= LONGEST {
            return;
        }
        let at = here.at;
        let cut = if self.last_mark > self.start { self.last_mark } else { at };
        if cut == at {
            self.end_clause(at, at);
        }
        let clauses = std::mem::take(&mut self.clauses);
        self.push(Span::new(self.start, cut), clauses);
        let message = format!("sentence longer than {LONGEST} bytes: cut");
        self.notes.push(Note { span: Span::new(self.start, cut), stage: "sentence", message });
        self.start = cut;
    }

    fn push(&mut self, span: Span, clauses: Vec<Span>) {
        let span = trimmed(self.text, span);
        if !span.is_empty() {
            let bracketed = self.last_round.is_some_and(|at| at >= span.start);
            let brackets = if bracketed { brackets(self.text, span) } else { Vec::new() };
            self.sentences.push(Sentence { span, clauses, brackets });
        }
    }
}

/// The innermost round brackets of a sentence; most have none.
pub(crate) fn brackets(text: &str, sentence: Span) -> Vec<Span> {
    let inside = sentence.of(text);
    let mut found = Vec::new();
    if !inside.contains('）') && !inside.contains(')') {
        return found;
    }
    let mut open = None;
    for (at, c) in inside.char_indices() {
        match c {
            '（' | '(' => open = Some(sentence.start + at),
            '）' | ')' => {
                found.extend(open.take().map(|start| Span::new(start, sentence.start + at + c.len_utf8())));
            }
            _ => {}
        }
    }
    found
}

/// What a character is, seen with its neighbours.
fn mark(here: Place) -> Mark {
    let digit = chars::is_digit;
    let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    match here.c {
        // the commonest first
        '，' if !here.between(chars::is_wide_digit) => Mark::Clause,
        '。' => Mark::Stop,
        '、' => Mark::None,
        c if chars::is_han(c) => Mark::None,
        c if chars::is_break(c) => {
            if here.between(chars::is_latin) {
                Mark::None
            } else {
                Mark::Line
            }
        }
        '!' | '?' if here.before().is_some_and(|c| c.is_ascii_graphic()) && ascii(here.after()) => Mark::None,
        c if chars::is_stop(c) => Mark::Stop,
        '…' if here.before() == Some('…') => Mark::Stop,
        '.' | '．' if ends_like_full_stop(here) => Mark::Stop,
        ',' if here.between(digit) => Mark::None,
        ':' if (ascii(here.before()) && ascii(here.after())) || here.after() == Some('/') => Mark::None,
        '：' if here.between(digit) => Mark::None,
        ',' | ';' | '；' | ':' | '：' => Mark::Clause,
        _ => Mark::None,
    }
}

/// An ASCII period that stands for 。: after a Chinese word and before another, or at the end.
fn ends_like_full_stop(here: Place) -> bool {
    let before = here.before().is_some_and(|c| chars::is_han(c) || chars::is_closer(c) || matches!(c, '%' | '％'));
    let after = here.after().is_none_or(|c| chars::is_han(c) || chars::is_opener(c) || c.is_whitespace());
    before && after
}

fn closer_of(opener: char) -> Option<char> {
    Some(match opener {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        '〈' => '〉',
        '【' => '】',
        '（' => '）',
        '(' => ')',
        '［' => '］',
        '[' => ']',
        '〔' => '〕',
        '"' => '"',
        _ => return None,
    })
}

fn closes_or_space(c: char) -> bool {
    chars::is_closer(c) || c == '"' || c.is_whitespace()
}

/// The span without white space at either end.
fn trimmed(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    // Chinese at both ends, as nearly every clause has
    let bytes = inner.as_bytes();
    if bytes.first_chunk().is_some_and(chars::is_han_bytes) && bytes.last_chunk().is_some_and(chars::is_han_bytes) {
        return span;
    }
    let start = span.start + (inner.len() - inner.trim_start().len());
    Span::new(start, start + inner.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        split(text, Span::new(0, text.len())).0.iter().map(|sentence| sentence.span.of(text)).collect()
    }

    fn clauses(text: &str) -> Vec<&str> {
        let (sentences, _) = split(text, Span::new(0, text.len()));
        sentences.iter().flat_map(|sentence| &sentence.clauses).map(|clause| clause.of(text)).collect()
    }

    #[test]
    fn sentence_ends() {
        for (text, expected) in [
            ("园区增长。企业增加！目标呢？", vec!["园区增长。", "企业增加！", "目标呢？"]),
            ("真的？！是。", vec!["真的？！", "是。"]),
            ("带动120户……3年来，成效明显", vec!["带动120户……", "3年来，成效明显"]),
            ("企业；项目;平台。", vec!["企业；项目;平台。"]),
            ("标题\n正文。", vec!["标题", "正文。"]),
            ("SMART\nPARK社区。", vec!["SMART\nPARK社区。"]),
            ("按照规划.园区将扩大. 目前增长8.4%.其中", vec!["按照规划.", "园区将扩大.", "目前增长8.4%.", "其中"]),
            ("增长3.14倍，容积率2.64，No.1企业", vec!["增长3.14倍，容积率2.64，No.1企业"]),
            ("1.加快发展", vec!["1.加快发展"]),
            ("见http://a.cn/?id=1页面。", vec!["见http://a.cn/?id=1页面。"]),
            ("  \n 。 ", vec!["。"]),
            ("", vec![]),
        ] {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }

    #[test]
    fn quotes_and_brackets() {
        for (text, expected) in [
            ("“增长很快。前景好。”某某说，园区向好。下一步", vec!["“增长很快。前景好。”某某说，园区向好。", "下一步"]),
            ("某某说：“增长很快。前景好。”园区向好。", vec!["某某说：“增长很快。前景好。”", "园区向好。"]),
            ("园区（见附件。另有说明！）增长。", vec!["园区（见附件。另有说明！）增长。"]),
            ("（注：数据为初步数。）园区增长。", vec!["（注：数据为初步数。）", "园区增长。"]),
            ("出台《怎么办？》等政策。好。", vec!["出台《怎么办？》等政策。", "好。"]),
            ("他说“很好。”“真的。”园区", vec!["他说“很好。”", "“真的。”园区"]),
            ("未闭合的“引文。后一句。", vec!["未闭合的“引文。", "后一句。"]),
            ("嵌套的“甲‘乙。’丙。”园区。", vec!["嵌套的“甲‘乙。’丙。”", "园区。"]),
            ("多余的”。）下一句。", vec!["多余的”。）", "下一句。"]),
        ] {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }

    #[test]
    fn an_open_quote_swallows_no_more_than_its_reach() {
        let text = format!("他说“{}", "园区企业增长。".repeat(200));
        let (sentences, notes) = split(&text, Span::new(0, text.len()));
        assert_eq!(sentences.len(), 200);
        assert_eq!(notes, []);
        assert!(sentences.iter().all(|sentence| sentence.clauses.len() == 1));
    }

    #[test]
    fn clause_marks() {
        for (text, expected) in [
            ("产值1,204亿元,增长8%；利润：１，２０４万元。", vec!["产值1,204亿元", "增长8%", "利润", "１，２０４万元"]),
            ("企业、项目和平台，共5个", vec!["企业、项目和平台", "共5个"]),
            ("比例为1：3，时间10:30", vec!["比例为1：3", "时间10:30"]),
            ("增长5，100家企业", vec!["增长5", "100家企业"]),
            ("，，，甲， ，", vec!["甲"]),
            ("“还管住。就职3个月以来，寄回家。”某某说。", vec!["“还管住", "就职3个月以来", "寄回家", "某某说"]),
        ] {
            assert_eq!(clauses(text), expected, "{text}");
        }
    }

    #[test]
    fn spans_are_those_of_the_whole_text() {
        let text = "第一块。第二块，好。";
        let (sentences, _) = split(text, Span::new(12, text.len()));
        assert_eq!(sentences[0].span.of(text), "第二块，好。");
        assert_eq!(sentences[0].clauses[1].of(text), "好");
    }
}
