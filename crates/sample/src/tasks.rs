//! The county's goals, tasks and measures, the meetings that drive them, its points with their leaders, and two boxes counted.
//!
//! What comes out, by rows: of the 19 duties of 2021 seventeen met, the dispatch of February released, that of May late, that of
//! October by a joint meeting. On 2022-09-30 twelve tasks, eight of them closed, one of the others overdue and waiting for another
//! unit; 28 measures. Six points with a leader each, one of them for 15 days without.

use crate::region::{COUNTY_TOWNSHIPS, county_township, department};
use crate::story::{AUTUMN, Story};
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};

const COUNTY: &str = "county";
/// The local instrument that turns on the rules of closing.
const INSTRUMENT: &str = "示例县委〔2021〕30号";
const LOCAL_RULES: [&str; 8] = [
    "owner_is_named",
    "closed_by_another",
    "has_measures",
    "measures_closed",
    "closed_on_proof",
    "measure_on_proof",
    "no_measure_after_closing",
    "owner_did_not_close",
];

/// A task with open measures, overdue and waiting for another unit.
pub const OPEN_TASK: &str = "task-county-09";
/// The code of one who owns no task and may close those of others.
pub const CLOSER: &str = "p-9002";

/// One line of the county's task list.
struct Task {
    /// What the title says is to be done.
    title: &'static str,
    source: &'static str,
    due: Date,
    measures: i64,
    closed: Option<Date>,
}

const fn task(
    title: &'static str,
    source: &'static str,
    due: Date,
    measures: i64,
    closed: Option<Date>,
) -> Task {
    Task {
        title,
        source,
        due,
        measures,
        closed,
    }
}

/// All set on the day of the first dispatch of 2022; the seventh was closed late, the ninth is overdue.
const TASKS: [Task; 12] = [
    task(
        "支部活动场所达标",
        "standard",
        date(2022, 3, 31),
        2,
        Some(date(2022, 3, 25)),
    ),
    task(
        "党员档案逐册核对",
        "meeting",
        date(2022, 3, 31),
        2,
        Some(date(2022, 3, 30)),
    ),
    task(
        "村级服务事项上墙",
        "goal",
        date(2022, 4, 30),
        2,
        Some(date(2022, 4, 22)),
    ),
    task(
        "乡镇周转房维修",
        "meeting",
        date(2022, 5, 31),
        3,
        Some(date(2022, 5, 27)),
    ),
    task(
        "包点联系全覆盖",
        "goal",
        date(2022, 5, 31),
        2,
        Some(date(2022, 5, 31)),
    ),
    task(
        "支部品牌命名",
        "goal",
        date(2022, 6, 30),
        2,
        Some(date(2022, 6, 24)),
    ),
    task(
        "村级财务公开",
        "standard",
        date(2022, 6, 30),
        3,
        Some(date(2022, 7, 12)),
    ),
    task(
        "半年考评发现问题整改",
        "meeting",
        date(2022, 9, 20),
        2,
        Some(date(2022, 9, 16)),
    ),
    task("乡镇食堂用水改造", "meeting", date(2022, 8, 31), 3, None),
    task("驻村工作队轮换", "meeting", date(2022, 10, 31), 2, None),
    task("冬季保畅物资储备", "goal", date(2022, 11, 15), 2, None),
    task("年度资料归档", "standard", date(2022, 12, 20), 3, None),
];
const SET_ON: Date = date(2022, 1, 28);
const FIRST_DISPATCH: &str = "meeting-county-2022-01-28";

/// Adds everything about tasks, given the county's members.
pub(crate) fn add(story: &mut Story, members: &[String]) {
    let mut county = County { story, members };
    county.rules();
    county.goals();
    county.meetings_of_2021();
    county.meetings_of_2022();
    county.tasks();
    county.supervisions();
    county.points();
    county.evaluation();
    county
        .story
        .introduce(CLOSER, COUNTY, "示例丙9002", date(1988, 3, 1), AUTUMN);
    county.sign();
}

/// The lines of a meeting: an agenda and an output for each duty that it does.
pub(crate) fn duties(held: &[&str], on: Date) -> Vec<Json> {
    let line = |duty: &&str| {
        let name = match *duty {
            "dispatch" => "调度",
            "supervision" => "督办",
            "evaluation" => "考评",
            _ => "考核",
        };
        json!({ "duty": duty, "agenda": format!("{name}议程"), "output": format!("示例{name}纪要{on}") })
    };
    held.iter().map(line).collect()
}

struct County<'s> {
    story: &'s mut Story,
    members: &'s [String],
}

impl County<'_> {
    fn put(&mut self, on: Date, id: impl Into<String>, kind: &str, fields: Json) {
        self.story.record(on, id, &format!("tasks.{kind}"), fields);
    }

    fn rules(&mut self) {
        for rule in LOCAL_RULES {
            let fields = json!({ "unit": COUNTY, "rule": format!("tasks.{rule}"), "from_on": "2022-01-01", "instrument": INSTRUMENT });
            self.story.record(
                date(2022, 1, 1),
                format!("switch-tasks-{rule}"),
                "core.rule_switch",
                fields,
            );
        }
    }

    fn goals(&mut self) {
        for (unit, title, from, to) in [
            (
                COUNTY,
                "党建创建示范县",
                date(2021, 1, 1),
                date(2021, 12, 31),
            ),
            (COUNTY, "党建创建提质", date(2022, 1, 1), date(2022, 12, 31)),
            (
                "brigade",
                "冬季保畅示范中队",
                date(2021, 7, 1),
                date(2021, 12, 31),
            ),
        ] {
            let fields = json!({ "unit": unit, "title": title, "set_on": from.to_string(), "horizon_on": to.to_string(), "document": INSTRUMENT });
            self.put(from, format!("goal-{unit}-{}", from.year()), "goal", fields);
        }
    }

    /// Twelve, four, two and one: February released, May held late, October together with the brigade.
    fn meetings_of_2021(&mut self) {
        for month in 1..=12 {
            let mut duties = vec!["dispatch"];
            if month % 3 == 0 {
                duties.push("supervision");
            }
            if month % 6 == 0 {
                duties.push("evaluation");
            }
            match month {
                2 => self.exempt(),
                5 => self.meeting(COUNTY, date(2021, 6, 7), &duties, &[]),
                10 => self.meeting(COUNTY, date(2021, 10, 28), &duties, &["brigade"]),
                _ => self.meeting(COUNTY, date(2021, month, 28), &duties, &[]),
            }
            if month >= 7 && month != 10 {
                self.meeting("brigade", date(2021, month, 26), &duties, &[]);
            }
        }
        self.meeting(COUNTY, date(2022, 1, 18), &["assessment"], &[]);
        self.meeting("brigade", date(2022, 1, 20), &["assessment"], &[]);
        self.late_reason();
    }

    /// The month of the New Year festivals.
    fn exempt(&mut self) {
        let fields = json!({
            "unit": COUNTY, "cadence": "tasks.dispatch_every_month", "from_on": "2021-03-01", "until_on": "2021-03-10", "document": "示例县委办〔2021〕5号",
        });
        self.story.record(
            date(2021, 3, 1),
            "exemption-county-2021-02",
            "core.exemption",
            fields,
        );
    }

    /// Why the dispatch of May 2021 was late; why that of August 2022 was missed has not been said.
    fn late_reason(&mut self) {
        let given = date(2021, 6, 8);
        let fields = json!({
            "unit": COUNTY, "cadence": "tasks.dispatch_every_month", "due_on": "2021-06-05", "cause": "防汛值守，推迟两日",
            "given_on": given.to_string(),
        });
        self.story
            .record(given, "late-county-2021-05", "core.late_reason", fields);
    }

    /// August was missed; what the fourth quarter owes is open.
    fn meetings_of_2022(&mut self) {
        for month in [1, 2, 3, 4, 5, 6, 7, 9] {
            let duties: &[&str] = match month {
                6 => &["dispatch", "supervision", "evaluation"],
                3 | 9 => &["dispatch", "supervision"],
                _ => &["dispatch"],
            };
            self.meeting(COUNTY, date(2022, month, 28), duties, &[]);
        }
    }

    /// A meeting with an agenda and an output for each duty.
    fn meeting(&mut self, unit: &str, on: Date, held: &[&str], partners: &[&str]) {
        let mut fields = json!({ "unit": unit, "title": "党建创建工作推进会", "held_on": on.to_string(), "duties": duties(held, on) });
        if !partners.is_empty() {
            fields["partners"] = partners
                .iter()
                .map(|unit| json!({ "partner": unit }))
                .collect();
        }
        self.put(on, format!("meeting-{unit}-{on}"), "meeting", fields);
    }

    fn tasks(&mut self) {
        for (k, task) in TASKS.iter().enumerate() {
            let (id, owner) = (
                format!("task-county-{:02}", k + 1),
                county_township(k % COUNTY_TOWNSHIPS + 1),
            );
            let mut fields = json!({
                "unit": COUNTY, "owner": owner, "goal": "goal-county-2022", "title": task.title, "source": task.source,
                "set_on": SET_ON.to_string(), "due_on": task.due.to_string(),
            });
            match task.source {
                "meeting" => fields["meeting"] = json!(FIRST_DISPATCH),
                "standard" => fields["source_document"] = json!("示例标准〔2021〕7号"),
                _ => {}
            }
            self.put(SET_ON, id.clone(), "task", fields);
            let fields = json!({ "unit": COUNTY, "task": id, "person": self.members[k % 6], "from_on": SET_ON.to_string() });
            self.put(SET_ON, format!("{id}-owner"), "owner", fields);
            for n in 1..=task.measures {
                self.measure(&id, &owner, n, task);
            }
            if let Some(closed) = task.closed {
                let fields = json!({ "unit": COUNTY, "task": id, "person": self.members[6 + k % 5], "closed_on": closed.to_string(), "document": format!("示例验收〔2022〕{}号", k + 1) });
                self.put(closed, format!("{id}-closed"), "task_closure", fields);
            }
        }
        // The ninth task waits for the water authority of the prefecture.
        let fields = json!({ "unit": COUNTY, "task": OPEN_TASK, "blocker": department(3), "matter": "用水接入许可", "since_on": "2022-08-10" });
        self.put(date(2022, 8, 10), "blockage-county-09", "blockage", fields);
    }

    /// Of an open task only the first measure is done.
    fn measure(&mut self, task: &str, owner: &str, n: i64, of: &Task) {
        let id = format!("{task}-m{n}");
        let fields = json!({
            "unit": COUNTY, "task": task, "owner": owner, "step": format!("{}：第{n}步", of.title), "set_on": SET_ON.to_string(), "due_on": of.due.to_string(),
        });
        self.put(SET_ON, id.clone(), "measure", fields);
        let done = match of.closed {
            Some(closed) => Some(closed),
            None if n == 1 => Some(date(2022, 7, 6)),
            None => None,
        };
        if let Some(done) = done {
            let fields = json!({ "unit": COUNTY, "measure": id, "closed_on": done.to_string(), "document": format!("示例佐证-{id}") });
            self.put(done, format!("{id}-done"), "measure_closure", fields);
        }
    }

    /// Three matters followed up; the last one has not been answered.
    fn supervisions(&mut self) {
        for (n, issued, by, replied) in [
            (
                1,
                date(2022, 3, 29),
                date(2022, 4, 15),
                Some(date(2022, 4, 11)),
            ),
            (
                2,
                date(2022, 6, 29),
                date(2022, 7, 15),
                Some(date(2022, 7, 14)),
            ),
            (3, date(2022, 9, 2), date(2022, 9, 20), None),
        ] {
            let (id, target) = (format!("order-county-{n}"), county_township(n));
            let fields = json!({
                "unit": COUNTY, "target": target, "task": OPEN_TASK, "matter": "任务推进情况", "warrant": "party",
                "issued_on": issued.to_string(), "reply_by_on": by.to_string(), "document": format!("示例督〔2022〕{n}号"),
            });
            self.put(issued, id.clone(), "supervision", fields);
            if let Some(replied) = replied {
                let fields = json!({ "unit": target, "supervision": id, "replied_on": replied.to_string(), "document": format!("示例复〔2022〕{n}号") });
                self.put(replied, format!("{id}-reply"), "supervision_reply", fields);
            }
        }
    }

    /// Five leaders for six townships, four since May; the fourth township was without one from 10 to 24 May.
    fn points(&mut self) {
        let from = date(2022, 1, 1);
        for n in 1..=COUNTY_TOWNSHIPS {
            let unit = county_township(n);
            let fields =
                json!({ "unit": unit, "from_on": from.to_string(), "document": INSTRUMENT });
            self.put(from, format!("point-{unit}"), "point", fields);
            self.leader(&unit, (n - 1) % 5, from);
        }
        let unit = county_township(4);
        let (left, came) = (date(2022, 5, 10), date(2022, 5, 25));
        self.story.on(left).end(
            "leader-end",
            &format!("leader-{unit}-{from}"),
            left,
            "分工调整",
        );
        self.leader(&unit, 2, came);
    }

    fn leader(&mut self, unit: &str, place: usize, from: Date) {
        let fields = json!({ "unit": unit, "person": self.members[place], "from_on": from.to_string(), "document": INSTRUMENT });
        self.put(from, format!("leader-{unit}-{from}"), "leader", fields);
    }

    /// One box of members, one of the public, for the half-year.
    fn evaluation(&mut self) {
        let on = date(2022, 6, 30);
        for (voters, [sent, returned, valid, satisfied, basically, dissatisfied]) in [
            ("members", [14, 14, 14, 12, 2, 0]),
            ("public", [300, 276, 270, 241, 25, 4]),
        ] {
            let fields = json!({
                "unit": COUNTY, "voters": voters, "counted_on": on.to_string(), "sent": sent, "returned": returned, "valid": valid,
                "satisfied": satisfied, "basically": basically, "dissatisfied": dissatisfied, "document": "示例计票单〔2022〕1号",
            });
            self.put(on, format!("box-{voters}"), "public_evaluation", fields);
        }
    }

    fn sign(&mut self) {
        let of = |stems: &[&str]| {
            stems
                .iter()
                .map(|stem| format!("tasks.{stem}"))
                .collect::<Vec<_>>()
        };
        let county = of(&[
            "goals",
            "tasks",
            "tasks_set",
            "tasks_closed",
            "terms",
            "overdue",
            "measures",
            "measures_closed",
            "measures_overdue",
            "blockages",
            "meetings",
            "supervisions",
            "unanswered",
            "points",
            "leaders",
            "ballots",
            "boxes",
        ]);
        let registers: Vec<&str> = county.iter().map(String::as_str).collect();
        self.story
            .sign(COUNTY, &registers, date(2022, 10, 1), AUTUMN);
    }
}
