//! Exact decimals that remember how they were printed: `68.70` and `68.7` are equal in value, not in precision.

use crate::ratio::Ratio;
use std::cmp::Ordering;
use std::fmt;

/// A decimal number with the precision it was written in: `mantissa` × 10^-`scale`.
///
/// The scale may be negative: `1.5万` is 15 × 10^3, known to the thousand. `==` compares value *and*
/// precision; [`Decimal::compare`] compares the value alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: i128,
    scale: i32,
}

/// The largest power of ten that a decimal may carry in either direction.
const SCALE_LIMIT: i32 = 36;

impl Decimal {
    /// Makes `mantissa` × 10^-`scale`.
    ///
    /// - Errors: none is returned; `None` when the scale lies outside -36..=36.
    pub fn new(mantissa: i128, scale: i32) -> Option<Self> {
        (-SCALE_LIMIT..=SCALE_LIMIT)
            .contains(&scale)
            .then_some(Self { mantissa, scale })
    }

    /// Reads `-68.70`: an optional sign, digits, at most one point with digits on both sides.
    ///
    /// - Errors: [`DecimalError::Shape`] for another spelling, [`DecimalError::Long`] beyond 30 digits.
    ///
    /// ```
    /// use youju_base::decimal::Decimal;
    /// let printed = Decimal::parse("68.70").unwrap();
    /// assert_eq!(printed.to_string(), "68.70");
    /// assert_ne!(printed, Decimal::parse("68.7").unwrap());
    /// assert!(printed.same_value(Decimal::parse("68.7").unwrap()));
    /// ```
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let shape = || DecimalError::Shape(text.to_owned());
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = match digits.split_once('.') {
            Some((whole, part)) if !part.is_empty() => (whole, part),
            Some(_) => return Err(shape()),
            None => (digits, ""),
        };
        if whole.is_empty()
            || !whole
                .bytes()
                .chain(part.bytes())
                .all(|b| b.is_ascii_digit())
        {
            return Err(shape());
        }
        if whole.len() + part.len() > 30 {
            return Err(DecimalError::Long(text.to_owned()));
        }
        let size = whole
            .bytes()
            .chain(part.bytes())
            .fold(0i128, |sum, b| sum * 10 + i128::from(b - b'0'));
        let mantissa = if digits.len() < text.len() {
            -size
        } else {
            size
        };
        Ok(Self {
            mantissa,
            scale: i32::try_from(part.len()).map_err(|_| shape())?,
        })
    }

    /// Gives the digits without point, signed.
    pub fn mantissa(self) -> i128 {
        self.mantissa
    }

    /// Gives the number of decimals; negative when the last written digit stands for tens or more.
    pub fn scale(self) -> i32 {
        self.scale
    }

    /// Moves the point `powers` places to the right (万 is 4, 亿 is 8), keeping the written digits.
    pub fn times_ten(self, powers: i32) -> Option<Self> {
        Self::new(self.mantissa, self.scale.checked_sub(powers)?)
    }

    /// Gives the number with its sign turned.
    pub fn negated(self) -> Self {
        Self {
            mantissa: -self.mantissa,
            scale: self.scale,
        }
    }

    /// Gives the exact value.
    pub fn ratio(self) -> Option<Ratio> {
        let power = ten(self.scale.unsigned_abs())?;
        if self.scale <= 0 {
            Some(Ratio::from(self.mantissa.checked_mul(power)?))
        } else {
            Ratio::new(self.mantissa, power)
        }
    }

    /// Gives the value of one step in the last written place: 0.01 for `68.70`, 1000 for `1.5万`.
    pub fn last_place(self) -> Option<Ratio> {
        Self::new(1, self.scale)?.ratio()
    }

    /// Gives the place value of the last digit that is not zero: 100 for `600`, 0.1 for `68.70`; 1 for zero.
    pub fn last_nonzero_place(self) -> Option<Ratio> {
        if self.mantissa == 0 {
            return Some(Ratio::from(1));
        }
        let (mut mantissa, mut scale) = (self.mantissa, self.scale);
        while mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Self::new(1, scale)?.ratio()
    }

    /// Compares the values, whatever the precision.
    pub fn compare(self, other: Self) -> Ordering {
        if self.scale == other.scale {
            return self.mantissa.cmp(&other.mantissa);
        }
        match (self.ratio(), other.ratio()) {
            (Some(a), Some(b)) => a.cmp(&b),
            // Only numbers beyond 10^38 have no ratio; their order of size decides.
            _ => {
                (self.mantissa.signum(), -self.scale).cmp(&(other.mantissa.signum(), -other.scale))
            }
        }
    }

    /// Says whether both have the same value, whatever the precision.
    pub fn same_value(self, other: Self) -> bool {
        self.compare(other) == Ordering::Equal
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self {
            mantissa: i128::from(value),
            scale: 0,
        }
    }
}

/// As printed, with its decimals and without exponent: `68.70`, `15000`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = self.mantissa.unsigned_abs().to_string();
        if self.scale <= 0 {
            let zeros = if self.mantissa == 0 {
                0
            } else {
                self.scale.unsigned_abs() as usize
            };
            return write!(f, "{sign}{digits}{}", "0".repeat(zeros));
        }
        let scale = self.scale.unsigned_abs() as usize;
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, part) = padded.split_at(padded.len() - scale);
        write!(f, "{sign}{whole}.{part}")
    }
}

/// A text that is no decimal number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Not digits with at most one point.
    #[error("\"{0}\" is no decimal number; write it as 68.70")]
    Shape(String),
    /// More digits than can be kept exactly.
    #[error("\"{0}\" has more than 30 digits")]
    Long(String),
}

/// Gives 10^`power`, or `None` beyond 10^38.
pub(crate) fn ten(power: u32) -> Option<i128> {
    10i128.checked_pow(power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn what_was_printed_is_kept() {
        for text in ["0", "0.05", "-3.20", "68.70", "1000000", "-0.5"] {
            assert_eq!(decimal(text).to_string(), text);
        }
        for bad in ["", "-", ".5", "5.", "1.2.3", "1e3", "１", "+1", "1,000"] {
            assert!(Decimal::parse(bad).is_err(), "{bad}");
        }
        assert!(matches!(
            Decimal::parse(&"9".repeat(31)),
            Err(DecimalError::Long(_))
        ));
    }

    #[test]
    fn a_scale_word_moves_the_point_and_keeps_the_digits() {
        let people = decimal("1.5").times_ten(4).unwrap();
        assert_eq!(people.to_string(), "15000");
        assert_eq!(people.last_place(), Some(Ratio::from(1000)));
        assert_eq!(
            decimal("1.26").times_ten(8).unwrap().to_string(),
            "126000000"
        );
        assert!(decimal("1").times_ten(99).is_none());
    }

    #[test]
    fn the_last_nonzero_place_bounds_more_than() {
        let place = |text: &str| decimal(text).last_nonzero_place().unwrap();
        assert_eq!(place("600"), Ratio::from(100));
        assert_eq!(place("1300"), Ratio::from(100));
        assert_eq!(place("390"), Ratio::from(10));
        assert_eq!(place("0"), Ratio::from(1));
        assert_eq!(
            decimal("14").times_ten(4).unwrap().last_nonzero_place(),
            Some(Ratio::from(10_000))
        );
    }

    #[test]
    fn value_and_precision_are_two_things() {
        assert_ne!(decimal("68.70"), decimal("68.7"));
        assert!(decimal("68.70").same_value(decimal("68.7")));
        assert_eq!(decimal("-1").compare(decimal("0.5")), Ordering::Less);
    }
}
