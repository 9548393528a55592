//! Properties of the stages from text to sentences, over arbitrary text and over text made of what layout repair looks for.

use std::sync::LazyLock;

use proptest::prelude::*;
use shishu::layout::{BlockKind, LayoutWords, Page, repair};
use shishu::span::Span;
use shishu::{article, chars, sentence};

static WORDS: LazyLock<LayoutWords> =
    LazyLock::new(|| toml::from_str(include_str!("../rules/layout.toml")).expect("the built-in words parse"));

/// Text of pieces that mean something to the stages.
fn page_like() -> impl Strategy<Value = String> {
    let pieces = [
        "\n",
        "\n\n",
        "\r\n",
        "\u{2028}",
        " ",
        "\u{3000}",
        "\t",
        "  ",
        "\u{200B}",
        "\u{7}",
        "。",
        "，",
        "；",
        "：",
        "、",
        "！",
        "……",
        "…",
        ".",
        ",",
        ":",
        "“",
        "”",
        "（",
        "）",
        "《",
        "》",
        "\"",
        "(",
        ")",
        "本报讯",
        "（记者 某某）",
        "▶ 本报记者 某某",
        "图片来源：江州",
        "图为",
        "/摄",
        "星期一",
        "2021.1.25",
        "合办",
        "■ 编辑：某某",
        "发布时间：",
        "# ",
        "## ",
        "| 甲 | 乙 |",
        "<td>",
        "一是",
        "（三）",
        "2.",
        "第3版",
        "55",
        "江州园区江州园区",
        "PARKPARK",
        "企 业 技 术",
        "120",
        "８",
        "亿",
        "元",
        "%",
        "SMART PARK",
        "快讯",
        "某某",
        "江州高新区实现规上工业总产值九百余亿元",
        "园区持续优化营商环境，推动产业集聚发",
        "增长8.4%。目前，园区拥有企业295",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..80).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![page_like(), "(?s).{0,300}", "[ \\n。“”（）0-9a.，\\u{4e00}-\\u{4e05}#|]{0,300}"]
}

fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !chars::is_invisible(c)
}

/// The map covers the page's text, each segment is a copy of its source, no source byte is copied twice, and what was
/// not copied was invisible or a second copy that a note tells of.
fn check_map(source: &str, page: &Page) {
    let (mut end, mut copied) = (0, vec![false; source.len()]);
    for segment in page.map.segments() {
        assert_eq!(segment.repaired, end, "segments leave no hole");
        end += segment.len;
        let from = &source.as_bytes()[segment.source..segment.source + segment.len];
        assert_eq!(from, &page.text.as_bytes()[segment.repaired..end]);
        for taken in &mut copied[segment.source..segment.source + segment.len] {
            assert!(!*taken, "a byte is copied once");
            *taken = true;
        }
    }
    assert_eq!(end, page.text.len());
    for (at, c) in source.char_indices().filter(|(at, c)| is_visible(*c) && !copied[*at]) {
        let noted = page.notes.iter().any(|note| note.span.contains(Span::new(at, at + c.len_utf8())));
        assert!(noted, "{c:?} at {at} is lost");
    }
}

/// Blocks are in order, apart, on character boundaries, and hold all that is visible but the `#` of titles.
fn check_blocks(page: &Page) {
    let mut end = 0;
    let outside = |span: Span| {
        let between = page.text.get(span.start..span.end).expect("blocks end between characters");
        assert!(!between.contains(|c| is_visible(c) && c != '#'), "{between:?} is in no block");
    };
    for block in &page.blocks {
        assert!(block.span.start >= end && !block.span.is_empty());
        outside(Span::new(end, block.span.start));
        end = block.span.end;
    }
    outside(Span::new(end, page.text.len()));
}

/// Every block but bylines and furniture is in one article, and a headline is the first of its blocks.
fn check_articles(page: &Page) {
    let articles = article::split(page, &WORDS);
    let mut seen = vec![0; page.blocks.len()];
    for article in &articles {
        article.blocks.iter().for_each(|block| seen[*block] += 1);
        if let Some(headline) = article.headline {
            assert_eq!(article.blocks[0], headline);
            assert_eq!(page.blocks[headline].kind, BlockKind::Heading);
        }
    }
    for (block, seen) in page.blocks.iter().zip(seen) {
        let read = !matches!(block.kind, BlockKind::Byline | BlockKind::Masthead);
        assert_eq!(seen, usize::from(read), "{block:?}");
    }
}

/// Sentences are apart, hold all that is visible in the block, are not too long, and hold their clauses.
fn check_sentences(text: &str, block: Span) {
    let (sentences, _) = sentence::split(text, block);
    let mut end = block.start;
    let outside = |from: usize, to: usize| assert_eq!(text[from..to].trim(), "");
    for sentence in &sentences {
        assert!(sentence.span.len() <= sentence::LONGEST && !sentence.span.is_empty());
        outside(end, sentence.span.start);
        let mut clause_end = sentence.span.start;
        for clause in &sentence.clauses {
            assert!(clause.start >= clause_end && !clause.is_empty() && sentence.span.contains(*clause));
            assert!(text.is_char_boundary(clause.start) && text.is_char_boundary(clause.end));
            clause_end = clause.end;
        }
        end = sentence.span.end;
    }
    outside(end, block.end);
}

fn check(source: &str) {
    let page = repair(source, &WORDS);
    check_map(source, &page);
    check_blocks(&page);
    check_articles(&page);
    for block in &page.blocks {
        check_sentences(&page.text, block.span);
    }
    check_sentences(source, Span::new(0, source.len()));
}

proptest! {
    #[test]
    fn nothing_is_lost_or_doubled(source in any_text()) {
        check(&source);
    }
}

/// A megabyte of one thing: each takes well under a second in a release build, and must not take minutes in a debug build.
#[test]
fn monotonous_input_is_linear() {
    let unit = |piece: &str| piece.repeat((1 << 20) / piece.len());
    for piece in [
        "园",
        "\n",
        "（",
        "“",
        "1",
        " ",
        "a\n",
        "。",
        "“。",
        "园区 ",
        "本报讯\n",
        "# 园区\n\n",
        "aa\n",
        "园，\n\n",
        "| 1 |\n",
        "园。”",
        "图为\n",
    ] {
        let source = unit(piece);
        let start = std::time::Instant::now();
        let page = repair(&source, &WORDS);
        article::split(&page, &WORDS);
        for block in &page.blocks {
            sentence::split(&page.text, block.span);
        }
        let limit = if cfg!(debug_assertions) { 20.0 } else { 1.0 };
        assert!(start.elapsed().as_secs_f64() < limit, "{piece:?} took {:?}", start.elapsed());
    }
}

#[test]
fn a_long_sentence_is_cut_at_its_last_clause_with_a_note() {
    let text = "园区企业增加，".repeat(400);
    let (sentences, notes) = sentence::split(&text, Span::new(0, text.len()));
    assert_eq!(sentences.len(), notes.len() + 1);
    assert!(sentences.iter().all(|sentence| sentence.span.of(&text).ends_with('，')));
    check_sentences(&"园".repeat(5000), Span::new(0, 15000));
}
