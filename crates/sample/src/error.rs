//! What can go wrong while examples are made.

use std::path::PathBuf;
use youju_ledger::ledger::LedgerError;

/// Why an example could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The ledger could not be made or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The packs of this ledger do not take a record of the example: packs and example have grown apart.
    #[error(
        "the packs refuse an example record {body}: {why}; make the ledger with the packs of this release"
    )]
    Refused {
        /// The record.
        body: String,
        /// Rules or faults.
        why: String,
    },
    /// The list of facts has a fault.
    #[error("the list of facts: {0}")]
    Facts(String),
    /// A text holds too few figures to hide differences in.
    #[error(
        "{wanted} differences cannot be hidden: the text has {found} figures that the ledger's words name with unit and period; choose a smaller --blind or another text"
    )]
    TooFew {
        /// How many were asked for.
        wanted: usize,
        /// How many places there are.
        found: usize,
    },
    /// A ledger that is not the demo's.
    #[error("{} holds no demo ledger; `youju demo` makes one", .0.display())]
    NotDemo(PathBuf),
}
