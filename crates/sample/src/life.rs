//! The life of the office's branches from 2018 to September 2022: meetings, lectures, theme days, hours of training.
//!
//! What comes out, by rows: every month 18 committee meetings, 36 meetings of groups and 18 theme days, but 17 in May 2022,
//! when one branch missed its day; every quarter 18 general meetings and lectures; every December 18 meetings of
//! organisation life. Five members had eighteen hours only in 2021. Roll calls are kept of 2022.

use crate::members::{Colleague, People};
use crate::region::{BRANCHES, branch};
use crate::story::{AUTUMN, OPENING, Story, months, workday};
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};

const FOUNDED_ON: Date = date(2018, 1, 1);
/// Until this day everything of this module happens.
const UNTIL: Date = date(2022, 9, 28);
/// Roll calls are kept for two years; the ledger has those of this year.
const CALLED: i16 = 2022;
/// Seats of each branch committee.
const SEATS: usize = 5;
/// The branch and month without a theme day.
const MISSED: (usize, i16, i8) = (7, 2022, 5);

/// Adds everything about the life of the branches.
pub(crate) fn add(story: &mut Story, people: &People) {
    let members = people.listed();
    for n in 1..=BRANCHES {
        let own: Vec<&Colleague> = members.iter().filter(|c| c.unit == branch(n)).collect();
        Branch {
            story,
            n,
            unit: branch(n),
            own,
        }
        .add();
    }
    trainings(story, members);
    let fields = json!({ "unit": "office", "sort": "committee", "founded_on": FOUNDED_ON.to_string(), "document": "示例党批〔2017〕1号" });
    story
        .on(OPENING)
        .record("life-office", "branch_life.organisation", fields);
    for year in 2018..=2022 {
        let on = workday(date(year, 6, 29));
        let fields = json!({ "unit": "office", "form": "lecture", "speaker": "secretary", "held_on": on.to_string() });
        story.record(
            on,
            format!("life-office-lecture-{year}"),
            "branch_life.session",
            fields,
        );
    }
    let registers = ["sessions", "resolutions", "trainings", "organisations"];
    let registers = registers.map(|stem| format!("branch_life.{stem}"));
    let registers: Vec<&str> = registers.iter().map(String::as_str).collect();
    story.sign("office", &registers, date(2022, 10, 1), AUTUMN);
}

struct Branch<'s> {
    story: &'s mut Story,
    n: usize,
    unit: String,
    own: Vec<&'s Colleague>,
}

impl Branch<'_> {
    fn add(&mut self) {
        self.set_up();
        for (year, month) in months() {
            self.month(year, month);
            if month % 3 == 0 {
                self.quarter(year, month);
            }
            if month == 12 {
                self.session("life", "life_and_appraisal", date(year, 12, 15), json!({}));
            }
        }
    }

    fn set_up(&mut self) {
        let unit = &self.unit;
        let fields = json!({
            "unit": unit, "sort": "branch", "seats": SEATS, "founded_on": FOUNDED_ON.to_string(), "document": format!("示例党批〔2017〕{}号", self.n + 1),
        });
        self.story
            .on(OPENING)
            .record(format!("life-{unit}"), "branch_life.organisation", fields);
        for (k, title) in ["第一党小组", "第二党小组"].into_iter().enumerate() {
            let fields =
                json!({ "unit": unit, "title": title, "formed_on": FOUNDED_ON.to_string() });
            let id = format!("group-{unit}-{k}");
            self.story
                .on(OPENING)
                .record(id, "branch_life.group", fields);
        }
        // In every third branch one member need not attend.
        if self.n.is_multiple_of(3) {
            let released = self.own[self.own.len() - 1];
            let fields = json!({
                "unit": unit, "person": released.person, "released_on": "2021-03-02", "document": format!("示例支部〔2021〕{}号", self.n),
            });
            self.story.record(
                date(2021, 3, 2),
                format!("released-{}", released.person),
                "branch_life.release",
                fields,
            );
        }
    }

    fn month(&mut self, year: i16, month: i8) {
        let shift = (self.n % 9) as i8;
        self.session(
            "committee",
            "committee",
            date(year, month, 6 + shift),
            json!({}),
        );
        for k in 0..2 {
            let of = json!({ "group_of": format!("group-{}-{k}", self.unit) });
            self.session(
                &format!("group{k}"),
                "group",
                date(year, month, 16 + shift / 2),
                of,
            );
        }
        if MISSED != (self.n, year, month) {
            self.session("theme", "theme_day", date(year, month, 23), json!({}));
        }
    }

    /// A general meeting with a resolution, and a lecture.
    fn quarter(&mut self, year: i16, month: i8) {
        let on = date(year, month, 12 + (self.n % 6) as i8);
        let held = self.session("general", "general", on, json!({}));
        self.session(
            "lecture",
            "lecture",
            date(year, month, 26),
            json!({ "speaker": if self.n.is_multiple_of(2) { "secretary" } else { "member" } }),
        );
        let due = self.own.len();
        let fields = json!({
            "unit": self.unit, "session": held, "matter": "支部季度工作安排", "due": due, "present": due - 2, "yes": due - 3,
            "decision": "passed", "resolved_on": workday(on).to_string(),
        });
        self.story.record(
            workday(on),
            format!("{held}-resolved"),
            "branch_life.resolution",
            fields,
        );
    }

    /// Adds a meeting and gives its id.
    fn session(&mut self, mark: &str, form: &str, on: Date, mut fields: Json) -> String {
        let on = workday(on).min(UNTIL);
        let id = format!("life-{}-{mark}-{}-{:02}", self.unit, on.year(), on.month());
        fields["unit"] = json!(self.unit);
        fields["form"] = json!(form);
        fields["held_on"] = json!(on.to_string());
        if on.year() == CALLED {
            let called = if form == "committee" {
                &self.own[..SEATS]
            } else {
                &self.own[..]
            };
            let roll = called.iter().enumerate().map(|(k, c)| {
                // About one in eleven is on leave, never two of a committee.
                let away = (k + 7 * on.month() as usize + self.n) % 11 == 5;
                json!({ "person": c.person, "state": if away { "leave" } else { "present" } })
            });
            fields["roll"] = roll.collect();
        }
        self.story
            .record(on, id.clone(), "branch_life.session", fields);
        id
    }
}

/// Three hours a month for everybody, three days of intensive training each June; a few missed the second half of 2021.
fn trainings(story: &mut Story, members: &[Colleague]) {
    for (year, month) in months() {
        let on = workday(date(year, month, 21));
        let (course, hours) = if month == 6 {
            ("intensive", 24)
        } else {
            ("ordinary", 3)
        };
        for (k, member) in members.iter().enumerate() {
            if year == 2021 && month >= 6 && k % 57 == 3 {
                continue;
            }
            let fields = json!({
                "unit": member.unit, "person": member.person, "course": course, "hours": hours, "trained_on": on.to_string(),
            });
            story.record(
                on,
                format!("hours-{}-{year}-{month:02}", member.person),
                "branch_life.training",
                fields,
            );
        }
    }
}
