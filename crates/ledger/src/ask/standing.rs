//! What a reader of texts asks beside figures: how units are called, what was signed as complete, when a stock changed.

use crate::ask::figure::{Ask, AskError, Selection, Time, find_indicator};
use crate::kept::core::Core;
use crate::kept::units;
use crate::ledger::{Ledger, LedgerError};
use crate::names::DEFAULT_LINE;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_db::{DbError, Rows, Value};
use youju_declare::{Grain, RowSet};

/// How a unit is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitName {
    /// Its code.
    pub code: String,
    /// Its full name, the short one if it has one, then the names it bore earlier.
    pub names: Vec<String>,
}

/// How a unit was called on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Its full name.
    pub full: String,
    /// The short one, if it had one.
    pub short: Option<String>,
}

impl Ledger {
    /// Lists the units with their names, by code: those of today first, earlier ones behind them.
    pub fn unit_names(&self) -> Result<Vec<UnitName>, LedgerError> {
        self.store.read(|rows| {
            let mut all: Vec<UnitName> = Vec::new();
            let found = rows.query(
                "select unit, name, short from row_core_names where removed_seq is null order by unit, since desc",
                &[],
            )?;
            for row in found {
                let code = row[0].to_string();
                if all.last().is_none_or(|last| last.code != code) {
                    all.push(UnitName { code, names: Vec::new() });
                }
                let Some(unit) = all.last_mut() else { continue };
                for name in row[1..].iter().filter_map(Value::as_text) {
                    if !unit.names.iter().any(|known| known == name) {
                        unit.names.push(name.to_owned());
                    }
                }
            }
            Ok(all)
        })
    }

    /// Says how each unit was called on a day, by code; of a unit founded later its first name.
    pub fn unit_names_on(&self, day: Date) -> Result<BTreeMap<String, Called>, LedgerError> {
        self.store.read(|rows| {
            let found = rows.query(
                "select unit, name, short, since from row_core_names where removed_seq is null order by unit, since",
                &[],
            )?;
            let mut names = BTreeMap::new();
            for row in found {
                let unit = row[0].to_string();
                let name = Called {
                    full: row[1].to_string(),
                    short: row[2].as_text().map(str::to_owned),
                };
                let since = row[3].as_text().and_then(|t| parse_day(t).ok());
                if since.is_none_or(|since| since <= day) {
                    names.insert(unit, name);
                } else {
                    names.entry(unit).or_insert(name);
                }
            }
            Ok(names)
        })
    }

    /// Says whether the register behind an indicator, and of a share both registers, was signed as complete for the
    /// unit's subtree over the whole time: by the unit itself or by one above it.
    ///
    /// - Errors: all of [`AskError`].
    pub fn is_signed(&self, ask: &Ask) -> Result<bool, LedgerError> {
        self.store
            .read(|rows| Ok(is_signed(&self.core, rows, ask)?))
    }

    /// Says whether the ledger holds any evidence row of the indicator for the unit, at whatever time.
    pub fn keeps(&self, indicator: &str, unit: &str) -> Result<bool, LedgerError> {
        Ok(self.first_day(indicator, unit)?.is_some())
    }

    /// Gives the first day on which the indicator has evidence for the unit.
    pub fn first_day(&self, indicator: &str, unit: &str) -> Result<Option<Date>, LedgerError> {
        self.store.read(|rows| {
            let found = find_indicator(&self.core.packs, indicator)?;
            let set = self.core.find_row_set(&found.row_set)?;
            Ok(
                days(rows, set, found.line.as_deref(), unit, Date::MIN, Date::MAX)?
                    .first()
                    .copied(),
            )
        })
    }

    /// Lists the days from `from` to `until` (both included) on which a stock may have changed: `from` itself and each day
    /// on which evidence begins or ends, or a unit of the subtree is moved.
    pub fn change_days(
        &self,
        indicator: &str,
        unit: &str,
        from: Date,
        until: Date,
    ) -> Result<Vec<Date>, LedgerError> {
        self.store.read(|rows| {
            let mut all = BTreeSet::from([from]);
            let mut next = Some(find_indicator(&self.core.packs, indicator)?);
            while let Some(found) = next {
                let set = self.core.find_row_set(&found.row_set)?;
                all.extend(days(rows, set, found.line.as_deref(), unit, from, until)?);
                let line = found.line.as_deref().unwrap_or(DEFAULT_LINE);
                let moves = units::days_of_moves(rows, line, unit)?;
                all.extend(moves.range(from..=until));
                next = found
                    .share_of
                    .as_ref()
                    .map(|whole| find_indicator(&self.core.packs, whole))
                    .transpose()?;
            }
            Ok(all.into_iter().collect())
        })
    }
}

fn is_signed(core: &Core, rows: &dyn Rows, ask: &Ask) -> Result<bool, AskError> {
    // Asking first says what is wrong with the question itself.
    let selection = Selection::new(&core.packs, rows, ask)?;
    let Some(unit) = &ask.unit else {
        return Ok(false);
    };
    let period = match ask.time {
        Time::On(day) => Period {
            from: day,
            until: day.tomorrow().unwrap_or(Date::MAX),
        },
        Time::Within(period) => period,
    };
    let mut registers = vec![selection.set.id.clone()];
    if let Some(whole) = &selection.indicator.share_of {
        registers.push(find_indicator(&core.packs, whole)?.row_set.clone());
    }
    let above = units::with_all_above(rows, unit)?;
    let line = ask.line.as_deref().or(selection.indicator.line.as_deref());
    let line = line.unwrap_or(DEFAULT_LINE);
    let closing = units::above_on(rows, line, unit, period.last())?;
    for register in registers {
        if !covered(rows, &register, line, [&above, &closing], period)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Says whether signatures and closes of these units, the latter in this line, cover every day of the period without a gap.
fn covered(
    rows: &dyn Rows,
    register: &str,
    line: &str,
    [signing, closing]: [&[String]; 2],
    period: Period,
) -> Result<bool, DbError> {
    let found = rows.query(
        "select unit, from_on, until_on, ended_on, 0 as closes from core_signature where register = ?1 and removed_seq is null
         union all select unit, from_on, until_on, null, 1 from closed where register = ?1 and line = ?2
         order by from_on",
        &[register.into(), line.into()],
    )?;
    let mut reached = period.from;
    for row in found.iter().filter(|row| {
        let units = if row[4].as_int() == Some(1) {
            closing
        } else {
            signing
        };
        row[0]
            .as_text()
            .is_some_and(|u| units.iter().any(|known| known == u))
    }) {
        let day = |value: &Value| value.as_text().and_then(|t| parse_day(t).ok());
        let (Some(from), Some(until)) = (day(&row[1]), day(&row[2])) else {
            continue;
        };
        let until = day(&row[3]).map_or(until, |ended| ended.min(until));
        if from <= reached && until > reached {
            reached = until;
        }
    }
    Ok(reached >= period.until)
}

/// Days on which live rows of units that ever stood in a unit's subtree begin, end or happen, within both bounds.
fn days(
    rows: &dyn Rows,
    set: &RowSet,
    line: Option<&str>,
    unit: &str,
    from: Date,
    until: Date,
) -> Result<Vec<Date>, AskError> {
    let line = line.unwrap_or(DEFAULT_LINE);
    let dates: &[&str] = match set.grain {
        Grain::Event => &["day"],
        Grain::Interval => &["since", "until"],
    };
    let each: Vec<String> = dates
        .iter()
        .map(|date| {
            format!(
                "select {date} as day from {} where removed_seq is null and {date} >= ?3 and {date} <= ?4 and unit in ({})",
                set.table,
                units::EVER_UNDER
            )
        })
        .collect();
    let sql = format!("select day from ({}) order by day", each.join(" union "));
    let [from, until] = [from, until].map(|day| Value::from(iso(day)));
    let found = rows.query(&sql, &[line.into(), unit.into(), from, until])?;
    Ok(found
        .iter()
        .filter_map(|row| row[0].as_text().and_then(|t| parse_day(t).ok()))
        .collect())
}

/// ISO text that sorts like the days themselves; what lies outside the years of four digits is cut to them.
fn iso(day: Date) -> String {
    if day.year() < 1 {
        "0001-01-01".into()
    } else {
        day.to_string()
    }
}
