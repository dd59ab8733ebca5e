//! Pack files by digest, so that an old figure can be computed under the definitions of its day.

use crate::Seq;
use crate::entry::{Entry, EntryType};
use crate::error::JournalError;
use crate::log;
use crate::sealed::hex;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use youju_db::{Rows, Tx};

/// Which pack files were in force: path inside the packs folder → SHA-256 in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackMap {
    /// The entry that put them in force.
    pub since: Seq,
    /// All files of all packs.
    pub files: BTreeMap<String, String>,
}

/// Returns the digest by which a file is kept.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Puts `files` in force: keeps those that are new and appends an entry that lists them all.
///
/// - Input: all files of all packs, by path inside the packs folder.
/// - Output: the entry's place, or none when exactly these files are in force already.
pub fn store_pack(
    tx: &mut Tx<'_>,
    files: &BTreeMap<String, Vec<u8>>,
    at: &str,
    by: &str,
) -> Result<Option<Seq>, JournalError> {
    let map: BTreeMap<String, String> = files
        .iter()
        .map(|(path, bytes)| (path.clone(), digest(bytes)))
        .collect();
    if packs_at(tx, Seq::MAX)?.is_some_and(|kept| kept.files == map) {
        return Ok(None);
    }
    for (bytes, digest) in files.values().zip(map.values()) {
        tx.execute(
            "insert into pack_file (digest, bytes) values (?1, ?2) on conflict do nothing",
            &[digest.into(), bytes.as_slice().into()],
        )?;
    }
    let listed: Map<String, Json> = map
        .into_iter()
        .map(|(path, digest)| (path, Json::from(digest)))
        .collect();
    let entry = Entry {
        entry_type: EntryType::Pack,
        id: None,
        at: at.to_owned(),
        by: by.to_owned(),
        sent: None,
        data: Map::from_iter([("files".to_owned(), Json::Object(listed))]),
    };
    log::append(tx, &entry).map(Some)
}

/// Returns the pack files in force once entry `seq` was there; none before the first pack entry.
pub fn packs_at(rows: &dyn Rows, seq: Seq) -> Result<Option<PackMap>, JournalError> {
    let row = rows.first(
        "select seq, body from journal where type = 'pack' and seq <= ?1 order by seq desc limit 1",
        &[seq.into()],
    )?;
    let Some(found) = row.map(|row| log::placed(&row)).transpose()? else {
        return Ok(None);
    };
    let files = listed(&found.entry).ok_or_else(|| JournalError::Damaged {
        seq: found.seq,
        what: "it lists no pack files".into(),
    })?;
    Ok(Some(PackMap {
        since: found.seq,
        files,
    }))
}

/// Returns the content of a pack file of that map.
///
/// - Errors: [`JournalError::PackFile`] when it is missing or does not match its digest.
pub fn pack_file(rows: &dyn Rows, path: &str, digest: &str) -> Result<Vec<u8>, JournalError> {
    let fault = |what| JournalError::PackFile {
        path: path.to_owned(),
        digest: digest.to_owned(),
        what,
    };
    let row = rows.first(
        "select bytes from pack_file where digest = ?1",
        &[digest.into()],
    )?;
    let bytes = row
        .and_then(|row| row.first()?.as_blob().map(<[u8]>::to_vec))
        .ok_or_else(|| fault("is not in the ledger"))?;
    if self::digest(&bytes) != digest {
        return Err(fault(
            "was changed: it does not match its digest; run verify",
        ));
    }
    Ok(bytes)
}

/// Reads the list of a pack entry.
pub(crate) fn listed(entry: &Entry) -> Option<BTreeMap<String, String>> {
    let files = entry.data.get("files")?.as_object()?;
    files
        .iter()
        .map(|(path, digest)| Some((path.clone(), digest.as_str()?.to_owned())))
        .collect()
}
