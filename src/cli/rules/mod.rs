//! `shishu rules`: the rule author's commands, each a file here.
//!
//! In: the flags. Out: what the [`workbench`](crate::workbench) finds, as text or JSON. Not here: the finding.

mod check;
mod diff;
mod gaps;
mod list;
mod new;
mod schema;
mod test;

use std::process::ExitCode;

use super::Failure;

/// The flags of `rules`.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Show all problems of a pack, each with its place
    #[command(after_help = check::HELP)]
    Check(check::Args),
    /// Run the tests of a pack
    #[command(after_help = test::HELP)]
    Test(test::Args),
    /// List the rules, the packs, or the words for slots
    List(list::Args),
    /// Make a folder with a first pack, which passes at once
    #[command(after_help = new::HELP)]
    New(new::Args),
    /// Show which rows a pack adds, removes and alters over pages
    #[command(after_help = diff::HELP)]
    Diff(diff::Args),
    /// Show the most frequent sentence shapes with a number that gives no row
    #[command(after_help = gaps::HELP)]
    Gaps(gaps::Args),
    /// Write the JSON Schema of a rule file, for editors
    #[command(after_help = schema::HELP)]
    Schema(schema::Args),
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    match args.command {
        Command::Check(args) => check::run(args),
        Command::Test(args) => test::run(args),
        Command::List(args) => list::run(args),
        Command::New(args) => new::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Gaps(args) => gaps::run(args),
        Command::Schema(args) => schema::run(args),
    }
}
