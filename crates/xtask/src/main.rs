//! Development commands: `cargo xtask demo`, `cargo xtask test`, `cargo xtask bless`, `cargo xtask bench`.
//!
//! Each one runs other programs and says what it runs; none holds logic of the product.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const HELP: &str = "\
cargo xtask demo [--no-serve]    build the release binary, make the demo ledger, tell its story
cargo xtask test [FILTER]        format, lints, every test, the release binary under race and kill
cargo xtask bless                rewrite golden files with what the code prints now
cargo xtask bench                writing and reading against plain SQLite in the same run
cargo xtask bench check --corpus DIR
                                 score `check` on annotated texts and time it
";

fn main() -> Result<()> {
    std::env::set_current_dir(root()?)?;
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["demo", flags @ ..] => demo(flags),
        ["test", filter @ ..] => test(filter),
        ["bless"] => bless(),
        ["bench", "check", flags @ ..] => bench_check(flags),
        ["bench"] => run(cargo(&[
            "run",
            "--release",
            "--quiet",
            "--package",
            "youju-ledger",
            "--example",
            "bench",
        ])),
        _ => {
            eprint!("{HELP}");
            std::process::exit(2);
        }
    }
}

fn demo(flags: &[&str]) -> Result<()> {
    let binary = release_binary()?;
    let mut command = Command::new(binary);
    command.args(["demo", "--dir", "target/demo"]).args(flags);
    run(command)
}

fn test(filter: &[&str]) -> Result<()> {
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

fn bless() -> Result<()> {
    let mut tests = cargo(&["test", "--workspace"]);
    tests
        .env("UPDATE_EXPECT", "1")
        .env("YOUJU_BIN", release_binary()?);
    run(tests)
}

fn bench_check(flags: &[&str]) -> Result<()> {
    let ["--corpus", folder, rest @ ..] = flags else {
        bail!("say where the annotated texts are: cargo xtask bench                writing and reading against plain SQLite in the same run
cargo xtask bench check --corpus DIR");
    };
    // A corpus may bring its texts in a folder of their own.
    let inside = Path::new(folder).join("check-dev");
    let folder = if inside.is_dir() {
        inside
    } else {
        PathBuf::from(folder)
    };
    let mut command = cargo(&[
        "run",
        "--release",
        "--quiet",
        "--package",
        "youju-proofread",
        "--example",
        "score",
        "--",
    ]);
    command.arg(folder).args(rest);
    run(command)
}

/// Builds the release binary and gives its path.
fn release_binary() -> Result<PathBuf> {
    run(cargo(&["build", "--release", "--package", "youju"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().map(|r| r.join("target")), |d| Ok(d.into()))?;
    Ok(target.join("release").join("youju"))
}

fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args);
    command
}

/// Runs a program to its end, names it first and says how long it took.
fn run(mut command: Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let name = Path::new(&name)
        .file_name()
        .map_or(name.clone(), |n| n.to_string_lossy().into_owned());
    let args: Vec<_> = command
        .get_args()
        .map(|a| a.to_string_lossy().into_owned())
        .collect();
    let line = format!("{name} {}", args.join(" "));
    eprintln!("→ {line}");
    let start = Instant::now();
    let status = command
        .status()
        .with_context(|| format!("cannot start {line}"))?;
    if !status.success() {
        bail!("{line} ended with {status}");
    }
    eprintln!("  {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(2)
        .map(Path::to_path_buf)
        .context("xtask stands outside the workspace")
}
