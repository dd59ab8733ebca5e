//! What is sent, on its way in: its form, its values, the world, the rules, the journal.

pub mod submission;

pub mod fields;

pub mod submit;

pub mod merge;

mod balance;

pub mod applies;

pub mod judge;

pub mod outcome;

pub mod bulk;

pub mod identify;

pub mod persons;

pub mod compare;
