//! The prefecture's talent and welfare.
//!
//! What comes out, by rows, from 2022-01-01 to 2022-09-30: 104 graduates recruited, 300 persons engaged flexibly, 59 cadres no
//! longer apart from their couple, health checks of all officials of the departments.

use crate::cadres::Official;
use crate::region::{DEPARTMENTS, SCHOOLS, TOWNSHIPS, department, school, township};
use crate::story::{AUTUMN, NEXT_YEAR, Story, spread};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;

const PREFECTURE: &str = "prefecture";
const GRADUATES: usize = 104;
const FLEXIBLE: usize = 300;
/// Cases raised since 2021; the first of them are settled by the autumn.
const CASES: usize = 68;
const SETTLED: usize = 59;

/// Adds everything about talent, given the officials of the departments.
pub(crate) fn add(story: &mut Story, officials: &[Official]) {
    demand(story);
    graduates(story);
    flexible(story);
    contracts(story);
    reunions(story, officials);
    for year in [2021, 2022] {
        for (k, official) in officials.iter().enumerate() {
            let on = spread(date(year, 5, 9), date(year, 6, 24), k, officials.len());
            let fields = json!({ "unit": official.unit, "person": official.person, "checked_on": on.to_string() });
            story.record(
                on,
                format!("check-{}-{year}", official.person),
                "talent.health_check",
                fields,
            );
        }
    }
    let registers = [
        "recruits",
        "engagements",
        "engaged",
        "contracts",
        "reunions",
        "reunions_settled",
        "checks",
    ];
    let registers = registers.map(|stem| format!("talent.{stem}"));
    let registers: Vec<&str> = registers.iter().map(String::as_str).collect();
    story.sign(PREFECTURE, &registers, date(2022, 10, 1), AUTUMN);
}

/// What is sought: graduates by the townships, doctors, teachers and engineers by the departments; eight seats stay empty.
fn demand(story: &mut Story) {
    let on = date(2022, 1, 12);
    let sought = [
        ("other", GRADUATES + 8),
        ("medical", 120),
        ("teaching", 120),
        ("engineering", 60),
    ];
    for (field, seats) in sought {
        let fields = json!({ "unit": PREFECTURE, "field": field, "seats": seats, "raised_on": on.to_string(), "document": "示例人才需求目录" });
        story.record(on, format!("demand-{field}"), "talent.demand", fields);
    }
}

fn graduates(story: &mut Story) {
    for k in 0..GRADUATES {
        let unit = township(k % TOWNSHIPS + 1);
        let on = spread(date(2022, 6, 20), date(2022, 8, 29), k, GRADUATES);
        let person = story.person(&unit, '己', on);
        let fields = json!({
            "unit": unit, "person": person, "source": "graduate", "recruited_on": on.to_string(), "demand": "demand-other", "document": "示例录用〔2022〕4号",
        });
        story.record(
            on,
            format!("recruit-{person}"),
            "talent.recruitment",
            fields,
        );
    }
}

/// Doctors and teachers for a few months, engineers until the end of the year.
fn flexible(story: &mut Story) {
    for k in 0..FLEXIBLE {
        let (field, unit) = match k % 5 {
            0 | 1 => ("medical", department(k % DEPARTMENTS + 1)),
            2 | 3 => ("teaching", school(k % SCHOOLS + 1)),
            _ => ("engineering", department(k % DEPARTMENTS + 1)),
        };
        let on = spread(date(2022, 1, 20), date(2022, 6, 10), k, FLEXIBLE);
        let person = story.person(&unit, '己', on);
        let (sheet, ended) = if field == "engineering" {
            (NEXT_YEAR, date(2022, 12, 31))
        } else {
            (AUTUMN, date(2022, 9, 20))
        };
        let id = format!("flexible-{person}");
        let fields = json!({
            "unit": unit, "person": person, "field": field, "from_on": on.to_string(), "term_end_on": ended.to_string(),
            "demand": format!("demand-{field}"), "document": "示例柔性引才协议",
        });
        story.record(on, id.clone(), "talent.engagement", fields);
        story.on(sheet).end(format!("{id}-end"), &id, ended, "期满");
    }
}

fn contracts(story: &mut Story) {
    for k in 0..6 {
        let (unit, on) = (department(k + 1), date(2022, 3, 1));
        let person = story.person(&unit, '己', on);
        let terms = if k < 4 { "annual_salary" } else { "own_policy" };
        let fields = json!({
            "unit": unit, "person": person, "terms": terms, "from_on": on.to_string(), "term_end_on": "2027-02-28", "approval": "示例地委人才〔2022〕3号",
        });
        story.record(on, format!("contract-{k}"), "talent.contract", fields);
    }
}

/// Each settled case: a post found, the move, the confirmation.
fn reunions(story: &mut Story, officials: &[Official]) {
    for (k, official) in officials.iter().step_by(11).take(CASES).enumerate() {
        let raised = spread(date(2021, 9, 1), date(2022, 5, 6), k, CASES);
        let id = format!("reunion-{k:02}");
        let fields = json!({ "unit": official.unit, "person": official.person, "raised_on": raised.to_string() });
        story.record(raised, id.clone(), "talent.reunion", fields);
        let settled = spread(date(2022, 1, 24), date(2022, 9, 23), k, CASES)
            .max(raised.saturating_add(60.days()));
        let days: [(&str, Date); 3] = [
            ("matched", settled.saturating_sub(30.days())),
            ("moved", settled.saturating_sub(7.days())),
            ("confirmed", settled),
        ];
        let done = if k < SETTLED { 3 } else { 1 };
        for (stage, on) in days.into_iter().take(done) {
            let fields = json!({ "unit": official.unit, "reunion": id, "stage": stage, "done_on": on.to_string() });
            story.record(on, format!("{id}-{stage}"), "talent.reunion_step", fields);
        }
    }
}
