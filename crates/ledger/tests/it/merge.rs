//! One person under two codes, made one and taken apart again.

use crate::office::{accept, ledger, placement, quota, send};
use jiff::civil::date;
use serde_json::{Value as Json, json};
use youju_base::period::Period;
use youju_ledger::figure::{Ask, Time};
use youju_ledger::ledger::Ledger;
use youju_ledger::outcome::Outcome;
use youju_ledger::persons::Clue;
use youju_ledger::reconcile::Reason;
use youju_ledger::roster::Entry;

fn service(id: &str, unit: &str, person: &str, on: &str) -> Json {
    json!({"id": id, "kind": "core.service", "unit": unit, "person": person, "terms": "staff", "from_on": on})
}

fn application(id: &str, person: &str, on: &str) -> Json {
    json!({"id": id, "kind": "members.application", "unit": "A1", "person": person, "matter": "admission", "applied_on": on})
}

fn merger(id: &str, kept: &str, merged: &str) -> Json {
    json!({"id": id, "kind": "core.person_merge", "unit": "R", "kept": kept, "merged": merged, "merged_on": "2022-09-01", "reason": "同一人两次登记"})
}

/// Staff on a day, and persons who applied within the year.
fn figures(ledger: &Ledger, known_at: Option<i64>) -> [String; 2] {
    let year = Period::parse("2022").expect("a year");
    let asks = [
        Ask::new("core.staff", Some("R"), Time::On(date(2022, 6, 30))),
        Ask::new("members.applied", Some("R"), Time::Within(year)),
    ];
    asks.map(|ask| {
        let figure = ledger.figure(&Ask { known_at, ..ask });
        figure.expect("a figure").amount.text()
    })
}

fn fault(ledger: &Ledger, body: Json) -> String {
    match send(ledger, body) {
        Err(error) => error.to_string(),
        Ok(outcome) => panic!("{outcome:?}"),
    }
}

fn is_sound(ledger: &Ledger) {
    let report = ledger.verify().expect("a report");
    assert_eq!(report.findings, []);
}

/// p1 and p2 are one: in service at A from January, at B from March; both applied, each by one code.
fn twice(folder: &std::path::Path) -> (Ledger, i64) {
    let ledger = ledger(folder, 4);
    accept(&ledger, service("s1", "A", "p1", "2022-01-01"));
    accept(&ledger, service("s2", "B", "p2", "2022-03-01"));
    accept(&ledger, application("a1", "p1", "2022-02-01"));
    accept(&ledger, application("a2", "p2", "2022-04-01"));
    accept(
        &ledger,
        json!({"id": "t1", "kind": "members.talk", "unit": "A1", "person": "p3", "talker": "p2", "talked_on": "2022-05-01"}),
    );
    let head = ledger.head().expect("a head");
    (ledger, head)
}

#[test]
fn a_merged_person_is_counted_once_and_every_record_names_the_kept_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ledger, before) = twice(folder.path());
    assert_eq!(figures(&ledger, None), ["2", "2"]);
    let mut unreasoned = merger("x", "p1", "p2");
    unreasoned
        .as_object_mut()
        .expect("an object")
        .remove("reason");
    assert!(fault(&ledger, unreasoned).starts_with("reason: missing"));
    let seq = accept(&ledger, merger("x", "p1", "p2"));
    assert_eq!(figures(&ledger, None), ["1", "1"]);
    // What was known before stays known.
    assert_eq!(figures(&ledger, Some(before)), ["2", "2"]);
    is_sound(&ledger);
    // The second field of a kind that names a person is rewritten too; the record's own history shows it.
    let shown = ledger.show("t1").expect("an answer").expect("the talk");
    let talker = |i: usize| {
        let columns = &shown.versions[i].columns;
        let found = columns.iter().find(|(name, _)| name == "talker");
        found.map(|(_, value)| value.to_string())
    };
    assert_eq!(shown.versions[1].seq, seq);
    assert_eq!(
        [talker(0), talker(1)],
        [Some("p2".into()), Some("p1".into())]
    );

    // The bridge says why: the rows of one moved to the other.
    for (ask, amount) in [
        (
            Ask::new("core.staff", Some("R"), Time::On(date(2022, 6, 30))),
            -1,
        ),
        (
            Ask::new(
                "members.applied",
                Some("R"),
                Time::Within(Period::parse("2022").expect("a year")),
            ),
            -1,
        ),
    ] {
        let then = Ask {
            known_at: Some(before),
            ..ask.clone()
        };
        let bridge = &ledger.reconcile(&then, &ask).expect("a bridge")[0];
        assert!(bridge.closes());
        let steps: Vec<_> = bridge.steps.iter().map(|s| (s.reason, s.amount)).collect();
        assert_eq!(steps, [(Reason::Merger, amount)], "{}", ask.indicator);
    }

    // Nobody names the merged code any more; a record of before is corrected under the kept one.
    assert!(
        fault(&ledger, service("s3", "A", "p2", "2022-07-01"))
            .contains("p2 was merged into p1; name p1")
    );
    accept(
        &ledger,
        json!({"id": "c1", "corrects": "s2", "unit": "A2", "reason": "单位写错"}),
    );
    assert!(fault(&ledger, merger("y", "p2", "p3")).contains("p2 was merged into p1"));
    assert!(fault(&ledger, merger("y", "p3", "p3")).contains("is the person that is kept"));
    assert!(
        fault(
            &ledger,
            json!({"corrects": "x", "kept": "p3", "reason": "x"})
        )
        .contains("is not corrected")
    );
    is_sound(&ledger);
}

#[test]
fn a_voided_merger_takes_back_what_it_rewrote() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ledger, _) = twice(folder.path());
    accept(&ledger, merger("x", "p1", "p2"));
    // A record made in between keeps its code; one corrected in between goes back with its correction.
    accept(&ledger, application("a3", "p1", "2022-08-01"));
    accept(
        &ledger,
        json!({"id": "c1", "corrects": "s2", "from_on": "2022-04-01", "reason": "日期写错"}),
    );
    // A chain is taken back from its end.
    accept(&ledger, merger("y", "p3", "p1"));
    assert!(
        fault(&ledger, json!({"voids": "x", "reason": "不是一人"}))
            .contains("p1 was merged into p3 since; void that merger first")
    );
    is_sound(&ledger);
    accept(&ledger, json!({"voids": "y", "reason": "不是一人"}));
    accept(&ledger, json!({"voids": "x", "reason": "不是一人"}));
    assert_eq!(figures(&ledger, None), ["2", "2"]);
    let person = |record: &str| {
        let shown = ledger.show(record).expect("an answer").expect("a record");
        let last = shown.versions.last().expect("a version");
        let found = last.columns.iter().find(|(name, _)| name == "person");
        found.map(|(_, value)| value.to_string())
    };
    let persons = ["s1", "s2", "a1", "a2", "a3", "t1"].map(|r| person(r).expect("a person"));
    assert_eq!(persons, ["p1", "p2", "p1", "p2", "p1", "p3"]);
    is_sound(&ledger);
    accept(&ledger, service("s3", "A", "p2", "2022-07-01"));
    is_sound(&ledger);
}

#[test]
fn erasing_either_code_erases_both() {
    for code in ["p1", "p2"] {
        let folder = tempfile::tempdir().expect("a folder");
        let (ledger, _) = twice(folder.path());
        let note = |id: &str, person: &str| json!({"id": id, "kind": "core.person", "unit": "R", "person": person, "name": format!("示例乙{person}"), "birth_on": "1990-01-01", "registered_on": "2020-01-01"});
        accept(&ledger, note("n9", "p9"));
        accept(&ledger, merger("x", "p1", "p2"));
        accept(
            &ledger,
            json!({"id": "gone", "erases": code, "reason": "本人申请"}),
        );
        let name = |record: &str| {
            let shown = ledger.show(record).expect("an answer").expect("a record");
            let columns = &shown.versions[0].columns;
            columns.iter().any(|(name, _)| name == "name")
        };
        assert_eq!(
            ["person.1", "person.2", "person.3", "n9"].map(name),
            [false, false, true, true],
            "{code}"
        );
        assert_eq!(figures(&ledger, None), ["1", "1"]);
        is_sound(&ledger);
        // The same once more is the same; the text is gone from the file too.
        accept(
            &ledger,
            json!({"id": "gone", "erases": code, "reason": "本人申请"}),
        );
        drop(ledger);
        let bytes = std::fs::read(folder.path().join("ledger.db")).expect("the file");
        for (text, there) in [("示例甲1", false), ("示例甲2", false), ("示例甲3", true)] {
            let found = bytes.windows(text.len()).any(|w| w == text.as_bytes());
            assert_eq!(found, there, "{code}: {text}");
        }
        is_sound(&Ledger::open(folder.path()).expect("the ledger"));
    }
}

#[test]
fn a_merger_that_moves_rows_of_a_closed_month_restates_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ledger, _) = twice(folder.path());
    accept(&ledger, quota("q1", "A", 2, "2021-01-01"));
    accept(&ledger, placement("m1", "A", "p1", "2022-01-01"));
    accept(&ledger, placement("m2", "A", "p2", "2022-02-01"));
    let closed = accept(
        &ledger,
        json!({"closes": "A", "line": "establishment", "period": "2022-06", "by": "编办"}),
    );
    let Ok(Outcome::Accepted(accepted)) = send(&ledger, merger("x", "p1", "p2")) else {
        panic!("not accepted");
    };
    // What it moves in a closed month is a restatement, with the merger's reason.
    assert_eq!(accepted.restates, [closed]);
    is_sound(&ledger);
}

#[test]
fn a_merged_code_on_a_list_means_the_kept_person() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = ledger(folder.path(), 4);
    for (id, person) in [("s1", "p1"), ("s2", "p2"), ("s3", "p3")] {
        accept(&ledger, service(id, "A", person, "2022-03-01"));
    }
    let staff = Ask::new("core.staff", Some("R"), Time::On(date(2022, 6, 30)));
    let before = ledger.head().expect("a head");
    accept(&ledger, merger("x", "p3", "p2"));
    accept(&ledger, merger("y", "p1", "p3"));
    let line = |line: u64, name: &str| Entry {
        line,
        clue: Clue {
            name: Some(name.into()),
            born: Some(Period::parse("1980-05-06").expect("a day")),
            id_number: None,
        },
        unit: None,
    };
    // p2 and p3 stand under p1 since; the list still has the name under which p2 was registered.
    let list = [line(1, "示例甲2"), line(2, "示例甲1"), line(3, "示例甲4")];
    for known_at in [None, Some(before)] {
        let ask = Ask {
            known_at,
            ..staff.clone()
        };
        let found = ledger.compare_roster(&ask, &list).expect("a comparison");
        assert_eq!((found.persons, found.both, found.asked), (1, 1, 0));
        assert_eq!(found.only_ledger, []);
        assert_eq!(found.ask, []);
        let twice: Vec<(u64, u64)> = found.twice.iter().map(|(e, of)| (e.line, *of)).collect();
        assert_eq!(twice, [(2, 1)]);
        let alone: Vec<u64> = found.only_list.iter().map(|one| one.entry.line).collect();
        assert_eq!(alone, [3]);
    }
}
