//! The README, run: every example prints what it says.
//!
//! A fenced block after a line that ends in `` `NAME`: `` is a file. A `console` block holds lines `$ command` and what each
//! prints. A `sh` block holds commands of a clone: they run here with the built binary in place of `cargo run`.
#![cfg(unix)]

mod folder;
mod support;

use std::fs;

use folder::Folder;
use support::{diff, package};

/// A fenced block.
struct Block {
    /// Its language.
    kind: String,
    /// The file that the line before it names.
    file: Option<String>,
    lines: Vec<String>,
}

fn blocks(text: &str) -> Vec<Block> {
    let (mut blocks, mut before) = (Vec::new(), "");
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let file = before.strip_suffix("`:").and_then(|text| text.rsplit('`').next()).map(String::from);
            let lines = lines.by_ref().take_while(|line| *line != "```").map(String::from).collect();
            blocks.push(Block { kind: kind.into(), file, lines });
        }
        if !line.trim().is_empty() {
            before = line;
        }
    }
    blocks
}

/// Runs the commands of a `console` block and gives the block back as it should read.
fn transcript(folder: &Folder, block: &Block) -> String {
    let commands = block.lines.iter().filter_map(|line| line.strip_prefix("$ "));
    commands
        .map(|command| {
            let run = folder.shell(command);
            format!("$ {command}\n{}{}", run.stdout, run.stderr)
        })
        .collect()
}

/// Runs a line of a `sh` block.
fn command_of_a_clone(folder: &Folder, line: &str) {
    let command = line.split(" #").next().unwrap_or(line).trim();
    if command == "cargo test" {
        return; // it is this
    }
    let args = command.strip_prefix("cargo run --release -- ").expect("a command that this test can run");
    let run = folder.shell(&format!("shishu {args}"));
    assert!(run.code == 0 && run.stdout.lines().count() > 1, "{command}\n{}{}", run.stdout, run.stderr);
}

fn copy_samples(folder: &Folder) {
    for entry in fs::read_dir(package().join("samples")).expect("samples/ can be read") {
        let path = entry.expect("samples/ can be read").path();
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        folder.file(&format!("samples/{name}"), fs::read(&path).expect("samples can be read"));
    }
}

#[test]
fn every_example_prints_what_it_says() {
    let readme = fs::read_to_string(package().join("README.md")).expect("README.md can be read");
    let (folder, mut wrong) = (Folder::new(), Vec::new());
    copy_samples(&folder);
    let (mut files, mut consoles) = (0, 0);
    for block in blocks(&readme) {
        let text: String = block.lines.iter().map(|line| format!("{line}\n")).collect();
        match (&block.file, block.kind.as_str()) {
            (Some(name), _) => {
                folder.file(name, &text);
                files += 1;
            }
            (None, "console") => {
                let found = transcript(&folder, &block);
                consoles += 1;
                if found != text {
                    wrong.push(diff(&text, &found));
                }
            }
            (None, "sh") => block.lines.iter().for_each(|line| command_of_a_clone(&folder, line)),
            (None, kind) => panic!("a {kind:?} block that no line names a file for: {text}"),
        }
    }
    assert!(wrong.is_empty(), "README.md: - says, + prints\n{}", wrong.join("\n"));
    assert!(files > 0 && consoles > 0, "the examples were not found");
}
