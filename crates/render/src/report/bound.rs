//! The figures that are bound in a docx, beside its text.

use super::stale::{Compared, State, table};
use crate::answer::Answer;
use crate::check::Findings;
use crate::docx::read::Docx;
use crate::html::escaped;
use crate::words::Words;
use serde::Serialize;
use youju_ledger::ledger::{Ledger, LedgerError};

/// A checked docx: the text as any other, with what is kept of it where that was asked, and its bound figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checked<C> {
    /// The text.
    #[serde(flatten)]
    pub check: C,
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

impl<C: Findings> Findings for Checked<C> {
    fn finds(&self) -> bool {
        self.check.finds() || self.bound.finds()
    }

    fn checks(&self) -> bool {
        self.check.checks() || self.bound.controls > 0
    }
}

impl<C: Findings> Answer for Checked<C> {
    fn text(&self, words: &Words<'_>) -> String {
        let mut parts = vec![self.check.text(words)];
        let bound = &self.bound;
        parts.extend(bound.summary(words));
        if !bound.findings.is_empty() {
            parts.push(table(bound.findings.iter(), words));
        }
        parts.extend(bound.told_lost(words));
        parts.join("\n\n")
    }

    /// The page of the text, with the bound figures under it.
    fn html(&self, words: &Words<'_>) -> Option<String> {
        let page = self.check.html(words)?;
        let bound = &self.bound;
        let said = bound
            .summary(words)
            .into_iter()
            .chain(bound.told_lost(words));
        let mut section: String = said
            .map(|said| format!("<p>{}</p>\n", escaped(&said)))
            .collect();
        if section.is_empty() {
            return Some(page);
        }
        if !bound.findings.is_empty() {
            let items = bound.findings.iter().map(|figure| {
                let cells = figure.row(words);
                let said: Vec<&str> = cells
                    .iter()
                    .map(|c| c.as_str())
                    .filter(|c| !c.is_empty())
                    .collect();
                format!("<li>{}</li>\n", escaped(&said.join(" · ")))
            });
            section.push_str(&format!("<ul>\n{}</ul>\n", items.collect::<String>()));
        }
        let (before, after) = page.rsplit_once("</body>")?;
        Some(format!(
            "{before}<section>\n{section}</section>\n</body>{after}"
        ))
    }
}

impl BoundFigures {
    fn summary(&self, words: &Words<'_>) -> Option<String> {
        if self.controls + self.lost == 0 {
            return None;
        }
        let found = self.findings.iter().filter(|figure| figure.finds()).count();
        let key = match (self.compared, found) {
            (_, 1..) => "report.bound.some",
            (true, 0) => "report.bound.none",
            (false, 0) => "report.bound.unasked",
        };
        Some(words.fill(key, &[("n", &self.controls), ("found", &found)]))
    }

    fn told_lost(&self, words: &Words<'_>) -> Option<String> {
        (self.lost > 0).then(|| words.fill("report.bound.lost", &[("n", &self.lost)]))
    }
}
