//! Appending from many threads, sending twice, signing.

use crate::{AT, Ledger, check, open, record, refusal};
use std::collections::HashSet;
use std::sync::Arc;
use youju_db::WriteError;
use youju_journal::JournalError;
use youju_journal::entropy::Entropy;
use youju_journal::keys::Keys;
use youju_journal::log::{self, Earlier};
use youju_journal::tree::{leaf_hash, verify_consistency, verify_inclusion};

#[test]
fn sixteen_threads_leave_each_acknowledged_entry_once_and_a_sound_tree() {
    let ledger = Ledger::new();
    let mut answered: Vec<(i64, String)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|thread| {
                let ledger = &ledger;
                scope.spawn(move || {
                    let put = |n| {
                        let id = format!("r-{thread}-{n}");
                        (ledger.append(&record(&id, "office")), id)
                    };
                    (0..12).map(put).collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    let Ledger {
        folder,
        keys,
        store,
    } = ledger;
    drop((store, keys));
    let keys = Arc::new(Keys::open(folder.path(), Entropy::seeded(2)).unwrap());
    let store = open(folder.path(), &keys);
    let (verified, findings) = check(&store, Some(&keys));
    assert_eq!(findings, []);
    assert_eq!(
        (verified.entries, verified.signed.unwrap().size),
        (192, 192)
    );
    answered.sort();
    let mut kept = Vec::new();
    store
        .read(|rows| {
            log::for_each(rows, 1, &mut |found| {
                kept.push((found.seq, found.entry.id.unwrap()));
                Ok(())
            })
        })
        .unwrap();
    assert_eq!(kept, answered);
}

#[test]
fn a_job_that_fails_leaves_neither_entry_nor_node() {
    let ledger = Ledger::new();
    ledger.append(&record("a", "office"));
    let answer = ledger.store.write(|tx| {
        log::append(tx, &record("b", "office"))?;
        log::append(tx, &record("a", "county"))
    });
    assert!(matches!(answer, Err(WriteError::Job(JournalError::Db(_)))));
    ledger.append(&refusal("members.no_entry"));
    let (verified, findings) = ledger.verify();
    assert_eq!((verified.entries, findings), (2, vec![]));
    assert_eq!(ledger.read(|rows| log::by_id(rows, "b")), None);
    assert_eq!(ledger.read(|rows| log::by_id(rows, "a")).unwrap().seq, 1);
    assert_eq!(
        ledger.read(|rows| log::read(rows, 2)),
        Some(refusal("members.no_entry"))
    );
    assert_eq!(ledger.read(|rows| log::read(rows, 3)), None);
}

#[test]
fn the_same_body_is_the_same_and_another_is_not() {
    let ledger = Ledger::new();
    let body = br#"{"id":"a","unit":"office"}"#;
    let mut entry = record("a", "office");
    entry.sent = Some(ledger.keys.sent(None, body).unwrap());
    ledger.append(&entry);
    let ask = |id: &str, body: &[u8]| {
        ledger.read(|rows| log::earlier(rows, &ledger.keys, id, None, body))
    };
    assert!(
        matches!(ask("a", body), Earlier::Same(found) if found.entry == entry && found.seq == 1)
    );
    assert!(matches!(
        ask("a", br#"{"id":"a","unit":"county"}"#),
        Earlier::Other(_)
    ));
    assert_eq!(ask("b", body), Earlier::Nothing);
    let elsewhere = Ledger::new();
    let same = Keys::create(tempfile::tempdir().unwrap().path(), "x", Entropy::seeded(9)).unwrap();
    assert_ne!(
        same.sent(None, body).unwrap(),
        entry.sent.clone().unwrap(),
        "the digest is keyed"
    );
    assert_eq!(
        elsewhere.keys.sent(None, body).ok(),
        entry.sent,
        "and repeatable under one key"
    );
}

#[test]
fn proofs_lead_from_entries_to_signed_checkpoints() {
    let ledger = Ledger::new();
    let mut roots = vec![ledger.read(|rows| log::root(rows, 0))];
    for n in 1..=21 {
        ledger.append(&record(&format!("r-{n}"), "office"));
        let note = ledger.read(log::note).unwrap();
        let signed = ledger.keys.verifier().open(&note).unwrap();
        assert_eq!(signed.size, n);
        roots.push(signed.root);
    }
    for size in 1..=21_i64 {
        let root = roots[size as usize];
        for seq in 1..=size {
            let text = ledger
                .read(|rows| log::read(rows, seq))
                .unwrap()
                .text()
                .unwrap();
            let proof = ledger.read(|rows| log::inclusion(rows, seq, size)).unwrap();
            let leaf = leaf_hash(text.as_bytes());
            assert!(verify_inclusion(
                &leaf,
                seq as u64 - 1,
                size as u64,
                &proof,
                &root
            ));
        }
        let proof = ledger
            .read(|rows| log::consistency(rows, size, 21))
            .unwrap();
        assert!(verify_consistency(
            size as u64,
            21,
            &proof,
            &root,
            &roots[21]
        ));
    }
    assert_eq!(ledger.read(|rows| log::inclusion(rows, 22, 22)), None);
    assert_eq!(ledger.read(|rows| log::consistency(rows, 1, 22)), None);
}

#[test]
fn only_the_newest_checkpoint_is_kept_unless_it_is_put_on_the_record() {
    let ledger = Ledger::new();
    ledger.append(&record("a", "office"));
    let seq = ledger
        .store
        .write(|tx| {
            log::append(tx, &record("b", "office"))?;
            log::checkpoint_entry(tx, &ledger.keys, AT, "system")
        })
        .unwrap();
    ledger.append(&record("c", "office"));
    assert_eq!(seq, 3);
    let entry = ledger.read(|rows| log::read(rows, 3)).unwrap();
    let note = entry.data["note"].as_str().unwrap();
    assert_eq!(ledger.keys.verifier().open(note).unwrap().size, 2);
    let kept = ledger.read(|rows| Ok(rows.query("select size from checkpoint", &[])?));
    assert_eq!(kept, [[4.into()]]);
    assert_eq!(ledger.verify().1, []);
}

#[test]
fn a_tree_that_does_not_continue_the_signed_one_is_not_signed() {
    for (sql, words) in [
        (
            "update tree set hash = zeroblob(32) where level = 2",
            "is not the one that was signed",
        ),
        (
            "delete from journal where seq > 1",
            "holds 1 entries, but 5 were signed",
        ),
        (
            "update checkpoint set size = 4, note = replace(note, '\n5\n', '\n4\n')",
            "changed after",
        ),
    ] {
        let ledger = Ledger::new();
        for n in 0..5 {
            ledger.append(&record(&format!("r-{n}"), "office"));
        }
        ledger.tamper(sql);
        let before = ledger.read(log::note);
        let answer = ledger.store.write(|tx| {
            if words.contains("holds 1") {
                // Only the hook's own look counts here, so nothing is appended on the shortened tree.
                return log::sign(tx, &ledger.keys).map(drop);
            }
            log::append(tx, &record("new", "office")).map(drop)
        });
        let error = answer.unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
        assert_eq!(ledger.read(log::note), before);
        assert_eq!(ledger.read(|rows| log::by_id(rows, "new")), None);
    }
}

#[test]
fn another_ledgers_keys_do_not_sign_this_one() {
    let ledger = Ledger::new();
    let other = tempfile::tempdir().unwrap();
    let keys = Keys::create(other.path(), "example.org/other", Entropy::seeded(3)).unwrap();
    let answer = ledger.store.write(|tx| log::create(tx, &keys));
    assert!(matches!(
        answer,
        Err(WriteError::Job(JournalError::Inconsistent { .. }))
    ));
    ledger
        .store
        .write(|tx| log::create(tx, &ledger.keys))
        .unwrap();
}

#[test]
fn ids_of_all_threads_are_taken_once() {
    let ledger = Ledger::new();
    let won: Vec<i64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let ledger = &ledger;
                scope.spawn(move || {
                    let put = |n: i32| {
                        let entry = record(&format!("r-{n}"), "office");
                        ledger.store.write(|tx| {
                            match log::by_id(tx, entry.id.as_deref().unwrap())? {
                                Some(found) => Ok::<_, JournalError>(found.seq),
                                None => log::append(tx, &entry),
                            }
                        })
                    };
                    (0..10).map(|n| put(n).unwrap()).collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(
        (won.len(), won.into_iter().collect::<HashSet<_>>().len()),
        (80, 10)
    );
    assert_eq!(ledger.read(log::head), 10);
}
