//! `youju record`: puts one record in, or is refused with the article.

use crate::failure::Failure;
use crate::input;
use crate::shell::{End, Shell};
use clap::Args;
use serde_json::{Map, Value as Json};
use std::path::{Path, PathBuf};
use youju_declare::{Field, FieldType, Packs, near};
use youju_ledger::ledger::Ledger;
use youju_ledger::outcome::Outcome;
use youju_ledger::problem::Problem;
use youju_ledger::problem::SubmitError;
use youju_ledger::submission::{RESERVED, Submission};
use youju_render::{outcome, report};

/// Record one fact; refused with document, article and way out if a rule says no
///
/// The record is a JSON object in a file, on standard input (-), or as the argument itself; or a kind followed by
/// field=value: `youju record DIR members.application unit=office.b03 person=p-0012 applied_on=2022-03-04`.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct RecordArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// A file, - , a JSON object, or a kind and field=value …
    #[arg(value_name = "FILE|-|JSON|KIND FIELD=VALUE", default_value = "-")]
    what: Vec<String>,
    /// Write the pack's decision slip, which cites the rules, to this file as well (establishment has one)
    #[arg(long, value_name = "FILE")]
    slip: Option<PathBuf>,
}

pub fn record(args: &RecordArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let sent = read(&args.what, ledger.packs())?;
    submit_with_slip(&ledger, &sent, args.slip.as_deref(), shell)
}

/// Sends one submission and shows what became of it.
pub fn submit(ledger: &Ledger, sent: &Submission, shell: &Shell) -> Result<End, Failure> {
    submit_with_slip(ledger, sent, None, shell)
}

fn submit_with_slip(
    ledger: &Ledger,
    sent: &Submission,
    slip: Option<&Path>,
    shell: &Shell,
) -> Result<End, Failure> {
    let units = shell.unit_names(ledger)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    let outcome = ledger.submit(sent, &shell.moment)?;
    shell.show(&outcome::Outcome::new(sent, &outcome, &words), &words)?;
    // What the disk has is said first: a slip that cannot be written changes nothing about it.
    if let Some(path) = slip {
        let text = report::slip(ledger, words, sent, &outcome, shell.moment.today)
            .map_err(|e| Failure::input(format!("no slip: {e}")))?;
        std::fs::write(path, text)
            .map_err(|e| Failure::surroundings(format!("cannot write {}: {e}", path.display())))?;
    }
    Ok(match outcome {
        Outcome::Accepted(_) => End::Done,
        Outcome::Refused(_) => End::Finding,
    })
}

/// Reads the one object that the arguments mean.
fn read(what: &[String], packs: &Packs) -> Result<Submission, Failure> {
    match what {
        [only] if only.trim_start().starts_with('{') => parse("the argument", only),
        [only] if only == "-" || Path::new(only).is_file() => {
            let path = Path::new(only);
            parse(&input::name(path), &input::text(path, input::SMALL)?)
        }
        [only] if packs.kind(only).is_none() => {
            let hint = near(only, packs.kinds().map(|k| k.id.as_str()));
            let message = format!("{only} is neither a file nor a kind");
            Err(Failure::input(message)
                .hint(hint.unwrap_or_else(|| "`youju kinds --dir DIR` lists the kinds".into())))
        }
        [kind, pairs @ ..] => {
            let mut fields = self::pairs(pairs, packs.kind(kind).map_or(&[], |k| &k.fields))?;
            fields.insert("kind".into(), kind.as_str().into());
            Submission::from_json(Json::Object(fields)).map_err(invalid)
        }
        [] => Err(Failure::input("nothing to record").hint("give a file, - or a JSON object")),
    }
}

fn parse(name: &str, text: &str) -> Result<Submission, Failure> {
    Submission::parse(text).map_err(|problems| invalid(problems).at(name))
}

/// Wraps faults of form.
pub fn invalid(problems: Vec<Problem>) -> Failure {
    SubmitError::Invalid(problems).into()
}

/// Reads `field=value` pairs, each value as its field takes it; `field=` empties it, `exception.rule=…` goes inside.
///
/// - Errors: an argument without `=`, a list that is no JSON.
pub fn pairs(pairs: &[String], fields: &[Field]) -> Result<Map<String, Json>, Failure> {
    let mut object = Map::new();
    for pair in pairs {
        let Some((name, value)) = pair.split_once('=') else {
            return Err(Failure::input(format!("\"{pair}\" is no field=value"))
                .hint("write unit=office.b03, with no spaces around ="));
        };
        let field = fields.iter().find(|f| f.name == name);
        match (name.split_once('.'), field) {
            (Some(("exception", key)), _) => {
                let inner = object
                    .entry("exception")
                    .or_insert_with(|| Json::Object(Map::new()));
                inner[key] = value.into();
            }
            (_, Some(field)) => {
                object.insert(name.to_owned(), typed(value, field)?);
            }
            (_, None) if name == "opening" => {
                object.insert(name.to_owned(), flag(value));
            }
            (_, None) if RESERVED.contains(&name) && value.is_empty() => {}
            (_, None) => {
                object.insert(name.to_owned(), value.into());
            }
        }
    }
    Ok(object)
}

/// A value as JSON; what does not fit stays a text, and the ledger says what is wrong with it.
fn typed(value: &str, field: &Field) -> Result<Json, Failure> {
    if value.is_empty() {
        return Ok(Json::Null);
    }
    Ok(match &field.ty {
        FieldType::Int { .. } => value
            .parse::<i64>()
            .map_or_else(|_| value.into(), Json::from),
        FieldType::Bool => flag(value),
        FieldType::Rows(_) => serde_json::from_str(value).map_err(|error| {
            Failure::input(format!("{}: not JSON: {error}", field.name))
                .hint("write a list: '[{\"…\": …}]'")
        })?,
        _ => value.into(),
    })
}

fn flag(value: &str) -> Json {
    match value {
        "true" | "1" | "yes" | "是" => true.into(),
        "false" | "0" | "no" | "否" => false.into(),
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packs::load;

    #[test]
    fn pairs_take_the_type_of_their_field() {
        let packs = load(None).expect("packs");
        let fields = &packs.kind("establishment.quota").expect("a kind").fields;
        let given = ["posts=3", "approval_no=3", "exception.rule=a.b", "unit="].map(str::to_owned);
        let object = pairs(&given, fields).expect("pairs");
        assert_eq!(
            Json::Object(object).to_string(),
            r#"{"approval_no":"3","exception":{"rule":"a.b"},"posts":3,"unit":null}"#
        );
    }

    #[test]
    fn a_word_that_is_nothing_is_refused_with_the_nearest_kind() {
        let packs = load(None).expect("packs");
        let failure = read(&["members.aplication".into()], &packs).expect_err("no kind");
        assert_eq!(
            failure.text(),
            "× members.aplication is neither a file nor a kind\n  → did you mean \"members.application\"?"
        );
    }
}
