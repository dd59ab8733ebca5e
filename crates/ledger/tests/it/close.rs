//! Periods that are closed, and what changes in them afterwards.

use crate::office::{accept, ledger, placement, quota};
use jiff::civil::date;
use serde_json::json;
use youju_ledger::figure::{Amount, Ask, Time};

#[test]
fn figures_that_changed_since_are_named_with_both_values() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(folder.path(), 3);
    accept(&ledger, quota("q1", "A1", 3, "2021-01-01"));
    let known = accept(&ledger, placement("m1", "A1", "p1", "2022-05-01"));
    let ask = |unit| {
        Ask::new(
            "establishment.filled",
            Some(unit),
            Time::On(date(2022, 6, 30)),
        )
    };
    let asks = [ask("A"), ask("B")];
    assert_eq!(ledger.changed_since(&asks, known).expect("an answer"), []);

    accept(&ledger, placement("m2", "A1", "p2", "2022-06-10"));
    // One that begins later, and one that ends later, change nothing on that day.
    accept(&ledger, placement("m3", "A1", "p3", "2022-07-01"));
    accept(
        &ledger,
        json!({"id": "e1", "ends": "m1", "on": "2022-07-15", "reason": "调出"}),
    );
    let changed = ledger.changed_since(&asks, known).expect("an answer");
    let [only] = changed.as_slice() else {
        panic!("{changed:?}");
    };
    assert_eq!(only.before.ask.unit.as_deref(), Some("A"));
    assert_eq!(
        (&only.before.amount, &only.after.amount),
        (&Amount::Whole(1), &Amount::Whole(2))
    );
    assert_eq!(only.before.known_at, known);
}
