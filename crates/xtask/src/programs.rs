//! Other programs: built, named, run to their end and timed.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Instant;

/// Builds the release binary and gives its path.
pub fn release_binary() -> Result<PathBuf> {
    run(cargo(&["build", "--release", "--package", "youju"]))?;
    Ok(target()?.join("release").join("youju"))
}

/// Builds an example of a package in release and gives its path.
pub fn release_example(package: &str, example: &str) -> Result<PathBuf> {
    run(cargo(&[
        "build",
        "--release",
        "--package",
        package,
        "--example",
        example,
    ]))?;
    Ok(target()?.join("release").join("examples").join(example))
}

/// Finds the folder into which cargo builds.
pub fn target() -> Result<PathBuf> {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().map(|r| r.join("target")), |d| Ok(d.into()))
}

/// Starts to put together a call of the cargo that runs this.
pub fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args);
    command
}

/// Runs a program to its end, names it first and says how long it took.
pub fn run(mut command: Command) -> Result<()> {
    run_in(&mut command)
}

/// Runs a program like [`run`]; what it prints goes to standard error, so that the result of a bench stands alone.
pub fn run_in(command: &mut Command) -> Result<()> {
    announced(command, |command| {
        Ok((command.stdout(std::io::stderr()).status()?, ()))
    })
}

/// Runs a program like [`run`] and gives what it printed.
///
/// - Errors: also output that is not UTF-8.
pub fn output(mut command: Command) -> Result<String> {
    let printed = announced(&mut command, |command| {
        let ended = command.stderr(Stdio::inherit()).output()?;
        Ok((ended.status, ended.stdout))
    })?;
    String::from_utf8(printed).context("the program printed something that is no text")
}

fn announced<T>(
    command: &mut Command,
    ended: impl FnOnce(&mut Command) -> std::io::Result<(ExitStatus, T)>,
) -> Result<T> {
    let name = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let args: Vec<_> = command.get_args().map(|a| a.to_string_lossy()).collect();
    let line = format!("{name} {}", args.join(" "));
    eprintln!("→ {line}");
    let start = Instant::now();
    let (status, answer) = ended(command).with_context(|| format!("cannot start {line}"))?;
    if !status.success() {
        bail!("{line} ended with {status}");
    }
    eprintln!("  {:.0} s", start.elapsed().as_secs_f64());
    Ok(answer)
}

/// Finds the folder of the workspace.
pub fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(2)
        .map(Path::to_path_buf)
        .context("xtask stands outside the workspace")
}
