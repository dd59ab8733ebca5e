//! `youju say`: how a figure may be written, and where it was last printed.

use crate::failure::Failure;
use crate::shell::{End, Shell};
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;
use youju_base::date::parse_day;
use youju_base::decimal::Decimal;
use youju_base::period::Period;
use youju_declare::{Packs, Tense};
use youju_ledger::figure::{Ask, Time};
use youju_ledger::ledger::Ledger;
use youju_proofread::book::{Book, Phrase, Published};
use youju_proofread::ground::Compared;
use youju_proofread::kept::Kept;
use youju_proofread::ways::ways;
use youju_render::Words;
use youju_render::check;
use youju_render::figure;
use youju_render::say::Say;

/// Say how a figure may be written: exactly, rounded, and with words that bound it
///
/// `youju say DIR 党员 --unit office` answers 315名, or 310余名, 近320名 …: every form is one that `youju check` bears out.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct SayArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The words by which texts name it, or an indicator such as members.total
    words: String,
    /// The unit, with everything below it
    #[arg(long, value_name = "UNIT")]
    unit: String,
    /// The day of a stock, counted at its end (default: today)
    #[arg(long, value_name = "DATE", value_parser = parse_day, conflicts_with = "within")]
    on: Option<Date>,
    /// The period of a flow: 2022, 2022H1, 2022-06, 2022-01-01..2022-06-30 (default: this year up to today)
    #[arg(long, value_name = "PERIOD", value_parser = Period::parse)]
    within: Option<Period>,
}

pub fn say(args: &SayArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let kept = Kept(&ledger);
    let phrases = kept.phrases().map_err(Failure::surroundings)?;
    let words = shell.words(ledger.packs());
    let indicator = meant(&args.words, &phrases, &words)?;
    let time = args.time(ledger.packs(), &indicator, shell)?;
    let ask = Ask::new(indicator.as_str(), Some(&args.unit), time);
    let found = ledger.figure(&ask)?;
    let printed = Decimal::parse(&found.amount.text()).ok();
    let forms = match (found.amount.ratio(), printed) {
        (Some(value), Some(printed)) => ways(value, printed, &found.counter),
        _ => Vec::new(),
    };
    let register = kept.published().map_err(Failure::surroundings)?;
    let last = last_said(&register, &phrases, &indicator, &args.unit);
    let units = shell.unit_names_at(&ledger, time)?;
    let words = words.with_units(&units);
    let say = Say::new(
        figure::Figure::new(&found, ledger.is_synthetic()),
        &forms,
        last.map(|last| check::Published::new(&compared(last))),
        ledger.is_signed(&ask)?,
    );
    shell.show(&say, &words)?;
    Ok(End::Done)
}

impl SayArgs {
    fn time(&self, packs: &Packs, indicator: &str, shell: &Shell) -> Result<Time, Failure> {
        let today = shell.moment.today;
        let tense = packs.indicator(indicator).map(|i| i.time);
        match (self.on, self.within, tense) {
            (Some(day), ..) => Ok(Time::On(day)),
            (_, Some(period), _) => Ok(Time::Within(period)),
            (None, None, Some(Tense::Flow)) => {
                let tomorrow = today.tomorrow().map_err(Failure::input)?;
                let year = Period::new(today.first_of_year(), tomorrow);
                Ok(Time::Within(year.map_err(Failure::input)?))
            }
            (None, None, _) => Ok(Time::On(today)),
        }
    }
}

/// The indicator that some words mean: its id, its name, or a phrase of it.
///
/// - Errors: words that mean none, or several: these are named.
fn meant(said: &str, phrases: &[Phrase], words: &Words<'_>) -> Result<String, Failure> {
    if words.packs().indicator(said).is_some() {
        return Ok(said.to_owned());
    }
    let named = words.packs().indicators().filter(|i| !i.sensitive);
    let labelled = named
        .filter(|i| words.indicator(&i.id) == said)
        .map(|i| i.id.as_str());
    let whole = phrases
        .iter()
        .filter(|p| p.words == said && !p.sensitive)
        .map(|p| p.indicator.as_str());
    let mut found: Vec<&str> = whole.chain(labelled).collect();
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [only] => return Ok((*only).to_owned()),
        [] => {}
        several => {
            return Err(
                Failure::input(format!("\"{said}\" may mean {}", several.join(", ")))
                    .hint("name one of them"),
            );
        }
    }
    let mut near: Vec<&str> = phrases
        .iter()
        .filter(|p| !p.sensitive && (p.words.contains(said) || said.contains(&p.words)))
        .map(|p| p.indicator.as_str())
        .collect();
    near.sort_unstable();
    near.dedup();
    let failure = Failure::input(format!("no indicator goes by \"{said}\""));
    Err(match near.as_slice() {
        [] => failure
            .hint("name an indicator such as members.total, or the words by which texts name it"),
        near => failure.hint(format!("known here: {}", near.join(", "))),
    })
}

/// The newest document of the register that prints the indicator of this very unit.
fn last_said<'r>(
    register: &'r [Published],
    phrases: &[Phrase],
    indicator: &str,
    unit: &str,
) -> Option<&'r Published> {
    let names = |words: &str| {
        let mut own = phrases.iter().filter(|p| p.indicator == indicator);
        own.any(|phrase| phrase.words == words)
    };
    let told = register
        .iter()
        .filter(|p| p.unit == unit && names(&p.words));
    told.max_by_key(|p| (p.printed_on, p.last))
}

fn compared(printed: &Published) -> Compared {
    Compared {
        record: printed.record.clone(),
        source: printed.source.clone(),
        printed_on: printed.printed_on,
        place: printed.place.clone(),
        printed: printed.printed.clone(),
        agrees: true,
    }
}
