//! Keeping roll-ups in step: with rows that appear and go, with units that move, with a ledger played again.

use crate::kept::project::Change;
use crate::kept::rollup::persons;
use crate::kept::rollup::series::{Plan, Series};
use crate::kept::rollup::tally::{Holder, Level, Tally, level};
use crate::kept::rollup::{STEPS, TABLES};
use crate::kept::sets::Diff;
use crate::kept::units;
use crate::names::UNIT;
use std::collections::{BTreeMap, BTreeSet};
use youju_db::{DbError, Rows, Tx, Value};
use youju_declare::{Packs, RowSet};

/// Notes what a change of a row set's partition adds to its series; [`settle`] brings it into the tables.
///
/// - Input: the place of the row set; `diff` is already applied to the kept rows.
pub fn note(
    tx: &mut Tx<'_>,
    plan: &Plan,
    set: &RowSet,
    place: usize,
    diff: &Diff,
) -> Result<(), DbError> {
    if !diff.moves() {
        return Ok(());
    }
    for series in plan.of_set(place) {
        for (rows, sign) in [(&diff.added, 1), (&diff.removed, -1)] {
            for row in rows {
                for step in series.steps(row).into_iter().flatten() {
                    let home = (series.line.as_str(), series.unit(row));
                    let (rows, qty) = (sign * step.rows, sign * step.qty);
                    note_step(tx, &series.name, home, series.stock, step.day, rows, qty)?;
                }
            }
        }
        if series.persons {
            note_doubles(tx, series, set, diff)?;
        }
    }
    Ok(())
}

/// - Input: `home` is the line and the unit.
fn note_step(
    tx: &mut Tx<'_>,
    series: &str,
    home: (&str, &str),
    stock: bool,
    day: &str,
    rows: i64,
    qty: i64,
) -> Result<(), DbError> {
    let values: [Value; 7] = [
        series.into(),
        home.0.into(),
        home.1.into(),
        day.into(),
        stock.into(),
        rows.into(),
        qty.into(),
    ];
    tx.execute(
        "insert into temp.rollup_step (series, line, unit, day, stock, rows, qty) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &values,
    )?;
    Ok(())
}

/// Notes the days on which one person comes to have, or no longer has, more than one row; for all units together.
fn note_doubles(
    tx: &mut Tx<'_>,
    series: &Series,
    set: &RowSet,
    diff: &Diff,
) -> Result<(), DbError> {
    let sql = format!(
        "select {} from {} where removed_seq is null and person = ?1",
        set.columns().join(", "),
        set.table
    );
    let now = tx.query(&sql, &diff.key)?;
    let now: Vec<&[Value]> = now.iter().map(Vec::as_slice).collect();
    let mut before = now.clone();
    for row in &diff.added {
        if let Some(i) = before.iter().position(|other| *other == row.as_slice()) {
            before.swap_remove(i);
        }
    }
    before.extend(diff.removed.iter().map(Vec::as_slice));
    let name = series.doubles();
    for (rows, sign) in [(&now, 1), (&before, -1)] {
        for (day, step) in series.doubled(rows) {
            note_step(tx, &name, ("", ""), true, day, sign * step, 0)?;
        }
    }
    Ok(())
}

/// Brings all noted steps into the tables; for the end of each commit, and before a unit moves.
pub fn settle(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.execute_batch(STEPS)?;
    let noted = tx.query(
        "select series, line, unit, day, stock, sum(rows), sum(qty) from temp.rollup_step
         group by series, line, unit, day, stock",
        &[],
    )?;
    if noted.is_empty() {
        return Ok(());
    }
    tx.execute("delete from temp.rollup_step", &[])?;
    let mut tally = Tally::default();
    for row in &noted {
        if let [
            Value::Text(series),
            Value::Text(line),
            Value::Text(unit),
            Value::Text(day),
            Value::Int(stock),
            Value::Int(rows),
            Value::Int(qty),
        ] = row.as_slice()
        {
            let series = tally.number(series);
            let holders = plus(&tally.holders(tx, line, unit)?);
            tally.add_on(series, *stock == 1, &holders, day, *rows, *qty);
        }
    }
    tally.write(tx)
}

fn plus(holders: &[Holder]) -> Vec<(Holder, i64)> {
    holders.iter().map(|holder| (*holder, 1)).collect()
}

/// Brings the paths of units in step with what moved in their places, and moves what is counted along.
///
/// - Input: `columns` are those of the row set of places, `diff` what moved in it.
pub fn moved(
    tx: &mut Tx<'_>,
    packs: &Packs,
    plan: &Plan,
    columns: &[String],
    diff: &Diff,
) -> Result<(), DbError> {
    settle(tx)?;
    let touched = touched(columns, diff);
    // A first place moves its unit alone; what takes a place away may move anything in the line.
    let first = diff.removed.is_empty();
    let paths = |tx: &Tx<'_>| -> Result<Vec<BTreeMap<String, String>>, DbError> {
        let of = |(line, units): (&String, &BTreeSet<String>)| match first {
            true => paths_under(tx, line, units),
            false => paths_of(tx, line),
        };
        touched.iter().map(of).collect()
    };
    let before = paths(tx)?;
    units::follow(tx, columns, diff)?;
    let after = paths(tx)?;
    for ((line, old), new) in touched.keys().zip(before).zip(after) {
        let units: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let mut tally = Tally::default();
        let mut differ = BTreeSet::new();
        // From the top down: what a unit that moved whole holds itself speaks for all under it.
        let mut order: Vec<(&str, &str, &String)> = units
            .into_iter()
            .map(|unit| (path_in(&old, unit), path_in(&new, unit), unit))
            .filter(|(from, to, _)| from != to)
            .collect();
        order.sort_unstable();
        let mut whole: Option<(&str, &str)> = None;
        for (from, to, unit) in order {
            let under = |(old, new): (&str, &str)| {
                let rest = from.strip_prefix(old);
                rest.is_some() && rest == to.strip_prefix(new)
            };
            if whole.is_some_and(under) {
                continue;
            }
            let before = tally.holders_on(tx, from)?;
            let after = tally.holders_on(tx, to)?;
            let less = before
                .iter()
                .filter(|h| !after.contains(h))
                .map(|h| (*h, -1));
            let more = after
                .iter()
                .filter(|h| !before.contains(h))
                .map(|h| (*h, 1));
            let moved: Vec<(Holder, i64)> = less.chain(more).collect();
            for (holder, _) in &moved {
                differ.insert(tally.text(holder.unit).to_owned());
            }
            if moved.is_empty() {
                continue;
            }
            if level(tx, unit)? == Some(Level::Day) && moved_whole(&old, &new, from, to) {
                add_sums(tx, plan, line, unit, &moved, &mut tally)?;
                whole = Some((from, to));
            } else {
                add_unit(tx, packs, plan, line, unit, &moved, &mut tally)?;
            }
        }
        tally.write(tx)?;
        for unit in differ {
            persons::forget(tx, &unit)?;
        }
    }
    Ok(())
}

/// Units and parents that stand in the rows that moved, by line.
fn touched(columns: &[String], diff: &Diff) -> BTreeMap<String, BTreeSet<String>> {
    let mut touched: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in diff.added.iter().chain(&diff.removed) {
        let text = |name: &str| {
            let place = columns.iter().position(|column| column == name)?;
            row[place].as_text().map(str::to_owned)
        };
        if let Some(line) = text("line") {
            let units = touched.entry(line).or_default();
            units.extend([text("unit"), text("parent")].into_iter().flatten());
        }
    }
    touched
}

/// The paths of these units in a line and of all that have one of them right above.
fn paths_under(
    rows: &dyn Rows,
    line: &str,
    units: &BTreeSet<String>,
) -> Result<BTreeMap<String, String>, DbError> {
    let mut paths = BTreeMap::new();
    for unit in units {
        let own = "select unit, path from unit_path where line = ?1 and unit = ?2";
        paths.extend(pairs(rows, own, &[line.into(), unit.into()])?);
        // A unit that comes new into a line has nothing below it, or was the top of its own tree.
        if paths
            .get(unit)
            .is_some_and(|path| *path == format!("{unit}/"))
        {
            paths.extend(paths_below(rows, line, unit)?);
        }
    }
    Ok(paths)
}

/// The paths of a unit's subtree.
fn paths_below(
    rows: &dyn Rows,
    line: &str,
    unit: &str,
) -> Result<BTreeMap<String, String>, DbError> {
    let Some(tree) = units::subtree(rows, line, unit)? else {
        return Ok(BTreeMap::new());
    };
    let sql = "select unit, path from unit_path where line = ?1 and path >= ?2 and path < ?3";
    pairs(
        rows,
        sql,
        &[line.into(), tree.from.into(), tree.until.into()],
    )
}

/// All paths of a line.
fn paths_of(rows: &dyn Rows, line: &str) -> Result<BTreeMap<String, String>, DbError> {
    pairs(
        rows,
        "select unit, path from unit_path where line = ?1",
        &[line.into()],
    )
}

fn pairs(
    rows: &dyn Rows,
    sql: &str,
    params: &[Value],
) -> Result<BTreeMap<String, String>, DbError> {
    let pair = |row: Vec<Value>| Some((row[0].as_text()?.to_owned(), row[1].as_text()?.to_owned()));
    Ok(rows
        .query(sql, params)?
        .into_iter()
        .filter_map(pair)
        .collect())
}

fn path_in<'p>(paths: &'p BTreeMap<String, String>, unit: &str) -> &'p str {
    paths.get(unit).map_or("", String::as_str)
}

/// Says whether the same units stand under a unit before and after, each in the same place below it.
fn moved_whole(
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
    from: &str,
    to: &str,
) -> bool {
    let under = |paths: &BTreeMap<String, String>, top: &str| -> BTreeMap<String, String> {
        let below = |(unit, path): (&String, &String)| {
            Some((unit.clone(), path.strip_prefix(top)?.to_owned()))
        };
        paths.iter().filter_map(below).collect()
    };
    !from.is_empty() && !to.is_empty() && under(old, from) == under(new, to)
}

/// Adds what a unit holds by day to those who come to hold it, or no longer do.
fn add_sums(
    rows: &dyn Rows,
    plan: &Plan,
    line: &str,
    unit: &str,
    holders: &[(Holder, i64)],
    tally: &mut Tally,
) -> Result<(), DbError> {
    for series in plan.of_line(line) {
        let number = tally.number(&series.name);
        rows.for_each(
            "select bucket, rows, qty from rollup where series = ?1 and unit = ?2 and bucket >= 10000000",
            &[series.name.as_str().into(), unit.into()],
            &mut |row| {
                if let [Value::Int(day), Value::Int(rows), Value::Int(qty)] = row {
                    let day = u32::try_from(*day).map_err(|_| DbError::stop("a day has eight digits"))?;
                    tally.add(number, series.stock, holders, day, *rows, *qty);
                }
                Ok(())
            },
        )?;
    }
    Ok(())
}

/// Adds all live rows of one unit to those who come to hold them, or no longer do.
fn add_unit(
    rows: &dyn Rows,
    packs: &Packs,
    plan: &Plan,
    line: &str,
    unit: &str,
    holders: &[(Holder, i64)],
    tally: &mut Tally,
) -> Result<(), DbError> {
    for (place, set) in packs.row_sets().enumerate() {
        let series: Vec<(u32, &Series)> = plan
            .of_set(place)
            .iter()
            .filter(|series| series.line == line)
            .map(|series| (tally.number(&series.name), series))
            .collect();
        if series.is_empty() {
            continue;
        }
        let sql = format!(
            "select {} from {} where unit = ?1 and removed_seq is null",
            set.columns().join(", "),
            set.table
        );
        rows.for_each(&sql, &[unit.into()], &mut |row| {
            for (number, series) in &series {
                for step in series.steps(row).into_iter().flatten() {
                    tally.add_on(
                        *number,
                        series.stock,
                        holders,
                        step.day,
                        step.rows,
                        step.qty,
                    );
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Keeps how finely a unit counts; when that changes, what it holds is counted anew.
pub fn set_level(
    tx: &mut Tx<'_>,
    packs: &Packs,
    plan: &Plan,
    change: &Change,
) -> Result<(), DbError> {
    let sort = |version: &Option<crate::kept::project::Version>| {
        let sort = version.as_ref().and_then(|version| version.text("sort"));
        sort.and_then(Level::of_sort)
    };
    let (old, new) = (sort(&change.old), sort(&change.new));
    let unit = change.sides().find_map(|version| version.text("unit"));
    let Some(unit) = unit.filter(|_| old != new) else {
        return Ok(());
    };
    settle(tx)?;
    persons::forget(tx, unit)?;
    tx.execute("delete from rollup_unit where unit = ?1", &[unit.into()])?;
    if old.is_some() {
        tx.execute("delete from rollup where unit = ?1", &[unit.into()])?;
    }
    let Some(level) = new else { return Ok(()) };
    tx.execute(
        "insert into rollup_unit (unit, level) values (?1, ?2)",
        &[unit.into(), level.number().into()],
    )?;
    let below = tx.query(
        "select p.line, p.unit from unit_path as u
         join unit_path as p on p.line = u.line and p.path >= u.path and p.path < substr(u.path, 1, length(u.path) - 1) || '0'
         where u.unit = ?1",
        &[unit.into()],
    )?;
    let mut tally = Tally::default();
    let own = Holder {
        unit: tally.number(unit),
        level,
    };
    for row in below {
        if let [Value::Text(line), Value::Text(below)] = row.as_slice() {
            add_unit(tx, packs, plan, line, below, &[(own, 1)], &mut tally)?;
        }
    }
    tally.write(tx)
}

/// Counts everything anew from units, links and kept rows.
pub fn rebuild(tx: &mut Tx<'_>, packs: &Packs, plan: &Plan) -> Result<(), DbError> {
    tx.execute_batch(STEPS)?;
    tx.execute("delete from temp.rollup_step", &[])?;
    for (table, _) in TABLES {
        tx.execute(&format!("delete from {table}"), &[])?;
    }
    persons::forget_all(tx)?;
    if packs.kind(UNIT).is_some() {
        for row in tx.query(
            "select unit, sort from core_unit where removed_seq is null",
            &[],
        )? {
            if let [unit, Value::Text(sort)] = row.as_slice()
                && let Some(level) = Level::of_sort(sort)
            {
                tx.execute(
                    "insert into rollup_unit (unit, level) values (?1, ?2)",
                    &[unit.clone(), level.number().into()],
                )?;
            }
        }
    }
    let mut tally = Tally::default();
    for (place, set) in packs.row_sets().enumerate() {
        add_set(tx, plan.of_set(place), set, &mut tally)?;
    }
    tally.write(tx)
}

/// Adds all live rows of one row set.
fn add_set(
    rows: &dyn Rows,
    series: &[Series],
    set: &RowSet,
    tally: &mut Tally,
) -> Result<(), DbError> {
    if series.is_empty() {
        return Ok(());
    }
    let numbers: Vec<u32> = series.iter().map(|one| tally.number(&one.name)).collect();
    let columns = set.columns().join(", ");
    let sql = format!(
        "select {columns} from {} where removed_seq is null",
        set.table
    );
    rows.for_each(&sql, &[], &mut |row| {
        for (one, number) in series.iter().zip(&numbers) {
            for step in one.steps(row).into_iter().flatten() {
                let holders = plus(&tally.holders(rows, &one.line, one.unit(row))?);
                tally.add_on(*number, one.stock, &holders, step.day, step.rows, step.qty);
            }
        }
        Ok(())
    })?;
    let everybody = [(tally.all(), 1)];
    for one in series.iter().filter(|one| one.persons) {
        let number = tally.number(&one.doubles());
        let person = set.columns().iter().position(|column| *column == "person");
        let person = person.expect("a series of persons reads a row set by person");
        let mut add = |partition: &[Vec<Value>]| {
            let partition: Vec<&[Value]> = partition.iter().map(Vec::as_slice).collect();
            for (day, step) in one.doubled(&partition) {
                tally.add_on(number, true, &everybody, day, step, 0);
            }
        };
        let mut partition: Vec<Vec<Value>> = Vec::new();
        rows.for_each(&format!("{sql} order by person"), &[], &mut |row| {
            if partition
                .first()
                .is_some_and(|first| first[person] != row[person])
            {
                add(&partition);
                partition.clear();
            }
            partition.push(row.to_vec());
            Ok(())
        })?;
        add(&partition);
    }
    Ok(())
}
