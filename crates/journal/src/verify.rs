//! Checks everything that the journal keeps, trusting none of it. Reads only.
//!
//! Whatever the bytes are, the result is a list of findings. It cannot find what was changed together with
//! every hash above it and signed anew with the stolen key: that takes a checkpoint kept elsewhere.

use crate::Seq;
use crate::entry::{Entry, EntryType};
use crate::keys::{KeyRing, Keys};
use crate::note::{Checkpoint, Verifier};
use crate::pack;
use crate::sealed::Sealed;
use crate::tree::{Frontier, Hash, empty_root, leaf_hash, node_hash};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::fmt;
use youju_db::{DbError, Rows, Value};

/// One thing that is not as it must be, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The table, or the file where it is no table.
    pub table: String,
    /// Which row, such as `seq 5`; empty for the table as a whole.
    pub row: String,
    /// Which column, where one can be named.
    pub column: Option<String>,
    /// What is wrong.
    pub what: String,
}

impl Finding {
    /// Makes a finding about one column of a row.
    pub fn new(
        table: &str,
        row: impl Into<String>,
        column: Option<&str>,
        what: impl Into<String>,
    ) -> Self {
        Self {
            table: table.to_owned(),
            row: row.into(),
            column: column.map(str::to_owned),
            what: what.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.table)?;
        if !self.row.is_empty() {
            write!(f, ", {}", self.row)?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// What was checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Entries read.
    pub entries: u64,
    /// Sealed fields that were opened and matched their commitment.
    pub opened: u64,
    /// Sealed fields of erased subjects: text gone, as it should be.
    pub erased: u64,
    /// Sealed fields that cannot be read since keys are lost.
    pub unreadable: u64,
    /// The newest checkpoint, if its signature holds.
    pub signed: Option<Checkpoint>,
}

/// Checks entries, sequence, ids, tree, checkpoints, sealed fields and pack files.
///
/// - Input: `keys` if they are at hand; without them everything but the sealed text is checked, by the
///   public key that the ledger holds.
/// - Output: what was checked; each fault is pushed to `findings`.
pub fn verify(rows: &dyn Rows, keys: Option<&Keys>, findings: &mut Vec<Finding>) -> Verified {
    let verifier = read_verifier(rows, keys, findings);
    let mut walk = Walk {
        verifier: verifier.as_ref(),
        ring: keys.and_then(|keys| {
            keys.ring()
                .map_err(|error| {
                    findings.push(Finding::new("keys.db", "", None, error.to_string()));
                })
                .ok()
        }),
        signed: read_checkpoint(rows, verifier.as_ref(), findings),
        edge: Some(Frontier::empty()),
        signed_root: None,
        leaves: Vec::new(),
        last: 0,
        entries: 0,
        opened: 0,
        erased: 0,
        unreadable: BTreeMap::new(),
        unfit_notes: Vec::new(),
        pack_files: BTreeMap::new(),
        findings,
    };
    walk.entries(rows);
    walk.signature();
    walk.tree(rows);
    walk.ids(rows);
    walk.pack_files(rows);
    walk.keys(keys.is_some());
    Verified {
        entries: walk.entries,
        opened: walk.opened,
        erased: walk.erased,
        unreadable: walk.unreadable.values().sum(),
        signed: walk.signed,
    }
}

struct Walk<'a> {
    verifier: Option<&'a Verifier>,
    ring: Option<KeyRing>,
    /// The newest checkpoint, if its signature holds.
    signed: Option<Checkpoint>,
    /// The tree over the entries as they are now; none after a gap.
    edge: Option<Frontier>,
    /// Its root where it has the signed size.
    signed_root: Option<Hash>,
    /// Hash of each entry by place; none where one is missing.
    leaves: Vec<Option<Hash>>,
    last: Seq,
    entries: u64,
    opened: u64,
    erased: u64,
    /// Sealed fields without a key, by subject.
    unreadable: BTreeMap<String, u64>,
    /// Journalled checkpoints that the entries before them do not hash to.
    unfit_notes: Vec<Seq>,
    /// Digests that pack entries list, with the first entry and path that does.
    pack_files: BTreeMap<String, (Seq, String)>,
    findings: &'a mut Vec<Finding>,
}

impl Walk<'_> {
    fn find(&mut self, table: &str, row: String, column: Option<&str>, what: impl Into<String>) {
        self.findings.push(Finding::new(table, row, column, what));
    }

    fn entries(&mut self, rows: &dyn Rows) {
        self.note_signed_root();
        let walked = rows.for_each(
            "select seq, typeof(id), cast(id as blob), typeof(type), cast(type as blob), typeof(body),
                    cast(body as blob) from journal order by seq",
            &[],
            &mut |row| {
                self.row(row);
                Ok(())
            },
        );
        if let Err(error) = walked {
            let row = format!("after seq {}", self.last);
            self.find("journal", row, None, format!("cannot be read: {error}"));
        }
    }

    /// Checks one row as it is stored: seq, then type and bytes of id, type and body.
    fn row(&mut self, row: &[Value]) {
        let [
            Value::Int(seq),
            id_type,
            id,
            type_type,
            type_name,
            body_type,
            body,
        ] = row
        else {
            return self.find(
                "journal",
                format!("after seq {}", self.last),
                Some("seq"),
                "is no number",
            );
        };
        let seq = *seq;
        let place = format!("seq {seq}");
        self.entries += 1;
        if !self.place(seq) {
            return;
        }
        for (column, stored, wanted) in [
            ("id", id_type, &["text", "null"][..]),
            ("type", type_type, &["text"]),
            ("body", body_type, &["text"]),
        ] {
            let stored = stored.as_text().unwrap_or_default();
            if !wanted.contains(&stored) {
                self.find(
                    "journal",
                    place.clone(),
                    Some(column),
                    format!("holds {stored}, not text"),
                );
            }
        }
        let bytes = body.as_blob().unwrap_or_default();
        let parsed = match std::str::from_utf8(bytes) {
            Ok(text) => Entry::parse(text),
            Err(fault) => Err(format!("it is no UTF-8: {fault}")),
        };
        match parsed {
            Ok(entry) => {
                if entry.id.as_deref().map(str::as_bytes) != id.as_blob() {
                    self.find(
                        "journal",
                        place.clone(),
                        Some("id"),
                        "is not the id in the body",
                    );
                }
                if type_name.as_blob() != Some(entry.entry_type.as_str().as_bytes()) {
                    self.find(
                        "journal",
                        place,
                        Some("type"),
                        "is not the type in the body",
                    );
                }
                self.content(seq, &entry);
            }
            Err(what) => self.find(
                "journal",
                place,
                Some("body"),
                format!("is no entry: {what}"),
            ),
        }
        self.leaf(leaf_hash(bytes));
        self.note_signed_root();
    }

    /// Takes up the place of a row; says whether it has one in the tree.
    fn place(&mut self, seq: Seq) -> bool {
        if seq == self.last + 1 {
            self.last = seq;
            return true;
        }
        self.edge = None;
        // Only what was signed is known to be missing; a row beyond that has a wrong place itself.
        let signed = self.signed.as_ref().map_or(0, |signed| signed.size);
        if seq <= self.last || seq.cast_unsigned() > signed {
            let what = format!("does not follow seq {}", self.last);
            self.find("journal", format!("seq {seq}"), Some("seq"), what);
            return false;
        }
        for missing in self.last + 1..seq {
            self.find("journal", format!("seq {missing}"), None, "is missing");
            self.leaves.push(None);
        }
        self.last = seq;
        true
    }

    fn leaf(&mut self, leaf: Hash) {
        self.leaves.push(Some(leaf));
        if let Some(edge) = &mut self.edge {
            let Ok(()) = edge.push(leaf, |_, _, _| Ok::<_, Infallible>(()));
        }
    }

    /// Keeps the root over the entries up to the signed size, once they are read.
    fn note_signed_root(&mut self) {
        if let (Some(edge), Some(signed)) = (&self.edge, &self.signed)
            && edge.size() == signed.size
        {
            self.signed_root = Some(edge.root());
        }
    }

    fn content(&mut self, seq: Seq, entry: &Entry) {
        match entry.entry_type {
            EntryType::Checkpoint => self.journalled_note(seq, entry),
            EntryType::Pack => match pack::listed(entry) {
                Some(files) => {
                    for (path, digest) in files {
                        self.pack_files.entry(digest).or_insert((seq, path));
                    }
                }
                None => self.find(
                    "journal",
                    format!("seq {seq}"),
                    Some("body"),
                    "lists no pack files",
                ),
            },
            _ => {}
        }
        for value in entry.data.values() {
            Sealed::for_each(value, &mut |sealed| self.sealed(seq, entry, &sealed));
        }
    }

    fn journalled_note(&mut self, seq: Seq, entry: &Entry) {
        let Some(verifier) = self.verifier else {
            return;
        };
        let what = match entry.data.get("note").and_then(|note| note.as_str()) {
            None => "holds no note".to_owned(),
            Some(note) => match verifier.open(note) {
                Err(error) => error.to_string(),
                Ok(signed) => {
                    // This entry is not yet among the leaves: its note speaks for those before it.
                    let before = self.edge.as_ref().map(|edge| (edge.size(), edge.root()));
                    if before != Some((signed.size, signed.root)) {
                        self.unfit_notes.push(seq);
                    }
                    return;
                }
            },
        };
        self.find("journal", format!("seq {seq}"), Some("body"), what);
    }

    fn sealed(&mut self, seq: Seq, entry: &Entry, sealed: &Sealed) {
        let Some(id) = &entry.id else {
            let what = format!("field {} is sealed in an entry without an id", sealed.field);
            return self.find("journal", format!("seq {seq}"), Some("body"), what);
        };
        let opened = match &self.ring {
            Some(ring) if ring.holds(&sealed.subject) => ring.unseal(sealed, id),
            _ => {
                *self.unreadable.entry(sealed.subject.clone()).or_default() += 1;
                return;
            }
        };
        match opened {
            Ok(Some(_)) => self.opened += 1,
            Ok(None) => self.erased += 1,
            Err(error) => {
                self.find(
                    "journal",
                    format!("seq {seq}"),
                    Some("body"),
                    error.to_string(),
                );
            }
        }
    }

    fn signature(&mut self) {
        let size = self.leaves.len() as u64;
        match &self.signed {
            Some(signed) if signed.size > size => {
                let what = format!(
                    "speaks for {} entries, the journal holds {size}",
                    signed.size
                );
                self.find("checkpoint", format!("size {}", signed.size), None, what);
            }
            Some(signed) if signed.size < size => {
                let row = format!("seq {} to {size}", signed.size + 1);
                self.find("journal", row, None, "was appended and never signed");
            }
            _ => {}
        }
        // Where an entry was changed, every later note disagrees; that is no news about the notes.
        if self.signed.is_none() || self.entries_hold() {
            for seq in std::mem::take(&mut self.unfit_notes) {
                let what = "bears a checkpoint that the entries before it do not hash to";
                self.find("journal", format!("seq {seq}"), Some("body"), what);
            }
        }
    }

    /// Says whether the entries, as they are now, are those that were signed.
    fn entries_hold(&self) -> bool {
        match &self.signed {
            Some(signed) => self.signed_root == Some(signed.root),
            None => false,
        }
    }

    /// Compares the stored nodes, level by level, with what they must be.
    ///
    /// If the entries hash to the signed root, they are right and each differing node is wrong. Otherwise
    /// each node is held against its own children, so that one change is found once, where it is.
    fn tree(&mut self, rows: &dyn Rows) {
        let entries_hold = self.entries_hold();
        let before = self.findings.len();
        let mut expected = std::mem::take(&mut self.leaves);
        let size = expected.len();
        let mut level = 0_u32;
        while !expected.is_empty() {
            let Some(kept) = self.level(rows, level, expected.len()) else {
                return;
            };
            for (index, (wanted, found)) in expected.iter().zip(&kept).enumerate() {
                let row = || format!("level {level}, idx {index}");
                match (wanted, found) {
                    (_, None) => self.find("tree", row(), None, "is missing or no hash"),
                    (Some(wanted), Some(found)) if wanted != found => {
                        if level == 0 && !entries_hold {
                            let what = "does not hash to its leaf in the tree";
                            self.find("journal", format!("seq {}", index + 1), Some("body"), what);
                        } else {
                            let (from, until) = (index << level, (index + 1) << level);
                            let what =
                                format!("is not the hash of entries {} to {until}", from + 1);
                            self.find("tree", row(), Some("hash"), what);
                        }
                    }
                    _ => {}
                }
            }
            let children = if entries_hold { &expected } else { &kept };
            expected = children
                .chunks_exact(2)
                .map(|pair| Some(node_hash(&pair[0]?, &pair[1]?)))
                .collect();
            level += 1;
        }
        self.extra_levels(rows, level);
        if let Some(signed) = &self.signed
            && !entries_hold
            && signed.size <= size as u64
            && self.findings.len() == before
        {
            let what =
                "entries were changed together with the tree: they do not hash to the signed root";
            self.find("journal", format!("seq 1 to {}", signed.size), None, what);
        }
    }

    /// Reads the nodes of one level; rows that should not be there are found on the way.
    fn level(&mut self, rows: &dyn Rows, level: u32, width: usize) -> Option<Vec<Option<Hash>>> {
        let mut kept = vec![None; width];
        let walked = rows.for_each(
            "select idx, typeof(hash), cast(hash as blob) from tree where level = ?1 order by idx",
            &[level.into()],
            &mut |row| {
                let index = row[0]
                    .as_int()
                    .and_then(|index| usize::try_from(index).ok());
                match index.and_then(|index| kept.get_mut(index)) {
                    Some(slot) => {
                        let blob = row[1].as_text() == Some("blob");
                        *slot = row[2]
                            .as_blob()
                            .filter(|_| blob)
                            .and_then(|hash| hash.try_into().ok());
                    }
                    None => self.extra(level.to_string(), &row[0]),
                }
                Ok(())
            },
        );
        match walked {
            Ok(()) => Some(kept),
            Err(error) => {
                self.find(
                    "tree",
                    format!("level {level}"),
                    None,
                    format!("cannot be read: {error}"),
                );
                None
            }
        }
    }

    fn extra_levels(&mut self, rows: &dyn Rows, levels: u32) {
        let walked = rows.for_each(
            "select level, idx from tree where level < 0 or level >= ?1",
            &[levels.into()],
            &mut |row| {
                self.extra(row[0].to_string(), &row[1]);
                Ok(())
            },
        );
        if let Err(error) = walked {
            self.find(
                "tree",
                String::new(),
                None,
                format!("cannot be read: {error}"),
            );
        }
    }

    fn extra(&mut self, level: String, index: &Value) {
        let row = format!("level {level}, idx {index}");
        self.find("tree", row, None, "belongs to no complete group of entries");
    }

    fn ids(&mut self, rows: &dyn Rows) {
        // The unique index forbids it, so it is read from the table itself.
        let doubled = rows.query(
            "select min(seq), max(seq) from journal not indexed where id is not null
             group by id having count(*) > 1",
            &[],
        );
        match doubled {
            Ok(doubled) => {
                for row in doubled {
                    let what = format!("is the id of seq {} too", row[0]);
                    self.find("journal", format!("seq {}", row[1]), Some("id"), what);
                }
            }
            Err(error) => {
                self.find(
                    "journal",
                    String::new(),
                    Some("id"),
                    format!("cannot be read: {error}"),
                );
            }
        }
    }

    fn pack_files(&mut self, rows: &dyn Rows) {
        let mut kept = BTreeSet::new();
        let walked = rows.for_each(
            "select cast(digest as blob), typeof(bytes), cast(bytes as blob) from pack_file",
            &[],
            &mut |row| {
                let digest =
                    String::from_utf8_lossy(row[0].as_blob().unwrap_or_default()).into_owned();
                let place = format!("digest {digest}");
                if pack::digest(row[2].as_blob().unwrap_or_default()) != digest {
                    self.find(
                        "pack_file",
                        place.clone(),
                        Some("bytes"),
                        "does not match its digest",
                    );
                } else if row[1].as_text() != Some("blob") {
                    self.find("pack_file", place.clone(), Some("bytes"), "is no blob");
                }
                if !self.pack_files.contains_key(&digest) {
                    self.find("pack_file", place, Some("digest"), "is listed by no entry");
                }
                kept.insert(digest);
                Ok(())
            },
        );
        if let Err(error) = walked {
            self.find(
                "pack_file",
                String::new(),
                None,
                format!("cannot be read: {error}"),
            );
            return;
        }
        for (digest, (seq, path)) in std::mem::take(&mut self.pack_files) {
            if !kept.contains(&digest) {
                let what = format!("is missing: entry {seq} lists it as {path}");
                self.find("pack_file", format!("digest {digest}"), None, what);
            }
        }
    }

    fn keys(&mut self, at_hand: bool) {
        if self.unreadable.is_empty() {
            return;
        }
        let fields: u64 = self.unreadable.values().sum();
        let subjects = self.unreadable.len();
        if !at_hand {
            let what = format!(
                "is not at hand: {fields} sealed fields of {subjects} subjects cannot be read; entries, tree \
                 and signatures were checked without it"
            );
            return self.find("keys.db", String::new(), None, what);
        }
        for (subject, fields) in self.unreadable.clone() {
            let what =
                format!("is missing and was not erased: {fields} sealed fields cannot be read");
            self.find("keys.db", format!("key of {subject}"), None, what);
        }
    }
}

/// Reads the public key, from the keys if they are at hand, and compares it with the one in the ledger.
fn read_verifier(
    rows: &dyn Rows,
    keys: Option<&Keys>,
    findings: &mut Vec<Finding>,
) -> Option<Verifier> {
    let own = keys.map(Keys::verifier);
    let kept = match rows.query("select cast(verifier as blob) from log_key", &[]) {
        Ok(kept) => kept,
        Err(error) => {
            findings.push(Finding::new(
                "log_key",
                "",
                None,
                format!("cannot be read: {error}"),
            ));
            return own;
        }
    };
    let mut verifier = None;
    for row in &kept {
        let text = String::from_utf8_lossy(row[0].as_blob().unwrap_or_default());
        let read: Option<Verifier> = text.parse().ok();
        if read.is_none() || own.as_ref().is_some_and(|own| read.as_ref() != Some(own)) {
            let what = "is not the key that signs this ledger";
            findings.push(Finding::new(
                "log_key",
                text.clone(),
                Some("verifier"),
                what,
            ));
        }
        verifier = verifier.or(read);
    }
    if kept.len() != 1 {
        let what = format!("holds {} keys instead of one", kept.len());
        findings.push(Finding::new("log_key", "", None, what));
    }
    own.or(verifier)
}

/// Reads the newest checkpoint if its signature holds; anything else in its table is found.
fn read_checkpoint(
    rows: &dyn Rows,
    verifier: Option<&Verifier>,
    findings: &mut Vec<Finding>,
) -> Option<Checkpoint> {
    let mut find = |row: String, column: Option<&str>, what: String| {
        findings.push(Finding::new("checkpoint", row, column, what));
    };
    let read = rows
        .query(
            "select size, typeof(note), cast(note as blob) from checkpoint order by size",
            &[],
        )
        .and_then(|kept| {
            let entries = rows.int("select count(*) from journal", &[])?;
            Ok::<_, DbError>((kept, entries.unwrap_or_default()))
        });
    let (kept, entries) = match read {
        Ok(read) => read,
        Err(error) => {
            find(String::new(), None, format!("cannot be read: {error}"));
            return None;
        }
    };
    if kept.len() > 1 || (kept.is_empty() && entries > 0) {
        find(
            String::new(),
            None,
            format!("holds {} notes instead of one", kept.len()),
        );
    }
    let row = kept.last()?;
    let place = format!("size {}", row[0]);
    let Some(verifier) = verifier else {
        find(
            place,
            Some("note"),
            "cannot be checked without a public key".into(),
        );
        return None;
    };
    let note = std::str::from_utf8(row[2].as_blob().unwrap_or_default());
    let opened = match note {
        Ok(note) if row[1].as_text() == Some("text") => verifier.open(note),
        _ => {
            find(place, Some("note"), "is no text".into());
            return None;
        }
    };
    match opened {
        Ok(signed) => {
            if row[0].as_int() != i64::try_from(signed.size).ok() {
                let what = format!("is not the {} of the note", signed.size);
                find(place.clone(), Some("size"), what);
            }
            if signed.size == 0 && signed.root != empty_root() {
                find(place, Some("note"), "gives an empty log a root".into());
            }
            Some(signed)
        }
        Err(error) => {
            find(place, Some("note"), error.to_string());
            None
        }
    }
}
