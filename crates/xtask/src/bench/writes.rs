//! Durable writes, each judged and chained, against PostgreSQL and plain inserts on the same disk in the same run.

use crate::bench::FOLDER;
use crate::bench::figures::{self, Region};
use crate::bench::postgres::Postgres;
use crate::programs;
use anyhow::{Context, Result};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Repetitions of every measurement; what is printed is their median.
const TIMES: usize = 5;
const CLIENTS: usize = 16;
/// Records of one client alone, and of each of several.
const ALONE: usize = 400;
const EACH: usize = 200;
/// Posts of a unit in which every rule is asked.
const POSTS: [usize; 3] = [18, 50, 250];

/// Runs all writers; gives the section of the page and leaves the numbers in `target/bench/writes.json`.
///
/// The small work goes into a copy of the ledger of figures (`--rows`, default 1M), on PostgreSQL beside as many rows.
///
/// - Input: `--quick` measures once instead of five times.
pub fn run(flags: &[&str]) -> Result<String> {
    let times = if flags.contains(&"--quick") { 1 } else { TIMES };
    let region = figures::region(flags)?;
    let folder = fs::canonicalize(FOLDER)?.join("writes");
    fs::create_dir_all(&folder)?;
    let youju = Youju {
        binary: programs::release_example("youju-ledger", "bench")?,
        folder: folder.clone(),
        ledger: fs::canonicalize(region.folder.join("ledger"))?,
    };
    let settings = Path::new("bench/writes.conf");
    let postgres = Postgres::start(&folder.join("postgres"), settings)?;
    if postgres.is_none() {
        eprintln!("PostgreSQL is not installed (apt-get install postgresql): left out");
    }
    if let Some(postgres) = &postgres {
        history(postgres, &region)?;
    }

    let mut measured = Measured::default();
    for turn in 1..=times {
        eprintln!("  round {turn} of {times}");
        measured.add("flush µs", &youju.ask(&["flush"])?["median_us"]);
        for (clients, each) in [(1, ALONE), (CLIENTS, EACH)] {
            let small = youju.small(clients, each)?;
            measured.add(&format!("small {clients}"), &small["per_second"]);
            if let Some(postgres) = &postgres {
                for mode in ["chained", "later"] {
                    let rate = small_work(postgres, mode, clients, each)?;
                    measured.add(&format!("{mode} {clients}"), &json!(rate));
                }
            }
        }
        let plain = youju.ask(&["plain", &CLIENTS.to_string(), &EACH.to_string()])?;
        measured.add("plain", &plain["per_second"]);
        let moved = youju.moved()?;
        for unit in ["county", "prefecture"] {
            measured.add(&format!("move {unit}"), &moved[format!("{unit}_us")]);
        }
        for posts in POSTS {
            let full = youju.rate("full", CLIENTS, posts)?;
            measured.add(&format!("full {posts}"), &full["per_second"]);
            let entries = full["entries"].as_f64().unwrap_or(1.0);
            let each = full["verify_ms"].as_f64().unwrap_or_default() * 1_000.0 / entries;
            measured.add(&format!("verify {posts}"), &json!(each));
        }
    }
    let refresh = youju.ask(&["refresh", &POSTS[0].to_string()])?;
    let version = postgres.as_ref().map(Postgres::version).transpose()?;
    let result = json!({ "medians": measured.medians(), "all": measured.0, "refresh": refresh, "postgres": version });
    fs::write(
        Path::new(FOLDER).join("writes.json"),
        serde_json::to_string_pretty(&result)?,
    )?;
    let section = section(
        &measured,
        region.rows,
        &refresh["refresh_us"],
        version.as_deref(),
    )?;
    println!("{section}");
    Ok(section)
}

struct Youju {
    binary: PathBuf,
    folder: PathBuf,
    /// The ledger into whose copies the small work goes.
    ledger: PathBuf,
}

impl Youju {
    fn ask(&self, args: &[&str]) -> Result<Json> {
        let mut command = Command::new(&self.binary);
        let (what, rest) = args.split_first().context("a measurement has a name")?;
        command.arg(what).arg(&self.folder).args(rest);
        Ok(serde_json::from_str(&programs::output(command)?)?)
    }

    fn small(&self, clients: usize, each: usize) -> Result<Json> {
        let ledger = self.ledger.to_string_lossy();
        self.ask(&["small", &clients.to_string(), &each.to_string(), &ledger])
    }

    fn moved(&self) -> Result<Json> {
        self.ask(&["move", &self.ledger.to_string_lossy()])
    }

    fn rate(&self, what: &str, clients: usize, each: usize) -> Result<Json> {
        self.ask(&[what, &clients.to_string(), &each.to_string()])
    }
}

/// The database on PostgreSQL whose copies take the small work.
const HISTORY: &str = "history";

/// Makes the tables of the small work on PostgreSQL, with as many records of other units as the ledger has rows.
fn history(postgres: &Postgres, region: &Region) -> Result<()> {
    let schema = fs::read_to_string("bench/writes.sql")?;
    let fill = fs::read_to_string("bench/writes-history.sql")?;
    let fill = fill.replace(":rows", &region.rows.to_string());
    postgres.fresh(HISTORY, &(schema + &fill))
}

/// The small work on PostgreSQL: records a second.
fn small_work(postgres: &Postgres, mode: &str, clients: usize, each: usize) -> Result<f64> {
    let units = each.div_ceil(20);
    let rows = format!(
        "insert into unit select 'u' || (c * 1000 + u) from generate_series(0, {}) as c, generate_series(0, {}) as u;",
        clients - 1,
        units - 1
    );
    postgres.copy(HISTORY, "small", &rows)?;
    let script = fs::canonicalize(format!("bench/{mode}.pgbench"))?;
    let flags = format!(
        "--client={clients} --jobs={} --transactions={each} --define=units={units} --define=i=0 --define=run=1",
        clients.min(2)
    );
    let flags: Vec<String> = flags.split(' ').map(str::to_owned).collect();
    let seal = fs::canonicalize("bench/seal.pgbench")?;
    let sealing = (mode == "later").then(|| postgres.beside("small", &seal));
    let rate = postgres.bench("small", &script, &flags)?;
    if let Some(sealing) = sealing {
        postgres.stop("small", sealing?)?;
    }
    Ok(rate)
}

/// Numbers by name, one for each round.
#[derive(Default)]
struct Measured(std::collections::BTreeMap<String, Vec<f64>>);

impl Measured {
    fn add(&mut self, name: &str, number: &Json) {
        let list = self.0.entry(name.to_owned()).or_default();
        list.extend(number.as_f64());
    }

    fn median(&self, name: &str) -> Option<f64> {
        let mut all = self.0.get(name)?.clone();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    }

    fn medians(&self) -> Json {
        let each = self
            .0
            .keys()
            .map(|name| (name.clone(), json!(self.median(name))));
        Json::Object(each.collect())
    }
}

fn section(
    measured: &Measured,
    rows: u64,
    refresh: &Json,
    postgres: Option<&str>,
) -> Result<String> {
    let of = |name: &str| measured.median(name).unwrap_or_default();
    let ratio = |name: &str, to: &str| match measured.median(to) {
        Some(to) => format!("{:.1}", of(name) / to),
        None => "not measured".to_owned(),
    };
    let rounds = measured.0.get("plain").map_or(0, Vec::len);
    let mut text = String::from("## Writing\n\n");
    writeln!(
        text,
        "Records a second, each on the disk before its answer; medians of {rounds} round{}, both sides in turn in the same run. \
         One flush of 4 KiB (fdatasync) takes {:.0} µs here. PostgreSQL: {}, settings in bench/writes.conf, SQL in bench/writes.sql, \
         one call of a stored function a record through a local socket, statements prepared.\n",
        if rounds == 1 { "" } else { "s" },
        of("flush µs"),
        postgres.unwrap_or("not installed")
    )?;
    writeln!(
        text,
        "The small work: one kind, one row set, one rule (no unit holds more than twenty on any day), one indicator, into a fresh copy of \
         the ledger above with {rows} rows, on PostgreSQL into tables that hold as many. Youju adds a Merkle tree and signs each commit; \
         PostgreSQL adds a hash chain, inside the transaction or by a second process every 5 ms.\n"
    )?;
    writeln!(
        text,
        "| clients | Youju | PostgreSQL, chain inside | ratio | PostgreSQL, chained later | ratio |\n|---|---|---|---|---|---|"
    )?;
    for clients in [1, CLIENTS] {
        let [small, chained, later] =
            ["small", "chained", "later"].map(|name| format!("{name} {clients}"));
        writeln!(
            text,
            "| {clients} | {:.0} | {:.0} | {} | {:.0} | {} |",
            of(&small),
            of(&chained),
            ratio(&small, &chained),
            of(&later),
            ratio(&small, &later)
        )?;
    }
    writeln!(
        text,
        "\nAll packs, every rule and row set, {CLIENTS} clients, each filling the posts of one unit; against {:.0} plain SQLite inserts \
         a second by as many clients (one table, one commit each, no hash, no rule).\n",
        of("plain")
    )?;
    writeln!(
        text,
        "| posts in a unit | records a second | of plain inserts | verify, µs an entry |\n|---|---|---|---|"
    )?;
    for posts in POSTS {
        let full = format!("full {posts}");
        writeln!(
            text,
            "| {posts} | {:.0} | 1/{:.0} | {:.0} |",
            of(&full),
            of("plain") / of(&full).max(1.0),
            of(&format!("verify {posts}"))
        )?;
    }
    writeln!(
        text,
        "\nOne record that puts a county with its 70 units under another prefecture, in that ledger: {:.0} ms; a prefecture with its 710 units \
         under another one: {:.0} ms. Every figure of the past stays what it was, every roll-up is right at once.",
        of("move county") / 1_000.0,
        of("move prefecture") / 1_000.0
    )?;
    let times: Vec<String> = refresh
        .as_object()
        .into_iter()
        .flatten()
        .map(|(set, time)| format!("{set} {:.0}", time.as_f64().unwrap_or_default()))
        .collect();
    writeln!(
        text,
        "\nOne partition evaluated and compared with the kept rows, in a unit of {} posts, µs: {}.",
        POSTS[0],
        times.join(", ")
    )?;
    Ok(text)
}
