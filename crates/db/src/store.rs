//! The ledger's file: writers share commits, readers share nothing.
//!
//! **Group commit without a thread of its own.** A caller takes the writer, opens a transaction if none is
//! open, and runs its job in a savepoint. If others wait for the writer it passes the open transaction on
//! and sleeps; whoever finds nobody waiting commits for all. So a job may borrow from its caller, each
//! commit carries everybody who came while the last one was syncing, and an answer is given only after
//! the sync. A job that owns what it needs ([`Store::write_owned`]) is run by whoever leads the [`line`](crate::line).
//!
//! Other processes may write between two batches: nothing read in one batch may be trusted in the next.

use crate::connection::{open_reader, open_writer, truncate_wal, vacuum_into};
use crate::error::{DbError, Fault};
use crate::line::{Line, Place, Turn};
use crate::rows::{Rows, names_of};
use crate::simple::Open;
use crate::tx::Tx;
use crate::value::decode;
use rusqlite::Connection;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Jobs in one commit at most.
const BATCH: usize = 256;

/// Time that a batch may stay open for further jobs.
const BATCH_TIME: Duration = Duration::from_millis(100);

/// Readers kept open between calls.
const READERS: usize = 16;

/// An error of any type, as the hook returns it.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What runs once in each batch, just before its commit.
pub type BeforeCommit = Box<dyn Fn(&mut Tx<'_>) -> Result<(), BoxError> + Send + Sync>;

/// How to open a [`Store`].
#[derive(Default)]
pub struct StoreOptions {
    /// Makes the file if it is missing.
    pub create: bool,
    /// Runs once in each batch that has work to keep; its error undoes the whole batch.
    pub before_commit: Option<BeforeCommit>,
}

/// The ledger's file, open for many threads. Cheap to share behind an `Arc`.
pub struct Store {
    path: PathBuf,
    before_commit: Option<BeforeCommit>,
    writer: Mutex<Writer>,
    /// Callers that have asked for the writer and do not hold it yet.
    waiting: AtomicUsize,
    line: Line,
    readers: Mutex<Vec<Connection>>,
}

/// Why a job left nothing behind, or may have.
#[derive(Debug, thiserror::Error)]
pub enum WriteError<E> {
    /// The job returned this error; it alone was undone.
    #[error(transparent)]
    Job(E),
    /// The job panicked with this message; it alone was undone.
    #[error("a write stopped on a broken invariant and was undone: {0}")]
    Panicked(String),
    /// The transaction could not be begun or was undone before the commit: nothing was kept.
    #[error("nothing was written: {0}")]
    Unwritten(Arc<DbError>),
    /// The commit itself failed: the work may be there or not. The store takes no further writes until it
    /// is opened again; sending the same ids again settles what happened.
    #[error("outcome unknown: {0}; open the ledger again and send the same ids again")]
    OutcomeUnknown(Arc<DbError>),
    /// An earlier commit had an unknown outcome: nothing of this job was tried.
    #[error("the ledger takes no more writes since a commit failed ({0}); open it again")]
    Stopped(Arc<DbError>),
}

pub(crate) struct Writer {
    conn: Connection,
    batch: Option<Batch>,
    stopped: Option<Arc<DbError>>,
}

struct Batch {
    verdict: Arc<Verdict>,
    begun: Instant,
    jobs: usize,
    kept: usize,
}

/// Where the members of a batch wait for its end, without the writer.
#[derive(Default)]
pub(crate) struct Verdict {
    fate: Mutex<Option<Fate>>,
    settled: Condvar,
}

#[derive(Clone)]
enum Fate {
    Kept,
    Undone(Arc<DbError>),
    Unknown(Arc<DbError>),
}

/// A job's answer, and where the fate of its batch will be written.
pub(crate) type Ran<T, E> = (Result<T, WriteError<E>>, Arc<Verdict>);

impl Store {
    /// Opens the file and sets it to WAL with a sync at each commit.
    ///
    /// - Errors: a missing file without `create`, a file that is no database, an engine older than 3.51.3.
    pub fn open(path: &Path, options: StoreOptions) -> Result<Self, DbError> {
        let conn = open_writer(path, options.create)?;
        Ok(Self {
            path: path.to_owned(),
            before_commit: options.before_commit,
            writer: Mutex::new(Writer {
                conn,
                batch: None,
                stopped: None,
            }),
            waiting: AtomicUsize::new(0),
            line: Line::default(),
            readers: Mutex::new(Vec::new()),
        })
    }

    /// Gives the file's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `job` in the next commit and returns after the disk has it.
    ///
    /// Jobs of all threads run one at a time; each sees those before it. A job that fails or panics is
    /// undone alone. A job must not call `write` itself: it would wait for its own end.
    ///
    /// - Errors: see [`WriteError`].
    pub fn write<T, E>(
        &self,
        job: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, WriteError<E>> {
        let mut writer = self.writer();
        let (answer, verdict) = writer.run(job)?;
        if writer.is_due(self.waiting.load(Ordering::SeqCst)) {
            writer.finish(self.before_commit.as_ref());
        }
        drop(writer);
        settled(answer, &verdict)
    }

    /// Runs `job` in the next commit and returns after the disk has it, as [`Store::write`]; another caller's thread may run it.
    ///
    /// With many callers this is the quicker of the two: none of a batch's jobs waits for a thread to wake up.
    ///
    /// - Errors: see [`WriteError`].
    pub fn write_owned<T, E>(
        &self,
        job: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, WriteError<E>>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let place = Arc::new(Place::new(job));
        if self.line.join(place.clone()) || place.sleep() == Turn::Lead {
            let mut lead = self.line.lead();
            let mut writer = self.writer();
            while lead.serve(&mut writer) && !writer.is_due(1) {}
            writer.finish(self.before_commit.as_ref());
        }
        match place.answer() {
            Some(Ok((answer, verdict))) => settled(answer, &verdict),
            Some(Err(error)) => Err(error),
            None => Err(WriteError::Panicked("whoever led stopped first".into())),
        }
    }

    /// Runs `work` on one consistent state; writers are not held up.
    pub fn read<T, E: From<DbError>>(
        &self,
        work: impl FnOnce(&dyn Rows) -> Result<T, E>,
    ) -> Result<T, E> {
        let conn = self.take_reader()?;
        let open = Open::begin(&conn, "begin")?;
        let answer = work(&Tx::new(&conn));
        drop(open);
        self.give_back(conn);
        answer
    }

    /// Writes a consistent copy of the whole store to a new file and syncs it.
    ///
    /// - Errors: [`DbError::Exists`] if there is a file of that name.
    pub fn vacuum_into(&self, copy: &Path) -> Result<(), DbError> {
        let conn = self.take_reader()?;
        vacuum_into(&conn, copy)?;
        self.give_back(conn);
        Ok(())
    }

    /// Empties the write-ahead log, so that no overwritten or deleted value is left in any file.
    ///
    /// - Errors: [`DbError::StillRead`] when somebody keeps reading an older state.
    pub fn truncate_log(&self) -> Result<(), DbError> {
        let conn = open_writer(&self.path, false)?;
        truncate_wal(&conn, &self.path)
    }

    /// Names the tables, in alphabetical order.
    pub fn tables(&self) -> Result<Vec<String>, DbError> {
        self.read(|rows| tables(rows))
    }

    /// Checks the file's structure, its foreign keys, and that every stored value can be read.
    ///
    /// - Output: one line for each fault, naming table, row and column; empty when sound.
    /// - Errors: only when the file cannot be opened; damage is a finding, not an error.
    pub fn integrity(&self) -> Result<Vec<String>, DbError> {
        let conn = open_reader(&self.path)?;
        Ok(integrity(&conn))
    }

    /// Waits for the writer.
    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let writer = lock(&self.writer);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        writer
    }

    fn take_reader(&self) -> Result<Connection, DbError> {
        let idle = lock(&self.readers).pop();
        idle.map_or_else(|| open_reader(&self.path), Ok)
    }

    fn give_back(&self, conn: Connection) {
        let mut readers = lock(&self.readers);
        if readers.len() < READERS && conn.is_autocommit() {
            readers.push(conn);
        }
    }
}

impl Writer {
    /// Runs a job in the open batch, or in a new one.
    ///
    /// - Errors: the batch could not begin, or the engine undid it while the job ran.
    pub(crate) fn run<T, E>(
        &mut self,
        job: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Ran<T, E>, WriteError<E>> {
        if let Some(why) = &self.stopped {
            return Err(WriteError::Stopped(Arc::clone(why)));
        }
        if self.batch.is_none() {
            self.conn
                .execute_batch("begin immediate")
                .map_err(|fault| {
                    WriteError::Unwritten(Arc::new(DbError::engine("begin a transaction", fault)))
                })?;
        }
        let batch = self.batch.get_or_insert_with(Batch::new);
        batch.jobs += 1;

        let mut tx = Tx::new(&self.conn);
        let ran = tx.mark().and_then(|mark| {
            let answer = match catch_unwind(AssertUnwindSafe(|| job(&mut tx))) {
                Ok(Ok(value)) => Ok(value),
                Ok(Err(error)) => Err(WriteError::Job(error)),
                Err(panic) => Err(WriteError::Panicked(words_of(&*panic))),
            };
            match &answer {
                _ if self.conn.is_autocommit() => return Ok((answer, true)),
                Ok(_) => tx.release(mark)?,
                Err(_) => tx.undo(mark)?,
            }
            Ok((answer, false))
        });
        // What the members of an undone batch are told, and what this job's caller is.
        let (error, own) = match ran {
            Ok((answer, false)) => {
                batch.kept += usize::from(answer.is_ok());
                return Ok((answer, Arc::clone(&batch.verdict)));
            }
            // A full disk or a failed read undid the whole transaction; the job's own error says which.
            Ok((answer, true)) => (Arc::new(DbError::Aborted), answer.err()),
            Err(error) => (Arc::new(error), None),
        };
        self.settle(Fate::Undone(Arc::clone(&error)));
        Err(own.unwrap_or(WriteError::Unwritten(error)))
    }

    /// Says whether the open batch should be committed now.
    fn is_due(&self, waiting: usize) -> bool {
        self.batch.as_ref().is_some_and(|batch| {
            waiting == 0 || batch.jobs >= BATCH || batch.begun.elapsed() >= BATCH_TIME
        })
    }

    /// Runs the hook, commits, and writes down the batch's fate.
    fn finish(&mut self, before_commit: Option<&BeforeCommit>) {
        let kept = self.batch.as_ref().is_some_and(|batch| batch.kept > 0);
        if !kept {
            // Only undone jobs: there is nothing to sync.
            return self.settle(Fate::Kept);
        }
        if let Some(hook) = before_commit {
            let ran = catch_unwind(AssertUnwindSafe(|| hook(&mut Tx::new(&self.conn))))
                .unwrap_or_else(|panic| Err(words_of(&*panic).into()));
            if let Err(error) = ran {
                return self.settle(Fate::Undone(Arc::new(DbError::Stopped(error))));
            }
        }
        match self.conn.execute_batch("commit") {
            Ok(()) => self.settle(Fate::Kept),
            Err(fault) => {
                let error = Arc::new(DbError::engine("commit", fault));
                // A deferred foreign key is judged before anything is written.
                if error.fault() == Fault::Constraint {
                    return self.settle(Fate::Undone(error));
                }
                self.stopped = Some(Arc::clone(&error));
                self.settle(Fate::Unknown(error));
            }
        }
    }

    /// Closes the batch; a transaction that is still open is rolled back.
    fn settle(&mut self, fate: Fate) {
        if !self.conn.is_autocommit()
            && let Err(fault) = self.conn.execute_batch("rollback")
        {
            // The writer is in a state that no further job may build on.
            let error = Arc::new(DbError::engine("roll back", fault));
            self.stopped.get_or_insert(error);
        }
        if let Some(batch) = self.batch.take() {
            batch.verdict.settle(fate);
        }
    }
}

impl Batch {
    fn new() -> Self {
        Self {
            verdict: Arc::default(),
            begun: Instant::now(),
            jobs: 0,
            kept: 0,
        }
    }
}

impl Verdict {
    fn settle(&self, fate: Fate) {
        *lock(&self.fate) = Some(fate);
        self.settled.notify_all();
    }

    fn wait(&self) -> Fate {
        let mut fate = lock(&self.fate);
        loop {
            if let Some(fate) = &*fate {
                return fate.clone();
            }
            fate = self
                .settled
                .wait(fate)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Gives a job's answer once its batch is settled: a refusal may rest on what others wrote in the batch, so it counts only if the batch does.
fn settled<T, E>(answer: Result<T, WriteError<E>>, verdict: &Verdict) -> Result<T, WriteError<E>> {
    match verdict.wait() {
        Fate::Kept => answer,
        Fate::Undone(error) => Err(WriteError::Unwritten(error)),
        Fate::Unknown(error) => Err(WriteError::OutcomeUnknown(error)),
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Panics of callers are caught before they reach a lock; our own leave the data as it was.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "panic without a message".to_owned())
}

fn tables(rows: &dyn Rows) -> Result<Vec<String>, DbError> {
    let names = rows.query(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\'
         order by name",
        &[],
    )?;
    Ok(names
        .into_iter()
        .filter_map(|row| row.first()?.as_text().map(str::to_owned))
        .collect())
}

fn integrity(conn: &Connection) -> Vec<String> {
    let mut found = Vec::new();
    for pragma in ["integrity_check", "foreign_key_check"] {
        lines(conn, pragma, &mut found).unwrap_or_else(|fault| {
            found.push(format!("{pragma} stopped: {fault}"));
        });
    }
    match tables(&Tx::free(conn)) {
        Ok(names) => {
            for table in names {
                unreadable(conn, &table, &mut found).unwrap_or_else(|fault| {
                    found.push(format!("table {table} cannot be read to its end: {fault}"));
                });
            }
        }
        Err(error) => found.push(format!("the list of tables cannot be read: {error}")),
    }
    found
}

fn lines(conn: &Connection, pragma: &str, found: &mut Vec<String>) -> rusqlite::Result<()> {
    let mut statement = conn.prepare(&format!("pragma {pragma}"))?;
    let width = statement.column_count();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut words = Vec::with_capacity(width);
        for i in 0..width {
            words.push(decode(row.get_ref(i)?).map_or_else(|what| what, |value| value.to_string()));
        }
        let line = words.join(" ");
        if line != "ok" {
            found.push(format!("{pragma}: {line}"));
        }
    }
    Ok(())
}

/// Names each value of `table` that is a float or no UTF-8.
fn unreadable(conn: &Connection, table: &str, found: &mut Vec<String>) -> rusqlite::Result<()> {
    let quoted = table.replace('"', "\"\"");
    let mut statement = conn.prepare(&format!("select * from \"{quoted}\""))?;
    let names = names_of(&statement);
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for (i, column) in names.iter().enumerate() {
            if let Err(what) = decode(row.get_ref(i)?) {
                let first = decode(row.get_ref(0)?)
                    .map_or_else(|_| "?".to_owned(), |value| value.to_string());
                found.push(format!(
                    "table {table}, row with {} {first}: column {column} {what}",
                    names[0]
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_is_newer_than_the_gate_and_the_connection_is_set_as_promised() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(
            &folder.path().join("a.db"),
            StoreOptions {
                create: true,
                ..StoreOptions::default()
            },
        )
        .unwrap();
        let writer = lock(&store.writer);
        let pragma = |name: &str| -> String {
            writer
                .conn
                .query_row(&format!("pragma {name}"), [], |row| {
                    Ok(decode(row.get_ref(0)?).unwrap().to_string())
                })
                .unwrap()
        };
        assert!(rusqlite::version_number() >= 3_051_003);
        for (name, value) in [
            ("journal_mode", "wal"),
            ("synchronous", "2"),
            ("foreign_keys", "1"),
            ("mmap_size", "0"),
            ("cell_size_check", "1"),
            ("trusted_schema", "0"),
            ("secure_delete", "1"),
            ("busy_timeout", "30000"),
        ] {
            assert_eq!(pragma(name), value, "{name}");
        }
        let reader = open_reader(&store.path).unwrap();
        assert!(reader.is_readonly("main").unwrap());
    }
}
