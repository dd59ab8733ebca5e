//! `youju verify`, `backup`, `restore`: is it what its journal says, and can it come back?

use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Args;
use std::path::{Path, PathBuf};
use youju_declare::Packs;
use youju_ledger::verify;
use youju_render::health::Report;

/// Check everything: entries, tree, signatures, keys, and every kept row against a rebuild
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The ledger's folder
    dir: PathBuf,
}

/// Copy a ledger, and verify the copy; only a verified copy is left
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The new folder of the copy
    to: PathBuf,
}

/// Bring a backup back into a new folder, after verifying it
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The backup's folder
    from: PathBuf,
    /// The new folder of the ledger
    dir: PathBuf,
}

pub fn verify(args: &VerifyArgs, shell: &Shell) -> Result<End, Failure> {
    end("verify", &args.dir, &verify::verify(&args.dir)?, shell)
}

pub fn backup(args: &BackupArgs, shell: &Shell) -> Result<End, Failure> {
    end(
        "backup",
        &args.to,
        &verify::backup(&args.dir, &args.to)?,
        shell,
    )
}

pub fn restore(args: &RestoreArgs, shell: &Shell) -> Result<End, Failure> {
    end(
        "restore",
        &args.dir,
        &verify::restore(&args.from, &args.dir)?,
        shell,
    )
}

fn end(
    verb: &'static str,
    folder: &Path,
    report: &verify::Report,
    shell: &Shell,
) -> Result<End, Failure> {
    let shown = Report::new(verb, folder.display().to_string(), report);
    // A damaged ledger may have no packs that could name anything.
    shell.show(&shown, &shell.words(&Packs::default()))?;
    Ok(if shown.ok { End::Done } else { End::Finding })
}
