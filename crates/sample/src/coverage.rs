//! The prefecture's enterprises with their organisations, its schools under the responsibility system, and who is first responsible.
//!
//! What comes out, by rows, on 2022-09-30: 290 enterprises, 225 of them meet the three conditions, 181 of these have an
//! organisation (80.44 %), 121 one of their own; of 28 schools 26 work by the system; none of the 7 organisations of the county
//! and the 18 of the office is without a first responsible person, one of the office was for twelve days.

use crate::members::People;
use crate::region::{
    BRANCHES, COUNTY_TOWNSHIPS, SCHOOLS, TOWNSHIPS, branch, county_township, school, township,
};
use crate::story::{AUTUMN, Story};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;

const ENTERPRISES: usize = 290;
const QUALIFYING: usize = 225;
const COVERED: usize = 181;
/// Of the organisations of qualifying enterprises those that are their own.
const OWN: usize = 121;
/// The last so many were planned by the drive of 2022 and founded in it; of two more the plan has not been carried out.
const DRIVE: usize = 30;
const UNFOUNDED: usize = 2;
const TRADES: [&str; 5] = ["farming", "industry", "building", "commerce", "services"];

/// Adds all of it.
pub(crate) fn add(story: &mut Story, people: &People) {
    enterprises(story);
    schools(story);
    responsible(story, people);
    let until = date(2022, 10, 1);
    let registers = [
        "coverage.enterprises",
        "coverage.qualifying",
        "coverage.plans",
        "coverage.foundings",
        "coverage.institutions",
        "coverage.adopted",
    ];
    story.sign("prefecture", &registers, until, AUTUMN);
    for unit in ["county", "office"] {
        story.sign(unit, &["coverage.bodies"], until, AUTUMN);
    }
}

/// Every enterprise is looked at each spring; the lower numbers meet the conditions.
fn enterprises(story: &mut Story) {
    for n in 0..ENTERPRISES {
        let (id, unit) = (format!("enterprise-{n:03}"), township(n % TOWNSHIPS + 1));
        let from = date(2020, 1, 6).saturating_add((n as i64 % 300).days());
        let fields = json!({ "unit": unit, "title": format!("示例企业{:03}", n + 1), "trade": TRADES[n % TRADES.len()], "from_on": from.to_string() });
        story.record(from, id.clone(), "coverage.enterprise", fields);
        for year in [2021, 2022] {
            let on = date(year, 3, 1).saturating_add((n as i64 % 25).days());
            let third = n < QUALIFYING;
            let fields = json!({ "unit": unit, "enterprise": id, "first": true, "second": n % 7 != 3 || third, "third": third, "found_on": on.to_string() });
            story.record(on, format!("{id}-{year}"), "coverage.survey", fields);
        }
        if n < COVERED {
            organisation(story, n, &id, &unit);
        } else if n < COVERED + UNFOUNDED {
            plan(story, &id, &unit, date(2022, 12, 20));
        }
    }
}

fn organisation(story: &mut Story, n: usize, enterprise: &str, unit: &str) {
    let (form, members) = if n < OWN {
        ("own", 3 + n % 6)
    } else {
        ("joint", 1 + n % 3)
    };
    let driven = n >= COVERED - DRIVE;
    let founded = if driven {
        plan(story, enterprise, unit, date(2022, 8, 31));
        date(2022, 5, 9).saturating_add((3 * (COVERED - n) as i64).days())
    } else {
        date(2021, 4, 6).saturating_add((n as i64).days())
    };
    let fields = json!({
        "unit": unit, "enterprise": enterprise, "form": form, "full_members": members, "founded_on": founded.to_string(), "document": "示例组批〔2021〕12号",
    });
    story.record(
        founded,
        format!("{enterprise}-organisation"),
        "coverage.organisation",
        fields,
    );
}

fn plan(story: &mut Story, enterprise: &str, unit: &str, due: Date) {
    let on = date(2022, 4, 15);
    let fields = json!({ "unit": unit, "enterprise": enterprise, "drive": "示例建组织扩覆盖集中攻坚", "planned_on": on.to_string(), "due_on": due.to_string(), "document": "示例组发〔2022〕6号" });
    story.record(on, format!("{enterprise}-plan"), "coverage.plan", fields);
}

/// All but the last two schools have adopted the system.
fn schools(story: &mut Story) {
    for n in 1..=SCHOOLS {
        let (id, unit) = (format!("institution-{n:02}"), school(n));
        let from = date(2022, 1, 4);
        let fields = json!({ "unit": unit, "title": format!("示例第{n}小学"), "sort": "school", "from_on": from.to_string() });
        story.record(from, id.clone(), "coverage.institution", fields);
        if n <= SCHOOLS - 2 {
            let on = date(2022, 3, 7).saturating_add((5 * n as i64).days());
            let fields = json!({ "unit": unit, "institution": id, "adopted_on": on.to_string(), "document": "示例教组〔2022〕4号" });
            story.record(on, format!("{id}-adopted"), "coverage.adoption", fields);
        }
    }
}

/// The secretary of each branch of the office, of the county and its townships; one place was empty for twelve days.
fn responsible(story: &mut Story, people: &People) {
    let from = date(2021, 1, 4);
    let first = |unit: &str| {
        let mut own = people
            .office
            .iter()
            .filter(|c| c.unit == unit && c.since < from);
        let person = own
            .next()
            .expect("every branch has staff of the opening list");
        person.person.clone()
    };
    let office = (1..=BRANCHES).map(branch).map(|unit| (first(&unit), unit));
    let county = std::iter::once("county".to_owned())
        .chain((1..=COUNTY_TOWNSHIPS).map(county_township))
        .zip(&people.county)
        .map(|(unit, person)| (person.clone(), unit));
    for (person, unit) in office.chain(county).collect::<Vec<_>>() {
        let fields = json!({ "unit": unit, "from_on": from.to_string(), "document": "示例党建责〔2021〕1号" });
        story.record(from, format!("scope-{unit}"), "coverage.scope", fields);
        names(story, &unit, &person, from);
    }
    let unit = branch(7);
    let (left, came) = (date(2022, 2, 14), date(2022, 2, 26));
    story.on(left).end(
        "responsible-end",
        &format!("responsible-{unit}-{from}"),
        left,
        "分工调整",
    );
    let next = people
        .office
        .iter()
        .filter(|c| c.unit == unit && c.since < from)
        .nth(1)
        .expect("a branch has more than one person of the opening list")
        .person
        .clone();
    names(story, &unit, &next, came);
}

fn names(story: &mut Story, unit: &str, person: &str, from: Date) {
    let fields = json!({ "unit": unit, "person": person, "from_on": from.to_string(), "document": "示例任〔2021〕1号" });
    story.record(
        from,
        format!("responsible-{unit}-{from}"),
        "coverage.responsible",
        fields,
    );
}
