//! Records on their way into a ledger: gathered by the day on which they are entered, sent in one commit each.

use crate::error::SampleError;
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use youju_ledger::ledger::Ledger;
use youju_ledger::outcome::Outcome;
use youju_ledger::submission::Submission;
use youju_ledger::submit::Moment;

/// Records that are entered together.
#[derive(Default)]
pub(crate) struct Sheet(Vec<Json>);

impl Sheet {
    /// Adds a record; `fields` is an object without id and kind.
    pub fn record(&mut self, id: impl Into<String>, kind: &str, mut fields: Json) {
        fields["id"] = json!(id.into());
        fields["kind"] = json!(kind);
        self.0.push(fields);
    }

    /// Adds a record of the opening balance.
    pub fn opening(&mut self, id: impl Into<String>, kind: &str, mut fields: Json) {
        fields["opening"] = json!(true);
        self.record(id, kind, fields);
    }

    /// Adds the end of a record: `on` is the first day on which it no longer holds.
    pub fn end(&mut self, id: impl Into<String>, record: &str, on: Date, reason: &str) {
        self.change(
            id,
            json!({ "ends": record, "on": on.to_string(), "reason": reason }),
        );
    }

    /// Adds a correction, a void or any other change.
    pub fn change(&mut self, id: impl Into<String>, mut body: Json) {
        body["id"] = json!(id.into());
        self.0.push(body);
    }

    /// Gives what it holds.
    pub fn into_records(self) -> Vec<Json> {
        self.0
    }

    /// Sends everything in one commit; every record must pass.
    ///
    /// - Errors: the first record that is refused or malformed, or a store that failed.
    pub fn enter(self, ledger: &Ledger, moment: &Moment) -> Result<(), SampleError> {
        let refused = |body: &Json, why: String| SampleError::Refused {
            body: body.to_string(),
            why,
        };
        let mut sent = Vec::with_capacity(self.0.len());
        for body in self.0 {
            let listed = |faults: Vec<youju_ledger::problem::Problem>| {
                faults
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join("; ")
            };
            sent.push(
                Submission::from_json(body.clone())
                    .map_err(|faults| refused(&body, listed(faults)))?,
            );
        }
        for (one, answer) in sent.iter().zip(ledger.submit_all(&sent, moment)?) {
            match answer {
                Ok(Outcome::Accepted(_)) => {}
                Ok(Outcome::Refused(no)) => {
                    let rules: Vec<String> = no.violations.into_iter().map(|v| v.rule).collect();
                    return Err(refused(&one.body, rules.join(", ")));
                }
                Err(error) => return Err(refused(&one.body, error.to_string())),
            }
        }
        Ok(())
    }
}

/// The morning of a day on which records are entered.
pub(crate) fn morning(day: Date) -> Moment {
    Moment {
        today: day,
        at: format!("{day}T02:00:00Z"),
    }
}
