//! The only crate that names rusqlite: one writer with group commit, read-only readers, the `Rows` trait.
