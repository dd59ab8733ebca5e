//! What can go wrong in the journal and its keys.

use crate::Seq;
use crate::canonical::CanonicalError;
use crate::note::NoteError;
use std::path::PathBuf;
use youju_db::DbError;

/// A failure of the journal or the keys; none of them is a refusal by a rule.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The store failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// An entry cannot be written in canonical form.
    #[error("the entry cannot be written: {0}")]
    Canonical(#[from] CanonicalError),
    /// An entry lacks what its type asks for, or holds what it may not.
    #[error("an entry of type {entry_type} {what}")]
    Entry {
        /// The entry's type.
        entry_type: &'static str,
        /// What is wrong.
        what: String,
    },
    /// A stored entry cannot be read: it was changed from outside.
    #[error("entry {seq} cannot be read: {what}; run verify")]
    Damaged {
        /// Which entry.
        seq: Seq,
        /// What is wrong with it.
        what: String,
    },
    /// The stored tree and entries do not continue the last signed checkpoint; nothing is signed over them.
    #[error("{what}; nothing is signed, run verify")]
    Inconsistent {
        /// What does not fit.
        what: String,
    },
    /// A signed note is not one of this log.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// A file of the keys cannot be read or written.
    #[error("cannot {doing} {}: {source}", path.display())]
    KeyFile {
        /// What was tried.
        doing: &'static str,
        /// On which file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// The folder already holds keys.
    #[error("{} already holds the keys of a ledger", .0.display())]
    KeysExist(PathBuf),
    /// The key file does not open the keys beside it.
    #[error(
        "ledger.key does not open {what} in keys.db: they come from different ledgers, or one was changed"
    )]
    WrongKeyFile {
        /// Which key stayed closed.
        what: String,
    },
    /// A key that must be there is not.
    #[error("keys.db holds no key \"{0}\"; restore keys.db from its backup")]
    NoKey(&'static str),
    /// The subject was erased; nothing may be sealed for it again.
    #[error(
        "the key of {0} was erased; nothing can be kept about that subject under a seal any more"
    )]
    Erased(String),
    /// A sealed field does not open although its subject's key is there.
    #[error("field {field} of entry {entry} for {subject} {what}")]
    Seal {
        /// Id of the entry.
        entry: String,
        /// Name of the field.
        field: String,
        /// The subject, by its code.
        subject: String,
        /// What is wrong.
        what: &'static str,
    },
    /// A pack file is missing or is not what its digest says.
    #[error("pack file {path} (digest {digest}) {what}")]
    PackFile {
        /// Path inside the packs folder.
        path: String,
        /// SHA-256 in hexadecimal.
        digest: String,
        /// What is wrong.
        what: &'static str,
    },
    /// The system gave no random bytes.
    #[error("the system gives no random bytes: {0}")]
    Entropy(String),
    /// A name that cannot stand in a signed note.
    #[error("\"{0}\" cannot name a log: use letters, digits, -, _, . and /")]
    Origin(String),
}
