//! Adding steps up by series, unit and bucket before anything is written.

use crate::kept::rollup::series::day_bucket;
use std::collections::HashMap;
use std::rc::Rc;
use youju_db::{DbError, Rows, Tx, Value};

/// How finely a unit's rows are counted in advance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// By month: townships and what stands beside them.
    Month,
    /// By day: counties and above.
    Day,
}

impl Level {
    /// The level of a sort of unit (`core.unit.sort`); none for those whose rows are few.
    pub fn of_sort(sort: &str) -> Option<Self> {
        match sort {
            "region" | "prefecture" | "county" => Some(Self::Day),
            "township" | "office" | "brigade" => Some(Self::Month),
            _ => None,
        }
    }

    /// Its number in the table.
    pub fn number(self) -> i64 {
        match self {
            Self::Month => 1,
            Self::Day => 2,
        }
    }

    /// Reads its number.
    pub fn from_number(number: i64) -> Option<Self> {
        [Self::Month, Self::Day]
            .into_iter()
            .find(|level| level.number() == number)
    }
}

/// A unit with roll-ups above (or at) another unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// Its number among the texts of the tally.
    pub unit: u32,
    /// How finely it counts.
    pub level: Level,
}

/// Steps added up.
#[derive(Default)]
pub struct Tally {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
    levels: HashMap<u32, Option<Level>>,
    homes: HashMap<(u32, u32), Rc<[Holder]>>,
    cells: HashMap<(u32, u32, u32), (i64, i64)>,
}

impl Tally {
    /// The number of a text, for the other calls.
    pub fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).expect("a ledger has fewer than 2^32 codes");
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// The text of a number.
    pub fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }

    /// Adds a step to everybody who holds it.
    pub fn add(
        &mut self,
        series: u32,
        stock: bool,
        holders: &[(Holder, i64)],
        day: u32,
        rows: i64,
        qty: i64,
    ) {
        for (holder, sign) in holders {
            let bucket = if stock || holder.level == Level::Day {
                day
            } else {
                day / 100
            };
            let cell = self.cells.entry((series, holder.unit, bucket)).or_default();
            cell.0 += sign * rows;
            cell.1 += sign * qty;
        }
    }

    /// Adds a step of a day as text; what is no day is left out, as it is in every figure.
    pub fn add_on(
        &mut self,
        series: u32,
        stock: bool,
        holders: &[(Holder, i64)],
        day: &str,
        rows: i64,
        qty: i64,
    ) {
        if let Some(day) = day_bucket(day) {
            self.add(series, stock, holders, day, rows, qty);
        }
    }

    /// Everybody who holds the rows of a unit in a line: all rows, and the units with roll-ups from it up.
    pub fn holders(
        &mut self,
        rows: &dyn Rows,
        line: &str,
        unit: &str,
    ) -> Result<Rc<[Holder]>, DbError> {
        let key = (self.number(line), self.number(unit));
        if let Some(known) = self.homes.get(&key) {
            return Ok(Rc::clone(known));
        }
        let path = rows.first(
            "select path from unit_path where line = ?1 and unit = ?2",
            &[line.into(), unit.into()],
        )?;
        let path = path.as_ref().and_then(|row| row[0].as_text());
        let mut found = vec![self.all()];
        found.extend(self.holders_on(rows, path.unwrap_or_default())?);
        let found: Rc<[Holder]> = found.into();
        self.homes.insert(key, Rc::clone(&found));
        Ok(found)
    }

    /// Who holds all rows whatever their unit.
    pub fn all(&mut self) -> Holder {
        Holder {
            unit: self.number(""),
            level: Level::Day,
        }
    }

    /// The units with roll-ups on a path.
    pub fn holders_on(&mut self, rows: &dyn Rows, path: &str) -> Result<Vec<Holder>, DbError> {
        let mut found = Vec::new();
        for unit in path.split('/').filter(|unit| !unit.is_empty()) {
            let number = self.number(unit);
            let level = match self.levels.get(&number) {
                Some(level) => *level,
                None => {
                    let level = level(rows, unit)?;
                    self.levels.insert(number, level);
                    level
                }
            };
            found.extend(level.map(|level| Holder {
                unit: number,
                level,
            }));
        }
        Ok(found)
    }

    /// Adds everything to table `rollup`; cells that come to nothing are removed.
    pub fn write(mut self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        let mut cells = std::mem::take(&mut self.cells);
        let fine: Vec<_> = cells.iter().map(|(key, sums)| (*key, *sums)).collect();
        for ((series, unit, bucket), (rows, qty)) in fine {
            let mut coarser = bucket / 100;
            while coarser >= 1000 {
                let cell = cells.entry((series, unit, coarser)).or_default();
                cell.0 += rows;
                cell.1 += qty;
                coarser /= 100;
            }
        }
        let mut cells: Vec<_> = cells
            .into_iter()
            .filter(|(_, sums)| *sums != (0, 0))
            .map(|((series, unit, bucket), sums)| {
                let text = |number: u32| self.texts[number as usize].as_str();
                (text(series), text(unit), bucket, sums)
            })
            .collect();
        cells.sort_unstable();
        for (series, unit, bucket, (rows, qty)) in cells {
            let key: [Value; 3] = [series.into(), unit.into(), bucket.into()];
            let [series, unit, bucket] = key.clone();
            tx.execute(
                "insert into rollup (series, unit, bucket, rows, qty) values (?1, ?2, ?3, ?4, ?5)
                 on conflict do update set rows = rows + excluded.rows, qty = qty + excluded.qty",
                &[series, unit, bucket, rows.into(), qty.into()],
            )?;
            tx.execute(
                "delete from rollup where series = ?1 and unit = ?2 and bucket = ?3 and rows = 0 and qty = 0",
                &key,
            )?;
        }
        Ok(())
    }
}

/// How finely a unit counts in advance; none when it does not.
pub fn level(rows: &dyn Rows, unit: &str) -> Result<Option<Level>, DbError> {
    let number = rows.int(
        "select level from rollup_unit where unit = ?1",
        &[unit.into()],
    )?;
    Ok(number.and_then(Level::from_number))
}
