//! Append-only entries, Merkle tree, signed checkpoints, sealed fields and their erasure.
//!
//! An entry is canonical JSON; its SHA-256 is a leaf of an RFC 6962 tree; each commit that appended ends with
//! a checkpoint signed over the whole tree. Nothing here is ever updated or deleted, except the newest
//! checkpoint, which replaces the one before. Text about a person stands in an entry only as ciphertext under
//! the person's own key, so that deleting the key erases the text and leaves every proof valid.
//!
//! This crate knows no kinds, rules or figures: what an entry's `data` means is decided above.

pub mod canonical;
pub mod tree;

pub mod note;

pub mod entry;

pub mod log;

pub mod entropy;

pub mod keys;

pub mod sealed;

pub mod pack;

pub mod verify;

mod error;

pub use error::JournalError;

/// Position of an entry in the journal: the first is 1, and a tree of size n holds entries 1 to n.
pub type Seq = i64;
