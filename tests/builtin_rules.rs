//! The built-in pack by the tools of rule authors: it has no problems, every rule has its tests, and they pass.

mod support;

use std::collections::BTreeSet;

use shishu::rules::file::FileKind;
use shishu::rules::{files, schema};
use shishu::workbench::check::check;
use shishu::workbench::test::{Verdict, run};
use shishu::workbench::{case, list, render};
use support::{EXTRACTOR, page};

#[test]
fn every_rule_has_a_positive_and_a_negative_test() {
    let rules = list::rules(EXTRACTOR.pack());
    let lacking = |which: fn(&list::Entry) -> usize| -> Vec<String> {
        rules.iter().filter(|rule| which(rule) == 0).map(|rule| rule.id.clone()).collect()
    };
    assert_eq!(lacking(|rule| rule.positive), Vec::<String>::new(), "rules without a test that has rows");
    assert_eq!(lacking(|rule| rule.negative), Vec::<String>::new(), "rules without rows = \"\" or fires = false");
}

#[test]
fn rules_pass_their_own_tests() {
    let failed: Vec<String> = case::of_rules(EXTRACTOR.pack())
        .iter()
        .filter_map(|case| {
            let report = run(case, &EXTRACTOR);
            let Verdict::Failed(why) = &report.verdict else { return None };
            let rows: String = report.diff.iter().map(|(mark, row)| format!("  {mark} {row}\n")).collect();
            Some(format!("{}: {why}\n  {}\n{rows}", case.name, case.documents[0].text))
        })
        .collect();
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn the_check_finds_nothing() {
    let problems: Vec<String> = check(&[], true).problems.iter().map(|problem| render::text(problem, false)).collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n\n"));
}

/// The shape that `check` and the JSON Schema go by knows the keys that the files are read with, and no others: a file with an
/// unknown key is told the known ones.
#[test]
fn the_schema_has_the_keys_that_are_read() {
    let known = |error: toml::de::Error| -> BTreeSet<String> {
        let names = error.message().split("expected").nth(1).unwrap_or_default().to_string();
        names.split('`').skip(1).step_by(2).map(String::from).collect()
    };
    for (kind, table) in schema::FILES {
        let nested = table.keys.iter().filter_map(|key| match &key.shape {
            schema::Shape::Table(inner) => Some((format!("[{}]\n{UNKNOWN}", key.name), *inner)),
            schema::Shape::List(schema::Shape::Table(inner)) => Some((format!("[[{}]]\n{UNKNOWN}", key.name), *inner)),
            _ => None,
        });
        for (text, table) in nested.chain([(UNKNOWN.to_string(), *table)]) {
            let keys: BTreeSet<String> = table.keys.iter().map(|key| key.name.to_string()).collect();
            assert_eq!(keys, known(refusal(*kind, &text)), "{kind:?} {text}");
        }
    }
    for (text, keys) in [
        ("[[fact]]\nid = 'a'\nmatch = 'b'\nno_such_key = 1", "fact"),
        ("[[fact]]\nid = 'a'\nmatch = 'b'\n[[fact.emit]]\nno_such_key = 1", "emit"),
        ("[[fact]]\nid = 'a'\nmatch = 'b'\n[[fact.test]]\nno_such_key = 1", "test"),
    ] {
        let read = known(toml::from_str::<files::FactFile>(text).unwrap_err());
        assert_eq!(keys_of(keys), read, "{keys}");
    }
}

const UNKNOWN: &str = "no_such_key = 1";

/// What reading a file of a kind says to this text.
fn refusal(kind: FileKind, text: &str) -> toml::de::Error {
    fn refused<T: serde::de::DeserializeOwned>(text: &str) -> toml::de::Error {
        toml::from_str::<T>(text).err().expect("an unknown key is refused")
    }
    match kind {
        FileKind::Pack => refused::<files::PackFile>(text),
        FileKind::Metrics => refused::<files::MetricFile>(text),
        FileKind::Units => refused::<shishu::unit::UnitFile>(text),
        FileKind::Lexicon => refused::<files::LexiconFile>(text),
        FileKind::Noise => refused::<files::NoiseFile>(text),
        FileKind::Periods => refused::<shishu::period::PeriodWords>(text),
        FileKind::Layout => refused::<shishu::layout::LayoutWords>(text),
        FileKind::Masthead => refused::<shishu::source::MastheadWords>(text),
        FileKind::Facts | FileKind::Zones | FileKind::Regions => refused::<files::FactFile>(text),
    }
}

/// The keys of a table of facts files, by its name.
fn keys_of(name: &str) -> BTreeSet<String> {
    fn find(table: &'static schema::Table, name: &str) -> Option<&'static schema::Table> {
        table.keys.iter().find_map(|key| match &key.shape {
            schema::Shape::List(schema::Shape::Table(inner)) if key.name == name => Some(*inner),
            schema::Shape::List(schema::Shape::Table(inner)) => find(inner, name),
            _ => None,
        })
    }
    let facts = schema::of(FileKind::Facts).expect("facts have a shape");
    find(facts, name).expect("the table is there").keys.iter().map(|key| key.name.to_string()).collect()
}

#[test]
fn every_listed_park_is_found_by_all_its_names() {
    let mut lost = Vec::new();
    for zone in &EXTRACTOR.pack().zones {
        for name in std::iter::once(zone.name.as_str()).chain(zone.aliases.split('|')).filter(|name| !name.is_empty()) {
            let rows =
                EXTRACTOR.extract(&page(&format!("本报讯 {name}实现工业总产值12亿元。"), "2020-06-15"), None).rows;
            if rows.first().is_none_or(|row| row.zone != zone.name) {
                lost.push(format!("{name}: {:?} instead of {}", rows.first().map(|row| &row.zone), zone.name));
            }
        }
    }
    assert!(lost.is_empty(), "\n{}", lost.join("\n"));
}
