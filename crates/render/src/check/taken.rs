//! What is kept of a check: words whose meaning was confirmed, and figures taken over into the register.

use super::{Check, Findings};
use crate::answer::Answer;
use crate::layout::{LINE, columns, wrap};
use crate::words::Words;
use serde::Serialize;
use youju_proofread::take::Left;

/// A checked text with what is kept of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckTaken {
    /// The text.
    #[serde(flatten)]
    pub check: Check,
    /// What is kept of it.
    pub taken: Taken,
}

/// Records that come out of a checked text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Taken {
    /// They stand in the ledger; else they are only shown.
    pub kept: bool,
    /// Words whose meaning is confirmed.
    pub namings: Vec<Naming>,
    /// Figures for the register.
    pub figures: Vec<Figure>,
    /// How many claims are left out, by reason.
    pub left: Vec<(String, usize)>,
}

/// Words that mean an indicator in texts about a unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Naming {
    /// As texts write them.
    pub words: String,
    /// The indicator.
    pub indicator: String,
    /// The unit.
    pub unit: String,
    /// The record that keeps them; none while they are only shown.
    pub record: Option<String>,
}

/// A figure of the text as the register holds it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The unit that it is about.
    pub unit: String,
    /// What is counted.
    pub words: String,
    /// As printed.
    pub printed: String,
    /// First day of its period.
    pub from: Option<String>,
    /// Last day of it, or the day of the state.
    pub last: String,
    /// The register held it before.
    pub known: bool,
    /// The record that keeps it; none while it is only shown.
    pub record: Option<String>,
}

/// Names why a claim is left out.
pub fn left_out(left: Left) -> &'static str {
    match left {
        Left::Delicate => "delicate",
        Left::NoQuantity => "no_quantity",
        Left::NoUnit => "no_unit",
        Left::NoWords => "no_words",
        Left::NoDay => "no_day",
        Left::Torn => "torn",
    }
}

impl Findings for CheckTaken {
    fn finds(&self) -> bool {
        self.check.finds()
    }

    fn checks(&self) -> bool {
        self.check.checks() || !self.taken.figures.is_empty()
    }
}

impl Answer for CheckTaken {
    fn text(&self, words: &Words<'_>) -> String {
        let mut parts = vec![self.check.text(words)];
        parts.extend(self.taken.text(words));
        parts.join("\n\n")
    }

    fn html(&self, words: &Words<'_>) -> Option<String> {
        self.check.html(words)
    }
}

impl Taken {
    fn text(&self, words: &Words<'_>) -> Vec<String> {
        let mut parts = Vec::new();
        let title = |what: &str, n: usize| {
            let key = if self.kept { "kept" } else { "shown" };
            words.fill(&format!("check.take.{what}_{key}"), &[("n", &n)])
        };
        if !self.namings.is_empty() {
            let row = |naming: &Naming| {
                vec![
                    naming.words.clone(),
                    format!(
                        "{} {}",
                        words.indicator(&naming.indicator),
                        naming.indicator
                    ),
                    words.unit_and_code(&naming.unit),
                    naming.record.clone().unwrap_or_default(),
                ]
            };
            let rows: Vec<Vec<String>> = self.namings.iter().map(row).collect();
            let rows = columns(&rows, &[], 2);
            parts.push(format!("{}\n{rows}", title("namings", self.namings.len())));
        }
        let fresh = self.figures.iter().filter(|figure| !figure.known).count();
        if !self.figures.is_empty() {
            let row = |figure: &Figure| {
                vec![
                    if figure.known { "=" } else { "+" }.to_owned(),
                    figure.words.clone(),
                    figure.printed.clone(),
                    words.unit_and_code(&figure.unit),
                    match &figure.from {
                        Some(from) => format!("{from}..{}", figure.last),
                        None => figure.last.clone(),
                    },
                ]
            };
            let rows: Vec<Vec<String>> = self.figures.iter().map(row).collect();
            let rows = columns(&rows, &[], 2);
            parts.push(format!("{}\n{rows}", title("figures", fresh)));
        }
        if !self.left.is_empty() {
            let one =
                |(why, n): &(String, usize)| words.fill(&format!("check.left.{why}"), &[("n", n)]);
            let left: Vec<String> = self.left.iter().map(one).collect();
            let text = words.fill("check.left", &[("list", &words.list(&left))]);
            parts.push(wrap(&text, LINE).join("\n"));
        }
        if !self.kept && (fresh > 0 || !self.namings.is_empty()) {
            parts.push(words.get("check.take.not_yet"));
        } else if self.kept && !self.namings.is_empty() {
            parts.push(words.get("check.take.withdraw"));
        }
        parts
    }
}
