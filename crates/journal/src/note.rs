//! Checkpoints as signed notes, in the form that C2SP specifies (tlog-checkpoint, signed-note).
//!
//! ```text
//! example.org/ledger
//! 128
//! <root, base64>
//!
//! — example.org/ledger <key id and Ed25519 signature, base64>
//! ```

use crate::tree::Hash;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// Kind of signature in a key's identifier: Ed25519 over the note's text.
const ED25519: u8 = 1;

/// What a log says of itself: so many entries, this root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root over these entries.
    pub root: Hash,
}

/// The text that is signed, with its last line end.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}\n{}\n{}\n",
            self.origin,
            self.size,
            STANDARD.encode(self.root)
        )
    }
}

/// Signs checkpoints of one log.
pub struct Signer {
    origin: String,
    key: SigningKey,
}

impl Signer {
    /// Makes a signer from the log's name and the 32 secret bytes of its key.
    pub fn new(origin: &str, secret: &Hash) -> Self {
        Self {
            origin: origin.to_owned(),
            key: SigningKey::from_bytes(secret),
        }
    }

    /// Gives the public half.
    pub fn verifier(&self) -> Verifier {
        Verifier {
            origin: self.origin.clone(),
            key: self.key.verifying_key(),
        }
    }

    /// Returns the signed note for a tree of `size` entries.
    pub fn sign(&self, size: u64, root: Hash) -> String {
        let text = Checkpoint {
            origin: self.origin.clone(),
            size,
            root,
        }
        .to_string();
        let mut signature = self.verifier().key_id().to_vec();
        signature.extend(self.key.sign(text.as_bytes()).to_bytes());
        format!("{text}\n— {} {}\n", self.origin, STANDARD.encode(signature))
    }
}

/// Checks notes of one log. As text: `origin+key id+public key`, as witnesses and other verifiers read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    origin: String,
    key: VerifyingKey,
}

impl Verifier {
    /// Gives the log's name.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Reads a note signed by this log; signatures of others are ignored.
    ///
    /// - Errors: another form, another log, no signature or a wrong one.
    pub fn open(&self, note: &str) -> Result<Checkpoint, NoteError> {
        let (body, signatures) = note.rsplit_once("\n\n").ok_or(NoteError::Form)?;
        let sound = |line: &str| line.strip_prefix("— ").is_some_and(|l| l.contains(' '));
        if !signatures.ends_with('\n') || !signatures.lines().all(sound) {
            return Err(NoteError::Form);
        }
        let text = format!("{body}\n");
        let signature = signatures
            .lines()
            .find_map(|line| self.own_signature(line))
            .ok_or_else(|| NoteError::Unsigned(self.origin.clone()))?;
        self.key
            .verify_strict(text.as_bytes(), &signature)
            .map_err(|_| NoteError::WrongSignature(self.origin.clone()))?;
        let checkpoint = read_text(&text).ok_or(NoteError::Form)?;
        if checkpoint.origin != self.origin {
            return Err(NoteError::OtherLog(checkpoint.origin));
        }
        Ok(checkpoint)
    }

    fn own_signature(&self, line: &str) -> Option<Signature> {
        let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = STANDARD.decode(signature).ok()?;
        let (key_id, signature) = bytes.split_at_checked(4)?;
        if name != self.origin || key_id != self.key_id() {
            return None;
        }
        Signature::from_slice(signature).ok()
    }

    /// Names the key: the first four bytes of SHA-256(origin ‖ line end ‖ kind ‖ public key).
    fn key_id(&self) -> [u8; 4] {
        let digest = Sha256::new()
            .chain_update(&self.origin)
            .chain_update([b'\n', ED25519])
            .chain_update(self.key.as_bytes())
            .finalize();
        [digest[0], digest[1], digest[2], digest[3]]
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![ED25519];
        key.extend(self.key.as_bytes());
        let id = u32::from_be_bytes(self.key_id());
        write!(f, "{}+{id:08x}+{}", self.origin, STANDARD.encode(key))
    }
}

impl FromStr for Verifier {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let read = || {
            let mut parts = text.splitn(3, '+');
            let (origin, id, key) = (parts.next()?, parts.next()?, parts.next()?);
            let bytes = STANDARD.decode(key).ok()?;
            let (kind, key) = bytes.split_first()?;
            let verifier = Self {
                origin: origin.to_owned(),
                key: VerifyingKey::from_bytes(key.try_into().ok()?).ok()?,
            };
            let sound = *kind == ED25519
                && is_origin(origin)
                && id == format!("{:08x}", u32::from_be_bytes(verifier.key_id()));
            sound.then_some(verifier)
        };
        read().ok_or(NoteError::Key)
    }
}

/// Says whether `text` can name a log in a note: no white space, no plus sign.
pub fn is_origin(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c))
}

/// A text that is no note of this log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not in the form of a signed checkpoint.
    #[error("this is no signed checkpoint")]
    Form,
    /// Not in the form of a public key, or its identifier does not fit.
    #[error("this is no public key of a log")]
    Key,
    /// No signature of the log.
    #[error("the checkpoint bears no signature of {0}")]
    Unsigned(String),
    /// A signature that does not fit the text.
    #[error("the checkpoint was changed after {0} signed it")]
    WrongSignature(String),
    /// Signed by the right key for another log.
    #[error("the checkpoint speaks for another log, {0}")]
    OtherLog(String),
}

fn read_text(text: &str) -> Option<Checkpoint> {
    // Further lines would be extensions, which we neither write nor mind.
    let mut lines = text.lines();
    let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
    let number: u64 = size.parse().ok()?;
    if number.to_string() != size {
        return None;
    }
    Some(Checkpoint {
        origin: origin.to_owned(),
        size: number,
        root: STANDARD.decode(root).ok()?.try_into().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn signer() -> Signer {
        Signer::new("example.org/ledger", &[7; 32])
    }

    #[test]
    fn a_note_has_the_common_form() {
        expect![[r#"
            example.org/ledger
            128
            CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=

            — example.org/ledger eaOCOsmsA2BkUB1fKeGLh0aycyV6xsmsb2hNljcqboXdKaINnnwuyv6SrbDtMhD8uGtDRHJvXto/+8hK6tvqmqeqlQs=
        "#]].assert_eq(&signer().sign(128, [9; 32]));
        expect!["example.org/ledger+79a3823a+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"]
            .assert_eq(&signer().verifier().to_string());
    }

    #[test]
    fn a_note_is_read_by_its_public_key_only() {
        let note = signer().sign(3, [1; 32]);
        let verifier: Verifier = signer().verifier().to_string().parse().unwrap();
        let checkpoint = verifier.open(&note).unwrap();
        assert_eq!((checkpoint.size, checkpoint.root), (3, [1; 32]));

        let witnessed = format!("{note}— witness.example AAAAAAAA\n");
        assert_eq!(verifier.open(&witnessed), Ok(checkpoint));
        let other = Signer::new("example.org/ledger", &[8; 32]).verifier();
        assert_eq!(
            other.open(&note),
            Err(NoteError::Unsigned("example.org/ledger".into()))
        );
        assert_eq!(
            verifier.open(&note.replacen("\n3\n", "\n4\n", 1)),
            Err(NoteError::WrongSignature("example.org/ledger".into()))
        );
        assert_eq!(verifier.open("no note"), Err(NoteError::Form));
    }

    #[test]
    fn every_changed_character_of_a_note_is_noticed() {
        let note = signer().sign(3, [1; 32]);
        let verifier = signer().verifier();
        for (at, c) in note.char_indices() {
            let other = if c == 'A' { 'B' } else { 'A' };
            let changed = format!("{}{other}{}", &note[..at], &note[at + c.len_utf8()..]);
            // The last character before the padding holds two bits that stand for nothing.
            assert!(verifier.open(&changed).is_err(), "{changed}");
        }
    }

    #[test]
    fn a_key_with_another_identifier_is_refused() {
        let text = signer().verifier().to_string();
        let (start, key) = text.rsplit_once('+').unwrap();
        assert!(
            format!("{}0+{key}", &start[..start.len() - 1])
                .parse::<Verifier>()
                .is_err()
        );
        assert!("plain".parse::<Verifier>().is_err());
    }
}
