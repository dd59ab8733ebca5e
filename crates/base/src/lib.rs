//! Identifiers, dates and periods, exact decimals and ratios, intervals, GRIM.
//!
//! Everything here is pure: reads nothing, writes nothing, knows no clock.

pub mod date;
pub mod id;
pub mod period;
