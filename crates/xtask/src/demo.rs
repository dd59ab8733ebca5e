//! `cargo xtask demo`: the release binary tells its own story.

use crate::programs::{release_binary, run};
use anyhow::Result;
use std::process::Command;

/// Builds the release binary, makes the demo ledger and tells its story.
pub fn demo(flags: &[&str]) -> Result<()> {
    let binary = release_binary()?;
    let mut command = Command::new(binary);
    command.args(["demo", "--dir", "target/demo"]).args(flags);
    run(command)
}
