//! Roll-ups: the rows of a figure counted in advance, so that a region's figure is a few reads.
//!
//! A [`Series`](series::Series) is what indicators share: a row set, a filter, a line. For each unit of township
//! level and up its rows are kept as counts per year, month and, from county level up, day; a stock is kept as what
//! begins less what ends, so that the stock of a day is the sum of all before its end. Kept in today's tree of the line
//! and as known now; every other question goes to the rows, and gets the same number.
//!
//! A change notes its steps in a table of the connection ([`follow::note`]), where savepoints undo them with the record;
//! [`follow::settle`] sums them up once per commit. [`ask`] answers from what is kept, [`follow::rebuild`] makes it anew.

pub mod series;

pub mod tally;

pub mod follow;

pub mod persons;

pub mod ask;

/// Makes the tables of roll-ups.
///
/// - `rollup`: rows and qty of a series for a unit (empty: all rows) in a bucket: a year `2022`, a month `202206` or a
///   day `20220615`. Of a stock: beginnings less ends.
/// - `rollup_unit`: the units that have roll-ups, down to the month (1) or the day (2).
pub const SCHEMA: &str = "
create table rollup (
  series text not null, unit text not null, bucket integer not null, rows integer not null, qty integer not null,
  primary key (series, unit, bucket)) strict, without rowid;
create table rollup_unit (unit text primary key, level integer not null) strict, without rowid;
";

/// Makes the table of a connection in which changes wait for [`follow::settle`].
pub const STEPS: &str = "
create temp table if not exists rollup_step (
  series text not null, line text not null, unit text not null, day text not null, stock integer not null,
  rows integer not null, qty integer not null) strict;
";

/// The tables of roll-ups with their columns, for comparing a rebuild.
pub const TABLES: [(&str, &[&str]); 2] = [
    ("rollup", &["series", "unit", "bucket", "rows", "qty"]),
    ("rollup_unit", &["unit", "level"]),
];
