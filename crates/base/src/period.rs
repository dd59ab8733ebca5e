//! Spans of days: half-open inside, inclusive for people.

use crate::date::{DateError, parse_day};
use jiff::ToSpan;
use jiff::civil::Date;
use std::fmt;

/// A span of days from `from` (inclusive) to `until` (exclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// First day after.
    pub until: Date,
}

impl Period {
    /// Makes a period of at least one day.
    ///
    /// - Errors: [`PeriodError::Empty`] when `until` is not after `from`.
    pub fn new(from: Date, until: Date) -> Result<Self, PeriodError> {
        if until <= from {
            return Err(PeriodError::Empty(from, until));
        }
        Ok(Self { from, until })
    }

    /// Reads a period as people write it, both ends included:
    /// `2022`, `2022H1`, `2022Q3`, `2022-06`, `2022-06-30`, `2022-01-01..2022-06-30`.
    ///
    /// - Errors: another spelling, a day that does not exist, an end before its start.
    ///
    /// ```
    /// use youju_base::period::Period;
    /// assert_eq!(Period::parse("2022H1"), Period::parse("2022-01-01..2022-06-30"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        let fault = || PeriodError::Shape(text.to_owned());
        if let Some((from, last)) = text.split_once("..") {
            let last = parse_day(last)?;
            let until = last.tomorrow().map_err(|_| fault())?;
            return Self::new(parse_day(from)?, until);
        }
        if text.len() == 10 {
            let day = parse_day(text)?;
            return Self::new(day, day.tomorrow().map_err(|_| fault())?);
        }
        let year: i16 = text
            .get(..4)
            .filter(|y| y.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|y| y.parse().ok())
            .filter(|y| *y > 0)
            .ok_or_else(fault)?;
        let (month, months) = match text.get(4..).unwrap_or_default() {
            "" => (1, 12),
            rest => {
                let (mark, number) = rest.split_at_checked(1).ok_or_else(fault)?;
                let number: i8 = match mark {
                    "-" if number.len() == 2 => number.parse().map_err(|_| fault())?,
                    "H" | "Q" if number.len() == 1 => number.parse().map_err(|_| fault())?,
                    _ => return Err(fault()),
                };
                match mark {
                    "H" if (1..=2).contains(&number) => (number * 6 - 5, 6),
                    "Q" if (1..=4).contains(&number) => (number * 3 - 2, 3),
                    "-" if (1..=12).contains(&number) => (number, 1),
                    _ => return Err(fault()),
                }
            }
        };
        let from = Date::new(year, month, 1).map_err(|_| fault())?;
        let until = from
            .checked_add(i64::from(months).months())
            .map_err(|_| fault())?;
        Self::new(from, until)
    }

    /// Names it as briefly as people write it: `2022`, `2022H1`, `2022Q2`, `2022-06`, or both days.
    ///
    /// ```
    /// use youju_base::period::Period;
    /// let quarter = Period::parse("2022-04-01..2022-06-30").unwrap();
    /// assert_eq!(quarter.name(), "2022Q2");
    /// ```
    pub fn name(&self) -> String {
        let (year, month) = (self.from.year(), self.from.month());
        let names = [
            format!("{year:04}"),
            format!("{year:04}H{}", (month + 5) / 6),
            format!("{year:04}Q{}", (month + 2) / 3),
            format!("{year:04}-{month:02}"),
        ];
        let mut fitting = names.into_iter();
        fitting
            .find(|name| Self::parse(name) == Ok(*self))
            .unwrap_or_else(|| self.to_string())
    }

    /// Says whether `day` lies inside.
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day < self.until
    }

    /// Counts the days inside, at least 1.
    pub fn days(&self) -> i64 {
        i64::from((self.until - self.from).get_days())
    }

    /// Gives the last day inside.
    pub fn last(&self) -> Date {
        self.until
            .yesterday()
            .expect("a period ends after its first day")
    }

    /// Gives the part that both periods share, if any.
    pub fn overlap(&self, other: &Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.until.min(other.until)).ok()
    }
}

/// As people read it: `2022-01-01..2022-06-30`, or one day alone.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.days() == 1 {
            write!(f, "{}", self.from)
        } else {
            write!(f, "{}..{}", self.from, self.last())
        }
    }
}

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// Not one of the spellings.
    #[error(
        "\"{0}\" is no period; write 2022, 2022H1, 2022Q3, 2022-06, 2022-06-30 or 2022-01-01..2022-06-30"
    )]
    Shape(String),
    /// The end is not after the start.
    #[error("the period from {0} until {1} holds no day")]
    Empty(Date, Date),
    /// One of the days cannot be read.
    #[error(transparent)]
    Date(#[from] DateError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn people_write_both_ends() {
        let half = Period::parse("2022H1").expect("a half-year");
        assert_eq!(
            (half.from, half.until),
            (date(2022, 1, 1), date(2022, 7, 1))
        );
        assert_eq!(half.to_string(), "2022-01-01..2022-06-30");
        assert_eq!(half.days(), 181);
        assert_eq!(
            Period::parse("2022Q4"),
            Period::parse("2022-10-01..2022-12-31")
        );
        assert_eq!(Period::parse("2024-02").map(|p| p.days()), Ok(29));
        assert_eq!(
            Period::parse("2022-06-30").map(|p| p.to_string()),
            Ok("2022-06-30".into())
        );
    }

    #[test]
    fn nonsense_is_named() {
        for bad in [
            "",
            "22",
            "2022H3",
            "2022Q5",
            "2022-13",
            "2022-1",
            "2022-06-31",
            "去年",
            "2022H",
        ] {
            assert!(Period::parse(bad).is_err(), "{bad}");
        }
        assert!(matches!(
            Period::parse("2022-02-01..2022-01-01"),
            Err(PeriodError::Empty(..))
        ));
    }
}
