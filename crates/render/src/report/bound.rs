//! The figures that are bound in a docx, beside its text.

use super::stale::{Compared, State, table};
use crate::answer::Answer;
use crate::check::{Check, Findings};
use crate::docx::read::Docx;
use crate::words::Words;
use serde::Serialize;
use youju_ledger::ledger::{Ledger, LedgerError};

/// A checked docx: the text as any other, and its bound figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checked {
    /// The text.
    #[serde(flatten)]
    pub check: Check,
    /// The figures in controls.
    pub bound: BoundFigures,
}

/// The figures that a docx binds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoundFigures {
    /// How many controls hold a figure.
    pub controls: usize,
    /// Figures of the list that stand in no control any more.
    pub lost: usize,
    /// Whether a ledger was asked.
    pub compared: bool,
    /// The figures that do not stand as they were written, each once.
    pub findings: Vec<Compared>,
}

impl BoundFigures {
    /// Compares what is printed with what the list in the file says; no ledger is asked.
    pub fn unasked(docx: &Docx) -> Self {
        let altered = docx.bound.iter().filter_map(|bound| {
            let citation = &docx.figures[bound.figure];
            (bound.printed.trim() != citation.value).then(|| Compared {
                n: bound.figure + 1,
                indicator: citation.indicator.clone(),
                unit: citation.unit.clone(),
                time: citation.time().to_owned(),
                printed: bound.printed.clone(),
                then: Some(citation.value.clone()),
                now: None,
                state: State::Altered,
                why: String::new(),
            })
        });
        Self {
            controls: docx.bound.len(),
            lost: lost(docx),
            compared: false,
            findings: altered.collect(),
        }
    }

    /// Compares what is printed with what the ledger gave when the report was written, and with what it gives now.
    ///
    /// - Errors: those of the store.
    pub fn compared(docx: &Docx, ledger: &Ledger, words: &Words<'_>) -> Result<Self, LedgerError> {
        let mut findings: Vec<Compared> = Vec::new();
        let mut seen = Vec::new();
        for bound in &docx.bound {
            // A figure that is printed twice alike is compared once.
            if seen.contains(&bound) {
                continue;
            }
            seen.push(bound);
            let citation = &docx.figures[bound.figure];
            let compared =
                Compared::new(ledger, words, bound.figure + 1, citation, &bound.printed)?;
            if compared.state != State::Same {
                findings.push(compared);
            }
        }
        Ok(Self {
            controls: docx.bound.len(),
            lost: lost(docx),
            compared: true,
            findings,
        })
    }

    fn finds(&self) -> bool {
        self.findings.iter().any(Compared::finds)
    }
}

fn lost(docx: &Docx) -> usize {
    let stands = |place: usize| docx.bound.iter().any(|bound| bound.figure == place);
    (0..docx.figures.len())
        .filter(|place| !stands(*place))
        .count()
}

impl Findings for Checked {
    fn finds(&self) -> bool {
        self.check.finds() || self.bound.finds()
    }

    fn checks(&self) -> bool {
        self.check.checks() || self.bound.controls > 0
    }
}

impl Answer for Checked {
    fn text(&self, words: &Words<'_>) -> String {
        let mut parts = vec![self.check.text(words)];
        let bound = &self.bound;
        if bound.controls + bound.lost > 0 {
            let found = bound
                .findings
                .iter()
                .filter(|figure| figure.finds())
                .count();
            let key = match (bound.compared, found) {
                (_, 1..) => "report.bound.some",
                (true, 0) => "report.bound.none",
                (false, 0) => "report.bound.unasked",
            };
            parts.push(words.fill(key, &[("n", &bound.controls), ("found", &found)]));
            if !bound.findings.is_empty() {
                parts.push(table(bound.findings.iter(), words));
            }
            if bound.lost > 0 {
                parts.push(words.fill("report.bound.lost", &[("n", &bound.lost)]));
            }
        }
        parts.join("\n\n")
    }
}
