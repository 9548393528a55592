//! `shishu rules diff`: which rows a change of rules changes.
//!
//! In: pages, and the packs to lay over those in use. Out: the rows that they add, remove and alter, as text or CSV. Not here:
//! the comparison ([`crate::workbench::diff`]).

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::cli::batch::{self, Event};
use crate::cli::common::{CommonArgs, choice};
use crate::cli::report::Report;
use crate::cli::{FAILED_INPUT, Failure, print};
use crate::document::Document;
use crate::row::{DEFAULT_COLUMNS, Row};
use crate::score::paint;
use crate::source::Source;
use crate::workbench::diff::{Change, changes};
use crate::workbench::test::line;

/// What stands below the flags in `--help`.
pub const HELP: &str = "\
  shishu rules diff --with my-rules pages                what my-rules changes
  shishu rules diff --with new --rules old pages         new laid over old, against old alone
  shishu rules diff --with my-rules --format csv pages > changes.csv";

const FORMATS: &[(&str, Format)] = &[("text", Format::Text), ("csv", Format::Csv)];

#[derive(Clone, Copy)]
enum Format {
    Text,
    Csv,
}

/// The flags of `rules diff`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    common: CommonArgs,
    /// The pack whose effect is asked for, laid over the others; may be given again
    #[arg(long, value_name = "DIR", required = true, help_heading = "Rules")]
    with: Vec<PathBuf>,
    /// text or csv
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = choice(FORMATS), hide_possible_values = true, help_heading = "Output")]
    format: Format,
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let mut config = args.common.resolve(None)?;
    let old = config.extractor()?;
    let mut packs = config.packs.clone();
    packs.folders.extend(args.with);
    let new = packs.extractor()?;
    let report = Report::new(config.voice);
    let (color, zone) = (config.color, config.zone);
    let (mut all, mut pages, mut failed) = (Vec::new(), 0, false);
    let work = |document: &Document| {
        let rows = |extractor: &crate::pipeline::Extractor| extractor.extract(document, zone.as_deref()).rows;
        changes(rows(&old), rows(&new))
    };
    let ended = batch::run(Source::new(config.inputs, config.source), &config.threads, work, |event| {
        match event {
            Event::Done(changes) => {
                pages += 1;
                all.extend(changes);
            }
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
    let text = match args.format {
        Format::Text => text(&all, pages, color),
        Format::Csv => csv(&all),
    };
    print(text.as_bytes())?;
    Ok(if failed { ExitCode::from(FAILED_INPUT) } else { ExitCode::SUCCESS })
}

fn text(changes: &[Change], pages: usize, color: bool) -> String {
    let mut text: String = changes.iter().map(|change| block(change, color)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    changes.iter().for_each(|change| *counts.entry(change.kind()).or_default() += 1);
    let count = |kind: &str| counts.get(kind).copied().unwrap_or(0);
    let pages = format!("{pages} {}", if pages == 1 { "page" } else { "pages" });
    text +=
        &format!("{} added, {} removed, {} altered over {pages}\n", count("added"), count("removed"), count("altered"));
    text
}

fn block(change: &Change, color: bool) -> String {
    let Some(row) = change.row() else { return String::new() };
    let place = format!("{}:{} {}", row.source, row.line, row.quote);
    let rule = |row: &Option<Row>| row.as_ref().map_or(String::new(), |row| row.rule.to_string());
    let cells = DEFAULT_COLUMNS.map(|column| row.field(column)).join(" | ");
    match change.kind() {
        "added" => format!("{} {place}  {cells}  [{}]\n", paint("+", "32", color), row.rule),
        "removed" => format!("{} {place}  {cells}  [{}]\n", paint("-", "31", color), row.rule),
        _ => {
            let parts = change.columns();
            let parts: String = parts.iter().map(|(name, was, is)| format!("\n    {name:<6} {was} → {is}")).collect();
            let rules = format!("[{} → {}]", rule(&change.before), rule(&change.after));
            format!("{} {place}  {rules}{parts}\n", paint("~", "33", color))
        }
    }
}

fn csv(changes: &[Change]) -> String {
    let mut text = "change,source,line,quote,zone,metric,value,unit,period,rule,was_zone,was_metric,was_value,was_unit,was_period,was_rule\n".to_string();
    for change in changes {
        let Some(row) = change.row() else { continue };
        let mut cells =
            vec![change.kind().to_string(), row.source.to_string(), row.line.to_string(), row.quote.clone()];
        for side in [&change.after, &change.before] {
            let field = |column| side.as_ref().map_or(String::new(), |row| row.field(column).into_owned());
            cells.extend(DEFAULT_COLUMNS.map(field));
            cells.push(side.as_ref().map_or(String::new(), |row| row.rule.to_string()));
        }
        text += &(line(&cells) + "\n");
    }
    text
}
