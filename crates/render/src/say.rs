//! How a figure may be written, and where it was last printed.

use crate::answer::Answer;
use crate::check::Published;
use crate::figure::Figure;
use crate::layout::{LINE, wrap};
use crate::words::Words;
use serde::Serialize;
use youju_proofread::ways;

/// A figure with the forms in which a text may give it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Say {
    /// The figure.
    #[serde(flatten)]
    pub figure: Figure,
    /// The forms, the exact one first.
    pub ways: Vec<Way>,
    /// The last document that printed it.
    pub last_said: Option<Published>,
    #[serde(skip)]
    signed: bool,
}

/// One form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Way {
    /// With its counter: 310余名.
    pub text: String,
    /// What a check would call it: `confirmed` or `consistent`.
    pub verdict: &'static str,
}

impl Say {
    /// Joins a figure, its forms, and the last document that printed it.
    ///
    /// - Input: `signed` says whether the register behind it is signed as complete for its time.
    pub fn new(
        figure: Figure,
        ways: &[ways::Way],
        last_said: Option<Published>,
        signed: bool,
    ) -> Self {
        let way = |way: &ways::Way| Way {
            text: way.text.clone(),
            verdict: if way.exact { "confirmed" } else { "consistent" },
        };
        Self {
            figure,
            ways: ways.iter().map(way).collect(),
            last_said,
            signed,
        }
    }
}

impl Answer for Say {
    fn text(&self, words: &Words<'_>) -> String {
        let mut parts = vec![self.figure.text(words)];
        let of = |verdict: &str| {
            let ways = self.ways.iter().filter(|way| way.verdict == verdict);
            words.list(&ways.map(|way| way.text.as_str()).collect::<Vec<_>>())
        };
        let (exact, bounds) = (of("confirmed"), of("consistent"));
        let mut lines = Vec::new();
        if !exact.is_empty() {
            lines.push(words.fill("say.exact", &[("list", &exact)]));
        }
        if !bounds.is_empty() {
            lines.push(words.fill("say.bounds", &[("list", &bounds)]));
        }
        lines.push(match &self.last_said {
            Some(printed) => words.fill("say.last", &[("printed", &printed.said(words))]),
            None => words.get("say.never"),
        });
        if !self.signed {
            lines.push(words.get("say.unsigned"));
        }
        parts.push(
            lines
                .iter()
                .flat_map(|l| wrap(l, LINE))
                .collect::<Vec<_>>()
                .join("\n"),
        );
        parts.join("\n\n")
    }
}
