//! `youju reconcile`: two figures subtracted down to the rows that differ.

use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_ledger::figure::{Ask, Time};
use youju_ledger::ledger::Ledger;
use youju_render::bridge::Reconciliation;

/// Explain why a figure differs between two times, or between two states of the ledger
#[derive(Debug, Args)]
pub struct ReconcileArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The indicator, such as members.total
    indicator: String,
    /// The unit, with everything below it
    #[arg(long)]
    unit: Option<String>,
    /// First day of a stock (default: that of --to)
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    from: Option<Date>,
    /// Second day of a stock (default: today)
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    to: Option<Date>,
    /// First period of a flow (default: that of --to-within)
    #[arg(long, value_name = "PERIOD", value_parser = Period::parse, conflicts_with_all = ["from", "to"])]
    from_within: Option<Period>,
    /// Second period of a flow
    #[arg(long, value_name = "PERIOD", value_parser = Period::parse, conflicts_with_all = ["from", "to"])]
    to_within: Option<Period>,
    /// The first figure as known at this journal entry
    #[arg(long, value_name = "SEQ")]
    known_from: Option<i64>,
    /// The second figure as known at this journal entry
    #[arg(long, value_name = "SEQ")]
    known_to: Option<i64>,
}

pub fn reconcile(args: &ReconcileArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let (from, to) = match (args.from_within, args.to_within) {
        (None, None) => {
            let to = args.to.unwrap_or(shell.moment.today);
            (Time::On(args.from.unwrap_or(to)), Time::On(to))
        }
        (a, b) => {
            let both = a.or(b).zip(b.or(a));
            let (a, b) = both.ok_or_else(|| Failure::input("no period is given"))?;
            (Time::Within(a), Time::Within(b))
        }
    };
    let ask = |time, known_at| Ask {
        indicator: args.indicator.clone(),
        unit: args.unit.clone(),
        time,
        known_at,
    };
    let bridges = ledger.reconcile(&ask(from, args.known_from), &ask(to, args.known_to))?;
    let units = shell.unit_names(&ledger)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    shell.show(
        &Reconciliation::new(&bridges, ledger.is_synthetic(), &words),
        &words,
    )?;
    Ok(End::Done)
}
