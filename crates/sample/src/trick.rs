//! What can be hidden at a place, and what a ledger must then hold there.

use crate::chance::Chance;
use crate::family::{FLOWS, Family, family};
use crate::places::Place;
use crate::printed::Printed;
use youju_base::ratio::Ratio;

/// What the ledger holds at a hidden place instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trick {
    /// One more or one less.
    OffByOne,
    /// 万 for 亿, or 万 left out.
    Slip,
    /// The text counts occasions as persons, or the other way round.
    Occasions,
    /// The printed number was true on another day, or some of it happened outside the period.
    OtherPeriod,
    /// Above or below what 余, 近 or 超过 allows.
    OutsideBound,
    /// The share of another whole.
    OtherWhole,
}

impl Trick {
    /// Names it in the answer.
    pub fn name(self) -> &'static str {
        match self {
            Self::OffByOne => "off by one",
            Self::Slip => "ten thousand times",
            Self::Occasions => "persons and occasions",
            Self::OtherPeriod => "another period",
            Self::OutsideBound => "outside the bound",
            Self::OtherWhole => "another whole",
        }
    }

    /// Tricks that make sense at a place, in any order.
    pub fn fitting(place: &Place, chance: &mut Chance) -> Vec<Self> {
        let Some(family) = family(&place.indicator).filter(|_| !place.in_words) else {
            return Vec::new();
        };
        let mut tricks = match (&place.printed, family) {
            (Printed::Percent(_), _) => vec![Self::OtherWhole],
            (Printed::Within { .. }, _) => vec![Self::OutsideBound],
            (Printed::Exactly(0), _) => vec![Self::OffByOne],
            (Printed::Exactly(_), Family::Events(id)) => {
                let counted_twice = FLOWS.iter().any(|(p, o)| *p == id && o.is_some());
                let mut tricks = vec![Self::OffByOne, Self::OtherPeriod];
                tricks.extend(counted_twice.then_some(Self::Occasions));
                tricks
            }
            (Printed::Exactly(_), Family::Roll | Family::Lone("core.engaged")) => {
                vec![Self::OffByOne, Self::OtherPeriod]
            }
            (
                Printed::Exactly(_),
                Family::Posts | Family::Lone("establishment.lent" | "establishment.borrowed"),
            ) => {
                vec![Self::OffByOne, Self::Slip]
            }
            (Printed::Exactly(_), Family::Lone(_)) => vec![Self::OffByOne],
        };
        chance.shuffle(&mut tricks);
        // A number written with 万 is there to be mistaken for 亿.
        tricks.sort_by_key(|trick| !(place.scaled && *trick == Self::Slip));
        tricks
    }

    /// Values that the ledger may hold instead of what is printed; empty where only the share is asked.
    fn values(self, printed: &Printed, chance: &mut Chance) -> Vec<i64> {
        let mut values = match (self, printed) {
            (Self::OffByOne, Printed::Exactly(said)) => vec![said - 1, said + 1],
            (Self::Slip, Printed::Exactly(said)) if said % 10_000 == 0 => {
                vec![said * 10_000, said / 10_000]
            }
            (Self::Slip, Printed::Exactly(said)) => vec![said * 10_000],
            (Self::OtherPeriod | Self::Occasions, Printed::Exactly(said)) => {
                (1..=3).map(|n| said - n).collect()
            }
            (
                Self::OutsideBound,
                Printed::Within {
                    low,
                    high,
                    said,
                    open,
                },
            ) => {
                let reach = ((high - low) / 3).max(3);
                let below = (1..=reach).map(|n| low.min(said) - 1 - n);
                let above = (1..=reach).map(|n| high + 1 + n);
                if *open {
                    below.collect()
                } else {
                    below.chain(above).collect()
                }
            }
            _ => Vec::new(),
        };
        values.retain(|n| *n >= 0);
        chance.shuffle(&mut values);
        values
    }
}

/// A place and, if a difference hides there, what is done.
#[derive(Debug, Clone)]
pub(crate) struct Wanted<'p> {
    pub place: &'p Place,
    pub trick: Option<Trick>,
}

impl Wanted<'_> {
    /// Says whether a value of the ledger is as wanted: what is printed, or just not that.
    pub fn accepts(&self, value: Ratio) -> bool {
        self.place.printed.fits(value) != self.trick.is_some()
    }

    /// Whole numbers to try.
    pub fn candidates(&self, chance: &mut Chance) -> Vec<i64> {
        match (self.trick, &self.place.printed) {
            (Some(trick), printed) => trick.values(printed, chance),
            (None, Printed::Exactly(said)) => vec![*said],
            (None, Printed::Within { low, high, .. }) => {
                let mut inside: Vec<i64> = (*low..=*high)
                    .step_by(((high - low) / 200 + 1).unsigned_abs() as usize)
                    .collect();
                chance.shuffle(&mut inside);
                inside
            }
            (None, Printed::Percent(_)) => Vec::new(),
        }
    }
}

/// Numbers to try for an indicator; none if no place is about it.
pub(crate) fn candidates(
    here: &[&Wanted<'_>],
    indicator: &str,
    chance: &mut Chance,
) -> Option<Vec<i64>> {
    let own: Vec<_> = here
        .iter()
        .filter(|w| w.place.indicator == indicator)
        .collect();
    let hidden: Vec<_> = own.iter().filter(|w| w.trick.is_some()).collect();
    // A hidden place says what to hold; the others only whether that will do.
    let leading = if hidden.is_empty() {
        own.iter().collect()
    } else {
        hidden
    };
    (!own.is_empty()).then(|| {
        leading
            .into_iter()
            .flat_map(|w| w.candidates(chance))
            .collect()
    })
}
