//! Pack files in force at a place in the journal.

use crate::{AT, Ledger, record};
use std::collections::BTreeMap;
use youju_journal::pack::{digest, pack_file, packs_at, store_pack};

fn files(rule: &str) -> BTreeMap<String, Vec<u8>> {
    [
        ("core/pack.toml", "id = \"core\""),
        ("members/rules/a.sql", rule),
    ]
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .into()
}

#[test]
fn an_old_place_sees_the_old_files() {
    let ledger = Ledger::new();
    let put = |rule: &str| {
        ledger
            .store
            .write(|tx| store_pack(tx, &files(rule), AT, "system"))
            .unwrap()
    };
    assert_eq!(ledger.read(|rows| packs_at(rows, 9)), None);
    assert_eq!(put("select 1"), Some(1));
    assert_eq!(put("select 1"), None, "nothing changed");
    ledger.append(&record("a", "office"));
    assert_eq!(put("select 2"), Some(3));
    assert_eq!(put("select 1"), Some(4), "going back is a change too");
    for (seq, since, rule) in [
        (1, 1, "select 1"),
        (2, 1, "select 1"),
        (3, 3, "select 2"),
        (99, 4, "select 1"),
    ] {
        let map = ledger.read(|rows| packs_at(rows, seq)).unwrap();
        assert_eq!(map.since, since);
        let kept = &map.files["members/rules/a.sql"];
        assert_eq!(kept, &digest(rule.as_bytes()));
        let bytes = ledger.read(|rows| pack_file(rows, "members/rules/a.sql", kept));
        assert_eq!(bytes, rule.as_bytes());
    }
    assert_eq!(ledger.verify().1, []);
}

#[test]
fn a_changed_file_is_not_handed_out() {
    let ledger = Ledger::new();
    ledger
        .store
        .write(|tx| store_pack(tx, &files("select 1"), AT, "system"))
        .unwrap();
    ledger.tamper("update pack_file set bytes = x'00'");
    let wanted = digest(b"select 1");
    let answer = ledger
        .store
        .read(|rows| pack_file(rows, "members/rules/a.sql", &wanted));
    assert!(answer.unwrap_err().to_string().contains("was changed"));
}
