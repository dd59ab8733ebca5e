//! The prefecture's posts: approved, filled, vacant, over, lent; and the small staffs of brigade and company.
//!
//! What comes out, by rows: on 2022-09-30 approved 484, filled 445, vacant 39; one unit over quota since its quota was
//! lowered in 2006, one full; five posts lent, one of them overdue. In the first half of 2022 entered 6, left 4.

use crate::region::{SCHOOLS, TOWNSHIPS, department, school, township};
use crate::story::{AUTUMN, NEW_YEAR, OPENING, Story};
use jiff::civil::{Date, date};
use serde_json::json;
use std::collections::BTreeSet;

/// Departments whose posts stand in the register; those of the others are kept elsewhere.
const STAFFED: usize = 12;
const APPROVED_ON: Date = date(2012, 1, 1);
const ENTERED_ON: Date = date(2012, 3, 1);
/// The local instrument that turns on the three rules of entry and those of the pool.
const INSTRUMENT: &str = "示例地编〔2021〕12号";
const LOCAL_RULES: [&str; 6] = [
    "only_exits_when_over",
    "exit_before_entry",
    "entry_by_need",
    "exit_used_once",
    "no_lending_below_filled",
    "no_pool_entry_when_full",
];

/// Adds everything about posts.
pub(crate) fn add(story: &mut Story) {
    let mut posts = Posts {
        story,
        units: BTreeSet::new(),
    };
    posts.over_full_since_2006();
    for n in (1..=STAFFED).filter(|n| *n != OVER) {
        posts.unit(
            &department(n),
            "administrative",
            8,
            if n == FULL { 8 } else { 7 },
        );
    }
    for n in 1..=TOWNSHIPS {
        posts.unit(
            &township(n),
            "administrative",
            4,
            if n <= 15 { 3 } else { 4 },
        );
        posts.unit(&township(n), "institution", 2, if n >= 30 { 1 } else { 2 });
    }
    for n in 1..=SCHOOLS {
        posts.unit(&school(n), "institution", 6, if n <= 10 { 5 } else { 6 });
    }
    posts.switches();
    posts.exits_and_entries();
    posts.pool();
    posts.county();
    posts.waiting();
    posts.small_staffs();
    posts.evaluations();
    let registers = [
        "approved",
        "filled",
        "vacant",
        "balance",
        "entries",
        "exits",
        "lent",
        "borrowed",
        "overdue",
        "pool_filled",
    ];
    let registers = registers.map(|stem| format!("establishment.{stem}"));
    let registers: Vec<&str> = registers
        .iter()
        .map(String::as_str)
        .chain(["core.units"])
        .collect();
    story.sign("prefecture", &registers, date(2022, 10, 1), AUTUMN);
    story.sign(
        "brigade",
        &["core.staff", "core.engaged"],
        date(2022, 10, 1),
        AUTUMN,
    );
}

/// The department without a vacancy.
pub const FULL_UNIT: &str = "prefecture.d01";
/// The record of one who could leave it, so that somebody may enter.
pub const LEAVER: &str = "post-prefecture.d01-administrative-08";
/// The code of one who waits for a post there.
pub const WAITING: &str = "p-9001";

/// Numbers of the department without a vacancy and of the one over quota.
const FULL: usize = 1;
const OVER: usize = 2;

struct Posts<'s> {
    story: &'s mut Story,
    /// Those with posts of their own.
    units: BTreeSet<String>,
}

impl Posts<'_> {
    /// Eight posts and seven persons, then six posts: before the regulation of 2007, after which no such decision passes.
    fn over_full_since_2006(&mut self) {
        let unit = department(OVER);
        self.quota(&unit, "administrative", 8, date(2004, 1, 1));
        for n in 1..=7 {
            self.placed(&unit, "administrative", n, date(2004, 3, 1), json!({}));
        }
        self.quota(&unit, "administrative", 6, date(2006, 12, 1));
    }

    fn unit(&mut self, unit: &str, category: &str, posts: i64, filled: usize) {
        self.quota(unit, category, posts, APPROVED_ON);
        for n in 1..=filled {
            self.placed(unit, category, n, ENTERED_ON, json!({}));
        }
    }

    fn quota(&mut self, unit: &str, category: &str, posts: i64, on: Date) {
        self.units.insert(unit.to_owned());
        let fields = json!({
            "unit": unit, "category": category, "posts": posts, "approval_no": format!("示例编〔{}〕1号", on.year()), "approved_on": on.to_string(),
        });
        self.story.record(
            on,
            format!("quota-{unit}-{category}-{}", on.year()),
            "establishment.quota",
            fields,
        );
    }

    /// Places a new person; gives the record's id.
    fn placed(
        &mut self,
        unit: &str,
        category: &str,
        n: usize,
        on: Date,
        more: serde_json::Value,
    ) -> String {
        let person = self.story.person(unit, '乙', on.max(OPENING));
        let id = placement(unit, category, n);
        let mut fields = json!({ "unit": unit, "category": category, "person": person, "entered_on": on.to_string() });
        for (key, value) in more.as_object().into_iter().flatten() {
            fields[key] = value.clone();
        }
        self.story
            .record(on, id.clone(), "establishment.placement", fields);
        id
    }

    fn switches(&mut self) {
        for rule in LOCAL_RULES {
            let fields = json!({ "unit": "prefecture", "rule": format!("establishment.{rule}"), "from_on": "2022-01-01", "instrument": INSTRUMENT });
            self.story.record(
                NEW_YEAR,
                format!("switch-{rule}"),
                "core.rule_switch",
                fields,
            );
        }
    }

    fn exits_and_entries(&mut self) {
        for (n, on) in [
            date(2022, 2, 16),
            date(2022, 3, 10),
            date(2022, 4, 20),
            date(2022, 6, 8),
        ]
        .into_iter()
        .enumerate()
        {
            self.left(&school(11 + n), "institution", 6, on);
        }
        for n in 0..6 {
            let unit = school(5 + n);
            self.placed(
                &unit,
                "institution",
                7,
                date(2022, 3, 1),
                json!({ "need": format!("示例用编〔2022〕{}号", n + 1) }),
            );
        }
        for n in 0..2 {
            let unit = school(11 + n);
            let replaced = placement(&unit, "institution", 6);
            self.placed(
                &unit,
                "institution",
                7,
                date(2022, 8, 25),
                json!({ "replaces": replaced }),
            );
        }
        self.placed(
            &township(10),
            "administrative",
            5,
            date(2022, 9, 1),
            json!({ "need": "示例用编〔2022〕7号" }),
        );
        for (unit, on) in [(20, date(2022, 7, 20)), (21, date(2022, 9, 15))] {
            self.left(&township(unit), "administrative", 4, on);
        }
    }

    fn left(&mut self, unit: &str, category: &str, n: usize, on: Date) {
        let id = placement(unit, category, n);
        self.story.on(on).end(format!("{id}-end"), &id, on, "调出");
    }

    /// Six loans: one returned, one overdue; three persons in borrowed posts.
    fn pool(&mut self) {
        let loans = [
            (
                department(5),
                township(20),
                "administrative",
                date(2022, 12, 31),
            ),
            (
                department(6),
                township(21),
                "administrative",
                date(2022, 12, 31),
            ),
            (school(1), township(31), "institution", date(2023, 1, 31)),
            (school(2), township(32), "institution", date(2023, 1, 31)),
            (school(3), school(20), "institution", date(2022, 6, 30)),
            (school(4), school(21), "institution", date(2022, 6, 30)),
        ];
        for (n, (lender, borrower, category, term_end)) in loans.into_iter().enumerate() {
            let lent = date(2022, 1, 20);
            let id = format!("loan-{}", n + 1);
            let fields = json!({
                "unit": lender, "borrower": borrower, "category": category, "posts": 1, "lent_on": lent.to_string(),
                "term_end_on": term_end.to_string(), "purpose": "保障基层紧缺岗位", "approval_no": format!("示例周转〔2022〕{}号", n + 1),
            });
            self.story
                .record(lent, id.clone(), "establishment.loan", fields);
            if n == 5 {
                self.story.on(date(2022, 5, 31)).end(
                    format!("{id}-end"),
                    &id,
                    date(2022, 5, 31),
                    "用后返还",
                );
            }
            if n < 3 {
                let entered = date(2022, 2, 10);
                let person = self.story.person(&borrower, '乙', entered);
                let fields = json!({ "unit": borrower, "category": category, "person": person, "entered_on": entered.to_string() });
                self.story.record(
                    entered,
                    format!("pool-{}", n + 1),
                    "establishment.pool_placement",
                    fields,
                );
            }
        }
    }

    /// Has been chosen for the full department and is not in a post yet.
    fn waiting(&mut self) {
        self.story
            .introduce(WAITING, FULL_UNIT, "示例乙9001", date(1994, 6, 1), AUTUMN);
    }

    /// The county has approvals only: 12,000 posts.
    fn county(&mut self) {
        self.quota("county", "administrative", 2_000, APPROVED_ON);
        self.quota("county", "institution", 10_000, APPROVED_ON);
    }

    /// The use of posts in 2021, evaluated for every unit in March 2022.
    fn evaluations(&mut self) {
        let on = date(2022, 3, 15);
        for unit in &self.units {
            let fields = json!({ "unit": unit, "verdict": "well_used", "evaluated_on": on.to_string(), "document": "示例编评〔2022〕1号" });
            self.story.record(
                on,
                format!("use-{unit}-2021"),
                "establishment.evaluation",
                fields,
            );
        }
    }

    fn small_staffs(&mut self) {
        for (unit, line, terms, count) in [
            ("brigade", '丁', "staff", 12),
            ("brigade", '丁', "auxiliary", 8),
            ("company", '戊', "staff", 10),
        ] {
            for _ in 0..count {
                let person = self.story.person(unit, line, OPENING);
                self.story.serve(&person, unit, terms, date(2017, 12, 31));
            }
        }
    }
}

/// Id of the n-th placement in a unit and category.
fn placement(unit: &str, category: &str, n: usize) -> String {
    format!("post-{unit}-{category}-{n:02}")
}
