//! A TOML file in reading: each key is asked for once, wrong types and unknown keys become faults with their line.

use crate::fault::{Faults, near};
use jiff::civil::Date;
use std::cell::RefCell;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text file of a pack, with the starts of its lines.
pub(crate) struct Page<'a> {
    shown: String,
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Page<'a> {
    /// Opens a file that is shown as `shown`; text that is not UTF-8 is a fault.
    pub(crate) fn open(shown: String, bytes: &'a [u8], faults: &Faults) -> Option<Self> {
        let newlines = |bytes: &[u8]| bytes.iter().filter(|b| **b == b'\n').count();
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                let ends = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
                let starts = ends.map(|(i, _)| i + 1).collect();
                Some(Self {
                    shown,
                    text,
                    starts,
                })
            }
            Err(error) => {
                let line = newlines(&bytes[..error.valid_up_to()]) + 1;
                let hint = Some("save it as UTF-8".to_owned());
                faults.push(shown, Some(line), "the text is not UTF-8", hint);
                None
            }
        }
    }

    /// Begins to read it.
    pub(crate) fn place<'p>(&'p self, faults: &'p Faults) -> Place<'p> {
        Place {
            file: &self.shown,
            text: self.text,
            starts: &self.starts,
            faults,
        }
    }
}

/// Where reading stands: the file, its text, and where faults go.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    /// Byte offsets of the lines after the first.
    starts: &'a [usize],
    pub(crate) faults: &'a Faults,
}

impl<'a> Place<'a> {
    /// Gives the line of a byte offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) + 1
    }

    /// Reports a fault on a line.
    pub(crate) fn fault(
        &self,
        line: impl Into<Option<usize>>,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        self.faults.push(self.file, line.into(), message, hint);
    }

    /// Reads the comment on the first line, which says what one record, row or violation is.
    pub(crate) fn about(&self, mark: &str) -> String {
        let first = self.text.lines().next().unwrap_or_default();
        let about = first.strip_prefix(mark).map(str::trim).unwrap_or_default();
        if about.is_empty() {
            let hint = format!("begin the file with \"{mark} \" and say what it holds");
            self.fault(1, "the first line is no comment", Some(hint));
        }
        about.to_owned()
    }

    /// Parses the whole file; what TOML itself refuses is reported and nothing returned.
    pub(crate) fn parse(&self) -> Option<Spanned<DeTable<'a>>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        if errors.is_empty() {
            return Some(table);
        }
        for error in errors {
            let line = error.span().map(|s| self.line(s.start));
            let message = error.message().lines().next().unwrap_or("no TOML");
            self.fault(line, message, None);
        }
        None
    }
}

/// One table of a TOML file, with the keys that were asked for.
pub(crate) struct Keys<'t, 'a> {
    pub(crate) place: Place<'a>,
    table: &'t DeTable<'a>,
    /// Line where the table begins.
    pub(crate) at: usize,
    asked: RefCell<Vec<&'static str>>,
}

impl<'t, 'a> Keys<'t, 'a> {
    pub(crate) fn root(place: Place<'a>, table: &'t Spanned<DeTable<'a>>) -> Self {
        Self {
            place,
            table: table.get_ref(),
            at: 1,
            asked: RefCell::default(),
        }
    }

    fn below(place: Place<'a>, table: &'t DeTable<'a>, offset: usize) -> Self {
        Self {
            place,
            table,
            at: place.line(offset),
            asked: RefCell::default(),
        }
    }

    /// Says where the table is named, which its own span may not know.
    pub(crate) fn named_on(self, line: usize) -> Self {
        Self { at: line, ..self }
    }

    /// Gives a value as it stands.
    pub(crate) fn get(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// Says whether the key is written.
    pub(crate) fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// Gives the line of a key, or of the table where it is not written.
    pub(crate) fn line_of(&self, key: &str) -> usize {
        self.table
            .get_key_value(key)
            .map_or(self.at, |(k, _)| self.place.line(k.span().start))
    }

    /// Reports a fault at a key.
    pub(crate) fn fault(&self, key: &str, message: impl Into<String>, hint: Option<String>) {
        self.place.fault(self.line_of(key), message, hint);
    }

    fn wrong(&self, key: &str, found: &DeValue<'_>, wanted: &str, example: &str) {
        self.fault(
            key,
            format!("\"{key}\" is {}, not {wanted}", named(found)),
            Some(format!("write {key} = {example}")),
        );
    }

    /// Reports a key that must be there.
    pub(crate) fn missing(&self, key: &str, example: &str) {
        self.place.fault(
            self.at,
            format!("missing key \"{key}\""),
            Some(format!("add {key} = {example}")),
        );
    }

    /// Reads a text; an empty one is a fault.
    pub(crate) fn text(&self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.to_string()),
            DeValue::String(_) => {
                let hint = Some("say it in a few words, or leave the key out".to_owned());
                self.fault(key, format!("\"{key}\" is empty"), hint);
                None
            }
            other => {
                self.wrong(key, other, "a text", "\"…\"");
                None
            }
        }
    }

    /// Reads a text that must be there.
    pub(crate) fn need(&self, key: &'static str, example: &str) -> Option<String> {
        if !self.has(key) {
            self.missing(key, example);
        }
        self.text(key)
    }

    /// Reads one of a few words.
    pub(crate) fn one_of<T: Copy>(
        &self,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let hint = near(&text, words.iter().map(|(w, _)| *w));
            self.fault(key, format!("\"{key}\" cannot be \"{text}\""), hint);
        }
        found.map(|(_, value)| *value)
    }

    /// Reads true or false; false where it is not written.
    pub(crate) fn flag(&self, key: &'static str) -> bool {
        match self.get(key).map(Spanned::get_ref) {
            Some(DeValue::Boolean(b)) => *b,
            Some(other) => {
                self.wrong(key, other, "true or false", "true");
                false
            }
            None => false,
        }
    }

    /// Reads a whole number.
    pub(crate) fn int(&self, key: &'static str) -> Option<i64> {
        let value = self.get(key)?.get_ref();
        let number = whole(value);
        if number.is_none() {
            self.wrong(key, value, "a whole number", "1");
        }
        number
    }

    /// Reads a whole number that must not be negative.
    pub(crate) fn natural(&self, key: &'static str) -> Option<u32> {
        let number = self.int(key)?;
        let natural = u32::try_from(number).ok();
        if natural.is_none() {
            self.fault(
                key,
                format!("\"{key}\" is {number}"),
                Some("write 0 or more".to_owned()),
            );
        }
        natural
    }

    /// Reads a date without a time.
    pub(crate) fn date(&self, key: &'static str) -> Option<Date> {
        let value = self.get(key)?.get_ref();
        let date = day(value);
        if date.is_none() {
            self.wrong(key, value, "a date", "2022-06-30, without quotes");
        }
        date
    }

    /// Reads a list of texts; one text alone is a list of one.
    pub(crate) fn texts(&self, key: &'static str) -> Option<Vec<String>> {
        let value = self.get(key)?.get_ref();
        let texts = texts(value);
        if texts.is_none() {
            self.wrong(key, value, "a list of texts", "[\"…\", \"…\"]");
        }
        texts
    }

    /// Opens a table below.
    pub(crate) fn table(&self, key: &'static str) -> Option<Keys<'t, 'a>> {
        let value = self.get(key)?;
        self.open(key, value)
    }

    /// Opens a list of tables.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<Keys<'t, 'a>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        match value.get_ref() {
            DeValue::Array(list) => list
                .iter()
                .filter_map(|item| self.open(key, item))
                .collect(),
            other => {
                self.wrong(key, other, "a list", "[{ … }, { … }]");
                Vec::new()
            }
        }
    }

    /// Opens one value as a table; anything else is a fault at `key`.
    pub(crate) fn open(&self, key: &str, value: &'t Spanned<DeValue<'a>>) -> Option<Keys<'t, 'a>> {
        match value.get_ref() {
            DeValue::Table(table) => {
                // A table under its own header spans only the header's brackets or nothing; its key knows better.
                let offset = value.span().start;
                Some(Self::below(self.place, table, offset))
            }
            other => {
                self.wrong(key, other, "a table", "{ … }");
                None
            }
        }
    }

    /// Walks all entries in the order of the file, marking none as asked for.
    pub(crate) fn entries(&self) -> Vec<(&'t str, usize, &'t Spanned<DeValue<'a>>)> {
        let mut all: Vec<_> = self
            .table
            .iter()
            .map(|(key, value)| (key.span().start, key.get_ref().as_ref(), value))
            .collect();
        all.sort_by_key(|(offset, ..)| *offset);
        all.into_iter()
            .map(|(offset, key, value)| (key, self.place.line(offset), value))
            .collect()
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(self) {
        let mut asked = self.asked.into_inner();
        asked.sort_unstable();
        asked.dedup();
        for key in self.table.keys() {
            let word = key.get_ref().as_ref();
            if !asked.contains(&word) {
                self.place.fault(
                    self.place.line(key.span().start),
                    format!("unknown key \"{word}\""),
                    near(word, asked.iter().copied()),
                );
            }
        }
    }
}

/// Reads a whole number of any radix.
pub(crate) fn whole(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// Reads a TOML date without time.
pub(crate) fn day(value: &DeValue<'_>) -> Option<Date> {
    let written = value.as_datetime()?;
    let date = written.date.filter(|_| written.time.is_none())?;
    let part = |n: u8| i8::try_from(n).ok();
    Date::new(
        i16::try_from(date.year).ok()?,
        part(date.month)?,
        part(date.day)?,
    )
    .ok()
}

/// Reads a text or a list of texts.
pub(crate) fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::String(text) => Some(vec![text.to_string()]),
        DeValue::Array(list) => list
            .iter()
            .map(|item| item.get_ref().as_str().map(str::to_owned))
            .collect(),
        _ => None,
    }
}

/// Names a value's type as people say it.
pub(crate) fn named(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
