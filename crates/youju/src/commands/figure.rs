//! `youju figure`: one number, with what proves it.

use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_declare::Tense;
use youju_ledger::breakdown::By;
use youju_ledger::conceal;
use youju_ledger::figure::{Ask, Time, Tree, find_indicator};
use youju_ledger::ledger::{Ledger, LedgerError};
use youju_render::breakdown::Breakdown;
use youju_render::figure;

/// Compute a figure: an indicator of a unit, on a day or within a period
#[derive(Debug, Args)]
pub struct FigureArgs {
    /// The ledger's folder
    dir: PathBuf,
    #[command(flatten)]
    ask: AskArgs,
    /// Break it down: by the units directly below, or by time within --within
    #[arg(long, value_enum)]
    by: Option<ByArg>,
    /// For whom: aggregate shows small numbers as <5, and hides what would give them away
    #[arg(long, value_enum, default_value = "full")]
    reader: Reader,
}

/// What a figure is broken down by.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ByArg {
    /// The units directly below.
    Unit,
    /// Calendar months.
    Month,
    /// Calendar quarters.
    Quarter,
    /// Calendar years.
    Year,
}

/// Who reads the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Reader {
    /// Somebody who may see the rows.
    Full,
    /// Somebody who may see sums only.
    Aggregate,
}

/// Which figure is asked for.
#[derive(Debug, Args)]
pub struct AskArgs {
    /// The indicator, such as members.total
    indicator: String,
    /// The unit, with everything below it (default: all rows)
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Only what stands at the unit itself, without the units below it
    #[arg(long, requires = "unit")]
    own: bool,
    /// The day of a stock, counted at its end (default: today)
    #[arg(long, value_name = "DATE", value_parser = parse_day, conflicts_with = "within")]
    on: Option<Date>,
    /// The period of a flow: 2022, 2022H1, 2022Q3, 2022-06, 2022-01-01..2022-06-30
    #[arg(long, value_name = "PERIOD", value_parser = Period::parse)]
    within: Option<Period>,
    /// As known at this journal entry (default: now)
    #[arg(long, value_name = "SEQ")]
    known_at: Option<i64>,
    #[command(flatten)]
    tree: TreeArgs,
}

/// Which tree says what stands under a unit.
#[derive(Debug, Args)]
pub struct TreeArgs {
    /// The line that is followed: party, administration, establishment (default: the indicator's own)
    #[arg(long, value_name = "LINE")]
    line: Option<String>,
    /// By the tree of the figure's own time, or by the latest
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = Which::Then)]
    tree: Which,
}

/// A tree of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// As it stood on the day of the figure; in a period on the day of each row
    Then,
    /// As it stands after all moves that are recorded
    Now,
}

impl From<Which> for Tree {
    fn from(which: Which) -> Self {
        match which {
            Which::Then => Self::Then,
            Which::Now => Self::Now,
        }
    }
}

impl TreeArgs {
    /// Puts line and tree into a question.
    pub fn applied_to(&self, ask: Ask) -> Ask {
        Ask {
            line: self.line.clone(),
            tree: self.tree.into(),
            ..ask
        }
    }
}

impl AskArgs {
    /// Makes the question; a stock without a day is asked for today.
    ///
    /// - Errors: an unknown indicator, a flow without a period.
    pub fn ask(&self, ledger: &Ledger, shell: &Shell) -> Result<Ask, Failure> {
        let indicator =
            find_indicator(ledger.packs(), &self.indicator).map_err(LedgerError::Ask)?;
        let time = match (self.on, self.within, indicator.time) {
            (Some(day), ..) => Time::On(day),
            (_, Some(period), _) => Time::Within(period),
            (None, None, Tense::Stock) => Time::On(shell.moment.today),
            (None, None, Tense::Flow) => {
                let message = format!(
                    "{} is counted over a period, and none is given",
                    self.indicator
                );
                return Err(Failure::input(message).hint("--within 2022H1"));
            }
        };
        Ok(self.tree.applied_to(Ask {
            known_at: self.known_at,
            own: self.own,
            ..Ask::new(self.indicator.as_str(), self.unit.as_deref(), time)
        }))
    }
}

pub fn figure(args: &FigureArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let ask = args.ask.ask(&ledger, shell)?;
    let units = shell.unit_names_at(&ledger, ask.time)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    let small_cell = ledger
        .packs()
        .indicator(&ask.indicator)
        .and_then(|indicator| indicator.small_cell)
        .filter(|_| args.reader == Reader::Aggregate)
        .map(i64::from);
    if let Some(by) = args.by {
        let found = ledger.breakdown(&ask, by.into())?;
        let concealed = small_cell.map(|limit| (found.concealed(limit), limit));
        let shown = Breakdown::new(&found, concealed.as_ref(), ledger.is_synthetic());
        shell.show(&shown, &words)?;
        return Ok(End::Done);
    }
    let found = ledger.figure(&ask)?;
    let shown = figure::Figure::new(&found, ledger.is_synthetic());
    let shown = match small_cell {
        Some(limit) => shown.concealed(conceal::of_one(&found.amount, found.rows, limit), limit),
        None => shown,
    };
    shell.show(&shown, &words)?;
    Ok(End::Done)
}

impl From<ByArg> for By {
    fn from(by: ByArg) -> Self {
        match by {
            ByArg::Unit => Self::Unit,
            ByArg::Month => Self::Month,
            ByArg::Quarter => Self::Quarter,
            ByArg::Year => Self::Year,
        }
    }
}
