//! What the checker asks of a ledger.

use crate::reading::{Kind, LedgerFigure};
use jiff::civil::Date;
use std::error::Error;
use youju_base::interval::Interval;
use youju_base::period::Period;
use youju_base::ratio::Ratio;

/// A failure of the ledger itself; it ends the check.
pub type BookError = Box<dyn Error + Send + Sync>;

/// A ledger as the checker sees it: names, phrases and figures.
pub trait Book {
    /// Returns true when the records are examples; every verdict then says so.
    fn synthetic(&self) -> bool;

    /// Returns every name by which texts call a unit, short names included.
    fn units(&self) -> Result<Vec<UnitName>, BookError>;

    /// Returns every phrase by which texts name an indicator.
    fn phrases(&self) -> Result<Vec<Phrase>, BookError>;

    /// Returns the figure of an indicator for a unit and its subtree, or `None` where the ledger keeps nothing of it.
    fn figure(
        &self,
        indicator: &str,
        unit: &str,
        window: Window,
    ) -> Result<Option<Answer>, BookError>;

    /// Returns true when the register behind the indicator is signed as complete for the unit over the whole window.
    fn signed(&self, indicator: &str, unit: &str, window: Window) -> Result<bool, BookError>;

    /// Returns the values that a stock had from `from` to `until`, each with the first day on which it held, oldest first.
    fn history(
        &self,
        indicator: &str,
        unit: &str,
        from: Date,
        until: Date,
    ) -> Result<Vec<(Date, Answer)>, BookError>;

    /// Returns true for a sum of days over several things or persons, which no calendar bounds.
    fn sums_days(&self, _indicator: &str) -> bool {
        false
    }

    /// Returns the figures that earlier documents printed; a ledger without such a register has none.
    fn published(&self) -> Result<Vec<Published>, BookError> {
        Ok(Vec::new())
    }

    /// Returns the figures of that register whose number cannot be read, so that no text is compared with them.
    fn unread(&self) -> Result<Vec<Unread>, BookError> {
        Ok(Vec::new())
    }
}

/// A figure of an earlier document that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The record that keeps it.
    pub record: String,
    /// The document.
    pub source: String,
    /// What stands there, with its counter.
    pub printed: String,
}

/// A name of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitName {
    /// As texts write it.
    pub name: String,
    /// The unit's code.
    pub code: String,
}

/// Words by which texts name an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// As texts write them: 发展预备党员.
    pub words: String,
    /// The indicator's id.
    pub indicator: String,
    /// The counter with which it is counted: 名, 人次; for a share `%`.
    pub counter: String,
    /// Whether it is counted over a period or on a day.
    pub time: Time,
    /// True where the register holds everything from its start, so that 截至目前 has a beginning.
    pub from_register: bool,
    /// True for data on ethnicity, religion and the like: never bound.
    pub sensitive: bool,
    /// Where the house has said that the words mean this indicator; none for the packs' own phrases.
    pub house: Option<House>,
}

/// Where a house's words hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum House {
    /// In figures of this unit.
    Of(String),
    /// In the text at hand.
    Here,
}

/// A figure as an earlier document printed it.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// The record that keeps it.
    pub record: String,
    /// The document.
    pub source: String,
    /// The day on which it appeared.
    pub printed_on: Date,
    /// Cell, page or phrase within it.
    pub place: Option<String>,
    /// The unit that the figure is about.
    pub unit: String,
    /// The words that say what is counted.
    pub words: String,
    /// The figure as printed, with its counter: 400余人次.
    pub printed: String,
    /// What the printed words allow, in the unit of the value.
    pub interval: Interval,
    /// The counter.
    pub counter: Option<String>,
    /// What sort of quantity it is.
    pub kind: Kind,
    /// First day of the period; none for a state on a day.
    pub from: Option<Date>,
    /// Last day of the period, or the day of the state; none for what does not change with time.
    pub last: Option<Date>,
}

/// Over a period or on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// What happened in a period.
    Flow,
    /// What there was on a day.
    Stock,
}

/// The time for which a figure is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// A flow over a period.
    Over(Period),
    /// A flow from the start of the register up to and with a day.
    UpTo(Date),
    /// A stock on a day.
    On(Date),
}

/// A figure of the ledger, exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The exact value; a share in percent (315 of 406 is 31500/406).
    pub exact: Ratio,
    /// The figure as the ledger prints it, with its evidence.
    pub figure: LedgerFigure,
}
