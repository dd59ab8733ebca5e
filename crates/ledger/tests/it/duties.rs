//! Duties of every shape, on a made-up pack: its cases, reasons for being late, and how little is asked of the store.

use crate::office::{InMemory, files};
use jiff::civil::date;
use serde_json::json;
use std::cell::Cell;
use std::path::Path;
use youju_base::period::Period;
use youju_db::{DbError, Rows, Value};
use youju_declare::{Files, load};
use youju_journal::entropy::Entropy;
use youju_journal::keys::Keys;
use youju_ledger::cases::Player;
use youju_ledger::core::Core;
use youju_ledger::due::Outcome::Overdue;
use youju_ledger::due::{DueAsk, due};
use youju_ledger::outcome::Outcome;

/// The core pack of this repository and the made-up one.
fn core() -> Core {
    let own = Files::from_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drill"))
        .expect("the made-up pack");
    let repository = files();
    let both: Files = repository.of_pack("core").chain(own.iter()).collect();
    Core::new(load(&both).unwrap_or_else(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}", faults.join("\n"))
    }))
}

#[test]
fn every_case_of_the_made_up_pack_comes_out() {
    let core = core();
    let keys = tempfile::tempdir().expect("a temporary folder");
    let player = Player::new(core.packs, keys.path()).expect("keys for the cases");
    let cases = player.packs().cases().filter(|case| case.pack == "drill");
    let failed: Vec<String> = cases
        .filter_map(|case| {
            let what = player.play(case).err()?;
            Some(format!("{}: {what}", case.name))
        })
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// A store with `units` units under a root, each with a sitting a month in 2022 but for December.
fn year<'c>(core: &'c Core, keys: &'c Keys, units: usize) -> InMemory<'c> {
    let mut store = InMemory::new(core, keys, 0);
    let mut all = Vec::new();
    for i in 0..units {
        all.push(json!({"id": format!("u.{i}"), "kind": "core.unit", "unit": format!("u{i}"), "name": "示例单位", "sort": "office", "from_on": "2022-01-01"}));
        all.push(json!({"id": format!("l.{i}"), "kind": "core.unit_link", "unit": format!("u{i}"), "line": "administration", "parent": "R", "from_on": "2022-01-01"}));
        for month in 1..=11 {
            all.push(json!({"id": format!("s.{i}.{month}"), "kind": "drill.sitting", "unit": format!("u{i}"), "held_on": format!("2022-{month:02}-20")}));
        }
    }
    for body in all {
        let outcome = store.send(body).expect("a judgement");
        assert!(matches!(outcome, Outcome::Accepted(_)));
    }
    store
}

/// Counts what is asked of the store.
struct Counted<'r>(&'r dyn Rows, Cell<usize>);

impl Rows for Counted<'_> {
    fn for_each(
        &self,
        sql: &str,
        params: &[Value],
        each: &mut dyn FnMut(&[Value]) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        self.1.set(self.1.get() + 1);
        self.0.for_each(sql, params, each)
    }

    fn columns(&self, sql: &str) -> Result<Vec<String>, DbError> {
        self.0.columns(sql)
    }

    fn plan(&self, sql: &str) -> Result<Vec<String>, DbError> {
        self.0.plan(sql)
    }
}

fn ask(unit: Option<&str>, cadence: Option<&str>, within: &str) -> DueAsk {
    DueAsk {
        unit: unit.map(str::to_owned),
        cadence: cadence.map(str::to_owned),
        ..DueAsk::new(Period::parse(within).expect("a period"), date(2023, 2, 1))
    }
}

#[test]
fn what_is_asked_of_the_store_does_not_grow_with_units() {
    let core = core();
    let keys = tempfile::tempdir().expect("a temporary folder");
    let keys = Keys::create(keys.path(), "test.example/ledger", Entropy::seeded(7)).expect("keys");
    let asked = |units: usize| {
        let store = year(&core, &keys, units);
        let counted = Counted(&store.scratch, Cell::new(0));
        let found = due(&core, &counted, &ask(Some("R"), None, "2022")).expect("duties");
        (counted.1.get(), found.len())
    };
    let (few, small) = asked(2);
    let (many, large) = asked(12);
    assert!(large > small + 100, "{small} and {large} duties");
    assert_eq!(few, many, "queries for 2 and for 12 units");
}

#[test]
fn a_reason_settles_what_is_late() {
    let core = core();
    let keys = tempfile::tempdir().expect("a temporary folder");
    let keys = Keys::create(keys.path(), "test.example/ledger", Entropy::seeded(7)).expect("keys");
    let mut store = year(&core, &keys, 2);
    let december = ask(None, Some("drill.sitting_every_month"), "2023-01");
    let reasons = |store: &InMemory<'_>| {
        let found = due(&core, &store.scratch, &december).expect("duties");
        let own = found.into_iter().filter(|one| one.unit.starts_with('u'));
        own.map(|one| (one.unit, one.outcome, one.reason_owed, one.reason))
            .collect::<Vec<_>>()
    };
    let owed = |unit: &str, owed: bool, reason: Option<&str>| {
        (unit.to_owned(), Overdue, owed, reason.map(str::to_owned))
    };
    assert_eq!(
        reasons(&store),
        [owed("u0", true, None), owed("u1", true, None)]
    );
    let outcome = store.send(json!({"id": "r.1", "kind": "core.late_reason", "unit": "u1",
        "cadence": "drill.sitting_every_month", "due_on": "2023-01-10", "cause": "汛期", "given_on": "2023-02-01"}));
    assert!(matches!(outcome, Ok(Outcome::Accepted(_))));
    assert_eq!(
        reasons(&store),
        [owed("u0", true, None), owed("u1", false, Some("r.1"))]
    );
}

#[test]
fn what_is_overdue_from_before_is_told_only_where_it_is_asked_for() {
    let core = core();
    let keys = tempfile::tempdir().expect("a temporary folder");
    let keys = Keys::create(keys.path(), "test.example/ledger", Entropy::seeded(7)).expect("keys");
    let store = year(&core, &keys, 1);
    let without = ask(Some("u0"), Some("drill.sitting_every_month"), "2023-02");
    let with = DueAsk {
        arrears: true,
        ..without.clone()
    };
    let days = |ask: &DueAsk| -> Vec<String> {
        let found = due(&core, &store.scratch, ask).expect("duties");
        found.iter().map(|one| one.due.to_string()).collect()
    };
    assert_eq!(days(&without), ["2023-02-10"]);
    assert_eq!(days(&with), ["2023-01-10", "2023-02-10"]);
}
