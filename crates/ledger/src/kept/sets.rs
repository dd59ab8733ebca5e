//! Row sets, kept and not recomputed: after each change the partitions it touches are evaluated and compared.

use crate::kept::project::{Change, Version};
use crate::kept::running::Running;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use youju_base::date::parse_day;
use youju_db::{DbError, PackedRow, Rows, Tx, Value};
use youju_declare::bind::{self, BoundRowSet};
use youju_declare::{Key as Source, Packs, RowSet};

/// The values of `by` that name one partition of a row set.
pub type Key = Vec<Value>;

/// The rows of one partition that appeared and went with one change.
#[derive(Debug, Clone, PartialEq)]
pub struct Diff {
    /// The partition.
    pub key: Key,
    /// Rows that are evidence from now on.
    pub added: Vec<Vec<Value>>,
    /// Rows that no longer are.
    pub removed: Vec<Vec<Value>>,
}

impl Diff {
    /// Says whether anything moved.
    pub fn moves(&self) -> bool {
        !self.added.is_empty() || !self.removed.is_empty()
    }
}

/// The statements of one row set, put together once.
#[derive(Debug)]
pub struct RowSetSql {
    /// Columns of its rows, without sequences.
    pub columns: Vec<String>,
    /// The table of kept rows.
    pub table: String,
    slice: String,
    /// By kind: the rows of one record in a partition, where each record gives rows of its own.
    of_record: BTreeMap<String, String>,
    whole: String,
    live: String,
    live_of_record: String,
    live_all: String,
    insert: String,
    remove: String,
    boundaries: String,
    dates: &'static [&'static str],
    by: Vec<String>,
    running: Option<Running>,
}

impl RowSetSql {
    /// Puts the statements of `set` together.
    pub fn new(packs: &Packs, set: &RowSet) -> Self {
        let BoundRowSet {
            slice,
            of_record,
            whole,
            ..
        } = bind::row_set(packs, set);
        let columns: Vec<String> = set.columns().into_iter().map(str::to_owned).collect();
        let table = &set.table;
        let list = columns.join(", ");
        let wanted: Vec<String> = set
            .by
            .iter()
            .enumerate()
            .map(|(i, by)| format!("{by} = ?{}", i + 1))
            .collect();
        let marks: Vec<String> = (1..=columns.len() + 1).map(|i| format!("?{i}")).collect();
        let same: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(i, c)| format!("{c} is ?{}", i + 2))
            .collect();
        let live = format!(
            "select {list} from {table} where removed_seq is null and {}",
            wanted.join(" and ")
        );
        Self {
            slice,
            of_record,
            whole,
            live_of_record: format!("{live} and record_id = ?{}", wanted.len() + 1),
            live,
            live_all: format!("select {list} from {table} where removed_seq is null"),
            insert: format!(
                "insert into {table} ({list}, added_seq) values ({})",
                marks.join(", ")
            ),
            remove: format!(
                "update {table} set removed_seq = ?1 where rowid = (select rowid from {table} where removed_seq is null and {} order by rowid limit 1)",
                same.join(" and ")
            ),
            boundaries: boundaries_sql(table, set.grain.columns(), &wanted),
            dates: set.grain.columns(),
            by: set.by.clone(),
            running: Running::new(packs, set),
            table: table.clone(),
            columns,
        }
    }

    /// The days on which the rows that moved begin, end or happen.
    pub fn days_of(&self, diff: &Diff) -> impl Iterator<Item = Date> {
        let places: Vec<usize> = self
            .dates
            .iter()
            .filter_map(|d| self.columns.iter().position(|c| c == d))
            .collect();
        let rows = diff.added.iter().chain(&diff.removed);
        rows.flat_map(move |row| {
            places
                .clone()
                .into_iter()
                .filter_map(|i| row[i].as_text().and_then(|t| parse_day(t).ok()))
        })
    }

    /// The days from `first` on, on which a row of the partition begins, ends or happens: of live rows and of those removed at `seq`.
    pub fn boundaries(
        &self,
        rows: &dyn Rows,
        key: &Key,
        first: Date,
        seq: i64,
    ) -> Result<Vec<Date>, DbError> {
        let params: Vec<Value> = key
            .iter()
            .cloned()
            .chain([first.to_string().into(), seq.into()])
            .collect();
        let found = rows.query(&self.boundaries, &params)?;
        Ok(found
            .iter()
            .filter_map(|row| row[0].as_text().and_then(|t| parse_day(t).ok()))
            .collect())
    }

    /// The partition that `named` values point to; none when they do not name every column of it.
    pub fn key_named(&self, named: &[(String, Value)]) -> Option<Key> {
        let value = |by: &String| {
            named
                .iter()
                .find(|(name, _)| name == by)
                .map(|(_, value)| value.clone())
        };
        self.by.iter().map(value).collect()
    }

    /// Ids of the records whose rows hold in the partition on `day` and agree with `named` wherever they have such a column.
    pub fn records_on(
        &self,
        rows: &dyn Rows,
        key: &Key,
        day: Date,
        named: &[(String, Value)],
    ) -> Result<Vec<String>, DbError> {
        let mut params = key.clone();
        let mut terms: Vec<String> = self
            .by
            .iter()
            .enumerate()
            .map(|(i, by)| format!("{by} = ?{}", i + 1))
            .collect();
        let mut term = |text: &str, value: Value| {
            params.push(value);
            terms.push(text.replace('#', &format!("?{}", params.len())));
        };
        match self.dates {
            [day_column] => term(&format!("{day_column} = #"), day.to_string().into()),
            _ => term(
                "since <= # and (until is null or until > #)",
                day.to_string().into(),
            ),
        }
        for (column, value) in named
            .iter()
            .filter(|(c, _)| self.columns.contains(c) && !self.by.contains(c))
        {
            term(&format!("{column} = #"), value.clone());
        }
        let sql = format!(
            "select distinct record_id from {} where removed_seq is null and {} order by record_id limit 500",
            self.table,
            terms.join(" and ")
        );
        Ok(rows
            .query(&sql, &params)?
            .into_iter()
            .map(|row| row[0].to_string())
            .collect())
    }

    /// Evaluates a partition of which nothing was kept before, and keeps its rows.
    pub fn begin(&self, tx: &mut Tx<'_>, seq: i64, key: &Key) -> Result<Diff, DbError> {
        let added = tx.query(&self.slice, key)?;
        for row in &added {
            let params: Vec<Value> = row.iter().cloned().chain([seq.into()]).collect();
            tx.execute(&self.insert, &params)?;
        }
        Ok(Diff {
            key: key.clone(),
            added,
            removed: Vec::new(),
        })
    }

    /// Evaluates one partition anew, compares it with the kept rows as a multiset, and keeps the difference.
    ///
    /// - Input: `only` names the one change that there was, if there was one: of a kind whose records each give rows of
    ///   their own, nothing but that record is looked at.
    pub fn refresh(
        &self,
        tx: &mut Tx<'_>,
        seq: i64,
        key: &Key,
        only: Option<(&str, &Change)>,
    ) -> Result<Diff, DbError> {
        let mut counts: HashMap<PackedRow, i64> = HashMap::new();
        let mut count = |sql: &str, params: &[Value], step: i64| {
            tx.for_each_packed(sql, params, &mut |row| match counts.get_mut(row) {
                Some(count) => *count += step,
                None => {
                    counts.insert(row.clone(), step);
                }
            })
        };
        let alone = only.and_then(|(kind, change)| {
            let record = change.sides().next()?.record.as_str();
            Some((self.of_record.get(kind)?, record, change))
        });
        match alone {
            None => {
                count(&self.slice, key, 1)?;
                count(&self.live, key, -1)?;
            }
            Some((slice, record, change)) => {
                let params = [key.as_slice(), &[record.into()]].concat();
                if change.new.is_some() {
                    count(slice, &params, 1)?;
                }
                // A new record had no rows.
                if change.old.is_some() {
                    count(&self.live_of_record, &params, -1)?;
                }
            }
        }
        counts.retain(|_, count| *count != 0);
        let moved = counts.iter().map(|(row, count)| (row.values(), *count));
        self.put(tx, seq, key, moved.collect())
    }

    /// Brings the stretches of a [running balance](RowSet::balance_of) up to what moved in the rows that it adds up.
    ///
    /// - Input: `of` is the difference of those rows, in the same partition; it is kept already.
    /// - Output: none where the row set is no such balance.
    pub fn follow(&self, tx: &mut Tx<'_>, seq: i64, of: &Diff) -> Result<Option<Diff>, DbError> {
        let Some(running) = &self.running else {
            return Ok(None);
        };
        let moved = running.moved(tx, of)?;
        self.put(tx, seq, &of.key, moved).map(Some)
    }

    /// Keeps what moved in a partition: each row with how many more of it there are.
    fn put(
        &self,
        tx: &mut Tx<'_>,
        seq: i64,
        key: &Key,
        mut moved: Vec<(Vec<Value>, i64)>,
    ) -> Result<Diff, DbError> {
        // The same change leaves the same table, byte for byte.
        moved.sort_unstable();
        let mut diff = Diff {
            key: key.clone(),
            added: Vec::new(),
            removed: Vec::new(),
        };
        for (row, count) in moved {
            for _ in 0..count {
                let params: Vec<Value> = row.iter().cloned().chain([seq.into()]).collect();
                tx.execute(&self.insert, &params)?;
                diff.added.push(row.clone());
            }
            for _ in count..0 {
                let params: Vec<Value> = [seq.into()]
                    .into_iter()
                    .chain(row.iter().cloned())
                    .collect();
                tx.execute(&self.remove, &params)?;
                diff.removed.push(row.clone());
            }
        }
        Ok(diff)
    }

    /// Says whether the live rows equal the row set evaluated whole; gives the rows that differ, with +1 where the kept table lacks one.
    pub fn differs_from_whole(&self, rows: &dyn Rows) -> Result<Vec<(Vec<Value>, i64)>, DbError> {
        let mut counts: BTreeMap<Vec<Value>, i64> = BTreeMap::new();
        for (sql, step) in [(&self.whole, 1), (&self.live_all, -1)] {
            rows.for_each(sql, &[], &mut |row| {
                *counts.entry(row.to_vec()).or_default() += step;
                Ok(())
            })?;
        }
        Ok(counts
            .into_iter()
            .filter(|(_, count)| *count != 0)
            .collect())
    }
}

fn boundaries_sql(table: &str, dates: &[&str], wanted: &[String]) -> String {
    let (first, seq) = (wanted.len() + 1, wanted.len() + 2);
    let each = dates.iter().map(|date| {
        format!(
            "select {date} from {table} where (removed_seq is null or removed_seq = ?{seq}) and {} and {date} >= ?{first}",
            wanted.join(" and ")
        )
    });
    each.collect::<Vec<_>>().join(" union ")
}

/// Names the partitions of `set` that a change of a record of `kind` touches: those of the old version and of the new.
pub fn touched(set: &RowSet, kind: &str, change: &Change) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    for source in set.keys.iter().filter(|source| source.kind == kind) {
        for version in change.sides() {
            keys.extend(keys_of(source, version));
        }
    }
    keys
}

fn keys_of(source: &Source, version: &Version) -> Vec<Key> {
    match &source.child {
        None => keys_of_line(source, version, None),
        Some(list) => {
            let lines = version.lists.get(list).into_iter().flatten();
            lines
                .flat_map(|line| keys_of_line(source, version, Some(line)))
                .collect()
        }
    }
}

/// The values of every combination of fields that may carry the partition; a null carries nothing.
fn keys_of_line(
    source: &Source,
    version: &Version,
    line: Option<&BTreeMap<String, Value>>,
) -> Vec<Key> {
    let value = |field: &str| match field {
        "record_id" => Value::from(version.record.as_str()),
        _ => line
            .and_then(|l| l.get(field))
            .unwrap_or_else(|| version.get(field))
            .clone(),
    };
    let combinations = source.combinations().into_iter();
    let keys = combinations.map(|fields| fields.into_iter().map(value).collect::<Key>());
    keys.filter(|key| !key.iter().any(Value::is_null)).collect()
}
