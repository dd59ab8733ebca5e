//! `youju rows`: the evidence of a figure.

use super::figure::AskArgs;
use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Args;
use std::path::PathBuf;
use youju_ledger::ledger::Ledger;
use youju_render::figure::{Figure, Rows};

/// Show the rows that a figure is made of
#[derive(Debug, Args)]
pub struct RowsArgs {
    /// The ledger's folder
    dir: PathBuf,
    #[command(flatten)]
    ask: AskArgs,
    /// At most so many rows (default: 50 on the screen, else all)
    #[arg(long, value_name = "N", conflicts_with = "all")]
    limit: Option<u64>,
    /// All rows
    #[arg(long)]
    all: bool,
}

pub fn rows(args: &RowsArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let ask = args.ask.ask(&ledger, shell)?;
    let figure = Figure::new(&ledger.figure(&ask)?, ledger.is_synthetic());
    let limit = match args.limit {
        _ if args.all => None,
        None if shell.wants_all() => None,
        given => Some(given.unwrap_or(50)),
    };
    let mut evidence = ledger.rows(&ask, None)?;
    let totals: Vec<u64> = evidence.iter().map(|list| list.rows.len() as u64).collect();
    for list in &mut evidence {
        list.rows.truncate(
            limit
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(usize::MAX),
        );
    }
    let units = shell.unit_names_at(&ledger, ask.time)?;
    shell.show(
        &Rows::new(figure, &evidence, &totals),
        &shell.words(ledger.packs()).with_units(&units),
    )?;
    Ok(End::Done)
}
