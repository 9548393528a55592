//! `shishu rules test`: the tests of a pack.
//!
//! In: the folders of packs. Out: what each failing test should give and gives, the sentence as rules see it, and how far the
//! rule got; on request a JUnit file, or the expected rows written anew. Exit code 1 where a test fails. Not here: running
//! ([`crate::workbench::test`]).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rayon::prelude::*;

use crate::cli::common::ColorArgs;
use crate::cli::packs::{PackArgs, Packs};
use crate::cli::{FAILED_CHECK, Failure, print};
use crate::pipeline::Extractor;
use crate::score::paint;
use crate::sink::Output;
use crate::source::{IssueDates, Options};
use crate::workbench::case::{self, Case};
use crate::workbench::junit;
use crate::workbench::test::{self, Report, Verdict};
use crate::workbench::update::{Change, rewrite};

/// What stands below the flags in `--help`.
pub const HELP: &str = "\
Tests are the [[fact.test]] tables of the rules, and the pages NAME.txt beside their rows NAME.rows.csv.
In a difference, - is a row that is missing and + one that is not expected, with the rule that gave it.

  shishu rules test my-rules                      all tests of my-rules, laid over the built-in pack
  shishu rules test my-rules --filter port        those whose name holds \"port\"
  shishu rules test my-rules --update             write what the rules give into the tests";

/// The flags of `rules test`.
#[derive(clap::Args)]
pub struct Args {
    /// Folders of packs, each laid over those before it [default: the packs in use]
    #[arg(value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Only tests whose name (rule#1, or the path of a page) holds TEXT
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Write the rows that failing tests give into the files, which keep their comments
    #[arg(long)]
    update: bool,
    /// Write a JUnit report to FILE
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Name the tests that pass, too
    #[arg(short, long)]
    verbose: bool,
    #[command(flatten)]
    color: ColorArgs,
    #[command(flatten)]
    packs: PackArgs,
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let packs = args.packs.with(&args.folders)?;
    let extractor = packs.extractor()?;
    let mut cases = cases(&packs, &extractor)?;
    if let Some(filter) = &args.filter {
        cases.retain(|case| case.name.contains(filter.as_str()));
    }
    if cases.is_empty() {
        return Err(Failure::usage(nothing(&args.filter)));
    }
    let results: Vec<(Case, Report)> = cases
        .into_par_iter()
        .map(|case| {
            let report = test::run(&case, &extractor);
            (case, report)
        })
        .collect();
    if let Some(path) = &args.junit {
        write(path, &junit::xml(&results))?;
    }
    let updated = if args.update { update(&results)? } else { Vec::new() };
    let color = args.color.stdout();
    let shown: String = results.iter().map(|(case, report)| show(case, report, args.verbose, color)).collect();
    let written: String = updated.iter().map(|path| format!("written: {}\n", path.display())).collect();
    print(format!("{shown}{written}{}", summary(&results, color)).as_bytes())?;
    let failed = results.iter().any(|(_, report)| matches!(report.verdict, Verdict::Failed(_)));
    Ok(if failed { ExitCode::from(FAILED_CHECK) } else { ExitCode::SUCCESS })
}

fn nothing(filter: &Option<String>) -> String {
    match filter {
        Some(filter) => format!("no test has a name with {filter:?}; `shishu rules list` has the rules"),
        None => "no tests here; add a [[fact.test]] to a rule, or a page NAME.txt with NAME.rows.csv".into(),
    }
}

/// The tests of the folders; of all packs where no folder is named.
fn cases(packs: &Packs, extractor: &Extractor) -> Result<Vec<Case>, Failure> {
    let mut cases = case::of_rules(extractor.pack());
    cases.retain(|case| packs.folders.is_empty() || !case.origin.builtin);
    let dates = IssueDates { words: extractor.pack().masthead_words().clone(), ..IssueDates::default() };
    let options = Options { dates, ..Options::default() };
    for folder in &packs.folders {
        cases.extend(case::of_pages(folder, &options).map_err(Failure::rules)?);
    }
    Ok(cases)
}

fn show(case: &Case, report: &Report, verbose: bool, color: bool) -> String {
    let place = match case.origin.line {
        0 => case.origin.file.display().to_string(),
        line => format!("{}:{line}", case.origin.file.display()),
    };
    match &report.verdict {
        Verdict::Passed if !verbose => String::new(),
        Verdict::Passed => format!("{} {}\n", paint("pass", "32", color), case.name),
        Verdict::Todo(_) if !verbose => String::new(),
        Verdict::Todo(why) => format!("{} {}  {place}: {why}\n", paint("todo", "33", color), case.name),
        Verdict::Failed(why) => {
            let head = format!("{} {}  {place}: {why}\n", paint("FAIL", "1;31", color), case.name);
            head + &details(case, report, color)
        }
    }
}

fn details(case: &Case, report: &Report, color: bool) -> String {
    let mut text = String::new();
    if let (Some(_), [document]) = (case.rule(), case.documents.as_slice()) {
        text += &format!("  {}\n", document.text.trim());
    }
    let changed = |mark: char| mark != ' ' || case.rule().is_some();
    for (mark, row) in report.diff.iter().filter(|(mark, _)| changed(*mark)) {
        let code = match mark {
            '-' => "31",
            '+' => "32",
            _ => "2",
        };
        text += &format!("  {}\n", paint(&format!("{mark} {row}"), code, color));
    }
    if case.rule().is_some() {
        report.masked.iter().for_each(|masked| text += &format!("  seen as {}\n", paint(masked, "36", color)));
        report.near.iter().for_each(|near| text += &format!("  {}\n", paint(near, "2", color)));
    }
    text + "\n"
}

fn summary(results: &[(Case, Report)], color: bool) -> String {
    let count = |which: fn(&Verdict) -> bool| results.iter().filter(|(_, report)| which(&report.verdict)).count();
    let passed = count(|verdict| *verdict == Verdict::Passed);
    let (todo, failed) = (count(|v| matches!(v, Verdict::Todo(_))), count(|v| matches!(v, Verdict::Failed(_))));
    let code = if failed > 0 { "1;31" } else { "1;32" };
    let gaps =
        if todo > 0 { format!(", {todo} known {}", if todo == 1 { "gap" } else { "gaps" }) } else { String::new() };
    paint(&format!("{} tests: {passed} passed, {failed} failed{gaps}", results.len()), code, color) + "\n"
}

// Writing

/// Writes the rows of failing tests into their files; those embedded in the program cannot be changed.
fn update(results: &[(Case, Report)]) -> Result<Vec<PathBuf>, Failure> {
    let mut pages: BTreeMap<&Path, &str> = BTreeMap::new();
    let mut rules: BTreeMap<&Path, Vec<Change>> = BTreeMap::new();
    for (case, report) in results.iter().filter(|(case, report)| changes(case, report)) {
        match &case.origin.rule {
            None => drop(pages.insert(&case.origin.file, &report.got)),
            Some((rule, test)) => rules.entry(&case.origin.file).or_default().push(Change {
                rule: rule.clone(),
                test: *test,
                rows: report.got.clone(),
                holds: case.todo.is_some(),
            }),
        }
    }
    for (path, changes) in &rules {
        let cannot = |error: String| Failure::usage(format!("{}: not updated: {error}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| cannot(error.to_string()))?;
        write(path, &rewrite(&text, changes).map_err(cannot)?)?;
    }
    for (path, rows) in &pages {
        write(path, &if rows.is_empty() { "zone,metric,value,unit,period\n".into() } else { format!("{rows}\n") })?;
    }
    Ok(rules.into_keys().chain(pages.into_keys()).map(Path::to_path_buf).collect())
}

fn changes(case: &Case, report: &Report) -> bool {
    let failed = matches!(report.verdict, Verdict::Failed(_));
    failed && !case.origin.builtin && (!report.rows_are_right || case.todo.is_some())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let written = Output::file(path).and_then(|mut output| {
        output.write(text.as_bytes())?;
        output.finish()
    });
    written.map_err(|error| Failure::usage(format!("{}: cannot be written: {error}", path.display())))
}
