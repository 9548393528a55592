//! `shishu extract`: the rows of files, folders or standard input.
//!
//! In: the flags. Out: rows in input order, one line about each input that failed, and at the end what a batch came
//! to. Documents are read, worked on and written at the same time; a bad one stops no other, and rows that are
//! written stay written. Not here: how a document becomes rows, what they look like.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::batch::{self, Event};
use super::common::{CommonArgs, Config, choice};
use super::report::Report;
use super::{FAILED_INPUT, Failure};
use crate::document::Document;
use crate::pipeline::Extractor;
use crate::row::{Column, DEFAULT_COLUMNS};
use crate::sink::{Format, Header, MoneyUnit, Output, Rendered, Table, parse_columns};
use crate::source::{Source, decoding_note};

const FORMATS: &[(&str, Format)] = &[("csv", Format::Csv), ("tsv", Format::Tsv), ("jsonl", Format::Jsonl)];
const HEADERS: &[(&str, Header)] = &[("en", Header::English), ("zh", Header::Chinese), ("none", Header::None)];
const MONEY: &[(&str, MoneyUnit)] =
    &[("亿元", MoneyUnit::HundredMillionYuan), ("万元", MoneyUnit::TenThousandYuan), ("元", MoneyUnit::Yuan)];

/// The flags of `extract`.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    common: CommonArgs,
    /// Write to FILE, which changes only when all is written
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// csv, tsv or jsonl [default: by the ending of -o, else csv]
    #[arg(long, value_name = "FORMAT", value_parser = choice(FORMATS), hide_possible_values = true, help_heading = "Output")]
    format: Option<Format>,
    /// Columns to write: a,b picks them, +a,b appends them to the five
    #[arg(long, value_name = "LIST", value_parser = columns, help_heading = "Output")]
    columns: Option<Columns>,
    /// Language of the header
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = choice(HEADERS), help_heading = "Output")]
    header: Header,
    /// Make the file safe to open in Excel or WPS
    #[arg(long, help_heading = "Output")]
    excel: bool,
    /// Put amounts in yuan into this unit, exactly
    #[arg(long, value_name = "UNIT", value_parser = choice(MONEY), help_heading = "Output")]
    money: Option<MoneyUnit>,
}

/// A list of columns as one value; clap would take a `Vec` for a flag given again and again.
#[derive(Clone)]
struct Columns(Vec<Column>);

fn columns(text: &str) -> Result<Columns, String> {
    parse_columns(text).map(Columns)
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let table = args.table()?;
    let file = args.output.filter(|path| path.as_os_str() != "-");
    let mut config = args.common.resolve(file.as_deref())?;
    let extractor = config.extractor()?;
    let mut output = open(file.as_deref())?;
    let mut report = Report::new(config.voice);
    report.expect(&config.inputs, file.is_none() && io::stdout().is_terminal());
    let mut tally = Tally::default();
    let written = write_rows(config, &extractor, &table, &mut output, &report, &mut tally);
    report.clear();
    std::mem::forget(extractor); // the process ends: taking the rules apart would be a fortieth of the start-up
    let written = written.and_then(|()| if tally.is_lost() { Ok(()) } else { output.finish() });
    match (written, &file) {
        (Err(error), None) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
        (Err(error), None) => return Err(Failure::input(format!("cannot write the rows: {error}"))),
        (Err(error), Some(file)) => return Err(Failure::input(not_written(file, &error.to_string()))),
        (Ok(()), Some(file)) if tally.is_lost() => report.error(not_written(file, "no page could be read")),
        (Ok(()), _) => {}
    }
    tally.tell(&report);
    Ok(if tally.failed > 0 { ExitCode::from(FAILED_INPUT) } else { ExitCode::SUCCESS })
}

fn not_written(file: &Path, why: &str) -> String {
    format!("{}: not written: {why}; an older file of this name was left as it is", file.display())
}

impl Args {
    fn table(&self) -> Result<Table, Failure> {
        let format = self.format.map_or_else(|| format_of(self.output.as_deref()), Ok)?;
        if self.excel && format == Format::Jsonl {
            return Err(Failure::usage("--excel is for csv and tsv; leave it out or pass --format csv"));
        }
        let columns = self.columns.as_ref().map_or_else(|| DEFAULT_COLUMNS.to_vec(), |list| list.0.clone());
        Ok(Table { format, columns, header: self.header, excel: self.excel, money: self.money })
    }
}

/// The format that the ending of the output file stands for; a name without an ending is CSV.
fn format_of(output: Option<&Path>) -> Result<Format, Failure> {
    let Some((path, ending)) = output.and_then(|path| Some((path, path.extension()?))) else {
        return Ok(Format::Csv);
    };
    let unknown =
        || format!("{}: no format has this ending; use .csv, .tsv or .jsonl, or pass --format", path.display());
    Format::from_ending(&ending.to_string_lossy()).ok_or_else(|| Failure::usage(unknown()))
}

fn open(file: Option<&Path>) -> Result<Output, Failure> {
    let Some(path) = file else { return Ok(Output::stdout()) };
    let cannot =
        |error| format!("{}: cannot write there: {error}; check the folder and its permissions", path.display());
    Output::file(path).map_err(|error| Failure::usage(cannot(error)))
}

/// What came of one page.
struct Page {
    name: String,
    rendered: io::Result<Rendered>,
    dated: bool,
    notes: usize,
    /// Relative times that were left empty.
    undated: usize,
    /// What is said of characters that could not be decoded.
    damage: Option<String>,
}

fn write_rows(
    config: Config,
    extractor: &Extractor,
    table: &Table,
    output: &mut Output,
    report: &Report,
    tally: &mut Tally,
) -> io::Result<()> {
    output.write(&table.start()?)?;
    output.flush()?;
    let source = Source::new(config.inputs, config.source);
    let bytes_read = source.bytes_read();
    let work = |document: &Document| work_on(document, extractor, config.zone.as_deref(), table);
    batch::run(source, &config.threads, work, |event| {
        report.advance(bytes_read.load(std::sync::atomic::Ordering::Relaxed));
        match event {
            Event::Done(page) => output.write(&tally.count(page, report)?),
            Event::CaughtUp => output.flush(),
            Event::Failed(error) => {
                tally.failed += 1;
                report.error(error);
                Ok(())
            }
            Event::PassedOver(name) => {
                report.detail(format_args!("passed over {name}"));
                Ok(())
            }
        }
    })
}

fn work_on(document: &Document, extractor: &Extractor, zone: Option<&str>, table: &Table) -> Page {
    let extraction = match table.has_details() {
        true => extractor.extract(document, zone),
        false => extractor.extract_contract(document, zone),
    };
    let damage = decoding_note(document).map(|note| note.message);
    Page {
        name: document.name.clone(),
        rendered: table.render(extraction.rows),
        dated: document.issue_date.is_some(),
        notes: extraction.notes.len() + usize::from(damage.is_some()),
        undated: extraction.undated,
        damage,
    }
}

/// What a batch came to.
#[derive(Default)]
struct Tally {
    pages: usize,
    failed: usize,
    undated_pages: usize,
    rows: usize,
    notes: usize,
    undated_times: usize,
    damaged: usize,
}

impl Tally {
    /// Counts a page and gives back what is to be written.
    fn count(&mut self, page: Page, report: &Report) -> io::Result<Vec<u8>> {
        let rendered = page.rendered?;
        self.pages += 1;
        self.undated_pages += usize::from(!page.dated);
        self.rows += rendered.rows;
        self.notes += page.notes;
        self.undated_times += page.undated;
        if let Some(damage) = page.damage {
            report.detail(format_args!("{}: {damage}", page.name));
            self.damaged += 1;
        }
        Ok(rendered.bytes)
    }

    /// Whether inputs failed and none was read: then an old output is worth more than an empty new one.
    fn is_lost(&self) -> bool {
        self.pages == 0 && self.failed > 0
    }

    fn tell(&self, report: &Report) {
        if self.undated_times > 0 {
            let times = "relative times left empty because no issue date is known";
            report.note(format_args!("{times}: {}; pass --date YYYY-MM-DD", self.undated_times));
        }
        if self.damaged > 0 {
            let pages = "pages with characters that could not be decoded";
            report.note(format_args!("{pages}: {}; -v names them, --encoding may mend them", self.damaged));
        }
        if self.pages > 1 || self.failed > 0 || report.is_verbose() {
            let (pages, rows, notes) = (many(self.pages, "page"), many(self.rows, "row"), many(self.notes, "note"));
            let (failed, undated) = (self.failed, self.undated_pages);
            report.summary(format_args!("{pages} read, {failed} failed, {undated} undated; {rows}; {notes}"));
        }
    }
}

fn many(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
