//! Exact fractions of whole numbers, for shares, means and growth: no float ever touches a figure.

use crate::decimal::{Decimal, ten};
use std::cmp::Ordering;
use std::fmt;

/// An exact fraction, always reduced, with a positive denominator.
///
/// Arithmetic is checked: `None` means that the result needs more than 127 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    part: i128,
    whole: i128,
}

impl Ratio {
    /// Makes `part` / `whole`, reduced; `None` when `whole` is zero or the sign cannot be turned.
    ///
    /// ```
    /// use youju_base::ratio::Ratio;
    /// let share = Ratio::new(315 * 100, 406).unwrap();
    /// assert_eq!(share.round_half_up(1).unwrap().to_string(), "77.6");
    /// ```
    pub fn new(part: i128, whole: i128) -> Option<Self> {
        if whole == 0 || part == i128::MIN || whole == i128::MIN {
            return None;
        }
        let divisor = gcd(part.unsigned_abs(), whole.unsigned_abs());
        let divisor = i128::try_from(divisor).ok()? * whole.signum();
        Some(Self {
            part: part / divisor,
            whole: whole / divisor,
        })
    }

    /// Gives the numerator, which carries the sign.
    pub fn part(self) -> i128 {
        self.part
    }

    /// Gives the denominator, at least 1.
    pub fn whole(self) -> i128 {
        self.whole
    }

    /// Says whether the value is a whole number.
    pub fn is_whole(self) -> bool {
        self.whole == 1
    }

    /// Adds.
    pub fn plus(self, other: Self) -> Option<Self> {
        let divisor =
            i128::try_from(gcd(self.whole.unsigned_abs(), other.whole.unsigned_abs())).ok()?;
        let left = self.part.checked_mul(other.whole / divisor)?;
        let right = other.part.checked_mul(self.whole / divisor)?;
        Self::new(
            left.checked_add(right)?,
            (self.whole / divisor).checked_mul(other.whole)?,
        )
    }

    /// Subtracts.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated())
    }

    /// Multiplies.
    pub fn times(self, other: Self) -> Option<Self> {
        // Reduced crosswise first, so that only results that are really too large are lost.
        let left = Self::new(self.part, other.whole)?;
        let right = Self::new(other.part, self.whole)?;
        Self::new(
            left.part.checked_mul(right.part)?,
            left.whole.checked_mul(right.whole)?,
        )
    }

    /// Divides; `None` by zero as well.
    pub fn over(self, other: Self) -> Option<Self> {
        self.times(Self::new(other.whole, other.part)?)
    }

    /// Turns the sign.
    pub fn negated(self) -> Self {
        Self {
            part: -self.part,
            whole: self.whole,
        }
    }

    /// Gives the largest whole number that is not above.
    pub fn floor(self) -> i128 {
        self.part.div_euclid(self.whole)
    }

    /// Gives the smallest whole number that is not below.
    pub fn ceil(self) -> i128 {
        -self.negated().floor()
    }

    /// Rounds to `decimals` places, a half away from zero, as offices do.
    pub fn round_half_up(self, decimals: u32) -> Option<Decimal> {
        self.rounded(decimals, |_| true)
    }

    /// Rounds to `decimals` places, a half to the even digit, as GB/T 8170-2008 asks.
    pub fn round_half_even(self, decimals: u32) -> Option<Decimal> {
        self.rounded(decimals, |below| below % 2 != 0)
    }

    fn rounded(self, decimals: u32, half_goes_up: impl Fn(i128) -> bool) -> Option<Decimal> {
        let size = Self::new(self.part.checked_abs()?, self.whole)?;
        let scaled = size.times(Self::from(ten(decimals)?))?;
        let below = scaled.floor();
        let rest = scaled.minus(Self::from(below))?;
        let up = match rest.cmp(&Self { part: 1, whole: 2 }) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => half_goes_up(below),
        };
        let mantissa = (below + i128::from(up)) * self.part.signum();
        Decimal::new(mantissa, i32::try_from(decimals).ok()?)
    }
}

impl From<i128> for Ratio {
    fn from(value: i128) -> Self {
        Self {
            part: value.max(-i128::MAX),
            whole: 1,
        }
    }
}

/// By value, exact at every size: whole parts first, then the reciprocals of what is left.
impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.whole == other.whole {
            return self.part.cmp(&other.part);
        }
        let (mut a, mut b) = (*self, *other);
        let mut turned = false;
        loop {
            let order = match a.floor().cmp(&b.floor()) {
                Ordering::Equal => {
                    let (left, right) = (a.part.rem_euclid(a.whole), b.part.rem_euclid(b.whole));
                    if left != 0 && right != 0 {
                        a = Self {
                            part: a.whole,
                            whole: left,
                        };
                        b = Self {
                            part: b.whole,
                            whole: right,
                        };
                        turned = !turned;
                        continue;
                    }
                    left.signum().cmp(&right.signum())
                }
                different => different,
            };
            return if turned { order.reverse() } else { order };
        }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A whole number or a finite decimal as such (`406`, `0.25`), otherwise `2/3`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_whole() {
            return write!(f, "{}", self.part);
        }
        let finite = (1..=30u32).find_map(|decimals| {
            let scaled = self.times(Self::from(ten(decimals)?))?;
            (scaled.is_whole()).then(|| Decimal::new(scaled.part, decimals.try_into().ok()?))?
        });
        match finite {
            Some(decimal) => write!(f, "{decimal}"),
            None => write!(f, "{}/{}", self.part, self.whole),
        }
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        // Most figures fit into 64 bits, whose division is many times faster.
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return gcd_of_small(a, b).into();
        }
        (a, b) = (b, a % b);
    }
    a.max(1)
}

fn gcd_of_small(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(part: i128, whole: i128) -> Ratio {
        Ratio::new(part, whole).unwrap()
    }

    #[test]
    fn halves_go_up_or_to_the_even_digit() {
        let half = ratio(5, 2);
        assert_eq!(half.round_half_up(0).unwrap().to_string(), "3");
        assert_eq!(half.round_half_even(0).unwrap().to_string(), "2");
        assert_eq!(ratio(7, 2).round_half_even(0).unwrap().to_string(), "4");
        assert_eq!(ratio(-5, 2).round_half_up(0).unwrap().to_string(), "-3");
        assert_eq!(
            ratio(9200, 131).round_half_up(2).unwrap().to_string(),
            "70.23"
        );
    }

    #[test]
    fn signs_and_zero() {
        assert_eq!(ratio(3, -6), ratio(-1, 2));
        assert_eq!(ratio(-7, 2).floor(), -4);
        assert_eq!(ratio(-7, 2).ceil(), -3);
        assert_eq!(Ratio::new(1, 0), None);
        assert_eq!(ratio(1, 2).over(Ratio::from(0)), None);
        assert_eq!(ratio(0, 5), Ratio::from(0));
    }

    #[test]
    fn is_printed_as_people_would() {
        assert_eq!(ratio(812, 2).to_string(), "406");
        assert_eq!(ratio(-1, 4).to_string(), "-0.25");
        assert_eq!(ratio(2, 3).to_string(), "2/3");
    }

    proptest! {
        #[test]
        fn order_is_that_of_cross_products(a in -999i128..999, b in 1i128..999, c in -999i128..999, d in 1i128..999) {
            prop_assert_eq!(ratio(a, b).cmp(&ratio(c, d)), (a * d).cmp(&(c * b)));
        }

        #[test]
        fn order_never_overflows(a: i64, b in 1i64.., c: i64, d in 1i64..) {
            let wide = |n: i64| i128::from(n) << 62;
            let (x, y) = (Ratio::new(wide(a), i128::from(b)), Ratio::new(wide(c), i128::from(d)));
            if let (Some(x), Some(y)) = (x, y) {
                prop_assert_eq!(x.cmp(&y), y.cmp(&x).reverse());
            }
        }

        #[test]
        fn what_is_added_can_be_taken_away(a in -999i128..999, b in 1i128..999, c in -999i128..999, d in 1i128..999) {
            let (x, y) = (ratio(a, b), ratio(c, d));
            prop_assert_eq!(x.plus(y).and_then(|sum| sum.minus(y)), Some(x));
            if c != 0 {
                prop_assert_eq!(x.times(y).and_then(|product| product.over(y)), Some(x));
            }
        }
    }
}
