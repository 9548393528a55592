//! The sample pages: the real binary's rows of each `samples/NAME.txt` are those of `samples/NAME.rows.csv`.

mod folder;
mod support;

use std::fs;

use folder::Folder;
use support::{diff, package};

/// The names in `samples/` with this ending, in order, without it.
fn names(ending: &str) -> Vec<String> {
    let folder = fs::read_dir(package().join("samples")).expect("samples/ can be read");
    let names = folder.map(|entry| entry.expect("samples/ can be read").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter_map(|name| Some(name.strip_suffix(ending)?.to_string())).collect();
    names.sort();
    names
}

#[test]
fn every_sample_has_its_rows() {
    assert_eq!(names(".txt"), names(".rows.csv"));
    assert!(names(".txt").len() >= 6);
}

/// No `--date`: the names of the samples hold their dates of issue.
#[test]
fn samples_give_their_expected_rows() {
    let (samples, folder) = (package().join("samples"), Folder::new());
    let mut reports = Vec::new();
    for name in names(".txt") {
        let page = samples.join(format!("{name}.txt"));
        let run = folder.shishu(&["extract", page.to_str().expect("the path is UTF-8")], "");
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}");
        let want = fs::read_to_string(samples.join(format!("{name}.rows.csv"))).expect("the expected rows can be read");
        if run.stdout != want {
            reports.push(format!("samples/{name}: - expected, + found\n{}", diff(&want, &run.stdout)));
        }
    }
    assert!(reports.is_empty(), "\n{}", reports.join("\n"));
}

#[test]
fn a_diff_shows_what_goes_and_what_comes() {
    assert_eq!(diff("a\nb\nc\nd\n", "a\nb\nx\nd\ne\n"), "    … 2 the same\n  - c\n  + x\n    … 1 the same\n  + e\n");
    assert_eq!(diff("a\n", "a\n"), "");
}
