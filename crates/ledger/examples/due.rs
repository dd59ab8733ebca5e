//! Times what is owed: 500 units, twelve months, all cadences of the packs of this repository.
//!
//! Every unit has a goal, a system of talks, a meeting each month and two applications a month, half of them talked about.
//! Everything happens in a temporary folder that is removed afterwards.

use jiff::civil::date;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;
use youju_base::period::Period;
use youju_declare::Files;
use youju_journal::entropy::Entropy;
use youju_ledger::due::DueAsk;
use youju_ledger::ledger::{Creation, Ledger};
use youju_ledger::outcome::Outcome;
use youju_ledger::submission::Submission;
use youju_ledger::submit::Moment;

const UNITS: usize = 500;
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let files = Files::from_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs"))?;
    let moment = Moment {
        today: date(2023, 2, 1),
        at: "2023-02-01T08:00:00Z".into(),
    };
    let creation = Creation {
        origin: "bench.example/ledger".into(),
        synthetic: true,
        entropy: Entropy::system(),
        moment: moment.clone(),
    };
    let ledger = Ledger::create(&folder.path().join("ledger"), &files, creation)?;
    for answer in ledger.submit_all(&sent(units())?, &moment)? {
        if !matches!(answer, Ok(Outcome::Accepted(_))) {
            return Err(format!("a unit was not accepted: {answer:?}").into());
        }
    }
    let records = sent(records())?;
    ledger.open_bulk()?;
    for batch in records.chunks(5_000) {
        ledger.put_bulk(batch, &moment)?;
    }
    ledger.close_bulk()?;

    let ask = DueAsk {
        arrears: true,
        ..DueAsk::new(Period::parse("2022-02-01..2023-01-31")?, moment.today)
    };
    let mut times = Vec::new();
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let found = ledger.due(&ask)?;
        times.push(started.elapsed());
        outcomes.clear();
        for one in &found {
            *outcomes.entry(one.outcome.word()).or_default() += 1;
        }
    }
    times.sort();
    println!(
        "{UNITS} units, 12 months, {} cadences, {} records: {} obligations in {} ms (median of {ROUNDS}), {outcomes:?}",
        ledger.packs().cadences().count(),
        records.len(),
        outcomes.values().sum::<usize>(),
        times[ROUNDS / 2].as_millis()
    );
    Ok(())
}

fn sent(all: Vec<Json>) -> Result<Vec<Submission>, Box<dyn Error>> {
    let read = |body| Submission::from_json(body).map_err(|p| format!("{p:?}").into());
    all.into_iter().map(read).collect()
}

fn units() -> Vec<Json> {
    let mut all = vec![
        json!({"id": "u.R", "kind": "core.unit", "unit": "R", "name": "示例县", "sort": "county", "from_on": "2020-01-01"}),
    ];
    for i in 0..UNITS {
        all.push(json!({"id": format!("u.{i}"), "kind": "core.unit", "unit": format!("u{i}"), "name": format!("示例{i}"), "sort": "office", "from_on": "2020-01-01"}));
        for line in ["party", "administration", "establishment"] {
            all.push(json!({"id": format!("l.{line}.{i}"), "kind": "core.unit_link", "unit": format!("u{i}"), "line": line, "parent": "R", "from_on": "2020-01-01"}));
        }
    }
    all
}

fn records() -> Vec<Json> {
    let mut all = Vec::new();
    for i in 0..UNITS {
        let unit = format!("u{i}");
        all.push(json!({"id": format!("g.{i}"), "kind": "tasks.goal", "unit": unit, "title": "示例目标", "set_on": "2022-01-01", "horizon_on": "2022-12-31"}));
        all.push(json!({"id": format!("s.{i}"), "kind": "talks.scheme", "unit": unit, "from_on": "2022-01-01", "document": "示例1号"}));
        for month in 1..=12 {
            all.push(json!({"id": format!("m.{i}.{month}"), "kind": "tasks.meeting", "unit": unit, "title": "示例会议", "held_on": format!("2022-{month:02}-28"),
                "duties": [{"duty": "dispatch", "agenda": "调度", "output": "纪要"}, {"duty": "supervision", "agenda": "督办", "output": "督办单"}]}));
            for half in 0..2 {
                let person = format!("p.{i}.{month}.{half}");
                all.push(json!({"id": format!("a.{i}.{month}.{half}"), "kind": "members.application", "unit": unit, "person": person, "matter": "admission", "applied_on": format!("2022-{month:02}-03")}));
                if half == 0 {
                    all.push(json!({"id": format!("t.{i}.{month}"), "kind": "members.talk", "unit": unit, "person": person, "talked_on": format!("2022-{month:02}-13")}));
                }
            }
        }
    }
    all
}
