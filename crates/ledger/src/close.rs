//! Closed periods (封账): for a month or a quarter the registers of a unit and all below it are signed as complete and locked.
//!
//! A close is one entry of the journal. The figures that it closes are not copied: as known at its sequence they never
//! change. What changes a row within the closed period and subtree afterwards needs a reason, and is kept as a
//! restatement: its entry names the closes that it restates.

use crate::core::Core;
use crate::due::{self, DueAsk, Obligation, Outcome};
use crate::figure::{Ask, DEFAULT_LINE, Figure, Time, figure, find_indicator};
use crate::keep::Diff;
use crate::ledger::{Ledger, LedgerError, head};
use crate::lookup;
use crate::restatement::{Changed, changed_since};
use crate::submission::Problem;
use crate::submit::SubmitError;
use crate::units::{self, EVER_UNDER, PLACES};
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_db::{DbError, Rows, Tx, Value};
use youju_declare::{Grain, Indicator, Packs, RowSet, Tense};
use youju_journal::log;

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

/// Row sets that are no registers: who signs a closed month again restates nothing, and where units stand is locked with
/// whatever is counted below them.
const NO_REGISTERS: [&str; 2] = ["core.signatures", PLACES];

/// What is closed: these registers, for a unit and all below it in a line, over a month or a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The unit.
    pub unit: String,
    /// The line whose tree says what is below it.
    pub line: String,
    /// A month or a quarter.
    pub period: Period,
    /// Ids of row sets; none means all of the line that are not closed yet.
    pub registers: Vec<String>,
}

/// What a close would close, shown before it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// With its registers filled in.
    pub scope: Scope,
    /// Every figure of the registers: stocks on the last day, flows within the period.
    pub figures: Vec<Figure>,
    /// What fell due in the period and is not done; a close does not wait for it.
    pub undone: Vec<Obligation>,
}

/// A close with what was changed after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Its place in the journal.
    pub seq: i64,
    /// When it was entered.
    pub at: String,
    /// Who closed.
    pub by: String,
    /// What was closed.
    pub scope: Scope,
    /// Figures that read otherwise now than as closed.
    pub changed: Vec<Changed>,
    /// The entries that changed something in it, oldest first.
    pub restatements: Vec<Restatement>,
}

/// One entry that changed something in a closed period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restatement {
    /// Its place in the journal.
    pub seq: i64,
    /// `record`, `correct`, `void`, `end`.
    pub act: String,
    /// The record that it speaks of.
    pub record: String,
    /// When it was entered.
    pub at: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Figures of the closing unit that it moved; none where rows changed and their counts did not.
    pub figures: Vec<Changed>,
}

/// The close that covers a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseMark {
    /// Its entry in the journal.
    pub seq: i64,
    /// When it was made.
    pub at: String,
}

impl Ledger {
    /// Shows what closing would close; nothing is written.
    ///
    /// - Errors: whatever would keep the close out: a unit outside the line, a period that is not over or no month or
    ///   quarter, registers that are closed already.
    pub fn preview_close(&self, scope: &Scope, today: Date) -> Result<Preview, LedgerError> {
        self.store.read(|rows| {
            let core = &self.core;
            let scope = settle(core, rows, scope, today)?;
            let head = head(rows)?;
            let figures = asks(&core.packs, &scope)
                .iter()
                .map(|ask| figure(&core.packs, rows, ask, head))
                .collect::<Result<_, _>>()?;
            let owed = DueAsk {
                unit: Some(scope.unit.clone()),
                ..DueAsk::new(scope.period, today)
            };
            let mut undone = due::due(core, rows, &owed)?;
            undone.retain(|one| {
                matches!(one.outcome, Outcome::Open | Outcome::Overdue)
                    && core
                        .packs
                        .cadence(&one.cadence)
                        .is_some_and(|c| line_of(&core.packs, &c.pack) == scope.line)
            });
            Ok(Preview {
                scope,
                figures,
                undone,
            })
        })
    }

    /// Lists the closes of a unit and all below it, or of every unit, each with its restatements; oldest first.
    ///
    /// - Errors: an unknown unit.
    pub fn closes(&self, unit: Option<&str>) -> Result<Vec<Closed>, LedgerError> {
        self.store.read(|rows| closes(&self.core, rows, unit))
    }

    /// Gives the newest close that covers a figure: its unit or one above it, its register, all its days; of a share both
    /// registers. Closes after the entry up to which the figure is known do not count.
    pub fn closed_at(&self, ask: &Ask) -> Result<Option<CloseMark>, LedgerError> {
        let indicator = find_indicator(self.packs(), &ask.indicator)?;
        let Some(unit) = &ask.unit else {
            return Ok(None);
        };
        let line = ask.line.as_deref().or(indicator.line.as_deref());
        let line = line.unwrap_or(DEFAULT_LINE);
        let mut registers = vec![indicator.row_set.as_str()];
        if let Some(whole) = &indicator.share_of {
            registers.push(&find_indicator(self.packs(), whole)?.row_set);
        }
        let (from, last) = match ask.time {
            Time::On(day) => (day, day),
            Time::Within(period) => (period.from, period.last()),
        };
        self.store.read(|rows| {
            let above = above_on(rows, line, unit, last)?;
            let known_at = ask.known_at.map_or_else(|| head(rows), Ok)?;
            let mut last_closed = None;
            for register in registers {
                let mut newest = None;
                for above in &above {
                    let found = rows.int(
                        "select max(seq) from closed where register = ?1 and unit = ?2 and line = ?3 and from_on <= ?4
                           and until_on > ?5 and seq <= ?6",
                        &[
                            register.into(),
                            above.into(),
                            line.into(),
                            from.to_string().into(),
                            last.to_string().into(),
                            known_at.into(),
                        ],
                    )?;
                    newest = newest.max(found);
                }
                let Some(newest) = newest else {
                    return Ok(None);
                };
                last_closed = last_closed.max(Some(newest));
            }
            let Some(seq) = last_closed else {
                return Ok(None);
            };
            let entry = log::read(rows, seq)?;
            Ok(entry.map(|entry| CloseMark { seq, at: entry.at }))
        })
    }
}

/// Lists the registers of a line: the row sets of its packs, and those that its indicators count.
pub fn registers<'p>(packs: &'p Packs, line: &str) -> Vec<&'p RowSet> {
    let counted: BTreeSet<&str> = packs
        .indicators()
        .filter(|indicator| indicator.line.as_deref().unwrap_or(DEFAULT_LINE) == line)
        .map(|indicator| indicator.row_set.as_str())
        .collect();
    let sets = packs.row_sets().filter(|set| {
        !NO_REGISTERS.contains(&set.id.as_str())
            && (counted.contains(set.id.as_str()) || line_of(packs, &set.pack) == line)
    });
    sets.collect()
}

/// Checks that a scope can be closed, and fills in its registers.
pub(crate) fn settle(
    core: &Core,
    rows: &dyn Rows,
    scope: &Scope,
    today: Date,
) -> Result<Scope, SubmitError> {
    let mut problems = Vec::new();
    let (line, period) = (scope.line.as_str(), scope.period);
    let known = registers(&core.packs, line);
    if known.is_empty() {
        let lines: BTreeSet<&str> = core
            .packs
            .indicators()
            .filter_map(|i| i.line.as_deref())
            .collect();
        let lines = lines.into_iter().collect::<Vec<_>>().join(", ");
        problems.push(Problem::new(
            "line",
            format!("no register follows the line \"{line}\""),
            format!("known here: {lines}"),
        ));
    } else if units::then(rows, line, &scope.unit, last_day(period), None)?.is_none() {
        problems.push(Problem::new(
            "closes",
            format!("unit \"{}\" does not stand in the line {line}", scope.unit),
            "close the unit that does, or record its core.unit_link first",
        ));
    }
    if !is_month_or_quarter(period) {
        problems.push(Problem::new(
            "period",
            format!("{period} is neither a month nor a quarter"),
            "write 2022-06 or 2022Q2",
        ));
    } else if today < period.until {
        problems.push(Problem::new(
            "period",
            format!("{} is not over", period.name()),
            format!("close it from {} on", period.until),
        ));
    }
    for named in &scope.registers {
        if !known.iter().any(|set| set.id == *named) {
            let hint = youju_declare::near(named, known.iter().map(|set| set.id.as_str()));
            problems.push(Problem::new(
                "registers",
                format!("\"{named}\" is no register of the line {line}"),
                hint.unwrap_or_else(|| "leave it out to close all of the line".into()),
            ));
        }
    }
    if !problems.is_empty() {
        return Err(SubmitError::Invalid(problems));
    }
    let mut wanted: Vec<String> = match scope.registers.as_slice() {
        [] => known.iter().map(|set| set.id.clone()).collect(),
        named => named.to_vec(),
    };
    let mut earlier = None;
    let above = above_on(rows, line, &scope.unit, period.last())?;
    let mut open = Vec::new();
    for register in wanted {
        match covering(rows, &register, line, &above, period)? {
            Some(lock) => earlier = Some((register, lock)),
            None => open.push(register),
        }
    }
    wanted = open;
    match earlier {
        Some((register, lock)) if wanted.is_empty() || !scope.registers.is_empty() => {
            Err(SubmitError::Invalid(vec![Problem::new(
                "period",
                format!(
                    "{register} is closed already: {} of {} at {}",
                    lock.period.name(),
                    lock.unit,
                    lock.seq
                ),
                "what changes later is a restatement: record it with a reason",
            )]))
        }
        _ => Ok(Scope {
            registers: wanted,
            ..scope.clone()
        }),
    }
}

/// What the entry of a close says.
pub(crate) fn entry_data(scope: &Scope) -> Json {
    json!({
        "unit": scope.unit, "line": scope.line, "registers": scope.registers,
        "from": scope.period.from.to_string(), "until": scope.period.until.to_string(),
    })
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

/// A close that a change touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lock {
    pub seq: i64,
    pub unit: String,
    pub line: String,
    pub period: Period,
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

/// A unit and those above it in a line on a day, nearest first.
pub(crate) fn above_on(
    rows: &dyn Rows,
    line: &str,
    unit: &str,
    day: Date,
) -> Result<Vec<String>, DbError> {
    let mut chain = vec![unit.to_owned()];
    loop {
        let found = rows.first(
            "select parent from row_core_places where unit = ?1 and line = ?2 and since <= ?3
             and (until is null or until > ?3) and removed_seq is null limit 1",
            &[
                chain[chain.len() - 1].as_str().into(),
                line.into(),
                day.to_string().into(),
            ],
        )?;
        match found.and_then(|row| row[0].as_text().map(str::to_owned)) {
            Some(parent) if !chain.contains(&parent) => chain.push(parent),
            _ => return Ok(chain),
        }
    }
}

/// A unit and all that ever stood above it, in any line.
fn ever_above(rows: &dyn Rows, unit: &str) -> Result<Vec<String>, DbError> {
    let found = rows.query(
        "with recursive above (unit) as (
           select ?1 union
           select p.parent from above as a cross join row_core_places as p on p.unit = a.unit where p.removed_seq is null)
         select unit from above",
        &[unit.into()],
    )?;
    Ok(found.iter().map(|row| row[0].to_string()).collect())
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
fn covering(
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

/// As [`Ledger::closes`], on any rows.
pub fn closes(
    core: &Core,
    rows: &dyn Rows,
    unit: Option<&str>,
) -> Result<Vec<Closed>, LedgerError> {
    let below = match unit {
        None => None,
        Some(unit) => match lookup::below(rows, unit)? {
            below if below.is_empty() => {
                let problem = Problem::new("unit", format!("there is no unit \"{unit}\""), "");
                return Err(SubmitError::Invalid(vec![problem]).into());
            }
            below => Some(below),
        },
    };
    let found = rows.query("select distinct seq, unit from closed order by seq", &[])?;
    let wanted = found.iter().filter(|row| {
        let unit = row[1].as_text().unwrap_or_default();
        below
            .as_ref()
            .is_none_or(|below| below.iter().any(|b| b == unit))
    });
    let mut all = Vec::new();
    for seq in wanted.filter_map(|row| row[0].as_int()) {
        all.extend(closed(core, rows, seq)?);
    }
    Ok(all)
}

fn closed(core: &Core, rows: &dyn Rows, seq: i64) -> Result<Option<Closed>, LedgerError> {
    let Some(entry) = log::read(rows, seq)? else {
        return Ok(None);
    };
    let Some(scope) = read_scope(&entry.data) else {
        return Ok(None);
    };
    let asks = asks(&core.packs, &scope);
    let head = head(rows)?;
    let found = rows.query(
        "select seq from restated where closed_seq = ?1 order by seq",
        &[seq.into()],
    )?;
    let mut restatements = Vec::new();
    for later in found.iter().filter_map(|row| row[0].as_int()) {
        let Some(entry) = log::read(rows, later)? else {
            continue;
        };
        let text = |key: &str| {
            entry
                .data
                .get(key)
                .and_then(Json::as_str)
                .map(str::to_owned)
        };
        let target = ["corrects", "ends", "record"].into_iter().find_map(&text);
        let known: Vec<Ask> = asks
            .iter()
            .map(|ask| Ask {
                known_at: Some(later),
                ..ask.clone()
            })
            .collect();
        restatements.push(Restatement {
            seq: later,
            act: entry.entry_type.as_str().to_owned(),
            record: target.or_else(|| entry.id.clone()).unwrap_or_default(),
            reason: text("reason").unwrap_or_default(),
            figures: changed_since(&core.packs, rows, &known, later - 1, head)?,
            at: entry.at,
            by: entry.by,
        });
    }
    Ok(Some(Closed {
        seq,
        changed: match restatements.is_empty() {
            true => Vec::new(),
            false => changed_since(&core.packs, rows, &asks, seq, head)?,
        },
        at: entry.at,
        by: entry.by,
        scope,
        restatements,
    }))
}

/// The figures of what is closed.
fn asks(packs: &Packs, scope: &Scope) -> Vec<Ask> {
    let counted = |indicator: &&Indicator| {
        indicator.line.as_deref().unwrap_or(DEFAULT_LINE) == scope.line
            && scope.registers.contains(&indicator.row_set)
    };
    let ask = |indicator: &Indicator| {
        let time = match indicator.time {
            Tense::Stock => Time::On(scope.period.last()),
            Tense::Flow => Time::Within(scope.period),
        };
        Ask::new(indicator.id.as_str(), Some(&scope.unit), time)
    };
    packs.indicators().filter(counted).map(ask).collect()
}

fn line_of<'p>(packs: &'p Packs, pack: &str) -> &'p str {
    let line = packs.pack(pack).and_then(|pack| pack.line.as_deref());
    line.unwrap_or(DEFAULT_LINE)
}

fn last_day(period: Period) -> Period {
    Period {
        from: period.last(),
        ..period
    }
}

fn is_month_or_quarter(period: Period) -> bool {
    let name = period.name();
    Period::parse(&name) == Ok(period)
        && (name.contains('Q') || (name.len() == 7 && name.contains('-')))
}

fn read_scope(data: &Map<String, Json>) -> Option<Scope> {
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
