//! The write side: one open transaction, with savepoints inside.

use crate::error::{DbError, start_of};
use crate::packed::PackedRow;
use crate::rows::{self, Rows};
use crate::value::Value;
use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::{Connection, params_from_iter};

/// An open write transaction. It reads as [`Rows`] and sees its own changes.
///
/// Who opened it commits or rolls back; inside, [`Tx::savepoint`] and [`Tx::mark`] undo parts of the work.
pub struct Tx<'c> {
    conn: &'c Connection,
    depth: u32,
    /// False where each statement stands for itself, as in a scratch store.
    inside: bool,
}

/// A place in a transaction to which it can go back. Marks nest: settle the inner one first.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a mark is settled by release or undo"]
pub struct Mark(u32);

impl<'c> Tx<'c> {
    /// Takes the side of a transaction that is open on `conn`.
    pub(crate) fn new(conn: &'c Connection) -> Self {
        Self {
            conn,
            depth: 0,
            inside: true,
        }
    }

    /// Takes the side of a connection whose statements are kept at once.
    pub(crate) fn free(conn: &'c Connection) -> Self {
        Self {
            inside: false,
            ..Self::new(conn)
        }
    }

    /// Runs one writing statement.
    ///
    /// - Output: the number of rows changed.
    /// - Errors: queries and transaction control are refused; a broken constraint is
    ///   [`Fault::Constraint`](crate::Fault::Constraint).
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<usize, DbError> {
        self.still_open()?;
        let mut statement = rows::prepare(self.conn, sql)?;
        refuse_control(&statement, sql)?;
        statement
            .execute(params_from_iter(params))
            .map_err(|fault| DbError::sql(sql, fault))
    }

    /// Hands each row to `each` packed, for comparing many rows of which few are looked at.
    ///
    /// - Errors: as [`Rows::for_each`].
    pub fn for_each_packed(
        &self,
        sql: &str,
        params: &[Value],
        each: &mut dyn FnMut(&PackedRow),
    ) -> Result<(), DbError> {
        rows::for_each_packed(self.conn, sql, params, each)
    }

    /// Runs several writing statements without parameters, such as a schema.
    ///
    /// - Errors: as [`Tx::execute`]; statements before the failing one have run.
    pub fn execute_batch(&mut self, sql: &str) -> Result<(), DbError> {
        let fail = |fault| DbError::sql(sql, fault);
        let mut batch = rusqlite::Batch::new(self.conn, sql);
        while let Some(mut statement) = batch.next().map_err(fail)? {
            self.still_open()?;
            refuse_control(&statement, sql)?;
            statement.raw_execute().map_err(fail)?;
        }
        Ok(())
    }

    /// Runs `work` inside a savepoint: kept when it returns `Ok`, undone when it returns `Err`.
    pub fn savepoint<T, E: From<DbError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let mark = self.mark()?;
        match work(self) {
            Ok(value) => {
                self.release(mark)?;
                Ok(value)
            }
            Err(error) => {
                self.undo(mark)?;
                Err(error)
            }
        }
    }

    /// Opens a savepoint that stays open until [`Tx::release`] or [`Tx::undo`].
    pub fn mark(&mut self) -> Result<Mark, DbError> {
        self.control(&format!("savepoint mark_{}", self.depth + 1))?;
        self.depth += 1;
        Ok(Mark(self.depth))
    }

    /// Goes back to `mark`: everything since is undone, the mark stays open for another try.
    pub fn rewind(&mut self, mark: &Mark) -> Result<(), DbError> {
        self.control(&format!("rollback to mark_{}", mark.0))?;
        self.depth = mark.0;
        Ok(())
    }

    /// Keeps everything since `mark` (subject to the whole transaction) and closes it.
    pub fn release(&mut self, mark: Mark) -> Result<(), DbError> {
        self.control(&format!("release mark_{}", mark.0))?;
        self.depth = mark.0 - 1;
        Ok(())
    }

    /// Undoes everything since `mark` and closes it.
    pub fn undo(&mut self, mark: Mark) -> Result<(), DbError> {
        self.rewind(&mark)?;
        self.release(mark)
    }

    fn control(&self, sql: &str) -> Result<(), DbError> {
        self.still_open()?;
        rows::prepare(self.conn, sql)?
            .execute([])
            .map_err(|fault| DbError::sql(sql, fault))?;
        Ok(())
    }

    /// Refuses to go on after the engine undid the transaction: what came next would be kept on its own.
    fn still_open(&self) -> Result<(), DbError> {
        if self.inside && self.conn.is_autocommit() {
            return Err(DbError::Aborted);
        }
        Ok(())
    }
}

impl Rows for Tx<'_> {
    fn for_each(
        &self,
        sql: &str,
        params: &[Value],
        each: &mut dyn FnMut(&[Value]) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        rows::for_each(self.conn, sql, params, each)
    }

    fn columns(&self, sql: &str) -> Result<Vec<String>, DbError> {
        rows::columns(self.conn, sql)
    }

    fn plan(&self, sql: &str) -> Result<Vec<String>, DbError> {
        rows::plan(self.conn, sql)
    }
}

/// Begin, commit, savepoints, attach and pragmas all count as read-only for the engine; so do queries.
fn refuse_control(statement: &rusqlite::Statement<'_>, sql: &str) -> Result<(), DbError> {
    if statement.readonly() {
        return Err(DbError::WrongStatement {
            sql: start_of(sql),
            what: "writes nothing; use query for rows and mark or savepoint for part of a transaction",
        });
    }
    Ok(())
}
