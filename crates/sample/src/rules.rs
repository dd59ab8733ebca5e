//! Written instruments: every one that a rule of the packs rests on, in the region's register; the office's own of 2018 to
//! September 2022, and two of the prefecture.
//!
//! What comes out, by rows: of the office in each year from 2018 on two texts set up, two made, one revised and one abolished;
//! one of its trials was evaluated in time and kept, one runs on. The prefecture issued two texts in 2022, one of them on trial.

use crate::region::FOUNDED_ON;
use crate::story::{AUTUMN, NEXT_YEAR, OPENING, Story, workday};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use youju_declare::Packs;

const REGION: &str = "region";
const OFFICE: &str = "office";
const PREFECTURE: &str = "prefecture";

/// Adds all instruments.
pub(crate) fn add(story: &mut Story, packs: &Packs) {
    rested_on(story, packs);
    for year in 2018..=2022 {
        year_of_office(story, year);
    }
    trials(story);
    prefecture(story);
    let registers = [
        "rules.projects",
        "rules.texts",
        "rules.in_force",
        "rules.abolitions",
        "rules.evaluations",
        "rules.trials_over",
    ];
    for unit in [OFFICE, PREFECTURE] {
        story.sign(unit, &registers, date(2022, 10, 1), AUTUMN);
    }
}

/// Registers what the rules and cadences of all packs rest on, as in force since the first of them is; what comes after the
/// region's last day cannot be registered yet.
fn rested_on(story: &mut Story, packs: &Packs) {
    let mut since: BTreeMap<&str, Option<Date>> = BTreeMap::new();
    let mut rests = |title, from: Option<Date>| {
        let known = since.entry(title).or_insert(from);
        *known = (*known).min(from);
    };
    for rule in packs.rules() {
        rests(&rule.basis.instrument, Some(rule.from));
    }
    for cadence in packs.cadences() {
        rests(&cadence.basis.instrument, cadence.from);
    }
    for (n, (title, from)) in since.into_iter().enumerate() {
        let from = from.map_or_else(String::new, |from| from.to_string());
        let from = from.max(FOUNDED_ON.to_owned());
        if from > NEXT_YEAR.to_string() {
            continue;
        }
        let entered = from.parse().unwrap_or(OPENING);
        let fields = json!({
            "unit": REGION, "title": title, "made_by": "见文件", "level": level(title), "form": form(title),
            "issued_on": from, "in_force_on": from,
        });
        story.record(
            entered,
            format!("instrument-{n:03}"),
            "rules.instrument",
            fields,
        );
    }
}

/// The level that a title speaks of.
fn level(title: &str) -> &'static str {
    let ends = |words: &[&str]| words.iter().any(|word| title.ends_with(word));
    if title.contains("中国共产党") || title.contains("党政领导") {
        "party_rule"
    } else if ends(&["法"]) {
        "law"
    } else if ends(&["条例"]) {
        "regulation"
    } else if ends(&["规定", "规则", "细则"]) {
        "department_rule"
    } else {
        "internal"
    }
}

/// The form that a title speaks of.
fn form(title: &str) -> &'static str {
    if title.contains("试行") {
        "trial"
    } else if title.contains("暂行") {
        "provisional"
    } else {
        "final"
    }
}

/// Two texts set up and made, the second of which revises that of the year before; the first of the year before is abolished.
fn year_of_office(story: &mut Story, year: i16) {
    for (k, matter) in ["会议", "经费"].into_iter().enumerate() {
        let month = 2 + 3 * k as i8;
        let set_up = workday(date(year, month, 10));
        let title = match k {
            0 => format!("示例网信办{year}年{matter}管理办法"),
            _ => format!("示例网信办{matter}管理办法"),
        };
        let project = format!("project-{year}-{k}");
        let fields = json!({ "unit": OFFICE, "title": title, "set_up_on": set_up.to_string() });
        story.record(set_up, project.clone(), "rules.project", fields);
        let issued = workday(date(year, month + 2, 15));
        let mut fields = own(OFFICE, &title, "internal", issued);
        fields["number"] = json!(format!("示例网信〔{year}〕{}号", 3 + k));
        fields["project"] = json!(project);
        if k == 1 && year > 2018 {
            fields["revises"] = json!(format!("text-{}-1", year - 1));
        }
        story.record(
            issued,
            format!("text-{year}-{k}"),
            "rules.instrument",
            fields,
        );
    }
    if year > 2018 {
        let on = workday(date(year, 5, 10));
        let fields = json!({
            "unit": OFFICE, "instrument": format!("text-{}-0", year - 1), "cause": "abolished",
            "document": format!("示例网信〔{year}〕8号"), "abolished_on": on.to_string(),
        });
        story.record(on, format!("abolition-{year}"), "rules.abolition", fields);
    }
}

/// One trial that was evaluated in time and kept, one that runs on.
fn trials(story: &mut Story) {
    for (id, title, on, ends) in [
        (
            "trial-talks",
            "示例网信办谈心谈话办法（试行）",
            date(2020, 3, 2),
            "2022-03-01",
        ),
        (
            "trial-brand",
            "示例网信办品牌创建办法（试行）",
            date(2022, 3, 1),
            "2024-02-29",
        ),
    ] {
        let mut fields = own(OFFICE, title, "internal", on);
        fields["form"] = json!("trial");
        fields["trial_ends_on"] = json!(ends);
        story.record(on, id, "rules.instrument", fields);
    }
    let on = date(2022, 2, 22);
    let fields = json!({ "unit": OFFICE, "instrument": "trial-talks", "outcome": "kept", "evaluated_on": on.to_string() });
    story.record(on, "trial-talks-evaluation", "rules.evaluation", fields);
}

/// What the prefecture issued in 2022: one for good, one on trial; both filed within thirty days.
fn prefecture(story: &mut Story) {
    for (id, title, on, trial_ends) in [
        (
            "prefecture-talent",
            "示例地区人才工作实施意见",
            date(2022, 4, 12),
            None,
        ),
        (
            "prefecture-posts",
            "示例地区机构编制管理办法（试行）",
            date(2022, 6, 14),
            Some("2024-06-13"),
        ),
    ] {
        let mut fields = own(PREFECTURE, title, "normative", on);
        if let Some(ends) = trial_ends {
            fields["form"] = json!("trial");
            fields["trial_ends_on"] = json!(ends);
        }
        story.record(on, id, "rules.instrument", fields);
        let filed = workday(on.saturating_add(20.days()));
        let fields = json!({ "unit": PREFECTURE, "instrument": id, "office": "示例自治区", "filed_on": filed.to_string() });
        story.record(filed, format!("{id}-filing"), "rules.filing", fields);
    }
}

/// An instrument that a unit made itself, in force from the day of its issue.
fn own(unit: &str, title: &str, level: &str, on: Date) -> Json {
    json!({
        "unit": unit, "title": title, "made_by": "本单位", "level": level, "form": "final",
        "issued_on": on.to_string(), "in_force_on": on.to_string(),
    })
}
