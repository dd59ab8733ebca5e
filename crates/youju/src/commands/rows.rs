//! `youju rows`: the evidence of a figure.

use super::figure::AskArgs;
use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Args;
use std::path::PathBuf;
use youju_ledger::figure::{Ask, find_indicator};
use youju_ledger::ledger::{Ledger, LedgerError};
use youju_render::figure::{Figure, Rows};

/// A page that holds whatever there is: the largest that the store counts.
const ALL: u64 = i64::MAX as u64;

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
    /// Leave out so many rows from the beginning: the next page
    #[arg(long, value_name = "N", default_value_t = 0)]
    after: u64,
    /// All rows
    #[arg(long)]
    all: bool,
    /// The digest of all rows too, where only a page of them is shown
    #[arg(long)]
    digest: bool,
}

pub fn rows(args: &RowsArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let ask = args.ask.ask(&ledger, shell)?;
    let limit = match args.limit {
        _ if args.all => None,
        None if shell.wants_all() => None,
        given => Some(given.unwrap_or(50)),
    };
    // The whole of a share has rows too.
    let whole = find_indicator(ledger.packs(), &ask.indicator).map_err(LedgerError::Ask)?;
    let whole = whole.share_of.as_ref().map(|whole| Ask {
        indicator: whole.clone(),
        ..ask.clone()
    });
    let counted = ledger.amount(&ask)?;
    let mut totals = vec![counted.rows];
    if let Some(whole) = &whole {
        totals.push(ledger.amount(whole)?.rows);
    }
    let all_shown = args.after == 0 && limit.is_none_or(|n| totals.iter().all(|total| *total <= n));
    // A digest reads every row, a page only its own.
    let figure = match all_shown || args.digest {
        true => Figure::new(&ledger.figure(&ask)?, ledger.is_synthetic()),
        false => Figure::unproved(&ledger, &ask, &counted)?,
    };
    let evidence = ledger.rows(&ask, Some((args.after, limit.unwrap_or(ALL))))?;
    let units = shell.unit_names_at(&ledger, ask.time)?;
    shell.show(
        &Rows::new(figure, &evidence, &totals, args.after),
        &shell.words(ledger.packs()).with_units(&units),
    )?;
    Ok(End::Done)
}
