//! The brigade's cases from 2018 to September 2022: procedure only, no party, nothing counted by officer.
//!
//! What comes out, by rows: each month three cases of the general procedure and eighteen on the spot; one case of repeat
//! drink-driving, of the call of 2020-07-15; one inquiry into it from inside, refused; nineteen quarterly reports, one of them late.

use crate::story::{AUTUMN, OPENING, Story, months, workday};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};

const BRIGADE: &str = "brigade";
const SQUADS: usize = 3;
/// Cases on the spot of each squad and month.
const ON_THE_SPOT: i8 = 6;
/// The case of repeat drink-driving: squad, year, month.
const REPEAT: (usize, i16, i8) = (1, 2020, 7);

/// Adds the cases, and the register of inquiries from inside.
pub(crate) fn add(story: &mut Story) {
    let reviewer = story.person(BRIGADE, '丁', OPENING);
    for n in 1..=SQUADS {
        let unit = format!("brigade.q{n:02}");
        let officers = [(); 2].map(|()| story.person(&unit, '丁', OPENING));
        let mut squad = Squad {
            story,
            n,
            unit,
            officers,
            reviewer: reviewer.clone(),
        };
        for (year, month) in months() {
            squad.general(year, month);
            squad.on_the_spot(year, month);
        }
    }
    inquiries(story);
    let registers = [
        "accepted",
        "open",
        "decided",
        "queries",
        "evidence_list",
        "inquiries",
        "inquiry_reports",
    ]
    .map(|stem| format!("cases.{stem}"));
    let registers: Vec<&str> = registers.iter().map(String::as_str).collect();
    story.sign(BRIGADE, &registers, date(2022, 10, 1), AUTUMN);
}

struct Squad<'s> {
    story: &'s mut Story,
    n: usize,
    unit: String,
    officers: [String; 2],
    reviewer: String,
}

impl Squad<'_> {
    /// A case of the general procedure, from its acceptance to its delivery.
    fn general(&mut self, year: i16, month: i8) {
        let repeat = REPEAT == (self.n, year, month);
        let on = if repeat {
            date(2020, 7, 15)
        } else {
            workday(date(year, month, 4 + self.n as i8))
        };
        let case = format!("case-{}-{year}-{month:02}", self.unit);
        let drink = repeat || month % 4 == self.n as i8;
        let conduct = if drink { "drink" } else { "other" };
        let fields = json!({
            "conduct": conduct, "file_no": format!("示例交卷〔{year}〕{}{month:02}号", self.n), "accepted_on": on.to_string(),
        });
        self.add(on, case.clone(), "proceeding", fields);
        for (k, officer) in self.officers.clone().iter().enumerate() {
            let fields =
                json!({ "person": officer, "proceeding": case, "named_on": on.to_string() });
            self.add(on, format!("{case}-handler-{k}"), "handler", fields);
        }
        if drink {
            let fields = json!({
                "proceeding": case, "system": "示例交通违法信息系统", "answer": if repeat { "prior" } else { "none" },
                "queried_on": on.to_string(),
            });
            self.add(on, format!("{case}-query"), "prior_query", fields);
        }
        self.evidence(&case, drink, on);
        for (step, after) in [("inquiry", 0), ("told", 2), ("plea", 3)] {
            self.step(&case, step, on.saturating_add(after.days()));
        }
        let reviewed = on.saturating_add(5.days());
        let fields = json!({
            "person": self.reviewer, "proceeding": case, "office": "legal_officer", "on_party": true, "on_facts": true, "on_nature": true,
            "on_law": true, "on_procedure": true, "on_measure": true, "verdict": "passed", "reviewed_on": reviewed.to_string(),
        });
        self.add(reviewed, format!("{case}-review"), "review", fields);
        let decided = on.saturating_add(6.days());
        let mut fields = match (drink, repeat) {
            (_, true) => {
                json!({ "level": "county", "fine": "2000.00", "licence": "revoked", "detention": 10 })
            }
            (true, _) => {
                json!({ "level": "county", "fine": "1500.00", "licence": "held", "held_months": 6 })
            }
            _ => json!({ "level": "brigade", "fine": "500.00", "licence": "kept" }),
        };
        fields["proceeding"] = json!(case);
        fields["outcome"] = json!("penalty");
        fields["procedure"] = json!("general");
        fields["decided_on"] = json!(decided.to_string());
        fields["document"] = json!(format!("示例交决〔{year}〕{}{month:02}号", self.n));
        self.add(decided, format!("{case}-decision"), "decision", fields);
        self.delivered(&case, "direct", decided.saturating_add(2.days()));
    }

    /// A recording of each case, and of driving after drinking a sample with its clocks.
    fn evidence(&mut self, case: &str, drink: bool, on: Date) {
        let pieces = if drink {
            &["recording", "sample"][..]
        } else {
            &["recording"][..]
        };
        for sort in pieces {
            let fields = json!({
                "proceeding": case, "sort": sort, "title": if *sort == "sample" { "示例检验样本" } else { "示例执法视频" },
                "officers": 1, "auxiliaries": 1, "taken_on": on.to_string(),
            });
            let id = format!("{case}-{sort}");
            self.add(on, id.clone(), "evidence", fields);
            let fields = json!({ "evidence": id, "action": "sealed", "place": "示例物证室", "moved_on": on.to_string() });
            self.add(on, format!("{id}-sealed"), "evidence_move", fields);
        }
        if drink {
            for (step, after) in [
                ("sample_drawn", 0),
                ("sample_sent", 1),
                ("result_received", 3),
                ("result_told", 4),
            ] {
                self.step(case, step, on.saturating_add(after.days()));
            }
        }
    }

    fn on_the_spot(&mut self, year: i16, month: i8) {
        for k in 0..ON_THE_SPOT {
            let on = date(year, month, 2 + 4 * k + self.n as i8);
            let case = format!("spot-{}-{year}-{month:02}-{k}", self.unit);
            let number = format!("〔{year}〕{}{month:02}{k}号", self.n);
            let fields = json!({ "conduct": "other", "file_no": format!("示例简卷{number}"), "accepted_on": on.to_string() });
            self.add(on, case.clone(), "proceeding", fields);
            let fields = json!({
                "proceeding": case, "outcome": "penalty", "procedure": "summary", "level": "squad", "fine": "100.00", "licence": "kept",
                "decided_on": on.to_string(), "document": format!("示例简决{number}"),
            });
            self.add(on, format!("{case}-decision"), "decision", fields);
            self.delivered(&case, "on_the_spot", on);
        }
    }

    fn step(&mut self, case: &str, step: &str, on: Date) {
        let fields = json!({ "proceeding": case, "step": step, "done_on": on.to_string() });
        self.add(on, format!("{case}-{step}"), "step", fields);
    }

    fn delivered(&mut self, case: &str, manner: &str, on: Date) {
        let fields = json!({ "decision": format!("{case}-decision"), "manner": manner, "delivered_on": on.to_string() });
        self.add(on, format!("{case}-delivered"), "delivery", fields);
    }

    fn add(&mut self, on: Date, id: String, kind: &str, mut fields: Json) {
        fields["unit"] = json!(self.unit);
        self.story.record(on, id, &format!("cases.{kind}"), fields);
    }
}

/// One inquiry, about the repeat case; a report each quarter, that of the second quarter of 2019 five days late.
fn inquiries(story: &mut Story) {
    let (squad, year, month) = REPEAT;
    let on = date(2020, 7, 16);
    let fields = json!({
        "unit": BRIGADE, "proceeding": format!("case-brigade.q{squad:02}-{year}-{month:02}"), "form": "pleading", "asker": "示例局某科室",
        "answer": "refused", "asked_on": on.to_string(), "form_no": "示例过问〔2020〕1号",
    });
    story.record(on, "inquiry-2020-07", "cases.interference", fields);
    for (year, month) in months().filter(|(_, month)| month % 3 == 0) {
        let after = if (year, month) == (2019, 6) { 15 } else { 5 };
        let on = date(year, month, 1)
            .last_of_month()
            .saturating_add(after.days());
        let fields =
            json!({ "unit": BRIGADE, "signed_on": on.to_string(), "signed_by": "示例大队长" });
        story.record(
            on,
            format!("inquiries-{year}-{month:02}"),
            "cases.interference_report",
            fields,
        );
    }
}
