//! What the store promises to those who build on it.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod reading;
mod simple;
mod writing;

use std::path::Path;
use youju_db::{Store, StoreOptions};

/// Opens a store with one table `fact(id text primary key, n int)`.
fn store(path: &Path) -> Store {
    store_with(path, StoreOptions::default())
}

fn store_with(path: &Path, options: StoreOptions) -> Store {
    let store = Store::open(
        path,
        StoreOptions {
            create: true,
            ..options
        },
    )
    .unwrap();
    store
        .write(|tx| {
            tx.execute_batch(
                "create table if not exists fact (id text primary key, n integer) without rowid;",
            )
        })
        .unwrap();
    store
}

fn count(store: &Store) -> i64 {
    store
        .read(|rows| rows.int("select count(*) from fact", &[]))
        .unwrap()
        .unwrap()
}
