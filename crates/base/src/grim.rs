//! GRIM: which whole counts can stand behind a printed share or mean.
//!
//! A count and its printed percentage name their whole without writing it. Both rounding habits are allowed
//! for, half up (offices) and half to even (GB/T 8170-2008), so both ends of the half step belong, whatever the
//! last digit; a value is taken to be rounded once. After Brown & Heathers 2017, the GRIM test, applied to shares.

use crate::decimal::Decimal;
use crate::interval::Interval;
use crate::ratio::Ratio;
use std::ops::RangeInclusive;

/// The whole numbers from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Wholes {
    /// Smallest, at least 1.
    pub first: u64,
    /// Largest; `None` when there is no largest (a part of 0, or a share that prints as 0).
    pub last: Option<u64>,
}

impl Wholes {
    /// Gives the one whole, where only one is possible.
    pub fn only(&self) -> Option<u64> {
        (self.last == Some(self.first)).then_some(self.first)
    }

    /// Says whether `whole` is among them.
    pub fn contains(&self, whole: u64) -> bool {
        whole >= self.first && self.last.is_none_or(|last| whole <= last)
    }
}

/// Returns every whole of which `part` prints as `percent`; they follow one another without gap.
///
/// `None` means that the two numbers cannot both be right.
///
/// - Input: `part` in persons, posts or any other count; `percent` as printed (70.23, not 7023): its
///   decimals are its precision.
/// - Output: counts in the unit of `part`, at least 1. Above 100 % the whole may be smaller than the part.
///
/// ```
/// use youju_base::{decimal::Decimal, grim::possible_wholes};
/// let printed = |text: &str| Decimal::parse(text).unwrap();
/// assert_eq!(possible_wholes(92, printed("70.23")).and_then(|w| w.only()), Some(131));
/// assert_eq!(possible_wholes(315, printed("77.6")).and_then(|w| w.only()), Some(406));
/// assert_eq!(possible_wholes(45, printed("61.3")), None);
/// ```
pub fn possible_wholes(part: u64, percent: Decimal) -> Option<Wholes> {
    wholes_of(part, part, percent)
}

/// Returns the span of wholes for a part that is only known to lie from `part.start()` to `part.end()`.
///
/// The wholes in between need not all be possible; [`possible_parts`] tells for one of them.
///
/// - Input and output: as [`possible_wholes`].
pub fn possible_wholes_within(part: RangeInclusive<u64>, percent: Decimal) -> Option<Wholes> {
    wholes_of(*part.start(), *part.end(), percent)
}

fn wholes_of(least: u64, most: u64, percent: Decimal) -> Option<Wholes> {
    if least > most {
        return None;
    }
    let (low, high) = share(percent)?;
    let zero = Ratio::from(0);
    if high <= zero {
        return None;
    }
    let first = Ratio::from(i128::from(least)).over(high)?.ceil().max(1);
    let last = if low <= zero {
        None
    } else {
        Some(Ratio::from(i128::from(most)).over(low)?.floor())
    };
    let first = u64::try_from(first).ok()?;
    let last = match last {
        None => None,
        Some(last) if last < i128::from(first) => return None,
        Some(last) => Some(u64::try_from(last).ok()?),
    };
    Some(Wholes { first, last })
}

/// Returns every part of `whole` that prints as `percent`, or `None` if there is none.
///
/// ```
/// use youju_base::{decimal::Decimal, grim::possible_parts};
/// assert_eq!(possible_parts(131, Decimal::parse("70.23").unwrap()), Some(92..=92));
/// ```
pub fn possible_parts(whole: u64, percent: Decimal) -> Option<RangeInclusive<u64>> {
    let (low, high) = share(percent)?;
    counts(whole, low, high)
}

/// Returns the smallest whole that has a part printing as `percent`.
///
/// ```
/// use youju_base::{decimal::Decimal, grim::smallest_whole};
/// assert_eq!(smallest_whole(Decimal::parse("80.44").unwrap()), Some(225));
/// ```
pub fn smallest_whole(percent: Decimal) -> Option<u64> {
    let (low, high) = share(percent)?;
    let low = low.max(Ratio::from(0));
    if high < low {
        return None;
    }
    u64::try_from(simplest_between(low, high)?.whole()).ok()
}

/// Returns every total of `count` whole numbers whose mean prints as `mean`, or `None` if there is none.
///
/// ```
/// use youju_base::{decimal::Decimal, grim::possible_totals};
/// assert_eq!(possible_totals(7, Decimal::parse("41.29").unwrap()), Some(289..=289));
/// assert_eq!(possible_totals(6, Decimal::parse("38.4").unwrap()), None);
/// ```
pub fn possible_totals(count: u64, mean: Decimal) -> Option<RangeInclusive<u64>> {
    let (low, high) = step(mean)?;
    counts(count, low, high)
}

/// Returns the span of shares, in percent, that `part` of `whole` can have.
///
/// - Output: `None` when the whole can be zero or a bound is too large.
pub fn percent_of(part: &Interval, whole: &Interval) -> Option<Interval> {
    let positive = whole.lower.is_some_and(|b| b.value > Ratio::from(0));
    if !positive {
        return None;
    }
    part.times(&Interval::exactly(Ratio::from(100)))?
        .over(whole)
}

fn counts(times: u64, low: Ratio, high: Ratio) -> Option<RangeInclusive<u64>> {
    let times = Ratio::from(i128::from(times));
    let first = times.times(low)?.ceil().max(0);
    let last = times.times(high)?.floor();
    if first > last {
        return None;
    }
    Some(u64::try_from(first).ok()?..=u64::try_from(last).ok()?)
}

/// The half step on both sides of a printed number.
fn step(printed: Decimal) -> Option<(Ratio, Ratio)> {
    let half = printed.last_place()?.over(Ratio::from(2))?;
    let value = printed.ratio()?;
    Some((value.minus(half)?, value.plus(half)?))
}

/// The same for a percentage, as a share of one.
fn share(percent: Decimal) -> Option<(Ratio, Ratio)> {
    step(percent.times_ten(-2)?)
}

/// The fraction with the smallest denominator from `low` to `high` (both at least 0), by continued fractions.
fn simplest_between(low: Ratio, high: Ratio) -> Option<Ratio> {
    let below = low.floor();
    if Ratio::from(below) == low || high >= Ratio::from(below + 1) {
        return Some(Ratio::from(low.ceil()));
    }
    let one = Ratio::from(1);
    let (low_rest, high_rest) = (
        low.minus(Ratio::from(below))?,
        high.minus(Ratio::from(below))?,
    );
    let inner = simplest_between(one.over(high_rest)?, one.over(low_rest)?)?;
    Ratio::from(below).plus(one.over(inner)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn printed(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn a_share_names_its_whole() {
        let only = |part, text| possible_wholes(part, printed(text)).and_then(|w| w.only());
        assert_eq!(only(92, "70.23"), Some(131));
        assert_eq!(only(315, "77.6"), Some(406));
        assert_eq!(only(55, "68.75"), Some(80));
        assert_eq!(only(96, "97.96"), Some(98));
        assert_eq!(possible_wholes(92, printed("70.24")), None);
        assert_eq!(possible_parts(173, printed("70.23")), None);
    }

    #[test]
    fn a_share_alone_has_a_smallest_whole() {
        let smallest = |text| smallest_whole(printed(text));
        assert_eq!(smallest("80.44"), Some(225));
        assert_eq!(smallest("82.5"), Some(40));
        assert_eq!(smallest("99.2"), Some(118));
        assert_eq!(smallest("77.6"), Some(49));
        assert_eq!(smallest("50"), Some(2));
        assert_eq!(smallest("100"), Some(1));
        assert_eq!(smallest("0"), Some(1));
    }

    #[test]
    fn a_vague_part_widens_the_wholes() {
        let wholes = possible_wholes_within(401..=499, printed("80")).unwrap();
        assert_eq!((wholes.first, wholes.last), (499, Some(627)));
    }

    #[test]
    fn nothing_of_anything_has_no_largest_whole() {
        assert_eq!(
            possible_wholes(0, printed("0")),
            Some(Wholes {
                first: 1,
                last: None
            })
        );
        assert_eq!(
            possible_wholes(3, printed("0.0")),
            Some(Wholes {
                first: 6000,
                last: None
            })
        );
        assert_eq!(possible_wholes(0, printed("12")), None);
    }

    proptest! {
        /// Against counting every whole, a half rounded up, to even, or down.
        #[test]
        fn agrees_with_counting(part in 0u64..60, tenths in 0i128..1300, decimals in 0u32..3) {
            let percent = Decimal::new(tenths * i128::from(10u32.pow(decimals)) / 10, decimals.cast_signed()).unwrap();
            let prints = |whole: u64| {
                let share = Ratio::new(i128::from(part) * 100, i128::from(whole)).unwrap();
                let half = share.minus(percent.ratio().unwrap()) == percent.last_place().unwrap().over(Ratio::from(2));
                half || [share.round_half_up(decimals), share.round_half_even(decimals)].contains(&Some(percent))
            };
            let limit = 4000;
            let counted: Vec<u64> = (1..limit).filter(|w| prints(*w)).collect();
            let solved: Vec<u64> = match possible_wholes(part, percent) {
                Some(wholes) => (wholes.first..limit).take_while(|w| wholes.contains(*w)).collect(),
                None => Vec::new(),
            };
            prop_assert_eq!(solved, counted);
        }

        #[test]
        fn smallest_agrees_with_counting(percent in 0i128..10_000) {
            let percent = Decimal::new(percent, 2).unwrap();
            let counted = (1..=10_000).find(|w| possible_parts(*w, percent).is_some());
            prop_assert_eq!(smallest_whole(percent), counted);
        }

        /// A true share, rounded in any way, is never judged impossible.
        #[test]
        fn truth_is_possible(whole in 1u64..100_000, part in 0u64..100_000, decimals in 0u32..4) {
            let share = Ratio::new(i128::from(part) * 100, i128::from(whole)).unwrap();
            for printed in [share.round_half_up(decimals), share.round_half_even(decimals)] {
                let printed = printed.unwrap();
                prop_assert!(possible_wholes(part, printed).is_some_and(|w| w.contains(whole)));
                prop_assert!(possible_parts(whole, printed).is_some_and(|p| p.contains(&part)));
            }
        }
    }
}
