//! The answer to a submission. A refusal is a value, not an error.

use std::collections::BTreeMap;
use youju_base::id::RecordId;
use youju_db::Value;
use youju_declare::{Basis, Hardness};

/// What became of a submission that was well formed.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It stands in the journal.
    Accepted(Accepted),
    /// The rules say no; only the refusal stands in the journal.
    Refused(Refused),
}

/// An entry that was taken in.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The entry's id: of a new record, the record's.
    pub id: RecordId,
    /// Its place in the journal, from 1.
    pub seq: i64,
    /// True when the same id and body had been accepted before: nothing was done again.
    pub repeated: bool,
    /// Rules that warned, by id; the journal keeps them, so a repeat answers the same.
    pub warned: Vec<String>,
    /// The same with all that proves them; empty on a repeat.
    pub warnings: Vec<Violation>,
    /// Rules of hardness S that were passed by the exception named.
    pub excepted: Vec<String>,
    /// Sequences of the closes that it restates.
    pub restates: Vec<i64>,
}

/// An entry that was not taken in.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// Place of the refusal in the journal.
    pub seq: i64,
    /// Every rule that was broken, hardest first.
    pub violations: Vec<Violation>,
}

/// One rule that a submission breaks, with what proves it.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// `pack.rule`.
    pub rule: String,
    /// How hard the rule is.
    pub hardness: Hardness,
    /// The document and article that it applies.
    pub basis: Basis,
    /// Values for the slots of the message, from the rule's first row and the candidate.
    pub slots: BTreeMap<String, String>,
    /// The rows that the rule's SQL returned: column names and values.
    pub returned: Vec<Vec<(String, Value)>>,
    /// Ids of records that are the evidence: those returned, or those that fill the partition on the day.
    pub records: Vec<String>,
    /// True if other records could make it pass: a full unit, not a bad date.
    pub may_pass_later: bool,
}
