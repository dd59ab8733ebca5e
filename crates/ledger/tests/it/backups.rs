//! Copies, lost keys, erased persons.

use crate::office::{accept, ledger, placement, quota, send};
use serde_json::json;
use std::fs;
use youju_ledger::figure::{Ask, Time};
use youju_ledger::ledger::{Ledger, LedgerError};
use youju_ledger::lookup::Search;
use youju_ledger::verify::{backup, restore, verify};

#[test]
fn a_backup_is_verified_and_comes_back_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy, back) = (
        folder.path().join("ledger"),
        folder.path().join("copy"),
        folder.path().join("back"),
    );
    let first = ledger(&path, 2);
    accept(&first, quota("q1", "A1", 3, "2020-01-01"));
    accept(&first, placement("m1", "A1", "p1", "2020-02-01"));
    let ask = Ask::new(
        "establishment.filled",
        Some("R"),
        Time::On(jiff::civil::date(2020, 3, 1)),
    );
    let figure = first.figure(&ask).expect("a figure");
    assert_eq!(backup(&path, &copy).expect("a report").findings, []);
    accept(&first, placement("m2", "A1", "p2", "2020-02-01"));
    assert!(matches!(
        backup(&path, &copy),
        Err(LedgerError::NotEmpty(_))
    ));
    drop(first);
    fs::remove_dir_all(&path).expect("the ledger is lost");
    assert_eq!(restore(&copy, &back).expect("a report").findings, []);
    let again = Ledger::open(&back).expect("the restored ledger");
    assert_eq!(again.figure(&ask).expect("a figure"), figure);
    accept(&again, placement("m2", "A1", "p2", "2020-02-01"));
    assert_eq!(again.verify().expect("a report").findings, []);
}

#[test]
fn a_damaged_backup_is_not_restored() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (folder.path().join("ledger"), folder.path().join("copy"));
    accept(&ledger(&path, 1), quota("q1", "A1", 3, "2020-01-01"));
    backup(&path, &copy).expect("a report");
    let file = copy.join("ledger.db");
    let bytes = fs::read(&file).expect("the file");
    let needle = "示例编〔2020〕1号".as_bytes();
    let place = bytes
        .windows(needle.len())
        .position(|w| w == needle)
        .expect("the approval number is in the file");
    let mut changed = bytes;
    changed[place + needle.len() - 4] = b'9';
    fs::write(&file, changed).expect("the changed file");
    let back = folder.path().join("back");
    let report = restore(&copy, &back).expect("a report");
    assert!(!report.findings.is_empty());
    assert!(!back.exists());
}

#[test]
fn lost_keys_are_said_plainly_and_everything_else_is_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ledger");
    accept(&ledger(&path, 2), quota("q1", "A1", 3, "2020-01-01"));
    for name in ["keys.db", "keys.db-wal", "keys.db-shm"] {
        let _ = fs::remove_file(path.join(name));
    }
    let report = verify(&path).expect("a report");
    let about_keys: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    assert!(
        about_keys
            .iter()
            .any(|f| f.starts_with("keys.db: is lost: names, birth dates and notes")),
        "{about_keys:?}"
    );
    assert!(
        report.findings.iter().all(|f| f.table == "keys.db"),
        "{about_keys:?}"
    );
    assert!(report.journal.entries > 5 && report.rows > 10);
    assert!(Ledger::open(&path).is_err());
}

#[test]
fn an_erased_person_is_gone_from_every_file_and_proofs_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ledger");
    let ledger = ledger(&path, 2);
    let named = |ledger: &Ledger| {
        ledger
            .find(
                &Search {
                    text: Some("示例甲2".into()),
                    ..Search::default()
                },
                10,
            )
            .expect("a search")
            .1
    };
    assert_eq!(named(&ledger), 1);
    accept(&ledger, json!({"erases": "p2", "reason": "依本人申请"}));
    assert_eq!(named(&ledger), 0);
    assert_eq!(ledger.verify().expect("a report").findings, []);
    drop(ledger);
    let needle = "示例甲2".as_bytes();
    for entry in fs::read_dir(&path).expect("the folder") {
        let file = entry.expect("a file").path();
        let bytes = fs::read(&file).expect("its bytes");
        assert!(
            !bytes.windows(needle.len()).any(|w| w == needle),
            "{} still holds the name",
            file.display()
        );
    }
    let again = Ledger::open(&path).expect("the ledger");
    let more = json!({"kind": "core.person", "unit": "R", "person": "p2", "name": "示例甲2", "birth_on": "1980-01-01", "registered_on": "2020-01-01"});
    assert!(send(&again, more).is_err());
    assert_eq!(again.verify().expect("a report").findings, []);
}
