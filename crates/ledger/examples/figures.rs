//! A made-up region of any size, loaded by trusted import, and sixty figures asked of it.
//!
//! - `figures load DIR ROWS` loads, or goes on loading, and writes the same rows as CSV for other stores.
//! - `figures ask DIR` asks, times, and prints one JSON object.
//!
//! `cargo xtask bench figures` runs both in release and compares the answers with those of other stores.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::{Value as Json, json};
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Instant;
use youju_base::period::Period;
use youju_db::{Rows, Store, StoreOptions};
use youju_declare::Files;
use youju_journal::entropy::Entropy;
use youju_ledger::figure::{Ask, Time};
use youju_ledger::ledger::{Creation, LEDGER_DB, Ledger};
use youju_ledger::outcome::Outcome;
use youju_ledger::submission::Submission;
use youju_ledger::submit::Moment;

const PREFECTURES: u32 = 8;
const COUNTIES: u32 = 10;
const TOWNSHIPS: u32 = 10;
const VILLAGES: u32 = 6;
const COURSES: [&str; 6] = ["law", "safety", "language", "rescue", "roads", "records"];
const CATEGORIES: [&str; 3] = ["office", "field", "pass"];
/// Records in one commit.
const BATCH: u64 = 20_000;
/// Days over which the records are spread, from the first on.
const DAYS: u64 = 2_900;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["load", folder, rows] => load(Path::new(folder), rows.parse()?),
        ["ask", folder] => ask(Path::new(folder)),
        _ => Err("figures load DIR ROWS | figures ask DIR".into()),
    }
}

fn moment() -> Moment {
    Moment {
        today: date(2026, 11, 24),
        at: "2026-11-24T08:00:00Z".into(),
    }
}

/// All units from the top down, in the order of their paths, each with its parent.
fn units() -> Vec<(String, Option<String>, &'static str)> {
    let mut all = vec![("g".to_owned(), None, "region")];
    for p in 0..PREFECTURES {
        let prefecture = format!("g{p}");
        all.push((prefecture.clone(), Some("g".into()), "prefecture"));
        for c in 0..COUNTIES {
            let county = format!("{prefecture}{c}");
            all.push((county.clone(), Some(prefecture.clone()), "county"));
            for t in 0..TOWNSHIPS {
                let township = format!("{county}{t}");
                all.push((township.clone(), Some(county.clone()), "township"));
                for v in 0..VILLAGES {
                    all.push((format!("{township}{v}"), Some(township.clone()), "village"));
                }
            }
        }
    }
    all
}

/// One record, as numbers.
struct Made {
    village: u32,
    person: u64,
    choice: usize,
    hours: u64,
    from: Date,
    until: Option<Date>,
    kind: Kind,
}

#[derive(PartialEq, Clone, Copy)]
enum Kind {
    Session,
    Post,
    Member,
}

/// The same record for the same number, whoever asks.
fn made(i: u64, of: u64) -> Made {
    let mut state = i.wrapping_add(0x5eed);
    let mut roll = |sides: u64| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    };
    let kind = match i % 50 {
        0 => Kind::Member,
        1..=10 => Kind::Post,
        _ => Kind::Session,
    };
    let days = |n: u64| i64::try_from(n).unwrap_or(0).days();
    // Records come in about the order of their days, some weeks late.
    let day = (i * DAYS / of.max(1) + 30).saturating_sub(roll(30));
    let from = date(2017, 1, 1) + days(day);
    let until = match kind {
        Kind::Session => None,
        Kind::Post => (roll(10) >= 3).then(|| from + days(30 + roll(1_500))),
        Kind::Member => (roll(10) >= 8).then(|| from + days(200 + roll(1_500))),
    };
    Made {
        village: u32::try_from(roll(u64::from(
            PREFECTURES * COUNTIES * TOWNSHIPS * VILLAGES,
        )))
        .unwrap_or(0),
        person: if kind == Kind::Member {
            i / 50
        } else {
            roll(of / 40 + 10)
        },
        choice: usize::try_from(roll(6)).unwrap_or(0),
        hours: 1 + roll(8),
        from,
        until,
        kind,
    }
}

fn village_code(village: u32) -> String {
    let (t, v) = (village / VILLAGES, village % VILLAGES);
    let (c, t) = (t / TOWNSHIPS, t % TOWNSHIPS);
    format!("g{}{}{t}{v}", c / COUNTIES, c % COUNTIES)
}

fn body(i: u64, of: u64) -> Json {
    let one = made(i, of);
    let id = format!(
        "{:08x}-{:04x}-7000-8000-{:012x}",
        0x0190_0000 + (i >> 16),
        i & 0xffff,
        i
    );
    let unit = village_code(one.village);
    let person = format!("p{:07}", one.person);
    let from = one.from.to_string();
    let mut body = match one.kind {
        Kind::Session => json!({"id": id, "kind": "bench.session", "unit": unit, "person": person,
            "course": COURSES[one.choice], "hours": one.hours, "held_on": from}),
        Kind::Post => json!({"id": id, "kind": "bench.post", "unit": unit, "person": person,
            "category": CATEGORIES[one.choice % 3], "hours": one.hours, "from_on": from}),
        Kind::Member => {
            json!({"id": id, "kind": "bench.member", "unit": unit, "person": person, "from_on": from})
        }
    };
    if let Some(until) = one.until {
        body["until_on"] = json!(until.to_string());
    }
    body
}

fn load(folder: &Path, of: u64) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let path = folder.join("ledger");
    let start = Instant::now();
    let ledger = if path.join("keys.db").exists() {
        Ledger::open(&path)?
    } else {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut files = Files::new();
        for packs in ["packs", "bench/packs"] {
            for (name, bytes) in Files::from_dir(&root.join(packs))?.iter() {
                let wanted = ["core/", "bench/", "small/"];
                if wanted.iter().any(|pack| name.starts_with(pack)) {
                    files.insert(name.to_owned(), bytes.to_vec());
                }
            }
        }
        let creation = Creation {
            origin: "bench.example/ledger".into(),
            synthetic: true,
            entropy: Entropy::system(),
            moment: moment(),
        };
        Ledger::create(&path, &files, creation)?
    };
    let before = u64::try_from(ledger.head()?)?;
    let units = units();
    let mut first = Vec::new();
    for (unit, parent, sort) in &units {
        first.push(json!({"id": format!("u.{unit}"), "kind": "core.unit", "unit": unit, "name": format!("示例{unit}"), "sort": sort, "from_on": "2000-01-01"}));
        if let Some(parent) = parent {
            first.push(json!({"id": format!("l.{unit}"), "kind": "core.unit_link", "unit": unit, "line": "administration", "parent": parent, "from_on": "2000-01-01"}));
        }
    }
    // The first entry holds the packs.
    let base = u64::try_from(first.len())? + 1;
    if before < base {
        for chunk in first.chunks(500) {
            let sent: Vec<Submission> = chunk
                .iter()
                .map(|body| Submission::from_json(body.clone()).map_err(|p| format!("{p:?}")))
                .collect::<Result<_, _>>()?;
            for answer in ledger.submit_all(&sent, &moment())? {
                if !matches!(answer, Ok(Outcome::Accepted(_))) {
                    return Err(format!("not accepted: {answer:?}").into());
                }
            }
        }
        eprintln!(
            "  {} units, {:.0} s",
            units.len(),
            start.elapsed().as_secs_f64()
        );
    }
    let mut next = u64::try_from(ledger.head()?)?.saturating_sub(base);
    if next < of {
        ledger.open_bulk()?;
        while next < of {
            let until = (next + BATCH).min(of);
            let batch: Vec<Submission> = (next..until)
                .map(|i| Submission::from_json(body(i, of)).map_err(|p| format!("{p:?}")))
                .collect::<Result<_, _>>()?;
            ledger.put_bulk(&batch, &moment())?;
            next = until;
            if next % (BATCH * 10) == 0 {
                eprintln!(
                    "  {next} of {of} rows, {:.0} s",
                    start.elapsed().as_secs_f64()
                );
            }
        }
        fs::remove_file(folder.join("loaded.json")).ok();
    }
    if !folder.join("loaded.json").exists() {
        ledger.close_bulk()?;
        let seconds = start.elapsed().as_secs();
        eprintln!("  indexes and roll-ups made, {seconds} s in all");
        write_csv(folder, of)?;
        fs::write(
            folder.join("loaded.json"),
            json!({"rows": of, "seconds": seconds}).to_string(),
        )?;
    }
    Ok(())
}

/// The rows for other stores: units by their number in the order of paths, so that a subtree is a range of numbers.
fn write_csv(folder: &Path, of: u64) -> Result<(), Box<dyn Error>> {
    let file = |name: &str| -> Result<BufWriter<File>, std::io::Error> {
        Ok(BufWriter::new(File::create(folder.join(name))?))
    };
    let (mut sessions, mut posts, mut members) = (
        file("sessions.csv")?,
        file("posts.csv")?,
        file("members.csv")?,
    );
    for i in 0..of {
        let one = made(i, of);
        let unit = number_of_village(one.village);
        let until = one.until.map_or(String::new(), |day| day.to_string());
        let (from, person) = (one.from, one.person);
        match one.kind {
            Kind::Session => writeln!(
                sessions,
                "{i},{unit},{person},{},{},{from}",
                one.choice, one.hours
            )?,
            Kind::Post => writeln!(
                posts,
                "{i},{unit},{person},{},{},{from},{until}",
                one.choice % 3,
                one.hours
            )?,
            Kind::Member => writeln!(members, "{i},{unit},{person},{from},{until}")?,
        }
    }
    for mut out in [sessions, posts, members] {
        out.flush()?;
    }
    Ok(())
}

const PER_TOWNSHIP: u32 = 1 + VILLAGES;
const PER_COUNTY: u32 = 1 + TOWNSHIPS * PER_TOWNSHIP;
const PER_PREFECTURE: u32 = 1 + COUNTIES * PER_COUNTY;

fn number_of_village(village: u32) -> u32 {
    let (t, v) = (village / VILLAGES, village % VILLAGES);
    let (c, t) = (t / TOWNSHIPS, t % TOWNSHIPS);
    1 + (c / COUNTIES) * PER_PREFECTURE
        + 1
        + (c % COUNTIES) * PER_COUNTY
        + 1
        + t * PER_TOWNSHIP
        + 1
        + v
}

/// A scope: its name, its unit, and its range of numbers.
fn scopes() -> [(&'static str, &'static str, u32, u32); 3] {
    let county = 1 + 3 * PER_PREFECTURE + 1 + 4 * PER_COUNTY;
    let township = county + 1 + 5 * PER_TOWNSHIP;
    [
        ("root", "g", 0, 1 + PREFECTURES * PER_PREFECTURE),
        ("county", "g34", county, county + PER_COUNTY),
        ("township", "g345", township, township + PER_TOWNSHIP),
    ]
}

/// The twenty questions that are asked of each scope: group, indicator, time.
const QUESTIONS: [(&str, &str, &str); 20] = [
    ("months", "attended", "2022"),
    ("months", "attended", "2023-06"),
    ("months", "rescue", "2021H1"),
    ("months", "hours", "2022Q3"),
    ("months", "hours", "2019-01-01..2023-12-31"),
    ("months", "rescue", "2023"),
    ("ragged", "attended", "2022-03-17..2022-11-05"),
    ("ragged", "rescue", "2021-05-09..2021-05-23"),
    ("ragged", "hours", "2019-02-11..2023-10-20"),
    ("ragged", "attended", "2023-06-30..2023-07-01"),
    ("stock", "held", "2022-06-30"),
    ("stock", "held", "2023-12-31"),
    ("stock", "on_pass", "2021-02-14"),
    ("stock", "weekly", "2022-06-30"),
    ("stock", "members", "2022-06-30"),
    ("stock", "members", "2023-11-11"),
    ("distinct", "trained", "2022"),
    ("distinct", "trained", "2023-06"),
    ("distinct", "trained", "2022-03-17..2022-11-05"),
    ("distinct", "trained_rescue", "2021H1"),
];

fn question(indicator: &str, unit: &str, time: &str, stock: bool) -> Result<Ask, Box<dyn Error>> {
    let period = Period::parse(time)?;
    let time = if stock {
        Time::On(period.from)
    } else {
        Time::Within(period)
    };
    Ok(Ask::new(format!("bench.{indicator}"), Some(unit), time))
}

fn ask(folder: &Path) -> Result<(), Box<dyn Error>> {
    let path = folder.join("ledger");
    let opened = Instant::now();
    let ledger = Ledger::open(&path)?;
    let opened = opened.elapsed().as_micros();
    let mut asks = Vec::new();
    let mut answers = Vec::new();
    for (scope, unit, low, high) in scopes() {
        for (group, indicator, time) in QUESTIONS {
            let stock = group == "stock";
            let ask = question(indicator, unit, time, stock)?;
            let counted = ledger.amount(&ask)?;
            let taken = median(21, || ledger.amount(&ask).map(drop))?;
            let period = Period::parse(time)?;
            answers.push(json!({
                "scope": scope, "group": group, "indicator": indicator, "time": time, "low": low, "high": high,
                "from": period.from.to_string(), "until": period.until.to_string(), "stock": stock,
                "value": counted.amount.text(), "rows": counted.rows, "micros": taken,
            }));
            asks.push(ask);
        }
    }
    let together = median(11, || ledger.amounts(&asks).map(drop))?;
    let mut pages = Vec::new();
    for (scope, unit, ..) in scopes() {
        for (_, indicator, time) in [QUESTIONS[0], QUESTIONS[7], QUESTIONS[10], QUESTIONS[14]] {
            let stock = ["held", "members"].contains(&indicator);
            let ask = question(indicator, unit, time, stock)?;
            let taken = median(21, || ledger.rows(&ask, Some((0, 50))).map(drop))?;
            pages.push(
                json!({"scope": scope, "indicator": indicator, "time": time, "micros": taken}),
            );
        }
    }
    let (_, county, ..) = scopes()[0];
    let year = question("attended", county, "2022", false)?;
    let by_unit = median(11, || {
        ledger
            .breakdown(&year, youju_ledger::breakdown::By::Unit)
            .map(drop)
    })?;
    let by_month = median(11, || {
        ledger
            .breakdown(&year, youju_ledger::breakdown::By::Month)
            .map(drop)
    })?;
    let sizes = sizes(&path)?;
    println!(
        "{}",
        json!({
            "answers": answers, "together": together, "pages": pages, "opened": opened, "by_unit": by_unit,
            "by_month": by_month, "sizes": sizes, "memory_kb": peak_memory(),
            "loaded": serde_json::from_str::<Json>(&fs::read_to_string(folder.join("loaded.json"))?)?,
        })
    );
    Ok(())
}

/// Bytes by what they hold: the journal, kinds, evidence, roll-ups, the rest.
fn sizes(path: &Path) -> Result<Json, Box<dyn Error>> {
    let store = Store::open(
        &path.join(LEDGER_DB),
        StoreOptions {
            create: false,
            before_commit: None,
        },
    )?;
    let found = store.read(|rows: &dyn Rows| {
        rows.query(
            "select s.tbl_name, sum(d.pgsize) from dbstat as d join sqlite_schema as s on s.name = d.name
             where d.aggregate = true group by s.tbl_name",
            &[],
        )
    })?;
    let mut sums = std::collections::BTreeMap::<&str, i64>::new();
    for row in &found {
        let (name, bytes) = (
            row[0].as_text().unwrap_or_default(),
            row[1].as_int().unwrap_or(0),
        );
        let what = match name {
            "journal" | "tree" | "checkpoint" | "pack_file" => "journal",
            _ if name.starts_with("rollup") => "rollups",
            _ if name.starts_with("row_") => "evidence",
            _ if name.starts_with("core_") || name.starts_with("bench_") => "kinds",
            _ => "rest",
        };
        *sums.entry(what).or_default() += bytes;
    }
    Ok(json!(sums))
}

/// The most memory that this process held, in KiB; 0 where the system does not say.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
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
