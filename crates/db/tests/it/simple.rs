//! The small file for keys and accounts.

use youju_db::{DbError, Simple};

fn open(path: &std::path::Path) -> Simple {
    let simple = Simple::open(path, true).unwrap();
    simple
        .write(|tx| {
            tx.execute_batch("create table if not exists k (name text primary key, v text)")
        })
        .unwrap();
    simple
}

#[test]
fn an_error_or_a_panic_keeps_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let simple = open(&folder.path().join("k.db"));
    let refused: Result<(), DbError> = simple.write(|tx| {
        tx.execute("insert into k values ('a', 'x')", &[])?;
        Err(DbError::stop("refused"))
    });
    assert!(refused.is_err());
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        simple.write(|tx| -> Result<(), DbError> {
            tx.execute("insert into k values ('b', 'x')", &[])?;
            panic!("broken invariant");
        })
    }));
    assert!(panicked.is_err());
    simple
        .write(|tx| tx.execute("insert into k values ('c', 'x')", &[]))
        .unwrap();
    let names = simple
        .read(|rows| rows.query("select name from k", &[]))
        .unwrap();
    assert_eq!(names, [["c".into()]]);
}

#[test]
fn a_deleted_value_is_in_no_file_once_the_log_is_emptied() {
    let folder = tempfile::tempdir().unwrap();
    let simple = open(&folder.path().join("k.db"));
    let secret = "secret-8f1c".repeat(20);
    simple
        .write(|tx| tx.execute("insert into k values ('a', ?1)", &[secret.as_str().into()]))
        .unwrap();
    let holders = || {
        std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| {
                let bytes = std::fs::read(path).unwrap();
                bytes.windows(11).any(|window| window == b"secret-8f1c")
            })
            .count()
    };
    assert!(holders() > 0);
    simple.write(|tx| tx.execute("delete from k", &[])).unwrap();
    simple.truncate_log().unwrap();
    assert_eq!(holders(), 0);
}

#[test]
fn several_connections_write_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("k.db");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let simple = open(&path);
                for _ in 0..10 {
                    simple
                        .write(|tx| {
                            tx.execute("insert into k select 'n' || count(*), 'x' from k", &[])
                        })
                        .unwrap();
                }
            });
        }
    });
    let n = open(&path)
        .read(|rows| rows.int("select count(*) from k", &[]))
        .unwrap();
    assert_eq!(n, Some(40));
}
