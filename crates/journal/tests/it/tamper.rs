//! Every stored value, changed on its own, is found and named.

use crate::{AT, Ledger, record, refusal};
use std::collections::BTreeMap;
use youju_db::{DbError, Rows, Store, StoreOptions, Value};
use youju_journal::log;
use youju_journal::pack::store_pack;
use youju_journal::verify::verify;

/// A journal with one of everything: 11 entries, so that the tree is ragged.
fn full() -> Ledger {
    let ledger = Ledger::new();
    let files = BTreeMap::from([("core/pack.toml".to_owned(), b"id = \"core\"".to_vec())]);
    ledger
        .store
        .write(|tx| store_pack(tx, &files, AT, "system"))
        .unwrap();
    for n in 0..7 {
        ledger.append(&record(&format!("r-{n}"), "office"));
    }
    let sealed = ledger.keys.seal("p-1", "s", "note", "示例甲").unwrap();
    let mut entry = record("s", "office");
    entry.data.insert("note".into(), sealed.to_json());
    ledger.append(&entry);
    ledger.append(&refusal("members.no_entry"));
    ledger
        .store
        .write(|tx| log::checkpoint_entry(tx, &ledger.keys, AT, "system"))
        .unwrap();
    ledger
}

/// Another value of the same type, as near as can be.
fn other(value: &Value) -> String {
    match value {
        Value::Null => "'x'".into(),
        Value::Int(n) => (n + 100).to_string(),
        Value::Text(text) => {
            let changed = if text.starts_with('A') { "B" } else { "A" };
            let rest: String = text.chars().skip(1).collect();
            format!("'{}'", format!("{changed}{rest}").replace('\'', "''"))
        }
        Value::Blob(bytes) => {
            let mut bytes = bytes.clone();
            bytes[0] ^= 1;
            format!("x'{}'", Value::Blob(bytes))
        }
    }
}

#[test]
fn nothing_is_found_in_an_untouched_journal() {
    let ledger = full();
    let (verified, findings) = ledger.verify();
    assert_eq!(findings, []);
    assert_eq!((verified.entries, verified.opened), (11, 1));
}

#[test]
fn every_changed_value_is_found_in_its_table_and_row() {
    // (table, key columns, the row as findings name it)
    let tables: [(&str, &[&str], &str); 5] = [
        ("journal", &["seq"], "'seq ' || seq"),
        (
            "tree",
            &["level", "idx"],
            "'level ' || level || ', idx ' || idx",
        ),
        ("checkpoint", &["size"], "'size ' || size"),
        ("log_key", &["verifier"], "verifier"),
        ("pack_file", &["digest"], "'digest ' || digest"),
    ];
    let ledger = full();
    let copy = ledger.folder.path().join("copy.db");
    ledger.store.vacuum_into(&copy).unwrap();
    let mut changed = 0;
    for (table, key, name) in tables {
        let columns = ledger.read(|rows| Ok(rows.columns(&format!("select * from {table}"))?));
        let list = columns.join(", ");
        let rows = ledger
            .read(|rows| Ok(rows.query(&format!("select {name}, {list} from {table}"), &[])?));
        for row in rows {
            let filter: Vec<String> = key
                .iter()
                .map(|k| {
                    let at = columns.iter().position(|c| c == k).unwrap();
                    match &row[at + 1] {
                        Value::Text(text) => format!("{k} = '{text}'"),
                        number => format!("{k} = {number}"),
                    }
                })
                .collect();
            for (column, value) in columns.iter().zip(&row[1..]) {
                let path = ledger.folder.path().join("tampered.db");
                std::fs::copy(&copy, &path).unwrap();
                let tool = Store::open(&path, StoreOptions::default()).unwrap();
                let sql = format!(
                    "update {table} set {column} = {} where {}",
                    other(value),
                    filter.join(" and ")
                );
                assert_eq!(tool.write(|tx| tx.execute(&sql, &[])).unwrap(), 1, "{sql}");
                let (_, findings) = crate::check(&tool, Some(&ledger.keys));
                let place = row[0].to_string();
                // A moved row is named where it is now or where it is missing.
                let is_key = key.contains(&column.as_str());
                assert!(
                    findings
                        .iter()
                        .any(|found| found.table == table && (is_key || found.row == place)),
                    "{sql}: {findings:?}"
                );
                assert!(
                    findings.len() <= 4,
                    "one change, few findings: {sql}: {findings:#?}"
                );
                changed += 1;
                drop(tool);
                for left in ["tampered.db", "tampered.db-wal", "tampered.db-shm"] {
                    let _ = std::fs::remove_file(ledger.folder.path().join(left));
                }
            }
        }
    }
    assert_eq!(changed, 11 * 4 + 19 * 3 + 2 + 1 + 2);
}

#[test]
fn every_removed_or_added_row_is_found() {
    for (sql, table) in [
        ("delete from journal where seq = 1", "journal"),
        ("delete from journal where seq = 6", "journal"),
        ("delete from journal where seq = 11", "checkpoint"),
        ("delete from journal", "checkpoint"),
        (
            "insert into journal (seq, type, body) values (12, 'record', '{}')",
            "journal",
        ),
        (
            "insert into journal (seq, type, body) values (-5, 'record', '{}')",
            "journal",
        ),
        (
            "insert into journal (seq, type, body) values (9000000000000000000, 'record', '{}')",
            "journal",
        ),
        ("delete from tree where level = 1 and idx = 2", "tree"),
        ("delete from tree", "tree"),
        ("insert into tree values (1, 5, zeroblob(32))", "tree"),
        ("insert into tree values (-1, 0, zeroblob(32))", "tree"),
        ("insert into tree values (9, 0, zeroblob(32))", "tree"),
        ("delete from checkpoint", "checkpoint"),
        ("insert into checkpoint values (3, 'x')", "checkpoint"),
        ("delete from log_key", "log_key"),
        ("insert into log_key values ('x')", "log_key"),
        ("delete from pack_file", "pack_file"),
        ("insert into pack_file values ('x', x'00')", "pack_file"),
        ("drop table journal", "journal"),
        ("drop table tree", "tree"),
        ("drop table checkpoint", "checkpoint"),
        ("drop table log_key", "log_key"),
        ("drop table pack_file", "pack_file"),
    ] {
        let ledger = full();
        ledger.tamper(sql);
        let (_, findings) = ledger.verify();
        assert!(
            findings.iter().any(|found| found.table == table),
            "{sql}: {findings:?}"
        );
    }
}

#[test]
fn a_change_with_its_hashes_recomputed_is_found_too() {
    // The body and its leaf: the parent does not fit.
    let ledger = full();
    let text = record("r-2", "county").text().unwrap();
    let leaf = Value::from(youju_journal::tree::leaf_hash(text.as_bytes()));
    ledger.tamper(&format!(
        "update journal set body = '{text}' where seq = 4; update tree set hash = x'{leaf}'
         where level = 0 and idx = 3"
    ));
    let words: Vec<String> = ledger.verify().1.iter().map(ToString::to_string).collect();
    assert_eq!(
        words[0],
        "tree, level 1, idx 1, column hash: is not the hash of entries 3 to 4"
    );

    // All nodes above as well: the signed root does not fit.
    let mut forged = youju_db::Scratch::new().unwrap();
    let mut tx = forged.tx();
    log::create(&mut tx, &ledger.keys).unwrap();
    for seq in 1..=11 {
        let mut entry = ledger.read(|rows| log::read(rows, seq)).unwrap();
        if seq == 4 {
            entry = record("r-2", "county");
        }
        log::append(&mut tx, &entry).unwrap();
    }
    for node in forged
        .query("select hash, level, idx from tree", &[])
        .unwrap()
    {
        ledger.tamper(&format!(
            "update tree set hash = x'{}' where level = {} and idx = {}",
            node[0], node[1], node[2]
        ));
    }
    let words: Vec<String> = ledger.verify().1.iter().map(ToString::to_string).collect();
    assert!(
        words.contains(
            &"journal, seq 1 to 11: entries were changed together with the tree: they do not hash to the \
              signed root"
                .to_owned()
        ),
        "{words:?}"
    );
}

#[test]
fn a_sealed_field_that_was_moved_is_found() {
    // Signed anew by the insider who has the keys: the hashes are right, the seal is not.
    let ledger = Ledger::new();
    let sealed = ledger.keys.seal("p-1", "a", "note", "示例甲").unwrap();
    let mut entry = record("b", "office");
    entry.data.insert("note".into(), sealed.to_json());
    ledger.append(&entry);
    let words: Vec<String> = ledger.verify().1.iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "journal, seq 1, column body: field note of entry b for p-1 does not open: it was changed or moved"
        ]
    );
}

#[test]
fn a_changed_byte_of_the_file_is_found_or_changes_nothing_that_can_be_read() {
    let ledger = full();
    let copy = ledger.folder.path().join("copy.db");
    ledger.store.vacuum_into(&copy).unwrap();
    let untouched = dump(&Store::open(&copy, StoreOptions::default()).unwrap()).unwrap();
    let bytes = std::fs::read(&copy).unwrap();
    let path = ledger.folder.path().join("flipped.db");
    let (mut unopened, mut found, mut unused) = (0, 0, 0);
    // A step that shares no factor with page or cell sizes walks through all kinds of places.
    for at in (0..bytes.len()).step_by(389) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        for left in ["flipped.db-wal", "flipped.db-shm"] {
            let _ = std::fs::remove_file(ledger.folder.path().join(left));
        }
        std::fs::write(&path, &flipped).unwrap();
        let Ok(store) = Store::open(&path, StoreOptions::default()) else {
            unopened += 1;
            continue;
        };
        let mut findings = Vec::new();
        let walked = store.read(|rows| {
            verify(rows, Some(&ledger.keys), &mut findings);
            Ok::<_, DbError>(())
        });
        let damage = store.integrity().map_or(1, |lines| lines.len());
        if walked.is_err() || !findings.is_empty() || damage > 0 {
            found += 1;
        } else {
            assert_eq!(
                dump(&store).unwrap(),
                untouched,
                "byte {at} was changed unnoticed"
            );
            unused += 1;
        }
    }
    assert!(
        found > 5 && unused > 5,
        "{unopened} unopened, {found} found, {unused} unused"
    );
}

/// Everything that a query can see.
fn dump(store: &Store) -> Result<Vec<Vec<Value>>, DbError> {
    let mut all = Vec::new();
    for table in store.tables()? {
        all.extend(store.read(|rows| rows.query(&format!("select * from {table}"), &[]))?);
    }
    Ok(all)
}
