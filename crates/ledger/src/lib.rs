//! Kinds to tables, rules, row sets kept, figures, reconciliation: what makes records into a ledger.
//!
//! One record in: [`enter`] reads its form and values, checks it against the world, puts it into what is [`kept`], asks the
//! rules, and the journal keeps it or its refusal. One figure out: [`ask`] selects kept rows and counts them, or subtracts
//! two figures. [`due`] says what is owed, [`close`] locks a period, [`upkeep`] plays all of it again and compares.

pub mod names;
pub mod problem;

pub mod kept;

pub mod enter;

pub mod ask;

pub mod due;

pub mod close;

pub mod ledger;

pub mod upkeep;

// From outside each module goes by its own name; the folders say where in the flow it stands.
pub use ask::{below, breakdown, conceal, figure, lookup, reconcile, roster, standing};
pub use close::restatement;
pub use enter::{
    applies, bulk, compare, fields, identify, judge, merge, outcome, persons, submission, submit,
};
pub use kept::{calendar, core, project, rollup, sets, units};
pub use upkeep::{cases, doctor, rebuild, update, verify};
