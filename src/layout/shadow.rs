//! Shadow headlines: PDF text prints a headline with a shadow twice, piece by piece (科技园科技园：：新高地新高地).
//!
//! In: the lines. Out: the same lines; one that is doubled throughout knows which pieces to keep, a first copy of each.
//! A mark in front (▶, ■) may be single. Short doubles (55, 天天) and bare numbers (2020 is 20 twice, ,000,000 is ,000) are
//! believed only beside a line that is doubled beyond doubt. Not here: doubled words inside an ordinary line, which are left alone.

use super::line::{Line, Role};
use crate::chars;
use crate::span::Span;

/// Longer lines are never taken for headlines; it bounds the work on a line.
const LONGEST: usize = 120;

/// Finds the doubled lines; those beyond doubt make doubtful neighbours doubled too.
pub(super) fn mark(text: &str, lines: &mut [Line]) {
    let mut doubled: Vec<(usize, Double)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        doubled.extend(find(text, line).map(|double| (at, double)));
    }
    let sure =
        |at: usize| doubled.binary_search_by_key(&at, |(line, _)| *line).is_ok_and(|found| doubled[found].1.sure);
    let believed: Vec<bool> =
        doubled.iter().map(|(at, double)| double.sure || sure(at + 1) || at.checked_sub(1).is_some_and(sure)).collect();
    for ((at, double), _) in doubled.into_iter().zip(believed).filter(|(_, believed)| *believed) {
        lines[at].kept = double.kept;
    }
}

/// A doubled line: the pieces to keep, and whether chance can be ruled out.
struct Double {
    kept: Vec<Span>,
    sure: bool,
}

fn find(text: &str, line: &Line) -> Option<Double> {
    let marked = line.visible % 2 == 1;
    let parity = if marked { line.parity ^ line.first as u32 } else { line.parity };
    let worded = line.han + line.latin + line.digits > 0 && line.role != Role::Table;
    if parity != 0 || !worded || line.visible as usize > LONGEST {
        return None;
    }
    let visible = |(_, c): &(usize, char)| !chars::is_space(*c) && !chars::is_invisible(*c);
    let chars: Vec<(usize, char)> = line.span.of(text).char_indices().filter(visible).collect();
    let start = usize::from(marked);
    if chars.len() == start || (marked && chars::is_han(chars[0].1)) {
        return None;
    }
    let steps = tile(&chars[start..])?;
    let letter = |c: char| chars::is_han(c) || chars::is_latin(c);
    let sure = steps.iter().any(|half| *half > 1) && chars[start..].iter().any(|(_, c)| letter(*c));
    Some(Double { kept: kept(&chars, start, &steps, line.span.start), sure })
}

/// Cuts a text into doubles: the lengths of their halves, or nothing if it is not doubled to the end.
fn tile(chars: &[(usize, char)]) -> Option<Vec<usize>> {
    let n = chars.len();
    let same = |a: usize, b: usize, len: usize| (0..len).all(|i| chars[a + i].1 == chars[b + i].1);
    // half[i]: the longest half that begins at i and leaves a rest that is doubled too; 0 for none.
    let mut half = vec![0; n];
    for i in (0..n).rev() {
        let fits = |len: &usize| (i + 2 * len == n || half[i + 2 * len] > 0) && same(i, i + len, *len);
        half[i] = (1..=(n - i) / 2).rev().find(fits).unwrap_or(0);
    }
    let (mut steps, mut at) = (Vec::new(), 0);
    while at < n {
        if half[at] == 0 {
            return None;
        }
        steps.push(half[at]);
        at += 2 * half[at];
    }
    Some(steps)
}

/// The spans of the mark in front and of each first half.
fn kept(chars: &[(usize, char)], start: usize, steps: &[usize], offset: usize) -> Vec<Span> {
    let span = |from: usize, to: usize| {
        let (last, c) = chars[to - 1];
        Span::new(offset + chars[from].0, offset + last + c.len_utf8())
    };
    let mut spans: Vec<Span> = (0..start).map(|i| span(i, i + 1)).collect();
    let mut at = start;
    for half in steps {
        spans.push(span(at, at + half));
        at += 2 * half;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::super::words::test_words;
    use super::*;

    /// What is kept of each line, `-` for a line that is not doubled.
    fn kept_of(text: &str) -> Vec<String> {
        let mut lines = lines(text, &test_words());
        mark(text, &mut lines);
        let show = |line: &Line| match line.kept.is_empty() {
            true => "-".to_string(),
            false => line.kept.iter().map(|span| span.of(text)).collect(),
        };
        lines.iter().map(show).collect()
    }

    #[test]
    fn doubled_lines() {
        for (text, kept) in [
            ("江州园区江州园区：：动能加速动能加速", "江州园区：动能加速"),
            (" 科技科技园园", "科技园"),
            ("▶江州园区江州园区", "▶江州园区"),
            ("■ 江州 园区江州 园区", "■江州 园区"),
            ("PARKNEWSPARKNEWS", "PARKNEWS"),
            ("江州园区江州园", "-"),
            ("园江州江州", "-"),
            ("55", "-"),
            ("2020", "-"),
            ("天天", "-"),
            ("3,000,000", "-"),
            ("aab", "-"),
        ] {
            assert_eq!(kept_of(text), [kept], "{text}");
        }
    }

    #[test]
    fn a_short_double_needs_a_sure_neighbour() {
        assert_eq!(kept_of("NEWSNEWS\n\n77\n江州"), ["NEWS", "7", "-"]);
        assert_eq!(kept_of("江州\n\n77\n江州"), ["-", "-", "-"]);
    }
}
