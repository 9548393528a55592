//! The flags that every reading command has, and the plain settings that they resolve to.
//!
//! In: [`CommonArgs`] as clap read them. Out: a [`Config`] in which every default is filled in and every file that a
//! flag names is read, or a usage failure. Not here: opening inputs, loading rules before they are asked for.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::ArgAction;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use encoding_rs::Encoding;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::Failure;
use super::packs::{PackArgs, Packs};
use super::report::Voice;
use crate::pipeline::Extractor;
use crate::source::{Input, InputKind, IssueDates, Options, parse_date, read_dates, read_list};

const KINDS: &[(&str, InputKind)] =
    &[("auto", InputKind::Auto), ("text", InputKind::Text), ("jsonl", InputKind::Jsonl)];
const COLORS: &[(&str, Color)] = &[("auto", Color::Auto), ("always", Color::Always), ("never", Color::Never)];
const PROGRESS: &[(&str, bool)] = &[("auto", true), ("never", false)];

/// When messages, and what people read on standard output, are in colour.
#[derive(Clone, Copy)]
enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// Whether a stream is in colour; `NO_COLOR` in the environment says no.
    fn on(self, is_terminal: bool) -> bool {
        let plain = || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        match self {
            Color::Auto => is_terminal && !plain(),
            Color::Always => true,
            Color::Never => false,
        }
    }
}

/// The flag of commands that say something in colour and read no pages.
#[derive(clap::Args)]
pub struct ColorArgs {
    /// Colour in what people read
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = choice(COLORS))]
    color: Color,
}

impl ColorArgs {
    /// Whether standard output is in colour.
    pub fn stdout(&self) -> bool {
        self.color.on(std::io::stdout().is_terminal())
    }
}

/// The shared flags.
#[derive(clap::Args)]
pub struct CommonArgs {
    /// Files, folders (their .txt, .md and .jsonl files) or - for standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read the paths in FILE too, one a line
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// The paths in --files-from end with a NUL byte
    #[arg(short = '0', long = "null", requires = "files_from")]
    nul: bool,
    /// How to read the inputs
    #[arg(long, value_name = "KIND", default_value = "auto", value_parser = choice(KINDS), help_heading = "Reading")]
    input: InputKind,
    /// Encoding of the inputs, in place of detection (gb18030, utf-16le, big5 …)
    #[arg(long, value_name = "LABEL", value_parser = encoding, help_heading = "Reading")]
    encoding: Option<&'static Encoding>,
    /// Date of issue of all inputs, such as 2021-01-25
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Reading")]
    date: Option<NaiveDate>,
    /// Dates of issue by name: lines of name, tab, date
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    dates: Option<PathBuf>,
    /// The park that a fact belongs to where the page names none
    #[arg(long, value_name = "NAME", help_heading = "Rules")]
    zone: Option<String>,
    #[command(flatten)]
    packs: PackArgs,
    /// How many pages to work on at once [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), help_heading = "Running")]
    jobs: Option<u16>,
    /// Print errors only
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Running")]
    quiet: bool,
    /// Also tell what was passed over and which pages are damaged
    #[arg(short, long, help_heading = "Running")]
    verbose: bool,
    /// Colour in messages and in what people read
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = choice(COLORS), help_heading = "Running")]
    color: Color,
    /// A progress bar on a terminal when there is much to do
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = choice(PROGRESS), action = ArgAction::Set, help_heading = "Running")]
    progress: bool,
}

/// One of a fixed set of words, as the value it stands for.
pub fn choice<T: Copy + Send + Sync + 'static>(
    choices: &'static [(&'static str, T)],
) -> impl TypedValueParser<Value = T> {
    let value = |word: String| choices.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    PossibleValuesParser::new(choices.iter().map(|(name, _)| *name))
        .try_map(move |word| value(word).ok_or("not one of the possible values"))
}

fn date(text: &str) -> Result<NaiveDate, &'static str> {
    parse_date(text).ok_or("write a day of the calendar such as 2021-01-25")
}

fn encoding(label: &str) -> Result<&'static Encoding, &'static str> {
    let known = Encoding::for_label_no_replacement(label.as_bytes());
    known.ok_or("write a known label such as utf-8, gb18030, gbk, big5 or utf-16le")
}

/// The shared settings.
pub struct Config {
    /// What to read, in order.
    pub inputs: Vec<Input>,
    /// How to read it.
    pub source: Options,
    /// The park that facts belong to where the page names none.
    pub zone: Option<String>,
    /// The threads that read rules and pages.
    pub threads: ThreadPool,
    /// How much is said on standard error.
    pub voice: Voice,
    /// Whether standard output is in colour, where a person reads it.
    pub color: bool,
    /// The rules.
    pub packs: Packs,
}

impl CommonArgs {
    /// Fills in the defaults and reads the files that flags name.
    pub fn resolve(self, output: Option<&Path>) -> Result<Config, Failure> {
        let inputs = self.inputs()?;
        self.settle(inputs, output)
    }

    /// The same for a command that was given something else to read.
    pub fn resolve_without_inputs(self) -> Result<Config, Failure> {
        self.settle(Vec::new(), None)
    }

    /// Whether inputs are named, so that standard input is not the only one.
    pub fn names_inputs(&self) -> bool {
        !self.paths.is_empty() || self.files_from.is_some()
    }

    fn settle(self, inputs: Vec<Input>, output: Option<&Path>) -> Result<Config, Failure> {
        let listed = self.dates.as_deref().map_or(Ok(BTreeMap::new()), read_dates).map_err(Failure::usage)?;
        let dates = IssueDates { listed, given: self.date, ..IssueDates::default() };
        let source =
            Options { kind: self.input, encoding: self.encoding, dates, output: output.map(Path::to_path_buf) };
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = ThreadPoolBuilder::new().num_threads(self.jobs.map_or_else(cores, usize::from)).build();
        Ok(Config {
            inputs,
            source,
            threads: threads
                .map_err(|error| Failure::usage(format!("cannot start threads: {error}; pass a smaller --jobs")))?,
            voice: self.voice(),
            color: self.color.on(std::io::stdout().is_terminal()),
            zone: self.zone,
            packs: self.packs.resolve()?,
        })
    }

    fn inputs(&self) -> Result<Vec<Input>, Failure> {
        let mut inputs: Vec<Input> = self.paths.iter().cloned().map(Input::from_argument).collect();
        match &self.files_from {
            Some(list) => inputs.extend(read_list(list, self.nul).map_err(Failure::usage)?),
            None if inputs.is_empty() => inputs.push(self.piped()?),
            None => {}
        }
        let list_is_stdin = self.files_from.as_ref().is_some_and(|list| list.as_os_str() == "-");
        let readers = inputs.iter().filter(|input| **input == Input::Stdin).count() + usize::from(list_is_stdin);
        match readers {
            0 | 1 => Ok(inputs),
            _ => Err(Failure::usage("standard input (-) can be read only once; name it once")),
        }
    }

    fn piped(&self) -> Result<Input, Failure> {
        match std::io::stdin().is_terminal() {
            true => Err(Failure::usage("nothing to read; name files or folders, or pipe a page in (see --help)")),
            false => Ok(Input::Stdin),
        }
    }

    fn voice(&self) -> Voice {
        let color = self.color.on(std::io::stderr().is_terminal());
        Voice { quiet: self.quiet, verbose: self.verbose, color, progress: self.progress && !self.quiet }
    }
}

impl Config {
    /// Loads the rules, and lets them say what a masthead looks like.
    pub fn extractor(&mut self) -> Result<Extractor, Failure> {
        let extractor = self.threads.install(|| self.packs.extractor())?;
        self.source.dates.words = extractor.pack().masthead_words().clone();
        Ok(extractor)
    }
}
