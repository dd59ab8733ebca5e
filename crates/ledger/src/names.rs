//! The names of pack `core` that the ledger itself knows: kinds, a row set, a line.

/// The kind that introduces units.
pub const UNIT: &str = "core.unit";
/// The kind that puts units under one another.
pub const UNIT_LINK: &str = "core.unit_link";
/// The kind that merges, splits and renames units.
pub const UNIT_CHANGE: &str = "core.unit_change";
/// The kind that introduces persons.
pub const PERSON: &str = "core.person";
/// The kind that makes one person of two codes.
pub const PERSON_MERGE: &str = "core.person_merge";
/// The row set from which trees are read.
pub const PLACES: &str = "core.places";
/// The line that an indicator follows when neither it nor its pack names one.
pub const DEFAULT_LINE: &str = "administration";
