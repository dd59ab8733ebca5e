//! An instrument that is abolished: what rests on it is off from that day, in the register's unit and below.

use crate::office::{accept, files_of, ledger_of, placement, quota, refusals};
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};
use std::path::Path;
use youju_ledger::ledger::Ledger;

const REGULATION: &str = "地方各级人民政府机构设置和编制管理条例";
const FULL: &str = "establishment.no_entry_when_full";

fn instrument(id: &str, unit: &str, title: &str, on: &str) -> Json {
    json!({
        "id": id, "kind": "rules.instrument", "unit": unit, "title": title, "made_by": "示例机关", "level": "regulation",
        "form": "final", "issued_on": on, "in_force_on": on,
    })
}

fn abolition(id: &str, unit: &str, instrument: &str, on: &str) -> Json {
    json!({
        "id": id, "kind": "rules.abolition", "unit": unit, "instrument": instrument, "cause": "abolished",
        "document": "示例决定", "abolished_on": on,
    })
}

/// Units `A1` and `B` with one post each, and a person in it.
fn full(folder: &Path) -> Ledger {
    let files = files_of(&["core", "establishment", "rules"]);
    let ledger = ledger_of(&folder.join("ledger"), &files, 9);
    for (unit, person) in [("A1", "p1"), ("B", "p2")] {
        accept(&ledger, quota(&format!("q-{unit}"), unit, 1, "2020-01-01"));
        let id = format!("m-{unit}");
        accept(&ledger, placement(&id, unit, person, "2020-02-01"));
    }
    ledger
}

fn can_refuse(ledger: &Ledger, unit: &str, day: Date) -> bool {
    let rules = ledger
        .rules_in_force("establishment.placement", unit, day)
        .expect("the rules in force");
    rules.iter().any(|rule| rule.id == FULL)
}

#[test]
fn a_hard_rule_is_off_from_the_day_its_instrument_is_abolished() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = full(folder.path());
    accept(&ledger, instrument("i1", "R", REGULATION, "2007-05-01"));
    let late = placement("m2", "A1", "p3", "2022-01-01");
    assert_eq!(refusals(&ledger, late.clone()), [FULL]);
    assert!(can_refuse(&ledger, "A1", date(2022, 1, 1)));

    accept(&ledger, abolition("a1", "R", "i1", "2022-01-01"));
    let early = placement("m3", "A1", "p4", "2021-12-31");
    assert_eq!(refusals(&ledger, early), [FULL]);
    accept(&ledger, late);
    assert!(can_refuse(&ledger, "A1", date(2021, 12, 31)));
    assert!(!can_refuse(&ledger, "A1", date(2022, 1, 1)));
    let listed = ledger
        .abolished(date(2022, 1, 1))
        .expect("what is abolished");
    let listed: Vec<(&str, &str)> = listed
        .iter()
        .map(|one| (one.instrument.as_str(), one.unit.as_str()))
        .collect();
    assert_eq!(listed, [(REGULATION, "R")]);
    assert!(
        ledger
            .abolished(date(2021, 12, 31))
            .expect("none")
            .is_empty()
    );

    // Made anew, it binds again.
    let mut anew = instrument("i2", "R", REGULATION, "2022-06-01");
    anew["revises"] = json!("i1");
    accept(&ledger, anew);
    let again = placement("m4", "A1", "p5", "2022-06-01");
    assert_eq!(refusals(&ledger, again), [FULL]);
}

#[test]
fn a_register_speaks_for_its_unit_and_all_below() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = full(folder.path());
    accept(&ledger, instrument("i1", "A", REGULATION, "2007-05-01"));
    accept(&ledger, abolition("a1", "A", "i1", "2022-01-01"));
    accept(&ledger, placement("m2", "A1", "p3", "2022-01-01"));
    let elsewhere = placement("m3", "B", "p4", "2022-01-01");
    assert_eq!(refusals(&ledger, elsewhere.clone()), [FULL]);
    // The abolition was entered by mistake: what comes after it is judged again.
    accept(&ledger, json!({ "voids": "a1", "reason": "录入有误" }));
    let after = placement("m4", "A1", "p5", "2022-02-01");
    assert_eq!(refusals(&ledger, after), [FULL]);
}

#[test]
fn instruments_without_a_row_hold_and_are_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = full(folder.path());
    let missing = |ledger: &Ledger| {
        let all = ledger.unregistered_instruments().expect("the registers");
        all.contains(REGULATION)
    };
    assert!(missing(&ledger));
    let second = placement("m2", "A1", "p3", "2022-01-01");
    assert_eq!(refusals(&ledger, second), [FULL]);
    // Another title changes nothing.
    accept(&ledger, instrument("i1", "R", "示例管理办法", "2007-05-01"));
    accept(&ledger, abolition("a1", "R", "i1", "2022-01-01"));
    let third = placement("m3", "A1", "p4", "2022-01-01");
    assert_eq!(refusals(&ledger, third), [FULL]);
    accept(&ledger, instrument("i2", "R", REGULATION, "2007-05-01"));
    assert!(!missing(&ledger));
}
