//! The slip that answers a request: a template that is filled for one record.

use super::template::{self, Setting};
use super::{ReportError, template_of};
use crate::outcome::{Broken, Written};
use crate::words::Words;
use jiff::civil::Date;
use minijinja::context;
use minijinja::value::Serde;
use serde_json::{Map, Value as Json};
use youju_base::date::parse_day;
use youju_ledger::ledger::Ledger;
use youju_ledger::names::DEFAULT_LINE;
use youju_ledger::outcome::Outcome;
use youju_ledger::submission::{Action, Submission};

/// The template of slips.
pub(super) const NAME: &str = "slip";

/// Writes the slip that answers a request: what was decided, by which articles, on which figures.
///
/// - Input: the submission and what became of it; `today` dates the slip.
/// - Output: the pack's `reports/slip.<lang>.md`, filled; Chinese where the language has none.
/// - Errors: see [`ReportError`].
pub fn slip(
    ledger: &Ledger,
    words: Words<'_>,
    sent: &Submission,
    outcome: &Outcome,
    today: Date,
) -> Result<String, ReportError> {
    let Action::Record { kind, fields, .. } = &sent.action else {
        return Err(ReportError::NotARecord);
    };
    let kind = ledger.packs().kind(kind).ok_or(ReportError::NotARecord)?;
    let text = |name: &str| fields.get(name).and_then(Json::as_str);
    let unit = text("unit").ok_or(ReportError::NotARecord)?;
    let day = text(kind.time.field())
        .and_then(|t| parse_day(t).ok())
        .ok_or(ReportError::NotARecord)?;
    let Some((template, lang)) = template_of(ledger, &kind.pack, NAME, words.lang)? else {
        let path = format!("{}/reports/{NAME}.zh.md", kind.pack);
        return Err(ReportError::NoTemplate(path, String::new()));
    };

    let refusals: Vec<Broken> = match outcome {
        Outcome::Refused(refused) => refused
            .violations
            .iter()
            .map(|v| Broken::new(v, &words))
            .collect(),
        Outcome::Accepted(_) => Vec::new(),
    };
    let rules = ledger.rules_in_force(&kind.id, unit, day)?;
    let mut bases: Vec<Written> = rules.iter().map(|rule| Written::new(&rule.basis)).collect();
    bases.dedup();
    let mut record: Map<String, Json> = fields.clone();
    record.insert("id".into(), sent.id.as_str().into());
    let names = template::names(ledger, Some(day))?;
    let name = names.get(unit).map_or(unit, |[name, _]| name);
    let setting = Setting {
        lang,
        pack: kind.pack.clone(),
        unit: unit.to_owned(),
        on: None,
        within: None,
        line: DEFAULT_LINE.into(),
        known_at: None,
        citing: false,
    };
    let context = context! {
        record => Serde(&record),
        refusals => Serde(&refusals),
        bases => Serde(&bases),
        today => today.to_string(),
        unit => context! { code => unit, name => name },
    };
    let filled = template::fill(ledger, &words, &setting, &template, &context)?;
    Ok(format!("{}\n", filled.text.trim_end()))
}
