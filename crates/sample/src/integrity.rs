//! The office's work on integrity from 2018 to September 2022: risk points, a self-check, findings and second looks, education,
//! rules looked at in use, past admissions re-run.
//!
//! What comes out, by rows: 54 risk points, all with a measure; in 2022 eighteen self-checks on private cars, two of which found
//! something; 36 findings against a list, 33 of them put right, 12 looked at again and one of these relapsed; in each quarter a
//! film, a lecture, a case lesson and a visit, of all the office; seven past admissions re-run, none of which fails a rule.

use crate::members::{ADMITTED_2021, People};
use crate::region::{BRANCHES, branch};
use crate::story::{AUTUMN, Story, workday};
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};

const OFFICE: &str = "office";
/// What a branch has in its risk points: post, process, what is at stake.
const POINTS: [(&str, &str, &str); 3] = [
    ("经费管理岗", "经费报销审核", "money"),
    ("项目管理岗", "项目申报初审", "approvals"),
    ("综合岗", "公章使用登记", "other"),
];
/// Of the findings against the list, those that are still open, and those looked at again.
const OPEN: [usize; 3] = [17, 29, 35];
const LOOKED_AT: usize = 12;
const RELAPSED: usize = 5;

/// Adds everything about integrity.
pub(crate) fn add(story: &mut Story, people: &People) {
    risk_points(story);
    self_check(story);
    findings(story);
    education(story);
    lessons(story);
    rules_in_use(story);
    admissions(story, people);
    let registers = [
        "risk_points",
        "controlled",
        "assignments",
        "self_checks",
        "findings",
        "look_backs",
        "education_events",
        "lessons",
        "rule_checks",
        "rules_sampled",
        "admission_checks",
    ]
    .map(|stem| format!("integrity.{stem}"));
    let registers: Vec<&str> = registers.iter().map(String::as_str).collect();
    story.sign(OFFICE, &registers, date(2022, 10, 1), AUTUMN);
}

/// Three of each branch since 2018, each with a measure and looked at every December.
fn risk_points(story: &mut Story) {
    let found = date(2018, 3, 6);
    for n in 1..=BRANCHES {
        for (k, (post, process, ground)) in POINTS.into_iter().enumerate() {
            let id = format!("risk-{n:02}-{k}");
            let fields = json!({ "post": post, "process": process, "ground": ground, "found_on": found.to_string() });
            add_of(story, found, id.clone(), "risk_point", n, fields);
            let set = date(2018, 3, 20);
            let fields = json!({ "risk_point": id, "measure": "双人复核并登记", "owner": post, "set_on": set.to_string() });
            add_of(story, set, format!("{id}-control"), "control", n, fields);
            for year in 2018..=2021 {
                let on = workday(date(year, 12, 2 + n as i8));
                let fields =
                    json!({ "risk_point": id, "state": "held", "checked_on": on.to_string() });
                add_of(story, on, format!("{id}-{year}"), "risk_check", n, fields);
            }
        }
    }
}

/// On private cars at public cost: all answered, one a day late; two found something.
fn self_check(story: &mut Story) {
    let assigned = date(2022, 3, 1);
    for n in 1..=BRANCHES {
        let id = format!("car-{n:02}");
        let fields = json!({ "topic": "private_car", "assigned_on": assigned.to_string(), "answer_on": "2022-03-31", "document": "示例纪办〔2022〕3号" });
        add_of(story, assigned, id.clone(), "assignment", n, fields);
        let on = if n == 11 {
            date(2022, 4, 1)
        } else {
            workday(date(2022, 3, 8 + n as i8))
        };
        let found = usize::from(n == 4 || n == 13);
        let fields = json!({ "assignment": id, "found": found, "answered_on": on.to_string() });
        add_of(story, on, format!("{id}-answer"), "self_check", n, fields);
        if found > 0 {
            finding(story, &format!("{id}-finding"), n, "self_check", on);
            remedy(story, &format!("{id}-finding"), n, date(2022, 4, 19));
        }
    }
}

/// Two findings of each branch against the list of eight items.
fn findings(story: &mut Story) {
    for k in 0..2 * BRANCHES {
        let (id, n) = (format!("list-{k:02}"), k % BRANCHES + 1);
        finding(
            story,
            &id,
            n,
            "list",
            workday(date(2022, 1, 11 + n as i8 / 2)),
        );
        if OPEN.contains(&k) {
            continue;
        }
        remedy(story, &id, n, workday(date(2022, 2, 8 + n as i8)));
        if k < LOOKED_AT {
            let on = workday(date(2022, 7, 3 + n as i8));
            let outcome = if k == RELAPSED {
                "relapsed"
            } else {
                "corrected"
            };
            let fields = json!({ "finding": id, "outcome": outcome, "looked_on": on.to_string() });
            add_of(story, on, format!("{id}-again"), "look_back", n, fields);
        }
    }
}

fn finding(story: &mut Story, id: &str, n: usize, source: &str, on: Date) {
    let fields = json!({ "source": source, "item": format!("第{}项", n % 8 + 1), "matter": "示例问题", "found_on": on.to_string() });
    add_of(story, on, id.to_owned(), "finding", n, fields);
}

fn remedy(story: &mut Story, id: &str, n: usize, on: Date) {
    let fields = json!({ "finding": id, "measure": "已按要求整改并完善登记", "remedied_on": on.to_string() });
    add_of(story, on, format!("{id}-remedy"), "remedy", n, fields);
}

fn education(story: &mut Story) {
    for (year, quarter) in
        (2018..=2022).flat_map(|year| (1..=4).map(move |quarter| (year, quarter)))
    {
        let month = 3 * quarter - 1;
        if (year, month) > (2022, 9) {
            break;
        }
        for (day, form, title) in [
            (8, "film", "观看示例警示教育片"),
            (13, "lecture", "示例廉政党课"),
            (18, "case_lesson", "示例案例剖析"),
            (23, "base_visit", "参观示例警示教育基地"),
        ] {
            let on = workday(date(year, month, day));
            let attended = 290 + story.chance.between(0, 90);
            let fields = json!({ "unit": OFFICE, "form": form, "title": title, "attended": attended, "held_on": on.to_string() });
            story.record(
                on,
                format!("integrity-{form}-{year}-{quarter}"),
                "integrity.education",
                fields,
            );
        }
    }
}

/// Three lessons; after two of them a rule was changed.
fn lessons(story: &mut Story) {
    for k in 0..3_i8 {
        let on = workday(date(2022, 2 + 2 * k, 15));
        let id = format!("lesson-{k}");
        let fields = json!({ "unit": OFFICE, "notice": format!("示例纪通〔2022〕{}号", k + 1), "measure": "对照剖析并完善内控", "drawn_on": on.to_string() });
        story.record(on, id.clone(), "integrity.lesson", fields);
        if k < 2 {
            let on = workday(date(2022, 4 + 2 * k, 12));
            let fields = json!({ "unit": OFFICE, "lesson": id, "change": "revised", "instrument": format!("示例网信〔2022〕{}号", 20 + k), "changed_on": on.to_string() });
            story.record(on, format!("{id}-rule"), "integrity.lesson_rule", fields);
        }
    }
}

fn rules_in_use(story: &mut Story) {
    for year in 2018..=2022 {
        for month in [3, 9] {
            let on = workday(date(year, month, 16));
            let failed = i64::from(year % 2 == 0) + i64::from(month == 3);
            let fields = json!({ "unit": OFFICE, "instrument": "示例网信〔2017〕9号", "sampled": 40, "failed": failed, "checked_on": on.to_string() });
            story.record(
                on,
                format!("rule-check-{year}-{month:02}"),
                "integrity.rule_check",
                fields,
            );
        }
    }
}

/// The admissions of 2021 looked at again in September 2022.
fn admissions(story: &mut Story, people: &People) {
    let on = date(2022, 9, 14);
    for colleague in &people.office[people.listed().len()..][..ADMITTED_2021] {
        let fields = json!({ "unit": colleague.unit, "vote": format!("vote-{}-admission", colleague.person), "checked_on": on.to_string() });
        story.record(
            on,
            format!("re-run-{}", colleague.person),
            "integrity.admission_check",
            fields,
        );
    }
}

/// Adds a record of the n-th branch.
fn add_of(story: &mut Story, on: Date, id: String, kind: &str, n: usize, mut fields: Json) {
    fields["unit"] = json!(branch(n));
    story.record(on, id, &format!("integrity.{kind}"), fields);
}
