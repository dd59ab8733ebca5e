//! A small file with one connection: keys, accounts.

use crate::connection;
use crate::error::DbError;
use crate::rows::Rows;
use crate::tx::Tx;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A small file that threads and processes share: one connection, short transactions, each synced.
pub struct Simple {
    path: PathBuf,
    conn: Mutex<Connection>,
}

impl Simple {
    /// Opens the file, made if it is missing and `create` is true.
    pub fn open(path: &Path, create: bool) -> Result<Self, DbError> {
        Ok(Self {
            path: path.to_owned(),
            conn: Mutex::new(connection::open_writer(path, create)?),
        })
    }

    /// Reads one consistent state.
    pub fn read<T, E: From<DbError>>(
        &self,
        work: impl FnOnce(&dyn Rows) -> Result<T, E>,
    ) -> Result<T, E> {
        let conn = self.lock();
        let open = Open::begin(&conn, "begin")?;
        work(&Tx::new(open.conn))
    }

    /// Writes: everything that `work` did is kept and synced when it returns `Ok`, nothing otherwise.
    pub fn write<T, E: From<DbError>>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let conn = self.lock();
        let open = Open::begin(&conn, "begin immediate")?;
        let value = work(&mut Tx::new(open.conn))?;
        open.commit()?;
        Ok(value)
    }

    /// Empties the write-ahead log, so that no overwritten or deleted value is left in it.
    ///
    /// - Errors: [`DbError::StillRead`] when another process keeps reading an older state.
    pub fn truncate_log(&self) -> Result<(), DbError> {
        connection::truncate_wal(&self.lock(), &self.path)
    }

    /// Writes a consistent copy to a new file and syncs it.
    ///
    /// - Errors: [`DbError::Exists`] if there is a file of that name.
    pub fn vacuum_into(&self, copy: &Path) -> Result<(), DbError> {
        connection::vacuum_into(&self.lock(), copy)
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic in a caller's function has rolled its transaction back on the way out.
        self.conn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An open transaction that is rolled back unless committed.
pub(crate) struct Open<'c> {
    conn: &'c Connection,
}

impl<'c> Open<'c> {
    pub(crate) fn begin(conn: &'c Connection, how: &str) -> Result<Self, DbError> {
        conn.execute_batch(how)
            .map_err(|fault| DbError::engine("begin a transaction", fault))?;
        Ok(Self { conn })
    }

    fn commit(self) -> Result<(), DbError> {
        self.conn
            .execute_batch("commit")
            .map_err(|fault| DbError::engine("commit", fault))
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if !self.conn.is_autocommit() {
            // Nothing better can be done here: the next begin on this connection reports it.
            let _ = self.conn.execute_batch("rollback");
        }
    }
}
