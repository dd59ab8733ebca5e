//! The `youju` command: one verb, one file.

fn main() {}
