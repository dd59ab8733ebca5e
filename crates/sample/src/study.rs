//! First agenda items of the office; lectures, classes and hours of the prefecture; study sessions of all its units.
//!
//! What comes out, by rows, from 2022-01-01 to 2022-09-30: in the prefecture 2 lectures with 2056 listeners, 82 classes; in the
//! office 18 meetings that opened with study, 36 measures of which 4 are open, one of them overdue; 8 lectures.

use crate::cadres::Official;
use crate::region::{
    BRANCHES, DEPARTMENTS, SCHOOLS, TOWNSHIPS, branch, department, school, township,
};
use crate::story::{AUTUMN, Story, spread};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;

const OFFICE: &str = "office";
const PREFECTURE: &str = "prefecture";
const CLASSES: usize = 82;
/// Courses that each official finishes.
const COURSES: usize = 8;
const MEASURES_OPEN: [usize; 4] = [30, 33, 34, 35];

/// Adds everything about study, given the officials of the prefecture's departments.
pub(crate) fn add(story: &mut Story, officials: &[Official]) {
    first_items(story);
    groups(story);
    lectures(story);
    classes(story);
    seminars(story);
    trainings(story, officials);
    let office = [
        "meetings",
        "measures",
        "measures_done",
        "sessions",
        "lectures",
    ];
    let prefecture = ["lectures", "classes", "sessions", "trainings"];
    for (unit, stems) in [(OFFICE, &office[..]), (PREFECTURE, &prefecture[..])] {
        let registers: Vec<String> = stems.iter().map(|s| format!("study.{s}")).collect();
        let registers: Vec<&str> = registers.iter().map(String::as_str).collect();
        story.sign(unit, &registers, date(2022, 10, 1), AUTUMN);
    }
}

/// Two meetings a month with study first, papers sent two days ahead, and two measures from each.
fn first_items(story: &mut Story) {
    for rule in ["first_topic", "papers_sent_before"] {
        let fields = json!({ "unit": OFFICE, "rule": format!("study.{rule}"), "from_on": "2022-01-01", "instrument": "示例网信〔2021〕40号" });
        story.record(
            date(2022, 1, 1),
            format!("switch-{OFFICE}-{rule}"),
            "core.rule_switch",
            fields,
        );
    }
    for k in 0..18 {
        let on = spread(date(2022, 1, 10), date(2022, 9, 26), k, 18);
        let meeting = format!("first-item-{k:02}");
        let fields = json!({
            "unit": OFFICE, "title": format!("2022年第{}次室务会", k + 1), "held_on": on.to_string(),
            "agenda": [
                { "item": 1, "matter": "learning", "title": "学习示例文件", "reporter": "秘书处处长", "sent_on": on.saturating_sub(2.days()).to_string() },
                { "item": 2, "matter": "business", "title": "研究示例工作" },
            ],
        });
        story.record(on, meeting.clone(), "study.meeting", fields);
        for n in [2 * k, 2 * k + 1] {
            let id = format!("measure-office-{n:02}");
            let due = on.saturating_add(40.days());
            let fields = json!({
                "unit": OFFICE, "meeting": meeting, "title": format!("示例措施第{}项", n + 1), "owner": "责任处室处长",
                "set_on": on.to_string(), "due_on": due.to_string(),
            });
            story.record(on, id.clone(), "study.measure", fields);
            if MEASURES_OPEN.contains(&n) {
                continue;
            }
            let closed = on
                .saturating_add((20 + (n % 9) as i64).days())
                .min(date(2022, 9, 28));
            let fields = json!({ "unit": OFFICE, "measure": id, "closed_on": closed.to_string(), "document": format!("示例督字〔2022〕{}号", n + 1) });
            story.record(
                closed,
                format!("{id}-done"),
                "study.measure_closure",
                fields,
            );
        }
    }
    for k in 0..6 {
        let raised = spread(date(2022, 1, 20), date(2022, 7, 20), k, 6);
        let id = format!("problem-{k}");
        let due = raised.saturating_add(60.days());
        let fields = json!({ "unit": OFFICE, "title": format!("示例业务能力短板之{}", k + 1), "raised_on": raised.to_string(), "answer_on": due.to_string() });
        story.record(raised, id.clone(), "study.problem", fields);
        let on = raised.saturating_add(45.days());
        let fields = json!({ "unit": OFFICE, "problem": id, "title": "示例业务培训", "answered_on": on.to_string(), "document": "示例培训通知" });
        story.record(on, format!("{id}-answer"), "study.problem_answer", fields);
    }
}

/// The office and the prefecture keep a study-centre group each, which meets once a month.
fn groups(story: &mut Story) {
    for unit in [OFFICE, PREFECTURE] {
        let fields =
            json!({ "unit": unit, "founded_on": "2021-01-01", "document": "示例学习规则" });
        story.record(
            date(2021, 1, 1),
            format!("group-{unit}"),
            "study.group",
            fields,
        );
        for year in [2021, 2022] {
            let on = date(year, 1, 8);
            let fields = json!({ "unit": unit, "adopted_on": on.to_string(), "document": format!("{year}年示例学习计划") });
            story.record(on, format!("plan-{unit}-{year}"), "study.plan", fields);
        }
        for k in 0..21 {
            let on = date(2021, 1, 18).saturating_add((29 * k).days());
            session(
                story,
                unit,
                "study_centre",
                &format!("第{}次集中学习", k + 1),
                on,
                14,
            );
        }
        story.on(AUTUMN).end(
            format!("group-{unit}-end"),
            &format!("group-{unit}"),
            date(2022, 10, 1),
            "随机构调整另行登记",
        );
    }
}

fn session(story: &mut Story, unit: &str, form: &str, title: &str, on: Date, expected: i64) {
    let present = expected - story.chance.between(0, 2.min(expected - 1));
    let fields = json!({
        "unit": unit, "form": form, "title": title, "held_on": on.to_string(), "expected": expected, "present": present,
    });
    story.record(
        on,
        format!("session-{unit}-{form}-{on}"),
        "study.session",
        fields,
    );
}

/// The office's eight, and the prefecture's two with 1010 and 1046 listeners.
fn lectures(story: &mut Story) {
    let mut lecture = |unit: &str, series: &str, issue: usize, on: Date, present: i64| {
        let fields = json!({
            "unit": unit, "series": series, "issue": issue, "title": format!("示例题目{issue}"), "held_on": on.to_string(), "present": present,
        });
        story.record(
            on,
            format!("lecture-{unit}-{issue}"),
            "study.lecture",
            fields,
        );
    };
    lecture(PREFECTURE, "示例大讲堂", 1, date(2022, 4, 15), 1010);
    lecture(PREFECTURE, "示例大讲堂", 2, date(2022, 8, 19), 1046);
    for k in 0..8 {
        let on = spread(date(2022, 1, 21), date(2022, 9, 16), k, 8);
        lecture(OFFICE, "示例网信讲堂", k + 1, on, 150 + 9 * k as i64);
    }
}

/// 11 classes of the rotation, 21 of the themes, 50 others; held by the prefecture and its departments.
fn classes(story: &mut Story) {
    for k in 0..CLASSES {
        let on = class_day(k);
        let (sort, unit) = match k % 8 {
            0 => ("rotation", PREFECTURE.to_owned()),
            1 | 2 => ("theme", PREFECTURE.to_owned()),
            _ => ("special", department(k % DEPARTMENTS + 1)),
        };
        let fields = json!({
            "unit": unit, "sort": sort, "title": format!("示例培训班第{}期", k + 1), "opened_on": on.to_string(),
            "closed_on": on.saturating_add(2.days()).to_string(), "hours": 24, "present": 40 + (k % 25) as i64,
        });
        story.record(on.saturating_add(2.days()), class(k), "study.class", fields);
    }
}

fn class(k: usize) -> String {
    format!("class-{:03}", k + 1)
}

fn class_day(k: usize) -> Date {
    spread(date(2022, 1, 12), date(2022, 9, 20), k, CLASSES)
}

/// A seminar a month in each township, school and department since 2021, in each branch of the office since 2022; young people's
/// study, a thematic discussion in each branch, and one exchange of the whole office.
fn seminars(story: &mut Story) {
    let units = (1..=TOWNSHIPS)
        .map(township)
        .chain((1..=SCHOOLS).map(school))
        .chain((1..=DEPARTMENTS).map(department));
    for (place, unit) in units.enumerate() {
        for month in 0..21_i64 {
            let on = date(2021, 1, 4).saturating_add((30 * month + place as i64 % 25).days());
            session(
                story,
                &unit,
                "seminar",
                "示例主题研讨",
                on,
                6 + place as i64 % 5,
            );
        }
    }
    for n in 1..=BRANCHES {
        let unit = branch(n);
        for month in 1..=9 {
            let on = date(2022, month, 3 + (n % 20) as i8);
            session(story, &unit, "seminar", "示例主题研讨", on, 16);
        }
        session(
            story,
            &unit,
            "thematic",
            "作风怎么看、工作怎么干",
            date(2022, 6, 10),
            16,
        );
        session(story, &unit, "youth", "示例青年学习", date(2022, 5, 4), 6);
    }
    session(
        story,
        OFFICE,
        "plenary",
        "研讨交流大会",
        date(2022, 6, 28),
        402,
    );
}

/// Each official finishes a few courses, with their hours.
fn trainings(story: &mut Story, officials: &[Official]) {
    for (k, official) in officials.iter().enumerate() {
        for turn in 0..COURSES {
            let course = (k + 10 * turn) % CLASSES;
            let on = class_day(course).saturating_add(2.days());
            let fields = json!({
                "unit": official.unit, "person": official.person, "class": class(course), "hours": 24, "finished_on": on.to_string(),
            });
            story.record(
                on,
                format!("training-{}-{turn}", official.person),
                "study.training",
                fields,
            );
        }
    }
}
