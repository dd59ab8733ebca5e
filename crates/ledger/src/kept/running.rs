//! Running balances: the stretches of days on which the kept rows of another row set add up to more or less than nothing.
//!
//! A balance steps only where a row begins or ends, so the rows in the order of those days show every value it takes.

use crate::kept::sets::Diff;
use std::collections::{BTreeMap, BTreeSet};
use youju_db::{DbError, Rows, Value};
use youju_declare::{Packs, RowSet, SIDE, SIDES};

/// The statements of one running balance, put together once; both take the unit and the dimensions.
#[derive(Debug)]
pub struct Running {
    /// Where the rows that are added up hold unit and dimensions.
    group: Vec<usize>,
    /// The rows that are added up: record, since, until, how much.
    adds: String,
    /// The stretches as they are kept.
    kept: String,
    own: Own,
    /// Sides on which every step begins another row.
    steps: Vec<&'static str>,
}

/// Places of the columns of a stretch; its unit and dimensions stand as in the other row set's `group`.
#[derive(Debug)]
struct Own {
    group: Vec<usize>,
    record: usize,
    qty: usize,
    side: usize,
    since: usize,
    until: usize,
    width: usize,
}

/// Days from the first on, on which the balance stays on one side.
struct Stretch {
    side: &'static str,
    qty: Option<i64>,
    record: String,
    since: String,
}

impl Running {
    /// Puts the statements together; none for a row set with a text of its own.
    pub fn new(packs: &Packs, set: &RowSet) -> Option<Self> {
        let balance = set.balance_of.as_ref()?;
        let base = packs.row_set(&balance.of)?;
        let named: Vec<&str> = std::iter::once("unit")
            .chain(base.dims.iter().map(String::as_str))
            .collect();
        // A unit is never null.
        let same: Vec<String> = named
            .iter()
            .enumerate()
            .map(|(i, name)| format!("{name} {} ?{}", if i == 0 { "=" } else { "is" }, i + 1))
            .collect();
        let live = format!("removed_seq is null and {}", same.join(" and "));
        let place = |columns: &[&str], name: &str| columns.iter().position(|c| *c == name);
        let all = |columns: &[&str]| -> Option<Vec<usize>> {
            named.iter().map(|name| place(columns, name)).collect()
        };
        let columns = set.columns();
        Some(Self {
            group: all(&base.columns())?,
            adds: format!(
                "select record_id, since, until, {} from {} where {live}",
                if base.has_qty { "qty" } else { "1" },
                base.table
            ),
            kept: format!(
                "select {} from {} where {live}",
                columns.join(", "),
                set.table
            ),
            own: Own {
                group: all(&columns)?,
                record: place(&columns, "record_id")?,
                qty: place(&columns, "qty")?,
                side: place(&columns, SIDE)?,
                since: place(&columns, "since")?,
                until: place(&columns, "until")?,
                width: columns.len(),
            },
            steps: balance.steps.clone(),
        })
    }

    /// The stretches that appear (+1) and go (-1) with what moved in the rows that are added up, which are kept already.
    pub fn moved(&self, rows: &dyn Rows, of: &Diff) -> Result<Vec<(Vec<Value>, i64)>, DbError> {
        let moved = of.added.iter().chain(&of.removed);
        let groups: BTreeSet<Vec<Value>> = moved
            .map(|row| self.group.iter().map(|place| row[*place].clone()).collect())
            .collect();
        let mut counts: BTreeMap<Vec<Value>, i64> = BTreeMap::new();
        for group in &groups {
            for row in self.stretches(group, &self.changes(rows, group)?) {
                *counts.entry(row).or_default() += 1;
            }
            rows.for_each(&self.kept, group, &mut |row| {
                *counts.entry(row.to_vec()).or_default() -= 1;
                Ok(())
            })?;
        }
        counts.retain(|_, count| *count != 0);
        Ok(counts.into_iter().collect())
    }

    /// Reads what begins and ends on each day: day, record and how much, in order.
    fn changes(
        &self,
        rows: &dyn Rows,
        group: &[Value],
    ) -> Result<Vec<(String, String, i64)>, DbError> {
        let mut changes = Vec::new();
        rows.for_each(&self.adds, group, &mut |row| {
            let [record, since, until, adds] = row else {
                return Err(DbError::stop("a balance reads four columns"));
            };
            let (Some(record), Some(since)) = (record.as_text(), since.as_text()) else {
                return Err(DbError::stop(
                    "a row that is added up has a record and a day",
                ));
            };
            let adds = adds.as_int().unwrap_or_default();
            let until = until.as_text();
            if until.is_some_and(|until| until <= since) {
                return Ok(());
            }
            changes.push((since.to_owned(), record.to_owned(), adds));
            changes.extend(until.map(|until| (until.to_owned(), record.to_owned(), -adds)));
            Ok(())
        })?;
        changes.sort_unstable();
        Ok(changes)
    }

    fn stretches(&self, group: &[Value], changes: &[(String, String, i64)]) -> Vec<Vec<Value>> {
        let mut found = Vec::new();
        let mut open: Option<Stretch> = None;
        let mut balance = 0;
        for day in changes.chunk_by(|a, b| a.0 == b.0) {
            let step: i64 = day.iter().map(|(.., adds)| adds).sum();
            let Some((since, record, _)) = day.last().filter(|_| step != 0) else {
                continue;
            };
            balance += step;
            let side = match balance {
                0 => None,
                1.. => Some(SIDES[0]),
                _ => Some(SIDES[1]),
            };
            let stepped = side.is_some_and(|side| self.steps.contains(&side));
            if !stepped && side == open.as_ref().map(|stretch| stretch.side) {
                continue;
            }
            let next = side.map(|side| Stretch {
                side,
                qty: stepped.then_some(balance.abs()),
                record: record.clone(),
                since: since.clone(),
            });
            let ended = std::mem::replace(&mut open, next);
            found.extend(ended.map(|stretch| self.row(group, stretch, Some(since.as_str()))));
        }
        found.extend(open.map(|stretch| self.row(group, stretch, None)));
        found
    }

    fn row(&self, group: &[Value], stretch: Stretch, until: Option<&str>) -> Vec<Value> {
        let own = &self.own;
        let mut row = vec![Value::Null; own.width];
        for (place, value) in own.group.iter().zip(group) {
            row[*place] = value.clone();
        }
        row[own.record] = stretch.record.into();
        row[own.qty] = stretch.qty.map_or(Value::Null, Value::from);
        row[own.side] = stretch.side.into();
        row[own.since] = stretch.since.into();
        row[own.until] = until.map_or(Value::Null, Value::from);
        row
    }
}
