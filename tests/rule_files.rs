//! Rule files with anything in them: mistakes are told, and nothing panics.

mod support;

use std::borrow::Cow;

use proptest::prelude::*;
use shishu::fact::lint::lint;
use shishu::fact::pattern::Patterns;
use shishu::fact::slot::Expander;
use shishu::mention::vocabulary::Vocabulary;
use shishu::rules::Pack;
use shishu::rules::file::{FileKind, RuleFile};
use shishu::rules::tree::place_in_string;
use shishu::rules::{merge_files, shape};
use shishu::workbench::{case, render, update};
use support::EXTRACTOR;

fn file(kind: FileKind, text: String) -> RuleFile {
    let name = FileKind::ALL.iter().find(|(k, _)| *k == kind).map_or("", |(_, name)| name).to_string();
    RuleFile { path: name.clone().into(), name, kind, text: Cow::Owned(text), pack: 0, builtin: false }
}

/// Text that looks like a rule file here and there.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("[[fact]]\n".to_string()),
        Just("[[fact.test]]\n".to_string()),
        Just("[[unit]]\n".to_string()),
        Just("name = ".to_string()),
        Just("match = ".to_string()),
        Just("'''".to_string()),
        Just("\"\"\"".to_string()),
        Just("\"\\u4ea7".to_string()),
        Just("name,aliases\n".to_string()),
        Just("甲,\"乙|丙\"\n".to_string()),
        "[\\PC\n]{0,6}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn pattern() -> impl Strategy<Value = String> {
    let pieces = [
        "{money}",
        "{v:money|count}",
        "{gap:3}",
        "{gap:99}",
        "{a{b}",
        "{np_before}",
        "{link}",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "(?P<v>",
        "|",
        "?",
        "*",
        "{2,3}",
        "\\p{Han}",
        "达",
        " ",
    ];
    let piece = prop_oneof![proptest::sample::select(pieces.to_vec()).prop_map(String::from), "\\PC{0,3}"];
    proptest::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_told_what_is_wrong(text in text()) {
        for (kind, _) in FileKind::ALL {
            let file = file(kind, text.clone());
            for problem in shape::check(&file) {
                prop_assert!(!render::text(&problem, true).is_empty());
            }
            let (_, errors) = merge_files(vec![file]);
            prop_assert!(errors.iter().all(|error| error.line > 0));
        }
        let _ = case::expected(&text);
        let _ = update::rewrite(&text, &[]);
        let _ = place_in_string(&text, 0..text.len(), 1..3);
    }

    #[test]
    fn any_pattern_is_compiled_or_told_what_is_wrong(pattern in pattern()) {
        let pack = EXTRACTOR.pack();
        let words = Pack { lexicon: pack.lexicon.clone(), ..Pack::default() };
        let vocabulary = Vocabulary::new(&words).expect("the lexicon compiles");
        let linted = lint(&pattern, &["v".to_string()], &Expander::new(&words, &vocabulary.types));
        for flaw in &linted.flaws {
            prop_assert!(pattern.get(flaw.span.clone()).is_some(), "{:?}", flaw);
        }
        let mut rule = pack.facts[0].clone();
        *rule.fact.pattern.get_mut() = pattern;
        rule.fact.emit.clear();
        let compiled = Patterns::new(&Pack { facts: vec![rule], ..words.clone() }, &vocabulary);
        drop(compiled);
    }
}
