//! `youju reconcile`: why two figures differ, down to the rows.

use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Args;
use std::path::PathBuf;
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_declare::Tense;
use youju_ledger::figure::{Ask, Time, find_indicator};
use youju_ledger::ledger::{Ledger, LedgerError};
use youju_render::bridge::Reconciliation;

/// Subtract two figures of one indicator down to the rows that differ
///
/// Two days: `--on 2022-06-30 --and 2022-09-30`; two periods: `--within 2021 --and 2022`; as known at two journal
/// entries: `--on 2022-06-30 --known-at 120 --and 180`.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ReconcileArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The indicator, such as members.total
    indicator: String,
    /// The unit, with everything below it (default: all rows)
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// The first day of a stock (with --known-at: the day of both, default today)
    #[arg(long, value_name = "DATE", conflicts_with = "within")]
    on: Option<String>,
    /// The first period of a flow (with --known-at: the period of both)
    #[arg(long, value_name = "PERIOD")]
    within: Option<String>,
    /// The first journal entry
    #[arg(long, value_name = "SEQ")]
    known_at: Option<i64>,
    /// The second day, period or journal entry
    #[arg(long, value_name = "DATE|PERIOD|SEQ")]
    and: String,
}

pub fn reconcile(args: &ReconcileArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let (from, to) = args.sides(&ledger, shell)?;
    let bridges = ledger.reconcile(&from, &to)?;
    let units = shell.unit_names(&ledger)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    shell.show(
        &Reconciliation::new(&bridges, ledger.is_synthetic(), &words),
        &words,
    )?;
    Ok(End::Done)
}

impl ReconcileArgs {
    fn sides(&self, ledger: &Ledger, shell: &Shell) -> Result<(Ask, Ask), Failure> {
        let tense = find_indicator(ledger.packs(), &self.indicator)
            .map_err(LedgerError::Ask)?
            .time;
        let first = self.on.as_deref().or(self.within.as_deref());
        let ask = |time: Time, known_at: Option<i64>| Ask {
            known_at,
            ..Ask::new(self.indicator.as_str(), self.unit.as_deref(), time)
        };
        match (first, self.known_at) {
            (Some(first), None) => Ok((
                ask(time(first, tense)?, None),
                ask(time(&self.and, tense)?, None),
            )),
            (first, Some(known_at)) => {
                let and = self.and.parse().map_err(|_| {
                    Failure::input(format!("--and {} is no journal entry", self.and))
                        .hint("with --known-at, --and is a sequence number too")
                })?;
                let time = match (first, tense) {
                    (Some(first), _) => time(first, tense)?,
                    (None, Tense::Stock) => Time::On(shell.moment.today),
                    (None, Tense::Flow) => return Err(self.lacks("--within 2022H1")),
                };
                Ok((ask(time, Some(known_at)), ask(time, Some(and))))
            }
            (None, None) => Err(self.lacks(match tense {
                Tense::Stock => "--on 2022-06-30 --and 2022-09-30, or --known-at 120 --and 180",
                Tense::Flow => "--within 2021 --and 2022",
            })),
        }
    }

    fn lacks(&self, hint: &str) -> Failure {
        Failure::input(format!(
            "which two figures of {} differ is not said",
            self.indicator
        ))
        .hint(hint)
    }
}

fn time(text: &str, tense: Tense) -> Result<Time, Failure> {
    match tense {
        Tense::Stock => parse_day(text).map(Time::On).map_err(Failure::input),
        Tense::Flow => Period::parse(text)
            .map(Time::Within)
            .map_err(Failure::input),
    }
}
