//! `youju demo`: the story in eight scenes on a made-up region, or a blind page.

mod blind;

mod story;

use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Args;
use std::path::PathBuf;

/// Make the example ledger and tell its story, or hide differences from a text and find them
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder of the example ledger; made anew each time
    #[arg(long, value_name = "DIR", default_value = "youju-demo")]
    dir: PathBuf,
    /// Do not serve pages afterwards (this release has none)
    #[arg(long)]
    no_serve: bool,
    /// Only the blind page, with so many hidden differences
    #[arg(long, value_name = "K")]
    blind: Option<usize>,
    /// Which differences are hidden
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The blind page on a text of one's own
    #[arg(long, value_name = "FILE", requires_all = ["blind", "alias"])]
    text: Option<PathBuf>,
    /// Names in that text and the units they mean, with published_on
    #[arg(long, value_name = "FILE", requires = "text")]
    alias: Option<PathBuf>,
}

pub fn demo(args: &DemoArgs, shell: &Shell) -> Result<End, Failure> {
    match args.blind {
        Some(hidden) => {
            let own = args.text.as_deref().zip(args.alias.as_deref());
            blind::blind(hidden, args.seed, own, shell)
        }
        None => story::tell(&args.dir, shell),
    }
}
