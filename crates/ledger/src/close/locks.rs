//! Locks: what is closed, which entry restates it, and whose change of rows or units needs a reason.

use crate::enter::submission::Scope;
use crate::kept::core::Core;
use crate::kept::sets::Diff;
use crate::kept::units::{EVER_UNDER, above_on, ever_above};
use crate::names::PLACES;
use crate::problem::Problem;
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_db::{DbError, Rows, Tx, Value};
use youju_declare::{Grain, RowSet, Tense};

/// Makes the tables of closes and of the entries that restate them.
pub const SCHEMA: &str = "
create table closed (
  register text not null, unit text not null, line text not null,
  from_on text not null, until_on text not null, seq integer not null,
  primary key (register, unit, until_on, seq)) strict, without rowid;
create table restated (
  closed_seq integer not null, seq integer not null,
  primary key (closed_seq, seq)) strict, without rowid;
";

/// The tables of [`SCHEMA`] with their columns.
pub const TABLES: [(&str, &[&str]); 2] = [
    (
        "closed",
        &["register", "unit", "line", "from_on", "until_on", "seq"],
    ),
    ("restated", &["closed_seq", "seq"]),
];

/// Since when a unit stands at its first place.
const EVER: &str = "0001-01-01";

/// A close that a change touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lock {
    pub seq: i64,
    pub unit: String,
    pub line: String,
    pub period: Period,
}

/// Locks what the entry of a close at `seq` names.
///
/// - Errors: in a few words, what such an entry lacks.
pub(crate) fn lock(tx: &mut Tx<'_>, seq: i64, data: &Map<String, Json>) -> Result<(), String> {
    let scope = read_scope(data).ok_or("it does not say what is closed")?;
    for register in &scope.registers {
        tx.execute(
            "insert into closed (register, unit, line, from_on, until_on, seq) values (?1, ?2, ?3, ?4, ?5, ?6)",
            &[
                register.into(),
                scope.unit.as_str().into(),
                scope.line.as_str().into(),
                scope.period.from.to_string().into(),
                scope.period.until.to_string().into(),
                seq.into(),
            ],
        )
        .map_err(|e| e.to_string())?;
    }
    Ok(())
}

/// Notes which closes an entry restates, as its data say.
pub(crate) fn note(tx: &mut Tx<'_>, seq: i64, data: &Map<String, Json>) -> Result<(), DbError> {
    for closed in restates(data) {
        tx.execute(
            "insert into restated (closed_seq, seq) values (?1, ?2)",
            &[closed.into(), seq.into()],
        )?;
    }
    Ok(())
}

/// The closes that an entry says it restates.
pub(crate) fn restates(data: &Map<String, Json>) -> Vec<i64> {
    let list = data.get("restates").and_then(Json::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Json::as_i64)
        .collect()
}

/// What the entry of a close says.
pub(crate) fn entry_data(scope: &Scope) -> Json {
    json!({
        "unit": scope.unit, "line": scope.line, "registers": scope.registers,
        "from": scope.period.from.to_string(), "until": scope.period.until.to_string(),
    })
}

/// Asks for the reason that a change of closed periods lacks.
pub(crate) fn reason_wanted(locks: &[Lock]) -> Problem {
    let named: Vec<String> = locks
        .iter()
        .map(|lock| format!("{} {} #{}", lock.period.name(), lock.unit, lock.seq))
        .collect();
    Problem::new(
        "reason",
        format!("it changes what is closed: {}", named.join(", ")),
        "say why with reason, and it is kept as a restatement",
    )
}

/// Finds the closes in whose period and subtree a change moves a row or a unit; it was put in already.
pub(crate) fn touched(
    core: &Core,
    rows: &dyn Rows,
    diffs: &[(usize, Diff)],
) -> Result<Vec<Lock>, DbError> {
    if rows.int("select 1 from closed limit 1", &[])?.is_none() {
        return Ok(Vec::new());
    }
    let mut found: BTreeMap<i64, Lock> = BTreeMap::new();
    let mut tree = Trees::new(rows);
    for (place, diff) in diffs.iter().filter(|(_, diff)| diff.moves()) {
        let moved = Moved::new(core, rows, *place, diff)?;
        let Some(first) = moved.first_day() else {
            continue;
        };
        let register = moved.line.is_none().then_some(moved.set.id.as_str());
        let mut locks: BTreeMap<i64, Lock> = BTreeMap::new();
        for unit in moved.units() {
            for above in ever_above(rows, unit)? {
                let own = locks_of(rows, register, &above, first)?;
                locks.extend(own.into_iter().map(|lock| (lock.seq, lock)));
            }
        }
        for (seq, lock) in locks {
            if !found.contains_key(&seq) && moved.changes(&lock, &mut tree)? {
                found.insert(seq, lock);
            }
        }
    }
    Ok(found.into_values().collect())
}

/// The rows of one row set that appeared and went.
struct Moved<'m> {
    set: &'m RowSet,
    added: Vec<Vec<Value>>,
    removed: Vec<Vec<Value>>,
    /// Where the unit stands; for places of units, that above it.
    unit: usize,
    /// Where the line stands, for places of units.
    line: Option<usize>,
    /// Where the day stands, or since and until.
    start: usize,
    end: Option<usize>,
    /// Some indicator counts every event up to a day.
    cumulative: bool,
}

impl<'m> Moved<'m> {
    fn new(core: &'m Core, rows: &dyn Rows, place: usize, diff: &Diff) -> Result<Self, DbError> {
        let set = core.row_set(place);
        let columns = set.columns();
        let at = |name: &str| columns.iter().position(|c| *c == name);
        let (start, end) = match set.grain {
            Grain::Event => (at("day"), None),
            Grain::Interval => (at("since"), at("until")),
        };
        let missing = "every row set has a unit and its dates, and places name what is above them";
        let own = at("unit").expect(missing);
        let (unit, line) = match set.id.as_str() {
            PLACES => (at("parent").expect(missing), at("line")),
            _ => (own, None),
        };
        let mut moved = Self {
            set,
            added: diff.added.clone(),
            removed: diff.removed.clone(),
            unit,
            line,
            start: start.expect(missing),
            end,
            cumulative: set.grain == Grain::Event
                && core
                    .packs
                    .indicators()
                    .any(|i| i.row_set == set.id && i.time == Tense::Stock),
        };
        if let Some(line) = line {
            let start = moved.start;
            for row in moved.added.iter_mut().chain(&mut moved.removed) {
                if row[start].as_text() == Some(EVER) {
                    row[start] = first_use(core, rows, &row[line], &row[own])?;
                }
            }
        }
        Ok(moved)
    }

    fn rows(&self) -> impl Iterator<Item = (i64, &Vec<Value>)> {
        let added = self.added.iter().map(|row| (1, row));
        added.chain(self.removed.iter().map(|row| (-1, row)))
    }

    fn units(&self) -> BTreeSet<&str> {
        let place = self.unit;
        self.rows()
            .filter_map(move |(_, row)| row[place].as_text())
            .collect()
    }

    /// The first day on which anything differs: two rows that differ only in their end do so from the earlier end on.
    fn first_day<'s>(&'s self) -> Option<&'s str> {
        let first = |(sign, row): (i64, &'s Vec<Value>)| {
            let others = if sign > 0 { &self.removed } else { &self.added };
            let twin = self.end.and_then(|end| {
                let same =
                    |other: &&Vec<Value>| (0..row.len()).all(|i| i == end || row[i] == other[i]);
                let twin = others.iter().find(same)?;
                let ends = [row[end].as_text(), twin[end].as_text()];
                ends.into_iter().flatten().min()
            });
            twin.or_else(|| row[self.start].as_text())
        };
        self.rows().filter_map(first).min()
    }

    /// Says whether what the rows say about the closed period and subtree differs.
    fn changes(&self, lock: &Lock, tree: &mut Trees<'_>) -> Result<bool, DbError> {
        let (from, until) = (lock.period.from.to_string(), lock.period.until.to_string());
        let mut counts: BTreeMap<Vec<Value>, i64> = BTreeMap::new();
        for (sign, row) in self.rows() {
            let Some(unit) = row[self.unit].as_text() else {
                continue;
            };
            let other_line = |at: usize| row[at].as_text() != Some(lock.line.as_str());
            if self.line.is_some_and(other_line) {
                continue;
            }
            if let Some(part) = self.within(row, &from, &until)
                && tree.is_under(&lock.line, unit, &lock.unit, lock.period.last())?
            {
                *counts.entry(part).or_default() += sign;
            }
        }
        Ok(counts.values().any(|n| *n != 0))
    }

    /// What a row says about a period: the row with ends outside left open; none where it says nothing.
    fn within(&self, row: &[Value], from: &str, until: &str) -> Option<Vec<Value>> {
        let start = row[self.start].as_text()?;
        let mut part = row.to_vec();
        let inside = match self.end {
            None => start < until && (self.cumulative || start >= from),
            Some(end) => {
                let last = row[end].as_text();
                if start < from {
                    part[self.start] = Value::Null;
                }
                if last.is_some_and(|last| last >= until) {
                    part[end] = Value::Null;
                }
                start < until && last.is_none_or(|last| last > from)
            }
        };
        inside.then_some(part)
    }
}

/// Who stood under whom on which day; each question is answered once.
struct Trees<'r> {
    rows: &'r dyn Rows,
    known: HashMap<(String, String, Date), Vec<String>>,
}

impl<'r> Trees<'r> {
    fn new(rows: &'r dyn Rows) -> Self {
        Self {
            rows,
            known: HashMap::new(),
        }
    }

    fn is_under(
        &mut self,
        line: &str,
        unit: &str,
        above: &str,
        day: Date,
    ) -> Result<bool, DbError> {
        let key = (line.to_owned(), unit.to_owned(), day);
        let chain = match self.known.get(&key) {
            Some(chain) => chain,
            None => {
                let chain = above_on(self.rows, line, unit, day)?;
                self.known.entry(key).or_insert(chain)
            }
        };
        Ok(chain.iter().any(|one| one == above))
    }
}

/// The first day on which it matters where a unit stands: its first place reaches back to whatever is dated before it.
fn first_use(core: &Core, rows: &dyn Rows, line: &Value, unit: &Value) -> Result<Value, DbError> {
    let linked = "select min(from_on) from core_unit_link where line = ?1 and unit = ?2";
    let used = core
        .row_sets()
        .filter(|(set, _)| set.id != PLACES)
        .map(|(set, _)| {
            format!(
                "select min({}) from {} where unit in ({EVER_UNDER})",
                set.grain.columns()[0],
                set.table
            )
        });
    let mut first = Value::Null;
    for sql in used.chain([linked.to_owned()]) {
        let found = rows.first(&sql, &[line.clone(), unit.clone()])?;
        let found = found.map_or(Value::Null, |row| row[0].clone());
        if first.is_null() || (!found.is_null() && found < first) {
            first = found;
        }
    }
    Ok(match first {
        Value::Null => EVER.into(),
        first => first,
    })
}

/// Closes of a unit that end after a day: of one register, or of any.
fn locks_of(
    rows: &dyn Rows,
    register: Option<&str>,
    unit: &str,
    after: &str,
) -> Result<Vec<Lock>, DbError> {
    let list = "select distinct seq, unit, line, from_on, until_on from closed where unit = ?1 and until_on > ?2";
    let mut params = vec![Value::from(unit), after.into()];
    let found = match register {
        Some(register) => {
            params.push(register.into());
            rows.query(&format!("{list} and register = ?3"), &params)?
        }
        None => rows.query(list, &params)?,
    };
    Ok(found.iter().filter_map(|row| read_lock(row)).collect())
}

/// A close of one of these units that holds the whole period.
pub(super) fn covering(
    rows: &dyn Rows,
    register: &str,
    line: &str,
    above: &[String],
    period: Period,
) -> Result<Option<Lock>, DbError> {
    for unit in above {
        let found = locks_of(rows, Some(register), unit, &period.last().to_string())?;
        let lock = found
            .into_iter()
            .find(|lock| lock.line == line && lock.period.from <= period.from);
        if lock.is_some() {
            return Ok(lock);
        }
    }
    Ok(None)
}

pub(super) fn read_scope(data: &Map<String, Json>) -> Option<Scope> {
    let text = |key: &str| data.get(key).and_then(Json::as_str);
    let day = |key: &str| text(key).and_then(|t| parse_day(t).ok());
    let registers = data.get("registers")?.as_array()?.iter();
    Some(Scope {
        unit: text("unit")?.to_owned(),
        line: text("line")?.to_owned(),
        period: Period::new(day("from")?, day("until")?).ok()?,
        registers: registers
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect(),
    })
}

fn read_lock(row: &[Value]) -> Option<Lock> {
    let day = |i: usize| row[i].as_text().and_then(|t| parse_day(t).ok());
    Some(Lock {
        seq: row[0].as_int()?,
        unit: row[1].as_text()?.to_owned(),
        line: row[2].as_text()?.to_owned(),
        period: Period::new(day(3)?, day(4)?).ok()?,
    })
}
