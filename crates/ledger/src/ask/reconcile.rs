//! Two figures subtracted down to the rows that differ (对账). The bridge adds up exactly.
//!
//! From one figure to the other leads a chain of selections, each with one thing changed: the definition, what is known,
//! then the time, then the tree or the unit, then the indicator. Each step has its rows; its reason is read from the entry that changed the
//! row, or from what the two selections say, by the table in docs/reconcile.md.

use crate::ask::figure::{Amount, Ask, AskError, Evidence, Figure, Selection, Time, figure};
use crate::names::PERSON_MERGE;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use youju_db::{DbError, Rows, Value};
use youju_declare::{Grain, Packs, Tense};
use youju_journal::entry::EntryType;
use youju_journal::log;

/// Why some rows count in one figure and not in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Other packs are in force: of the same entries they count other rows, or count them otherwise.
    Definition,
    /// Recorded after the first figure was known, dated before it.
    LateEntry,
    /// The record was corrected.
    Correction,
    /// The record was voided.
    Void,
    /// Two codes turned out to be one person, or one person to be two after all.
    Merger,
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
    /// Its unit came under the unit asked for.
    UnitMovedIn,
    /// Its unit went from under the unit asked for.
    UnitMovedOut,
    /// Only the first unit or indicator counts it.
    OnlyFirst,
    /// Only the second unit or indicator counts it.
    OnlySecond,
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
    /// What it adds, in the figure's smallest unit; negative takes away.
    pub amount: i64,
    /// The row set of its rows: `members.roll`.
    pub row_set: String,
    /// Columns of its rows.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Moved>,
}

/// A row of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// +1 where it came, -1 where it went, 0 where only its weight changed and did not.
    pub sign: i64,
    /// The row, in the columns of its step.
    pub row: Vec<Value>,
    /// The entry that changed it, where what was known changed.
    pub cause: Option<Cause>,
}

/// An entry that changed a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// Its place in the journal.
    pub seq: i64,
    /// `record`, `correct`, `void`, `end`.
    pub entry: String,
    /// The record of which it speaks.
    pub record: String,
    /// The kind of that record.
    pub kind: Option<String>,
    /// The reason given with it.
    pub reason: Option<String>,
}

/// Packs with the rows that were made under them: those of the ledger, or its journal played again under older packs.
#[derive(Clone, Copy)]
pub struct Defined<'a> {
    /// The entry that put the packs in force.
    pub since: i64,
    /// The packs.
    pub packs: &'a Packs,
    /// The rows.
    pub rows: &'a dyn Rows,
}

/// A bridge: `from` plus all steps is `to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridge {
    /// The first figure.
    pub from: Figure,
    /// The second.
    pub to: Figure,
    /// Rows that both count, where two units or two indicators are compared.
    pub common: Option<u64>,
    /// The entry that put the later definition in force, where the two figures are defined otherwise.
    pub redefined_at: Option<i64>,
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
    /// Reads the entry at `seq`; none where it speaks of no record.
    fn cause(&self, seq: i64) -> Result<Option<Cause>, AskError>;
}

/// Reads from the journal why a row changed.
pub struct JournalCauses<'r>(pub &'r dyn Rows);

impl Causes for JournalCauses<'_> {
    fn cause(&self, seq: i64) -> Result<Option<Cause>, AskError> {
        let entry = log::read(self.0, seq).map_err(|e| AskError::Db(DbError::stop(e)))?;
        Ok(entry.and_then(|entry| {
            let record = match entry.entry_type {
                EntryType::Record => entry.id.clone(),
                EntryType::Correct => text(&entry.data, "corrects"),
                EntryType::End => text(&entry.data, "ends"),
                EntryType::Void => text(&entry.data, "record"),
                _ => None,
            }?;
            Some(Cause {
                seq,
                entry: entry.entry_type.as_str().to_owned(),
                record,
                kind: text(&entry.data, "kind"),
                reason: text(&entry.data, "reason"),
            })
        }))
    }
}

/// Subtracts the figure asked by `from` from the one asked by `to`, both by the same definitions. A share gives two
/// bridges: its part and its whole.
///
/// - Errors: all of [`AskError`]; [`AskError::Unlike`] for a stock and a flow, a share and a count, amounts in two scales.
pub fn reconcile(
    packs: &Packs,
    rows: &dyn Rows,
    causes: &dyn Causes,
    from: &Ask,
    to: &Ask,
    head: i64,
) -> Result<Vec<Bridge>, AskError> {
    let defined = Defined {
        since: 0,
        packs,
        rows,
    };
    reconcile_defined([defined; 2], causes, from, to, head)
}

/// As [`reconcile`], each figure by its own definitions. What they count otherwise is a step of its own.
///
/// - Input: `defined` for `from` and for `to`; each holds at least the entries that its figure knows.
pub fn reconcile_defined(
    defined: [Defined<'_>; 2],
    causes: &dyn Causes,
    from: &Ask,
    to: &Ask,
    head: i64,
) -> Result<Vec<Bridge>, AskError> {
    let a = crate::ask::figure::find_indicator(defined[0].packs, &from.indicator)?;
    let b = crate::ask::figure::find_indicator(defined[1].packs, &to.indicator)?;
    let unlike = |what: &str| {
        Err(AskError::Unlike(format!(
            "{} and {} cannot be subtracted: {what}",
            a.id, b.id
        )))
    };
    if a.time != b.time {
        return unlike(match a.time {
            Tense::Stock => "the first is a stock, the second a flow",
            Tense::Flow => "the first is a flow, the second a stock",
        });
    }
    if a.share_of.is_some() != b.share_of.is_some() {
        return unlike("one of them is a share");
    }
    if a.share_of.is_none() && a.decimals != b.decimals {
        return unlike("they are counted in different units");
    }
    let mut bridges = vec![bridge(defined, causes, from, to, head)?];
    if let (Some(first), Some(second)) = (&a.share_of, &b.share_of) {
        let of = |whole: &String, ask: &Ask| Ask {
            indicator: whole.clone(),
            ..ask.clone()
        };
        let (first, second) = (of(first, from), of(second, to));
        bridges.push(bridge(defined, causes, &first, &second, head)?);
    }
    Ok(bridges)
}

fn bridge(
    defined: [Defined<'_>; 2],
    causes: &dyn Causes,
    from: &Ask,
    to: &Ask,
    head: i64,
) -> Result<Bridge, AskError> {
    let plain = |by: Defined<'_>, ask: &Ask| figure(by.packs, by.rows, ask, head).map(part_alone);
    let (start, end) = (plain(defined[0], from)?, plain(defined[1], to)?);
    let mut ask = from.clone();
    let mut here = Side::read(defined[0], &ask)?;
    let mut book = Book::new(&here);

    let [old, new] = [from, to].map(|ask| ask.known_at.unwrap_or(head));
    let redefined = defined[0].since != defined[1].since;
    // What the older packs made ends with what they knew, so what is learnt is read by the newer ones.
    let forward = old <= new;
    if redefined && forward {
        let there = Side::read(defined[1], &ask)?;
        book.redefine(&here, &there);
        here = there;
    }
    if old != new {
        ask.known_at = to.known_at;
        let there = Side::read(defined[usize::from(forward)], &ask)?;
        book.learn(causes, &here, &there, old.min(new), old.max(new))?;
        here = there;
    }
    if redefined && !forward {
        let there = Side::read(defined[1], &ask)?;
        book.redefine(&here, &there);
        here = there;
    }
    let by = defined[1];
    if ask.time != to.time {
        ask.time = to.time;
        let there = Side::read(by, &ask)?;
        book.pass_time(by.rows, &here, &there)?;
        here = there;
    }
    let other_unit = (&ask.unit, ask.own) != (&to.unit, to.own);
    if other_unit || (ask.tree, &ask.line) != (to.tree, &to.line) {
        ask.unit.clone_from(&to.unit);
        ask.own = to.own;
        ask.line.clone_from(&to.line);
        ask.tree = to.tree;
        let there = Side::read(by, &ask)?;
        if other_unit {
            book.contrast(&here, &there);
        } else {
            book.move_units(&here, &there);
        }
        here = there;
    }
    if ask.indicator != to.indicator {
        ask.indicator.clone_from(&to.indicator);
        book.contrast(&here, &Side::read(by, &ask)?);
    }
    let whole = end.amount.integer().unwrap_or(0) - start.amount.integer().unwrap_or(0);
    Ok(Bridge {
        from: start,
        to: end,
        common: book.common,
        redefined_at: redefined.then(|| defined[0].since.max(defined[1].since)),
        steps: book.finish(whole),
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

/// One selection with its rows.
struct Side<'p> {
    selection: Selection<'p>,
    evidence: Evidence,
}

impl<'p> Side<'p> {
    fn read(by: Defined<'p>, ask: &Ask) -> Result<Self, AskError> {
        let selection = Selection::new(by.packs, by.rows, ask)?;
        let evidence = selection.evidence(by.rows, None)?;
        Ok(Self {
            selection,
            evidence,
        })
    }

    fn weight(&self, row: &[Value]) -> Option<i64> {
        self.selection.weight(&self.evidence.columns, row)
    }

    fn value<'r>(&self, row: &'r [Value], column: &str) -> Option<&'r Value> {
        row.get(self.evidence.place(column)?)
    }

    /// What some of its rows measure; 0 for a measure that does not add up.
    fn total<'r>(&self, rows: impl Iterator<Item = &'r [Value]>) -> i64 {
        match self.selection.distinct_column() {
            None => rows.filter_map(|row| self.weight(row)).sum(),
            Some(column) => {
                let values = rows.filter_map(|row| self.value(row, column));
                let distinct: BTreeSet<&Value> = values.filter(|v| !v.is_null()).collect();
                distinct.len() as i64
            }
        }
    }
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
        if let (true, Some(before), Some(after)) = (both > 0, a.weight(row), b.weight(row))
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

/// Leaves out pairs of a row that went and one that came where only the end differs and both weigh the same: nothing is
/// moved by them.
fn fold_ends(found: Vec<(i64, Vec<Value>)>, a: &Side<'_>, b: &Side<'_>) -> Vec<(i64, Vec<Value>)> {
    let columns = &a.evidence.columns;
    let name = |sign: i64, row: &[Value]| -> (Vec<Value>, Option<i64>) {
        let fixed = columns.iter().zip(row).filter(|(column, _)| {
            !matches!(column.as_str(), "until" | "added_seq" | "removed_seq")
        });
        let side = if sign > 0 { b } else { a };
        (fixed.map(|(_, v)| v.clone()).collect(), side.weight(row))
    };
    let mut pairs: BTreeMap<(Vec<Value>, Option<i64>), [i64; 2]> = BTreeMap::new();
    for (sign, row) in &found {
        pairs.entry(name(*sign, row)).or_default()[usize::from(*sign > 0)] += 1;
    }
    let mut folded: BTreeMap<(Vec<Value>, Option<i64>), [i64; 2]> = BTreeMap::new();
    for (key, [went, came]) in pairs {
        folded.insert(key, [went.min(came); 2]);
    }
    found
        .into_iter()
        .filter(|(sign, row)| {
            let left = folded.get_mut(&name(*sign, row));
            let Some(left) = left.map(|both| &mut both[usize::from(*sign > 0)]) else {
                return true;
            };
            let fold = *left > 0;
            *left -= i64::from(fold);
            !fold
        })
        .collect()
}

fn why(cause: Option<&Cause>, side: &Side<'_>, row: &[Value]) -> Reason {
    let Some(cause) = cause else {
        return Reason::OtherRecord;
    };
    let own = side.value(row, "record_id").and_then(Value::as_text) == Some(cause.record.as_str());
    match (own, cause.entry.as_str()) {
        (true, "record" | "end") => Reason::LateEntry,
        (true, "correct") => Reason::Correction,
        (true, "void") => Reason::Void,
        _ if cause.kind.as_deref() == Some(PERSON_MERGE) => Reason::Merger,
        _ => Reason::OtherRecord,
    }
}

/// Persons of one-sided rows who, on the other side's day, stand in the same row set under another unit: they moved.
fn moved_persons(
    rows: &dyn Rows,
    changed: &[(i64, Vec<Value>)],
    from: &Side<'_>,
    to: &Side<'_>,
) -> Result<BTreeSet<(i64, Value)>, AskError> {
    let mut found = BTreeSet::new();
    let (Some(person), Some(unit)) = (from.evidence.place("person"), from.evidence.place("unit"))
    else {
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

/// The steps as they are found.
struct Book {
    steps: BTreeMap<Reason, Step>,
    /// Rows that both units or indicators count.
    common: Option<u64>,
    /// Of a distinct count: the values and how many rows bear each, as the chain goes on.
    counts: Option<BTreeMap<Value, i64>>,
}

impl Book {
    fn new(first: &Side<'_>) -> Self {
        Self {
            steps: BTreeMap::new(),
            common: None,
            counts: counts(first),
        }
    }

    /// What two definitions count otherwise of the same entries. A row is named by the columns that both have.
    fn redefine(&mut self, old: &Side<'_>, new: &Side<'_>) {
        let shared: Vec<String> = new
            .evidence
            .columns
            .iter()
            .filter(|c| !matches!(c.as_str(), "added_seq" | "removed_seq"))
            .filter(|c| old.evidence.place(c).is_some())
            .cloned()
            .collect();
        let name = |side: &Side<'_>, row: &[Value]| -> Vec<Value> {
            let values = shared.iter().filter_map(|c| side.value(row, c).cloned());
            values.collect()
        };
        let mut named: BTreeMap<Vec<Value>, [Vec<Option<i64>>; 2]> = BTreeMap::new();
        for (place, side) in [old, new].into_iter().enumerate() {
            for row in &side.evidence.rows {
                let weights = named.entry(name(side, row)).or_default();
                weights[place].push(side.weight(row));
            }
        }
        let mut moved = Vec::new();
        for (row, [before, after]) in named {
            let both = before.iter().zip(&after);
            let signs = both.filter_map(|(a, b)| Some((b.as_ref()? - a.as_ref()?).signum()));
            let one_sided = after.len() as i64 - before.len() as i64;
            let alone = (0..one_sided.abs()).map(|_| one_sided.signum());
            for sign in signs.filter(|sign| *sign != 0).chain(alone) {
                moved.push(Moved {
                    sign,
                    row: row.clone(),
                    cause: None,
                });
            }
        }
        let [before, after] =
            [old, new].map(|side| side.total(side.evidence.rows.iter().map(Vec::as_slice)));
        if before != after || !moved.is_empty() {
            let step = self.step(Reason::Definition, new);
            step.columns = shared;
            step.amount += after - before;
            step.rows = moved;
        }
        self.counts = counts(new);
    }

    /// What was entered, corrected or voided after the entry `after` and up to `until`.
    fn learn(
        &mut self,
        causes: &dyn Causes,
        here: &Side<'_>,
        there: &Side<'_>,
        after: i64,
        until: i64,
    ) -> Result<(), AskError> {
        let found = difference(here, there);
        for (sign, row) in fold_ends(found.rows, here, there) {
            let side = if sign > 0 { there } else { here };
            // The entry that explains the row lies between the two sequences, whichever is later.
            let seqs = ["added_seq", "removed_seq"].map(|column| side.value(&row, column));
            let seq = seqs
                .into_iter()
                .filter_map(|seq| seq.and_then(Value::as_int))
                .find(|seq| (after + 1..=until).contains(seq));
            let (reason, cause) = match seq {
                Some(seq) => {
                    let cause = causes.cause(seq)?;
                    (why(cause.as_ref(), side, &row), cause)
                }
                // The row itself is known at both: it is its unit whose place was learnt.
                None => (unit_moved(sign), None),
            };
            self.add(reason, sign, row, cause, side);
        }
        self.reweigh(found.reweighed, there);
        Ok(())
    }

    /// What came and went between two times.
    fn pass_time(
        &mut self,
        rows: &dyn Rows,
        here: &Side<'_>,
        there: &Side<'_>,
    ) -> Result<(), AskError> {
        let found = difference(here, there);
        let partners = moved_persons(rows, &found.rows, here, there)?;
        for (sign, row) in found.rows {
            let (side, other) = if sign > 0 {
                (there, here)
            } else {
                (here, there)
            };
            let person = side.value(&row, "person").cloned();
            let elsewhere = person.is_some_and(|p| partners.contains(&(sign, p)));
            let reason = if other.selection.holds(&other.evidence.columns, &row) {
                // It holds at both times: only its unit can have been moved.
                unit_moved(sign)
            } else {
                match (sign > 0, elsewhere) {
                    (true, false) => Reason::Joined,
                    (true, true) => Reason::MovedIn,
                    (false, false) => Reason::Left,
                    (false, true) => Reason::MovedOut,
                }
            };
            self.add(reason, sign, row, None, side);
        }
        self.reweigh(found.reweighed, there);
        Ok(())
    }

    /// What another tree counts under the same unit.
    fn move_units(&mut self, here: &Side<'_>, there: &Side<'_>) {
        let found = difference(here, there);
        for (sign, row) in found.rows {
            let side = if sign > 0 { there } else { here };
            self.add(unit_moved(sign), sign, row, None, side);
        }
        self.reweigh(found.reweighed, there);
    }

    /// What only one of two units or indicators counts. Rows of two row sets are matched by person where both name one,
    /// otherwise by record.
    fn contrast(&mut self, a: &Side<'_>, b: &Side<'_>) {
        let one_set = a.selection.set.id == b.selection.set.id;
        let by = ["person", "record_id"]
            .into_iter()
            .find(|c| a.evidence.place(c).is_some() && b.evidence.place(c).is_some());
        let name = |side: &Side<'_>, row: &[Value]| -> Vec<Value> {
            if one_set {
                return row.to_vec();
            }
            let value = by.and_then(|column| side.value(row, column));
            value
                .into_iter()
                .filter(|v| !v.is_null())
                .cloned()
                .collect()
        };
        let mut of_b: BTreeMap<Vec<Value>, Vec<&Vec<Value>>> = BTreeMap::new();
        for row in &b.evidence.rows {
            of_b.entry(name(b, row)).or_default().push(row);
        }
        let (mut both, mut first) = (Vec::new(), Vec::new());
        for row in &a.evidence.rows {
            let key = name(a, row);
            let partner = (!key.is_empty())
                .then(|| of_b.get_mut(&key))
                .flatten()
                .and_then(Vec::pop);
            match partner {
                Some(partner) => both.push((row, partner)),
                None => first.push(row),
            }
        }
        let second: Vec<&Vec<Value>> = of_b.into_values().flatten().collect();
        let shared = [
            a.total(both.iter().map(|(row, _)| row.as_slice())),
            b.total(both.iter().map(|(_, row)| row.as_slice())),
        ];
        let wholes = [a, b].map(|side| side.total(side.evidence.rows.iter().map(Vec::as_slice)));
        self.put(Reason::OnlyFirst, shared[0] - wholes[0], a, -1, &first);
        let reweighed: Vec<&Vec<Value>> = both
            .iter()
            .filter(|(row, partner)| a.weight(row) != b.weight(partner))
            .map(|(row, _)| *row)
            .collect();
        let sign = (shared[1] - shared[0]).signum();
        self.put(Reason::Amount, shared[1] - shared[0], a, sign, &reweighed);
        self.put(Reason::OnlySecond, wholes[1] - shared[1], b, 1, &second);
        self.common = Some(both.len() as u64);
    }

    fn put(
        &mut self,
        reason: Reason,
        amount: i64,
        side: &Side<'_>,
        sign: i64,
        rows: &[&Vec<Value>],
    ) {
        if amount == 0 && rows.is_empty() {
            return;
        }
        let step = self.step(reason, side);
        step.amount += amount;
        step.rows.extend(rows.iter().map(|row| Moved {
            sign,
            row: (*row).clone(),
            cause: None,
        }));
    }

    /// For a distinct count a row adds 1 only when its value was not there yet, and takes 1 only with the last of them.
    fn add(
        &mut self,
        reason: Reason,
        sign: i64,
        row: Vec<Value>,
        cause: Option<Cause>,
        side: &Side<'_>,
    ) {
        let amount = match (&mut self.counts, side.selection.distinct_column()) {
            (Some(counts), Some(column)) => match side.value(&row, column) {
                Some(value) if !value.is_null() => {
                    let count = counts.entry(value.clone()).or_default();
                    let before = *count > 0;
                    *count += sign;
                    i64::from(*count > 0) - i64::from(before)
                }
                _ => 0,
            },
            _ => sign * side.weight(&row).unwrap_or(0),
        };
        let step = self.step(reason, side);
        step.amount += amount;
        step.rows.push(Moved { sign, row, cause });
    }

    fn reweigh(&mut self, reweighed: Vec<(Vec<Value>, i64, i64)>, side: &Side<'_>) {
        for (row, before, after) in reweighed {
            let step = self.step(Reason::Amount, side);
            step.amount += after - before;
            step.rows.push(Moved {
                sign: (after - before).signum(),
                row,
                cause: None,
            });
        }
    }

    fn step(&mut self, reason: Reason, side: &Side<'_>) -> &mut Step {
        self.steps.entry(reason).or_insert_with(|| Step {
            reason,
            amount: 0,
            row_set: side.selection.set.id.clone(),
            columns: side.evidence.columns.clone(),
            rows: Vec::new(),
        })
    }

    /// Largest, smallest and mean do not add up over rows: what is left of the whole is one sum.
    fn finish(self, whole: i64) -> Vec<Step> {
        let mut steps: Vec<Step> = self.steps.into_values().collect();
        let sum: i64 = steps.iter().map(|s| s.amount).sum();
        if sum != whole {
            steps.push(Step {
                reason: Reason::Recomputed,
                amount: whole - sum,
                row_set: String::new(),
                columns: Vec::new(),
                rows: Vec::new(),
            });
        }
        steps
    }
}

/// Of a distinct count: its values and how many rows bear each.
fn counts(side: &Side<'_>) -> Option<BTreeMap<Value, i64>> {
    let column = side.selection.distinct_column()?;
    let mut counts = BTreeMap::new();
    for row in &side.evidence.rows {
        if let Some(value) = side.value(row, column) {
            *counts.entry(value.clone()).or_default() += 1;
        }
    }
    Some(counts)
}

fn unit_moved(sign: i64) -> Reason {
    if sign > 0 {
        Reason::UnitMovedIn
    } else {
        Reason::UnitMovedOut
    }
}

fn text(data: &serde_json::Map<String, Json>, key: &str) -> Option<String> {
    data.get(key).and_then(Json::as_str).map(str::to_owned)
}
