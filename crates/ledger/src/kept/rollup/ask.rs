//! Asking: a figure's number and how many rows it is made of, from roll-ups where they hold, else from the rows.

use crate::ask::figure::{self, Amount, Ask, AskError, Selection, Time, Tree, find_indicator};
use crate::kept::rollup::persons;
use crate::kept::rollup::series::Series;
use crate::kept::rollup::tally::{self, Level};
use crate::kept::units;
use jiff::civil::Date;
use youju_base::period::Period;
use youju_db::{DbError, Rows, Value};
use youju_declare::{Measure, Packs};

/// A figure's number without its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The number.
    pub amount: Amount,
    /// How many evidence rows it is made of; for a share, those of the part.
    pub rows: u64,
}

/// Computes a figure without its digest: the same number as [`figure::figure`], in a few reads where roll-ups hold.
///
/// - Errors: all of [`AskError`].
pub fn counted(packs: &Packs, rows: &dyn Rows, ask: &Ask, head: i64) -> Result<Counted, AskError> {
    let (amount, count) = figure::amount(packs, ask, head, &mut |ask| match from_rollups(
        packs, rows, ask,
    )? {
        Some(sums) => Ok(sums),
        None => Selection::new(packs, rows, ask)?
            .measure(rows)
            .map_err(AskError::Db),
    })?;
    Ok(Counted {
        amount,
        rows: count,
    })
}

/// Measures a question from roll-ups; none where they do not hold the answer.
///
/// - Output: as [`Selection::measure`]: the measured number and how many rows it is made of.
pub fn from_rollups(
    packs: &Packs,
    rows: &dyn Rows,
    ask: &Ask,
) -> Result<Option<(Option<i64>, i64)>, AskError> {
    let indicator = find_indicator(packs, &ask.indicator)?;
    let Some(set) = packs.row_set(&indicator.row_set) else {
        return Ok(None);
    };
    let Some(series) = Series::of(indicator, set) else {
        return Ok(None);
    };
    let days = match ask.time {
        Time::On(day) if series.stock => Days::up_to(day),
        Time::Within(period) if !series.stock => Days::within(period),
        // The rows say what is wrong with the question.
        _ => return Ok(None),
    };
    let distinct = matches!(indicator.measure, Measure::Distinct(_));
    let other_line = ask.line.as_ref().is_some_and(|line| *line != series.line);
    if ask.own
        || ask.known_at.is_some()
        || other_line
        || (distinct && !series.persons && !series.bits)
    {
        return Ok(None);
    }
    let unit = ask.unit.as_deref().unwrap_or_default();
    let level = match unit {
        "" if ask.unit.is_none() => Level::Day,
        _ => match tally::level(rows, unit)? {
            Some(level) if stands_as_now(rows, &series.line, unit, ask, days.first())? => level,
            _ => return Ok(None),
        },
    };
    let by_day = series.stock || level == Level::Day;
    let persons = match ask.time {
        Time::Within(period) if distinct => {
            match persons::distinct(rows, set, &series, unit, period)? {
                Some(count) => Some(count),
                None => return Ok(None),
            }
        }
        _ => None,
    };
    let mut sums = days.sums(rows, &series.name, unit, by_day)?;
    if !by_day {
        for (edge, sign) in days.edges() {
            let edge = Ask {
                time: Time::Within(edge),
                ..ask.clone()
            };
            let (measured, count) = Selection::new(packs, rows, &edge)?.measure(rows)?;
            sums.rows += sign * count;
            sums.qty += sign * measured.unwrap_or(0);
        }
    }
    if series.persons && days.sums(rows, &series.doubles(), "", true)?.rows != 0 {
        // Somebody has two rows that day: only the rows can say under which units.
        return Ok(None);
    }
    let measured = match indicator.measure {
        Measure::SumQty => sums.qty,
        _ => persons.unwrap_or(sums.rows),
    };
    Ok(Some((Some(measured), sums.rows)))
}

/// Says whether the unit's subtree on the asked days is the one that roll-ups are kept for.
fn stands_as_now(
    rows: &dyn Rows,
    line: &str,
    unit: &str,
    ask: &Ask,
    first: Date,
) -> Result<bool, DbError> {
    let Some(tree) = units::subtree(rows, line, unit)? else {
        return Ok(false);
    };
    if ask.tree == Tree::Now {
        return Ok(true);
    }
    // Whatever came or went later had a parent here, or has one: its own, or one that itself moved later.
    let touches = rows.first(
        "select 1 from row_core_places as c join unit_path as p on p.line = c.line and p.unit = c.parent
         where c.line = ?1 and c.since > ?2 and c.removed_seq is null and p.path >= ?3 and p.path < ?4
         union all
         select 1 from row_core_places as c join unit_path as p on p.line = c.line and p.unit = c.parent
         where c.line = ?1 and c.until > ?2 and c.removed_seq is null and p.path >= ?3 and p.path < ?4 limit 1",
        &[line.into(), first.to_string().into(), tree.from.into(), tree.until.into()],
    )?;
    Ok(touches.is_none())
}

/// The days of a question: from the first (a stock: from the beginning) until, exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Days {
    from: Option<Date>,
    until: Date,
}

/// Rows and qty added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    rows: i64,
    qty: i64,
}

impl Days {
    fn up_to(day: Date) -> Self {
        Self {
            from: None,
            until: day.tomorrow().unwrap_or(day),
        }
    }

    fn within(period: Period) -> Self {
        Self {
            from: Some(period.from),
            until: period.until,
        }
    }

    /// The first day whose tree matters: of a stock the day itself.
    fn first(&self) -> Date {
        self.from
            .unwrap_or_else(|| self.until.yesterday().unwrap_or(self.until))
    }

    /// Adds the buckets up: the years between both years, then of each of both years what lies before the day.
    fn sums(
        &self,
        rows: &dyn Rows,
        series: &str,
        unit: &str,
        by_day: bool,
    ) -> Result<Sums, DbError> {
        let [year, month, day] = buckets(self.until);
        let mut ranges = vec![(year * 100 + 1, month, 1)];
        if by_day {
            ranges.push((month * 100 + 1, day, 1));
        }
        match self.from.map(buckets) {
            None => ranges.push((0, year, 1)),
            Some([first_year, first_month, first_day]) => {
                ranges.push((first_year, year, 1));
                if first_year == year {
                    ranges[0].0 = first_month;
                } else {
                    ranges.push((first_year * 100 + 1, first_month, -1));
                }
                if by_day {
                    ranges.push((first_month * 100 + 1, first_day, -1));
                }
            }
        }
        let mut sums = Sums::default();
        for (from, until, sign) in ranges.into_iter().filter(|(from, until, _)| from < until) {
            let row = rows.first(
                "select coalesce(sum(rows), 0), coalesce(sum(qty), 0) from rollup
                 where series = ?1 and unit = ?2 and bucket >= ?3 and bucket < ?4",
                &[series.into(), unit.into(), from.into(), until.into()],
            )?;
            if let Some([Value::Int(rows), Value::Int(qty)]) = row.as_deref() {
                sums.rows += sign * rows;
                sums.qty += sign * qty;
            }
        }
        Ok(sums)
    }

    /// What whole months leave out (1) or hold too much of (-1).
    fn edges(&self) -> impl Iterator<Item = (Period, i64)> {
        let part = |day: Date, sign: i64| {
            let period = Period::new(day.first_of_month(), day).ok()?;
            Some((period, sign))
        };
        [
            self.from.and_then(|from| part(from, -1)),
            part(self.until, 1),
        ]
        .into_iter()
        .flatten()
    }
}

/// The buckets in which a day lies: its year, its month, itself.
fn buckets(day: Date) -> [i64; 3] {
    let year = i64::from(day.year());
    let month = year * 100 + i64::from(day.month());
    [year, month, month * 100 + i64::from(day.day())]
}
