//! What the cases of a pack do not tell of: rules, indicators and cadences that no story shows at work.
//!
//! Reads nothing but the packs; whether a case comes out as told is for whoever plays it.

use crate::cadence::{Cadence, When};
use crate::case::Case;
use crate::indicator::Tense;
use crate::pack::{Pack, Packs};
use crate::rule::Rule;
use std::fmt;

/// Something of a pack that no case of it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// Rule, indicator or cadence by id.
    pub of: String,
    /// What is not shown.
    pub what: Lacking,
}

/// What no case shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// A record that the rule refuses or warns of.
    Violation,
    /// A record of its kind that takes effect without a word from the rule.
    Twin,
    /// A value of the indicator.
    Value,
    /// Rows of the indicator.
    Rows,
    /// This outcome of the cadence.
    Outcome(&'static str),
}

impl fmt::Display for Lacking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Violation => f.write_str("no case shows a record that it refuses or warns of"),
            Self::Twin => f.write_str("no case shows a record that it lets pass"),
            Self::Value => f.write_str("no case shows a value of it"),
            Self::Rows => f.write_str("no case shows its rows"),
            Self::Outcome(outcome) => write!(f, "no case shows it {outcome}"),
        }
    }
}

/// Lists what the cases of a pack do not tell of.
///
/// - Input: packs that were read with their cases.
/// - Output: rules, indicators and cadences in their order; empty where each is shown. A rule is shown by a record that it
///   refuses or warns of and by one that it lets pass; an indicator by a value and by rows; a cadence by one duty of each outcome
///   that it can have, of met, late, overdue and exempt.
pub fn untold(packs: &Packs, pack: &Pack) -> Vec<Untold> {
    let judged = pack.rules.iter().filter(|rule| rule.sql.is_some());
    let rules = judged.flat_map(|rule| lacking_of_rule(pack, rule).map(|what| (&rule.id, what)));
    let indicators = pack.indicators.iter().flat_map(|indicator| {
        lacking_of_indicator(pack, &indicator.id).map(|what| (&indicator.id, what))
    });
    let cadences = pack.cadences.iter().flat_map(|cadence| {
        lacking_of_cadence(packs, pack, cadence).map(|what| (&cadence.id, what))
    });
    let all = rules.chain(indicators).chain(cadences);
    all.map(|(id, what)| Untold {
        of: id.clone(),
        what,
    })
    .collect()
}

fn lacking_of_rule(pack: &Pack, rule: &Rule) -> impl Iterator<Item = Lacking> {
    let refuses = |case: &Case| case.expect.refused_by.contains(&rule.id);
    let warns = |case: &Case| case.expect.warned_by.contains(&rule.id);
    let also = || rule.standing.iter().flat_map(|standing| &standing.also);
    let judged = |case: &Case| {
        let kind = case.record.as_ref().and_then(|record| record.text("kind"));
        kind.is_some_and(|kind| kind == rule.on || also().any(|also| also.kind == kind))
    };
    let passes = |case: &Case| {
        let expect = &case.expect;
        let effective = expect.refused_by.is_empty() && expect.invalid.is_none();
        effective && judged(case) && !warns(case)
    };
    let violated = pack.cases.iter().any(|case| refuses(case) || warns(case));
    let passed = pack.cases.iter().any(passes);
    let lacking = [
        (!violated).then_some(Lacking::Violation),
        (!passed).then_some(Lacking::Twin),
    ];
    lacking.into_iter().flatten()
}

fn lacking_of_indicator(pack: &Pack, id: &str) -> impl Iterator<Item = Lacking> {
    let figures = pack.cases.iter().flat_map(|case| &case.expect.figures);
    let mut own = figures.filter(|figure| figure.indicator == id).peekable();
    let valued = own.peek().is_some();
    let with_rows = own.any(|figure| figure.rows.as_ref().is_some_and(|rows| !rows.is_empty()));
    let lacking = match (valued, with_rows) {
        (false, _) => Some(Lacking::Value),
        (true, false) => Some(Lacking::Rows),
        (true, true) => None,
    };
    lacking.into_iter()
}

fn lacking_of_cadence(
    packs: &Packs,
    pack: &Pack,
    cadence: &Cadence,
) -> impl Iterator<Item = Lacking> {
    let possible = [
        ("met", true),
        ("late", can_be_late(packs, cadence)),
        ("overdue", true),
        ("exempt", cadence.exempt_by.is_some()),
    ];
    possible.into_iter().filter_map(|(outcome, possible)| {
        let duties = pack.cases.iter().flat_map(|case| &case.expect.obligations);
        let mut own = duties.filter(|duty| duty.cadence == cadence.id);
        (possible && !own.any(|duty| duty.outcome == outcome)).then_some(Lacking::Outcome(outcome))
    })
}

/// Says whether what is done after the last day can still belong to the duty.
///
/// A duty of a calendar span without `opens` gives way to the next one's, which opens on the day after the span; what must be
/// enough of within a span, or on a day, comes too late afterwards.
fn can_be_late(packs: &Packs, cadence: &Cadence) -> bool {
    let counted = cadence.met_when.as_ref();
    let counted = counted.and_then(|(id, _)| packs.indicator(id));
    match (&cadence.when, counted) {
        (When::Every(_), counted) => counted.is_none() && cadence.opens.is_some(),
        (_, counted) => counted.is_none_or(|indicator| indicator.time == Tense::Flow),
    }
}
