//! `shishu score`: how good rows are, measured against gold rows.
//!
//! In: a folder of gold files, and either files of rows or pages to extract rows from. Out: the figures of each document
//! and of all, on request what is wrong and which rules are to blame; the exit code says whether the thresholds were met.
//! Documents are called by their stem: the rows of `NAME.csv` or `NAME.txt` are scored against the gold file `NAME.csv`.
//! Not here: the scoring itself and how it looks ([`crate::score`]).

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::batch::{self, Event};
use super::common::{CommonArgs, Config, choice};
use super::report::Report;
use super::{FAILED_CHECK, FAILED_INPUT, Failure, print};
use crate::document::Document;
use crate::score::{self, Claim, Counts, Details, GoldRow, Scored};
use crate::source::{Input, Source};

/// What stands below the flags in `--help`.
pub const HELP: &str = "\
Quantity: value and unit agree. Row: zone, metric and period agree too. Fields: the share of the
matched quantities whose field agrees. Name: how close the metrics are to the gold's, 0 to 1.
A gold file NAME.csv holds the rows that a careful reader wants of NAME.txt:
  level,zone,metric,metric_key,value,unit,period,quote
level is core or optional; zone, metric, unit and period may hold a|b; metric_key is a regular
expression that an acceptable metric matches.

  shishu score --gold gold --dates dates.tsv pages      extract from the pages, and score
  shishu score --gold gold --got rows --diff            score rows/NAME.csv, and list what is wrong
  shishu score --gold gold --min-row-f1 0.9 -q pages    for CI: exit code 1 below 0.9";

const FORMATS: &[(&str, Format)] = &[("text", Format::Text), ("json", Format::Json)];

const NOTHING: &str = "nothing to score; name pages to extract from, or pass --got DIR with files of rows";

/// How the figures are written.
#[derive(Clone, Copy)]
enum Format {
    Text,
    Json,
}

/// The flags of `score`.
#[derive(clap::Args)]
pub struct Args {
    /// Gold rows: a folder of NAME.csv files, or one such file
    #[arg(long, value_name = "DIR", help_heading = "Scoring")]
    gold: PathBuf,
    /// Rows to score: a folder of NAME.csv files, or one such file, in place of pages to extract from
    #[arg(long, value_name = "DIR", conflicts_with_all = ["paths", "files_from"], help_heading = "Scoring")]
    got: Option<PathBuf>,
    /// List misses, wrong fields and extra rows (-v does too)
    #[arg(long, help_heading = "Scoring")]
    diff: bool,
    /// List the rules with the share of their rows that is right
    #[arg(long, help_heading = "Scoring")]
    by_rule: bool,
    /// text or json
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = choice(FORMATS), hide_possible_values = true, help_heading = "Scoring")]
    format: Format,
    #[command(flatten)]
    thresholds: Thresholds,
    #[command(flatten)]
    common: CommonArgs,
}

/// What the total must reach.
#[derive(Clone, Copy, clap::Args)]
struct Thresholds {
    /// Exit with 1 where the F1 of rows is below X, 0 to 1
    #[arg(long, value_name = "X", value_parser = share, help_heading = "Thresholds")]
    min_row_f1: Option<f64>,
    /// Exit with 1 where the F1 of quantities is below X
    #[arg(long, value_name = "X", value_parser = share, help_heading = "Thresholds")]
    min_quantity_f1: Option<f64>,
    /// Exit with 1 where the likeness of names is below X
    #[arg(long, value_name = "X", value_parser = share, help_heading = "Thresholds")]
    min_name: Option<f64>,
}

fn share(text: &str) -> Result<f64, &'static str> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or("write a share from 0 to 1, such as 0.92")
}

impl Thresholds {
    /// What is said of each that was not reached.
    fn missed(self, total: &Counts) -> Vec<String> {
        let figures = [
            ("the F1 of rows", total.rows().f1, "--min-row-f1", self.min_row_f1),
            ("the F1 of quantities", total.quantities().f1, "--min-quantity-f1", self.min_quantity_f1),
            ("the likeness of names", total.name(), "--min-name", self.min_name),
        ];
        let below = figures.into_iter().filter(|(_, figure, _, least)| least.is_some_and(|least| *figure < least));
        below
            .map(|(what, is, flag, least)| format!("{what} is {is:.4}, below {flag} {}", least.unwrap_or(0.0)))
            .collect()
    }
}

/// The gold rows of documents by name.
type Gold = BTreeMap<String, Vec<GoldRow>>;
/// The found rows of documents by name.
type Found = BTreeMap<String, Vec<Claim>>;

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let gold = read_gold(&args.gold)?;
    let config = match &args.got {
        None if !args.common.names_inputs() => return Err(Failure::usage(NOTHING)),
        None => args.common.resolve(None)?,
        Some(_) => args.common.resolve_without_inputs()?,
    };
    let details = Details { rules: args.by_rule, findings: args.diff || config.voice.verbose };
    let (color, mut report) = (config.color, Report::new(config.voice));
    let (found, failed) = match &args.got {
        Some(got) => (read_found(got, &args.gold, &gold, &report)?, 0),
        None => extract(config, &gold, &mut report)?,
    };
    check(&found, &args.gold, args.by_rule)?;
    let documents = score_all(&gold, found);
    let total = score::total(documents.iter().map(|(_, scored)| scored));
    print(text(&documents, &total, args.format, details, color).as_bytes())?;
    let missed = args.thresholds.missed(&total.counts);
    missed.iter().for_each(|missed| report.error(missed));
    Ok(ExitCode::from(match (failed, missed.is_empty()) {
        (0, true) => 0,
        (0, false) => FAILED_CHECK,
        _ => FAILED_INPUT,
    }))
}

/// Whether there is enough to score.
fn check(found: &Found, gold: &Path, by_rule: bool) -> Result<(), Failure> {
    if found.is_empty() {
        let problem = "nothing was scored: no page that was read is called like a file in";
        return Err(Failure::input(format!("{problem} {}", gold.display())));
    }
    let mut rows = found.values().flatten().peekable();
    if by_rule && rows.peek().is_some() && rows.all(|row| row.rule.is_empty()) {
        let remedy = "write the rows with `shishu extract --columns +rule`";
        return Err(Failure::usage(format!("--by-rule needs rows with the column rule; {remedy}")));
    }
    Ok(())
}

fn score_all(gold: &Gold, mut found: Found) -> Vec<(String, Scored)> {
    let scored = gold.iter().filter_map(|(name, rows)| Some((name.clone(), score::score(rows, found.remove(name)?))));
    scored.collect()
}

fn text(documents: &[(String, Scored)], total: &Scored, format: Format, details: Details, color: bool) -> String {
    if let Format::Json = format {
        return score::json(documents, total, details);
    }
    let diff = if details.findings { score::diff(documents, color) } else { String::new() };
    let rules = if details.rules { score::by_rule(&total.rules, color) + "\n" } else { String::new() };
    diff + &rules + &score::table(documents, total, color)
}

// Rows from files

fn read_gold(path: &Path) -> Result<Gold, Failure> {
    let (mut gold, mut mistakes) = (Gold::new(), Vec::new());
    for (name, file) in tables(path)? {
        match score::read_gold(&file.to_string_lossy(), &read(&file)?) {
            Ok(rows) => drop(gold.insert(name, rows)),
            Err(errors) => mistakes.extend(errors.iter().map(ToString::to_string)),
        }
    }
    if mistakes.is_empty() { Ok(gold) } else { Err(Failure::usage(mistakes.join("\n"))) }
}

/// The rows to score by the name of their gold file; a gold file without any counts as one of which nothing was found.
fn read_found(path: &Path, gold_path: &Path, gold: &Gold, report: &Report) -> Result<Found, Failure> {
    let both_files = path.is_file() && gold_path.is_file(); // these are scored whatever they are called
    let files = if both_files { [(stem(gold_path), path.to_path_buf())].into() } else { tables(path)? };
    let mut found = Found::new();
    for (name, file) in files.iter().filter(|(name, _)| gold.contains_key(*name)) {
        let rows = score::read_found(&file.to_string_lossy(), &read(file)?).map_err(Failure::usage)?;
        found.insert(name.clone(), rows);
    }
    if found.is_empty() {
        let problem = "no file in it is called like a gold file in";
        return Err(Failure::usage(format!("{}: {problem} {}; name them alike", path.display(), gold_path.display())));
    }
    let absent: Vec<&String> = gold.keys().filter(|name| path.is_dir() && !found.contains_key(*name)).collect();
    if !absent.is_empty() {
        let names = absent.iter().map(|name| format!("{name}.csv")).collect::<Vec<_>>().join(", ");
        report.note(format_args!("{}: no {names}; scored as if nothing had been found", path.display()));
    }
    found.extend(absent.into_iter().map(|name| (name.clone(), Vec::new())));
    Ok(found)
}

/// The tables of a folder by their names, or the one table that is named.
fn tables(path: &Path) -> Result<BTreeMap<String, PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok([(stem(path), path.to_path_buf())].into());
    }
    let unreadable = |error: io::Error| Failure::usage(format!("{}: cannot list it: {error}", path.display()));
    let mut tables = BTreeMap::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        let hidden = file.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) && !hidden {
            tables.insert(stem(&file), file);
        }
    }
    if tables.is_empty() {
        let problem = "the folder holds no .csv file; NAME.csv has the rows of NAME.txt";
        return Err(Failure::usage(format!("{}: {problem}", path.display())));
    }
    Ok(tables)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let cannot = |error| format!("{}: cannot read it: {error}; check the path", path.display());
    std::fs::read(path).map_err(|error| Failure::usage(cannot(error)))
}

// Rows from pages

/// One page that was read: the input it came from and, where it has gold rows, whose they are and the rows found.
struct Page {
    input: String,
    scored: Option<(String, Vec<Claim>)>,
}

/// Extracts from the pages that have gold rows; a file of several pages is one document.
fn extract(mut config: Config, gold: &Gold, report: &mut Report) -> Result<(Found, usize), Failure> {
    let extractor = config.extractor()?;
    report.expect(&config.inputs, false);
    let mut pages = Pages { named: config.inputs.iter().map(Input::name).collect(), ..Pages::default() };
    let (zone, source) = (config.zone.as_deref(), Source::new(config.inputs, config.source));
    let bytes_read = source.bytes_read();
    let rows = |page: &Document| extractor.extract(page, zone).rows.iter().map(Claim::from).collect();
    let work = |page: &Document| {
        let scored = gold_name(&page.name, gold).map(|name| (name, rows(page)));
        Page { input: page.name.clone(), scored }
    };
    let ended = batch::run(source, &config.threads, work, |event| {
        report.advance(bytes_read.load(std::sync::atomic::Ordering::Relaxed));
        pages.take(event, report);
        Ok(())
    });
    report.clear();
    ended.map_err(|error| Failure::input(format!("cannot extract: {error}")))?;
    let (scored, all) = (pages.found.len(), gold.len());
    if 0 < scored && scored < all {
        report.note(format_args!("{scored} of {all} gold files scored; of the others no page was read"));
    }
    Ok((pages.found, pages.failed))
}

/// What the pages gave.
#[derive(Default)]
struct Pages {
    /// The inputs that the user named, as against those that a folder holds.
    named: BTreeSet<String>,
    found: Found,
    /// Which input a gold file stands for, to tell two of the same name.
    inputs: BTreeMap<String, String>,
    failed: usize,
}

impl Pages {
    fn take(&mut self, event: Event<Page>, report: &Report) {
        match event {
            Event::Done(Page { input, scored: Some((name, rows)) }) => self.add(input, name, rows, report),
            Event::Done(Page { input, .. }) if self.named.contains(&input) => {
                report.note(format_args!("{input}: left out, as no gold file is called like it"));
            }
            Event::Done(Page { input, .. }) => report.detail(format_args!("{input}: no gold file is called like it")),
            Event::Failed(error) => {
                self.failed += 1;
                report.error(error);
            }
            Event::PassedOver(name) => report.detail(format_args!("passed over {name}")),
            Event::CaughtUp => {}
        }
    }

    fn add(&mut self, input: String, name: String, rows: Vec<Claim>, report: &Report) {
        let first = self.inputs.entry(name.clone()).or_insert_with(|| input.clone());
        if *first == input {
            self.found.entry(name).or_default().extend(rows);
        } else {
            self.failed += 1;
            report.error(format_args!("{input}: {first} is called {name} too; score them one at a time"));
        }
    }
}

/// The gold file of a document: the one with its name, or with the stem of its path.
fn gold_name(document: &str, gold: &Gold) -> Option<String> {
    let names = [document.to_string(), stem(Path::new(document))];
    names.into_iter().find(|name| gold.contains_key(name))
}
