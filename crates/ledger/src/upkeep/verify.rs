//! Is the ledger what its journal says? Everything is computed anew and compared; what differs is named.

use crate::kept::core::Core;
use crate::kept::rollup::persons;
use crate::ledger::{LEDGER_DB, Ledger, LedgerError, open_core};
use crate::upkeep::rebuild::rebuild;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use youju_db::{DbError, Rows, Store, StoreOptions, Value};
use youju_journal::entropy::Entropy;
use youju_journal::keys::{KEY_FILE, KEYS_DB, Keys};
use youju_journal::verify::{Finding, Verified};
use youju_journal::{JournalError, log};

/// What was checked, and what is not as it must be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The journal: entries, sealed fields, newest checkpoint.
    pub journal: Verified,
    /// Rows of kinds, row sets and unit paths that were compared with a rebuild.
    pub rows: u64,
    /// True when the keys were there; without them names and notes cannot be read, everything else is checked.
    pub with_keys: bool,
    /// What is wrong; empty when all is as it must be.
    pub findings: Vec<Finding>,
}

/// Checks the ledger in `folder`: file structure, journal, tree, signatures, keys, packs, and every projection against
/// the journal played again. Damage is a finding, never an error.
///
/// - Errors: [`LedgerError::NoLedger`] when there is none.
pub fn verify(folder: &Path) -> Result<Report, LedgerError> {
    let path = folder.join(LEDGER_DB);
    if !path.exists() {
        return Err(LedgerError::NoLedger(folder.to_owned()));
    }
    let mut report = Report::default();
    let keys = match Keys::open(folder, Entropy::system()) {
        Ok(keys) => Some(keys),
        Err(error) => {
            report.findings.push(lost_keys(folder, &error));
            None
        }
    };
    report.with_keys = keys.is_some();
    let store = match Store::open(
        &path,
        StoreOptions {
            create: false,
            before_commit: None,
        },
    ) {
        Ok(store) => store,
        Err(error) => {
            report.findings.push(Finding::new(
                LEDGER_DB,
                "",
                None,
                format!("cannot be opened: {error}; restore it from a backup"),
            ));
            return Ok(report);
        }
    };
    match store.integrity() {
        Ok(faults) => report.findings.extend(
            faults
                .into_iter()
                .map(|what| Finding::new(LEDGER_DB, "", None, what)),
        ),
        Err(error) => report
            .findings
            .push(Finding::new(LEDGER_DB, "", None, error.to_string())),
    }
    let checked = store.read(|rows| -> Result<(), DbError> {
        check(rows, folder, keys.as_ref(), &mut report);
        Ok(())
    });
    if let Err(error) = checked {
        report
            .findings
            .push(Finding::new(LEDGER_DB, "", None, error.to_string()));
    }
    Ok(report)
}

impl Ledger {
    /// Checks this ledger while it is open; see [`verify`].
    pub fn verify(&self) -> Result<Report, LedgerError> {
        verify(self.folder())
    }
}

fn lost_keys(folder: &Path, error: &JournalError) -> Finding {
    let missing = [KEYS_DB, KEY_FILE]
        .into_iter()
        .find(|name| !folder.join(name).exists());
    let what = match missing {
        Some(_) => "is lost: names, birth dates and notes in the journal can never be read again, and nothing new can be signed or sealed; \
                    all entries, proofs and figures can still be checked. Bring it back from its own backup"
            .to_owned(),
        None => format!("cannot be used: {error}"),
    };
    Finding::new(missing.unwrap_or(KEYS_DB), "", None, what)
}

fn check(rows: &dyn Rows, folder: &Path, keys: Option<&Keys>, report: &mut Report) {
    report.journal = youju_journal::verify::verify(rows, keys, &mut report.findings);
    let core = match open_core(rows, folder) {
        Ok((core, ..)) => core,
        Err(error) => {
            report
                .findings
                .push(Finding::new("pack_file", "", None, error.to_string()));
            return;
        }
    };
    let ring = keys.and_then(|keys| keys.ring().ok());
    match rebuild(&core, rows, ring.as_ref(), None, &mut report.findings) {
        Ok(scratch) => {
            compare_schema(rows, &scratch, report);
            compare_persons(&core, rows, report);
            for (table, columns) in core.projections() {
                let personal = if ring.is_some() {
                    Vec::new()
                } else {
                    personal_columns(&core, &table)
                };
                compare(rows, &scratch, &table, &columns, &personal, report);
            }
        }
        Err(error) => report
            .findings
            .push(Finding::new("journal", "", None, error.to_string())),
    }
}

/// Counts the bitmaps of persons again from the rows, which are compared by themselves.
fn compare_persons(core: &Core, rows: &dyn Rows, report: &mut Report) {
    let found = match persons::differing(rows, &core.packs, core.plan()) {
        Ok(differing) => differing,
        Err(error) => vec![error.to_string()],
    };
    report.findings.extend(found.into_iter().map(|what| {
        Finding::new(
            "rollup_bits",
            what,
            None,
            "does not hold the persons of its rows",
        )
    }));
}

/// Compares every row of kinds, row sets and unit paths with those of a rebuild; what differs is named.
pub fn compare_projections(
    core: &Core,
    rows: &dyn Rows,
    rebuilt: &dyn Rows,
    with_keys: bool,
    report: &mut Report,
) {
    for (table, columns) in core.projections() {
        let personal = if with_keys {
            Vec::new()
        } else {
            personal_columns(core, &table)
        };
        compare(rows, rebuilt, &table, &columns, &personal, report);
    }
}

/// Without keys nothing personal can be rebuilt, so nothing personal can be compared.
fn personal_columns(core: &Core, table: &str) -> Vec<String> {
    let kind = core.packs.kinds().find(|kind| kind.table == table);
    let columns = kind.map(|kind| kind.columns()).unwrap_or_default();
    columns
        .into_iter()
        .filter(|c| c.personal)
        .map(|c| c.name)
        .collect()
}

/// Tables and indexes must be exactly those that the packs make, besides the journal's own.
fn compare_schema(rows: &dyn Rows, scratch: &dyn Rows, report: &mut Report) {
    let (mut is, must) = match (schema(rows), expected_definitions(scratch)) {
        (Ok(is), Ok(must)) => (is, must),
        (Err(error), _) | (_, Err(error)) => {
            report
                .findings
                .push(Finding::new("sqlite_schema", "", None, error.to_string()));
            return;
        }
    };
    for (name, sql) in must {
        match is.remove(&name) {
            Some(kept) if kept == sql => {}
            Some(_) => report.findings.push(Finding::new(
                "sqlite_schema",
                &name,
                Some("sql"),
                "its definition was changed",
            )),
            None => report
                .findings
                .push(Finding::new("sqlite_schema", &name, None, "is missing")),
        }
    }
    for name in is.into_keys() {
        report.findings.push(Finding::new(
            "sqlite_schema",
            name,
            None,
            "belongs to no pack",
        ));
    }
}

/// Tables and indexes: name → SQL.
pub(crate) type Schema = BTreeMap<String, String>;

/// Name and SQL of every table and index.
pub(crate) fn schema(rows: &dyn Rows) -> Result<Schema, DbError> {
    let found = rows.query(
        "select name, sql from sqlite_schema where sql is not null order by name",
        &[],
    )?;
    Ok(found
        .iter()
        .map(|row| (row[0].to_string(), row[1].to_string()))
        .collect())
}

fn expected_definitions(scratch: &dyn Rows) -> Result<BTreeMap<String, String>, DbError> {
    let mut all = schema(scratch)?;
    let mut journal = youju_db::Scratch::new()?;
    log::create_tables(&mut journal.tx())?;
    all.extend(schema(&journal)?);
    Ok(all)
}

fn compare(
    rows: &dyn Rows,
    scratch: &dyn Rows,
    table: &str,
    columns: &[String],
    blind: &[String],
    report: &mut Report,
) {
    let list: Vec<String> = columns
        .iter()
        .map(|c| {
            if blind.contains(c) {
                format!("null as {c}")
            } else {
                c.clone()
            }
        })
        .collect();
    let sql = format!("select {} from {table}", list.join(", "));
    let mut counts: BTreeMap<Vec<Value>, i64> = BTreeMap::new();
    let mut read = 0;
    for (side, step) in [(rows, 1), (scratch, -1)] {
        let walked = side.for_each(&sql, &[], &mut |row| {
            *counts.entry(row.to_vec()).or_default() += step;
            read += u64::from(step == 1);
            Ok(())
        });
        if let Err(error) = walked {
            report
                .findings
                .push(Finding::new(table, "", None, error.to_string()));
            return;
        }
    }
    report.rows += read;
    let differing = |sign: i64| {
        counts
            .iter()
            .filter(move |(_, n)| n.signum() == sign)
            .map(|(row, _)| row)
            .collect::<Vec<_>>()
    };
    let (kept, mut must) = (differing(1), differing(-1));
    for row in kept {
        // The rebuilt row that differs in the fewest columns is the one that this row should be.
        let nearest = must
            .iter()
            .enumerate()
            .min_by_key(|(_, other)| distance(row, other))
            .map(|(i, _)| i);
        let name = row_name(columns, row);
        match nearest.filter(|i| distance(row, must[*i]) <= 2) {
            Some(i) => {
                let other = must.remove(i);
                for (column, (is, should)) in columns
                    .iter()
                    .zip(row.iter().zip(other))
                    .filter(|(_, (a, b))| a != b)
                {
                    report.findings.push(Finding::new(
                        table,
                        &name,
                        Some(column),
                        format!("holds {is}; the journal gives {should}"),
                    ));
                }
            }
            None => report.findings.push(Finding::new(
                table,
                name,
                None,
                "stands in no entry of the journal",
            )),
        }
    }
    for row in must {
        report.findings.push(Finding::new(
            table,
            row_name(columns, row),
            None,
            "is missing; the journal gives it",
        ));
    }
}

fn distance(a: &[Value], b: &[Value]) -> usize {
    a.iter().zip(b).filter(|(a, b)| a != b).count()
}

fn row_name(columns: &[String], row: &[Value]) -> String {
    let shown = ["record_id", "seq", "added_seq", "line", "unit", "path"];
    let parts = columns
        .iter()
        .zip(row)
        .filter(|(column, _)| shown.contains(&column.as_str()))
        .take(2);
    parts
        .map(|(column, value)| format!("{column} {value}"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Copies a ledger, and checks the copy: only a verified copy is a backup.
///
/// - Output: the report on the copy; with findings, nothing is left at `to`.
/// - Errors: a target that exists, a disk that cannot be written.
pub fn backup(folder: &Path, to: &Path) -> Result<Report, LedgerError> {
    let ledger = Ledger::open(folder)?;
    if to.exists() {
        return Err(LedgerError::NotEmpty(to.to_owned()));
    }
    // Copied beside the target first: what bears the final name was verified.
    let part = to.with_file_name(format!(
        "{}.part",
        to.file_name().unwrap_or_default().to_string_lossy()
    ));
    let fail = |doing, path: &Path| {
        let path = path.to_owned();
        move |source| LedgerError::File {
            doing,
            path,
            source,
        }
    };
    if part.exists() {
        fs::remove_dir_all(&part).map_err(fail("remove", &part))?;
    }
    fs::create_dir_all(&part).map_err(fail("make", &part))?;
    ledger.store.vacuum_into(&part.join(LEDGER_DB))?;
    ledger.keys.copy_into(&part)?;
    youju_db::sync_folder(&part)?;
    let report = verify(&part)?;
    if !report.findings.is_empty() {
        fs::remove_dir_all(&part).map_err(fail("remove", &part))?;
        return Ok(report);
    }
    fs::rename(&part, to).map_err(fail("name", to))?;
    youju_db::sync_folder(
        to.parent()
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or(Path::new(".")),
    )?;
    Ok(report)
}

/// Brings a backup back into a new folder, after verifying it.
///
/// - Output: the report on the backup; with findings, nothing is written.
pub fn restore(from: &Path, folder: &Path) -> Result<Report, LedgerError> {
    let report = verify(from)?;
    if !report.findings.is_empty() {
        return Ok(report);
    }
    backup(from, folder)
}
