//! Trusted import: records that were judged elsewhere, put in by the million.
//!
//! No rule is asked and no unit or person looked up; everything else is as with a single record: each has its entry, its
//! leaf, its row in the kind's table and its evidence, and each batch its signature; what changes a closed period needs its
//! reason and is a restatement. Between [`Ledger::open_bulk`] and
//! [`Ledger::close_bulk`] most indexes are missing and roll-ups are behind, so nothing else may use the ledger. What was
//! put in when a load stopped stays; the load goes on with the next record.

use crate::close::locks;
use crate::enter::fields;
use crate::enter::submission::{Action, Submission};
use crate::enter::submit::{self, Moment};
use crate::kept::project::{Change, Version};
use crate::kept::sets;
use crate::ledger::{Ledger, LedgerError, write_error};
use crate::names::{PERSON_MERGE, UNIT, UNIT_CHANGE, UNIT_LINK};
use crate::problem::SubmitError;
use serde_json::json;
use std::collections::BTreeSet;
use youju_db::{Rows as _, Tx, Value};
use youju_declare::bind::{self, Holds};
use youju_journal::entry::EntryType;
use youju_journal::log;

impl Ledger {
    /// Takes the indexes away that a load does not need.
    pub fn open_bulk(&self) -> Result<(), LedgerError> {
        let indexes = self.bulk_indexes();
        self.store
            .write(|tx| -> Result<(), SubmitError> {
                for (name, _) in &indexes {
                    tx.execute_batch(&format!("drop index if exists {name}"))?;
                }
                Ok(())
            })
            .map_err(write_error)
    }

    /// Puts new records in, in their order, in one commit with one signature.
    ///
    /// - Errors: a submission that is no record, or of a kind that makes units or merges persons; an id that is taken; faults of
    ///   form; a record without a reason that changes a closed period. Then nothing of the batch stays.
    pub fn put_bulk(&self, batch: &[Submission], moment: &Moment) -> Result<(), LedgerError> {
        self.ensure_keys(batch.iter())?;
        self.store
            .write(|tx| -> Result<(), SubmitError> {
                for sent in batch {
                    self.put_one(tx, sent, moment)?;
                }
                Ok(())
            })
            .map_err(write_error)
    }

    /// Makes the indexes and counts the roll-ups.
    pub fn close_bulk(&self) -> Result<(), LedgerError> {
        for (_, create) in self.bulk_indexes() {
            let name = create
                .split_whitespace()
                .skip_while(|word| *word != "index")
                .nth(1);
            self.store
                .write(|tx| -> Result<(), SubmitError> {
                    let there = tx.int(
                        "select 1 from sqlite_schema where type = 'index' and name = ?1",
                        &[name.into()],
                    )?;
                    if there.is_none() {
                        tx.execute_batch(&create)?;
                    }
                    Ok(())
                })
                .map_err(write_error)?;
        }
        self.store
            .write(|tx| -> Result<(), SubmitError> {
                self.core.rebuild_rollups(tx)?;
                Ok(self.core.bring_up(tx, true)?)
            })
            .map_err(write_error)
    }

    fn put_one(
        &self,
        tx: &mut Tx<'_>,
        sent: &Submission,
        moment: &Moment,
    ) -> Result<(), SubmitError> {
        let refuse = |what: &str| {
            Err(submit::invalid(
                "kind",
                what.to_owned(),
                "send it with `youju record`",
            ))
        };
        let Action::Record {
            kind,
            fields,
            opening,
        } = &sent.action
        else {
            return refuse("a trusted import holds new records only");
        };
        let kind = self.core.find_kind(kind)?;
        if matches!(kind.id.as_str(), UNIT | UNIT_LINK | UNIT_CHANGE) {
            return refuse("units are not put in unseen");
        }
        if kind.id == PERSON_MERGE {
            return refuse("persons are not merged unseen");
        }
        let body = submit::canonical(&sent.body)?;
        let draft = fields::read_record(kind, fields).map_err(SubmitError::Invalid)?;
        let kept = draft.entry.clone();
        let seq = log::head(tx)? + 1;
        let unit = draft.columns.get("unit").and_then(Value::as_text);
        let calendar = self.core.calendar(tx, kind, unit)?;
        let new = Version::first(kind, sent.id.as_str(), draft, *opening, seq, &calendar)
            .map_err(SubmitError::Invalid)?;
        let subject = submit::subject_of(kind, &new);
        let sealed = submit::seal(kind, &self.keys, sent, subject, &kept)?;
        let digest = self.keys.sent(subject, body.as_bytes())?;
        let mut data = json!({ "fields": sealed, "kind": kind.id });
        if *opening {
            data["opening"] = json!(true);
        }
        let change = Change {
            old: None,
            new: Some(new),
        };
        self.core.kind_sql(kind).apply(tx, seq, &change)?;
        let mut diffs = Vec::new();
        for place in self.core.places_fed_by(kind) {
            let (set, sql) = (self.core.row_set(place), self.core.row_set_sql(place));
            for key in sets::touched(set, &kind.id, &change) {
                let new = set.by == ["record_id"] && key == [Value::from(sent.id.as_str())];
                let diff = match new {
                    true => sql.begin(tx, seq, &key)?,
                    false => sql.refresh(tx, seq, &key, Some((&kind.id, &change)))?,
                };
                self.core
                    .follow_balances(tx, seq, place, &diff, &mut diffs)?;
                diffs.push((place, diff));
            }
        }
        let locks = locks::touched(&self.core, tx, &diffs)?;
        if !locks.is_empty() {
            let Some(reason) = &sent.reason else {
                return Err(SubmitError::Invalid(vec![locks::reason_wanted(&locks)]));
            };
            data["restates"] = locks.iter().map(|lock| lock.seq).collect();
            data["reason"] = json!(reason);
        }
        let entry = submit::entry(EntryType::Record, sent, digest, data, moment);
        log::append(tx, &entry)?;
        Ok(locks::note(tx, seq, &entry.data)?)
    }

    /// Indexes that only questions and later changes need: name and SQL.
    fn bulk_indexes(&self) -> Vec<(String, String)> {
        let packs = &self.core.packs;
        let mut found = Vec::new();
        for table in bind::schema(packs) {
            let needed: BTreeSet<String> = match &table.holds {
                // A partition of several records is compared with its rows at once.
                Holds::RowSet(id) => {
                    let sets = packs.row_set(id).filter(|set| set.by != ["record_id"]);
                    sets.map(|set| format!("ix_{}_{}", table.name, set.by.join("_")))
                        .into_iter()
                        .collect()
                }
                Holds::Kind(id) => {
                    let several = packs.row_sets().any(|set| {
                        set.by != ["record_id"] && set.keys.iter().any(|key| key.kind == *id)
                    });
                    let all = table
                        .indexes
                        .iter()
                        .filter(|_| several || id.starts_with("core."));
                    all.map(|(name, _)| name.clone()).collect()
                }
                Holds::Child { .. } => table.indexes.iter().map(|(name, _)| name.clone()).collect(),
            };
            found.extend(
                table
                    .indexes
                    .into_iter()
                    .filter(|(name, _)| !needed.contains(name)),
            );
        }
        found
    }
}
