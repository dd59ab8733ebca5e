//! One human being under two codes: from a merger on, the kept code stands for both.
//!
//! The journal is not touched. At the merger's entry each live record that names the merged code gets a version that names
//! the kept one; so kinds, row sets and figures see one person from then on, and as known before they see two. A merger that
//! is voided takes back what it rewrote. Two people wrongly kept under one code are another matter: their records are
//! voided and recorded anew.

use crate::kept::core::Core;
use crate::kept::project::{Change, Version};
use crate::names::{PERSON, PERSON_MERGE};
use crate::problem::Problem;
use std::collections::BTreeMap;
use youju_db::{DbError, Rows, Value};
use youju_declare::{FieldType, Kind};

/// Gives the code that stands for a merged one; none for a code that stands for itself.
pub fn merged_into(core: &Core, rows: &dyn Rows, person: &str) -> Result<Option<String>, DbError> {
    if core.packs.kind(PERSON_MERGE).is_none() {
        return Ok(None);
    }
    let found = rows.first(
        "select kept from core_person_merge where merged = ?1 and removed_seq is null",
        &[person.into()],
    )?;
    Ok(found.and_then(|row| row[0].as_text().map(str::to_owned)))
}

/// Gives for every merged code the one that stands for it, through mergers of mergers.
pub fn standing_codes(core: &Core, rows: &dyn Rows) -> Result<BTreeMap<String, String>, DbError> {
    if core.packs.kind(PERSON_MERGE).is_none() {
        return Ok(BTreeMap::new());
    }
    let mergers = rows.query(
        "select merged, kept from core_person_merge where removed_seq is null",
        &[],
    )?;
    let into: BTreeMap<String, String> = mergers
        .iter()
        .map(|row| (row[0].to_string(), row[1].to_string()))
        .collect();
    let last = |merged: &String| {
        let chain = std::iter::successors(into.get(merged), |code| into.get(*code));
        // No chain is longer than there are mergers.
        chain.take(into.len()).last().cloned()
    };
    let codes = into
        .keys()
        .filter_map(|merged| Some((merged.clone(), last(merged)?)));
    Ok(codes.collect())
}

/// Lists all codes of the person behind one of them, itself first; packs without mergers have one code each.
pub fn codes_of(core: &Core, rows: &dyn Rows, person: &str) -> Result<Vec<String>, DbError> {
    if core.packs.kind(PERSON_MERGE).is_none() {
        return Ok(vec![person.to_owned()]);
    }
    let found = rows.query(
        "with recursive same (person) as (
           select ?1
           union select m.kept from same as s join core_person_merge as m on m.merged = s.person where m.removed_seq is null
           union select m.merged from same as s join core_person_merge as m on m.kept = s.person where m.removed_seq is null)
         select person from same where person <> ?1 order by person",
        &[person.into()],
    )?;
    let others = found.iter().map(|row| row[0].to_string());
    Ok(std::iter::once(person.to_owned()).chain(others).collect())
}

/// Checks what a merger says, beside that its persons exist.
pub(crate) fn check(merger: &Version) -> Vec<Problem> {
    let same = merger.get("kept") == merger.get("merged");
    let problem = Problem::new(
        "merged",
        "is the person that is kept",
        "name the two codes of one person",
    );
    same.then_some(problem).into_iter().collect()
}

/// Checks that a merger may be taken back: nobody was told since that its person is yet another.
pub(crate) fn check_void(
    core: &Core,
    rows: &dyn Rows,
    merger: &Version,
) -> Result<Vec<Problem>, DbError> {
    let kept = merger.text("kept").unwrap_or_default();
    let later = merged_into(core, rows, kept)?.map(|into| {
        Problem::new(
            "voids",
            format!("{kept} was merged into {into} since"),
            "void that merger first",
        )
    });
    Ok(later.into_iter().collect())
}

/// Gives the changes that a merger brings to other records, or that its void takes back; `seq` is the entry's place.
pub(crate) fn follow<'c>(
    core: &'c Core,
    rows: &dyn Rows,
    change: &Change,
    seq: i64,
) -> Result<Vec<(&'c Kind, Change)>, DbError> {
    let (renaming, made_at) = match (&change.old, &change.new) {
        (None, Some(merger)) => (Renaming::new(merger, "merged", "kept"), None),
        (Some(merger), None) => (Renaming::new(merger, "kept", "merged"), Some(merger.seq)),
        _ => return Ok(Vec::new()),
    };
    let mut changes = Vec::new();
    let kinds = core.packs.kinds();
    for kind in kinds.filter(|kind| !matches!(kind.id.as_str(), PERSON | PERSON_MERGE)) {
        let mut found: BTreeMap<String, Vec<(Place<'_>, i64)>> = BTreeMap::new();
        for place in places(kind) {
            for (record, line) in renaming.found(rows, kind, place, made_at)? {
                found.entry(record).or_default().push((place, line));
            }
        }
        for (record, named) in found {
            let Some(old) = core.kind_sql(kind).live(rows, &record)? else {
                continue;
            };
            let mut new = Version { seq, ..old.clone() };
            for (place, line) in named {
                renaming.apply(&mut new, place, line);
            }
            if (&new.columns, &new.lists) != (&old.columns, &old.lists) {
                let change = Change {
                    old: Some(old),
                    new: Some(new),
                };
                changes.push((kind, change));
            }
        }
    }
    Ok(changes)
}

/// Where a kind names persons: a field, or a field of a list's lines.
#[derive(Clone, Copy)]
enum Place<'k> {
    Field(&'k str),
    Line { list: &'k str, field: &'k str },
}

fn places(kind: &Kind) -> Vec<Place<'_>> {
    let own = kind
        .fields
        .iter()
        .filter(|field| field.ty == FieldType::Person && !field.private)
        .map(|field| Place::Field(&field.name));
    let lines = kind.children().flat_map(|list| {
        let subs = list.rows().unwrap_or_default().iter();
        subs.filter(|sub| sub.ty == FieldType::Person)
            .map(|sub| Place::Line {
                list: &list.name,
                field: &sub.name,
            })
    });
    own.chain(lines).collect()
}

/// One code put in the place of another.
struct Renaming {
    from: Value,
    to: Value,
}

impl Renaming {
    fn new(merger: &Version, from: &str, to: &str) -> Self {
        Self {
            from: merger.get(from).clone(),
            to: merger.get(to).clone(),
        }
    }

    /// Live records that name the code in a place, each with the line or 0; of a void, only those in which the merger at
    /// `made_at` put it there.
    fn found(
        &self,
        rows: &dyn Rows,
        kind: &Kind,
        place: Place<'_>,
        made_at: Option<i64>,
    ) -> Result<Vec<(String, i64)>, DbError> {
        let (table, column, line, same_line) = match place {
            Place::Field(field) => (kind.table.clone(), field, "0", ""),
            Place::Line { list, field } => (
                kind.child_table(list),
                field,
                "n.line",
                "and b.line = n.line",
            ),
        };
        let found = match made_at {
            None => rows.query(
                &format!("select n.record_id, {line} from {table} as n where n.{column} = ?1 and n.removed_seq is null"),
                std::slice::from_ref(&self.from),
            )?,
            Some(seq) => rows.query(
                &format!(
                    "select n.record_id, {line} from {table} as n
                     join {table} as b on b.record_id = n.record_id and b.removed_seq = n.seq {same_line}
                     where n.seq = ?1 and n.{column} = ?2 and b.{column} = ?3"
                ),
                &[seq.into(), self.from.clone(), self.to.clone()],
            )?,
        };
        let pairs = found
            .iter()
            .map(|row| (row[0].to_string(), row[1].as_int().unwrap_or_default()));
        Ok(pairs.collect())
    }

    /// Puts the code in its place, where nothing else was put there since.
    fn apply(&self, version: &mut Version, place: Place<'_>, line: i64) {
        let slot = match place {
            Place::Field(field) => version.columns.get_mut(field),
            Place::Line { list, field } => usize::try_from(line - 1)
                .ok()
                .and_then(|at| version.lists.get_mut(list)?.get_mut(at)?.get_mut(field)),
        };
        if let Some(value) = slot.filter(|value| **value == self.from) {
            *value = self.to.clone();
        }
    }
}
