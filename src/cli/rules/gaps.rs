//! `shishu rules gaps`: what to write a rule for next.
//!
//! In: pages. Out: the most frequent shapes of clauses with a number that gives no row. Not here: the shapes
//! ([`crate::workbench::gaps`]).

use std::process::ExitCode;

use crate::cli::batch::{self, Event};
use crate::cli::common::CommonArgs;
use crate::cli::report::Report;
use crate::cli::{FAILED_INPUT, Failure, print};
use crate::document::Document;
use crate::score::paint;
use crate::source::Source;
use crate::workbench::gaps::{Seeker, Shape, sum};
use crate::workbench::test::line;

/// What stands below the flags in `--help`.
pub const HELP: &str = "\
{np} is a run of words that a noun phrase is made of: {np_before} or {np_after} in a rule.";

/// The flags of `rules gaps`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    common: CommonArgs,
    /// How many shapes to show
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = "Output")]
    most: usize,
    /// Also numbers that are no facts: names, idioms, ordinals
    #[arg(long, help_heading = "Output")]
    all: bool,
    /// Write CSV: count,shape,reason,source,line,example
    #[arg(long, help_heading = "Output")]
    csv: bool,
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let mut config = args.common.resolve(None)?;
    let extractor = config.extractor()?;
    let seeker = Seeker::new(&extractor);
    let report = Report::new(config.voice);
    let (color, zone) = (config.color, config.zone);
    let (mut shapes, mut failed) = (Vec::new(), false);
    let work = |document: &Document| seeker.gaps(document, zone.as_deref(), args.all);
    let ended = batch::run(Source::new(config.inputs, config.source), &config.threads, work, |event| {
        match event {
            Event::Done(found) => shapes.extend(found),
            Event::CaughtUp => {}
            Event::Failed(error) => {
                failed = true;
                report.error(error);
            }
            Event::PassedOver(name) => report.detail(format_args!("passed over {name}")),
        }
        Ok(())
    });
    ended.map_err(|error| Failure::input(format!("cannot read the pages: {error}")))?;
    let (clauses, shapes) = (shapes.len(), sum(shapes));
    let shown = &shapes[..args.most.min(shapes.len())];
    let text = if args.csv { csv(shown) } else { text(shown, clauses, shapes.len(), color) };
    print(text.as_bytes())?;
    Ok(if failed { ExitCode::from(FAILED_INPUT) } else { ExitCode::SUCCESS })
}

fn text(shown: &[Shape], clauses: usize, shapes: usize, color: bool) -> String {
    let mut text = String::new();
    for shape in shown {
        text += &format!("{:>5}  {}\n", shape.count, paint(&shape.shape, "36", color));
        let place = format!("{}:{}, {}", shape.source, shape.line, shape.reason);
        text += &format!("       {}  {}\n", shape.example, paint(&format!("[{place}]"), "2", color));
    }
    text + &format!("{clauses} clauses with a number that gives no row, in {shapes} shapes; {} shown\n", shown.len())
}

fn csv(shown: &[Shape]) -> String {
    let record = |shape: &Shape| {
        let (count, number) = (shape.count.to_string(), shape.line.to_string());
        let cells = [&count, &shape.shape, &shape.reason, &shape.source, &number, &shape.example];
        line(&cells.map(String::clone)) + "\n"
    };
    let records: String = shown.iter().map(record).collect();
    format!("count,shape,reason,source,line,example\n{records}")
}
