//! `shishu rules list`: the rules, the packs, or the words for slots.
//!
//! In: the packs in use. Out: a line for each, or JSON. Not here: what is known of them ([`crate::workbench::list`]).

use std::path::PathBuf;
use std::process::ExitCode;

use crate::cli::common::{ColorArgs, choice};
use crate::cli::packs::{PackArgs, Packs};
use crate::cli::{Failure, print};
use crate::fact::slot::Expander;
use crate::mention::vocabulary::Vocabulary;
use crate::rules::Pack;
use crate::score::{columns, pad, paint};
use crate::workbench::list::{Entry, packs, rules};

const FORMATS: &[(&str, Format)] = &[("text", Format::Text), ("json", Format::Json)];

#[derive(Clone, Copy)]
enum Format {
    Text,
    Json,
}

/// The flags of `rules list`.
#[derive(clap::Args)]
pub struct Args {
    /// Folders of packs, each laid over those before it [default: the packs in use]
    #[arg(value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// List the packs instead: who named them, what each replaces and takes away
    #[arg(long, conflicts_with = "words")]
    origin: bool,
    /// List what may stand in a slot instead, with examples
    #[arg(long)]
    words: bool,
    /// text or json
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = choice(FORMATS), hide_possible_values = true)]
    format: Format,
    #[command(flatten)]
    color: ColorArgs,
    #[command(flatten)]
    packs: PackArgs,
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let named = args.packs.with(&args.folders)?;
    let pack = named.load()?;
    let color = args.color.stdout();
    let text = match (args.format, args.origin, args.words) {
        (Format::Json, true, _) => json(&packs(&pack)),
        (Format::Json, _, true) => json(&words(&pack)?),
        (Format::Json, ..) => json(&rules(&pack)),
        (Format::Text, true, _) => origins(&pack, &named, color),
        (Format::Text, _, true) => {
            words(&pack)?.into_iter().map(|(slot, words)| word_line(&slot, &words, color)).collect()
        }
        (Format::Text, ..) => table(&rules(&pack), color),
    };
    print(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn table(entries: &[Entry], color: bool) -> String {
    let width = entries.iter().map(|entry| columns(&entry.id)).max().unwrap_or(0);
    let line = |entry: &Entry| {
        let (tests, place) = (entry.positive + entry.negative, format!("{}:{}", entry.file, entry.line));
        let tests = format!("{tests} {}", if tests == 1 { "test" } else { "tests" });
        let id = paint(&pad(&entry.id, width), "1", color);
        format!("{id}  {}  {}  {}\n", paint(&place, "2", color), tests, entry.doc)
    };
    entries.iter().map(line).collect()
}

fn origins(pack: &Pack, named: &Packs, color: bool) -> String {
    let mut text = String::new();
    for entry in packs(pack) {
        let by = if entry.builtin {
            "built in".to_string()
        } else {
            format!("{}, by {}", entry.folder, named.named_by.words())
        };
        let version = if entry.version.is_empty() { String::new() } else { format!(" {}", entry.version) };
        let language = if entry.language == 0 { String::new() } else { format!(", language {}", entry.language) };
        let id = paint(&entry.id, "1", color);
        text += &format!("{id}{version}  {by}; {} rules{language}\n", entry.rules);
        for (what, names) in [("replaces", &entry.replaces), ("takes away", &entry.disables)] {
            if !names.is_empty() {
                text += &format!("  {what} {}\n", names.join(", "));
            }
        }
    }
    text
}

/// What may stand in a slot, with its words.
fn words(pack: &Pack) -> Result<Vec<(String, Vec<String>)>, Failure> {
    let vocabulary = Vocabulary::new(pack).map_err(Failure::rules)?;
    let slots = Expander::new(pack, &vocabulary.types).known();
    let words = |slot: &String| match (pack.lexicon.class.get(slot), pack.lexicon.pattern.get(slot)) {
        (Some(words), _) => words.clone(),
        (None, Some(pattern)) => vec![pattern.get_ref().clone()],
        (None, None) => {
            let units = vocabulary.units.units().iter();
            units.filter(|unit| dimension(unit.dimension) == *slot).map(|unit| unit.name.clone()).collect()
        }
    };
    Ok(slots.iter().map(|slot| (slot.clone(), words(slot))).collect())
}

fn dimension(dimension: crate::unit::Dimension) -> &'static str {
    crate::unit::Dimension::ALL.iter().find(|(d, _)| *d == dimension).map_or("", |(_, name)| name)
}

fn word_line(slot: &str, words: &[String], color: bool) -> String {
    const SHOWN: usize = 8;
    let more = if words.len() > SHOWN { format!(" … ({})", words.len()) } else { String::new() };
    let words: Vec<&str> = words.iter().take(SHOWN).map(String::as_str).collect();
    format!("{}  {}{more}\n", paint(&pad(&format!("{{{slot}}}"), 16), "1", color), words.join(" "))
        .replace("  \n", "\n")
}
