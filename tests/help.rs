//! What the program says of itself: completions and manual pages.

mod folder;

use folder::Folder;

#[test]
fn completions_know_the_commands_and_their_flags() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = Folder::new().shishu(&["completions", shell], "");
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{shell}");
        for word in ["extract", "score", "completions", "min-row-f1"] {
            assert!(run.stdout.contains(word), "{shell}: {word}");
        }
    }
    Folder::new().shishu(&["completions", "tcl"], "").fails(2, &["invalid value 'tcl'", "bash"]);
}

#[test]
fn the_manual_has_a_page_for_the_program_and_for_each_command() {
    let page = |args: &[&str]| Folder::new().shishu(&[&["man"], args].concat(), "");
    let program = page(&[]);
    assert!(program.code == 0 && program.stdout.starts_with(".ie"), "{}", program.stderr);
    for words in [".TH shishu 1", "shishu\\-extract(1)", "shishu\\-explain(1)", "shishu\\-score(1)"] {
        assert!(program.stdout.contains(words), "{words}: {}", program.stdout);
    }
    for (command, words) in [("extract", "\\-\\-columns"), ("score", "\\-\\-min\\-row\\-f1"), ("completions", "fpath")]
    {
        let run = page(&[command]);
        assert!(run.stdout.contains(&format!(".TH shishu-{command} 1")), "{}", run.stdout);
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    page(&["scores"]).fails(2, &["no command is called scores; the commands are extract, explain, score"]);
}
