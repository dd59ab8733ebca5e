//! Whatever the input: no panic, offsets that hold, and one changed digit changes one claim.

use crate::whole;
use proptest::prelude::*;
use youju_proofread::{Options, decode, read};

const PIECES: &[&str] = &[
    "培训",
    "党员",
    "315名",
    "，",
    "占",
    "77.6%",
    "。",
    "其中",
    "、",
    "近",
    "百余人",
    "由",
    "增加到",
    "2117",
    "万",
    "亿元",
    "年",
    "月",
    "日",
    "至",
    "-",
    "三",
    "十",
    "两",
    "个",
    "第",
    "“",
    "”",
    "《",
    "》",
    "（",
    "）",
    "\n",
    "一是",
    "零下",
    "度",
    "分之",
    "倍",
    "翻",
    "番",
    "成",
    "半",
    "多",
    "余",
    "几",
    "数",
    "千",
    "百",
    "以上",
    "左右",
    "截至目前",
    "去年同期",
    "上半年",
    "2022",
    "8",
    "时",
    ":",
    "0.5",
    "个百分点",
    "K3345+000",
    "G109",
    "％",
    "４００",
    " ",
    "平均年龄",
    "共",
    "分别为",
    "下降",
    "率",
    "点",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40), noise in "\\PC{0,6}") {
        holds_together(&(pieces.concat() + &noise));
    }

    #[test]
    fn any_string_is_read(text in "\\PC*") {
        holds_together(&text);
    }

    #[test]
    fn any_number_words_are_read(text in "[0-9０-９零一二三四五六七八九十百千万亿两几数余多半点分之成第个名人%％.,\\-—~至到年月日时 \n，。]{0,60}") {
        holds_together(&text);
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(text) = decode(&bytes) {
            holds_together(&text);
        }
    }

    #[test]
    fn one_changed_digit_changes_one_claim(figure in 0usize..6, digit in 1u8..10) {
        let numbers = ["127", "38", "4521", "67.3", "912", "25"];
        let write = |numbers: &[String]| format!(
            "某局今年培训干部{}名，举办讲座{}期，发放资料{}份。群众满意率{}%，走访农户{}户，化解纠纷{}件。",
            numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]
        );
        let before: Vec<String> = numbers.iter().map(|n| (*n).to_owned()).collect();
        let mut after = before.clone();
        after[figure].replace_range(0..1, &digit.to_string());
        let (one, two) = (read(&write(&before), &Options::default()), read(&write(&after), &Options::default()));
        prop_assert_eq!(one.claims.len(), 6);
        for (k, (a, b)) in one.claims.iter().zip(&two.claims).enumerate() {
            let same = (a.start, a.value, a.interval, &a.unit, a.op) == (b.start, b.value, b.interval, &b.unit, b.op);
            prop_assert_eq!(same, k != figure || before[figure] == after[figure]);
        }
    }
}

fn holds_together(text: &str) {
    whole::holds_together(text, &read(text, &Options::default()));
}

#[test]
fn a_long_line_is_read_in_time() {
    let text = "全县培训党员315名，占77.6%，其中女党员92名；".repeat(400);
    let start = std::time::Instant::now();
    let reading = read(&text, &Options::default());
    assert_eq!(reading.claims.len(), 1200);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}
