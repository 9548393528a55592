//! Writes the corpus that the other benches measure on, and says how dense it is.
//!
//! ```text
//! cargo bench --bench corpus                                  rows per KB of the first megabyte
//! cargo bench --bench corpus -- text|jsonl|files MB PATH      writes so many megabytes of text there
//! ```

#[path = "corpus/mod.rs"]
mod corpus;

use std::path::Path;

use corpus::Form;
use shishu::document::Document;
use shishu::pipeline::Extractor;

fn main() {
    // cargo adds --bench
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => density(),
        [form, megabytes, path] => {
            let form = match form {
                "text" => Form::Text,
                "jsonl" => Form::Jsonl,
                "files" => Form::Files,
                other => panic!("unknown form {other}; write text, jsonl or files"),
            };
            let megabytes: u64 = megabytes.parse().expect("the size is a number of megabytes");
            let pages = corpus::write(form, megabytes * 1_000_000, Path::new(path)).expect("the corpus can be written");
            println!("{pages} pages, {megabytes} MB of text in {path}");
        }
        _ => panic!("write nothing, or: text|jsonl|files MB PATH"),
    }
}

fn density() {
    let pack = shishu::rules::load(&[], true).expect("the built-in rules load");
    let extractor = Extractor::new(pack).expect("the built-in rules compile");
    let (mut bytes, mut rows, mut pages) = (0, 0, 0);
    for page in corpus::Pages::new(corpus::SEED).take_while(|page| page.number < 500) {
        let issue_date = page.date.parse().ok();
        bytes += page.text.len();
        rows += extractor.extract(&Document { text: page.text, issue_date, ..Document::default() }, None).rows.len();
        pages += 1;
    }
    println!("{pages} pages, {bytes} bytes, {rows} rows: {:.1} rows per KB", rows as f64 * 1000.0 / bytes as f64);
}
