//! The read side: what every crate above sees of the store.

use crate::error::{DbError, start_of};
use crate::packed::PackedRow;
use crate::value::{Value, decode};
use rusqlite::{CachedStatement, Connection, Row, Statement, params_from_iter};

/// Rows that can be asked for: a reader's snapshot, a write transaction, or a scratch store.
///
/// Statements are prepared once and cached, so the text of a statement should not change from call to
/// call: use parameters `?1`, `?2`.
pub trait Rows {
    /// Hands each row to `each`, in the order of the statement.
    ///
    /// - Errors: SQL that is no query, a wrong number of parameters, a float or text that is not UTF-8 in a
    ///   result; whatever `each` returns stops the walk (see [`DbError::stop`]).
    fn for_each(
        &self,
        sql: &str,
        params: &[Value],
        each: &mut dyn FnMut(&[Value]) -> Result<(), DbError>,
    ) -> Result<(), DbError>;

    /// Names the columns that `sql` would return, without running it.
    fn columns(&self, sql: &str) -> Result<Vec<String>, DbError>;

    /// Gives the lines of the engine's plan for `sql`, outermost first, without running it.
    ///
    /// - Output: such as `SEARCH candidate USING INDEX …` or `SCAN candidate`; parameters need no values.
    fn plan(&self, sql: &str) -> Result<Vec<String>, DbError>;

    /// Returns all rows at once.
    ///
    /// - Errors: as [`Rows::for_each`].
    fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Vec<Value>>, DbError> {
        let mut rows = Vec::new();
        self.for_each(sql, params, &mut |row| {
            rows.push(row.to_vec());
            Ok(())
        })?;
        Ok(rows)
    }

    /// Returns the first row, if there is one.
    fn first(&self, sql: &str, params: &[Value]) -> Result<Option<Vec<Value>>, DbError> {
        Ok(self.query(sql, params)?.into_iter().next())
    }

    /// Returns the first column of the first row as a number; none without a row or when it is null or text.
    fn int(&self, sql: &str, params: &[Value]) -> Result<Option<i64>, DbError> {
        Ok(self
            .first(sql, params)?
            .and_then(|row| row.first().and_then(Value::as_int)))
    }
}

pub(crate) fn for_each(
    conn: &Connection,
    sql: &str,
    params: &[Value],
    each: &mut dyn FnMut(&[Value]) -> Result<(), DbError>,
) -> Result<(), DbError> {
    let mut buffer = Vec::new();
    walk(conn, sql, params, &mut |row, width| {
        buffer.clear();
        for i in 0..width {
            let stored = row.get_ref(i).map_err(|fault| (i, fault.to_string()));
            buffer.push(stored.and_then(|stored| decode(stored).map_err(|what| (i, what)))?);
        }
        Ok(each(&buffer))
    })
}

pub(crate) fn for_each_packed(
    conn: &Connection,
    sql: &str,
    params: &[Value],
    each: &mut dyn FnMut(&PackedRow),
) -> Result<(), DbError> {
    let mut packed = PackedRow::default();
    walk(conn, sql, params, &mut |row, width| {
        packed.refill(row, width)?;
        each(&packed);
        Ok(Ok(()))
    })
}

/// What a row was used for, or the column that holds no value and why.
type Walked = Result<Result<(), DbError>, (usize, String)>;

fn walk(
    conn: &Connection,
    sql: &str,
    params: &[Value],
    each: &mut dyn FnMut(&Row<'_>, usize) -> Walked,
) -> Result<(), DbError> {
    let mut statement = prepare(conn, sql)?;
    let width = statement.column_count();
    if !statement.readonly() || width == 0 {
        return Err(DbError::WrongStatement {
            sql: start_of(sql),
            what: "returns no rows or writes; only queries can be asked",
        });
    }
    let fail = |fault| DbError::sql(sql, fault);
    let bad = {
        let mut rows = statement.query(params_from_iter(params)).map_err(fail)?;
        loop {
            let Some(row) = rows.next().map_err(fail)? else {
                return Ok(());
            };
            match each(row, width) {
                Ok(used) => used?,
                Err(bad) => break bad,
            }
        }
    };
    let (column, what) = bad;
    Err(DbError::BadValue {
        column: names_of(&statement).swap_remove(column),
        what,
        sql: start_of(sql),
    })
}

pub(crate) fn columns(conn: &Connection, sql: &str) -> Result<Vec<String>, DbError> {
    let statement = prepare(conn, sql)?;
    Ok(names_of(&statement))
}

pub(crate) fn plan(conn: &Connection, sql: &str) -> Result<Vec<String>, DbError> {
    let fail = |fault| DbError::sql(sql, fault);
    let mut statement = conn
        .prepare(&format!("explain query plan {sql}"))
        .map_err(fail)?;
    // Unbound parameters are null: the planner never looks at values (ENABLE_QPSG).
    let mut rows = statement.raw_query();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().map_err(fail)? {
        lines.push(row.get::<_, String>(3).map_err(fail)?);
    }
    Ok(lines)
}

pub(crate) fn prepare<'c>(conn: &'c Connection, sql: &str) -> Result<CachedStatement<'c>, DbError> {
    conn.prepare_cached(sql)
        .map_err(|fault| DbError::sql(sql, fault))
}

pub(crate) fn names_of(statement: &Statement<'_>) -> Vec<String> {
    statement.column_names().map(str::to_owned).collect()
}
