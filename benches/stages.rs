//! Each stage alone, and the pipeline: bytes a second on the first megabyte of the corpus.
//!
//! `cargo bench --bench stages`. The stages work on what the stage before made of the same pages; `pipeline` is all of them
//! for one page at a time, `render` makes CSV of its rows. How the program compares with others is `versus.sh`'s to say.

#[path = "corpus/mod.rs"]
mod corpus;

use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use shishu::document::Document;
use shishu::layout::{self, Page};
use shishu::pipeline::Extractor;
use shishu::sink::Table;
use shishu::source::{Input, Options, Source};
use shishu::{article, mention, sentence};

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let pack = shishu::rules::load(&[], true).expect("the built-in rules load");
    Extractor::new(pack).expect("the built-in rules compile")
});

static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let mut bytes = 0;
    let pages = corpus::Pages::new(corpus::SEED).take_while(|page| {
        bytes += page.text.len();
        bytes < 1_000_000
    });
    let document =
        |page: corpus::Page| Document { issue_date: page.date.parse().ok(), text: page.text, ..Document::default() };
    pages.map(document).collect()
});

static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let repair = |document: &Document| layout::repair(&document.text, &EXTRACTOR.pack().layout);
    DOCUMENTS.iter().map(repair).collect()
});

fn main() {
    divan::main();
}

/// Measures work on all documents, warmed up once so that what compiles on first use is compiled.
fn measure<T>(bencher: Bencher, work: impl Fn() -> T + Sync) {
    black_box(work());
    let bytes: usize = DOCUMENTS.iter().map(|document| document.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(work);
}

#[divan::bench]
fn source(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("pages.txt");
    corpus::write(corpus::Form::Text, 1_000_000, &file).expect("the corpus can be written");
    measure(bencher, || Source::new(vec![Input::Path(file.clone())], Options::default()).count());
}

#[divan::bench]
fn layout(bencher: Bencher) {
    let words = &EXTRACTOR.pack().layout;
    measure(bencher, || DOCUMENTS.iter().map(|page| layout::repair(&page.text, words).blocks.len()).sum::<usize>());
}

#[divan::bench]
fn article(bencher: Bencher) {
    let words = &EXTRACTOR.pack().layout;
    measure(bencher, || PAGES.iter().map(|page| article::split(page, words).len()).sum::<usize>());
}

#[divan::bench]
fn sentence(bencher: Bencher) {
    let blocks = || PAGES.iter().flat_map(|page| page.blocks.iter().map(|block| (page.text.as_str(), block.span)));
    measure(bencher, || blocks().map(|(text, block)| sentence::split(text, block).0.len()).sum::<usize>());
}

#[divan::bench]
fn mentions(bencher: Bencher) {
    let vocabulary = EXTRACTOR.vocabulary();
    let blocks = || PAGES.iter().flat_map(|page| page.blocks.iter().map(|block| (page.text.as_str(), block.span)));
    measure(bencher, || blocks().map(|(text, block)| mention::scan(text, block, vocabulary).len()).sum::<usize>());
}

#[divan::bench]
fn pipeline(bencher: Bencher) {
    measure(bencher, || DOCUMENTS.iter().map(|page| EXTRACTOR.extract(page, None).rows.len()).sum::<usize>());
}

#[divan::bench]
fn render(bencher: Bencher) {
    let rows: Vec<_> = DOCUMENTS.iter().map(|page| EXTRACTOR.extract(page, None).rows).collect();
    let table = Table::default();
    measure(bencher, || rows.iter().filter_map(|rows| table.render(rows.clone()).ok()).map(|r| r.rows).sum::<usize>());
}
