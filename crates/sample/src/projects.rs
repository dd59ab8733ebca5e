//! The prefecture's projects and funds.
//!
//! What comes out, by rows, from 2022-01-01 to 2022-09-30: 13.8 million yuan invested in 145 village activity sites and 40
//! demonstration sites; 15.85 million handed down for the meals of 37 townships and 28 schools; 10 gardens, 10 sites of border
//! prosperity, 4 paired sites as counted; two pilots.

use crate::region::{SCHOOLS, TOWNSHIPS, department, school, township};
use crate::story::{AUTUMN, NEXT_YEAR, Story, spread};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;

const PREFECTURE: &str = "prefecture";
const SET_ON: Date = date(2022, 2, 16);
const CLOSED_ON: Date = date(2022, 12, 30);
/// In yuan: both sums are those of the year's two appropriations.
const BUILDING: i64 = 13_800_000;
const MEALS: i64 = 15_850_000;

/// Adds everything about projects and funds.
pub(crate) fn add(story: &mut Story) {
    sites(story);
    building(story);
    meals(story);
    reforms(story);
    let registers = [
        "projects",
        "projects_set",
        "sites",
        "sites_done",
        "pairings",
        "appropriated",
        "allocated",
        "paid",
        "subsidies",
        "reforms",
    ];
    let registers = registers.map(|stem| format!("projects.{stem}"));
    let registers: Vec<&str> = registers.iter().map(String::as_str).collect();
    story.sign(PREFECTURE, &registers, date(2022, 10, 1), AUTUMN);
}

/// A project that is closed at the end of the year.
fn project(story: &mut Story, id: &str, unit: &str, title: &str, sort: &str) {
    let fields = json!({
        "unit": unit, "title": title, "sort": sort, "set_on": SET_ON.to_string(), "finish_by_on": "2022-12-31", "document": "示例发改〔2022〕11号",
    });
    story.record(SET_ON, id, "projects.project", fields);
    story
        .on(NEXT_YEAR)
        .end(format!("{id}-end"), id, CLOSED_ON, "办结");
}

fn sites(story: &mut Story) {
    let sorts = [
        ("venue", "示例村级组织活动场所整改提升", 145),
        ("party_site", "示例基层党组织示范点建设", 40),
        ("border_site", "示例兴边富民示范点建设", 10),
        ("base", "示例人才实训基地", 6),
    ];
    for (sort, title, count) in sorts {
        let id = format!("project-{sort}");
        project(story, &id, PREFECTURE, title, sort);
        for k in 0..count {
            let unit = township(k % TOWNSHIPS + 1);
            let site = format!("site-{sort}-{k:03}");
            let on = SET_ON.saturating_add((k as i64 % 30).days());
            let fields = json!({ "unit": unit, "project": id, "title": format!("示例点位{}", k + 1), "listed_on": on.to_string() });
            story.record(on, site.clone(), "projects.site", fields);
            // Two of three are accepted by the autumn, the others by the end of the year.
            let done = if k % 3 == 2 {
                date(2022, 12, 20)
            } else {
                spread(date(2022, 7, 1), date(2022, 9, 26), k, count)
            };
            let fields = json!({ "unit": unit, "site": site, "done_on": done.to_string(), "document": "示例验收〔2022〕3号" });
            story.record(done, format!("{site}-done"), "projects.site_done", fields);
        }
    }
    for n in 1..=10 {
        let unit = township(n);
        project(
            story,
            &format!("project-garden-{n:02}"),
            &unit,
            "示例乡生态园建设",
            "garden",
        );
    }
    for (on, count) in [(date(2022, 1, 5), 2), (date(2022, 8, 1), 4)] {
        let fields = json!({ "unit": PREFECTURE, "sites": count, "counted_on": on.to_string(), "document": "示例双拥办统计" });
        story.record(on, format!("pairing-{on}"), "projects.pairing", fields);
    }
}

/// Yuan with two decimals.
fn yuan(amount: i64) -> String {
    format!("{amount}.00")
}

/// The k-th of n parts of an amount; the last one takes the rest.
fn part(amount: i64, k: usize, n: usize) -> i64 {
    let each = amount / n as i64;
    if k + 1 == n {
        amount - each * (n as i64 - 1)
    } else {
        each
    }
}

fn appropriation(story: &mut Story, id: &str, use_: &str, amount: i64) {
    let on = date(2022, 1, 28);
    let fields = json!({
        "unit": PREFECTURE, "use": use_, "amount": yuan(amount), "approved_on": on.to_string(), "instrument": "示例地人发〔2022〕2号",
    });
    story.record(on, id, "projects.appropriation", fields);
}

fn allocation(
    story: &mut Story,
    id: &str,
    unit: &str,
    from: &str,
    project: Option<&str>,
    amount: i64,
    on: Date,
) {
    let mut fields = json!({
        "unit": unit, "appropriation": from, "amount": yuan(amount), "allocated_on": on.to_string(), "document": "示例地财〔2022〕15号",
    });
    if let Some(project) = project {
        fields["project"] = json!(project);
    }
    story.record(on, id, "projects.allocation", fields);
}

/// Handed down to the townships in spring, paid in three parts of which the last is due at the end of the year.
fn building(story: &mut Story) {
    appropriation(story, "money-building", "building", BUILDING);
    for n in 1..=TOWNSHIPS {
        let (unit, id) = (township(n), format!("money-building-{n:02}"));
        let amount = part(BUILDING, n - 1, TOWNSHIPS);
        allocation(
            story,
            &id,
            &unit,
            "money-building",
            Some("project-venue"),
            amount,
            date(2022, 3, 10),
        );
        let days = [date(2022, 4, 20), date(2022, 8, 10), date(2022, 12, 22)];
        for (k, on) in days.into_iter().enumerate() {
            let fields = json!({
                "unit": unit, "allocation": id, "amount": yuan(part(amount, k, 3)), "paid_on": on.to_string(), "voucher": format!("示例凭证{n:02}-{}", k + 1),
            });
            story.record(
                on,
                format!("{id}-paid-{}", k + 1),
                "projects.payment",
                fields,
            );
        }
    }
}

/// Handed down to townships and schools in February, given out month by month.
fn meals(story: &mut Story) {
    appropriation(story, "money-meals", "subsidy", MEALS);
    let units: Vec<String> = (1..=TOWNSHIPS)
        .map(township)
        .chain((1..=SCHOOLS).map(school))
        .collect();
    for (k, unit) in units.iter().enumerate() {
        let id = format!("money-meals-{unit}");
        let amount = part(MEALS, k, units.len());
        allocation(
            story,
            &id,
            unit,
            "money-meals",
            None,
            amount,
            date(2022, 2, 18),
        );
        for month in 0..12_usize {
            let on = date(2022, month as i8 + 1, 25).max(date(2022, 2, 25));
            let fields = json!({
                "unit": unit, "sort": "meals", "allocation": id, "amount": yuan(part(amount, month, 12)), "granted_on": on.to_string(),
                "instrument": "示例行署〔2022〕5号",
            });
            story.record(
                on,
                format!("{id}-{:02}", month + 1),
                "projects.subsidy",
                fields,
            );
        }
    }
}

fn reforms(story: &mut Story) {
    let all = [
        ("pilot", "示例一县机构综合设置试点"),
        ("pilot", "示例二县机构综合设置试点"),
        ("reform", "纪检监察体制改革"),
        ("reform", "基层审批服务执法力量整合"),
    ];
    for (k, (sort, title)) in all.into_iter().enumerate() {
        let (unit, on) = (department(k + 3), date(2022, 1, 17));
        let id = format!("reform-{k}");
        let fields = json!({
            "unit": unit, "title": title, "sort": sort, "set_on": on.to_string(), "finish_by_on": "2022-11-30", "instrument": "示例地委改〔2022〕1号",
        });
        story.record(on, id.clone(), "projects.reform", fields);
        let done = date(2022, if k == 2 { 8 } else { 11 }, 25);
        let fields = json!({ "unit": unit, "reform": id, "done_on": done.to_string(), "document": "示例改革验收" });
        story.record(done, format!("{id}-done"), "projects.reform_done", fields);
    }
}
