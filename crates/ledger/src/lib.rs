//! Kinds to tables, rules, row sets kept, figures, reconciliation: what makes records into a ledger.
//!
//! One record in: [`submission`] reads the JSON, [`fields`] its values, [`submit`] checks it against the world, [`project`]
//! puts it into its kind's table, [`keep`] brings the row sets up, [`judge`] asks the rules, and the journal keeps it or
//! its refusal. One figure out: [`figure`] selects kept rows and counts them; [`reconcile`] subtracts two of them.

pub mod names;
pub mod problem;

pub mod enter;

pub mod kept;

pub mod ask;

pub mod due;

pub mod close;

pub mod upkeep;

pub mod ledger;

// From outside each module goes by its own name; the folders say where in the flow it stands.
pub use ask::{below, breakdown, conceal, figure, lookup, reconcile, roster, standing};
pub use close::restatement;
pub use enter::{
    bulk, compare, fields, identify, judge, merge, outcome, persons, submission, submit,
};
pub use kept::{calendar, core, project, rollup, sets, units};
pub use upkeep::{cases, doctor, rebuild, update, verify};
