//! The office's talks, home visits and needs of 2022, and the monthly, quarterly signatures under the page of needs.
//!
//! What comes out, by rows, up to 2022-09-30: talks 412 with 396 persons; 406 of the staff of 406 offered a home visit, 11 of
//! them declined it; needs raised 37, closed 33, of them solved 29; open 4, one of them overdue.

use crate::members::Colleague;
use crate::region::{BRANCHES, branch};
use crate::story::{AUTUMN, Story, spread};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;
use std::collections::BTreeMap;

const OFFICE: &str = "office";
/// The trial of the system of talks: its first day, and the first day after it.
const TRIAL: (Date, Date) = (date(2022, 1, 1), date(2023, 1, 1));
/// Until this day everything of this module happens.
const UNTIL: Date = date(2022, 9, 28);
/// Persons talked to twice.
const SECOND_TALKS: usize = 16;
const NEEDS: i64 = 37;
/// The needs that are open in autumn; the first of them had more time, which is over.
const OPEN_NEEDS: [i64; 4] = [20, 34, 35, 36];
const CATEGORIES: [&str; 7] = [
    "housing",
    "commuting",
    "schooling",
    "housing",
    "leave",
    "conditions",
    "other",
];

/// Adds everything about talks, given the staff of the office.
pub(crate) fn add(story: &mut Story, staff: &[Colleague]) {
    let hosts = hosts(staff);
    scheme(story);
    talks(story, staff, &hosts);
    visits(story, staff, &hosts);
    needs(story, staff);
    topics(story);
    analyses(story);
    let registers = [
        "talks",
        "visits",
        "offered",
        "topics",
        "needs",
        "needs_closed",
        "needs_open",
        "needs_overdue",
    ];
    let registers = registers.map(|stem| format!("talks.{stem}"));
    let registers: Vec<&str> = registers.iter().map(String::as_str).collect();
    story.sign(OFFICE, &registers, date(2022, 10, 1), AUTUMN);
}

/// The secretary of each branch, and the committee member who talks with the secretary.
fn hosts(staff: &[Colleague]) -> BTreeMap<String, [String; 2]> {
    let two = |unit: &String| {
        let mut own = staff
            .iter()
            .filter(|c| c.unit == *unit)
            .map(|c| c.person.clone());
        let mut next = || own.next().expect("every branch has more than two persons");
        [next(), next()]
    };
    (1..=BRANCHES)
        .map(branch)
        .map(|unit| (unit.clone(), two(&unit)))
        .collect()
}

fn scheme(story: &mut Story) {
    let (from, until) = TRIAL;
    let fields = json!({ "unit": OFFICE, "from_on": from.to_string(), "notes": false, "document": "示例网信〔2021〕38号（试行）" });
    story.record(from, "scheme-office", "talks.scheme", fields);
    story
        .on(AUTUMN)
        .end("scheme-office-end", "scheme-office", until, "试行期满");
}

fn talks(story: &mut Story, staff: &[Colleague], hosts: &BTreeMap<String, [String; 2]>) {
    let mut talked: Vec<&Colleague> = staff.iter().filter(|c| c.since < TRIAL.0).collect();
    story.chance.shuffle(&mut talked);
    let again: Vec<&Colleague> = talked
        .iter()
        .step_by(20)
        .take(SECOND_TALKS)
        .copied()
        .collect();
    talked.extend(again);
    for (k, colleague) in talked.iter().enumerate() {
        let on = spread(date(2022, 1, 10), UNTIL, k, talked.len());
        let [secretary, second] = &hosts[&colleague.unit];
        let (host, role) = if *secretary == colleague.person {
            (second, "committee")
        } else {
            (secretary, "secretary")
        };
        let fields = json!({ "unit": colleague.unit, "person": colleague.person, "host": host, "role": role, "talked_on": on.to_string() });
        story.record(on, format!("heart-{k:03}"), "talks.talk", fields);
    }
}

/// Everybody is offered a visit, who comes later a few days after.
fn visits(story: &mut Story, staff: &[Colleague], hosts: &BTreeMap<String, [String; 2]>) {
    for (k, colleague) in staff.iter().enumerate() {
        let on = spread(date(2022, 3, 1), UNTIL, k, staff.len())
            .max(colleague.since.saturating_add(3.days()));
        let [secretary, second] = &hosts[&colleague.unit];
        let host = if *secretary == colleague.person {
            second
        } else {
            secretary
        };
        let outcome = if k % 37 == 5 { "declined" } else { "visited" };
        let fields = json!({ "unit": colleague.unit, "person": colleague.person, "host": host, "outcome": outcome, "visited_on": on.to_string() });
        story.record(
            on,
            format!("visit-{}", colleague.person),
            "talks.visit",
            fields,
        );
    }
}

/// One need a week. The tenth was answered three days late; every second one names nobody.
fn needs(story: &mut Story, staff: &[Colleague]) {
    for k in 0..NEEDS {
        let raised = date(2022, 1, 12).saturating_add((7 * k).days());
        let colleague = &staff[(11 * k) as usize % 290];
        let (id, unit) = (format!("need-{k:02}"), &colleague.unit);
        let mut fields = json!({
            "unit": unit, "category": CATEGORIES[k as usize % CATEGORIES.len()], "owner": OFFICE, "raised_on": raised.to_string(),
        });
        if k % 2 == 0 {
            fields["person"] = json!(colleague.person);
        }
        story.record(raised, id.clone(), "talks.need", fields);
        let told = raised.saturating_add(if k == 9 { 18 } else { 4 + k % 5 }.days());
        let fields = json!({ "unit": unit, "need": id, "told_on": told.to_string() });
        story.record(told, format!("{id}-told"), "talks.need_reply", fields);
        if k == OPEN_NEEDS[0] {
            let on = raised.saturating_add(49.days());
            let fields = json!({ "unit": unit, "need": id, "approved_on": on.to_string(), "approved_by": "分管副主任", "document": "示例办签〔2022〕16号" });
            story.record(on, format!("{id}-longer"), "talks.need_extension", fields);
        }
        if OPEN_NEEDS.contains(&k) {
            continue;
        }
        let outcome = match k {
            4 | 15 | 26 => "explained",
            30 => "referred",
            _ => "solved",
        };
        let closed = raised.saturating_add((20 + 7 * k % 30).days()).min(UNTIL);
        let fields = json!({ "unit": unit, "need": id, "outcome": outcome, "closed_on": closed.to_string() });
        story.record(closed, format!("{id}-closed"), "talks.need_closure", fields);
    }
}

/// What the talks of a month were about, in rows that name nobody.
fn topics(story: &mut Story) {
    for month in 1..=9 {
        let on = date(2022, month, 28);
        for (topic, share) in [("thought", 21), ("style", 9), ("work", 30), ("family", 14)] {
            let occasions = share + story.chance.between(0, 6);
            let fields = json!({ "unit": OFFICE, "topic": topic, "occasions": occasions, "counted_on": on.to_string() });
            story.record(
                on,
                format!("topic-{month:02}-{topic}"),
                "talks.topic_count",
                fields,
            );
        }
    }
}

/// April was looked at three days late; September is owed until 10 October.
fn analyses(story: &mut Story) {
    let months = (2..=9).map(|next| ("month", date(2022, next, if next == 5 { 13 } else { 7 })));
    let quarters = [
        ("quarter", date(2022, 4, 12)),
        ("quarter", date(2022, 7, 8)),
    ];
    for (span, on) in months.chain(quarters) {
        let fields = json!({ "unit": OFFICE, "span": span, "signed_on": on.to_string(), "signed_by": "办公室主任" });
        story.record(
            on,
            format!("analysis-{span}-{on}"),
            "talks.analysis",
            fields,
        );
    }
}
