//! `youju correct`, `void`, `end`, `erase`: entries that change what stands.

use super::record::{invalid, pairs, submit};
use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Args;
use serde_json::{Map, Value as Json};
use std::path::PathBuf;
use youju_ledger::ledger::Ledger;
use youju_ledger::submission::Submission;

/// Correct a record: the fields that change, with their right values
#[derive(Debug, Args)]
pub struct CorrectArgs {
    #[command(flatten)]
    change: ChangeArgs,
    /// field=value …; `field=` empties one
    #[arg(value_name = "FIELD=VALUE", required = true)]
    fields: Vec<String>,
}

/// Void a record that should not stand, or an end that should not have been made
#[derive(Debug, Args)]
pub struct VoidArgs {
    #[command(flatten)]
    change: ChangeArgs,
}

/// End what a record says: from a day on it no longer holds
#[derive(Debug, Args)]
pub struct EndArgs {
    #[command(flatten)]
    change: ChangeArgs,
    /// First day on which it no longer holds
    #[arg(long, value_name = "DATE")]
    on: String,
}

/// Erase a person's names, birth date and notes for ever; entries and proofs stay
#[derive(Debug, Args)]
pub struct EraseArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The person's code
    person: String,
    #[command(flatten)]
    why: WhyArgs,
    /// There is no way back: say so
    #[arg(long, required = true)]
    for_good: bool,
}

/// Which record is changed, and why.
#[derive(Debug, Args)]
pub struct ChangeArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The record's id
    record: String,
    #[command(flatten)]
    why: WhyArgs,
}

/// Why something is changed.
#[derive(Debug, Args)]
pub struct WhyArgs {
    /// Why, in a few words
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who says so
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Id of this entry, so that sending it twice is harmless (default: one is made)
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

pub fn correct(args: &CorrectArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.change.dir)?;
    let kind = ledger.show(&args.change.record)?.map(|shown| shown.kind);
    let kind = kind.and_then(|id| ledger.packs().kind(&id));
    let fields = pairs(&args.fields, kind.map_or(&[], |kind| &kind.fields))?;
    send(
        &ledger,
        "corrects",
        &args.change.record,
        fields,
        &args.change.why,
        shell,
    )
}

pub fn void(args: &VoidArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.change.dir)?;
    send(
        &ledger,
        "voids",
        &args.change.record,
        Map::new(),
        &args.change.why,
        shell,
    )
}

pub fn end(args: &EndArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.change.dir)?;
    let on = Map::from_iter([("on".to_owned(), args.on.as_str().into())]);
    send(
        &ledger,
        "ends",
        &args.change.record,
        on,
        &args.change.why,
        shell,
    )
}

pub fn erase(args: &EraseArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    send(
        &ledger,
        "erases",
        &args.person,
        Map::new(),
        &args.why,
        shell,
    )
}

fn send(
    ledger: &Ledger,
    verb: &str,
    target: &str,
    mut object: Map<String, Json>,
    why: &WhyArgs,
    shell: &Shell,
) -> Result<End, Failure> {
    object.insert(verb.into(), target.into());
    object.insert("reason".into(), why.reason.as_str().into());
    for (key, value) in [("by", &why.by), ("id", &why.id)] {
        if let Some(value) = value {
            object.insert(key.into(), value.as_str().into());
        }
    }
    let sent = Submission::from_json(Json::Object(object)).map_err(invalid)?;
    submit(ledger, &sent, shell)
}
