//! Random histories in which periods are closed, against the journal played again step by step: whatever changes a closed
//! figure had a reason and is listed, with the figures of before and after.

use crate::histories::{Dice, step};
use crate::office::{InMemory, core_of, files};
use crate::trees::change_of_units;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use youju_base::period::Period;
use youju_db::Scratch;
use youju_declare::{Files, Indicator, Tense};
use youju_journal::entropy::Entropy;
use youju_journal::keys::Keys;
use youju_journal::log;
use youju_ledger::close::{Closed, closes};
use youju_ledger::core::Core;
use youju_ledger::figure::{Amount, Ask, Time, figure};
use youju_ledger::names::DEFAULT_LINE;
use youju_ledger::outcome::Outcome;
use youju_ledger::rebuild::rebuild;
use youju_ledger::restatement::Changed;
use youju_ledger::verify::{Report, compare_projections};

/// The packs of the office without the others: each step is played again many times.
fn core() -> Core {
    let all = files();
    let two: Files = all
        .of_pack("core")
        .chain(all.of_pack("establishment"))
        .collect();
    core_of(&two)
}

/// A close of a month or a quarter of the two years in which records fall.
fn close(dice: &mut Dice, id: &str) -> Json {
    let year = 2021 + dice.roll(2);
    let period = match dice.roll(2) {
        0 => format!("{year}-{:02}", dice.roll(12) + 1),
        _ => format!("{year}Q{}", dice.roll(4) + 1),
    };
    let line = *dice.pick(&["establishment", "establishment", "administration"]);
    json!({"id": id, "closes": *dice.pick(&["R", "A", "B", "A1"]), "line": line, "period": period, "by": "示例编办"})
}

/// The number of every figure of a line for a unit over a period, by the journal played again up to an entry; a unit that
/// stands nowhere has none.
fn figures(
    core: &Core,
    played: &Scratch,
    line: &str,
    unit: &str,
    period: Period,
) -> BTreeMap<String, Option<Amount>> {
    let of_line = |one: &&Indicator| one.line.as_deref().unwrap_or(DEFAULT_LINE) == line;
    let number = |one: &Indicator| {
        let time = match one.time {
            Tense::Stock => Time::On(period.last()),
            Tense::Flow => Time::Within(period),
        };
        let ask = Ask::new(one.id.as_str(), Some(unit), time);
        let found = figure(&core.packs, played, &ask, i64::MAX);
        (one.id.clone(), found.ok().map(|figure| figure.amount))
    };
    core.packs
        .indicators()
        .filter(of_line)
        .map(number)
        .collect()
}

/// What a list of changed figures says: indicator, before, after.
fn told(changed: &[Changed]) -> BTreeMap<String, (Amount, Amount)> {
    let told = changed.iter().map(|one| {
        let amounts = (one.before.amount.clone(), one.after.amount.clone());
        (one.before.ask.indicator.clone(), amounts)
    });
    told.collect()
}

/// What differs between two lists of numbers, of the registers that a close locked.
fn difference(
    core: &Core,
    close: &Closed,
    before: &BTreeMap<String, Option<Amount>>,
    after: &BTreeMap<String, Option<Amount>>,
) -> BTreeMap<String, (Amount, Amount)> {
    let differing = before.iter().filter_map(|(id, old)| {
        let (Some(old), Some(Some(new))) = (old, after.get(id)) else {
            return None;
        };
        let own = core.packs.indicator(id).expect("an indicator");
        let locked = close.scope.registers.contains(&own.row_set);
        (locked && old != new).then(|| (id.clone(), (old.clone(), new.clone())))
    });
    differing.collect()
}

#[test]
fn whatever_changes_a_closed_figure_has_a_reason_and_is_listed() {
    let histories = if std::env::var_os("YOUJU_BIN").is_some() {
        300
    } else {
        16
    };
    let core = core();
    let folder = tempfile::tempdir().expect("a folder");
    let keys =
        Keys::create(folder.path(), "test.example/closes", Entropy::seeded(9)).expect("keys");
    let (mut closed, mut wanting, mut restated, mut moved, mut still) = (0, 0, 0, 0, 0);
    for seed in 0..histories {
        let mut dice = Dice(seed + 31_000);
        let mut memory = InMemory::new(&core, &keys, 6);
        let (mut records, mut ends) = (Vec::new(), Vec::new());
        let mut reasons: BTreeMap<i64, String> = BTreeMap::new();
        for i in 0..26 {
            let id = format!("r{i}");
            let mut body = match dice.roll(7) {
                0 if i > 5 => close(&mut dice, &id),
                1 => change_of_units(&mut dice, &id),
                _ => step(&mut dice, i, &records, &ends),
            };
            let mut answer = memory.send(body.clone());
            let reason_is_wanted = matches!(&answer, Err(error) if error.to_string().contains("it changes what is closed"));
            if reason_is_wanted {
                wanting += 1;
                assert!(body.get("reason").is_none(), "seed {seed}: {body}");
                body["reason"] = json!(format!("示例事由{i}"));
                answer = memory.send(body.clone());
            }
            let Ok(Outcome::Accepted(accepted)) = answer else {
                assert!(!reason_is_wanted, "seed {seed}, {body}: {answer:?}");
                continue;
            };
            closed += usize::from(body.get("closes").is_some());
            if let Some(reason) = body["reason"].as_str() {
                reasons.insert(accepted.seq, reason.to_owned());
            }
            match body["kind"].as_str() {
                Some(kind) if kind.starts_with("core.unit") => {}
                Some(_) => records.push(accepted.id.to_string()),
                None if body.get("ends").is_some() => ends.push(accepted.id.to_string()),
                None => {}
            }
        }
        Core::settle(&mut memory.scratch.tx()).expect("roll-ups");
        let rows = &memory.scratch;
        let head = log::head(rows).expect("a head");
        let all = closes(&core, rows, None).expect("the closes");
        let first = all.first().map_or(head, |close| close.seq);
        let mut findings = Vec::new();
        let played: BTreeMap<i64, Scratch> = (first..=head)
            .map(|seq| {
                let played = rebuild(&core, rows, None, Some(seq), &mut findings);
                (seq, played.expect("a rebuild"))
            })
            .collect();
        assert!(findings.is_empty(), "seed {seed}: {findings:?}");
        for close in &all {
            let scope = &close.scope;
            let at =
                |seq: i64| figures(&core, &played[&seq], &scope.line, &scope.unit, scope.period);
            let mut before = at(close.seq);
            let as_closed = before.clone();
            let mut listed = close.restatements.iter().peekable();
            for seq in close.seq + 1..=head {
                let after = at(seq);
                let differing = difference(&core, close, &before, &after);
                let said = listed.next_if(|restatement| restatement.seq == seq);
                let place = format!("seed {seed}, close {} {scope:?}, entry {seq}", close.seq);
                match said {
                    Some(said) => {
                        assert_eq!(told(&said.figures), differing, "{place}");
                        assert_eq!(reasons.get(&seq), Some(&said.reason), "{place}");
                        restated += 1;
                        moved += usize::from(!differing.is_empty());
                    }
                    None => {
                        assert!(differing.is_empty(), "{place}: {differing:?} is not listed");
                        still += 1;
                    }
                }
                before = after;
            }
            assert!(listed.next().is_none());
            assert_eq!(
                told(&close.changed),
                difference(&core, close, &as_closed, &before),
                "seed {seed}, close {}",
                close.seq
            );
        }
        // The journal played again knows the same closes and restatements.
        let mut report = Report::default();
        let ring = keys.ring().expect("a ring");
        let rebuilt =
            rebuild(&core, rows, Some(&ring), None, &mut report.findings).expect("a rebuild");
        compare_projections(&core, rows, &rebuilt, true, &mut report);
        assert!(
            report.findings.is_empty(),
            "seed {seed}: {:?}",
            report.findings
        );
    }
    assert!(
        closed > histories as usize && wanting > 10 && restated > 20 && moved > 15 && still > 50,
        "closed {closed} wanting {wanting} restated {restated} moved {moved} still {still}"
    );
}
