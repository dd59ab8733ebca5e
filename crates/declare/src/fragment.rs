//! Fragments: selects that several row sets of a pack begin with, written once.
//!
//! A row set that reads `from resolution as r` gets `resolution` as its first `with`: the text is what it would be had the author
//! written it there, so all that is learnt from a row set's SQL is learnt from the fragment too.

use crate::fault::Faults;
use crate::sheet::{Page, Place};
use crate::sql;
use sqlparser::dialect::SQLiteDialect;
use sqlparser::tokenizer::{Token, Tokenizer};
use std::collections::BTreeMap;

/// The fragments of a pack by stem, each on one line.
pub(crate) type Fragments = BTreeMap<String, String>;

/// Reads `fragments/<stem>.sql`: a select in the portable list, over kinds of the pack and its `uses`.
pub(crate) fn read(place: Place<'_>, stem: &str) -> Option<(String, String)> {
    place.about("--");
    if sql::is_reserved(stem) {
        let hint = Some("rename the file".to_owned());
        place.fault(None, format!("\"{stem}\" is a word of SQL"), hint);
    }
    sql::parse(place, true)?;
    let lines = place.text.lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.starts_with("--")).collect();
    Some((stem.to_owned(), lines.join(" ")))
}

/// Puts in front of a text the fragments that it names; none where it names none.
///
/// - Output: a text whose lines stand where they stood.
pub(crate) fn expand(text: &str, fragments: &Fragments) -> Option<String> {
    let wanted = fragments.iter().filter(|(stem, _)| reads(text, stem));
    let ahead: Vec<String> = wanted
        .map(|(stem, select)| format!("{stem} as ({select})"))
        .collect();
    if ahead.is_empty() {
        return None;
    }
    let ahead = ahead.join(", ");
    let mut begun = false;
    let lines = text.lines().map(|line| {
        if begun || line.starts_with("--") || line.trim().is_empty() {
            return line.to_owned();
        }
        begun = true;
        match line.strip_prefix("with ") {
            Some(own) => format!("with {ahead}, {own}"),
            None => format!("with {ahead} {line}"),
        }
    });
    Some(lines.collect::<Vec<_>>().join("\n") + "\n")
}

/// Opens an expanded text as the file that it came from.
pub(crate) fn page<'t>(place: Place<'_>, text: &'t str, faults: &Faults) -> Option<Page<'t>> {
    Page::open(place.file.to_owned(), text.as_bytes(), faults)
}

/// Says whether a text reads a table of that name.
pub(crate) fn reads(text: &str, name: &str) -> bool {
    let tokens = Tokenizer::new(&SQLiteDialect {}, text).tokenize();
    let words = tokens.unwrap_or_default().into_iter();
    let words = words.filter_map(|token| match token {
        Token::Word(word) => Some(word.value),
        _ => None,
    });
    let words: Vec<String> = words.collect();
    let mut pairs = words.windows(2);
    pairs.any(|pair| matches!(pair[0].as_str(), "from" | "join") && pair[1] == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_where_they_are() {
        let fragments: Fragments = [
            ("paid", "select p.record_id from x_payment as p"),
            ("unused", "select 1"),
        ]
        .map(|(stem, select)| (stem.to_owned(), select.to_owned()))
        .into();
        let text = "-- Evidence: rows.\nselect a.record_id\nfrom paid as a\n";
        let expanded = expand(text, &fragments).expect("it names one");
        assert_eq!(
            expanded,
            "-- Evidence: rows.\nwith paid as (select p.record_id from x_payment as p) select a.record_id\nfrom paid as a\n"
        );
        let own = "-- Evidence: rows.\nwith b as (\n  select a.record_id from paid as a\n)\nselect b.record_id from b as b\n";
        let expanded = expand(own, &fragments).expect("it names one");
        assert!(
            expanded.contains("\nwith paid as (select p.record_id from x_payment as p), b as (\n")
        );
        assert_eq!(expanded.lines().count(), own.lines().count());
        assert_eq!(expand("select paid from x_payment as p", &fragments), None);
    }
}
