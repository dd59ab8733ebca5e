//! Whether a rule applies: a local one only where it was switched on, and none of which the instrument is abolished.

use crate::kept::core::Core;
use crate::kept::units;
use crate::ledger::{Ledger, LedgerError};
use jiff::civil::Date;
use std::collections::BTreeSet;
use youju_db::{DbError, Rows, Value};
use youju_declare::{Hardness, INSTRUMENT, Rule};

/// A written instrument that has stopped, as its register says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abolished {
    /// Its title.
    pub instrument: String,
    /// The unit in whose register it stands: rules are off here and in all below.
    pub unit: String,
    /// First day on which they are off.
    pub since: String,
    /// First day on which a text of this title is in force again.
    pub until: Option<String>,
}

/// Which rules apply, as the rows are now: whether anything was ever abolished is looked up once.
pub(crate) struct Applying<'c> {
    core: &'c Core,
    /// Mostly nothing is, and then nothing more is asked.
    any_abolished: bool,
}

impl Core {
    /// Looks up what holds for all rules.
    pub(crate) fn applying(&self, rows: &dyn Rows) -> Result<Applying<'_>, DbError> {
        let mut any_abolished = false;
        for table in self.abolished_tables() {
            let sql = format!("select 1 from {table} where removed_seq is null limit 1");
            any_abolished |= rows.int(&sql, &[])?.is_some();
        }
        Ok(Applying {
            core: self,
            any_abolished,
        })
    }

    /// The tables of evidence that say which instruments are abolished.
    fn abolished_tables(&self) -> impl Iterator<Item = &str> {
        let sets = self.packs.instruments().map(|all| &all.abolished);
        sets.filter_map(|id| self.packs.row_set(id))
            .map(|set| set.table.as_str())
    }
}

impl Applying<'_> {
    /// Says whether a rule may apply at all: local rules only once any unit has switched them on.
    pub fn anywhere(&self, rows: &dyn Rows, rule: &Rule) -> Result<bool, DbError> {
        if rule.hardness != Hardness::Local {
            return Ok(true);
        }
        let on = rows.int(
            "select 1 from core_rule_switch where rule = ?1 and removed_seq is null limit 1",
            &[rule.id.as_str().into()],
        )?;
        Ok(on.is_some())
    }

    /// Says whether a rule applies to a unit on a day: local rules only where they were switched on, no rule where its
    /// instrument is abolished.
    pub fn to(
        &self,
        rows: &dyn Rows,
        rule: &Rule,
        unit: Option<&str>,
        day: Date,
    ) -> Result<bool, DbError> {
        Ok(self.is_on(rows, rule, unit, day)? && !self.is_abolished(rows, rule, unit, day)?)
    }

    fn is_on(
        &self,
        rows: &dyn Rows,
        rule: &Rule,
        unit: Option<&str>,
        day: Date,
    ) -> Result<bool, DbError> {
        if rule.hardness != Hardness::Local {
            return Ok(true);
        }
        let Some(unit) = unit else { return Ok(false) };
        if !self.anywhere(rows, rule)? {
            return Ok(false);
        }
        let day = Value::from(day.to_string());
        for unit in units::with_all_above(rows, unit)? {
            let on = rows.int(
                "select 1 from core_rule_switch where unit = ?1 and rule = ?2 and from_on <= ?3
                 and (until_on is null or until_on > ?3) and (ended_on is null or ended_on > ?3) and removed_seq is null limit 1",
                &[unit.into(), rule.id.as_str().into(), day.clone()],
            )?;
            if on.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A register speaks for its unit and all below it: nobody abolishes what binds others.
    fn is_abolished(
        &self,
        rows: &dyn Rows,
        rule: &Rule,
        unit: Option<&str>,
        day: Date,
    ) -> Result<bool, DbError> {
        let Some(unit) = unit.filter(|_| self.any_abolished) else {
            return Ok(false);
        };
        let params = [
            rule.basis.instrument.as_str().into(),
            day.to_string().into(),
        ];
        let mut by = BTreeSet::new();
        for table in self.core.abolished_tables() {
            let sql = format!(
                "select unit from {table} where {INSTRUMENT} = ?1 and since <= ?2 and (until is null or until > ?2)
                 and removed_seq is null"
            );
            let found = rows.query(&sql, &params)?;
            by.extend(found.iter().map(|row| row[0].to_string()));
        }
        if by.is_empty() {
            return Ok(false);
        }
        let above = units::with_all_above(rows, unit)?;
        Ok(above.iter().any(|unit| by.contains(unit)))
    }
}

impl Ledger {
    /// Lists the instruments that are abolished on a day, by title and unit.
    pub fn abolished(&self, day: Date) -> Result<Vec<Abolished>, LedgerError> {
        self.store.read(|rows| {
            let mut all = Vec::new();
            for table in self.core.abolished_tables() {
                let sql = format!(
                    "select {INSTRUMENT}, unit, since, until from {table} where since <= ?1 and (until is null or until > ?1)
                     and removed_seq is null order by {INSTRUMENT}, unit, since"
                );
                for row in rows.query(&sql, &[day.to_string().into()])? {
                    all.push(Abolished {
                        instrument: row[0].to_string(),
                        unit: row[1].to_string(),
                        since: row[2].to_string(),
                        until: row[3].as_text().map(str::to_owned),
                    });
                }
            }
            Ok(all)
        })
    }

    /// Lists the instruments on which rules and cadences of the packs rest and that stand in no register, each once.
    ///
    /// - Output: none where no pack keeps a register.
    pub fn unregistered_instruments(&self) -> Result<BTreeSet<&str>, LedgerError> {
        let packs = &self.core.packs;
        let mut missing: BTreeSet<&str> = packs.named_instruments().collect();
        let mut kept = false;
        for set in packs
            .instruments()
            .filter_map(|all| packs.row_set(&all.register))
        {
            kept = true;
            let sql = format!(
                "select distinct {INSTRUMENT} from {} where removed_seq is null",
                set.table
            );
            let found = self.store.read(|rows| rows.query(&sql, &[]))?;
            for row in &found {
                missing.remove(row[0].as_text().unwrap_or_default());
            }
        }
        missing.retain(|_| kept);
        Ok(missing)
    }
}
