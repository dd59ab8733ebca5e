//! A period closed: what is closed, and what changed in it afterwards.

use crate::answer::Answer;
use crate::figure::Figure;
use crate::layout::{columns, labelled, width};
use crate::record::minute;
use crate::words::Words;
use serde::Serialize;
use youju_ledger::close;
use youju_ledger::due::Obligation;
use youju_ledger::restatement::Changed;

/// Undone duties that are shown as text.
const SHOWN: usize = 12;

/// What a close closes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Closing {
    /// Place of the close in the journal; null where it is only shown.
    pub seq: Option<i64>,
    /// What is closed.
    #[serde(flatten)]
    pub scope: Scope,
    /// Its figures.
    pub figures: Vec<Figure>,
    /// What fell due in the period and is not done.
    pub undone: Vec<Undone>,
}

/// Unit, line, period and registers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scope {
    /// The unit, with everything below it.
    pub unit: String,
    /// The line whose tree counts.
    pub line: String,
    /// `2022-06` or `2022Q2`.
    pub period: String,
    /// Ids of row sets.
    pub registers: Vec<String>,
}

/// A duty that is not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// `members.check_activists`.
    pub cadence: String,
    /// Who owes it.
    pub unit: String,
    /// What it is about.
    pub about: Vec<String>,
    /// Last day in time.
    pub due: String,
    /// `open` or `overdue`.
    pub outcome: &'static str,
}

/// The closes of a ledger, each with its restatements.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Closes {
    /// Oldest first.
    pub closes: Vec<Closed>,
    /// The records are made up.
    pub synthetic: bool,
}

/// One close.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Closed {
    /// Its place in the journal.
    pub seq: i64,
    /// When it was entered.
    pub at: String,
    /// Who closed.
    pub by: String,
    /// What was closed.
    #[serde(flatten)]
    pub scope: Scope,
    /// Figures that read otherwise now.
    pub changed: Vec<Differing>,
    /// What changed them.
    pub restatements: Vec<Restatement>,
}

/// One entry after the close.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Restatement {
    /// Its place in the journal.
    pub seq: i64,
    /// `record`, `correct`, `void`, `end`.
    pub act: String,
    /// The record that it speaks of.
    pub record: String,
    /// When it was entered.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// The figures that it moved.
    pub figures: Vec<Differing>,
}

/// A figure before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Differing {
    /// As it was known before.
    pub before: Figure,
    /// As it is known after.
    pub after: Figure,
}

impl Closing {
    /// Takes over what the ledger would close, or has closed at `seq`.
    pub fn new(preview: &close::Preview, seq: Option<i64>, synthetic: bool) -> Self {
        let undone = |one: &Obligation| Undone {
            cadence: one.cadence.clone(),
            unit: one.unit.clone(),
            about: one.about.clone(),
            due: one.due.to_string(),
            outcome: one.outcome.word(),
        };
        Self {
            seq,
            scope: Scope::new(&preview.scope),
            figures: preview
                .figures
                .iter()
                .map(|f| Figure::new(f, synthetic))
                .collect(),
            undone: preview.undone.iter().map(undone).collect(),
        }
    }
}

impl Scope {
    fn new(scope: &close::Scope) -> Self {
        Self {
            unit: scope.unit.clone(),
            line: scope.line.clone(),
            period: scope.period.name(),
            registers: scope.registers.clone(),
        }
    }

    /// `2022-06  示例办 office · 党组织系列`.
    fn text(&self, words: &Words<'_>) -> String {
        let line = words.choice("core.unit_link", "line", &self.line);
        let line = line.unwrap_or_else(|| self.line.clone());
        words.fill(
            "close.scope",
            &[
                ("period", &self.period),
                ("unit", &words.unit_and_code(&self.unit)),
                ("line", &line),
            ],
        )
    }
}

impl Closes {
    /// Takes over the ledger's closes.
    pub fn new(closes: &[close::Closed], synthetic: bool) -> Self {
        let differing = |changed: &Vec<Changed>| {
            let both = |c: &Changed| Differing {
                before: Figure::new(&c.before, synthetic),
                after: Figure::new(&c.after, synthetic),
            };
            changed.iter().map(both).collect()
        };
        let restatement = |one: &close::Restatement| Restatement {
            seq: one.seq,
            act: one.act.clone(),
            record: one.record.clone(),
            at: one.at.clone(),
            by: one.by.clone(),
            reason: one.reason.clone(),
            figures: differing(&one.figures),
        };
        let closed = |one: &close::Closed| Closed {
            seq: one.seq,
            at: one.at.clone(),
            by: one.by.clone(),
            scope: Scope::new(&one.scope),
            changed: differing(&one.changed),
            restatements: one.restatements.iter().map(restatement).collect(),
        };
        Self {
            closes: closes.iter().map(closed).collect(),
            synthetic,
        }
    }
}

impl Answer for Closing {
    fn text(&self, words: &Words<'_>) -> String {
        let scope = self.scope.text(words);
        let mut parts = vec![match &self.seq {
            Some(seq) => words.fill("close.done", &[("scope", &scope), ("seq", seq)]),
            None => words.fill("close.preview", &[("scope", &scope)]),
        }];
        let names: Vec<String> = self
            .scope
            .registers
            .iter()
            .map(|r| words.row_set(r))
            .collect();
        let label = words.get("close.registers");
        parts.push(labelled(&label, width(&label), &words.list(&names), 80));
        let figures = self.figures.iter();
        let figures: Vec<Vec<String>> = figures
            .map(|figure| vec![words.indicator(&figure.indicator), figure.printed()])
            .collect();
        if !figures.is_empty() {
            parts.push(format!("\n{}", words.get("close.figures")));
            parts.push(columns(&figures, &[1], 2));
        }
        if !self.undone.is_empty() {
            let n = self.undone.len();
            parts.push(format!("\n{}", words.fill("close.undone", &[("n", &n)])));
            let shown = self.undone.iter().take(SHOWN);
            let rows: Vec<Vec<String>> = shown.map(|one| one.row(words)).collect();
            parts.push(columns(&rows, &[], 2));
            if n > SHOWN {
                let rest = n - SHOWN;
                parts.push(format!("  {}", words.fill("bridge.more", &[("n", &rest)])));
            }
        }
        let last = match &self.seq {
            Some(_) => "close.later",
            None => "close.not_yet",
        };
        parts.push(format!("\n{}", words.get(last)));
        if self.figures.iter().any(|figure| figure.synthetic) {
            parts.push(words.get("synthetic.figure"));
        }
        parts.join("\n")
    }
}

impl Undone {
    fn row(&self, words: &Words<'_>) -> Vec<String> {
        vec![
            self.due.clone(),
            words.get(&format!("close.{}", self.outcome)),
            words.cadence(&self.cadence),
            words.unit_and_code(&self.unit),
            words.list(&self.about),
        ]
    }
}

impl Answer for Closes {
    fn text(&self, words: &Words<'_>) -> String {
        if self.closes.is_empty() {
            return words.get("close.none");
        }
        let mut text = self
            .closes
            .iter()
            .map(|close| close.text(words))
            .collect::<Vec<_>>()
            .join("\n\n");
        if self.synthetic {
            text.push_str(&format!("\n\n{}", words.get("synthetic.figure")));
        }
        text
    }
}

impl Closed {
    fn text(&self, words: &Words<'_>) -> String {
        let mut lines = vec![
            self.scope.text(words),
            words.fill(
                "close.entered",
                &[
                    ("seq", &self.seq),
                    ("at", &minute(&self.at)),
                    ("by", &self.by),
                ],
            ),
        ];
        if self.restatements.is_empty() {
            lines.push(format!("  {}", words.get("close.unchanged")));
            return lines.join("\n");
        }
        if self.changed.is_empty() {
            lines.push(format!("  {}", words.get("close.same_figures")));
        } else {
            lines.push(format!("  {}", words.get("close.now")));
            lines.push(differences(&self.changed, 4, words));
        }
        let n = self.restatements.len();
        lines.push(format!(
            "  {}",
            words.fill("close.restatements", &[("n", &n)])
        ));
        for one in &self.restatements {
            let act = words.get(&format!("act.{}", one.act));
            lines.push(format!(
                "    {:>5}  {act}  {}  {}  {}",
                one.seq,
                one.record,
                minute(&one.at),
                one.by
            ));
            let reason = words.fill("show.reason", &[("reason", &one.reason)]);
            lines.push(format!("           {reason}"));
            if one.figures.is_empty() {
                lines.push(format!("           {}", words.get("close.no_figure")));
            } else {
                lines.push(differences(&one.figures, 11, words));
            }
        }
        lines.join("\n")
    }
}

/// `党员总数  315名 → 316名`, one under the other.
fn differences(changed: &[Differing], indent: usize, words: &Words<'_>) -> String {
    let rows = changed.iter().map(|one| {
        vec![
            words.indicator(&one.before.indicator),
            one.before.printed(),
            "→".to_owned(),
            one.after.printed(),
        ]
    });
    columns(&rows.collect::<Vec<_>>(), &[1, 3], indent)
}
