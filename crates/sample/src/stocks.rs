//! Stocks for a small ledger that agree with a text at every place but the hidden ones.
//!
//! What is chosen are the few numbers below the figures; a place is asked through [`Stocks::value`].

use crate::chance::Chance;
use crate::family::{Basic, Family, LONE, MOST_ROWS};
use crate::places::Place;
use crate::printed::Printed;
use crate::trick::{Trick, Wanted, candidates};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use youju_base::ratio::Ratio;
use youju_ledger::figure::Time;

/// Basic stocks of one unit on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stocks(pub BTreeMap<Basic, i64>);

impl Stocks {
    fn get(&self, basic: Basic) -> i64 {
        self.0.get(&basic).copied().unwrap_or(0)
    }

    /// The exact value of an indicator; none for a share of nothing.
    pub fn value(&self, indicator: &str) -> Option<Ratio> {
        let whole = |n: i64| Ratio::from(i128::from(n));
        let share = |part: i64, of: i64| Ratio::new(i128::from(part) * 100, of.into());
        let total = self.get(Basic::Full) + self.get(Basic::Probationary);
        let approved = self.get(Basic::Administrative)
            + self.get(Basic::Institution)
            + self.get(Basic::Worker);
        match indicator {
            "members.total" => Some(whole(total)),
            "members.full" => Some(whole(self.get(Basic::Full))),
            "members.probationary" => Some(whole(self.get(Basic::Probationary))),
            "members.share" => share(total, self.get(Basic::Staff)),
            "core.staff" => Some(whole(self.get(Basic::Staff))),
            "establishment.approved" => Some(whole(approved)),
            "establishment.approved_administrative" => Some(whole(self.get(Basic::Administrative))),
            "establishment.approved_institution" => Some(whole(self.get(Basic::Institution))),
            "establishment.filled" => Some(whole(self.get(Basic::Filled))),
            "establishment.vacant" => Some(whole(approved - self.get(Basic::Filled))),
            "establishment.fill_rate" => share(self.get(Basic::Filled), approved),
            other => LONE
                .iter()
                .find(|id| **id == other)
                .map(|id| whole(self.get(Basic::Lone(id)))),
        }
    }
}

/// Stocks of one unit over time: each point holds from its day on, the first one from long before.
pub(crate) type Course = BTreeMap<Date, Stocks>;

/// Finds stocks for the places of one family and unit, or none if they cannot all be had.
pub(crate) fn stocks(family: Family, wanted: &[Wanted<'_>], chance: &mut Chance) -> Option<Course> {
    let mut days: Vec<Date> = wanted.iter().filter_map(|w| day(w.place)).collect();
    days.sort();
    days.dedup();
    // A quota of today judges every later entry; those of one day are set long ago.
    if days.len() > 1 && family == Family::Posts {
        return None;
    }
    let mut course = Course::new();
    for day_on in days.iter().copied() {
        let here: Vec<&Wanted<'_>> = wanted
            .iter()
            .filter(|w| day(w.place) == Some(day_on))
            .collect();
        let stocks = match family {
            Family::Roll => roll(&here, chance),
            Family::Posts => posts(&here, chance),
            Family::Lone(id) => candidates(&here, id, chance)?
                .into_iter()
                .map(|n| Stocks([(Basic::Lone(id), n)].into()))
                .find(|s| all_accept(&here, s)),
            Family::Events(_) => None,
        }?;
        let rows = stocks
            .0
            .iter()
            .filter(|(basic, _)| !is_weight(**basic))
            .map(|(_, n)| *n);
        if rows.into_iter().any(|n| n > MOST_ROWS) {
            return None;
        }
        if let Some(moved) = here.iter().find(|w| w.trick == Some(Trick::OtherPeriod)) {
            let earlier = day_on.checked_sub(40.days()).ok()?;
            if days.iter().any(|d| earlier <= *d && *d < day_on)
                || course
                    .keys()
                    .next_back()
                    .is_some_and(|last| *last >= earlier)
            {
                return None;
            }
            // What is printed held until forty days before.
            let basic = moving(&moved.place.indicator)?;
            let (Printed::Exactly(said), Some(now)) =
                (&moved.place.printed, stocks.value(&moved.place.indicator))
            else {
                return None;
            };
            let mut before = stocks.clone();
            let then = before.0.entry(basic).or_default();
            *then += said - i64::try_from(now.part()).ok()?;
            if *then < 0 {
                return None;
            }
            let first = course
                .keys()
                .next_back()
                .map_or(earlier.checked_sub(300.days()).ok()?, |last| {
                    last.saturating_add(1.day())
                });
            course.insert(first, before);
            course.insert(earlier, stocks);
        } else {
            course.insert(day_on, stocks);
        }
    }
    Some(course)
}

/// Which stock moves when an indicator was otherwise before.
fn moving(indicator: &str) -> Option<Basic> {
    match indicator {
        "members.total" | "members.full" => Some(Basic::Full),
        "members.probationary" => Some(Basic::Probationary),
        "core.staff" => Some(Basic::Staff),
        other => LONE
            .iter()
            .find(|id| **id == other)
            .map(|id| Basic::Lone(id)),
    }
}

/// Stocks that one record can hold as a number.
fn is_weight(basic: Basic) -> bool {
    let lone = [
        "establishment.lent",
        "establishment.borrowed",
        "establishment.leading_approved",
    ];
    matches!(
        basic,
        Basic::Administrative | Basic::Institution | Basic::Worker
    ) || matches!(basic, Basic::Lone(id) if lone.contains(&id))
}

fn day(place: &Place) -> Option<Date> {
    match place.time {
        Time::On(day) => Some(day),
        Time::Within(_) => None,
    }
}

fn all_accept(here: &[&Wanted<'_>], stocks: &Stocks) -> bool {
    here.iter().all(|w| {
        stocks
            .value(&w.place.indicator)
            .is_some_and(|value| w.accepts(value))
    })
}

fn roll(here: &[&Wanted<'_>], chance: &mut Chance) -> Option<Stocks> {
    let mut of = |indicator: &str| candidates(here, indicator, chance);
    let (total, full, probationary, staff) = (
        of("members.total"),
        of("members.full"),
        of("members.probationary"),
        of("core.staff"),
    );
    let shared = here.iter().any(|w| w.place.indicator == "members.share");
    let totals = match (&total, &full, &probationary, &staff) {
        (Some(total), ..) => total.clone(),
        (None, Some(full), Some(probationary), _) => full
            .iter()
            .flat_map(|f| probationary.iter().map(move |p| f + p))
            .collect(),
        (None, Some(full), None, _) => full.iter().map(|f| f + 9).collect(),
        (None, None, Some(probationary), _) => probationary.iter().map(|p| p + 90).collect(),
        (None, None, None, Some(staff)) if shared => staff.iter().flat_map(|n| 0..=*n).collect(),
        _ if shared => (1..=400).collect(),
        _ => vec![0],
    };
    for total in totals {
        let shares: Vec<i64> = match (&probationary, &full) {
            (Some(probationary), _) => probationary.clone(),
            (None, Some(full)) => full.iter().map(|f| total - f).collect(),
            (None, None) => vec![total.min(9)],
        };
        for probationary in shares.into_iter().filter(|p| (0..=total).contains(p)) {
            let staffs = match &staff {
                Some(staff) => staff.clone(),
                None if shared => wholes(total, here, chance),
                None => vec![0],
            };
            for staff in staffs {
                let stocks = Stocks(
                    [
                        (Basic::Full, total - probationary),
                        (Basic::Probationary, probationary),
                        (Basic::Staff, staff),
                    ]
                    .into(),
                );
                if all_accept(here, &stocks) {
                    return Some(stocks);
                }
            }
        }
    }
    None
}

/// Wholes of which `part` may be the printed share; where a difference hides, wholes near them.
fn wholes(part: i64, here: &[&Wanted<'_>], chance: &mut Chance) -> Vec<i64> {
    let Some(share) = here
        .iter()
        .find(|w| matches!(w.place.printed, Printed::Percent(_)))
    else {
        return Vec::new();
    };
    let prints = |whole: &i64| {
        Ratio::new(i128::from(part) * 100, (*whole).into())
            .is_some_and(|s| share.place.printed.fits(s))
    };
    let right: Vec<i64> = (part.max(1)..=part * 12 + 60).filter(prints).collect();
    if share.trick.is_none() {
        return right;
    }
    let mut wrong: Vec<i64> = right
        .iter()
        .flat_map(|n| [n - 2, n - 1, n + 1, n + 2])
        .filter(|n| *n >= part && !prints(n))
        .collect();
    chance.shuffle(&mut wrong);
    wrong
}

fn posts(here: &[&Wanted<'_>], chance: &mut Chance) -> Option<Stocks> {
    let mut of = |stem: &str| candidates(here, &format!("establishment.{stem}"), chance);
    let (approved, filled, vacant) = (of("approved"), of("filled"), of("vacant"));
    let (administrative, institution) = (
        of("approved_administrative").unwrap_or(vec![0]),
        of("approved_institution").unwrap_or(vec![0]),
    );
    let rated = here
        .iter()
        .any(|w| w.place.indicator == "establishment.fill_rate");
    let filleds = match (&approved, &vacant) {
        _ if filled.is_some() => filled.unwrap_or_default(),
        (Some(approved), Some(vacant)) => approved
            .iter()
            .flat_map(|a| vacant.iter().map(move |v| a - v))
            .collect(),
        _ if rated => (1..=400).collect(),
        _ => vec![0],
    };
    for filled in filleds.into_iter().filter(|n| *n >= 0) {
        for administrative in &administrative {
            for institution in &institution {
                let approveds = match (&approved, &vacant) {
                    (Some(approved), _) => approved.clone(),
                    (None, Some(vacant)) => vacant.iter().map(|v| filled + v).collect(),
                    (None, None) if rated => wholes(filled, here, chance),
                    (None, None) => vec![administrative + institution],
                };
                for approved in approveds {
                    let worker = approved - administrative - institution;
                    let stocks = Stocks(
                        [
                            (Basic::Administrative, *administrative),
                            (Basic::Institution, *institution),
                            (Basic::Worker, worker),
                            (Basic::Filled, filled),
                        ]
                        .into(),
                    );
                    if worker >= 0 && all_accept(here, &stocks) {
                        return Some(stocks);
                    }
                }
            }
        }
    }
    None
}
