//! `youju correct`, `void`, `end`, `erase`: what may be done to a record that stands.

use super::record::{invalid, pairs, submit};
use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Args;
use jiff::civil::Date;
use serde_json::{Map, Value as Json};
use std::path::{Path, PathBuf};
use youju_base::date::parse_day;
use youju_ledger::ledger::Ledger;
use youju_ledger::submission::Submission;

/// Correct a record: only the fields that change, with their right values; `field=` empties one
#[derive(Debug, Args)]
pub struct CorrectArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The record's id
    record: String,
    /// The fields that change
    #[arg(value_name = "FIELD=VALUE", required = true)]
    fields: Vec<String>,
    /// Why
    #[arg(long)]
    reason: String,
}

/// Void a record that should not stand, or an end that should not have been made
#[derive(Debug, Args)]
pub struct VoidArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The id of the record, or of the end entry
    record: String,
    /// Why
    #[arg(long)]
    reason: String,
}

/// End a record that no longer holds
#[derive(Debug, Args)]
pub struct EndArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The record's id
    record: String,
    /// First day on which it no longer holds
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    on: Date,
    /// Why
    #[arg(long)]
    reason: String,
}

/// Erase what the ledger holds in words about a person: the key is destroyed, proofs and counts stand
#[derive(Debug, Args)]
pub struct EraseArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The person's code
    person: String,
    /// Why, with the request's number
    #[arg(long)]
    reason: String,
    /// There is no way back: say so
    #[arg(long, required = true)]
    for_good: bool,
}

pub fn correct(args: &CorrectArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let shown = ledger.show(&args.record)?;
    let kind = shown
        .as_ref()
        .and_then(|shown| ledger.packs().kind(&shown.kind));
    let fields = pairs(&args.fields, kind.map_or(&[], |kind| &kind.fields))?;
    send(
        &args.dir,
        fields,
        "corrects",
        &args.record,
        &args.reason,
        shell,
    )
}

pub fn void(args: &VoidArgs, shell: &Shell) -> Result<End, Failure> {
    send(
        &args.dir,
        Map::new(),
        "voids",
        &args.record,
        &args.reason,
        shell,
    )
}

pub fn end(args: &EndArgs, shell: &Shell) -> Result<End, Failure> {
    let on = Map::from_iter([("on".to_owned(), Json::from(args.on.to_string()))]);
    send(&args.dir, on, "ends", &args.record, &args.reason, shell)
}

pub fn erase(args: &EraseArgs, shell: &Shell) -> Result<End, Failure> {
    send(
        &args.dir,
        Map::new(),
        "erases",
        &args.person,
        &args.reason,
        shell,
    )
}

fn send(
    dir: &Path,
    mut body: Map<String, Json>,
    verb: &str,
    target: &str,
    reason: &str,
    shell: &Shell,
) -> Result<End, Failure> {
    let ledger = Ledger::open(dir)?;
    body.insert(verb.to_owned(), target.into());
    body.insert("reason".to_owned(), reason.into());
    let sent = Submission::from_json(Json::Object(body)).map_err(invalid)?;
    submit(&ledger, &sent, shell)
}
