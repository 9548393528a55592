//! `shishu mentions`: the real binary on records, on text with broken lines, and on the cases of other recognisers.

use std::path::Path;
use std::process::Command as Process;

use assert_cmd::Command;
use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::Value;
use shishu::document::Document;
use shishu::listing::What;
use shishu::pipeline::{Extractor, Listed, ListedKind};

/// The mentions of an input, and the exit code.
fn mentions(args: &[&str], stdin: impl Into<Vec<u8>>) -> (Vec<Value>, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shishu"));
    let output = command.arg("mentions").args(args).write_stdin(stdin).output().expect("the binary runs");
    let lines = String::from_utf8(output.stdout).expect("all it prints is UTF-8");
    let parse = |line: &str| serde_json::from_str(line).expect("each line is an object");
    (lines.lines().map(parse).collect(), output.status.code().unwrap_or(-1))
}

/// One mention as `quote start-end kind value..high unit` or `quote start-end kind first..last`.
fn show(mention: &Value) -> String {
    let text = |key: &str| mention[key].as_str().unwrap_or("?").to_string();
    let pair = |a: &str, b: &str| match (text(a), text(b)) {
        (a, b) if b.is_empty() => a,
        (a, b) => format!("{a}..{b}"),
    };
    let says = match text("kind").as_str() {
        "period" => pair("period_start", "period_end"),
        "zone" | "metric" => text("name"),
        _ => format!("{} {}", pair("value", "value_high"), text("unit")),
    };
    format!("{} {}-{} {} {says}", text("quote"), mention["start"], mention["end"], text("kind")).trim_end().to_string()
}

fn shown(args: &[&str], stdin: &str) -> Vec<String> {
    mentions(args, stdin).0.iter().map(show).collect()
}

#[test]
fn records_are_listed_by_their_id() {
    let record = r#"{"id":"a1","text":"2020年底，园区企业达1,204家，占二分之一。","date":"2021-01-25"}"#;
    let (list, code) = mentions(&["--input", "jsonl", "-"], record);
    assert_eq!(code, 0);
    assert!(list.iter().all(|mention| mention["id"] == "a1"));
    assert_eq!(
        list.iter().map(show).collect::<Vec<_>>(),
        ["2020年底 0-6 period 2020-12-01..2020-12-31", "1,204家 12-18 count 1204 家", "二分之一 20-24 number 0.5"]
    );
}

#[test]
fn offsets_count_characters_of_the_input() {
    let text = "江州园区落户24个项目，总投资额达212亿\n\n元。随后，项目陆续开工，预计带动就业1 万余\n\n人。";
    let list = shown(&["--date", "2021-01-25", "-"], text);
    let wanted = [
        "24个 6-9 count 24 个",
        "总投资额 12-16 metric 总投资额",
        "212亿元 17-24 money 212 亿元",
        "1万余人 41-48 count 10000 人",
    ];
    for mention in wanted {
        assert!(list.iter().any(|m| m == mention), "{mention} in {list:#?}");
    }
}

#[test]
fn an_unread_input_is_reported_and_the_rest_is_done() {
    let records = "{\"id\":1,\"text\":\"3家\"}\nnot a record\n{\"id\":2,\"text\":\"4家\"}\n";
    let (list, code) = mentions(&["--input", "jsonl", "-"], records);
    assert_eq!((list.len(), code), (2, 4));
}

proptest! {
    /// Mentions of one field never overlap, whatever the text, and each quote stands where it says.
    #[test]
    fn no_character_is_read_twice(
        text in "[0-9一二两三十百万亿半几数点负又分之年月日底初上下旬至到和与间个元块米成%/.,，、 \\-—家大于小于今明昨天周近未来世纪第]{0,40}",
    ) {
        let document = Document { text: text.clone(), issue_date: NaiveDate::from_ymd_opt(2021, 1, 25), ..Document::default() };
        let list = EXTRACTOR.with(|extractor| extractor.mentions(&document));
        let chars: Vec<char> = text.chars().collect();
        let is_time = |m: &Listed| matches!(m.what, ListedKind::Found(What::Period(_)));
        let is_amount = |m: &Listed| matches!(m.what, ListedKind::Found(What::Quantity(_)));
        for field in [&is_time as &dyn Fn(&Listed) -> bool, &is_amount] {
            let mut last = 0;
            for mention in list.iter().filter(|m| field(m)) {
                prop_assert!(last <= mention.start && mention.start < mention.end, "{} in {list:#?}", mention.quote);
                last = mention.end;
                let there: String = chars[mention.start..mention.end].iter().collect();
                prop_assert!(mention.quote.chars().filter(|c| *c != ' ').eq(there.chars().filter(|c| *c != ' ')));
            }
        }
    }

    #[test]
    fn any_text_can_be_listed(text in "\\PC{0,60}") {
        EXTRACTOR.with(|extractor| extractor.mentions(&Document { text, ..Document::default() }));
    }
}

thread_local! {
    static EXTRACTOR: Extractor = {
        let pack = shishu::rules::load(&[], true).expect("the built-in pack loads");
        Extractor::new(pack).expect("the built-in pack compiles")
    };
}

/// How many of the cases of other recognisers must pass, of those in the work folder.
const FLOOR: f64 = 0.98;

#[test]
fn cases_of_other_recognisers() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let (cases, scorer) = (shared.join("cases"), shared.join("mentions_score.py"));
    let python = Process::new("python3").arg("--version").output().is_ok();
    if !cases.is_dir() || !scorer.is_file() || !python {
        println!("skipped: {} or python3 is not here", cases.display());
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let got = folder.path().join("got.jsonl");
    let status = Command::new(env!("CARGO_BIN_EXE_shishu")).args(["mentions", "-o"]).arg(&got).arg(&cases).output();
    assert!(status.expect("the binary runs").status.success());
    let score = Process::new("python3").arg(&scorer).arg("--cases").arg(&cases).arg("--got").arg(&got).output();
    let report = String::from_utf8_lossy(&score.expect("the scorer runs").stdout).into_owned();
    let share =
        report.lines().last().and_then(|line| line.split(['(', ')']).nth(1)).and_then(|s| s.parse::<f64>().ok());
    assert!(share.is_some_and(|share| share >= FLOOR), "{report}");
}
