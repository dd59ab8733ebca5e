//! Reads a pack folder, checks it whole, gives [`Packs`] or every fault found with file, line and hint.
//!
//! A pack says what an office records, requires, counts and reports; docs/packs.md is the language.
//! - [`load`] reads and checks; [`Packs`] is looked up by id.
//! - [`bind`] turns kinds into tables and the SQL of row sets and rules into statements.
//! - [`content`] holds the closed lists of what may be kept.
//! - [`mutations`] makes the small changes that a rule's cases must notice; [`untold`] lists what no case shows.
//!
//! Writes nothing; the only database it touches is a scratch one in memory.

mod balance;
mod cadence;
mod calendar;
mod case;
mod check;
mod fault;
mod files;
mod fragment;
mod indicator;
mod kind;
mod messages;
mod mutation;
mod names;
mod pack;
mod rowset;
mod rule;
mod running;
mod sheet;
mod single;
mod sql;
mod trial;
mod untold;

pub mod bind;
pub mod content;

pub use cadence::{Cadence, Chosen, Each, Span, Term, When};
pub use calendar::Holiday;
pub use case::{At, Case, CaseValue, Entry, Expect, ExpectedFigure, ExpectedObligation};
pub use fault::{Fault, near, nearest_ids};
pub use files::{Files, FilesError};
pub use indicator::{Atom, Indicator, Measure, Tense};
pub use kind::{Column, Field, FieldType, Kind, Time};
pub use messages::{Lang, Messages, Template};
pub use mutation::{Mutation, mutations};
pub use pack::{INSTRUMENT, Instruments, Pack, Packs, holds_cases, load, read, read_with_cases};
pub use rowset::{Grain, Key, RowSet};
pub use rule::{Also, Basis, Hardness, Rule, Standing, Verified};
pub use running::{Balance, SIDE, SIDES};
pub use sql::{Read, Source, Sql};
pub use untold::{Lacking, Untold, untold};
