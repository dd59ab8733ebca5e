//! Texts written from templates of packs: their figures are asked of the ledger, never typed.
//!
//! A template is `reports/<name>.<lang>.md` of a pack, in the syntax of Jinja. It may call `figure(id, on = day)` or
//! `figure(id, within = "2022H1")`, for the record's unit or `unit = "…"`, and `date(day)`.

use crate::outcome::{Broken, Written};
use crate::words::Words;
use jiff::civil::Date;
use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, context};
use serde_json::{Map, Value as Json};
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_declare::Lang;
use youju_ledger::figure::{Ask, Time};
use youju_ledger::ledger::Ledger;
use youju_ledger::outcome::Outcome;
use youju_ledger::submission::{Action, Submission};

/// Why a report cannot be written.
#[derive(Debug)]
pub enum ReportError {
    /// The pack of this kind has no such template, in no language.
    NoTemplate(String),
    /// The submission is no new record with a unit and a date.
    NotARecord,
    /// The template has a fault, or a figure could not be computed.
    Template(String),
}

impl std::fmt::Display for ReportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoTemplate(path) => write!(f, "there is no template {path} in this ledger"),
            Self::NotARecord => {
                f.write_str("a slip answers a new record with a unit and a date; this is none")
            }
            Self::Template(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for ReportError {}

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
    let template = template(ledger, &kind.pack, "slip", words.lang)?;

    let refusals: Vec<Broken> = match outcome {
        Outcome::Refused(refused) => refused
            .violations
            .iter()
            .map(|v| Broken::new(v, &words))
            .collect(),
        Outcome::Accepted(_) => Vec::new(),
    };
    let rules = ledger
        .rules_in_force(&kind.id, unit, day)
        .map_err(|e| ReportError::Template(e.to_string()))?;
    let mut bases: Vec<Written> = rules.iter().map(|rule| Written::new(&rule.basis)).collect();
    bases.dedup();
    let mut record: Map<String, Json> = fields.clone();
    record.insert("id".into(), sent.id.as_str().into());
    let named = ledger
        .unit_names()
        .map_err(|e| ReportError::Template(e.to_string()))?;
    let name = named
        .into_iter()
        .find(|n| n.code == unit)
        .and_then(|n| n.names.into_iter().next());

    let fill = |env: &Environment<'_>| {
        env.render_str(
            &template,
            context! { record => Serde(&record), refusals => Serde(&refusals), bases => Serde(&bases), today => today.to_string(), unit => context! { code => unit, name => name.as_deref().unwrap_or(unit) } },
        )
    };
    let text = with_figures(ledger, unit, words.lang, fill)
        .map_err(|e| ReportError::Template(said(&e)))?;
    Ok(format!("{}\n", text.trim_end()))
}

fn template(ledger: &Ledger, pack: &str, name: &str, lang: Lang) -> Result<String, ReportError> {
    for lang in [lang, Lang::Zh] {
        let path = format!("{pack}/reports/{name}.{}.md", lang.code());
        let found = ledger
            .pack_file(&path)
            .map_err(|e| ReportError::Template(e.to_string()))?;
        if let Some(bytes) = found {
            return String::from_utf8(bytes)
                .map_err(|_| ReportError::Template(format!("{path} is not UTF-8")));
        }
    }
    Err(ReportError::NoTemplate(format!(
        "{pack}/reports/{name}.zh.md"
    )))
}

/// Runs `fill` in an environment that knows `figure` and `date`.
///
/// The engine wants functions that live as long as it does, so every figure that the template asks for is noted in a
/// first pass and answered in the second.
fn with_figures<T>(
    ledger: &Ledger,
    unit: &str,
    lang: Lang,
    fill: impl Fn(&Environment<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::<Ask>::new()));
    let noting = std::sync::Arc::clone(&asked);
    let own = unit.to_owned();
    fill(&environment(lang, own.clone(), move |ask| {
        noting
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push(ask);
        Ok(String::new())
    }))?;
    let asks = asked
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .clone();
    let figures = ledger
        .figures(&asks)
        .map_err(|e| Error::new(ErrorKind::InvalidOperation, e.to_string()))?;
    let answers: Vec<(Ask, Result<String, String>)> = asks
        .into_iter()
        .zip(figures)
        .map(|(ask, figure)| {
            (
                ask,
                figure.map(|f| f.amount.text()).map_err(|e| e.to_string()),
            )
        })
        .collect();
    fill(&environment(lang, own, move |ask| {
        match answers.iter().find(|(known, _)| *known == ask) {
            Some((_, Ok(text))) => Ok(text.clone()),
            Some((_, Err(what))) => Err(Error::new(ErrorKind::InvalidOperation, what.clone())),
            None => Err(Error::new(
                ErrorKind::InvalidOperation,
                "the template asks for other figures when it is filled again",
            )),
        }
    }))
}

fn environment(
    lang: Lang,
    unit: String,
    answer: impl Fn(Ask) -> Result<String, Error> + Send + Sync + 'static,
) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.add_function(
        "figure",
        move |indicator: String, options: Kwargs| -> Result<Value, Error> {
            let fault = |what: String| Error::new(ErrorKind::InvalidOperation, what);
            let (on, within): (Option<String>, Option<String>) =
                (options.get("on")?, options.get("within")?);
            let asked: Option<String> = options.get("unit")?;
            options.assert_all_used()?;
            let time = match (on, within) {
                (Some(day), None) => Time::On(parse_day(&day).map_err(|e| fault(e.to_string()))?),
                (None, Some(period)) => {
                    Time::Within(Period::parse(&period).map_err(|e| fault(e.to_string()))?)
                }
                _ => {
                    return Err(fault(format!(
                        "figure(\"{indicator}\") needs on = a day, or within = a period"
                    )));
                }
            };
            let ask = Ask::new(indicator, Some(asked.as_ref().unwrap_or(&unit)), time);
            answer(ask).map(Value::from)
        },
    );
    env.add_function("date", move |day: String| -> Result<String, Error> {
        let day =
            parse_day(&day).map_err(|e| Error::new(ErrorKind::InvalidOperation, e.to_string()))?;
        Ok(match lang {
            Lang::En => day.to_string(),
            Lang::Zh | Lang::Bo => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        })
    });
    env
}

/// An error of the engine with its line.
fn said(error: &Error) -> String {
    match error.line() {
        Some(line) => format!("line {line} of the template: {error}"),
        None => error.to_string(),
    }
}
