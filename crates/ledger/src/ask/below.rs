//! The units that stand directly under one.

use crate::ledger::{Ledger, LedgerError};
use crate::names::PLACES;
use jiff::civil::Date;
use youju_db::{DbError, Rows, Value};
use youju_declare::Packs;

/// Which tree of a line is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeDay {
    /// That of a day, as known at an entry; none means all.
    On(Date, Option<i64>),
    /// The latest.
    Latest,
}

impl Ledger {
    /// Lists the units that stand directly under `unit` in `line`, by their codes.
    pub fn children(
        &self,
        line: &str,
        unit: &str,
        day: TreeDay,
    ) -> Result<Vec<String>, LedgerError> {
        self.store
            .read(|rows| Ok(children(self.packs(), rows, line, Some(unit), day)?))
    }
}

/// Lists the units that stand directly under one, or without one the tops of the line, by their codes.
///
/// - Output: only units that exist on the day; what ended or was merged is nobody's child.
pub fn children(
    packs: &Packs,
    rows: &dyn Rows,
    line: &str,
    unit: Option<&str>,
    day: TreeDay,
) -> Result<Vec<String>, DbError> {
    if packs.row_set(PLACES).is_none() {
        return Ok(Vec::new());
    }
    let mut given: Vec<Value> = vec![line.into()];
    let mut give = |value: Value| {
        given.push(value);
        given.len()
    };
    let of = unit.map(|unit| give(unit.into()));
    let held = match day {
        TreeDay::Latest => "until is null".to_owned(),
        TreeDay::On(day, _) => {
            let day = give(day.to_string().into());
            format!("since <= ?{day} and (until is null or until > ?{day})")
        }
    };
    let known = match day {
        TreeDay::On(_, Some(seq)) => {
            let seq = give(seq.into());
            format!("added_seq <= ?{seq} and (removed_seq is null or removed_seq > ?{seq})")
        }
        _ => "removed_seq is null".to_owned(),
    };
    // Names without a table are those of the innermost.
    let stands = format!(
        "exists (select 1 from row_core_units as u where u.unit = p.unit and {held} and {known})"
    );
    let sql = match of {
        Some(of) => format!(
            "select p.unit from row_core_places as p
             where line = ?1 and parent = ?{of} and {held} and {known} and {stands} order by unit"
        ),
        // Whatever has somebody under it and stands under nobody.
        None => format!(
            "select distinct p.unit from (select parent as unit from row_core_places where line = ?1 and {held} and {known}) as p
             where not exists (select 1 from row_core_places where unit = p.unit and line = ?1 and {held} and {known})
               and {stands} order by p.unit"
        ),
    };
    let found = rows.query(&sql, &given)?;
    Ok(found.iter().map(|row| row[0].to_string()).collect())
}
