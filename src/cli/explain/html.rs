//! The account as one page of HTML that needs nothing else: no script, no font, no picture.
//!
//! In: an [`Account`]. Out: each sentence with its numbers marked, its masked form, and what became of each number. Everything
//! that a page says is escaped. Not here: which numerals are shown.

use std::fmt::Write;

use super::{Counts, Item, Show, cells, items, masked, misses, note_words, one_line, origin, rules};
use crate::account::{Account, Fate, Passage};
use crate::document::Document;

/// All before the first page.
pub(super) const START: &str = r#"<!doctype html>
<html lang="zh-Hans">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>shishu explain</title>
<style>
:root { color-scheme: light dark; --row: #2a8f4d40; --period: #3b6fd440; --aside: #8888; --open: #d9480f59; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
section > div { margin: 1rem 0; padding-left: 3.5rem; position: relative; }
.line { position: absolute; left: 0; color: GrayText; font-variant-numeric: tabular-nums; }
p, ul { margin: 0; } ul { padding-left: 1.2rem; font-size: .875rem; }
code { font: .8125rem/1.5 ui-monospace, monospace; color: GrayText; overflow-wrap: anywhere; }
mark { color: inherit; border-radius: 3px; padding: 0 1px; }
.row { background: var(--row); } .period { background: var(--period); } .open { background: var(--open); }
.aside { background: none; border-bottom: 2px dotted var(--aside); }
small { color: GrayText; overflow-wrap: anywhere; } .tally { border-top: 1px solid; padding-top: .5rem; }
</style>
<h1>shishu explain</h1>
<p><mark class="row">in a row</mark> <mark class="period">part of a time</mark>
<mark class="open">no rule took it</mark> <mark class="aside">set aside</mark></p>
"#;

/// One page.
pub(super) fn page(show: &Show, document: &Document, account: &Account, counts: &Counts) -> String {
    let mut html = format!("<section>\n<h2>{}</h2>\n", escape(&document.name));
    for (passage, numerals) in account.by_passage() {
        let line = numerals.first().map_or(0, |numeral| numeral.line);
        let items = items(account, &numerals);
        let _ = writeln!(html, "<div><span class=\"line\">{line}</span><p>{}</p>", marked(passage, &items));
        let masked = masked(passage, show.verbose);
        if !masked.is_empty() {
            let _ = writeln!(html, "<code>{}</code>", escape(&masked));
        }
        let _ = writeln!(html, "<ul>{}</ul></div>", items.iter().map(item).collect::<String>());
    }
    for (line, note) in &account.notes {
        let _ = writeln!(html, "<p><small>{}</small></p>", escape(&note_words(*line, note)));
    }
    html + &tally(show, &document.name, counts) + "</section>\n"
}

/// All after the last page.
pub(super) fn end(show: &Show, total: Option<&Counts>) -> String {
    total.map_or(String::new(), |counts| tally(show, "TOTAL", counts)) + "</html>\n"
}

fn tally(show: &Show, name: &str, counts: &Counts) -> String {
    let words = escape(&counts.words(show.rule.as_deref()));
    format!("<p class=\"tally\"><b>{}:</b> {words}</p>\n", escape(name))
}

/// The sentence with its things marked.
fn marked(passage: &Passage, items: &[Item]) -> String {
    let (mut html, mut at) = (String::new(), 0);
    let mut sorted: Vec<&Item> = items.iter().collect();
    sorted.sort_by_key(|item| item.numeral.within);
    for item in sorted {
        let within = item.numeral.within;
        let (Some(before), Some(text)) =
            (passage.text.get(at..within.start), passage.text.get(within.start..within.end))
        else {
            continue; // it lies in one that is marked
        };
        let title = title(item);
        let class = class(item);
        let _ = write!(html, "{}<mark class=\"{class}\" title=\"{title}\">{}</mark>", escape(before), escape(text));
        at = within.end;
    }
    html + &escape(passage.text.get(at..).unwrap_or(""))
}

fn title(item: &Item) -> String {
    let rows: Vec<String> = item.rows.iter().map(|row| cells(row)).collect();
    escape(&if rows.is_empty() { fate(item).to_string() } else { rows.join("; ") })
}

fn fate(item: &Item) -> &'static str {
    let fate = &item.numeral.fate;
    fate.reason().map_or(fate.name(), |reason| reason.name())
}

fn class(item: &Item) -> &'static str {
    match &item.numeral.fate {
        Fate::Aside(reason) if reason.is_open() => "open",
        fate => fate.name(),
    }
}

fn item(item: &Item) -> String {
    let numeral = item.numeral;
    let thing = escape(&one_line(&numeral.mention));
    let rules = rules(numeral);
    let rows: Vec<String> = item
        .rows
        .iter()
        .map(|row| {
            let origin = escape(&format!("[{rules}{}]", origin(row)));
            format!("{} <small>{origin}</small>", escape(&cells(row)))
        })
        .collect();
    let rules = if rules.is_empty() { rules } else { format!(" <small>{}</small>", escape(&format!("[{rules}]"))) };
    let told = if rows.is_empty() { format!("{}{rules}", fate(item)) } else { rows.join("<br>") };
    let near: String = misses(numeral).map(|near| format!("<br><small>{}</small>", escape(&near))).collect();
    format!("\n<li><mark class=\"{}\">{thing}</mark> {told}{near}", class(item))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_says_is_no_markup() {
        assert_eq!(escape("<b title=\"a\">&</b>"), "&lt;b title=&quot;a&quot;&gt;&amp;&lt;/b&gt;");
    }
}
