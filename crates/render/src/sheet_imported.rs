//! What became of a sheet: its heads as they were understood, and each row.

use crate::answer::Answer;
use crate::layout::{columns, wrap};
use crate::outcome::{Broken, Fault, Outcome, said_unread};
use crate::row::Cell;
use crate::table::{ColumnKind, Table};
use crate::words::Words;
use serde::Serialize;

/// Rows of one sort that a preview shows one by one.
const SHOWN: usize = 40;

/// The answer to the import of a sheet, or its preview.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SheetImported {
    /// The file.
    pub file: String,
    /// The sheet; empty for a text file.
    pub sheet: String,
    /// What each row is.
    pub kind: String,
    /// Nothing was written: it says what would become of each row.
    pub preview: bool,
    /// What the heads mean.
    pub heads: Vec<HeadRead>,
    /// Values that every row has: field and value.
    pub constants: Vec<(String, String)>,
    /// The file in which the mapping is remembered.
    pub mapping: Option<String>,
    /// How many rows are new, changed, the same, refused, faulty, settled.
    pub counts: Counts,
    /// The rows in their order.
    pub rows: Vec<SheetRow>,
    /// Rows that are no records.
    pub skipped: Vec<Skipped>,
    /// The file with the rows that did not come in.
    pub returned: Option<String>,
}

/// One head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeadRead {
    /// As it stands in the sheet; the parts of merged heads with · between.
    pub head: String,
    /// The field it goes to, after a point the part of it; null where it is not read.
    pub field: Option<String>,
}

/// Numbers of rows by their state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// New records.
    pub new: u64,
    /// Corrections of records.
    pub changed: u64,
    /// Rows that say what the ledger says.
    pub same: u64,
    /// Rows that the rules refuse.
    pub refused: u64,
    /// Rows with faults of form.
    pub invalid: u64,
    /// Rows that were in before and whose record was corrected or voided since.
    pub settled: u64,
    /// Rows that are no records.
    pub skipped: u64,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A new record.
    New,
    /// A correction of a record.
    Changed,
    /// It says what the ledger says.
    Same,
    /// The rules refuse it.
    Refused,
    /// It has faults of form.
    Invalid,
    /// Its record was corrected or voided since it came in.
    Settled,
}

impl State {
    /// Whether the row goes back.
    pub fn goes_back(self) -> bool {
        matches!(self, Self::Refused | Self::Invalid | Self::Settled)
    }

    fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Same => "same",
            Self::Refused => "refused",
            Self::Invalid => "invalid",
            Self::Settled => "settled",
        }
    }
}

/// One row of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetRow {
    /// Its line in the file.
    pub line: u32,
    /// What became of it.
    pub state: State,
    /// The record that it became, changed, or is.
    pub record: Option<String>,
    /// What it changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Why it did not come in, each with its article.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Why>,
    /// What is worth knowing though it came in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// One field that a row changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The field by its title.
    pub field: String,
    /// What the ledger has.
    pub before: String,
    /// What the sheet has.
    pub after: String,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Why {
    /// The rule; null for a fault of form.
    pub rule: Option<String>,
    /// Where the rule is written.
    pub article: Option<String>,
    /// The head or field; null for a rule.
    pub field: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do; may be empty.
    pub way_out: String,
}

/// A row that is no record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// Its line.
    pub line: u32,
    /// `title`, `sum`, `note`, `example`, `empty`.
    pub why: &'static str,
}

impl Why {
    /// Takes over a fault of form; its field bears the title that `title` gives.
    pub fn fault(fault: &Fault, title: impl Fn(&str) -> String) -> Self {
        Self {
            rule: None,
            article: None,
            field: Some(title(&fault.field)).filter(|t| !t.is_empty()),
            message: fault.message.clone(),
            way_out: fault.hint.clone(),
        }
    }

    fn broken(broken: &Broken, words: &Words<'_>) -> Self {
        Self {
            rule: Some(broken.rule.clone()),
            article: Some(broken.basis.place(words)),
            field: None,
            message: broken.message.clone(),
            way_out: broken.way_out.clone().unwrap_or_default(),
        }
    }

    /// Says it on one line, as the column of reasons has it.
    pub fn text(&self, words: &Words<'_>) -> String {
        let mut text = match &self.field {
            Some(field) => words.fill(
                "sheet.why_field",
                &[("field", field), ("message", &self.message)],
            ),
            None => self.message.clone(),
        };
        if let Some(article) = &self.article {
            text = words.fill(
                "sheet.why_article",
                &[("message", &text), ("article", article)],
            );
        }
        if !self.way_out.is_empty() {
            text = words.fill(
                "sheet.why_way_out",
                &[("message", &text), ("way_out", &self.way_out)],
            );
        }
        text
    }
}

impl SheetRow {
    /// Takes over what the ledger answered to a row; `is_change` for a correction.
    pub fn new(
        line: u32,
        outcome: &Outcome,
        is_change: bool,
        title: impl Fn(&str) -> String,
        words: &Words<'_>,
    ) -> Self {
        let (state, record, reasons, notes) = match outcome {
            Outcome::Accepted {
                id,
                repeated,
                warnings,
                unread,
                ..
            } => {
                let state = match (repeated, is_change) {
                    (true, _) => State::Same,
                    (false, true) => State::Changed,
                    (false, false) => State::New,
                };
                let notes = warnings.iter().map(|w| Why::broken(w, words).text(words));
                let notes = notes.chain(unread.as_ref().map(|printed| said_unread(printed, words)));
                (state, Some(id.clone()), Vec::new(), notes.collect())
            }
            Outcome::Refused { refusals, .. } => {
                let reasons = refusals.iter().map(|broken| Why::broken(broken, words));
                (State::Refused, None, reasons.collect(), Vec::new())
            }
            Outcome::Invalid { problems } => {
                let reasons = problems.iter().map(|fault| Why::fault(fault, &title));
                (State::Invalid, None, reasons.collect(), Vec::new())
            }
        };
        Self {
            line,
            state,
            record,
            changes: Vec::new(),
            reasons,
            notes,
        }
    }

    /// Why it did not come in, in one text.
    pub fn reason(&self, words: &Words<'_>) -> String {
        let reasons: Vec<String> = self.reasons.iter().map(|why| why.text(words)).collect();
        reasons.join("\n")
    }

    /// What is to be said of it beside its state.
    fn detail(&self, words: &Words<'_>) -> String {
        let changes = self.changes.iter().map(|c| {
            words.fill(
                "sheet.change",
                &[
                    ("field", &c.field),
                    ("before", &c.before),
                    ("after", &c.after),
                ],
            )
        });
        let reasons = self.reasons.iter().map(|why| why.text(words));
        let all: Vec<String> = changes
            .chain(reasons)
            .chain(self.notes.iter().cloned())
            .collect();
        all.join("\n")
    }
}

impl SheetImported {
    /// Counts the rows; for the end.
    pub fn count(&mut self) {
        let of = |state: State| self.rows.iter().filter(|row| row.state == state).count() as u64;
        self.counts = Counts {
            new: of(State::New),
            changed: of(State::Changed),
            same: of(State::Same),
            refused: of(State::Refused),
            invalid: of(State::Invalid),
            settled: of(State::Settled),
            skipped: self.skipped.len() as u64,
        };
    }

    /// Whether any row goes back.
    pub fn has_returned(&self) -> bool {
        self.rows.iter().any(|row| row.state.goes_back())
    }

    fn counted(&self, words: &Words<'_>) -> String {
        let counts = &self.counts;
        let named = [
            ("new", counts.new),
            ("changed", counts.changed),
            ("same", counts.same),
            ("refused", counts.refused),
            ("invalid", counts.invalid),
            ("settled", counts.settled),
        ];
        let shown: Vec<String> = named
            .iter()
            .filter(|(key, n)| *n > 0 || *key == "new")
            .map(|(key, n)| words.fill(&format!("sheet.count.{key}"), &[("n", n)]))
            .collect();
        let key = if self.preview {
            "sheet.would"
        } else {
            "sheet.did"
        };
        let head = words.fill(key, &[("n", &self.rows.len())]);
        words.join(&head, &words.list(&shown))
    }

    fn heads_text(&self, words: &Words<'_>) -> Vec<String> {
        let title = |target: &str| {
            let (field, part) = target.split_once('.').unwrap_or((target, ""));
            let field = words.field(&self.kind, field);
            match part {
                "" => field,
                part => words.fill(&format!("sheet.part.{part}"), &[("field", &field)]),
            }
        };
        let read: Vec<Vec<String>> = self
            .heads
            .iter()
            .filter_map(|head| {
                Some(vec![
                    head.head.clone(),
                    format!("→ {}", title(head.field.as_ref()?)),
                ])
            })
            .collect();
        let mut lines = vec![columns(&read, &[], 4)];
        let unread: Vec<&str> = self
            .heads
            .iter()
            .filter(|h| h.field.is_none())
            .map(|h| h.head.as_str())
            .collect();
        if !unread.is_empty() {
            lines.push(format!(
                "    {}",
                words.fill("sheet.unread", &[("heads", &words.list(&unread))])
            ));
        }
        for (field, value) in &self.constants {
            let value = &words
                .choice(&self.kind, field, value)
                .unwrap_or_else(|| value.clone());
            let field = words.field(&self.kind, field);
            lines.push(format!(
                "    {}",
                words.fill("sheet.constant", &[("field", &field), ("value", value)])
            ));
        }
        lines
    }

    /// The rows of one state under their title, each with its line; of many, the first.
    fn rows_text(&self, state: State, words: &Words<'_>, lines: &mut Vec<String>) {
        let rows: Vec<&SheetRow> = self.rows.iter().filter(|row| row.state == state).collect();
        if rows.is_empty() {
            return;
        }
        lines.push(format!(
            "\n{}",
            words.get(&format!("sheet.state.{}", state.key()))
        ));
        for row in rows.iter().take(SHOWN) {
            let place = words.fill("sheet.line", &[("line", &row.line)]);
            let detail = match (row.detail(words), &row.record) {
                (detail, Some(record)) if detail.is_empty() && !self.preview => record.clone(),
                (detail, _) => detail,
            };
            let wrapped: Vec<String> = detail.lines().flat_map(|line| wrap(line, 92)).collect();
            for (i, text) in wrapped.iter().enumerate() {
                let lead = if i == 0 {
                    format!("  {place}  ")
                } else {
                    " ".repeat(crate::layout::width(&place) + 4)
                };
                lines.push(format!("{lead}{text}"));
            }
            if wrapped.is_empty() {
                lines.push(format!("  {place}"));
            }
        }
        if rows.len() > SHOWN {
            lines.push(format!(
                "  {}",
                words.fill("sheet.more", &[("n", &(rows.len() - SHOWN))])
            ));
        }
    }

    /// Lines of rows on one line: `6–17、19`.
    fn lines_text(lines: &[u32], words: &Words<'_>) -> String {
        let mut spans: Vec<(u32, u32)> = Vec::new();
        for line in lines {
            match spans.last_mut() {
                Some((_, last)) if *last + 1 == *line => *last = *line,
                _ => spans.push((*line, *line)),
            }
        }
        let shown: Vec<String> = spans
            .iter()
            .map(|(a, b)| {
                if a == b {
                    a.to_string()
                } else {
                    format!("{a}–{b}")
                }
            })
            .collect();
        words.list(&shown)
    }
}

impl Answer for SheetImported {
    fn text(&self, words: &Words<'_>) -> String {
        let kind = words.kind(&self.kind);
        let place = match self.sheet.as_str() {
            "" => self.file.clone(),
            sheet => words.fill("sheet.place", &[("file", &self.file), ("sheet", &sheet)]),
        };
        let mut lines = vec![words.fill("sheet.head", &[("place", &place), ("kind", &kind)])];
        lines.extend(self.heads_text(words));
        lines.push(self.counted(words));
        for state in [
            State::Refused,
            State::Invalid,
            State::Settled,
            State::Changed,
        ] {
            self.rows_text(state, words, &mut lines);
        }
        for state in [State::New, State::Same] {
            let rows = self.rows.iter().filter(|row| row.state == state);
            let at: Vec<u32> = rows.map(|row| row.line).collect();
            if self.preview && !at.is_empty() {
                let title = words.get(&format!("sheet.state.{}", state.key()));
                let at = words.fill("sheet.lines", &[("lines", &Self::lines_text(&at, words))]);
                lines.push(format!("\n{title}"));
                lines.extend(wrap(&at, 96).iter().map(|line| format!("  {line}")));
            }
        }
        let noted: Vec<&SheetRow> = self
            .rows
            .iter()
            .filter(|row| row.state == State::New && !row.notes.is_empty())
            .collect();
        if !noted.is_empty() {
            lines.push(format!("\n{}", words.get("sheet.notes")));
            for row in noted.iter().take(SHOWN) {
                let place = words.fill("sheet.line", &[("line", &row.line)]);
                lines.push(format!("  {place}  {}", row.notes.join(" ")));
            }
            if noted.len() > SHOWN {
                lines.push(format!(
                    "  {}",
                    words.fill("sheet.more", &[("n", &(noted.len() - SHOWN))])
                ));
            }
        }
        if !self.skipped.is_empty() {
            lines.push(format!(
                "\n{}",
                words.fill("sheet.skipped", &[("n", &self.skipped.len())])
            ));
            for why in ["title", "example", "sum", "note", "empty"] {
                let at: Vec<u32> = self
                    .skipped
                    .iter()
                    .filter(|s| s.why == why)
                    .map(|s| s.line)
                    .collect();
                if !at.is_empty() {
                    let at = words.fill("sheet.lines", &[("lines", &Self::lines_text(&at, words))]);
                    lines.push(format!(
                        "  {}  {at}",
                        words.get(&format!("sheet.skip.{why}"))
                    ));
                }
            }
        }
        lines.push(String::new());
        if self.preview {
            lines.push(words.get("sheet.nothing_written"));
        }
        if let Some(path) = &self.mapping {
            lines.push(words.fill("sheet.mapping", &[("path", path)]));
        }
        if let Some(path) = &self.returned {
            lines.extend(wrap(&words.fill("sheet.returned", &[("path", path)]), 100));
        }
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines.join("\n")
    }

    /// Each row with its state and what is said of it.
    fn table(&self, words: &Words<'_>) -> Option<Table> {
        let mut table = Table::new(words.fill("sheet.title", &[("kind", &words.kind(&self.kind))]))
            .column(words.get("sheet.column.line"), ColumnKind::Whole)
            .column(words.get("sheet.column.state"), ColumnKind::Text)
            .column(words.get("sheet.column.detail"), ColumnKind::Text)
            .column(words.get("column.record_id"), ColumnKind::Text);
        table.rows = self
            .rows
            .iter()
            .map(|row| {
                vec![
                    Cell::Int(row.line.into()),
                    Cell::Text(words.get(&format!("sheet.state.{}", row.state.key()))),
                    Cell::Text(row.detail(words)),
                    row.record.clone().map_or(Cell::Null, Cell::Text),
                ]
            })
            .collect();
        Some(table.stamp(
            words.get("sheet.file"),
            format!("{} {}", self.file, self.sheet).trim(),
        ))
    }
}
