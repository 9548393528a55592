//! `shishu rules new`: a folder with a first pack.
//!
//! In: its name. Out: the files, in a folder that must not be there yet, and what to do next. Not here: what they hold.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::cli::{Failure, print};
use crate::workbench::starter;

/// What stands below the flags in `--help`.
pub const HELP: &str = "\
The pack has one unit, one metric, one park and one rule with its tests, each explained; change them to yours.";

/// The flags of `rules new`.
#[derive(clap::Args)]
pub struct Args {
    /// Name of the pack, or the path of its folder
    #[arg(value_name = "NAME")]
    folder: PathBuf,
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let name = args.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let files = starter::files(&name);
    let files =
        files.ok_or_else(|| Failure::usage(format!("{name:?} is no name for a pack; use letters, digits, - and _")))?;
    let shown = args.folder.display();
    if args.folder.exists() {
        return Err(Failure::usage(format!("{shown} is there already; give another name, or take it away first")));
    }
    for (path, text) in &files {
        write(&args.folder.join(path), text).map_err(|error| Failure::usage(format!("{shown}/{path}: {error}")))?;
    }
    let list: String = files.iter().map(|(path, _)| format!("  {shown}/{path}\n")).collect();
    print(format!("{list}\nNext: shishu rules check {shown} && shishu rules test {shown}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    std::fs::write(path, text)
}
