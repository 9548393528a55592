//! The built-in pack by the tools of rule authors: it has no problems, every rule has its tests, and they pass.

mod support;

use std::collections::BTreeSet;

use shishu::rules::schema;
use shishu::workbench::check::check;
use shishu::workbench::test::{Verdict, run};
use shishu::workbench::{case, list, render};
use support::EXTRACTOR;

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
        use shishu::rules::file::FileKind::*;
        let text = "no_such_key = 1";
        let read = match kind {
            Pack => known(toml::from_str::<shishu::rules::files::PackFile>(text).unwrap_err()),
            Facts => known(toml::from_str::<shishu::rules::files::FactFile>(text).unwrap_err()),
            Metrics => known(toml::from_str::<shishu::rules::files::MetricFile>(text).unwrap_err()),
            Units => known(toml::from_str::<shishu::unit::UnitFile>(text).unwrap_err()),
            Lexicon => known(toml::from_str::<shishu::rules::files::LexiconFile>(text).unwrap_err()),
            Noise => known(toml::from_str::<shishu::rules::files::NoiseFile>(text).unwrap_err()),
            Periods => known(toml::from_str::<shishu::period::PeriodWords>(text).unwrap_err()),
            Layout => known(toml::from_str::<shishu::layout::LayoutWords>(text).unwrap_err()),
            Masthead => known(toml::from_str::<shishu::source::MastheadWords>(text).unwrap_err()),
            Zones | Regions => continue,
        };
        let keys: BTreeSet<String> = table.keys.iter().map(|key| key.name.to_string()).collect();
        assert_eq!(keys, read, "{kind:?}");
    }
    for (text, keys) in [
        ("[[fact]]\nid = 'a'\nmatch = 'b'\nno_such_key = 1", "fact"),
        ("[[fact]]\nid = 'a'\nmatch = 'b'\n[[fact.emit]]\nno_such_key = 1", "emit"),
        ("[[fact]]\nid = 'a'\nmatch = 'b'\n[[fact.test]]\nno_such_key = 1", "test"),
    ] {
        let read = known(toml::from_str::<shishu::rules::files::FactFile>(text).unwrap_err());
        assert_eq!(keys_of(keys), read, "{keys}");
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
    let facts = schema::of(shishu::rules::file::FileKind::Facts).expect("facts have a shape");
    find(facts, name).expect("the table is there").keys.iter().map(|key| key.name.to_string()).collect()
}
