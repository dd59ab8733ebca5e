//! `cargo xtask bench check`: how well and how fast texts are checked.

use crate::bench::check_speed;
use crate::programs;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// Scores `check` on the annotated texts of a folder and times it.
pub fn run(flags: &[&str]) -> Result<()> {
    let ["--corpus", folder, rest @ ..] = flags else {
        bail!("say where the annotated texts are: cargo xtask bench check --corpus DIR");
    };
    // A corpus may bring its texts in a folder of their own.
    let inside = Path::new(folder).join("check-dev");
    let folder = if inside.is_dir() {
        inside
    } else {
        PathBuf::from(folder)
    };
    let mut command = programs::cargo(&[
        "run",
        "--release",
        "--quiet",
        "--package",
        "youju-proofread",
        "--example",
        "score",
        "--",
    ]);
    command.arg(&folder).args(rest);
    let scored = programs::run(command);
    check_speed::run(&folder)?;
    scored
}
