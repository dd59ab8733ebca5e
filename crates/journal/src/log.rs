//! The journal's tables: appending, reading, signing.

use crate::Seq;
use crate::entry::{Entry, EntryType};
use crate::error::JournalError;
use crate::keys::Keys;
use crate::note::{Checkpoint, Verifier};
use crate::tree::{self, Frontier, Hash, Nodes as _, Stored, leaf_hash, node_hash};
use serde_json::{Map, Value as Json};
use youju_db::{DbError, Rows, Tx, Value};

/// An entry with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Where it stands.
    pub seq: Seq,
    /// What it says.
    pub entry: Entry,
}

/// What the journal already holds for an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Earlier {
    /// Nothing: the id is free.
    Nothing,
    /// The same body was accepted: the same answer is due.
    Same(Placed),
    /// Another body was accepted under this id: the sender is refused.
    Other(Placed),
    /// Something was accepted, and its subject has been erased since, so the bodies can no longer be compared.
    Erased(Placed),
}

/// Makes the journal's tables if they are missing and writes down who signs.
///
/// - Errors: a journal that another key signs.
pub fn create(tx: &mut Tx<'_>, keys: &Keys) -> Result<(), JournalError> {
    create_tables(tx)?;
    let own = keys.verifier().to_string();
    match log_key(tx)? {
        None => {
            tx.execute("insert into log_key (verifier) values (?1)", &[own.into()])?;
            Ok(())
        }
        Some(kept) if kept == own => Ok(()),
        Some(kept) => Err(JournalError::Inconsistent {
            what: format!("the journal is signed by {kept}, the keys beside it are {own}"),
        }),
    }
}

/// Makes the journal's tables if they are missing.
pub fn create_tables(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.execute_batch(
        "create table if not exists journal
           (seq integer primary key, id text unique, type text not null, body text not null) strict;
         create index if not exists journal_pack on journal (seq) where type = 'pack';
         create index if not exists journal_erase on journal (seq) where type = 'erase';
         create table if not exists tree
           (level integer not null, idx integer not null, hash blob not null,
            primary key (level, idx)) strict, without rowid;
         create table if not exists checkpoint (size integer primary key, note text not null) strict;
         create table if not exists log_key (verifier text primary key) strict, without rowid;
         create table if not exists pack_file (digest text primary key, bytes blob not null) strict;",
    )
}

/// Appends an entry and its leaf; the caller's transaction decides whether it stays.
///
/// - Output: its place.
/// - Errors: an entry that cannot be written (see [`Entry::text`]); an id that is taken.
pub fn append(tx: &mut Tx<'_>, entry: &Entry) -> Result<Seq, JournalError> {
    let text = entry.text()?;
    let seq = head(tx)? + 1;
    let leaf = leaf_hash(text.as_bytes());
    tx.execute(
        "insert into journal (seq, id, type, body) values (?1, ?2, ?3, ?4)",
        &[
            seq.into(),
            entry.id.as_deref().into(),
            entry.entry_type.as_str().into(),
            text.into(),
        ],
    )?;
    let (mut level, mut index, mut hash) = (0, (seq - 1).cast_unsigned(), leaf);
    loop {
        tx.execute(
            "insert into tree (level, idx, hash) values (?1, ?2, ?3)",
            &[level.into(), Value::Int(index.cast_signed()), hash.into()],
        )?;
        if index & 1 == 0 {
            return Ok(seq);
        }
        let left = Stored(tx).node(level, index - 1)?;
        hash = node_hash(&left, &hash);
        level += 1;
        index >>= 1;
    }
}

/// Returns the place of the newest entry, 0 in an empty journal.
pub fn head(rows: &dyn Rows) -> Result<Seq, JournalError> {
    Ok(rows
        .int("select max(seq) from journal", &[])?
        .unwrap_or_default())
}

/// Returns the entry at `seq`, if there is one.
pub fn read(rows: &dyn Rows, seq: Seq) -> Result<Option<Entry>, JournalError> {
    let row = rows.first(
        "select seq, body from journal where seq = ?1",
        &[seq.into()],
    )?;
    Ok(row
        .map(|row| placed(&row))
        .transpose()?
        .map(|found| found.entry))
}

/// Returns the accepted entry that `id` is bound to, if there is one.
pub fn by_id(rows: &dyn Rows, id: &str) -> Result<Option<Placed>, JournalError> {
    let row = rows.first("select seq, body from journal where id = ?1", &[id.into()])?;
    row.map(|row| placed(&row)).transpose()
}

/// Says what the journal holds for `id`, so that sending twice gives one record and one answer.
///
/// - Input: `subject` and `body` as they were given to [`Keys::sent`] when the entry was made.
pub fn earlier(
    rows: &dyn Rows,
    keys: &Keys,
    id: &str,
    subject: Option<&str>,
    body: &[u8],
) -> Result<Earlier, JournalError> {
    let Some(found) = by_id(rows, id)? else {
        return Ok(Earlier::Nothing);
    };
    Ok(match keys.sent(subject, body) {
        Ok(sent) if found.entry.sent.as_ref() == Some(&sent) => Earlier::Same(found),
        Ok(_) => Earlier::Other(found),
        Err(JournalError::Erased(_)) => Earlier::Erased(found),
        Err(error) => return Err(error),
    })
}

/// Hands the entries from `from` on to `each`, in order.
///
/// - Errors: [`JournalError::Damaged`] at an entry that cannot be read; whatever `each` returns.
pub fn for_each(
    rows: &dyn Rows,
    from: Seq,
    each: &mut dyn FnMut(Placed) -> Result<(), JournalError>,
) -> Result<(), JournalError> {
    // The walk carries the store's errors only, so ours waits outside.
    let mut stopped = None;
    let walked = rows.for_each(
        "select seq, body from journal where seq >= ?1 order by seq",
        &[from.into()],
        &mut |row| {
            placed(row).and_then(&mut *each).map_err(|error| {
                let words = error.to_string();
                stopped = Some(error);
                DbError::stop(words)
            })
        },
    );
    match stopped {
        Some(error) => Err(error),
        None => Ok(walked?),
    }
}

/// Signs the tree as it stands, if entries were added since the last signature; for the end of each batch.
///
/// The new entries are read back and hashed again, and the last signed tree must be the start of the new
/// one; otherwise nothing is signed.
///
/// - Output: the new checkpoint, or none if nothing was added.
/// - Errors: [`JournalError::Inconsistent`] naming what does not fit.
pub fn sign(tx: &mut Tx<'_>, keys: &Keys) -> Result<Option<Checkpoint>, JournalError> {
    let edge = match read_back(tx, &keys.verifier())? {
        Some(edge) => edge,
        None => return Ok(None),
    };
    let note = keys.signer().sign(edge.size(), edge.root());
    tx.execute("delete from checkpoint", &[])?;
    tx.execute(
        "insert into checkpoint (size, note) values (?1, ?2)",
        &[Value::Int(edge.size().cast_signed()), note.into()],
    )?;
    Ok(Some(Checkpoint {
        origin: keys.verifier().origin().to_owned(),
        size: edge.size(),
        root: edge.root(),
    }))
}

/// Signs the tree and puts the signed note itself on the record, so that a later reader finds it there.
///
/// - Output: place of the entry; its `data.note` speaks for all entries before it.
pub fn checkpoint_entry(
    tx: &mut Tx<'_>,
    keys: &Keys,
    at: &str,
    by: &str,
) -> Result<Seq, JournalError> {
    sign(tx, keys)?;
    let note = newest_note(tx)?.map_or_else(
        || keys.signer().sign(0, tree::empty_root()),
        |(_, note)| note,
    );
    append(
        tx,
        &Entry {
            entry_type: EntryType::Checkpoint,
            id: None,
            at: at.to_owned(),
            by: by.to_owned(),
            sent: None,
            data: Map::from_iter([("note".to_owned(), Json::from(note))]),
        },
    )
}

/// Returns the newest signed note, if anything was ever signed.
pub fn note(rows: &dyn Rows) -> Result<Option<String>, JournalError> {
    Ok(newest_note(rows)?.map(|(_, note)| note))
}

/// Returns the root over the first `size` entries.
pub fn root(rows: &dyn Rows, size: Seq) -> Result<Hash, JournalError> {
    Ok(tree::root(&Stored(rows), count(size))?)
}

/// Returns the proof that entry `seq` is in the tree of `size` entries; none if it cannot be.
pub fn inclusion(rows: &dyn Rows, seq: Seq, size: Seq) -> Result<Option<Vec<Hash>>, JournalError> {
    if seq < 1 || size > head(rows)? {
        return Ok(None);
    }
    Ok(tree::inclusion_proof(
        &Stored(rows),
        count(seq - 1),
        count(size),
    )?)
}

/// Returns the proof that the tree of `old` entries is the start of the tree of `new` ones; none if it cannot be.
pub fn consistency(rows: &dyn Rows, old: Seq, new: Seq) -> Result<Option<Vec<Hash>>, JournalError> {
    if new > head(rows)? {
        return Ok(None);
    }
    Ok(tree::consistency_proof(
        &Stored(rows),
        count(old),
        count(new),
    )?)
}

/// Returns the public key that signs this journal, as text.
pub fn log_key(rows: &dyn Rows) -> Result<Option<String>, JournalError> {
    let row = rows.first("select verifier from log_key", &[])?;
    Ok(row.and_then(|row| row.first()?.as_text().map(str::to_owned)))
}

/// Hashes again what was added since the last signature and compares it with the stored nodes.
///
/// - Output: the edge of the new tree; none if nothing was added.
fn read_back(rows: &dyn Rows, verifier: &Verifier) -> Result<Option<Frontier>, JournalError> {
    let unfit = |what: String| JournalError::Inconsistent { what };
    let size = count(head(rows)?);
    let (signed_size, signed_root) = match newest_note(rows)? {
        None => (0, tree::empty_root()),
        Some((_, note)) => {
            let signed = verifier.open(&note)?;
            (signed.size, signed.root)
        }
    };
    if size < signed_size {
        return Err(unfit(format!(
            "the journal holds {size} entries, but {signed_size} were signed"
        )));
    }
    if size == signed_size {
        return Ok(None);
    }
    let stored = Stored(rows);
    let mut edge = Frontier::read(&stored, signed_size)?;
    if edge.root() != signed_root {
        return Err(unfit(format!(
            "the tree over the first {signed_size} entries is not the one that was signed"
        )));
    }
    rows.for_each(
        "select seq, cast(body as blob) from journal where seq > ?1 order by seq",
        &[Value::Int(signed_size.cast_signed())],
        &mut |row| {
            let (seq, body) = match row {
                [Value::Int(seq), Value::Blob(body)] if count(*seq) == edge.size() + 1 => (seq, body),
                _ => return Err(DbError::stop("the journal's sequence has a gap; run verify")),
            };
            edge.push(leaf_hash(body), |level, index, hash| {
                if stored.node(level, index)? == *hash {
                    return Ok(());
                }
                Err(DbError::stop(format!(
                    "entry {seq} does not hash to the tree's node at level {level}, index {index}; nothing is signed, run verify"
                )))
            })
        },
    )?;
    Ok(Some(edge))
}

fn newest_note(rows: &dyn Rows) -> Result<Option<(Seq, String)>, JournalError> {
    let row = rows.first(
        "select size, note from checkpoint order by size desc limit 1",
        &[],
    )?;
    Ok(row.and_then(|row| Some((row[0].as_int()?, row[1].as_text()?.to_owned()))))
}

/// Reads a row of seq and body.
pub(crate) fn placed(row: &[Value]) -> Result<Placed, JournalError> {
    let (seq, body) = match row {
        [Value::Int(seq), Value::Text(body)] => (*seq, body),
        _ => {
            return Err(JournalError::Damaged {
                seq: row.first().and_then(Value::as_int).unwrap_or_default(),
                what: "its body is no text".into(),
            });
        }
    };
    let entry = Entry::parse(body).map_err(|what| JournalError::Damaged { seq, what })?;
    Ok(Placed { seq, entry })
}

/// Turns a place into a number of leaves; nothing lies before the first.
fn count(seq: Seq) -> u64 {
    u64::try_from(seq).unwrap_or_default()
}
