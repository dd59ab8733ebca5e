//! Who is meant: a person found by name, birth date and ID number, never by the name alone.

use crate::enter::merge::standing_codes;
use crate::ledger::{Ledger, LedgerError};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_db::{DbError, Rows, Value};

/// What somebody's list says about a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clue {
    /// The name as written.
    pub name: Option<String>,
    /// The birth date: a day, or the month or year where the list says no more.
    pub born: Option<Period>,
    /// The ID number; only its keyed digest is compared, and nothing keeps it.
    pub id_number: Option<String>,
}

/// What can be compared about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trait {
    /// The name.
    Name,
    /// The birth date.
    Born,
    /// The ID number.
    IdNumber,
}

/// A person of the ledger who may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The code.
    pub person: String,
    /// The name; none after an erasure.
    pub name: Option<String>,
    /// The birth date; none after an erasure.
    pub birth_on: Option<Date>,
    /// What agrees with the clue.
    pub agrees: Vec<Trait>,
    /// What contradicts it.
    pub differs: Vec<Trait>,
}

/// The answer to a clue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// Exactly one person fits, by name and birth date or by ID number, and nothing contradicts.
    One(Candidate),
    /// Nobody fits.
    Nobody,
    /// Somebody must be asked: several fit, the name alone does, or something contradicts.
    Ask(Vec<Candidate>),
}

impl Ledger {
    /// Finds the persons meant by clues, one answer for each in their order. Nothing is guessed. Who was registered under two
    /// codes that were merged is one person, under the code that was kept.
    pub fn match_persons(&self, clues: &[Clue]) -> Result<Vec<Match>, LedgerError> {
        let sought: Vec<Sought> = clues
            .iter()
            .map(|clue| Sought {
                name: clue
                    .name
                    .as_deref()
                    .map(plain_name)
                    .filter(|n| !n.is_empty()),
                born: clue.born,
                id_hash: clue
                    .id_number
                    .as_deref()
                    .map(plain_id_number)
                    .filter(|number| !number.is_empty())
                    .map(|number| self.keys.id_number(&number)),
            })
            .collect();
        Ok(self
            .store
            .read(|rows| known(rows, &sought, &standing_codes(&self.core, rows)?))
            .map(|known| sought.iter().map(|one| matched(one, &known)).collect())?)
    }

    /// Gives the keyed digest under which `core.person` keeps an ID number; spaces and the case of its last letter do not count.
    pub fn id_hash(&self, number: &str) -> String {
        self.keys.id_number(&plain_id_number(number))
    }

    /// Gives name and birth date of persons by code, for an answer to who may see them.
    pub(crate) fn persons_by_code(
        &self,
        codes: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Candidate>, LedgerError> {
        self.store.read(|rows| {
            let mut found = BTreeMap::new();
            for code in codes {
                let row = rows.first(
                    "select name, birth_on from core_person where person = ?1 and removed_seq is null",
                    &[code.as_str().into()],
                )?;
                if let Some(row) = row {
                    found.insert(
                        code.clone(),
                        Candidate {
                            person: code.clone(),
                            name: row[0].as_text().map(str::to_owned),
                            birth_on: row[1].as_text().and_then(|t| parse_day(t).ok()),
                            agrees: Vec::new(),
                            differs: Vec::new(),
                        },
                    );
                }
            }
            Ok(found)
        })
    }
}

/// A clue ready for comparison.
struct Sought {
    name: Option<String>,
    born: Option<Period>,
    id_hash: Option<String>,
}

/// A person as the ledger knows him or her; one entry for each code that was merged into this one.
struct Known {
    person: String,
    name: Option<String>,
    birth_on: Option<Date>,
    id_hash: Option<String>,
}

/// Reads the persons that share a name or an ID number with any clue, in one pass.
fn known(
    rows: &dyn Rows,
    sought: &[Sought],
    standing: &BTreeMap<String, String>,
) -> Result<Vec<Known>, DbError> {
    let names: BTreeSet<&str> = sought.iter().filter_map(|s| s.name.as_deref()).collect();
    let hashes: BTreeSet<&str> = sought.iter().filter_map(|s| s.id_hash.as_deref()).collect();
    let mut found = Vec::new();
    rows.for_each(
        "select person, name, birth_on, id_hash from core_person where removed_seq is null",
        &[],
        &mut |row| {
            let text = |i: usize| row.get(i).and_then(Value::as_text);
            let by_name = text(1).is_some_and(|name| names.contains(plain_name(name).as_str()));
            let by_hash = text(3).is_some_and(|hash| hashes.contains(hash));
            if let Some(person) = text(0).filter(|_| by_name || by_hash) {
                found.push(Known {
                    person: standing
                        .get(person)
                        .map_or(person, String::as_str)
                        .to_owned(),
                    name: text(1).map(str::to_owned),
                    birth_on: text(2).and_then(|t| parse_day(t).ok()),
                    id_hash: text(3).map(str::to_owned),
                });
            }
            Ok(())
        },
    )?;
    found.sort_by(|a, b| a.person.cmp(&b.person));
    Ok(found)
}

fn matched(sought: &Sought, known: &[Known]) -> Match {
    // Of the codes of one person counts the one that speaks best for the clue.
    let mut best: BTreeMap<&str, Candidate> = BTreeMap::new();
    for one in known {
        let candidate = compare(sought, one);
        let rank = |c: &Candidate| (c.differs.len(), Reverse(c.agrees.len()));
        let kept = best.entry(&one.person).or_insert_with(|| candidate.clone());
        if rank(&candidate) < rank(kept) {
            *kept = candidate;
        }
    }
    let candidates: Vec<Candidate> = best.into_values().collect();
    let has = |list: &[Trait], what: Trait| list.contains(&what);
    // Who shares the ID number, or name and birth date, lays claim to the clue.
    let claims: Vec<&Candidate> = candidates
        .iter()
        .filter(|c| {
            has(&c.agrees, Trait::IdNumber)
                || (has(&c.agrees, Trait::Name) && has(&c.agrees, Trait::Born))
        })
        .collect();
    match claims.as_slice() {
        [one] if one.differs.is_empty() => Match::One((*one).clone()),
        [] => {
            // The name alone is never enough, and never nothing where no birth date speaks against it.
            let named = candidates
                .iter()
                .filter(|c| has(&c.agrees, Trait::Name) && c.differs.is_empty());
            let named: Vec<Candidate> = named.cloned().collect();
            if named.is_empty() {
                Match::Nobody
            } else {
                Match::Ask(named)
            }
        }
        several => Match::Ask(several.iter().map(|c| (*c).clone()).collect()),
    }
}

fn compare(sought: &Sought, known: &Known) -> Candidate {
    let mut candidate = Candidate {
        person: known.person.clone(),
        name: known.name.clone(),
        birth_on: known.birth_on,
        agrees: Vec::new(),
        differs: Vec::new(),
    };
    let mut note = |what: Trait, same: Option<bool>| match same {
        Some(true) => candidate.agrees.push(what),
        Some(false) => candidate.differs.push(what),
        None => {}
    };
    let own_name = known.name.as_deref().map(plain_name);
    let both = |a: &Option<String>, b: &Option<String>| Some(a.as_ref()? == b.as_ref()?);
    note(Trait::Name, both(&sought.name, &own_name));
    let born = sought.born.zip(known.birth_on);
    note(Trait::Born, born.map(|(span, day)| span.contains(day)));
    note(Trait::IdNumber, both(&sought.id_hash, &known.id_hash));
    candidate
}

/// A name as it is compared: without spaces, with one form of the middle dot, letters in lower case.
pub fn plain_name(name: &str) -> String {
    let letters = name.chars().filter(|c| !c.is_whitespace());
    letters
        .map(|c| match c {
            '•' | '・' | '‧' | '∙' | '⋅' | '．' => '·',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// An ID number as it is compared: digits and a last X, whatever their width.
fn plain_id_number(number: &str) -> String {
    let narrow = number.chars().map(|c| match c {
        '０'..='９' => {
            char::from(b'0' + u8::try_from(u32::from(c) - u32::from('０')).unwrap_or(0))
        }
        'x' | 'ｘ' | 'Ｘ' => 'X',
        other => other,
    });
    narrow.filter(|c| c.is_ascii_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(person: &str, name: &str, born: &str, hash: Option<&str>) -> Known {
        Known {
            person: person.into(),
            name: Some(plain_name(name)),
            birth_on: parse_day(born).ok(),
            id_hash: hash.map(str::to_owned),
        }
    }

    fn sought(name: &str, born: Option<&str>, hash: Option<&str>) -> Sought {
        Sought {
            name: Some(plain_name(name)),
            born: born.map(|text| Period::parse(text).expect("a period")),
            id_hash: hash.map(str::to_owned),
        }
    }

    fn answer(found: &Match) -> String {
        match found {
            Match::One(one) => one.person.clone(),
            Match::Nobody => "nobody".into(),
            Match::Ask(some) => {
                let codes: Vec<&str> = some.iter().map(|c| c.person.as_str()).collect();
                format!("ask {}", codes.join(" "))
            }
        }
    }

    #[test]
    fn the_name_alone_is_asked_for_and_contradictions_too() {
        let all = [
            known("p1", "示例甲", "1980-05-06", Some("h1")),
            known("p2", "示例甲", "1985-01-02", None),
            known("p3", "示例乙", "1990-03-04", Some("h3")),
            known("p4", "示例丙", "1991-01-01", None),
            known("p5", "示例丙", "1991-01-01", None),
        ];
        for (clue, expected) in [
            (sought("示例甲", Some("1980-05-06"), None), "p1"),
            (sought("示 例甲", Some("1985-01"), None), "p2"),
            (sought("示例甲", None, None), "ask p1 p2"),
            (sought("示例乙", None, None), "ask p3"),
            (sought("示例乙", None, Some("h3")), "p3"),
            (sought("示例甲", Some("1999-01-01"), None), "nobody"),
            (sought("示例丁", Some("1990-03-04"), None), "nobody"),
            (sought("示例丙", Some("1991-01-01"), None), "ask p4 p5"),
            // Another name under the same number, or another number under the same name and birth date.
            (sought("示例丁", Some("1990-03-04"), Some("h3")), "ask p3"),
            (sought("示例甲", Some("1980-05-06"), Some("h9")), "ask p1"),
            (
                sought("示例甲", Some("1980-05-06"), Some("h3")),
                "ask p1 p3",
            ),
        ] {
            let kept: Vec<&Known> = all.iter().collect();
            let kept: Vec<Known> = kept
                .into_iter()
                .filter(|k| k.name == clue.name || k.id_hash.is_some() && k.id_hash == clue.id_hash)
                .map(|k| Known {
                    person: k.person.clone(),
                    name: k.name.clone(),
                    birth_on: k.birth_on,
                    id_hash: k.id_hash.clone(),
                })
                .collect();
            assert_eq!(
                answer(&matched(&clue, &kept)),
                expected,
                "{:?} {:?}",
                clue.name,
                clue.born
            );
        }
    }

    #[test]
    fn codes_of_one_person_are_no_several() {
        // p1 was registered twice: under another name, and with another birth date.
        let all = [
            known("p1", "示例甲", "1980-05-06", Some("h1")),
            known("p1", "示例甲", "1980-06-05", None),
            known("p1", "示例旧名", "1980-05-06", None),
        ];
        for (clue, expected) in [
            (sought("示例甲", Some("1980-05-06"), None), "p1"),
            (sought("示例甲", Some("1980-06-05"), None), "p1"),
            (sought("示例旧名", Some("1980-05-06"), None), "p1"),
            (sought("示例旧名", None, Some("h1")), "ask p1"),
            (sought("示例甲", None, None), "ask p1"),
            (sought("示例旧名", Some("1980-06-05"), None), "nobody"),
        ] {
            assert_eq!(
                answer(&matched(&clue, &all)),
                expected,
                "{:?} {:?}",
                clue.name,
                clue.born
            );
        }
    }

    #[test]
    fn names_and_numbers_are_compared_whatever_their_spelling() {
        assert_eq!(plain_name("示　例 甲"), "示例甲");
        assert_eq!(plain_name("扎西•次仁"), plain_name("扎西·次仁"));
        assert_eq!(
            plain_id_number(" ５４００１９800506001x"),
            "540019800506001X"
        );
    }
}
