//! `cargo xtask test` and `cargo xtask bless`: everything that must hold, and the golden files of it.

use crate::programs::{cargo, release_binary, run};
use anyhow::Result;

/// Checks format and lints, then runs the tests that `filter` names, with the release binary under race and kill.
pub fn test(filter: &[&str]) -> Result<()> {
    run(cargo(&["fmt", "--all", "--check"]))?;
    run(cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    let binary = release_binary()?;
    let mut tests = cargo(&["test", "--workspace"]);
    tests.args(filter).env("YOUJU_BIN", binary);
    run(tests)
}

/// Rewrites golden files with what the code prints now.
pub fn bless() -> Result<()> {
    let mut tests = cargo(&["test", "--workspace"]);
    tests
        .env("UPDATE_EXPECT", "1")
        .env("YOUJU_BIN", release_binary()?);
    run(tests)
}
