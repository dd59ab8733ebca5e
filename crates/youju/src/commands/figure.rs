//! `youju figure`: one number, with what proves it.

use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_declare::Tense;
use youju_ledger::figure::{Ask, Time, Tree, find_indicator};
use youju_ledger::ledger::{Ledger, LedgerError};
use youju_render::figure;

/// Compute a figure: an indicator of a unit, on a day or within a period
#[derive(Debug, Args)]
pub struct FigureArgs {
    /// The ledger's folder
    dir: PathBuf,
    #[command(flatten)]
    ask: AskArgs,
}

/// Which figure is asked for.
#[derive(Debug, Args)]
pub struct AskArgs {
    /// The indicator, such as members.total
    indicator: String,
    /// The unit, with everything below it (default: all rows)
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
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
            ..Ask::new(self.indicator.as_str(), self.unit.as_deref(), time)
        }))
    }
}

pub fn figure(args: &FigureArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let ask = args.ask.ask(&ledger, shell)?;
    let shown = figure::Figure::new(&ledger.figure(&ask)?, ledger.is_synthetic());
    let units = shell.unit_names_at(&ledger, ask.time)?;
    shell.show(&shown, &shell.words(ledger.packs()).with_units(&units))?;
    Ok(End::Done)
}
