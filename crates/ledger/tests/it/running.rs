//! Running balances hold on every day what the rows that they add up come to, as counted day by day.

use crate::histories::{Dice, step};
use crate::office::{InMemory, core_of, files};
use jiff::civil::date;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use youju_db::{Rows, Value};
use youju_journal::entropy::Entropy;
use youju_journal::keys::Keys;
use youju_ledger::core::Core;
use youju_ledger::outcome::Outcome;

/// The packs with a balance whose rows carry what it is on these sides.
fn core_with(steps: &str) -> Core {
    let mut files = files();
    let text = format!("# Posts left or exceeded.\nbalance_of = \"vacant\"\nsteps = {steps}\n");
    files.insert("establishment/rowsets/balance.toml", text);
    files.insert(
        "establishment/indicators/over_posts.toml",
        "# Stretches over quota.\nrowset = \"balance\"\nwhere = { side = \"below\" }\nmeasure = \"rows\"\ntime = \"stock\"\ncounter = \"段\"\n",
    );
    core_of(&files)
}

struct Row {
    group: (String, String),
    adds: i64,
    side: String,
    since: String,
    until: Option<String>,
}

fn rows(memory: &InMemory<'_>, columns: &str, table: &str) -> Vec<Row> {
    let sql = format!(
        "select unit, category, {columns}, since, until from row_establishment_{table} where removed_seq is null order by unit, category, since"
    );
    let text = |value: &Value| value.as_text().map(str::to_owned);
    let found = memory.scratch.query(&sql, &[]).expect("rows");
    let row = |row: Vec<Value>| Row {
        group: (
            text(&row[0]).expect("a unit"),
            text(&row[1]).expect("a category"),
        ),
        adds: row[2].as_int().unwrap_or_default(),
        side: text(&row[3]).unwrap_or_default(),
        since: text(&row[4]).expect("a day"),
        until: text(&row[5]),
    };
    found.into_iter().map(row).collect()
}

fn holds(row: &Row, day: &str) -> bool {
    row.since.as_str() <= day && row.until.as_deref().is_none_or(|until| until > day)
}

#[test]
fn stretches_hold_what_the_rows_add_up_to_on_every_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let keys =
        Keys::create(folder.path(), "test.example/running", Entropy::seeded(7)).expect("keys");
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (steps, stepped) in [
        ("[]", [].as_slice()),
        ("[\"below\"]", &["below"]),
        ("[\"above\", \"below\"]", &["above", "below"]),
    ] {
        let core = core_with(steps);
        for seed in 0..12 {
            let mut dice = Dice(77_000 + seed);
            let mut memory = InMemory::new(&core, &keys, 6);
            let (mut records, mut ends) = (Vec::new(), Vec::new());
            for i in 0..24 {
                // Twenty years earlier no rule kept persons within posts.
                let body = step(&mut dice, i, &records, &ends).to_string();
                let body = body.replace("\"202", "\"200");
                let body: Json = serde_json::from_str(&body).expect("the same body");
                let (begins, ends_one) = (body.get("kind").is_some(), body.get("ends").is_some());
                if let Ok(Outcome::Accepted(accepted)) = memory.send(body) {
                    let list = if begins { &mut records } else { &mut ends };
                    if begins || ends_one {
                        list.push(accepted.id.to_string());
                    }
                }
                let adds = rows(&memory, "qty, ''", "vacant");
                let kept = rows(&memory, "qty, side", "balance");
                let groups: BTreeSet<_> = adds.iter().chain(&kept).map(|row| &row.group).collect();
                for day in date(2000, 12, 25)
                    .series(jiff::Span::new().days(3))
                    .take(280)
                {
                    let day = day.to_string();
                    for group in &groups {
                        let of = |row: &&Row| row.group == **group && holds(row, &day);
                        let sum: i64 = adds.iter().filter(of).map(|row| row.adds).sum();
                        let held: Vec<&Row> = kept.iter().filter(of).collect();
                        let side = match sum {
                            0 => {
                                assert!(held.is_empty(), "{group:?} on {day}: a row at zero");
                                continue;
                            }
                            1.. => "above",
                            _ => "below",
                        };
                        let [row] = held.as_slice() else {
                            panic!("{group:?} on {day}: {} rows hold", held.len());
                        };
                        let qty = if stepped.contains(&side) {
                            sum.abs()
                        } else {
                            0
                        };
                        assert_eq!(
                            (row.side.as_str(), row.adds),
                            (side, qty),
                            "{group:?} on {day}"
                        );
                        *seen.entry(format!("{steps} {side}")).or_default() += 1;
                    }
                }
                // Where a side has no steps, a row reaches as far as the balance stays there.
                for pair in kept.windows(2) {
                    let touching = pair[0].group == pair[1].group
                        && pair[0].until.as_ref() == Some(&pair[1].since)
                        && pair[0].side == pair[1].side;
                    assert!(!touching || stepped.contains(&pair[0].side.as_str()));
                    assert!(!touching || pair[0].adds != pair[1].adds);
                }
            }
            let (_, sql) = core
                .row_sets()
                .find(|(set, _)| set.id == "establishment.balance")
                .expect("the balance");
            let differs = sql.differs_from_whole(&memory.scratch).expect("rows");
            assert_eq!(differs, [], "steps {steps}, history {seed}");
        }
    }
    assert!(
        seen.len() == 6 && seen.values().all(|n| *n > 1_000),
        "{seen:?}"
    );
}
