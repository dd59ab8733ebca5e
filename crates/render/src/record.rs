//! Ledgers, records found, and one record with its history.

use crate::answer::Answer;
use crate::layout::columns;
use crate::row::{Cell, Row};
use crate::table::{ColumnKind, Table, scaled};
use crate::words::Words;
use jiff::{Timestamp, tz};
use serde::Serialize;
use std::path::Path;
use youju_declare::{FieldType, Packs};
use youju_ledger::lookup;
use youju_ledger::names::UNIT;

/// A ledger that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Made {
    /// Its folder.
    pub ledger: String,
    /// Its packs by id.
    pub packs: Vec<String>,
    /// Its records are made up.
    pub synthetic: bool,
}

impl Made {
    /// Describes a new ledger.
    pub fn new(folder: &Path, packs: &Packs, synthetic: bool) -> Self {
        Self {
            ledger: folder.display().to_string(),
            packs: packs.packs.iter().map(|p| p.id.clone()).collect(),
            synthetic,
        }
    }
}

impl Answer for Made {
    fn text(&self, words: &Words<'_>) -> String {
        let names: Vec<String> = self.packs.iter().map(|id| words.pack(id)).collect();
        let mut lines = vec![
            words.fill("made.ledger", &[("ledger", &self.ledger)]),
            format!(
                "  {}",
                words.fill("made.packs", &[("packs", &words.list(&names))])
            ),
            format!("  {}", words.fill("made.keys", &[("ledger", &self.ledger)])),
        ];
        if self.synthetic {
            lines.push(format!("  {}", words.get("synthetic.figure")));
        }
        lines.push(format!(
            "  {}",
            words.fill("made.next", &[("ledger", &self.ledger)])
        ));
        lines.join("\n")
    }
}

/// Records found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// How many there are in all.
    pub total: u64,
    /// The newest of them.
    pub records: Vec<Record>,
    /// What was asked for, as a table bears it.
    #[serde(skip)]
    asked: String,
    /// Last journal entry that was known.
    #[serde(skip)]
    known_at: i64,
    #[serde(skip)]
    synthetic: bool,
}

/// One live record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// `members.application`.
    pub kind: String,
    /// Its id.
    pub record: String,
    /// Its columns without those that are empty.
    pub fields: Row,
}

impl Found {
    /// Takes over what the ledger found.
    pub fn new(found: &[lookup::Found], total: u64) -> Self {
        let record = |found: &lookup::Found| Record {
            kind: found.kind.clone(),
            record: found.record.clone(),
            fields: fields(&found.columns),
        };
        Self {
            total,
            records: found.iter().map(record).collect(),
            asked: String::new(),
            known_at: 0,
            synthetic: false,
        }
    }

    /// Adds what a table says beside its rows: the question, the ledger's last entry, whether it is made up.
    pub fn stamped(self, asked: &[String], known_at: i64, synthetic: bool) -> Self {
        Self {
            asked: asked.join(" "),
            known_at,
            synthetic,
            ..self
        }
    }
}

fn fields(columns: &[(String, youju_db::Value)]) -> Row {
    let shown = columns.iter().filter(|(name, value)| {
        name != "record_id" && !(name == "opening" && value.as_int() == Some(0))
    });
    Row::new(shown.map(|(name, value)| (name.as_str(), value)))
}

impl Answer for Found {
    fn text(&self, words: &Words<'_>) -> String {
        if self.records.is_empty() {
            return words.get("find.none");
        }
        let mut lines = vec![words.fill("find.total", &[("n", &self.total)])];
        for record in &self.records {
            lines.push(format!("{}  {}", words.kind(&record.kind), record.record));
            lines.push(format!(
                "  {}",
                one_line(&record.kind, &record.fields, words)
            ));
        }
        let rest = self.total.saturating_sub(self.records.len() as u64);
        if rest > 0 {
            lines.push(words.fill("find.more", &[("n", &rest)]));
        }
        lines.join("\n")
    }

    fn table(&self, words: &Words<'_>) -> Option<Table> {
        let mut kinds: Vec<&str> = self.records.iter().map(|r| r.kind.as_str()).collect();
        kinds.dedup();
        let table = match kinds.as_slice() {
            [kind] => self.of_one_kind(kind, words),
            _ => self.of_many_kinds(words),
        };
        let known_at = words.fill("figure.entry", &[("seq", &self.known_at)]);
        Some(
            table
                .stamp(words.get("table.query"), self.asked.as_str())
                .stamp(words.get("figure.known_at"), known_at)
                .synthetic(self.synthetic, words),
        )
    }
}

impl Found {
    /// A column for each field of the kind that any record fills.
    fn of_one_kind(&self, kind: &str, words: &Words<'_>) -> Table {
        let declared = words.packs().kind(kind);
        let columns = declared.map(|kind| kind.columns()).unwrap_or_default();
        let names: Vec<String> = columns
            .into_iter()
            .map(|column| column.name)
            .filter(|name| self.records.iter().any(|r| r.fields.get(name).is_some()))
            .collect();
        let mut table = Table::new(words.kind(kind));
        for name in &names {
            let field = declared.and_then(|kind| kind.field(name));
            table = table.column(words.field(kind, name), column_kind(field.map(|f| &f.ty)));
        }
        table = table.column(words.get("column.record_id"), ColumnKind::Text);
        table.rows = self
            .records
            .iter()
            .map(|record| {
                let cells = names.iter().map(|name| match record.fields.get(name) {
                    Some(cell) => table_cell(kind, name, cell, words),
                    None => Cell::Null,
                });
                cells.chain([Cell::Text(record.record.clone())]).collect()
            })
            .collect();
        table
    }

    /// The kind, the unit, and the rest in words.
    fn of_many_kinds(&self, words: &Words<'_>) -> Table {
        let mut table = Table::new(words.get("find.title"))
            .column(words.get("table.kind"), ColumnKind::Text)
            .column(words.get("column.unit"), ColumnKind::Text)
            .column(words.get("table.content"), ColumnKind::Text)
            .column(words.get("column.record_id"), ColumnKind::Text);
        table.rows = self
            .records
            .iter()
            .map(|record| {
                let unit = match record.fields.get("unit") {
                    Some(cell) => Cell::Text(words.unit_and_code(&cell.to_string())),
                    None => Cell::Null,
                };
                vec![
                    Cell::Text(words.kind(&record.kind)),
                    unit,
                    Cell::Text(one_line(&record.kind, &record.fields, words)),
                    Cell::Text(record.record.clone()),
                ]
            })
            .collect();
        table
    }
}

/// What the cells of a field's column are in a table.
pub(crate) fn column_kind(ty: Option<&FieldType>) -> ColumnKind {
    match ty {
        Some(FieldType::Int { .. }) => ColumnKind::Whole,
        Some(FieldType::Decimal(places)) => ColumnKind::Decimal(*places),
        Some(FieldType::Money) => ColumnKind::Decimal(2),
        Some(FieldType::Date | FieldType::Derived(_)) => ColumnKind::Date,
        _ => ColumnKind::Text,
    }
}

/// A value in a table: numbers and days as they are, choices, flags and units in words.
fn table_cell(kind: &str, field: &str, cell: &Cell, words: &Words<'_>) -> Cell {
    let declared = words.packs().kind(kind).and_then(|k| k.field(field));
    match (cell, declared.map(|f| &f.ty)) {
        (Cell::Null, _)
        | (Cell::Int(_), Some(FieldType::Int { .. } | FieldType::Money | FieldType::Decimal(_))) => {
            cell.clone()
        }
        // The register of units has the name in a column of its own.
        (Cell::Text(_), Some(FieldType::Unit)) if kind == UNIT && field == "unit" => cell.clone(),
        (Cell::Text(code), Some(FieldType::Unit)) => Cell::Text(words.unit_and_code(code)),
        _ => Cell::Text(value(kind, field, cell, words)),
    }
}

/// Fields on one line: `单位 office · 人员 p-1 · 递交日期 2022-03-04`.
fn one_line(kind: &str, row: &Row, words: &Words<'_>) -> String {
    let parts = row.0.iter().map(|(name, cell)| {
        format!(
            "{} {}",
            words.field(kind, name),
            value(kind, name, cell, words)
        )
    });
    parts.collect::<Vec<_>>().join(" · ")
}

/// Gives a stored value as people read it: choices and flags in words, money in yuan, nothing as —.
pub fn shown_value(kind: &str, field: &str, stored: &youju_db::Value, words: &Words<'_>) -> String {
    value(kind, field, &Cell::from(stored), words)
}

/// A value as people read it: choices and flags in words, money in yuan.
fn value(kind: &str, field: &str, cell: &Cell, words: &Words<'_>) -> String {
    let declared = words.packs().kind(kind).and_then(|k| k.field(field));
    match (cell, declared.map(|f| &f.ty)) {
        (Cell::Int(n), Some(FieldType::Bool)) => {
            words.get(if *n == 1 { "bool.true" } else { "bool.false" })
        }
        (Cell::Int(n), Some(FieldType::Money)) => scaled(*n, 2),
        (Cell::Int(n), Some(FieldType::Decimal(places))) => scaled(*n, *places),
        (Cell::Int(1), None) if field == "opening" => words.get("bool.true"),
        (Cell::Text(text), _) => words
            .choice(kind, field, text)
            .unwrap_or_else(|| text.clone()),
        _ => cell.to_string(),
    }
}

/// One record with everything that was done to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// `members.application`.
    pub kind: String,
    /// Its id.
    pub record: String,
    /// `live`, `ended` or `voided`.
    pub state: &'static str,
    /// What it says now, or said last.
    pub fields: Row,
    /// What was done to it, oldest first.
    pub history: Vec<Act>,
    /// How it came in.
    pub entered: Entered,
    /// The evidence that it is, or was.
    pub evidence: Vec<Proof>,
}

/// Facts about how a record was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entered {
    /// Days from the record's own day to its entry; negative where it was entered ahead.
    pub lag_days: Option<i64>,
    /// Other entries at the same instant by the same hand.
    pub together: i64,
    /// Texts that an earlier record of the kind bears word for word.
    pub reused: Vec<Reused>,
}

/// A text that stood in an earlier record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reused {
    /// The field.
    pub field: String,
    /// The first record that bears it.
    pub record: String,
    /// How many earlier records bear it.
    pub times: i64,
}

/// One entry that touched a record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Act {
    /// Place in the journal.
    pub seq: i64,
    /// `record`, `correct`, `end`, `void`.
    pub act: String,
    /// When it was entered.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// Columns that it changed, with their new values; null where one was emptied.
    pub changed: Row,
}

/// A row of evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proof {
    /// `members.roll`.
    pub rowset: String,
    /// From which entry on it counts.
    pub added_seq: i64,
    /// From which entry on no longer.
    pub removed_seq: Option<i64>,
    /// The row.
    pub row: Row,
}

impl Shown {
    /// Takes over what the ledger knows of a record.
    pub fn new(shown: &lookup::Shown) -> Self {
        let mut history = Vec::new();
        let mut before = Row::default();
        for act in &shown.versions {
            let now = fields(&act.columns);
            history.push(Act::new(act, changed(&before, &now)));
            before = now;
        }
        history.extend(shown.voided.iter().map(|act| Act::new(act, Row::default())));
        let state = if shown.voided.is_some() {
            "voided"
        } else if before.get("ended_on").is_some() {
            "ended"
        } else {
            "live"
        };
        let proof = |proof: &lookup::EvidenceRow| Proof {
            rowset: proof.rowset.clone(),
            added_seq: proof.added_seq,
            removed_seq: proof.removed_seq,
            row: fields(&proof.columns),
        };
        Self {
            kind: shown.kind.clone(),
            record: shown.record.clone(),
            state,
            fields: before,
            history,
            entered: Entered::new(&shown.entered),
            evidence: shown.evidence.iter().map(proof).collect(),
        }
    }
}

impl Entered {
    fn new(entered: &lookup::Entered) -> Self {
        let reused = |one: &lookup::Reused| Reused {
            field: one.field.clone(),
            record: one.record.clone(),
            times: one.times,
        };
        Self {
            lag_days: entered.lag,
            together: entered.together,
            reused: entered.reused.iter().map(reused).collect(),
        }
    }

    /// The facts, one a line; as they are, without a word on what they mean.
    fn lines(&self, kind: &str, words: &Words<'_>) -> Vec<String> {
        let mut lines = Vec::new();
        lines.extend(self.lag_days.map(|days| match days {
            0 => words.get("show.same_day"),
            n if n > 0 => words.fill("show.days_after", &[("n", &n)]),
            n => words.fill("show.days_before", &[("n", &-n)]),
        }));
        if self.together > 0 {
            lines.push(words.fill("show.together", &[("n", &self.together)]));
        }
        lines.extend(self.reused.iter().map(|one| {
            let field = words.field(kind, &one.field);
            let key = if one.times > 1 {
                "show.reused_often"
            } else {
                "show.reused"
            };
            words.fill(
                key,
                &[
                    ("field", &field),
                    ("record", &one.record),
                    ("n", &one.times),
                ],
            )
        }));
        lines
    }
}

impl Act {
    fn new(act: &lookup::Act, changed: Row) -> Self {
        Self {
            seq: act.seq,
            act: act.entry_type.clone(),
            at: act.at.clone(),
            by: act.by.clone(),
            reason: act.reason.clone(),
            changed,
        }
    }
}

fn changed(before: &Row, now: &Row) -> Row {
    let mut changed = Vec::new();
    for (name, cell) in &now.0 {
        if before.get(name) != Some(cell) {
            changed.push((name.clone(), cell.clone()));
        }
    }
    for (name, _) in &before.0 {
        if now.get(name).is_none() {
            changed.push((name.clone(), Cell::Null));
        }
    }
    Row(changed)
}

impl Answer for Shown {
    fn text(&self, words: &Words<'_>) -> String {
        let state = words.get(&format!("show.{}", self.state));
        let mut parts = vec![format!(
            "{}  {}  {state}",
            words.kind(&self.kind),
            self.record
        )];
        let rows: Vec<Vec<String>> = self
            .fields
            .0
            .iter()
            .map(|(name, cell)| {
                vec![
                    words.field(&self.kind, name),
                    value(&self.kind, name, cell, words),
                ]
            })
            .collect();
        parts.push(columns(&rows, &[], 2));
        parts.push(format!("\n{}", words.get("show.history")));
        for (i, act) in self.history.iter().enumerate() {
            parts.push(self.act_text(act, i == 0, words));
        }
        let entered = self.entered.lines(&self.kind, words);
        if !entered.is_empty() {
            parts.push(format!("\n{}", words.get("show.entered")));
            parts.extend(entered.iter().map(|line| format!("  {line}")));
        }
        if !self.evidence.is_empty() {
            parts.push(format!("\n{}", words.get("show.evidence")));
            parts.push(self.proofs(words));
        }
        parts.join("\n")
    }
}

impl Shown {
    fn act_text(&self, act: &Act, first: bool, words: &Words<'_>) -> String {
        let title = words.get(&format!("act.{}", act.act));
        let mut line = format!("  {:>5}  {title}  {}  {}", act.seq, minute(&act.at), act.by);
        if let Some(reason) = &act.reason {
            line.push_str(&format!(
                "  {}",
                words.fill("show.reason", &[("reason", reason)])
            ));
        }
        // What the first entry said stands above, as far as nothing changed it.
        if !first && !act.changed.0.is_empty() {
            line.push_str(&format!(
                "\n         {}",
                one_line(&self.kind, &act.changed, words)
            ));
        }
        line
    }

    fn proofs(&self, words: &Words<'_>) -> String {
        let rows = self.evidence.iter().map(|proof| {
            let until = match proof.removed_seq {
                None => words.fill("show.counts", &[("from", &proof.added_seq)]),
                Some(seq) => words.fill(
                    "show.counted",
                    &[("from", &proof.added_seq), ("until", &seq)],
                ),
            };
            let kept = proof.row.0.iter().map(|(name, cell)| {
                let text = match cell {
                    Cell::Text(text) => words.dimension(&proof.rowset, name, text),
                    _ => None,
                };
                let text = text.unwrap_or_else(|| cell.to_string());
                format!("{} {text}", words.column(&proof.rowset, name))
            });
            let kept = kept.collect::<Vec<_>>().join(" · ");
            vec![words.row_set(&proof.rowset), until, kept]
        });
        columns(&rows.collect::<Vec<_>>(), &[], 2)
    }
}

/// An instant to the minute, as clocks in China show it: `2022-03-04 16:00`.
pub(crate) fn minute(at: &str) -> String {
    match at.parse::<Timestamp>() {
        Ok(instant) => {
            let there = tz::offset(8).to_datetime(instant);
            there.strftime("%Y-%m-%d %H:%M").to_string()
        }
        Err(_) => at.to_owned(),
    }
}
