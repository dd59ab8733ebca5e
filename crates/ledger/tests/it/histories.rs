//! Random histories of record, correct, void and end: kept rows equal a rebuild, what was known stays known, bridges close.

use crate::office::{InMemory, core, placement, quota};
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};
use youju_base::period::Period;
use youju_db::Rows;
use youju_journal::entropy::Entropy;
use youju_journal::keys::Keys;
use youju_journal::log;
use youju_ledger::core::Core;
use youju_ledger::figure::{Ask, Time, figure};
use youju_ledger::outcome::Outcome;
use youju_ledger::rebuild::rebuild;
use youju_ledger::reconcile::{JournalCauses, reconcile};
use youju_ledger::verify::{Report, compare_projections};

/// A small generator of numbers (splitmix64), so that a seed names a history.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len() as u64) as usize]
    }

    pub fn day(&mut self) -> Date {
        let month = self.roll(24) as i16;
        date(
            2021 + month / 12,
            (month % 12 + 1) as i8,
            self.roll(28) as i8 + 1,
        )
    }
}

const UNITS: [&str; 4] = ["A", "B", "A1", "A2"];

/// One random submission, which may be refused or be invalid.
pub fn step(dice: &mut Dice, i: usize, records: &[String], ends: &[String]) -> Json {
    let unit = *dice.pick(&UNITS);
    let person = format!("p{}", dice.roll(6) + 1);
    let day = dice.day().to_string();
    let known = (!records.is_empty()).then(|| dice.pick(records).clone());
    let id = format!("r{i}");
    match (dice.roll(12), known) {
        (0 | 1, _) | (_, None) => quota(&id, unit, dice.roll(5) as i64, &day),
        (2..=5, _) => placement(&id, unit, &person, &day),
        (6, _) => {
            json!({"id": id, "kind": "establishment.loan", "unit": unit, "borrower": *dice.pick(&UNITS), "category": "administrative", "posts": 1,
            "lent_on": day, "term_end_on": date(2023, 6, 1).to_string(), "purpose": "示例", "approval_no": "示例1号"})
        }
        (7, _) => {
            json!({"id": id, "kind": "core.service", "unit": unit, "person": person, "terms": "staff", "from_on": day})
        }
        (8, Some(record)) => json!({"id": id, "ends": record, "on": day, "reason": "调出"}),
        (9, Some(record)) => json!({"id": id, "voids": record, "reason": "误录"}),
        (10, _) if !ends.is_empty() => {
            json!({"id": id, "voids": dice.pick(ends), "reason": "误录"})
        }
        (_, Some(record)) => {
            let mut body = json!({"id": id, "corrects": record, "reason": "更正"});
            match dice.roll(4) {
                0 => body["unit"] = json!(unit),
                1 => body["person"] = json!(person),
                2 => body["posts"] = json!(dice.roll(6)),
                _ => body["entered_on"] = json!(day),
            }
            body
        }
    }
}

pub fn asks(dice: &mut Dice) -> Ask {
    let (indicator, stock) = *dice.pick(&[
        ("establishment.filled", true),
        ("establishment.approved", true),
        ("establishment.vacant", true),
        ("establishment.fill_rate", true),
        ("establishment.lent", true),
        ("establishment.borrowed", true),
        ("establishment.entered", false),
        ("core.staff", true),
    ]);
    let day = dice.day();
    let until = day
        .checked_add(jiff::Span::new().days(90))
        .expect("in range");
    let time = if stock {
        Time::On(day)
    } else {
        Time::Within(Period::new(day, until).expect("90 days"))
    };
    let unit = *dice.pick(&["R", "A", "B", "A1", "A2"]);
    Ask::new(indicator, Some(unit), time)
}

#[test]
fn random_histories_stay_exact() {
    let histories = if std::env::var_os("YOUJU_BIN").is_some() {
        2_000
    } else {
        150
    };
    let core = core();
    let folder = tempfile::tempdir().expect("a folder");
    let keys =
        Keys::create(folder.path(), "test.example/histories", Entropy::seeded(3)).expect("keys");
    let (mut accepted, mut refused, mut invalid, mut bridges) = (0, 0, 0, 0);
    for seed in 0..histories {
        let mut dice = Dice(seed);
        let mut memory = InMemory::new(&core, &keys, 6);
        let (mut records, mut ends) = (Vec::new(), Vec::new());
        let mut then = Vec::new();
        for i in 0..18 {
            let body = step(&mut dice, i, &records, &ends);
            match memory.send(body.clone()) {
                Ok(Outcome::Accepted(a)) => {
                    accepted += 1;
                    if body.get("kind").is_some() {
                        records.push(a.id.to_string());
                    }
                    if body.get("ends").is_some() {
                        ends.push(a.id.to_string());
                    }
                }
                Ok(Outcome::Refused(_)) => refused += 1,
                Err(_) => invalid += 1,
            }
            let head = log::head(&memory.scratch).expect("a head");
            let ask = asks(&mut dice);
            let now = figure(&core.packs, &memory.scratch, &ask, head).expect("a figure");
            then.push((ask, head, now));
        }
        let head = log::head(&memory.scratch).expect("a head");
        Core::settle(&mut memory.scratch.tx()).expect("roll-ups");

        // What was known at a sequence is still answered for that sequence, to the digest.
        for (ask, at, was) in &then {
            let again = figure(
                &core.packs,
                &memory.scratch,
                &Ask {
                    known_at: Some(*at),
                    ..ask.clone()
                },
                head,
            )
            .expect("a figure");
            assert_eq!(
                (&again.amount, &again.digest, again.rows),
                (&was.amount, &was.digest, was.rows),
                "seed {seed}, {ask:?} known at {at}"
            );
        }
        // The kept rows are those of the journal played again, and those of the row sets evaluated whole.
        let mut report = Report::default();
        let ring = keys.ring().expect("a ring");
        let rebuilt = rebuild(
            &core,
            &memory.scratch,
            Some(&ring),
            None,
            &mut report.findings,
        )
        .expect("a rebuild");
        compare_projections(&core, &memory.scratch, &rebuilt, true, &mut report);
        assert!(
            report.findings.is_empty(),
            "seed {seed}: {:?}",
            report.findings
        );
        for (set, sql) in core.row_sets() {
            let differing = sql.differs_from_whole(&memory.scratch).expect("both sides");
            assert!(
                differing.is_empty(),
                "seed {seed}, {}: {differing:?}",
                set.id
            );
        }
        // Every bridge closes: between two times, between two sequences, between both.
        for pair in then.windows(2) {
            let [(from, at, _), (to, later, _)] = pair else {
                unreachable!("windows of two")
            };
            let known = [(None, None), (Some(*at), Some(*later)), (Some(*at), None)];
            for (a, b) in known {
                let from = Ask {
                    known_at: a,
                    ..from.clone()
                };
                let to = Ask {
                    time: same_sort(from.time, to.time),
                    known_at: b,
                    ..from.clone()
                };
                let found = reconcile(
                    &core.packs,
                    &memory.scratch,
                    &JournalCauses(&memory.scratch),
                    &from,
                    &to,
                    head,
                )
                .expect("bridges");
                for bridge in found {
                    assert!(bridge.closes(), "seed {seed}: {bridge:?}");
                    bridges += 1;
                }
            }
        }
        assert!(
            memory
                .scratch
                .int("select count(*) from journal", &[])
                .expect("a count")
                .is_some()
        );
    }
    assert!(
        accepted > refused && refused > histories && invalid > 0 && bridges > 1000,
        "{accepted} {refused} {invalid} {bridges}"
    );
}

fn same_sort(like: Time, other: Time) -> Time {
    match (like, other) {
        (Time::On(_), Time::On(_)) | (Time::Within(_), Time::Within(_)) => other,
        (Time::On(_), Time::Within(period)) => Time::On(period.from),
        (Time::Within(_), Time::On(day)) => {
            let until = day
                .checked_add(jiff::Span::new().days(30))
                .expect("in range");
            Time::Within(Period::new(day, until).expect("30 days"))
        }
    }
}
