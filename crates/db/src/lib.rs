//! The only crate that names rusqlite: one writer with group commit, read-only readers, the `Rows` trait.
//!
//! - [`Store`] is the ledger's file: many threads and processes write, each commit carries everybody who waits.
//! - [`Simple`] is a small file beside it (keys, accounts): one connection, short transactions.
//! - [`Scratch`] is a store in memory for rebuilds and tests.
//! - [`Rows`] is how everything above reads; [`Tx`] is how it writes.
//!
//! Floats do not exist here: a REAL that is read back is an error that names its column.

mod connection;
mod error;
mod line;
mod packed;
mod rows;
mod scratch;
mod simple;
mod store;
mod tx;
mod value;

pub use connection::sync_folder;
pub use error::{DbError, Fault};
pub use packed::PackedRow;
pub use rows::Rows;
pub use scratch::Scratch;
pub use simple::Simple;
pub use store::{BeforeCommit, BoxError, Store, StoreOptions, WriteError};
pub use tx::{Mark, Tx};
pub use value::Value;
