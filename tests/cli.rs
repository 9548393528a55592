//! The real binary in a folder of its own: what it reads, writes, says and returns.

mod folder;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command as Process, Stdio};

use encoding_rs::GB18030;
use folder::{Folder, Run};

const PAGE: &str = "截至2020年底，江州高新区拥有高新技术企业1373家，同比增长12.5%。";
const HEADER: &str = "zone,metric,value,unit,period\n";
const ROWS: &str = "江州高新区,高新技术企业,1373,家,2020-12\n江州高新区,高新技术企业增速,12.5,%,2020-12\n";

/// A sentence like [`PAGE`] with another number, and its count row.
fn page(count: usize) -> String {
    PAGE.replace("1373", &count.to_string())
}

impl Folder {
    fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, "")
    }

    fn run_with(&self, args: &[&str], stdin: impl Into<Vec<u8>>) -> Run {
        self.shishu(&[&["extract"], args].concat(), stdin)
    }
}

impl Run {
    /// The cells of one column, header left out.
    fn column(&self, index: usize) -> Vec<&str> {
        self.stdout.lines().skip(1).map(|line| line.split(',').nth(index).unwrap_or("")).collect()
    }
}

// Reading

#[test]
fn a_piped_page_gives_rows_and_nothing_else() {
    for args in [&["--date", "2021-01-25", "-"][..], &["--date", "2021-01-25"]] {
        let run = Folder::new().run_with(args, PAGE);
        assert_eq!((run.code, run.stdout, run.stderr.as_str()), (0, format!("{HEADER}{ROWS}"), ""));
    }
}

#[test]
fn a_folder_is_read_in_name_order_and_the_rest_passed_over() {
    let folder = Folder::new();
    folder.file("in/b/x.md", page(102)).file("in/a.txt", page(101)).file("in/c.txt", page(103));
    folder.file("in/a.rows.csv", page(109)).file("in/.hidden.txt", page(109));
    let run = folder.run(&["in"]);
    assert_eq!(run.column(2), ["101", "12.5", "102", "12.5", "103", "12.5"]);
    assert!(!run.stderr.contains("passed over") && run.stderr.contains("3 pages read, 0 failed"), "{}", run.stderr);
    let run = folder.run(&["-v", "in", "in/a.rows.csv"]);
    run.fails(0, &["passed over in/.hidden.txt", "passed over in/a.rows.csv", "4 pages read"]);
    assert_eq!(run.column(2).last_chunk(), Some(&["109", "12.5"]));
    assert_eq!(folder.run(&["-q", "in"]).stderr, "");
}

#[test]
fn every_encoding_gives_the_same_rows() {
    let folder = Folder::new();
    let utf16: Vec<u8> = PAGE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gbk = GB18030.encode(PAGE).0.into_owned();
    let crlf = format!("{PAGE}\r\n\r\n");
    let files = [
        PAGE.as_bytes(),
        crlf.as_bytes(),
        &[b"\xEF\xBB\xBF", PAGE.as_bytes()].concat(),
        &utf16,
        &[b"\xFF\xFE", &utf16[..]].concat(),
        &gbk,
    ];
    for bytes in files {
        let run = folder.file("page.txt", bytes).run(&["page.txt"]);
        assert_eq!(run.stdout, format!("{HEADER}{ROWS}"));
    }
    let run = folder.file("page.txt", &gbk).run(&["--encoding", "gbk", "page.txt"]);
    assert_eq!(run.stdout, format!("{HEADER}{ROWS}"));
    folder.run(&["--encoding", "klingon", "page.txt"]).fails(2, &["--encoding", "gb18030"]);
}

#[test]
fn damaged_characters_are_told_and_the_rest_is_read() {
    let folder = Folder::new();
    folder.file("page.txt", [PAGE.as_bytes(), b"\n\xFF\n"].concat());
    let run = folder.run(&["page.txt"]);
    assert_eq!(run.stdout, format!("{HEADER}{ROWS}"));
    run.fails(0, &["could not be decoded", "--encoding"]);
}

#[test]
fn records_carry_their_ids_and_bad_lines_are_skipped_by_number() {
    let folder = Folder::new();
    let lines = [
        format!(r#"{{"id":"a","text":"{}","date":"2021-01-25"}}"#, page(101)),
        "{not json".into(),
        format!(r#"{{"id":"b","text":"{}","source":"x"}}"#, page(102)),
    ];
    folder.file("in.jsonl", lines.join("\n"));
    let args = ["--columns", "source,value,issue_date", "in.jsonl"];
    let run = folder.run(&args);
    assert_eq!(run.stdout, "source,value,issue_date\na,101,2021-01-25\na,12.5,2021-01-25\nb,102,\nb,12.5,\n");
    run.fails(4, &["in.jsonl:2: not a record", "2 pages read, 1 failed, 1 undated; 4 rows"]);
    let piped = folder.run_with(&[&args[..2], &["-"]].concat(), lines.join("\n"));
    assert_eq!((piped.code, piped.stdout), (4, run.stdout));
    let text = folder.run(&["--input", "text", "--columns", "source,value", "in.jsonl"]);
    assert!(text.code == 0 && text.stdout.contains("in.jsonl,101\n"), "{}", text.stdout);
}

#[test]
fn form_feeds_end_pages_and_lines_go_on_counting() {
    let folder = Folder::new();
    folder.file("in.txt", format!("标题\n{}\n\x0C{}\n\x0C", page(101), page(102)));
    let run = folder.run(&["--columns", "value,line", "in.txt"]);
    assert_eq!(run.stdout, "value,line\n101,2\n12.5,2\n102,3\n12.5,3\n");
    run.fails(0, &["2 pages read"]);
}

#[test]
fn lists_name_files_by_line_or_nul() {
    let folder = Folder::new();
    folder
        .file("a b.txt", page(101))
        .file("b.txt", page(102))
        .file("list", "a b.txt\r\nb.txt\n")
        .file("list0", "b.txt\0");
    assert_eq!(folder.run(&["--files-from", "list"]).column(2), ["101", "12.5", "102", "12.5"]);
    assert_eq!(folder.run(&["b.txt", "--files-from", "list0", "-0"]).column(2), ["102", "12.5", "102", "12.5"]);
    assert_eq!(folder.run_with(&["--files-from", "-"], "b.txt\n").column(2), ["102", "12.5"]);
    let empty = folder.run_with(&["--files-from", "-"], "");
    assert_eq!((empty.code, empty.stdout.as_str()), (0, HEADER));
    folder.run(&["--files-from", "none"]).fails(2, &["none", "check the path"]);
    folder.run(&["-0", "b.txt"]).fails(2, &["--files-from"]);
    folder.run(&["-", "--files-from", "-"]).fails(2, &["only once"]);
}

#[test]
fn dates_come_from_record_list_option_name_and_masthead() {
    let folder = Folder::new();
    let masthead = format!("2021.1.25星期一\n\n{PAGE}");
    folder.file("m.txt", &masthead).file("2021-02-02.txt", &masthead).file("l.txt", &masthead);
    folder.file("r.jsonl", format!(r#"{{"id":"r","date":"2021-05-05","text":"{PAGE}"}}"#));
    folder.file("dates.tsv", "doc\tissue_date\nl\t2021-04-04\nr\t2021-06-06\n");
    let files = ["--columns", "issue_date,value", "m.txt", "2021-02-02.txt", "l.txt", "r.jsonl"];
    let dates = |more: &[&str]| {
        let run = folder.run(&[&files[..], more].concat());
        run.column(0).into_iter().step_by(2).map(str::to_string).collect::<Vec<_>>()
    };
    assert_eq!(dates(&[]), ["2021-01-25", "2021-02-02", "2021-01-25", "2021-05-05"]);
    let given = ["--date", "2021年3月3日", "--dates", "dates.tsv"];
    assert_eq!(dates(&given), ["2021-03-03", "2021-03-03", "2021-04-04", "2021-05-05"]);
}

#[test]
fn without_a_date_one_note_says_what_to_do() {
    let folder = Folder::new();
    let text = "去年，江州高新区拥有高新技术企业1373家。";
    let run = folder.run_with(&[], text);
    assert_eq!(run.stderr.matches("--date").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains(": 1; pass --date"), "{}", run.stderr);
    assert_eq!(folder.run_with(&["--date", "2021-01-25"], text).stderr, "");
    assert_eq!(folder.run_with(&["-q"], text).stderr, "");
}

// Bad input

#[test]
fn bad_inputs_are_named_and_the_others_read() {
    let folder = Folder::new();
    folder.file("good.txt", PAGE).file("empty.txt", "").file("image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    fs::create_dir(folder.path("bare")).expect("a folder can be made");
    let run = folder.run(&["none.txt", "bare", "image.txt", "empty.txt", "good.txt"]);
    assert_eq!(run.stdout, format!("{HEADER}{ROWS}"));
    run.fails(4, &["none.txt: cannot read it", "check the path", "bare: the folder holds no .txt"]);
    run.fails(4, &["image.txt: it looks like binary data", "2 pages read, 3 failed"]);
    assert_eq!(folder.run(&["empty.txt"]).stdout, HEADER);
    folder.run(&["-q", "none.txt"]).fails(4, &["none.txt: cannot read it"]);
}

#[test]
fn usage_mistakes_say_what_is_expected() {
    let folder = Folder::new();
    folder.file("page.txt", PAGE).file("dates.tsv", "page\tyesterday 1\n");
    let cases: [(&[&str], &[&str]); 10] = [
        (&["--date", "2021-02-30", "page.txt"], &["--date", "such as 2021-01-25"]),
        (&["--date", "昨天", "page.txt"], &["--date", "such as 2021-01-25"]),
        (&["--dates", "dates.tsv", "page.txt"], &["dates.tsv:1", "is no date"]),
        (&["--dates", "none.tsv", "page.txt"], &["none.tsv", "check the path"]),
        (&["--columns", "zone,metrics", "page.txt"], &["unknown column metrics", "did you mean metric?"]),
        (&["--format", "xlsx", "page.txt"], &["xlsx"]),
        (&["-o", "rows.xlsx", "page.txt"], &["rows.xlsx", ".csv, .tsv or .jsonl"]),
        (&["-o", "none/rows.csv", "page.txt"], &["none/rows.csv", "check the folder"]),
        (&["--excel", "--format", "jsonl", "page.txt"], &["--excel is for csv and tsv"]),
        (&["--jobs", "0", "page.txt"], &["--jobs"]),
    ];
    for (args, words) in cases {
        folder.run(args).fails(2, words);
    }
}

#[test]
fn flags_that_change_nothing_here_are_taken() {
    let args = ["--progress", "never", "--color", "always", "--jobs", "3", "--zone", "江州软件园", "--input", "text"];
    assert_eq!(Folder::new().run_with(&args, PAGE).stdout, format!("{HEADER}{ROWS}"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = Folder::new();
    folder.file("page.txt", PAGE).run(&["-o", "/dev/full", "page.txt"]).fails(4, &["/dev/full: not written"]);
}

#[test]
fn a_broken_rule_file_is_an_error_of_its_own() {
    let folder = Folder::new();
    folder.file("page.txt", PAGE).file("mine/pack.toml", "id = \n");
    let run = folder.run(&["--rules", "mine", "page.txt"]);
    run.fails(3, &["pack.toml"]);
    assert_eq!(run.stdout, "");
}

// Writing

#[test]
fn rows_are_the_same_for_any_number_of_jobs() {
    let folder = Folder::new();
    let pages: Vec<String> = (0..3000).map(|number| page(100 + number) + &"\n".repeat(number % 900)).collect();
    folder.file("in/a.txt", pages[..1500].join("\x0C")).file("in/bad.txt", b"\0\x01\x02\x03\x04\x05");
    for (number, page) in pages[1500..1600].iter().enumerate() {
        folder.file(&format!("in/p{number:04}.txt"), page);
    }
    let args = ["--columns", "+source,line", "in", "--jobs"];
    let one = folder.run(&[&args[..], &["1"]].concat());
    assert_eq!((one.code, one.stdout.lines().count()), (4, 1 + 2 * 1600));
    for jobs in ["2", "7"] {
        let many = folder.run(&[&args[..], &[jobs]].concat());
        assert!((many.stdout, many.stderr) == (one.stdout.clone(), one.stderr.clone()), "{jobs} jobs");
    }
}

#[test]
fn a_file_is_replaced_whole_and_its_ending_sets_the_format() {
    let folder = Folder::new();
    folder.file("page.txt", PAGE).file("rows.tsv", "old");
    let run = folder.run(&["-o", "rows.tsv", "--header", "zh", "page.txt"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert!(folder.read("rows.tsv").starts_with("园区\t指标\t数值\t单位\t时期\n江州高新区\t高新技术企业\t1373\t"));
    folder.run(&["-o", "rows.jsonl", "--columns", "metric,value,line", "page.txt"]);
    assert!(folder.read("rows.jsonl").starts_with("{\"metric\":\"高新技术企业\",\"value\":1373,\"line\":1}\n"));
    assert_eq!(fs::read_dir(folder.path("")).map(Iterator::count).unwrap_or(0), 3);
}

#[test]
fn an_old_file_outlives_a_run_that_read_nothing() {
    let folder = Folder::new();
    folder.file("rows.csv", "old").file("page.txt", PAGE);
    folder.run(&["-o", "rows.csv", "none.txt"]).fails(4, &["rows.csv: not written", "left as it is"]);
    assert_eq!(folder.read("rows.csv"), "old");
    assert_eq!(folder.run(&["-o", "rows.csv", "none.txt", "page.txt"]).code, 4);
    assert_eq!(folder.read("rows.csv"), format!("{HEADER}{ROWS}"));
}

#[test]
fn an_output_inside_the_input_folder_is_not_read_again() {
    let folder = Folder::new();
    folder.file("in/page.txt", PAGE);
    for _ in 0..2 {
        assert_eq!(folder.run(&["-o", "in/rows.jsonl", "in"]).code, 0);
    }
    assert_eq!(folder.read("in/rows.jsonl").lines().count(), 2);
}

#[test]
fn columns_and_header_are_chosen() {
    let run = |args: &[&str]| Folder::new().run_with(args, PAGE).stdout;
    assert_eq!(run(&["--columns", "unit,value", "--header", "none"]), "家,1373\n%,12.5\n");
    assert!(run(&["--columns", "+source,line"]).starts_with("zone,metric,value,unit,period,source,line\n"));
    assert_eq!(run(&["--columns", "数值", "--header", "zh"]), "数值\n1373\n12.5\n");
}

#[test]
fn repeated_rows_of_one_page_are_written_once() {
    let folder = Folder::new();
    let run = folder.run_with(&[], format!("{PAGE}\n\n{PAGE}\n"));
    assert_eq!(run.stdout, format!("{HEADER}{ROWS}"));
    let run = folder.run_with(&[], format!("{PAGE}\x0C{PAGE}"));
    assert_eq!(run.stdout, format!("{HEADER}{ROWS}{ROWS}"));
}

#[test]
fn excel_files_have_a_mark_and_no_formulas() {
    let folder = Folder::new();
    folder.file("=1+1.txt", PAGE);
    let run = folder.run(&["--excel", "--columns", "source,value", "--", "=1+1.txt"]);
    assert_eq!(run.stdout, "\u{FEFF}source,value\n'=1+1.txt,1373\n'=1+1.txt,12.5\n");
}

#[test]
fn money_is_converted_exactly() {
    let text = "2020年，江州高新区实现总产值907.5亿元。";
    let amount = |unit| Folder::new().run_with(&["--money", unit, "--columns", "value,unit"], text).stdout;
    assert_eq!(amount("亿元"), "value,unit\n907.5,亿元\n");
    assert_eq!(amount("万元"), "value,unit\n9075000,万元\n");
    assert_eq!(amount("元"), "value,unit\n90750000000,元\n");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = Folder::new();
    let pages: Vec<String> = (100..20_000).map(page).collect();
    folder.file("in.txt", pages.join("\x0C"));
    let mut child = Process::new(env!("CARGO_BIN_EXE_shishu"))
        .args(["extract", "in.txt"])
        .current_dir(folder.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut first = String::new();
    BufReader::new(child.stdout.take().expect("it is piped")).read_line(&mut first).expect("a line comes");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((first.as_str(), output.status.code()), (HEADER, Some(0)));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_slow_stream_is_answered_before_it_ends() {
    let mut child = Process::new(env!("CARGO_BIN_EXE_shishu"))
        .args(["extract", "--header", "none", "--input", "jsonl", "-q"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut stdin = child.stdin.take().expect("it is piped");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let filler = format!("{{\"id\":0,\"text\":\"{}\"}}\n", "空".repeat(30_000)); // past the 64 KiB that settle the encoding
    stdin.write_all(filler.as_bytes()).expect("it reads");
    for count in [101, 102] {
        writeln!(stdin, "{{\"id\":{count},\"text\":\"{}\"}}", page(count)).expect("it reads");
        let row = lines.next().and_then(Result::ok).unwrap_or_default();
        assert_eq!(row, format!("江州高新区,高新技术企业,{count},家,2020-12"));
        lines.next();
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}
