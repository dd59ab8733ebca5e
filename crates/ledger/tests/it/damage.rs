//! Whatever is changed behind the ledger's back is found and named.

use crate::office::{accept, ledger, placement, quota};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use youju_db::{DbError, Rows, Store, StoreOptions, Tx, Value};
use youju_journal::tree::{leaf_hash, node_hash};
use youju_ledger::ledger::LEDGER_DB;
use youju_ledger::verify::verify;

/// A ledger with a little of everything, closed.
fn ledger_with_life(folder: &Path) -> PathBuf {
    let path = folder.join("ledger");
    let ledger = ledger(&path, 6);
    accept(&ledger, quota("q1", "A1", 3, "2020-01-01"));
    accept(&ledger, quota("q2", "A2", 4, "2020-01-01"));
    for i in 1..=3 {
        accept(
            &ledger,
            placement(&format!("m{i}"), "A1", &format!("p{i}"), "2020-02-01"),
        );
    }
    accept(
        &ledger,
        json!({"ends": "m1", "on": "2021-01-01", "reason": "调出"}),
    );
    accept(
        &ledger,
        json!({"corrects": "m2", "entered_on": "2020-03-01", "reason": "更正"}),
    );
    accept(&ledger, json!({"voids": "m3", "reason": "误录"}));
    accept(
        &ledger,
        json!({"id": "l1", "kind": "establishment.loan", "unit": "A2", "borrower": "A1", "category": "administrative", "posts": 1,
        "lent_on": "2021-01-01", "term_end_on": "2022-01-01", "purpose": "示例", "approval_no": "示例1号"}),
    );
    for i in 1..=6 {
        accept(
            &ledger,
            json!({"kind": "core.service", "unit": "A1", "person": format!("p{i}"), "terms": "staff", "from_on": "2019-01-01"}),
        );
    }
    accept(
        &ledger,
        json!({"id": "t1", "kind": "members.application", "unit": "A1", "person": "p4", "matter": "admission", "applied_on": "2021-05-01"}),
    );
    path
}

fn open(path: &Path) -> Store {
    Store::open(
        &path.join(LEDGER_DB),
        StoreOptions {
            create: false,
            before_commit: None,
        },
    )
    .expect("the store")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("a file").path();
        fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("a copy");
    }
}

/// All values of all tables, and the schema.
fn dump(path: &Path) -> Result<BTreeMap<String, Vec<Vec<Value>>>, DbError> {
    let store = Store::open(
        &path.join(LEDGER_DB),
        StoreOptions {
            create: false,
            before_commit: None,
        },
    )?;
    store.read(|rows| {
        let mut all = BTreeMap::new();
        all.insert(
            "sqlite_schema".to_owned(),
            rows.query(
                "select type, name, tbl_name, sql from sqlite_schema order by name",
                &[],
            )?,
        );
        for table in tables(rows)? {
            let mut found = rows.query(&format!("select * from {table}"), &[])?;
            found.sort();
            all.insert(table, found);
        }
        Ok(all)
    })
}

fn tables(rows: &dyn Rows) -> Result<Vec<String>, DbError> {
    let found = rows.query("select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by name", &[])?;
    Ok(found.iter().map(|row| row[0].to_string()).collect())
}

#[test]
fn a_changed_value_in_any_table_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = ledger_with_life(folder.path());
    let clean = verify(&path).expect("a report");
    assert_eq!(clean.findings, []);
    assert!(clean.rows > 50, "{}", clean.rows);

    let store = open(&path);
    let filled: Vec<(String, Vec<String>)> = store
        .read(|rows| -> Result<_, DbError> {
            let mut all = Vec::new();
            for table in tables(rows)? {
                if rows.int(&format!("select count(*) from {table}"), &[])? > Some(0) {
                    let columns = rows.columns(&format!("select * from {table}"))?;
                    all.push((table, columns));
                }
            }
            Ok(all)
        })
        .expect("the tables");
    drop(store);
    assert!(filled.len() >= 18, "{filled:?}");
    let mut changed = 0;
    for (table, columns) in filled {
        for column in &columns {
            let damaged = folder.path().join("damaged");
            let _ = fs::remove_dir_all(&damaged);
            copy(&path, &damaged);
            let store = open(&damaged);
            let wrote = store.write(|tx: &mut Tx<'_>| -> Result<usize, DbError> {
                // One value of the first row: a number grows, a text gets longer, nothing becomes something.
                let sql = format!(
                    "update {table} set {column} = case typeof({column}) when 'integer' then {column} + 1000 when 'text' then {column} || 'x'
                     when 'blob' then {column} || x'00' else '9999' end where ({first}) = (select {first} from {table} limit 1)",
                    first = columns.iter().take(4).map(|c| format!("coalesce({c}, '')")).collect::<Vec<_>>().join(", ")
                );
                let n = tx.execute(&sql, &[])?;
                if table == "journal" && column == "body" {
                    rehash(tx)?;
                }
                Ok(n)
            });
            drop(store);
            // A constraint that refuses the change protects the value as well.
            let Ok(n) = wrote else { continue };
            assert!(n > 0, "nothing changed in {table}.{column}");
            changed += 1;
            let report = verify(&damaged).expect("a report");
            let named = report
                .findings
                .iter()
                .any(|f| f.table == table || f.what.contains(&table));
            // A body whose hashes were redone shows in the signature, and in what it no longer explains.
            let resigned = table == "journal"
                && report
                    .findings
                    .iter()
                    .any(|f| f.table == "checkpoint" || f.table == "tree");
            assert!(named || resigned, "{table}.{column}: {:?}", report.findings);
        }
    }
    assert!(changed > 100, "only {changed} values could be changed");
}

/// Redoes every leaf and node, as somebody with write access but without the signing key would.
fn rehash(tx: &mut Tx<'_>) -> Result<(), DbError> {
    let mut level: Vec<[u8; 32]> = Vec::new();
    for row in tx.query("select body from journal order by seq", &[])? {
        level.push(leaf_hash(row[0].as_text().unwrap_or_default().as_bytes()));
    }
    let mut height = 0_i64;
    while !level.is_empty() {
        for (i, hash) in level.iter().enumerate() {
            tx.execute(
                "update tree set hash = ?3 where level = ?1 and idx = ?2",
                &[height.into(), (i as i64).into(), (*hash).into()],
            )?;
        }
        level = level
            .chunks_exact(2)
            .map(|pair| node_hash(&pair[0], &pair[1]))
            .collect();
        height += 1;
    }
    Ok(())
}

#[test]
fn a_flipped_byte_is_found_or_lies_where_nothing_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = ledger_with_life(folder.path());
    open(&path).truncate_log().expect("one file");
    let before = dump(&path).expect("all values");
    let bytes = fs::read(path.join(LEDGER_DB)).expect("the file");
    let flips = if std::env::var_os("YOUJU_BIN").is_some() {
        200
    } else {
        40
    };
    let (mut found, mut unused, mut seed) = (0, 0, 42_u64);
    for _ in 0..flips {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        // Most of a small ledger is empty: the next byte that is not zero.
        let anywhere = (seed >> 16) as usize % bytes.len();
        let place = (anywhere..bytes.len())
            .chain(0..anywhere)
            .find(|place| bytes[*place] != 0)
            .expect("something is written");
        let damaged = folder.path().join("damaged");
        let _ = fs::remove_dir_all(&damaged);
        copy(&path, &damaged);
        let mut flipped = bytes.clone();
        flipped[place] ^= 1 << (seed >> 8 & 7);
        fs::write(damaged.join(LEDGER_DB), &flipped).expect("the damaged file");
        let report = verify(&damaged).expect("a report");
        if report.findings.is_empty() {
            assert_eq!(
                dump(&damaged).ok().as_ref(),
                Some(&before),
                "byte {place} of {} changed what is read, unnoticed",
                bytes.len()
            );
            unused += 1;
        } else {
            found += 1;
        }
    }
    assert!(found > flips / 4, "found {found}, unused {unused}");
}
