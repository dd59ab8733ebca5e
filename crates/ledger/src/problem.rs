//! What can be wrong with what is sent, apart from what rules say of it.

use youju_base::id::RecordId;
use youju_db::DbError;
use youju_journal::JournalError;

/// One thing that is wrong with a submission's form. Nothing was kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field or reserved key; empty where the whole object is meant.
    pub field: String,
    /// What is wrong.
    pub what: String,
    /// The way out.
    pub hint: String,
}

impl Problem {
    /// Makes a problem from its three parts.
    pub fn new(field: impl Into<String>, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            what: what.into(),
            hint: hint.into(),
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.what)?;
        if !self.hint.is_empty() {
            write!(f, "; {}", self.hint)?;
        }
        Ok(())
    }
}

/// Why a submission could not even be judged.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// Faults of form; nothing was kept.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Invalid(Vec<Problem>),
    /// The id stands in the journal already, for another body.
    #[error(
        "the id {id} was used at {seq} for something else; leave the id out to record this as new"
    )]
    Conflict {
        /// The id.
        id: RecordId,
        /// Where it stands.
        seq: i64,
    },
    /// Another process has put other packs in force since the ledger was opened.
    #[error("the packs of this ledger were updated meanwhile; open it again and send the same ids")]
    PacksReplaced,
    /// The journal or its keys failed.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The store failed.
    #[error(transparent)]
    Db(#[from] DbError),
}
