//! `shishu score`: its figures against a reference, what it lists, and when it fails.

mod folder;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use folder::{Folder, Run};

const PAGE: &str = "截至2020年底，江州高新区拥有高新技术企业1373家，同比增长12.5%。";
const GOLD_HEADER: &str = "level,zone,metric,metric_key,value,unit,period,quote\n";
/// One row right, one with the wrong period, one missed, one that need not be found.
const GOLD: &str = "core,江州高新区|江州园区,高新技术企业,(?<!非)高新技术企业,1373,家,2020-12,1373家\n\
    core,江州高新区,高新技术企业增速,增速,12.5,%,2020,12.5%\n\
    core,江州高新区,税收,税收,5,亿元,2020,5亿元\n\
    optional,江州高新区,两家,家,2,家,,两家\n";
const ROWS: &str = "zone,metric,value,unit,period\n\
    江州园区,高新技术企业,1373,家,2020-12\n江州高新区,高新技术企业增速,12.5,%,2020-12\n\
    江州高新区,两家,2,家,\n江州高新区,亩产,8,万元,2020\n";

/// A folder with gold, rows and a page called `a`.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.file("gold/a.csv", format!("{GOLD_HEADER}{GOLD}")).file("rows/a.csv", ROWS).file("pages/a.txt", PAGE);
    folder
}

fn score(folder: &Folder, args: &[&str]) -> Run {
    folder.shishu(&[&["score", "--gold", "gold"], args].concat(), "")
}

/// The figures of a line of the table: `gold got | P R F1 | P R F1 | zone metric period | name`.
fn figures(line: &str) -> Vec<&str> {
    line.split_whitespace().skip(1).filter(|word| word.parse::<f64>().is_ok()).collect()
}

// Figures

#[test]
fn files_of_rows_are_scored() {
    let run = score(&folder(), &["--got", "rows"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!((run.code, lines.len()), (0, 3), "{}{}", run.stdout, run.stderr);
    let expected = "3 3 0.667 0.667 0.667 0.333 0.333 0.333 1.000 1.000 0.500 1.00";
    assert_eq!(figures(lines[2]), expected.split(' ').collect::<Vec<_>>());
    assert_eq!(run.stderr, "");
}

#[test]
fn pages_are_read_and_scored() {
    let folder = folder();
    folder.file("gold/b.csv", format!("{GOLD_HEADER}core,,税收,税收,5,亿元,,5亿元\n"));
    folder.file("pages/b.txt", "没有数字。").file("pages/c.txt", PAGE);
    let expected = "3 2 1.000 0.667 0.800 0.500 0.333 0.400 1.000 1.000 0.500 1.00".split(' ').collect::<Vec<_>>();
    for args in [&["pages"][..], &["pages/a.txt"], &["--jobs", "1", "pages/c.txt", "pages/a.txt"]] {
        let run = score(&folder, args);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let line = run.stdout.lines().find(|line| line.starts_with("a ")).unwrap_or_default();
        assert_eq!(figures(line), expected, "{args:?}");
        assert_eq!(run.stdout.contains("TOTAL"), args == ["pages"], "{}", run.stdout);
        assert_eq!(run.stderr.contains("1 of 2 gold files scored"), args != ["pages"], "{}", run.stderr);
        assert_eq!(run.stderr.contains("pages/c.txt: left out"), args.len() > 2, "{}", run.stderr);
    }
}

#[test]
fn dates_and_the_zone_reach_the_extraction() {
    let folder = folder();
    folder.file("gold/a.csv", format!("{GOLD_HEADER}core,城北科技园,高新技术企业,企业,58,家,2021-01,58家\n"));
    folder.file("pages/a.txt", "目前，拥有高新技术企业58家。").file("dates.tsv", "a\t2021-01-25\n");
    let right = "1 1 1.000 1.000 1.000 1.000 1.000 1.000 1.000 1.000 1.000 1.00".split(' ').collect::<Vec<_>>();
    let run = score(&folder, &["--dates", "dates.tsv", "--zone", "城北科技园", "pages"]);
    assert_eq!(run.stdout.lines().next_back().map(figures), Some(right), "{}{}", run.stdout, run.stderr);
}

#[test]
fn pages_of_one_file_and_records_are_documents() {
    let folder = folder();
    folder.file("pages/a.txt", format!("{PAGE}\x0C2020年，江州高新区实现税收5亿元。"));
    let run = score(&folder, &["pages"]);
    assert_eq!(figures(run.stdout.lines().next_back().unwrap_or_default())[..2], ["3", "3"], "{}", run.stdout);
    folder.file("pages.jsonl", format!("{{\"id\":\"a\",\"text\":\"{PAGE}\"}}\n{{\"id\":\"z\",\"text\":\"{PAGE}\"}}\n"));
    let run = score(&folder, &["pages.jsonl"]);
    assert_eq!(figures(run.stdout.lines().next_back().unwrap_or_default())[..2], ["3", "2"], "{}", run.stdout);
}

#[test]
fn single_files_are_scored_whatever_they_are_called() {
    let folder = folder();
    folder.file("x.csv", ROWS);
    let run = folder.shishu(&["score", "--gold", "gold/a.csv", "--got", "x.csv"], "");
    assert!(run.code == 0 && run.stdout.contains("\na   "), "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_gold_file_without_rows_counts_as_one_of_which_nothing_was_found() {
    let folder = folder();
    folder.file("gold/b.csv", format!("{GOLD_HEADER}core,,税收,税收,5,亿元,,5亿元\n"));
    let run = score(&folder, &["--got", "rows"]);
    run.fails(0, &["rows: no b.csv; scored as if nothing had been found"]);
    assert_eq!(figures(run.stdout.lines().next_back().unwrap_or_default())[..2], ["4", "3"]);
}

// Lists

#[test]
fn the_diff_marks_wrong_fields() {
    for flag in ["--diff", "-v"] {
        let run = score(&folder(), &["--got", "rows", flag]);
        let expected = "\
a: 1 wrong, 1 missed, 1 extra
  wrong   12.5%   period   gold line 3
    want  江州高新区  高新技术企业增速  12.5  %  2020
    got   江州高新区  高新技术企业增速  12.5  %  [2020-12]
  missed  5亿元   gold line 4
    want  江州高新区  税收  5  亿元  2020
  extra   8万元
    got   江州高新区  亩产  8  万元  2020

";
        assert!(run.stdout.starts_with(expected), "{}", run.stdout);
    }
}

#[test]
fn colour_is_for_terminals_or_on_demand() {
    let folder = folder();
    assert!(
        score(&folder, &["--got", "rows", "--diff", "--color", "always"]).stdout.contains("\x1b[31m2020-12\x1b[0m")
    );
    assert!(!score(&folder, &["--got", "rows", "--diff"]).stdout.contains('\x1b'));
}

#[test]
fn rules_are_judged_by_their_rows() {
    let folder = folder();
    let rules = |text: &str| -> Vec<(usize, usize)> {
        let lines = text.lines().skip(1).take_while(|line| !line.is_empty());
        let count = |word: Option<&&str>| word.and_then(|word| word.parse().ok()).unwrap_or(usize::MAX);
        lines.map(|line| figures(line)).map(|found| (count(found.first()), count(found.get(1)))).collect()
    };
    let found = rules(&score(&folder, &["--by-rule", "pages"]).stdout);
    let sum = |of: fn(&(usize, usize)) -> usize| found.iter().map(of).sum::<usize>();
    assert_eq!((sum(|rule| rule.0), sum(|rule| rule.1)), (2, 1), "{found:?}");
    folder.file(
        "rows/a.csv",
        "zone,metric,value,unit,period,rule\n江州高新区,高新技术企业,1373,家,2020-12,r1\n,x,7,家,,r2\n",
    );
    let run = score(&folder, &["--by-rule", "--got", "rows"]);
    assert_eq!(rules(&run.stdout), [(1, 0), (1, 1)], "{}", run.stdout);
    folder.file("rows/a.csv", ROWS);
    score(&folder, &["--by-rule", "--got", "rows"]).fails(2, &["shishu extract --columns +rule"]);
}

#[test]
fn json_holds_the_same_figures() -> Result<(), serde_json::Error> {
    let run = score(&folder(), &["--got", "rows", "--format", "json", "--diff"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout)?;
    let (document, total) = (&report["documents"][0], &report["total"]);
    assert_eq!((&document["document"], &document["gold"], &document["got"]), (&"a".into(), &3.into(), &3.into()));
    assert_eq!(total["row"]["f1"], 0.3333);
    assert_eq!(total["fields"]["period"]["right"], 1);
    let kinds: Vec<_> = document["findings"].as_array().into_iter().flatten().map(|finding| &finding["kind"]).collect();
    assert_eq!(kinds, ["wrong", "missed", "extra"]);
    assert_eq!(document["findings"][0]["wrong"][0], "period");
    assert!(report["total"].get("rules").is_none());
    Ok(())
}

// Thresholds and mistakes

#[test]
fn thresholds_set_the_exit_code_and_say_which() {
    let folder = folder();
    let run = |args: &[&str]| score(&folder, &[&["--got", "rows"], args].concat());
    run(&["--min-row-f1", "0.33", "--min-quantity-f1", "0.66", "--min-name", "1"]).fails(0, &[]);
    run(&["--min-row-f1", "0.4"]).fails(1, &["the F1 of rows is 0.3333, below --min-row-f1 0.4"]);
    let both = run(&["-q", "--min-quantity-f1", "0.9", "--min-name", "0.1", "--min-row-f1", "1"]);
    both.fails(1, &["below --min-quantity-f1 0.9", "below --min-row-f1 1"]);
    assert!(!both.stderr.contains("--min-name"));
    run(&["--min-row-f1", "92"]).fails(2, &["a share from 0 to 1"]);
}

#[test]
fn mistakes_say_where_and_what_to_do() {
    let folder = folder();
    folder.file("empty/readme.md", "").file("other/z.csv", ROWS).file("bad/a.csv", "level,zone\n");
    folder.file("key/a.csv", format!("{GOLD_HEADER}{GOLD}core,,税,(税,5,元,,\n"));
    folder.file("key/b.csv", format!("{GOLD_HEADER}cor,,税,税,5,元,,\n"));
    let run = |args: &[&str]| folder.shishu(&[&["score", "--gold"], args].concat(), "");
    run(&["none", "--got", "rows"]).fails(2, &["none: cannot read it", "check the path"]);
    run(&["empty", "--got", "rows"]).fails(2, &["empty: the folder holds no .csv file"]);
    run(&["bad", "--got", "rows"])
        .fails(2, &["bad/a.csv:1: it has no column metric", "begins with the line level,zone"]);
    run(&["key", "--got", "rows"])
        .fails(2, &["key/a.csv:6: the metric_key (税 is no", "key/b.csv:2: unknown level \"cor\""]);
    run(&["gold"]).fails(2, &["nothing to score", "--got DIR"]);
    run(&["gold", "--got", "rows", "pages"]).fails(2, &["cannot be used with"]);
    run(&["gold", "--got", "other"]).fails(2, &["other: no file in it is called like a gold file in gold"]);
    run(&["gold", "--got", "gone"]).fails(2, &["gone"]);
    run(&["gold", "other/z.csv"]).fails(4, &["nothing was scored"]);
    run(&["gold", "pages", "gone.txt"]).fails(4, &["gone.txt: cannot read it"]);
    folder.file("more/a.txt", PAGE);
    run(&["gold", "pages", "more"]).fails(4, &["more/a.txt: pages/a.txt is called a too"]);
}

// The reference

/// Where the reference scorer and its gold files are, if they are here and can be run.
fn reference() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let present = ["score.py", "gold", "docs"].iter().all(|name| shared.join(name).exists());
    (present && Process::new("python3").arg("--version").output().is_ok()).then_some(shared)
}

/// Checks that both scorers print the same figures for each document and for all.
fn same_figures(shared: &Path, rows: &Path) {
    let gold = shared.join("gold");
    let script = [shared.join("score.py"), "--gold".into(), gold.clone(), "--got".into(), rows.into()];
    let reference = Process::new("python3").args(script).output().expect("python3 runs");
    let expected = String::from_utf8_lossy(&reference.stdout).into_owned();
    let (gold, rows) = (gold.to_string_lossy(), rows.to_string_lossy());
    let run = Folder::new().shishu(&["score", "--gold", &gold, "--got", &rows], "");
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), run.stdout.lines().skip(2).collect());
    assert!(!expected.is_empty() && expected.len() == found.len(), "{}", run.stderr);
    for (expected, found) in expected.iter().zip(found) {
        assert_eq!(found.split(' ').next(), expected.split(' ').next());
        assert_eq!(figures(found), figures(expected), "{expected}\n{found}");
    }
}

#[test]
fn the_figures_are_those_of_the_reference() {
    let Some(shared) = reference() else {
        println!("skipped: no ../shared/score.py with its gold files, or no python3");
        return;
    };
    let folder = Folder::new();
    for (name, rows) in extracted(&shared.join("docs")) {
        folder.file(&format!("extracted/{name}.csv"), rows);
    }
    same_figures(&shared, &folder.path("extracted"));
    // every gold row as a found row, each also with other fields: wide groups and ties
    for path in std::fs::read_dir(shared.join("gold")).into_iter().flatten().flatten().map(|entry| entry.path()) {
        folder.file(&format!("mixed/{}", path.file_name().unwrap_or_default().to_string_lossy()), mixed_rows(&path));
    }
    same_figures(&shared, &folder.path("mixed"));
}

/// The rows of the pages of a folder, as one table for each page.
fn extracted(docs: &Path) -> BTreeMap<String, String> {
    let (dates, docs) = (docs.join("dates.tsv"), docs.to_string_lossy());
    let columns = "source,zone,metric,value,unit,period"; // no cell before the first comma holds one
    let args = ["extract", "-q", "--columns", columns, "--dates", &dates.to_string_lossy(), &docs];
    let mut tables = BTreeMap::new();
    for (source, row) in Folder::new().shishu(&args, "").stdout.lines().filter_map(|line| line.split_once(',')) {
        let name = Path::new(source).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        *tables.entry(name).or_insert_with(|| "zone,metric,value,unit,period\n".to_string()) += &format!("{row}\n");
    }
    tables
}

/// The rows of a gold file with their fields mixed: the last alternative, a neighbour's metric, no period.
fn mixed_rows(gold: &Path) -> Vec<u8> {
    let mut reader = csv::Reader::from_path(gold).expect("gold files can be read");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("gold files are tables")).collect();
    let last = |cell: &str| cell.split('|').next_back().unwrap_or("").to_string();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |row: [&str; 5]| writer.write_record(row).expect("memory can be written to");
    write(["zone", "metric", "value", "unit", "period"]);
    for (at, row) in rows.iter().enumerate() {
        let other = &rows[(at * 7 + 3) % rows.len()];
        let [zone, other_zone, unit, period] = [&row[1], &other[1], &row[5], &row[6]].map(last);
        write([&zone, &other[2], &row[4], &unit, &period]);
        write([&other_zone, &row[2], &row[4], &unit, ""]);
        write([&zone, &row[2], &other[4], &unit, &period]);
    }
    writer.into_inner().expect("memory can be written to")
}
