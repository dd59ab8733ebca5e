//! Closed periods (封账): for a month or a quarter the registers of a unit and all below it are signed as complete and locked.
//!
//! A close is one entry of the journal. The figures that it closes are not copied: as known at its sequence they never
//! change. What changes a row within the closed period and subtree afterwards needs a reason, and is kept as a
//! restatement: its entry names the closes that it restates.

pub(crate) mod locks;
pub mod restatement;

use crate::ask::figure::{Ask, Figure, Time, figure, find_indicator};
use crate::ask::lookup;
use crate::close::locks::{covering, read_scope};
use crate::close::restatement::{Changed, changed_since};
use crate::due::{self, DueAsk, Obligation, Outcome};
pub use crate::enter::submission::Scope;
use crate::kept::core::Core;
use crate::kept::units;
use crate::ledger::{Ledger, LedgerError, head};
use crate::names::{DEFAULT_LINE, PLACES};
use crate::problem::{Problem, SubmitError};
use jiff::civil::Date;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use youju_base::period::Period;
use youju_db::Rows;
use youju_declare::{Indicator, Packs, RowSet, Tense};
use youju_journal::log;

/// Row sets that are no registers: who signs a closed month again restates nothing, and where units stand is locked with
/// whatever is counted below them.
const NO_REGISTERS: [&str; 2] = ["core.signatures", PLACES];

/// What a close would close, shown before it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// With its registers filled in.
    pub scope: Scope,
    /// Every figure of the registers: stocks on the last day, flows within the period.
    pub figures: Vec<Figure>,
    /// What fell due in the period and is not done; a close does not wait for it.
    pub undone: Vec<Obligation>,
}

/// A close with what was changed after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Its place in the journal.
    pub seq: i64,
    /// When it was entered.
    pub at: String,
    /// Who closed.
    pub by: String,
    /// What was closed.
    pub scope: Scope,
    /// Figures that read otherwise now than as closed.
    pub changed: Vec<Changed>,
    /// The entries that changed something in it, oldest first.
    pub restatements: Vec<Restatement>,
}

/// One entry that changed something in a closed period.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Figures of the closing unit that it moved; none where rows changed and their counts did not.
    pub figures: Vec<Changed>,
}

/// The close that covers a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseMark {
    /// Its entry in the journal.
    pub seq: i64,
    /// When it was made.
    pub at: String,
}

impl Ledger {
    /// Shows what closing would close; nothing is written.
    ///
    /// - Errors: whatever would keep the close out: a unit outside the line, a period that is not over or no month or
    ///   quarter, registers that are closed already.
    pub fn preview_close(&self, scope: &Scope, today: Date) -> Result<Preview, LedgerError> {
        self.store.read(|rows| {
            let core = &self.core;
            let scope = settle(core, rows, scope, today)?;
            let head = head(rows)?;
            let figures = asks(&core.packs, &scope)
                .iter()
                .map(|ask| figure(&core.packs, rows, ask, head))
                .collect::<Result<_, _>>()?;
            let owed = DueAsk {
                unit: Some(scope.unit.clone()),
                ..DueAsk::new(scope.period, today)
            };
            let mut undone = due::due(core, rows, &owed)?;
            undone.retain(|one| {
                matches!(one.outcome, Outcome::Open | Outcome::Overdue)
                    && core
                        .packs
                        .cadence(&one.cadence)
                        .is_some_and(|c| line_of(&core.packs, &c.pack) == scope.line)
            });
            Ok(Preview {
                scope,
                figures,
                undone,
            })
        })
    }

    /// Lists the closes of a unit and all below it, or of every unit, each with its restatements; oldest first.
    ///
    /// - Errors: an unknown unit.
    pub fn closes(&self, unit: Option<&str>) -> Result<Vec<Closed>, LedgerError> {
        self.store.read(|rows| closes(&self.core, rows, unit))
    }

    /// Gives the newest close that covers a figure: its unit or one above it, its register, all its days; of a share both
    /// registers. Closes after the entry up to which the figure is known do not count.
    pub fn closed_at(&self, ask: &Ask) -> Result<Option<CloseMark>, LedgerError> {
        let indicator = find_indicator(self.packs(), &ask.indicator)?;
        let Some(unit) = &ask.unit else {
            return Ok(None);
        };
        let line = ask.line.as_deref().or(indicator.line.as_deref());
        let line = line.unwrap_or(DEFAULT_LINE);
        let mut registers = vec![indicator.row_set.as_str()];
        if let Some(whole) = &indicator.share_of {
            registers.push(&find_indicator(self.packs(), whole)?.row_set);
        }
        let (from, last) = match ask.time {
            Time::On(day) => (day, day),
            Time::Within(period) => (period.from, period.last()),
        };
        self.store.read(|rows| {
            let above = units::above_on(rows, line, unit, last)?;
            let known_at = ask.known_at.map_or_else(|| head(rows), Ok)?;
            let mut last_closed = None;
            for register in registers {
                let mut newest = None;
                for above in &above {
                    let found = rows.int(
                        "select max(seq) from closed where register = ?1 and unit = ?2 and line = ?3 and from_on <= ?4
                           and until_on > ?5 and seq <= ?6",
                        &[
                            register.into(),
                            above.into(),
                            line.into(),
                            from.to_string().into(),
                            last.to_string().into(),
                            known_at.into(),
                        ],
                    )?;
                    newest = newest.max(found);
                }
                let Some(newest) = newest else {
                    return Ok(None);
                };
                last_closed = last_closed.max(Some(newest));
            }
            let Some(seq) = last_closed else {
                return Ok(None);
            };
            let entry = log::read(rows, seq)?;
            Ok(entry.map(|entry| CloseMark { seq, at: entry.at }))
        })
    }
}

/// Lists the registers of a line: the row sets of its packs, and those that its indicators count.
pub fn registers<'p>(packs: &'p Packs, line: &str) -> Vec<&'p RowSet> {
    let counted: BTreeSet<&str> = packs
        .indicators()
        .filter(|indicator| indicator.line.as_deref().unwrap_or(DEFAULT_LINE) == line)
        .map(|indicator| indicator.row_set.as_str())
        .collect();
    let sets = packs.row_sets().filter(|set| {
        !NO_REGISTERS.contains(&set.id.as_str())
            && (counted.contains(set.id.as_str()) || line_of(packs, &set.pack) == line)
    });
    sets.collect()
}

/// Checks that a scope can be closed, and fills in its registers.
pub(crate) fn settle(
    core: &Core,
    rows: &dyn Rows,
    scope: &Scope,
    today: Date,
) -> Result<Scope, SubmitError> {
    let mut problems = Vec::new();
    let (line, period) = (scope.line.as_str(), scope.period);
    let known = registers(&core.packs, line);
    if known.is_empty() {
        let lines: BTreeSet<&str> = core
            .packs
            .indicators()
            .filter_map(|i| i.line.as_deref())
            .collect();
        let lines = lines.into_iter().collect::<Vec<_>>().join(", ");
        problems.push(Problem::new(
            "line",
            format!("no register follows the line \"{line}\""),
            format!("known here: {lines}"),
        ));
    } else if units::then(rows, line, &scope.unit, last_day(period), None)?.is_none() {
        problems.push(Problem::new(
            "closes",
            format!("unit \"{}\" does not stand in the line {line}", scope.unit),
            "close the unit that does, or record its core.unit_link first",
        ));
    }
    if !is_month_or_quarter(period) {
        problems.push(Problem::new(
            "period",
            format!("{period} is neither a month nor a quarter"),
            "write 2022-06 or 2022Q2",
        ));
    } else if today < period.until {
        problems.push(Problem::new(
            "period",
            format!("{} is not over", period.name()),
            format!("close it from {} on", period.until),
        ));
    }
    for named in &scope.registers {
        if !known.iter().any(|set| set.id == *named) {
            let hint = youju_declare::near(named, known.iter().map(|set| set.id.as_str()));
            problems.push(Problem::new(
                "registers",
                format!("\"{named}\" is no register of the line {line}"),
                hint.unwrap_or_else(|| "leave it out to close all of the line".into()),
            ));
        }
    }
    if !problems.is_empty() {
        return Err(SubmitError::Invalid(problems));
    }
    let mut wanted: Vec<String> = match scope.registers.as_slice() {
        [] => known.iter().map(|set| set.id.clone()).collect(),
        named => named.to_vec(),
    };
    let mut earlier = None;
    let above = units::above_on(rows, line, &scope.unit, period.last())?;
    let mut open = Vec::new();
    for register in wanted {
        match covering(rows, &register, line, &above, period)? {
            Some(lock) => earlier = Some((register, lock)),
            None => open.push(register),
        }
    }
    wanted = open;
    match earlier {
        Some((register, lock)) if wanted.is_empty() || !scope.registers.is_empty() => {
            Err(SubmitError::Invalid(vec![Problem::new(
                "period",
                format!(
                    "{register} is closed already: {} of {} at {}",
                    lock.period.name(),
                    lock.unit,
                    lock.seq
                ),
                "what changes later is a restatement: record it with a reason",
            )]))
        }
        _ => Ok(Scope {
            registers: wanted,
            ..scope.clone()
        }),
    }
}

/// As [`Ledger::closes`], on any rows.
pub fn closes(
    core: &Core,
    rows: &dyn Rows,
    unit: Option<&str>,
) -> Result<Vec<Closed>, LedgerError> {
    let below = match unit {
        None => None,
        Some(unit) => match lookup::below(rows, unit)? {
            below if below.is_empty() => {
                let problem = Problem::new("unit", format!("there is no unit \"{unit}\""), "");
                return Err(SubmitError::Invalid(vec![problem]).into());
            }
            below => Some(below),
        },
    };
    let found = rows.query("select distinct seq, unit from closed order by seq", &[])?;
    let wanted = found.iter().filter(|row| {
        let unit = row[1].as_text().unwrap_or_default();
        below
            .as_ref()
            .is_none_or(|below| below.iter().any(|b| b == unit))
    });
    let mut all = Vec::new();
    for seq in wanted.filter_map(|row| row[0].as_int()) {
        all.extend(closed(core, rows, seq)?);
    }
    Ok(all)
}

fn closed(core: &Core, rows: &dyn Rows, seq: i64) -> Result<Option<Closed>, LedgerError> {
    let Some(entry) = log::read(rows, seq)? else {
        return Ok(None);
    };
    let Some(scope) = read_scope(&entry.data) else {
        return Ok(None);
    };
    let asks = asks(&core.packs, &scope);
    let head = head(rows)?;
    let found = rows.query(
        "select seq from restated where closed_seq = ?1 order by seq",
        &[seq.into()],
    )?;
    let mut restatements = Vec::new();
    for later in found.iter().filter_map(|row| row[0].as_int()) {
        let Some(entry) = log::read(rows, later)? else {
            continue;
        };
        let text = |key: &str| {
            entry
                .data
                .get(key)
                .and_then(Json::as_str)
                .map(str::to_owned)
        };
        let target = ["corrects", "ends", "record"].into_iter().find_map(&text);
        let known: Vec<Ask> = asks
            .iter()
            .map(|ask| Ask {
                known_at: Some(later),
                ..ask.clone()
            })
            .collect();
        restatements.push(Restatement {
            seq: later,
            act: entry.entry_type.as_str().to_owned(),
            record: target.or_else(|| entry.id.clone()).unwrap_or_default(),
            reason: text("reason").unwrap_or_default(),
            figures: changed_since(&core.packs, rows, &known, later - 1, head)?,
            at: entry.at,
            by: entry.by,
        });
    }
    Ok(Some(Closed {
        seq,
        changed: match restatements.is_empty() {
            true => Vec::new(),
            false => changed_since(&core.packs, rows, &asks, seq, head)?,
        },
        at: entry.at,
        by: entry.by,
        scope,
        restatements,
    }))
}

/// The figures of what is closed.
fn asks(packs: &Packs, scope: &Scope) -> Vec<Ask> {
    let counted = |indicator: &&Indicator| {
        indicator.line.as_deref().unwrap_or(DEFAULT_LINE) == scope.line
            && scope.registers.contains(&indicator.row_set)
    };
    let ask = |indicator: &Indicator| {
        let time = match indicator.time {
            Tense::Stock => Time::On(scope.period.last()),
            Tense::Flow => Time::Within(scope.period),
        };
        Ask::new(indicator.id.as_str(), Some(&scope.unit), time)
    };
    packs.indicators().filter(counted).map(ask).collect()
}

fn line_of<'p>(packs: &'p Packs, pack: &str) -> &'p str {
    let line = packs.pack(pack).and_then(|pack| pack.line.as_deref());
    line.unwrap_or(DEFAULT_LINE)
}

fn last_day(period: Period) -> Period {
    Period {
        from: period.last(),
        ..period
    }
}

fn is_month_or_quarter(period: Period) -> bool {
    let name = period.name();
    Period::parse(&name) == Ok(period)
        && (name.contains('Q') || (name.len() == 7 && name.contains('-')))
}
