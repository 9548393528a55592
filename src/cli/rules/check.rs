//! `shishu rules check`: all problems of a pack.
//!
//! In: the folders of packs. Out: each problem with its line and a caret, or all as JSON; exit code 1 where there is an error.
//! Not here: the checks ([`crate::workbench::check`]).

use std::path::PathBuf;
use std::process::ExitCode;

use crate::cli::common::{ColorArgs, choice};
use crate::cli::packs::PackArgs;
use crate::cli::{FAILED_CHECK, Failure, print};
use crate::rules::error::Severity;
use crate::workbench::check::{Checked, check};
use crate::workbench::render;

/// What stands below the flags in `--help`.
pub const HELP: &str = "\
Errors end with exit code 1, warnings do not, unless --strict is given.

  shishu rules check my-rules                  my-rules, laid over the built-in pack
  shishu rules check --format json my-rules    for an editor";

const FORMATS: &[(&str, Format)] = &[("text", Format::Text), ("json", Format::Json)];

#[derive(Clone, Copy)]
enum Format {
    Text,
    Json,
}

/// The flags of `rules check`.
#[derive(clap::Args)]
pub struct Args {
    /// Folders of packs, each laid over those before it [default: the packs in use]
    #[arg(value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// text or json
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = choice(FORMATS), hide_possible_values = true)]
    format: Format,
    /// Exit with 1 on warnings too
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    color: ColorArgs,
    #[command(flatten)]
    packs: PackArgs,
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let packs = args.packs.with(&args.folders)?;
    let checked = check(&packs.folders, packs.builtin);
    let (errors, warnings) = (checked.count(Severity::Error), checked.count(Severity::Warning));
    let text = match args.format {
        Format::Json => render::json(&checked.problems),
        Format::Text => text(&checked, args.color.stdout(), errors, warnings),
    };
    print(text.as_bytes())?;
    let failed = errors > 0 || args.strict && warnings > 0;
    Ok(if failed { ExitCode::from(FAILED_CHECK) } else { ExitCode::SUCCESS })
}

fn text(checked: &Checked, color: bool, errors: usize, warnings: usize) -> String {
    let problems: String = checked.problems.iter().map(|problem| render::text(problem, color) + "\n\n").collect();
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let (files, rules) = (count(checked.files, "file"), count(checked.rules, "rule"));
    format!("{problems}{files}, {rules}: {}, {}\n", count(errors, "error"), count(warnings, "warning"))
}
