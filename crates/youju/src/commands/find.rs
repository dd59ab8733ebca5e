//! `youju find` and `youju show`: records, and one record with its history.

use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Args;
use std::path::PathBuf;
use youju_ledger::ledger::Ledger;
use youju_ledger::lookup::Search;
use youju_render::record;

/// Find live records by kind, unit, person or a piece of text
#[derive(Debug, Args)]
pub struct FindArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// A piece of text in any field
    text: Option<String>,
    /// Only records of this kind
    #[arg(long)]
    kind: Option<String>,
    /// Only records of this unit and everything below it
    #[arg(long)]
    unit: Option<String>,
    /// Only records about this person
    #[arg(long)]
    person: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

/// Show a record with everything that was done to it, and the evidence it is
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The record's id
    record: String,
}

pub fn find(args: &FindArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let search = Search {
        kind: args.kind.clone(),
        unit: args.unit.clone(),
        person: args.person.clone(),
        text: args.text.clone(),
    };
    let (found, total) = ledger.find(&search, args.limit)?;
    let units = shell.unit_names(&ledger)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    shell.show(&record::Found::new(&found, total), &words)?;
    Ok(End::Done)
}

pub fn show(args: &ShowArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let Some(shown) = ledger.show(&args.record)? else {
        let message = format!("there is no record {}", args.record);
        return Err(Failure::input(message).hint("`youju find` finds its id"));
    };
    let units = shell.unit_names(&ledger)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    shell.show(&record::Shown::new(&shown), &words)?;
    Ok(End::Done)
}
