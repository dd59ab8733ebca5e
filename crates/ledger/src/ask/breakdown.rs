//! One figure broken down by child unit or by time, in parts that are checked against the total.

use crate::ask::below::{self, TreeDay};
use crate::ask::figure::{Amount, Ask, AskError, Time, Tree, find_indicator, line_of};
use crate::kept::rollup::ask::{Counted, counted};
use jiff::ToSpan;
use jiff::civil::Date;
use youju_base::period::Period;
use youju_db::Rows;
use youju_declare::{Measure, Packs, Tense};

/// What a figure is broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The units directly under the asked one: those of the day, of a period its last day, or of the latest tree.
    Unit,
    /// Calendar months.
    Month,
    /// Calendar quarters.
    Quarter,
    /// Calendar years.
    Year,
}

/// What one part stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartOf {
    /// A child unit with everything below it.
    Unit(String),
    /// What stands at the unit itself.
    Own,
    /// What neither has: rows of units that moved or ended within the time, or that stand in no line.
    Rest,
    /// A part of the period.
    Period(Period),
    /// A stock at the end of this day.
    Day(Date),
}

/// One part with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it stands for.
    pub of: PartOf,
    /// Its number.
    pub counted: Counted,
}

/// How the parts relate to the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adding {
    /// They add up to it, which was checked.
    Adds,
    /// The same person or thing can stand in several parts: they add up to this sum instead.
    Overlaps(i64),
    /// A stock at several ends: the total is the last.
    Closes,
    /// A share, mean, largest or smallest: parts of it are no summands.
    Never,
}

/// A figure with its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// The question.
    pub ask: Ask,
    /// What it is broken down by.
    pub by: By,
    /// Counter word: 名, 人次, %.
    pub counter: String,
    /// The parts: units by code, times in order.
    pub parts: Vec<Part>,
    /// The whole figure.
    pub total: Counted,
    /// How the parts relate to it.
    pub adding: Adding,
    /// Sequence of the last entry that was known.
    pub known_at: i64,
}

/// Breaks a figure down.
///
/// - Input: a flow by time within a period; a stock by unit on a day, by time within a period (its ends are asked).
/// - Errors: all of [`AskError`].
pub fn breakdown(
    packs: &Packs,
    rows: &dyn Rows,
    ask: &Ask,
    by: By,
    head: i64,
) -> Result<Breakdown, AskError> {
    let indicator = find_indicator(packs, &ask.indicator)?;
    let number = |ask: &Ask| counted(packs, rows, ask, head);
    let mut parts = Vec::new();
    let (total, closes) = match (by, ask.time, indicator.time) {
        (By::Unit, ..) => {
            let line = line_of(packs, ask, indicator)?;
            for child in below::children(packs, rows, line, ask.unit.as_deref(), tree_day(ask))? {
                let counted = number(&Ask {
                    unit: Some(child.clone()),
                    ..ask.clone()
                })?;
                parts.push(Part {
                    of: PartOf::Unit(child),
                    counted,
                });
            }
            if ask.unit.is_some() {
                let counted = number(&Ask {
                    own: true,
                    ..ask.clone()
                })?;
                // Most units above others have nothing of their own.
                if counted.rows > 0 {
                    parts.push(Part {
                        of: PartOf::Own,
                        counted,
                    });
                }
            }
            (number(ask)?, false)
        }
        (_, Time::Within(period), Tense::Flow) => {
            for part in split(period, by) {
                let counted = number(&Ask {
                    time: Time::Within(part),
                    ..ask.clone()
                })?;
                parts.push(Part {
                    of: PartOf::Period(part),
                    counted,
                });
            }
            (number(ask)?, false)
        }
        (_, Time::Within(period), Tense::Stock) => {
            for part in split(period, by) {
                let day = part.last();
                let counted = number(&Ask {
                    time: Time::On(day),
                    ..ask.clone()
                })?;
                parts.push(Part {
                    of: PartOf::Day(day),
                    counted,
                });
            }
            let closing = Ask {
                time: Time::On(period.last()),
                ..ask.clone()
            };
            (number(&closing)?, true)
        }
        (_, Time::On(_), _) => {
            return Err(AskError::Unlike(format!(
                "{} is asked on one day: to break it down by time give a period (--within 2022)",
                indicator.id
            )));
        }
    };
    let sum = |parts: &[Part]| -> Option<i64> {
        parts.iter().map(|part| part.counted.amount.integer()).sum()
    };
    let whole = total.amount.integer();
    let adding = match (&indicator.measure, closes) {
        (_, true) => Adding::Closes,
        _ if indicator.share_of.is_some() => Adding::Never,
        (Measure::Rows | Measure::SumQty | Measure::Days, _) => {
            if let (By::Unit, Some(whole), Some(sum)) = (by, whole, sum(&parts))
                && whole != sum
            {
                parts.push(rest(&total, &parts, whole - sum));
            }
            match (sum(&parts), whole) {
                (Some(sum), Some(whole)) if sum != whole => Adding::Overlaps(sum),
                _ => Adding::Adds,
            }
        }
        (Measure::Distinct(_), _) => match (sum(&parts), whole) {
            (Some(sum), Some(whole)) if sum != whole => Adding::Overlaps(sum),
            _ => Adding::Adds,
        },
        (Measure::MaxQty | Measure::MinQty | Measure::MeanQty, _) => Adding::Never,
    };
    Ok(Breakdown {
        ask: ask.clone(),
        by,
        counter: indicator.counter.clone().unwrap_or_else(|| "%".into()),
        parts,
        total,
        adding,
        known_at: ask.known_at.unwrap_or(head),
    })
}

/// The tree whose child units an ask is broken down by.
fn tree_day(ask: &Ask) -> TreeDay {
    match (ask.tree, ask.time) {
        (Tree::Now, _) => TreeDay::Latest,
        (Tree::Then, Time::On(day)) => TreeDay::On(day, ask.known_at),
        (Tree::Then, Time::Within(period)) => TreeDay::On(period.last(), ask.known_at),
    }
}

/// What child units and the unit itself leave over.
fn rest(total: &Counted, parts: &[Part], amount: i64) -> Part {
    let rows: u64 = parts.iter().map(|part| part.counted.rows).sum();
    Part {
        of: PartOf::Rest,
        counted: Counted {
            amount: match total.amount {
                Amount::Scaled(_, scale) => Amount::Scaled(amount, scale),
                _ => Amount::Whole(amount),
            },
            rows: total.rows.saturating_sub(rows),
        },
    }
}

/// Parts a period at the calendar's borders; the first and last part may be cut short.
fn split(period: Period, by: By) -> Vec<Period> {
    let months = match by {
        By::Unit | By::Month => 1_i8,
        By::Quarter => 3,
        By::Year => 12,
    };
    let mut parts = Vec::new();
    let mut from = period.from;
    while from < period.until {
        let first = from.first_of_month();
        let left = months - (first.month() - 1) % months;
        let next = first
            .checked_add(i32::from(left).months())
            .map_or(period.until, |next| next.min(period.until));
        let Ok(part) = Period::new(from, next) else {
            break;
        };
        parts.push(part);
        from = next;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_parts_at_the_borders_of_the_calendar() {
        let period = Period::parse("2022-02-15..2023-01-03").expect("a period");
        let shown = |by| {
            split(period, by)
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            shown(By::Year),
            ["2022-02-15..2022-12-31", "2023-01-01..2023-01-03"]
        );
        assert_eq!(shown(By::Quarter).len(), 5);
        assert_eq!(shown(By::Quarter)[0], "2022-02-15..2022-03-31");
        assert_eq!(shown(By::Month).len(), 12);
        let days: i64 = split(period, By::Month).iter().map(Period::days).sum();
        assert_eq!(days, period.days());
    }
}
