//! Two figures subtracted, and a list of people against a figure.

use crate::office::Desk;
use expect_test::expect;

/// Two offices below the county, staff in both, one person in two of them, a third office moved away in summer.
fn desk() -> Desk {
    let desk = Desk::with_office();
    desk.write(
        "more.jsonl",
        r#"{"id":"u.bureau","kind":"core.unit","unit":"bureau","name":"示例局","sort":"office","from_on":"2000-01-01"}
{"id":"u.station","kind":"core.unit","unit":"station","name":"示例站","sort":"office","from_on":"2000-01-01"}
{"id":"a.office","kind":"core.unit_link","unit":"office","line":"administration","parent":"county","from_on":"2000-01-01"}
{"id":"a.bureau","kind":"core.unit_link","unit":"bureau","line":"administration","parent":"county","from_on":"2000-01-01"}
{"id":"a.station","kind":"core.unit_link","unit":"station","line":"administration","parent":"office","from_on":"2000-01-01"}
{"id":"a.station.2","kind":"core.unit_link","unit":"station","line":"administration","parent":"bureau","from_on":"2022-08-01"}
{"id":"s1","kind":"core.service","unit":"office","person":"p-1","terms":"staff","from_on":"2020-01-01"}
{"id":"s2","kind":"core.service","unit":"bureau","person":"p-2","terms":"staff","from_on":"2020-01-01"}
{"id":"s3","kind":"core.service","unit":"station","person":"p-3","terms":"staff","from_on":"2020-01-01"}
{"id":"m2","kind":"establishment.placement","unit":"office","category":"administrative","person":"p-2","entered_on":"2022-03-01"}
"#,
    );
    let shown = desk.run(&["import", "l", "more.jsonl"]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    desk
}

const ON: [&str; 2] = ["--on", "2022-06-30"];

fn reconcile(desk: &Desk, more: &[&str]) -> String {
    let args = [&["reconcile", "l"], more, &ON].concat();
    desk.run(&args)
}

#[test]
fn two_units() {
    expect![[r#"
        干部职工
          示例办 office  截至 2022-06-30  2名
          仅前者计入                       -2
          仅后者计入                       +1
          ───────────────────────────────────
          示例局 bureau  截至 2022-06-30  1名
          两者都计入的有 0 行

        仅前者计入  -2
            记录  单位     人员  起          入账号
          - s1    office   p-1   2020-01-01      16
          - s3    station  p-3   2020-01-01      18

        仅后者计入  +1
            记录  单位    人员  起          入账号
          + s2    bureau  p-2   2020-01-01      17

        示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&reconcile(
        &desk(),
        &["core.staff", "--unit", "office", "--and-unit", "bureau"],
    ));
}

#[test]
fn two_indicators() {
    expect![[r#"
        示例县 county
          干部职工  截至 2022-06-30  3名
          仅前者计入                  -2
          ──────────────────────────────
          在编人员  截至 2022-06-30  1名
          两者都计入的有 1 行

        仅前者计入  -2
            记录  单位     人员  起          入账号
          - s1    office   p-1   2020-01-01      16
          - s3    station  p-3   2020-01-01      18

        示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&reconcile(
        &desk(),
        &[
            "core.staff",
            "--unit",
            "county",
            "--and-indicator",
            "establishment.filled",
        ],
    ));
}

#[test]
fn two_trees() {
    expect![[r#"
        干部职工  示例局 bureau
          截至 2022-06-30  按当时隶属关系  1名
          单位划入                          +1
          ────────────────────────────────────
          截至 2022-06-30  按现行隶属关系  2名

        单位划入  +1
            记录  单位     人员  起          入账号
          + s3    station  p-3   2020-01-01      18

        示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&reconcile(
        &desk(),
        &["core.staff", "--unit", "bureau", "--and-tree", "now"],
    ));
}

#[test]
fn two_lines() {
    expect![[r#"
        干部职工  示例办 office
          截至 2022-06-30  按当时隶属关系  2名
          单位划出                          -1
          ────────────────────────────────────
          截至 2022-06-30  按党组织系列    1名

        单位划出  -1
            记录  单位     人员  起          入账号
          - s3    station  p-3   2020-01-01      18

        示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&reconcile(
        &desk(),
        &["core.staff", "--unit", "office", "--and-line", "party"],
    ));
}

/// A list as an office keeps it, with a title, a sum and a note, in which one name stands twice.
const LIST: &str = "示例县干部名册,,,\n序号,姓 名,出生年月,工作单位\n1,示例甲,1980.05,示例局\n2,示例乙,1981-05-06,示例局\n3,示例乙,198105,示例局\n4,示例丁,1990-01-01,示例办\n5,示例丙,,示例站\n合计,5,,\n";

fn roster(desk: &Desk, more: &[&str]) -> String {
    desk.write("list.csv", LIST);
    let own = ["core.staff", "--unit", "county", "--roster", "list.csv"];
    reconcile(desk, &[&own, more].concat())
}

#[test]
fn a_list_of_people() {
    expect![[r#"
        干部职工  3名  示例县 county · 截至 2022-06-30
                      名单  台账
          两边都有       2     2
          仅名单有       1
          仅台账有             0
          须人工核对     1     1
          名单中重复     1
          合计           5     3
          名单另有 1 行没有姓名和证件号码，未比对

        仅名单有
          行  姓名    出生日期    单位    台账中
          6   示例丁  1990-01-01  示例办  查无此人

        单位不一致
          行  姓名    出生日期  单位    台账中单位
          3   示例甲  1980-05   示例局  示例办 office

        须人工核对
          行  姓名    出生日期  单位    台账中可能是
          7   示例丙  —         示例站  p-3 示例丙 1982-05-06（姓名相同）

        名单中重复
          行  姓名    出生日期  单位    同一人
          5   示例乙  1981-05   示例局  见第 4 行

        示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&roster(&desk(), &[]));
}

#[test]
fn a_list_of_people_as_a_table() {
    let desk = desk();
    expect![[r#"
        ﻿结果,行,姓名,出生日期,单位,人员,台账中姓名,台账中出生日期,台账中单位,记录,说明
        仅名单有,6,示例丁,1990-01-01,示例办,,,,,,查无此人
        单位不一致,3,示例甲,1980-05,示例局,p-1,示例甲,1980-05-06,示例办 office,,
        须人工核对,7,示例丙,,示例站,p-3,示例丙,1982-05-06,,,（姓名相同）
        名单中重复,5,示例乙,1981-05,示例局,,,,,,见第 4 行
        # 行数：4
        # 名单：5 行
        # 两边都有：2
        # 数据：3名
        # 范围：示例县 county · 截至 2022-06-30
        # 口径：core.staff  干部职工名册
        # 取数：台账第 19 号为止
        # 摘要：<digest>
        # 说明：示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&roster(&desk, &["--format", "csv"]).replace('\r', ""));
    let shown = roster(&desk, &["--format", "xlsx", "--out", "found.xlsx"]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    let sheet = std::fs::read(desk.path("found.xlsx")).expect("a workbook");
    assert!(sheet.starts_with(b"PK"));
}

#[test]
fn a_merged_code_is_the_kept_person() {
    let desk = desk();
    let merger = r#"{"id":"x","kind":"core.person_merge","unit":"office","kept":"p-1","merged":"p-3","merged_on":"2022-09-01","reason":"同一人两次登记"}"#;
    let shown = desk.pipe(&["record", "l", "-"], merger.as_bytes());
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    expect![[r#"
        干部职工  2名  示例县 county · 截至 2022-06-30
                      名单  台账
          两边都有       2     2
          仅名单有       1
          仅台账有             0
          须人工核对     1     0
          名单中重复     1
          合计           5     2
          名单另有 1 行没有姓名和证件号码，未比对

        仅名单有
          行  姓名    出生日期    单位    台账中
          6   示例丁  1990-01-01  示例办  查无此人

        须人工核对
          行  姓名    出生日期  单位    台账中可能是
          7   示例丙  —         示例站  p-1 示例丙 1982-05-06（姓名相同）

        名单中重复
          行  姓名    出生日期  单位    同一人
          5   示例乙  1981-05   示例局  见第 4 行

        示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&roster(&desk, &[]));
    let head = desk.json(&["figure", "l", "core.staff"])["known_at"].clone();
    let before = (head.as_i64().expect("an entry") - 1).to_string();
    expect![[r#"
        干部职工  示例县 county
          截至 2022-06-30  台账第 19 号为止  3名
          人员归并                            -1
          ──────────────────────────────────────
          截至 2022-06-30  台账第 20 号为止  2名

        人员归并  -1
            记录  单位     人员  起          入账号  出账号
          + s3    station  p-1   2020-01-01      20       —
          - s1    office   p-1   2020-01-01      16      20
          - s3    station  p-3   2020-01-01      18      20
            第 20 号的事由：同一人两次登记

        示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&reconcile(
        &desk,
        &[
            "core.staff",
            "--unit",
            "county",
            "--known-at",
            &before,
            "--and",
            &head.to_string(),
        ],
    ));
}
