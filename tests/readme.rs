//! The README and the reference of the rules, run: every example prints what it says.
//!
//! A fenced block after a line that ends in `` `NAME`: `` is a file. A `console` block holds lines `$ command` and what each
//! prints. A `sh` block holds commands of a clone: they run here with the built binary in place of `cargo run`.
#![cfg(unix)]

mod folder;
mod support;

use std::fs;

use folder::Folder;
use shishu::rules::schema;
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

/// Runs the examples of a page, and tells where it says something else.
fn run_examples(page: &str) {
    let text = fs::read_to_string(package().join(page)).expect("the page can be read");
    let (folder, mut wrong) = (Folder::new(), Vec::new());
    copy_samples(&folder);
    let (mut files, mut consoles) = (0, 0);
    for block in blocks(&text) {
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
    assert!(wrong.is_empty(), "{page}: - says, + prints\n{}", wrong.join("\n"));
    assert!(files > 0 && consoles > 0, "the examples were not found");
}

#[test]
fn every_example_of_the_readme_prints_what_it_says() {
    run_examples("README.md");
}

#[test]
fn every_example_of_the_rule_reference_prints_what_it_says() {
    run_examples("rules/README.md");
}

/// Every key with its meaning, and an example that has it; every slot, word class and named pattern.
#[test]
fn the_rule_reference_is_whole() {
    let text = fs::read_to_string(package().join("rules/README.md")).expect("the page can be read");
    let examples: String = blocks(&text)
        .iter()
        .filter(|b| b.kind == "toml")
        .flat_map(|b| b.lines.join("\n").into_bytes())
        .map(char::from)
        .collect();
    let mut missing = Vec::new();
    let mut tables: Vec<&schema::Table> = schema::FILES.iter().map(|(_, table)| *table).collect();
    while let Some(table) = tables.pop() {
        for key in table.keys {
            let (name, doc) = (key.name, key.doc.replace('|', "&#124;"));
            let told = text.lines().any(|line| line.starts_with(&format!("| `{name}` |")) && line.contains(&doc));
            let shown = [format!("{name} "), format!("[{name}]"), format!(".{name}]"), format!("[{name}.")];
            if !told || !shown.iter().any(|form| examples.contains(form.as_str())) {
                missing.push(name.to_string());
            }
            match &key.shape {
                schema::Shape::Table(inner) | schema::Shape::List(schema::Shape::Table(inner)) => tables.push(inner),
                _ => {}
            }
        }
    }
    let lexicon = &support::EXTRACTOR.pack().lexicon;
    let slots = lexicon.class.keys().chain(lexicon.pattern.keys());
    missing.extend(slots.filter(|slot| !text.contains(&format!("`{{{slot}}}`"))).cloned());
    assert!(missing.is_empty(), "rules/README.md lacks, or shows no example of: {missing:?}");
}
