//! What people and programs are shown: every answer as a wire type for JSON, and as text in three languages.
//!
//! Each module turns the values of one crate below into one wire type ([`Answer`]): its fields are the JSON, its
//! `text` the words on a terminal. Reads nothing, writes nothing, decides nothing.

pub mod answer;

pub mod words;

mod phrasebook;

pub mod layout;

pub mod row;

pub mod table;

pub mod outcome;

pub mod imported;

pub mod sheet;

pub mod sheet_imported;

pub mod figure;

pub mod breakdown;

pub mod bridge;

pub mod due;

pub mod roster;

pub mod record;

pub mod close;

pub mod kinds;

pub mod marks;

mod html;

pub mod check;

pub mod say;

pub mod page;

pub mod health;

pub mod update;

pub mod report;

pub mod docx;

pub use answer::Answer;
pub use table::Table;
pub use words::Words;
