//! What the tests of the library share: the built-in rules, pages of text, and how rows are compared. What runs the real binary
//! is in `folder`.

#![allow(dead_code)] // each test file uses what it needs

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;
use shishu::document::Document;
use shishu::pipeline::Extractor;
use shishu::row::{DEFAULT_COLUMNS, Row};

/// The header of the five columns.
pub const HEADER: &str = "zone,metric,value,unit,period\n";

/// The root of the package.
pub fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An extractor with the built-in rules.
pub fn built_in() -> Extractor {
    let pack = shishu::rules::load(&[], true).expect("the built-in rules load");
    Extractor::new(pack).expect("the built-in rules compile")
}

/// One for all tests of a file.
pub static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(built_in);

/// A page with a date of issue, `YYYY-MM-DD` or empty for none.
pub fn page(text: &str, date: &str) -> Document {
    let issue_date = (!date.is_empty()).then(|| date.parse().expect("a date such as 2021-01-25"));
    Document { name: "page".into(), text: text.into(), issue_date, ..Document::default() }
}

/// The five columns of a row as a line of CSV.
pub fn line(row: &Row) -> String {
    let fields = DEFAULT_COLUMNS.map(|column| row.field(column).into_owned());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&fields).expect("memory takes all");
    String::from_utf8(writer.into_inner().expect("memory takes all")).expect("rows are UTF-8").trim_end().to_string()
}

/// A file of cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

/// A text and what it must give, as lines of CSV without a header.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    #[serde(default)]
    date: String,
    text: String,
    rows: String,
    /// Rows that may be there or not.
    #[serde(default)]
    optional: String,
    /// Why it does not hold yet: then it must fail.
    todo: Option<String>,
}

impl Case {
    /// What is wrong, or `None`. Rows are compared as a set: a row that stands twice is written once.
    fn failure(&self) -> Option<String> {
        let lines = |csv: &str| csv.lines().map(|l| l.trim().to_string()).filter(|l| !l.is_empty()).collect();
        let (want, optional): (BTreeSet<String>, BTreeSet<String>) = (lines(&self.rows), lines(&self.optional));
        let found: BTreeSet<String> =
            EXTRACTOR.extract(&page(&self.text, &self.date), None).rows.iter().map(line).collect();
        let missed: Vec<_> = want.difference(&found).collect();
        let wrong: Vec<_> = found.difference(&want).filter(|row| !optional.contains(*row)).collect();
        let mut report = format!("{} ({}) {}\n", self.id, self.date, self.text);
        for (mark, rows) in [("want", &missed), ("got ", &wrong)] {
            for row in rows {
                let _ = writeln!(report, "  {mark} {row}"); // a string takes all
            }
        }
        match (missed.is_empty() && wrong.is_empty(), &self.todo) {
            (true, Some(why)) => Some(format!("{}: it holds now; remove `todo = {why:?}`\n", self.id)),
            (true, None) | (false, Some(_)) => None,
            (false, None) => Some(report),
        }
    }
}

/// Checks all cases of a TOML file and reports all that fail at once.
pub fn check_cases(toml: &str) {
    let Cases { case: cases } = toml::from_str(toml).expect("the file of cases parses");
    let (mut count, mut ids, mut failures) = (0, BTreeSet::new(), Vec::new());
    for case in cases {
        count += 1;
        assert!(ids.insert(case.id.to_string()), "{}: two cases have this id; give each its own", case.id);
        failures.extend(case.failure().map(|report| (case.id.to_string(), report)));
    }
    let (failed, reports): (Vec<_>, Vec<_>) = failures.into_iter().unzip();
    assert!(
        failed.is_empty(),
        "\n{}\n{} of {count} cases fail: {}\n",
        reports.join("\n"),
        failed.len(),
        failed.join(", ")
    );
}

/// What turns one list of lines into another: lines that go with `-`, lines that come with `+`, and how many stay between.
pub fn diff(want: &str, got: &str) -> String {
    let (want, got): (Vec<&str>, Vec<&str>) = (want.lines().collect(), got.lines().collect());
    // kept[i][j]: the most lines that want[i..] and got[j..] share in order
    let mut kept = vec![vec![0usize; got.len() + 1]; want.len() + 1];
    for i in (0..want.len()).rev() {
        for j in (0..got.len()).rev() {
            kept[i][j] = if want[i] == got[j] { kept[i + 1][j + 1] + 1 } else { kept[i + 1][j].max(kept[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut same, mut report) = (0, 0, 0, String::new());
    while i < want.len() || j < got.len() {
        if i < want.len() && j < got.len() && want[i] == got[j] {
            (i, j, same) = (i + 1, j + 1, same + 1);
            continue;
        }
        if same > 0 {
            let _ = writeln!(report, "    … {same} the same");
            same = 0;
        }
        if j == got.len() || i < want.len() && kept[i + 1][j] >= kept[i][j + 1] {
            let _ = writeln!(report, "  - {}", want[i]);
            i += 1;
        } else {
            let _ = writeln!(report, "  + {}", got[j]);
            j += 1;
        }
    }
    report
}
