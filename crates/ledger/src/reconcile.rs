//! Two figures subtracted down to the rows that differ (对账). The bridge adds up exactly.
//!
//! From one figure to the other leads first the change of knowledge (what was entered, corrected or voided since, at
//! the first figure's time), then the change of time (who joined and who left, as known now). Each step has its rows;
//! its reason is read from the entry that changed the row, by the table in docs/reconcile.md.

use crate::figure::{Amount, Ask, AskError, Evidence, Figure, Selection, Time, figure};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use youju_db::{DbError, Rows, Value};
use youju_declare::{Grain, Packs};
use youju_journal::entry::EntryType;
use youju_journal::log;

/// Why some rows count in one figure and not in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Recorded after the first figure was known, dated before it.
    LateEntry,
    /// The record was corrected.
    Correction,
    /// The record was voided.
    Void,
    /// Another record changed this one's row: an exit, a new approval.
    OtherRecord,
    /// Began in between.
    Joined,
    /// Ended in between.
    Left,
    /// Came from a unit outside.
    MovedIn,
    /// Went to a unit outside.
    MovedOut,
    /// Counts in both, with another amount.
    Amount,
    /// The measure does not add up over rows (largest, smallest, mean): the rows are listed, the difference is one sum.
    Recomputed,
}

/// One step of a bridge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Why.
    pub reason: Reason,
    /// What it adds, in the figure's unit; negative takes away.
    pub amount: i64,
    /// The rows: with their sign, in the columns of the bridge's `columns`.
    pub rows: Vec<(i64, Vec<Value>)>,
}

/// A bridge: `from` plus all steps is `to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridge {
    /// The first figure.
    pub from: Figure,
    /// The second.
    pub to: Figure,
    /// Columns of the rows in the steps.
    pub columns: Vec<String>,
    /// The steps, in the order of [`Reason`].
    pub steps: Vec<Step>,
}

impl Bridge {
    /// Says whether the steps add up; they always must.
    pub fn closes(&self) -> bool {
        let sum: i64 = self.steps.iter().map(|s| s.amount).sum();
        self.from.amount.integer().unwrap_or(0) + sum == self.to.amount.integer().unwrap_or(0)
    }
}

/// Why an entry changed a row: looked up in the journal by the caller.
pub trait Causes {
    /// Gives the type of the entry at `seq` (`record`, `correct`, `void`, `end`, …) and the record it speaks of.
    fn cause(&self, seq: i64) -> Result<Option<(String, String)>, AskError>;
}

/// Reads from the journal why a row changed.
pub struct JournalCauses<'r>(pub &'r dyn Rows);

impl Causes for JournalCauses<'_> {
    fn cause(&self, seq: i64) -> Result<Option<(String, String)>, AskError> {
        let entry = log::read(self.0, seq).map_err(|e| AskError::Db(DbError::stop(e)))?;
        Ok(entry.and_then(|entry| {
            let target = match entry.entry_type {
                EntryType::Record => entry.id.clone(),
                EntryType::Correct => text(&entry.data, "corrects"),
                EntryType::End => text(&entry.data, "ends"),
                EntryType::Void => text(&entry.data, "record"),
                _ => None,
            };
            target.map(|record| (entry.entry_type.as_str().to_owned(), record))
        }))
    }
}

/// Subtracts the figure asked by `from` from the one asked by `to`. A share gives two bridges: its part and its whole.
///
/// - Errors: all of [`AskError`]; [`AskError::Unlike`] for another indicator or unit.
pub fn reconcile(
    packs: &Packs,
    rows: &dyn Rows,
    causes: &dyn Causes,
    from: &Ask,
    to: &Ask,
    head: i64,
) -> Result<Vec<Bridge>, AskError> {
    if from.indicator != to.indicator || from.unit != to.unit {
        return Err(AskError::Unlike("only one indicator of one unit can be reconciled, at two times or as known at two sequences".into()));
    }
    let indicator = crate::figure::find_indicator(packs, &from.indicator)?;
    let mut bridges = vec![bridge(packs, rows, causes, from, to, head)?];
    if let Some(whole) = &indicator.share_of {
        let of = |ask: &Ask| Ask {
            indicator: whole.clone(),
            ..ask.clone()
        };
        bridges.push(bridge(packs, rows, causes, &of(from), &of(to), head)?);
    }
    Ok(bridges)
}

fn bridge(
    packs: &Packs,
    rows: &dyn Rows,
    causes: &dyn Causes,
    from: &Ask,
    to: &Ask,
    head: i64,
) -> Result<Bridge, AskError> {
    let plain = |ask: &Ask| figure(packs, rows, ask, head).map(part_alone);
    let (start, end) = (plain(from)?, plain(to)?);
    let halfway = Ask {
        known_at: to.known_at,
        ..from.clone()
    };
    let mut book = Steps::default();

    let (first, middle, last) = (
        side(packs, rows, from)?,
        side(packs, rows, &halfway)?,
        side(packs, rows, to)?,
    );
    let columns = first.evidence.columns.clone();
    let known = difference(&first, &middle);
    for (sign, row) in known.rows {
        let at = |column: &str| {
            place(&columns, column)
                .and_then(|i| row.get(i))
                .and_then(Value::as_int)
        };
        let (old, new) = (known_at(from, head), known_at(to, head));
        // The entry that explains the row lies between the two sequences, whichever is later.
        let seq = [at("added_seq"), at("removed_seq")]
            .into_iter()
            .flatten()
            .find(|s| (old.min(new) + 1..=old.max(new)).contains(s));
        let reason = why(causes, seq, &row, &columns)?;
        book.add(reason, sign, row, &first);
    }
    let moved = difference(&middle, &last);
    let partners = moved_persons(rows, &moved.rows, &columns, &middle, &last)?;
    for (sign, row) in moved.rows {
        let person = place(&columns, "person").and_then(|i| row.get(i)).cloned();
        let elsewhere = person.is_some_and(|p| partners.contains(&(sign, p)));
        let reason = match (sign > 0, elsewhere) {
            (true, false) => Reason::Joined,
            (true, true) => Reason::MovedIn,
            (false, false) => Reason::Left,
            (false, true) => Reason::MovedOut,
        };
        let side = if sign > 0 { &last } else { &middle };
        book.add(reason, sign, row, side);
    }
    for (row, before, after) in moved.reweighed.into_iter().chain(known.reweighed) {
        book.reweigh(row, after - before);
    }
    book.weigh_distinct(&first);
    let mut steps = book.finish();
    let sum: i64 = steps.iter().map(|s| s.amount).sum();
    let whole = end.amount.integer().unwrap_or(0) - start.amount.integer().unwrap_or(0);
    if sum != whole {
        // Largest, smallest and mean do not add up over rows.
        steps.push(Step {
            reason: Reason::Recomputed,
            amount: whole - sum,
            rows: Vec::new(),
        });
    }
    Ok(Bridge {
        from: start,
        to: end,
        columns,
        steps,
    })
}

/// A share's own bridge is that of its part.
fn part_alone(figure: Figure) -> Figure {
    match figure.amount {
        Amount::Share(part, _, _) => Figure {
            amount: Amount::Whole(part),
            counter: String::new(),
            ..figure
        },
        _ => figure,
    }
}

struct Side<'p> {
    selection: Selection<'p>,
    evidence: Evidence,
}

fn side<'p>(packs: &'p Packs, rows: &dyn Rows, ask: &Ask) -> Result<Side<'p>, AskError> {
    let selection = Selection::new(packs, rows, ask)?;
    let evidence = selection.evidence(rows, None)?;
    Ok(Side {
        selection,
        evidence,
    })
}

#[derive(Default)]
struct Difference {
    /// Rows of one side only: +1 of the second, -1 of the first.
    rows: Vec<(i64, Vec<Value>)>,
    /// Rows of both sides that weigh otherwise: row, before, after.
    reweighed: Vec<(Vec<Value>, i64, i64)>,
}

/// Compares two selections of one table row by row; a kept row is named by all its columns, sequences included.
fn difference(a: &Side<'_>, b: &Side<'_>) -> Difference {
    let mut counts: BTreeMap<&[Value], (i64, i64)> = BTreeMap::new();
    for row in &a.evidence.rows {
        counts.entry(row).or_default().0 += 1;
    }
    for row in &b.evidence.rows {
        counts.entry(row).or_default().1 += 1;
    }
    let mut found = Difference::default();
    for (row, (left, right)) in counts {
        let both = left.min(right);
        let weigh = |side: &Side<'_>| side.selection.weight(&side.evidence.columns, row);
        if let (true, Some(before), Some(after)) = (both > 0, weigh(a), weigh(b))
            && before != after
        {
            found
                .reweighed
                .push((row.to_vec(), before * both, after * both));
        }
        let sign = (right - left).signum();
        for _ in 0..(right - left).abs() {
            found.rows.push((sign, row.to_vec()));
        }
    }
    // What is given comes before what is taken: a distinct count then sees who stays.
    found.rows.sort_by_key(|(sign, _)| -sign);
    found
}

fn place(columns: &[String], column: &str) -> Option<usize> {
    columns.iter().position(|c| c == column)
}

fn known_at(ask: &Ask, head: i64) -> i64 {
    ask.known_at.unwrap_or(head)
}

fn why(
    causes: &dyn Causes,
    seq: Option<i64>,
    row: &[Value],
    columns: &[String],
) -> Result<Reason, AskError> {
    let Some((entry, record)) = seq.map(|seq| causes.cause(seq)).transpose()?.flatten() else {
        return Ok(Reason::OtherRecord);
    };
    let own = place(columns, "record_id")
        .and_then(|i| row.get(i))
        .and_then(Value::as_text)
        == Some(record.as_str());
    Ok(match (own, entry.as_str()) {
        (true, "record" | "end") => Reason::LateEntry,
        (true, "correct") => Reason::Correction,
        (true, "void") => Reason::Void,
        _ => Reason::OtherRecord,
    })
}

/// Persons of one-sided rows who, on the other side's day, stand in the same row set under another unit: they moved.
fn moved_persons(
    rows: &dyn Rows,
    changed: &[(i64, Vec<Value>)],
    columns: &[String],
    from: &Side<'_>,
    to: &Side<'_>,
) -> Result<BTreeSet<(i64, Value)>, AskError> {
    let mut found = BTreeSet::new();
    let (Some(person), Some(unit)) = (place(columns, "person"), place(columns, "unit")) else {
        return Ok(found);
    };
    if from.selection.set.grain != Grain::Interval {
        return Ok(found);
    }
    for (sign, row) in changed {
        // Who is new was elsewhere on the first day; who is gone is elsewhere on the second.
        let side = if *sign > 0 { from } else { to };
        let Time::On(day) = side.selection.time else {
            return Ok(found);
        };
        let sql = format!(
            "select count(*) from {} where person = ?1 and unit <> ?2 and since <= ?3 and (until is null or until > ?3) and removed_seq is null",
            side.selection.set.table
        );
        let elsewhere = rows.int(
            &sql,
            &[
                row[person].clone(),
                row[unit].clone(),
                day.to_string().into(),
            ],
        )?;
        if elsewhere.unwrap_or(0) > 0 {
            found.insert((*sign, row[person].clone()));
        }
    }
    Ok(found)
}

/// One row that counts on one side only, or otherwise on each: its reason and sign.
struct Moved {
    reason: Reason,
    sign: i64,
    row: Vec<Value>,
    amount: i64,
}

#[derive(Default)]
struct Steps(Vec<Moved>);

impl Steps {
    fn add(&mut self, reason: Reason, sign: i64, row: Vec<Value>, side: &Side<'_>) {
        let amount = sign
            * side
                .selection
                .weight(&side.evidence.columns, &row)
                .unwrap_or(0);
        self.0.push(Moved {
            reason,
            sign,
            row,
            amount,
        });
    }

    fn reweigh(&mut self, row: Vec<Value>, by: i64) {
        self.0.push(Moved {
            reason: Reason::Amount,
            sign: by.signum(),
            row,
            amount: by,
        });
    }

    /// For a distinct count a row adds 1 only when its value was not there yet, and takes 1 only with the last of them.
    fn weigh_distinct(&mut self, first: &Side<'_>) {
        let Some(column) = first
            .selection
            .distinct_column()
            .and_then(|c| place(&first.evidence.columns, c))
        else {
            return;
        };
        let mut counts: BTreeMap<Value, i64> = BTreeMap::new();
        for row in &first.evidence.rows {
            *counts.entry(row[column].clone()).or_default() += 1;
        }
        // Whoever is both taken and given within one half stays: give first.
        for moved in &mut self.0 {
            let count = counts.entry(moved.row[column].clone()).or_default();
            let before = (*count > 0) && !moved.row[column].is_null();
            *count += moved.sign;
            let after = (*count > 0) && !moved.row[column].is_null();
            moved.amount = i64::from(after) - i64::from(before);
        }
    }

    fn finish(self) -> Vec<Step> {
        let mut steps: BTreeMap<Reason, Step> = BTreeMap::new();
        for Moved {
            reason,
            sign,
            row,
            amount,
        } in self.0
        {
            let step = steps.entry(reason).or_insert_with(|| Step {
                reason,
                amount: 0,
                rows: Vec::new(),
            });
            step.amount += amount;
            step.rows.push((sign, row));
        }
        steps.into_values().collect()
    }
}

fn text(data: &serde_json::Map<String, Json>, key: &str) -> Option<String> {
    data.get(key).and_then(Json::as_str).map(str::to_owned)
}
