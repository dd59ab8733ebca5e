//! Series: what is counted in advance, shared by all indicators that read the same rows along the same line.

use crate::names::DEFAULT_LINE;
use std::fmt::Write as _;
use youju_base::date::parse_day;
use youju_db::Value;
use youju_declare::{Atom, Grain, Indicator, Measure, Packs, RowSet};

/// Rows of a row set under one filter, added up along one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// `members.roll@party`, `members.roll@party stage=full|probationary`.
    pub name: String,
    /// The line along which units are added up.
    pub line: String,
    /// Whether it counts what holds on a day; otherwise what happens within a period.
    pub stock: bool,
    /// Whether each partition is one person: the rows of a day are persons, less those who have two.
    pub persons: bool,
    /// Whether the persons of its days are kept, for counting each once in a period.
    pub bits: bool,
    unit: usize,
    person: Option<usize>,
    from: usize,
    until: Option<usize>,
    qty: Option<usize>,
    filter: Vec<(usize, Vec<Value>)>,
}

/// One step of a series: on this day so many rows, and so much qty, more or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<'r> {
    /// The day, `2022-06-15`.
    pub day: &'r str,
    /// Rows more.
    pub rows: i64,
    /// Qty more.
    pub qty: i64,
}

impl Series {
    /// Gives the series of an indicator; none for one whose measure is not made of counts and sums.
    pub fn of(indicator: &Indicator, set: &RowSet) -> Option<Self> {
        let persons = match &indicator.measure {
            Measure::Rows | Measure::SumQty => false,
            Measure::Distinct(column) => {
                column == "person" && set.grain == Grain::Interval && set.by == ["person"]
            }
            Measure::Days | Measure::MaxQty | Measure::MinQty | Measure::MeanQty => return None,
        };
        let columns = set.columns();
        let place = |name: &str| columns.iter().position(|column| *column == name);
        let dates = set.grain.columns();
        let line = indicator.line.as_deref().unwrap_or(DEFAULT_LINE);
        let mut name = format!("{}@{line}", set.id);
        let mut filter = Vec::new();
        for (column, allowed) in &indicator.filter {
            let allowed: Vec<Value> = allowed
                .iter()
                .map(|atom| match atom {
                    Atom::Text(text) => Value::from(text),
                    Atom::Int(number) => Value::Int(*number),
                })
                .collect();
            let texts: Vec<String> = allowed.iter().map(ToString::to_string).collect();
            let _ = write!(name, " {column}={}", texts.join("|"));
            filter.push((place(column)?, allowed));
        }
        Some(Self {
            name,
            line: line.to_owned(),
            stock: set.grain == Grain::Interval,
            persons,
            bits: set.grain == Grain::Event
                && indicator.measure == Measure::Distinct("person".to_owned()),
            unit: place("unit")?,
            person: place("person"),
            from: place(dates[0])?,
            until: dates.get(1).and_then(|until| place(until)),
            qty: place("qty"),
            filter,
        })
    }

    /// The name under which it is kept on which days persons have more rows than one.
    pub fn doubles(&self) -> String {
        format!("{} #doubles", self.name)
    }

    /// The unit of a row.
    pub fn unit<'r>(&self, row: &'r [Value]) -> &'r str {
        row[self.unit].as_text().unwrap_or_default()
    }

    /// The person of a row, if it names one.
    pub fn person<'r>(&self, row: &'r [Value]) -> Option<&'r str> {
        row[self.person?].as_text()
    }

    /// The day on which a row happens or begins.
    pub fn day<'r>(&self, row: &'r [Value]) -> &'r str {
        row[self.from].as_text().unwrap_or_default()
    }

    /// What a row adds, by day; nothing for a row that the filter leaves out.
    pub fn steps<'r>(&self, row: &'r [Value]) -> [Option<Step<'r>>; 2] {
        if !self.counts(row) {
            return [None, None];
        }
        let qty = self.qty.and_then(|i| row[i].as_int()).unwrap_or(0);
        let step = |i: usize, sign: i64| {
            row[i].as_text().map(|day| Step {
                day,
                rows: sign,
                qty: sign * qty,
            })
        };
        [
            step(self.from, 1),
            self.until.and_then(|until| step(until, -1)),
        ]
    }

    /// The days on which the number of rows above the first changes, of the rows of one partition.
    pub fn doubled<'r>(&self, rows: &[&'r [Value]]) -> Vec<(&'r str, i64)> {
        let mut steps: Vec<Step<'r>> = rows
            .iter()
            .flat_map(|row| self.steps(row))
            .flatten()
            .collect();
        steps.sort_by_key(|step| step.day);
        let above = |level: i64| (level - 1).max(0);
        let mut level = 0;
        let mut found = Vec::new();
        for step in steps {
            let next = level + step.rows;
            if above(next) != above(level) {
                found.push((step.day, above(next) - above(level)));
            }
            level = next;
        }
        found
    }

    /// Whether a row passes the filter and holds on at least one day.
    pub fn counts(&self, row: &[Value]) -> bool {
        let holds = self.until.is_none_or(|until| {
            row[until]
                .as_text()
                .is_none_or(|until| row[self.from].as_text().is_some_and(|from| from < until))
        });
        holds && self.filter.iter().all(|(i, of)| of.contains(&row[*i]))
    }
}

/// All series of the packs, by place of their row set.
#[derive(Debug, Default)]
pub struct Plan {
    sets: Vec<Vec<Series>>,
}

impl Plan {
    /// Lists the series of all indicators; those that are equal once.
    pub fn new(packs: &Packs) -> Self {
        let sets = packs.row_sets().map(|set| {
            let mut all: Vec<Series> = Vec::new();
            for indicator in packs.indicators().filter(|i| i.row_set == set.id) {
                let Some(series) = Series::of(indicator, set) else {
                    continue;
                };
                match all.iter_mut().find(|other| other.name == series.name) {
                    Some(other) => {
                        other.persons |= series.persons;
                        other.bits |= series.bits;
                    }
                    None => all.push(series),
                }
            }
            all
        });
        Self {
            sets: sets.collect(),
        }
    }

    /// The series whose persons are kept, each with its row set.
    pub fn of_persons<'a>(
        &'a self,
        packs: &'a Packs,
    ) -> impl Iterator<Item = (&'a RowSet, &'a Series)> {
        let sets = packs.row_sets().zip(&self.sets);
        sets.flat_map(|(set, all)| all.iter().filter(|one| one.bits).map(move |one| (set, one)))
    }

    /// The series that follow a line.
    pub fn of_line(&self, line: &str) -> impl Iterator<Item = &Series> {
        let all = self.sets.iter().flatten();
        all.filter(move |series| series.line == line)
    }

    /// The series of the row set at this place.
    pub fn of_set(&self, place: usize) -> &[Series] {
        self.sets.get(place).map_or(&[], Vec::as_slice)
    }
}

/// A day as bucket: `2022-06-15` → 20220615; none for what is no day.
pub fn day_bucket(day: &str) -> Option<u32> {
    let date = parse_day(day).ok()?;
    let number = |n: i8| u32::try_from(n).ok();
    Some(
        u32::try_from(date.year()).ok()? * 10_000
            + number(date.month())? * 100
            + number(date.day())?,
    )
}
