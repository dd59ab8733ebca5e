//! Fields as sent → values as kept: types, bounds, choices, and the dates that are derived.

use crate::problem::Problem;
use jiff::civil::Date;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use youju_base::date::{Calendar, parse_day, shift};
use youju_base::decimal::Decimal;
use youju_base::id::{RecordId, check_code};
use youju_db::Value;
use youju_declare::{Field, FieldType, Kind};

/// What a record's fields become.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// Values of the table's columns by name; private fields and lists have none.
    pub columns: BTreeMap<String, Value>,
    /// Rows of the child tables: field → lines → sub-field → value.
    pub lists: BTreeMap<String, Vec<BTreeMap<String, Value>>>,
    /// The fields as the journal keeps them, text to be sealed still in clear.
    pub entry: Map<String, Json>,
}

/// Reads the fields of a new record.
///
/// - Errors: every problem at once.
pub fn read_record(kind: &Kind, sent: &Map<String, Json>) -> Result<Draft, Vec<Problem>> {
    let mut draft = Draft::default();
    let mut problems = read(kind, sent, &mut draft);
    for field in kind.fields.iter().filter(|f| f.required) {
        let absent = sent.get(&field.name).is_none_or(Json::is_null);
        if absent {
            problems.push(Problem::new(
                &field.name,
                "missing",
                format!("`youju kinds {} --example` shows a whole record", kind.id),
            ));
        }
    }
    empty_rest(kind, &mut draft);
    finish(draft, problems)
}

/// Reads the fields of a record that the journal keeps: nothing is asked anew, what is gone stays empty.
///
/// - Errors: a value that its kind no longer takes.
pub fn read_kept(kind: &Kind, kept: &Map<String, Json>) -> Result<Draft, Vec<Problem>> {
    let mut draft = Draft::default();
    let problems = read(kind, kept, &mut draft);
    empty_rest(kind, &mut draft);
    finish(draft, problems)
}

/// Reads the fields that a correction changes; `null` empties one that is not required.
///
/// - Errors: every problem at once.
pub fn read_correction(kind: &Kind, sent: &Map<String, Json>) -> Result<Draft, Vec<Problem>> {
    let mut draft = Draft::default();
    let mut problems = read(kind, sent, &mut draft);
    for (name, _) in sent.iter().filter(|(_, json)| json.is_null()) {
        match kind.fields.iter().find(|f| f.name == *name) {
            Some(field) if field.required => {
                problems.push(Problem::new(
                    name,
                    "cannot be emptied: it is required",
                    "give its right value, or void the record",
                ));
            }
            Some(field) => {
                draft.entry.insert(name.clone(), Json::Null);
                if !field.private && !matches!(field.ty, FieldType::Rows(_)) {
                    draft.columns.insert(name.clone(), Value::Null);
                }
                if matches!(field.ty, FieldType::Rows(_)) {
                    draft.lists.insert(name.clone(), Vec::new());
                }
            }
            None => {}
        }
    }
    finish(draft, problems)
}

/// Fills in the derived dates from the other columns; an absent source leaves them empty.
///
/// - Errors: a day outside the calendar.
pub fn derive(
    kind: &Kind,
    columns: &mut BTreeMap<String, Value>,
    calendar: &Calendar,
) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    for field in &kind.fields {
        let FieldType::Derived(derive) = &field.ty else {
            continue;
        };
        let source = columns
            .get(&derive.field)
            .and_then(Value::as_text)
            .and_then(|t| parse_day(t).ok());
        let derived = match source.map(|day| shift(day, derive.offset, calendar)) {
            None => None,
            Some(Ok(derived)) => Some(derived),
            Some(Err(e)) => {
                problems.push(Problem::new(&derive.field, e.to_string(), "check the year"));
                None
            }
        };
        columns.insert(
            field.name.clone(),
            derived.map(|d| d.day.to_string()).into(),
        );
        if let Some(twin) = field.provisional_column() {
            columns.insert(twin, derived.map(|d| i64::from(d.provisional)).into());
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

/// Gives a day from a column.
pub fn day(columns: &BTreeMap<String, Value>, name: &str) -> Option<Date> {
    columns
        .get(name)
        .and_then(Value::as_text)
        .and_then(|text| parse_day(text).ok())
}

fn empty_rest(kind: &Kind, draft: &mut Draft) {
    for field in kind
        .fields
        .iter()
        .filter(|f| !f.private && f.rows().is_none())
    {
        draft
            .columns
            .entry(field.name.clone())
            .or_insert(Value::Null);
    }
}

fn finish(draft: Draft, problems: Vec<Problem>) -> Result<Draft, Vec<Problem>> {
    if problems.is_empty() {
        Ok(draft)
    } else {
        Err(problems)
    }
}

fn read(kind: &Kind, sent: &Map<String, Json>, draft: &mut Draft) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, json) in sent {
        let Some(field) = kind.fields.iter().find(|f| f.name == *name) else {
            problems.push(unknown(name, &kind.fields, &kind.id));
            continue;
        };
        if json.is_null() {
            continue;
        }
        match &field.ty {
            FieldType::Derived(_) => {
                problems.push(Problem::new(
                    name,
                    "is calculated, never asked",
                    "leave it out",
                ));
            }
            FieldType::Rows(fields) => match read_list(name, fields, json, &kind.id) {
                Ok((lines, entry)) => {
                    draft.lists.insert(name.clone(), lines);
                    draft.entry.insert(name.clone(), entry);
                }
                Err(mut found) => problems.append(&mut found),
            },
            _ => match read_value(field, json) {
                Ok((value, entry)) => {
                    if !field.private {
                        draft.columns.insert(name.clone(), value);
                    }
                    draft.entry.insert(name.clone(), entry);
                }
                Err((what, hint)) => problems.push(Problem::new(name, what, hint)),
            },
        }
    }
    problems
}

type Lines = Vec<BTreeMap<String, Value>>;

fn read_list(
    name: &str,
    fields: &[Field],
    json: &Json,
    kind: &str,
) -> Result<(Lines, Json), Vec<Problem>> {
    let Some(items) = json.as_array() else {
        return Err(vec![Problem::new(name, "not a list", "write [{…}, {…}]")]);
    };
    let (mut lines, mut kept, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for (i, item) in items.iter().enumerate() {
        let place = |field: &str| format!("{name}[{}].{field}", i + 1);
        let Some(object) = item.as_object() else {
            problems.push(Problem::new(
                format!("{name}[{}]", i + 1),
                "not an object",
                "write {…}",
            ));
            continue;
        };
        let (mut line, mut entry) = (BTreeMap::new(), Map::new());
        for sub in object
            .keys()
            .filter(|k| !fields.iter().any(|f| f.name == **k))
        {
            let mut problem = unknown(sub, fields, kind);
            problem.field = place(sub);
            problems.push(problem);
        }
        for field in fields {
            match object.get(&field.name).filter(|v| !v.is_null()) {
                None => {
                    if field.required {
                        problems.push(Problem::new(place(&field.name), "missing", ""));
                    }
                    line.insert(field.name.clone(), Value::Null);
                }
                Some(json) => match read_value(field, json) {
                    Ok((value, json)) => {
                        line.insert(field.name.clone(), value);
                        entry.insert(field.name.clone(), json);
                    }
                    Err((what, hint)) => {
                        problems.push(Problem::new(place(&field.name), what, hint))
                    }
                },
            }
        }
        lines.push(line);
        kept.push(Json::Object(entry));
    }
    if problems.is_empty() {
        Ok((lines, Json::Array(kept)))
    } else {
        Err(problems)
    }
}

fn unknown(name: &str, fields: &[Field], kind: &str) -> Problem {
    let hint = youju_declare::near(name, fields.iter().map(|f| f.name.as_str()))
        .unwrap_or_else(|| format!("`youju kinds {kind}` lists the fields"));
    Problem::new(name, format!("{kind} has no such field"), hint)
}

type Fault = (String, String);

fn fault(what: impl Into<String>, hint: impl Into<String>) -> Fault {
    (what.into(), hint.into())
}

/// Reads one value: what the table keeps, and what the journal keeps.
fn read_value(field: &Field, json: &Json) -> Result<(Value, Json), Fault> {
    match &field.ty {
        FieldType::Text => text(json).map(|t| (Value::from(t), Json::from(t))),
        FieldType::Choice(of) => {
            let word = text(json)?;
            if !of.iter().any(|o| o == word) {
                return Err(fault(
                    format!("\"{word}\" is no choice here"),
                    format!("choose one of {}", of.join(", ")),
                ));
            }
            Ok((word.into(), word.into()))
        }
        FieldType::Int { min, max } => {
            let n = json.as_i64().ok_or_else(|| {
                fault(
                    format!("{json} is no whole number"),
                    "write digits without quotes",
                )
            })?;
            bounded(n, *min, *max)?;
            Ok((n.into(), n.into()))
        }
        FieldType::Decimal(decimals) => fixed(json, *decimals),
        FieldType::Money => fixed(json, 2),
        FieldType::Date => {
            let day = parse_day(text(json)?)
                .map_err(|e| fault(e.to_string(), ""))?
                .to_string();
            Ok((day.as_str().into(), day.as_str().into()))
        }
        FieldType::Unit | FieldType::Person => {
            let code = text(json)?;
            check_code(code, "code").map_err(|e| fault(e.to_string(), ""))?;
            Ok((code.into(), code.into()))
        }
        FieldType::Record(_) => {
            let id = text(json)?;
            RecordId::parse(id).map_err(|e| fault(e.to_string(), "give the id of a record"))?;
            Ok((id.into(), id.into()))
        }
        FieldType::Bool => {
            let yes = json
                .as_bool()
                .ok_or_else(|| fault(format!("{json} is neither true nor false"), ""))?;
            Ok((Value::Int(yes.into()), yes.into()))
        }
        FieldType::Derived(_) | FieldType::Rows(_) => Err(fault("cannot stand here", "")),
    }
}

const LONGEST_TEXT: usize = 20_000;

fn text(json: &Json) -> Result<&str, Fault> {
    let text = json
        .as_str()
        .ok_or_else(|| fault(format!("{json} is no text"), "put it in double quotes"))?;
    if text.trim().is_empty() {
        return Err(fault("empty", "leave the field out, or fill it"));
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(fault(
            "longer than 20,000 characters",
            "file the document elsewhere and give its number",
        ));
    }
    if text.contains('\0') {
        return Err(fault("holds a NUL character", "leave it out"));
    }
    Ok(text)
}

fn bounded(n: i64, min: Option<i64>, max: Option<i64>) -> Result<(), Fault> {
    match (min, max) {
        (Some(min), _) if n < min => Err(fault(format!("{n} is below {min}"), "")),
        (_, Some(max)) if n > max => Err(fault(format!("{n} is above {max}"), "")),
        _ => Ok(()),
    }
}

/// Reads an exact decimal, sent as text, into an integer of its smallest part.
fn fixed(json: &Json, decimals: u32) -> Result<(Value, Json), Fault> {
    let sent = json.as_str().ok_or_else(|| {
        fault(
            format!("{json} is no decimal"),
            "write it as text: \"1380.00\"",
        )
    })?;
    let plain = sent
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    let number = Decimal::parse(sent).ok().filter(|_| plain);
    let number = number.ok_or_else(|| {
        fault(
            format!("\"{sent}\" is no decimal"),
            "write digits and a point: \"1380.00\"",
        )
    })?;
    let scale = i32::try_from(decimals).unwrap_or(0);
    if number.scale() > scale {
        return Err(fault(
            format!("\"{sent}\" has more than {decimals} decimals"),
            "",
        ));
    }
    let whole = number
        .times_ten(scale)
        .filter(|n| n.scale() <= 0)
        .and_then(|n| n.ratio());
    let whole = whole
        .filter(|r| r.is_whole())
        .and_then(|r| i64::try_from(r.part()).ok());
    let whole = whole.ok_or_else(|| fault(format!("\"{sent}\" is too large"), ""))?;
    Ok((whole.into(), sent.into()))
}
