//! Whether a duty was done, and by what.

use super::arise::Owed;
use super::read::{Dated, Life, Organisation, Wanted, known};
use super::{DueAsk, Obligation, Outcome};
use crate::ask::figure::{AskError, find_indicator};
use crate::kept::calendar::Calendars;
use crate::kept::core::Core;
use crate::ledger::LedgerError;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap, HashSet};
use youju_base::period::Period;
use youju_db::{DbError, Rows, Value};
use youju_declare::{Atom, Cadence, Chosen, Each, Indicator, Measure, RowSet, Tense, When};

/// One cadence in evaluation.
pub struct Evaluation<'a> {
    pub(super) core: &'a Core,
    pub(super) rows: &'a dyn Rows,
    pub(super) ask: &'a DueAsk,
    pub(super) cadence: &'a Cadence,
    pub(super) line: &'a str,
    /// The units asked for that stand in the cadence's line.
    pub(super) units: HashSet<&'a str>,
    pub(super) organisation: &'a Organisation,
    pub(super) calendars: &'a Calendars,
}

/// Fulfilments by unit and what is paired, in the order of days.
type Fulfilments = HashMap<String, HashMap<Vec<String>, Vec<Dated>>>;

impl Evaluation<'_> {
    pub(super) fn run(&self, found: &mut Vec<Obligation>) -> Result<(), LedgerError> {
        if self.units.is_empty() {
            return Ok(());
        }
        let met_set = self.core.find_row_set(&self.cadence.met_by.row_set)?;
        let begins = match (&self.cadence.when, &self.cadence.each) {
            (When::After(chosen, _), _) | (_, Each::Rows(chosen)) => Some(chosen),
            (_, Each::Unit) => None,
        };
        let pair = match begins {
            Some(chosen) => pair_columns(self.core.find_row_set(&chosen.row_set)?, met_set),
            None => Vec::new(),
        };
        let enough = self.enough()?;
        let (mut owed, met) = match &self.cadence.when {
            When::Every(span) => (self.spans(*span, &pair)?, None),
            When::After(chosen, term) => (self.after(chosen, term, &pair)?, None),
            When::SinceLast(offset) => {
                let met = self.fulfilments(met_set, &pair, &enough, None)?;
                (self.since_last(*offset, &met, &pair)?, Some(met))
            }
        };
        owed.retain(|owed| {
            let asked = |unit: &String| self.units.contains(unit.as_str());
            owed.done_by.iter().any(asked) && owed.due < self.ask.within.until
        });
        let Some(first) = owed.iter().map(|owed| owed.opens).min() else {
            return Ok(());
        };
        let met = match met {
            Some(met) => met,
            None => self.fulfilments(met_set, &pair, &enough, Some(first))?,
        };
        let settling = Settling {
            evaluation: self,
            met: &met,
            enough,
            released: self.releases()?,
            reasons: self.reasons()?,
            about_person: pair == ["person"],
        };
        // A row serves one span of a debtor, the earliest that it fits.
        owed.sort_by(|a, b| (&a.unit, &a.about, a.due).cmp(&(&b.unit, &b.about, b.due)));
        let mut used: Option<(String, Vec<String>, Date, String)> = None;
        for one in owed {
            let after = used.take().filter(|(unit, about, ..)| {
                one.span.is_some() && *unit == one.unit && *about == one.about
            });
            let served = settling.serve(&one, after.as_ref().map(|(_, _, day, id)| (*day, &**id)));
            used = match served.record.filter(|_| one.span.is_some()) {
                Some(row) => Some((
                    one.unit.clone(),
                    one.about.clone(),
                    row.life.from,
                    row.record.clone(),
                )),
                None => after,
            };
            if let Some(obligation) = settling.settle(one, &served)
                && (self.ask.within.contains(obligation.due)
                    || (self.ask.arrears && obligation.outcome == Outcome::Overdue))
            {
                found.push(obligation);
            }
        }
        Ok(())
    }

    /// Reads rows of a row set.
    pub(super) fn read(&self, wanted: &Wanted<'_>) -> Result<Vec<Dated>, LedgerError> {
        let set = self.core.find_row_set(&wanted.chosen.row_set)?;
        Ok(wanted.read(set, self.rows, self.ask.known_at)?)
    }

    /// The line and path to which reading is confined; none where rows of other units may count.
    pub(super) fn tree(&self) -> Option<(&str, &str)> {
        let root = self.ask.unit.as_deref()?;
        let path = self.organisation.path(self.line, root)?;
        (!self.organisation.has_successors()).then_some((self.line, path))
    }

    /// The indicator of which there must be enough, and how much.
    fn enough(&self) -> Result<Option<(&Indicator, i64)>, AskError> {
        let met_when = self.cadence.met_when.as_ref();
        met_when
            .map(|(id, least)| Ok((find_indicator(&self.core.packs, id)?, *least)))
            .transpose()
    }

    fn fulfilments(
        &self,
        set: &RowSet,
        pair: &[String],
        enough: &Option<(&Indicator, i64)>,
        from: Option<Date>,
    ) -> Result<Fulfilments, LedgerError> {
        let nothing = Vec::new();
        let (filter, more): (&[(String, Vec<Atom>)], Vec<&str>) = match enough {
            None => (&nothing, Vec::new()),
            Some((indicator, _)) => (&indicator.filter, counted(&indicator.measure).collect()),
        };
        let rows = self.read(&Wanted {
            chosen: &self.cadence.met_by,
            filter,
            tree: self.tree(),
            pair,
            more: &more,
            // What holds on, or adds up, may have begun earlier.
            from: from.filter(|_| enough.is_none()),
            until: None,
        })?;
        let shared = if self.cadence.joint {
            HashMap::new()
        } else {
            self.shared(set)?
        };
        let mut met = Fulfilments::new();
        for row in rows {
            // What is not joint serves one unit: the first in the order of units.
            if shared
                .get(&row.record)
                .is_some_and(|first| *first != row.unit)
            {
                continue;
            }
            let units: Vec<String> = if enough.is_some() && pair.is_empty() {
                // A figure of a unit counts all below it.
                let above = self.organisation.above_in(self.line, &row.unit);
                above.into_iter().map(str::to_owned).collect()
            } else {
                vec![row.unit.clone()]
            };
            for unit in units {
                let own = met.entry(unit).or_default();
                own.entry(row.key.clone()).or_default().push(row.clone());
            }
        }
        for rows in met.values_mut().flat_map(HashMap::values_mut) {
            rows.sort_by(|a, b| (a.life, &a.record).cmp(&(b.life, &b.record)));
        }
        Ok(met)
    }

    /// Records with rows in several units, and the unit that each serves.
    fn shared(&self, set: &RowSet) -> Result<HashMap<String, String>, DbError> {
        let sql = format!(
            "select record_id, min(unit) from {} where {} group by record_id having min(unit) <> max(unit)",
            set.table,
            known(self.ask.known_at)
        );
        let found = self.rows.query(&sql, &[])?;
        let pairs = found
            .iter()
            .map(|row| (row[0].to_string(), row[1].to_string()));
        Ok(pairs.collect())
    }

    /// Days on which units are released from this cadence.
    fn releases(&self) -> Result<Vec<Release>, LedgerError> {
        let Some(chosen) = &self.cadence.exempt_by else {
            return Ok(Vec::new());
        };
        let set = self.core.find_row_set(&chosen.row_set)?;
        let own = vec![Atom::Text(self.cadence.id.clone())];
        let named = set.dims.iter().any(|d| d == "cadence");
        let filter: Vec<_> = named
            .then_some(("cadence".to_owned(), own))
            .into_iter()
            .collect();
        let person = ["person".to_owned()];
        let rows = self.read(&Wanted {
            chosen,
            filter: &filter,
            // Units above release those below.
            tree: None,
            pair: if set.has_person { &person } else { &[] },
            more: &[],
            from: None,
            until: None,
        })?;
        Ok(rows
            .into_iter()
            .map(|row| Release {
                unit: row.unit,
                person: row.key.into_iter().next(),
                life: row.life,
            })
            .collect())
    }

    /// Records that say why a duty is late, by unit and due day.
    fn reasons(&self) -> Result<HashMap<(String, String), String>, LedgerError> {
        let Some(set) = self.core.packs.row_set(LATE_REASONS) else {
            return Ok(HashMap::new());
        };
        if !self.cadence.late_needs_reason {
            return Ok(HashMap::new());
        }
        let chosen = Chosen {
            row_set: set.id.clone(),
            filter: vec![(
                "cadence".to_owned(),
                vec![Atom::Text(self.cadence.id.clone())],
            )],
        };
        let rows = self.read(&Wanted {
            chosen: &chosen,
            filter: &[],
            tree: self.tree(),
            pair: &["due_on".to_owned()],
            more: &[],
            from: None,
            until: None,
        })?;
        Ok(rows
            .into_iter()
            .filter_map(|row| Some(((row.unit, row.key.into_iter().next()?), row.record)))
            .collect())
    }
}

/// The row set of the records that say why a duty is late.
const LATE_REASONS: &str = "core.late_reasons";

/// A unit, or one person in it, is released while it lasts.
struct Release {
    unit: String,
    person: Option<String>,
    life: Life,
}

/// What fulfils a duty.
struct Served<'s> {
    /// The first row that fits, where one is enough.
    record: Option<&'s Dated>,
    /// The day on which it was done.
    on: Option<Date>,
    /// Whether it is done.
    done: bool,
    /// The records.
    by: Vec<String>,
}

/// All that settles the duties of one cadence.
struct Settling<'a> {
    evaluation: &'a Evaluation<'a>,
    met: &'a Fulfilments,
    enough: Option<(&'a Indicator, i64)>,
    released: Vec<Release>,
    reasons: HashMap<(String, String), String>,
    about_person: bool,
}

impl<'a> Settling<'a> {
    /// Finds what fulfils a duty, among what comes after the row used last.
    fn serve(&self, owed: &Owed, after: Option<(Date, &str)>) -> Served<'a> {
        let rows = owed
            .done_by
            .iter()
            .filter_map(|unit| self.met.get(unit)?.get(&owed.about))
            .map(Vec::as_slice);
        if let Some((indicator, least)) = self.enough {
            let rows: Vec<&Dated> = rows.flatten().collect();
            return self.reach(indicator, least, owed, &rows);
        }
        let fits = |row: &&Dated| {
            owed.began_by.as_ref() != Some(&row.record)
                && owed.closes.is_none_or(|closes| row.life.from <= closes)
        };
        let firsts = rows.filter_map(|rows| {
            let start = rows.partition_point(|row| {
                row.life.from < owed.opens
                    || after.is_some_and(|used| (row.life.from, row.record.as_str()) <= used)
            });
            rows[start..].iter().find(fits)
        });
        let record = firsts.min_by_key(|row| row.life.from);
        Served {
            record,
            on: record.map(|row| row.life.from),
            done: record.is_some(),
            by: record.map(|row| row.record.clone()).into_iter().collect(),
        }
    }

    /// Finds the day on which there is enough of an indicator.
    fn reach(&self, indicator: &Indicator, least: i64, owed: &Owed, rows: &[&Dated]) -> Served<'a> {
        let records = |life: &Life, until: Date| -> Vec<String> {
            let inside = rows.iter().filter(|row| {
                row.life.from < until && row.life.until.is_none_or(|end| end > life.from)
            });
            let ids: BTreeSet<&String> = inside.map(|row| &row.record).collect();
            ids.into_iter().cloned().collect()
        };
        if indicator.time == Tense::Stock {
            let on = Life {
                from: owed.due,
                until: owed.due.tomorrow().ok(),
            };
            let done = amount(indicator, rows, owed.due, owed.due, true) >= least;
            let by = if done {
                records(&on, on.until.unwrap_or(owed.due))
            } else {
                Vec::new()
            };
            return Served {
                record: None,
                on: None,
                done,
                by,
            };
        }
        let from = owed.span.map_or(owed.opens, |span| span.from);
        let end = owed
            .span
            .map_or(owed.last.max(self.evaluation.ask.today), |span| span.last());
        let enough = |day: Date| amount(indicator, rows, from, day, false) >= least;
        let mut on = None;
        if from <= end && enough(end) {
            // More rows can only make more of it: the first day with enough is found by halving.
            let (mut low, mut high) = (from, end);
            while low < high {
                let half = (high - low).get_days() / 2;
                let middle = low.checked_add(jiff::Span::new().days(half)).unwrap_or(low);
                if enough(middle) {
                    high = middle;
                } else {
                    low = middle.tomorrow().unwrap_or(high);
                }
            }
            on = Some(high);
        }
        let by = on.map(|day| records(&Life { from, until: None }, day.tomorrow().unwrap_or(day)));
        Served {
            record: None,
            on,
            done: on.is_some(),
            by: by.unwrap_or_default(),
        }
    }

    /// Says how a duty stands; nothing where it lapsed undone.
    fn settle(&self, owed: Owed, served: &Served<'_>) -> Option<Obligation> {
        let evaluation = self.evaluation;
        let lapsed = owed.lapses.is_some_and(|day| day <= owed.last);
        if lapsed && !served.done {
            return None;
        }
        let outcome = match served.on {
            _ if !owed.born => Outcome::NotYetBorn,
            Some(day) if day > owed.last => Outcome::Late,
            _ if served.done => Outcome::Met,
            _ if self.is_released(&owed) => Outcome::Exempt,
            _ if owed.provisional => Outcome::Provisional,
            _ if evaluation.ask.today <= owed.last => Outcome::Open,
            _ => Outcome::Overdue,
        };
        let place = (owed.unit.clone(), owed.due.to_string());
        let reason = self.reasons.get(&place);
        let reason = reason.filter(|_| matches!(outcome, Outcome::Late | Outcome::Overdue));
        let born = owed.born;
        Some(Obligation {
            cadence: evaluation.cadence.id.clone(),
            about_person: self.about_person,
            span: owed.span,
            opens: owed.opens,
            due: owed.due,
            last: owed.last,
            outcome,
            met_on: served.on.filter(|_| born),
            met_by: served.by.iter().filter(|_| born).cloned().collect(),
            provisional: owed.provisional,
            reason_owed: evaluation.cadence.late_needs_reason
                && reason.is_none()
                && matches!(outcome, Outcome::Late | Outcome::Overdue),
            reason: reason.cloned(),
            unit: owed.unit,
            about: owed.about,
            began_by: owed.began_by,
        })
    }

    fn is_released(&self, owed: &Owed) -> bool {
        let mut holding = self
            .released
            .iter()
            .filter(|r| r.life.holds(owed.due))
            .filter(|r| {
                let person = r.person.as_ref();
                person.is_none_or(|person| self.about_person && owed.about.first() == Some(person))
            })
            .peekable();
        if holding.peek().is_none() {
            return false;
        }
        let above = self.evaluation.organisation.above(&owed.unit);
        holding.any(|release| above.contains(&release.unit.as_str()))
    }
}

/// The columns on which what begins a duty and what fulfils it must agree, besides the unit.
fn pair_columns(begins: &RowSet, fulfils: &RowSet) -> Vec<String> {
    if begins.has_person && fulfils.has_person {
        return vec!["person".into()];
    }
    if begins.by == fulfils.by {
        let by = begins.by.iter().filter(|by| *by != "unit");
        by.cloned().collect()
    } else {
        Vec::new()
    }
}

/// The column that a measure reads.
fn counted(measure: &Measure) -> impl Iterator<Item = &str> {
    let column = match measure {
        Measure::Rows | Measure::Days => None,
        Measure::SumQty | Measure::MaxQty | Measure::MinQty | Measure::MeanQty => Some("qty"),
        Measure::Distinct(column) => Some(column.as_str()),
    };
    column.into_iter()
}

/// How much of an indicator rows give from one day to another, both included.
///
/// - Input: `holding` counts intervals that hold then, otherwise rows that begin then; days are clipped to them.
fn amount(indicator: &Indicator, rows: &[&Dated], from: Date, last: Date, holding: bool) -> i64 {
    let until = last.tomorrow().unwrap_or(last);
    let days = matches!(indicator.measure, Measure::Days);
    let inside = rows.iter().filter(|row| {
        if holding || days {
            row.life.from <= last && row.life.until.is_none_or(|end| end > from)
        } else {
            from <= row.life.from && row.life.from <= last
        }
    });
    let quantity = |row: &&&Dated| row.more.first().and_then(Value::as_int);
    match &indicator.measure {
        Measure::Rows => i64::try_from(inside.count()).unwrap_or(i64::MAX),
        Measure::SumQty => inside.filter_map(|row| quantity(&row)).sum(),
        Measure::MaxQty | Measure::MinQty | Measure::MeanQty => {
            inside.filter_map(|row| quantity(&row)).max().unwrap_or(0)
        }
        Measure::Distinct(_) => {
            let values = inside
                .filter_map(|row| row.more.first())
                .map(Value::to_string);
            i64::try_from(values.collect::<HashSet<_>>().len()).unwrap_or(i64::MAX)
        }
        Measure::Days => inside
            .filter_map(|row| {
                let end = row.life.until.unwrap_or(until).min(until);
                Period::new(row.life.from.max(from), end).ok()
            })
            .map(|period| period.days())
            .sum(),
    }
}
