//! Distinct persons: who stands in the rows of a day, a month or a year, as one bitmap per unit from county level up.
//!
//! Bitmaps are brought up every [`LAG`] entries, not with each one: a reader adds the rows that came later, and goes to the
//! rows altogether where one that was counted is gone. When units move, what is kept for the units that differ is dropped
//! and made anew with the next bringing up.

use crate::kept::rollup::series::{Plan, Series, day_bucket};
use crate::kept::rollup::tally::{Holder, Level, Tally};
use crate::kept::units;
use roaring::RoaringBitmap;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use youju_base::period::Period;
use youju_db::{DbError, Rows, Tx, Value};
use youju_declare::{Packs, RowSet};

/// Entries after which bitmaps are brought up.
pub const LAG: i64 = 2_000;

/// Makes the tables of bitmaps.
///
/// - `rollup_person`: the number of a person in the bitmaps.
/// - `rollup_bits`: the persons of a series for a unit (empty: all rows) in a bucket, in the format of Roaring bitmaps.
/// - `rollup_bits_of`: for which units the bitmaps of a series are whole.
/// - `rollup_bits_mark`: the last entry that they hold.
pub const SCHEMA: &str = "
create table rollup_person (number integer primary key, person text not null unique) strict;
create table rollup_bits (
  series text not null, unit text not null, bucket integer not null, bits blob not null,
  primary key (series, unit, bucket)) strict, without rowid;
create table rollup_bits_of (series text not null, unit text not null, primary key (series, unit)) strict, without rowid;
create table rollup_bits_mark (seq integer primary key) strict;
";

/// Bitmaps by unit and bucket.
type Bits = BTreeMap<(String, u32), RoaringBitmap>;

/// Drops what is kept for a unit, which stands elsewhere now or holds other units.
pub fn forget(tx: &mut Tx<'_>, unit: &str) -> Result<(), DbError> {
    for sql in [
        // By its key: without the series every bitmap would be looked at.
        "delete from rollup_bits where unit = ?1 and series in (select o.series from rollup_bits_of as o where o.unit = ?1)",
        "delete from rollup_bits_of where unit = ?1",
    ] {
        tx.execute(sql, &[unit.into()])?;
    }
    Ok(())
}

/// Drops everything.
pub fn forget_all(tx: &mut Tx<'_>) -> Result<(), DbError> {
    for table in [
        "rollup_bits",
        "rollup_bits_of",
        "rollup_bits_mark",
        "rollup_person",
    ] {
        tx.execute(&format!("delete from {table}"), &[])?;
    }
    Ok(())
}

/// Brings all bitmaps up to `head`, if that is [`LAG`] entries on or `now` is true.
pub fn bring_up(
    tx: &mut Tx<'_>,
    packs: &Packs,
    plan: &Plan,
    head: i64,
    now: bool,
) -> Result<(), DbError> {
    let mark = mark(tx)?;
    if head - mark < LAG && !now {
        return Ok(());
    }
    for (set, series) in plan.of_persons(packs) {
        let name = Value::from(series.name.as_str());
        let kept = texts(
            tx,
            "select unit from rollup_bits_of where series = ?1",
            std::slice::from_ref(&name),
        )?;
        let missing: BTreeSet<String> = wanted(tx, &series.line)?
            .difference(&kept)
            .cloned()
            .collect();
        let changed = changed(tx, set, series, mark, &kept)?;
        number(tx, changed.added.values().flatten())?;
        for ((unit, day), persons) in &changed.added {
            let numbers = persons
                .iter()
                .map(|person| number_of(tx, person))
                .collect::<Result<Option<RoaringBitmap>, _>>()?;
            for bucket in [*day, day / 100, day / 10_000] {
                let mut bits = get(tx, series, unit, bucket)?;
                bits |= numbers.clone().unwrap_or_default();
                put(tx, series, unit, bucket, &bits)?;
            }
        }
        count_again(tx, set, series, &changed.emptied)?;
        if !missing.is_empty() {
            tx.execute(
                &format!(
                    "insert into rollup_person (person) select distinct person from {} where removed_seq is null
                     and person is not null and person not in (select person from rollup_person)",
                    set.table
                ),
                &[],
            )?;
            let bits = whole(
                tx,
                set,
                series,
                "removed_seq is null",
                &missing,
                &numbers(tx)?,
            )?;
            for ((unit, bucket), bits) in bits {
                put(tx, series, &unit, bucket, &bits)?;
            }
            for unit in missing {
                tx.execute(
                    "insert into rollup_bits_of (series, unit) values (?1, ?2)",
                    &[name.clone(), unit.into()],
                )?;
            }
        }
    }
    tx.execute("delete from rollup_bits_mark", &[])?;
    tx.execute(
        "insert into rollup_bits_mark (seq) values (?1)",
        &[head.into()],
    )?;
    Ok(())
}

/// Counts the persons of a series within a period; none where bitmaps do not hold the answer.
///
/// - Input: `unit` is empty for all rows; its subtree is today's.
pub fn distinct(
    rows: &dyn Rows,
    set: &RowSet,
    series: &Series,
    unit: &str,
    period: Period,
) -> Result<Option<i64>, DbError> {
    let name = Value::from(series.name.as_str());
    let kept = rows.int(
        "select 1 from rollup_bits_of where series = ?1 and unit = ?2",
        &[name.clone(), unit.into()],
    )?;
    if kept.is_none() {
        return Ok(None);
    }
    let mark = mark(rows)?;
    let [from, until] = [period.from, period.until].map(|day| Value::from(day.to_string()));
    let gone = rows.int(
        &format!(
            "select 1 from {} where removed_seq > ?1 and added_seq <= ?1 and day >= ?2 and day < ?3 limit 1",
            set.table
        ),
        &[mark.into(), from, until],
    )?;
    if gone.is_some() {
        return Ok(None);
    }
    let persons = union(rows, series, unit, cover(period))?;
    let mut later = BTreeSet::new();
    let [first, end] = [period.from, period.until].map(|day| day.to_string());
    let within = BTreeSet::from([unit.to_owned()]);
    let mut tally = Tally::default();
    for row in later_rows(rows, set, mark)? {
        let day = series.day(&row);
        if series.counts(&row)
            && day >= first.as_str()
            && day < end.as_str()
            && !homes(&mut tally, rows, series, series.unit(&row), &within)?.is_empty()
        {
            later.extend(series.person(&row).map(str::to_owned));
        }
    }
    let mut more = 0;
    for person in later {
        let number = number_of(rows, &person)?;
        more += i64::from(number.is_none_or(|number| !persons.contains(number)));
    }
    Ok(Some(
        i64::try_from(persons.len()).unwrap_or(i64::MAX) + more,
    ))
}

/// Counts all bitmaps again from the rows as they were known at their mark; gives what differs, in words.
pub fn differing(rows: &dyn Rows, packs: &Packs, plan: &Plan) -> Result<Vec<String>, DbError> {
    let mark = mark(rows)?;
    let mut found = Vec::new();
    for (set, series) in plan.of_persons(packs) {
        let name = Value::from(series.name.as_str());
        let units = texts(
            rows,
            "select unit from rollup_bits_of where series = ?1",
            std::slice::from_ref(&name),
        )?;
        let known =
            format!("added_seq <= {mark} and (removed_seq is null or removed_seq > {mark})");
        let must = whole(rows, set, series, &known, &units, &numbers(rows)?)?;
        let mut kept: Bits = BTreeMap::new();
        rows.for_each(
            "select unit, bucket, bits from rollup_bits where series = ?1",
            &[name],
            &mut |row| {
                if let [Value::Text(unit), Value::Int(bucket), bits] = row {
                    kept.insert(
                        (unit.clone(), u32::try_from(*bucket).unwrap_or(0)),
                        read(bits)?,
                    );
                }
                Ok(())
            },
        )?;
        let keys: BTreeSet<_> = kept.keys().chain(must.keys()).collect();
        let differs = keys
            .into_iter()
            .filter(|key| kept.get(key) != must.get(key));
        found.extend(
            differs.map(|(unit, bucket)| format!("{} of \"{unit}\" in {bucket}", series.name)),
        );
    }
    Ok(found)
}

/// What changed since the mark, by unit and day: who came, and where somebody went.
#[derive(Default)]
struct Changed {
    added: BTreeMap<(String, u32), BTreeSet<String>>,
    emptied: BTreeSet<(String, u32)>,
}

fn changed(
    rows: &dyn Rows,
    set: &RowSet,
    series: &Series,
    mark: i64,
    kept: &BTreeSet<String>,
) -> Result<Changed, DbError> {
    let mut changed = Changed::default();
    if kept.is_empty() {
        return Ok(changed);
    }
    let mut tally = Tally::default();
    for row in later_rows(rows, set, mark)? {
        if let (true, Some(person), Some(day)) = (
            series.counts(&row),
            series.person(&row),
            day_bucket(series.day(&row)),
        ) {
            for home in homes(&mut tally, rows, series, series.unit(&row), kept)? {
                changed
                    .added
                    .entry((home, day))
                    .or_default()
                    .insert(person.to_owned());
            }
        }
    }
    let sql = format!(
        "select {} from {} where removed_seq > ?1 and added_seq <= ?1",
        set.columns().join(", "),
        set.table
    );
    for row in rows.query(&sql, &[mark.into()])? {
        if let (true, Some(day)) = (series.counts(&row), day_bucket(series.day(&row))) {
            let homes = homes(&mut tally, rows, series, series.unit(&row), kept)?;
            changed
                .emptied
                .extend(homes.into_iter().map(|home| (home, day)));
        }
    }
    Ok(changed)
}

/// Counts the days from which somebody went again from the rows, then their months and years from the days.
fn count_again(
    tx: &mut Tx<'_>,
    set: &RowSet,
    series: &Series,
    emptied: &BTreeSet<(String, u32)>,
) -> Result<(), DbError> {
    let columns = set.columns().join(", ");
    for (unit, day) in emptied {
        let text = format!(
            "{:04}-{:02}-{:02}",
            day / 10_000,
            day / 100 % 100,
            day % 100
        );
        let tree = units::subtree(tx, &series.line, unit)?;
        let found = match (&tree, unit.as_str()) {
            (_, "") => tx.query(
                &format!("select {columns} from {} where removed_seq is null and day = ?1", set.table),
                &[text.into()],
            )?,
            (None, _) => Vec::new(),
            (Some(tree), _) => tx.query(
                &format!(
                    "select {columns} from {} where removed_seq is null and day = ?1 and unit in
                     (select p.unit from unit_path as p where p.line = ?2 and p.path >= ?3 and p.path < ?4)",
                    set.table
                ),
                &[text.into(), series.line.as_str().into(), tree.from.as_str().into(), tree.until.as_str().into()],
            )?,
        };
        let mut bits = RoaringBitmap::new();
        for row in found.iter().filter(|row| series.counts(row)) {
            if let Some(number) = series
                .person(row)
                .map(|person| number_of(tx, person))
                .transpose()?
                .flatten()
            {
                bits.insert(number);
            }
        }
        put(tx, series, unit, *day, &bits)?;
    }
    let months: BTreeSet<(&String, u32)> = emptied
        .iter()
        .map(|(unit, day)| (unit, day / 100))
        .collect();
    let years: BTreeSet<(&String, u32)> = months
        .iter()
        .map(|(unit, month)| (*unit, month / 100))
        .collect();
    for (unit, bucket) in months.into_iter().chain(years) {
        let bits = union(tx, series, unit, [(bucket * 100, bucket * 100 + 100)])?;
        put(tx, series, unit, bucket, &bits)?;
    }
    Ok(())
}

/// Live rows that were added after the mark: the end of the table.
fn later_rows(rows: &dyn Rows, set: &RowSet, mark: i64) -> Result<Vec<Vec<Value>>, DbError> {
    const CHUNK: usize = 1_000;
    let sql = format!(
        "select {}, removed_seq, added_seq, rowid from {} where rowid < ?1 order by rowid desc limit {CHUNK}",
        set.columns().join(", "),
        set.table
    );
    let mut later = Vec::new();
    let mut before = i64::MAX;
    loop {
        let chunk = rows.query(&sql, &[before.into()])?;
        let full = chunk.len() == CHUNK;
        for mut row in chunk {
            let (rowid, added, removed) = (row.pop(), row.pop(), row.pop());
            if added
                .and_then(|seq| seq.as_int())
                .is_none_or(|seq| seq <= mark)
            {
                return Ok(later);
            }
            before = rowid.and_then(|rowid| rowid.as_int()).unwrap_or(0);
            if removed.is_some_and(|seq| seq.is_null()) {
                later.push(row);
            }
        }
        if !full {
            return Ok(later);
        }
    }
}

/// Gives numbers to persons who have none.
fn number<'s>(tx: &mut Tx<'_>, persons: impl Iterator<Item = &'s String>) -> Result<(), DbError> {
    for person in persons {
        tx.execute(
            "insert into rollup_person (person) values (?1) on conflict do nothing",
            &[person.into()],
        )?;
    }
    Ok(())
}

fn number_of(rows: &dyn Rows, person: &str) -> Result<Option<u32>, DbError> {
    let number = rows.int(
        "select number from rollup_person where person = ?1",
        &[person.into()],
    )?;
    Ok(number.and_then(|number| u32::try_from(number).ok()))
}

fn numbers(rows: &dyn Rows) -> Result<HashMap<String, u32>, DbError> {
    let mut numbers = HashMap::new();
    rows.for_each(
        "select person, number from rollup_person",
        &[],
        &mut |row| {
            if let [Value::Text(person), Value::Int(number)] = row {
                numbers.insert(person.clone(), u32::try_from(*number).unwrap_or(u32::MAX));
            }
            Ok(())
        },
    )?;
    Ok(numbers)
}

fn get(
    rows: &dyn Rows,
    series: &Series,
    unit: &str,
    bucket: u32,
) -> Result<RoaringBitmap, DbError> {
    union(rows, series, unit, [(bucket, bucket + 1)])
}

/// All persons in ranges of buckets.
fn union(
    rows: &dyn Rows,
    series: &Series,
    unit: &str,
    ranges: impl IntoIterator<Item = (u32, u32)>,
) -> Result<RoaringBitmap, DbError> {
    let mut all = RoaringBitmap::new();
    for (low, high) in ranges {
        rows.for_each(
            "select bits from rollup_bits where series = ?1 and unit = ?2 and bucket >= ?3 and bucket < ?4",
            &[series.name.as_str().into(), unit.into(), low.into(), high.into()],
            &mut |row| {
                all |= read(&row[0])?;
                Ok(())
            },
        )?;
    }
    Ok(all)
}

/// Keeps a bitmap; an empty one is none.
fn put(
    tx: &mut Tx<'_>,
    series: &Series,
    unit: &str,
    bucket: u32,
    bits: &RoaringBitmap,
) -> Result<(), DbError> {
    let [name, unit, bucket]: [Value; 3] =
        [series.name.as_str().into(), unit.into(), bucket.into()];
    if bits.is_empty() {
        tx.execute(
            "delete from rollup_bits where series = ?1 and unit = ?2 and bucket = ?3",
            &[name, unit, bucket],
        )?;
        return Ok(());
    }
    let mut bytes = Vec::with_capacity(bits.serialized_size());
    bits.serialize_into(&mut bytes).map_err(DbError::stop)?;
    tx.execute(
        "insert into rollup_bits (series, unit, bucket, bits) values (?1, ?2, ?3, ?4)
         on conflict do update set bits = excluded.bits",
        &[name, unit, bucket, bytes.into()],
    )?;
    Ok(())
}

fn read(value: &Value) -> Result<RoaringBitmap, DbError> {
    let bytes = value.as_blob().unwrap_or_default();
    RoaringBitmap::deserialize_from(bytes).map_err(|fault| {
        DbError::stop(format!(
            "a bitmap of persons cannot be read: {fault}; run verify"
        ))
    })
}

/// Buckets that cover a period without overlap: days to the end of the month, months to the end of the year, years, and down again.
fn cover(period: Period) -> Vec<(u32, u32)> {
    let mut ranges = Vec::new();
    let mut from = period.from;
    while from < period.until {
        let (next, bucket) = [
            (from.first_of_year(), from.last_of_year(), 10_000),
            (from.first_of_month(), from.last_of_month(), 100),
            (from, from, 1),
        ]
        .into_iter()
        .filter_map(|(first, last, of)| Some((first, last.tomorrow().ok()?, of)))
        .find(|(first, next, _)| *first == from && *next <= period.until)
        .and_then(|(_, next, of)| Some((next, day_bucket(&from.to_string())? / of)))
        .unwrap_or((period.until, 0));
        ranges.push((bucket, bucket + 1));
        from = next;
    }
    ranges
}

fn mark(rows: &dyn Rows) -> Result<i64, DbError> {
    Ok(rows
        .int("select max(seq) from rollup_bits_mark", &[])?
        .unwrap_or(0))
}

/// All rows together (no unit), and the units that count by day in a line.
fn wanted(rows: &dyn Rows, line: &str) -> Result<BTreeSet<String>, DbError> {
    let sql = "select u.unit from rollup_unit as u join unit_path as p on p.unit = u.unit where u.level = ?1 and p.line = ?2";
    let mut units = texts(rows, sql, &[Level::Day.number().into(), line.into()])?;
    units.insert(String::new());
    Ok(units)
}

fn texts(rows: &dyn Rows, sql: &str, params: &[Value]) -> Result<BTreeSet<String>, DbError> {
    let found = rows.query(sql, params)?;
    Ok(found
        .iter()
        .filter_map(|row| row[0].as_text().map(str::to_owned))
        .collect())
}

/// The units among `units` that hold the rows of one.
fn homes(
    tally: &mut Tally,
    rows: &dyn Rows,
    series: &Series,
    unit: &str,
    units: &BTreeSet<String>,
) -> Result<Vec<String>, DbError> {
    let holders = tally.holders(rows, &series.line, unit)?;
    let by_day = holders
        .iter()
        .filter(|Holder { level, .. }| *level == Level::Day);
    let names: Vec<String> = by_day
        .map(|holder| tally.text(holder.unit).to_owned())
        .collect();
    Ok(names
        .into_iter()
        .filter(|name| units.contains(name))
        .collect())
}

/// Evaluates the bitmaps of `units` from the rows that a condition leaves.
///
/// - Input: a person without a number stands as the highest there is, which is never given out.
fn whole(
    rows: &dyn Rows,
    set: &RowSet,
    series: &Series,
    condition: &str,
    units: &BTreeSet<String>,
    numbers: &HashMap<String, u32>,
) -> Result<Bits, DbError> {
    let mut bits = Bits::new();
    let mut tally = Tally::default();
    let mut known: HashMap<String, Vec<String>> = HashMap::new();
    let sql = format!(
        "select {} from {} where {condition}",
        set.columns().join(", "),
        set.table
    );
    rows.for_each(&sql, &[], &mut |row| {
        let (true, Some(person), Some(day)) = (
            series.counts(row),
            series.person(row),
            day_bucket(series.day(row)),
        ) else {
            return Ok(());
        };
        let unit = series.unit(row);
        if !known.contains_key(unit) {
            let homes = homes(&mut tally, rows, series, unit, units)?;
            known.insert(unit.to_owned(), homes);
        }
        let number = numbers.get(person).copied().unwrap_or(u32::MAX);
        for home in &known[unit] {
            bits.entry((home.clone(), day)).or_default().insert(number);
        }
        Ok(())
    })?;
    let days: Vec<(String, u32)> = bits.keys().cloned().collect();
    for (unit, day) in days {
        let of_day = bits[&(unit.clone(), day)].clone();
        *bits.entry((unit.clone(), day / 100)).or_default() |= &of_day;
        *bits.entry((unit, day / 10_000)).or_default() |= of_day;
    }
    Ok(bits)
}
