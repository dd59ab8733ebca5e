//! Identifiers, dates and periods, exact decimals and ratios, intervals, GRIM.
//!
//! Everything here is pure: reads nothing, writes nothing, knows no clock.

pub mod date;
pub mod decimal;
pub mod grim;
pub mod id;
pub mod interval;
pub mod period;
pub mod ratio;
