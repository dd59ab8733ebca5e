//! What a printed figure can mean: a span of exact values, each end closed, open or missing.

use crate::ratio::Ratio;
use std::cmp::Ordering;

/// One end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bound {
    /// Where the interval ends.
    pub value: Ratio,
    /// True when the value itself is excluded.
    pub open: bool,
}

impl Bound {
    /// Makes an end that belongs to the interval.
    pub fn closed(value: Ratio) -> Self {
        Self { value, open: false }
    }

    /// Makes an end that does not belong to the interval.
    pub fn open(value: Ratio) -> Self {
        Self { value, open: true }
    }
}

/// A span of exact values; a missing bound means without limit.
///
/// Arithmetic is exact and checked: `None` means that a bound left the range of [`Ratio`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// Lower end.
    pub lower: Option<Bound>,
    /// Upper end.
    pub upper: Option<Bound>,
}

impl Interval {
    /// Holds every value.
    pub const ALL: Self = Self {
        lower: None,
        upper: None,
    };

    /// Makes an interval from its two ends.
    pub fn new(lower: Option<Bound>, upper: Option<Bound>) -> Self {
        Self { lower, upper }
    }

    /// Holds one value alone.
    pub fn exactly(value: Ratio) -> Self {
        Self::between(value, value)
    }

    /// Holds `lower`, `upper` and what lies between.
    pub fn between(lower: Ratio, upper: Ratio) -> Self {
        Self::new(Some(Bound::closed(lower)), Some(Bound::closed(upper)))
    }

    /// Says whether no value at all lies inside.
    pub fn is_empty(&self) -> bool {
        match (self.lower, self.upper) {
            (Some(lower), Some(upper)) => match lower.value.cmp(&upper.value) {
                Ordering::Less => false,
                Ordering::Equal => lower.open || upper.open,
                Ordering::Greater => true,
            },
            _ => false,
        }
    }

    /// Says whether `value` lies inside.
    pub fn contains(&self, value: Ratio) -> bool {
        let above = self
            .lower
            .is_none_or(|b| value > b.value || (value == b.value && !b.open));
        let below = self
            .upper
            .is_none_or(|b| value < b.value || (value == b.value && !b.open));
        above && below
    }

    /// Gives what both share, possibly empty.
    pub fn intersection(&self, other: &Self) -> Self {
        Self {
            lower: tighter(self.lower, other.lower, Ordering::Greater),
            upper: tighter(self.upper, other.upper, Ordering::Less),
        }
    }

    /// Says whether both share a value.
    pub fn meets(&self, other: &Self) -> bool {
        !self.intersection(other).is_empty()
    }

    /// Gives the span of all sums.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        let end = |a: Option<Bound>, b: Option<Bound>| match (a, b) {
            (Some(a), Some(b)) => Some(Some(Bound {
                value: a.value.plus(b.value)?,
                open: a.open || b.open,
            })),
            _ => Some(None),
        };
        Some(Self {
            lower: end(self.lower, other.lower)?,
            upper: end(self.upper, other.upper)?,
        })
    }

    /// Gives the span of all differences.
    pub fn minus(&self, other: &Self) -> Option<Self> {
        self.plus(&other.negated())
    }

    /// Turns the sign.
    pub fn negated(&self) -> Self {
        let turn = |b: Bound| Bound {
            value: b.value.negated(),
            open: b.open,
        };
        Self {
            lower: self.upper.map(turn),
            upper: self.lower.map(turn),
        }
    }

    /// Gives the span of all products.
    pub fn times(&self, other: &Self) -> Option<Self> {
        let mut products = Vec::with_capacity(4);
        for a in [End::lower(self), End::upper(self)] {
            for b in [End::lower(other), End::upper(other)] {
                products.push(a.times(b)?);
            }
        }
        let low = products
            .iter()
            .copied()
            .reduce(|a, b| a.outer(b, Ordering::Less))?;
        let high = products
            .iter()
            .copied()
            .reduce(|a, b| a.outer(b, Ordering::Greater))?;
        Some(Self {
            lower: low.bound(),
            upper: high.bound(),
        })
    }

    /// Gives the span of all quotients; without limit when the divisor can be zero inside its span.
    pub fn over(&self, divisor: &Self) -> Option<Self> {
        let zero = Ratio::from(0);
        let reciprocal = |b: Bound| -> Option<Bound> {
            Some(Bound {
                value: Ratio::new(b.value.whole(), b.value.part())?,
                open: b.open,
            })
        };
        let below = divisor.upper.is_some_and(|b| b.value <= zero);
        let above = divisor.lower.is_some_and(|b| b.value >= zero);
        if below == above {
            // Zero lies inside, or is all there is.
            return Some(Self::ALL);
        }
        if below && !above {
            return self.negated().over(&divisor.negated());
        }
        // The divisor is not negative. Its zero end, if any, makes the reciprocal run without limit.
        let lower = match divisor.upper {
            Some(b) if b.value == zero => return Some(Self::ALL),
            Some(b) => reciprocal(b)?,
            None => Bound::open(zero),
        };
        let upper = match divisor.lower {
            Some(b) if b.value > zero => Some(reciprocal(b)?),
            _ => None,
        };
        self.times(&Self::new(Some(lower), upper))
    }

    /// Gives the first and last whole number inside, each `None` where the interval has no limit;
    /// outer `None` when no whole number lies inside.
    pub fn wholes(&self) -> Option<(Option<i128>, Option<i128>)> {
        let first = self.lower.map(|b| {
            let up = b.value.ceil();
            if b.open && Ratio::from(up) == b.value {
                up + 1
            } else {
                up
            }
        });
        let last = self.upper.map(|b| {
            let down = b.value.floor();
            if b.open && Ratio::from(down) == b.value {
                down - 1
            } else {
                down
            }
        });
        match (first, last) {
            (Some(first), Some(last)) if first > last => None,
            ends => Some(ends),
        }
    }
}

/// An end that may lie at infinity.
#[derive(Clone, Copy)]
enum End {
    Low,
    At(Bound),
    High,
}

impl End {
    fn lower(interval: &Interval) -> Self {
        interval.lower.map_or(Self::Low, Self::At)
    }

    fn upper(interval: &Interval) -> Self {
        interval.upper.map_or(Self::High, Self::At)
    }

    fn sign(self) -> i128 {
        match self {
            Self::Low => -1,
            Self::High => 1,
            Self::At(b) => b.value.part().signum(),
        }
    }

    fn times(self, other: Self) -> Option<Self> {
        if let (Self::At(a), Self::At(b)) = (self, other) {
            let value = a.value.times(b.value)?;
            // A closed zero stays reached whatever it is multiplied with.
            let reached_zero = [a, b].iter().any(|b| b.value.part() == 0 && !b.open);
            let open = (a.open || b.open) && !reached_zero;
            return Some(Self::At(Bound { value, open }));
        }
        Some(match self.sign() * other.sign() {
            0 => {
                let open = [self, other]
                    .iter()
                    .any(|e| matches!(e, Self::At(b) if b.open));
                Self::At(Bound {
                    value: Ratio::from(0),
                    open,
                })
            }
            sign if sign < 0 => Self::Low,
            _ => Self::High,
        })
    }

    /// Gives the end that lies further out in the given direction; of two equal ends the closed one.
    fn outer(self, other: Self, direction: Ordering) -> Self {
        let order = match (self, other) {
            (Self::At(a), Self::At(b)) => a.value.cmp(&b.value),
            (a, b) => a.rank().cmp(&b.rank()),
        };
        match (order, self) {
            (Ordering::Equal, Self::At(a)) if a.open => other,
            (Ordering::Equal, _) => self,
            (order, _) if order == direction => self,
            _ => other,
        }
    }

    fn rank(self) -> i8 {
        match self {
            Self::Low => -1,
            Self::At(_) => 0,
            Self::High => 1,
        }
    }

    fn bound(self) -> Option<Bound> {
        match self {
            Self::At(bound) => Some(bound),
            Self::Low | Self::High => None,
        }
    }
}

fn tighter(a: Option<Bound>, b: Option<Bound>, direction: Ordering) -> Option<Bound> {
    match (a, b) {
        (Some(a), Some(b)) => Some(match a.value.cmp(&b.value) {
            Ordering::Equal => Bound {
                value: a.value,
                open: a.open || b.open,
            },
            order if order == direction => a,
            _ => b,
        }),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(lower: i128, upper: i128) -> Interval {
        Interval::between(Ratio::from(lower), Ratio::from(upper))
    }

    fn above(value: i128) -> Interval {
        Interval::new(Some(Bound::open(Ratio::from(value))), None)
    }

    #[test]
    fn open_ends_exclude_their_value() {
        let more = above(400);
        assert!(!more.contains(Ratio::from(400)));
        assert!(more.contains(Ratio::from(401)));
        assert_eq!(more.wholes(), Some((Some(401), None)));
        let half = Interval::new(
            Some(Bound::open(Ratio::from(4))),
            Some(Bound::open(Ratio::from(5))),
        );
        assert_eq!(half.wholes(), None);
        assert!(!half.is_empty());
    }

    #[test]
    fn sums_and_differences_keep_every_end() {
        assert_eq!(span(1, 2).plus(&span(10, 20)), Some(span(11, 22)));
        assert_eq!(span(1, 2).minus(&span(10, 20)), Some(span(-19, -8)));
        assert_eq!(above(3).plus(&span(1, 1)), Some(above(4)));
        assert!(span(1, 5).meets(&span(5, 9)));
        assert!(!span(1, 4).meets(&above(4)));
    }

    #[test]
    fn quotients_know_zero() {
        assert_eq!(span(10, 20).over(&span(2, 5)), Some(span(2, 10)));
        assert_eq!(span(10, 20).over(&span(-1, 1)), Some(Interval::ALL));
        let by_zero_up = span(10, 20).over(&span(0, 5)).unwrap();
        assert_eq!(
            (by_zero_up.lower, by_zero_up.upper),
            (Some(Bound::closed(Ratio::from(2))), None)
        );
        assert_eq!(span(10, 20).over(&span(-5, -2)), Some(span(-10, -2)));
        assert_eq!(span(10, 20).over(&span(0, 0)), Some(Interval::ALL));
    }

    proptest! {
        #[test]
        fn members_give_members(a in -50i128..50, b in 0i128..50, c in -50i128..50, d in 0i128..50, s in 0i128..50, t in 0i128..50) {
            let (x, y) = (span(a, a + b), span(c, c + d));
            let (u, v) = (Ratio::from(a + s.min(b)), Ratio::from(c + t.min(d)));
            prop_assert!(x.plus(&y).unwrap().contains(u.plus(v).unwrap()));
            prop_assert!(x.minus(&y).unwrap().contains(u.minus(v).unwrap()));
            prop_assert!(x.times(&y).unwrap().contains(u.times(v).unwrap()));
            if let Some(q) = u.over(v) {
                prop_assert!(x.over(&y).unwrap().contains(q));
            }
        }
    }
}
