//! The command line: flags in, exit code out.
//!
//! In: the process's arguments. Out: rows on standard output or in a file, messages on standard error, and one of the
//! exit codes below. Each command is a file here with its own flags; the flags that all share are in `common`, where
//! they become a plain `common::Config` before anything is read. Only this folder knows clap. Not here: any step of
//! the work itself.
//!
//! | code | means |
//! |---|---|
//! | 0 | done, also with no rows, and also when the reader of a pipe had enough |
//! | 1 | a check, a test or a score threshold failed |
//! | 2 | usage: a flag, or a file that a flag names |
//! | 3 | a mistake in a rule file |
//! | 4 | some or all inputs failed, or the output could not be written |

mod batch;
mod common;
mod completions;
mod explain;
mod extract;
mod man;
mod mentions;
mod packs;
mod report;
mod rules;
mod score;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "shishu", version, about = "Numeric facts from Chinese newspaper pages, one row each")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the rows of files, folders or standard input
    Extract(extract::Args),
    /// Tell of every number which row it is in, or why it is in none
    #[command(after_help = explain::help())]
    Explain(explain::Args),
    /// Measure rows against gold rows: precision, recall and F1
    #[command(after_help = score::HELP)]
    Score(score::Args),
    /// Write the script that completes commands and flags in a shell
    #[command(after_help = completions::HELP)]
    Completions(completions::Args),
    /// Write a manual page
    #[command(after_help = man::HELP)]
    Man(man::Args),
    /// Check, test, list and write rules
    Rules(rules::Args),
    /// List the quantities, periods and parks that are recognised, one JSON object a line
    Mentions(mentions::Args),
}

/// The exit code when a check, a test or a score threshold failed.
const FAILED_CHECK: u8 = 1;

/// The exit code when some or all inputs failed.
const FAILED_INPUT: u8 = 4;

/// Why a command ended early: a message for the user and an exit code.
struct Failure {
    code: u8,
    message: String,
}

impl Failure {
    fn usage(message: impl ToString) -> Failure {
        Failure { code: 2, message: message.to_string() }
    }

    fn rules(message: impl ToString) -> Failure {
        Failure { code: 3, message: message.to_string() }
    }

    fn input(message: impl ToString) -> Failure {
        Failure { code: FAILED_INPUT, message: message.to_string() }
    }
}

/// Writes what a command has to say to standard output. A pipe that is closed early is no failure.
fn print(text: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::input(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Extract(args) => extract::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Score(args) => score::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
        Command::Mentions(args) => mentions::run(args),
        Command::Rules(args) => rules::run(args),
    };
    result.unwrap_or_else(|failure| {
        let _ = writeln!(io::stderr(), "error: {}", failure.message); // a closed stderr stops nothing
        ExitCode::from(failure.code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_flags_are_consistent() {
        Cli::command().debug_assert();
    }
}
