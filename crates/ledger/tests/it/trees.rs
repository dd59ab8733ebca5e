//! Trees then against a slow and simple reading of the links: units moved, merged, split, renamed, corrected and voided at random.

use crate::histories::{Dice, asks, step};
use crate::office::{InMemory, core};
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use youju_base::date::parse_day;
use youju_db::{Rows, Value};
use youju_journal::entropy::Entropy;
use youju_journal::keys::Keys;
use youju_journal::log;
use youju_ledger::core::Core;
use youju_ledger::figure::{Ask, Selection, Time, Tree, figure};
use youju_ledger::outcome::Outcome;
use youju_ledger::rebuild::rebuild;
use youju_ledger::reconcile::{JournalCauses, reconcile};
use youju_ledger::verify::{Report, compare_projections};

const LINES: [&str; 2] = ["administration", "establishment"];
const UNITS: [&str; 4] = ["A", "B", "A1", "A2"];

/// A move, merger, split or renaming.
pub fn change_of_units(dice: &mut Dice, id: &str) -> Json {
    let (unit, other) = (*dice.pick(&UNITS), *dice.pick(&["R", "A", "B", "A1"]));
    let day = dice.day().to_string();
    let change = |what: &str, more: (&str, Json)| {
        let mut body = json!({"id": id, "kind": "core.unit_change", "unit": other, "change": what, "changed_on": day, "instrument": "示例1号"});
        body[more.0] = more.1;
        body
    };
    match dice.roll(8) {
        0 => change("merge", ("merged", json!([{"old": unit}]))),
        1 => {
            let mut body = change("split", ("parts", json!([{"part": other}, {"part": unit}])));
            body["moves"] = json!([{"moved": *dice.pick(&UNITS), "under": unit}]);
            body
        }
        2 => change("rename", ("name", json!("示例新名"))),
        _ => {
            json!({"id": id, "kind": "core.unit_link", "unit": unit, "line": *dice.pick(&LINES), "parent": other, "from_on": day})
        }
    }
}

/// The parent of a unit on a day, read from the records alone.
fn parent(rows: &dyn Rows, line: &str, unit: &str, on: Date, seq: i64) -> Option<String> {
    let known = "seq <= ?2 and (removed_seq is null or removed_seq > ?2)";
    let all = |sql: &str| {
        rows.query(sql, &[unit.into(), seq.into()])
            .expect("links and changes")
    };
    let text = |value: &Value| value.as_text().map(str::to_owned);
    let day = |value: &Value| value.as_text().and_then(|t| parse_day(t).ok());
    let mut steps: Vec<(Date, i64, String, String, Option<Date>)> = Vec::new();
    for row in all(&format!(
        "select from_on, record_id, parent, ended_on, line from core_unit_link where unit = ?1 and {known}"
    )) {
        if row[4].as_text() == Some(line) {
            let (from, record, parent) = (day(&row[0])?, text(&row[1])?, text(&row[2])?);
            steps.push((from, 2, record, parent, day(&row[3])));
        }
    }
    if steps.is_empty() {
        return None;
    }
    for sql in [
        format!(
            "select changed_on, record_id, unit from core_unit_change__merged where old = ?1 and {known}"
        ),
        format!(
            "select changed_on, record_id, under from core_unit_change__moves where moved = ?1 and {known}"
        ),
    ] {
        for row in all(&sql) {
            steps.push((day(&row[0])?, 1, text(&row[1])?, text(&row[2])?, None));
        }
    }
    steps.sort();
    let (.., parent, ended) = steps
        .iter()
        .rev()
        .find(|(from, ..)| *from <= on)
        .unwrap_or(&steps[0]);
    ended.is_none_or(|ended| ended > on).then(|| parent.clone())
}

/// Records that a figure then must count: every row whose unit, climbed from its own day, meets the unit asked for.
fn expected(core: &Core, rows: &dyn Rows, ask: &Ask, head: i64) -> Vec<String> {
    let everywhere = Ask {
        unit: None,
        ..ask.clone()
    };
    let all = Selection::new(&core.packs, rows, &everywhere)
        .and_then(|s| Ok(s.evidence(rows, None)?))
        .expect("all rows");
    let own = core.packs.indicator(&ask.indicator).expect("an indicator");
    let line = ask.line.as_deref().or(own.line.as_deref());
    let line = line.unwrap_or("administration");
    let seq = ask.known_at.unwrap_or(head);
    let mut found = Vec::new();
    for row in &all.rows {
        let text = |column: &str| row[all.place(column)?].as_text().map(str::to_owned);
        let on = match ask.time {
            Time::On(day) => day,
            Time::Within(_) => text("day")
                .or_else(|| text("since"))
                .and_then(|t| parse_day(&t).ok())
                .expect("a day"),
        };
        let mut at = text("unit");
        while let Some(unit) = &at {
            if Some(unit) == ask.unit.as_ref() {
                found.extend(text("record_id"));
                break;
            }
            at = parent(rows, line, unit, on, seq);
        }
    }
    found.sort();
    found
}

#[test]
fn a_moved_unit_keeps_every_figure_of_the_past() {
    let histories = if std::env::var_os("YOUJU_BIN").is_some() {
        2_000
    } else {
        60
    };
    let core = core();
    let folder = tempfile::tempdir().expect("a folder");
    let keys = Keys::create(folder.path(), "test.example/trees", Entropy::seeded(5)).expect("keys");
    let mut moved: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 0..histories {
        let mut dice = Dice(seed + 77_000);
        let mut memory = InMemory::new(&core, &keys, 6);
        let (mut records, mut ends, mut then) = (Vec::new(), Vec::new(), Vec::new());
        let mut places: Vec<String> = Vec::new();
        for i in 0..20 {
            let id = format!("r{i}");
            let known = (!places.is_empty()).then(|| dice.pick(&places).clone());
            let body = match (dice.roll(6), known) {
                (0 | 1, _) => change_of_units(&mut dice, &id),
                (2, Some(record)) if dice.roll(2) == 0 => {
                    json!({"id": id, "voids": record, "reason": "误录"})
                }
                (2, Some(record)) if record.starts_with("l.") => {
                    json!({"id": id, "corrects": record, "parent": *dice.pick(&["R", "B"]), "reason": "更正"})
                }
                _ => step(&mut dice, i, &records, &ends),
            };
            if let Ok(Outcome::Accepted(a)) = memory.send(body.clone()) {
                let kind = body["kind"].as_str().unwrap_or("later");
                if kind.starts_with("core.unit") {
                    places.push(a.id.to_string());
                    *moved.entry(kind.to_owned()).or_default() += 1;
                } else if kind != "later" {
                    records.push(a.id.to_string());
                }
                if body.get("ends").is_some() {
                    ends.push(a.id.to_string());
                }
            }
            let head = log::head(&memory.scratch).expect("a head");
            let mut ask = asks(&mut dice);
            if dice.roll(3) == 0 {
                ask.line = Some((*dice.pick(&LINES)).to_owned());
            }
            let rows = &memory.scratch;
            let now = figure(&core.packs, rows, &ask, head).expect("a figure");
            let evidence = Selection::new(&core.packs, rows, &ask)
                .and_then(|s| Ok(s.evidence(rows, None)?))
                .expect("evidence");
            let mut came: Vec<String> = evidence.rows.iter().map(|r| r[0].to_string()).collect();
            came.sort();
            assert_eq!(
                came,
                expected(&core, rows, &ask, head),
                "seed {seed}, step {i}: {ask:?}"
            );
            then.push((ask, head, now));
        }
        Core::settle(&mut memory.scratch.tx()).expect("settled");
        let rows = &memory.scratch;
        let head = log::head(rows).expect("a head");
        for (ask, at, was) in &then {
            let known = Ask {
                known_at: Some(*at),
                ..ask.clone()
            };
            let again = figure(&core.packs, rows, &known, head).expect("a figure");
            assert_eq!(
                (&again.amount, &again.digest),
                (&was.amount, &was.digest),
                "seed {seed}, {ask:?} known at {at}"
            );
            // To the latest tree, to another unit, and from what was known: every bridge closes.
            let latest = Ask {
                tree: Tree::Now,
                known_at: None,
                ..ask.clone()
            };
            let other = Ask {
                unit: Some((*dice.pick(&["R", "A", "B"])).to_owned()),
                ..known.clone()
            };
            for (from, to) in [(&known, &latest), (&known, &other), (ask, &latest)] {
                // A unit may have left the latest tree altogether.
                let causes = JournalCauses(rows);
                if let Ok(bridges) = reconcile(&core.packs, rows, &causes, from, to, head) {
                    for bridge in bridges {
                        assert!(bridge.closes(), "seed {seed}: {bridge:?}");
                    }
                }
            }
        }
        let mut report = Report::default();
        let ring = keys.ring().expect("a ring");
        let rebuilt =
            rebuild(&core, rows, Some(&ring), None, &mut report.findings).expect("a rebuild");
        compare_projections(&core, rows, &rebuilt, true, &mut report);
        assert!(
            report.findings.is_empty(),
            "seed {seed}: {:?}",
            report.findings
        );
    }
    assert!(
        moved["core.unit_link"] > 20 && moved["core.unit_change"] > 10,
        "{moved:?}"
    );
}
