//! Sheets as offices keep them, read in: from a file to cells, from cells to heads and rows, from rows to records.
//!
//! A workbook is opened only in a child process that limits its own memory and time ([`child`]); the ledger is not open
//! there. Everything behind it works on plain cells.

pub mod cells;

pub mod child;

pub mod open;

pub mod text;

pub mod spelling;

pub mod layout;

pub mod heads;

pub mod mapping;

pub mod rows;
