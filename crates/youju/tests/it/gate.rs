//! Records taken in, refused with their article, repeated, changed.

use crate::office::Desk;
use expect_test::expect;

fn placement<'a>(id: &'a str, person: &'a str, on: &'a str) -> [String; 7] {
    let pair = |name: &str, value: &str| format!("{name}={value}");
    [
        "record".into(),
        "l".into(),
        "establishment.placement".into(),
        pair("id", id),
        pair("unit", "office"),
        pair("person", person),
        pair("entered_on", on),
    ]
}

fn enter(desk: &Desk, id: &str, person: &str, on: &str, more: &[&str]) -> String {
    let args = placement(id, person, on);
    let mut args: Vec<&str> = args.iter().map(String::as_str).collect();
    args.push("category=administrative");
    args.extend(more);
    desk.run(&args)
}

#[test]
fn a_full_unit_refuses_then_somebody_leaves_and_it_passes() {
    let desk = Desk::with_office();
    expect![[r#"
        ✓ 已记入  m1  第 10 号
        [exit 0]
    "#]]
    .assert_eq(&enter(&desk, "m1", "p-1", "2021-03-01", &[]));
    expect![[r#"
        不予记入
        × 示例办行政编制核定1名，自2022-03-01起实有2名，超出1名。
          依据  《地方各级人民政府机构设置和编制管理条例》第六条：“机构实有人员不得突破
                规定的编制”
          佐证  m1、q1
          出路  先办理一名同类人员出编，或报批增加编制。
        [exit 1]
    "#]]
    .assert_eq(&enter(&desk, "m2", "p-2", "2022-03-01", &[]));
    expect![[r#"
        refused
        × of administrative posts, 示例办 has 1 approved; from 2022-03-01 on 2 persons
          hold them, 1 too many.
          basis      《地方各级人民政府机构设置和编制管理条例》 第六条：“机构实有人员不
                     得突破规定的编制”
          evidence   m1, q1
          way out    let somebody of the category leave first, or ask for more posts.
        [exit 1]
    "#]]
    .assert_eq(&enter(&desk, "m2", "p-2", "2022-03-01", &["--lang", "en"]));
    expect![[r#"
        ✓ 已记入  e1  第 13 号
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&[
        "end",
        "l",
        "m1",
        "--on",
        "2022-02-01",
        "--reason",
        "调出",
        "--id",
        "e1",
    ]));
    expect![[r#"
        ✓ 已记入  m2  第 14 号
        [exit 0]
    "#]]
    .assert_eq(&enter(&desk, "m2", "p-2", "2022-03-01", &[]));
}

#[test]
fn a_refusal_as_json_names_rule_basis_rows_and_way_out() {
    let desk = Desk::with_office();
    enter(&desk, "m1", "p-1", "2021-03-01", &[]);
    expect![[r#"
        {"outcome":"refused","id":"m2","seq":11,"refusals":[{"rule":"establishment.no_entry_when_full","hardness":"H","message":"示例办行政编制核定1名，自2022-03-01起实有2名，超出1名。","basis":{"instrument":"地方各级人民政府机构设置和编制管理条例","article":"第六条","quote":"机构实有人员不得突破规定的编制","verified":"V"},"way_out":"先办理一名同类人员出编，或报批增加编制。","rows":[{"day":"2022-03-01","excess":1,"unit":"office","category":"administrative","posts":1,"persons":2}],"records":["m1","q1"],"may_pass_later":true}]}
        [exit 1]
    "#]].assert_eq(&enter(
        &desk,
        "m2",
        "p-2",
        "2022-03-01",
        &["--format", "json"],
    ));
}

#[test]
fn the_same_again_changes_nothing_and_another_body_under_the_id_is_a_conflict() {
    let desk = Desk::with_office();
    enter(&desk, "m1", "p-1", "2021-03-01", &[]);
    expect![[r#"
        ✓ 先前已记入  m1  第 10 号；内容相同，未再记
        [exit 0]
    "#]]
    .assert_eq(&enter(&desk, "m1", "p-1", "2021-03-01", &[]));
    expect![[r#"
        [stderr]
        × 编号 m1 已在第 10 号用于别的内容
          → 要作为新记录，略去 id
        [exit 2]
    "#]]
    .assert_eq(&enter(&desk, "m1", "p-1", "2021-03-02", &[]));
    expect![[r#"
        {"error":{"cause":"input","hint":"要作为新记录，略去 id","message":"编号 m1 已在第 10 号用于别的内容"}}
        [stderr]
        × 编号 m1 已在第 10 号用于别的内容
          → 要作为新记录，略去 id
        [exit 2]
    "#]].assert_eq(&enter(
        &desk,
        "m1",
        "p-1",
        "2021-03-02",
        &["--format", "json"],
    ));
    let found = desk.json(&["find", "l", "kind=establishment.placement"]);
    assert_eq!(found["total"], 1);
}

#[test]
fn a_record_shows_who_corrected_ended_and_voided_it() {
    let desk = Desk::with_office();
    enter(&desk, "m1", "p-1", "2021-03-01", &[]);
    desk.run(&[
        "correct",
        "l",
        "m1",
        "entered_on=2021-04-01",
        "--reason",
        "月份写错",
        "--by",
        "示例丁",
    ]);
    desk.run(&["end", "l", "m1", "--on", "2022-02-01", "--reason", "调出"]);
    expect![[r#"
        入编  m1  已终止
          单位      office
          编制类别  行政编制
          人员      p-1
          入编日期  2021-04-01
          终止日期  2022-02-01

        经过
             10  记入  2022-09-30 12:00  local
             11  更正  2022-09-30 12:00  示例丁  事由：月份写错
                 入编日期 2021-04-01
             12  终止  2022-09-30 12:00  local  事由：调出
                 终止日期 2022-02-01

        录入
          业务日期后 547 天录入
          同一经手人同一时刻另录入 8 条

        佐证
          入编          第 10 号起至第 11 号前计入  单位 office · 人员 p-1 · 编制类别 行政编制 · 日期 2021-03-01
          入编          自第 11 号起计入            单位 office · 人员 p-1 · 编制类别 行政编制 · 日期 2021-04-01
          出编          自第 12 号起计入            单位 office · 人员 p-1 · 编制类别 行政编制 · 日期 2022-02-01
          在编人员      第 10 号起至第 11 号前计入  单位 office · 人员 p-1 · 编制类别 行政编制 · 起 2021-03-01
          在编人员      第 11 号起至第 12 号前计入  单位 office · 人员 p-1 · 编制类别 行政编制 · 起 2021-04-01
          在编人员      自第 12 号起计入            单位 office · 人员 p-1 · 编制类别 行政编制 · 起 2021-04-01 · 止 2022-02-01
          空编          第 10 号起至第 11 号前计入  单位 office · 数量 -1 · 编制类别 行政编制 · 起 2021-03-01
          空编          第 11 号起至第 12 号前计入  单位 office · 数量 -1 · 编制类别 行政编制 · 起 2021-04-01
          空编          自第 12 号起计入            单位 office · 数量 -1 · 编制类别 行政编制 · 起 2021-04-01 · 止 2022-02-01
          编制余缺时段  自第 12 号起计入            单位 office · 编制类别 行政编制 · 编制余缺 空编 · 起 2022-02-01
        [exit 0]
    "#]].assert_eq(&desk.run(&["show", "l", "m1"]));
    desk.run(&["void", "l", "m1", "--reason", "重复登记"]);
    expect![[r#"
        entry into a post  m1  voided
          unit        office
          category    administrative posts
          person      p-1
          entered on  2021-04-01
          ended on    2022-02-01

        history
             10  recorded  2022-09-30 12:00  local
             11  corrected  2022-09-30 12:00  示例丁  reason: 月份写错
                 entered on 2021-04-01
             12  ended  2022-09-30 12:00  local  reason: 调出
                 ended on 2022-02-01
             13  voided  2022-09-30 12:00  local  reason: 重复登记

        entry
          entered 547 days after its own day
          8 others were entered at the same instant by the same hand

        evidence
          entries                                counted from entry 10 until 11  unit office · person p-1 · category administrative posts · day 2021-03-01
          entries                                counted from entry 11 until 13  unit office · person p-1 · category administrative posts · day 2021-04-01
          exits                                  counted from entry 12 until 13  unit office · person p-1 · category administrative posts · day 2022-02-01
          persons in posts                       counted from entry 10 until 11  unit office · person p-1 · category administrative posts · since 2021-03-01
          persons in posts                       counted from entry 11 until 12  unit office · person p-1 · category administrative posts · since 2021-04-01
          persons in posts                       counted from entry 12 until 13  unit office · person p-1 · category administrative posts · since 2021-04-01 · until 2022-02-01
          vacant posts                           counted from entry 10 until 11  unit office · quantity -1 · category administrative posts · since 2021-03-01
          vacant posts                           counted from entry 11 until 12  unit office · quantity -1 · category administrative posts · since 2021-04-01
          vacant posts                           counted from entry 12 until 13  unit office · quantity -1 · category administrative posts · since 2021-04-01 · until 2022-02-01
          stretches of posts vacant or exceeded  counted from entry 12 until 13  unit office · category administrative posts · posts left or exceeded vacant · since 2022-02-01
        [exit 0]
    "#]].assert_eq(&desk.run(&["show", "l", "m1", "--lang", "en"]));
}

#[test]
fn records_are_found_by_kind_unit_person_and_text() {
    let desk = Desk::with_office();
    enter(&desk, "m1", "p-1", "2021-03-01", &[]);
    expect![[r#"
        共 2 条，新记的在前
        入编  m1
          单位 office · 编制类别 行政编制 · 人员 p-1 · 入编日期 2021-03-01
        人员  p1
          登记单位 office · 代码 p-1 · 姓名 示例甲 · 出生日期 1980-05-06 · 年满十八周岁之日 1998-05-06 · 登记日期 2001-01-01
        [exit 0]
    "#]].assert_eq(&desk.run(&["find", "l", "person=p-1"]));
    expect![[r#"
        {"total":1,"records":[{"kind":"core.person","record":"p2","fields":{"unit":"office","person":"p-2","name":"示例乙","birth_on":"1981-05-06","eighteen_on":"1999-05-06","registered_on":"2001-01-01"}}]}
        [exit 0]
    "#]].assert_eq(&desk.run(&["find", "l", "示例乙", "--format", "json"]));
    expect![[r#"
        没有找到
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["find", "l", "没有这句话"]));
    expect![[r#"
        [stderr]
        × kind: 没有“core.persn”这种记录
          → 是不是“core.person”？
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["find", "l", "kind=core.persn"]));
}

#[test]
fn who_is_erased_is_gone_and_everything_still_verifies() {
    let desk = Desk::with_office();
    expect![[r#"
        [stderr]
        error: the following required arguments were not provided:
          --for-good

        Usage: youju erase --reason <TEXT> --for-good --id <ID> --today <DATE> <DIR> <PERSON>

        For more information, try '--help'.
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["erase", "l", "p-3", "--reason", "本人申请", "--id", "x1"]));
    expect![[r#"
        ✓ 已记入  x1  第 10 号
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&[
        "erase",
        "l",
        "p-3",
        "--reason",
        "本人申请",
        "--id",
        "x1",
        "--for-good",
    ]));
    expect![[r#"
        没有找到
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["find", "l", "示例丙"]));
    expect![[r#"
        ✓ 台账完好  l
          日志 10 条，重算比对 53 行
          加密字段 4 处可读，已销毁 2 处
          签名检查点：第 10 号为止，根 <digest>…
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&["verify", "l"]));
}

#[test]
fn every_kind_has_an_example_that_is_well_formed() {
    let desk = Desk::new();
    let kinds = desk.json(&["kinds"]);
    let mut count = 0;
    desk.run(&["init", "l"]);
    for pack in kinds["packs"].as_array().expect("packs") {
        for kind in pack["kinds"].as_array().expect("kinds") {
            let id = kind["id"].as_str().expect("an id");
            let example = desk.json(&["kinds", id, "--example"]).to_string();
            let answer = desk.json(&["record", "l", &example, "--lang", "en"]);
            // Units, persons and records that it names do not exist here; its own form has no fault.
            let faults: Vec<&str> = answer["error"]["problems"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|p| p["message"].as_str())
                .filter(|m| !m.starts_with("there is no ") && !m.contains("does not stand"))
                .collect();
            assert_eq!(faults, [""; 0], "{example}");
            count += 1;
        }
    }
    assert!(count >= 20, "{count} kinds");
}
