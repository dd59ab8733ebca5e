//! An entry: what happened, when it was entered, by whom.

use crate::canonical;
use crate::error::JournalError;
use serde_json::{Map, Value};
use std::fmt;

/// What an entry does. The names are those in the journal and never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntryType {
    /// A record was accepted.
    Record,
    /// A record was replaced by a corrected version.
    Correct,
    /// A record was taken back: it was never true.
    Void,
    /// An interval was given its end.
    End,
    /// A subject's key was erased.
    Erase,
    /// A register was closed for a unit and period.
    Close,
    /// A record was refused; the entry holds rule ids and a digest, never the body.
    Refusal,
    /// The pack files in force changed.
    Pack,
    /// A signed checkpoint was put on the record.
    Checkpoint,
}

impl EntryType {
    /// All types.
    pub const ALL: [Self; 9] = [
        Self::Record,
        Self::Correct,
        Self::Void,
        Self::End,
        Self::Erase,
        Self::Close,
        Self::Refusal,
        Self::Pack,
        Self::Checkpoint,
    ];

    /// Gives the name in the journal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Correct => "correct",
            Self::Void => "void",
            Self::End => "end",
            Self::Erase => "erase",
            Self::Close => "close",
            Self::Refusal => "refusal",
            Self::Pack => "pack",
            Self::Checkpoint => "checkpoint",
        }
    }

    /// Reads the name in the journal.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.as_str() == text)
    }

    /// Says whether entries of this type are bound to an id: always, never, or as the sender likes.
    fn wants_id(self) -> Option<bool> {
        match self {
            Self::Record | Self::Correct | Self::Void | Self::End => Some(true),
            Self::Refusal | Self::Pack | Self::Checkpoint => Some(false),
            Self::Erase | Self::Close => None,
        }
    }
}

impl fmt::Display for EntryType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it does.
    pub entry_type: EntryType,
    /// The id that its sender made and that this answer is bound to; none for refusals and the system's own.
    pub id: Option<String>,
    /// When it was entered, RFC 3339, by the caller's clock; order never depends on it.
    pub at: String,
    /// Who entered it: an account, or the program itself.
    pub by: String,
    /// Keyed digest of the body as it was sent (see [`Keys::sent`](crate::keys::Keys::sent)).
    pub sent: Option<String>,
    /// Everything else, as the crates above mean it.
    pub data: Map<String, Value>,
}

impl Entry {
    /// Returns the canonical text, which is what the tree commits to.
    ///
    /// - Errors: a float in `data`, an instant that is not RFC 3339, an id where the type allows none or
    ///   none where it needs one.
    pub fn text(&self) -> Result<String, JournalError> {
        self.check()?;
        let mut fields = Map::new();
        fields.insert("type".into(), self.entry_type.as_str().into());
        fields.insert("at".into(), self.at.as_str().into());
        fields.insert("by".into(), self.by.as_str().into());
        if let Some(id) = &self.id {
            fields.insert("id".into(), id.as_str().into());
        }
        if let Some(sent) = &self.sent {
            fields.insert("sent".into(), sent.as_str().into());
        }
        fields.insert("data".into(), Value::Object(self.data.clone()));
        Ok(canonical::text(&Value::Object(fields))?)
    }

    /// Reads the canonical text back.
    ///
    /// - Errors: in a few words, what keeps `text` from being an entry in canonical form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value: Value =
            serde_json::from_str(text).map_err(|fault| format!("it is no JSON: {fault}"))?;
        let Value::Object(mut fields) = value else {
            return Err("it is no JSON object".into());
        };
        let mut take = |name: &str| match fields.remove(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(format!("\"{name}\" is no text")),
        };
        let name = take("type")?.ok_or("it has no type")?;
        let entry = Self {
            entry_type: EntryType::parse(&name)
                .ok_or_else(|| format!("there is no type \"{name}\""))?,
            id: take("id")?,
            at: take("at")?.ok_or("it has no \"at\"")?,
            by: take("by")?.ok_or("it has no \"by\"")?,
            sent: take("sent")?,
            data: match fields.remove("data") {
                Some(Value::Object(data)) => data,
                _ => return Err("its data is no object".into()),
            },
        };
        if let Some((name, _)) = fields.iter().next() {
            return Err(format!("\"{name}\" is no field of an entry"));
        }
        // Order, spacing, escapes, doubled keys: whatever differs from the one canonical text shows here.
        match entry.text() {
            Ok(canonical) if canonical == text => Ok(entry),
            Ok(_) => Err("it is not in canonical form".into()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn check(&self) -> Result<(), JournalError> {
        let fault = |what: String| JournalError::Entry {
            entry_type: self.entry_type.as_str(),
            what,
        };
        match (self.entry_type.wants_id(), &self.id) {
            (Some(true), None) => return Err(fault("needs an id".into())),
            (Some(false), Some(id)) => {
                return Err(fault(format!("is bound to no id, but \"{id}\" was given")));
            }
            _ => {}
        }
        if !is_instant(&self.at) {
            return Err(fault(format!(
                "is dated \"{}\"; write an instant as 2022-06-30T08:00:00Z or with +08:00",
                self.at
            )));
        }
        Ok(())
    }
}

/// Says whether `text` has the form of an RFC 3339 instant; the calendar is the caller's matter.
fn is_instant(text: &str) -> bool {
    let digits = |text: &str, form: &str| {
        text.len() == form.len()
            && text.bytes().zip(form.bytes()).all(|(c, f)| match f {
                b'0' => c.is_ascii_digit(),
                _ => c == f,
            })
    };
    let Some((date_time, rest)) = text.split_at_checked(19) else {
        return false;
    };
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let has_empty_fraction = rest.starts_with('.') && rest.len() == zone.len() + 1;
    digits(date_time, "0000-00-00T00:00:00")
        && !has_empty_fraction
        && (zone == "Z" || digits(zone, "+00:00") || digits(zone, "-00:00"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            entry_type: EntryType::Record,
            id: Some("r-1".into()),
            at: "2022-06-30T08:00:00+08:00".into(),
            by: "clerk".into(),
            sent: None,
            data: Map::from_iter([("unit".to_owned(), Value::from("office.b03"))]),
        }
    }

    #[test]
    fn an_entry_has_one_text() {
        let text = entry().text().unwrap();
        assert_eq!(
            text,
            r#"{"at":"2022-06-30T08:00:00+08:00","by":"clerk","data":{"unit":"office.b03"},"id":"r-1","type":"record"}"#
        );
        assert_eq!(Entry::parse(&text), Ok(entry()));
        for other in [
            text.replacen(',', ", ", 1),
            text.replacen("clerk", "cl\\u0065rk", 1),
            text.replacen(r#""by":"clerk","#, r#""by":"clerk","by":"clerk","#, 1),
            text.replacen(r#""by":"clerk","#, r#""by":"clerk","colour":"red","#, 1),
        ] {
            assert!(Entry::parse(&other).is_err(), "{other}");
        }
    }

    #[test]
    fn refusals_are_bound_to_no_id_and_records_to_one() {
        let mut refusal = entry();
        refusal.entry_type = EntryType::Refusal;
        assert!(refusal.text().is_err());
        refusal.id = None;
        assert!(refusal.text().is_ok());
        refusal.entry_type = EntryType::Record;
        assert!(refusal.text().is_err());
    }

    #[test]
    fn an_instant_names_its_zone() {
        for good in ["2022-06-30T08:00:00Z", "2022-06-30T08:00:00.123456+08:00"] {
            assert!(is_instant(good), "{good}");
        }
        for bad in [
            "2022-06-30",
            "2022-06-30 08:00:00Z",
            "2022-06-30T08:00:00",
            "2022-06-30T08:00:00.Z",
            "二零二二-06-30T08:00:00Z",
        ] {
            assert!(!is_instant(bad), "{bad}");
        }
    }
}
