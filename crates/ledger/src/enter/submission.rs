//! What a client sends: one JSON object that records, corrects, voids, ends, erases or closes.

use crate::problem::Problem;
use jiff::civil::Date;
use serde_json::{Map, Value as Json};
use youju_base::date::parse_day;
use youju_base::id::RecordId;
use youju_base::period::Period;

/// Keys of a submission that are no fields of a kind.
pub const RESERVED: [&str; 12] = [
    "id",
    "kind",
    "corrects",
    "voids",
    "ends",
    "erases",
    "closes",
    "on",
    "reason",
    "exception",
    "opening",
    "by",
];

/// One wish of a client, read but not yet judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The entry's identifier; made here when the client sent none.
    pub id: RecordId,
    /// What is to be done.
    pub action: Action,
    /// Why; required for whatever changes what stands: everything but a new record and a close.
    pub reason: Option<String>,
    /// An approval that lets a record pass a rule of hardness S.
    pub exception: Option<Exception>,
    /// Who recorded it, as the client names itself.
    pub by: String,
    /// The object as it was sent, with its id: what "the same body" means.
    pub body: Json,
}

/// What a submission wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A new record.
    Record {
        /// `pack.kind`.
        kind: String,
        /// The fields as sent.
        fields: Map<String, Json>,
        /// Part of an opening balance.
        opening: bool,
    },
    /// A record that was wrong: the fields that change, with their right values (`null` empties one).
    Correct {
        /// The record.
        record: RecordId,
        /// Only the fields that change.
        fields: Map<String, Json>,
    },
    /// A record that should not stand, or an `end` entry that should not have been made.
    Void {
        /// The record, or the end entry.
        target: RecordId,
    },
    /// An interval that is over.
    End {
        /// The record.
        record: RecordId,
        /// First day on which it no longer holds.
        on: Date,
    },
    /// A person whose sealed text is to be destroyed.
    Erase {
        /// The person's code.
        subject: String,
    },
    /// A month or quarter whose registers are complete, and locked from now on.
    Close(Scope),
}

/// An approval to depart from a rule of hardness S.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// `pack.rule`.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// Who approved.
    pub approver: String,
    /// The approval's document number.
    pub approval_no: String,
}

/// What is closed: these registers, for a unit and all below it in a line, over a month or a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The unit.
    pub unit: String,
    /// The line whose tree says what is below it.
    pub line: String,
    /// A month or a quarter.
    pub period: Period,
    /// Ids of row sets; none means all of the line that are not closed yet.
    pub registers: Vec<String>,
}

impl Submission {
    /// Reads a JSON text.
    ///
    /// - Errors: malformed JSON (with line and column), or what [`Submission::from_json`] finds.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let json = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| {
            vec![Problem::new(
                "",
                format!("not JSON: {e}"),
                "write one object in braces, text in double quotes",
            )]
        })?;
        Self::from_json(json)
    }

    /// Reads a JSON object; a missing id is made.
    ///
    /// - Errors: every fault of form at once: not an object, an unknown combination of reserved keys, a missing reason, a wrong type.
    pub fn from_json(json: Json) -> Result<Self, Vec<Problem>> {
        let Json::Object(mut fields) = json else {
            return Err(vec![Problem::new(
                "",
                "not a JSON object",
                "write {\"kind\": …, \"unit\": …}",
            )]);
        };
        let mut problems = Vec::new();
        let id = match fields.get("id") {
            None => RecordId::new(),
            Some(Json::String(text)) => RecordId::parse(text).unwrap_or_else(|e| {
                problems.push(Problem::new(
                    "id",
                    e.to_string(),
                    "leave it out and one is made",
                ));
                RecordId::new()
            }),
            Some(_) => {
                problems.push(Problem::new(
                    "id",
                    "not a text",
                    "leave it out and one is made",
                ));
                RecordId::new()
            }
        };
        fields.insert("id".into(), Json::String(id.to_string()));
        let body = Json::Object(fields.clone());
        fields.remove("id");

        let mut take = |key: &str| match fields.remove(key) {
            None | Some(Json::Null) => None,
            Some(Json::String(text)) if !text.trim().is_empty() => Some(text),
            Some(_) => {
                problems.push(Problem::new(key, "not a text, or an empty one", ""));
                None
            }
        };
        let reason = take("reason");
        let by = take("by").unwrap_or_else(|| "local".into());
        let goals: Vec<(&str, String)> = ["kind", "corrects", "voids", "ends", "erases", "closes"]
            .into_iter()
            .filter_map(|key| take(key).map(|text| (key, text)))
            .collect();
        let on = take("on");
        let opening = match fields.remove("opening") {
            None | Some(Json::Null) => false,
            Some(Json::Bool(yes)) => yes,
            Some(_) => {
                problems.push(Problem::new("opening", "neither true nor false", ""));
                false
            }
        };
        let exception = fields
            .remove("exception")
            .and_then(|json| read_exception(json, &mut problems));

        let action = match goals.as_slice() {
            [("kind", kind)] => {
                if let Some(on) = on {
                    fields.insert("on".into(), Json::String(on));
                }
                Some(Action::Record {
                    kind: kind.clone(),
                    fields,
                    opening,
                })
            }
            [("closes", unit)] => read_close(unit, fields, &mut problems),
            [(key, target)] => {
                if reason.is_none() {
                    problems.push(Problem::new("reason", "missing", "say why, in a few words"));
                }
                read_change(key, target, on, fields, &mut problems)
            }
            [] => {
                problems.push(Problem::new(
                    "kind",
                    "missing",
                    "`youju kinds --dir DIR` lists the kinds",
                ));
                None
            }
            [..] => {
                let keys: Vec<_> = goals.iter().map(|g| g.0).collect();
                problems.push(Problem::new(
                    "",
                    format!("{} stand together", keys.join(" and ")),
                    "one submission does one thing",
                ));
                None
            }
        };
        match action {
            Some(action) if problems.is_empty() => Ok(Self {
                id,
                action,
                reason,
                exception,
                by,
                body,
            }),
            _ => Err(problems),
        }
    }
}

fn read_change(
    key: &str,
    target: &str,
    on: Option<String>,
    fields: Map<String, Json>,
    problems: &mut Vec<Problem>,
) -> Option<Action> {
    if key == "erases" {
        refuse_fields(&fields, "an erasure", problems);
        return Some(Action::Erase {
            subject: target.to_owned(),
        });
    }
    let record = RecordId::parse(target)
        .map_err(|e| problems.push(Problem::new(key, e.to_string(), "give the record's id")))
        .ok()?;
    match key {
        "corrects" => {
            if fields.is_empty() {
                problems.push(Problem::new(
                    "",
                    "no field is corrected",
                    "name the fields that change, with their right values",
                ));
            }
            Some(Action::Correct { record, fields })
        }
        "voids" => {
            refuse_fields(&fields, "a void", problems);
            Some(Action::Void { target: record })
        }
        _ => {
            refuse_fields(&fields, "an end", problems);
            let Some(on) = on else {
                problems.push(Problem::new(
                    "on",
                    "missing",
                    "give the first day on which it no longer holds",
                ));
                return None;
            };
            match parse_day(&on) {
                Ok(on) => Some(Action::End { record, on }),
                Err(e) => {
                    problems.push(Problem::new("on", e.to_string(), ""));
                    None
                }
            }
        }
    }
}

fn read_close(
    unit: &str,
    mut fields: Map<String, Json>,
    problems: &mut Vec<Problem>,
) -> Option<Action> {
    let mut text = |key: &str, hint: &str| match fields.remove(key) {
        Some(Json::String(text)) => Some(text),
        _ => {
            problems.push(Problem::new(key, "missing", hint));
            None
        }
    };
    let line = text("line", "write party, administration or establishment");
    let period = text("period", "write 2022-06 or 2022Q2");
    let period = period.and_then(|period| {
        let read = Period::parse(&period);
        read.map_err(|e| problems.push(Problem::new("period", e.to_string(), "")))
            .ok()
    });
    let registers = match fields.remove("registers") {
        None => Some(Vec::new()),
        Some(Json::Array(list)) => {
            let texts = list.iter().map(|one| one.as_str().map(str::to_owned));
            texts.collect()
        }
        Some(_) => None,
    };
    if registers.is_none() {
        problems.push(Problem::new(
            "registers",
            "no list of texts",
            "name row sets: [\"members.roll\"]",
        ));
    }
    refuse_fields(&fields, "a close", problems);
    Some(Action::Close(Scope {
        unit: unit.to_owned(),
        line: line?,
        period: period?,
        registers: registers?,
    }))
}

fn refuse_fields(fields: &Map<String, Json>, what: &str, problems: &mut Vec<Problem>) {
    for field in fields.keys() {
        problems.push(Problem::new(
            field,
            format!("{what} has no such field"),
            "leave it out",
        ));
    }
}

fn read_exception(json: Json, problems: &mut Vec<Problem>) -> Option<Exception> {
    const KEYS: [&str; 4] = ["rule", "reason", "approver", "approval_no"];
    let Json::Object(map) = json else {
        problems.push(Problem::new(
            "exception",
            "not an object",
            "write {\"rule\": …, \"reason\": …, \"approver\": …, \"approval_no\": …}",
        ));
        return None;
    };
    for key in map.keys().filter(|k| !KEYS.contains(&k.as_str())) {
        problems.push(Problem::new(
            format!("exception.{key}"),
            "unknown",
            "leave it out",
        ));
    }
    let mut text = |key: &str| match map
        .get(key)
        .and_then(Json::as_str)
        .filter(|t| !t.trim().is_empty())
    {
        Some(text) => text.to_owned(),
        None => {
            problems.push(Problem::new(
                format!("exception.{key}"),
                "missing",
                "an exception names its rule, reason, approver and approval number",
            ));
            String::new()
        }
    };
    let [rule, reason, approver, approval_no] = KEYS.map(&mut text);
    Some(Exception {
        rule,
        reason,
        approver,
        approval_no,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> String {
        let found = Submission::parse(text).expect_err("a faulty submission");
        found
            .iter()
            .map(|p| p.to_string())
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn a_missing_id_is_made_and_kept_in_the_body() {
        let sent = Submission::parse(r#"{"kind":"core.unit","unit":"a"}"#).expect("a good one");
        assert_eq!(sent.body["id"], sent.id.as_str());
        assert!(matches!(sent.action, Action::Record { ref kind, .. } if kind == "core.unit"));
    }

    #[test]
    fn every_fault_of_form_is_named() {
        assert!(problems("{\"kind\":").starts_with("not JSON: EOF"));
        assert_eq!(
            problems("[]"),
            "not a JSON object; write {\"kind\": …, \"unit\": …}"
        );
        assert_eq!(
            problems("{}"),
            "kind: missing; `youju kinds --dir DIR` lists the kinds"
        );
        assert_eq!(
            problems(r#"{"voids":"a","ends":"b"}"#),
            "voids and ends stand together; one submission does one thing"
        );
        assert_eq!(
            problems(r#"{"ends":"b","x":1}"#),
            "reason: missing; say why, in a few words\nx: an end has no such field; leave it out\n\
             on: missing; give the first day on which it no longer holds"
        );
        assert!(problems(r#"{"id":"a/b","kind":"k"}"#).contains("holds \"/\""));
    }
}
