//! Durable writes, each judged and chained, against other stores on the same disk.

use crate::programs;
use anyhow::Result;

/// Runs the writing clients in release; gives the section of the page.
pub fn run(_flags: &[&str]) -> Result<String> {
    let table = programs::output(programs::cargo(&[
        "run",
        "--release",
        "--quiet",
        "--package",
        "youju-ledger",
        "--example",
        "bench",
    ]))?;
    print!("{table}");
    Ok(format!("## Writing and reading\n\n{table}"))
}
