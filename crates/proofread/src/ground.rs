//! Why a verdict came out as it did: values without words. Whoever shows them chooses the language.

use crate::book::Window;
use jiff::civil::Date;
use youju_base::decimal::Decimal;

/// Why a claim has its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// Nothing in the ledger goes by these words.
    NoIndicator,
    /// It speaks of ethnicity, religion or the like: arithmetic only.
    Delicate,
    /// Its indicator is marked sensitive: arithmetic only.
    Sensitive,
    /// The words may mean several indicators, by id; none is guessed.
    Several {
        /// The words that they share.
        words: String,
        /// The indicators' ids, in order.
        indicators: Vec<String>,
    },
    /// More is said than the indicator counts; the words that were recognised.
    OtherWords(String),
    /// The period needs the day of publication.
    NoDay,
    /// A flow without a period.
    NoPeriod,
    /// Neither the sentence nor the article names a unit.
    NoUnit,
    /// 截至目前 of an indicator that does not begin with the register; the words of the period.
    NoStart(String),
    /// Words of a period that no calendar has.
    NoSuchPeriod(String),
    /// The ledger holds nothing of that time.
    NoRecords(Window),
    /// The ledger has none, but the register is not signed as complete.
    ZeroUnsigned(Window),
    /// The ledger has exactly this.
    Exact(Window),
    /// The ledger's number lies within what the words allow.
    Within(Window),
    /// It differs; the number is that of another day.
    OtherDay {
        /// What was asked.
        asked: Window,
        /// The day on which the number held.
        day: Date,
        /// The ledger's number of that day.
        value: Decimal,
    },
    /// It differs, and the register is signed as complete.
    Signed(Window),
    /// It differs from a signed register, but the text says more than the words that were recognised.
    SignedOtherWords(Window, String),
    /// It differs, but the register is not signed as complete.
    Unsigned(Window),
}

/// What a reader should know beside a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// No day is written; it was taken as the day of publication.
    AsPublished(Date),
    /// A stock dated by a period was taken on its last day.
    LastDay {
        /// The words of the period.
        text: String,
        /// Its last day.
        day: Date,
    },
    /// No period is written; it was taken as the one that the article as a whole reports on, in these words.
    Framed(String),
    /// No period is written; it was taken from the start of the register to this day.
    SoFar(Date),
    /// The ledger has exactly the number: these qualifiers are needless.
    Needless(Vec<String>),
}

/// A figure printed in an earlier document, beside a claim about the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The record that keeps it.
    pub record: String,
    /// The document.
    pub source: String,
    /// The day it appeared.
    pub printed_on: Date,
    /// Cell, page or phrase within it.
    pub place: Option<String>,
    /// The figure as printed, with its counter.
    pub printed: String,
    /// Both may be right.
    pub agrees: bool,
}
