//! Cases: stories with records given and what must come of them.

use crate::fault::{near, parted};
use crate::kind::{Field, FieldType, Kind};
use crate::names::Names;
use crate::sheet::{Keys, Place, day, named, whole};
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use youju_base::date::parse_day;
use youju_base::period::Period;

/// One story of `cases/<file>.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The pack it belongs to.
    pub pack: String,
    /// The file, as it is shown to people.
    pub file: String,
    /// Line of its `[[case]]`.
    pub line: usize,
    /// What it says.
    pub name: String,
    /// The day on which it plays, if it matters.
    pub today: Option<Date>,
    /// What was recorded before, in order; each must be accepted.
    pub given: Vec<Entry>,
    /// What is recorded now.
    pub record: Option<Entry>,
    /// What must come of it.
    pub expect: Expect,
}

/// One entry as a client would send it: a record, or an end, void or correction of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its line in the file.
    pub line: usize,
    /// The JSON object: `kind` is a full id, dates are ISO text, decimals and money are text.
    pub body: BTreeMap<String, CaseValue>,
}

impl Entry {
    /// Gives a text of the body.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.body.get(key)? {
            CaseValue::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A value as JSON has it, without floats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseValue {
    /// Text, also dates, decimals and money.
    Text(String),
    /// A whole number.
    Int(i64),
    /// True or false.
    Bool(bool),
    /// The lines of a list field.
    List(Vec<BTreeMap<String, CaseValue>>),
    /// An object: the exception.
    Map(BTreeMap<String, CaseValue>),
}

/// What must come of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expect {
    /// The record takes effect.
    pub accepted: bool,
    /// Rules by id that refuse it: exactly these.
    pub refused_by: Vec<String>,
    /// Rules by id that warn.
    pub warned_by: Vec<String>,
    /// A word of the message by which the record is invalid.
    pub invalid: Option<String>,
    /// Figures afterwards.
    pub figures: Vec<ExpectedFigure>,
    /// What is owed afterwards, looked at from the case's today.
    pub obligations: Vec<ExpectedObligation>,
}

/// An obligation that must stand so, or must not be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedObligation {
    /// Its line in the file.
    pub line: usize,
    /// Cadence by id.
    pub cadence: String,
    /// The unit that owes it.
    pub unit: String,
    /// Its last day in time.
    pub due: Date,
    /// `open`, `met`, `late`, `overdue`, `exempt`, `not-yet-born`; `none` if nothing is owed on that day.
    pub outcome: String,
}

/// The outcomes that a case may name.
const OUTCOMES: [&str; 8] = [
    "open",
    "met",
    "late",
    "overdue",
    "provisional",
    "exempt",
    "not-yet-born",
    "none",
];

/// A figure that must come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedFigure {
    /// Its line in the file.
    pub line: usize,
    /// Indicator by id.
    pub indicator: String,
    /// For which unit, with all below it.
    pub unit: String,
    /// When.
    pub at: At,
    /// The line that is followed, if not the indicator's own.
    pub tree_line: Option<String>,
    /// By the latest tree, not by that of its time.
    pub tree_now: bool,
    /// As it is printed.
    pub value: String,
    /// Record ids of its rows, in any order, if they are named.
    pub rows: Option<Vec<String>>,
}

/// The time of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// A stock on a day.
    On(Date),
    /// A flow within a period.
    Within(Period),
}

/// Reads `cases/<stem>.toml`.
pub(crate) fn read(place: Place<'_>, names: &Names<'_>) -> Vec<Case> {
    place.about("#");
    let Some(root) = place.parse() else {
        return Vec::new();
    };
    let keys = Keys::root(place, &root);
    let tables = keys.tables("case");
    if tables.is_empty() {
        place.fault(
            None,
            "no [[case]]",
            Some("begin each story with [[case]]".to_owned()),
        );
    }
    let cases = tables
        .into_iter()
        .filter_map(|t| read_case(t, names))
        .collect();
    keys.finish();
    cases
}

fn read_case(keys: Keys<'_, '_>, names: &Names<'_>) -> Option<Case> {
    let name = keys.need("name", "\"what the story shows\"");
    let today = keys.date("today");
    let expect = keys.table("expect");
    if !keys.has("expect") {
        keys.missing("expect", "{ accepted = true }");
    }
    let invalid = expect.as_ref().is_some_and(|e| e.has("invalid"));
    let mut known = BTreeMap::new();
    let given = match keys.get("given").map(Spanned::get_ref) {
        Some(DeValue::Array(list)) => list
            .iter()
            .filter_map(|item| read_entry(&keys, item, names, &mut known, false))
            .collect(),
        Some(other) => {
            let hint = Some("write given = [ { kind = … }, … ]".to_owned());
            keys.fault(
                "given",
                format!("\"given\" is {}, not a list", named(other)),
                hint,
            );
            Vec::new()
        }
        None => Vec::new(),
    };
    let record = keys
        .get("record")
        .and_then(|item| read_entry(&keys, item, names, &mut known, invalid));
    let expect = expect.and_then(|e| read_expect(e, names, record.is_some()));
    let case = Case {
        pack: names.own.id.clone(),
        file: keys.place.file.to_owned(),
        line: keys.at,
        name: name.clone().unwrap_or_default(),
        today,
        given,
        record,
        expect: expect.clone().unwrap_or_default(),
    };
    keys.finish();
    (name.is_some() && expect.is_some()).then_some(case)
}

fn read_entry<'n>(
    keys: &Keys<'_, '_>,
    item: &Spanned<DeValue<'_>>,
    names: &Names<'n>,
    known: &mut BTreeMap<String, &'n Kind>,
    invalid: bool,
) -> Option<Entry> {
    let place = keys.place;
    let line = place.line(item.span().start);
    let DeValue::Table(table) = item.get_ref() else {
        let hint = Some("write { kind = \"…\", … }".to_owned());
        place.fault(
            line,
            format!("an entry is {}, not a table", named(item.get_ref())),
            hint,
        );
        return None;
    };
    let text = |key: &str| table.get(key).and_then(|v| v.get_ref().as_str());
    let verbs: Vec<&str> = ["kind", "ends", "voids", "corrects"]
        .into_iter()
        .filter(|v| table.contains_key(*v))
        .collect();
    let [verb] = verbs.as_slice() else {
        let hint = Some("write one of kind, ends, voids, corrects".to_owned());
        place.fault(
            line,
            "an entry that is not one record, end, void or correction",
            hint,
        );
        return None;
    };
    let named = text(verb).unwrap_or_default();
    let kind = if *verb == "kind" {
        let kind = names.kind(named);
        if kind.is_none() {
            place.fault(line, format!("no kind \"{named}\""), names.near_kind(named));
        }
        if let (Some(kind), Some(id)) = (kind, text("id"))
            && known.insert(id.to_owned(), kind).is_some()
        {
            place.fault(
                line,
                format!("two records have the id \"{id}\""),
                Some("give each its own".to_owned()),
            );
        }
        kind
    } else {
        let kind = known.get(named).copied();
        if kind.is_none() && !invalid {
            let hint = near(named, known.keys().map(String::as_str));
            place.fault(
                line,
                format!("\"{verb}\" names no earlier record \"{named}\""),
                hint,
            );
        }
        kind
    };
    let fields = kind.filter(|_| matches!(*verb, "kind" | "corrects"));
    let plain: &[&str] = match *verb {
        "kind" => &["id", "kind", "opening", "exception"],
        "ends" => &["id", "ends", "on", "reason", "exception"],
        "voids" => &["id", "voids", "reason"],
        _ => &["id", "corrects", "reason", "exception"],
    };
    let mut body = values(
        place,
        table,
        fields.map_or(&[], |k| k.fields.as_slice()),
        plain,
        invalid || kind.is_none(),
    );
    if let (Some(kind), "kind") = (kind, *verb) {
        body.insert("kind".to_owned(), CaseValue::Text(kind.id.clone()));
        if !invalid {
            for field in kind
                .fields
                .iter()
                .filter(|f| f.required && !body.contains_key(&f.name))
            {
                let hint = Some(format!("add {} = …", field.name));
                place.fault(line, format!("the record lacks \"{}\"", field.name), hint);
            }
        }
    }
    if *verb == "ends" && !invalid {
        if !table.contains_key("on") {
            place.fault(
                line,
                "an end without its day",
                Some("add on = 2022-06-30".to_owned()),
            );
        }
        if kind.is_some_and(|k| !k.time.is_interval()) {
            place.fault(
                line,
                format!("\"{named}\" is an event and cannot end"),
                Some("void it, or correct it".to_owned()),
            );
        }
    }
    kind.is_some().then_some(()).or(invalid.then_some(()))?;
    Some(Entry { line, body })
}

/// Reads the values of an entry or of a list's line; `lenient` leaves what is wrong for the ledger to find.
fn values(
    place: Place<'_>,
    table: &DeTable<'_>,
    fields: &[Field],
    plain: &[&str],
    lenient: bool,
) -> BTreeMap<String, CaseValue> {
    let mut body = BTreeMap::new();
    for (key, value) in table.iter() {
        let (word, line) = (key.get_ref().as_ref(), place.line(key.span().start));
        let field = fields.iter().find(|f| f.name == word);
        if !lenient {
            match field {
                None if !plain.contains(&word) => {
                    let known = plain
                        .iter()
                        .copied()
                        .chain(fields.iter().map(|f| f.name.as_str()));
                    place.fault(
                        line,
                        format!("unknown key \"{word}\" in a record"),
                        near(word, known),
                    );
                }
                Some(f) if f.derive().is_some() => {
                    place.fault(
                        line,
                        format!("\"{word}\" is derived and never asked"),
                        Some("leave it out".to_owned()),
                    );
                }
                Some(f) => check_value(place, line, f, value.get_ref()),
                None => {}
            }
        }
        let subs = field.and_then(Field::rows).unwrap_or_default();
        match plain_value(place, value.get_ref(), subs, lenient) {
            Some(value) => {
                body.insert(word.to_owned(), value);
            }
            None => {
                let hint = Some("write decimals and money in quotes: \"12.50\"".to_owned());
                place.fault(
                    line,
                    format!("\"{word}\" is {}", named(value.get_ref())),
                    hint,
                );
            }
        }
    }
    body
}

fn plain_value(
    place: Place<'_>,
    value: &DeValue<'_>,
    subs: &[Field],
    lenient: bool,
) -> Option<CaseValue> {
    Some(match value {
        DeValue::String(text) => CaseValue::Text(text.to_string()),
        DeValue::Boolean(flag) => CaseValue::Bool(*flag),
        DeValue::Integer(_) => CaseValue::Int(whole(value)?),
        DeValue::Datetime(_) => CaseValue::Text(day(value)?.to_string()),
        DeValue::Table(table) => CaseValue::Map(values(place, table, &[], &[], true)),
        DeValue::Array(list) => CaseValue::List(
            list.iter()
                .map(|item| {
                    item.get_ref()
                        .as_table()
                        .map(|t| values(place, t, subs, &[], lenient))
                })
                .collect::<Option<_>>()?,
        ),
        DeValue::Float(_) => return None,
    })
}

fn check_value(place: Place<'_>, line: usize, field: &Field, value: &DeValue<'_>) {
    let name = &field.name;
    let text = value.as_str();
    let (fits, wanted) = match &field.ty {
        FieldType::Text | FieldType::Unit | FieldType::Person | FieldType::Record(_) => {
            (text.is_some(), "a text".to_owned())
        }
        FieldType::Choice(of) => match text {
            Some(text) if !of.iter().any(|o| o == text) => {
                place.fault(
                    line,
                    format!("\"{name}\" cannot be \"{text}\""),
                    near(text, of.iter().map(String::as_str)),
                );
                return;
            }
            text => (text.is_some(), "one of its choices".to_owned()),
        },
        FieldType::Int { .. } => (whole(value).is_some(), "a whole number".to_owned()),
        FieldType::Decimal(_) | FieldType::Money => (
            text.is_some() || whole(value).is_some(),
            "a decimal in quotes".to_owned(),
        ),
        FieldType::Date => (
            day(value).is_some() || text.is_some_and(|t| parse_day(t).is_ok()),
            "a date".to_owned(),
        ),
        FieldType::Bool => (value.as_bool().is_some(), "true or false".to_owned()),
        FieldType::Rows(_) => (value.is_array(), "a list of lines".to_owned()),
        FieldType::Derived(_) => return,
    };
    if !fits {
        place.fault(
            line,
            format!("\"{name}\" is {}, not {wanted}", named(value)),
            Some(format!("give {wanted}")),
        );
    }
}

fn read_expect(keys: Keys<'_, '_>, names: &Names<'_>, has_record: bool) -> Option<Expect> {
    let rules = |key: &'static str| -> Vec<String> {
        let mut ids = Vec::new();
        for name in keys.texts(key).unwrap_or_default() {
            let id = names.id(&name);
            let known = std::iter::once(names.own).chain(names.uses.iter().copied());
            if !known.flat_map(|p| &p.rules).any(|r| r.id == id) {
                let hint = names.hint(&name, names.own.rules.iter().map(|r| r.stem.as_str()));
                keys.fault(key, format!("no rule \"{name}\""), hint);
            }
            ids.push(id);
        }
        ids
    };
    let accepted = keys.flag("accepted");
    let (refused_by, warned_by) = (rules("refused_by"), rules("warned_by"));
    let invalid = keys.text("invalid");
    let outcomes = usize::from(accepted)
        + usize::from(!refused_by.is_empty())
        + usize::from(invalid.is_some());
    let outcome = outcomes + usize::from(!warned_by.is_empty()) > 0;
    if outcomes > 1 {
        let hint = Some("keep one of accepted, refused_by, invalid".to_owned());
        keys.place
            .fault(keys.at, "a record cannot be both accepted and not", hint);
    }
    let mut figures: Vec<ExpectedFigure> = keys
        .tables("figures")
        .into_iter()
        .filter_map(|t| read_figure(t, names))
        .collect();
    figures.extend(keys.table("figure").and_then(|t| read_figure(t, names)));
    let mut obligations: Vec<ExpectedObligation> = keys
        .tables("obligations")
        .into_iter()
        .filter_map(|t| read_obligation(t, names))
        .collect();
    obligations.extend(
        keys.table("obligation")
            .and_then(|t| read_obligation(t, names)),
    );
    if has_record && !outcome && keys.place.faults.count() == 0 {
        let hint = Some("add accepted = true, refused_by = \"…\" or invalid = \"…\"".to_owned());
        keys.place
            .fault(keys.at, "a record without an outcome", hint);
    }
    if !has_record && outcome {
        let hint = Some("add record = { … }, or expect figures only".to_owned());
        keys.place
            .fault(keys.at, "an outcome without a record", hint);
    }
    if !outcome && figures.is_empty() && obligations.is_empty() && !has_record {
        let hint = Some("add record and an outcome, or figure = { … }".to_owned());
        keys.place
            .fault(keys.at, "a case that expects nothing", hint);
    }
    keys.finish();
    Some(Expect {
        accepted,
        refused_by,
        warned_by,
        invalid,
        figures,
        obligations,
    })
}

fn read_obligation(keys: Keys<'_, '_>, names: &Names<'_>) -> Option<ExpectedObligation> {
    let line = keys.at;
    let cadence = keys.need("cadence", "\"<cadence>\"").map(|name| {
        let id = names.id(&name);
        let known = std::iter::once(names.own).chain(names.uses.iter().copied());
        if !known.flat_map(|p| &p.cadences).any(|c| c.id == id) {
            let hint = names.hint(&name, names.own.cadences.iter().map(|c| c.stem.as_str()));
            keys.fault("cadence", format!("no cadence \"{name}\""), hint);
        }
        id
    });
    let unit = keys.need("unit", "\"A\"");
    if !keys.has("due") {
        keys.missing("due", "2022-02-28, the last day in time");
    }
    let due = keys.date("due");
    let outcome = keys
        .one_of("outcome", &OUTCOMES.map(|word| (word, word)))
        .map(str::to_owned);
    if !keys.has("outcome") {
        keys.missing("outcome", "\"met\"");
    }
    keys.finish();
    Some(ExpectedObligation {
        line,
        cadence: cadence?,
        unit: unit?,
        due: due?,
        outcome: outcome?,
    })
}

fn read_figure(keys: Keys<'_, '_>, names: &Names<'_>) -> Option<ExpectedFigure> {
    let indicator = keys.need("id", "\"<indicator>\"").map(|name| {
        let id = names.id(&name);
        let known = std::iter::once(names.own).chain(names.uses.iter().copied());
        if !known.flat_map(|p| &p.indicators).any(|i| i.id == id) {
            let hint = names.hint(&name, names.own.indicators.iter().map(|i| i.stem.as_str()));
            keys.fault("id", format!("no indicator \"{name}\""), hint);
        }
        id
    });
    let unit = keys.need("unit", "\"A\"");
    let on = keys.date("on").map(At::On);
    let within = keys
        .text("within")
        .and_then(|text| match Period::parse(&text) {
            Ok(period) => Some(At::Within(period)),
            Err(error) => {
                let (message, hint) = parted(&error.to_string());
                keys.fault("within", message, hint);
                None
            }
        });
    if !keys.has("on") && !keys.has("within") {
        keys.missing("on", "2022-06-30, or within = \"2022H1\"");
    }
    let value = keys.need("value", "\"1\"");
    let rows = keys.texts("rows");
    let tree_line = keys.text("line");
    let tree_now = keys.one_of("tree", &[("then", false), ("now", true)]);
    let line = keys.at;
    keys.finish();
    Some(ExpectedFigure {
        line,
        indicator: indicator?,
        unit: unit?,
        at: on.or(within)?,
        tree_line,
        tree_now: tree_now.unwrap_or(false),
        value: value?,
        rows,
    })
}
