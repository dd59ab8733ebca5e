//! A store in memory.

use crate::connection;
use crate::error::DbError;
use crate::rows::{self, Rows};
use crate::tx::Tx;
use crate::value::Value;
use rusqlite::Connection;

/// A store in memory with one connection: for rebuilds that are compared with the kept rows, for checking
/// packs, and for tests. It leaves nothing on disk.
pub struct Scratch(Connection);

impl Scratch {
    /// Makes an empty one.
    pub fn new() -> Result<Self, DbError> {
        connection::open_memory().map(Self)
    }

    /// Gives the write side; what it does is kept at once, savepoints undo as usual.
    pub fn tx(&mut self) -> Tx<'_> {
        Tx::free(&self.0)
    }
}

impl Rows for Scratch {
    fn for_each(
        &self,
        sql: &str,
        params: &[Value],
        each: &mut dyn FnMut(&[Value]) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        rows::for_each(&self.0, sql, params, each)
    }

    fn columns(&self, sql: &str) -> Result<Vec<String>, DbError> {
        rows::columns(&self.0, sql)
    }

    fn plan(&self, sql: &str) -> Result<Vec<String>, DbError> {
        rows::plan(&self.0, sql)
    }
}
