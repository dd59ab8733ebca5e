//! The units that stand directly under one.

use crate::ledger::{Ledger, LedgerError};
use jiff::civil::Date;

const CHILDREN: &str = "
select l.unit from (
  select unit, parent, ended_on, row_number() over (partition by unit order by from_on desc, seq desc) as place
  from core_unit_link
  where line = ?1 and from_on <= ?3 and seq <= ?4 and (removed_seq is null or removed_seq > ?4)) as l
join core_unit as u on u.unit = l.unit and u.seq <= ?4 and (u.removed_seq is null or u.removed_seq > ?4)
where l.place = 1 and l.parent = ?2 and (l.ended_on is null or l.ended_on > ?3)
  and u.from_on <= ?3 and (u.ended_on is null or u.ended_on > ?3)
order by l.unit";

impl Ledger {
    /// Lists the units that stand directly under `unit` in `line` on `day`, by their codes, as known at an entry.
    pub fn children(
        &self,
        line: &str,
        unit: &str,
        day: Date,
        known_at: i64,
    ) -> Result<Vec<String>, LedgerError> {
        let given = [
            line.into(),
            unit.into(),
            day.to_string().into(),
            known_at.into(),
        ];
        self.store.read(|rows| {
            let found = rows.query(CHILDREN, &given)?;
            Ok(found.iter().map(|row| row[0].to_string()).collect())
        })
    }
}
