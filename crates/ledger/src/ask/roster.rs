//! A list of people kept elsewhere against a figure of the ledger: who is in both, and who in one only.

use crate::ask::figure::{Ask, AskError, Figure};
use crate::enter::merge::standing_codes;
use crate::enter::persons::{Candidate, Clue, Match, Trait, plain_name};
use crate::kept::units;
use crate::ledger::{Ledger, LedgerError};
use std::collections::{BTreeMap, BTreeSet};

/// One line of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its line in the file.
    pub line: u64,
    /// Who is meant.
    pub clue: Clue,
    /// The unit as the list calls it.
    pub unit: Option<String>,
}

/// A list compared with the persons of a figure.
///
/// `entries = both + only_list + ask + twice`, and `persons = both + only_ledger + asked`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The figure.
    pub figure: Figure,
    /// How many persons its rows name.
    pub persons: u64,
    /// How many rows name nobody.
    pub nameless: u64,
    /// How many lines the list has.
    pub entries: u64,
    /// How many are in both.
    pub both: u64,
    /// Who is in both and stands under another unit in the list.
    pub differing: Vec<Differing>,
    /// Lines of whom the figure counts nobody.
    pub only_list: Vec<Unfound>,
    /// Persons whom the figure counts and no line names.
    pub only_ledger: Vec<Held>,
    /// Lines that may mean several, or whose only candidate is contradicted.
    pub ask: Vec<Asked>,
    /// Persons of the figure who are candidates of such lines and of no other.
    pub asked: u64,
    /// Lines that mean somebody whom an earlier line meant: line and earlier line.
    pub twice: Vec<(Entry, u64)>,
}

/// Somebody in both, with another unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// The line.
    pub entry: Entry,
    /// The person.
    pub person: Candidate,
    /// Units under which the figure's rows stand.
    pub units: Vec<String>,
}

/// A line that the figure does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfound {
    /// The line.
    pub entry: Entry,
    /// The person of the ledger who is meant, where the ledger knows one.
    pub known: Option<Candidate>,
}

/// Somebody whom the figure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The person.
    pub person: Candidate,
    /// The records of the figure's rows.
    pub records: Vec<String>,
    /// Their units.
    pub units: Vec<String>,
}

/// A line that somebody must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The line.
    pub entry: Entry,
    /// Who may be meant.
    pub candidates: Vec<Candidate>,
}

impl Ledger {
    /// Compares a list of people with the persons of a figure. Names stand in the answer and nowhere else. Codes that were
    /// merged are one person, also where the figure was known before that.
    ///
    /// - Errors: all of [`AskError`]; [`AskError::Unlike`] where the figure's rows name no persons.
    pub fn compare_roster(&self, ask: &Ask, list: &[Entry]) -> Result<Comparison, LedgerError> {
        let figure = self.figure(ask)?;
        let evidence = self.rows(ask, None)?.swap_remove(0);
        let Some(person) = evidence.place("person") else {
            return Err(AskError::Unlike(format!(
                "the rows of {} name no persons, so no list of people can be compared with it",
                ask.indicator
            ))
            .into());
        };
        let standing = self.store.read(|rows| standing_codes(&self.core, rows))?;
        let (record, unit) = (evidence.place("record_id"), evidence.place("unit"));
        let mut held: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
        let mut nameless = 0;
        for row in &evidence.rows {
            let text =
                |place: Option<usize>| place.and_then(|i| row[i].as_text()).map(str::to_owned);
            match text(Some(person)) {
                Some(code) => {
                    let code = standing.get(&code).cloned().unwrap_or(code);
                    let (records, units) = held.entry(code).or_default();
                    records.extend(text(record));
                    units.extend(text(unit));
                }
                None => nameless += 1,
            }
        }
        let people = self.persons_by_code(&held.keys().cloned().collect())?;
        let names = self.unit_names()?;
        let mut found = Comparison {
            figure,
            persons: held.len() as u64,
            nameless,
            entries: list.len() as u64,
            both: 0,
            differing: Vec::new(),
            only_list: Vec::new(),
            only_ledger: Vec::new(),
            ask: Vec::new(),
            asked: 0,
            twice: Vec::new(),
        };
        let clues: Vec<Clue> = list.iter().map(|entry| entry.clue.clone()).collect();
        let mut meant: BTreeMap<String, u64> = BTreeMap::new();
        let mut open: Vec<(Entry, Vec<Candidate>)> = Vec::new();
        let mut unfound: Vec<Unfound> = Vec::new();
        for (entry, answer) in list.iter().zip(self.match_persons(&clues)?) {
            let entry = entry.clone();
            match answer {
                Match::One(one) => match meant.get(&one.person) {
                    Some(earlier) => found.twice.push((entry, *earlier)),
                    None => {
                        meant.insert(one.person.clone(), entry.line);
                        match held.get(&one.person) {
                            None => unfound.push(Unfound {
                                entry,
                                known: Some(one),
                            }),
                            Some((_, units)) => {
                                found.both += 1;
                                if self.stands_elsewhere(&entry, units, &names)? {
                                    found.differing.push(Differing {
                                        entry,
                                        person: one,
                                        units: units.iter().cloned().collect(),
                                    });
                                }
                            }
                        }
                    }
                },
                Match::Nobody => unfound.push(Unfound { entry, known: None }),
                Match::Ask(candidates) => open.push((entry, candidates)),
            }
        }
        // Whom nobody else means yet and who bears the same name with another birth date may be the one: a person decides.
        for one in unfound {
            let own = one.entry.clue.name.as_deref().map(plain_name);
            let similar: Vec<Candidate> = people
                .values()
                .filter(|p| one.known.is_none() && own.is_some() && !meant.contains_key(&p.person))
                .filter(|p| p.name.as_deref().map(plain_name) == own)
                .map(|p| Candidate {
                    agrees: vec![Trait::Name],
                    differs: vec![Trait::Born],
                    ..p.clone()
                })
                .collect();
            if similar.is_empty() {
                found.only_list.push(one);
            } else {
                open.push((one.entry, similar));
            }
        }
        open.sort_by_key(|(entry, _)| entry.line);
        let mut asked = BTreeSet::new();
        for (entry, candidates) in open {
            let codes = candidates.iter().map(|c| c.person.clone());
            asked.extend(codes.filter(|c| held.contains_key(c) && !meant.contains_key(c)));
            found.ask.push(Asked { entry, candidates });
        }
        found.asked = asked.len() as u64;
        for (code, (records, units)) in held {
            if !meant.contains_key(&code) && !asked.contains(&code) {
                let nobody = Candidate {
                    person: code.clone(),
                    name: None,
                    birth_on: None,
                    agrees: Vec::new(),
                    differs: Vec::new(),
                };
                found.only_ledger.push(Held {
                    person: people.get(&code).cloned().unwrap_or(nobody),
                    records: records.into_iter().collect(),
                    units: units.into_iter().collect(),
                });
            }
        }
        Ok(found)
    }

    /// Says whether a line names a unit that is neither one of these nor above one of them. A name that no unit bears says nothing.
    fn stands_elsewhere(
        &self,
        entry: &Entry,
        held: &BTreeSet<String>,
        names: &[crate::ask::standing::UnitName],
    ) -> Result<bool, LedgerError> {
        let Some(text) = entry
            .unit
            .as_deref()
            .map(plain_name)
            .filter(|t| !t.is_empty())
        else {
            return Ok(false);
        };
        let named: BTreeSet<&str> = names
            .iter()
            .filter(|u| {
                let all = std::iter::once(&u.code).chain(&u.names);
                all.map(|name| plain_name(name)).any(|name| name == text)
            })
            .map(|u| u.code.as_str())
            .collect();
        if named.is_empty() {
            return Ok(false);
        }
        self.store.read(|rows| {
            for unit in held {
                let above = units::with_all_above(rows, unit)?;
                if above.iter().any(|code| named.contains(code.as_str())) {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }
}
