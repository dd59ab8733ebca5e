//! What is owed: every outcome of a duty that follows from a row, on the rules of admission.

use crate::office::{accept, ledger};
use jiff::civil::{Date, date};
use serde_json::json;
use youju_base::period::Period;
use youju_ledger::due::{DueAsk, Obligation, Outcome};
use youju_ledger::ledger::Ledger;

fn owed(ledger: &Ledger, unit: &str, today: Date) -> Vec<Obligation> {
    let within = Period::parse("2022").expect("a year");
    let ask = DueAsk {
        unit: Some(unit.into()),
        cadence: Some("members.talk_within_a_month".into()),
        ..DueAsk::new(within, today)
    };
    ledger.due(&ask).expect("obligations")
}

fn apply(ledger: &Ledger, id: &str, unit: &str, person: &str, on: &str) {
    accept(
        ledger,
        json!({"id": id, "kind": "members.application", "unit": unit, "person": person, "matter": "admission", "applied_on": on}),
    );
}

fn talk(ledger: &Ledger, unit: &str, person: &str, on: &str) {
    accept(
        ledger,
        json!({"kind": "members.talk", "unit": unit, "person": person, "talked_on": on}),
    );
}

#[test]
fn a_talk_is_owed_within_a_month_clamped_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("ledger"), 4);
    apply(&ledger, "a1", "A1", "p1", "2022-01-31");
    let before = owed(&ledger, "A", date(2022, 2, 28));
    assert_eq!(
        (before.len(), before[0].due, before[0].outcome),
        (1, date(2022, 2, 28), Outcome::Open)
    );
    assert_eq!(
        owed(&ledger, "A", date(2022, 3, 1))[0].outcome,
        Outcome::Overdue
    );
    assert!(owed(&ledger, "A", date(2022, 3, 1))[0].reason_owed);
    // Nobody else's talk counts, nor one under another unit.
    talk(&ledger, "A1", "p2", "2022-02-10");
    assert_eq!(
        owed(&ledger, "A", date(2022, 3, 1))[0].outcome,
        Outcome::Overdue
    );
    talk(&ledger, "A1", "p1", "2022-03-01");
    let late = &owed(&ledger, "A", date(2022, 3, 2))[0];
    assert_eq!(
        (late.outcome, late.met_on),
        (Outcome::Late, Some(date(2022, 3, 1)))
    );
    talk(&ledger, "A1", "p1", "2022-02-28");
    let met = &owed(&ledger, "A", date(2022, 3, 2))[0];
    assert_eq!(
        (met.outcome, met.met_on, met.reason_owed),
        (Outcome::Met, Some(date(2022, 2, 28)), false)
    );
    assert_eq!(owed(&ledger, "B", date(2022, 3, 2)), []);
}

#[test]
fn a_released_unit_owes_nothing_while_it_is_released() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("ledger"), 4);
    apply(&ledger, "a1", "A1", "p1", "2022-01-10");
    apply(&ledger, "a2", "A1", "p2", "2022-03-10");
    accept(
        &ledger,
        json!({"kind": "core.exemption", "unit": "A", "cadence": "members.talk_within_a_month",
        "from_on": "2022-02-01", "until_on": "2022-03-01", "document": "示例1号"}),
    );
    let found: Vec<Outcome> = owed(&ledger, "A1", date(2022, 5, 1))
        .into_iter()
        .map(|o| o.outcome)
        .collect();
    assert_eq!(found, [Outcome::Exempt, Outcome::Overdue]);
}

#[test]
fn an_unknown_cadence_is_named_with_a_near_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("ledger"), 1);
    let ask = DueAsk {
        cadence: Some("members.talk_within_month".into()),
        ..DueAsk::new(Period::parse("2022").expect("a year"), date(2022, 1, 1))
    };
    let error = ledger.due(&ask).expect_err("no such cadence").to_string();
    assert!(
        error.contains("did you mean \"members.talk_within_a_month\"?"),
        "{error}"
    );
}
