//! `youju reconcile`: why two figures differ, down to the rows.

use super::figure::Which;
use crate::failure::Failure;
use crate::roster;
use crate::shell::{End, Shell};
use clap::Args;
use std::path::{Path, PathBuf};
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_declare::Tense;
use youju_ledger::figure::{Ask, Time, find_indicator};
use youju_ledger::ledger::{Ledger, LedgerError};
use youju_render::bridge::Reconciliation;
use youju_render::roster::Roster;

/// Subtract two figures down to the rows that differ, or compare a figure with a list of people
///
/// Two days: `--on 2022-06-30 --and 2022-09-30`; two periods: `--within 2021 --and 2022`; as known at two journal
/// entries: `--on 2022-06-30 --known-at 120 --and 180`; two trees: `--on 2022-06-30 --and-tree now`; two units:
/// `--unit a --and-unit b`; two indicators: `--and-indicator core.staff`; a list: `--on 2022-06-30 --roster list.csv`
/// (columns 姓名, 出生日期 or 出生年月, 身份证号, 单位; in UTF-8 or GB18030).
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
    /// The first day of a stock (with anything but --and: the day of both, default today)
    #[arg(long, value_name = "DATE", conflicts_with = "within")]
    on: Option<String>,
    /// The first period of a flow (with anything but --and: the period of both)
    #[arg(long, value_name = "PERIOD")]
    within: Option<String>,
    /// The first journal entry
    #[arg(long, value_name = "SEQ")]
    known_at: Option<i64>,
    /// The line that is followed (default: the indicator's own)
    #[arg(long, value_name = "LINE")]
    line: Option<String>,
    /// By the tree of the figure's own time, or by the latest
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = Which::Then)]
    tree: Which,
    /// The second day or period; with --known-at the second journal entry
    #[arg(long, value_name = "DATE|PERIOD|SEQ")]
    and: Option<String>,
    /// The second unit
    #[arg(long, value_name = "UNIT")]
    and_unit: Option<String>,
    /// The second line
    #[arg(long, value_name = "LINE")]
    and_line: Option<String>,
    /// The second tree
    #[arg(long, value_enum, value_name = "WHICH")]
    and_tree: Option<Which>,
    /// The second indicator
    #[arg(long, value_name = "INDICATOR")]
    and_indicator: Option<String>,
    /// A CSV file that lists people
    #[arg(long, value_name = "FILE", conflicts_with_all = ["and", "and_unit", "and_line", "and_tree", "and_indicator"])]
    roster: Option<PathBuf>,
}

pub fn reconcile(args: &ReconcileArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    if let Some(path) = &args.roster {
        return compare(args, path, &ledger, shell);
    }
    let (from, to) = args.sides(&ledger, shell)?;
    let bridges = ledger.reconcile(&from, &to)?;
    let units = shell.unit_names_at(&ledger, to.time)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    shell.show(
        &Reconciliation::new(&bridges, ledger.is_synthetic()),
        &words,
    )?;
    Ok(End::Done)
}

/// Compares the figure with a list of people.
fn compare(
    args: &ReconcileArgs,
    path: &Path,
    ledger: &Ledger,
    shell: &Shell,
) -> Result<End, Failure> {
    let tense = args.tense(ledger)?;
    let ask = Ask {
        known_at: args.known_at,
        ..args.ask(args.first_time(tense, shell)?)
    };
    let list = roster::read(path)?;
    let found = ledger.compare_roster(&ask, &list.entries)?;
    let units = shell.unit_names_at(ledger, ask.time)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    shell.show(
        &Roster::new(&found, list.passed_over, ledger.is_synthetic()),
        &words,
    )?;
    Ok(End::Done)
}

impl ReconcileArgs {
    fn sides(&self, ledger: &Ledger, shell: &Shell) -> Result<(Ask, Ask), Failure> {
        let tense = self.tense(ledger)?;
        let other = self.and_unit.is_some()
            || self.and_line.is_some()
            || self.and_tree.is_some()
            || self.and_indicator.is_some();
        if self.and.is_none() && !other {
            return Err(self.lacks(tense));
        }
        if self.and.is_some()
            && self.on.is_none()
            && self.within.is_none()
            && self.known_at.is_none()
        {
            return Err(self.lacks(tense));
        }
        let time = self.first_time(tense, shell)?;
        let from = Ask {
            known_at: self.known_at,
            ..self.ask(time)
        };
        let mut to = from.clone();
        match (&self.and, self.known_at) {
            (None, _) => {}
            (Some(and), None) => to.time = parse_time(and, tense)?,
            (Some(and), Some(_)) => {
                to.known_at = Some(and.parse().map_err(|_| {
                    Failure::input(format!("--and {and} is no journal entry"))
                        .hint("with --known-at, --and is a sequence number too")
                })?);
            }
        }
        if let Some(unit) = &self.and_unit {
            to.unit = Some(unit.clone());
        }
        if let Some(line) = &self.and_line {
            to.line = Some(line.clone());
        }
        if let Some(tree) = self.and_tree {
            to.tree = tree.into();
        }
        if let Some(indicator) = &self.and_indicator {
            to.indicator.clone_from(indicator);
        }
        Ok((from, to))
    }

    fn tense(&self, ledger: &Ledger) -> Result<Tense, Failure> {
        let found = find_indicator(ledger.packs(), &self.indicator).map_err(LedgerError::Ask)?;
        Ok(found.time)
    }

    fn ask(&self, time: Time) -> Ask {
        Ask {
            line: self.line.clone(),
            tree: self.tree.into(),
            ..Ask::new(self.indicator.as_str(), self.unit.as_deref(), time)
        }
    }

    /// The time of the first figure: a stock without a day is asked for today.
    fn first_time(&self, tense: Tense, shell: &Shell) -> Result<Time, Failure> {
        match (self.on.as_deref().or(self.within.as_deref()), tense) {
            (Some(first), _) => parse_time(first, tense),
            (None, Tense::Stock) => Ok(Time::On(shell.moment.today)),
            (None, Tense::Flow) => Err(self.unsaid("--within 2022H1")),
        }
    }

    fn lacks(&self, tense: Tense) -> Failure {
        self.unsaid(match tense {
            Tense::Stock => "--on 2022-06-30 --and 2022-09-30, or --known-at 120 --and 180",
            Tense::Flow => "--within 2021 --and 2022",
        })
    }

    fn unsaid(&self, hint: &str) -> Failure {
        Failure::input(format!(
            "which two figures of {} differ is not said",
            self.indicator
        ))
        .hint(hint)
    }
}

fn parse_time(text: &str, tense: Tense) -> Result<Time, Failure> {
    match tense {
        Tense::Stock => parse_day(text).map(Time::On).map_err(Failure::input),
        Tense::Flow => Period::parse(text)
            .map(Time::Within)
            .map_err(Failure::input),
    }
}
