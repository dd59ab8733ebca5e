//! `youju show`: one record with everything that was done to it.

use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Args;
use std::path::PathBuf;
use youju_ledger::ledger::Ledger;
use youju_render::record::Shown;

/// Show a record: what it says, what was done to it, the evidence that it is
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The record's id
    record: String,
}

pub fn show(args: &ShowArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let Some(shown) = ledger.show(&args.record)? else {
        let message = format!("there is no record \"{}\" in this ledger", args.record);
        return Err(Failure::input(message).hint("`youju find` looks for one"));
    };
    let units = shell.unit_names(&ledger)?;
    shell.show(
        &Shown::new(&shown),
        &shell.words(ledger.packs()).with_units(&units),
    )?;
    Ok(End::Done)
}
