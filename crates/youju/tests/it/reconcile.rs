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
    expect![[""]].assert_eq(&reconcile(
        &desk(),
        &["core.staff", "--unit", "office", "--and-unit", "bureau"],
    ));
}

#[test]
fn two_indicators() {
    expect![[""]].assert_eq(&reconcile(
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
    expect![[""]].assert_eq(&reconcile(
        &desk(),
        &["core.staff", "--unit", "bureau", "--and-tree", "now"],
    ));
}

#[test]
fn two_lines() {
    expect![[""]].assert_eq(&reconcile(
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
    expect![[""]].assert_eq(&roster(&desk(), &[]));
}

#[test]
fn a_list_of_people_as_a_table() {
    let desk = desk();
    expect![[""]].assert_eq(&roster(&desk, &["--format", "csv"]));
    let shown = roster(&desk, &["--format", "xlsx", "--output", "found.xlsx"]);
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
    expect![[""]].assert_eq(&roster(&desk, &[]));
    let head = desk.json(&["figure", "l", "core.staff"])["known_at"].clone();
    let before = (head.as_i64().expect("an entry") - 1).to_string();
    expect![[""]].assert_eq(&reconcile(
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
