//! Working days for a unit: the national notices that the packs carry, then records of `core.calendar_day`, of which
//! those of the nearest unit above count.

use crate::kept::core::Core;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::HashMap;
use youju_base::date::{Calendar, parse_day};
use youju_db::{DbError, Rows, Value};
use youju_declare::Kind;

/// The kind by which a notice is recorded, one record a day.
const CALENDAR_DAY: &str = "core.calendar_day";
/// The line that breaks ties between units equally near: offices keep the days of their administration.
const FIRST_LINE: &str = "administration";

/// The calendars of all units.
#[derive(Debug, Clone, Default)]
pub struct Calendars {
    country: Calendar,
    /// Unit → days of its own notices.
    layers: HashMap<String, Vec<(Date, bool)>>,
}

impl Calendars {
    /// Gives the calendar of a unit.
    ///
    /// - Input: the unit and those above it, nearest first.
    pub fn of(&self, above: &[&str]) -> Cow<'_, Calendar> {
        let mut layers = above.iter().rev().filter_map(|unit| self.layers.get(*unit));
        let Some(first) = layers.next() else {
            return Cow::Borrowed(&self.country);
        };
        let mut calendar = self.country.clone();
        for (day, worked) in std::iter::once(first).chain(layers).flatten() {
            calendar.set_local(*day, *worked);
        }
        Cow::Owned(calendar)
    }
}

impl Core {
    /// Reads the working days of all units.
    pub fn calendars(&self, rows: &dyn Rows) -> Result<Calendars, DbError> {
        let mut calendars = Calendars {
            country: self.packs.calendar(),
            layers: HashMap::new(),
        };
        if self.packs.kind(CALENDAR_DAY).is_some() {
            let sql = "select unit, day_on, state, layer from core_calendar_day where removed_seq is null order by day_on, seq";
            rows.for_each(sql, &[], &mut |row| {
                let [Value::Text(unit), Value::Text(day), state, layer] = row else {
                    return Ok(());
                };
                let Ok(day) = parse_day(day) else {
                    return Ok(());
                };
                let worked = state.as_text() == Some("work");
                if layer.as_text() == Some("country") {
                    calendars.country.set(day, worked);
                } else {
                    let own = calendars.layers.entry(unit.clone()).or_default();
                    own.push((day, worked));
                }
                Ok(())
            })?;
        }
        Ok(calendars)
    }

    /// Reads the working days of one unit for deriving the dates of a kind; empty where the kind counts none.
    pub fn calendar(
        &self,
        rows: &dyn Rows,
        kind: &Kind,
        unit: Option<&str>,
    ) -> Result<Calendar, DbError> {
        if kind.fields.iter().all(|f| f.provisional_column().is_none()) {
            return Ok(Calendar::default());
        }
        let unit = unit.unwrap_or_default();
        let found = rows.query(
            "select line, path from unit_path where unit = ?1",
            &[unit.into()],
        )?;
        let paths = found
            .iter()
            .filter_map(|row| Some((row[0].as_text()?, row[1].as_text()?)));
        let calendars = self.calendars(rows)?;
        Ok(calendars.of(&nearest_first(unit, paths)).into_owned())
    }
}

/// Lists a unit and everything above it in any line, nearest first.
///
/// - Input: line and path of each place where the unit stands.
pub fn nearest_first<'p>(
    unit: &'p str,
    paths: impl Iterator<Item = (&'p str, &'p str)>,
) -> Vec<&'p str> {
    let mut above: Vec<(usize, bool, &str)> = Vec::new();
    for (line, path) in paths {
        let parts = path.split('/').rev().filter(|part| !part.is_empty());
        above.extend(
            parts
                .enumerate()
                .map(|(far, part)| (far, line != FIRST_LINE, part)),
        );
    }
    above.sort_unstable();
    let mut named = vec![unit];
    for (_, _, part) in above {
        if !named.contains(&part) {
            named.push(part);
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_nearest_unit_comes_first_and_administration_breaks_ties() {
        let paths = [
            ("party", "r/committee/b/"),
            ("administration", "r/county/b/"),
        ];
        assert_eq!(
            nearest_first("b", paths.into_iter()),
            ["b", "county", "committee", "r"]
        );
        assert_eq!(nearest_first("x", std::iter::empty()), ["x"]);
    }

    #[test]
    fn the_nearest_notice_counts() {
        let (monday, tuesday) = (date(2022, 3, 7), date(2022, 3, 8));
        let mut calendars = Calendars::default();
        calendars.country.set(monday, false);
        calendars.layers = HashMap::from([
            ("r".to_owned(), vec![(monday, true), (tuesday, false)]),
            ("county".to_owned(), vec![(tuesday, true)]),
        ]);
        let works = |above: &[&str]| {
            let calendar = calendars.of(above);
            (calendar.is_working(monday), calendar.is_working(tuesday))
        };
        assert_eq!(works(&["x"]), (false, true));
        assert_eq!(works(&["b", "r"]), (true, false));
        assert_eq!(works(&["b", "county", "r"]), (true, true));
        // A notice of a region leaves the year as known as it was.
        assert!(calendars.of(&["r"]).knows(monday));
        assert!(!calendars.of(&["r"]).knows(date(2023, 3, 7)));
    }
}
