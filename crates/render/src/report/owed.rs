//! What is owed, counted for a report: each number is a citation whose rows are duties.

use super::document::{Citation, Source};
use super::span;
use crate::words::Words;
use serde::{Deserialize, Serialize};
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_ledger::due::{self, DueAsk, Obligation, Outcome};

/// A number of duties that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct OwedAsk {
    /// Whose duties, of which cadence or pack, due when, seen from which day.
    pub ask: DueAsk,
    /// Only those that stand so; none means all that were owed.
    pub outcome: Option<Outcome>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Owed {
    /// The question.
    pub asked: OwedAsk,
    /// How many duties it is.
    pub count: u64,
    /// SHA-256 over them.
    pub digest: String,
    /// Last journal entry that was known.
    pub known_at: i64,
}

/// What a citation says of duties beside what it says of any figure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwedMark {
    /// overdue, open, provisional, late, met; owed for all of them.
    pub outcome: String,
    /// The day from which it was looked at.
    pub today: String,
}

impl OwedMark {
    /// Says whether all that was owed is counted, however it stands.
    pub(super) fn is_all(&self) -> bool {
        self.outcome == ALL
    }
}

impl Owed {
    /// Counts what was found for the question.
    pub fn new(asked: &OwedAsk, found: &[Obligation], known_at: i64) -> Self {
        let fits = |one: &&Obligation| match asked.outcome {
            Some(outcome) => one.outcome == outcome,
            None => one.outcome.counts(),
        };
        let found: Vec<&Obligation> = found.iter().filter(fits).collect();
        Self {
            asked: asked.clone(),
            count: found.len() as u64,
            digest: due::digest(found),
            known_at,
        }
    }

    /// The number with what proves it.
    pub(super) fn citation(&self, counter: &str) -> Citation {
        let ask = &self.asked.ask;
        let outcome = self.asked.outcome.map_or(ALL, Outcome::word);
        Citation {
            indicator: ask
                .cadence
                .clone()
                .or_else(|| ask.pack.clone())
                .unwrap_or_default(),
            unit: ask.unit.clone(),
            within: Some(span::code(ask.within)),
            known_at: self.known_at,
            value: self.count.to_string(),
            counter: counter.to_owned(),
            rows: self.count,
            digest: self.digest.clone(),
            owed: Some(OwedMark {
                outcome: outcome.to_owned(),
                today: ask.today.to_string(),
            }),
            ..Citation::default()
        }
    }

    /// What people read of it.
    pub(super) fn source(&self, words: &Words<'_>) -> Source {
        let ask = &self.asked.ask;
        let unit = ask.unit.as_deref();
        let day = span::day(ask.today, words.lang);
        Source {
            name: name(
                ask.cadence
                    .as_deref()
                    .or(ask.pack.as_deref())
                    .unwrap_or_default(),
                self.asked.outcome.map_or(ALL, Outcome::word),
                words,
            ),
            definition: words.fill("report.owed.definition", &[("day", &day)]),
            unit: unit.map_or_else(
                || words.get("figure.all_units"),
                |code| words.unit(code).unwrap_or_else(|| code.to_owned()),
            ),
            time: words.fill(
                "report.owed.time",
                &[("time", &span::text(ask.within, words.lang))],
            ),
        }
    }
}

/// The outcome of a citation that counts all that was owed.
const ALL: &str = "owed";

/// Names a number of duties: `组织建设各项时限：逾期未办`.
pub(super) fn name(id: &str, outcome: &str, words: &Words<'_>) -> String {
    let of = match id.contains('.') {
        true => words.cadence(id),
        false => words.fill("report.owed.of_pack", &[("pack", &words.pack(id))]),
    };
    let outcome = words.get(&format!("report.owed.{outcome}"));
    words.fill("report.owed.name", &[("of", &of), ("outcome", &outcome)])
}

/// The question that a citation answers; none where it is damaged.
pub(super) fn asked(citation: &Citation, mark: &OwedMark) -> Option<OwedAsk> {
    let within = Period::parse(citation.within.as_deref()?).ok()?;
    let id = Some(citation.indicator.clone());
    let (cadence, pack) = match citation.indicator.contains('.') {
        true => (id, None),
        false => (None, id),
    };
    let outcome = match mark.outcome.as_str() {
        ALL => None,
        word => Some(Outcome::ALL.into_iter().find(|one| one.word() == word)?),
    };
    Some(OwedAsk {
        ask: DueAsk {
            unit: citation.unit.clone(),
            cadence,
            pack,
            ..DueAsk::new(within, parse_day(&mark.today).ok()?)
        },
        outcome,
    })
}
