//! Measures durable writing and prints one JSON object; `cargo xtask bench writes` calls it and puts the numbers side by side.
//!
//! - `flush FOLDER`: how long one flush of the disk takes.
//! - `plain FOLDER CLIENTS EACH`: plain SQLite inserts, one commit each, without hash, rule or row set.
//! - `small FOLDER CLIENTS EACH LEDGER`: one kind, one row set, one rule, one indicator; journal, tree and signature, in a
//!   copy of LEDGER, which has the pack `small`.
//! - `move FOLDER LEDGER`: how long it takes to put a county, and a prefecture, under another unit, in a copy of LEDGER.
//! - `full FOLDER CLIENTS EACH`: placements into posts, judged by every rule of every pack.
//! - `refresh FOLDER EACH`: one partition of each row set evaluated and compared, in units of EACH posts.
//!
//! FOLDER must be on the disk that is measured; what is made there is removed again.

use serde_json::{Value as Json, json};
use std::error::Error;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;
use youju_db::{DbError, Store, StoreOptions, Value};
use youju_declare::Files;
use youju_journal::entropy::Entropy;
use youju_ledger::core::Core;
use youju_ledger::ledger::{Creation, LEDGER_DB, Ledger};
use youju_ledger::outcome::Outcome;
use youju_ledger::sets::Diff;
use youju_ledger::submission::Submission;
use youju_ledger::submit::Moment;

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let answer = match args.as_slice() {
        ["flush", folder] => flush(&scratch(folder)?)?,
        ["plain", folder, clients, each] => {
            plain(&scratch(folder)?, clients.parse()?, each.parse()?)?
        }
        ["small", folder, clients, each, from] => {
            let copy = copied(&scratch(folder)?, Path::new(from))?;
            small(&copy, clients.parse()?, each.parse()?)?
        }
        ["move", folder, from] => {
            let copy = copied(&scratch(folder)?, Path::new(from))?;
            json!({ "county_us": moved(&copy, &["g00", "g11", "g22"], "g7")?,
                "prefecture_us": moved(&copy, &["g3", "g4", "g5"], "g6")? })
        }
        ["full", folder, clients, each] => {
            full(&scratch(folder)?, clients.parse()?, each.parse()?)?
        }
        ["refresh", folder, each] => refresh(&scratch(folder)?, each.parse()?)?,
        _ => return Err("see the first lines of examples/bench.rs".into()),
    };
    println!("{answer}");
    Ok(())
}

fn scratch(folder: &str) -> Result<tempfile::TempDir, Failure> {
    std::fs::create_dir_all(folder)?;
    Ok(tempfile::tempdir_in(folder)?)
}

/// 200 appends of 4 KiB, each flushed.
fn flush(folder: &tempfile::TempDir) -> Result<Json, Failure> {
    let mut file = File::create(folder.path().join("flush"))?;
    let mut taken = Vec::new();
    for _ in 0..200 {
        file.write_all(&[7; 4096])?;
        let start = Instant::now();
        file.sync_data()?;
        taken.push(micros(start));
    }
    taken.sort_unstable();
    Ok(json!({ "median_us": taken[100], "p90_us": taken[180] }))
}

fn plain(folder: &tempfile::TempDir, clients: usize, each: usize) -> Result<Json, Failure> {
    let options = StoreOptions {
        create: true,
        before_commit: None,
    };
    let store = Store::open(&folder.path().join("plain.db"), options)?;
    store.write(|tx| {
        tx.execute_batch(
            "create table plain (id text primary key, unit text, person text, day text) strict",
        )
    })?;
    run(clients, each, |client, i| {
        let row = [
            format!("{client}.{i}").into(),
            format!("u{client}").into(),
            Value::from(format!("p{i}")),
            "2020-02-01".into(),
        ];
        store.write(|tx| tx.execute("insert into plain values (?1, ?2, ?3, ?4)", &row))?;
        Ok(())
    })
}

/// Each client enters into units of its own, twenty at most into each, as the rule allows.
fn small(ledger: &Ledger, clients: usize, each: usize) -> Result<Json, Failure> {
    let own = each.div_ceil(20);
    let units = (0..clients * own).map(|n| unit(&format!("u{}.{}", n / own, n % own)));
    accept(ledger, units.collect())?;
    run(clients, each, |client, i| {
        submit(
            ledger,
            json!({"kind": "small.entry", "unit": format!("u{client}.{}", i % own), "entered_on": day(client + i), "decision_no": "示例1号"}),
        )
    })
}

/// Puts units under another one; the median time.
fn moved(ledger: &Ledger, units: &[&str], under: &str) -> Result<u128, Failure> {
    let mut taken = Vec::new();
    for unit in units {
        let start = Instant::now();
        submit(
            ledger,
            json!({"kind": "core.unit_link", "unit": unit, "line": "administration", "parent": under, "from_on": "2026-11-01"}),
        )?;
        taken.push(micros(start));
    }
    taken.sort_unstable();
    Ok(taken[taken.len() / 2])
}

/// Copies a ledger and opens the copy.
fn copied(folder: &tempfile::TempDir, from: &Path) -> Result<Ledger, Failure> {
    let copy = folder.path().join("ledger");
    std::fs::create_dir(&copy)?;
    for file in std::fs::read_dir(from)? {
        let file = file?;
        std::fs::copy(file.path(), copy.join(file.file_name()))?;
    }
    // The copy is on the disk before anything is timed.
    for file in std::fs::read_dir(&copy)? {
        File::open(file?.path())?.sync_all()?;
    }
    Ok(Ledger::open(&copy)?)
}

/// Each client fills the posts of one unit.
fn full(folder: &tempfile::TempDir, clients: usize, each: usize) -> Result<Json, Failure> {
    let ledger = office(folder.path(), clients, each)?;
    let place = |client, i| submit(&ledger, placement(client, each, i));
    let mut answer = run(clients, each, place)?;
    let start = Instant::now();
    let report = ledger.verify()?;
    if !report.findings.is_empty() {
        return Err(format!("{} findings after the bench", report.findings.len()).into());
    }
    answer["verify_ms"] = json!(micros(start) / 1_000);
    answer["entries"] = json!(report.journal.entries);
    answer["row_set_rows"] = json!(report.rows);
    Ok(answer)
}

/// The time of one evaluation, for each row set that placements feed.
fn refresh(folder: &tempfile::TempDir, each: usize) -> Result<Json, Failure> {
    let ledger = office(folder.path(), 1, each)?;
    for i in 0..each {
        submit(&ledger, placement(0, each, i))?;
    }
    let head = ledger.head()?;
    let file = folder.path().join("ledger").join(LEDGER_DB);
    drop(ledger);
    let core = core()?;
    let store = Store::open(&file, StoreOptions::default())?;
    let mut times = serde_json::Map::new();
    for (set, sql) in core.row_sets() {
        if !set.keys.iter().any(|k| k.kind == "establishment.placement") {
            continue;
        }
        let median = store.write(|tx| -> Result<u128, DbError> {
            let list = set.by.join(", ");
            let any = format!(
                "select {list} from {} where removed_seq is null limit 1",
                sql.table
            );
            let Some(key) = youju_db::Rows::first(tx, &any, &[])? else {
                return Ok(0);
            };
            let mut taken = Vec::new();
            // A balance is asked for what one row more or less of those it adds up does to it.
            let base = set.balance_of.as_ref().map(|balance| &balance.of);
            let base = base.and_then(|of| core.row_sets().find(|(set, _)| set.id == *of));
            let diff = match base {
                Some((base, _)) => Some(Diff {
                    key: key.clone(),
                    added: youju_db::Rows::query(
                        tx,
                        &format!(
                            "select {} from {} where removed_seq is null and unit = ?1 limit 1",
                            base.columns().join(", "),
                            base.table
                        ),
                        &key,
                    )?,
                    removed: Vec::new(),
                }),
                None => None,
            };
            for _ in 0..200 {
                let start = Instant::now();
                match &diff {
                    Some(diff) => sql.follow(tx, head + 1, diff).map(drop)?,
                    None => sql.refresh(tx, head + 1, &key, None).map(drop)?,
                }
                taken.push(start.elapsed().as_nanos());
            }
            taken.sort_unstable();
            Ok(taken[100])
        })?;
        times.insert(set.id.clone(), json!(median as f64 / 1_000.0));
    }
    Ok(json!({ "refresh_us": times, "posts": each }))
}

/// Runs the clients at once; records a second.
fn run(
    clients: usize,
    each: usize,
    one: impl Fn(usize, usize) -> Result<(), Failure> + Sync,
) -> Result<Json, Failure> {
    let start = Instant::now();
    std::thread::scope(|scope| {
        let started: Vec<_> = (0..clients)
            .map(|client| {
                let one = &one;
                scope.spawn(move || (0..each).try_for_each(|i| one(client, i)))
            })
            .collect();
        started.into_iter().try_for_each(|client| {
            client
                .join()
                .unwrap_or_else(|_| Err("a client panicked".into()))
        })
    })?;
    let taken = micros(start).max(1);
    Ok(json!({ "clients": clients, "records": clients * each,
        "per_second": (clients * each) as u128 * 1_000_000 / taken }))
}

fn moment() -> Moment {
    Moment {
        today: jiff::civil::date(2026, 11, 24),
        at: "2026-11-24T08:00:00Z".into(),
    }
}

/// The packs of the repository.
fn files() -> Result<Files, Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Ok(Files::from_dir(&root.join("packs"))?)
}

fn core() -> Result<Core, Failure> {
    match youju_declare::load(&files()?) {
        Ok(packs) => Ok(Core::new(packs)),
        Err(faults) => Err(format!("{faults:?}").into()),
    }
}

fn create(folder: &Path) -> Result<Ledger, Failure> {
    let creation = Creation {
        origin: "bench.example/ledger".into(),
        synthetic: true,
        entropy: Entropy::system(),
        moment: moment(),
    };
    let ledger = Ledger::create(&folder.join("ledger"), &files()?, creation)?;
    accept(&ledger, vec![unit("R")])?;
    Ok(ledger)
}

/// One unit for each client with `each` posts, and a person for each post.
fn office(folder: &Path, clients: usize, each: usize) -> Result<Ledger, Failure> {
    let ledger = create(folder)?;
    let mut all = Vec::new();
    for client in 0..clients {
        let own = format!("u{client}");
        all.push(unit(&own));
        all.push(json!({"kind": "core.unit_link", "unit": own, "line": "establishment", "parent": "R", "from_on": "2000-01-01"}));
        all.push(json!({"kind": "establishment.quota", "unit": own, "category": "administrative", "posts": each, "approval_no": "示例1号", "approved_on": "2020-01-01"}));
    }
    for i in 0..clients * each {
        all.push(json!({"kind": "core.person", "unit": "R", "person": format!("p{i}"), "name": format!("示例{i}"),
            "birth_on": "1985-01-01", "registered_on": "2001-01-01"}));
    }
    accept(&ledger, all)?;
    Ok(ledger)
}

fn unit(code: &str) -> Json {
    json!({"kind": "core.unit", "unit": code, "name": format!("示例{code}"), "sort": "office", "from_on": "2000-01-01"})
}

fn placement(client: usize, each: usize, i: usize) -> Json {
    json!({"kind": "establishment.placement", "unit": format!("u{client}"), "category": "administrative",
        "person": format!("p{}", client * each + i), "entered_on": day(i)})
}

fn day(n: usize) -> String {
    format!("2020-{:02}-{:02}", 2 + n % 11, 1 + n % 28)
}

fn submit(ledger: &Ledger, body: Json) -> Result<(), Failure> {
    let sent = Submission::from_json(body).map_err(|problems| format!("{problems:?}"))?;
    match ledger.submit(&sent, &moment())? {
        Outcome::Accepted(_) => Ok(()),
        refused => Err(format!("not accepted: {refused:?}").into()),
    }
}

fn accept(ledger: &Ledger, bodies: Vec<Json>) -> Result<(), Failure> {
    let sent: Result<Vec<Submission>, _> = bodies.into_iter().map(Submission::from_json).collect();
    let sent = sent.map_err(|problems| format!("{problems:?}"))?;
    for answer in ledger.submit_all(&sent, &moment())? {
        if !matches!(answer, Ok(Outcome::Accepted(_))) {
            return Err(format!("not accepted: {answer:?}").into());
        }
    }
    Ok(())
}

fn micros(start: Instant) -> u128 {
    start.elapsed().as_micros()
}
