//! Numbers for a ledger that agrees with a text at every place but the hidden ones.
//!
//! Figures hang together: members are full and probationary ones, a share has two sides, vacant is approved less filled.
//! What is chosen here is the small numbers below them; a place is asked through [`Stocks::value`].

use crate::chance::Chance;
use crate::places::Place;
use crate::printed::Printed;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use youju_base::period::Period;
use youju_base::ratio::Ratio;
use youju_ledger::figure::Time;

/// More rows than this are not written for one figure.
const MOST_ROWS: i64 = 3000;

/// A stock that records are written for; all others follow from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Basic {
    Full,
    Probationary,
    Staff,
    Administrative,
    Institution,
    Worker,
    Filled,
    /// Kept by one indicator alone, by its id.
    Lone(&'static str),
}

/// Stocks that stand for themselves.
const LONE: [&str; 12] = [
    "members.applicants",
    "members.activists",
    "members.objects",
    "core.engaged",
    "core.branches",
    "core.townships",
    "core.schools",
    "core.villages",
    "establishment.lent",
    "establishment.borrowed",
    "establishment.leading_approved",
    "establishment.leading_filled",
];

/// Flows, with the indicator that counts the same events by occasion.
const FLOWS: [(&str, Option<&str>); 8] = [
    ("members.applied", None),
    ("members.activists_chosen", None),
    ("members.objects_chosen", None),
    ("members.activists_filed", None),
    (
        "members.activists_trained",
        Some("members.activist_trainings"),
    ),
    ("members.objects_trained", None),
    ("members.admitted", None),
    ("members.converted", None),
];

/// Figures that hang together: one unit's roll and staff, its posts, one other stock, one sort of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    Roll,
    Posts,
    Lone(&'static str),
    Events(&'static str),
}

/// Says to which family an indicator belongs; none if no ledger is written for it.
pub(crate) fn family(indicator: &str) -> Option<Family> {
    match indicator {
        "members.total"
        | "members.full"
        | "members.probationary"
        | "members.share"
        | "core.staff" => Some(Family::Roll),
        "establishment.approved"
        | "establishment.approved_administrative"
        | "establishment.approved_institution" => Some(Family::Posts),
        "establishment.filled" | "establishment.vacant" | "establishment.fill_rate" => {
            Some(Family::Posts)
        }
        _ => {
            let lone = LONE
                .iter()
                .find(|id| **id == indicator)
                .map(|id| Family::Lone(id));
            lone.or_else(|| {
                FLOWS
                    .iter()
                    .find(|(p, o)| *p == indicator || *o == Some(indicator))
                    .map(|(p, _)| Family::Events(p))
            })
        }
    }
}

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
    fn accepts(&self, value: Ratio) -> bool {
        self.place.printed.fits(value) != self.trick.is_some()
    }

    /// Whole numbers to try.
    fn candidates(&self, chance: &mut Chance) -> Vec<i64> {
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

/// Numbers to try for an indicator; none if no place is about it.
fn candidates(here: &[&Wanted<'_>], indicator: &str, chance: &mut Chance) -> Option<Vec<i64>> {
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
