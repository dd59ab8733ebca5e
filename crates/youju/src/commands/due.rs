//! `youju due`: what each unit owes, and by when.

use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Args;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_ledger::due::{DueAsk, Outcome};
use youju_ledger::ledger::Ledger;
use youju_render::due::Due;

/// List what is owed: what is overdue, and what falls due up to the end of this month
#[derive(Debug, Args)]
pub struct DueArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The unit, with everything below it (default: all units)
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// One duty, such as members.talk_within_a_month (default: all)
    #[arg(long, value_name = "CADENCE")]
    cadence: Option<String>,
    /// The duties of one pack, such as members (default: all)
    #[arg(long, value_name = "PACK", conflicts_with = "cadence")]
    pack: Option<String>,
    /// Only what stands so: overdue, open, provisional, late, met, exempt; owed for all that was not released
    #[arg(long, value_name = "OUTCOME", value_parser = outcomes)]
    outcome: Option<Outcomes>,
    /// As known at this journal entry (default: now)
    #[arg(long, value_name = "SEQ")]
    known_at: Option<i64>,
    /// Only what falls due in this period: 2022, 2022Q3, 2022-06, 2022-06-30
    #[arg(long, value_name = "PERIOD", value_parser = Period::parse, conflicts_with = "until")]
    within: Option<Period>,
    /// What falls due up to this day, from the first of this month, and what is overdue
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    until: Option<Date>,
    /// Every line, and what is not owed yet because nothing stood that could owe it
    #[arg(long)]
    all: bool,
    /// Write what is not done yet into this iCalendar file too
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
}

pub fn due(args: &DueArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let ask = args.ask(shell)?;
    let mut found = ledger.due(&ask)?;
    found.retain(|one| match &args.outcome {
        Some(Outcomes(wanted)) => wanted.contains(&one.outcome),
        None => args.all || one.outcome != Outcome::NotYetBorn,
    });
    let persons: BTreeSet<&str> = found
        .iter()
        .filter(|one| one.about_person)
        .flat_map(|one| &one.about)
        .map(String::as_str)
        .collect();
    let persons: BTreeMap<String, String> = ledger.person_names(&persons)?;
    let units = shell.unit_names(&ledger)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    let shown = Due::new(&ask, &found, ledger.packs(), ledger.is_synthetic())
        .with_persons(persons)
        .with_all(args.all);
    if let Some(path) = &args.ics {
        let at = compact(&shell.moment.at);
        fs::write(path, shown.calendar(&at, &words))
            .map_err(|e| Failure::surroundings(format!("cannot write {}: {e}", path.display())))?;
    }
    shell.show(&shown, &words)?;
    Ok(End::Done)
}

impl DueArgs {
    fn ask(&self, shell: &Shell) -> Result<DueAsk, Failure> {
        let today = shell.moment.today;
        let first = date(today.year(), today.month(), 1);
        let last = self.until.unwrap_or_else(|| today.last_of_month());
        let (within, arrears) = match self.within {
            Some(within) => (within, false),
            None => {
                let until = last.tomorrow().unwrap_or(last);
                (
                    Period::new(first.min(last), until).map_err(Failure::input)?,
                    true,
                )
            }
        };
        Ok(DueAsk {
            unit: self.unit.clone(),
            cadence: self.cadence.clone(),
            pack: self.pack.clone(),
            known_at: self.known_at,
            arrears,
            ..DueAsk::new(within, today)
        })
    }
}

/// How what is listed stands.
#[derive(Debug, Clone)]
struct Outcomes(Vec<Outcome>);

fn outcomes(word: &str) -> Result<Outcomes, String> {
    let fits = |one: &Outcome| match word {
        "owed" => one.counts(),
        word => one.word() == word,
    };
    let found: Vec<Outcome> = Outcome::ALL.into_iter().filter(fits).collect();
    if found.is_empty() {
        let known = Outcome::ALL.map(Outcome::word).join(", ");
        return Err(format!(
            "there is no such outcome; known here: owed, {known}"
        ));
    }
    Ok(Outcomes(found))
}

/// `2022-09-30T04:00:00.123Z` → `20220930T040000Z`.
fn compact(at: &str) -> String {
    let whole = at.split(['.', 'Z']).next().unwrap_or_default();
    let digits: String = whole.chars().filter(|c| !"-:".contains(*c)).collect();
    format!("{digits}Z")
}
