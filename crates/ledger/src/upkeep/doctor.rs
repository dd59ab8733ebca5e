//! What deserves a look in a ledger that is sound: partitions that grow too large, units that stand nowhere.

use crate::ledger::{Ledger, LedgerError};
use youju_db::Value;

/// The largest partition of a row set, where it is larger than it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partition {
    /// `members.roll`.
    pub rowset: String,
    /// Its key, in the order of `by`.
    pub key: Vec<String>,
    /// Its live rows.
    pub rows: u64,
}

impl Ledger {
    /// Lists for each row set its largest partition, if it holds more than `limit` live rows: every record that
    /// touches it is judged by reading all of them.
    pub fn large_partitions(&self, limit: u64) -> Result<Vec<Partition>, LedgerError> {
        self.store.read(|rows| {
            let mut found = Vec::new();
            for (set, _) in self.core.row_sets() {
                let by = set.by.join(", ");
                let sql = format!(
                    "select count(*), {by} from {} where removed_seq is null group by {by} order by 1 desc limit 1",
                    set.table
                );
                for row in rows.query(&sql, &[])? {
                    let count = row[0].as_int().and_then(|n| u64::try_from(n).ok());
                    if let Some(count) = count.filter(|n| *n > limit) {
                        found.push(Partition {
                            rowset: set.id.clone(),
                            key: row[1..].iter().map(Value::to_string).collect(),
                            rows: count,
                        });
                    }
                }
            }
            Ok(found)
        })
    }

    /// Lists the live units that stand in no line, neither above nor below another: no subtree counts them.
    pub fn unplaced_units(&self) -> Result<Vec<String>, LedgerError> {
        self.store.read(|rows| {
            let sql = "select c.unit from core_unit as c where c.removed_seq is null and c.ended_on is null
                       and not exists (select 1 from unit_path as p where p.unit = c.unit) order by c.unit";
            let found = rows.query(sql, &[])?;
            Ok(found.iter().map(|row| row[0].to_string()).collect())
        })
    }
}
