//! `youju init`: makes a ledger.

use crate::failure::Failure;
use crate::packs;
use crate::shell::{End, Shell};
use clap::Args;
use std::path::PathBuf;
use youju_journal::entropy::Entropy;
use youju_ledger::ledger::{Creation, Ledger};
use youju_render::record::Made;

/// Make a ledger in a new or empty folder
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// Take the packs of this folder instead of those built in
    #[arg(long, value_name = "FOLDER")]
    packs: Option<PathBuf>,
    /// Mark the records as made up: every verdict and figure says so
    #[arg(long)]
    synthetic: bool,
    /// Name of the log in its signed checkpoints
    #[arg(long, value_name = "NAME", default_value = "youju.local/ledger")]
    origin: String,
}

pub fn init(args: &InitArgs, shell: &Shell) -> Result<End, Failure> {
    let files = packs::files(args.packs.as_deref())?;
    let creation = Creation {
        origin: args.origin.clone(),
        synthetic: args.synthetic,
        entropy: Entropy::system(),
        moment: shell.moment.clone(),
    };
    let ledger = Ledger::create(&args.dir, &files, creation)?;
    let made = Made::new(&args.dir, ledger.packs(), ledger.is_synthetic());
    shell.show(&made, &shell.words(ledger.packs()))?;
    Ok(End::Done)
}
