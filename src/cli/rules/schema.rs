//! `shishu rules schema`: the JSON Schema of a kind of rule file.
//!
//! In: the kind. Out: the schema on standard output. Not here: the shape of the files ([`crate::rules::schema`]).

use std::process::ExitCode;

use crate::cli::{Failure, print};
use crate::suggest::nearest;
use crate::workbench::schema;

/// What stands below the flags in `--help`.
pub const HELP: &str = "\
KIND is facts, pack, metrics, units, lexicon, noise, periods, layout or masthead.

  shishu rules schema facts > facts.schema.json

In VS Code with Even Better TOML, write `#:schema ./facts.schema.json` on the first line of a rule file.";

/// The flags of `rules schema`.
#[derive(clap::Args)]
pub struct Args {
    /// Which file
    #[arg(value_name = "KIND", default_value = "facts")]
    kind: String,
}

/// Runs the command.
pub fn run(args: Args) -> Result<ExitCode, Failure> {
    let name = args.kind.trim_end_matches(".toml");
    let kinds = schema::kinds();
    let Some((_, kind)) = kinds.iter().find(|(known, _)| *known == name) else {
        let names = || kinds.iter().map(|(known, _)| *known);
        let hint = nearest(name, names()).map_or_else(
            || format!("the kinds are {}", names().collect::<Vec<_>>().join(", ")),
            |meant| format!("did you mean {meant}?"),
        );
        return Err(Failure::usage(format!("no schema for {name:?}; {hint}")));
    };
    print(schema::of(*kind).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
