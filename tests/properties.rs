//! Properties of the whole pipeline over arbitrary text: nothing panics, every row points back at its number, the same page
//! gives the same rows, and every numeral is accounted for.
//!
//! The cases are the same on every run. To look for new ones: `PROPTEST_CASES=20000 PROPTEST_RNG_SEED=7 cargo test --release
//! --test properties`.

mod folder;
mod support;

use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use folder::Folder;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use regex::Regex;
use shishu::account::Fate;
use shishu::document::Document;
use shishu::fact::near::Prober;
use shishu::pipeline::{Extraction, Extractor};
use shishu::row::{COLUMNS, DEFAULT_COLUMNS, Row, Value};
use support::{EXTRACTOR, package, page};

/// How long a short page may take, in a debug build on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(60);

/// A second extractor: its hash maps are seeded anew.
static SECOND: LazyLock<Extractor> = LazyLock::new(support::built_in);

fn config() -> ProptestConfig {
    let given = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    match given.rng_seed {
        RngSeed::Random => ProptestConfig { rng_seed: RngSeed::Fixed(20_210_125), ..given },
        RngSeed::Fixed(_) => given,
    }
}

// What a page may hold

const NUMBERS: &str = "
    0 1 3 7.5 12 58 907.5 1,204 2020 1373 ３６ ５．２ -3 0.5 1/2 5-7 5—7 5至7 3000万到5000万
    99999999999999999999999999999 0.0000000000000000000000000001 1.2.3 1,2,3 三百二十 两 廿三 〇 二〇二〇 零点五
    三千五百 十 万 亿 万亿 百分之五 百分之 三成 二分之一 三分之一 一半 半 数十 几百 1.2万 3千多 20余万 近百 一 第三
    翻一番 翻两番 0/0 1/0 万万亿亿 亿万亿万亿";
const UNITS: &str = "
    元 万元 亿元 亿美元 万 亿 家 个 项 人 万人 人次 件 台（套） 平方米 万平方米 ㎡ 平方公里 公里 km 亩 吨 千瓦 MW
    千瓦时 标准箱 % ％ ‰ 个百分点 百分点 倍 成 元/平方米 个工作日 年 月 日 ℃ 辆/年";
const TIMES: &str = "
    2020年 2020年1-11月 2020年1—11月 今年 去年 上年末 前三季度 今年前三季度 上半年 10月30日 2月30日 13月 截至9月底
    截至2020年底， 目前， 近日， 近三年 2018年以来 今年以来 2018年至2020年 2020年至2018年 “十四五”期间 到2025年
    五年前 未来三年 上年同期 同期 0000年 9999年 99999年 99999年前 近99999999999年 9月1日至10月7日 一季度 本月 当年
    年底 2020-12-12 2020.1.25星期一 12月31日至1月1日 '20年 二〇二〇年";
const WORDS: &str = "
    江州高新区 江州国家高新技术产业开发区 云溪科技城 园区 全区 该区 全市 江州市 全国 国家高新区 某某有限公司
    规上工业总产值 营业收入 高新技术企业 固定资产投资 发明专利 从业人员 企业开办时间 容积率 占地面积 总投资 达 为
    实现 拥有 新增 累计 突破 增长 同比增长 下降 比上年增加 较上年减少 环比增长 占 占全市的 比重 其中 分别为 分别增长
    由 增至 压缩至 从 到 近 约 超 超过 不足 以上 余 多 均为 各 和 、 的 力争 预计 位居 居全省第 每 平均
    本报讯（记者某某） 5G 500强 “1+2+4” 《规划（2020—2035）》 首批 一是 二是 24小时";
const MARKS: &str = "， 。 ； ： 、 （ ） “ ” 《 》 ( ) ！ ？ …… —— # | * - . , % / 𠀀 é e\u{301} 👩\u{200D}💻";
const BLANKS: &[&str] =
    &["\n", "\n\n", "\r\n", "\r", " ", "\u{3000}", "\t", "\u{B}", "\u{85}", "\u{2028}", "\n# ", "\n| "];
/// What a page should not hold: no width, private use, the place of a lost character.
const STRAYS: &[&str] = &["\u{200B}", "\u{FEFF}", "\u{0}", "\u{F0000}", "\u{FFFFD}", "\u{FFFD}"];

/// All words of the built-in rules.
static RULE_WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let pack = EXTRACTOR.pack();
    let metrics = pack.metrics.iter().flat_map(|m| m.aliases.iter().chain([&m.name]));
    let classes = pack.lexicon.class.values().flatten();
    let noise = pack.noise.words.values().flatten();
    let units = pack.units.unit.iter().flat_map(|u| u.aliases.iter().chain([&u.name]));
    let zones = pack.zones.iter().map(|z| &z.name).chain(pack.regions.iter().map(|r| &r.name));
    let years = pack.periods.years.keys().chain(pack.periods.parts.keys());
    metrics.chain(classes).chain(noise).chain(units).chain(zones).chain(years).cloned().collect()
});

fn one_of(words: &'static str) -> impl Strategy<Value = &'static str> {
    select(words.split_whitespace().collect::<Vec<_>>())
}

fn rule_word() -> impl Strategy<Value = String> {
    any::<Index>().prop_map(|i| i.get(&RULE_WORDS[..]).clone())
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (one_of(NUMBERS), one_of(UNITS)).prop_map(|(number, unit)| format!("{number}{unit}")),
        1 => one_of(NUMBERS).prop_map(String::from),
        2 => one_of(TIMES).prop_map(String::from),
        5 => one_of(WORDS).prop_map(String::from),
        3 => one_of(MARKS).prop_map(String::from),
        2 => select(BLANKS).prop_map(String::from),
        1 => select(STRAYS).prop_map(String::from),
        2 => rule_word(),
    ]
}

/// Words, numbers and marks in any order.
fn woven() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

/// Clauses that nearly say something.
fn spoken() -> impl Strategy<Value = String> {
    let quantity = || (one_of(NUMBERS), one_of(UNITS)).prop_map(|(n, u)| format!("{n}{u}"));
    let word = || prop_oneof![3 => one_of(WORDS).prop_map(String::from), 1 => rule_word()];
    let gap = || prop_oneof![8 => Just(""), 1 => one_of(MARKS), 1 => select(BLANKS)];
    let clause =
        (prop::option::of(one_of(TIMES)), word(), gap(), word(), word(), quantity(), gap(), prop::option::of(word()));
    let clause = clause.prop_map(|(time, a, x, b, c, quantity, y, after)| {
        format!("{}{a}{x}{b}{c}{quantity}{y}{}", time.unwrap_or_default(), after.unwrap_or_default())
    });
    prop::collection::vec((clause, select(&["，", "；", "。", "、", "\n\n", ""][..])), 1..8)
        .prop_map(|clauses| clauses.into_iter().map(|(clause, mark)| clause + mark).collect())
}

/// The sample pages, decoded.
static SAMPLES: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    use shishu::source::{Input, Options, Source};
    let pages = Source::new(vec![Input::Path(package().join("samples"))], Options::default());
    pages.map(|page| page.expect("samples can be read").text.chars().collect()).collect()
});

/// A piece of a sample page with a few pieces cut out and others put in.
fn damaged() -> impl Strategy<Value = String> {
    let change = (any::<Index>(), 0..4usize, piece());
    let changes = prop::collection::vec(change, 0..6);
    (any::<Index>(), any::<Index>(), 20..400usize, changes).prop_map(|(sample, from, len, changes)| {
        let sample = sample.get(&SAMPLES[..]);
        let from = from.index(sample.len());
        let mut text = sample[from..(from + len).min(sample.len())].to_vec();
        for (at, cut, piece) in changes {
            let at = at.index(text.len() + 1);
            let end = (at + cut).min(text.len());
            text.splice(at..end, piece.chars());
        }
        text.into_iter().collect()
    })
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![3 => woven(), 4 => spoken(), 3 => damaged(), 1 => "(?s).{0,200}", 1 => "[0-9.,万亿百%家元年月\\n]{0,60}"]
}

fn any_date() -> impl Strategy<Value = String> {
    const DATES: [&str; 7] = ["2021-01-25", "2021-01-25", "2021-01-25", "", "2020-02-29", "0001-01-01", "9999-12-31"];
    select(&DATES[..]).prop_map(String::from)
}

// What must hold of a row

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    let forms = [r"\d{4}", r"\d{4}-\d\d", r"\d{4}-\d\d-\d\d", r"\d{4}-Q[1-4]", r"\d{4}-H[12]"];
    let forms = forms.map(|form| format!("{form}(/{form})?"));
    pattern(&format!("^({})$", forms.join("|")))
});
static DECIMAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^-?\d+(\.\d+)?$"));
static UNIT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[^\d\s,，.。]*$"));
static METRIC: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[^，。；;！!？?\s]{1,32}$"));
/// A comma that is not inside a number.
static COMMA: LazyLock<Regex> = LazyLock::new(|| pattern(r",(\D|$)"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern compiles")
}

/// Whether the characters of `part` come in `whole` in this order, white space left out.
fn is_within(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().filter(|c| !c.is_whitespace()).all(|c| rest.any(|other| other == c))
}

fn ensure(holds: bool, what: &str, row: &Row) -> Result<(), TestCaseError> {
    if holds { Ok(()) } else { Err(TestCaseError::fail(format!("not so: {what}: {row:?}"))) }
}

/// The row points at its number: its characters stand where it says.
fn check_place(row: &Row, text: &[char]) -> Result<(), TestCaseError> {
    ensure(row.start < row.end && row.end <= text.len(), "start..end lies in the input", row)?;
    let there: String = text[row.start..row.end].iter().collect();
    ensure(!row.quote.trim().is_empty() && is_within(&row.quote, &there), "the quote stands at start..end", row)?;
    let line = 1 + text[..row.start].iter().filter(|c| **c == '\n').count();
    ensure(row.line == line, "line counts the line breaks before start", row)
}

/// The columns have the forms that the row contract gives them.
fn check_forms(row: &Row) -> Result<(), TestCaseError> {
    match &row.value {
        Value::Number(number) => ensure(DECIMAL.is_match(&number.to_string()), "the value is a plain decimal", row)?,
        Value::Date(date) => ensure(row.unit == "日期" && PERIOD.is_match(date), "the value is a date", row)?,
    }
    ensure(UNIT.is_match(&row.unit), "the unit is a name without digits", row)?;
    let metric = METRIC.is_match(&row.metric) && !COMMA.is_match(&row.metric);
    ensure(metric, "the metric has 1 to 32 characters and no marks", row)?;
    ensure(row.period.is_empty() || PERIOD.is_match(&row.period), "the period has a known form", row)?;
    match row.days {
        Some((start, end)) => {
            ensure(start <= end && !row.period.is_empty(), "the days of the period are in order", row)
        }
        None => ensure(row.period.is_empty(), "no days, no period", row),
    }
}

/// Reads a page on a thread of its own; a test that never ends would not say which page it was.
fn extract(extractor: &'static Extractor, document: &Document) -> Extraction {
    let (done, result) = std::sync::mpsc::channel();
    let page = document.clone();
    let worker = std::thread::spawn(move || done.send(extractor.extract(&page, None)));
    match result.recv_timeout(PATIENCE) {
        Ok(extraction) => extraction,
        Err(RecvTimeoutError::Disconnected) => panic!("it panicked: {:?}", worker.join()),
        Err(RecvTimeoutError::Timeout) => {
            eprintln!("a short page took more than {PATIENCE:?}: {document:?}");
            std::process::exit(1); // the thread cannot be stopped
        }
    }
}

/// Numerals as a reader would find them, who knows nothing of the stages.
static NUMERAL: LazyLock<Regex> =
    LazyLock::new(|| pattern("[0-9０-９](?:[0-9０-９.,]*[0-9０-９])?|[〇零一二两三四五六七八九十廿百千万亿半几数]+"));
static PROBER: LazyLock<Prober> = LazyLock::new(|| EXTRACTOR.prober(None));

/// The account has every numeral of the page once, and every row.
fn check_account(document: &Document, rows: &[Row]) -> Result<(), TestCaseError> {
    let account = EXTRACTOR.account(document, None, &PROBER);
    let text = &document.text;
    let chars = |byte: usize| text[..byte].chars().count();
    let scanned: Vec<_> = NUMERAL.find_iter(text).map(|m| (chars(m.start()), chars(m.end()), m.as_str())).collect();
    let told: Vec<_> = account.numerals.iter().map(|n| (n.start, n.end, n.quote.as_str())).collect();
    prop_assert_eq!(&scanned, &told);
    let tally = account.tally();
    prop_assert_eq!(tally.rows + tally.periods + tally.aside(), scanned.len());
    prop_assert!(account.rows == rows, "the account has other rows");
    let mut rowless = vec![true; rows.len()];
    for numeral in &account.numerals {
        let passage = account.passages.get(numeral.passage).map(|passage| passage.text.as_str());
        let there = passage.and_then(|text| text.get(numeral.within.start..numeral.within.end));
        prop_assert!(there.is_some_and(|there| !there.is_empty()), "{numeral:?} is not in its sentence");
        if let Fate::Row(of) = &numeral.fate {
            prop_assert!(!of.is_empty() && of.iter().all(|&row| row < rows.len()), "{numeral:?}");
            of.iter().for_each(|&row| rowless[row] = false);
        }
    }
    let lost = rows.iter().zip(&rowless).find(|(row, lost)| **lost && NUMERAL.is_match(&row.quote));
    prop_assert!(lost.is_none(), "no numeral is in {lost:?}");
    Ok(())
}

fn check(document: &Document) -> Result<(), TestCaseError> {
    let extraction = extract(&EXTRACTOR, document);
    let text: Vec<char> = document.text.chars().collect();
    let mut seen = BTreeSet::new();
    let mut last = 0;
    for row in &extraction.rows {
        check_place(row, &text)?;
        check_forms(row)?;
        ensure(last <= row.start, "rows come in the order of the page", row)?;
        last = row.start;
        let fact = DEFAULT_COLUMNS.map(|column| row.field(column));
        ensure(seen.insert((row.start, fact)), "a number gives a row once", row)?;
    }
    for note in &extraction.notes {
        let span = note.span;
        prop_assert!(span.start <= span.end && document.text.get(span.start..span.end).is_some(), "{note:?}");
    }
    prop_assert!(extraction == extract(&SECOND, document), "another extractor reads it otherwise");
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn rows_point_back_and_keep_their_forms(text in any_text(), date in any_date()) {
        check(&page(&text, &date))?;
    }

    #[test]
    fn every_numeral_is_accounted_for(text in any_text()) {
        let document = page(&text, "2021-01-25");
        check_account(&document, &EXTRACTOR.extract(&document, None).rows)?;
    }
}

/// Pages that were once read wrongly, one a bug.
#[test]
fn found_before() {
    let pages = [
        ("江州……高新区有企业1家。", "2021-01-25"),
        ("江州\u{2028}高新区有企业1家。", "2021-01-25"),
        ("万万亿亿万三成元", "2021-01-25"),
        ("5-7元99999999999999999999999999999台（套），", "2021-01-25"),
        ("近三年，江州高新区新增企业1家。", "0001-01-01"),
        ("未来三年，江州高新区新增企业1家。", "9999-12-31"),
    ];
    let failure = |(text, date)| Some(format!("{text} ({date})\n    {}", check(&page(text, date)).err()?));
    let failures: Vec<String> = pages.into_iter().filter_map(failure).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn all_columns_are_the_same_bytes_for_any_number_of_jobs() {
    let (folder, samples) = (Folder::new(), package().join("samples"));
    let (all, samples) = (COLUMNS.map(|(_, name, _)| name).join(","), samples.to_str().expect("the path is UTF-8"));
    let rows = |jobs| folder.shishu(&["extract", "-q", "--columns", &all, "--jobs", jobs, samples], "").stdout;
    let one = rows("1");
    assert!(one.lines().count() > 100);
    for jobs in ["2", "5"] {
        assert!(rows(jobs) == one, "{jobs} jobs");
    }
}
