//! Numerals that are no figures, class by class, each with its reason.

use youju_proofread::{Options, read};

/// Sentences with the numerals in them that are masked, and why; none holds a figure.
const MASKED: &[(&str, &str)] = &[
    // Quoted slogans and names of programmes, with and without quotes.
    (
        "落实“三个第一”制度和“八个必须”要求，创建“四个创建”示范点。",
        "三 quoted, 一 quoted, 八 quoted, 四 quoted",
    ),
    (
        "深入开展五共五固活动，实施十村示范百村提标工程，做到两个维护。",
        "五 word, 五 word, 十 idiom, 百 idiom, 两 name",
    ),
    // Roads and kilometre marks.
    (
        "109国道、国道318线、G109线、省道303线全线通车，行至K3345+000处。",
        "109 road, 318 road, 109 road, 303 road, 3345 road, 000 road",
    ),
    // Numbers of documents and articles, dates, feasts.
    (
        "按照国办函〔2026〕12号文件和《条例》第40条，2022-08-31印发。",
        "2026 code, 12 code, 40 ordinal, 2022 date, 08 date, 31 date",
    ),
    (
        "举办“3·28”纪念活动，七一前夕走访慰问。",
        "3 quoted, 28 quoted, 七一 name",
    ),
    // Congresses, plans, ordinals.
    (
        "党的二十大以来，十四五规划开局，第十四个五年规划纲要印发，十九届六中全会召开。",
        "二十 name, 十四五 date, 十四 ordinal, 五 name, 十九 name, 六 name",
    ),
    (
        "第三次代表大会选出第二届委员会，第三批干部到任。",
        "三 ordinal, 二 ordinal, 三 ordinal",
    ),
    // Telephone, page, edition, post code, models.
    (
        "联系电话0891-6812345，拨打12345热线，见第3版，第12页，邮编850000。",
        "0891 code, 6812345 code, 12345 code, 3 ordinal, 12 ordinal, 850000 bare",
    ),
    (
        "型号5G基站、COVID-19、www.abc123.com、GB/T15835-2011标准。",
        "5 code, 19 code, 123 code, 15835 code, 2011 code",
    ),
    // Idioms: one of each.
    (
        "努力形成一村一亮点、一乡镇一特色、一支部一品牌。",
        "一 idiom, 一 idiom, 一 idiom, 一 idiom, 一 idiom, 一 idiom",
    ),
    (
        "一批又一批干部下乡，一件事接着一件事办。",
        "一 idiom, 一 idiom, 一 idiom, 一 idiom",
    ),
    // Numbers of items.
    (
        "一是抓学习。二是抓作风。（三）抓落实。1.健全制度。2、完善机制。",
        "一 enumerator, 二 enumerator, 三 enumerator, 1 enumerator, 2 enumerator",
    ),
    // Names and words that hold a number.
    (
        "三农工作、五保户、三公经费、双一流、四不两直、三支一扶。",
        "三 name, 五 name, 三 name, 一 name, 四 name, 两 name, 三 name, 一 name",
    ),
    (
        "一名干部在一线带头，统一部署，进一步完善，万一出错。",
        "一 article, 一 word, 一 word, 一 article, 万一 name",
    ),
    // What others are measured against, proportions, places, what is too vague.
    (
        "每千人口床位，几名同志，比分3:1，北纬30度。",
        "千 base, 几 vague, 3 position, 1 position, 30 position",
    ),
];

#[test]
fn what_is_no_figure_is_masked_with_its_reason() {
    let mut wrong = Vec::new();
    for (sentence, expected) in MASKED {
        let reading = read(sentence, &Options::default());
        let masked: Vec<String> = reading
            .masked
            .iter()
            .map(|m| format!("{} {}", m.span.text, m.reason))
            .collect();
        let claims: Vec<&str> = reading.claims.iter().map(|c| c.surface.as_str()).collect();
        if !claims.is_empty() || masked.join(", ") != *expected {
            wrong.push(format!(
                "{sentence}\n  figures {claims:?}\n  masked {}",
                masked.join(", ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_figure_beside_what_is_masked_stays_one() {
    for (sentence, figure) in [
        ("109国道沿线清雪43次。", "43次"),
        ("“三个第一”制度覆盖党员315名。", "315名"),
        ("第三次会议听取意见115条。", "115条"),
        ("十四五以来新修水渠14公里。", "14公里"),
        ("一是培训干部43名。", "43名"),
        ("按照〔2026〕12号文件核定编制484名。", "484名"),
        ("一村一品示范村12个。", "12个"),
        ("“增收500元”的目标已经实现。", "500元"),
        ("拨打12345热线900余人次。", "900余人次"),
    ] {
        let reading = read(sentence, &Options::default());
        let claims: Vec<&str> = reading.claims.iter().map(|c| c.surface.as_str()).collect();
        assert_eq!(claims, [figure], "{sentence}");
    }
}
