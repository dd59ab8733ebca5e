//! What became of a file of records, and the form in which rows come back.

use crate::answer::Answer;
use crate::layout::{columns, wrap};
use crate::outcome::{Broken, Outcome, Written};
use crate::words::Words;
use serde::Serialize;
use serde_json::{Value as Json, json};

/// The key under which a row that comes back bears its reasons; no field can have that name.
pub const RETURNED: &str = "_refused";

/// Lines that a reason names before it only counts them.
const SHOWN: usize = 8;

/// The answer to an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Rows read.
    pub rows: u64,
    /// Rows that are in now and were not before.
    pub accepted: u64,
    /// Rows that were in already.
    pub repeated: u64,
    /// Rows that the rules refused.
    pub refused: u64,
    /// Rows with faults of form.
    pub invalid: u64,
    /// Accepted rows with warnings.
    pub warned: u64,
    /// Lines whose figure of an earlier document cannot be read as a number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<u64>,
    /// The file with the rows that did not come in.
    pub returned: Option<String>,
    /// Why rows did not come in, most frequent first.
    pub reasons: Vec<Reason>,
}

/// One reason, and the lines that it kept out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A rule's id, or a fault of form.
    pub reason: String,
    /// Lines of the file, from 1.
    pub lines: Vec<u64>,
}

impl Imported {
    /// Counts one answer.
    pub fn count(&mut self, line: u64, outcome: &Outcome) {
        self.rows += 1;
        match outcome {
            Outcome::Accepted {
                repeated,
                warnings,
                unread,
                ..
            } => {
                *(if *repeated {
                    &mut self.repeated
                } else {
                    &mut self.accepted
                }) += 1;
                self.warned += u64::from(!warnings.is_empty() && !repeated);
                if unread.is_some() {
                    self.unread.push(line);
                }
            }
            Outcome::Refused { refusals, .. } => {
                self.refused += 1;
                for refusal in refusals {
                    self.blame(refusal.rule.clone(), line);
                }
            }
            Outcome::Invalid { problems } => {
                self.invalid += 1;
                for problem in problems {
                    self.blame(problem.placed(), line);
                }
            }
        }
    }

    /// Puts the reasons into their order; for the end.
    pub fn finish(&mut self, returned: Option<String>) {
        self.reasons
            .sort_by_key(|r| (usize::MAX - r.lines.len(), r.lines[0]));
        self.returned = returned;
    }

    fn blame(&mut self, reason: String, line: u64) {
        match self.reasons.iter_mut().find(|r| r.reason == reason) {
            Some(known) => known.lines.push(line),
            None => self.reasons.push(Reason {
                reason,
                lines: vec![line],
            }),
        }
    }
}

/// Writes a row as it comes back: as it was sent, with the reasons at its end; ready to be put right and imported.
///
/// - Input: the line as sent, and the object in it if it is one.
pub fn returned(line: u64, sent: &str, object: Option<&Json>, outcome: &Outcome) -> String {
    let reasons: Vec<Json> = match outcome {
        Outcome::Accepted { .. } => Vec::new(),
        Outcome::Refused { refusals, .. } => refusals.iter().map(reason).collect(),
        Outcome::Invalid { problems } => problems.iter().map(|p| json!(p)).collect(),
    };
    let mark = json!({ "line": line, "reasons": reasons });
    match object {
        Some(Json::Object(fields)) if !fields.is_empty() && !fields.contains_key(RETURNED) => {
            let open = sent.trim().trim_end_matches('}');
            // Braces of inner objects were cut off with the last one.
            let inner = sent.trim().len() - open.len() - 1;
            format!("{open}{},\"{RETURNED}\":{mark}}}", "}".repeat(inner))
        }
        Some(Json::Object(fields)) if !fields.is_empty() => {
            let mut fields = fields.clone();
            fields.insert(RETURNED.into(), mark);
            Json::Object(fields).to_string()
        }
        _ => {
            let mut mark = mark;
            mark["text"] = sent.into();
            json!({ RETURNED: mark }).to_string()
        }
    }
}

fn reason(broken: &Broken) -> Json {
    json!({
        "rule": broken.rule,
        "message": broken.message,
        "instrument": broken.basis.instrument,
        "article": broken.basis.article,
        "way_out": broken.way_out,
        "records": broken.records,
    })
}

impl Answer for Imported {
    fn text(&self, words: &Words<'_>) -> String {
        let counts: [(&str, u64); 5] = [
            ("accepted", self.accepted),
            ("repeated", self.repeated),
            ("refused", self.refused),
            ("invalid", self.invalid),
            ("warned", self.warned),
        ];
        let counts: Vec<String> = counts
            .iter()
            .filter(|(key, n)| *n > 0 || *key == "accepted")
            .map(|(key, n)| words.fill(&format!("import.{key}"), &[("n", n)]))
            .collect();
        let head = words.fill("import.rows", &[("n", &self.rows)]);
        let mut lines = vec![words.join(&head, &words.list(&counts))];
        let reasons = self.reasons.iter().map(|reason| {
            let shown: Vec<String> = reason
                .lines
                .iter()
                .take(SHOWN)
                .map(u64::to_string)
                .collect();
            let more = if reason.lines.len() > SHOWN {
                "…"
            } else {
                ""
            };
            let at = words.fill("import.lines", &[("lines", &words.list(&shown))]);
            let named = match words.packs().rule(&reason.reason) {
                Some(rule) => format!("{}  {}", rule.id, Written::new(&rule.basis).place(words)),
                None => reason.reason.clone(),
            };
            vec![reason.lines.len().to_string(), named, format!("{at}{more}")]
        });
        let reasons: Vec<Vec<String>> = reasons.collect();
        if !reasons.is_empty() {
            lines.push(columns(&reasons, &[0], 2));
        }
        if !self.unread.is_empty() {
            let shown: Vec<String> = self.unread.iter().take(SHOWN).map(u64::to_string).collect();
            let slots: [(&str, &dyn std::fmt::Display); 2] =
                [("n", &self.unread.len()), ("lines", &words.list(&shown))];
            lines.extend(wrap(&words.fill("import.unread", &slots), 100));
        }
        if let Some(path) = &self.returned {
            lines.extend(wrap(&words.fill("import.returned", &[("path", path)]), 100));
        }
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Fault;

    fn invalid(field: &str) -> Outcome {
        Outcome::Invalid {
            problems: vec![Fault {
                field: field.into(),
                message: "missing".into(),
                hint: String::new(),
            }],
        }
    }

    #[test]
    fn a_row_comes_back_as_it_was_sent() {
        let back = |sent: &str| {
            let object = serde_json::from_str(sent).ok();
            returned(7, sent, object.as_ref(), &invalid("unit"))
        };
        let mark =
            r#""_refused":{"line":7,"reasons":[{"field":"unit","hint":"","message":"missing"}]"#;
        assert_eq!(
            back(r#" {"z": 1, "a": {"b": {}}} "#),
            format!(r#"{{"z": 1, "a": {{"b": {{}}}},{mark}}}}}"#)
        );
        assert_eq!(back("{}"), format!(r#"{{{mark},"text":"{{}}"}}}}"#));
        assert_eq!(back("{\"a\""), format!(r#"{{{mark},"text":"{{\"a\""}}}}"#));
        for sent in [
            r#"{"a":{"b":{}}}"#,
            r#"{"a":"}"}"#,
            "{}",
            "[1]",
            "no",
            r#"{"_refused":1,"a":2}"#,
        ] {
            let read: Json = serde_json::from_str(&back(sent)).expect("JSON comes back");
            assert_eq!(read[RETURNED]["line"], 7, "{sent}");
        }
    }

    #[test]
    fn reasons_are_counted_by_line() {
        let mut imported = Imported::default();
        for (line, field) in [(1, "unit"), (2, "on"), (3, "on")] {
            imported.count(line, &invalid(field));
        }
        imported.finish(None);
        let found: Vec<(&str, &[u64])> = imported
            .reasons
            .iter()
            .map(|r| (r.reason.as_str(), r.lines.as_slice()))
            .collect();
        assert_eq!(
            found,
            [("on: missing", &[2, 3][..]), ("unit: missing", &[1][..])]
        );
    }
}
