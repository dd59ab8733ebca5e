//! The cells of a sheet, and the lines in which a child process hands them over.

use serde::{Deserialize, Serialize};
use youju_render::sheet::Entry;

/// Rows with anything in them that a sheet may have.
pub const MAX_ROWS: usize = 100_000;
/// Last line on which a row may stand.
pub const MAX_LINE: u32 = 200_000;
/// Columns that a sheet may have.
pub const MAX_COLUMNS: u32 = 512;
/// Cells with anything in them that a file may have.
pub const MAX_CELLS: usize = 2_000_000;
/// Characters that a cell may have.
pub const MAX_CHARS: usize = 32_767;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridRow {
    /// Its line in the file, from 1.
    pub line: u32,
    /// Its cells from the first column on.
    pub cells: Vec<Entry>,
}

impl GridRow {
    /// Gives a cell; a blank one beyond the last.
    pub fn cell(&self, column: usize) -> &Entry {
        self.cells.get(column).unwrap_or(&Entry::Blank)
    }

    /// Lists the cells that are not blank, with their columns.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_blank())
    }
}

/// Cells that are shown as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// First line, from 1.
    pub top: u32,
    /// First column, from 0.
    pub left: u32,
    /// Last line.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

/// One sheet: rows with anything in them, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// The sheet's name; empty for a text file.
    pub name: String,
    /// Its rows.
    pub rows: Vec<GridRow>,
    /// Its merged cells.
    pub merges: Vec<Merge>,
}

/// What a child process says, one JSON value a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// A sheet begins.
    Sheet {
        /// Its name.
        name: String,
        /// Its merged cells.
        merges: Vec<Merge>,
    },
    /// A row of it.
    Row(u32, Vec<Entry>),
    /// The file cannot be taken: why, and the way out.
    Refused(String, String),
    /// All was said.
    End,
}

/// Names a column as a spreadsheet does: 0 is A, 27 is AB.
pub fn column_name(column: u32) -> String {
    let mut name = Vec::new();
    let mut left = u64::from(column) + 1;
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).unwrap_or(0);
        name.push(char::from(b'A' + letter));
        left = (left - 1) / 26;
    }
    name.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        let named = [0, 25, 26, 27, 701, 702, 16_383].map(column_name);
        assert_eq!(named, ["A", "Z", "AA", "AB", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn what_a_child_says_is_read_as_it_was_said() {
        let said = Said::Row(
            3,
            vec![
                Entry::Blank,
                Entry::text(" '=1 "),
                Entry::Day("2022-06-30".into()),
            ],
        );
        let line = serde_json::to_string(&said).expect("JSON");
        assert_eq!(line, r#"{"row":[3,["-",{"t":"=1"},{"d":"2022-06-30"}]]}"#);
        assert_eq!(serde_json::from_str::<Said>(&line).expect("read"), said);
    }
}
