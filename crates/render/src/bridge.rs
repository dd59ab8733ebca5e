//! Two figures subtracted: opening, what came and went, closing.

use crate::answer::Answer;
use crate::figure::{Figure, kind_of, table, table_cell};
use crate::layout::{columns, width};
use crate::row::{Cell, Row};
use crate::table::{ColumnKind, Table};
use crate::words::Words;
use serde::Serialize;
use youju_ledger::reconcile::{self, Reason};

/// Rows of a step that are shown as text.
const SHOWN: usize = 12;

/// A reconciliation; a share has two bridges, of its part and of its whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reconciliation {
    /// The bridges.
    pub bridges: Vec<Bridge>,
}

/// One bridge: `from` plus all steps is `to`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bridge {
    /// The first figure.
    pub from: Figure,
    /// The second.
    pub to: Figure,
    /// Rows that both count, where two units or two indicators are compared.
    pub common: Option<u64>,
    /// The entry that put the later definition in force, where the two figures are defined otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redefined_at: Option<i64>,
    /// What lies between.
    pub steps: Vec<Step>,
    /// Whether the steps add up; they always must.
    pub closes: bool,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// `definition`, `late_entry`, `correction`, `void`, `merger`, `other_record`, `joined`, `left`, `moved_in`, `moved_out`, `unit_moved_in`,
    /// `unit_moved_out`, `only_first`, `only_second`, `amount`, `recomputed`.
    pub reason: &'static str,
    /// What it adds, in the figure's smallest unit; negative takes away.
    pub amount: i64,
    /// Its rows, each with its sign in front.
    pub rows: Vec<Signed>,
    #[serde(skip)]
    row_set: String,
}

/// A row that came (+1) or went (-1).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Signed {
    /// +1, -1, or 0 where only its amount changed.
    pub sign: i64,
    /// The row.
    pub row: Row,
    /// The entry that changed it, where what was known changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<Entry>,
}

/// An entry that changed a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its place in the journal.
    pub seq: i64,
    /// `record`, `correct`, `void`, `end`.
    #[serde(rename = "type")]
    pub entry_type: String,
    /// The record of which it speaks.
    pub record: String,
    /// The reason given with it.
    pub reason: Option<String>,
}

impl Reconciliation {
    /// Takes over the ledger's bridges.
    pub fn new(bridges: &[reconcile::Bridge], synthetic: bool) -> Self {
        let bridge = |bridge: &reconcile::Bridge| Bridge {
            from: Figure::new(&bridge.from, synthetic),
            to: Figure::new(&bridge.to, synthetic),
            common: bridge.common,
            redefined_at: bridge.redefined_at,
            steps: bridge.steps.iter().map(Step::new).collect(),
            closes: bridge.closes(),
        };
        Self {
            bridges: bridges.iter().map(bridge).collect(),
        }
    }
}

impl Step {
    fn new(step: &reconcile::Step) -> Self {
        let signed = |moved: &reconcile::Moved| Signed {
            sign: moved.sign,
            row: Row::new(step.columns.iter().map(String::as_str).zip(&moved.row)),
            entry: moved.cause.as_ref().map(|cause| Entry {
                seq: cause.seq,
                entry_type: cause.entry.clone(),
                record: cause.record.clone(),
                reason: cause.reason.clone(),
            }),
        };
        Self {
            reason: name(step.reason),
            amount: step.amount,
            rows: step.rows.iter().map(signed).collect(),
            row_set: step.row_set.clone(),
        }
    }
}

fn name(reason: Reason) -> &'static str {
    match reason {
        Reason::Definition => "definition",
        Reason::LateEntry => "late_entry",
        Reason::Correction => "correction",
        Reason::Void => "void",
        Reason::Merger => "merger",
        Reason::OtherRecord => "other_record",
        Reason::Joined => "joined",
        Reason::Left => "left",
        Reason::MovedIn => "moved_in",
        Reason::MovedOut => "moved_out",
        Reason::UnitMovedIn => "unit_moved_in",
        Reason::UnitMovedOut => "unit_moved_out",
        Reason::OnlyFirst => "only_first",
        Reason::OnlySecond => "only_second",
        Reason::Amount => "amount",
        Reason::Recomputed => "recomputed",
    }
}

impl Answer for Reconciliation {
    fn text(&self, words: &Words<'_>) -> String {
        let bridges: Vec<String> = self.bridges.iter().map(|b| b.text(words)).collect();
        let mut text = bridges.join("\n\n");
        if self.bridges.iter().any(|b| b.from.synthetic) {
            text.push_str(&format!("\n\n{}", words.get("synthetic.figure")));
        }
        text
    }

    /// The rows of all steps, each with its reason and sign.
    fn table(&self, words: &Words<'_>) -> Option<Table> {
        let first = self.bridges.first()?;
        let steps: Vec<&Step> = self.bridges.iter().flat_map(|b| &b.steps).collect();
        let mut names: Vec<(&str, &str)> = Vec::new();
        for step in &steps {
            for (name, _) in step.rows.iter().flat_map(|signed| &signed.row.0) {
                if !names.iter().any(|(_, known)| known == name) {
                    names.push((&step.row_set, name));
                }
            }
        }
        let name = words.indicator(&first.from.indicator);
        let mut table = Table::new(format!("{name}  {}", words.get("bridge.title")))
            .column(words.get("bridge.reason"), ColumnKind::Text)
            .column(words.get("bridge.sign"), ColumnKind::Whole);
        for (row_set, name) in &names {
            let rows = steps.iter().flat_map(|step| &step.rows);
            let kind = kind_of(rows.filter_map(|signed| signed.row.get(name)));
            table = table.column(words.column(row_set, name), kind);
        }
        for step in &steps {
            let reason = words.get(&format!("bridge.{}", step.reason));
            table.rows.extend(step.rows.iter().map(|signed| {
                let cells = names
                    .iter()
                    .map(|(_, name)| table_cell(&step.row_set, name, signed.row.get(name), words));
                [Cell::Text(reason.clone()), Cell::Int(signed.sign)]
                    .into_iter()
                    .chain(cells)
                    .collect()
            }));
        }
        for (label, figure) in [("bridge.from", &first.from), ("bridge.to", &first.to)] {
            let known_at = words.fill("figure.entry", &[("seq", &figure.known_at)]);
            let text = format!("{}  {}  {known_at}", figure.printed(), figure.place(words));
            table = table.stamp(words.get(label), text);
        }
        Some(table.synthetic(first.from.synthetic, words))
    }
}

impl Bridge {
    fn text(&self, words: &Words<'_>) -> String {
        let mut title = Vec::new();
        if self.from.indicator == self.to.indicator {
            title.push(words.indicator(&self.from.indicator));
        }
        if self.from.unit == self.to.unit {
            title.push(self.from.unit_text(words));
        }
        if self.from.tree_text(words) == self.to.tree_text(words) {
            title.extend(self.from.tree_text(words));
        }
        let mut parts = Vec::new();
        if !title.is_empty() {
            parts.push(title.join("  "));
        }
        parts.push(self.sums(words));
        if let Some(common) = &self.common {
            parts.push(format!(
                "  {}",
                words.fill("bridge.common", &[("n", common)])
            ));
        }
        if let Some(seq) = &self.redefined_at {
            parts.push(format!(
                "  {}",
                words.fill("bridge.redefined_at", &[("seq", seq)])
            ));
        }
        for step in self.steps.iter().filter(|step| !step.rows.is_empty()) {
            let title = words.get(&format!("bridge.{}", step.reason));
            parts.push(format!("\n{title}  {:+}", step.amount));
            parts.push(step.table(words));
            parts.extend(step.reasons(words));
        }
        parts.join("\n")
    }

    /// What one side is called under the title: whatever the two do not share, and always the time.
    fn side(&self, figure: &Figure, words: &Words<'_>) -> String {
        let mut parts = Vec::new();
        if self.from.indicator != self.to.indicator {
            parts.push(words.indicator(&figure.indicator));
        }
        if self.from.unit != self.to.unit {
            parts.push(figure.unit_text(words));
        }
        let key = if figure.on.is_some() {
            "figure.on"
        } else {
            "figure.within"
        };
        parts.push(words.fill(key, &[("time", &figure.time())]));
        let trees = [&self.from, &self.to].map(|figure| figure.tree_text(words));
        if trees[0] != trees[1] {
            let own = figure.tree_text(words);
            parts.push(own.unwrap_or_else(|| words.get("figure.tree_then")));
        }
        if self.from.known_at != self.to.known_at {
            parts.push(words.fill("figure.entry", &[("seq", &figure.known_at)]));
        }
        parts.join("  ")
    }

    /// Opening, steps and closing under one another, the sum below a rule.
    fn sums(&self, words: &Words<'_>) -> String {
        let when = |figure: &Figure| self.side(figure, words);
        let mut rows = vec![vec![when(&self.from), self.from.printed()]];
        rows.extend(self.steps.iter().map(|step| {
            vec![
                words.get(&format!("bridge.{}", step.reason)),
                format!("{:+}", step.amount),
            ]
        }));
        if self.steps.is_empty() {
            rows.push(vec![words.get("bridge.same"), "+0".into()]);
        }
        rows.push(vec![when(&self.to), self.to.printed()]);
        let text = columns(&rows, &[1], 2);
        let mut lines: Vec<&str> = text.lines().collect();
        let line = "─".repeat(lines.iter().map(|l| width(l)).max().unwrap_or(2) - 2);
        let line = format!("  {line}");
        let last = lines.len() - 1;
        lines.insert(last, &line);
        lines.join("\n")
    }
}

impl Step {
    /// Reasons that were given with the entries behind the shown rows, each once.
    fn reasons(&self, words: &Words<'_>) -> Vec<String> {
        let shown = self.rows.iter().take(SHOWN);
        let mut lines: Vec<String> = Vec::new();
        for entry in shown.filter_map(|signed| signed.entry.as_ref()) {
            if let Some(reason) = &entry.reason {
                let slots: [(&str, &dyn std::fmt::Display); 2] =
                    [("seq", &entry.seq), ("reason", reason)];
                let line = format!("    {}", words.fill("bridge.entry", &slots));
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        lines
    }

    fn table(&self, words: &Words<'_>) -> String {
        let shown = &self.rows[..self.rows.len().min(SHOWN)];
        let rows: Vec<Row> = shown.iter().map(|s| s.row.clone()).collect();
        let table = table(&self.row_set, &rows, words);
        let mut lines = Vec::new();
        for (i, line) in table.lines().enumerate() {
            let sign = match i.checked_sub(1).and_then(|i| shown.get(i)).map(|s| s.sign) {
                Some(1) => "+",
                Some(-1) => "-",
                _ => " ",
            };
            lines.push(format!("  {sign} {}", line.trim_start_matches("  ")));
        }
        if self.rows.len() > SHOWN {
            let n = self.rows.len() - SHOWN;
            lines.push(format!("    {}", words.fill("bridge.more", &[("n", &n)])));
        }
        lines.join("\n")
    }
}
