//! Figures, their rows, and why two of them differ.

use crate::office::Desk;
use expect_test::expect;

fn desk() -> Desk {
    let desk = Desk::with_office();
    desk.write(
        "rows.jsonl",
        r#"{"id":"m1","kind":"establishment.placement","unit":"office","category":"administrative","person":"p-1","entered_on":"2021-03-01"}
{"id":"e1","ends":"m1","on":"2022-02-01","reason":"调出"}
{"id":"m2","kind":"establishment.placement","unit":"office","category":"administrative","person":"p-2","entered_on":"2022-03-01"}
"#,
    );
    desk.run(&["import", "l", "rows.jsonl"]);
    desk
}

#[test]
fn a_figure_shows_what_it_is_made_of() {
    let desk = desk();
    expect![[r#"
        在编人员  1名
          范围  示例县 county · 截至 2022-06-30
          由来  1 行佐证
          取数  台账第 12 号为止
          口径  establishment.filled  在编人员
          摘要  <digest>
          示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&[
        "figure",
        "l",
        "establishment.filled",
        "--unit",
        "county",
        "--on",
        "2022-06-30",
    ]));
    expect![[r#"
        fill rate  100.00%
          for         示例县 county · on 2022-09-30
          made of     1 ÷ 1; 1 evidence row of the part
          known at    entry 12
          definition  establishment.fill_rate  Persons in posts against posts approved.
          digest      <digest>
          example ledger: the records are made up, nothing is verified
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&[
        "figure",
        "l",
        "establishment.fill_rate",
        "--unit",
        "county",
        "--lang",
        "en",
    ]));
    expect![[r#"
        {"indicator":"establishment.entered","unit":null,"line":null,"tree":"then","on":null,"within":"2022-01-01..2022-06-30","value":"1","counter":"名","part":null,"whole":null,"rows":1,"known_at":12,"digest":"<digest>","synthetic":true}
        [exit 0]
    "#]].assert_eq(&desk.run(&[
        "figure",
        "l",
        "establishment.entered",
        "--within",
        "2022H1",
        "--format",
        "json",
    ]));
    expect![[r#"
        满编率  —
          范围  全部单位 · 截至 2019-01-01
          由来  0 行佐证
          取数  台账第 12 号为止
          口径  establishment.fill_rate  在编人员，占“核定编制”的百分比
          摘要  <digest>
          示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&[
        "figure",
        "l",
        "establishment.fill_rate",
        "--on",
        "2019-01-01",
    ]));
}

#[test]
fn the_rows_of_a_figure_and_how_it_was_known_before() {
    let desk = desk();
    expect![[r#"
        在编人员  1名  全部单位 · 截至 2022-06-30

        在编人员：1 行
          记录  单位    人员  编制类别  起          入账号
          m2    office  p-2   行政编制  2022-03-01      12

        摘要  <digest>

        示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["rows", "l", "establishment.filled", "--on", "2022-06-30"]));
    expect![[r#"
        fill rate  100.00%  all units · on 2022-06-30

        persons in posts: 1 row
          record  unit    person  category              since       added at
          m2      office  p-2     administrative posts  2022-03-01        12

        posts approved: 1 row
          record  unit    quantity  category              since       added at
          q1      office         1  administrative posts  2020-01-01         9

        digest  <digest>

        example ledger: the records are made up, nothing is verified
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&[
        "rows",
        "l",
        "establishment.fill_rate",
        "--on",
        "2022-06-30",
        "--lang",
        "en",
    ]));
    expect![[r#"
        {"figure":{"indicator":"establishment.filled","unit":null,"line":null,"tree":"then","on":"2022-06-30","within":null,"value":"1","counter":"名","part":null,"whole":null,"rows":1,"known_at":10,"digest":"<digest>","synthetic":true},"evidence":[{"rowset":"establishment.filled","total":1,"rows":[{"record_id":"m1","unit":"office","person":"p-1","category":"administrative","since":"2021-03-01","until":null,"added_seq":10,"removed_seq":11}]}]}
        [exit 0]
    "#]].assert_eq(&desk.run(&[
        "rows",
        "l",
        "establishment.filled",
        "--on",
        "2022-06-30",
        "--known-at",
        "10",
        "--format",
        "json",
    ]));
}

#[test]
fn two_figures_are_told_apart_by_their_rows() {
    let desk = desk();
    let between = [
        "reconcile",
        "l",
        "establishment.filled",
        "--unit",
        "office",
        "--on",
        "2021-12-31",
        "--and",
        "2022-06-30",
    ];
    expect![[r#"
        在编人员  示例办 office
          截至 2021-12-31  1名
          新增              +1
          减少              -1
          ────────────────────
          截至 2022-06-30  1名

        新增  +1
            记录  单位    人员  编制类别  起          入账号
          + m2    office  p-2   行政编制  2022-03-01      12

        减少  -1
            记录  单位    人员  编制类别  起          止          入账号
          - m1    office  p-1   行政编制  2021-03-01  2022-02-01      11

        示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&between));
    let known = [
        "reconcile",
        "l",
        "establishment.filled",
        "--on",
        "2022-06-30",
        "--known-at",
        "10",
        "--and",
        "12",
        "--lang",
        "en",
    ];
    expect![[r#"
        persons in posts  all units
          on 2022-06-30  entry 10  1名
          entered late              +0
          ────────────────────────────
          on 2022-06-30  entry 12  1名

        entered late  +0
            record  unit    person  category              since       added at  removed at
          + m2      office  p-2     administrative posts  2022-03-01        12           —
          - m1      office  p-1     administrative posts  2021-03-01        10          11
            reason given at entry 11: 调出

        example ledger: the records are made up, nothing is verified
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&known));
    let flow = [
        "reconcile",
        "l",
        "establishment.entered",
        "--within",
        "2021",
        "--and",
        "2022",
        "--format",
        "json",
    ];
    expect![[r#"
        {"bridges":[{"from":{"indicator":"establishment.entered","unit":null,"line":null,"tree":"then","on":null,"within":"2021-01-01..2021-12-31","value":"1","counter":"名","part":null,"whole":null,"rows":1,"known_at":12,"digest":"<digest>","synthetic":true},"to":{"indicator":"establishment.entered","unit":null,"line":null,"tree":"then","on":null,"within":"2022-01-01..2022-12-31","value":"1","counter":"名","part":null,"whole":null,"rows":1,"known_at":12,"digest":"<digest>","synthetic":true},"common":null,"steps":[{"reason":"joined","amount":1,"rows":[{"sign":1,"row":{"record_id":"m2","unit":"office","person":"p-2","category":"administrative","day":"2022-03-01","added_seq":12,"removed_seq":null}}]},{"reason":"left","amount":-1,"rows":[{"sign":-1,"row":{"record_id":"m1","unit":"office","person":"p-1","category":"administrative","day":"2021-03-01","added_seq":10,"removed_seq":null}}]}],"closes":true}]}
        [exit 0]
    "#]].assert_eq(&desk.run(&flow));
}

#[test]
fn a_question_that_cannot_be_answered_names_the_way_out() {
    let desk = desk();
    expect![[r#"
        [stderr]
        × 没有指标“establishment.filld”
          → 是不是“establishment.filled”？
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["figure", "l", "establishment.filld"]));
    expect![[r#"
        [stderr]
        × establishment.entered 是时期数，没有给期间
          → --within 2022H1
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["figure", "l", "establishment.entered"]));
    expect![[r#"
        [stderr]
        × establishment.filled 是时点数：用 --on 2022-06-30，不用期间
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["figure", "l", "establishment.filled", "--within", "2022"]));
    expect![[r#"
        [stderr]
        × 单位“nowhere”不在 establishment.filled 所用的 establishment 系列里
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["figure", "l", "establishment.filled", "--unit", "nowhere"]));
    expect![[r#"
        [stderr]
        × 台账只到第 12 号，没有第 99 号
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["figure", "l", "establishment.filled", "--known-at", "99"]));
    expect![[r#"
        [stderr]
        × 没有写明是 establishment.filled 的哪两个数
          → --on 2022-06-30 --and 2022-09-30, or --known-at 120 --and 180
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&[
        "reconcile",
        "l",
        "establishment.filled",
        "--and",
        "2022-06-30",
    ]));
}

#[test]
fn rows_are_read_page_by_page() {
    let desk = desk();
    let entered = |more: &[&str]| {
        let asked = [
            "rows",
            "l",
            "establishment.entered",
            "--within",
            "2021-01-01..2022-12-31",
        ];
        desk.run(&[&asked[..], more].concat())
    };
    let all = entered(&[]);
    assert!(
        all.contains("m1") && all.contains("m2") && all.contains("摘要"),
        "{all}"
    );
    let first = entered(&["--limit", "1"]);
    assert!(first.contains("m1") && !first.contains("m2"), "{first}");
    assert!(
        first.contains("另有 1 行；加 --after 1 看下一页"),
        "{first}"
    );
    // A page does not read the other rows, so it proves nothing of them unless it is asked to.
    assert!(!first.contains("摘要"), "{first}");
    let proved = entered(&["--limit", "1", "--digest"]);
    assert!(proved.contains("摘要"), "{proved}");
    let second = entered(&["--limit", "1", "--after", "1"]);
    assert!(
        second.contains("m2") && !second.contains("m1") && !second.contains("另有"),
        "{second}"
    );
}
