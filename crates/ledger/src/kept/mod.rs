//! What is kept of records: tables of kinds, rows of evidence, balances, trees of units, roll-ups.

pub mod project;

mod running;

pub mod sets;

pub mod units;

pub mod rollup;

pub mod calendar;

pub mod core;
