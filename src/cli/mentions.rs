//! `shishu mentions`: what is recognised, before any fact is made of it.
//!
//! In: the flags. Out: one JSON object a line for each quantity, time, park and known metric, in input order, and one line on
//! standard error about each input that failed. Not here: recognising, which [`listing`](crate::listing) describes.
//!
//! | key | holds |
//! |---|---|
//! | `id` | the document: its path, or the id of its JSONL record |
//! | `start`, `end` | characters of the decoded input, or of the record's `text` |
//! | `quote` | the words |
//! | `kind` | `number` where there is no unit, else what the unit measures (`money`, `count` …), `period`, `zone`, `metric` |
//! | `value`, `value_high`, `unit` | a quantity, the second for the upper end of a range |
//! | `period_start`, `period_end` | first and last day of a time; empty where no date of issue is known |
//! | `name` | a park's or a metric's canonical name; only there |

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::Serialize;

use super::batch::{self, Event};
use super::common::{CommonArgs, Config};
use super::report::Report;
use super::{FAILED_INPUT, Failure};
use crate::document::Document;
use crate::listing::What;
use crate::pipeline::{Extractor, Listed, ListedKind};
use crate::quantity::Quantity;
use crate::sink::Output;
use crate::source::Source;
use crate::unit::Dimension;

/// The flags of `mentions`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    common: CommonArgs,
    /// Write to FILE, which changes only when all is written
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let file = args.output.filter(|path| path.as_os_str() != "-");
    let mut config = args.common.resolve(file.as_deref())?;
    let extractor = config.extractor()?;
    let mut output = open(file.as_deref())?;
    let report = Report::new(config.voice);
    let mut failed = false;
    let written = write(config, &extractor, &mut output, &report, &mut failed).and_then(|()| output.finish());
    report.clear();
    match written {
        Err(error) if file.is_none() && error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(Failure::input(format!("cannot write the mentions: {error}"))),
        Ok(()) if failed => Ok(ExitCode::from(FAILED_INPUT)),
        Ok(()) => Ok(ExitCode::SUCCESS),
    }
}

fn open(file: Option<&Path>) -> Result<Output, Failure> {
    let Some(path) = file else { return Ok(Output::stdout()) };
    Output::file(path).map_err(|error| Failure::usage(format!("{}: cannot write there: {error}", path.display())))
}

fn write(
    config: Config,
    extractor: &Extractor,
    output: &mut Output,
    report: &Report,
    failed: &mut bool,
) -> io::Result<()> {
    let source = Source::new(config.inputs, config.source);
    let work = |document: &Document| lines(document, extractor.mentions(document));
    batch::run(source, &config.threads, work, |event| match event {
        Event::Done(lines) => output.write(&lines?),
        Event::CaughtUp => output.flush(),
        Event::Failed(error) => {
            *failed = true;
            report.error(error);
            Ok(())
        }
        Event::PassedOver(name) => {
            report.detail(format_args!("passed over {name}"));
            Ok(())
        }
    })
}

/// One line of output.
#[derive(Default, Serialize)]
struct Line<'a> {
    id: &'a str,
    start: usize,
    end: usize,
    quote: &'a str,
    kind: &'static str,
    value: String,
    value_high: String,
    unit: String,
    period_start: String,
    period_end: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
}

fn lines(document: &Document, mentions: Vec<Listed>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for mention in &mentions {
        serde_json::to_writer(&mut bytes, &line(&document.name, mention))?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

fn line<'a>(id: &'a str, mention: &'a Listed) -> Line<'a> {
    let line = Line { id, start: mention.start, end: mention.end, quote: &mention.quote, ..Line::default() };
    match &mention.what {
        ListedKind::Found(What::Quantity(quantity)) => numeric(line, quantity),
        ListedKind::Found(What::Period(period)) => {
            let day = |day: Option<chrono::NaiveDate>| day.map_or(String::new(), |day| day.to_string());
            let (period_start, period_end) = (day(period.map(|p| p.start)), day(period.map(|p| p.end)));
            Line { kind: "period", period_start, period_end, ..line }
        }
        ListedKind::Zone(name) => Line { kind: "zone", name, ..line },
        ListedKind::Metric(name) => Line { kind: "metric", name, ..line },
    }
}

/// A fraction is a plain number here; a fact makes it a percentage.
fn numeric<'a>(line: Line<'a>, quantity: &Quantity) -> Line<'a> {
    if let Some(ratio) = quantity.ratio {
        return Line { kind: "number", value: ratio.to_string(), ..line };
    }
    let dimension = if quantity.unit.is_empty() { Dimension::Number } else { quantity.dimension };
    let kind = Dimension::ALL.iter().find(|(d, _)| *d == dimension).map_or("number", |(_, name)| name);
    let value_high = quantity.high.map_or(String::new(), |high| high.to_string());
    Line { kind, value: quantity.value.to_string(), value_high, unit: quantity.unit.clone(), ..line }
}
