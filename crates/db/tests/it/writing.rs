//! Group commit, savepoints, failures of one and of all.

use crate::{count, store, store_with};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use youju_db::{DbError, Fault, Rows, Scratch, Store, StoreOptions, Tx, Value, WriteError};

fn put(tx: &mut Tx<'_>, id: &str, n: i64) -> Result<usize, DbError> {
    tx.execute("insert into fact values (?1, ?2)", &[id.into(), n.into()])
}

#[test]
fn what_was_answered_is_there_once_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let commits = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&commits);
    let options = StoreOptions {
        before_commit: Some(Box::new(move |_| {
            seen.fetch_add(1, Ordering::SeqCst);
            Ok(())
        })),
        ..StoreOptions::default()
    };
    let store = store_with(&path, options);
    let start = Barrier::new(16);
    std::thread::scope(|scope| {
        for thread in 0..16 {
            let (store, start) = (&store, &start);
            scope.spawn(move || {
                start.wait();
                for n in 0..25 {
                    store
                        .write(|tx| put(tx, &format!("{thread}-{n}"), n))
                        .unwrap();
                }
            });
        }
    });
    drop(store);
    let again = Store::open(&path, StoreOptions::default()).unwrap();
    assert_eq!(count(&again), 400);
    let commits = commits.load(Ordering::SeqCst);
    assert!(commits < 400, "{commits} commits for 400 writes");
    assert_eq!(again.integrity().unwrap(), Vec::<String>::new());
}

#[test]
fn owned_jobs_of_many_callers_are_each_run_once_beside_borrowed_ones() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let store = store(&path);
    let start = Barrier::new(12);
    std::thread::scope(|scope| {
        for thread in 0..12_i64 {
            let (store, start) = (&store, &start);
            scope.spawn(move || {
                start.wait();
                for n in 0..50 {
                    let id = format!("{thread}-{n}");
                    let work = move |tx: &mut Tx<'_>| {
                        put(tx, &id, n)?;
                        match (thread % 4, n % 5) {
                            (1, 3) => Err(DbError::stop("refused")),
                            (2, 3) => panic!("broken invariant {thread}"),
                            _ => Ok((thread, n)),
                        }
                    };
                    let answer = match thread % 4 {
                        3 => store.write(work),
                        _ => store.write_owned(work),
                    };
                    match (thread % 4, n % 5, answer) {
                        (1, 3, Err(WriteError::Job(DbError::Stopped(_)))) => {}
                        (2, 3, Err(WriteError::Panicked(words))) => {
                            assert!(words.starts_with("broken invariant"));
                        }
                        (_, _, answer) => assert_eq!(answer.unwrap(), (thread, n)),
                    }
                }
            });
        }
    });
    // Two of four sorts of threads lose every fifth of their writes.
    assert_eq!(count(&store), 12 * 50 - 6 * 10);
    drop(store);
    let again = Store::open(&path, StoreOptions::default()).unwrap();
    assert_eq!(count(&again), 540);
}

#[test]
fn one_job_failing_leaves_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder.path().join("a.db"));
    let start = Barrier::new(12);
    std::thread::scope(|scope| {
        for thread in 0..12_i64 {
            let (store, start) = (&store, &start);
            scope.spawn(move || {
                start.wait();
                for n in 0..10 {
                    let answer = store.write(|tx| {
                        put(tx, &format!("{thread}-{n}"), n)?;
                        match thread % 3 {
                            0 => Ok(()),
                            1 => Err(DbError::stop("refused")),
                            _ => panic!("broken invariant {thread}"),
                        }
                    });
                    match (thread % 3, answer) {
                        (0, Ok(())) | (1, Err(WriteError::Job(DbError::Stopped(_)))) => {}
                        (2, Err(WriteError::Panicked(words))) => {
                            assert!(words.starts_with("broken invariant"));
                        }
                        (_, other) => panic!("unexpected {other:?}"),
                    }
                }
            });
        }
    });
    assert_eq!(count(&store), 40);
}

#[test]
fn a_failing_hook_undoes_the_batch_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let options = StoreOptions {
        before_commit: Some(Box::new(|tx| {
            if tx.int("select count(*) from fact where n < 0", &[])? > Some(0) {
                return Err("a negative count".into());
            }
            tx.execute("insert or ignore into fact values ('hook', 7)", &[])?;
            Ok(())
        })),
        ..StoreOptions::default()
    };
    let store = store_with(&folder.path().join("a.db"), options);
    assert_eq!(count(&store), 1, "the hook writes in the same commit");
    let error = store.write(|tx| put(tx, "bad", -1)).unwrap_err();
    assert_eq!(error.to_string(), "nothing was written: a negative count");
    store.write(|tx| put(tx, "good", 1)).unwrap();
    assert_eq!(count(&store), 2);
}

#[test]
fn a_transaction_that_the_engine_undid_is_answered_as_undone_to_all() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder.path().join("a.db"));
    store.write(|tx| put(tx, "a", 1)).unwrap();
    // `or rollback` does what a full disk does: the transaction is gone with all its savepoints.
    let clash = |tx: &mut Tx<'_>| tx.execute("insert or rollback into fact values ('a', 2)", &[]);
    let own = store.write(clash).unwrap_err();
    assert!(matches!(own, WriteError::Job(error) if error.fault() == Fault::Constraint));
    let hidden = store.write(|tx| {
        let _ = clash(tx);
        // Outside any transaction this row would stay for good.
        assert!(matches!(put(tx, "lone", 1), Err(DbError::Aborted)));
        assert!(matches!(tx.mark(), Err(DbError::Aborted)));
        Ok::<_, DbError>(())
    });
    assert!(
        matches!(hidden, Err(WriteError::Unwritten(error)) if matches!(*error, DbError::Aborted))
    );

    // A member of the same batch hears of it: it is held open until the clash is waiting.
    let inside = Barrier::new(2);
    std::thread::scope(|scope| {
        let first = scope.spawn(|| {
            store.write(|tx| {
                inside.wait();
                std::thread::sleep(std::time::Duration::from_millis(50));
                put(tx, "b", 1)
            })
        });
        inside.wait();
        assert!(store.write(clash).is_err());
        assert!(matches!(
            first.join().unwrap(),
            Err(WriteError::Unwritten(_))
        ));
    });
    store.write(|tx| put(tx, "c", 1)).unwrap();
    assert_eq!(count(&store), 2);
}

#[test]
fn a_job_may_try_judge_go_back_and_try_again() {
    let mut scratch = Scratch::new().unwrap();
    let mut tx = scratch.tx();
    tx.execute_batch("create table fact (id text primary key, n integer)")
        .unwrap();
    let before = tx.mark().unwrap();
    put(&mut tx, "a", 1).unwrap();
    let inner = tx.mark().unwrap();
    put(&mut tx, "b", 2).unwrap();
    tx.release(inner).unwrap();
    assert_eq!(tx.int("select count(*) from fact", &[]).unwrap(), Some(2));
    tx.rewind(&before).unwrap();
    assert_eq!(tx.int("select count(*) from fact", &[]).unwrap(), Some(0));
    put(&mut tx, "c", 3).unwrap();
    tx.release(before).unwrap();
    let refused: Result<(), DbError> = tx.savepoint(|tx| {
        put(tx, "d", 4)?;
        Err(DbError::stop("refused"))
    });
    assert!(refused.is_err());
    assert_eq!(
        tx.query("select id, n from fact", &[]).unwrap(),
        [[Value::from("c"), Value::from(3)]]
    );
}

#[test]
fn only_writes_are_executed_and_only_queries_asked() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder.path().join("a.db"));
    for control in [
        "commit",
        "rollback",
        "savepoint x",
        "select 1",
        "pragma user_version",
    ] {
        let error = store.write(|tx| tx.execute(control, &[])).unwrap_err();
        assert!(
            matches!(error, WriteError::Job(DbError::WrongStatement { .. })),
            "{control}"
        );
        let error = store.write(|tx| tx.execute_batch(control)).unwrap_err();
        assert!(
            matches!(error, WriteError::Job(DbError::WrongStatement { .. })),
            "{control}"
        );
    }
    for write in [
        "insert into fact values ('x', 1) returning id",
        "commit",
        "delete from fact",
    ] {
        let error = store.write(|tx| tx.query(write, &[])).unwrap_err();
        assert!(
            matches!(error, WriteError::Job(DbError::WrongStatement { .. })),
            "{write}"
        );
    }
    assert_eq!(count(&store), 0);
}

#[test]
fn a_broken_constraint_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder.path().join("a.db"));
    store.write(|tx| put(tx, "a", 1)).unwrap();
    let Err(WriteError::Job(error)) = store.write(|tx| put(tx, "a", 2)) else {
        panic!("a second row with the same key was kept");
    };
    assert_eq!(error.fault(), Fault::Constraint);
    assert!(
        error
            .to_string()
            .starts_with("cannot run \"insert into fact")
    );
}

#[test]
fn a_constraint_that_fails_at_the_commit_is_no_unknown_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder.path().join("a.db"));
    store
        .write(|tx| {
            tx.execute_batch(
                "create table child (fact text references fact (id) deferrable initially deferred);",
            )
        })
        .unwrap();
    let error = store
        .write(|tx| tx.execute("insert into child values ('nobody')", &[]))
        .unwrap_err();
    assert!(matches!(error, WriteError::Unwritten(_)), "{error}");
    store.write(|tx| put(tx, "a", 1)).unwrap();
}

#[test]
fn two_stores_on_one_file_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    drop(store(&path));
    std::thread::scope(|scope| {
        for process in 0..3 {
            let path = &path;
            scope.spawn(move || {
                let store = store(path);
                for n in 0..15 {
                    store
                        .write(|tx| {
                            let seen = tx.int("select count(*) from fact", &[])?.unwrap_or(0);
                            put(tx, &format!("{process}-{n}"), seen)
                        })
                        .unwrap();
                }
            });
        }
    });
    let store = store(&path);
    let distinct = store
        .read(|rows| rows.int("select count(distinct n) from fact", &[]))
        .unwrap();
    assert_eq!(distinct, Some(45), "each writer saw all that came before");
}
