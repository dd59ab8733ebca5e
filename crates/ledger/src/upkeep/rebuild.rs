//! The journal played again into an empty store: what every projection must equal.

use crate::close::locks;
use crate::enter::fields;
use crate::enter::merge;
use crate::kept::core::Core;
use crate::kept::project::{Change, Version};
use crate::names::PERSON_MERGE;
use crate::problem::Problem;
use jiff::civil::Date;
use serde_json::{Map, Value as Json};
use youju_base::date::parse_day;
use youju_db::{DbError, Rows, Scratch, Tx, Value};
use youju_declare::Kind;
use youju_journal::JournalError;
use youju_journal::entry::{Entry, EntryType};
use youju_journal::keys::KeyRing;
use youju_journal::log;
use youju_journal::sealed::Sealed;
use youju_journal::verify::Finding;

/// Plays all entries up to `until` (none: all) into a store in memory. Rules are not asked again: what was accepted stands.
///
/// - Input: `ring` opens personal fields; without it they stay empty.
/// - Output: the store; each entry that cannot be played is pushed to `findings` and left out.
pub fn rebuild(
    core: &Core,
    rows: &dyn Rows,
    ring: Option<&KeyRing>,
    until: Option<i64>,
    findings: &mut Vec<Finding>,
) -> Result<Scratch, JournalError> {
    let mut scratch = Scratch::new()?;
    let mut tx = scratch.tx();
    core.create_tables(&mut tx)?;
    let walked = log::for_each(rows, 1, &mut |placed| {
        if until.is_some_and(|until| placed.seq > until) {
            return Ok(());
        }
        if let Err(what) = play(core, &mut tx, ring, placed.seq, &placed.entry) {
            findings.push(Finding::new(
                "journal",
                format!("seq {}", placed.seq),
                Some("body"),
                what,
            ));
        }
        Ok(())
    });
    if let Err(error) = walked {
        findings.push(Finding::new(
            "journal",
            "",
            None,
            format!("cannot be played to its end: {error}"),
        ));
    }
    core.rebuild_rollups(&mut tx)?;
    Ok(scratch)
}

pub(crate) fn play(
    core: &Core,
    tx: &mut Tx<'_>,
    ring: Option<&KeyRing>,
    seq: i64,
    entry: &Entry,
) -> Result<(), String> {
    let data = &entry.data;
    let text = |key: &str| {
        data.get(key)
            .and_then(Json::as_str)
            .ok_or_else(|| format!("\"{key}\" is missing"))
    };
    let id = entry.id.as_deref().unwrap_or_default();
    match entry.entry_type {
        EntryType::Record | EntryType::Correct | EntryType::End | EntryType::Void => {}
        EntryType::Erase => {
            for subject in erased(data) {
                core.blank(tx, &subject).map_err(words)?;
            }
            return Ok(());
        }
        EntryType::Close => return locks::lock(tx, seq, data),
        EntryType::Refusal | EntryType::Pack | EntryType::Checkpoint => return Ok(()),
    }
    let kind = core
        .packs
        .kind(text("kind")?)
        .ok_or("its kind is in no pack")?;
    let change = match entry.entry_type {
        EntryType::Record => {
            let draft = fields::read_kept(kind, &opened(data, ring, id)?).map_err(listed)?;
            let unit = draft.columns.get("unit").and_then(Value::as_text);
            let calendar = core.calendar(tx, kind, unit).map_err(words)?;
            let opening = data.get("opening") == Some(&Json::Bool(true));
            Change {
                old: None,
                new: Some(
                    Version::first(kind, id, draft, opening, seq, &calendar).map_err(listed)?,
                ),
            }
        }
        EntryType::Correct => {
            let old = live(core, tx, kind, text("corrects")?)?;
            let draft = fields::read_correction(kind, &opened(data, ring, id)?).map_err(listed)?;
            let unit = draft.columns.get("unit").unwrap_or(old.get("unit"));
            let calendar = core.calendar(tx, kind, unit.as_text()).map_err(words)?;
            let new = old.corrected(kind, draft, seq, &calendar).map_err(listed)?;
            Change {
                old: Some(old),
                new: Some(new),
            }
        }
        EntryType::End => {
            let old = live(core, tx, kind, text("ends")?)?;
            let new = old.ended(Some(day(text("on")?)?), seq);
            Change {
                old: Some(old),
                new: Some(new),
            }
        }
        _ => {
            let old = live(core, tx, kind, text("record")?)?;
            let new =
                (data.get("reopens") == Some(&Json::Bool(true))).then(|| old.ended(None, seq));
            Change {
                old: Some(old),
                new,
            }
        }
    };
    let also = match kind.id.as_str() {
        PERSON_MERGE => merge::follow(core, tx, &change, seq).map_err(words)?,
        _ => Vec::new(),
    };
    let mut all = vec![(kind, &change)];
    all.extend(also.iter().map(|(kind, change)| (*kind, change)));
    core.put_in_all(tx, &all, seq).map_err(words)?;
    locks::note(tx, seq, data).map_err(words)
}

/// Everybody whose text the entry of an erasure destroys: all codes of one person.
pub(crate) fn erased(data: &Map<String, Json>) -> Vec<String> {
    let also = data.get("also").and_then(Json::as_array);
    let codes = data
        .get("subject")
        .into_iter()
        .chain(also.into_iter().flatten());
    codes.filter_map(Json::as_str).map(str::to_owned).collect()
}

fn live(core: &Core, tx: &Tx<'_>, kind: &Kind, record: &str) -> Result<Version, String> {
    let found = core.kind_sql(kind).live(tx, record).map_err(words)?;
    found.ok_or_else(|| format!("no live record {record} of kind {}", kind.id))
}

/// The fields with sealed text opened; what can no longer be opened is left out.
fn opened(
    data: &Map<String, Json>,
    ring: Option<&KeyRing>,
    entry_id: &str,
) -> Result<Map<String, Json>, String> {
    let Some(Json::Object(fields)) = data.get("fields") else {
        return Err("it has no fields".into());
    };
    let mut open = Map::new();
    for (name, value) in fields {
        match Sealed::from_json(value) {
            None => {
                open.insert(name.clone(), value.clone());
            }
            Some(sealed) => {
                if let Some(text) =
                    ring.and_then(|ring| ring.unseal(&sealed, entry_id).ok().flatten())
                {
                    open.insert(name.clone(), text.into());
                }
            }
        }
    }
    Ok(open)
}

fn day(text: &str) -> Result<Date, String> {
    parse_day(text).map_err(|e| e.to_string())
}

fn words(error: DbError) -> String {
    error.to_string()
}

fn listed(problems: Vec<Problem>) -> String {
    problems
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}
