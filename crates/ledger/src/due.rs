//! What is owed: cadences computed for units and days, never stored.
//!
//! A duty of a calendar span is owed by every unit that stands on the span's last day; one that follows from a row is owed
//! by the row's unit. What fulfils it is a row of `met_by` in the same unit: of the same person where both row sets name
//! one, otherwise of the same partition where both are kept by the same columns (the same loan). A record does not fulfil
//! the duty that it itself began, unless records are what is paired.

use crate::core::Core;
use crate::figure::{self, Ask, AskError, DEFAULT_LINE, Time};
use crate::ledger::{Ledger, LedgerError, head};
use crate::units;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use youju_base::date::{Calendar, Offset, Step, parse_day, shift};
use youju_base::period::Period;
use youju_db::{DbError, Rows, Value};
use youju_declare::{Cadence, Each, Grain, RowSet, Span, Tense, When};

/// Which obligations are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueAsk {
    /// The unit whose subtree owes; none means every unit.
    pub unit: Option<String>,
    /// One cadence; none means all.
    pub cadence: Option<String>,
    /// Obligations whose due day lies in this period.
    pub within: Period,
    /// The day from which it is looked at: what is not yet due on it is open.
    pub today: Date,
}

/// One thing that one unit owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// `members.talk_within_a_month`.
    pub cadence: String,
    /// Who owes it.
    pub unit: String,
    /// What it is about: the person, or whatever else is paired; empty for a duty of the unit.
    pub about: Vec<String>,
    /// The calendar span, for duties that come round.
    pub span: Option<Period>,
    /// First day on which it can be done.
    pub opens: Date,
    /// Last day in time.
    pub due: Date,
    /// Last day before it is overdue.
    pub last: Date,
    /// How it stands.
    pub outcome: Outcome,
    /// The day of the fulfilment.
    pub met_on: Option<Date>,
    /// The records that fulfil it.
    pub met_by: Vec<String>,
    /// True where the due day counts working days of a year without a published notice.
    pub provisional: bool,
    /// True where it is late and the cadence asks why.
    pub reason_owed: bool,
}

/// How an obligation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Not done, and its last day is past.
    Overdue,
    /// Not done yet, and there is time.
    Open,
    /// Done after its last day in time.
    Late,
    /// Done in time.
    Met,
    /// Released for the day on which it is due.
    Exempt,
    /// The unit did not stand yet.
    NotYetBorn,
}

impl Outcome {
    /// Gives the word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Open => "open",
            Self::Late => "late",
            Self::Met => "met",
            Self::Exempt => "exempt",
            Self::NotYetBorn => "not-yet-born",
        }
    }
}

impl Ledger {
    /// Lists what is owed, by due day, unit and cadence.
    ///
    /// - Errors: an unknown unit or cadence.
    pub fn due(&self, ask: &DueAsk) -> Result<Vec<Obligation>, LedgerError> {
        self.store.read(|rows| due(&self.core, rows, ask))
    }
}

/// As [`Ledger::due`], on any rows.
pub fn due(core: &Core, rows: &dyn Rows, ask: &DueAsk) -> Result<Vec<Obligation>, LedgerError> {
    let calendar = core.calendar(rows)?;
    let mut found = Vec::new();
    let cadences: Vec<&Cadence> = match &ask.cadence {
        None => core.packs.cadences().collect(),
        Some(id) => {
            let cadence = core.packs.cadence(id);
            let near = || {
                youju_declare::near(id, core.packs.cadences().map(|c| c.id.as_str()))
                    .map(|h| format!("; {h}"))
            };
            vec![cadence.ok_or_else(|| {
                AskError::Unlike(format!(
                    "there is no cadence \"{id}\"{}",
                    near().unwrap_or_default()
                ))
            })?]
        }
    };
    for cadence in cadences {
        let line = core
            .packs
            .pack(&cadence.pack)
            .and_then(|p| p.line.as_deref())
            .unwrap_or(DEFAULT_LINE);
        let units = standing_units(rows, line, ask.unit.as_deref())?;
        let mut evaluation = Evaluation {
            core,
            rows,
            ask,
            cadence,
            units,
            calendar: &calendar,
            found: &mut found,
        };
        evaluation.run()?;
    }
    found.sort_by(|a, b| {
        (a.due, &a.unit, &a.cadence, &a.about).cmp(&(b.due, &b.unit, &b.cadence, &b.about))
    });
    Ok(found)
}

/// From when to when units are released from a cadence; the second day is the first that counts again.
type Releases = HashMap<String, Vec<(Date, Option<Date>)>>;

/// Units asked for, each with its first day and the first day on which it no longer stands.
type Lives = BTreeMap<String, (Date, Option<Date>)>;

fn standing_units(rows: &dyn Rows, line: &str, unit: Option<&str>) -> Result<Lives, LedgerError> {
    let sql =
        "select u.unit, u.from_on, u.ended_on from core_unit as u where u.removed_seq is null";
    let found = match unit {
        None => rows.query(sql, &[])?,
        Some(unit) => {
            // A unit outside this line owes nothing in it.
            let Some(tree) = units::subtree(rows, line, unit)? else {
                return Ok(Lives::new());
            };
            let inside = format!(
                "{sql} and u.unit in (select p.unit from unit_path as p where p.line = ?1 and p.path >= ?2 and p.path < ?3)"
            );
            rows.query(&inside, &[line.into(), tree.from.into(), tree.until.into()])?
        }
    };
    let lives = found.iter().filter_map(|row| {
        let day = |value: &Value| value.as_text().and_then(|t| parse_day(t).ok());
        Some((row[0].as_text()?.to_owned(), (day(&row[1])?, day(&row[2]))))
    });
    Ok(lives.collect())
}

struct Evaluation<'a> {
    core: &'a Core,
    rows: &'a dyn Rows,
    ask: &'a DueAsk,
    cadence: &'a Cadence,
    units: Lives,
    calendar: &'a Calendar,
    found: &'a mut Vec<Obligation>,
}

/// One row of a row set, as duties read it.
struct Dated {
    record: String,
    unit: String,
    /// The values by which it is paired.
    key: Vec<String>,
    day: Date,
    until: Option<Date>,
}

impl Evaluation<'_> {
    fn run(&mut self) -> Result<(), LedgerError> {
        if self.units.is_empty() {
            return Ok(());
        }
        let met_set = self.core.find_row_set(&self.cadence.met_by)?;
        let pair = match (&self.cadence.when, &self.cadence.each) {
            (When::After { row_set: id, .. }, _) | (_, Each::RowSet(id)) => {
                pair_columns(self.core.find_row_set(id)?, met_set)
            }
            (_, Each::Unit) => Vec::new(),
        };
        let mut met = self.dated(met_set, &pair)?;
        if !self.cadence.joint {
            // One record fulfils for one unit: the first in the order of units.
            let mut used: HashMap<String, String> = HashMap::new();
            met.retain(|row| {
                used.entry(row.record.clone())
                    .or_insert_with(|| row.unit.clone())
                    == &row.unit
            });
        }
        let exempt = match &self.cadence.exempt_by {
            Some(id) => self.exemptions(self.core.find_row_set(id)?)?,
            None => HashMap::new(),
        };
        let mut by_unit: HashMap<&str, Vec<&Dated>> = HashMap::new();
        for row in &met {
            by_unit.entry(&row.unit).or_default().push(row);
        }
        let wanted = match &self.cadence.when {
            When::Every(span) => self.spans(*span, &pair)?,
            When::After { row_set, within } => self.after(row_set, *within, &pair)?,
            When::SinceLast(offset) => self.since_last(*offset, &by_unit, &pair)?,
        };
        for owed in wanted
            .into_iter()
            .filter(|owed| self.ask.within.contains(owed.due))
        {
            let obligation = self.settle(owed, &by_unit, &exempt)?;
            self.found.push(obligation);
        }
        Ok(())
    }

    /// A duty of each span of the calendar, for each unit or row that owes it.
    fn spans(&self, span: Span, pair: &[String]) -> Result<Vec<Owed>, LedgerError> {
        let mut owed = Vec::new();
        let debtors = self.debtors(pair)?;
        // A span may fall due after its end: begin early enough.
        let early = moved(self.ask.within.from, -(i64::from(self.cadence.due) + 1))
            .unwrap_or(self.ask.within.from);
        let mut period = span_of(span, early)?;
        while period.from < self.ask.within.until {
            let last = period.last();
            for debtor in &debtors {
                if debtor.until.is_some_and(|until| until <= last) {
                    continue;
                }
                let opens = self.cadence.opens.map_or(Some(period.from), |days| {
                    moved(period.until, -i64::from(days))
                });
                owed.push(Owed {
                    unit: debtor.unit.clone(),
                    about: debtor.key.clone(),
                    began_by: None,
                    span: Some(period),
                    opens: opens.unwrap_or(period.from),
                    due: moved(last, i64::from(self.cadence.due)).unwrap_or(last),
                    provisional: false,
                    born: debtor.day <= last,
                    pair: !pair.is_empty(),
                });
            }
            period = span_of(span, period.until)?;
        }
        Ok(owed)
    }

    /// A duty after each row of a row set.
    fn after(
        &self,
        row_set: &str,
        within: Offset,
        pair: &[String],
    ) -> Result<Vec<Owed>, LedgerError> {
        let set = self.core.find_row_set(row_set)?;
        let mut owed = Vec::new();
        for row in self.dated(set, pair)? {
            let due = shift(row.day, within, self.calendar)
                .map_err(|e| AskError::Unlike(e.to_string()))?;
            owed.push(Owed {
                unit: row.unit,
                about: row.key,
                began_by: (pair != ["record_id"]).then_some(row.record),
                span: None,
                opens: row.day,
                due: due.day,
                provisional: due.provisional,
                born: true,
                pair: !pair.is_empty(),
            });
        }
        Ok(owed)
    }

    /// A duty counted from the last fulfilment, or from the debtor's first day.
    fn since_last(
        &self,
        offset: Offset,
        met: &HashMap<&str, Vec<&Dated>>,
        pair: &[String],
    ) -> Result<Vec<Owed>, LedgerError> {
        let mut owed = Vec::new();
        for debtor in self.debtors(pair)? {
            let mut starts: Vec<Date> = vec![debtor.day];
            let own = met
                .get(debtor.unit.as_str())
                .into_iter()
                .flatten()
                .filter(|row| pair.is_empty() || row.key == debtor.key);
            starts.extend(own.map(|row| row.day).filter(|day| *day > debtor.day));
            starts.sort();
            starts.dedup();
            for start in starts {
                let due = shift(start, offset, self.calendar)
                    .map_err(|e| AskError::Unlike(e.to_string()))?;
                if debtor.until.is_some_and(|until| until <= due.day) {
                    continue;
                }
                owed.push(Owed {
                    unit: debtor.unit.clone(),
                    about: debtor.key.clone(),
                    began_by: None,
                    span: None,
                    opens: start.tomorrow().unwrap_or(start),
                    due: due.day,
                    provisional: due.provisional,
                    born: true,
                    pair: !pair.is_empty(),
                });
            }
        }
        Ok(owed)
    }

    /// Who owes: units with their lives, or the live rows of a row set.
    fn debtors(&self, pair: &[String]) -> Result<Vec<Debtor>, LedgerError> {
        Ok(match &self.cadence.each {
            Each::Unit => {
                let units = self.units.iter();
                units
                    .map(|(unit, (day, until))| Debtor {
                        unit: unit.clone(),
                        key: Vec::new(),
                        day: *day,
                        until: *until,
                    })
                    .collect()
            }
            Each::RowSet(id) => {
                let rows = self.dated(self.core.find_row_set(id)?, pair)?.into_iter();
                rows.map(|row| Debtor {
                    unit: row.unit,
                    key: row.key,
                    day: row.day,
                    until: row.until,
                })
                .collect()
            }
        })
    }

    fn settle(
        &self,
        owed: Owed,
        met: &HashMap<&str, Vec<&Dated>>,
        exempt: &Releases,
    ) -> Result<Obligation, LedgerError> {
        let last = moved(owed.due, i64::from(self.cadence.grace)).unwrap_or(owed.due);
        let fits = |row: &&&Dated| {
            let own = !owed.pair || row.key == owed.about;
            let other = owed.began_by.as_deref() != Some(row.record.as_str());
            // A duty of a span is fulfilled within it or afterwards, but not by what belongs to the next one.
            let in_time = row.day >= owed.opens
                && (owed.span.is_none() || row.day <= self.closes(&owed, last));
            own && other && in_time
        };
        let mut fulfilled: Vec<&&Dated> = met
            .get(owed.unit.as_str())
            .into_iter()
            .flatten()
            .filter(fits)
            .collect();
        fulfilled.sort_by_key(|row| row.day);
        let enough = match &self.cadence.met_when {
            None => !fulfilled.is_empty(),
            Some((indicator, at_least)) => self.amount(indicator, &owed)? >= *at_least,
        };
        let met_on = fulfilled.first().map(|row| row.day).filter(|_| enough);
        let released = exempt
            .get(&owed.unit)
            .into_iter()
            .flatten()
            .any(|(from, until)| *from <= owed.due && until.is_none_or(|u| u > owed.due));
        let outcome = match met_on {
            _ if !owed.born => Outcome::NotYetBorn,
            Some(day) if day <= last => Outcome::Met,
            Some(_) => Outcome::Late,
            None if enough => Outcome::Met,
            None if released => Outcome::Exempt,
            None if self.ask.today <= last => Outcome::Open,
            None => Outcome::Overdue,
        };
        Ok(Obligation {
            cadence: self.cadence.id.clone(),
            unit: owed.unit,
            about: owed.about,
            span: owed.span,
            opens: owed.opens,
            due: owed.due,
            last,
            outcome,
            met_on,
            met_by: fulfilled
                .first()
                .filter(|_| enough)
                .map(|row| row.record.clone())
                .into_iter()
                .collect(),
            provisional: owed.provisional,
            reason_owed: self.cadence.late_needs_reason
                && matches!(outcome, Outcome::Late | Outcome::Overdue),
        })
    }

    /// The last day on which a row still belongs to this span: until the next one opens and is due itself.
    fn closes(&self, owed: &Owed, last: Date) -> Date {
        let When::Every(span) = &self.cadence.when else {
            return last;
        };
        let next = owed.span.and_then(|p| span_of(*span, p.until).ok());
        let next_opens = next.and_then(|p| {
            self.cadence
                .opens
                .map_or(Some(p.from), |days| moved(p.until, -i64::from(days)))
        });
        next_opens
            .and_then(|day| day.yesterday().ok())
            .map_or(last, |day| day.max(last))
    }

    /// How much of an indicator a unit has: within the span, or from the opening to the due day.
    fn amount(&self, indicator: &str, owed: &Owed) -> Result<i64, LedgerError> {
        let found = figure::find_indicator(&self.core.packs, indicator)?;
        let time = match found.time {
            Tense::Stock => Time::On(owed.due),
            Tense::Flow => {
                let until = owed.due.tomorrow().unwrap_or(owed.due);
                let period = owed.span.map_or_else(|| Period::new(owed.opens, until), Ok);
                Time::Within(period.map_err(|e| AskError::Unlike(e.to_string()))?)
            }
        };
        let ask = Ask::new(indicator, Some(&owed.unit), time);
        let figure = figure::figure(&self.core.packs, self.rows, &ask, head(self.rows)?)?;
        Ok(figure.amount.integer().unwrap_or(0))
    }

    /// The live rows of a row set for the units asked, in the order of unit and day, with the columns that are paired.
    fn dated(&self, set: &RowSet, pair: &[String]) -> Result<Vec<Dated>, DbError> {
        let (since, until) = match set.grain {
            Grain::Event => ("day", "null"),
            Grain::Interval => ("since", "until"),
        };
        let paired: String = pair.iter().map(|column| format!(", {column}")).collect();
        let sql = format!(
            "select record_id, unit, {since}, {until}{paired} from {} where removed_seq is null order by unit, {since}, record_id",
            set.table
        );
        let mut found = Vec::new();
        self.rows.for_each(&sql, &[], &mut |row| {
            let day = |value: &Value| value.as_text().and_then(|t| parse_day(t).ok());
            if let (Some(unit), Some(from)) = (row[1].as_text(), day(&row[2]))
                && self.units.contains_key(unit)
            {
                found.push(Dated {
                    record: row[0].to_string(),
                    unit: unit.to_owned(),
                    key: row[4..].iter().map(Value::to_string).collect(),
                    day: from,
                    until: day(&row[3]),
                });
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Days on which units are released from this cadence, by themselves or by a unit above.
    fn exemptions(&self, set: &RowSet) -> Result<Releases, DbError> {
        let named = set.dims.iter().any(|d| d == "cadence");
        let filter = if named { " and cadence = ?1" } else { "" };
        let sql = format!(
            "select unit, since, until from {} where removed_seq is null{filter}",
            set.table
        );
        let params: Vec<Value> = if named {
            vec![self.cadence.id.as_str().into()]
        } else {
            Vec::new()
        };
        let mut released = Releases::new();
        let rows = self.rows.query(&sql, &params)?;
        for unit in self.units.keys() {
            let above = if rows.is_empty() {
                Vec::new()
            } else {
                units::with_all_above(self.rows, unit)?
            };
            for row in rows
                .iter()
                .filter(|row| above.iter().any(|a| row[0].as_text() == Some(a)))
            {
                let day = |value: &Value| value.as_text().and_then(|t| parse_day(t).ok());
                if let Some(from) = day(&row[1]) {
                    released
                        .entry(unit.clone())
                        .or_default()
                        .push((from, day(&row[2])));
                }
            }
        }
        Ok(released)
    }
}

/// The columns on which what begins a duty and what fulfils it must agree, besides the unit.
fn pair_columns(begins: &RowSet, fulfils: &RowSet) -> Vec<String> {
    if begins.has_person && fulfils.has_person {
        return vec!["person".into()];
    }
    if begins.by == fulfils.by {
        begins
            .by
            .iter()
            .filter(|by| *by != "unit")
            .cloned()
            .collect()
    } else {
        Vec::new()
    }
}

/// Who owes, from when to when.
struct Debtor {
    unit: String,
    key: Vec<String>,
    day: Date,
    until: Option<Date>,
}

/// A duty before it is known whether it was done.
struct Owed {
    unit: String,
    about: Vec<String>,
    began_by: Option<String>,
    span: Option<Period>,
    opens: Date,
    due: Date,
    provisional: bool,
    born: bool,
    pair: bool,
}

/// The calendar span that holds a day.
fn span_of(span: Span, day: Date) -> Result<Period, AskError> {
    let months = i8::try_from(span.months()).unwrap_or(12);
    let first = (day.month() - 1) / months * months + 1;
    let from = Date::new(day.year(), first, 1).map_err(|e| AskError::Unlike(e.to_string()))?;
    let until = shift(
        from,
        Offset {
            count: months.into(),
            step: Step::Month,
        },
        &Calendar::default(),
    );
    let until = until.map_err(|e| AskError::Unlike(e.to_string()))?.day;
    Period::new(from, until).map_err(|e| AskError::Unlike(e.to_string()))
}

fn moved(day: Date, days: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
