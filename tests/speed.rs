//! What keeps the program fast: the same rows whatever the number of threads, and time that grows with the input and no faster.

#[path = "../benches/corpus/mod.rs"]
mod corpus;
mod support;

use std::process::Command;
use std::time::{Duration, Instant};

use shishu::document::Document;

/// The rows of the whole corpus in all columns, as the program writes them.
fn rows(folder: &std::path::Path, file: &str, jobs: &str) -> Vec<u8> {
    let columns = "+value_text,quote,sentence,headline,source,line,start,end,issue_date,rule,row_id";
    let output = Command::new(env!("CARGO_BIN_EXE_shishu"))
        .args(["extract", "-q", "--jobs", jobs, "--columns", columns, file])
        .current_dir(folder)
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn rows_are_the_same_for_any_number_of_threads() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    corpus::write(corpus::Form::Text, 300_000, &folder.path().join("pages.txt")).expect("the corpus can be written");
    corpus::write(corpus::Form::Jsonl, 300_000, &folder.path().join("pages.jsonl")).expect("the corpus can be written");
    corpus::write(corpus::Form::Files, 300_000, &folder.path().join("pages")).expect("the corpus can be written");
    for input in ["pages.txt", "pages.jsonl", "pages"] {
        let one = rows(folder.path(), input, "1");
        assert!(one.iter().filter(|byte| **byte == b'\n').count() > 1000, "{input}: too few rows");
        assert_eq!(one, rows(folder.path(), input, "2"), "{input}");
    }
}

/// The shortest of three times that the extraction of a text takes.
fn time(text: String) -> Duration {
    let document = Document { text, ..Document::default() };
    let run = || {
        let start = Instant::now();
        support::EXTRACTOR.extract(&document, None);
        start.elapsed()
    };
    (0..3).map(|_| run()).min().unwrap_or_default()
}

/// A text over and over, with another name in the place of its # each time.
fn named(unit: &'static str) -> impl Fn(usize) -> String {
    let letter = |n: usize| char::from_u32(0x6800 + n as u32 % 256).unwrap_or_default();
    let name = move |n: usize| [letter(n), letter(n / 256)].iter().collect::<String>();
    move |bytes| (0..bytes / unit.len()).map(|n| unit.replace('#', &name(n))).collect()
}

/// Four times the input takes at most nine times the time: linear work takes four, quadratic sixteen.
#[test]
fn time_grows_with_the_input() {
    let prose: String = corpus::text(400_000).chars().filter(|c| !matches!(c, '\n' | '\x0C')).collect();
    let prose_of = |bytes: usize| prose.chars().take(bytes / 3).collect::<String>();
    let of = |unit: &'static str| move |bytes: usize| unit.repeat(bytes / unit.len());
    let other_park = of("云溪高新区产值9亿元，发展很快。\n\n");
    let other_park = |bytes: usize| {
        format!("江州高新区产值大增\n\n江州高新区产值90亿元，增长8%。\n\n{}江州高新区增长8%。", other_park(bytes))
    };
    let cases: [(&str, &dyn Fn(usize) -> String); 13] = [
        ("one line", &prose_of),
        ("digits", &of("1234567890")),
        ("亿", &of("亿")),
        ("brackets", &of("（")),
        ("brackets of all kinds", &of("《“（【‘")),
        ("short lines", &of("园区\n")),
        ("full stops", &of("增长1。")),
        ("words for a park", &of("园区，")),
        ("parks of the same form", &of("云溪科技园，")),
        ("names that only use tells", &named("#园增长8%，\n\n")),
        ("bynames", &named("江州高新区被誉为“#”，发展很快。\n\n")),
        ("places that no list knows", &named("#光学产业园产值9亿元。\n\n光学产业园增长8%。\n\n")),
        ("another park from the third paragraph on", &other_park),
    ];
    for (name, make) in cases {
        time(make(10_000));
        let (small, large) = (time(make(100_000)), time(make(400_000)));
        assert!(large < small * 9 + Duration::from_millis(5), "{name}: {small:?} for 100 KB, {large:?} for 400 KB");
    }
}
