//! `cargo xtask test` and `cargo xtask bless`: everything that must hold, and the golden files of it.

use crate::programs::{cargo, release_binary, run};
use anyhow::Result;
use std::os::unix::fs::MetadataExt;
use std::process::Command;

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
    office();
    let binary = release_binary()?;
    let mut tests = cargo(&["test", "--workspace"]);
    tests.args(filter).env("YOUJU_BIN", binary);
    run(tests)
}

/// Installs LibreOffice where it is lacking and may be installed: reports are read back from what it saves.
fn office() {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let stands = |name: &str| std::env::split_paths(&path).any(|folder| folder.join(name).exists());
    // Root on a Debian is a test machine; on anybody's own machine the one test that needs it says so and passes.
    let root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if stands("soffice") || !stands("apt-get") || !root {
        return;
    }
    let install = ["install", "--yes", "--quiet", "--no-install-recommends"];
    let install = [
        &install[..],
        &[
            "libreoffice-writer-nogui",
            "libreoffice-calc-nogui",
            "fonts-noto-cjk",
        ],
    ]
    .concat();
    let done = run(program("apt-get", &["update", "--quiet"]))
        .and_then(|()| run(program("apt-get", &install)));
    if let Err(error) = done {
        eprintln!("  LibreOffice is not installed ({error}): its test is left out");
    }
}

fn program(name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(args);
    command
}

/// Rewrites golden files with what the code prints now.
pub fn bless() -> Result<()> {
    let mut tests = cargo(&["test", "--workspace"]);
    tests
        .env("UPDATE_EXPECT", "1")
        .env("YOUJU_BIN", release_binary()?);
    run(tests)
}
