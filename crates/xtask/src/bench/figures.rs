//! Sixty figures of a made-up region, against DuckDB, plain SQLite and PostgreSQL on the same rows in the same run.

use crate::bench::FOLDER;
use crate::programs;
use anyhow::{Context, Result, bail};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SCOPES: [&str; 3] = ["root", "county", "township"];
const GROUPS: [(&str, &str); 4] = [
    ("months", "whole months"),
    ("ragged", "ragged periods"),
    ("stock", "stocks on a day"),
    ("distinct", "distinct persons"),
];
const STORES: [(&str, &str); 5] = [
    ("duckdb_sorted", "DuckDB, rows sorted by unit and day"),
    ("duckdb_arrival", "DuckDB, rows as they came"),
    ("sqlite", "SQLite, two indexes a table"),
    ("postgres_indexed", "PostgreSQL, covering indexes"),
    ("postgres_rollup", "PostgreSQL, the same roll-up"),
];

/// Loads the region once (`--rows 10k | 1M | 10M`), asks, compares and times; `--alone` leaves the other stores out.
///
/// A load that was stopped goes on where it stopped. Everything lies in `target/bench/figures-<rows>`.
pub fn run(flags: &[&str]) -> Result<String> {
    let Region {
        rows,
        folder,
        binary,
    } = region(flags)?;
    let mut ask = Command::new(&binary);
    ask.arg("ask").arg(&folder);
    let asked = programs::output(ask)?;
    fs::write(folder.join("ask.json"), &asked)?;
    let asked: Json = serde_json::from_str(&asked)?;
    let others = if flags.contains(&"--alone") {
        json!({})
    } else {
        ask_others(&folder)?
    };
    let wrong: Vec<&str> = STORES
        .iter()
        .filter_map(|(store, _)| others[store]["wrong"].as_array())
        .flatten()
        .filter_map(Json::as_str)
        .collect();
    if !wrong.is_empty() {
        bail!("the stores do not agree:\n{}", wrong.join("\n"));
    }
    let result = json!({"rows": rows, "youju": asked, "others": others});
    fs::write(Path::new(FOLDER).join("figures.json"), result.to_string())?;
    let section = section(rows, &asked, &others);
    print!("{section}");
    Ok(section)
}

/// The region on disk, with its ledger in the folder `ledger`.
pub struct Region {
    /// Evidence rows.
    pub rows: u64,
    /// Where its files lie.
    pub folder: PathBuf,
    /// The program that loads it and asks.
    binary: PathBuf,
}

/// Loads the region of the size that the flags name, unless it is there.
pub fn region(flags: &[&str]) -> Result<Region> {
    let rows = rows(flags)?;
    let binary = programs::release_example("youju-ledger", "figures")?;
    let folder = Path::new(FOLDER).join(format!("figures-{rows}"));
    let mut load = Command::new(&binary);
    programs::run_in(load.arg("load").arg(&folder).arg(rows.to_string()))?;
    Ok(Region {
        rows,
        folder,
        binary,
    })
}

fn rows(flags: &[&str]) -> Result<u64> {
    let given = flags
        .iter()
        .position(|flag| *flag == "--rows")
        .and_then(|i| flags.get(i + 1));
    let text = given.copied().unwrap_or("1M");
    let (number, times) = match text.as_bytes().last() {
        Some(b'k') => (&text[..text.len() - 1], 1_000),
        Some(b'M') => (&text[..text.len() - 1], 1_000_000),
        _ => (text, 1),
    };
    let number: u64 = number
        .parse()
        .with_context(|| format!("\"{text}\" is no number of rows; write 10k, 1M or 10M"))?;
    Ok(number * times)
}

/// Runs bench/figures.py with DuckDB from PyPI and, where it is installed, PostgreSQL.
fn ask_others(folder: &Path) -> Result<Json> {
    let python = Path::new(FOLDER).join("venv/bin/python");
    if !python.exists() {
        let mut venv = Command::new("python3");
        programs::run_in(
            venv.args(["-m", "venv"])
                .arg(Path::new(FOLDER).join("venv")),
        )?;
        let mut pip = Command::new(&python);
        programs::run_in(pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "duckdb",
            "psycopg2-binary",
        ]))?;
    }
    let server = Server::start()?;
    let mut script = Command::new(&python);
    script.arg("bench/figures.py").arg(folder);
    if let Some(server) = &server {
        script.arg("--postgres").arg(&server.folder);
    }
    let printed = programs::output(script)?;
    Ok(serde_json::from_str(&printed)?)
}

/// A PostgreSQL of its own, stopped and removed when dropped.
struct Server {
    folder: PathBuf,
    programs: PathBuf,
    as_root: bool,
}

impl Server {
    /// Starts the newest PostgreSQL of the system with bench/postgresql.conf; none where there is none.
    fn start() -> Result<Option<Self>> {
        let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
            .map(|list| {
                list.flatten()
                    .map(|entry| entry.path().join("bin"))
                    .collect()
            })
            .unwrap_or_default();
        found.sort();
        let Some(programs) = found.pop() else {
            eprintln!("  no PostgreSQL here: apt install postgresql");
            return Ok(None);
        };
        let user = Command::new("id").arg("-u").output()?.stdout;
        let server = Self {
            folder: std::env::temp_dir().join("youju-bench-postgres"),
            programs,
            as_root: String::from_utf8_lossy(&user).trim() == "0",
        };
        server.remove();
        fs::create_dir_all(&server.folder)?;
        if server.as_root {
            // PostgreSQL does not run as root; its package brings a user.
            let mut chown = Command::new("chown");
            programs::run_in(chown.arg("postgres").arg(&server.folder))?;
        }
        let data = server.folder.join("data");
        programs::run_in(
            server
                .program("initdb")
                .args([
                    "--username=postgres",
                    "--auth=trust",
                    "--locale=C",
                    "-E",
                    "UTF8",
                    "-D",
                ])
                .arg(&data),
        )?;
        let config = fs::canonicalize("bench/postgresql.conf")?;
        let settings = fs::read_to_string(config)?;
        let own = format!(
            "{settings}unix_socket_directories = '{}'\n",
            server.folder.display()
        );
        let mut given = fs::read_to_string(data.join("postgresql.conf"))?;
        given.push_str(&own);
        fs::write(data.join("postgresql.conf"), given)?;
        let log = server.folder.join("log");
        programs::run_in(
            server
                .program("pg_ctl")
                .arg("-w")
                .arg("-D")
                .arg(&data)
                .arg("-l")
                .arg(&log)
                .arg("start"),
        )?;
        Ok(Some(server))
    }

    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        if !self.as_root {
            return Command::new(path);
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(path);
        command
    }

    fn remove(&self) {
        let data = self.folder.join("data");
        if data.join("postmaster.pid").exists() {
            // What cannot be stopped is said by the start that follows.
            let _ = self
                .program("pg_ctl")
                .args(["-w", "-m", "fast", "stop", "-D"])
                .arg(&data)
                .output();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Writes the section of the page.
fn section(rows: u64, asked: &Json, others: &Json) -> String {
    let mut text = format!(
        "## Figures\n\nA made-up region of 8 prefectures, 80 counties, 800 townships and 4,800 villages with {} evidence rows; twenty questions at each of \
         root, county and township. Every store answers from its own process or library on the same machine in the same run, warm, median of several; all \
         answers were compared first. Microseconds a figure, mean of the group. The ledger's times are of `Ledger::amount`, which gives the number and how many \
         rows it is made of; the digest over all rows is not in them.\n\n",
        grouped(rows)
    );
    let present: Vec<_> = STORES
        .iter()
        .filter(|(store, _)| others[store].is_object())
        .collect();
    let _ = write!(text, "| scope | questions | Youju |");
    for (_, name) in &present {
        let _ = write!(text, " {name} |");
    }
    text.push_str(" DuckDB's better ÷ Youju | roll-up in PostgreSQL ÷ Youju |\n|---|---|--:|");
    text.push_str(&"--:|".repeat(present.len() + 2));
    text.push('\n');
    let answers = asked["answers"].as_array().cloned().unwrap_or_default();
    let mean = |of: &dyn Fn(usize) -> Option<f64>, scope: &str, group: &str| -> Option<f64> {
        let places = (0..answers.len())
            .filter(|i| answers[*i]["scope"] == scope && answers[*i]["group"] == group);
        let all: Option<Vec<f64>> = places.map(of).collect();
        all.filter(|all| !all.is_empty())
            .map(|all| all.iter().sum::<f64>() / all.len() as f64)
    };
    let mut bars = Vec::new();
    for scope in SCOPES {
        for (group, name) in GROUPS {
            let own = mean(&|i| answers[i]["micros"].as_f64(), scope, group).unwrap_or(0.0);
            let _ = write!(text, "| {scope} | {name} | {own:.0} |");
            let of = |store: &str| mean(&|i| others[store]["micros"][i].as_f64(), scope, group);
            for (store, _) in &present {
                let _ = write!(
                    text,
                    " {} |",
                    of(store).map_or_else(|| "—".into(), |m| format!("{m:.0}"))
                );
            }
            let better = [of("duckdb_sorted"), of("duckdb_arrival")]
                .into_iter()
                .flatten()
                .reduce(f64::min);
            let ratio = |other: Option<f64>| other.map(|other| other / own.max(1.0));
            let shown =
                |ratio: Option<f64>| ratio.map_or_else(|| "—".into(), |r| format!("{r:.1}"));
            let (duck, rolled) = (ratio(better), ratio(of("postgres_rollup")));
            let _ = writeln!(text, " {} | {} |", shown(duck), shown(rolled));
            let least = match (scope, group) {
                ("root", "months") => Some(10.0),
                ("county", "months") => Some(25.0),
                ("root", "ragged") => Some(5.0),
                _ => None,
            };
            if let (Some(least), Some(duck)) = (least, duck) {
                bars.push((
                    format!("{name}, {scope}: DuckDB's better form ÷ Youju ≥ {least:.0}"),
                    format!("{duck:.1}"),
                    duck >= least,
                ));
            }
            if let Some(rolled) = rolled.filter(|_| group != "distinct") {
                bars.push((
                    format!("{name}, {scope}: the same roll-up in PostgreSQL ÷ Youju ≥ 4"),
                    format!("{rolled:.1}"),
                    rolled >= 4.0,
                ));
            }
        }
    }
    let together = asked["together"].as_f64().unwrap_or(0.0);
    let _ = write!(text, "\nAll sixty in one call: Youju {together:.0} µs");
    for (store, name) in &present {
        let at_once = others[store]["together"].as_f64().unwrap_or(0.0);
        let _ = write!(
            text,
            "; {name}, one UNION ALL, {at_once:.0} µs ({:.1} ×)",
            at_once / together.max(1.0)
        );
    }
    let _ = writeln!(
        text,
        ".\nBroken down at the root in one call: by child unit {} µs, by month {} µs. The ledger opens in {} ms.\n",
        asked["by_unit"],
        asked["by_month"],
        asked["opened"].as_f64().unwrap_or(0.0) / 1000.0
    );
    for page in asked["pages"].as_array().into_iter().flatten() {
        let micros = page["micros"].as_f64().unwrap_or(0.0);
        let what = format!(
            "50 evidence rows of {} at {} ≤ 1000 µs",
            page["indicator"].as_str().unwrap_or_default(),
            page["scope"].as_str().unwrap_or_default()
        );
        bars.push((what, format!("{micros:.0}"), micros <= 1000.0));
    }
    let size = |name: &str| asked["sizes"][name].as_f64().unwrap_or(0.0) / 1e6;
    let (journal, kinds) = (size("journal"), size("kinds"));
    let all = journal + kinds + size("evidence") + size("rollups") + size("rest");
    let seconds = asked["loaded"]["seconds"].as_f64().unwrap_or(0.0);
    let _ = writeln!(
        text,
        "Loaded by trusted import in {seconds:.0} s. On disk {all:.0} MB: journal {journal:.0}, kinds {kinds:.0}, evidence {:.0}, roll-ups {:.0}, the rest {:.0}. \
         Most memory while asking {:.0} MB.",
        size("evidence"),
        size("rollups"),
        size("rest"),
        asked["memory_kb"].as_f64().unwrap_or(0.0) / 1024.0
    );
    for (store, name) in &present {
        if let Some(bytes) = others[store]["bytes"].as_f64() {
            let _ = writeln!(text, "{name}: {:.0} MB.", bytes / 1e6);
        }
    }
    let times = all / (journal + kinds).max(1.0);
    bars.push((
        "ledger ÷ (journal and kinds) ≤ 2.3".into(),
        format!("{times:.2}"),
        times <= 2.3,
    ));
    if rows >= 10_000_000 {
        bars.push((
            "loaded in ≤ 1200 s".into(),
            format!("{seconds:.0}"),
            seconds <= 1200.0,
        ));
        bars.push((
            "on disk ≤ 15000 MB".into(),
            format!("{all:.0}"),
            all <= 15_000.0,
        ));
    }
    text.push_str("\n| bar | measured | |\n|---|--:|---|\n");
    for (what, measured, met) in bars {
        let _ = writeln!(
            text,
            "| {what} | {measured} | {} |",
            if met { "met" } else { "**missed**" }
        );
    }
    text
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
