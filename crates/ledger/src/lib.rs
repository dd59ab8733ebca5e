//! Kinds to tables, rules, row sets kept, figures, reconciliation: what makes records into a ledger.
//!
//! One record in: [`submission`] reads the JSON, [`fields`] its values, [`submit`] checks it against the world, [`project`]
//! puts it into its kind's table, [`keep`] brings the row sets up, [`judge`] asks the rules, and the journal keeps it or
//! its refusal. One figure out: [`figure`] selects kept rows and counts them; [`reconcile`] subtracts two of them.

pub mod submission;

pub mod fields;

pub mod submit;

pub mod outcome;

pub mod project;

mod running;

pub mod keep;

pub mod units;

pub mod below;

mod balance;

pub mod judge;

pub mod merge;

pub mod core;

pub mod calendar;

pub mod figure;

pub mod rollup;

pub mod breakdown;

pub mod conceal;

pub mod reconcile;

pub mod restatement;

pub mod close;

pub mod due;

pub mod standing;

pub mod lookup;

pub mod ledger;

pub mod identify;

pub mod bulk;

pub mod persons;

pub mod roster;

pub mod compare;

pub mod rebuild;

pub mod verify;

pub mod update;

pub mod doctor;

pub mod cases;
