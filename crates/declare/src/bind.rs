//! Kinds and row sets as tables; the SQL of packs as statements.
//!
//! Authors name kinds and row sets; they never see versions. Here each name becomes a common table expression over
//! the versions that count, put in front of the author's text, which stands unchanged in a subquery. All texts are
//! fixed for a given set of packs, so that statements can be cached: what differs are parameters.

use crate::balance::{Balance, Operand, Term};
use crate::kind::{Column, Kind};
use crate::pack::{INSTRUMENT, Packs};
use crate::rowset::{Key, RowSet};
use crate::rule::Rule;
use crate::sql::{Source, Sql, Tie, between};
use std::collections::{BTreeMap, BTreeSet};

/// Makes the table `as_at(day)` of this connection; the core fills it before it runs a standing rule.
///
/// It is temporary: each connection has its own, and it costs the ledger's file nothing.
pub const AS_AT: &str =
    "create temp table if not exists as_at (day text primary key) strict, without rowid";

/// One table of the store with its indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name, without schema.
    pub name: String,
    /// What it holds.
    pub holds: Holds,
    /// Its columns in order.
    pub columns: Vec<String>,
    /// `create table …`.
    pub create: String,
    /// `create index …`, by name.
    pub indexes: Vec<(String, String)>,
}

/// What a table holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// Versions of records: `record_id, seq, removed_seq`, the columns that SQL may read.
    Kind(String),
    /// Lines of a list field: `record_id, line, seq, removed_seq, unit`, dates, sub-fields.
    Child {
        /// The kind by id.
        kind: String,
        /// The list field.
        field: String,
    },
    /// Evidence: the row set's columns, `added_seq, removed_seq`.
    RowSet(String),
}

/// The statements of a row set; all return [`RowSet::columns`] in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundRowSet {
    /// Live rows of one key; parameters: one value per column of `by`.
    pub slice: String,
    /// Kinds of which each record gives rows of its own: live rows of one key that one record gives, by kind.
    ///
    /// Parameters: as for `slice`, then the record.
    pub of_record: BTreeMap<String, String>,
    /// All live rows; no parameters.
    pub whole: String,
    /// All rows as they were known at a sequence; one parameter.
    pub at: String,
}

/// The statements of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundRule {
    /// Returns the violations ([`Sql::columns`] in order); parameters: one value per column of `candidate`.
    ///
    /// A standing rule reads `as_at` besides, which must be there and filled (see [`AS_AT`]).
    pub sql: String,
    /// The columns of `candidate`: those of the kind, or `judge` of a standing rule.
    pub candidate: Vec<String>,
    /// Standing rules: the days after a day on which the balance may change, in order.
    ///
    /// Parameters: the values of `candidate`, then the day. Run it before and after a change and unite the days.
    pub boundaries: Option<String>,
    /// Standing rules that are a plain balance: how to add it up without asking day by day.
    pub balance: Option<BoundBalance>,
}

/// A standing rule's excess as a sum over rows that hold on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundBalance {
    /// What is added whatever the rows are.
    pub constant: i64,
    /// What the rows add.
    pub terms: Vec<BoundTerm>,
}

/// The rows of one row set that a balance adds up, from a day on.
///
/// Parameters of both statements: the values of `candidate`, the day, the sequence of the change. Columns: `since`,
/// `until`, what the row adds, and whether it was there before the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundTerm {
    /// Rows that are live.
    pub live: String,
    /// Rows that the change removed.
    pub removed: String,
}

/// Makes all tables of the packs, in order of use.
pub fn schema(packs: &Packs) -> Vec<Table> {
    let mut tables = Vec::new();
    for pack in &packs.packs {
        for kind in &pack.kinds {
            tables.push(kind_table(packs, kind));
            for field in kind.children() {
                tables.push(child_table(packs, kind, &field.name));
            }
        }
        tables.extend(pack.row_sets.iter().map(|r| row_table(packs, r)));
    }
    tables
}

/// Binds a row set.
pub fn row_set(packs: &Packs, row_set: &RowSet) -> BoundRowSet {
    let columns = row_set.columns().join(", ");
    let bind = |live: &dyn Fn(Option<&Key>) -> String, outside: &str| {
        let tables = row_set.sql.reads.iter().map(|read| {
            let key = row_set.keys.iter().find(|k| is_key_of(k, &read.source));
            kind_cte(packs, &read.name, &read.source, &live(key), false)
        });
        wrap(tables, &columns, &row_set.sql.text, outside)
    };
    let by: Vec<String> = row_set
        .by
        .iter()
        .enumerate()
        .map(|(i, column)| format!("{column} = ?{}", i + 1))
        .collect();
    let by = by.join(" and ");
    let of_key = |key: Option<&Key>| {
        format!(
            "removed_seq is null{}",
            key.map(key_condition).unwrap_or_default()
        )
    };
    let record = row_set.by.len() + 1;
    let of_record = |kind: &str| {
        let live = |key: Option<&Key>| match key {
            Some(key) if key.kind == kind => {
                format!("removed_seq is null and record_id = ?{record}")
            }
            other => of_key(other),
        };
        bind(&live, &format!(" where {by} and record_id = ?{record}"))
    };
    BoundRowSet {
        of_record: single_kinds(row_set)
            .into_iter()
            .map(|kind| (kind.to_owned(), of_record(kind)))
            .collect(),
        slice: bind(&of_key, &format!(" where {by}")),
        whole: bind(&|_| "removed_seq is null".to_owned(), ""),
        at: bind(
            &|_| "seq <= ?1 and (removed_seq is null or removed_seq > ?1)".to_owned(),
            "",
        ),
    }
}

/// The kinds that a row set reads record by record, in every mention.
fn single_kinds(row_set: &RowSet) -> BTreeSet<&str> {
    let reads = row_set.sql.reads.iter().filter_map(|read| {
        let (Source::Kind(kind) | Source::Child { kind, .. }) = &read.source else {
            return None;
        };
        Some((kind.as_str(), row_set.sql.single.contains(&read.name)))
    });
    let (single, other): (Vec<_>, Vec<_>) = reads.partition(|(_, single)| *single);
    let other: BTreeSet<&str> = other.into_iter().map(|(kind, _)| kind).collect();
    let single = single.into_iter().map(|(kind, _)| kind);
    single.filter(|kind| !other.contains(kind)).collect()
}

/// Binds a rule; none for a rule that people watch.
pub fn rule(packs: &Packs, rule: &Rule) -> Option<BoundRule> {
    let sql = rule.sql.as_ref()?;
    let candidate = candidate(packs, rule);
    Some(BoundRule {
        sql: rule_text(packs, rule, sql, &sql.text, &candidate),
        boundaries: rule
            .standing
            .as_ref()
            .map(|_| boundaries(packs, sql, &candidate)),
        balance: rule
            .standing
            .as_ref()
            .and(sql.balance.as_ref())
            .and_then(|balance| bound_balance(packs, sql, balance, &candidate)),
        candidate,
    })
}

/// Binds a rule with another text in place of its own, such as a [mutation](crate::Mutation).
pub fn rule_with(packs: &Packs, rule: &Rule, text: &str) -> Option<String> {
    let sql = rule.sql.as_ref()?;
    Some(rule_text(packs, rule, sql, text, &candidate(packs, rule)))
}

/// How the live rows of a table are named in plans.
pub(crate) fn base(table: &str) -> String {
    format!("base_{table}")
}

fn candidate(packs: &Packs, rule: &Rule) -> Vec<String> {
    match &rule.standing {
        Some(standing) => standing.judge.clone(),
        None => packs
            .kind(&rule.on)
            .map(|k| k.columns().into_iter().map(|c| c.name).collect())
            .unwrap_or_default(),
    }
}

fn rule_text(packs: &Packs, rule: &Rule, sql: &Sql, text: &str, candidate: &[String]) -> String {
    let numbers: Vec<String> = (1..=candidate.len()).map(|n| format!("?{n}")).collect();
    let first = format!(
        "candidate ({}) as (select {})",
        candidate.join(", "),
        numbers.join(", ")
    );
    let tables = sql.reads.iter().filter_map(|read| match &read.source {
        Source::Kind(_) | Source::Child { .. } => Some(kind_cte(
            packs,
            &read.name,
            &read.source,
            "removed_seq is null",
            true,
        )),
        Source::RowSet(id) => {
            let row_set = packs.row_set(id)?;
            let columns = row_set.columns().join(", ");
            Some(cte(
                &read.name,
                &columns,
                &row_set.table,
                "removed_seq is null",
            ))
        }
        Source::Candidate | Source::AsAt => None,
    });
    debug_assert_eq!(rule.sql.as_ref().map(|s| &s.reads), Some(&sql.reads));
    wrap(
        std::iter::once(first).chain(tables),
        &sql.columns.join(", "),
        text,
        "",
    )
}

/// Days on which a row tied to the candidate begins or ends to count: each date column of each table read.
fn boundaries(packs: &Packs, sql: &Sql, candidate: &[String]) -> String {
    let day = candidate.len() + 1;
    let mut parts = BTreeSet::new();
    for tie in &sql.ties {
        let Some(read) = sql.reads.iter().find(|r| r.name == tie.table) else {
            continue;
        };
        let Some((table, dates)) = dated(packs, &read.source) else {
            continue;
        };
        let bound = |tie: &Tie| -> Vec<String> {
            let all = tie.bound.iter().filter_map(|(own, name)| {
                let n = candidate.iter().position(|c| c == name)? + 1;
                Some(format!("{own} = ?{n}"))
            });
            all.collect()
        };
        let mut ties = bound(tie);
        if ties.is_empty()
            && let Some((through, other)) = between(&sql.ties, tie)
            && let Some(read) = sql.reads.iter().find(|r| r.name == other.table)
            && let Some((table, _)) = dated(packs, &read.source)
        {
            let base = base(&table);
            ties.push(format!(
                "{} in (select {} from main.{table} as {base} where removed_seq is null and {})",
                through.own,
                through.column,
                bound(other).join(" and ")
            ));
        }
        if ties.is_empty() {
            continue;
        }
        for date in dates {
            let base = base(&table);
            parts.insert(format!(
                "select {date} as day from main.{table} as {base} where removed_seq is null and {} and {date} > ?{day}",
                ties.join(" and ")
            ));
        }
    }
    let parts: Vec<String> = parts.into_iter().collect();
    if parts.is_empty() {
        // A rule that reads nothing but its candidate has no later day.
        return format!("select ?{day} as day where 0");
    }
    format!(
        "select day from (\n{}\n) as boundary order by day",
        parts.join("\nunion ")
    )
}

/// None where a term reads anything but a row set.
fn bound_balance(
    packs: &Packs,
    sql: &Sql,
    balance: &Balance,
    candidate: &[String],
) -> Option<BoundBalance> {
    let (first, seq) = (candidate.len() + 1, candidate.len() + 2);
    let term = |term: &Term| {
        let read = sql.reads.iter().find(|read| read.name == term.table)?;
        let Source::RowSet(id) = &read.source else {
            return None;
        };
        let table = &packs.row_set(id)?.table;
        let equal: Option<Vec<(&str, String)>> = term
            .equal
            .iter()
            .map(|(column, operand)| {
                let value = match operand {
                    Operand::Candidate(name) => {
                        format!("?{}", candidate.iter().position(|c| c == name)? + 1)
                    }
                    Operand::Literal(text) => text.clone(),
                };
                Some((column.as_str(), value))
            })
            .collect();
        let equal = equal?;
        let sign = if term.sign < 0 { "-" } else { "" };
        let adds = if term.sums_qty {
            format!("{sign}coalesce(qty, 0)")
        } else {
            format!("{sign}1")
        };
        let rows = |before: &str, which: &str, plus: &str| {
            let ties: String = equal
                .iter()
                .map(|(column, value)| format!(" and {plus}{column} = {value}"))
                .collect();
            format!(
                "select since, until, {adds} as adds, {before} as before from main.{table} as {}
                 where {which}{ties} and (until is null or until > ?{first})",
                base(table)
            )
        };
        Some(BoundTerm {
            live: rows(&format!("added_seq < ?{seq}"), "removed_seq is null", ""),
            // The few rows of one change are found by its sequence: `+` keeps the other indexes away.
            removed: rows("1", &format!("removed_seq = ?{seq}"), "+"),
        })
    };
    Some(BoundBalance {
        constant: balance.constant,
        terms: balance.terms.iter().map(term).collect::<Option<_>>()?,
    })
}

/// Names the table of a source and its columns that hold days.
fn dated(packs: &Packs, source: &Source) -> Option<(String, Vec<String>)> {
    let days = |kind: &Kind| -> Vec<String> {
        let fields = kind
            .fields
            .iter()
            .filter(|f| !f.personal && !f.private && matches!(f.ty.word(), "date" | "derived"));
        let ended = kind.time.is_interval().then(|| "ended_on".to_owned());
        fields.map(|f| f.name.clone()).chain(ended).collect()
    };
    Some(match source {
        Source::RowSet(id) => {
            let row_set = packs.row_set(id)?;
            (
                row_set.table.clone(),
                row_set
                    .grain
                    .columns()
                    .iter()
                    .map(|c| (*c).to_owned())
                    .collect(),
            )
        }
        Source::Kind(id) => {
            let kind = packs.kind(id)?;
            (kind.table.clone(), days(kind))
        }
        Source::Child { kind, field } => {
            let kind = packs.kind(kind)?;
            let columns = kind.child_columns(kind.field(field)?);
            let own = kind
                .field(field)?
                .rows()?
                .iter()
                .filter(|f| f.ty.word() == "date")
                .map(|f| f.name.clone());
            let parent = days(kind)
                .into_iter()
                .filter(|d| columns.iter().any(|c| c.name == *d));
            (kind.child_table(field), parent.chain(own).collect())
        }
        Source::Candidate | Source::AsAt => return None,
    })
}

fn is_key_of(key: &Key, source: &Source) -> bool {
    match source {
        Source::Kind(kind) => key.kind == *kind && key.child.is_none(),
        Source::Child { kind, field } => key.kind == *kind && key.child.as_ref() == Some(field),
        _ => false,
    }
}

/// ` and unit = ?1`, or ` and (lender = ?1 or borrower = ?1)`: any combination of the columns that carry the key.
fn key_condition(key: &Key) -> String {
    let each: Vec<String> = key
        .combinations()
        .iter()
        .map(|columns| {
            let equal: Vec<String> = columns
                .iter()
                .enumerate()
                .map(|(i, column)| format!("{column} = ?{}", i + 1))
                .collect();
            equal.join(" and ")
        })
        .collect();
    match each.as_slice() {
        [one] => format!(" and {one}"),
        several => format!(" and ({})", several.join(" or ")),
    }
}

/// A kind's live versions; personal columns only where a rule may read them.
fn kind_cte(packs: &Packs, name: &str, source: &Source, live: &str, personal: bool) -> String {
    let (table, columns) = match source {
        Source::Kind(id) => packs.kind(id).map(|k| (k.table.clone(), k.columns())),
        Source::Child { kind, field } => packs
            .kind(kind)
            .and_then(|k| Some((k.child_table(field), k.child_columns(k.field(field)?)))),
        _ => None,
    }
    .unwrap_or_default();
    let columns: Vec<&str> = columns
        .iter()
        .filter(|c| personal || !c.personal)
        .map(|c| c.name.as_str())
        .collect();
    cte(name, &columns.join(", "), &table, live)
}

/// `not materialized` lets an index of the table serve conditions outside, also where the name stands twice.
fn cte(name: &str, columns: &str, table: &str, live: &str) -> String {
    let base = base(table);
    format!(
        "{name} as not materialized (select {columns} from main.{table} as {base} where {live})"
    )
}

fn wrap(tables: impl Iterator<Item = String>, columns: &str, text: &str, outside: &str) -> String {
    let tables: Vec<String> = tables.collect();
    // The text may end in a comment: the bracket stands on its own line.
    format!(
        "with {}\nselect {columns} from (\n{text}\n) as found{outside}",
        tables.join(",\n")
    )
}

fn typed(column: &Column) -> String {
    format!(
        "{} {}",
        column.name,
        if column.integer { "integer" } else { "text" }
    )
}

const VERSION: &str = "seq integer not null, removed_seq integer check (removed_seq > seq)";

fn kind_table(packs: &Packs, kind: &Kind) -> Table {
    let columns = kind.columns();
    let mut names = vec![
        "record_id".to_owned(),
        "seq".to_owned(),
        "removed_seq".to_owned(),
    ];
    names.extend(columns.iter().skip(1).map(|c| c.name.clone()));
    let typed: Vec<String> = columns.iter().skip(1).map(typed).collect();
    let create = format!(
        "create table {} (record_id text not null, {VERSION}, {}, primary key (record_id, seq)) strict, without rowid",
        kind.table,
        typed.join(", ")
    );
    let source = Source::Kind(kind.id.clone());
    let mut indexes = vec![live_index(&kind.table, &["record_id"], true)];
    indexes.extend(
        wanted(packs, &source, &columns)
            .iter()
            .map(|c| live_index(&kind.table, c, false)),
    );
    Table {
        name: kind.table.clone(),
        holds: Holds::Kind(kind.id.clone()),
        columns: names,
        create,
        indexes,
    }
}

fn child_table(packs: &Packs, kind: &Kind, field: &str) -> Table {
    let name = kind.child_table(field);
    let columns = kind
        .field(field)
        .map(|f| kind.child_columns(f))
        .unwrap_or_default();
    let mut names: Vec<String> = ["record_id", "line", "seq", "removed_seq"]
        .map(str::to_owned)
        .to_vec();
    names.extend(columns.iter().skip(2).map(|c| c.name.clone()));
    let typed: Vec<String> = columns.iter().skip(2).map(typed).collect();
    let create = format!(
        "create table {name} (record_id text not null, line integer not null, {VERSION}, {}, primary key (record_id, seq, line)) strict, without rowid",
        typed.join(", ")
    );
    let source = Source::Child {
        kind: kind.id.clone(),
        field: field.to_owned(),
    };
    let mut indexes = vec![live_index(&name, &["record_id", "line"], true)];
    indexes.extend(
        wanted(packs, &source, &columns)
            .iter()
            .map(|c| live_index(&name, c, false)),
    );
    let holds = Holds::Child {
        kind: kind.id.clone(),
        field: field.to_owned(),
    };
    Table {
        name,
        holds,
        columns: names,
        create,
        indexes,
    }
}

fn row_table(packs: &Packs, row_set: &RowSet) -> Table {
    let columns = row_set.columns();
    let typed: Vec<String> = columns
        .iter()
        .map(|column| match *column {
            "record_id" | "unit" | "day" | "since" => format!("{column} text not null"),
            "person" | "until" => format!("{column} text"),
            "qty" => "qty integer".to_owned(),
            // A dimension is a text, a number or a flag: whatever the SQL gives.
            dim => format!("{dim} any"),
        })
        .collect();
    let table = &row_set.table;
    let create = format!(
        "create table {table} ({}, added_seq integer not null, removed_seq integer check (removed_seq > added_seq)) strict",
        typed.join(", ")
    );
    let by: Vec<&str> = row_set.by.iter().map(String::as_str).collect();
    let date = row_set.grain.columns()[0];
    let mut indexes = vec![
        live_index(table, &by, false),
        (
            format!("ix_{table}_unit_{date}"),
            format!("create index ix_{table}_unit_{date} on {table} (unit, {date})"),
        ),
        (
            format!("ix_{table}_removed"),
            format!(
                "create index ix_{table}_removed on {table} (removed_seq) where removed_seq is not null"
            ),
        ),
    ];
    let covered = |column: &str| column == "unit" || by[0] == column;
    let selective = |column: &str| matches!(column, "record_id" | "person");
    let source = Source::RowSet(row_set.id.clone());
    let joined = joined(packs, &source, &covered, &selective);
    let instrument = packs
        .instruments()
        .any(|all| all.abolished == row_set.id)
        .then_some(INSTRUMENT)
        .filter(|column| by[0] != *column && !joined.iter().any(|c| c == column));
    indexes.extend(instrument.map(|c| live_index(table, &[c], false)));
    let joined = joined.iter().filter(|c| columns.contains(&c.as_str()));
    indexes.extend(joined.map(|c| live_index(table, &[c], false)));
    let names = columns
        .iter()
        .map(|c| (*c).to_owned())
        .chain(["added_seq".to_owned(), "removed_seq".to_owned()])
        .collect();
    Table {
        name: table.clone(),
        holds: Holds::RowSet(row_set.id.clone()),
        columns: names,
        create,
        indexes,
    }
}

/// Lists the column lists by which live versions are looked up: keys of row sets, joins of rules, persons.
fn wanted<'c>(packs: &Packs, source: &Source, columns: &'c [Column]) -> Vec<Vec<&'c str>> {
    let own = |name: &str| {
        columns
            .iter()
            .find(|c| c.name == name)
            .map(|c| c.name.as_str())
    };
    let mut all: BTreeSet<Vec<&str>> = BTreeSet::new();
    for row_set in packs.row_sets() {
        for key in row_set.keys.iter().filter(|k| is_key_of(k, source)) {
            all.extend(
                key.combinations()
                    .iter()
                    .filter_map(|c| c.iter().map(|name| own(name)).collect::<Option<Vec<_>>>()),
            );
        }
    }
    let pointers = |type_word: &str| columns_of(packs, source, type_word);
    let (persons, records) = (pointers("person"), pointers("record"));
    all.extend(persons.iter().filter_map(|c| own(c)).map(|c| vec![c]));
    let first: BTreeSet<&str> = all.iter().map(|c| c[0]).chain(["record_id"]).collect();
    let covered = |column: &str| first.contains(column);
    let selective = |column: &str| records.iter().any(|r| r == column);
    let joined = joined(packs, source, &covered, &selective);
    all.extend(joined.iter().filter_map(|c| own(c)).map(|c| vec![c]));
    // The unique index on record_id serves whatever begins with it, and a longer list serves a shorter one.
    let longer = all.clone();
    all.retain(|c| {
        c[0] != "record_id" && !longer.iter().any(|l| l.len() > c.len() && l.starts_with(c))
    });
    all.into_iter().collect()
}

/// Lists the columns on which rules join a table and that need an index of their own.
///
/// Where a mention is tied by a column that has an index already, only columns that single out few rows get another:
/// an index on a category beside one on the unit would only tempt the planner.
fn joined(
    packs: &Packs,
    source: &Source,
    covered: &dyn Fn(&str) -> bool,
    selective: &dyn Fn(&str) -> bool,
) -> BTreeSet<String> {
    let sqls = packs.rules().filter_map(|r| r.sql.as_ref());
    let mut columns = BTreeSet::new();
    for sql in sqls {
        for read in sql.reads.iter().filter(|r| r.source == *source) {
            // What is compared on a subquery or a name of the text may come from any table it reads.
            let ties = sql
                .ties
                .iter()
                .filter(|t| t.table == read.name || t.table.is_empty());
            for tie in ties {
                let few: Vec<&String> = tie.joined.iter().filter(|c| selective(c)).collect();
                if few.is_empty() && !tie.joined.iter().any(|c| covered(c)) {
                    columns.extend(tie.joined.iter().cloned());
                } else {
                    columns.extend(few.into_iter().filter(|c| !covered(c)).cloned());
                }
            }
        }
    }
    columns
}

/// Lists the fields of one type: persons, by which what is kept about somebody is found, or records pointed to.
fn columns_of(packs: &Packs, source: &Source, type_word: &str) -> Vec<String> {
    let of = |fields: &[crate::Field]| {
        fields
            .iter()
            .filter(|f| f.ty.word() == type_word)
            .map(|f| f.name.clone())
            .collect()
    };
    match source {
        Source::Kind(id) => packs.kind(id).map(|k| of(&k.fields)),
        Source::Child { kind, field } => packs
            .kind(kind)
            .and_then(|k| Some(of(k.field(field)?.rows()?))),
        _ => None,
    }
    .unwrap_or_default()
}

fn live_index(table: &str, columns: &[&str], unique: bool) -> (String, String) {
    let name = format!("ix_{table}_{}", columns.join("_"));
    let unique = if unique { "unique " } else { "" };
    let create = format!(
        "create {unique}index {name} on {table} ({}) where removed_seq is null",
        columns.join(", ")
    );
    (name, create)
}
