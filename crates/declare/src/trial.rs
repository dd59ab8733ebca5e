//! Tries a row set on made-up records: do the slices together give the whole, and does the order of entry not matter?
//!
//! A plan shows that a slice is narrow, not that it is right: a join that looks into another partition is narrow and
//! wrong. The records are nonsense drawn from few values, so that everything that can meet does meet; they are the
//! same in every run.

use crate::bind;
use crate::fault::Faults;
use crate::kind::{Field, FieldType, Kind};
use crate::pack::Packs;
use crate::rowset::RowSet;
use std::collections::BTreeSet;
use youju_db::{DbError, Rows, Scratch, Value};

/// Records of each kind in a trial.
const RECORDS: usize = 40;

/// Compares the whole with its slices, and with the whole of the same records entered the other way round.
pub(crate) fn try_partition(
    packs: &Packs,
    row_set: &RowSet,
    faults: &Faults,
) -> Result<(), DbError> {
    let bound = bind::row_set(packs, row_set);
    let forth = fill(packs, row_set, false)?;
    let back = fill(packs, row_set, true)?;
    let whole = sorted(forth.query(&bound.whole, &[])?);
    let by: Vec<usize> = row_set
        .by
        .iter()
        .filter_map(|b| row_set.columns().iter().position(|c| c == b))
        .collect();
    let fault = |message: String, hint: &str| {
        faults.push(&row_set.sql.file, None, message, Some(hint.to_owned()))
    };
    if whole != sorted(back.query(&bound.whole, &[])?) {
        fault(
            "the evidence depends on the order in which records were entered".to_owned(),
            "end each order by with record_id",
        );
        return Ok(());
    }
    let must = ["record_id", "unit", row_set.grain.columns()[0]];
    for (i, column) in row_set.columns().into_iter().enumerate() {
        if must.contains(&column) && whole.iter().any(|row| row[i].is_null()) {
            let hint = "leave such rows out, or take a required field";
            fault(format!("\"{column}\" can be null"), hint);
            return Ok(());
        }
    }
    let key = |row: &Vec<Value>| -> Vec<Value> { by.iter().map(|i| row[*i].clone()).collect() };
    let mut keys: BTreeSet<Vec<Value>> = whole.iter().map(key).collect();
    if keys.iter().flatten().any(|v| matches!(v, Value::Null)) {
        let hint = "leave such rows out, or let a required field carry it";
        fault(
            format!(
                "\"{}\" can be null, so a row would belong to no partition",
                row_set.by.join(", ")
            ),
            hint,
        );
        return Ok(());
    }
    keys.extend(carried(packs, row_set, &forth)?);
    let mut slices = Vec::new();
    for key in &keys {
        slices.extend(forth.query(&bound.slice, key)?);
    }
    let slices = sorted(slices);
    if slices != whole {
        let only = |a: &[Vec<Value>], b: &[Vec<Value>]| {
            a.iter()
                .find(|row| !b.contains(row))
                .map(|row| shown(row_set, row))
        };
        let which = only(&whole, &slices)
            .map(|row| format!("no slice has {row}"))
            .or_else(|| only(&slices, &whole).map(|row| format!("only a slice has {row}")))
            .unwrap_or_else(|| "some rows come twice".to_owned());
        let hint = format!(
            "a row of one {} must not depend on records of another: join kinds on the fields that [key] names",
            row_set.by.join(", ")
        );
        fault(
            format!(
                "the slices by {} do not add up to the whole: {which}",
                row_set.by.join(", ")
            ),
            &hint,
        );
    }
    Ok(())
}

/// Keys that records carry though no row came of them: their slices must be empty.
fn carried(packs: &Packs, row_set: &RowSet, scratch: &Scratch) -> Result<Vec<Vec<Value>>, DbError> {
    let mut all = Vec::new();
    for key in &row_set.keys {
        let Some(kind) = packs.kind(&key.kind) else {
            continue;
        };
        let table = key
            .child
            .as_ref()
            .map_or_else(|| kind.table.clone(), |field| kind.child_table(field));
        for columns in key.combinations() {
            let rows = scratch.query(
                &format!("select distinct {} from {table}", columns.join(", ")),
                &[],
            )?;
            all.extend(rows.into_iter().filter(|row| !row.contains(&Value::Null)));
        }
    }
    Ok(all)
}

fn sorted(mut rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    rows.sort();
    rows
}

fn shown(row_set: &RowSet, row: &[Value]) -> String {
    let pairs: Vec<String> = row_set
        .columns()
        .iter()
        .zip(row)
        .map(|(c, v)| format!("{c} {v}"))
        .collect();
    format!("the row ({})", pairs.join(", "))
}

/// Makes the tables that the row set reads and fills them.
fn fill(packs: &Packs, row_set: &RowSet, backwards: bool) -> Result<Scratch, DbError> {
    let mut scratch = Scratch::new()?;
    let mut tx = scratch.tx();
    let read: BTreeSet<&str> = row_set.keys.iter().map(|k| k.kind.as_str()).collect();
    for table in bind::schema(packs) {
        let kind = match &table.holds {
            bind::Holds::Kind(kind) | bind::Holds::Child { kind, .. } => kind,
            bind::Holds::RowSet(_) => continue,
        };
        if read.contains(kind.as_str()) {
            tx.execute(&table.create, &[])?;
            for (_, index) in &table.indexes {
                tx.execute(index, &[])?;
            }
        }
    }
    for kind in packs.kinds().filter(|k| read.contains(k.id.as_str())) {
        let mut statements = records(kind);
        // Sequence and position differ, the records are the same.
        if backwards {
            statements.reverse();
        }
        for (seq, record) in statements.iter().enumerate() {
            let seq = i64::try_from(seq).unwrap_or_default() + 1;
            for (table, columns, values) in record {
                let marks: Vec<String> = (2..values.len() + 2).map(|n| format!("?{n}")).collect();
                let sql = format!(
                    "insert into {table} (seq, {}) values (?1, {})",
                    columns.join(", "),
                    marks.join(", ")
                );
                let values: Vec<Value> = std::iter::once(Value::Int(seq))
                    .chain(values.iter().cloned())
                    .collect();
                tx.execute(&sql, &values)?;
            }
        }
    }
    Ok(scratch)
}

/// One record: a row of the kind's table and rows of its lists, each with table, columns and values.
type Made = Vec<(String, Vec<String>, Vec<Value>)>;

fn records(kind: &Kind) -> Vec<Made> {
    let mut dice = Dice::new(&kind.id);
    let mut all = Vec::new();
    for n in 0..RECORDS {
        let id = record_id(&kind.id, n);
        let mut columns = vec!["record_id".to_owned()];
        let mut values = vec![Value::Text(id.clone())];
        for column in kind.columns().into_iter().skip(1) {
            let value = match (column.name.as_str(), kind.field(&column.name)) {
                ("ended_on", _) => dice.maybe(Dice::day),
                (_, Some(field)) => dice.value(field),
                // opening, and whether a day is provisional
                _ => Value::Int(0),
            };
            columns.push(column.name);
            values.push(value);
        }
        let of = |name: &str| {
            columns
                .iter()
                .position(|c| c == name)
                .map_or(Value::Null, |i| values[i].clone())
        };
        let mut made = Vec::new();
        for field in kind.children() {
            for line in 1..=i64::try_from(dice.below(3)).unwrap_or_default() {
                let cols: Vec<String> = kind
                    .child_columns(field)
                    .into_iter()
                    .map(|c| c.name)
                    .collect();
                let vals = cols
                    .iter()
                    .map(|name| {
                        match field
                            .rows()
                            .and_then(|subs| subs.iter().find(|s| s.name == *name))
                        {
                            Some(sub) => dice.value(sub),
                            None if name == "line" => Value::Int(line),
                            None => of(name),
                        }
                    })
                    .collect();
                made.push((kind.child_table(&field.name), cols, vals));
            }
        }
        made.insert(0, (kind.table.clone(), columns, values));
        all.push(made);
    }
    all
}

fn record_id(kind: &str, n: usize) -> String {
    format!("{kind}-{n:02}")
}

/// A small generator of the same numbers in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn new(seed: &str) -> Self {
        // FNV-1a of the kind's id, so that kinds differ.
        Self(
            seed.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| {
                (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
            }) | 1,
        )
    }

    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n.max(1) as u64).unwrap_or_default()
    }

    fn day(&mut self) -> Value {
        Value::Text(format!(
            "2022-{:02}-{:02}",
            1 + self.below(6),
            1 + self.below(4)
        ))
    }

    fn maybe(&mut self, make: fn(&mut Self) -> Value) -> Value {
        if self.below(3) == 0 {
            make(self)
        } else {
            Value::Null
        }
    }

    fn value(&mut self, field: &Field) -> Value {
        if !field.required && field.derive().is_none() && self.below(4) == 0 {
            return Value::Null;
        }
        match &field.ty {
            FieldType::Choice(of) => Value::Text(of[self.below(of.len())].clone()),
            FieldType::Int { min, max } => {
                let low = min.or(max.map(|m| m.min(0))).unwrap_or(0);
                let width = max.map_or(4, |m| m.saturating_sub(low).clamp(0, 3) + 1);
                let step = self.below(usize::try_from(width).unwrap_or(1));
                Value::Int(low.saturating_add(i64::try_from(step).unwrap_or_default()))
            }
            FieldType::Decimal(_) | FieldType::Money => {
                Value::Int(i64::try_from(self.below(4)).unwrap_or_default() * 100)
            }
            FieldType::Bool => Value::Int(i64::from(self.below(2) == 0)),
            FieldType::Date | FieldType::Derived(_) => self.day(),
            FieldType::Record(kind) => Value::Text(record_id(kind, self.below(RECORDS))),
            FieldType::Unit => Value::Text(format!("u{}", self.below(3))),
            FieldType::Person => Value::Text(format!("p{}", self.below(4))),
            FieldType::Text => Value::Text(format!("t{}", self.below(3))),
            FieldType::Rows(_) => Value::Null,
        }
    }
}
