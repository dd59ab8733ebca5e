//! `youju verify`, `backup`, `restore`: is the ledger what its journal says, and is there another one like it.

use crate::failure::Failure;
use crate::packs;
use crate::shell::{End, Shell};
use clap::Args;
use std::path::PathBuf;
use youju_ledger::verify;
use youju_render::health::Report;

/// Play the journal again and compare every row; whatever was changed behind the ledger's back is named
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The ledger's folder
    dir: PathBuf,
}

/// Copy a ledger to a new folder; the copy counts only once it is verified
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The new folder
    to: PathBuf,
}

/// Bring a backup back into a new folder, after verifying it
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The backup's folder
    from: PathBuf,
    /// The new ledger's folder
    dir: PathBuf,
}

pub fn verify(args: &VerifyArgs, shell: &Shell) -> Result<End, Failure> {
    show(
        "verify",
        args.dir.display().to_string(),
        &verify::verify(&args.dir)?,
        shell,
    )
}

pub fn backup(args: &BackupArgs, shell: &Shell) -> Result<End, Failure> {
    show(
        "backup",
        args.to.display().to_string(),
        &verify::backup(&args.dir, &args.to)?,
        shell,
    )
}

pub fn restore(args: &RestoreArgs, shell: &Shell) -> Result<End, Failure> {
    show(
        "restore",
        args.dir.display().to_string(),
        &verify::restore(&args.from, &args.dir)?,
        shell,
    )
}

fn show(
    verb: &'static str,
    folder: String,
    report: &verify::Report,
    shell: &Shell,
) -> Result<End, Failure> {
    let packs = packs::load(None)?;
    shell.show(&Report::new(verb, folder, report), &shell.words(&packs))?;
    Ok(if report.findings.is_empty() {
        End::Done
    } else {
        End::Finding
    })
}
