//! Whether what a list says stands in the ledger already: new, the same, changed, or settled otherwise since.
//!
//! A list that comes in every month repeats what it said before. Its rows are compared with the live records of their
//! kind, so that nothing is doubled, whether a record came from the list or was entered by hand.

use crate::enter::fields;
use crate::enter::outcome::Outcome;
use crate::enter::persons::{Clue, plain_name};
use crate::enter::submission::{Action, Submission};
use crate::enter::submit::Moment;
use crate::ledger::{Ledger, LedgerError, describe};
use crate::names::{PERSON, UNIT};
use crate::problem::SubmitError;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, HashMap, HashSet};
use youju_db::{DbError, Rows, Value, WriteError};
use youju_declare::{FieldType, Kind};
use youju_journal::log;

/// How a row of a list stands to the ledger.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Nothing like it is there.
    New,
    /// A live record says the same.
    Same {
        /// The record.
        record: String,
    },
    /// A live record has the same key, and other fields differ.
    Changed {
        /// The record.
        record: String,
        /// The fields that differ, as the list has them.
        fields: Map<String, Json>,
        /// The same fields as the record has them.
        before: BTreeMap<String, Value>,
    },
    /// The very row came in before, and its record was corrected or voided since by somebody.
    Settled {
        /// The record.
        record: String,
        /// It was voided; otherwise it was corrected.
        voided: bool,
    },
}

/// The fields by which a record of a kind is known again when others change: required persons, units, records, choices
/// and its day; texts too where no person is named. Numbers, flags, remarks and what may be left out are no part of it.
pub fn default_key(kind: &Kind) -> Vec<String> {
    let has_person = kind
        .fields
        .iter()
        .any(|f| f.required && f.ty == FieldType::Person);
    let is_key = |field: &&youju_declare::Field| {
        field.required
            && !field.private
            && match &field.ty {
                FieldType::Person
                | FieldType::Unit
                | FieldType::Record(_)
                | FieldType::Choice(_) => true,
                FieldType::Date => field.name == kind.time.field(),
                FieldType::Text => !has_person,
                _ => false,
            }
    };
    let keys = kind.fields.iter().filter(is_key);
    // A person's code is what introduces a person; name and birth date can be put right.
    if kind.id == PERSON || kind.id == UNIT {
        let own = if kind.id == UNIT { "unit" } else { "person" };
        return vec![own.to_owned()];
    }
    keys.map(|field| field.name.clone()).collect()
}

impl Ledger {
    /// Compares the rows of a list with the live records of their kind; one answer for each, in the same order.
    ///
    /// Each record answers for one row only. A row that says the same as a record goes before one that changes it; where
    /// two rows or two records share a key, nothing is taken for a change.
    ///
    /// - Input: new records, each with the id that [`Ledger::identify`] made of its content; the fields of the key; the
    ///   fields that the list says itself, which alone can be changed by it.
    pub fn compare(
        &self,
        sent: &[&Submission],
        key: &[String],
        said: &[String],
    ) -> Result<Vec<Standing>, LedgerError> {
        self.store.read(|rows| {
            let looked: Vec<Looked> = sent
                .iter()
                .map(|one| self.look(rows, one, key, said))
                .collect::<Result<_, _>>()?;
            stand(rows, sent, looked)
        })
    }

    /// Judges submissions as [`Ledger::submit_all`] does, and undoes all of it: nothing comes in.
    ///
    /// - Output: what would be answered, one for each; the places in the journal are not taken.
    pub fn rehearse(
        &self,
        sent: &[Submission],
        moment: &Moment,
    ) -> Result<Vec<Result<Outcome, SubmitError>>, LedgerError> {
        self.ensure_keys(sent.iter())?;
        let undone = self.store.write(|tx| -> Result<(), Undone> {
            let answers = self.judge_all(tx, sent, moment).map_err(Undone::Fault)?;
            Err(Undone::Answers(answers))
        });
        match undone {
            Err(WriteError::Job(Undone::Answers(answers))) => Ok(answers),
            Err(WriteError::Job(Undone::Fault(error))) => Err(error.into()),
            Err(other) => Err(LedgerError::Write(describe(&other))),
            Ok(()) => Ok(Vec::new()),
        }
    }

    /// Gives a code for a person who is new, the same whenever a list says the same of him or her; by the ID number where
    /// it is known, else by name and birth date. None where neither is said.
    pub fn new_person_code(&self, clue: &Clue) -> Option<String> {
        let digest = match (&clue.id_number, &clue.name, clue.born) {
            (Some(number), ..) => self.id_hash(number),
            (None, Some(name), Some(born)) if born.days() == 1 => {
                self.keys.id_number(&format!("{} {born}", plain_name(name)))
            }
            _ => return None,
        };
        Some(format!("p-{}", &digest[..12]))
    }

    fn look(
        &self,
        rows: &dyn Rows,
        sent: &Submission,
        key: &[String],
        said: &[String],
    ) -> Result<Looked, DbError> {
        let Action::Record { kind, fields, .. } = &sent.action else {
            return Ok(Looked::default());
        };
        let Some(kind) = self.core.packs.kind(kind) else {
            return Ok(Looked::default());
        };
        // A fault of form is answered when it is judged.
        let Ok(draft) = fields::read_record(kind, fields) else {
            return Ok(Looked::default());
        };
        let compared: Vec<&str> = fields
            .keys()
            .filter(|name| said.contains(name))
            .filter(|name| {
                kind.field(name)
                    .is_some_and(|f| !f.private && f.rows().is_none())
            })
            .map(String::as_str)
            .collect();
        let (mut terms, mut params) = (vec!["removed_seq is null".to_owned()], Vec::new());
        let mut shown = kind.table.clone();
        for name in key {
            let value = draft.columns.get(name).cloned().unwrap_or(Value::Null);
            shown.push_str(&format!("\u{1f}{value}"));
            if value.is_null() {
                terms.push(format!("{name} is null"));
            } else {
                params.push(value);
                terms.push(format!("{name} = ?{}", params.len()));
            }
        }
        let sql = format!(
            "select record_id, {} from {} where {} order by seq",
            if compared.is_empty() {
                "null".to_owned()
            } else {
                compared.join(", ")
            },
            kind.table,
            terms.join(" and ")
        );
        let mut found = Vec::new();
        for row in rows.query(&sql, &params)? {
            let mut values = row.into_iter();
            let record = values.next().map(|v| v.to_string()).unwrap_or_default();
            let mut before = BTreeMap::new();
            for (name, kept) in compared.iter().zip(values) {
                if draft.columns.get(*name).unwrap_or(&Value::Null) != &kept {
                    before.insert((*name).to_owned(), kept);
                }
            }
            found.push((record, before));
        }
        Ok(Looked { key: shown, found })
    }
}

enum Undone {
    Answers(Vec<Result<Outcome, SubmitError>>),
    Fault(SubmitError),
}

/// What stands under the key of one row.
#[derive(Default)]
struct Looked {
    /// The key in one text; empty where the row cannot be compared.
    key: String,
    /// Records with the same key, and their fields that differ.
    found: Vec<(String, BTreeMap<String, Value>)>,
}

fn stand(
    rows: &dyn Rows,
    sent: &[&Submission],
    looked: Vec<Looked>,
) -> Result<Vec<Standing>, LedgerError> {
    let mut used: HashSet<String> = HashSet::new();
    let mut standing: Vec<Option<Standing>> = Vec::with_capacity(looked.len());
    for one in &looked {
        let same = one
            .found
            .iter()
            .find(|(record, before)| before.is_empty() && !used.contains(record));
        standing.push(same.map(|(record, _)| {
            used.insert(record.clone());
            Standing::Same {
                record: record.clone(),
            }
        }));
    }
    let mut open: HashMap<&str, u32> = HashMap::new();
    for (one, _) in looked.iter().zip(&standing).filter(|(_, s)| s.is_none()) {
        *open.entry(&one.key).or_default() += 1;
    }
    for ((sent, one), standing) in sent.iter().zip(&looked).zip(&mut standing) {
        if standing.is_some() {
            continue;
        }
        let free: Vec<_> = one
            .found
            .iter()
            .filter(|(record, _)| !used.contains(record))
            .collect();
        *standing = Some(match (earlier(rows, sent)?, free.as_slice()) {
            (Some(settled), _) => settled,
            (None, [(record, before)]) if open.get(one.key.as_str()) == Some(&1) => {
                let Action::Record { fields, .. } = &sent.action else {
                    continue;
                };
                let changed = fields.iter().filter(|(name, _)| before.contains_key(*name));
                Standing::Changed {
                    record: record.clone(),
                    fields: changed
                        .map(|(name, json)| (name.clone(), json.clone()))
                        .collect(),
                    before: before.clone(),
                }
            }
            _ => Standing::New,
        });
    }
    Ok(standing
        .into_iter()
        .map(|s| s.unwrap_or(Standing::New))
        .collect())
}

/// What became of the row if it came in before under the id made of its content.
fn earlier(rows: &dyn Rows, sent: &Submission) -> Result<Option<Standing>, LedgerError> {
    let Some(placed) = log::by_id(rows, sent.id.as_str())? else {
        return Ok(None);
    };
    let kind = placed
        .entry
        .data
        .get("kind")
        .and_then(Json::as_str)
        .unwrap_or_default();
    let Action::Record { kind: named, .. } = &sent.action else {
        return Ok(None);
    };
    if kind != named {
        return Ok(None);
    }
    let table = named.replace('.', "_");
    let live = rows.int(
        &format!("select 1 from {table} where record_id = ?1 and removed_seq is null"),
        &[sent.id.as_str().into()],
    )?;
    Ok(Some(Standing::Settled {
        record: sent.id.to_string(),
        voided: live.is_none(),
    }))
}
