//! Ids for submissions that came without one, made of what they say: a file can then be imported twice.

use crate::enter::submission::{Action, Submission};
use crate::ledger::{Ledger, LedgerError};
use serde_json::Value as Json;
use std::collections::HashMap;
use youju_base::id::RecordId;
use youju_db::Value;
use youju_journal::{JournalError, canonical, log};

/// Hexadecimal digits of the digest that an id keeps: 128 bits.
const DIGITS: usize = 32;

impl Ledger {
    /// Gives each submission an id made of its content, the same for the same content and the same place among equals.
    ///
    /// The id is a digest under the ledger's keys, and under the subject's own where a kind seals text: after an
    /// erasure nobody can try likely texts against it.
    ///
    /// - Input: submissions whose client sent no id; `seen` counts equal ones through one file and starts empty.
    /// - Errors: those of the keys. Whoever was erased keeps the id that was made at random, and is answered by [`Ledger::submit_all`].
    pub fn identify(
        &self,
        sent: &mut [&mut Submission],
        seen: &mut HashMap<String, u32>,
    ) -> Result<(), LedgerError> {
        self.ensure_keys(sent.iter().map(|one| &**one))?;
        for one in sent {
            if let Json::Object(body) = &mut one.body {
                body.remove("id");
            }
            let subject = self.subject_of(one)?;
            let text = canonical::text(&one.body).unwrap_or_default();
            match self.keys.sent(subject.as_deref(), text.as_bytes()) {
                Ok(digest) => {
                    let digest = &digest[..DIGITS];
                    let place = seen.entry(digest.to_owned()).or_default();
                    *place += 1;
                    let id = match *place {
                        1 => format!("i-{digest}"),
                        n => format!("i-{digest}-{n}"),
                    };
                    one.id = RecordId::parse(&id).expect("hexadecimal digits make an id");
                }
                Err(JournalError::Erased(_)) => {}
                Err(error) => return Err(error.into()),
            }
            one.body["id"] = one.id.as_str().into();
        }
        Ok(())
    }

    /// The person whose key seals what a submission says, if its kind seals anything.
    fn subject_of(&self, sent: &Submission) -> Result<Option<String>, LedgerError> {
        let packs = self.packs();
        match &sent.action {
            Action::Record { kind, fields, .. } => {
                let field = packs.kind(kind).and_then(|k| k.subject.as_ref());
                let code = field.and_then(|f| fields.get(f)).and_then(Json::as_str);
                Ok(code.filter(|s| !s.is_empty()).map(str::to_owned))
            }
            Action::Correct { record, .. } => self.store.read(|rows| {
                let placed = log::by_id(rows, record.as_str())?;
                let kind =
                    placed.and_then(|p| Some(p.entry.data.get("kind")?.as_str()?.to_owned()));
                let Some(kind) = kind.and_then(|id| packs.kind(&id)) else {
                    return Ok(None);
                };
                let Some(subject) = &kind.subject else {
                    return Ok(None);
                };
                let sql = format!(
                    "select {subject} from {} where record_id = ?1 order by seq desc limit 1",
                    kind.table
                );
                let row = rows.query(&sql, &[record.as_str().into()])?.pop();
                Ok(row.and_then(|r| r.first().and_then(Value::as_text).map(str::to_owned)))
            }),
            _ => Ok(None),
        }
    }
}
