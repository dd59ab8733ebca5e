//! What all answers have in common.

use crate::table::Table;
use crate::words::Words;
use serde::Serialize;

/// An answer that can be shown: its fields are its JSON, [`Answer::text`] its words.
pub trait Answer: Serialize {
    /// Says it for a terminal: lines without a trailing newline.
    fn text(&self, words: &Words<'_>) -> String;

    /// Gives its JSON on one line.
    fn json(&self) -> String {
        serde_json::to_string(self)
            .unwrap_or_else(|e| format!("{{\"error\":{{\"message\":\"cannot be written: {e}\"}}}}"))
    }

    /// Gives it as one page that needs nothing beside itself; none where it has no page.
    fn html(&self, _words: &Words<'_>) -> Option<String> {
        None
    }

    /// Gives it as a table with its stamp, for CSV and xlsx; none where it is no list.
    fn table(&self, _words: &Words<'_>) -> Option<Table> {
        None
    }
}
