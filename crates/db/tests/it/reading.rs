//! Snapshots, values, plans, copies, damage.

use crate::{count, store};
use proptest::prelude::*;
use std::os::unix::fs::PermissionsExt as _;
use youju_db::{DbError, Rows, Scratch, Store, StoreOptions, Value};

#[test]
fn a_reader_keeps_its_state_while_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder.path().join("a.db"));
    store
        .read(|rows| {
            let before = rows.int("select count(*) from fact", &[])?;
            store
                .write(|tx| tx.execute("insert into fact values ('a', 1)", &[]))
                .map_err(DbError::stop)?;
            assert_eq!(rows.int("select count(*) from fact", &[])?, before);
            Ok::<_, DbError>(())
        })
        .unwrap();
    assert_eq!(count(&store), 1);
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        any::<Vec<u8>>().prop_map(Value::from),
    ]
}

proptest! {
    #[test]
    fn values_come_back_as_they_went_in(row in prop::collection::vec(any_value(), 4)) {
        let mut scratch = Scratch::new().unwrap();
        scratch.tx().execute_batch("create table t (a, b, c, d)").unwrap();
        scratch.tx().execute("insert into t values (?1, ?2, ?3, ?4)", &row).unwrap();
        prop_assert_eq!(scratch.query("select * from t", &[]).unwrap(), [row]);
    }
}

#[test]
fn floats_and_other_encodings_do_not_come_back() {
    let scratch = Scratch::new().unwrap();
    let error = scratch
        .query("select 1 as n, 0.5 as share", &[])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "column share holds the float 0.5; only integers are kept, in \"select 1 as n, 0.5 as share\""
    );
    let error = scratch
        .query("select cast(x'ff' as text) as name", &[])
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("column name holds text that is not UTF-8")
    );
}

#[test]
fn a_walk_stops_with_the_error_of_the_one_who_walks() {
    let scratch = Scratch::new().unwrap();
    let mut seen = 0;
    let error = scratch
        .for_each("values (1), (2), (3)", &[], &mut |_| {
            seen += 1;
            if seen == 2 {
                Err(DbError::stop("enough"))
            } else {
                Ok(())
            }
        })
        .unwrap_err();
    assert_eq!((seen, error.to_string().as_str()), (2, "enough"));
}

#[test]
fn columns_and_plans_need_no_values() {
    let mut scratch = Scratch::new().unwrap();
    scratch
        .tx()
        .execute_batch("create table t (unit text, day text); create index t_unit on t (unit);")
        .unwrap();
    let rows: &dyn Rows = &scratch;
    let sql = "select unit, day as on_day from t where unit = ?1";
    assert_eq!(rows.columns(sql).unwrap(), ["unit", "on_day"]);
    assert_eq!(
        rows.plan(sql).unwrap(),
        ["SEARCH t USING INDEX t_unit (unit=?)"]
    );
    assert_eq!(rows.plan("select day from t").unwrap(), ["SCAN t"]);
    let error = rows.query(sql, &[]).unwrap_err();
    assert!(error.to_string().contains("parameter"), "{error}");
    let error = rows.columns("select n from nowhere").unwrap_err();
    assert!(
        error.to_string().contains("no such table: nowhere"),
        "{error}"
    );
}

#[test]
fn a_copy_holds_everything_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder.path().join("a.db"));
    store
        .write(|tx| tx.execute("insert into fact values ('a', 1)", &[]))
        .unwrap();
    let copy = folder.path().join("copy.db");
    store.vacuum_into(&copy).unwrap();
    assert!(matches!(store.vacuum_into(&copy), Err(DbError::Exists(_))));
    let copied = Store::open(&copy, StoreOptions::default()).unwrap();
    assert_eq!(count(&copied), 1);
    assert_eq!(copied.tables().unwrap(), ["fact"]);
    for name in ["a.db", "a.db-wal", "copy.db"] {
        let mode = std::fs::metadata(folder.path().join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name} is for its owner only");
    }
}

#[test]
fn deleted_text_is_in_no_file_once_the_log_is_emptied() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder.path().join("a.db"));
    store
        .write(|tx| {
            (0..200).try_for_each(|n| {
                let id = format!("secret-8f1c-{n}");
                tx.execute("insert into fact values (?1, 1)", &[id.into()])
                    .map(drop)
            })
        })
        .unwrap();
    let holders = || {
        let files = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path());
        files
            .filter(|path| {
                std::fs::read(path)
                    .unwrap()
                    .windows(11)
                    .any(|w| w == b"secret-8f1c")
            })
            .count()
    };
    assert!(holders() > 0);
    store
        .write(|tx| {
            tx.execute(
                "update fact set n = 2 where n = 1 and id < 'secret-8f1c-5'",
                &[],
            )
        })
        .unwrap();
    store
        .write(|tx| tx.execute("delete from fact", &[]))
        .unwrap();
    store.truncate_log().unwrap();
    assert_eq!(holders(), 0);
}

#[test]
fn a_missing_file_is_named_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.db");
    assert!(matches!(
        Store::open(&path, StoreOptions::default()),
        Err(DbError::Missing(_))
    ));
    assert!(!path.exists());
    std::fs::write(
        &path,
        "this is no database, it is a text about one".repeat(40),
    )
    .unwrap();
    let error = Store::open(&path, StoreOptions::default()).err().unwrap();
    assert!(error.to_string().contains("not a database"), "{error}");
}

#[test]
fn damage_is_found_and_placed() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder.path().join("a.db"));
    store
        .write(|tx| {
            tx.execute(
                "insert into fact values ('a', 1), ('b', 0.5), ('c', cast(x'ff' as text))",
                &[],
            )
        })
        .unwrap();
    let found = store.integrity().unwrap();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("table fact, row with id b: column n holds the float 0.5"));
    assert!(
        found[1].starts_with("table fact, row with id c: column n holds text that is not UTF-8")
    );
}
