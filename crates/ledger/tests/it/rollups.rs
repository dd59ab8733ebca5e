//! Roll-ups equal the rows, whatever happens to records, units and the links between them.

use crate::histories::{Dice, asks, step};
use crate::office::{self, InMemory, LINES, accept, core, placement, quota};
use jiff::civil::date;
use serde_json::{Value as Json, json};
use youju_base::period::Period;
use youju_db::{Rows, Value};
use youju_journal::entropy::Entropy;
use youju_journal::keys::Keys;
use youju_journal::log;
use youju_ledger::breakdown::{Adding, By, PartOf};
use youju_ledger::core::Core;
use youju_ledger::figure::{Ask, Time, Tree, figure};
use youju_ledger::outcome::Outcome;
use youju_ledger::rollup::TABLES;
use youju_ledger::rollup::ask::{counted, from_rollups};
use youju_ledger::rollup::persons::differing;

fn tables(rows: &dyn Rows) -> Vec<Vec<Vec<Value>>> {
    TABLES
        .iter()
        .map(|(table, columns)| {
            let list = columns.join(", ");
            rows.query(&format!("select {list} from {table} order by {list}"), &[])
                .expect("rows")
        })
        .collect()
}

/// A unit that moves, comes, changes its sort, or a link that is taken back.
fn move_units(dice: &mut Dice, i: usize, links: &[String]) -> Json {
    let line = *dice.pick(&LINES);
    let unit = *dice.pick(&["A", "B", "A1", "A2"]);
    match (dice.roll(6), links.is_empty()) {
        (0, false) => json!({"id": format!("m{i}"), "voids": dice.pick(links), "reason": "误录"}),
        (1, false) => {
            json!({"id": format!("m{i}"), "corrects": dice.pick(links), "parent": *dice.pick(&["R", "A", "B"]), "reason": "误录"})
        }
        (2, _) => {
            let sort = *dice.pick(&["office", "county", "branch", "township"]);
            json!({"id": format!("m{i}"), "corrects": format!("u.{unit}"), "sort": sort, "reason": "误录"})
        }
        _ => {
            json!({"id": format!("m{i}"), "kind": "core.unit_link", "unit": unit, "line": line, "parent": *dice.pick(&["R", "A", "B"]),
                "from_on": dice.day().to_string()})
        }
    }
}

#[test]
fn rollups_equal_rows_in_random_histories() {
    let core = core();
    let folder = tempfile::tempdir().expect("a folder");
    let keys =
        Keys::create(folder.path(), "test.example/rollups", Entropy::seeded(5)).expect("keys");
    let (mut compared, mut answered, mut moved) = (0, 0, 0);
    for seed in 0..60 {
        let mut dice = Dice(seed + 10_000);
        let mut memory = InMemory::new(&core, &keys, 6);
        let (mut records, mut ends, mut links) = (Vec::new(), Vec::new(), Vec::new());
        for i in 0..24 {
            let moves = dice.roll(4) == 0;
            let body = if moves {
                move_units(&mut dice, i, &links)
            } else {
                step(&mut dice, i, &records, &ends)
            };
            if let Ok(Outcome::Accepted(a)) = memory.send(body.clone()) {
                moved += usize::from(moves);
                match (body.get("kind"), body.get("ends")) {
                    (Some(_), _) if moves => links.push(a.id.to_string()),
                    (Some(_), _) => records.push(a.id.to_string()),
                    (_, Some(_)) => ends.push(a.id.to_string()),
                    _ => {}
                }
            }
            if dice.roll(3) > 0 {
                continue;
            }
            Core::settle(&mut memory.scratch.tx()).expect("settled");
            let head = log::head(&memory.scratch).expect("a head");
            for _ in 0..4 {
                let ask = Ask {
                    tree: *dice.pick(&[Tree::Now, Tree::Then]),
                    ..asks(&mut dice)
                };
                let Ok(slow) = figure(&core.packs, &memory.scratch, &ask, head) else {
                    assert!(counted(&core.packs, &memory.scratch, &ask, head).is_err());
                    continue;
                };
                let quick = counted(&core.packs, &memory.scratch, &ask, head).expect("a number");
                assert_eq!(
                    (&quick.amount, quick.rows),
                    (&slow.amount, slow.rows),
                    "seed {seed}, step {i}: {ask:?}"
                );
                compared += 1;
                let kept = from_rollups(&core.packs, &memory.scratch, &ask).expect("an answer");
                answered += usize::from(kept.is_some());
            }
        }
        Core::settle(&mut memory.scratch.tx()).expect("settled");
        let kept = tables(&memory.scratch);
        core.rebuild_rollups(&mut memory.scratch.tx())
            .expect("rebuilt");
        assert_eq!(kept, tables(&memory.scratch), "seed {seed}");
    }
    assert!(
        compared > 1_000 && answered > 300 && moved > 100,
        "{compared} {answered} {moved}"
    );
}

#[test]
fn a_person_in_two_rows_is_counted_once_by_the_rows() {
    let core = core();
    let folder = tempfile::tempdir().expect("a folder");
    let keys = Keys::create(folder.path(), "test.example/twice", Entropy::seeded(6)).expect("keys");
    let mut memory = InMemory::new(&core, &keys, 2);
    let service = |id: &str, unit: &str, from: &str| json!({"id": id, "kind": "core.service", "unit": unit, "person": "p1", "terms": "staff", "from_on": from});
    for body in [
        service("s1", "A1", "2021-02-03"),
        service("s2", "B", "2021-06-01"),
    ] {
        let _ = memory.send(body);
    }
    Core::settle(&mut memory.scratch.tx()).expect("settled");
    let head = log::head(&memory.scratch).expect("a head");
    for (day, alone) in [(date(2021, 5, 31), true), (date(2021, 6, 1), false)] {
        let ask = Ask::new("core.staff", Some("R"), Time::On(day));
        let kept = from_rollups(&core.packs, &memory.scratch, &ask).expect("an answer");
        let slow = figure(&core.packs, &memory.scratch, &ask, head).expect("a figure");
        let quick = counted(&core.packs, &memory.scratch, &ask, head).expect("a number");
        assert_eq!((quick.amount, quick.rows), (slow.amount, slow.rows));
        assert_eq!(kept.is_some(), alone || slow.rows == 1, "{day}");
    }
}

#[test]
fn a_breakdown_adds_up_and_says_when_it_cannot() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = office::ledger(&folder.path().join("ledger"), 6);
    for unit in ["A", "A1", "A2", "B"] {
        accept(&ledger, quota(&format!("q.{unit}"), unit, 4, "2020-01-01"));
    }
    for (i, (unit, on)) in [
        ("A1", "2021-02-03"),
        ("A1", "2021-03-04"),
        ("A2", "2021-03-05"),
        ("B", "2021-12-31"),
        ("A", "2022-01-01"),
    ]
    .into_iter()
    .enumerate()
    {
        accept(
            &ledger,
            placement(&format!("e{i}"), unit, &format!("p{}", i + 1), on),
        );
    }
    let ask = Ask::new(
        "establishment.entered",
        Some("R"),
        Time::Within(Period::parse("2021").expect("2021")),
    );
    let by_unit = ledger.breakdown(&ask, By::Unit).expect("by unit");
    let texts: Vec<String> = by_unit
        .parts
        .iter()
        .map(|p| p.counted.amount.text())
        .collect();
    assert_eq!(
        (texts, by_unit.total.rows, by_unit.adding),
        (vec!["3".into(), "1".into()], 4, Adding::Adds)
    );
    let by_quarter = ledger.breakdown(&ask, By::Quarter).expect("by quarter");
    let texts: Vec<String> = by_quarter
        .parts
        .iter()
        .map(|p| p.counted.amount.text())
        .collect();
    assert_eq!(
        (texts.join(" "), by_quarter.adding),
        ("3 0 0 1".into(), Adding::Adds)
    );
    let at_a = Ask::new(
        "establishment.filled",
        Some("A"),
        Time::On(date(2022, 6, 1)),
    );
    let own = ledger.breakdown(&at_a, By::Unit).expect("by unit");
    assert_eq!(own.parts.last().map(|p| &p.of), Some(&PartOf::Own));
    assert_eq!(
        own.parts.last().map(|p| p.counted.amount.text()),
        Some("1".into())
    );
    let months = Ask {
        time: ask.time,
        ..at_a
    };
    let closing = ledger.breakdown(&months, By::Month).expect("by month");
    assert_eq!((closing.parts.len(), closing.adding), (12, Adding::Closes));
    assert_eq!(
        closing.parts.last().map(|p| p.counted.amount.text()),
        Some("3".into())
    );
    assert!(
        ledger
            .breakdown(
                &Ask {
                    time: Time::On(date(2021, 1, 1)),
                    ..months
                },
                By::Year
            )
            .is_err()
    );
    assert!(ledger.verify().expect("verified").findings.is_empty());
}

#[test]
fn a_trusted_import_is_a_ledger_that_verify_accepts() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ledger");
    let files = files_with_bench();
    let ledger = office::ledger_of(&path, &files, 7);
    let units = ["A", "A1", "A2", "B"];
    let session = |i: usize| {
        json!({"id": format!("s{i}"), "kind": "bench.session", "unit": units[i % 4], "person": format!("p{}", i % 7),
        "course": (["law", "rescue"][i % 2]), "hours": (1 + i as i64 % 8), "held_on": date(2021, 1 + (i % 12) as i8, 1 + (i % 28) as i8).to_string()})
    };
    let member = |i: usize| json!({"id": format!("m{i}"), "kind": "bench.member", "unit": units[i % 4], "person": format!("p{i}"), "from_on": "2021-05-06"});
    let bodies: Vec<Json> = (0..200).map(session).chain((0..30).map(member)).collect();
    let sent: Vec<_> = bodies
        .iter()
        .map(|body| {
            youju_ledger::submission::Submission::from_json(body.clone()).expect("well formed")
        })
        .collect();
    ledger.open_bulk().expect("open");
    for batch in sent.chunks(64) {
        ledger.put_bulk(batch, &office::moment()).expect("a batch");
    }
    assert!(
        ledger.put_bulk(&sent[..1], &office::moment()).is_err(),
        "an id is used once"
    );
    ledger.close_bulk().expect("closed");
    let report = ledger.verify().expect("verified");
    assert!(report.findings.is_empty(), "{:?}", report.findings);

    let within = Time::Within(Period::parse("2021-02-10..2021-11-20").expect("a period"));
    for (indicator, unit, time) in [
        ("bench.hours", "R", within),
        ("bench.rescue", "A", within),
        ("bench.members", "A", Time::On(date(2021, 5, 6))),
    ] {
        let ask = Ask::new(indicator, Some(unit), time);
        let (slow, quick) = (
            ledger.figure(&ask).expect("a figure"),
            ledger.amount(&ask).expect("a number"),
        );
        assert_eq!((slow.amount, slow.rows), (quick.amount, quick.rows));
        assert!(slow.rows > 0);
        // Pages laid end to end are all rows.
        let mut paged = Vec::new();
        for page in 0..=slow.rows / 7 {
            paged.extend(
                ledger
                    .rows(&ask, Some((page * 7, 7)))
                    .expect("a page")
                    .remove(0)
                    .rows,
            );
        }
        let mut all = ledger.rows(&ask, None).expect("rows").remove(0).rows;
        paged.sort();
        all.sort();
        assert_eq!(paged, all);
    }
    // A record that comes after a load is kept like any other.
    accept(&ledger, session(1_000));
    assert!(ledger.verify().expect("verified").findings.is_empty());
}

fn files_with_bench() -> youju_declare::Files {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = office::files();
    let bench = youju_declare::Files::from_dir(&root.join("bench/packs")).expect("the pack");
    for (name, bytes) in bench.iter() {
        files.insert(name.to_owned(), bytes.to_vec());
    }
    files
}

#[test]
fn bitmaps_of_persons_equal_the_rows() {
    let packs = youju_declare::load(&files_with_bench()).expect("packs");
    let core = Core::new(packs);
    let folder = tempfile::tempdir().expect("a folder");
    let keys = Keys::create(folder.path(), "test.example/bits", Entropy::seeded(8)).expect("keys");
    let (mut compared, mut answered) = (0, 0);
    for seed in 0..30 {
        let mut dice = Dice(seed + 20_000);
        let mut memory = InMemory::new(&core, &keys, 9);
        let (mut sessions, mut links) = (Vec::<String>::new(), Vec::new());
        for i in 0..40 {
            let day = dice.day().to_string();
            let course = *dice.pick(&["law", "rescue"]);
            let known = (!sessions.is_empty()).then(|| dice.pick(&sessions).clone());
            let body = match (dice.roll(9), known) {
                (0, _) => move_units(&mut dice, i, &links),
                (1, Some(record)) => {
                    json!({"id": format!("s{i}"), "voids": record, "reason": "误录"})
                }
                (2, Some(record)) => {
                    json!({"id": format!("s{i}"), "corrects": record, "held_on": day, "course": course, "reason": "误录"})
                }
                _ => {
                    let person = format!("p{}", dice.roll(9) + 1);
                    json!({"id": format!("s{i}"), "kind": "bench.session", "unit": *dice.pick(&["R", "A", "B", "A1", "A2"]),
                        "person": person, "course": course, "hours": 2, "held_on": day})
                }
            };
            if let Ok(Outcome::Accepted(a)) = memory.send(body.clone()) {
                match body.get("kind").and_then(Json::as_str) {
                    Some("bench.session") => sessions.push(a.id.to_string()),
                    Some("core.unit_link") => links.push(a.id.to_string()),
                    _ => {}
                }
            }
            Core::settle(&mut memory.scratch.tx()).expect("settled");
            if dice.roll(5) == 0 {
                core.bring_up(&mut memory.scratch.tx(), true)
                    .expect("brought up");
            }
            let differing = differing(&memory.scratch, &core.packs, core.plan()).expect("compared");
            assert!(differing.is_empty(), "seed {seed}, step {i}: {differing:?}");
            let head = log::head(&memory.scratch).expect("a head");
            let (from, until) = (dice.day(), dice.day());
            let Ok(period) = Period::new(from.min(until), from.max(until)) else {
                continue;
            };
            let ask = Ask {
                tree: Tree::Now,
                ..Ask::new(
                    *dice.pick(&["bench.trained", "bench.trained_rescue"]),
                    *dice.pick(&[None, Some("R"), Some("R"), Some("A")]),
                    Time::Within(period),
                )
            };
            let slow = figure(&core.packs, &memory.scratch, &ask, head).expect("a figure");
            let quick = counted(&core.packs, &memory.scratch, &ask, head).expect("a number");
            assert_eq!(
                (&quick.amount, quick.rows),
                (&slow.amount, slow.rows),
                "seed {seed}, step {i}: {ask:?}"
            );
            compared += 1;
            let kept = from_rollups(&core.packs, &memory.scratch, &ask).expect("an answer");
            answered += usize::from(kept.is_some());
        }
    }
    assert!(compared > 800 && answered > 200, "{compared} {answered}");
}
