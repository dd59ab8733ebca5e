//! One row of evidence or one record's columns, in their order.

use serde::{Serialize, Serializer};
use youju_db::Value;

/// Columns with their values; in JSON an object that keeps the order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row(pub Vec<(String, Cell)>);

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Nothing is known or nothing applies.
    Null,
    /// A count, money in 分, a flag as 0 or 1.
    Int(i64),
    /// A text, a code, a day.
    Text(String),
}

impl Row {
    /// Takes over columns and values as the ledger gives them.
    pub fn new<'v>(pairs: impl IntoIterator<Item = (&'v str, &'v Value)>) -> Self {
        let pairs = pairs.into_iter();
        Self(pairs.map(|(c, v)| (c.to_owned(), v.into())).collect())
    }

    /// Gives the value of a column.
    pub fn get(&self, column: &str) -> Option<&Cell> {
        let found = self.0.iter().find(|(name, _)| name == column);
        found.map(|(_, cell)| cell)
    }
}

impl From<&Value> for Cell {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Int(n) => Self::Int(*n),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Blob(_) => Self::Text(value.to_string()),
        }
    }
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("—"),
            Self::Int(n) => n.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(column, cell)| (column, cell)))
    }
}
