//! Test reports as JUnit XML, which build servers show.
//!
//! In: cases with their reports. Out: the text of one file. Not here: writing it.

use super::case::Case;
use super::test::{Report, Verdict};

/// The report of all cases.
pub fn xml(results: &[(Case, Report)]) -> String {
    let count = |which: fn(&Verdict) -> bool| results.iter().filter(|(_, report)| which(&report.verdict)).count();
    let failures = count(|verdict| matches!(verdict, Verdict::Failed(_)));
    let skipped = count(|verdict| matches!(verdict, Verdict::Todo(_)));
    let head = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"shishu rules\" tests=\"{}\" failures=\"{failures}\" skipped=\"{skipped}\">\n",
        results.len()
    );
    let cases: String = results.iter().map(|(case, report)| element(case, report)).collect();
    format!("{head}{cases}</testsuite>\n")
}

fn element(case: &Case, report: &Report) -> String {
    let file = case.origin.file.display().to_string();
    let open = format!(
        "  <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
        escaped(case.rule().unwrap_or("page")),
        escaped(&case.name),
        escaped(&file),
        case.origin.line
    );
    match &report.verdict {
        Verdict::Passed => format!("{open}/>\n"),
        Verdict::Todo(why) => format!("{open}><skipped message=\"{}\"/></testcase>\n", escaped(why)),
        Verdict::Failed(why) => {
            let diff: String = report.diff.iter().map(|(mark, row)| format!("{mark} {row}\n")).collect();
            format!("{open}><failure message=\"{}\">{}</failure></testcase>\n", escaped(why), escaped(&diff))
        }
    }
}

/// Text that stands for itself in XML; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            _ if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            _ => escaped.push(c),
        }
    }
    escaped
}
