//! `cargo xtask bench`: each part measures, writes `target/bench/<part>.json` and gives its section of docs/performance.md.

mod check;
mod check_speed;
mod figures;
mod postgres;
mod writes;

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// Where results lie between runs.
pub const FOLDER: &str = "target/bench";

const PAGE: &str = "docs/performance.md";

/// Measures with the flags given and returns its section of the page.
type Measure = fn(&[&str]) -> Result<String>;

/// The parts in the order of the page.
const PARTS: [(&str, Measure); 2] = [("figures", figures::run), ("writes", writes::run)];

/// Runs the part that is named first, or all of them, and writes the page anew.
///
/// - Input: `check` and its flags, a part and its flags, or flags for every part.
/// - Output: a part's result is its Markdown section, kept in `target/bench/<part>.md` so that the page also has
///   the parts that were not run this time.
pub fn run(args: &[&str]) -> Result<()> {
    if let ["check", flags @ ..] = args {
        return check::run(flags);
    }
    fs::create_dir_all(FOLDER).with_context(|| format!("cannot make {FOLDER}"))?;
    let (name, flags) = match args {
        [name, flags @ ..] if !name.starts_with('-') => (Some(*name), flags),
        flags => (None, flags),
    };
    let named = || {
        PARTS
            .iter()
            .filter(|(part, _)| name.is_none_or(|n| n == *part))
    };
    if named().next().is_none() {
        let all: Vec<&str> = PARTS.iter().map(|(part, _)| *part).collect();
        bail!(
            "the bench has no such part; there are: {}, check",
            all.join(", ")
        );
    }
    for (part, measure) in named() {
        let section = measure(flags)?;
        fs::write(section_file(part), section)?;
    }
    let sections: Vec<String> = PARTS
        .iter()
        .filter_map(|(part, _)| fs::read_to_string(section_file(part)).ok())
        .collect();
    let page = format!(
        "# Performance\n\nWritten by `cargo xtask bench`; every ratio is of two numbers of the same run on the same machine.\n\n{}",
        sections.join("\n")
    );
    fs::write(PAGE, page).with_context(|| format!("cannot write {PAGE}"))?;
    eprintln!("→ {PAGE}");
    Ok(())
}

fn section_file(part: &str) -> std::path::PathBuf {
    Path::new(FOLDER).join(part).with_extension("md")
}
