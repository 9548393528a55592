//! What is wrong, for a person to read.
//!
//! ```text
//! page-1: 1 wrong, 1 missed, 0 extra
//!   wrong   341.6亿元   period   gold line 2, page line 7, rule level-then-change
//!     want  江州高新区  规上工业总产值  341.6  亿元  2020-01/2020-09
//!     got   江州高新区  规上工业总产值  341.6  亿元  [2020]
//!   missed  58家   gold line 5
//!     want  江州高新区  高新技术企业  58  家  2020
//! ```
//! In: the scores of documents. Out: one group of lines for each document that has something wrong. Wanted and got stand
//! under each other; the wrong fields are marked, with brackets or with colours. Not here: figures.

use super::show::{columns, pad, paint};
use super::{Claim, Fields, Finding, GoldRow, Scored};

const BOLD: &str = "1";
const RED: &str = "31";
const GREEN: &str = "32";
const DIM: &str = "2";

/// The findings of all documents.
pub fn diff(documents: &[(String, Scored)], color: bool) -> String {
    let view = View { color };
    let wrong = documents.iter().filter(|(_, scored)| !scored.findings.is_empty());
    wrong.map(|(name, scored)| view.document(name, &scored.findings) + "\n").collect()
}

#[derive(Clone, Copy)]
struct View {
    color: bool,
}

impl View {
    fn document(self, name: &str, findings: &[Finding]) -> String {
        let count = |is: fn(&Finding) -> bool| findings.iter().filter(|finding| is(finding)).count();
        let wrong = count(|finding| matches!(finding, Finding::Wrong { .. }));
        let missed = count(|finding| matches!(finding, Finding::Missed(_)));
        let extra = findings.len() - wrong - missed;
        let head = format!("{}: {wrong} wrong, {missed} missed, {extra} extra\n", paint(name, BOLD, self.color));
        findings.iter().fold(head, |text, finding| text + &self.finding(finding))
    }

    fn finding(self, finding: &Finding) -> String {
        match finding {
            Finding::Wrong { want, got, fields } => self.wrong(want, got, *fields),
            Finding::Missed(want) => {
                let place = format!("gold line {}", want.claim.line);
                self.head("missed", &want.claim.quote, "", &place) + &self.line("want", &want.claim)
            }
            Finding::Extra(got) => {
                let quote = if got.quote.is_empty() { format!("{}{}", got.value, got.unit) } else { got.quote.clone() };
                self.head("extra", &quote, "", &found_at(got)) + &self.line("got", got)
            }
        }
    }

    fn wrong(self, want: &GoldRow, got: &Claim, fields: Fields) -> String {
        let wrong = fields.wrong();
        let places = [format!("gold line {}", want.claim.line), found_at(got)];
        let places: Vec<String> = places.into_iter().filter(|place| !place.is_empty()).collect();
        let mut text = self.head("wrong", &want.claim.quote, &wrong.join(", "), &places.join(", "));
        let (mut wants, mut gots) = (Vec::new(), Vec::new());
        for ((name, wanted), (_, found)) in want.claim.cells().into_iter().zip(got.cells()) {
            let is_wrong = wrong.contains(&name);
            let brackets = is_wrong && !self.color;
            let (wanted, found) = (shown(wanted), if brackets { bracketed(found) } else { shown(found) });
            let width = columns(&wanted).max(columns(&found));
            let mark = |text: &str, code| if is_wrong { paint(text, code, self.color) } else { text.to_string() };
            let cell = |text: &str, code| mark(text, code) + &pad("", width - columns(text));
            wants.push(cell(&wanted, GREEN));
            gots.push(cell(&found, RED));
        }
        text += &format!("    want  {}\n    got   {}\n", wants.join("  ").trim_end(), gots.join("  ").trim_end());
        if !fields.metric {
            text += &paint(&format!("    key   {}", want.metric_key), DIM, self.color);
            text.push('\n');
        }
        text
    }

    fn head(self, kind: &str, quote: &str, what: &str, place: &str) -> String {
        let label = paint(kind, BOLD, self.color) + &pad("", 8 - kind.len());
        let place = paint(place, DIM, self.color);
        let parts: Vec<String> =
            [one_line(quote), what.to_string(), place].into_iter().filter(|p| !p.is_empty()).collect();
        format!("  {label}{}\n", parts.join("   "))
    }

    fn line(self, label: &str, claim: &Claim) -> String {
        let cells = claim.cells().map(|(_, cell)| shown(cell)).join("  ");
        format!("    {}{cells}\n", pad(label, 6))
    }
}

/// Where a found row comes from, as far as that is known.
fn found_at(got: &Claim) -> String {
    let part = |what: &str, which: &str| if which.is_empty() { String::new() } else { format!("{what} {which}") };
    let parts = [part("page line", &got.line), part("rule", &got.rule)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn bracketed(cell: &str) -> String {
    if cell.is_empty() { "[empty]".to_string() } else { format!("[{}]", one_line(cell)) }
}

fn shown(cell: &str) -> String {
    if cell.is_empty() { "(empty)".to_string() } else { one_line(cell) }
}

/// A text on one line, with nothing in it that a terminal would obey.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control()).collect::<Vec<_>>().join(" ").trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::super::{read_found, read_gold, score};
    use super::*;

    const GOLD: &str = "level,zone,metric,metric_key,value,unit,period,quote\n\
        core,江州高新区|,工业总产值,工业.*产值,5,亿元,2020,5亿元\ncore,江州高新区,企业,企业,58,家,2020,58家\n";
    const FOUND: &str = "zone,metric,value,unit,period,rule,line\n\
        江州高新区,产值,5,亿元,,levels,7\n江州高新区,\"一\x1b[31m二\n三\",3,个,2020,,\n";

    fn documents() -> Vec<(String, Scored)> {
        let gold = read_gold("g", GOLD.as_bytes()).unwrap_or_default();
        let found = read_found("f", FOUND.as_bytes()).unwrap_or_default();
        vec![("right".into(), Scored::default()), ("page".into(), score(&gold, found))]
    }

    #[test]
    fn wanted_and_got_stand_under_each_other() {
        let expected = "\
page: 1 wrong, 1 missed, 1 extra
  wrong   5亿元   metric, period   gold line 2, page line 7, rule levels
    want  江州高新区|  工业总产值  5  亿元  2020
    got   江州高新区   [产值]      5  亿元  [empty]
    key   工业.*产值
  missed  58家   gold line 3
    want  江州高新区  企业  58  家  2020
  extra   3个
    got   江州高新区  一 [31m二 三  3  个  2020

";
        assert_eq!(diff(&documents(), false), expected);
    }

    #[test]
    fn colours_take_the_place_of_brackets() {
        let text = diff(&documents(), true);
        assert!(text.contains("\x1b[31m产值\x1b[0m        5  亿元"), "{text}");
        assert!(text.contains("\x1b[32m工业总产值\x1b[0m  5  亿元") && !text.contains("[产值]"), "{text}");
    }
}
