//! Days and the arithmetic of derived fields: `decided_on + 1 year`, `noticed_on + 5 working days`.

use jiff::civil::{Date, Weekday};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Reads an ISO day such as `2022-06-30`.
///
/// - Errors: any other spelling, or a day that does not exist; the text says which.
pub fn parse_day(text: &str) -> Result<Date, DateError> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| {
            if i == 4 || i == 7 {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        });
    if !shape {
        return Err(DateError::Shape(text.to_owned()));
    }
    text.parse()
        .map_err(|_| DateError::NoSuchDay(text.to_owned()))
}

/// A text that names no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not in the form of year-month-day.
    #[error("\"{0}\" is no date; write it as 2022-06-30")]
    Shape(String),
    /// Right form, but the calendar has no such day.
    #[error("\"{0}\" is no day of the calendar")]
    NoSuchDay(String),
    /// The calculation leaves the calendar.
    #[error("{0} {1} leaves the calendar")]
    OutOfRange(Date, Offset),
    /// A derive expression that cannot be read.
    #[error(
        "\"{0}\" is no date arithmetic; write \"<field> + 3 months\" with day, working day, month or year"
    )]
    Expression(String),
}

/// What a derived date counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Calendar days.
    Day,
    /// Days on which offices are open, by the published holiday notices.
    WorkingDay,
    /// Calendar months, clamped to the month's end (31 January + 1 month = 28 or 29 February).
    Month,
    /// Calendar years, clamped likewise.
    Year,
}

/// A signed distance between two days: `+ 1 year`, `- 5 working days`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Offset {
    /// How many steps; negative goes back.
    pub count: i32,
    /// Of which length.
    pub step: Step,
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.count < 0 { '-' } else { '+' };
        let step = match self.step {
            Step::Day => "day",
            Step::WorkingDay => "working day",
            Step::Month => "month",
            Step::Year => "year",
        };
        let plural = if self.count.abs() == 1 { "" } else { "s" };
        write!(f, "{sign} {} {step}{plural}", self.count.abs())
    }
}

/// A derive expression of a kind's field: another field's day, moved by an offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derive {
    /// The field whose day is moved.
    pub field: String,
    /// By how much.
    pub offset: Offset,
}

impl Derive {
    /// Reads `decided_on + 1 year`.
    ///
    /// - Errors: [`DateError::Expression`] for anything else.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let fault = || DateError::Expression(text.to_owned());
        let words: Vec<&str> = text.split_whitespace().collect();
        let (field, sign, count, step) = match words.as_slice() {
            [field, sign, count, step] => (*field, *sign, *count, (*step).to_owned()),
            [field, sign, count, "working", step] => {
                (*field, *sign, *count, format!("working {step}"))
            }
            _ => return Err(fault()),
        };
        let count: i32 = count.parse().ok().filter(|n| *n > 0).ok_or_else(fault)?;
        let count = match sign {
            "+" => count,
            "-" => -count,
            _ => return Err(fault()),
        };
        let step = match step.strip_suffix('s').unwrap_or(&step) {
            "day" => Step::Day,
            "working day" => Step::WorkingDay,
            "month" => Step::Month,
            "year" => Step::Year,
            _ => return Err(fault()),
        };
        if !crate::id::is_stem(field) {
            return Err(fault());
        }
        Ok(Self {
            field: field.to_owned(),
            offset: Offset { count, step },
        })
    }
}

/// Working days: which weekends are worked and which weekdays are off, by published notices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Days that a notice names: `true` = worked, `false` = off.
    days: BTreeMap<Date, bool>,
    /// Years whose national notice has been published.
    years: BTreeSet<i16>,
}

impl Calendar {
    /// Takes in one day of the national notice, which makes its year known.
    pub fn set(&mut self, day: Date, worked: bool) {
        self.set_local(day, worked);
        self.years.insert(day.year());
    }

    /// Takes in one day of a regional or local notice, which says nothing about the rest of the year.
    pub fn set_local(&mut self, day: Date, worked: bool) {
        self.days.insert(day, worked);
    }

    /// Says whether offices are open on `day`.
    pub fn is_working(&self, day: Date) -> bool {
        self.days
            .get(&day)
            .copied()
            .unwrap_or_else(|| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday))
    }

    /// Says whether the national notice for the year of `day` has been published.
    pub fn knows(&self, day: Date) -> bool {
        self.years.contains(&day.year())
    }
}

/// A day that was calculated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Derived {
    /// The resulting day.
    pub day: Date,
    /// True where working days were counted through a year without a published notice.
    pub provisional: bool,
}

/// Moves `from` by `offset`; months and years clamp to the month's end.
///
/// - Errors: [`DateError::OutOfRange`] outside the years that the calendar can hold.
pub fn shift(from: Date, offset: Offset, calendar: &Calendar) -> Result<Derived, DateError> {
    use jiff::ToSpan;
    let out = || DateError::OutOfRange(from, offset);
    let n = i64::from(offset.count);
    let day = match offset.step {
        Step::Day => from.checked_add(n.days()),
        Step::Month => from.checked_add(n.months()),
        Step::Year => from.checked_add(n.years()),
        Step::WorkingDay => return shift_working(from, offset, calendar),
    }
    .map_err(|_| out())?;
    Ok(Derived {
        day,
        provisional: false,
    })
}

fn shift_working(from: Date, offset: Offset, calendar: &Calendar) -> Result<Derived, DateError> {
    let mut left = offset.count.abs();
    let mut day = from;
    let mut provisional = !calendar.knows(from);
    while left > 0 {
        day = if offset.count > 0 {
            day.tomorrow()
        } else {
            day.yesterday()
        }
        .map_err(|_| DateError::OutOfRange(from, offset))?;
        provisional |= !calendar.knows(day);
        if calendar.is_working(day) {
            left -= 1;
        }
    }
    Ok(Derived { day, provisional })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn moved(from: Date, expression: &str) -> Derived {
        let derive = Derive::parse(expression).expect("a readable expression");
        shift(from, derive.offset, &Calendar::default()).expect("a day in range")
    }

    #[test]
    fn months_clamp_to_the_end() {
        assert_eq!(
            moved(date(2023, 1, 31), "on + 1 month").day,
            date(2023, 2, 28)
        );
        assert_eq!(
            moved(date(2024, 1, 31), "on + 1 month").day,
            date(2024, 2, 29)
        );
        assert_eq!(
            moved(date(2024, 2, 29), "on + 1 year").day,
            date(2025, 2, 28)
        );
        assert_eq!(
            moved(date(2024, 3, 31), "on - 1 month").day,
            date(2024, 2, 29)
        );
    }

    #[test]
    fn working_days_without_a_notice_are_provisional() {
        // 2026-11-20 is a Friday.
        let plain = moved(date(2026, 11, 20), "on + 5 working days");
        assert_eq!(
            plain,
            Derived {
                day: date(2026, 11, 27),
                provisional: true
            }
        );
        let mut calendar = Calendar::default();
        calendar.set(date(2026, 11, 23), false);
        calendar.set(date(2026, 11, 21), true);
        let offset = Offset {
            count: 5,
            step: Step::WorkingDay,
        };
        assert_eq!(
            shift(date(2026, 11, 20), offset, &calendar),
            Ok(Derived {
                day: date(2026, 11, 27),
                provisional: false
            })
        );
    }

    #[test]
    fn what_is_no_arithmetic_is_refused() {
        for bad in [
            "on",
            "on + 0 days",
            "on * 2 days",
            "on + 1 week",
            "On + 1 day",
            "on + x days",
        ] {
            assert!(Derive::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_day_is_written_in_one_way() {
        assert_eq!(parse_day("2022-06-30"), Ok(date(2022, 6, 30)));
        assert_eq!(
            parse_day("2022-6-30"),
            Err(DateError::Shape("2022-6-30".into()))
        );
        assert_eq!(
            parse_day("2022-06-31"),
            Err(DateError::NoSuchDay("2022-06-31".into()))
        );
    }
}
