//! Each repair of layout on a small page of its own: what goes in, and the blocks that come out.

use super::words::test_words;
use super::*;

/// The blocks of a page, each as the first letter of its kind and its text.
fn blocks(text: &str) -> Vec<String> {
    let page = repair(text, &test_words());
    let letter = |kind: BlockKind| format!("{kind:?}")[..1].to_string();
    page.blocks.iter().map(|block| format!("{} {}", letter(block.kind), block.span.of(&page.text))).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(blocks(text), expected, "{text}");
}

/// A column of sixteen characters as PDF text has it; first lines are short by an indent of two.
const COLUMN: [&str; 9] = [
    "近日，江州高新区召开重点项目",
    "推进会，会上集中签约项目24个，总",
    "投资额达212亿",
    "元，涵盖生物医药、新材料、装备制",
    "造等产业。其中，投资超十亿元项目",
    "共有5个，均计划于年内开工建设。",
    "据了解，园区今年以来已经累计",
    "引进企业120家，为三百余家企业办",
    "理了各项手续。",
];

#[test]
fn a_column_becomes_paragraphs_whatever_stands_between_its_lines() {
    let first = "近日，江州高新区召开重点项目推进会，会上集中签约项目24个，总投资额达212亿";
    for between in ["\n", "\n\n", "\r\n", " \n\n\n", "\u{2028}"] {
        let mut lines = COLUMN;
        lines[2] = "投资额达212亿元、用地1200余亩的项";
        lines[3] = "目，涵盖生物医药、新材料、装备制";
        let blocks = blocks(&lines.join(between));
        assert_eq!(blocks.len(), 2, "{between:?}: {blocks:?}");
        assert!(blocks[0].starts_with(&format!("B {first}元、用地1200余亩的项目，")), "{blocks:?}");
        assert!(blocks[1].ends_with("办理了各项手续。"));
    }
}

#[test]
fn a_first_line_is_short_by_its_indent_and_its_last_word() {
    let lines = [
        "　　近日，江州高新区召开重点",
        "项目推进会，会上集中签约项目２４个。",
        "　　一是制造业加快升级，新增高新",
        "技术企业５５家、总部型项目１２个，研",
        "发投入持续增加，重大项目取得突破，",
        "多家企业落户。",
    ];
    let page = blocks(&lines.join("\n"));
    assert!(page.last().is_some_and(|block| block.contains("新增高新技术企业５５家")), "{page:?}");
}

#[test]
fn clean_text_stays_one_paragraph_a_line() {
    let lines = [
        "江州高新区加快建设创新平台",
        "江州高新区今年以来持续加大投入，建成各类创新平台120个，服务企业两千余家，取得明显成效。",
        "短段落。",
        "下一步，江州高新区将继续优化营商环境，推动各类要素向园区集聚，为企业发展提供更多支持。",
    ];
    let expected: Vec<String> =
        lines.iter().enumerate().map(|(at, line)| format!("{} {line}", if at == 0 { "H" } else { "B" })).collect();
    for between in ["\n", "\n\n", "\n　　"] {
        assert_eq!(blocks(&lines.join(between)), expected, "{between:?}");
    }
}

#[test]
fn lines_of_a_list_stay_apart() {
    check(
        "江州光谷产业园\n项目售价\n均价9000元/㎡\n毛坯40元/㎡\n一流的平台：\n园区总建筑面积12万平方米，计划引进企业300家。",
        &[
            "H 江州光谷产业园",
            "H 项目售价",
            "B 均价9000元/㎡",
            "B 毛坯40元/㎡",
            "H 一流的平台：",
            "B 园区总建筑面积12万平方米，计划引进企业300家。",
        ],
    );
    check(
        "江州经济开发区\n成立时间：1992年\n规划面积：35平方公里\n入驻企业：1200家\n年总产值：300亿元",
        &[
            "H 江州经济开发区",
            "B 成立时间：1992年",
            "B 规划面积：35平方公里",
            "B 入驻企业：1200家",
            "B 年总产值：300亿元",
        ],
    );
    check(
        "（一）农业。全年粮食产量12万吨。\n（二）工业。全年增加值80亿元\n一是做强平台。\n2.做大产业。",
        &["B （一）农业。全年粮食产量12万吨。", "B （二）工业。全年增加值80亿元", "B 一是做强平台。", "B 2.做大产业。"],
    );
}

const CUT: &str =
    "江州高新区围绕平台建设持续发力。目前，园区拥有省级以上重点实验室、工程研究中心等各类创新平台169个，其中机";
const REST: &str = "械传动等国家级平台12个，数量居全省前列。";

#[test]
fn a_paragraph_goes_on_after_what_cut_it() {
    let whole = format!("B {CUT}{REST}");
    check(&format!("{CUT}\n\n{REST}"), &[&whole]);
    check(
        &format!("{CUT}\n\n\n江州科学城\n\n图片来源:江州高新区\n\n{REST}"),
        &[&whole, "C 江州科学城", "C 图片来源:江州高新区"],
    );
    check(&format!("{CUT}\n\n12\n\n{REST}"), &[&whole, "M 12"]);
    check(&format!("{CUT}\n\n![](images/1.jpg)\n\n{REST}"), &[&whole, "M ![](images/1.jpg)"]);
    check(&format!("{CUT}\n\n## 做强产业\n\n{REST}"), &[&format!("B {CUT}"), "H 做强产业", &format!("B {REST}")]);
    check(&format!("{CUT}\n\n本报讯 {REST}"), &[&format!("B {CUT}"), &format!("B 本报讯 {REST}")]);
    let page = repair(&format!("{CUT}\n\n图片来源:江州\n\n{REST}"), &test_words());
    assert_eq!(page.notes.len(), 1);
    assert_eq!(page.map.pieces(page.blocks[0].span).len(), 2);
}

#[test]
fn a_column_goes_on_after_a_caption_as_wide_as_its_lines() {
    let mut lines = COLUMN.to_vec();
    lines.splice(
        2..4,
        [
            "投资额达212亿元、用地1200余亩的项",
            "江州高新区智能产业园一角",
            "图片来源：江州",
            "目，涵盖生物医药、新材料、装备制",
        ],
    );
    let got = blocks(&lines.join("\n\n"));
    assert!(got[0].contains("的项目，涵盖生物医药"), "{got:?}");
    assert_eq!(got[1..3], ["C 江州高新区智能产业园一角", "C 图片来源：江州"]);
}

#[test]
fn headlines() {
    check(
        "# 江州高新区：集聚资源 激活动能\n\n► 某某 本报记者 某某某\n\n江州高新区加快发展。",
        &["H 江州高新区：集聚资源 激活动能", "B ► 某某 本报记者 某某某", "B 江州高新区加快发展。"],
    );
    check("▶ 江州园区江州园区：：动能加速动能加速\n▶ 本报记者 某某", &["H ▶江州园区：动能加速", "B ▶ 本报记者 某某"]);
    let mut lines = COLUMN.to_vec();
    lines.splice(2..4, ["投资额达212亿元、用地1200余亩的项", "目，涵盖生物医药、新材料、装备制"]);
    let page = format!("{}\n\n江州高新区\n项目建设实现开门红\n\n本报讯 近日，园区召开推进会。", lines.join("\n\n"));
    let got = blocks(&page);
    assert_eq!(got[2..], ["H 江州高新区项目建设实现开门红", "B 本报讯 近日，园区召开推进会。"]);
}

#[test]
fn furniture_captions_and_signatures() {
    for (line, kind) in [
        ("2021.1.25星期一", "M"),
        ("江州市科技局合办", "M"),
        ("■ 编辑：某某（010）12345678转123 E-mail：a@example.org ■ 组版：某某", "M"),
        ("第3版", "M"),
        ("- 12 -", "M"),
        ("（下转第4版）", "M"),
        ("发布时间：2011-03-29", "M"),
        ("2020-05-06 10:20 来源：江州日报", "M"),
        ("图片来源：江州高新区", "C"),
        ("图为企业代表在园区参观。", "C"),
        ("某某某/摄", "C"),
        ("本报记者 某某 特约通讯员 某某某", "B"),
        ("央视网消息（新闻联播）：", "B"),
        ("记者从江州高新区获悉有关情况如下", "H"),
        ("江州重点实验室", "H"),
    ] {
        let page = repair(line, &test_words());
        assert_eq!(&format!("{:?}", page.blocks[0].kind)[..1], kind, "{line}");
    }
    check("江州园区增长8.4%。 某某某", &["B 江州园区增长8.4%。", "B 某某某"]);
    check("江州园区增长8.4%。　（某某 某某某）", &["B 江州园区增长8.4%。", "B （某某 某某某）"]);
    check("江州园区增长8.4%。 下一步目标已定", &["B 江州园区增长8.4%。 下一步目标已定"]);
}

#[test]
fn tables_are_set_aside_row_by_row() {
    check("| 园区 | 产值 |\n|---|---|\n| 江州 | 120 |", &["T | 园区 | 产值 |\n|---|---|\n| 江州 | 120 |"]);
    check("园区\t企业数\t产值\n江州\t12\t35.6", &["T 园区\t企业数\t产值\n江州\t12\t35.6"]);
    check("园区    企业数    产值\n江州    12    35.6", &["T 园区    企业数    产值\n江州    12    35.6"]);
    check("园区  江州", &["H 园区 江州"]);
}

#[test]
fn empty_pages() {
    for text in ["", "\n\n", " \u{200B}\t\r\n"] {
        assert_eq!(repair(text, &test_words()).blocks, []);
        assert_eq!(repair(text, &LayoutWords::default()).text, "");
    }
}
