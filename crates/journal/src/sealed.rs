//! Text about a person, readable only while the person's key exists.

use crate::error::JournalError;
use crate::tree::Hash;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const NONCE: usize = 24;
const SALT: usize = 32;

/// One sealed field, as it stands in an entry.
///
/// The commitment lets somebody who was once shown the text prove later that it was this one. Its salt lies
/// inside the envelope: with the key gone, no list of likely texts helps to guess what it commits to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Whose key opens it.
    pub subject: String,
    /// Which field of the entry it is.
    pub field: String,
    /// Nonce, then ciphertext of salt and text.
    pub ciphertext: Vec<u8>,
    /// SHA-256 over salt, entry id, field and text.
    pub commitment: Hash,
}

impl Sealed {
    /// Gives the form that stands in an entry.
    pub fn to_json(&self) -> Value {
        json!({
            "commitment": hex(&self.commitment),
            "field": self.field,
            "sealed": STANDARD.encode(&self.ciphertext),
            "subject": self.subject,
        })
    }

    /// Reads that form; none for any other value.
    pub fn from_json(value: &Value) -> Option<Self> {
        let fields = value.as_object().filter(|fields| fields.len() == 4)?;
        let text = |name: &str| fields.get(name)?.as_str();
        Some(Self {
            subject: text("subject")?.to_owned(),
            field: text("field")?.to_owned(),
            ciphertext: STANDARD.decode(text("sealed")?).ok()?,
            commitment: unhex(text("commitment")?)?,
        })
    }

    /// Hands every sealed field inside `value` to `each`, at any depth.
    pub fn for_each(value: &Value, each: &mut dyn FnMut(Self)) {
        if let Some(sealed) = Self::from_json(value) {
            return each(sealed);
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| Self::for_each(item, each)),
            Value::Object(fields) => fields.values().for_each(|item| Self::for_each(item, each)),
            _ => {}
        }
    }
}

/// Encrypts `text` for one field of one entry under the subject's key.
pub(crate) fn close(
    key: &Hash,
    nonce: [u8; NONCE],
    salt: [u8; SALT],
    place: &Place<'_>,
    text: &str,
) -> Sealed {
    let message = [&salt[..], text.as_bytes()].concat();
    Sealed {
        subject: place.subject.to_owned(),
        field: place.field.to_owned(),
        ciphertext: encrypt(key, nonce, &place.bound(), &message),
        commitment: place.commitment(&salt, text),
    }
}

/// Decrypts a sealed field of the entry `entry_id`.
///
/// - Errors: [`JournalError::Seal`] when the ciphertext or the commitment is not what the key and place say.
pub(crate) fn open(key: &Hash, sealed: &Sealed, entry_id: &str) -> Result<String, JournalError> {
    let place = Place {
        subject: &sealed.subject,
        entry_id,
        field: &sealed.field,
    };
    let fault = |what| JournalError::Seal {
        entry: entry_id.to_owned(),
        field: sealed.field.clone(),
        subject: sealed.subject.clone(),
        what,
    };
    let message = decrypt(key, &place.bound(), &sealed.ciphertext)
        .ok_or_else(|| fault("does not open: it was changed or moved"))?;
    let (salt, text) = message
        .split_at_checked(SALT)
        .ok_or_else(|| fault("opens to less than a salt"))?;
    let text = std::str::from_utf8(text).map_err(|_| fault("opens to no UTF-8 text"))?;
    if place.commitment(salt, text) != sealed.commitment {
        return Err(fault("does not match its commitment"));
    }
    Ok(text.to_owned())
}

/// Where a sealed text belongs; a ciphertext that is moved elsewhere does not open.
pub(crate) struct Place<'a> {
    pub subject: &'a str,
    pub entry_id: &'a str,
    pub field: &'a str,
}

impl Place<'_> {
    fn bound(&self) -> Vec<u8> {
        framed(&["youju field", self.entry_id, self.field, self.subject])
    }

    fn commitment(&self, salt: &[u8], text: &str) -> Hash {
        Sha256::new()
            .chain_update(salt)
            .chain_update(framed(&[
                "youju commitment",
                self.entry_id,
                self.field,
                text,
            ]))
            .finalize()
            .into()
    }
}

/// Returns nonce and ciphertext in one.
pub(crate) fn encrypt(key: &Hash, nonce: [u8; NONCE], bound: &[u8], message: &[u8]) -> Vec<u8> {
    let payload = Payload {
        msg: message,
        aad: bound,
    };
    let ciphertext = XChaCha20Poly1305::new(&Key::from(*key))
        .encrypt(&XNonce::from(nonce), payload)
        .expect("messages are far below the cipher's limit of 256 GB");
    [&nonce[..], &ciphertext].concat()
}

/// Opens what [`encrypt`] made; none if key, bound text or bytes differ.
pub(crate) fn decrypt(key: &Hash, bound: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE>()?;
    let payload = Payload {
        msg: ciphertext,
        aad: bound,
    };
    XChaCha20Poly1305::new(&Key::from(*key))
        .decrypt(&XNonce::from(*nonce), payload)
        .ok()
}

/// Joins texts so that no two lists give the same bytes: each behind its length.
fn framed(parts: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(part.as_bytes());
    }
    bytes
}

/// Writes bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Reads 32 bytes in lower-case hexadecimal.
pub(crate) fn unhex(text: &str) -> Option<Hash> {
    if text.len() != 64
        || text
            .bytes()
            .any(|b| !matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    {
        return None;
    }
    let mut hash = [0; 32];
    for (i, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(hash)
}
