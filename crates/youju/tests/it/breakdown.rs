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
    expect![[r#""#]].assert_eq(&by_unit(&["--on", "2022-06-30"]));
    expect![[r#""#]].assert_eq(&by_unit(&["--on", "2022-07-01"]));
    expect![[r#""#]].assert_eq(&by_unit(&["--on", "2022-06-30", "--tree", "now"]));
}

#[test]
fn the_unit_itself_and_what_left_within_the_time_stand_beside_the_children() {
    let desk = desk();
    expect![[r#""#]].assert_eq(&desk.run(&office(
        "tasks.set",
        &["--within", "2022", "--by", "unit"],
    )));
    expect![[r#""#]].assert_eq(&desk.run(&office(
        "talks.held",
        &["--within", "2022", "--by", "unit"],
    )));
    expect![[r#""#]].assert_eq(&desk.run(&office(
        "tasks.set",
        &["--within", "2022", "--own"],
    )));
}

#[test]
fn a_flow_adds_up_by_time_and_a_stock_ends_with_its_last_day() {
    let desk = desk();
    expect![[r#""#]].assert_eq(&desk.run(&office(
        "talks.held",
        &["--within", "2022-04-15..2022-07-31", "--by", "month"],
    )));
    expect![[r#""#]].assert_eq(&desk.run(&office(
        "talks.held",
        &["--within", "2022H1", "--by", "quarter"],
    )));
    expect![[r#""#]].assert_eq(&desk.run(&office(
        "establishment.filled",
        &["--within", "2019..2021", "--by", "year"],
    )));
    expect![[r#""#]].assert_eq(&desk.run(&office("core.staff", &["--by", "year"])));
}

#[test]
fn small_numbers_are_kept_from_who_may_see_sums_only() {
    let desk = desk();
    let asked = ["--within", "2022-06", "--reader", "aggregate"];
    let by_unit = [&asked[..], &["--by", "unit"]].concat();
    expect![[r#""#]].assert_eq(&desk.run(&office("talks.needs_housing", &by_unit)));
    let at_b1: Vec<&str> = ["figure", "l", "talks.needs_housing", "--unit", "b1"]
        .into_iter()
        .chain(asked)
        .collect();
    expect![[r#""#]].assert_eq(&desk.run(&at_b1));
}
