//! Records as rows of their kind's table: each change adds a version and closes the one before.

use crate::enter::fields::{self, Draft};
use crate::problem::Problem;
use jiff::civil::Date;
use std::collections::BTreeMap;
use youju_base::date::Calendar;
use youju_db::{DbError, Rows, Tx, Value};
use youju_declare::{Column, Kind};

/// One version of a record, as its table and child tables hold it.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The record.
    pub record: String,
    /// Sequence of the entry that made this version.
    pub seq: i64,
    /// Columns by name: fields, derived dates, `ended_on`, `opening`.
    pub columns: BTreeMap<String, Value>,
    /// Lines of the child tables by field.
    pub lists: BTreeMap<String, Vec<BTreeMap<String, Value>>>,
}

impl Version {
    /// Gives a column; null where there is none.
    pub fn get(&self, column: &str) -> &Value {
        self.columns.get(column).unwrap_or(&Value::Null)
    }

    /// Gives a column as rules see it in `candidate`: the record's id too.
    pub fn seen(&self, column: &str) -> Value {
        match column {
            "record_id" => self.record.as_str().into(),
            column => self.get(column).clone(),
        }
    }

    /// Gives a column's text, if it holds one.
    pub fn text(&self, column: &str) -> Option<&str> {
        self.get(column).as_text()
    }
}

impl Version {
    /// Makes the first version of a record from its fields, derived dates included.
    ///
    /// - Errors: a derived day outside the calendar.
    pub fn first(
        kind: &Kind,
        record: &str,
        draft: Draft,
        opening: bool,
        seq: i64,
        calendar: &Calendar,
    ) -> Result<Self, Vec<Problem>> {
        let mut columns = draft.columns;
        fields::derive(kind, &mut columns, calendar)?;
        columns.insert("opening".into(), opening.into());
        if kind.time.is_interval() {
            columns.insert("ended_on".into(), Value::Null);
        }
        Ok(Self {
            record: record.to_owned(),
            seq,
            columns,
            lists: draft.lists,
        })
    }

    /// Makes the version that a correction leaves.
    ///
    /// - Errors: a derived day outside the calendar.
    pub fn corrected(
        &self,
        kind: &Kind,
        draft: Draft,
        seq: i64,
        calendar: &Calendar,
    ) -> Result<Self, Vec<Problem>> {
        let mut new = Self {
            seq,
            ..self.clone()
        };
        new.columns.extend(draft.columns);
        new.lists.extend(draft.lists);
        fields::derive(kind, &mut new.columns, calendar)?;
        Ok(new)
    }

    /// Makes the version that ends on a day, or is open again.
    pub fn ended(&self, on: Option<Date>, seq: i64) -> Self {
        let mut new = Self {
            seq,
            ..self.clone()
        };
        new.columns
            .insert("ended_on".into(), on.map(|day| day.to_string()).into());
        new
    }
}

/// What one entry changed in one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The version that was live before.
    pub old: Option<Version>,
    /// The version that is live now.
    pub new: Option<Version>,
}

impl Change {
    /// The versions on both sides of the change.
    pub fn sides(&self) -> impl Iterator<Item = &Version> {
        self.old.iter().chain(&self.new)
    }
}

/// The statements of one kind, put together once.
#[derive(Debug)]
pub struct KindSql {
    columns: Vec<String>,
    insert: String,
    close: String,
    live: String,
    lists: Vec<ListSql>,
}

#[derive(Debug)]
struct ListSql {
    field: String,
    /// Columns of the sub-fields.
    subs: Vec<String>,
    /// Columns of the parent that are repeated in each line.
    parent: Vec<String>,
    /// All columns, in the order of `insert`.
    all: Vec<String>,
    insert: String,
    close: String,
    live: String,
}

impl KindSql {
    /// Puts the statements of `kind` together.
    pub fn new(kind: &Kind) -> Self {
        let names =
            |columns: Vec<Column>| -> Vec<String> { columns.into_iter().map(|c| c.name).collect() };
        let table = &kind.table;
        let lists = kind.children().map(|field| {
            let table = kind.child_table(&field.name);
            let mut all = names(kind.child_columns(field));
            let subs: Vec<String> = field
                .rows()
                .unwrap_or_default()
                .iter()
                .map(|f| f.name.clone())
                .collect();
            let live = format!(
                "select {} from {table} where record_id = ?1 and removed_seq is null order by line",
                subs.join(", ")
            );
            let parent = all
                .iter()
                .filter(|c| !subs.contains(c) && *c != "record_id" && *c != "line")
                .cloned()
                .collect();
            all.insert(1, "seq".into());
            ListSql {
                field: field.name.clone(),
                parent,
                insert: insert_sql(&table, &all),
                close: close_sql(&table),
                live,
                subs,
                all,
            }
        });
        let mut columns = names(kind.columns());
        columns.retain(|c| c != "record_id");
        let mut all = vec!["record_id".to_owned(), "seq".into()];
        all.extend(columns.iter().cloned());
        Self {
            insert: insert_sql(table, &all),
            close: close_sql(table),
            live: format!(
                "select seq, {} from {table} where record_id = ?1 and removed_seq is null",
                columns.join(", ")
            ),
            lists: lists.collect(),
            columns,
        }
    }

    /// Gives the live version of a record; none when there is none or it was voided.
    pub fn live(&self, rows: &dyn Rows, record: &str) -> Result<Option<Version>, DbError> {
        let Some(row) = rows.first(&self.live, &[record.into()])? else {
            return Ok(None);
        };
        let mut values = row.into_iter();
        let seq = values.next().and_then(|v| v.as_int()).unwrap_or_default();
        let columns = self.columns.iter().cloned().zip(values).collect();
        let mut lists = BTreeMap::new();
        for list in &self.lists {
            let lines = rows.query(&list.live, &[record.into()])?;
            let lines = lines
                .into_iter()
                .map(|line| list.subs.iter().cloned().zip(line).collect());
            lists.insert(list.field.clone(), lines.collect());
        }
        Ok(Some(Version {
            record: record.to_owned(),
            seq,
            columns,
            lists,
        }))
    }

    /// Closes the live version, if there is one, and puts the new one in.
    pub fn apply(&self, tx: &mut Tx<'_>, seq: i64, change: &Change) -> Result<(), DbError> {
        if let Some(old) = &change.old {
            let params = [old.record.as_str().into(), seq.into()];
            tx.execute(&self.close, &params)?;
            for list in &self.lists {
                tx.execute(&list.close, &params)?;
            }
        }
        if let Some(new) = &change.new {
            let head = [Value::from(new.record.as_str()), new.seq.into()];
            let rest = self.columns.iter().map(|c| new.get(c).clone());
            tx.execute(
                &self.insert,
                &head.iter().cloned().chain(rest).collect::<Vec<_>>(),
            )?;
            for list in &self.lists {
                for (i, line) in new.lists.get(&list.field).into_iter().flatten().enumerate() {
                    let params = list.all.iter().map(|column| match column.as_str() {
                        "record_id" => head[0].clone(),
                        "seq" => head[1].clone(),
                        "line" => Value::Int(i as i64 + 1),
                        name if list.parent.iter().any(|p| p == name) => new.get(name).clone(),
                        name => line.get(name).cloned().unwrap_or(Value::Null),
                    });
                    let params: Vec<Value> = params.collect();
                    tx.execute(&list.insert, &params)?;
                }
            }
        }
        Ok(())
    }
}

fn close_sql(table: &str) -> String {
    format!("update {table} set removed_seq = ?2 where record_id = ?1 and removed_seq is null")
}

fn insert_sql(table: &str, columns: &[String]) -> String {
    let marks: Vec<String> = (1..=columns.len()).map(|i| format!("?{i}")).collect();
    format!(
        "insert into {table} ({}) values ({})",
        columns.join(", "),
        marks.join(", ")
    )
}
