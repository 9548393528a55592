//! `shishu explain`: every number of a page, with its row or the reason why it has none.
//!
//! In: the flags. Out: for each page its sentences with numbers, each as rules see it and with the fate of each number, then
//! the tally, which adds up to all numerals of the input; or one JSON object a line for each numeral, without the tally.
//! Not here: the account itself, which [`account`](crate::account) describes.
//!
//! | key | holds |
//! |---|---|
//! | `id` | the document: its path, or the id of its JSONL record |
//! | `line` | the line of the input, from 1 |
//! | `start`, `end`, `quote` | the numeral, in characters of the decoded input, or of the record's `text` |
//! | `mention` | what it was read as a part of: 212亿元 |
//! | `fate` | `row`, `period` or `aside` |
//! | `reason` | why it is set aside |
//! | `rule`, `losers` | the rule that took it, and those that matched it too |
//! | `rows` | how many rows it is in: two for a range; the columns below are those of the first |

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::StyledStr;
use serde::Serialize;

use super::batch::{self, Event};
use super::common::{CommonArgs, Config, choice};
use super::report::Report;
use super::{FAILED_INPUT, Failure};
use crate::account::{Account, Fate, Numeral, Passage, Piece, REASONS, Tally};
use crate::document::Document;
use crate::pipeline::Extractor;
use crate::row::Row;
use crate::score::{pad, paint};
use crate::sink::Output;
use crate::source::Source;
use crate::suggest::nearest;

const FORMATS: &[(&str, Format)] = &[("text", Format::Text), ("jsonl", Format::Jsonl)];

/// How the account is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text,
    Jsonl,
}

/// The flags of `explain`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    common: CommonArgs,
    /// Show only the numbers that this rule took or matched
    #[arg(long, value_name = "ID", help_heading = "Output")]
    rule: Option<String>,
    /// Write to FILE, which changes only when all is written
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// text or jsonl [default: by the ending of -o, else text]
    #[arg(long, value_name = "FORMAT", value_parser = choice(FORMATS), hide_possible_values = true, help_heading = "Output")]
    format: Option<Format>,
}

/// What stands below the flags in `--help`: the reasons.
pub fn help() -> StyledStr {
    let width = REASONS.iter().map(|(_, name, _)| name.len()).max().unwrap_or(0);
    let lines = REASONS.iter().map(|(_, name, meaning)| format!("\n  {}  {meaning}", pad(name, width)));
    StyledStr::from(format!("Reasons why a number gives no row:{}", lines.collect::<String>()))
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let file = args.output.filter(|path| path.as_os_str() != "-");
    let jsonl = file.as_deref().and_then(Path::extension).is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl"));
    let format = args.format.unwrap_or(if jsonl { Format::Jsonl } else { Format::Text });
    let mut config = args.common.resolve(file.as_deref())?;
    let extractor = config.extractor()?;
    if let Some(rule) = &args.rule {
        check_rule(rule, &extractor)?;
    }
    let show = Show { format, rule: args.rule, color: config.color && file.is_none(), verbose: config.voice.verbose };
    let mut output = open(file.as_deref())?;
    let report = Report::new(config.voice);
    let mut sum = Sum::default();
    let written = write(config, &extractor, &show, &mut output, &report, &mut sum).and_then(|()| output.finish());
    report.clear();
    match written {
        Err(error) if file.is_none() && error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(Failure::input(format!("cannot write the account: {error}"))),
        Ok(()) if sum.failed => Ok(ExitCode::from(FAILED_INPUT)),
        Ok(()) => Ok(ExitCode::SUCCESS),
    }
}

fn check_rule(id: &str, extractor: &Extractor) -> Result<(), Failure> {
    let known = || extractor.pack().facts.iter().map(|rule| rule.fact.id.get_ref().as_str());
    if known().any(|known| known == id) {
        return Ok(());
    }
    let hint = nearest(id, known()).map_or(String::new(), |meant| format!("; did you mean {meant}?"));
    Err(Failure::usage(format!("no rule has the id {id:?}{hint}")))
}

fn open(file: Option<&Path>) -> Result<Output, Failure> {
    let Some(path) = file else { return Ok(Output::stdout()) };
    Output::file(path).map_err(|error| Failure::usage(format!("{}: cannot write there: {error}", path.display())))
}

/// What all pages came to.
#[derive(Default)]
struct Sum {
    tally: Tally,
    pages: usize,
    failed: bool,
}

fn write(
    config: Config,
    extractor: &Extractor,
    show: &Show,
    output: &mut Output,
    report: &Report,
    sum: &mut Sum,
) -> io::Result<()> {
    let source = Source::new(config.inputs, config.source);
    let work = |document: &Document| show.page(document, extractor.account(document, config.zone.as_deref()));
    batch::run(source, config.jobs, work, |event| match event {
        Event::Done(page) => {
            let (bytes, tally) = page?;
            sum.tally.add(&tally);
            sum.pages += 1;
            output.write(&bytes)
        }
        Event::Failed(error) => {
            sum.failed = true;
            report.error(error);
            Ok(())
        }
        Event::PassedOver(name) => {
            report.detail(format_args!("passed over {name}"));
            Ok(())
        }
    })?;
    match (show.format, sum.pages) {
        (Format::Text, 2..) => output.write(show.tally("TOTAL", &sum.tally).as_bytes()),
        _ => Ok(()),
    }
}

/// What is shown, and how.
struct Show {
    format: Format,
    rule: Option<String>,
    color: bool,
    verbose: bool,
}

impl Show {
    fn page(&self, document: &Document, mut account: Account) -> io::Result<(Vec<u8>, Tally)> {
        if let Some(id) = &self.rule {
            account.numerals.retain(|numeral| numeral.rule == *id || numeral.losers.contains(id));
        }
        let bytes = match self.format {
            Format::Text => self.text(document, &account).into_bytes(),
            Format::Jsonl => lines(document, &account)?,
        };
        Ok((bytes, account.tally()))
    }

    fn text(&self, document: &Document, account: &Account) -> String {
        let mut text = self.paint(&document.name, "1") + "\n";
        let mut by_passage: Vec<Vec<&Numeral>> = vec![Vec::new(); account.passages.len()];
        account.numerals.iter().for_each(|numeral| by_passage[numeral.passage].push(numeral));
        for (passage, numerals) in account.passages.iter().zip(&by_passage) {
            if let Some(first) = numerals.first() {
                text += &self.sentence(passage, first.line);
                text += &self.numerals(numerals, &account.rows);
            }
        }
        if self.verbose {
            for (line, note) in &account.notes {
                text += &self.paint(&format!("{line}: note: {}: {}\n", note.stage, note.message), "36");
            }
        }
        text + &self.tally(&document.name, &account.tally()) + "\n"
    }

    fn sentence(&self, passage: &Passage, line: usize) -> String {
        let masked: String = passage.pieces.iter().map(|piece| self.piece(piece)).collect();
        let masked = if masked.is_empty() { masked } else { format!("    {masked}\n") };
        format!("{line}: {}\n{masked}", passage.text)
    }

    /// A part of the masked sentence: words of the lexicon stand as they are, with their classes only on demand.
    fn piece(&self, piece: &Piece) -> String {
        match (piece.types.first(), self.verbose) {
            (None, _) => piece.text.clone(),
            (Some(_), false) if piece.word => piece.text.clone(),
            (Some(first), false) => self.paint(&format!("⟨{first}⟩"), "36"),
            (Some(_), true) => self.paint(&format!("⟨{}:{}⟩", piece.types.join("|"), piece.text), "36"),
        }
    }

    /// A line for each thing that was read, with all its numerals.
    fn numerals(&self, numerals: &[&Numeral], rows: &[Row]) -> String {
        let mut text = String::new();
        let mut last: Option<&Numeral> = None;
        for &numeral in numerals {
            if !last.is_some_and(|last| is_same(last, numeral)) {
                let fate = match &numeral.fate {
                    Fate::Row(of) => of.iter().map(|&row| self.row(numeral, &rows[row])).collect(),
                    fate => vec![self.aside(numeral, fate)],
                };
                for fate in fate {
                    text += &format!("    {:>4}  {}  {fate}\n", numeral.line, pad(&one_line(&numeral.mention), 12));
                }
            }
            last = Some(numeral);
        }
        text
    }

    fn row(&self, numeral: &Numeral, row: &Row) -> String {
        let cells = [&row.zone, &row.metric, &row.value.to_string(), &row.unit, &row.period].map(|cell| match cell {
            cell if cell.is_empty() => "-".to_string(),
            cell => cell.clone(),
        });
        let from = |what: &str, from: &str| if from.is_empty() { String::new() } else { format!(" {what}:{from}") };
        let origin = format!("{}{}", from("zone", &row.zone_from), from("period", &row.period_from));
        let origin = self.paint(&format!("[{}{origin}{}]", row.rule, losers(numeral)), "2");
        format!("{}  {}  {origin}", self.paint("row", "32"), cells.join(" | "))
    }

    fn aside(&self, numeral: &Numeral, fate: &Fate) -> String {
        let Some(reason) = fate.reason() else { return self.paint(fate.name(), "34") };
        let rules = format!("{}{}", numeral.rule, losers(numeral));
        let rules = if rules.is_empty() { rules } else { format!("  [{}]", rules.trim_start()) };
        self.paint(reason.name(), "33") + &self.paint(&rules, "2")
    }

    fn tally(&self, name: &str, tally: &Tally) -> String {
        let reasons: Vec<String> =
            tally.reasons().into_iter().map(|(reason, count)| format!("{} {count}", reason.name())).collect();
        let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
        let (total, rows, periods, aside) = (tally.total(), tally.rows, tally.periods, tally.aside());
        let sum = format!("{total} numerals = {rows} in rows + {periods} in periods + {aside} aside{reasons}");
        format!("{} {sum}\n", self.paint(&format!("{name}:"), "1"))
    }

    fn paint(&self, text: &str, code: &str) -> String {
        paint(text, code, self.color)
    }
}

fn losers(numeral: &Numeral) -> String {
    if numeral.losers.is_empty() { String::new() } else { format!(" lost:{}", numeral.losers.join(",")) }
}

/// Whether two numerals that follow each other were read as one thing, such as 212亿元.
fn is_same(last: &Numeral, numeral: &Numeral) -> bool {
    last.mention == numeral.mention && last.fate == numeral.fate && last.mention_start == numeral.mention_start
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect()
}

/// One line of JSONL.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    line: usize,
    start: usize,
    end: usize,
    quote: &'a str,
    mention: &'a str,
    fate: &'static str,
    reason: &'static str,
    rule: &'a str,
    losers: &'a [String],
    rows: usize,
    zone: &'a str,
    metric: &'a str,
    value: String,
    unit: &'a str,
    period: &'a str,
}

fn lines(document: &Document, account: &Account) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for numeral in &account.numerals {
        serde_json::to_writer(&mut bytes, &line(&document.name, numeral, &account.rows))?;
        bytes.write_all(b"\n")?;
    }
    Ok(bytes)
}

fn line<'a>(id: &'a str, numeral: &'a Numeral, rows: &'a [Row]) -> Line<'a> {
    let of = if let Fate::Row(of) = &numeral.fate { of.as_slice() } else { &[] };
    let row = of.first().map(|&row| &rows[row]);
    let cell = |of: fn(&Row) -> &str| row.map_or("", of);
    Line {
        id,
        line: numeral.line,
        start: numeral.start,
        end: numeral.end,
        quote: &numeral.quote,
        mention: &numeral.mention,
        fate: numeral.fate.name(),
        reason: numeral.fate.reason().map_or("", |reason| reason.name()),
        rule: &numeral.rule,
        losers: &numeral.losers,
        rows: of.len(),
        zone: cell(|row| &row.zone),
        metric: cell(|row| &row.metric),
        value: row.map_or(String::new(), |row| row.value.to_string()),
        unit: cell(|row| &row.unit),
        period: cell(|row| &row.period),
    }
}
