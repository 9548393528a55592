//! `shishu explain`: what it says of the numbers of a page, by the real binary.

mod folder;
mod support;

use std::fs;

use folder::{Folder, Run};
use regex::Regex;
use serde_json::Value;
use shishu::account::REASONS;
use support::package;

const PAGE: &str = "\
江州高新区新增企业4家

本报讯（记者 林舒）2020年，江州高新区规上工业总产值907.5亿元，同比增长8.4%。
一是统一部署，二是建设“三个中心”，引进总投资超10亿元的项目5个，办理过程只需3天。
第三届大会吸引数十家企业、三地代表到场，展出的3.2V电容引人注目。

| 指标 | 数值 |
|---|---|
| 产值 | 300 |
";

fn explain(args: &[&str], page: &str) -> Run {
    let folder = Folder::new();
    folder.file("page.txt", page);
    folder.shishu(&[&["explain", "--date", "2021-01-25"], args, &["page.txt"]].concat(), "")
}

/// The lines of JSONL of one kind.
fn lines(run: &Run, what: &str) -> Vec<Value> {
    let lines = run.stdout.lines().map(|line| serde_json::from_str(line).expect("each line is JSON"));
    lines.filter(|line: &Value| line["what"] == what).collect()
}

fn field<'a>(line: &'a Value, name: &str) -> &'a str {
    line[name].as_str().unwrap_or_default()
}

#[test]
fn every_number_has_a_row_a_period_or_a_reason() {
    let run = explain(&["--format", "jsonl"], PAGE);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let told = lines(&run, "numeral");
    let told: Vec<(&str, &str, &str)> =
        told.iter().map(|line| (field(line, "mention"), field(line, "fate"), field(line, "reason"))).collect();
    let expected = [
        ("4家", "aside", "heading"),
        ("2020年", "period", ""),
        ("907.5亿元", "row", ""),
        ("907.5亿元", "row", ""), // 亿
        ("8.4%", "row", ""),
        ("一", "aside", "item"),
        ("统一", "aside", "idiom"),
        ("二", "aside", "item"),
        ("“三个中心”", "aside", "nickname"),
        ("10亿元", "aside", "threshold"),
        ("10亿元", "aside", "threshold"),
        ("5个", "row", ""),
        ("3天", "row", ""),
        ("第三届", "aside", "ordinal"),
        ("数十家", "aside", "vague"),
        ("三", "aside", "word"),
        ("3.2V", "aside", "no-rule"),
        ("数", "aside", "table"), // 数值
        ("300", "aside", "table"),
    ];
    assert_eq!(told, expected, "{}", run.stdout);
}

#[test]
fn the_tally_counts_every_numeral_and_names_the_reasons() {
    let run = explain(&["--format", "jsonl"], PAGE);
    let tally = &lines(&run, "tally")[0];
    assert_eq!(tally["numerals"], lines(&run, "numeral").len());
    let aside: u64 = tally["aside"].as_object().map_or(0, |of| of.values().filter_map(Value::as_u64).sum());
    let sum = aside + tally["rows"].as_u64().unwrap_or(0) + tally["periods"].as_u64().unwrap_or(0);
    assert_eq!(tally["numerals"], sum);
    let text = explain(&[], PAGE).stdout;
    let last = text.lines().rfind(|line| !line.is_empty());
    assert_eq!(
        last,
        Some(
            "page.txt: 19 numerals = 5 in rows + 1 in periods + 13 aside (table 2, item 2, threshold 2, heading 1, word 1, \
             nickname 1, ordinal 1, idiom 1, vague 1, no-rule 1)"
        )
    );
}

#[test]
fn text_shows_the_masked_sentence_the_winner_the_losers_and_the_sources_of_a_row() {
    let run = explain(&[], "截至2020年底，江州高新区拥有高新技术企业1373家，同比增长12.5%。");
    let expected = "page.txt
1: 截至2020年底，江州高新区拥有高新技术企业1373家，同比增长12.5%。
    {period}，{zone}拥有{metric}{count}，{period}增长{percent}。
       1  截至2020年底  period
       1  1373家        row  江州高新区 | 高新技术企业 | 1373 | 家 | 2020-12  [";
    assert!(run.stdout.starts_with(expected), "{}", run.stdout);
    let row = run.stdout.lines().nth(4).unwrap_or_default();
    assert!(row.contains(" lost:") && row.ends_with(" zone:clause period:sentence]"), "{row}");
    let run = explain(&["-v"], "江州高新区拥有高新技术企业1373家。");
    let masked = run.stdout.lines().nth(2).unwrap_or_default();
    assert!(masked.contains("{zone=江州高新区}{have") && masked.contains("{count=1373家}"), "{masked}");
}

#[test]
fn a_number_without_a_row_tells_which_rules_came_close() {
    let folder = Folder::new();
    let rule = r#"
        [[fact]]
        id = "voltage"
        match = '{m:np_before}{v:measure}(?:伏|安)?{fall}'
        emit = [{ metric = "{m}", value = "{v}" }]
    "#;
    folder.file("pack/pack.toml", "id = 'pack'\nlanguage = 1\n").file("pack/voltage.toml", rule);
    folder.file("page.txt", "展出的电容3.2V增长。江州高新区拥有企业5家。");
    let run = folder.shishu(&["explain", "--rules", "pack", "--rule", "voltage", "page.txt"], "");
    let near =
        "near voltage 2/3: {m:np_before}{v:measure}(?:伏|安)? = 展出的电容3.2V ▸ wanted {fall}, found {rise}增长";
    assert!(run.stdout.contains(near), "{}", run.stdout);
    assert!(run.stdout.contains("near voltage 1/3: {m:np_before} = 企业 ▸ wanted {v:measure}, found {count}5家"));
    assert!(run.stdout.contains("2 of 2 numerals concern voltage: 0 taken + 0 lost + 2 missed"), "{}", run.stdout);
    let run = folder.shishu(&["explain", "--rules", "pack", "--rule", "voltag", "page.txt"], "");
    run.fails(2, &["no rule has the id \"voltag\"; did you mean voltage?"]);
}

#[test]
fn html_is_one_page_and_escapes_what_the_pages_say() {
    let folder = Folder::new();
    folder.file("a.txt", "<b>江州高新区</b>有企业5家。").file("b.txt", "江州高新区有企业6家。");
    assert_eq!(folder.shishu(&["explain", "-o", "out.html", "a.txt", "b.txt"], "").stdout, "");
    let html = folder.read("out.html");
    assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"), "{html}");
    assert!(html.contains("&lt;b&gt;江州高新区&lt;/b&gt;有企业<mark class=\"row\""), "{html}");
    assert!(html.contains("<b>TOTAL:</b> 2 numerals = 2 in rows"), "{html}");
    for tag in ["section", "div", "p", "ul", "mark", "code", "small"] {
        let (open, close) = (format!("<{tag}[ >]"), format!("</{tag}>"));
        let opened = Regex::new(&open).expect("the pattern compiles").find_iter(&html).count();
        assert_eq!(opened, html.matches(&close).count(), "{tag}");
    }
}

#[test]
fn colour_notes_and_failures() {
    let run = explain(&["--color", "always"], PAGE);
    assert!(run.stdout.contains("\u{1b}[32mrow\u{1b}[0m") && run.stdout.contains("\u{1b}[33mtable\u{1b}[0m"));
    let run = explain(&[], &format!("江州高新区有企业5家\u{FFFD}，{}。", "很多字".repeat(1000)));
    assert!(run.stdout.contains("1: note: sentence: ") && run.stdout.contains("1: note: source: "), "{}", run.stdout);
    let folder = Folder::new();
    folder.file("page.txt", "江州高新区有企业5家。").file("out.jsonl", "old");
    let run = folder.shishu(&["explain", "page.txt", "missing.txt"], "");
    run.fails(4, &["missing.txt"]);
    assert!(run.stdout.contains("1 numeral = 1 in rows"), "{}", run.stdout);
    folder.shishu(&["explain", "-o", "out.jsonl", "missing.txt"], "").fails(4, &["missing.txt"]);
    assert_eq!(folder.read("out.jsonl"), "old");
    assert_eq!(folder.shell("yes 江州高新区有企业5家。 | head -n 2000 | shishu explain | head -n 1; true").stderr, "");
}

#[test]
fn pages_come_in_order_for_any_number_of_jobs() {
    let (folder, samples) = (Folder::new(), package().join("samples"));
    let samples = samples.to_str().expect("the path is UTF-8");
    for format in ["text", "jsonl", "html"] {
        let told = |jobs| folder.shishu(&["explain", "--format", format, "--jobs", jobs, samples], "").stdout;
        assert!(told("1") == told("4"), "{format}");
    }
}

#[test]
fn help_lists_every_reason() {
    let help = Folder::new().shishu(&["explain", "--help"], "").stdout;
    for (_, name, meaning) in REASONS {
        assert!(help.contains(&format!("  {name} ")) && help.contains(meaning), "{name}");
    }
}

/// The texts that the rules are written with, where they are at hand: an account of all their numerals, nearly none without a
/// reason of its own.
#[test]
fn few_numerals_of_real_pages_have_no_reason_of_their_own() {
    let docs = package().join("../shared/docs");
    let Ok(entries) = fs::read_dir(&docs) else { return };
    let numeral = Regex::new("[0-9０-９](?:[0-9０-９.,]*[0-9０-９])?|[〇零一二两三四五六七八九十廿百千万亿半几数]+");
    let numeral = numeral.expect("the pattern compiles");
    let (mut all, mut other) = (0, 0);
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.extension().is_none_or(|ending| ending != "txt") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("the texts are UTF-8");
        let run = Folder::new().shishu(&["explain", "--format", "jsonl", &path.to_string_lossy()], "");
        let told = lines(&run, "tally").iter().fold((0, 0), |(all, other), tally| {
            (all + tally["numerals"].as_u64().unwrap_or(0), other + tally["aside"]["other"].as_u64().unwrap_or(0))
        });
        assert_eq!(told.0, numeral.find_iter(&text).count() as u64, "{}", path.display());
        all += told.0;
        other += told.1;
    }
    assert!(other * 50 <= all, "{other} of {all} numerals have no reason");
}
