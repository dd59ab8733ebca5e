//! Figures by child unit and by time, and what a reader without row rights sees of them.

use crate::office::Desk;
use crate::reports;
use expect_test::expect;

/// The office of the reports, its second branch moved to the county from July on.
fn desk() -> Desk {
    let desk = reports::desk();
    let mut lines = String::new();
    for line in ["party", "administration", "establishment"] {
        lines.push_str(&format!("{{\"id\":\"v.{line}\",\"kind\":\"core.unit_link\",\"unit\":\"b2\",\"line\":\"{line}\",\"parent\":\"county\",\"from_on\":\"2022-07-01\"}}\n"));
    }
    for (unit, many) in [("b1", 2), ("b2", 6), ("office", 7)] {
        for i in 0..many {
            lines.push_str(&format!("{{\"id\":\"h.{unit}.{i}\",\"kind\":\"talks.need\",\"unit\":\"{unit}\",\"category\":\"housing\",\"owner\":\"office\",\"raised_on\":\"2022-06-{:02}\"}}\n", i + 10));
        }
    }
    desk.write("more.jsonl", lines);
    let shown = desk.run(&["import", "l", "more.jsonl"]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    desk
}

fn office<'a>(indicator: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    [&["figure", "l", indicator, "--unit", "office"], rest].concat()
}

#[test]
fn child_units_are_those_of_the_day_or_of_now() {
    let desk = desk();
    let by_unit = |rest: &[&str]| {
        let args = [&office("core.staff", &["--by", "unit"])[..], rest].concat();
        desk.run(&args)
    };
    expect![[r#"
        干部职工  示例办 office · 截至 2022-06-30 · 按下级单位

          单位               数（名）  佐证行
          示例办第一支部 b1         2       2
          示例办第二支部 b2         1       1
          合计                      3       3
          台账第 68 号为止
          示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&by_unit(&["--on", "2022-06-30"]));
    expect![[r#"
        干部职工  示例办 office · 截至 2022-07-01 · 按下级单位

          单位               数（名）  佐证行
          示例办第一支部 b1         2       2
          合计                      2       2
          台账第 68 号为止
          示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&by_unit(&["--on", "2022-07-01"]));
    expect![[r#"
        干部职工  示例办 office · 截至 2022-06-30 · 按现行隶属关系 · 按下级单位

          单位               数（名）  佐证行
          示例办第一支部 b1         2       2
          合计                      2       2
          台账第 68 号为止
          示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&by_unit(&["--on", "2022-06-30", "--tree", "now"]));
}

#[test]
fn the_unit_itself_and_what_left_within_the_time_stand_beside_the_children() {
    let desk = desk();
    expect![[r#"
        新增任务  示例办 office · 2022-01-01..2022-12-31 · 按下级单位

          单位               数（项）  佐证行
          示例办第一支部 b1         0       0
          本级                      3       3
          合计                      3       3
          台账第 68 号为止
          示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&office("tasks.set", &["--within", "2022", "--by", "unit"])));
    expect![[r#"
        谈心谈话  示例办 office · 2022-01-01..2022-12-31 · 按下级单位

          单位                数（人次）  佐证行
          示例办第一支部 b1            1       1
          其他（调动、撤并）           1       1
          合计                         2       2
          台账第 68 号为止
          示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&office("talks.held", &["--within", "2022", "--by", "unit"])));
    expect![[r#"
        新增任务  3项
          范围  示例办 office · 2022-01-01..2022-12-31 · 仅本级
          由来  3 行佐证
          取数  台账第 68 号为止
          口径  tasks.set  下达的任务
          摘要  <digest>
          示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&office("tasks.set", &["--within", "2022", "--own"])));
}

#[test]
fn a_flow_adds_up_by_time_and_a_stock_ends_with_its_last_day() {
    let desk = desk();
    expect![[r#"
        谈心谈话  示例办 office · 2022-04-15..2022-07-31 · 按月

          月                      数（人次）  佐证行
          2022-04-15..2022-04-30           0       0
          2022-05                          1       1
          2022-06                          1       1
          2022-07                          0       0
          合计                             2       2
          台账第 68 号为止
          示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&office(
        "talks.held",
        &["--within", "2022-04-15..2022-07-31", "--by", "month"],
    )));
    expect![[r#"
        谈心谈话  示例办 office · 2022-01-01..2022-06-30 · 按季

          季      数（人次）  佐证行
          2022Q1           0       0
          2022Q2           2       2
          合计             2       2
          台账第 68 号为止
          示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&office(
        "talks.held",
        &["--within", "2022H1", "--by", "quarter"],
    )));
    expect![[r#"
        在编人员  示例办 office · 2019-01-01..2021-12-31 · 按年

          年          数（名）  佐证行
          2019-12-31         0       0
          2020-12-31         1       1
          2021-12-31         1       1
          期末               1       1
          台账第 68 号为止
          示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&office(
        "establishment.filled",
        &["--within", "2019-01-01..2021-12-31", "--by", "year"],
    )));
    expect![[r#"
        [stderr]
        × core.staff 问的是一天：按时间分列须给期间（--within 2022）
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&office("core.staff", &["--by", "year"])));
}

#[test]
fn small_numbers_are_kept_from_who_may_see_sums_only() {
    let desk = desk();
    let asked = ["--within", "2022-06", "--reader", "aggregate"];
    let by_unit = [&asked[..], &["--by", "unit"]].concat();
    expect![[r#"
        住房方面问题  示例办 office · 2022-06-01..2022-06-30 · 按下级单位

          单位               数（个）
          示例办第一支部 b1        <5
          示例办第二支部 b2        ＊
          本级                     ＊
          合计                     15
          ＊ 隐去，以免由合计倒推出小数
          台账第 68 号为止
          示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&office("talks.needs_housing", &by_unit)));
    let at_b1: Vec<&str> = ["figure", "l", "talks.needs_housing", "--unit", "b1"]
        .into_iter()
        .chain(asked)
        .collect();
    expect![[r#"
        住房方面问题  <5个
          范围  示例办第一支部 b1 · 2022-06-01..2022-06-30
          由来  数小或会暴露小数，不示
          取数  台账第 68 号为止
          口径  talks.needs_housing  提出的急难愁盼问题（类别：住房）
          示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]]
    .assert_eq(&desk.run(&at_b1));
}
