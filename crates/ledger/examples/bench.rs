//! Times writing and reading against plain SQLite in the same run and prints a table; ratios count, the machine is noisy.
//!
//! `cargo xtask bench` runs it in release. Everything happens in a temporary folder that is removed afterwards.

use serde_json::{Value as Json, json};
use std::error::Error;
use std::path::Path;
use std::time::Instant;
use youju_base::period::Period;
use youju_db::{DbError, Rows, Store, StoreOptions, Value};
use youju_declare::Files;
use youju_journal::entropy::Entropy;
use youju_ledger::figure::{Ask, Time};
use youju_ledger::ledger::{Creation, Ledger};
use youju_ledger::outcome::Outcome;
use youju_ledger::submission::Submission;
use youju_ledger::submit::Moment;

const CLIENTS: usize = 16;
const EACH: usize = 250;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let files = Files::from_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs"))?;
    let moment = Moment {
        today: jiff::civil::date(2026, 11, 24),
        at: "2026-11-24T08:00:00Z".into(),
    };
    let creation = Creation {
        origin: "bench.example/ledger".into(),
        synthetic: true,
        entropy: Entropy::system(),
        moment: moment.clone(),
    };
    let path = folder.path().join("ledger");
    let ledger = Ledger::create(&path, &files, creation)?;
    accept(&ledger, &moment, units())?;
    accept(&ledger, &moment, persons(CLIENTS * EACH))?;

    let plain = plain_inserts(&folder.path().join("plain.db"))?;
    let ruled = ruled_records(&ledger, &moment)?;
    let opening = median(5, || Ledger::open(&path).map(drop))?;
    let ask = Ask::new(
        "establishment.filled",
        Some("R"),
        Time::On(jiff::civil::date(2021, 6, 30)),
    );
    let figure = median(20, || ledger.figure(&ask).map(drop))?;
    let entered = Ask {
        indicator: "establishment.entered".into(),
        time: Time::Within(Period::parse("2020-03")?),
        ..ask.clone()
    };
    let flow = median(20, || ledger.figure(&entered).map(drop))?;
    let page = median(20, || ledger.rows(&ask, Some((0, 50))).map(drop))?;
    let by_hand = recount(&path)?;
    let verified = Instant::now();
    let report = ledger.verify()?;
    let verified = verified.elapsed().as_micros();
    if !report.findings.is_empty() {
        return Err(format!("{} findings after the bench", report.findings.len()).into());
    }

    println!("| what | measured here | against | ratio |");
    println!("|---|---|---|---|");
    println!(
        "| durable records/s, {CLIENTS} clients, all rules and row sets, signed | {ruled} | plain SQLite inserts, one commit each, same clients: {plain} | {:.2} |",
        ruled as f64 / plain as f64
    );
    println!(
        "| a stock of {} rows with its digest | {figure} µs | the same rows counted by hand from the kind's table, no digest: {by_hand} µs | {:.1} |",
        CLIENTS * EACH,
        figure as f64 / by_hand as f64
    );
    println!("| a flow within one month | {flow} µs | | |");
    println!("| 50 evidence rows of it | {page} µs | | |");
    println!("| opening the ledger, packs read anew | {opening} µs | | |");
    println!(
        "| verify: {} entries re-hashed, {} rows rebuilt and compared | {verified} µs | | |",
        report.journal.entries, report.rows
    );
    Ok(())
}

fn units() -> Vec<Json> {
    let mut all = vec![
        json!({"kind": "core.unit", "unit": "R", "name": "示例县", "sort": "county", "from_on": "2000-01-01"}),
    ];
    for client in 0..CLIENTS {
        let unit = format!("u{client}");
        all.push(json!({"kind": "core.unit", "unit": unit, "name": format!("示例办{client}"), "sort": "office", "from_on": "2000-01-01"}));
        all.push(json!({"kind": "core.unit_link", "unit": unit, "line": "establishment", "parent": "R", "from_on": "2000-01-01"}));
        all.push(json!({"kind": "establishment.quota", "unit": unit, "category": "administrative", "posts": EACH as i64, "approval_no": "示例1号", "approved_on": "2020-01-01"}));
    }
    all
}

fn persons(count: usize) -> Vec<Json> {
    let person = |i: usize| {
        json!({"kind": "core.person", "unit": "R", "person": format!("p{i}"), "name": format!("示例{i}"),
            "birth_on": "1985-01-01", "registered_on": "2001-01-01"})
    };
    (0..count).map(person).collect()
}

fn accept(ledger: &Ledger, moment: &Moment, bodies: Vec<Json>) -> Result<(), Box<dyn Error>> {
    let sent: Result<Vec<Submission>, _> = bodies.into_iter().map(Submission::from_json).collect();
    let sent = sent.map_err(|problems| format!("{problems:?}"))?;
    for answer in ledger.submit_all(&sent, moment)? {
        if !matches!(answer, Ok(Outcome::Accepted(_))) {
            return Err(format!("not accepted: {answer:?}").into());
        }
    }
    Ok(())
}

/// Placements by many clients at once, each judged by all rules; records a second.
fn ruled_records(ledger: &Ledger, moment: &Moment) -> Result<u128, Box<dyn Error>> {
    let start = Instant::now();
    let accepted: usize = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                scope.spawn(move || {
                    let place = |i: usize| {
                        let body = json!({"kind": "establishment.placement", "unit": format!("u{client}"), "category": "administrative",
                            "person": format!("p{}", client * EACH + i), "entered_on": format!("2020-{:02}-{:02}", 2 + i % 11, 1 + i % 28)});
                        let sent = Submission::from_json(body).ok()?;
                        matches!(ledger.submit(&sent, moment), Ok(Outcome::Accepted(_))).then_some(())
                    };
                    (0..EACH).filter_map(place).count()
                })
            })
            .collect();
        clients
            .into_iter()
            .map(|client| client.join().unwrap_or(0))
            .sum()
    });
    if accepted != CLIENTS * EACH {
        return Err(format!("{accepted} of {} records were accepted", CLIENTS * EACH).into());
    }
    Ok(per_second(start))
}

/// The same number of plain inserts, by as many clients, each in a commit of its own that is synced.
fn plain_inserts(path: &Path) -> Result<u128, Box<dyn Error>> {
    let store = Store::open(
        path,
        StoreOptions {
            create: true,
            before_commit: None,
        },
    )?;
    store
        .write(|tx| {
            tx.execute_batch(
                "create table plain (id text primary key, unit text, person text, day text) strict",
            )
        })
        .map_err(|e| e.to_string())?;
    let start = Instant::now();
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let store = &store;
            scope.spawn(move || {
                for i in 0..EACH {
                    let row = [
                        format!("{client}.{i}").into(),
                        format!("u{client}").into(),
                        Value::from(format!("p{i}")),
                        "2020-02-01".into(),
                    ];
                    let wrote = store
                        .write(|tx| tx.execute("insert into plain values (?1, ?2, ?3, ?4)", &row));
                    debug_assert!(wrote.is_ok());
                }
            });
        }
    });
    Ok(per_second(start))
}

/// Counts the same stock from the kind's own table, as one would by hand.
fn recount(path: &Path) -> Result<u128, Box<dyn Error>> {
    let file = path.join(youju_ledger::ledger::LEDGER_DB);
    let store = Store::open(
        &file,
        StoreOptions {
            create: false,
            before_commit: None,
        },
    )?;
    median(20, || {
        store.read(|rows: &dyn Rows| -> Result<(), DbError> {
            rows.int(
                "select count(*) from establishment_placement where removed_seq is null and entered_on <= '2021-06-30'
                 and (ended_on is null or ended_on > '2021-06-30')",
                &[],
            )
            .map(drop)
        })
    })
}

fn per_second(start: Instant) -> u128 {
    (CLIENTS * EACH) as u128 * 1_000_000 / start.elapsed().as_micros().max(1)
}

/// The median time of a step in microseconds.
fn median<E: Error + 'static>(
    times: usize,
    mut step: impl FnMut() -> Result<(), E>,
) -> Result<u128, Box<dyn Error>> {
    let mut taken = Vec::with_capacity(times);
    for _ in 0..times {
        let start = Instant::now();
        step()?;
        taken.push(start.elapsed().as_micros());
    }
    taken.sort_unstable();
    Ok(taken[times / 2])
}
