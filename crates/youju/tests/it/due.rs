//! What is owed: a unit's year of duties, and the calendar file.

use crate::office::Desk;
use expect_test::expect;

/// A year of the mechanism: twelve dispatches, four supervisions, two evaluations, one assessment, of which one dispatch
/// is joint, one released, one late and one missing.
const YEAR: &str = r#"{"id":"l.adm","kind":"core.unit_link","unit":"office","line":"administration","parent":"county","from_on":"2000-01-01"}
{"id":"g1","kind":"tasks.goal","unit":"office","title":"示例目标","set_on":"2022-01-01","horizon_on":"2022-12-31"}
{"id":"d01","kind":"tasks.meeting","unit":"office","title":"示例会议","held_on":"2022-01-28","duties":[{"duty":"dispatch","agenda":"调度","output":"纪要1"}]}
{"id":"d02","kind":"tasks.meeting","unit":"office","title":"示例会议","held_on":"2022-02-25","duties":[{"duty":"dispatch","agenda":"调度","output":"纪要2"}]}
{"id":"d03","kind":"tasks.meeting","unit":"office","title":"示例会议","held_on":"2022-03-31","duties":[{"duty":"dispatch","agenda":"调度","output":"纪要3"},{"duty":"supervision","agenda":"督办","output":"督办单1"}]}
{"id":"d04","kind":"tasks.meeting","unit":"office","title":"示例会议","held_on":"2022-05-07","duties":[{"duty":"dispatch","agenda":"调度","output":"纪要4"}]}
{"id":"x1","kind":"core.exemption","unit":"county","cadence":"tasks.dispatch_every_month","from_on":"2022-06-01","until_on":"2022-06-30","document":"示例批复1号"}
{"id":"d06","kind":"tasks.meeting","unit":"county","title":"示例联席会议","held_on":"2022-06-29","duties":[{"duty":"dispatch","agenda":"调度","output":"纪要6"},{"duty":"supervision","agenda":"督办","output":"督办单2"}],"partners":[{"partner":"office"}]}
{"id":"e1","kind":"tasks.meeting","unit":"office","title":"示例会议","held_on":"2022-07-15","duties":[{"duty":"evaluation","agenda":"考评","output":"通报1"}]}
{"id":"r1","kind":"core.late_reason","unit":"office","cadence":"tasks.dispatch_every_month","due_on":"2022-05-05","cause":"会期与防汛检查相重","given_on":"2022-05-09"}
"#;

fn desk() -> Desk {
    let desk = Desk::with_office();
    desk.write("year.jsonl", YEAR);
    let shown = desk.run(&["import", "l", "year.jsonl"]);
    assert!(shown.ends_with("[exit 0]\n"), "{shown}");
    desk
}

#[test]
fn a_unit_reads_what_it_owes() {
    let desk = desk();
    expect![[r#"
        示例办 office · 应办期 2022-09-01..2022-09-30 和以前未办的 · 今天 2022-09-30

        逾期未办 3 项
          2022-03-31  每年编制使用效益评估（2021年）  示例办 office  逾期 183 天，未说明原因
          2022-08-05  一月一调度（2022年7月）         示例办 office  逾期 56 天，未说明原因
          2022-09-05  一月一调度（2022年8月）         示例办 office  逾期 25 天，未说明原因

        依据
          每年编制使用效益评估  《地方各级人民政府机构设置和编制管理条例》第二十四条
          一月一调度            《一月一调度、一季一督办、半年一考评、一年一考核工作机制》（条款原文未见）

        → 有 3 项逾期或迟办要说明原因：记 core.late_reason，如 unit=office cadence=establishment.evaluation_every_year due_on=2022-03-31 cause=…

        示例账：数据为虚构，不作任何核实
        [exit 0]
    "#]].assert_eq(&desk.run(&["due", "l", "--unit", "office"]));
}

#[test]
fn a_year_of_duties_counts_twelve_four_two_and_one() {
    let desk = desk();
    let shown = desk.run(&[
        "due",
        "l",
        "--unit",
        "office",
        "--within",
        "2022-02-01..2023-01-31",
    ]);
    for (duty, times) in [
        ("一月一调度（", 12),
        ("一季一督办（", 4),
        ("半年一考评（", 2),
        ("一年一考核（", 1),
    ] {
        assert_eq!(shown.matches(duty).count(), times, "{duty}\n{shown}");
    }
    let line = |span: &str| {
        let found = shown.lines().find(|line| line.contains(span));
        found
            .unwrap_or_else(|| panic!("{span} stands in\n{shown}"))
            .to_owned()
    };
    // Late with its reason, released by a unit above, and held together with another unit.
    assert!(line("2022年4月").contains("2022-05-07 办，迟 2 天，已说明原因"));
    assert!(line("2022年5月").contains("免办"));
    assert!(line("2022年6月").contains("2022-06-29 办"));
    assert!(line("2022年第2季度").contains("2022-06-29 办"));
    assert!(line("2022年7月").contains("逾期 56 天，未说明原因"));
}

#[test]
fn the_calendar_file_has_whole_days_and_lasting_names() {
    let desk = desk();
    let run = |day: &str| {
        desk.run(&[
            "due", "l", "--unit", "office", "--until", day, "--ics", "due.ics",
        ]);
        desk.read("due.ics").replace("\r\n ", "")
    };
    let (shorter, longer) = (run("2022-09-30"), run("2022-12-31"));
    let entries = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with("UID:"));
        lines.map(str::to_owned).collect()
    };
    let (few, many) = (entries(&shorter), entries(&longer));
    assert!(few.len() < many.len() && few.iter().all(|uid| many.contains(uid)));
    assert_eq!(longer.matches("BEGIN:VEVENT").count(), many.len());
    assert!(
        longer.contains("DTSTART;VALUE=DATE:20221205\r\n"),
        "{longer}"
    );
    assert!(longer.contains("DTEND;VALUE=DATE:20221206\r\n"), "{longer}");
    assert!(
        longer.contains("SUMMARY:一月一调度（2022年11月） · 示例办\r\n"),
        "{longer}"
    );
    // Nothing that is done stands in it.
    assert!(!longer.contains("2022年6月"), "{longer}");
}

#[test]
fn an_unknown_unit_or_duty_is_named() {
    let desk = desk();
    expect![[r#"
        [stderr]
        × 没有单位“offce”
          → youju find kind=core.unit 列出各单位
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["due", "l", "--unit", "offce"]));
    expect![[r#"
        [stderr]
        × there is no cadence "tasks.dispatch_every_moth"
          → 是不是“tasks.dispatch_every_month”？
        [exit 2]
    "#]]
    .assert_eq(&desk.run(&["due", "l", "--cadence", "tasks.dispatch_every_moth"]));
}
