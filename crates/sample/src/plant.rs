//! Records that make a small ledger hold given numbers, all of them an opening balance.
//!
//! Events and stocks are kept apart: whoever passes through for an event leaves the roll on the same day.

use crate::events::Events;
use crate::family::Basic;
use crate::region::{FOUNDED_ON, Unit};
use crate::sheet::Sheet;
use crate::stocks::Course;
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};

/// What stands from the start stands from this day: before the regulation of 2007, so that no quota is asked.
const SINCE: Date = date(2001, 1, 1);
/// Root of the units, and the unit that lends to and borrows from all others.
const ROOT: &str = "everything";
const OTHER: &str = "elsewhere";
/// Persons placed in one part of a unit: a full partition is read anew with each entry.
const IN_ONE_PART: usize = 25;

/// Records of a small ledger.
pub(crate) struct Planting {
    sheet: Sheet,
    count: usize,
    /// Who invited to every talk, once there is one.
    host: Option<String>,
}

impl Planting {
    /// Founds the units, each under one root; the names are those that a text uses.
    pub fn new(units: &[(String, String)]) -> Self {
        let mut planting = Self {
            sheet: Sheet::default(),
            count: 0,
            host: None,
        };
        Unit::new(ROOT, "示例总览", "region", None).found(&mut planting.sheet);
        Unit::new(OTHER, "示例其他单位", "other", Some(ROOT)).found(&mut planting.sheet);
        for (code, name) in units {
            Unit::new(code.clone(), name.clone(), "other", Some(ROOT)).found(&mut planting.sheet);
        }
        planting
    }

    /// Plants stocks over time.
    pub fn stocks(&mut self, unit: &str, course: &Course) {
        let mut basics: Vec<Basic> = course
            .values()
            .flat_map(|stocks| stocks.0.keys().copied())
            .collect();
        basics.sort();
        basics.dedup();
        for basic in basics {
            let points = course.iter().enumerate().map(|(k, (day, stocks))| {
                let since = if k == 0 { SINCE } else { *day };
                (since, stocks.0.get(&basic).copied().unwrap_or(0))
            });
            let points: Vec<(Date, i64)> = points.collect();
            match weighed(basic) {
                Some(write) => self.weights(&points, |planting, n, since, until| {
                    write(planting, unit, basic, n, since, until)
                }),
                None => self.rows(unit, basic, &points),
            }
        }
    }

    /// Plants events of one sort.
    pub fn events(&mut self, unit: &str, sort: &str, events: &Events) {
        for days in events {
            let person = self.person(unit);
            for day in days {
                self.event(unit, sort, &person, *day);
            }
        }
    }

    /// Signs a register of a unit for every day before `until`.
    pub fn sign(&mut self, unit: &str, register: &str, until: Date) {
        let fields = json!({
            "unit": unit, "register": register, "from_on": FOUNDED_ON, "until_on": until.to_string(),
            "signed_on": until.to_string(), "signed_by": "示例台账负责人",
        });
        self.put("core.signature", fields);
    }

    /// Gives the records in the order in which they are to be entered.
    pub fn sheet(self) -> Sheet {
        self.sheet
    }

    /// Rows that come and go so that there are as many as each point says.
    fn rows(&mut self, unit: &str, basic: Basic, points: &[(Date, i64)]) {
        let mut standing: Vec<Date> = Vec::new();
        let mut spells: Vec<(Date, Option<Date>)> = Vec::new();
        for (day, n) in points {
            let n = usize::try_from(*n).unwrap_or(0);
            while standing.len() > n {
                let since = standing.pop().unwrap_or(*day);
                spells.push((since, Some(*day)));
            }
            standing.resize(n, *day);
        }
        spells.extend(standing.into_iter().map(|since| (since, None)));
        for (k, (since, until)) in spells.into_iter().enumerate() {
            self.row(unit, basic, k, since, until);
        }
    }

    fn row(&mut self, unit: &str, basic: Basic, k: usize, since: Date, until: Option<Date>) {
        if let Basic::Lone(
            id @ ("core.branches" | "core.townships" | "core.schools" | "core.villages"),
        ) = basic
        {
            let sort = match id {
                "core.branches" => "branch",
                "core.townships" => "township",
                "core.schools" => "school",
                _ => "village",
            };
            let code = format!("{unit}.{sort}{k}");
            Unit::new(code.clone(), format!("示例{code}"), sort, Some(unit)).found(&mut self.sheet);
            return;
        }
        let part = if basic == Basic::Filled && k >= IN_ONE_PART {
            self.part(unit, k)
        } else {
            unit.to_owned()
        };
        let person = self.person(&part);
        let on = since.to_string();
        match basic {
            Basic::Full | Basic::Probationary => {
                let form = if basic == Basic::Full {
                    "full"
                } else {
                    "probationary"
                };
                self.put("members.membership", json!({ "unit": part, "person": person, "form": form, "from_on": on, "document": "示例名册" }));
                self.leaves_roll(&part, &person, until);
            }
            Basic::Lone("members.applicants") => {
                self.put("members.application", json!({ "unit": part, "person": person, "matter": "admission", "applied_on": on }));
                self.leaves_roll(&part, &person, until);
            }
            Basic::Lone(id @ ("members.activists" | "members.objects")) => {
                let kind = if id == "members.objects" {
                    "members.object"
                } else {
                    "members.activist"
                };
                self.put(kind, json!({ "unit": part, "person": person, "decided_by": "committee", "decided_on": on }));
                self.leaves_roll(&part, &person, until);
            }
            Basic::Filled => {
                let fields = json!({ "unit": part, "category": "administrative", "person": person, "entered_on": on });
                self.put_until("establishment.placement", fields, until);
            }
            Basic::Lone("establishment.leading_filled") => {
                self.put_until("establishment.leading_post", json!({ "unit": part, "level": "deputy", "person": person, "appointed_on": on }), until);
            }
            _ => {
                let terms = if basic == Basic::Staff {
                    "staff"
                } else {
                    "contract"
                };
                self.put_until(
                    "core.service",
                    json!({ "unit": part, "person": person, "terms": terms, "from_on": on }),
                    until,
                );
            }
        }
    }

    /// A part of a unit for its next persons.
    fn part(&mut self, unit: &str, k: usize) -> String {
        let code = format!("{unit}.part{}", k / IN_ONE_PART);
        if k.is_multiple_of(IN_ONE_PART) {
            Unit::new(code.clone(), format!("示例{code}"), "other", Some(unit))
                .found(&mut self.sheet);
        }
        code
    }

    /// One record after another that says how many there are.
    fn weights(
        &mut self,
        points: &[(Date, i64)],
        mut write: impl FnMut(&mut Self, i64, Date, Option<Date>),
    ) {
        for (k, (day, n)) in points.iter().enumerate() {
            write(self, *n, *day, points.get(k + 1).map(|(next, _)| *next));
        }
    }

    fn event(&mut self, unit: &str, sort: &str, person: &str, day: Date) {
        let on = day.to_string();
        let decided =
            json!({ "unit": unit, "person": person, "decided_by": "committee", "decided_on": on });
        let voted = |matter: &str| {
            let vote = json!({ "unit": unit, "person": person, "matter": matter, "held_on": on, "due": 9, "present": 9, "yes": 9, "written": 0 });
            let answer = json!({ "unit": unit, "person": person, "matter": matter, "conclusion": "approved", "approved_on": on, "document": "示例批复" });
            [("members.vote", vote), ("members.approval", answer)]
        };
        let course = |course: &str| json!({ "unit": unit, "person": person, "course": course, "organiser": "branch", "days": 1, "trained_on": on });
        let records: Vec<(&str, Json)> = match sort {
            "members.applied" => vec![(
                "members.application",
                json!({ "unit": unit, "person": person, "matter": "admission", "applied_on": on }),
            )],
            "members.activists_chosen" => vec![("members.activist", decided)],
            "members.objects_chosen" => vec![("members.object", decided)],
            "members.activists_filed" => {
                vec![(
                    "members.filing",
                    json!({ "unit": unit, "person": person, "stage": "activist", "action": "filed", "filed_on": on }),
                )]
            }
            "members.activists_trained" => vec![("members.training", course("activist"))],
            "members.objects_trained" => vec![("members.training", course("object"))],
            "members.converted" => voted("conversion").into(),
            "talks.persons" => {
                let host = self.host(unit);
                vec![(
                    "talks.talk",
                    json!({ "unit": unit, "person": person, "host": host, "role": "secretary", "talked_on": on }),
                )]
            }
            _ => voted("admission").into(),
        };
        let passes = !matches!(
            sort,
            "members.activists_filed"
                | "members.activists_trained"
                | "members.objects_trained"
                | "talks.persons"
        );
        for (kind, fields) in records {
            self.put(kind, fields);
        }
        self.leaves_roll(unit, person, passes.then_some(day));
    }

    fn host(&mut self, unit: &str) -> String {
        match &self.host {
            Some(host) => host.clone(),
            None => {
                let host = self.person(unit);
                self.host.insert(host).clone()
            }
        }
    }

    fn leaves_roll(&mut self, unit: &str, person: &str, on: Option<Date>) {
        if let Some(on) = on {
            self.put("members.departure", json!({ "unit": unit, "person": person, "cause": "transferred_out", "left_on": on.to_string() }));
        }
    }

    fn person(&mut self, unit: &str) -> String {
        self.count += 1;
        let code = format!("p-{:05}", self.count);
        let name = format!("示例{:05}", self.count);
        self.put("core.person", json!({ "unit": unit, "person": code, "name": name, "birth_on": "1975-05-06", "registered_on": SINCE.to_string() }));
        code
    }

    fn put(&mut self, kind: &str, fields: Json) -> String {
        self.count += 1;
        let id = format!("r-{:05}", self.count);
        self.sheet.opening(id.clone(), kind, fields);
        id
    }

    fn put_until(&mut self, kind: &str, fields: Json, until: Option<Date>) {
        let id = self.put(kind, fields);
        if let Some(until) = until {
            self.sheet.end(format!("{id}-end"), &id, until, "调出");
        }
    }
}

type Write = fn(&mut Planting, &str, Basic, i64, Date, Option<Date>);

/// How a stock is written that one record holds as a number.
fn weighed(basic: Basic) -> Option<Write> {
    match basic {
        Basic::Administrative | Basic::Institution | Basic::Worker => Some(quota),
        Basic::Lone("establishment.leading_approved") => Some(leading_quota),
        Basic::Lone("establishment.lent" | "establishment.borrowed") => Some(loan),
        _ => None,
    }
}

/// A later quota takes the place of an earlier one by itself.
fn quota(
    planting: &mut Planting,
    unit: &str,
    basic: Basic,
    posts: i64,
    since: Date,
    _: Option<Date>,
) {
    let category = match basic {
        Basic::Administrative => "administrative",
        Basic::Institution => "institution",
        _ => "worker",
    };
    let fields = json!({ "unit": unit, "category": category, "posts": posts, "approval_no": "示例编", "approved_on": since.to_string() });
    planting.put("establishment.quota", fields);
}

fn leading_quota(
    planting: &mut Planting,
    unit: &str,
    _: Basic,
    posts: i64,
    since: Date,
    _: Option<Date>,
) {
    let fields = json!({ "unit": unit, "level": "deputy", "posts": posts, "approval_no": "示例编", "approved_on": since.to_string() });
    planting.put("establishment.leading_quota", fields);
}

fn loan(
    planting: &mut Planting,
    unit: &str,
    basic: Basic,
    posts: i64,
    since: Date,
    until: Option<Date>,
) {
    if posts == 0 {
        return;
    }
    let lends = basic == Basic::Lone("establishment.lent");
    let (lender, borrower) = if lends { (unit, OTHER) } else { (OTHER, unit) };
    let fields = json!({
        "unit": lender, "borrower": borrower, "category": "administrative", "posts": posts, "lent_on": since.to_string(),
        "term_end_on": "2099-12-31", "purpose": "示例", "approval_no": "示例周转",
    });
    planting.put_until("establishment.loan", fields, until);
}
