//! Cadences: who owes what, and when.

use crate::fault::near;
use crate::indicator::{Atom, read_filter};
use crate::names::Names;
use crate::rowset::RowSet;
use crate::rule::{Basis, read_basis};
use crate::sheet::{Keys, Place};
use jiff::civil::Date;
use toml::de::DeValue;
use youju_base::date::{Derive, Offset, Step};

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
    /// First day on which it can arise; none = always.
    pub from: Option<Date>,
    /// First day on which it no longer arises; none = for good.
    pub until: Option<Date>,
    /// Days before the period's end from which it may be done; none = from the period's start.
    pub opens: Option<u32>,
    /// How long after the period it is due.
    pub due: Offset,
    /// How much longer until it is overdue.
    pub grace: Offset,
    /// What fulfils it.
    pub met_by: Chosen,
    /// An indicator by id that counts `met_by`, and how much of it fulfils the duty.
    pub met_when: Option<(String, i64)>,
    /// What releases from it.
    pub exempt_by: Option<Chosen>,
    /// Whether one fulfilment may serve several units.
    pub joint: bool,
    /// Whether a late fulfilment must give a reason.
    pub late_needs_reason: bool,
    /// Where it is written.
    pub basis: Basis,
}

impl Cadence {
    /// Says whether a duty can arise on a day.
    pub fn in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// Rows of a row set that a filter lets through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The row set by id.
    pub row_set: String,
    /// Dimensions and the values that count; all must hold.
    pub filter: Vec<(String, Vec<Atom>)>,
}

/// Who owes a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Each {
    /// Every unit.
    Unit,
    /// Every live row.
    Rows(Chosen),
}

/// When a duty falls due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// Once in each calendar span.
    Every(Span),
    /// Once after a row began or happened.
    After(Chosen, Term),
    /// Again and again, counted from the last fulfilment.
    SinceLast(Offset),
}

/// How long there is after a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// So long after its day.
    Within(Offset),
    /// Until the day that the row itself carries, in this dimension.
    Carried(String),
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

/// Reads `cadences/<stem>.toml`; `met_when` is checked by the pack once all indicators are read.
pub(crate) fn read(place: Place<'_>, names: &Names<'_>, stem: &str) -> Option<Cadence> {
    let about = place.about("#");
    let root = place.parse()?;
    let keys = Keys::root(place, &root);
    if !keys.has("each") {
        keys.missing("each", "\"unit\", or a row set");
    }
    let each = match keys.get("each").map(|value| value.get_ref()) {
        Some(DeValue::String(text)) if text == "unit" => Some(Each::Unit),
        _ => chosen(&keys, "each", names).map(Each::Rows),
    };
    let when = read_when(&keys, names);
    if !keys.has("met_by") {
        keys.missing("met_by", "\"<row set>\"");
    }
    let met_by = chosen(&keys, "met_by", names);
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
    let (from, until) = (keys.date("from"), keys.date("until"));
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        let hint = Some("until is the first day no longer in force".to_owned());
        keys.fault("until", format!("{until} is not after {from}"), hint);
    }
    if let Some(When::After(..) | When::SinceLast(_)) = &when {
        for key in ["opens", "due"] {
            if keys.has(key) {
                let hint = Some("only a duty of a calendar period opens and is due by its end: take it out, or write after = { …, within = \"1 month\" }".to_owned());
                keys.fault(key, format!("\"{key}\" without a period"), hint);
            }
        }
    }
    let basis = read_basis(&keys);
    let cadence = Cadence {
        id: format!("{}.{stem}", names.own.id),
        pack: names.own.id.clone(),
        stem: stem.to_owned(),
        about,
        each: each.clone().unwrap_or(Each::Unit),
        when: when.clone().unwrap_or(When::Every(Span::Year)),
        from,
        until,
        opens: keys.natural("opens"),
        due: length(&keys, "due"),
        grace: length(&keys, "grace"),
        met_by: met_by.clone().unwrap_or_default(),
        met_when,
        exempt_by: chosen(&keys, "exempt_by", names),
        joint: keys.flag("joint"),
        late_needs_reason: keys.flag("late_needs_reason"),
        basis: basis?,
    };
    keys.finish();
    (each.is_some() && when.is_some() && met_by.is_some()).then_some(cadence)
}

fn read_when(keys: &Keys<'_, '_>, names: &Names<'_>) -> Option<When> {
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
            let rows = rows_of(&after, names);
            let term = rows
                .as_ref()
                .and_then(|(_, row_set)| read_term(&after, row_set));
            after.finish();
            Some(When::After(rows?.0, term?))
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

/// Reads `within = "1 month"` or `due = "<dimension>"`.
fn read_term(after: &Keys<'_, '_>, row_set: &RowSet) -> Option<Term> {
    match (after.text("within"), after.text("due")) {
        (Some(_), Some(_)) => {
            let hint = "a term is counted (within) or carried by the row (due): keep one";
            after.fault("due", "both \"within\" and \"due\"", Some(hint.to_owned()));
            None
        }
        (Some(text), None) => {
            let offset = offset(&text);
            if offset.is_none() {
                let hint = Some("write within = \"1 month\"".to_owned());
                after.fault("within", format!("\"{text}\" is no length of time"), hint);
            }
            offset.map(Term::Within)
        }
        (None, Some(column)) => {
            let known = row_set.dims.contains(&column);
            if !known {
                let hint = near(&column, row_set.dims.iter().map(String::as_str));
                let message = format!("row set \"{}\" has no dimension \"{column}\"", row_set.stem);
                after.fault(
                    "due",
                    message,
                    hint.or(Some("declare the day in dims of the row set".to_owned())),
                );
            }
            known.then_some(Term::Carried(column))
        }
        (None, None) => {
            if !after.has("within") && !after.has("due") {
                after.missing("within", "\"1 month\", or due = \"<dimension>\"");
            }
            None
        }
    }
}

/// Reads a row set by its name, or `{ rowset = "…", where = { … } }`.
fn chosen(keys: &Keys<'_, '_>, key: &'static str, names: &Names<'_>) -> Option<Chosen> {
    let value = keys.get(key)?;
    if matches!(value.get_ref(), DeValue::Table(_)) {
        let table = keys.open(key, value)?;
        let rows = rows_of(&table, names);
        table.finish();
        return rows.map(|(chosen, _)| chosen);
    }
    let name = keys.text(key)?;
    let row_set = find(keys, key, &name, names)?;
    Some(Chosen {
        row_set: row_set.id.clone(),
        filter: Vec::new(),
    })
}

/// Reads `rowset` and `where` of a table.
fn rows_of<'n>(table: &Keys<'_, '_>, names: &Names<'n>) -> Option<(Chosen, &'n RowSet)> {
    let name = table.need("rowset", "\"<row set>\"");
    let row_set = name.and_then(|name| find(table, "rowset", &name, names));
    table.get("where");
    let row_set = row_set?;
    let chosen = Chosen {
        row_set: row_set.id.clone(),
        filter: read_filter(table, row_set),
    };
    Some((chosen, row_set))
}

fn find<'n>(keys: &Keys<'_, '_>, key: &str, name: &str, names: &Names<'n>) -> Option<&'n RowSet> {
    let found = names.row_set(name);
    if found.is_none() {
        keys.fault(
            key,
            format!("no row set \"{name}\""),
            names.near_row_set(name),
        );
    }
    found
}

/// Reads a number of days, or a length such as `"10 working days"`; nothing is no time.
fn length(keys: &Keys<'_, '_>, key: &'static str) -> Offset {
    let days = |count: i32| Offset {
        count,
        step: Step::Day,
    };
    match keys.get(key).map(|value| value.get_ref()) {
        Some(DeValue::String(_)) => {
            let text = keys.text(key).unwrap_or_default();
            offset(&text).unwrap_or_else(|| {
                let hint = Some(format!("write {key} = 10, or \"10 working days\""));
                keys.fault(key, format!("\"{text}\" is no length of time"), hint);
                days(0)
            })
        }
        _ => days(
            keys.natural(key)
                .and_then(|n| i32::try_from(n).ok())
                .unwrap_or_default(),
        ),
    }
}

/// Reads `6 months` as the arithmetic of derived dates does.
fn offset(text: &str) -> Option<Offset> {
    Derive::parse(&format!("day + {text}"))
        .ok()
        .map(|d| d.offset)
}
