//! `shishu man [COMMAND]`: the manual page of the program or of one command.
//!
//! In: perhaps the name of a command. Out: the page in roff on standard output. Not here: the words; they are those of
//! `--help`.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_mangen::Man;

use super::{Cli, Failure, print};

/// What stands below the flags in `--help`.
pub const HELP: &str = "\
  shishu man > ~/.local/share/man/man1/shishu.1
  shishu man extract > ~/.local/share/man/man1/shishu-extract.1";

/// The flags of `man`.
#[derive(clap::Args)]
pub struct Args {
    /// The command whose page to write, in place of that of the program
    command: Option<String>,
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let mut page = Vec::new();
    let man = Man::new(command(args.command.as_deref())?).source(concat!("shishu ", env!("CARGO_PKG_VERSION")));
    man.render(&mut page).map_err(|error| Failure::input(format!("cannot write the manual page: {error}")))?;
    print(&page).map(|()| ExitCode::SUCCESS)
}

fn command(name: Option<&str>) -> Result<clap::Command, Failure> {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let Some(name) = name else { return Ok(program) };
    let unknown = || {
        let known: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
        Failure::usage(format!("no command is called {name}; the commands are {}", known.join(", ")))
    };
    program.find_subcommand(name).cloned().ok_or_else(unknown)
}
