//! Events for a small ledger that agree with a text at every place but the hidden ones.

use crate::chance::Chance;
use crate::family::{FLOWS, MOST_ROWS};
use crate::places::Place;
use crate::printed::Printed;
use crate::trick::{Trick, Wanted, candidates};
use jiff::ToSpan;
use jiff::civil::Date;
use youju_base::period::Period;
use youju_base::ratio::Ratio;
use youju_ledger::figure::Time;

/// Persons to whom something happened: the days on which it happened to each.
pub(crate) type Events = Vec<Vec<Date>>;

/// Finds events for the places of one sort and unit, or none if they cannot all be had.
pub(crate) fn events(
    persons_id: &str,
    wanted: &[Wanted<'_>],
    published_on: Date,
    chance: &mut Chance,
) -> Option<Events> {
    let mut periods: Vec<Period> = wanted.iter().filter_map(|w| period(w.place)).collect();
    periods.sort_by_key(|p| (p.days(), p.from));
    periods.dedup();
    let mut events = Events::new();
    for (k, period_of) in periods.iter().enumerate() {
        let here: Vec<&Wanted<'_>> = wanted
            .iter()
            .filter(|w| period(w.place) == Some(*period_of))
            .collect();
        let inside =
            |days: &Vec<Date>| days.iter().filter(|d| period_of.contains(**d)).count() as i64;
        let there = (
            events.iter().filter(|days| inside(days) > 0).count() as i64,
            events.iter().map(inside).sum::<i64>(),
        );
        let (persons, occasions) = counts(persons_id, &here, there, chance)?;
        let free =
            |day: &Date| period_of.contains(*day) && periods[..k].iter().all(|p| !p.contains(*day));
        let days: Vec<Date> = period_of
            .from
            .series(1.day())
            .take_while(|d| *d < period_of.until)
            .filter(free)
            .collect();
        if persons > MOST_ROWS || occasions > MOST_ROWS || (days.is_empty() && occasions > there.1)
        {
            return None;
        }
        let pick = |chance: &mut Chance| days[chance.between(0, days.len() as i64 - 1) as usize];
        for _ in there.0..persons {
            events.push(vec![pick(chance)]);
        }
        // Who comes again was there within the same period.
        let mut comers: Vec<&mut Vec<Date>> =
            events.iter_mut().filter(|days| inside(days) > 0).collect();
        for n in 0..occasions - there.1 - (persons - there.0) {
            let turn = n as usize % comers.len();
            comers[turn].push(pick(chance));
        }
        if let Some(moved) = here.iter().find(|w| w.trick == Some(Trick::OtherPeriod)) {
            let held = if moved.place.indicator == persons_id {
                persons
            } else {
                occasions
            };
            let outside = [
                period_of.until.saturating_add(3.days()),
                period_of.from.saturating_sub(3.days()),
            ];
            let day = outside
                .into_iter()
                .find(|d| *d <= published_on && periods.iter().all(|p| !p.contains(*d)))?;
            events.extend((held..said(moved)).map(|_| vec![day]));
        }
    }
    Some(events)
}

/// How many persons and occasions a period must hold, of which `there` are there already.
fn counts(
    persons_id: &str,
    here: &[&Wanted<'_>],
    there: (i64, i64),
    chance: &mut Chance,
) -> Option<(i64, i64)> {
    let occasions_id = FLOWS
        .iter()
        .find(|(p, _)| *p == persons_id)
        .and_then(|(_, o)| *o)
        .unwrap_or_default();
    let (persons, occasions) = (
        candidates(here, persons_id, chance),
        candidates(here, occasions_id, chance),
    );
    let confused = here.iter().find(|w| w.trick == Some(Trick::Occasions));
    let tried: Vec<(i64, i64)> = match (persons, occasions, confused) {
        // What is printed counts the other thing, which the text does not name.
        (Some(fewer), None, Some(w)) => fewer.into_iter().map(|n| (n, said(w))).collect(),
        (None, Some(_), Some(w)) => vec![(said(w), said(w) + chance.between(1, 4))],
        (_, _, Some(_)) => return None,
        (Some(persons), Some(occasions), None) => persons
            .iter()
            .flat_map(|p| occasions.iter().map(move |o| (*p, *o)))
            .collect(),
        (Some(persons), None, None) => persons
            .into_iter()
            .map(|p| (p, there.1 + p - there.0))
            .collect(),
        (None, Some(occasions), None) => occasions
            .into_iter()
            .map(|o| (there.0 + (o - there.1) * 5 / 6, o))
            .collect(),
        (None, None, None) => Vec::new(),
    };
    let as_wanted = |(p, o): &(i64, i64)| {
        let (new, more) = (p - there.0, o - there.1);
        let holds = |w: &&Wanted<'_>| {
            let value = if w.place.indicator == persons_id {
                *p
            } else {
                *o
            };
            w.accepts(Ratio::from(i128::from(value)))
        };
        (0..=more).contains(&new) && (*p > 0 || *o == 0) && here.iter().all(holds)
    };
    tried.into_iter().find(as_wanted)
}

fn said(wanted: &Wanted<'_>) -> i64 {
    match wanted.place.printed {
        Printed::Exactly(said) | Printed::Within { said, .. } => said,
        Printed::Percent(_) => 0,
    }
}

fn period(place: &Place) -> Option<Period> {
    match place.time {
        Time::Within(period) => Some(period),
        Time::On(_) => None,
    }
}
