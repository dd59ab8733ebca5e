//! `youju kinds`: what may be recorded.

use crate::failure::Failure;
use crate::packs;
use crate::shell::{End, Shell};
use clap::Args;
use std::path::PathBuf;
use youju_declare::{Packs, near};
use youju_ledger::ledger::Ledger;
use youju_render::kinds::{Example, Kinds, OneKind};

/// List what may be recorded, or show one kind with its fields, rules and an example
#[derive(Debug, Args)]
pub struct KindsArgs {
    /// The kind, such as members.application
    kind: Option<String>,
    /// Only a whole record of the kind, ready to be changed and sent
    #[arg(long, requires = "kind")]
    example: bool,
    /// The kinds of this ledger instead of those built in
    #[arg(long, value_name = "DIR", conflicts_with = "packs")]
    dir: Option<PathBuf>,
    /// The kinds of the packs in this folder
    #[arg(long, value_name = "FOLDER")]
    packs: Option<PathBuf>,
}

pub fn kinds(args: &KindsArgs, shell: &Shell) -> Result<End, Failure> {
    match &args.dir {
        Some(dir) => list(args, Ledger::open(dir)?.packs(), shell),
        None => list(args, &packs::load(args.packs.as_deref())?, shell),
    }
}

fn list(args: &KindsArgs, packs: &Packs, shell: &Shell) -> Result<End, Failure> {
    let words = shell.words(packs);
    let Some(id) = &args.kind else {
        shell.show(&Kinds::new(&words), &words)?;
        return Ok(End::Done);
    };
    let Some(kind) = packs.kind(id) else {
        let hint = near(id, packs.kinds().map(|k| k.id.as_str()));
        let hint = hint.unwrap_or_else(|| "`youju kinds` lists the kinds".into());
        return Err(Failure::input(format!("there is no kind \"{id}\"")).hint(hint));
    };
    if args.example {
        shell.show(&Example::new(kind, packs), &words)?;
    } else {
        shell.show(&OneKind::new(kind, &words), &words)?;
    }
    Ok(End::Done)
}
