//! Finding records and showing one with its history.

use crate::kept::core::Core;
use crate::kept::units;
use crate::ledger::{Ledger, LedgerError};
use crate::problem::{Problem, SubmitError};
use jiff::{Timestamp, tz};
use serde_json::{Value as Json, json};
use youju_base::date::parse_day;
use youju_db::{Rows, Value};
use youju_declare::{FieldType, Kind};
use youju_journal::log::{self, Placed};

/// What to look for; every part that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// `members.application`.
    pub kind: Option<String>,
    /// A unit; records of everything below it count too.
    pub unit: Option<String>,
    /// A person's code.
    pub person: Option<String>,
    /// A piece of text in any column.
    pub text: Option<String>,
}

/// One record that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// `members.application`.
    pub kind: String,
    /// The record's id.
    pub record: String,
    /// Its columns, without those that are null.
    pub columns: Vec<(String, Value)>,
}

/// A record with everything that was done to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// `members.application`.
    pub kind: String,
    /// The record's id.
    pub record: String,
    /// Its versions, oldest first.
    pub versions: Vec<Act>,
    /// The entry that voided it, if one did.
    pub voided: Option<Act>,
    /// The evidence it is, or was.
    pub evidence: Vec<EvidenceRow>,
    /// How it came in.
    pub entered: Entered,
}

/// Facts about how a record was entered. They are shown as they are: never added up, never compared between people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entered {
    /// Days from the day that it is dated by to the day on which it was entered; negative where it was entered ahead.
    pub lag: Option<i64>,
    /// Other entries of the same person at the same instant, next to it in the journal: one import, one batch.
    pub together: i64,
    /// Texts that an earlier record of the kind bears word for word.
    pub reused: Vec<Reused>,
}

/// A text that stood in an earlier record of the kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reused {
    /// The field.
    pub field: String,
    /// The first record that bears it.
    pub record: String,
    /// How many earlier records bear it.
    pub times: i64,
}

/// One kept row of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceRow {
    /// `members.roll`.
    pub rowset: String,
    /// The entry that made it evidence.
    pub added_seq: i64,
    /// The entry after which it no longer was, if any.
    pub removed_seq: Option<i64>,
    /// Its columns, without nulls.
    pub columns: Vec<(String, Value)>,
}

/// One entry that touched a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// Its place in the journal.
    pub seq: i64,
    /// `record`, `correct`, `end`, `void`.
    pub entry_type: String,
    /// When it was entered.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Why, if a reason was given.
    pub reason: Option<String>,
    /// The record's columns after it, without nulls; empty for a void.
    pub columns: Vec<(String, Value)>,
}

impl Ledger {
    /// Finds live records, newest first.
    ///
    /// - Output: at most `limit` records, and how many there are in all.
    /// - Errors: an unknown kind.
    pub fn find(&self, search: &Search, limit: usize) -> Result<(Vec<Found>, u64), LedgerError> {
        self.store
            .read(|rows| find(&self.core, rows, search, limit))
    }

    /// Shows a record with its versions and its evidence; none when no such record was ever accepted.
    pub fn show(&self, record: &str) -> Result<Option<Shown>, LedgerError> {
        self.store.read(|rows| show(&self.core, rows, record))
    }
}

fn find(
    core: &Core,
    rows: &dyn Rows,
    search: &Search,
    limit: usize,
) -> Result<(Vec<Found>, u64), LedgerError> {
    let kinds: Vec<&Kind> = match &search.kind {
        Some(id) => vec![core.find_kind(id)?],
        None => core.packs.kinds().collect(),
    };
    let mut found: Vec<(i64, Found)> = Vec::new();
    let mut total = 0;
    for kind in kinds {
        let columns: Vec<String> = kind.columns().into_iter().map(|c| c.name).collect();
        let (mut terms, mut params) = (vec!["removed_seq is null".to_owned()], Vec::new());
        if let Some(unit) = &search.unit {
            let below = below(rows, unit)?;
            if below.is_empty() {
                return Err(SubmitError::Invalid(vec![Problem::new(
                    "unit",
                    format!("there is no unit \"{unit}\""),
                    "",
                )])
                .into());
            }
            let marks: Vec<String> = (1..=below.len()).map(|i| format!("?{i}")).collect();
            terms.push(format!("unit in ({})", marks.join(", ")));
            params.extend(below.into_iter().map(Value::from));
        }
        if let Some(person) = &search.person {
            if !columns.iter().any(|c| c == "person") {
                continue;
            }
            params.push(person.into());
            terms.push(format!("person = ?{}", params.len()));
        }
        if let Some(text) = &search.text {
            params.push(text.into());
            let any: Vec<String> = columns
                .iter()
                .map(|c| format!("instr({c}, ?{}) > 0", params.len()))
                .collect();
            terms.push(format!("({})", any.join(" or ")));
        }
        let filter = terms.join(" and ");
        total += rows
            .int(
                &format!("select count(*) from {} where {filter}", kind.table),
                &params,
            )?
            .unwrap_or(0);
        let sql = format!(
            "select seq, {} from {} where {filter} order by seq desc limit {limit}",
            columns.join(", "),
            kind.table
        );
        for row in rows.query(&sql, &params)? {
            let mut values = row.into_iter();
            let seq = values.next().and_then(|v| v.as_int()).unwrap_or_default();
            let columns = filled(columns.iter().cloned().zip(values));
            let record = columns
                .iter()
                .find(|(name, _)| name == "record_id")
                .map(|(_, v)| v.to_string())
                .unwrap_or_default();
            found.push((
                seq,
                Found {
                    kind: kind.id.clone(),
                    record,
                    columns,
                },
            ));
        }
    }
    found.sort_by_key(|(seq, _)| -seq);
    found.truncate(limit);
    Ok((
        found.into_iter().map(|(_, f)| f).collect(),
        u64::try_from(total).unwrap_or(0),
    ))
}

/// A unit and everything below it in any line.
pub(crate) fn below(rows: &dyn Rows, unit: &str) -> Result<Vec<String>, LedgerError> {
    let known = rows.int(
        "select 1 from core_unit where unit = ?1 and removed_seq is null",
        &[unit.into()],
    )?;
    let mut all: Vec<String> = known.map(|_| unit.to_owned()).into_iter().collect();
    for line in rows.query(
        "select distinct line from unit_path where unit = ?1",
        &[unit.into()],
    )? {
        let line = line[0].to_string();
        if let Some(tree) = units::subtree(rows, &line, unit)? {
            let sql = "select unit from unit_path where line = ?1 and path >= ?2 and path < ?3";
            for row in rows.query(sql, &[line.into(), tree.from.into(), tree.until.into()])? {
                let unit = row[0].to_string();
                if !all.contains(&unit) {
                    all.push(unit);
                }
            }
        }
    }
    Ok(all)
}

fn show(core: &Core, rows: &dyn Rows, record: &str) -> Result<Option<Shown>, LedgerError> {
    let Some(placed) = log::by_id(rows, record)? else {
        return Ok(None);
    };
    let kind = placed
        .entry
        .data
        .get("kind")
        .and_then(Json::as_str)
        .unwrap_or_default();
    let Some(kind) = core.packs.kind(kind) else {
        return Ok(None);
    };
    let columns: Vec<String> = kind.columns().into_iter().map(|c| c.name).collect();
    let sql = format!(
        "select seq, removed_seq, {} from {} where record_id = ?1 order by seq",
        columns.join(", "),
        kind.table
    );
    let mut shown = Shown {
        kind: kind.id.clone(),
        record: record.to_owned(),
        versions: Vec::new(),
        voided: None,
        evidence: Vec::new(),
        entered: Entered::default(),
    };
    let mut last_removed = None;
    for row in rows.query(&sql, &[record.into()])? {
        let mut values = row.into_iter();
        let seq = values.next().and_then(|v| v.as_int()).unwrap_or_default();
        last_removed = values.next().and_then(|v| v.as_int());
        shown
            .versions
            .extend(act(rows, seq, filled(columns.iter().cloned().zip(values)))?);
    }
    shown.entered = entered(rows, kind, &placed, &shown.versions)?;
    if let Some(seq) = last_removed {
        shown.voided = act(rows, seq, Vec::new())?;
    }
    for (set, sql) in core.row_sets().filter(|(set, _)| set.reads_kind(&kind.id)) {
        let found = rows.query(
            &format!(
                "select added_seq, removed_seq, {} from {} where record_id = ?1 order by added_seq",
                sql.columns.join(", "),
                set.table
            ),
            &[record.into()],
        )?;
        for row in found {
            let mut values = row.into_iter();
            let added_seq = values.next().and_then(|v| v.as_int()).unwrap_or_default();
            let removed_seq = values.next().and_then(|v| v.as_int());
            shown.evidence.push(EvidenceRow {
                rowset: set.id.clone(),
                added_seq,
                removed_seq,
                columns: filled(sql.columns.iter().cloned().zip(values)),
            });
        }
    }
    Ok(Some(shown))
}

/// Contents of fields whose words are the writer's own; numbers of documents and names of things are meant to recur.
const OWN_WORDS: [&str; 4] = ["title", "matter", "description", "reason"];

fn entered(
    rows: &dyn Rows,
    kind: &Kind,
    placed: &Placed,
    versions: &[Act],
) -> Result<Entered, LedgerError> {
    let value = |act: &Act, name: &str| {
        let found = act.columns.iter().find(|(column, _)| column == name);
        found.and_then(|(_, value)| value.as_text().map(str::to_owned))
    };
    let dated = versions
        .last()
        .and_then(|last| value(last, kind.time.field()));
    let dated = dated.and_then(|day| parse_day(&day).ok());
    let instant: Option<Timestamp> = placed.entry.at.parse().ok();
    let lag = dated.zip(instant).map(|(day, instant)| {
        let there = tz::offset(8).to_datetime(instant).date();
        i64::from((there - day).get_days())
    });
    let mut reused = Vec::new();
    let own = kind.fields.iter().filter(|field| {
        field.ty == FieldType::Text
            && !field.personal
            && !field.private
            && OWN_WORDS.contains(&field.content.as_str())
    });
    for field in own {
        let Some(text) = versions.last().and_then(|last| value(last, &field.name)) else {
            continue;
        };
        let found = rows.first(
            &format!(
                "select record_id, count(*) over () from {} where {} = ?1 and seq < ?2 and record_id <> ?3
                 and removed_seq is null order by seq limit 1",
                kind.table, field.name
            ),
            &[
                text.into(),
                placed.seq.into(),
                placed.entry.id.as_deref().into(),
            ],
        )?;
        if let Some(row) = found {
            reused.push(Reused {
                field: field.name.clone(),
                record: row[0].to_string(),
                times: row[1].as_int().unwrap_or(1),
            });
        }
    }
    Ok(Entered {
        lag,
        together: together(rows, placed)?,
        reused,
    })
}

/// Counts the records and changes that stand next to an entry and bear its instant and its name.
fn together(rows: &dyn Rows, placed: &Placed) -> Result<i64, LedgerError> {
    // The canonical text of every entry begins with these two.
    let start = json!({ "at": placed.entry.at, "by": placed.entry.by }).to_string();
    let start = format!("{},", start.trim_end_matches('}'));
    let border = |side: &str, order: &str| {
        let sql = format!(
            "select seq from journal where seq {side} ?1 and substr(body, 1, length(?2)) <> ?2 order by seq {order} limit 1"
        );
        rows.int(&sql, &[placed.seq.into(), start.as_str().into()])
    };
    let before = border("<", "desc")?.unwrap_or(0);
    let after = border(">", "asc")?.unwrap_or(i64::MAX);
    let all = rows.int(
        "select count(*) from journal where seq > ?1 and seq < ?2 and type in ('record', 'correct', 'void', 'end')",
        &[before.into(), after.into()],
    )?;
    Ok(all.unwrap_or(1) - 1)
}

fn act(
    rows: &dyn Rows,
    seq: i64,
    columns: Vec<(String, Value)>,
) -> Result<Option<Act>, LedgerError> {
    Ok(log::read(rows, seq)?.map(|entry| Act {
        seq,
        entry_type: entry.entry_type.as_str().to_owned(),
        reason: entry
            .data
            .get("reason")
            .and_then(Json::as_str)
            .map(str::to_owned),
        at: entry.at,
        by: entry.by,
        columns,
    }))
}

fn filled(columns: impl Iterator<Item = (String, Value)>) -> Vec<(String, Value)> {
    columns.filter(|(_, value)| !value.is_null()).collect()
}
