//! Rows as bytes: compared without making values of them.

use crate::value::{Value, checked};
use rusqlite::Row;
use rusqlite::types::ValueRef;

/// A row whose bytes are equal exactly when its values are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct PackedRow(Vec<u8>);

const NULL: u8 = 0;
const INT: u8 = 1;
const TEXT: u8 = 2;
const BLOB: u8 = 3;

impl PackedRow {
    /// Returns the values of the row in the order of its columns.
    pub fn values(&self) -> Vec<Value> {
        let mut values = Vec::new();
        let mut rest = self.0.as_slice();
        while let Some((tag, after)) = rest.split_first() {
            let (value, after) = match *tag {
                NULL => (Value::Null, after),
                INT => {
                    let (number, after) = eight(after);
                    (Value::Int(i64::from_le_bytes(number)), after)
                }
                tag => {
                    let (length, after) = eight(after);
                    let length = usize::try_from(u64::from_le_bytes(length)).unwrap_or(usize::MAX);
                    let (bytes, after) = after.split_at(length);
                    let value = if tag == TEXT {
                        Value::Text(String::from_utf8_lossy(bytes).into_owned())
                    } else {
                        Value::Blob(bytes.to_vec())
                    };
                    (value, after)
                }
            };
            values.push(value);
            rest = after;
        }
        values
    }

    /// Takes the bytes of another row in place of its own.
    ///
    /// - Errors: the column and what it holds that cannot be a value.
    pub(crate) fn refill(&mut self, row: &Row<'_>, width: usize) -> Result<(), (usize, String)> {
        self.0.clear();
        for i in 0..width {
            let stored = row.get_ref(i).map_err(|fault| (i, fault.to_string()))?;
            match checked(stored).map_err(|what| (i, what))? {
                ValueRef::Integer(n) => {
                    self.0.push(INT);
                    self.0.extend(n.to_le_bytes());
                }
                ValueRef::Text(bytes) => self.long(TEXT, bytes),
                ValueRef::Blob(bytes) => self.long(BLOB, bytes),
                ValueRef::Null | ValueRef::Real(_) => self.0.push(NULL),
            }
        }
        Ok(())
    }

    fn long(&mut self, tag: u8, bytes: &[u8]) {
        self.0.push(tag);
        self.0.extend((bytes.len() as u64).to_le_bytes());
        self.0.extend(bytes);
    }
}

fn eight(bytes: &[u8]) -> ([u8; 8], &[u8]) {
    let (eight, after) = bytes
        .split_first_chunk()
        .expect("a packed row is only made by refill, which writes eight bytes here");
    (*eight, after)
}
