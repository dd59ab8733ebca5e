//! What the prefecture's townships, schools and departments enter themselves, from 2021 to September 2022: meetings that open with
//! study, and their measures; the townships' task lists with what was done; the needs raised with them.
//!
//! What comes out, by rows: in each of these 93 units two such meetings a month, 42, with a measure each. In each of the 37
//! townships two goals, a meeting a month, sixteen tasks of two measures; a need a month, told and closed, and its 29 papers.

use crate::region::{DEPARTMENTS, SCHOOLS, TOWNSHIPS, department, school, township};
use crate::story::{Story, workday};
use crate::tasks::duties;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};

/// The first day of which nothing is entered any more.
const UNTIL: Date = date(2022, 10, 1);
const BUSINESS: [&str; 6] = [
    "研究冬季保暖工作",
    "研究安全巡查工作",
    "研究经费支出",
    "研究人员分工",
    "研究便民服务事项",
    "研究资料归档",
];
const STEPS: [&str; 5] = [
    "逐户走访一遍",
    "列出清单并公示",
    "组织一次集中学习",
    "核对台账",
    "补齐设施",
];
/// What each township sets itself every year: what, and the month by which it is due.
const TASKS: [(&str, i8); 8] = [
    ("党员活动场所开放", 3),
    ("春季草场巡护排班", 4),
    ("村级财务公开", 5),
    ("便民服务点设备更新", 6),
    ("饮水设施检修", 7),
    ("青稞收割互助组", 9),
    ("冬季取暖物资入户", 10),
    ("年度资料归档", 12),
];
const CATEGORIES: [&str; 7] = [
    "housing",
    "commuting",
    "conditions",
    "schooling",
    "leave",
    "pay",
    "other",
];

/// Adds all of it.
pub(crate) fn add(story: &mut Story) {
    let units = (1..=TOWNSHIPS)
        .map(township)
        .chain((1..=SCHOOLS).map(school))
        .chain((1..=DEPARTMENTS).map(department));
    for (place, unit) in units.enumerate() {
        meetings(story, &unit, place);
    }
    for n in 1..=TOWNSHIPS {
        let closer = story.person(&township(n), '辛', date(2021, 1, 4));
        let mut township = Township {
            story,
            unit: township(n),
            n,
            closer,
        };
        township.goals();
        township.tasks();
        township.needs();
        township.papers();
    }
}

/// The months of 2021 and those of 2022 that are over.
fn months() -> impl Iterator<Item = (i16, i8)> {
    let all = [2021, 2022]
        .into_iter()
        .flat_map(|year| (1..=12).map(move |month| (year, month)));
    all.take_while(|at| *at < (UNTIL.year(), UNTIL.month()))
}

/// Two meetings a month that open with study; from each a measure, done within forty days unless something came between.
fn meetings(story: &mut Story, unit: &str, place: usize) {
    let halves = months().flat_map(|at| [(at, 3), (at, 17)]);
    for (k, ((year, month), first)) in halves.enumerate() {
        let on = workday(date(year, month, first + (place % 9) as i8));
        let turn = k + place;
        let id = format!("first-{unit}-{k:02}");
        let sent = on.saturating_sub((1 + turn as i64 % 3).days());
        let fields = json!({
            "unit": unit, "title": format!("{year}年第{}次会议", k % 24 + 1), "held_on": on.to_string(),
            "agenda": [
                { "item": 1, "matter": "learning", "title": "学习示例文件", "reporter": "分管负责人", "sent_on": sent.to_string() },
                { "item": 2, "matter": "business", "title": BUSINESS[turn % BUSINESS.len()] },
            ],
        });
        story.record(on, id.clone(), "study.meeting", fields);
        let due = on.saturating_add(40.days());
        let fields = json!({
            "unit": unit, "meeting": id, "title": STEPS[turn % STEPS.len()], "owner": "分管负责人", "set_on": on.to_string(), "due_on": due.to_string(),
        });
        story.record(on, format!("{id}-measure"), "study.measure", fields);
        // One in thirty comes back after its day, one in fifty not at all.
        let taken = if turn.is_multiple_of(30) {
            47
        } else {
            12 + turn as i64 * 7 % 28
        };
        let closed = on.saturating_add(taken.days());
        if turn % 50 != 7 && closed < UNTIL {
            let fields = json!({ "unit": unit, "measure": format!("{id}-measure"), "closed_on": closed.to_string(), "document": format!("示例落实单〔{year}〕{}号", k + 1) });
            story.record(
                closed,
                format!("{id}-done"),
                "study.measure_closure",
                fields,
            );
        }
    }
}

/// One township; `closer` takes done tasks off its list.
struct Township<'s> {
    story: &'s mut Story,
    unit: String,
    n: usize,
    closer: String,
}

impl Township<'_> {
    fn put(&mut self, on: Date, id: impl Into<String>, kind: &str, mut fields: Json) {
        fields["unit"] = json!(self.unit);
        self.story.record(on, id, kind, fields);
    }

    /// A goal a year, and the meeting of each month that drives it; the yearly assessment in January.
    fn goals(&mut self) {
        let unit = self.unit.clone();
        for year in [2021, 2022] {
            let from = date(year, 1, 1);
            let fields = json!({ "title": "建设示例示范乡", "set_on": from.to_string(), "horizon_on": date(year, 12, 31).to_string() });
            self.put(from, format!("goal-{unit}-{year}"), "tasks.goal", fields);
        }
        for (year, month) in months() {
            let held: &[&str] = match month {
                6 | 12 => &["dispatch", "supervision", "evaluation"],
                3 | 9 => &["dispatch", "supervision"],
                _ => &["dispatch"],
            };
            // Each township misses one month, another one each.
            if (self.n + year as usize) % 12 + 1 != month as usize {
                self.meeting(workday(date(year, month, 24 + (self.n % 4) as i8)), held);
            }
        }
        self.meeting(
            workday(date(2022, 1, 10 + (self.n % 15) as i8)),
            &["assessment"],
        );
    }

    fn meeting(&mut self, on: Date, held: &[&str]) {
        let fields = json!({ "title": "示范乡建设推进会", "held_on": on.to_string(), "duties": duties(held, on) });
        let id = format!("meeting-{}-{on}-{}", self.unit, held[0]);
        self.put(on, id, "tasks.meeting", fields);
    }

    /// Set in January, two measures each with a note on the way; most are done in time.
    fn tasks(&mut self) {
        for year in [2021, 2022] {
            let set = workday(date(year, 1, 20));
            for (k, (title, month)) in TASKS.into_iter().enumerate() {
                let id = format!("task-{}-{year}-{k}", self.unit);
                let due = date(year, month, 28);
                let fields = json!({
                    "owner": self.unit, "goal": format!("goal-{}-{year}", self.unit), "title": title, "source": "goal",
                    "set_on": set.to_string(), "due_on": due.to_string(),
                });
                self.put(set, id.clone(), "tasks.task", fields);
                // Where snow kept somebody from the work it was done eleven days late.
                let late = (self.n + k).is_multiple_of(13);
                let done = workday(
                    due.saturating_add(if late { 11 } else { -3 - (self.n % 5) as i64 }.days()),
                );
                for step in 1..=2 {
                    self.measure(&id, title, step, set, due, done);
                }
                if done < UNTIL {
                    let fields = json!({ "task": id, "person": self.closer, "closed_on": done.to_string(), "document": format!("示例验收〔{year}〕{}号", k + 1) });
                    self.put(done, format!("{id}-closed"), "tasks.task_closure", fields);
                }
            }
        }
    }

    fn measure(&mut self, task: &str, title: &str, step: i64, set: Date, due: Date, done: Date) {
        let id = format!("{task}-m{step}");
        let fields = json!({
            "task": task, "owner": self.unit, "step": format!("{title}：第{step}步"), "set_on": set.to_string(), "due_on": due.to_string(),
        });
        self.put(set, id.clone(), "tasks.measure", fields);
        let days = i64::from((done - set).get_days());
        for turn in 1..=2 {
            let noted = workday(set.saturating_add((days * turn / 3 + step).days()));
            if noted < UNTIL {
                let fields = json!({ "measure": id, "noted_on": noted.to_string(), "document": format!("示例进度-{turn}") });
                self.put(noted, format!("{id}-p{turn}"), "tasks.progress", fields);
            }
        }
        let done = workday(done.saturating_sub((4 - 2 * step).days()));
        if done < UNTIL {
            let fields = json!({ "measure": id, "closed_on": done.to_string(), "document": format!("示例佐证-{step}") });
            self.put(done, format!("{id}-done"), "tasks.measure_closure", fields);
        }
    }

    /// One need a month, told within a fortnight, nearly always closed within sixty days; it names nobody.
    fn needs(&mut self) {
        for (k, (year, month)) in months().enumerate() {
            let turn = k + 5 * self.n;
            let raised = workday(date(year, month, 2 + (turn % 24) as i8));
            let id = format!("need-{}-{k:02}", self.unit);
            let owner = match turn % 3 {
                0 => self.unit.clone(),
                _ => department(turn % DEPARTMENTS + 1),
            };
            let fields = json!({ "category": CATEGORIES[turn % CATEGORIES.len()], "owner": owner, "raised_on": raised.to_string() });
            self.put(raised, id.clone(), "talks.need", fields);
            let told = raised.saturating_add((3 + turn as i64 % 11).days());
            if told < UNTIL {
                let fields = json!({ "need": id, "told_on": told.to_string() });
                self.put(told, format!("{id}-told"), "talks.need_reply", fields);
            }
            let taken = if turn % 40 == 9 {
                66
            } else {
                15 + turn as i64 * 11 % 43
            };
            let closed = raised.saturating_add(taken.days());
            if closed < UNTIL {
                let outcome = match turn % 9 {
                    4 => "explained",
                    7 => "referred",
                    _ => "solved",
                };
                let fields =
                    json!({ "need": id, "outcome": outcome, "closed_on": closed.to_string() });
                self.put(closed, format!("{id}-closed"), "talks.need_closure", fields);
            }
        }
    }

    /// A page of needs each month, quarter and year.
    fn papers(&mut self) {
        let from = date(2021, 1, 1);
        let fields = json!({ "from_on": from.to_string(), "document": "示例谈心谈话制度（试行）" });
        self.put(
            from,
            format!("scheme-{}", self.unit),
            "talks.scheme",
            fields,
        );
        let late = |turn: usize| if turn.is_multiple_of(29) { 9 } else { 0 };
        for (k, (year, month)) in months().enumerate() {
            let over = date(year, month, 1).last_of_month();
            let days = 4 + (k + self.n) as i64 % 5 + late(k + self.n);
            self.paper("month", over.saturating_add(days.days()));
            if month % 3 == 0 {
                self.paper("quarter", over.saturating_add((days + 2).days()));
            }
            if month == 12 {
                self.paper("year", over.saturating_add((days + 9).days()));
            }
        }
    }

    fn paper(&mut self, span: &str, signed: Date) {
        if signed < UNTIL {
            let fields = json!({ "span": span, "signed_on": signed.to_string(), "signed_by": "乡党委办公室主任" });
            let id = format!("paper-{}-{span}-{signed}", self.unit);
            self.put(signed, id, "talks.analysis", fields);
        }
    }
}
