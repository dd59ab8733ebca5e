//! The prefecture's cadres: leading posts, moves with their steps, postings away from home, the pool, appraisals as decided.
//!
//! What comes out, by rows, from 2022-01-01 to 2022-09-30: 173 persons of county level moved; of them 131 promoted or raised in
//! rank, 92 of these from county and township (3 heads of townships promoted, 18 raised in rank); new heads in 28 departments;
//! 777 sent to the grassroots, 28 seconded or learning beside a post. In the pool 120.

use crate::region::{DEPARTMENTS, TOWNSHIPS, department, township};
use crate::story::{AUTUMN, NEXT_YEAR, OPENING, Story, spread};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};

const PREFECTURE: &str = "prefecture";
/// The first decisions of 2022 are of this day.
const FIRST: Date = date(2022, 1, 6);
/// Officials of the departments; all of them are sent to the grassroots for half a year.
const OFFICIALS: usize = 777;
/// Persons in the pool of young cadres.
const POOL: usize = 120;

/// Somebody who works in a department.
pub(crate) struct Official {
    pub person: String,
    pub unit: String,
}

/// A number of moves of one sort.
struct Moves {
    change: &'static str,
    origin: &'static str,
    held: &'static str,
    count: usize,
}

const fn moves(
    change: &'static str,
    origin: &'static str,
    held: &'static str,
    count: usize,
) -> Moves {
    Moves {
        change,
        origin,
        held,
        count,
    }
}

/// 63 promotions and 68 rises in rank, 92 of them from county and township; the 42 others of the 173 stay on their level.
const RAISED: [Moves; 6] = [
    moves("promotion", "township", "head", 3),
    moves("promotion", "county", "none", 40),
    moves("promotion", "prefecture", "none", 20),
    moves("rank_advance", "township", "head", 18),
    moves("rank_advance", "county", "deputy", 31),
    moves("rank_advance", "prefecture", "none", 19),
];
/// Moves on the same level, the first of them into the head post of each department.
const LATERAL: usize = 42;

/// Adds everything about cadres and gives the officials of the departments.
pub(crate) fn add(story: &mut Story) -> Vec<Official> {
    let officials = officials(story);
    raised(story);
    lateral(story);
    postings(story, &officials);
    for official in officials.iter().step_by(6).take(POOL) {
        let on = date(2022, 3, 15);
        let fields = json!({ "unit": official.unit, "person": official.person, "entered_on": on.to_string(), "document": "示例组函〔2022〕9号" });
        story.record(
            on,
            format!("pool-{}", official.person),
            "cadres.pool_entry",
            fields,
        );
    }
    recusals(story, &officials);
    appraisals(story, &officials);
    let registers = [
        "moves",
        "seat_moves",
        "seats",
        "holdings",
        "vacancies",
        "postings",
        "away",
        "pool",
    ];
    let registers = registers.map(|stem| format!("cadres.{stem}"));
    let registers: Vec<&str> = registers.iter().map(String::as_str).collect();
    story.sign(PREFECTURE, &registers, date(2022, 10, 1), AUTUMN);
    officials
}

fn officials(story: &mut Story) -> Vec<Official> {
    let one = |k: usize| {
        let unit = department(k % DEPARTMENTS + 1);
        let person = story.person(&unit, '丁', OPENING);
        Official { person, unit }
    };
    (0..OFFICIALS).map(one).collect()
}

/// A leading post to be set up.
struct Seat<'a> {
    unit: &'a str,
    /// What the id says of it.
    code: String,
    title: String,
    standing: &'static str,
    body: &'static str,
    priority: bool,
}

impl Seat<'_> {
    /// Sets it up and gives its id.
    fn found(self, story: &mut Story) -> String {
        let id = format!("seat-{}-{}", self.unit, self.code);
        let fields = json!({
            "unit": self.unit, "title": self.title, "standing": self.standing, "body": self.body, "priority": self.priority,
            "set_on": "2018-01-02", "document": "示例地编〔2018〕1号",
        });
        story.record(OPENING, id.clone(), "cadres.seat", fields);
        id
    }
}

/// Promotions and rises in rank, each after its steps.
fn raised(story: &mut Story) {
    let total = RAISED.iter().map(|m| m.count).sum();
    let sorts = RAISED
        .iter()
        .flat_map(|sort| std::iter::repeat_n(sort, sort.count));
    for (k, sort) in sorts.enumerate() {
        let promotion = sort.change == "promotion";
        let unit = if sort.origin == "township" && !promotion {
            township(k % TOWNSHIPS + 1)
        } else {
            department(k % DEPARTMENTS + 1)
        };
        let person = story.person(&unit, '戊', OPENING);
        // The first step is taken forty days before the decision, the last fourteen days after it.
        let on = spread(date(2022, 2, 21), date(2022, 9, 9), k, total);
        let announced = on.saturating_add(14.days());
        let mut fields = json!({
            "unit": unit, "person": person, "change": sort.change, "rank": "county", "origin": sort.origin, "held": sort.held,
            "decided_on": on.to_string(), "decision_no": format!("示例地委干〔2022〕{}号", k + 1),
            "proceeding": steps(story, &unit, &person, on, k, promotion),
        });
        if promotion {
            let seat = Seat {
                unit: &unit,
                code: format!("deputy-{k:02}"),
                title: format!("副局长{}", k + 1),
                standing: "deputy",
                body: "department",
                priority: false,
            };
            fields["to_seat"] = json!(seat.found(story));
            fields["announced_on"] = json!(announced.to_string());
            // Half of those from the counties are elected by a people's congress on the day of announcement.
            if sort.origin == "county" && k % 2 == 0 {
                fields["elected_on"] = json!(announced.to_string());
            }
            if sort.held == "head" {
                fields["from_seat"] = json!(head_of_township(story, &township(k + 1), &person));
            }
        }
        let entered = if promotion { announced } else { on };
        story.record(entered, format!("move-{k:03}"), "cadres.move", fields);
    }
}

/// A head post of a township that the person has held for four years, from the opening balance.
fn head_of_township(story: &mut Story, unit: &str, person: &str) -> String {
    let seat = Seat {
        unit,
        code: "secretary".into(),
        title: "乡党委书记".into(),
        standing: "head",
        body: "township",
        priority: false,
    };
    let seat = seat.found(story);
    let fields = json!({
        "unit": unit, "person": person, "change": "lateral", "rank": "section", "origin": "township", "held": "deputy",
        "to_seat": seat, "decided_on": "2018-01-03", "decision_no": "示例地委干〔2018〕3号",
    });
    story.record(
        OPENING,
        format!("move-head-{person}"),
        "cadres.move",
        fields,
    );
    seat
}

/// Motion, recommendation, inspection, decision and notice; of a rise in rank the motion and the notice.
fn steps(
    story: &mut Story,
    unit: &str,
    person: &str,
    on: Date,
    k: usize,
    promotion: bool,
) -> String {
    let id = format!("motion-{k:03}");
    let before = |days: i64| on.saturating_sub(days.days());
    let fields = json!({ "unit": unit, "person": person, "opened_on": before(40).to_string() });
    story.record(before(40), id.clone(), "cadres.proceeding", fields);
    if promotion {
        for (stage, days) in [("recommendation", 30), ("inspection", 20)] {
            let fields = json!({
                "unit": unit, "proceeding": id, "stage": stage, "done_on": before(days).to_string(), "document": format!("示例干考〔2022〕{}号", k + 1),
            });
            story.record(
                before(days),
                format!("{stage}-{k:03}"),
                "cadres.step",
                fields,
            );
        }
        let agree = 8 + k % 4;
        let fields = json!({
            "unit": unit, "proceeding": id, "held_on": on.to_string(), "due": 11, "present": 11, "agree": agree, "disagree": 0, "defer": 11 - agree,
        });
        story.record(on, format!("decision-{k:03}"), "cadres.decision", fields);
    }
    let posted = if promotion {
        on.saturating_add(1.day())
    } else {
        before(10)
    };
    let fields = json!({ "unit": unit, "proceeding": id, "posted_on": posted.to_string() });
    story.record(posted, format!("notice-{k:03}"), "cadres.notice", fields);
    id
}

/// Moves on the same level, first a new head for each department; two townships wait for theirs.
fn lateral(story: &mut Story) {
    for k in 0..LATERAL {
        let unit = department(k % DEPARTMENTS + 1);
        let (title, standing) = if k < DEPARTMENTS {
            ("局长".to_owned(), "head")
        } else {
            (format!("党组成员{k}"), "deputy")
        };
        // The departments of law and of the environment are filled first.
        let seat = Seat {
            unit: &unit,
            code: format!("{standing}-same-{k:02}"),
            title,
            standing,
            body: "department",
            priority: k < 2,
        };
        let seat = seat.found(story);
        let person = story.person(&unit, '戊', OPENING);
        let on = spread(FIRST, date(2022, 8, 26), k, LATERAL);
        let fields = json!({
            "unit": unit, "person": person, "change": "lateral", "rank": "county", "origin": "prefecture", "held": standing,
            "to_seat": seat, "decided_on": on.to_string(), "decision_no": format!("示例地委干〔2022〕{}号", 200 + k),
        });
        story.record(on, format!("move-same-{k:02}"), "cadres.move", fields);
    }
    for n in 1..=2 {
        let unit = township(n);
        let seat = Seat {
            unit: &unit,
            code: "head".into(),
            title: "乡长".into(),
            standing: "head",
            body: "township",
            priority: true,
        };
        seat.found(story);
    }
}

/// Who is sent to the grassroots in the spring is back by September; 16 are seconded and 12 learn beside a post until the end of 2022.
fn postings(story: &mut Story, officials: &[Official]) {
    for (k, official) in officials.iter().enumerate() {
        let on = date(2022, 3, 1).saturating_add(((k % 20) as i64).days());
        let id = format!("sent-{}", official.person);
        let host = ["village", "village", "township", "county"][k % 4];
        let fields = json!({
            "unit": official.unit, "person": official.person, "host": host, "from_on": on.to_string(),
            "term_end_on": "2022-08-31", "document": "示例组通〔2022〕6号",
        });
        story.record(on, id.clone(), "cadres.sending", fields);
        story
            .on(AUTUMN)
            .end(format!("{id}-end"), &id, date(2022, 9, 1), "期满返回");
    }
    for k in 0..28 {
        let unit = department(k + 1);
        let person = story.person(&unit, '戊', OPENING);
        let (kind, host) = match k {
            0..8 => ("secondment", "central"),
            8..16 => ("secondment", "partner"),
            _ => ("shadowing", "region"),
        };
        let on = spread(date(2022, 2, 14), date(2022, 6, 30), k, 28);
        let id = format!("{kind}-{k:02}");
        let fields = json!({
            "unit": unit, "person": person, "host": host, "from_on": on.to_string(), "term_end_on": "2022-12-31", "document": "示例组通〔2022〕8号",
        });
        story.record(on, id.clone(), &format!("cadres.{kind}"), fields);
        story
            .on(NEXT_YEAR)
            .end(format!("{id}-end"), &id, date(2023, 1, 1), "期满返回");
    }
}

fn recusals(story: &mut Story, officials: &[Official]) {
    for (k, official) in officials.iter().step_by(120).enumerate() {
        let on = spread(FIRST, date(2022, 8, 1), k, 7);
        let id = format!("recusal-{k}");
        let (ground, outcome) = if k % 2 == 0 {
            ("post", "moved")
        } else {
            ("duty", "withdrawn")
        };
        let fields = json!({
            "unit": official.unit, "person": official.person, "ground": ground, "declared_on": on.to_string(),
        });
        story.record(on, id.clone(), "cadres.recusal", fields);
        let decided = on.saturating_add(20.days());
        let fields = json!({
            "unit": official.unit, "recusal": id, "outcome": outcome, "decided_on": decided.to_string(), "document": "示例组函〔2022〕20号",
        });
        story.record(
            decided,
            format!("{id}-decided"),
            "cadres.recusal_decision",
            fields,
        );
    }
}

/// The yearly appraisal of 2021 and the quarterly ones since: as each department decided, at most a fifth excellent.
fn appraisals(story: &mut Story, officials: &[Official]) {
    let rounds = [
        ("annual", date(2022, 1, 7)),
        ("in_year", date(2021, 4, 9)),
        ("in_year", date(2021, 7, 9)),
        ("in_year", date(2021, 10, 12)),
        ("in_year", date(2022, 4, 8)),
        ("in_year", date(2022, 7, 8)),
        ("in_year", date(2022, 9, 27)),
    ];
    for (form, on) in rounds {
        for n in 1..=DEPARTMENTS {
            let unit = department(n);
            let own: Vec<&Official> = officials.iter().filter(|o| o.unit == unit).collect();
            let round = format!("round-{unit}-{on}");
            let fields = json!({ "unit": unit, "form": form, "due": own.len(), "decided_on": on.to_string(), "document": "示例考核〔2022〕1号" });
            story.record(on, round.clone(), "cadres.appraisal_round", fields);
            for (k, official) in own.iter().enumerate() {
                let result = if (k + n) % 7 == 0 {
                    "excellent"
                } else {
                    "competent"
                };
                let mut fields: Json = json!({
                    "unit": unit, "person": official.person, "round": round, "result": result, "decided_on": on.to_string(), "document": "示例考核〔2022〕1号",
                });
                if form == "annual" {
                    fields["told_on"] = json!(on.to_string());
                }
                story.record(
                    on,
                    format!("appraisal-{on}-{}", official.person),
                    "cadres.appraisal",
                    fields,
                );
            }
        }
    }
}
