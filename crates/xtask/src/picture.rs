//! `cargo xtask picture`: draws README's picture from what `check` prints about the example article.

use crate::programs::{output, release_binary, root};
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::process::Command;
use unicode_width::UnicodeWidthChar;

const ARGS: &[&str] = &[
    "check",
    "demo/article.zh.txt",
    "--ledger",
    "target/demo",
    "--alias",
    "demo/aliases.toml",
];
/// Width of one column and height of one line, in pixels.
const COLUMN: f64 = 8.4;
const LINE: usize = 21;
const MARGIN: usize = 20;

/// Makes the demo ledger, checks the article and draws three findings and the sums.
pub fn picture() -> Result<()> {
    let binary = release_binary()?;
    let mut demo = Command::new(&binary);
    demo.args(["demo", "--dir", "target/demo", "--no-serve"]);
    output(demo)?;
    // A finding is what is looked for: the program ends with 1.
    let checked = Command::new(&binary).args(ARGS).output()?;
    if checked.status.code() != Some(1) {
        bail!("check found nothing in the example article");
    }
    let told =
        String::from_utf8(checked.stdout).context("check printed something that is no text")?;
    let path = root()?.join("docs/picture.svg");
    std::fs::write(&path, svg(&shown(&told)?))?;
    eprintln!("{} is drawn", path.display());
    Ok(())
}

/// The command, two figures that differ from the ledger, one that arithmetic refutes, and the sums.
fn shown(told: &str) -> Result<Vec<String>> {
    let mut findings: Vec<Vec<&str>> = Vec::new();
    let mut sums = Vec::new();
    for line in told.lines().filter(|line| !line.is_empty()) {
        if line.starts_with("× ") || line.starts_with("! ") || line.starts_with("• ") {
            findings.push(vec![line]);
        } else if line.starts_with("共 ") || !sums.is_empty() {
            sums.push(line);
        } else if let Some(finding) = findings.last_mut() {
            finding.push(line);
        }
    }
    let of = |word: &str, count: usize| -> Vec<&Vec<&str>> {
        let of = findings
            .iter()
            .filter(|f| f[0].starts_with("× ") && f[0].contains(word));
        of.take(count).collect()
    };
    let (differ, impossible) = (of("不符", 2), of("算术上不可能", 1));
    if differ.len() < 2 || impossible.is_empty() || sums.is_empty() {
        bail!("the article has no longer two wrong figures and an impossible one");
    }
    let command = format!("$ youju {}", ARGS.join(" "));
    let lines = differ.into_iter().chain(impossible).flatten().chain(&sums);
    Ok(std::iter::once(command)
        .chain(lines.map(|line| (*line).to_owned()))
        .collect())
}

fn svg(lines: &[String]) -> String {
    let columns = |line: &String| {
        line.chars()
            .filter_map(UnicodeWidthChar::width)
            .sum::<usize>()
    };
    let widest = lines.iter().map(columns).max().unwrap_or(0);
    let width = (widest as f64 * COLUMN) as usize + 2 * MARGIN;
    let height = lines.len() * LINE + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"youju check\">
<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16202b\"/>
<g font-family=\"ui-monospace,Menlo,Consolas,'Noto Sans Mono CJK SC',monospace\" font-size=\"14\">\n"
    );
    for (i, line) in lines.iter().enumerate() {
        let (mut column, mut places) = (0, String::new());
        for c in line.chars() {
            let _ = write!(places, "{:.1} ", MARGIN as f64 + column as f64 * COLUMN);
            column += c.width().unwrap_or(0);
        }
        let colour = match line.trim_start().chars().next() {
            Some('$') => "#8fd3ff",
            Some('×') => "#ff8a80",
            Some('╭' | '╰' | '→') => "#9fb3c4",
            _ => "#e8edf2",
        };
        let y = MARGIN + (i + 1) * LINE - 6;
        // Plain spaces would be closed up, and the places with them.
        let text = line
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace(' ', "\u{a0}");
        let _ = writeln!(
            svg,
            "<text y=\"{y}\" fill=\"{colour}\" x=\"{}\">{text}</text>",
            places.trim_end()
        );
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}
