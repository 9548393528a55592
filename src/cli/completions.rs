//! `shishu completions SHELL`: the script that lets a shell complete commands and flags.
//!
//! In: the name of a shell. Out: its script on standard output. Not here: where a shell looks for it; `--help` says so.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, Failure, print};

/// What stands below the flags in `--help`.
pub const HELP: &str = "\
  shishu completions bash > ~/.local/share/bash-completion/completions/shishu
  shishu completions zsh > ~/.zfunc/_shishu          with ~/.zfunc in fpath
  shishu completions fish > ~/.config/fish/completions/shishu.fish";

/// The flags of `completions`.
#[derive(clap::Args)]
pub struct Args {
    /// The shell to write for
    shell: Shell,
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "shishu", &mut script);
    print(&script).map(|()| ExitCode::SUCCESS)
}
