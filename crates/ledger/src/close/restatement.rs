//! What became of figures that were known before.

use crate::ask::figure::{Ask, AskError, Figure, figure};
use crate::ledger::{Ledger, LedgerError, head};
use youju_db::Rows;
use youju_declare::Packs;

/// A figure that reads otherwise than it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// As it was known.
    pub before: Figure,
    /// As it is asked now.
    pub after: Figure,
}

impl Ledger {
    /// Lists which of these figures have another amount now than they had when the journal ended at `seq`.
    ///
    /// - Output: in the order of `asks`; what is unchanged is left out.
    /// - Errors: all of [`AskError`], such as a sequence that the journal has not reached.
    pub fn changed_since(&self, asks: &[Ask], seq: i64) -> Result<Vec<Changed>, LedgerError> {
        self.store.read(|rows| {
            Ok(changed_since(
                &self.core.packs,
                rows,
                asks,
                seq,
                head(rows)?,
            )?)
        })
    }
}

/// As [`Ledger::changed_since`], on any rows; each figure is compared with what the question itself gives, so a question that
/// bears a known-at compares two sequences.
pub fn changed_since(
    packs: &Packs,
    rows: &dyn Rows,
    asks: &[Ask],
    seq: i64,
    head: i64,
) -> Result<Vec<Changed>, AskError> {
    let mut changed = Vec::new();
    for ask in asks {
        let earlier = Ask {
            known_at: Some(seq),
            ..ask.clone()
        };
        let before = figure(packs, rows, &earlier, head)?;
        let after = figure(packs, rows, ask, head)?;
        if before.amount != after.amount {
            changed.push(Changed { before, after });
        }
    }
    Ok(changed)
}
