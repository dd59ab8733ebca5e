//! What duties read: the organisation, and rows with their days.

use crate::kept::calendar::nearest_first;
use crate::kept::core::Core;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, HashSet};
use youju_base::date::parse_day;
use youju_db::{DbError, Rows, Value};
use youju_declare::{Atom, Chosen, Grain, RowSet};

/// From when to when something stands; the second day is the first on which it no longer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Life {
    /// First day.
    pub from: Date,
    /// First day after.
    pub until: Option<Date>,
}

impl Life {
    /// Says whether it holds on a day.
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// Which unit came out of which: by a merger, or by a split.
const CAME_OUT_OF: &str = "select old, unit from core_unit_change__merged where removed_seq is null
union select unit, part from core_unit_change__parts where removed_seq is null and part <> unit order by 1, 2";

/// All units with their lives, their places in every line, and who came after whom.
pub struct Organisation {
    lives: BTreeMap<String, Life>,
    /// Unit → line and path.
    paths: HashMap<String, Vec<(String, String)>>,
    successors: HashMap<String, Vec<String>>,
}

impl Organisation {
    /// Reads it in a few queries.
    pub fn read(core: &Core, rows: &dyn Rows, known_at: Option<i64>) -> Result<Self, DbError> {
        let mut lives = BTreeMap::new();
        let mut paths: HashMap<String, Vec<(String, String)>> = HashMap::new();
        if let Some(units) = core.packs.row_set("core.units") {
            let sql = format!(
                "select unit, since, until from {} where {}",
                units.table,
                known(known_at)
            );
            rows.for_each(&sql, &[], &mut |row| {
                if let (Some(unit), Some(from)) = (row[0].as_text(), day(&row[1])) {
                    let until = day(&row[2]);
                    lives.insert(unit.to_owned(), Life { from, until });
                }
                Ok(())
            })?;
        }
        rows.for_each("select unit, line, path from unit_path", &[], &mut |row| {
            let [unit, line, path] = [0, 1, 2].map(|i| row[i].to_string());
            paths.entry(unit).or_default().push((line, path));
            Ok(())
        })?;
        let mut successors: HashMap<String, Vec<String>> = HashMap::new();
        if core.packs.kind("core.unit_change").is_some() {
            rows.for_each(CAME_OUT_OF, &[], &mut |row| {
                let [old, new] = [0, 1].map(|i| row[i].to_string());
                // A unit that goes on after a split succeeds itself.
                if lives
                    .get(&old)
                    .is_some_and(|life: &Life| life.until.is_some())
                {
                    successors.entry(old).or_default().push(new);
                }
                Ok(())
            })?;
        }
        Ok(Self {
            lives,
            paths,
            successors,
        })
    }

    /// Says whether there is such a unit.
    pub fn knows(&self, unit: &str) -> bool {
        self.lives.contains_key(unit)
    }

    /// Where a unit stands in a line.
    pub fn path(&self, line: &str, unit: &str) -> Option<&str> {
        let mut own = self.paths.get(unit)?.iter();
        own.find(|(l, _)| l == line).map(|(_, path)| path.as_str())
    }

    /// Lists the units of a line, all or those of a subtree.
    pub fn units(&self, line: &str, root: Option<&str>) -> HashSet<&str> {
        let top = match root.map(|root| self.path(line, root)) {
            None => "",
            Some(Some(path)) => path,
            // A unit outside this line owes nothing in it.
            Some(None) => return HashSet::new(),
        };
        let inside = |unit: &&str| {
            let path = self.path(line, unit);
            path.is_some_and(|path| path.starts_with(top))
        };
        self.lives
            .keys()
            .map(String::as_str)
            .filter(inside)
            .collect()
    }

    /// From when to when a unit stands.
    pub fn life(&self, unit: &str) -> Option<Life> {
        self.lives.get(unit).copied()
    }

    /// A unit and those above it in one line, nearest first.
    pub fn above_in<'o>(&'o self, line: &str, unit: &'o str) -> Vec<&'o str> {
        match self.path(line, unit) {
            None => vec![unit],
            Some(path) => path.split('/').rev().filter(|p| !p.is_empty()).collect(),
        }
    }

    /// A unit and those above it in any line, nearest first.
    pub fn above<'o>(&'o self, unit: &'o str) -> Vec<&'o str> {
        let paths = self.paths.get(unit).into_iter().flatten();
        nearest_first(
            unit,
            paths.map(|(line, path)| (line.as_str(), path.as_str())),
        )
    }

    /// Whether any unit came out of another.
    pub fn has_successors(&self) -> bool {
        !self.successors.is_empty()
    }

    /// The units that came out of one that ended.
    pub fn successors(&self, unit: &str) -> &[String] {
        self.successors.get(unit).map_or(&[], Vec::as_slice)
    }
}

/// One row, as duties read it.
#[derive(Debug, Clone)]
pub struct Dated {
    /// Its record.
    pub record: String,
    /// Its unit.
    pub unit: String,
    /// The values by which it is paired.
    pub key: Vec<String>,
    /// Its day, or from when to when it holds.
    pub life: Life,
    /// Its further columns.
    pub more: Vec<Value>,
}

/// Which rows are read, and with which further columns.
pub struct Wanted<'w> {
    /// Row set and filter.
    pub chosen: &'w Chosen,
    /// A further filter.
    pub filter: &'w [(String, Vec<Atom>)],
    /// Only units of this line whose path begins so.
    pub tree: Option<(&'w str, &'w str)>,
    /// Columns by which rows are paired.
    pub pair: &'w [String],
    /// Further columns.
    pub more: &'w [&'w str],
    /// Rows from this day on; an interval counts by its first day.
    pub from: Option<Date>,
    /// Rows before this day.
    pub until: Option<Date>,
}

impl Wanted<'_> {
    /// Reads the rows that are known at an entry in the order of unit, day and record.
    pub fn read(
        &self,
        set: &RowSet,
        rows: &dyn Rows,
        known_at: Option<i64>,
    ) -> Result<Vec<Dated>, DbError> {
        let (since, until) = match set.grain {
            Grain::Event => ("day", "null"),
            Grain::Interval => ("since", "until"),
        };
        let mut columns = vec!["record_id", "unit", since, until];
        columns.extend(self.pair.iter().map(String::as_str));
        columns.extend(self.more);
        let mut condition = known(known_at);
        let mut params = Vec::new();
        let mut add = |term: String, values: Vec<Value>| {
            condition.push_str(" and ");
            condition.push_str(&term);
            params.extend(values);
        };
        for (column, allowed) in self.chosen.filter.iter().chain(self.filter) {
            let marks = vec!["?"; allowed.len()].join(", ");
            let values = allowed.iter().map(|atom| match atom {
                Atom::Text(text) => Value::from(text.as_str()),
                Atom::Int(n) => Value::Int(*n),
            });
            add(format!("{column} in ({marks})"), values.collect());
        }
        if let Some((line, path)) = self.tree {
            // The first path that no longer begins so: `0` is the character after `/`.
            let after = format!("{}0", path.trim_end_matches('/'));
            let term = "unit in (select p.unit from unit_path as p where p.line = ? and p.path >= ? and p.path < ?)";
            add(term.into(), vec![line.into(), path.into(), after.into()]);
        }
        if let Some(from) = self.from {
            add(format!("{since} >= ?"), vec![from.to_string().into()]);
        }
        if let Some(before) = self.until {
            add(format!("{since} < ?"), vec![before.to_string().into()]);
        }
        let sql = format!(
            "select {} from {} where {condition} order by unit, {since}, record_id",
            columns.join(", "),
            set.table
        );
        let paired = 4 + self.pair.len();
        let mut found = Vec::new();
        rows.for_each(&sql, &params, &mut |row| {
            if let (Some(unit), Some(from)) = (row[1].as_text(), day(&row[2])) {
                found.push(Dated {
                    record: row[0].to_string(),
                    unit: unit.to_owned(),
                    key: row[4..paired].iter().map(Value::to_string).collect(),
                    life: Life {
                        from,
                        until: day(&row[3]),
                    },
                    more: row[paired..].to_vec(),
                });
            }
            Ok(())
        })?;
        Ok(found)
    }
}

/// The condition that a row is known at an entry.
pub fn known(known_at: Option<i64>) -> String {
    match known_at {
        None => "removed_seq is null".into(),
        Some(seq) => {
            format!("added_seq <= {seq} and (removed_seq is null or removed_seq > {seq})")
        }
    }
}

/// Reads a day out of a column.
pub fn day(value: &Value) -> Option<Date> {
    value.as_text().and_then(|text| parse_day(text).ok())
}
