//! The keys of a ledger: `keys.db`, opened by the key file `ledger.key`.
//!
//! Both lie in the ledger's folder; back them up apart from the data and from each other. Without them every
//! hash and signature can still be checked, but no sealed text can be read and nothing new be signed.

use crate::entropy::Entropy;
use crate::error::JournalError;
use crate::note::{Signer, Verifier, is_origin};
use crate::sealed::{self, Place, Sealed, hex};
use crate::tree::Hash;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use youju_db::{Rows, Simple, Tx, Value, sync_folder};

/// Name of the key file.
pub const KEY_FILE: &str = "ledger.key";

/// Name of the file with the wrapped keys.
pub const KEYS_DB: &str = "keys.db";

/// The keys of one ledger, open.
pub struct Keys {
    db: Simple,
    /// Opens every key in the file.
    wrapping: Hash,
    signer: Signer,
    sent: Hash,
    id_number: Hash,
    entropy: Entropy,
}

impl Keys {
    /// Makes the keys of a new ledger in `folder`, and the key file with mode 0600.
    ///
    /// - Input: `origin` names the log in every checkpoint, such as `example.org/ledger`.
    /// - Errors: keys that are there already; an origin that no note can hold.
    pub fn create(folder: &Path, origin: &str, entropy: Entropy) -> Result<Self, JournalError> {
        if !is_origin(origin) {
            return Err(JournalError::Origin(origin.to_owned()));
        }
        let db = Simple::open(&folder.join(KEYS_DB), true)?;
        // All in one transaction: two processes that start here at once do so one after the other.
        let wrapping = db.write(|tx| -> Result<_, JournalError> {
            tx.execute_batch(
                "create table if not exists origin (name text primary key) strict, without rowid;
                 create table if not exists own_key (name text primary key, wrapped blob not null) strict;
                 create table if not exists subject_key
                   (subject text primary key, wrapped blob, erased_at text,
                    check ((wrapped is null) = (erased_at is not null))) strict;",
            )?;
            if tx.int("select count(*) from origin", &[])? != Some(0) {
                return Err(JournalError::KeysExist(folder.to_owned()));
            }
            let wrapping = start_key_file(&folder.join(KEY_FILE), &entropy)?;
            tx.execute("insert into origin (name) values (?1)", &[origin.into()])?;
            for name in ["log", "sent", "id-number"] {
                let secret: Hash = entropy.draw()?;
                let wrapped = sealed::encrypt(&wrapping, entropy.draw()?, &own(name), &secret);
                tx.execute(
                    "insert into own_key (name, wrapped) values (?1, ?2)",
                    &[name.into(), wrapped.into()],
                )?;
            }
            Ok(wrapping)
        })?;
        Self::assemble(db, wrapping, entropy)
    }

    /// Opens the keys in `folder`.
    ///
    /// - Errors: a missing file; a key file that does not fit.
    pub fn open(folder: &Path, entropy: Entropy) -> Result<Self, JournalError> {
        let wrapping = read_key_file(&folder.join(KEY_FILE))?;
        let db = Simple::open(&folder.join(KEYS_DB), false)?;
        Self::assemble(db, wrapping, entropy)
    }

    /// Gives the public key of the log.
    pub fn verifier(&self) -> Verifier {
        self.signer.verifier()
    }

    pub(crate) fn signer(&self) -> &Signer {
        &self.signer
    }

    /// Returns the keyed digest of a body as it was sent, in hexadecimal: equal for equal bodies, and of no
    /// use for guessing one without the keys.
    ///
    /// - Input: the subject whose text the body holds, if any; its own key goes in, so that after erasure
    ///   the digest can no longer be tried against likely texts even by the ledger itself.
    /// - Errors: [`JournalError::Erased`].
    pub fn sent(&self, subject: Option<&str>, body: &[u8]) -> Result<String, JournalError> {
        let key = match subject {
            None => self.sent,
            Some(subject) => hmac(&self.sent, &self.subject_key(subject)?),
        };
        Ok(hex(&hmac(&key, body)))
    }

    /// Returns the keyed digest of a person's ID number, in hexadecimal; the number itself is never kept.
    pub fn id_number(&self, number: &str) -> String {
        hex(&hmac(&self.id_number, number.as_bytes()))
    }

    /// Makes the keys of subjects that have none yet, all in one commit; saves a bulk import one sync each.
    ///
    /// - Errors: [`JournalError::Erased`] for the first erased one; the others are made nevertheless.
    pub fn ensure<'s>(
        &self,
        subjects: impl IntoIterator<Item = &'s str>,
    ) -> Result<(), JournalError> {
        let erased = self.db.write(|tx| -> Result<_, JournalError> {
            let mut erased = None;
            for subject in subjects {
                match self.subject_key_in(tx, subject) {
                    Err(JournalError::Erased(subject)) => {
                        erased.get_or_insert(subject);
                    }
                    other => drop(other?),
                }
            }
            Ok(erased)
        })?;
        erased.map_or(Ok(()), |subject| Err(JournalError::Erased(subject)))
    }

    /// Seals `text` for one field of one entry, under the subject's key, made if there is none.
    ///
    /// The key is on disk before this returns, so a text that is later committed can be read.
    ///
    /// - Errors: [`JournalError::Erased`].
    pub fn seal(
        &self,
        subject: &str,
        entry_id: &str,
        field: &str,
        text: &str,
    ) -> Result<Sealed, JournalError> {
        let key = self.subject_key(subject)?;
        let place = Place {
            subject,
            entry_id,
            field,
        };
        Ok(sealed::close(
            &key,
            self.entropy.draw()?,
            self.entropy.draw()?,
            &place,
            text,
        ))
    }

    /// Opens a sealed field of the entry `entry_id`; none when its subject was erased.
    ///
    /// - Errors: [`JournalError::Seal`] naming entry and field when the bytes were changed or moved, or when
    ///   the subject's key is missing without having been erased.
    pub fn unseal(&self, sealed: &Sealed, entry_id: &str) -> Result<Option<String>, JournalError> {
        let row = self.db.read(|rows| {
            rows.first(
                "select subject, wrapped from subject_key where subject = ?1",
                &[sealed.subject.as_str().into()],
            )
        })?;
        let found = row.map(|row| self.unwrap_row(&row)).transpose()?;
        KeyRing(found.into_iter().collect()).unseal(sealed, entry_id)
    }

    /// Reads all subjects' keys at once, for opening many fields; it shows erasures up to now.
    pub fn ring(&self) -> Result<KeyRing, JournalError> {
        let rows = self
            .db
            .read(|rows| rows.query("select subject, wrapped from subject_key", &[]))?;
        let keys = rows.iter().map(|row| self.unwrap_row(row));
        Ok(KeyRing(keys.collect::<Result<_, _>>()?))
    }

    /// Says whether the subject's key was erased.
    pub fn is_erased(&self, subject: &str) -> Result<bool, JournalError> {
        let erased = self.db.read(|rows| {
            rows.int(
                "select 1 from subject_key where subject = ?1 and erased_at is not null",
                &[subject.into()],
            )
        })?;
        Ok(erased.is_some())
    }

    /// Copies the keys into another folder: `keys.db` and the key file, under the same names.
    ///
    /// A copy keeps the keys of those who are erased later: let it expire, keep it apart from copies of the
    /// data, and after restoring an older one erase again what was erased since.
    ///
    /// - Errors: files of those names that are there already.
    pub fn copy_into(&self, folder: &Path) -> Result<(), JournalError> {
        self.db.vacuum_into(&folder.join(KEYS_DB))?;
        write_key_file(&folder.join(KEY_FILE), &self.wrapping)
    }

    /// Deletes the subject's key and empties the log of `keys.db`: what was sealed under it is gone.
    /// Nothing can be sealed for the subject afterwards. Doing it twice is harmless.
    ///
    /// - Input: `at`, RFC 3339, kept beside the subject's code.
    /// - Errors: [`DbError::StillRead`](youju_db::DbError::StillRead) when another process kept the old
    ///   state open: the key is deleted, but call again until the log is empty.
    pub fn erase(&self, subject: &str, at: &str) -> Result<(), JournalError> {
        self.db.write(|tx| {
            tx.execute(
                "insert into subject_key (subject, wrapped, erased_at) values (?1, null, ?2)
                 on conflict (subject) do update set wrapped = null, erased_at = ?2
                 where erased_at is null",
                &[subject.into(), at.into()],
            )
        })?;
        Ok(self.db.truncate_log()?)
    }

    fn assemble(db: Simple, wrapping: Hash, entropy: Entropy) -> Result<Self, JournalError> {
        let (origin, own_keys) = db.read(|rows| -> Result<_, JournalError> {
            let origin = rows.first("select name from origin", &[])?;
            let origin = origin
                .and_then(|row| row.first()?.as_text().map(str::to_owned))
                .ok_or(JournalError::NoKey("origin"))?;
            let own_keys = rows.query("select name, wrapped from own_key", &[])?;
            Ok((origin, own_keys))
        })?;
        let find = |name: &'static str| {
            let row = own_keys.iter().find(|row| row[0].as_text() == Some(name));
            let wrapped = row.and_then(|row| row[1].as_blob());
            unwrap(
                &wrapping,
                &own(name),
                wrapped.ok_or(JournalError::NoKey(name))?,
                name,
            )
        };
        Ok(Self {
            signer: Signer::new(&origin, &find("log")?),
            sent: find("sent")?,
            id_number: find("id-number")?,
            db,
            wrapping,
            entropy,
        })
    }

    /// Returns the subject's key: read where it exists, which needs no lock among writers, else made.
    fn subject_key(&self, subject: &str) -> Result<Hash, JournalError> {
        let kept = self.db.read(|rows| self.kept_key(rows, subject))?;
        match kept {
            Some(key) => Ok(key),
            None => self.db.write(|tx| self.subject_key_in(tx, subject)),
        }
    }

    /// The same inside a write transaction, where no other process can make one at the same time.
    fn subject_key_in(&self, tx: &mut Tx<'_>, subject: &str) -> Result<Hash, JournalError> {
        if let Some(key) = self.kept_key(tx, subject)? {
            return Ok(key);
        }
        let key: Hash = self.entropy.draw()?;
        let wrapped = sealed::encrypt(&self.wrapping, self.entropy.draw()?, &of(subject), &key);
        tx.execute(
            "insert into subject_key (subject, wrapped) values (?1, ?2)",
            &[subject.into(), wrapped.into()],
        )?;
        Ok(key)
    }

    fn kept_key(&self, rows: &dyn Rows, subject: &str) -> Result<Option<Hash>, JournalError> {
        let row = rows.first(
            "select subject, wrapped from subject_key where subject = ?1",
            &[subject.into()],
        )?;
        match row.map(|row| self.unwrap_row(&row)).transpose()? {
            None => Ok(None),
            Some((_, Some(key))) => Ok(Some(key)),
            Some((subject, None)) => Err(JournalError::Erased(subject)),
        }
    }

    /// Reads a row of subject and wrapped key; no key for an erased subject.
    fn unwrap_row(&self, row: &[Value]) -> Result<(String, Option<Hash>), JournalError> {
        let subject = row[0].as_text().unwrap_or_default().to_owned();
        let key = match row[1].as_blob() {
            None => None,
            Some(wrapped) => Some(unwrap(&self.wrapping, &of(&subject), wrapped, &subject)?),
        };
        Ok((subject, key))
    }
}

/// The keys of all subjects at one moment; an erased subject is there without a key.
pub struct KeyRing(HashMap<String, Option<Hash>>);

impl KeyRing {
    /// Opens a sealed field of the entry `entry_id`; none when its subject was erased.
    ///
    /// - Errors: as [`Keys::unseal`].
    pub fn unseal(&self, sealed: &Sealed, entry_id: &str) -> Result<Option<String>, JournalError> {
        match self.0.get(&sealed.subject) {
            Some(Some(key)) => sealed::open(key, sealed, entry_id).map(Some),
            Some(None) => Ok(None),
            None => Err(JournalError::Seal {
                entry: entry_id.to_owned(),
                field: sealed.field.clone(),
                subject: sealed.subject.clone(),
                what: "cannot be read: keys.db holds no key for that subject, and none was erased",
            }),
        }
    }

    pub(crate) fn holds(&self, subject: &str) -> bool {
        self.0.contains_key(subject)
    }
}

/// What the wrapping of one of the ledger's own keys is bound to.
fn own(name: &str) -> Vec<u8> {
    format!("youju own key {name}").into_bytes()
}

/// What the wrapping of a subject's key is bound to.
fn of(subject: &str) -> Vec<u8> {
    format!("youju subject key {subject}").into_bytes()
}

fn unwrap(wrapping: &Hash, bound: &[u8], wrapped: &[u8], what: &str) -> Result<Hash, JournalError> {
    sealed::decrypt(wrapping, bound, wrapped)
        .and_then(|key| key.try_into().ok())
        .ok_or_else(|| JournalError::WrongKeyFile {
            what: format!("the key \"{what}\""),
        })
}

fn read_key_file(path: &Path) -> Result<Hash, JournalError> {
    let fault = |source| key_fault("read", path, source);
    let bytes = fs::read(path).map_err(fault)?;
    bytes.try_into().map_err(|bytes: Vec<u8>| {
        let words = format!("it holds {} bytes, a key has 32", bytes.len());
        fault(std::io::Error::other(words))
    })
}

/// Makes the key file, or takes the one that an interrupted start left behind.
fn start_key_file(path: &Path, entropy: &Entropy) -> Result<Hash, JournalError> {
    if path.exists() {
        return read_key_file(path);
    }
    let key = entropy.draw()?;
    write_key_file(path, &key)?;
    Ok(key)
}

fn write_key_file(path: &Path, key: &Hash) -> Result<(), JournalError> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| {
            file.write_all(key)?;
            file.sync_all()
        })
        .map_err(|source| key_fault("write", path, source))?;
    Ok(sync_folder(path.parent().unwrap_or(Path::new(".")))?)
}

fn key_fault(doing: &'static str, path: &Path, source: std::io::Error) -> JournalError {
    JournalError::KeyFile {
        doing,
        path: PathBuf::from(path),
        source,
    }
}

/// HMAC-SHA-256 with a 32-byte key (RFC 2104).
fn hmac(key: &Hash, message: &[u8]) -> Hash {
    let pad = |byte: u8| {
        let mut block = [byte; 64];
        block.iter_mut().zip(key).for_each(|(b, k)| *b ^= k);
        block
    };
    let inner = Sha256::new()
        .chain_update(pad(0x36))
        .chain_update(message)
        .finalize();
    Sha256::new()
        .chain_update(pad(0x5c))
        .chain_update(inner)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_agrees_with_a_published_vector() {
        // RFC 4231, test case 1: a key of 20 bytes 0x0b, which HMAC pads with zeros.
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        assert_eq!(
            hex(&hmac(&key, b"Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
    }
}
