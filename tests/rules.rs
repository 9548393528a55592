//! The commands of `shishu rules`, on a pack outside of the program: what a rule author sees.

mod folder;

use folder::Folder;

const PACK: &str = "id       = \"port\"\nversion  = \"0.1.0\"\nlanguage = 1\n";

const UNITS: &str = r#"[[unit]]
name      = "标准箱"
dimension = "count"
aliases   = ["标箱", "TEU"]

[[unit]]
name      = "海里"
dimension = "length"
base      = "公里"
factor    = "1.852"

[[fixed]]
text  = "满箱"
value = "100"
unit  = "%"
"#;

const METRICS: &str = r#"[[metric]]
name    = "集装箱吞吐量"
aliases = ["港口箱量", "集装箱吞吐总量"]
takes   = ["count"]

[[metric]]
name    = "散货吞吐量"
aliases = ["散货作业量"]
"#;

const ZONES: &str =
    "name,level,province,city,parent,aliases\n江州临港园,,,,,江州港区|临港片园\n云溪陆港园,,,,,云溪陆港\n";

const LEXICON: &str = "[class]\nberth = [\"靠泊\"]\n\n[pattern]\nfull = '重箱{over}?'\n";

const FACTS: &str = r#"# What the port says of its boxes.
[[fact]]
id    = "boxes-and-full"
doc   = "集装箱吞吐量达126万标准箱，重箱62.5%"
match = '{m:metric}{link}{v:count} [，,] {full}{r:percent}'
emit  = [
    { metric = "{m}", value = "{v}" },
    { metric = "{m}重箱占比", value = "{r}" },
]

[[fact.test]]
date = "2021-01-25"
text = "2020年，江州港区港口箱量达126.5万标箱，重箱62.5%。"
rows = '''
zone,metric,value,unit,period
江州临港园,集装箱吞吐量,1265000,标准箱,2020
江州临港园,集装箱吞吐量重箱占比,62.5,%,2020
'''

[[fact.test]]
text = "江州港区港口箱量再创新高，重箱多于空箱。"
rows = ""

[[fact]]
id    = "boxes-arrow"
doc   = "港口箱量 126万标箱↑7.5%"
match = '''
    {m:metric} {gap:6} {v:count}
    ↑ {d:percent}
'''
emit  = [{ metric = "{m}增速", value = "{d}" }]
absorb = ["v"]

[[fact.test]]
date = "2021-01-25"
text = "2020年，云溪陆港散货吞吐量首破126万吨，港口箱量126万标箱↑7.5%。"
rows = '''
metric,value,unit
散货吞吐量,126,万吨
集装箱吞吐量增速,7.5,%
'''

[[fact.test]]
text = "云溪陆港港口箱量↑，再创新高。"
rows = ""
"#;

const FILES: [(&str, &str); 6] = [
    ("pack.toml", PACK),
    ("units.toml", UNITS),
    ("metrics.toml", METRICS),
    ("zones.csv", ZONES),
    ("lexicon.toml", LEXICON),
    ("facts/boxes.toml", FACTS),
];

/// A folder with the pack in `port`.
fn port() -> Folder {
    let folder = Folder::new();
    for (name, text) in FILES {
        folder.file(&format!("port/{name}"), text);
    }
    folder
}

#[test]
fn a_pack_outside_works_and_passes() {
    let folder = port();
    let run = folder.shishu(&["rules", "check", "port"], "");
    assert_eq!((run.code, run.stdout.as_str()), (0, "6 files, 2 rules: 0 errors, 0 warnings\n"), "{}", run.stderr);
    let run = folder.shishu(&["rules", "test", "port"], "");
    assert_eq!((run.code, run.stdout.as_str()), (0, "4 tests: 4 passed, 0 failed\n"), "{}", run.stderr);
    let page = "2020年，江州港区集装箱吞吐总量为90万TEU，重箱近六成。";
    let run = folder.shishu(&["extract", "--rules", "port", "--columns", "zone,metric,value,unit,period,rule"], page);
    assert_eq!(
        run.stdout,
        "zone,metric,value,unit,period,rule\n\
         江州临港园,集装箱吞吐量,900000,标准箱,2020,boxes-and-full\n\
         江州临港园,集装箱吞吐量重箱占比,60,%,2020,boxes-and-full\n"
    );
}

/// A mistake: in this file this text becomes that; the message is at `at`, is of this kind, and has these words.
struct Mistake {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    at: &'static str,
    kind: &'static str,
    words: &'static [&'static str],
}

const MISTAKES: [Mistake; 25] = [
    Mistake {
        file: "facts/boxes.toml",
        from: "doc   = \"集",
        to: "doc   = 集",
        at: "集装箱吞吐量达126万标准箱，重箱62.5%\"",
        kind: "syntax",
        words: &[],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "absorb =",
        to: "absrob =",
        at: "absrob",
        kind: "unknown-key",
        words: &["did you mean `absorb`?"],
    },
    Mistake {
        file: "metrics.toml",
        from: "takes   = [\"count\"]",
        to: "takes   = [\"cuont\"]",
        at: "\"cuont\"",
        kind: "wrong-value",
        words: &["did you mean \"count\"?"],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "{r:percent}'",
        to: "{r:percnt}'",
        at: "{r:percnt}",
        kind: "unknown-slot",
        words: &["did you mean {percent}?"],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "    ↑ {d:percent}",
        to: "    ↑ {d:procent}",
        at: "{d:procent}",
        kind: "unknown-slot",
        words: &["did you mean {percent}?"],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "{m:metric}{link}",
        to: "{m:metric}{lnik}",
        at: "{lnik}",
        kind: "unknown-slot",
        words: &["did you mean {link}?"],
    },
    Mistake {
        file: "lexicon.toml",
        from: "重箱{over}?",
        to: "重箱{oevr}?",
        at: "{oevr}",
        kind: "unknown-slot",
        words: &["did you mean {over}?"],
    },
    Mistake {
        file: "units.toml",
        from: "unit  = \"%\"",
        to: "unit  = \"标准厢\"",
        at: "\"标准厢\"",
        kind: "unknown-unit",
        words: &["did you mean \"标准箱\"?"],
    },
    Mistake {
        file: "units.toml",
        from: "base      = \"公里\"",
        to: "base      = \"公里程\"",
        at: "\"公里程\"",
        kind: "unknown-unit",
        words: &["did you mean \"公里\"?"],
    },
    Mistake {
        file: "lexicon.toml",
        from: "[pattern]",
        to: "[phrase]\nnoun = [\"bearth\"]\n\n[pattern]",
        at: "\"bearth\"",
        kind: "unknown-class",
        words: &["did you mean \"berth\"?"],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "\"boxes-arrow\"",
        to: "\"boxes-and-full\"",
        at: "\"boxes-and-full\"\ndoc   = \"港",
        kind: "duplicate",
        words: &["stands already"],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "{link}{v:count} [",
        to: "{link}({v:count} [",
        at: "({v:count} [",
        kind: "regex",
        words: &["unclosed group"],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "    ↑ {d:percent}",
        to: "    ↑ + * {d:percent} [ab",
        at: "[ab",
        kind: "regex",
        words: &["unclosed character class"],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "{full}{r:percent}'",
        to: "(?:{full}{2000}){2000}{r:percent}'",
        at: "{2000}{r",
        kind: "too-large",
        words: &["repeat less"],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "value = \"{r}\"",
        to: "value = \"{p}\"",
        at: "{p}",
        kind: "unbound-slot",
        words: &["does not bind {p}"],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "metric = \"{m}重",
        to: "metric = \"{mm}重",
        at: "{mm}",
        kind: "unbound-slot",
        words: &["did you mean {m}?"],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "'{m:metric}{link}",
        to: "'{m:metric}?{link}",
        at: "{m}\", value = \"{v}\"",
        kind: "may-not-bind",
        words: &["leave {m} out"],
    },
    Mistake {
        file: "metrics.toml",
        from: "\"散货作业量\"",
        to: "\"散货作业量\", \"港口箱量\"",
        at: "\"港口箱量\"]\n",
        kind: "shared-alias",
        words: &["集装箱吞吐量 too", "metrics.toml:3"],
    },
    Mistake {
        file: "units.toml",
        from: "factor    = \"1.852\"",
        to: "factor    = \"1,852\"",
        at: "\"1,852\"",
        kind: "not-decimal",
        words: &["a decimal in quotes"],
    },
    Mistake {
        file: "units.toml",
        from: "factor    = \"1.852\"",
        to: "factor    = 1.852",
        at: "1.852",
        kind: "not-decimal",
        words: &["never floats"],
    },
    Mistake {
        file: "zones.csv",
        from: "云溪陆港\n",
        to: "云溪陆港|临港片园\n",
        at: "临港片园\n",
        kind: "shared-alias",
        words: &["江州临港园 too", "zones.csv:2"],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "id    = \"boxes-arrow\"",
        to: "id    = \"again\"\nmatch = '{m:metric}{link}{v:count}[，,]{full}{r:percent}'\nemit  = []\n[[fact]]\nid    = \"boxes-arrow\"",
        at: "'{m:metric}{link}{v:count}[，,]",
        kind: "shadowed",
        words: &["boxes-and-full"],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "    ↑ {d:percent}",
        to: "    ↓ {d:percent}",
        at: "\"2020年，云溪",
        kind: "never-fires",
        words: &["none of its own tests"],
    },
    Mistake {
        file: "facts/boxes.toml",
        from: "text = \"云溪陆港港口箱量↑，再创新高。\"\nrows = \"\"",
        to: "date = \"2021-01-25\"\ntext = \"2020年，港口箱量126万标箱↑7.5%。\"\nrows = \"value\\n7.5\"",
        at: "{gap:6}",
        kind: "gap-without-negative",
        words: &["rows = \"\""],
    },
    Mistake {
        file: "pack.toml",
        from: "language = 1",
        to: "language = 9",
        at: "language",
        kind: "newer-language",
        words: &["language 9", "newer shishu"],
    },
];

/// Line and column of a text, from 1, in characters.
fn place(text: &str, at: &str) -> (u64, u64) {
    let before = &text[..text.rfind(at).unwrap_or_else(|| panic!("{at:?} is in the file"))];
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() as u64 + 1;
    (before.matches('\n').count() as u64 + 1, column)
}

#[test]
fn every_seeded_mistake_is_told_at_its_place() {
    let mut reports = Vec::new();
    for mistake in &MISTAKES {
        let folder = port();
        let (_, right) = FILES.iter().find(|(name, _)| *name == mistake.file).expect("the file is one of the pack");
        assert!(right.contains(mistake.from), "{}", mistake.from);
        let wrong = right.replacen(mistake.from, mistake.to, 1);
        folder.file(&format!("port/{}", mistake.file), &wrong);
        let run = folder.shishu(&["rules", "check", "port", "--format", "json", "--strict"], "");
        let found: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).expect("it is JSON");
        let (line, column) = place(&wrong, mistake.at);
        let file = format!("port/{}", mistake.file);
        let told = found.iter().any(|problem| {
            let text = problem.to_string().replace("\\\"", "\"");
            let at = problem["line"] == line && problem["column"] == column && problem["file"] == file;
            at && problem["kind"] == mistake.kind && mistake.words.iter().all(|word| text.contains(word))
        });
        if !told || run.code != 1 {
            reports.push(format!(
                "{} {} at {line}:{column} ({:?}), found {}",
                file, mistake.kind, mistake.words, run.stdout
            ));
        }
    }
    assert!(reports.is_empty(), "\n{}", reports.join("\n"));
}

#[test]
fn all_mistakes_are_told_at_once_with_carets() {
    let folder = port();
    folder.file("port/facts/boxes.toml", FACTS.replace("{r:percent}'", "{r:percnt}'").replace("{m}增速", "{x}增速"));
    folder.file("port/units.toml", UNITS.replace("1.852", "1,852")).file("port/more/late.toml", "");
    let run = folder.shishu(&["rules", "check", "port"], "");
    let text = &run.stdout;
    for words in [
        "port/facts/boxes.toml:5:47",
        "^^^^^^^^^^",
        "did you mean {percent}?",
        "does not bind {x}",
        "`factor` is \"1,852\"",
        "no rules are read from this folder",
        "4 errors",
    ] {
        assert!(text.contains(words), "no {words:?} in\n{text}");
    }
    let run = folder.shishu(&["extract", "--rules", "port"], "");
    run.fails(3, &["port/units.toml:10:13: rule \"海里\": `factor` is \"1,852\""]);
}

#[test]
fn a_failing_test_shows_the_difference_and_how_far_the_rule_got() {
    let folder = port();
    folder.file("port/facts/boxes.toml", FACTS.replace("重箱62.5%。", "空箱62.5%。"));
    let run = folder.shishu(&["rules", "test", "port"], "");
    assert_eq!(run.code, 1);
    for words in [
        "FAIL boxes-and-full#1  port/facts/boxes.toml:13: the rows differ",
        "- 江州临港园,集装箱吞吐量重箱占比,62.5,%,2020",
        "seen as {period}，{zone}{metric}达{count}，空箱{percent}。",
        "boxes-and-full got as far as",
        "4 tests: 3 passed, 1 failed",
    ] {
        assert!(run.stdout.contains(words), "no {words:?} in\n{}", run.stdout);
    }
    let run = folder.shishu(&["rules", "test", "port", "--filter", "arrow", "--junit", "out.xml"], "");
    assert_eq!((run.code, run.stdout.as_str()), (0, "2 tests: 2 passed, 0 failed\n"));
    assert!(folder.read("out.xml").contains("tests=\"2\" failures=\"0\""), "{}", folder.read("out.xml"));
    folder.shishu(&["rules", "test", "port", "--filter", "nothing"], "").fails(2, &["no test has a name"]);
}

#[test]
fn update_writes_the_rows_and_keeps_the_rest() {
    let folder = port();
    let wrong = FACTS.replace("1265000", "99").replace("rows = \"\"\n\n[[fact]]", "rows = \"\" # none\n\n[[fact]]");
    folder.file("port/facts/boxes.toml", &wrong);
    let run = folder.shishu(&["rules", "test", "port", "--update"], "");
    assert!(run.stdout.contains("written: port/facts/boxes.toml"), "{}", run.stdout);
    assert_eq!(folder.read("port/facts/boxes.toml"), wrong.replace(",99,", ",1265000,"));
    assert_eq!(folder.shishu(&["rules", "test", "port"], "").code, 0);
}

#[test]
fn a_known_gap_turns_red_once_it_holds() {
    let folder = port();
    let todo = FACTS.replacen("rows = ''", "todo = \"later\"\nrows = ''", 1);
    folder.file("port/facts/boxes.toml", &todo);
    let run = folder.shishu(&["rules", "test", "port"], "");
    assert!(run.code == 1 && run.stdout.contains("it holds now; remove `todo = \"later\"`"), "{}", run.stdout);
    folder.file("port/facts/boxes.toml", todo.replace("1265000", "99"));
    let run = folder.shishu(&["rules", "test", "port"], "");
    assert_eq!((run.code, run.stdout.as_str()), (0, "4 tests: 3 passed, 0 failed, 1 known gap\n"));
}

#[test]
fn pages_beside_their_rows_are_tests() {
    let folder = port();
    let rows = "zone,metric,value,unit,period\n江州临港园,集装箱吞吐量,900000,标准箱,2020\n";
    folder
        .file("port/tests/2021-01-25.txt", "去年，江州港区港口箱量为90万标箱。")
        .file("port/tests/2021-01-25.rows.csv", rows);
    let run = folder.shishu(&["rules", "test", "port", "-v"], "");
    assert!(
        run.stdout.contains("pass port/tests/2021-01-25.txt") && run.stdout.contains("5 tests: 5 passed"),
        "{}",
        run.stdout
    );
    folder.file("port/tests/2021-01-25.rows.csv", rows.replace("900000", "1"));
    let run = folder.shishu(&["rules", "test", "port"], "");
    assert!(run.code == 1 && run.stdout.contains("- 江州临港园,集装箱吞吐量,1,标准箱,2020"), "{}", run.stdout);
    folder.shishu(&["rules", "test", "port", "--update"], "");
    assert_eq!(folder.read("port/tests/2021-01-25.rows.csv"), rows);
    folder.file("port/tests/lonely.rows.csv", rows);
    folder.shishu(&["rules", "test", "port"], "").fails(3, &["lonely.rows.csv", "no page beside these rows"]);
}

#[test]
fn a_new_pack_passes_at_once() {
    let folder = Folder::new();
    let run = folder.shishu(&["rules", "new", "river"], "");
    assert!(run.code == 0 && run.stdout.contains("Next: shishu rules check river"), "{}", run.stderr);
    let run = folder.shishu(&["rules", "check", "--strict", "river"], "");
    assert_eq!(run.code, 0, "{}", run.stdout);
    let run = folder.shishu(&["rules", "test", "river"], "");
    assert_eq!((run.code, run.stdout.as_str()), (0, "2 tests: 2 passed, 0 failed\n"), "{}", run.stderr);
    folder.shishu(&["rules", "new", "river"], "").fails(2, &["is there already"]);
    folder.shishu(&["rules", "new", "a b"], "").fails(2, &["no name for a pack"]);
}

#[test]
fn packs_come_from_flags_the_environment_or_a_settings_file() {
    let folder = port();
    folder
        .file("shishu.toml", "rules = [\"port\"]\n")
        .file("other/pack.toml", "id = \"other\"\ndisable = [\"boxes-arrow\", \"loose-level\"]\n");
    folder.file("deep/er/page.txt", "");
    let origin = folder.shishu(&["rules", "list", "--origin"], "").stdout;
    assert!(origin.contains("port 0.1.0  port, by shishu.toml; 2 rules, language 1"), "{origin}");
    let origin = folder.shell("cd deep/er && shishu rules list --origin").stdout;
    assert!(origin.contains("shishu.toml; 2 rules"), "{origin}");
    let origin = folder.shell("SHISHU_RULES=port:other shishu rules list --origin").stdout;
    assert!(
        origin.contains("port, by SHISHU_RULES; 2 rules") && origin.contains("takes away boxes-arrow, loose-level"),
        "{origin}"
    );
    let origin = folder.shishu(&["rules", "list", "--origin", "--rules", "other"], "").stdout;
    assert!(!origin.contains("port") && origin.contains("other  other, by the command line; 0 rules"), "{origin}");
    let rules = folder.shishu(&["rules", "list", "--no-builtin", "--rules", "port", "--rules", "other"], "").stdout;
    assert_eq!(rules, "boxes-and-full  port/facts/boxes.toml:5  2 tests  集装箱吞吐量达126万标准箱，重箱62.5%\n");
    let page = "2020年，港口箱量90万标箱，重箱50%。";
    assert!(folder.shishu(&["extract", "--columns", "rule"], page).stdout.contains("boxes-and-full"));
    folder.file("shishu.toml", "rule = []\n");
    folder.shishu(&["extract"], page).fails(2, &["shishu.toml:1:1", "unknown field"]);
    folder.shishu(&["extract", "--rules", "port"], page).fails(0, &[]);
}

#[test]
fn rules_of_one_id_replace_and_what_is_taken_away_must_be_there() {
    let folder = port();
    let mine = "[[fact]]\nid = \"boxes-arrow\"\nmatch = '{metric}{period}↗{v:percent}'\nemit = [{ metric = \"箱量增速\", value = \"{v}\" }]\n";
    folder.file("mine/mine.toml", mine).file("mine/pack.toml", "disable = [\"boxes-arow\"]\n");
    let run = folder.shishu(&["rules", "check", "port", "mine"], "");
    assert!(
        run.stdout.contains("unknown id \"boxes-arow\"") && run.stdout.contains("did you mean \"boxes-arrow\"?"),
        "{}",
        run.stdout
    );
    folder.file("mine/pack.toml", "id = \"mine\"\n");
    let run = folder
        .shishu(&["extract", "--rules", "port", "--rules", "mine", "--columns", "metric,value"], "港口箱量同比↗7.5%。");
    assert_eq!(run.stdout, "metric,value\n箱量增速,7.5\n");
    let origin = folder.shishu(&["rules", "list", "--origin", "port", "mine"], "").stdout;
    assert!(origin.contains("replaces boxes-arrow"), "{origin}");
}

#[test]
fn lists_and_schemas_are_json() {
    let folder = port();
    let run = folder.shishu(&["rules", "list", "port", "--no-builtin", "--format", "json"], "");
    let rules: serde_json::Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    assert_eq!(
        (&rules[0]["id"], &rules[0]["line"], &rules[1]["negative"]),
        (&"boxes-and-full".into(), &5.into(), &1.into())
    );
    for kind in ["facts", "pack", "metrics", "units", "lexicon", "noise", "periods", "layout", "masthead"] {
        let run = folder.shishu(&["rules", "schema", kind], "");
        let schema: serde_json::Value = serde_json::from_str(&run.stdout).expect("it is JSON");
        assert_eq!(schema["additionalProperties"], false, "{kind}");
    }
    folder.shishu(&["rules", "schema", "fact"], "").fails(2, &["did you mean facts?"]);
}

#[test]
fn a_diff_tells_what_a_pack_changes() {
    let folder = port();
    let page = "2020年，江州港区港口箱量为90万标箱。\n云溪陆港散货吞吐量8.6万吨。\n";
    folder.file("pages/2021-01-25.txt", page);
    let mine = "[[fact]]\nid = \"level-after-noun\"\nmatch = '{m:metric}{link}{v:count}'\nemit = [{ metric = \"{m}（港）\", value = \"{v}\" }]\n";
    folder
        .file("mine/pack.toml", "id = \"mine\"\ndisable = [\"loose-carried\", \"loose-level\", \"rate-level\"]\n")
        .file("mine/mine.toml", mine);
    let run = folder.shishu(&["rules", "diff", "--rules", "port", "--with", "mine", "pages"], "");
    for words in [
        "~ pages/2021-01-25.txt:1 90万标箱",
        "集装箱吞吐量 → 集装箱吞吐量(港)",
        "- pages/2021-01-25.txt:2 8.6万吨",
        "0 added, 1 removed, 1 altered over 1 page",
    ] {
        assert!(run.stdout.contains(words), "no {words:?} in\n{}{}", run.stdout, run.stderr);
    }
    let run = folder.shishu(&["rules", "diff", "--rules", "port", "--with", "mine", "--format", "csv", "pages"], "");
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("change,source,line,quote,zone,metric") && lines.len() == 3, "{}", run.stdout);
    assert!(
        lines[1].starts_with("altered,pages/2021-01-25.txt,1,90万标箱,江州临港园,集装箱吞吐量(港)"),
        "{}",
        run.stdout
    );
}

#[test]
fn gaps_are_told_by_shape_the_most_frequent_first() {
    let folder = Folder::new();
    let rule = "[[fact]]\nid = \"level\"\nmatch = '达到{v:money}'\nemit = [{ metric = \"值\", value = \"{v}\" }]\n";
    folder
        .file("few/few.toml", rule)
        .file("few/units.toml", "[[classifiers]]\ndimension = \"count\"\nnames = [\"家\"]\n");
    folder.file("page.txt", "江州有企业58家。\n\n云溪有工厂39家。\n\n南屏新增12家企业。\n");
    let run = folder.shishu(&["rules", "gaps", "--no-builtin", "--rules", "few", "page.txt"], "");
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines[0].trim(), "2  {np}{count}", "{}", run.stdout);
    assert!(lines[1].contains("江州有企业58家  [page.txt:1, no-rule]"), "{}", run.stdout);
    assert!(
        run.stdout.ends_with("3 clauses with a number that gives no row, in 2 shapes; 2 shown\n"),
        "{}",
        run.stdout
    );
}
