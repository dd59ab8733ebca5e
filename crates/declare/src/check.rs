//! Tries every bound statement on a scratch database: does it run, does it return what is declared, does it stay narrow?

use crate::bind::{self, base};
use crate::fault::{Fault, Faults, near};
use crate::pack::Packs;
use crate::sql::{Source, Sql};
use crate::trial;
use youju_db::{DbError, Rows, Scratch};

/// Checks all row sets and rules; an empty list is good news.
pub(crate) fn check(packs: &Packs) -> Vec<Fault> {
    let faults = Faults::default();
    let scratch = match build(packs) {
        Ok(scratch) => scratch,
        Err(error) => {
            faults.push(
                "the packs",
                None,
                format!("their tables cannot be made: {}", words(&error, "")),
                None,
            );
            return faults.into_sorted();
        }
    };
    let bench = Bench {
        packs,
        scratch: &scratch,
        faults: &faults,
    };
    for row_set in packs.row_sets() {
        let bound = bind::row_set(packs, row_set);
        let try_of = |bound| Try {
            sql: &row_set.sql,
            candidate: &[],
            bound,
        };
        let hint = "let [key] name a field that carries \"by\", and join kinds by it";
        let ok = bench.is_narrow(&try_of(&bound.slice), "a slice of the evidence", hint)
            && bench.runs(&try_of(&bound.whole))
            && bench.runs(&try_of(&bound.at));
        if ok && let Err(error) = trial::try_partition(packs, row_set, &faults) {
            let message = format!("the evidence cannot be tried: {}", words(&error, ""));
            faults.push(&row_set.sql.file, None, message, None);
        }
    }
    for rule in packs.rules() {
        let (Some(sql), Some(bound)) = (&rule.sql, bind::rule(packs, rule)) else {
            continue;
        };
        let try_of = |text| Try {
            sql,
            candidate: &bound.candidate,
            bound: text,
        };
        let hint = "compare with the candidate by =";
        bench.is_narrow(&try_of(&bound.sql), "the rule", hint);
        if let Some(boundaries) = &bound.boundaries {
            bench.is_narrow(&try_of(boundaries), "the later days of the rule", hint);
        }
    }
    faults.into_sorted()
}

/// Makes a scratch database with all tables of the packs, empty.
pub(crate) fn build(packs: &Packs) -> Result<Scratch, DbError> {
    let mut scratch = Scratch::new()?;
    let mut tx = scratch.tx();
    for table in bind::schema(packs) {
        tx.execute(&table.create, &[])?;
        for (_, create) in &table.indexes {
            tx.execute(create, &[])?;
        }
    }
    tx.execute(bind::AS_AT, &[])?;
    Ok(scratch)
}

struct Bench<'a> {
    packs: &'a Packs,
    scratch: &'a Scratch,
    faults: &'a Faults,
}

/// A bound statement on trial.
struct Try<'a> {
    sql: &'a Sql,
    /// Columns of `candidate`, if it has one.
    candidate: &'a [String],
    bound: &'a str,
}

impl Bench<'_> {
    /// Prepares a statement and looks at its plan; says whether it may be used.
    fn is_narrow(&self, trial: &Try<'_>, what: &str, hint: &str) -> bool {
        let Try { sql, bound, .. } = trial;
        if !self.runs(trial) {
            return false;
        }
        let Ok(plan) = self.scratch.plan(bound) else {
            return false;
        };
        for table in self.tables(sql) {
            if let Some(line) = plan.iter().find(|line| is_scan(line, &base(&table))) {
                self.faults.push(
                    &sql.file,
                    None,
                    format!(
                        "{what} reads the whole of {table} ({})",
                        line.replace(&base(&table), &table).to_lowercase()
                    ),
                    Some(hint.to_owned()),
                );
                return false;
            }
        }
        true
    }

    /// Prepares a statement; what the engine says becomes a fault with its line.
    fn runs(&self, trial: &Try<'_>) -> bool {
        let Try {
            sql,
            candidate,
            bound,
        } = trial;
        let Err(error) = self.scratch.columns(bound) else {
            return true;
        };
        let message = words(&error, bound);
        let line = offset(&error).and_then(|at| {
            let start = bound.find(&sql.text)?;
            let inside = at.checked_sub(start).filter(|at| *at <= sql.text.len())?;
            Some(
                sql.text.as_bytes()[..inside]
                    .iter()
                    .filter(|b| **b == b'\n')
                    .count()
                    + 1,
            )
        });
        let hint = self.hint(sql, candidate, &message);
        self.faults.push(&sql.file, line, message, hint);
        false
    }

    fn hint(&self, sql: &Sql, candidate: &[String], message: &str) -> Option<String> {
        let column = message.strip_prefix("no such column: ")?;
        let column = column.rsplit('.').next()?.trim();
        let mut known = Vec::new();
        for read in &sql.reads {
            match &read.source {
                Source::Kind(id) => {
                    let kind = self.packs.kind(id)?;
                    let field = kind.field(column);
                    if field.is_some_and(|f| f.private) {
                        return Some(format!("\"{column}\" is private: it never reaches a table"));
                    }
                    if field.is_some_and(|f| f.personal) {
                        return Some(format!(
                            "\"{column}\" is personal: it never stands in a row set"
                        ));
                    }
                    if let Some(list) = field.filter(|f| f.rows().is_some()) {
                        return Some(format!(
                            "\"{column}\" is a list: read {}",
                            kind.child_table(&list.name)
                        ));
                    }
                    known.extend(kind.columns().into_iter().map(|c| c.name));
                }
                Source::Child { kind, field } => {
                    let kind = self.packs.kind(kind)?;
                    known.extend(
                        kind.child_columns(kind.field(field)?)
                            .into_iter()
                            .map(|c| c.name),
                    );
                }
                Source::RowSet(id) => known.extend(
                    self.packs
                        .row_set(id)?
                        .columns()
                        .into_iter()
                        .map(str::to_owned),
                ),
                Source::Candidate => known.extend(candidate.iter().cloned()),
                Source::AsAt => known.push("day".to_owned()),
            }
        }
        known.sort();
        known.dedup();
        near(column, known.iter().map(String::as_str))
    }

    fn tables(&self, sql: &Sql) -> Vec<String> {
        let table = |source: &Source| match source {
            Source::Kind(id) => Some(self.packs.kind(id)?.table.clone()),
            Source::Child { kind, field } => Some(self.packs.kind(kind)?.child_table(field)),
            Source::RowSet(id) => Some(self.packs.row_set(id)?.table.clone()),
            Source::Candidate | Source::AsAt => None,
        };
        sql.reads.iter().filter_map(|r| table(&r.source)).collect()
    }
}

/// Says whether a line of a plan walks a whole table; an index made for the occasion walks it too.
fn is_scan(line: &str, alias: &str) -> bool {
    let mut words = line.split_whitespace();
    let verb = words.next();
    let table = words.next();
    table == Some(alias) && (verb == Some("SCAN") || line.contains("AUTOMATIC"))
}

/// The engine's own words, without the statement.
fn words(error: &DbError, bound: &str) -> String {
    let text = match error {
        DbError::Engine { source, .. } => source.to_string(),
        other => other.to_string(),
    };
    match text.split_once(" in ") {
        Some((message, rest))
            if !bound.is_empty() && rest.starts_with(&bound[..bound.len().min(40)]) =>
        {
            message.to_owned()
        }
        _ => text,
    }
}

fn offset(error: &DbError) -> Option<usize> {
    let text = match error {
        DbError::Engine { source, .. } => source.to_string(),
        _ => return None,
    };
    text.rsplit_once(" at offset ")?.1.trim().parse().ok()
}
