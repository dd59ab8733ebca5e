//! How every connection is opened and set.

use crate::error::DbError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::Duration;

/// Versions from 3.7.0 to 3.51.2 corrupt a WAL file when one connection resets it while another writes.
const OLDEST_SAFE: i32 = 3_051_003;

/// Statements kept prepared per connection: rules, row-set slices and inserts of all packs together.
const STATEMENTS: usize = 512;

/// Memory of the writer's pages, in KiB, and the pages after which the log goes back into the file: one record touches
/// some thirty pages, most of them again and again.
const WRITER_CACHE: i64 = 64 * 1024;
const LOG_PAGES: i64 = 8_000;

/// Milliseconds to wait for another process; [`retry_busy`] stops by the same clock.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Writes a consistent copy of the whole file to a new one and syncs it.
pub(crate) fn vacuum_into(conn: &Connection, copy: &Path) -> Result<(), DbError> {
    if copy.exists() {
        return Err(DbError::Exists(copy.to_owned()));
    }
    let fail = |doing, source| DbError::File {
        doing,
        path: copy.to_owned(),
        source,
    };
    let name = copy
        .to_str()
        .ok_or_else(|| fail("use the name of", ErrorKind::InvalidFilename.into()))?;
    make_private(copy)?;
    conn.execute("vacuum into ?1", [name])
        .map_err(|fault| DbError::engine(format!("copy to {}", copy.display()), fault))?;
    File::open(copy)
        .and_then(|file| file.sync_all())
        .map_err(|source| fail("sync", source))?;
    sync_folder(parent(copy))
}

/// Opens the file for writing, made if `create`, in WAL mode with a sync at each commit.
///
/// - Errors: an engine older than the gate; a missing file; a file that is no database.
pub(crate) fn open_writer(path: &Path, create: bool) -> Result<Connection, DbError> {
    gate()?;
    let new = !path.exists();
    if new && !create {
        return Err(DbError::Missing(path.to_owned()));
    }
    if new {
        make_private(path)?;
    }
    let doing = || format!("open {}", path.display());
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)
        .map_err(|fault| DbError::engine(doing(), fault))?;
    set(&conn).map_err(|fault| DbError::engine(doing(), fault))?;
    // Two processes that open a new file at once meet here, and the engine does not wait by itself
    // while the journal mode changes.
    retry_busy(|| {
        conn.pragma_update(None, "journal_mode", "wal")?;
        conn.pragma_update(None, "synchronous", "full")?;
        conn.pragma_update(None, "cache_size", -WRITER_CACHE)?;
        conn.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)
    })
    .map_err(|fault| DbError::engine(doing(), fault))?;
    Ok(conn)
}

/// Opens the file for reading only.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, DbError> {
    gate()?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let conn = Connection::open_with_flags(path, flags)?;
        set(&conn)?;
        Ok(conn)
    };
    open().map_err(|fault| DbError::engine(format!("open {} for reading", path.display()), fault))
}

/// Opens a store that lives in memory.
pub(crate) fn open_memory() -> Result<Connection, DbError> {
    gate()?;
    let open = || {
        let conn = Connection::open_in_memory()?;
        set(&conn)?;
        Ok(conn)
    };
    open().map_err(|fault| DbError::engine("open a store in memory", fault))
}

/// Empties the write-ahead log into the file, so that no overwritten page is left in it.
///
/// - Errors: [`DbError::StillRead`] when somebody reads an older state for longer than the waiting time.
pub(crate) fn truncate_wal(conn: &Connection, path: &Path) -> Result<(), DbError> {
    let busy: i64 = conn
        .query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0))
        .map_err(|fault| DbError::engine(format!("empty the log of {}", path.display()), fault))?;
    if busy == 0 {
        Ok(())
    } else {
        Err(DbError::StillRead(path.to_owned()))
    }
}

/// Makes new or removed names in `folder` durable; a file's own sync does not.
pub fn sync_folder(folder: &Path) -> Result<(), DbError> {
    File::open(folder)
        .and_then(|handle| handle.sync_all())
        .map_err(|source| DbError::File {
            doing: "sync",
            path: folder.to_owned(),
            source,
        })
}

/// Makes an empty file that only its owner can read; the engine's own files beside it follow its mode.
///
/// - Errors: none if another process was first.
pub(crate) fn make_private(path: &Path) -> Result<(), DbError> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Ok(_) => sync_folder(parent(path)),
        Err(fault) if fault.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(DbError::File {
            doing: "make",
            path: path.to_owned(),
            source,
        }),
    }
}

/// Gives the folder a file lies in.
pub(crate) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn gate() -> Result<(), DbError> {
    if rusqlite::version_number() < OLDEST_SAFE {
        return Err(DbError::OldEngine(rusqlite::version()));
    }
    Ok(())
}

fn set(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(PATIENCE)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // Sorts stay in memory and freed pages are zeroed, so that erased text is in no file afterwards.
    conn.execute_batch(
        "pragma foreign_keys = on; pragma mmap_size = 0; pragma cell_size_check = on;
         pragma temp_store = memory; pragma secure_delete = on;",
    )
}

fn retry_busy<T>(mut work: impl FnMut() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let start = std::time::Instant::now();
    loop {
        match work() {
            Err(fault)
                if fault.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
                    && start.elapsed() < PATIENCE =>
            {
                std::thread::sleep(Duration::from_millis(5));
            }
            done => return done,
        }
    }
}
