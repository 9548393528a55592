//! `shishu explain`: every number of a page, with its row or the reason why it has none.
//!
//! In: the flags. Out: for each page its sentences with numbers, each as rules see it and with the fate of each number: the row
//! and the rule that gave it, which rules lost, where zone and period came from; or why there is none and which rules came
//! close. Then the notes of the stages, and the tally, which adds up to all numerals of the input. As text, as JSONL (see
//! `jsonl`) or as one page of HTML. Not here: the account itself, which [`account`](crate::account) describes.

mod html;
mod jsonl;
mod text;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::StyledStr;

use super::batch::{self, Event};
use super::common::{CommonArgs, Config, choice};
use super::report::Report;
use super::{FAILED_INPUT, Failure};
use crate::account::{Account, Numeral, Passage, REASONS, Tally};
use crate::document::{Document, Note};
use crate::fact::near::Prober;
use crate::pipeline::Extractor;
use crate::row::Row;
use crate::score::pad;
use crate::sink::Output;
use crate::source::{Source, decoding_note};
use crate::suggest::nearest;

const FORMATS: &[(&str, Format)] = &[("text", Format::Text), ("jsonl", Format::Jsonl), ("html", Format::Html)];

/// How the account is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text,
    Jsonl,
    Html,
}

/// The flags of `explain`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    common: CommonArgs,
    /// Show only the numbers that this rule took, matched, or came close to
    #[arg(long, value_name = "ID", help_heading = "Output")]
    rule: Option<String>,
    /// Write to FILE, which changes only when all is written
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// text, jsonl or html [default: by the ending of -o, else text]
    #[arg(long, value_name = "FORMAT", value_parser = choice(FORMATS), hide_possible_values = true, help_heading = "Output")]
    format: Option<Format>,
}

/// What stands below the flags in `--help`: the reasons.
pub fn help() -> StyledStr {
    let width = REASONS.iter().map(|(_, name, _)| name.len()).max().unwrap_or(0);
    let lines = REASONS.iter().map(|(_, name, meaning)| format!("\n  {}  {meaning}", pad(name, width)));
    let reasons = format!("Reasons why a number gives no row:{}", lines.collect::<String>());
    StyledStr::from(format!("{reasons}\n\n-v shows the types of all words, not only of numbers, times and names."))
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let file = args.output.filter(|path| path.as_os_str() != "-");
    let format = args.format.unwrap_or_else(|| format_of(file.as_deref()));
    let mut config = args.common.resolve(file.as_deref())?;
    let extractor = config.extractor()?;
    if let Some(rule) = &args.rule {
        check_rule(rule, &extractor)?;
    }
    let (color, verbose) = (config.color && file.is_none(), config.voice.verbose);
    let show = Show { format, prober: extractor.prober(args.rule.as_deref()), rule: args.rule, color, verbose };
    let mut output = open(file.as_deref())?;
    let report = Report::new(config.voice);
    let mut sum = Sum::default();
    let written = write(config, &extractor, &show, &mut output, &report, &mut sum);
    let written = written.and_then(|()| if sum.is_lost() { Ok(()) } else { output.finish() });
    report.clear();
    match written {
        Err(error) if file.is_none() && error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(Failure::input(format!("cannot write the account: {error}"))),
        Ok(()) if sum.failed => Ok(ExitCode::from(FAILED_INPUT)),
        Ok(()) => Ok(ExitCode::SUCCESS),
    }
}

fn format_of(file: Option<&Path>) -> Format {
    let ending = file.and_then(Path::extension).map(|ending| ending.to_ascii_lowercase());
    match ending.as_ref().and_then(|ending| ending.to_str()) {
        Some("jsonl") => Format::Jsonl,
        Some("html" | "htm") => Format::Html,
        _ => Format::Text,
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
    let cannot =
        |error| format!("{}: cannot write there: {error}; check the folder and its permissions", path.display());
    Output::file(path).map_err(|error| Failure::usage(cannot(error)))
}

/// What all pages came to.
#[derive(Default)]
struct Sum {
    counts: Counts,
    pages: usize,
    failed: bool,
}

impl Sum {
    /// Whether inputs failed and none was read: then an old output is worth more than an empty new one.
    fn is_lost(&self) -> bool {
        self.pages == 0 && self.failed
    }
}

fn write(
    config: Config,
    extractor: &Extractor,
    show: &Show,
    output: &mut Output,
    report: &Report,
    sum: &mut Sum,
) -> io::Result<()> {
    if show.format == Format::Html {
        output.write(html::START.as_bytes())?;
    }
    let source = Source::new(config.inputs, config.source);
    let work = |document: &Document| show.page(document, extractor, config.zone.as_deref());
    batch::run(source, &config.threads, work, |event| match event {
        Event::Done(page) => {
            let (bytes, counts) = page?;
            sum.counts.add(&counts);
            sum.pages += 1;
            output.write(&bytes)
        }
        Event::CaughtUp => output.flush(),
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
    let many = sum.pages > 1;
    match show.format {
        Format::Text if many => output.write(text::tally(show, "TOTAL", &sum.counts).as_bytes()),
        Format::Html => output.write(html::end(show, many.then_some(&sum.counts)).as_bytes()),
        _ => Ok(()),
    }
}

/// What is shown, and how.
struct Show {
    format: Format,
    rule: Option<String>,
    prober: Prober,
    color: bool,
    verbose: bool,
}

/// How many numerals came to what, and what the one rule that is asked about did.
#[derive(Clone, Copy, Default)]
struct Counts {
    tally: Tally,
    taken: usize,
    lost: usize,
    close: usize,
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        self.tally.add(&other.tally);
        self.taken += other.taken;
        self.lost += other.lost;
        self.close += other.close;
    }

    /// The tally in words, the reasons in brackets.
    fn words(&self, rule: Option<&str>) -> String {
        let (tally, aside) = (&self.tally, self.tally.aside());
        let (total, rows, periods) = (tally.total(), tally.rows, tally.periods);
        if let Some(id) = rule {
            let Counts { taken, lost, close, .. } = self;
            let of = taken + lost + close;
            return format!("{of} of {total} numerals concern {id}: {taken} taken + {lost} lost + {close} missed");
        }
        let reasons: Vec<String> =
            tally.reasons().into_iter().map(|(reason, count)| format!("{} {count}", reason.name())).collect();
        let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
        let numerals = if total == 1 { "numeral" } else { "numerals" };
        format!("{total} {numerals} = {rows} in rows + {periods} in periods + {aside} aside{reasons}")
    }
}

impl Show {
    fn page(&self, document: &Document, extractor: &Extractor, zone: Option<&str>) -> io::Result<(Vec<u8>, Counts)> {
        let mut account = extractor.account(document, zone, &self.prober);
        account.notes.extend(decoding_note(document).map(|note| (document.first_line + 1, note)));
        let counts = self.narrow(&mut account);
        let bytes = match self.format {
            Format::Text => text::page(self, document, &account, &counts).into_bytes(),
            Format::Jsonl => jsonl::page(self, document, &account, &counts)?,
            Format::Html => html::page(self, document, &account, &counts).into_bytes(),
        };
        Ok((bytes, counts))
    }

    /// Leaves the numerals that the one rule has to do with.
    fn narrow(&self, account: &mut Account) -> Counts {
        let mut counts = Counts { tally: account.tally(), ..Counts::default() };
        let Some(id) = &self.rule else { return counts };
        account.numerals.retain(|numeral| {
            let (taken, lost) = (numeral.rule == *id, numeral.losers.contains(id));
            let close = !numeral.near.is_empty();
            match (taken, lost, close) {
                (true, ..) => counts.taken += 1,
                (_, true, _) => counts.lost += 1,
                (.., true) => counts.close += 1,
                _ => return false,
            }
            true
        });
        counts
    }
}

/// A thing that was read, with the rows that it is in.
struct Item<'a> {
    numeral: &'a Numeral,
    rows: Vec<&'a Row>,
}

/// The things that the numerals of a passage were read as: 212亿元 is two numerals and one thing.
fn items<'a>(account: &'a Account, numerals: &[&'a Numeral]) -> Vec<Item<'a>> {
    let mut items: Vec<Item> = Vec::new();
    for &numeral in numerals {
        let same = |item: &Item| {
            let last = item.numeral;
            last.within == numeral.within && last.fate == numeral.fate && last.mention_start == numeral.mention_start
        };
        if !items.last().is_some_and(same) {
            let rows = numeral.fate.rows().iter();
            items.push(Item { numeral, rows: rows.filter_map(|&row| account.rows.get(row)).collect() });
        }
    }
    items
}

/// The masked form of a passage: mentions by their types. Words of the lexicon stand as they are, with their classes on demand.
fn masked(passage: &Passage, verbose: bool) -> String {
    let pieces = passage.pieces.iter().map(|piece| match (piece.types.first(), verbose) {
        (None, _) => piece.text.clone(),
        (Some(_), false) if piece.word => piece.text.clone(),
        (Some(first), false) => format!("{{{first}}}"),
        (Some(_), true) => format!("{{{}={}}}", piece.types.join("|"), piece.text),
    });
    pieces.collect()
}

/// The five cells of a row; `-` for an empty one.
fn cells(row: &Row) -> String {
    let cell = |cell: &String| if cell.is_empty() { "-".to_string() } else { cell.clone() };
    [&row.zone, &row.metric, &row.value.to_string(), &row.unit, &row.period].map(cell).join(" | ")
}

/// Where zone and period of a row came from.
fn origin(row: &Row) -> String {
    let from = |what: &str, from: &str| if from.is_empty() { String::new() } else { format!(" {what}:{from}") };
    format!("{}{}", from("zone", row.zone_from), from("period", row.period_from))
}

/// The rule that took a numeral, and those that matched it too.
fn rules(numeral: &Numeral) -> String {
    let lost = if numeral.losers.is_empty() { String::new() } else { format!(" lost:{}", numeral.losers.join(",")) };
    format!("{}{lost}", numeral.rule).trim_start().to_string()
}

/// How far the rules got that came close.
fn misses(numeral: &Numeral) -> impl Iterator<Item = String> + '_ {
    numeral.near.iter().map(|near| {
        let found = if near.found.is_empty() { "the end" } else { &near.found };
        let (rule, met, slots, matched, text) = (&near.rule, near.met, near.slots, &near.matched, &near.text);
        format!("near {rule} {met}/{slots}: {matched} = {text} ▸ wanted {}, found {found}", near.wanted)
    })
}

fn note_words(line: usize, note: &Note) -> String {
    format!("{line}: note: {}: {}", note.stage, note.message)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
