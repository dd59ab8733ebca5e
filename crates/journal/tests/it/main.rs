//! What the journal promises: one place per entry, proofs, erasure, and that every change is found.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod erasure;
mod log;
mod packs;
mod tamper;
mod tree;

use serde_json::{Map, json};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use youju_db::{Rows, Store, StoreOptions, Tx};
use youju_journal::entropy::Entropy;
use youju_journal::entry::{Entry, EntryType};
use youju_journal::keys::Keys;
use youju_journal::verify::{Finding, Verified, verify};
use youju_journal::{JournalError, log as journal};

const AT: &str = "2022-06-30T08:00:00+08:00";

/// A ledger folder with keys and a store that signs each batch.
struct Ledger {
    folder: TempDir,
    keys: Arc<Keys>,
    store: Store,
}

impl Ledger {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::create(folder.path(), "example.org/ledger", Entropy::seeded(1)).unwrap();
        let keys = Arc::new(keys);
        let store = open(folder.path(), &keys);
        store.write(|tx| journal::create(tx, &keys)).unwrap();
        Self {
            folder,
            keys,
            store,
        }
    }

    fn append(&self, entry: &Entry) -> i64 {
        self.store.write(|tx| journal::append(tx, entry)).unwrap()
    }

    /// Writes without the signature at the end of the batch, as somebody with a database tool would.
    fn tamper(&self, sql: &str) {
        let tool = Store::open(self.store.path(), StoreOptions::default()).unwrap();
        tool.write(|tx| tx.execute_batch(sql)).unwrap();
    }

    fn verify(&self) -> (Verified, Vec<Finding>) {
        check(&self.store, Some(&self.keys))
    }

    fn read<T>(&self, work: impl FnOnce(&dyn Rows) -> Result<T, JournalError>) -> T {
        self.store.read(work).unwrap()
    }
}

fn open(folder: &Path, keys: &Arc<Keys>) -> Store {
    let keys = Arc::clone(keys);
    let sign = move |tx: &mut Tx<'_>| Ok(journal::sign(tx, &keys).map(drop)?);
    let options = StoreOptions {
        create: true,
        before_commit: Some(Box::new(sign)),
    };
    Store::open(&folder.join("ledger.db"), options).unwrap()
}

fn check(store: &Store, keys: Option<&Keys>) -> (Verified, Vec<Finding>) {
    let mut findings = Vec::new();
    let verified = store
        .read(|rows| Ok::<_, JournalError>(verify(rows, keys, &mut findings)))
        .unwrap();
    (verified, findings)
}

fn record(id: &str, unit: &str) -> Entry {
    Entry {
        entry_type: EntryType::Record,
        id: Some(id.to_owned()),
        at: AT.to_owned(),
        by: "clerk".to_owned(),
        sent: None,
        data: Map::from_iter([("unit".to_owned(), json!(unit))]),
    }
}

fn refusal(rule: &str) -> Entry {
    Entry {
        entry_type: EntryType::Refusal,
        id: None,
        at: AT.to_owned(),
        by: "clerk".to_owned(),
        sent: None,
        data: Map::from_iter([("rules".to_owned(), json!([rule]))]),
    }
}
