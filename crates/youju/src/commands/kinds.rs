//! `youju kinds`: what may be recorded.

use crate::failure::Failure;
use crate::packs;
use crate::shell::{End, Shell};
use clap::Args;
use std::path::PathBuf;
use youju_declare::near;
use youju_ledger::ledger::Ledger;
use youju_render::kinds::{Example, Kinds, OneKind};

/// List the kinds of record, or show one with its fields and the rules that judge it
#[derive(Debug, Args)]
pub struct KindsArgs {
    /// The kind, such as members.application
    kind: Option<String>,
    /// Those of this ledger instead of those built in
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
    /// Print a whole record of the kind as JSON, to be filled in
    #[arg(long, requires = "kind")]
    example: bool,
}

pub fn kinds(args: &KindsArgs, shell: &Shell) -> Result<End, Failure> {
    let packs = match &args.dir {
        Some(dir) => Ledger::open(dir)?.packs().clone(),
        None => packs::load(None)?,
    };
    let words = shell.words(&packs);
    let Some(id) = &args.kind else {
        shell.show(&Kinds::new(&words), &words)?;
        return Ok(End::Done);
    };
    let Some(kind) = packs.kind(id) else {
        let hint = near(id, packs.kinds().map(|k| k.id.as_str()));
        let failure = Failure::input(format!("there is no kind \"{id}\""));
        return Err(failure.hint(hint.unwrap_or_else(|| "`youju kinds` lists them".into())));
    };
    if args.example {
        shell.show(&Example::new(kind, &packs), &words)?;
    } else {
        shell.show(&OneKind::new(kind, &words), &words)?;
    }
    Ok(End::Done)
}
