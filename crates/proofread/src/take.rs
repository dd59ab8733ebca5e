//! What a register of published figures takes over from a checked text.

use crate::bind::{may_be_kept, time_of};
use crate::book::{Published, UnitName};
use crate::ground::Ground;
use crate::read_figure;
use crate::reading::{Claim, Reading};
use jiff::civil::Date;

/// A figure of a text as the register would hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The claim.
    pub claim: usize,
    /// The unit that it is about.
    pub unit: String,
    /// The words that say what is counted.
    pub words: String,
    /// As printed, with its counter.
    pub printed: String,
    /// First day of its period.
    pub from: Option<Date>,
    /// Last day of its period, or the day of the state.
    pub last: Date,
    /// The record of the register that already holds it.
    pub known: Option<String>,
}

/// Why a figure is not taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// It speaks of ethnicity, religion or the like; nothing of it is kept.
    Delicate,
    /// It is a change, a rate or a place in an order.
    NoQuantity,
    /// Neither sentence nor article names a unit.
    NoUnit,
    /// No words say what is counted.
    NoWords,
    /// Its days are not known.
    NoDay,
    /// Its counter stands elsewhere, so that the number alone says something else.
    Torn,
}

/// Chooses the figures of a text that a register can hold.
///
/// - Input: a text checked against a ledger, the document's title, the day it appeared, what the register holds, and
///   the names of units, which are no part of what is counted.
/// - Output: the entries in the order of the text, and the other claims with the reason why they are left out.
pub fn entries(
    reading: &Reading,
    source: &str,
    printed_on: Date,
    register: &[Published],
    units: &[UnitName],
) -> (Vec<Entry>, Vec<(usize, Left)>) {
    let (mut entries, mut left) = (Vec::new(), Vec::new());
    for claim in &reading.claims {
        match entry(claim, printed_on, units) {
            Err(why) => left.push((claim.id, why)),
            Ok(mut entry) => {
                let held = register.iter().find(|held| {
                    held.source == source
                        && held.printed_on == printed_on
                        && (&held.unit, &held.words, &held.printed)
                            == (&entry.unit, &entry.words, &entry.printed)
                        && (held.from, held.last) == (entry.from, Some(entry.last))
                });
                entry.known = held.map(|held| held.record.clone());
                // One fact that a text tells twice is held once.
                let same = |other: &Entry| {
                    Entry {
                        claim: entry.claim,
                        ..other.clone()
                    } == entry
                };
                if !entries.iter().any(same) {
                    entries.push(entry);
                }
            }
        }
    }
    (entries, left)
}

fn entry(claim: &Claim, printed_on: Date, units: &[UnitName]) -> Result<Entry, Left> {
    if matches!(claim.ground, Some(Ground::Delicate | Ground::Sensitive)) {
        return Err(Left::Delicate);
    }
    if !may_be_kept(claim) {
        return Err(Left::NoQuantity);
    }
    let unit = claim.about.clone().ok_or(Left::NoUnit)?;
    let words = without_unit(claim.of.as_deref().ok_or(Left::NoWords)?, &unit, units);
    let words = Some(words.to_owned()).filter(|words| !words.is_empty());
    let words = words.ok_or(Left::NoWords)?;
    let time = time_of(claim, Some(printed_on)).map_err(|_| Left::NoDay)?;
    let (from, last) = time.ok_or(Left::NoDay)?;
    let counter = claim.unit.as_deref().unwrap_or_default();
    let reads = |printed: &String| {
        let read = read_figure(printed);
        read.is_some_and(|read| read.interval == claim.interval && read.kind == claim.kind)
    };
    let spelled = [claim.surface.clone(), format!("{}{counter}", claim.surface)];
    let printed = spelled.into_iter().find(reads).ok_or(Left::Torn)?;
    Ok(Entry {
        claim: claim.id,
        unit,
        words,
        printed,
        from,
        last,
        known: None,
    })
}

/// What is counted, without the name of the unit in front.
fn without_unit<'w>(words: &'w str, unit: &str, units: &[UnitName]) -> &'w str {
    let named = units.iter().filter(|name| name.code == unit);
    let fronts = named.filter_map(|name| words.strip_prefix(name.name.as_str()));
    fronts.min_by_key(|rest| rest.len()).unwrap_or(words)
}
