//! Cadences: who owes what, and when.

use crate::fault::near;
use crate::names::Names;
use crate::rule::{Basis, read_basis};
use crate::sheet::{Keys, Place};
use youju_base::date::{Derive, Offset};

/// A duty that comes round or follows from a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cadence {
    /// `members.half_year_check`.
    pub id: String,
    /// `members`.
    pub pack: String,
    /// `half_year_check`.
    pub stem: String,
    /// What is owed: the first line of the file.
    pub about: String,
    /// Who owes it.
    pub each: Each,
    /// When.
    pub when: When,
    /// Days before the period's end from which it may be done; none = from the period's start.
    pub opens: Option<u32>,
    /// Days after the period until it is due.
    pub due: u32,
    /// Further days until it is overdue.
    pub grace: u32,
    /// Row set by id that fulfils it.
    pub met_by: String,
    /// An indicator by id, and how much of it fulfils the duty.
    pub met_when: Option<(String, i64)>,
    /// Row set by id that releases from it.
    pub exempt_by: Option<String>,
    /// Whether one fulfilment may serve several units.
    pub joint: bool,
    /// Whether a late fulfilment must give a reason.
    pub late_needs_reason: bool,
    /// Where it is written.
    pub basis: Basis,
}

/// Who owes a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Each {
    /// Every unit.
    Unit,
    /// Every live row of a row set, by id.
    RowSet(String),
}

/// When a duty falls due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// Once in each calendar span.
    Every(Span),
    /// Within a time after a row of a row set (by id) began or happened.
    After {
        /// The row set by id.
        row_set: String,
        /// The time allowed.
        within: Offset,
    },
    /// Again and again, counted from the last fulfilment.
    SinceLast(Offset),
}

/// A calendar span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A half-year.
    HalfYear,
    /// A year.
    Year,
}

impl Span {
    /// Gives its length in months.
    pub fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

const SPANS: &[(&str, Span)] = &[
    ("month", Span::Month),
    ("quarter", Span::Quarter),
    ("half-year", Span::HalfYear),
    ("year", Span::Year),
];

/// Reads `cadences/<stem>.toml`.
pub(crate) fn read(place: Place<'_>, names: &Names<'_>, stem: &str) -> Option<Cadence> {
    let about = place.about("#");
    let root = place.parse()?;
    let keys = Keys::root(place, &root);
    let row_set = |keys: &Keys<'_, '_>, key: &str, name: String| {
        let found = names.row_set(&name).map(|r| r.id.clone());
        if found.is_none() {
            keys.fault(
                key,
                format!("no row set \"{name}\""),
                names.near_row_set(&name),
            );
        }
        found
    };
    let each = keys
        .need("each", "\"unit\", or a row set")
        .and_then(|name| match name.as_str() {
            "unit" => Some(Each::Unit),
            _ => row_set(&keys, "each", name).map(Each::RowSet),
        });
    let when = read_when(&keys, &row_set);
    let met_by = keys
        .need("met_by", "\"<row set>\"")
        .and_then(|name| row_set(&keys, "met_by", name));
    let exempt_by = keys
        .text("exempt_by")
        .and_then(|name| row_set(&keys, "exempt_by", name));
    let met_when = keys.table("met_when").and_then(|table| {
        let indicator = table
            .need("indicator", "\"<indicator>\"")
            .map(|name| names.id(&name));
        if !table.has("at_least") {
            table.missing("at_least", "32");
        }
        let at_least = table.int("at_least");
        table.finish();
        Some((indicator?, at_least?))
    });
    let basis = read_basis(&keys);
    let cadence = Cadence {
        id: format!("{}.{stem}", names.own.id),
        pack: names.own.id.clone(),
        stem: stem.to_owned(),
        about,
        each: each.clone().unwrap_or(Each::Unit),
        when: when.clone().unwrap_or(When::Every(Span::Year)),
        opens: keys.natural("opens"),
        due: keys.natural("due").unwrap_or_default(),
        grace: keys.natural("grace").unwrap_or_default(),
        met_by: met_by.clone().unwrap_or_default(),
        met_when,
        exempt_by,
        joint: keys.flag("joint"),
        late_needs_reason: keys.flag("late_needs_reason"),
        basis: basis?,
    };
    keys.finish();
    (each.is_some() && when.is_some() && met_by.is_some()).then_some(cadence)
}

fn read_when(
    keys: &Keys<'_, '_>,
    row_set: &dyn Fn(&Keys<'_, '_>, &str, String) -> Option<String>,
) -> Option<When> {
    let every = keys.text("every");
    let since = keys.one_of("since", &[("last", true)]);
    let after = keys.table("after");
    match (every, after) {
        (Some(_), Some(_)) => {
            let hint =
                Some("a duty comes round (every) or follows a row (after): keep one".to_owned());
            keys.fault("after", "both \"every\" and \"after\"", hint);
            None
        }
        (Some(every), None) if since.is_some() => {
            let offset = offset(&every);
            if offset.is_none() {
                let hint = Some("write every = \"6 months\", since = \"last\"".to_owned());
                keys.fault("every", format!("\"{every}\" is no length of time"), hint);
            }
            offset.map(When::SinceLast)
        }
        (Some(every), None) => {
            let span = SPANS.iter().find(|(word, _)| *word == every);
            if span.is_none() {
                let hint = if offset(&every).is_some() {
                    Some("add since = \"last\" to count from the last one".to_owned())
                } else {
                    near(&every, SPANS.iter().map(|(word, _)| *word))
                };
                keys.fault("every", format!("\"every\" cannot be \"{every}\""), hint);
            }
            span.map(|(_, span)| When::Every(*span))
        }
        (None, Some(after)) => {
            let name = after
                .need("rowset", "\"<row set>\"")
                .and_then(|name| row_set(&after, "rowset", name));
            let within = after.need("within", "\"1 month\"").and_then(|text| {
                let offset = offset(&text);
                if offset.is_none() {
                    let hint = Some("write within = \"1 month\"".to_owned());
                    after.fault("within", format!("\"{text}\" is no length of time"), hint);
                }
                offset
            });
            after.finish();
            Some(When::After {
                row_set: name?,
                within: within?,
            })
        }
        (None, None) => {
            if !keys.has("every") && !keys.has("after") {
                keys.missing(
                    "every",
                    "\"month\", or after = { rowset = \"…\", within = \"1 month\" }",
                );
            }
            None
        }
    }
}

/// Reads `6 months` as the arithmetic of derived dates does.
fn offset(text: &str) -> Option<Offset> {
    Derive::parse(&format!("day + {text}"))
        .ok()
        .map(|d| d.offset)
}
