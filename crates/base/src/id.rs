//! Names of things: records, kinds, and the words allowed in packs.

use std::fmt;

/// A record's identifier: made by the client, kept for ever, so that sending twice is harmless.
///
/// New ones are UUIDv7; any non-empty text of at most 64 letters, digits, `-`, `_`, `.`, `:` is accepted,
/// so that a ledger can take over the numbers of an older register.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(String);

impl RecordId {
    /// Makes a new identifier: a UUIDv7, whose order follows the clock of this machine.
    pub fn new() -> Self {
        Self(uuid::Uuid::now_v7().to_string())
    }

    /// Reads an identifier that a client sent.
    ///
    /// - Errors: empty, longer than 64 characters, or a character outside letters, digits, `-_.:`.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        check(text, "record id", |c| {
            c.is_ascii_alphanumeric() || "-_.:".contains(c)
        })?;
        Ok(Self(text.to_owned()))
    }

    /// Gives the identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for RecordId {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that cannot be an identifier.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing was given.
    #[error("empty {0}")]
    Empty(&'static str),
    /// More than 64 characters.
    #[error("{0} longer than 64 characters: \"{1}\"")]
    Long(&'static str, String),
    /// A character that no identifier may hold.
    #[error("{0} \"{1}\" holds \"{2}\"; use letters, digits, -, _, . or :")]
    Character(&'static str, String, char),
}

/// Says whether `text` is a snake_case stem, as file names, kinds, fields and dimensions must be.
pub fn is_stem(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && text.len() <= 48
        && !text.contains("__")
        && !text.ends_with('_')
}

/// Checks a code of a unit or a person: 1 to 64 characters, letters of any script, digits, `-_.`.
///
/// - Errors: as [`RecordId::parse`].
pub fn check_code(text: &str, what: &'static str) -> Result<(), IdError> {
    check(text, what, |c| c.is_alphanumeric() || "-_.".contains(c))
}

fn check(text: &str, what: &'static str, allowed: impl Fn(char) -> bool) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty(what));
    }
    if text.chars().count() > 64 {
        return Err(IdError::Long(what, text.to_owned()));
    }
    match text.chars().find(|c| !allowed(*c)) {
        Some(c) => Err(IdError::Character(what, text.to_owned(), c)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_ids_parse_and_grow() {
        let (a, b) = (RecordId::new(), RecordId::new());
        assert!(a < b);
        assert_eq!(RecordId::parse(a.as_str()), Ok(a));
    }

    #[test]
    fn a_code_may_be_chinese_but_holds_no_slash() {
        assert_eq!(check_code("示例办.一支部", "unit"), Ok(()));
        assert_eq!(
            check_code("a/b", "unit"),
            Err(IdError::Character("unit", "a/b".into(), '/'))
        );
    }

    #[test]
    fn stems_are_snake_case() {
        assert!(is_stem("no_entry_when_full"));
        for bad in ["", "Full", "a-b", "a__b", "1a", "a_"] {
            assert!(!is_stem(bad), "{bad}");
        }
    }
}
