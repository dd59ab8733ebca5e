//! The blind page: a small ledger that differs from a text in a few hidden places, and the sealed answer.
//!
//! Whoever checks the text against the ledger must find these places and nothing else. The answer is sealed by its
//! SHA-256 before the check runs; opening it afterwards shows that it was not written to fit.

use crate::article::{all_names, true_sentences};
use crate::chance::Chance;
use crate::error::SampleError;
use crate::events::{self, Events};
use crate::family::{Family, family};
use crate::places::{self, Place};
use crate::plant::Planting;
use crate::sheet::morning;
use crate::stocks::{self, Course};
use crate::trick::{Trick, Wanted};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use youju_declare::{Files, Packs};
use youju_journal::entropy::Entropy;
use youju_ledger::ledger::{Creation, Ledger};

/// A text, the names of its units, and the day on which it appeared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The text.
    pub text: String,
    /// Unit code by name, as an alias file has them.
    pub aliases: BTreeMap<String, String>,
    /// The day of publication.
    pub published_on: Date,
}

/// A text and the ledger that differs from it.
pub struct Blind {
    page: Page,
    places: usize,
    hidden: Vec<Hidden>,
    answer: String,
    families: Vec<Grown>,
    signed: Vec<(String, String)>,
}

/// A place at which the ledger holds something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// First code point of the figure.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The figure as printed.
    pub surface: String,
    /// The indicator and unit it is about.
    pub indicator: String,
    /// Its unit.
    pub unit: String,
    /// What was done: off by one, another period …
    pub trick: &'static str,
}

/// What a check has found of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// Differences that were hidden.
    pub hidden: usize,
    /// Of them found.
    pub found: usize,
    /// Findings where nothing was hidden.
    pub false_alarms: usize,
}

/// One family of figures of a unit, with the numbers that the ledger will hold.
struct Grown {
    unit: String,
    family: Family,
    numbers: Numbers,
}

enum Numbers {
    Stocks(Course),
    Events(Events),
}

/// Hides `hidden` differences from the sentences of the example article that are true of the demo ledger.
///
/// - Errors: [`SampleError::TooFew`]; a fault in the list of facts.
pub fn blind(packs: &Packs, hidden: usize, seed: u64) -> Result<Blind, SampleError> {
    let article = true_sentences()?;
    let places = places::known(&article);
    let page = Page {
        aliases: all_names(&article),
        text: article.text,
        published_on: article.published_on,
    };
    hide(page, places, packs, hidden, seed)
}

/// Hides `hidden` differences from any text, at figures that a plain search finds by the packs' words.
///
/// - Errors: [`SampleError::TooFew`].
pub fn blind_in(page: Page, packs: &Packs, hidden: usize, seed: u64) -> Result<Blind, SampleError> {
    let places = places::found(&page.text, &page.aliases, page.published_on, packs);
    hide(page, places, packs, hidden, seed)
}

impl Blind {
    /// The text with what is known about it.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// How many figures of the text the ledger was made for.
    pub fn places(&self) -> usize {
        self.places
    }

    /// The sealed answer: one line of JSON with a salt.
    pub fn answer(&self) -> &str {
        &self.answer
    }

    /// SHA-256 of the answer, in hexadecimal: `printf %s "$answer" | sha256sum`.
    pub fn seal(&self) -> String {
        hex(&Sha256::digest(self.answer.as_bytes()))
    }

    /// The hidden places in the order of the text.
    pub fn hidden(&self) -> &[Hidden] {
        &self.hidden
    }

    /// Makes the ledger in a new or empty folder.
    ///
    /// - Errors: a folder that is not empty, a disk that cannot be written, packs that refuse one of the records.
    pub fn ledger(&self, folder: &Path, files: &Files) -> Result<Ledger, SampleError> {
        let entered = self.page.published_on.saturating_add(8.days());
        let creation = Creation {
            origin: "blind.example/ledger".into(),
            synthetic: true,
            entropy: Entropy::seeded(1),
            moment: morning(entered),
        };
        let ledger = Ledger::create(folder, files, creation)?;
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, code) in &self.page.aliases {
            let known = names.entry(code).or_insert(name);
            if name.chars().count() > known.chars().count() {
                *known = name;
            }
        }
        let units: BTreeSet<&str> = self.families.iter().map(|f| f.unit.as_str()).collect();
        let units: Vec<(String, String)> = units
            .into_iter()
            .map(|code| {
                (
                    code.to_owned(),
                    names.get(code).copied().unwrap_or(code).to_owned(),
                )
            })
            .collect();
        let mut planting = Planting::new(&units);
        for Grown {
            unit,
            family,
            numbers,
        } in &self.families
        {
            match (numbers, family) {
                (Numbers::Stocks(course), _) => planting.stocks(unit, course),
                (Numbers::Events(events), Family::Events(sort)) => {
                    planting.events(unit, sort, events)
                }
                (Numbers::Events(_), _) => {}
            }
        }
        for (unit, register) in &self.signed {
            planting.sign(
                unit,
                register,
                self.page.published_on.saturating_add(1.day()),
            );
        }
        planting.sheet().enter(&ledger, &morning(entered))?;
        Ok(ledger)
    }

    /// Compares what a check has found with what was hidden.
    ///
    /// - Input: first and last code points of the figures that do not agree with the ledger (contradicted or stale).
    pub fn score(&self, findings: &[(usize, usize)]) -> Score {
        let meets = |h: &Hidden, (start, end): (usize, usize)| h.start < end && start < h.end;
        let found = self
            .hidden
            .iter()
            .filter(|h| findings.iter().any(|f| meets(h, *f)))
            .count();
        let false_alarms = findings
            .iter()
            .filter(|f| !self.hidden.iter().any(|h| meets(h, **f)))
            .count();
        Score {
            hidden: self.hidden.len(),
            found,
            false_alarms,
        }
    }
}

/// Chooses places and tricks by the seed, one after the other, as long as all other figures can still be true.
fn hide(
    page: Page,
    places: Vec<Place>,
    packs: &Packs,
    wanted: usize,
    seed: u64,
) -> Result<Blind, SampleError> {
    let mut chance = Chance::new(seed);
    let published_on = page.published_on;
    let mut groups: BTreeMap<(String, Family), Vec<Place>> = BTreeMap::new();
    for place in places {
        if let Some(family) = family(&place.indicator) {
            groups
                .entry((place.unit.clone(), family))
                .or_default()
                .push(place);
        }
    }
    // Figures that contradict one another before anything is hidden cannot all be held.
    groups.retain(|(_, family), places| {
        grow(*family, &plain(places), published_on, &mut chance).is_some()
    });
    let places: Vec<(&(String, Family), &Place)> = groups
        .iter()
        .flat_map(|(key, places)| places.iter().map(move |p| (key, p)))
        .collect();
    let mut order: Vec<usize> = (0..places.len()).collect();
    chance.shuffle(&mut order);
    let mut tricks: BTreeMap<usize, Trick> = BTreeMap::new();
    for k in order {
        if tricks.len() == wanted {
            break;
        }
        let (key, place) = places[k];
        for trick in Trick::fitting(place, &mut chance) {
            tricks.insert(k, trick);
            let group: Vec<Wanted<'_>> = places
                .iter()
                .enumerate()
                .filter(|(_, (of, _))| *of == key)
                .map(|(i, (_, place))| Wanted {
                    place,
                    trick: tricks.get(&i).copied(),
                })
                .collect();
            if grow(key.1, &group, published_on, &mut chance).is_some() {
                break;
            }
            tricks.remove(&k);
        }
    }
    if tricks.len() < wanted {
        return Err(SampleError::TooFew {
            wanted,
            found: places.len(),
        });
    }
    let mut families = Vec::new();
    for key in groups.keys() {
        let group: Vec<Wanted<'_>> = places
            .iter()
            .enumerate()
            .filter(|(_, (of, _))| *of == key)
            .map(|(i, (_, place))| Wanted {
                place,
                trick: tricks.get(&i).copied(),
            })
            .collect();
        // What could be had once can be had again: only the choice among what is allowed is drawn anew.
        let numbers =
            grow(key.1, &group, published_on, &mut chance).ok_or(SampleError::TooFew {
                wanted,
                found: places.len(),
            })?;
        families.push(Grown {
            unit: key.0.clone(),
            family: key.1,
            numbers,
        });
    }
    let mut hidden: Vec<Hidden> = tricks
        .iter()
        .map(|(k, trick)| {
            let place = places[*k].1;
            Hidden {
                start: place.start,
                end: place.end,
                surface: place.surface.clone(),
                indicator: place.indicator.clone(),
                unit: place.unit.clone(),
                trick: trick.name(),
            }
        })
        .collect();
    hidden.sort_by_key(|h| h.start);
    let mut signed: Vec<(String, String)> = places
        .iter()
        .flat_map(|(_, place)| registers(packs, place))
        .collect();
    signed.sort();
    signed.dedup();
    let answer = answer(seed, &hidden, &mut chance);
    Ok(Blind {
        page,
        places: places.len(),
        hidden,
        answer,
        families,
        signed,
    })
}

fn plain(places: &[Place]) -> Vec<Wanted<'_>> {
    places
        .iter()
        .map(|place| Wanted { place, trick: None })
        .collect()
}

fn grow(
    family: Family,
    wanted: &[Wanted<'_>],
    published_on: Date,
    chance: &mut Chance,
) -> Option<Numbers> {
    match family {
        Family::Events(sort) => {
            events::events(sort, wanted, published_on, chance).map(Numbers::Events)
        }
        _ => stocks::stocks(family, wanted, chance).map(Numbers::Stocks),
    }
}

/// The registers behind a place: of its indicator, and of the whole of a share.
fn registers(packs: &Packs, place: &Place) -> Vec<(String, String)> {
    let own = packs.indicator(&place.indicator);
    let whole = own
        .and_then(|i| i.share_of.as_deref())
        .and_then(|id| packs.indicator(id));
    own.into_iter()
        .chain(whole)
        .map(|i| (place.unit.clone(), i.row_set.clone()))
        .collect()
}

fn answer(seed: u64, hidden: &[Hidden], chance: &mut Chance) -> String {
    let salt: Vec<u8> = (0..2).flat_map(|_| chance.next().to_be_bytes()).collect();
    let hidden: Vec<_> = hidden
        .iter()
        .map(|h| json!({ "start": h.start, "end": h.end, "surface": h.surface, "indicator": h.indicator, "unit": h.unit, "trick": h.trick }))
        .collect();
    json!({ "salt": hex(&salt), "seed": seed, "hidden": hidden }).to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
