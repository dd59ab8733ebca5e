//! What can go wrong between the program and its files.

use std::path::PathBuf;

/// A failure of the store itself, never a refusal by a rule.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The engine refused or failed.
    #[error("cannot {doing}: {source}")]
    Engine {
        /// What was tried.
        doing: String,
        /// Which sort of failure, for callers that decide by it.
        fault: Fault,
        /// The engine's own words.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A stored value that no column may hold: a float, text that is not UTF-8.
    #[error("column {column} {what}, in \"{sql}\"")]
    BadValue {
        /// Name of the result column.
        column: String,
        /// What is wrong with it.
        what: String,
        /// Start of the statement.
        sql: String,
    },
    /// A statement of the wrong sort: a write given to `query`, or transaction control given to `execute`.
    #[error("\"{sql}\" {what}")]
    WrongStatement {
        /// Start of the statement.
        sql: String,
        /// Why it is refused and what to use instead.
        what: &'static str,
    },
    /// The file to open is not there.
    #[error("there is no {}; make the ledger with init, or check the folder's name", .0.display())]
    Missing(PathBuf),
    /// The file to create is there already.
    #[error("{} exists already; choose another name", .0.display())]
    Exists(PathBuf),
    /// A file or folder could not be read, written or synced.
    #[error("cannot {doing} {}: {source}", path.display())]
    File {
        /// What was tried.
        doing: &'static str,
        /// On which file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// The linked SQLite is older than 3.51.3, which can corrupt WAL files written by two connections.
    #[error(
        "SQLite {0} can corrupt a ledger that two connections write; build with 3.51.3 or newer"
    )]
    OldEngine(&'static str),
    /// The engine undid the whole transaction by itself, as it does when the disk is full or fails.
    #[error("the engine undid the transaction while a write was under way")]
    Aborted,
    /// Old pages could not be removed from the write-ahead log since others still read them.
    #[error("{} is still being read, so its log could not be emptied; try again", .0.display())]
    StillRead(PathBuf),
    /// The caller's own function failed while rows were handed to it.
    #[error(transparent)]
    Stopped(Box<dyn std::error::Error + Send + Sync>),
}

/// The sorts of engine failure that callers tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Another process held the file for longer than the waiting time.
    Busy,
    /// The disk is full.
    Full,
    /// The disk or file system failed.
    Io,
    /// The file is damaged or is no database.
    Corrupt,
    /// A constraint of a table was broken.
    Constraint,
    /// Anything else, such as SQL that names no table.
    Other,
}

impl DbError {
    /// Wraps an error of the caller, to stop [`Rows::for_each`](crate::Rows::for_each) with it.
    pub fn stop(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Stopped(error.into())
    }

    /// Says which sort of engine failure it is; [`Fault::Other`] for all that is none.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Engine { fault, .. } => *fault,
            _ => Fault::Other,
        }
    }

    pub(crate) fn engine(doing: impl Into<String>, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let fault = match source.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Fault::Busy,
            Some(Code::DiskFull) => Fault::Full,
            Some(Code::SystemIoFailure | Code::CannotOpen) => Fault::Io,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Fault::Corrupt,
            Some(Code::ConstraintViolation) => Fault::Constraint,
            _ => Fault::Other,
        };
        Self::Engine {
            doing: doing.into(),
            fault,
            source: Box::new(source),
        }
    }

    pub(crate) fn sql(sql: &str, source: rusqlite::Error) -> Self {
        Self::engine(format!("run \"{}\"", start_of(sql)), source)
    }
}

/// Gives the first 160 characters of a statement on one line, for messages.
pub(crate) fn start_of(sql: &str) -> String {
    let mut line = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = line.char_indices().nth(160) {
        line.truncate(cut);
        line.push('…');
    }
    line
}
