//! What is let in and what is not: quotas across time, the same id twice, races.

use crate::office::{accept, ledger, moment, placement, quota, refusals, send};
use serde_json::json;
use youju_ledger::ledger::LedgerError;
use youju_ledger::outcome::Outcome;
use youju_ledger::problem::SubmitError;
use youju_ledger::submission::Submission;

#[test]
fn a_full_unit_refuses_with_article_rows_and_a_way_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("ledger"), 3);
    accept(&ledger, quota("q1", "A1", 1, "2020-01-01"));
    accept(&ledger, placement("m1", "A1", "p1", "2020-02-01"));
    let Ok(Outcome::Refused(refused)) = send(&ledger, placement("m2", "A1", "p2", "2020-03-01"))
    else {
        panic!("a second person in one post");
    };
    let violation = &refused.violations[0];
    assert_eq!(violation.rule, "establishment.no_entry_when_full");
    assert_eq!(violation.basis.article, "第六条");
    assert_eq!(violation.records, ["m1", "q1"]);
    assert!(violation.may_pass_later);
    let rule = ledger.packs().rule(&violation.rule).expect("the rule");
    assert!(
        ledger
            .packs()
            .way_out(youju_declare::Lang::Zh, rule)
            .is_some()
    );
    accept(
        &ledger,
        json!({"ends": "m1", "on": "2020-02-20", "reason": "调出"}),
    );
    accept(&ledger, placement("m2", "A1", "p2", "2020-03-01"));
}

#[test]
fn a_back_dated_entry_cannot_slip_past_a_later_full_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("ledger"), 3);
    accept(&ledger, quota("q1", "A1", 2, "2020-01-01"));
    accept(&ledger, quota("q2", "A1", 1, "2021-01-01"));
    accept(&ledger, placement("m1", "A1", "p1", "2020-06-01"));
    // On its own day there is room; from 2021 on there is not.
    assert_eq!(
        refusals(&ledger, placement("m2", "A1", "p2", "2020-03-01")),
        ["establishment.no_entry_when_full"]
    );
}

#[test]
fn an_over_full_unit_still_lets_people_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("ledger"), 4);
    accept(&ledger, quota("q1", "A1", 3, "2020-01-01"));
    for i in 1..=3 {
        accept(
            &ledger,
            placement(&format!("m{i}"), "A1", &format!("p{i}"), "2020-02-01"),
        );
    }
    // Lowering the quota would make it over-full: that is the decision that is refused, on the same article.
    assert_eq!(
        refusals(&ledger, quota("q2", "A1", 1, "2021-01-01")),
        ["establishment.no_entry_when_full"]
    );
    let mut opening = quota("q3", "B", 1, "2020-01-01");
    opening["opening"] = json!(true);
    accept(&ledger, opening);
    assert_eq!(
        refusals(
            &ledger,
            json!({"ends": "m1", "on": "2021-02-01", "reason": "调出"})
        ),
        Vec::<String>::new()
    );
}

#[test]
fn voiding_an_exit_is_judged_like_an_entry() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("ledger"), 3);
    accept(&ledger, quota("q1", "A1", 1, "2020-01-01"));
    accept(&ledger, placement("m1", "A1", "p1", "2020-02-01"));
    accept(
        &ledger,
        json!({"id": "e1", "ends": "m1", "on": "2020-03-01", "reason": "调出"}),
    );
    accept(&ledger, placement("m2", "A1", "p2", "2020-03-01"));
    assert_eq!(
        refusals(&ledger, json!({"voids": "e1", "reason": "误录"})),
        ["establishment.no_entry_when_full"]
    );
    accept(&ledger, json!({"voids": "m2", "reason": "误录"}));
    accept(&ledger, json!({"voids": "e1", "reason": "误录"}));
}

#[test]
fn the_same_id_and_body_give_the_same_answer_and_another_body_is_a_conflict() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("ledger"), 2);
    let seq = accept(&ledger, quota("q1", "A1", 1, "2020-01-01"));
    match send(&ledger, quota("q1", "A1", 1, "2020-01-01")) {
        Ok(Outcome::Accepted(again)) => assert_eq!((again.seq, again.repeated), (seq, true)),
        other => panic!("{other:?}"),
    }
    let other = send(&ledger, quota("q1", "A1", 2, "2020-01-01"));
    assert!(
        matches!(other, Err(LedgerError::Submit(SubmitError::Conflict { seq: at, .. })) if at == seq),
        "{other:?}"
    );
    // A refusal is not bound to its id: once it can pass, it passes.
    accept(&ledger, placement("m1", "A1", "p1", "2020-02-01"));
    assert_eq!(
        refusals(&ledger, placement("m2", "A1", "p2", "2020-02-01")).len(),
        1
    );
    accept(&ledger, json!({"voids": "m1", "reason": "误录"}));
    accept(&ledger, placement("m2", "A1", "p2", "2020-02-01"));
}

#[test]
fn what_is_malformed_is_named_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("ledger"), 1);
    let head = ledger.head().expect("a head");
    let message = |body| match send(&ledger, body) {
        Err(error) => error.to_string(),
        Ok(outcome) => panic!("{outcome:?}"),
    };
    assert_eq!(
        message(json!({"kind": "core.unti"})),
        "kind: there is no kind \"core.unti\"; did you mean \"core.unit\"?"
    );
    let mut body = quota("q1", "A3", 1, "2020-01-01");
    assert!(message(body.clone()).starts_with("unit: there is no unit \"A3\"; did you mean \"A"));
    body["unit"] = json!("A1");
    body["posts"] = json!("3");
    body["colour"] = json!("red");
    body["approved_on"] = json!("2020-02-30");
    let all = message(body);
    assert!(all.contains("posts: \"3\" is no whole number"), "{all}");
    assert!(
        all.contains("colour: establishment.quota has no such field"),
        "{all}"
    );
    assert!(
        all.contains("approved_on: \"2020-02-30\" is no day of the calendar"),
        "{all}"
    );
    let event = json!({"kind": "core.person", "unit": "R", "person": "px", "name": "示例", "birth_on": "1980-01-01", "registered_on": "2026-11-25"});
    assert!(message(event).contains("registered_on: 2026-11-25 is after today (2026-11-24)"));
    assert_eq!(ledger.head().expect("a head"), head);
}

#[test]
fn sixteen_threads_race_for_the_last_post_and_one_wins() {
    let rounds = if std::env::var_os("YOUJU_BIN").is_some() {
        200
    } else {
        25
    };
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(&folder.path().join("ledger"), 16);
    for round in 0..rounds {
        accept(
            &ledger,
            quota(
                &format!("q{round:03}"),
                "A1",
                i64::from(round) + 1,
                "2020-01-01",
            ),
        );
        let passed: usize = std::thread::scope(|scope| {
            let racers: Vec<_> = (1..=16)
                .map(|i| {
                    let ledger = &ledger;
                    scope.spawn(move || {
                        let body = placement(
                            &format!("m{round}.{i}"),
                            "A1",
                            &format!("p{i}"),
                            "2020-02-01",
                        );
                        let sent = Submission::from_json(body).expect("well formed");
                        usize::from(matches!(
                            ledger.submit(&sent, &moment()),
                            Ok(Outcome::Accepted(_))
                        ))
                    })
                })
                .collect();
            racers
                .into_iter()
                .map(|racer| racer.join().expect("no panic"))
                .sum()
        });
        assert_eq!(passed, 1, "round {round}");
    }
}
