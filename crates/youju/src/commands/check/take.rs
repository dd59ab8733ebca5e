//! What is kept of a checked text: confirmed meanings of words, and figures for the register.

use super::super::record::invalid;
use crate::failure::Failure;
use crate::shell::Shell;
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use youju_ledger::figure::find_indicator;
use youju_ledger::ledger::{Ledger, LedgerError};
use youju_ledger::outcome::Outcome;
use youju_ledger::submission::Submission;
use youju_proofread::book::{Book, House, Phrase};
use youju_proofread::kept::{Kept, NAMING, PUBLISHED, phrase};
use youju_proofread::reading::Reading;
use youju_proofread::take;
use youju_render::check::taken::{Figure, Naming, Taken, left_out};

/// Reads `words=indicator`.
///
/// - Errors: no `=`, an indicator that the packs do not have or whose claims are never compared.
pub fn meanings(pairs: &[String], ledger: &Ledger) -> Result<Vec<Phrase>, Failure> {
    let meaning = |pair: &String| {
        let parted = pair
            .split_once('=')
            .map(|(words, id)| (words.trim(), id.trim()));
        let Some((words, id)) = parted.filter(|(words, _)| !words.is_empty()) else {
            return Err(Failure::input(format!("\"{pair}\" is no words=indicator"))
                .hint("write --bind 走访=visits.made"));
        };
        let indicator = find_indicator(ledger.packs(), id).map_err(LedgerError::Ask)?;
        if indicator.sensitive {
            return Err(Failure::input(format!(
                "figures of {id} are never compared with a text"
            )));
        }
        Ok(phrase(indicator, words, Some(House::Here)))
    };
    pairs.iter().map(meaning).collect()
}

/// Gathers what would be kept: a naming for each unit whose figures the words were bound to, and the figures.
///
/// - Errors: words that stand beside no figure of their indicator; figures of a text without a day of publication; a
///   ledger whose packs cannot hold it.
pub fn gather(
    reading: &Reading,
    meanings: &[Phrase],
    source: Option<&str>,
    ledger: &Ledger,
) -> Result<Taken, Failure> {
    if ledger.packs().kind(PUBLISHED).is_none() || ledger.packs().kind(NAMING).is_none() {
        let message =
            "this ledger has no pack \"published\", which keeps words and printed figures";
        return Err(Failure::input(message).hint("`youju packs update` with a folder that has it"));
    }
    let mut taken = Taken {
        kept: false,
        namings: namings(reading, meanings)?,
        figures: Vec::new(),
        left: Vec::new(),
    };
    let Some(source) = source else {
        return Ok(taken);
    };
    let register = Kept(ledger).published().map_err(Failure::surroundings)?;
    let units = Kept(ledger).units().map_err(Failure::surroundings)?;
    let (entries, left) = take::entries(reading, source, day(reading)?, &register, &units);
    taken.figures = entries.into_iter().map(figure).collect();
    let mut reasons: BTreeMap<take::Left, usize> = BTreeMap::new();
    for (_, why) in left {
        *reasons.entry(why).or_default() += 1;
    }
    let reasons = reasons.into_iter();
    taken.left = reasons
        .map(|(why, n)| (left_out(why).to_owned(), n))
        .collect();
    Ok(taken)
}

/// Puts what was gathered into the ledger; what it held before stays as it is.
///
/// - Errors: a record that the ledger refuses: the others stand.
pub fn keep(
    taken: &mut Taken,
    source: Option<&str>,
    reading: &Reading,
    ledger: &Ledger,
    shell: &Shell,
) -> Result<(), Failure> {
    let today = shell.moment.today.to_string();
    let mut bodies: Vec<Json> = taken
        .namings
        .iter()
        .map(|naming| {
            json!({ "kind": NAMING, "unit": naming.unit, "words": naming.words, "indicator": naming.indicator,
                "from_on": today })
        })
        .collect();
    if let Some(source) = source {
        let printed_on = day(reading)?.to_string();
        let fresh = taken.figures.iter().filter(|figure| !figure.known);
        bodies.extend(fresh.map(|figure| {
            let mut body = json!({ "kind": PUBLISHED, "unit": figure.unit, "source": source, "printed_on": printed_on,
                "words": figure.words, "printed": figure.printed, "last_on": figure.last });
            if let Some(from) = &figure.from {
                body["from_on"] = json!(from);
            }
            body
        }));
    }
    let sent = bodies.into_iter().map(Submission::from_json);
    let sent: Vec<Submission> = sent.collect::<Result<_, _>>().map_err(invalid)?;
    let slots = taken.namings.iter_mut().map(|naming| &mut naming.record);
    let fresh = taken.figures.iter_mut().filter(|figure| !figure.known);
    let slots = slots.chain(fresh.map(|figure| &mut figure.record));
    let answers = ledger.submit_all(&sent, &shell.moment)?;
    for ((slot, sent), answer) in slots.zip(&sent).zip(answers) {
        match answer.map_err(LedgerError::Submit)? {
            Outcome::Accepted(_) => *slot = Some(sent.id.to_string()),
            Outcome::Refused(_) => {
                return Err(Failure::input(format!("the ledger refuses {}", sent.id))
                    .hint("`youju record` with the same fields says why"));
            }
        }
    }
    taken.kept = true;
    Ok(())
}

/// Each unit whose figures the words were bound to.
fn namings(reading: &Reading, meanings: &[Phrase]) -> Result<Vec<Naming>, Failure> {
    let mut namings = Vec::new();
    for meaning in meanings {
        let bindings = reading.claims.iter().filter_map(|c| c.binding.as_ref());
        let units: BTreeSet<&str> = bindings
            .filter(|b| b.by == "house" && b.indicator == meaning.indicator)
            .map(|b| b.unit.as_str())
            .collect();
        if units.is_empty() {
            let message = format!(
                "\"{}\" stands beside no figure that {} could count",
                meaning.words, meaning.indicator
            );
            return Err(Failure::input(message).hint(format!(
                "the figure must be counted in {}, and its unit be known",
                meaning.counter
            )));
        }
        namings.extend(units.into_iter().map(|unit| Naming {
            words: meaning.words.clone(),
            indicator: meaning.indicator.clone(),
            unit: unit.to_owned(),
            record: None,
        }));
    }
    Ok(namings)
}

fn figure(entry: take::Entry) -> Figure {
    Figure {
        unit: entry.unit,
        words: entry.words,
        printed: entry.printed,
        from: entry.from.map(|day| day.to_string()),
        last: entry.last.to_string(),
        known: entry.known.is_some(),
        record: entry.known,
    }
}

fn day(reading: &Reading) -> Result<Date, Failure> {
    reading.published_on.ok_or_else(|| {
        Failure::input("a printed figure has the day on which it appeared, and none is given")
            .hint("--published-on 2022-09-30")
    })
}
