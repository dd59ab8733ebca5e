//! Periods that are closed, and what changes in them afterwards.

use crate::office::{accept, ledger, moment, placement, quota, send};
use jiff::civil::date;
use serde_json::{Value as Json, json};
use std::path::Path;
use youju_base::period::Period;
use youju_ledger::close::Scope;
use youju_ledger::figure::{Amount, Ask, Time};
use youju_ledger::ledger::Ledger;
use youju_ledger::outcome::Outcome;
use youju_ledger::problem::SubmitError;
use youju_ledger::reconcile::Reason;
use youju_ledger::restatement::Changed;
use youju_ledger::submission::Submission;

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

const JUNE: &str = "2022-06";

/// `A`, `A1` and `A2` under it, closed for June in the line establishment: one placement in A1 since May.
fn closed_june(folder: &Path) -> (Ledger, i64) {
    let ledger = ledger(folder, 4);
    for unit in ["A1", "A2", "B"] {
        accept(&ledger, quota(&format!("q.{unit}"), unit, 3, "2021-01-01"));
    }
    accept(&ledger, placement("m1", "A1", "p1", "2022-05-01"));
    let seq = accept(
        &ledger,
        json!({"id": "c.june", "closes": "A", "line": "establishment", "period": JUNE, "by": "编办"}),
    );
    (ledger, seq)
}

/// The words of a submission that was not even judged.
fn fault(ledger: &Ledger, body: Json) -> String {
    match send(ledger, body) {
        Err(error) => error.to_string(),
        Ok(outcome) => panic!("{outcome:?}"),
    }
}

fn with_reason(mut body: Json, reason: &str) -> Json {
    body["reason"] = json!(reason);
    body
}

fn filled(unit: &str) -> Ask {
    Ask::new(
        "establishment.filled",
        Some(unit),
        Time::On(date(2022, 6, 30)),
    )
}

/// Each figure that a restatement moved: indicator, before, after.
fn told(figures: &[Changed]) -> Vec<(String, String, String)> {
    figures
        .iter()
        .map(|c| {
            (
                c.before.ask.indicator.clone(),
                c.before.amount.text(),
                c.after.amount.text(),
            )
        })
        .collect()
}

#[test]
fn a_late_record_in_a_closed_month_needs_a_reason_and_is_listed_with_before_and_after() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ledger, seq) = closed_june(folder.path());
    let head = ledger.head().expect("a head");
    let late = placement("m2", "A2", "p2", "2022-06-10");
    assert_eq!(
        fault(&ledger, late.clone()),
        format!(
            "reason: it changes what is closed: 2022-06 A #{seq}; say why with reason, and it is kept as a restatement"
        )
    );
    // Nothing was kept of it, and the same id goes in once the reason stands.
    assert_eq!(ledger.head().expect("a head"), head);
    let Ok(Outcome::Accepted(accepted)) = send(&ledger, with_reason(late.clone(), "漏报")) else {
        panic!("not accepted");
    };
    assert_eq!(accepted.restates, [seq]);
    let Ok(Outcome::Accepted(again)) = send(&ledger, with_reason(late, "漏报")) else {
        panic!("not repeated");
    };
    assert!(again.repeated && again.restates == [seq]);

    let closes = ledger.closes(None).expect("the closes");
    let [close] = closes.as_slice() else {
        panic!("{closes:?}");
    };
    assert_eq!((close.seq, close.by.as_str()), (seq, "编办"));
    let [restatement] = close.restatements.as_slice() else {
        panic!("{close:?}");
    };
    assert_eq!(
        (
            restatement.seq,
            restatement.act.as_str(),
            restatement.record.as_str(),
            restatement.reason.as_str()
        ),
        (accepted.seq, "record", "m2", "漏报")
    );
    let moved = told(&restatement.figures);
    assert!(moved.contains(&("establishment.filled".into(), "1".into(), "2".into())));
    assert!(moved.contains(&("establishment.vacant".into(), "5".into(), "4".into())));
    assert!(moved.contains(&("establishment.entered".into(), "0".into(), "1".into())));
    assert_eq!(told(&close.changed), moved);

    // The bridge from the figure as closed to the figure now is that one record.
    let then = Ask {
        known_at: Some(seq),
        ..filled("A")
    };
    let bridges = ledger.reconcile(&then, &filled("A")).expect("a bridge");
    assert!(bridges[0].closes());
    let steps: Vec<_> = bridges[0]
        .steps
        .iter()
        .map(|s| (s.reason, s.amount))
        .collect();
    assert_eq!(steps, [(Reason::LateEntry, 1)]);
    assert!(ledger.verify().expect("a report").findings.is_empty());
}

#[test]
fn what_lies_outside_the_closed_period_or_subtree_needs_no_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ledger, seq) = closed_june(folder.path());
    // After the month, in another unit, and an end after the month.
    accept(&ledger, placement("m2", "A1", "p2", "2022-07-01"));
    accept(&ledger, placement("m3", "B", "p3", "2022-06-10"));
    let end = accept(
        &ledger,
        json!({"id": "e1", "ends": "m1", "on": "2022-07-01", "reason": "调出"}),
    );
    let close = |ledger: &Ledger| ledger.closes(None).expect("the closes").remove(0);
    assert_eq!(close(&ledger).restatements, []);
    // The end taken back leaves June as it was; an end inside June does not, nor does a record that began before June.
    accept(
        &ledger,
        json!({"id": "v1", "voids": "e1", "reason": "未调出"}),
    );
    assert_eq!(close(&ledger).restatements, []);
    let inside = accept(
        &ledger,
        json!({"id": "e2", "ends": "m1", "on": "2022-06-30", "reason": "调出"}),
    );
    assert!(
        fault(&ledger, placement("m4", "A1", "p4", "2022-03-01"))
            .starts_with("reason: it changes what is closed")
    );
    let before = accept(
        &ledger,
        with_reason(placement("m4", "A1", "p4", "2022-03-01"), "漏报"),
    );
    let listed: Vec<i64> = close(&ledger).restatements.iter().map(|r| r.seq).collect();
    assert!(end < inside);
    assert_eq!(listed, [inside, before]);
    // Between the entries that restate, the closed figures stand still.
    for at in seq..=ledger.head().expect("a head") {
        let known = Ask {
            known_at: Some(at),
            ..filled("A")
        };
        let expected = i64::from(at < inside) + i64::from(at >= before);
        assert_eq!(
            ledger.figure(&known).expect("a figure").amount,
            Amount::Whole(expected),
            "at {at}"
        );
    }
}

#[test]
fn the_lock_follows_the_tree_of_the_period() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ledger, _) = closed_june(folder.path());
    // A2 moves to B in July: what is late in June is still A's, what is late in B is not.
    let link = |id: &str, on: &str| json!({"id": id, "kind": "core.unit_link", "unit": "A2", "line": "establishment", "parent": "B", "from_on": on});
    accept(&ledger, link("move", "2022-07-01"));
    assert!(fault(&ledger, placement("m2", "A2", "p2", "2022-06-10")).starts_with("reason"));
    accept(&ledger, placement("m3", "B", "p3", "2022-06-10"));
    // A move dated into June changes whose June it was.
    assert!(fault(&ledger, link("late-move", "2022-06-15")).starts_with("reason"));
    let other = json!({"id": "party-move", "kind": "core.unit_link", "unit": "A2", "line": "party", "parent": "B", "from_on": "2022-06-15"});
    accept(&ledger, other);
    accept(
        &ledger,
        with_reason(link("late-move", "2022-06-15"), "批文晚到"),
    );
    assert!(ledger.verify().expect("a report").findings.is_empty());
}

#[test]
fn a_close_is_refused_only_for_what_makes_it_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ledger, seq) = closed_june(folder.path());
    let close = |unit: &str, line: &str, period: &str| json!({"closes": unit, "line": line, "period": period, "by": "编办"});
    for (body, said) in [
        (
            close("A", "establishment", JUNE),
            format!("is closed already: 2022-06 of A at {seq}"),
        ),
        (
            close("A1", "establishment", JUNE),
            format!("is closed already: 2022-06 of A at {seq}"),
        ),
        (
            close("A", "establishment", "2026-11"),
            "period: 2026-11 is not over; close it from 2026-12-01 on".into(),
        ),
        (
            close("A", "establishment", "2022-06-02..2022-07-01"),
            "is neither a month nor a quarter".into(),
        ),
        (
            close("A", "establishment", "2022"),
            "is neither a month nor a quarter".into(),
        ),
        (
            close("X", "establishment", JUNE),
            "unit \"X\" does not stand in the line establishment".into(),
        ),
        (
            close("A", "church", JUNE),
            "no register follows the line \"church\"".into(),
        ),
        (
            json!({"closes": "A", "line": "party", "period": JUNE, "registers": ["establishment.filled"]}),
            "\"establishment.filled\" is no register of the line party".into(),
        ),
    ] {
        let words = fault(&ledger, body.clone());
        assert!(words.contains(&said), "{body}: {words}");
    }
    // Other months, lines, units, and the quarter over a closed month are all in order.
    for (unit, line, period) in [
        ("A", "establishment", "2022-05"),
        ("A", "party", JUNE),
        ("B", "establishment", JUNE),
        ("R", "establishment", JUNE),
        ("A", "establishment", "2022Q2"),
    ] {
        accept(&ledger, close(unit, line, period));
    }
    // One late record restates all closes that hold it.
    let Ok(Outcome::Accepted(accepted)) = send(
        &ledger,
        with_reason(placement("m2", "A2", "p2", "2022-06-10"), "漏报"),
    ) else {
        panic!("not accepted");
    };
    assert_eq!(accepted.restates.len(), 3, "{accepted:?}");
}

#[test]
fn a_closed_register_is_signed_for_its_subtree_and_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ledger, seq) = closed_june(folder.path());
    let at = |unit: &str, day| Ask::new("establishment.filled", Some(unit), Time::On(day));
    for (unit, day, signed) in [
        ("A", date(2022, 6, 30), true),
        ("A2", date(2022, 6, 1), true),
        ("B", date(2022, 6, 30), false),
        ("R", date(2022, 6, 30), false),
        ("A", date(2022, 7, 1), false),
    ] {
        let ask = at(unit, day);
        assert_eq!(
            ledger.is_signed(&ask).expect("an answer"),
            signed,
            "{ask:?}"
        );
        assert_eq!(
            ledger
                .closed_at(&ask)
                .expect("an answer")
                .map(|mark| mark.seq),
            signed.then_some(seq)
        );
    }
    let preview = ledger
        .preview_close(
            &Scope {
                unit: "A".into(),
                line: "establishment".into(),
                period: Period::parse("2022Q2").expect("a quarter"),
                registers: vec!["establishment.filled".into()],
            },
            moment().today,
        )
        .expect("a preview");
    let figures: Vec<_> = preview
        .figures
        .iter()
        .map(|f| (f.ask.indicator.as_str(), f.amount.text()))
        .collect();
    assert!(
        figures.contains(&("establishment.filled", "1".into())),
        "{figures:?}"
    );
    assert!(
        figures
            .iter()
            .all(|(id, _)| id.starts_with("establishment."))
    );
}

#[test]
fn imports_and_opening_balances_are_held_to_the_lock() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ledger, seq) = closed_june(folder.path());
    let mut opening = placement("m2", "A2", "p2", "2021-06-01");
    opening["opening"] = json!(true);
    let batch = [
        opening.clone(),
        placement("m3", "A2", "p3", "2022-07-02"),
        with_reason(opening, "期初漏列"),
    ];
    let sent: Vec<Submission> = batch
        .into_iter()
        .map(|body| Submission::from_json(body).expect("well formed"))
        .collect();
    let answers = ledger.submit_all(&sent, &moment()).expect("one commit");
    assert!(matches!(&answers[0], Err(SubmitError::Invalid(p)) if p[0].field == "reason"));
    assert!(matches!(&answers[1], Ok(Outcome::Accepted(a)) if a.restates.is_empty()));
    assert!(matches!(&answers[2], Ok(Outcome::Accepted(a)) if a.restates == [seq]));
    assert!(ledger.verify().expect("a report").findings.is_empty());
}

#[test]
fn a_trusted_import_asks_the_lock_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ledger, seq) = closed_june(folder.path());
    let put = |body: Json| {
        let sent = Submission::from_json(body).expect("well formed");
        ledger.open_bulk().expect("opened");
        let put = ledger.put_bulk(&[sent], &moment());
        ledger.close_bulk().expect("closed");
        put
    };
    let head = ledger.head().expect("a head");
    let late = placement("m2", "A2", "p2", "2022-06-10");
    let refused = put(late.clone()).expect_err("it has no reason");
    assert_eq!(
        refused.to_string(),
        format!(
            "reason: it changes what is closed: 2022-06 A #{seq}; say why with reason, and it is kept as a restatement"
        )
    );
    assert_eq!(ledger.head().expect("a head"), head);
    // After June nothing is closed; with a reason it is listed.
    put(placement("m3", "A1", "p3", "2022-07-01")).expect("nothing closed is changed");
    put(with_reason(late, "从旧系统移入")).expect("it has a reason");
    let closes = ledger.closes(None).expect("the closes");
    let listed: Vec<(i64, &str)> = closes[0]
        .restatements
        .iter()
        .map(|one| (one.seq, one.reason.as_str()))
        .collect();
    assert_eq!(listed, [(head + 2, "从旧系统移入")]);
    let merger = json!({"id": "x", "kind": "core.person_merge", "unit": "R", "kept": "p1", "merged": "p2", "merged_on": "2022-09-01", "reason": "同一人"});
    let refused = put(merger).expect_err("no merger unseen");
    assert!(
        refused
            .to_string()
            .contains("persons are not merged unseen"),
        "{refused}"
    );
    assert!(ledger.verify().expect("a report").findings.is_empty());
}
