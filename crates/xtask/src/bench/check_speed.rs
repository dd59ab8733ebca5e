//! How fast texts are read, and how much memory a long one takes, beside two other readers of Chinese numbers.

use crate::bench::FOLDER;
use crate::programs;
use anyhow::{Context, Result};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Sizes in megabytes: twice the text must take twice the time.
const SIZES: [&str; 4] = ["1", "2", "4", "8"];
/// Size of the text whose memory is looked at.
const LONG: &str = "10";

/// Measures on the texts of `corpus` and on the demo's article; prints the table and leaves the numbers in
/// `target/bench/reading.json`.
pub fn run(corpus: &Path) -> Result<()> {
    fs::create_dir_all(FOLDER).with_context(|| format!("cannot make {FOLDER}"))?;
    let folder = fs::canonicalize(FOLDER)?;
    let sample = folder.join("reading.txt");
    fs::write(&sample, bodies(corpus)?)?;
    let speed = programs::release_example("youju-proofread", "speed")?;
    let measured = |text: &Path, sizes: &[&str]| -> Result<Json> {
        let mut command = Command::new(&speed);
        command.arg(text).args(sizes);
        Ok(serde_json::from_str(&programs::output(command)?)?)
    };
    let annotated = measured(&sample, &SIZES)?;
    let dense = measured(Path::new("demo/article.zh.txt"), &SIZES[..1])?;
    let mut command = Command::new(&speed);
    command.arg("--peak").arg(&sample).arg(LONG);
    let long: Json = serde_json::from_str(&programs::output(command)?)?;
    let peers = peers(&folder, &sample);
    let result = json!({ "annotated": annotated, "dense": dense, "long": long, "peers": peers });
    fs::write(
        folder.join("reading.json"),
        serde_json::to_string_pretty(&result)?,
    )?;
    println!("{}", section(&result)?);
    Ok(())
}

/// The annotated texts in one, without their first lines, which name the source.
fn bodies(corpus: &Path) -> Result<String> {
    let entries =
        fs::read_dir(corpus).with_context(|| format!("cannot list {}", corpus.display()))?;
    let mut files: Vec<PathBuf> = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|end| end == "txt"));
    files.sort();
    let mut bodies = String::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        bodies.push_str(text.split_once('\n').map_or("", |parts| parts.1));
        bodies.push('\n');
    }
    Ok(bodies)
}

/// Other readers over the same text once; each is left out, with a line, where it cannot be had.
fn peers(folder: &Path, sample: &Path) -> Json {
    let recognizers = folder.join("recognizers");
    let cn2an = folder.join("cn2an");
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"])
        .arg(&recognizers)
        .arg("@microsoft/recognizers-text-suite@1.3.1");
    let mut node = Command::new("node");
    node.arg("bench/reading.mjs").arg(&recognizers).arg(sample);
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"])
        .arg(&cn2an)
        .arg("cn2an==0.5.24");
    let mut python = Command::new("python3");
    python.arg("bench/reading.py").arg(&cn2an).arg(sample);
    let ask = |name: &str, install: Command, run: Command| {
        let answer = programs::run(install)
            .and_then(|()| programs::output(run))
            .and_then(|printed| Ok(serde_json::from_str::<Json>(&printed)?));
        answer.unwrap_or_else(|error| {
            eprintln!("  {name} is left out: {error:#}");
            Json::Null
        })
    };
    json!({
        "Microsoft Recognizers-Text (npm)": ask("Microsoft Recognizers-Text", npm, node),
        "cn2an (PyPI)": ask("cn2an", pip, python),
    })
}

fn section(result: &Json) -> Result<String> {
    let mut page = String::from(
        "## Reading\n\nMillion characters a second on one core, best of five rounds, in time on the core; a plain scan over the characters is what the machine gives in the same run. Checking is against a book in memory of 1,000 indicators and 5,000 units.\n\n| text | figures each 1,000 characters | scan | figures | with relations | checked | figures, of the scan |\n|---|---|---|---|---|---|---|\n",
    );
    let number = |row: &Json, name: &str| row[name].as_f64().unwrap_or_default();
    for (name, rows) in [
        ("annotated texts", "annotated"),
        ("the demo's article", "dense"),
    ] {
        for row in result[rows].as_array().into_iter().flatten() {
            let rates = &row["per_second"];
            let million = |name: &str| number(rates, name) / 1e6;
            writeln!(
                page,
                "| {name}, {} MB | {:.0} | {:.0} | {:.1} | {:.1} | {:.1} | 1/{:.0} |",
                row["megabytes"],
                1000.0 * number(row, "claims") / number(row, "characters"),
                million("scan"),
                million("figures"),
                million("relations"),
                million("check"),
                number(rates, "scan") / number(rates, "figures"),
            )?;
        }
    }
    let long = &result["long"];
    writeln!(
        page,
        "\nA text of {:.0} MB with {} figures takes {:.0} MB of memory at most.",
        number(long, "bytes") / 1e6,
        long["claims"],
        number(long, "peak_kib") / 1024.0,
    )?;
    let own = number(&result["annotated"][0]["per_second"], "figures");
    for (name, peer) in result["peers"].as_object().into_iter().flatten() {
        match peer["per_second"].as_f64() {
            Some(rate) => writeln!(
                page,
                "{name} reads {rate:.0} characters a second of the annotated texts: 1/{:.0} of this.",
                own / rate
            )?,
            None => writeln!(page, "{name} could not be had and is left out.")?,
        }
    }
    Ok(page)
}
