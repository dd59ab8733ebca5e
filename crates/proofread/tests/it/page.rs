//! Several articles on one page, with columns out of order.

use youju_proofread::alias::Aliases;
use youju_proofread::{Options, read};

#[test]
fn units_belong_to_articles_not_to_the_nearest_line() {
    let page = "\
筑牢堡垒 锻造队伍
本报记者 某某

的作风持续好转。

今年以来，甲市档案局培训干部43名，全局面貌一新。

在海拔四千米的乙县养路段，职工们连续值守51天，清除积雪30余公里。

乙县养路段：
雪山上的护路人
本报记者 某某

为进一步提升能力，甲市档案局举办讲座12期，参加人员2000余人次。
";
    let aliases =
        Aliases::parse("[alias]\n\"甲市档案局\" = \"a\"\n\"乙县养路段\" = \"b\"\n\"全局\" = \"a\"")
            .unwrap();
    let reading = read(
        page,
        &Options {
            published_on: None,
            aliases,
            ..Options::default()
        },
    );
    let unit_of = |surface: &str| {
        let claim = reading
            .claims
            .iter()
            .find(|c| c.surface == surface)
            .unwrap();
        reading.articles[claim.article - 1].units[0].as_str()
    };
    assert_eq!(unit_of("43名"), "a");
    assert_eq!(unit_of("51天"), "b");
    assert_eq!(unit_of("12期"), "a");
    assert_eq!(
        reading.articles.iter().map(|a| a.end).max().unwrap(),
        page.trim_end().chars().count()
    );
}

#[test]
fn a_sentence_that_breaks_across_columns_is_one() {
    let reading = read(
        "全县各级认真落实责任，坚持问题导向，今年上半年共培训村级骨干二百\n\n四十余人次，成效明显。",
        &Options::default(),
    );
    assert_eq!(reading.claims[0].value.unwrap().to_string(), "240");
    assert_eq!(reading.claims[0].unit.as_deref(), Some("人次"));
}
