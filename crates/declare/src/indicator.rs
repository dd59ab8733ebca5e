//! Indicators: which rows make a figure, and how texts call it.

use crate::fault::near;
use crate::names::Names;
use crate::rowset::{Grain, RowSet};
use crate::running::{SIDE, SIDES};
use crate::sheet::{Keys, Place, whole};
use toml::de::DeValue;

/// A figure that can be computed for any unit and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// `members.total`.
    pub id: String,
    /// `members`.
    pub pack: String,
    /// `total`.
    pub stem: String,
    /// What it counts: the first line of the file.
    pub about: String,
    /// Row set by id.
    pub row_set: String,
    /// Dimensions and the values that count; all must hold.
    pub filter: Vec<(String, Vec<Atom>)>,
    /// What is made of the rows.
    pub measure: Measure,
    /// On a day or within a period.
    pub time: Tense,
    /// Counter word: 名, 个, 万元; none for a share.
    pub counter: Option<String>,
    /// Places printed of a share, mean or amount of money.
    pub decimals: u32,
    /// Words by which texts name it.
    pub say: Vec<String>,
    /// Indicator by id that this one is a percentage of.
    pub share_of: Option<String>,
    /// Line of the organisation along which units are added up.
    pub line: Option<String>,
    /// A flow that 截至目前累计 may mean: from the first record on.
    pub cumulative: bool,
    /// Below this number only readers with row rights see it.
    pub small_cell: Option<u32>,
    /// Its claims get arithmetic only: never bound, never kept.
    pub sensitive: bool,
}

/// A value that a dimension is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Atom {
    /// A choice, a code, a day.
    Text(String),
    /// A number, or a flag as 0 or 1.
    Int(i64),
}

/// What is made of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// Their number.
    Rows,
    /// The sum of `qty`.
    SumQty,
    /// The number of different values of a column: `person`, `unit`, `day` (written `on`) or a dimension.
    Distinct(String),
    /// Days of intervals, clipped to the period.
    Days,
    /// The largest `qty`.
    MaxQty,
    /// The smallest `qty`.
    MinQty,
    /// The mean `qty`.
    MeanQty,
}

/// How a figure stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// On a day.
    Stock,
    /// Within a period.
    Flow,
}

const MEASURES: &[&str] = &[
    "rows",
    "sum qty",
    "distinct person",
    "distinct unit",
    "distinct on",
    "days",
    "max qty",
    "min qty",
    "mean qty",
];

/// Reads `indicators/<stem>.toml`; `share_of` is checked by the pack once all are read.
pub(crate) fn read(place: Place<'_>, names: &Names<'_>, stem: &str) -> Option<Indicator> {
    let about = place.about("#");
    let root = place.parse()?;
    let keys = Keys::root(place, &root);
    let row_set = keys.need("rowset", "\"<row set>\"").and_then(|name| {
        let found = names.row_set(&name);
        if found.is_none() {
            keys.fault(
                "rowset",
                format!("no row set \"{name}\""),
                names.near_row_set(&name),
            );
        }
        found
    });
    if !keys.has("time") {
        keys.missing(
            "time",
            "\"stock\" (on a day), or \"flow\" (within a period)",
        );
    }
    let time = keys.one_of("time", &[("stock", Tense::Stock), ("flow", Tense::Flow)]);
    let measure = keys
        .need("measure", "\"rows\"")
        .and_then(|text| read_measure(&keys, &text, row_set));
    if let (Some(row_set), Some(time), Some(measure)) = (row_set, time, &measure) {
        check_time(&keys, row_set, time, measure);
    }
    let filter = row_set.map(|r| read_filter(&keys, r)).unwrap_or_default();
    if let (Some(row_set), Some(measure)) = (row_set, &measure) {
        check_sides(&keys, row_set, &filter, measure);
    }
    let share_of = keys.text("share_of").map(|name| names.id(&name));
    let counter = keys.text("counter");
    match (counter.as_deref(), &share_of) {
        (None, None) => keys.missing("counter", "\"名\""),
        (Some(word), Some(_)) if word != "%" => {
            let hint = Some("a share prints %: write counter = \"%\", or leave it out".to_owned());
            keys.fault("counter", format!("a share is counted in \"{word}\""), hint);
        }
        _ => {}
    }
    let cumulative = keys
        .one_of("cumulative_from", &[("register", true)])
        .unwrap_or_default();
    if cumulative && time == Some(Tense::Stock) {
        let hint = Some("only a flow is added up from a first record on".to_owned());
        keys.fault("cumulative_from", "a stock with \"cumulative_from\"", hint);
    }
    keys.get("where");
    let indicator = Indicator {
        id: format!("{}.{stem}", names.own.id),
        pack: names.own.id.clone(),
        stem: stem.to_owned(),
        about,
        row_set: row_set.map(|r| r.id.clone()).unwrap_or_default(),
        filter,
        measure: measure.clone().unwrap_or(Measure::Rows),
        time: time.unwrap_or(Tense::Stock),
        counter,
        decimals: keys.natural("decimals").unwrap_or_default(),
        say: keys.texts("say").unwrap_or_default(),
        share_of,
        line: keys.text("line").or_else(|| names.own.line.clone()),
        cumulative,
        small_cell: keys.natural("small_cell"),
        sensitive: keys.flag("sensitive"),
    };
    keys.finish();
    (row_set.is_some() && measure.is_some() && time.is_some()).then_some(indicator)
}

fn read_measure(keys: &Keys<'_, '_>, text: &str, row_set: Option<&RowSet>) -> Option<Measure> {
    let measure = match text {
        "rows" => Measure::Rows,
        "sum qty" => Measure::SumQty,
        "max qty" => Measure::MaxQty,
        "min qty" => Measure::MinQty,
        "mean qty" => Measure::MeanQty,
        "days" => Measure::Days,
        "distinct on" => Measure::Distinct("day".to_owned()),
        _ => match text.strip_prefix("distinct ") {
            Some(column) => Measure::Distinct(column.to_owned()),
            None => {
                let hint = near(text, MEASURES.iter().copied());
                keys.fault("measure", format!("\"measure\" cannot be \"{text}\""), hint);
                return None;
            }
        },
    };
    if let Some(row_set) = row_set
        && let Some((message, hint)) = misfit(&measure, row_set)
    {
        keys.fault(
            "measure",
            format!("row set \"{}\" has no {message}", row_set.stem),
            hint,
        );
    }
    Some(measure)
}

/// Says what a row set lacks for a measure, and the way out.
fn misfit(measure: &Measure, row_set: &RowSet) -> Option<(String, Option<String>)> {
    match measure {
        Measure::SumQty | Measure::MaxQty | Measure::MinQty | Measure::MeanQty
            if !row_set.has_qty =>
        {
            let hint = "select … as qty, or measure = \"rows\"";
            Some(("qty".to_owned(), Some(hint.to_owned())))
        }
        Measure::Distinct(column) if !row_set.columns().contains(&column.as_str()) => Some((
            format!("column \"{column}\""),
            near(column, row_set.columns()),
        )),
        Measure::Days if row_set.grain == Grain::Event => {
            let hint = "count days with distinct on, or read an interval row set";
            Some((
                "intervals to take days from".to_owned(),
                Some(hint.to_owned()),
            ))
        }
        _ => None,
    }
}

/// A running balance carries what it is on some sides only.
fn check_sides(
    keys: &Keys<'_, '_>,
    row_set: &RowSet,
    filter: &[(String, Vec<Atom>)],
    measure: &Measure,
) {
    let of_qty = matches!(
        measure,
        Measure::SumQty | Measure::MaxQty | Measure::MinQty | Measure::MeanQty
    );
    let Some(balance) = row_set.balance_of.as_ref().filter(|_| of_qty) else {
        return;
    };
    let named = filter.iter().find(|(column, _)| column == SIDE);
    let asked = |side: &str| {
        let is = |atom: &Atom| matches!(atom, Atom::Text(text) if text == side);
        named.is_none_or(|(_, atoms)| atoms.iter().any(is))
    };
    let bare = |side: &&str| asked(side) && !balance.steps.contains(side);
    if let Some(side) = SIDES.into_iter().find(bare) {
        let message = format!("rows of \"{}\" carry no qty {side} zero", row_set.stem);
        let hint = format!("name \"{side}\" in steps of the row set, or choose the side in where");
        keys.fault("measure", message, Some(hint));
    }
}

fn check_time(keys: &Keys<'_, '_>, row_set: &RowSet, time: Tense, measure: &Measure) {
    let (message, hint) = match (time, row_set.grain, measure) {
        (Tense::Stock, Grain::Event, _) => (
            "a stock over events",
            "events are counted within a period: time = \"flow\"",
        ),
        (Tense::Stock, _, Measure::Days) => (
            "days of a stock",
            "days are counted within a period: time = \"flow\"",
        ),
        (Tense::Flow, Grain::Interval, m) if *m != Measure::Days => (
            "a flow over intervals",
            "count within a period needs an event row set; on a day: time = \"stock\"; lengths: measure = \"days\"",
        ),
        _ => return,
    };
    keys.fault("time", message, Some(hint.to_owned()));
}

/// Reads `where`: the dimensions of a row set and the values that count.
pub(crate) fn read_filter(keys: &Keys<'_, '_>, row_set: &RowSet) -> Vec<(String, Vec<Atom>)> {
    let Some(table) = keys.table("where") else {
        return Vec::new();
    };
    let mut filter = Vec::new();
    for (column, line, value) in table.entries() {
        if !row_set.dims.iter().any(|d| d == column) {
            let hint = near(column, row_set.dims.iter().map(String::as_str));
            let hint = hint.or(Some("declare it in dims of the row set".to_owned()));
            keys.place.fault(
                line,
                format!("row set \"{}\" has no dimension \"{column}\"", row_set.stem),
                hint,
            );
        }
        let values = match value.get_ref() {
            DeValue::Array(list) => list.iter().map(|v| atom(v.get_ref())).collect(),
            one => atom(one).map(|a| vec![a]),
        };
        match values {
            Some(values) if !values.is_empty() => {
                check_choices(keys.place, line, row_set, column, &values);
                filter.push((column.to_owned(), values));
            }
            _ => {
                let hint = Some(format!("write {column} = \"…\", or a list of values"));
                keys.place.fault(
                    line,
                    format!("\"{column}\" is compared with no value"),
                    hint,
                );
            }
        }
    }
    filter
}

fn check_choices(place: Place<'_>, line: usize, row_set: &RowSet, column: &str, values: &[Atom]) {
    let Some(of) = row_set.choices.get(column) else {
        return;
    };
    for value in values {
        match value {
            Atom::Text(text) if of.contains(text) => {}
            Atom::Text(text) => {
                let hint = near(text, of.iter().map(String::as_str));
                place.fault(line, format!("\"{column}\" is never \"{text}\""), hint);
            }
            Atom::Int(number) => {
                let hint = Some(format!("known here: {}", of.join(", ")));
                place.fault(line, format!("\"{column}\" is never {number}"), hint);
            }
        }
    }
}

fn atom(value: &DeValue<'_>) -> Option<Atom> {
    match value {
        DeValue::String(text) => Some(Atom::Text(text.to_string())),
        DeValue::Boolean(flag) => Some(Atom::Int(i64::from(*flag))),
        other => whole(other).map(Atom::Int),
    }
}
