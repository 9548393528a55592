//! Headlines and body: what each draft is, seen with those before and after it.
//!
//! In: lines and drafts. Out: a [`BlockKind`] for each draft. A short line without a full stop is a headline when it stands
//! alone or with one more between paragraphs; three and more in a row are a list (a zone's profile, a menu), whose lines
//! with figures are body, so that nothing later takes them for a title. A bare name after a paragraph is a signature.
//! Not here: which headline belongs to which article.

use super::BlockKind;
use super::join::Draft;
use super::line::{Ending, Line, Role};

/// The widest headline: forty characters in one or two lines.
const HEADLINE: u32 = 80;
/// The widest logo beside a Latin one, six characters.
const LOGO: u32 = 12;

/// The kind of each draft.
pub(super) fn kinds(lines: &[Line], drafts: &[Draft]) -> Vec<BlockKind> {
    let mut kinds: Vec<BlockKind> = drafts.iter().map(|draft| first_guess(lines, draft)).collect();
    let mut at = 0;
    while at < drafts.len() {
        let run = short_run(lines, drafts, &kinds, at);
        if run >= 3 {
            (at..at + run)
                .filter(|at| *at > 0 && is_entry(lines, &drafts[*at]))
                .for_each(|at| kinds[at] = BlockKind::Body);
        } else if run == 1 && is_signature(lines, drafts, &kinds, at) {
            kinds[at] = BlockKind::Byline;
        }
        at += run.max(1);
    }
    kinds
}

fn first_guess(lines: &[Line], draft: &Draft) -> BlockKind {
    let line = &lines[draft.lines[0]];
    match draft.role {
        Role::Title => BlockKind::Heading,
        Role::Caption => BlockKind::Caption,
        Role::Byline => BlockKind::Byline,
        Role::Table => BlockKind::Table,
        Role::Masthead => BlockKind::Masthead,
        Role::Plain if is_logo(lines, draft) => BlockKind::Masthead,
        Role::Plain if !line.kept.is_empty() || is_short(lines, draft) => BlockKind::Heading,
        Role::Plain => BlockKind::Body,
    }
}

/// A doubled line without a Chinese character, alone or with a short name in Chinese right above it.
fn is_logo(lines: &[Line], draft: &Draft) -> bool {
    let last = draft.lines[draft.lines.len() - 1];
    let latin = |line: &Line| !line.kept.is_empty() && line.han == 0;
    let above = lines.get(last + 1).is_some_and(|next| next.gap == 0 && latin(next)) && lines[last].width <= LOGO;
    latin(&lines[draft.lines[0]]) || (above && draft.lines.len() == 1 && !lines[last].is_over())
}

/// Short enough for a headline and without an end.
fn is_short(lines: &[Line], draft: &Draft) -> bool {
    let of = || draft.lines.iter().map(|at| &lines[*at]);
    let width = of().fold(0, |sum: u32, line| sum.saturating_add(line.width));
    let last = &lines[draft.lines[draft.lines.len() - 1]];
    let open = match last.ending {
        Ending::Open => true,
        Ending::Half => width <= HEADLINE / 2 && of().all(|line| line.commas == 0),
        Ending::Stop | Ending::Comma => false,
    };
    open && width <= HEADLINE && draft.lines.len() <= 3 && of().all(|line| line.stops == 0 && !line.opens)
}

/// How many drafts from `at` on are short lines other than Markdown titles and doubled headlines.
fn short_run(lines: &[Line], drafts: &[Draft], kinds: &[BlockKind], at: usize) -> usize {
    let short = |at: &usize| {
        let plain = drafts[*at].role == Role::Plain && lines[drafts[*at].lines[0]].kept.is_empty();
        kinds[*at] == BlockKind::Heading && plain
    };
    (at..drafts.len()).take_while(short).count()
}

/// An entry of a list: a figure or a label in it.
fn is_entry(lines: &[Line], draft: &Draft) -> bool {
    draft.lines.iter().any(|at| lines[*at].digits > 0 || lines[*at].label)
}

/// Two to four characters after a paragraph and before no other.
fn is_signature(lines: &[Line], drafts: &[Draft], kinds: &[BlockKind], at: usize) -> bool {
    let line = &lines[drafts[at].lines[0]];
    let name = drafts[at].lines.len() == 1 && (2..=4).contains(&line.han) && line.han == line.visible;
    let after_body = at > 0 && kinds[at - 1] == BlockKind::Body && lines[drafts[at].lines[0] - 1].is_over();
    let before_body = kinds.get(at + 1) == Some(&BlockKind::Body) && !lines[drafts[at + 1].lines[0]].opens;
    name && after_body && !before_body
}
