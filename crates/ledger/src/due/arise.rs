//! Which duties arise, before it is known whether they were done.

use super::read::{Dated, Life, Wanted, day};
use super::settle::Evaluation;
use crate::ask::figure::AskError;
use crate::ledger::LedgerError;
use jiff::ToSpan;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use youju_base::date::{Calendar, Derived, Offset, Step, shift};
use youju_base::period::Period;
use youju_declare::{Chosen, Each, Span, Term};

/// A duty before it is known whether it was done.
#[derive(Debug, Clone)]
pub struct Owed {
    /// Who owes it.
    pub unit: String,
    /// Units whose records fulfil it: the debtor, and those that came out of it or from which it came.
    pub done_by: Vec<String>,
    /// What it is about.
    pub about: Vec<String>,
    /// The record that began it, where another one must fulfil it.
    pub began_by: Option<String>,
    /// The calendar span.
    pub span: Option<Period>,
    /// First day on which it can be done.
    pub opens: Date,
    /// Last day on which a record still belongs to it; none = for good.
    pub closes: Option<Date>,
    /// Last day in time.
    pub due: Date,
    /// Last day before it is overdue.
    pub last: Date,
    /// Whether the days are uncertain.
    pub provisional: bool,
    /// Whether the debtor stands.
    pub born: bool,
    /// The first day on which what began it no longer holds: undone until then, nobody owes it.
    pub lapses: Option<Date>,
}

/// Who owes, and when: the stretches of days on which it stands.
struct Debtor {
    unit: String,
    key: Vec<String>,
    stretches: Vec<Life>,
}

impl Evaluation<'_> {
    /// A duty of each span of the calendar, for each debtor that stands on its last day.
    pub(super) fn spans(&self, span: Span, pair: &[String]) -> Result<Vec<Owed>, LedgerError> {
        let mut owed = Vec::new();
        let end = self.ask.within.until;
        for debtor in self.debtors(pair)? {
            let Some(first) = debtor.stretches.first().map(|s| s.from) else {
                continue;
            };
            let calendar = self.calendar(&debtor.unit);
            // Spans before the debtor's first are told only where the question asks for them.
            let begin = first.min(self.early(span).max(first_sensible(first)));
            let mut period = span_of(span, begin.max(self.cadence.from.unwrap_or(begin)))?;
            while period.from < end {
                let last_day = period.last();
                let next = span_of(span, period.until)?;
                let standing = debtor.stretches.iter().any(|s| s.holds(last_day));
                let to_come = debtor.stretches.iter().any(|s| s.from > last_day);
                if self.cadence.in_force(last_day) && (standing || to_come) {
                    let (due, last, provisional) = self.limits(last_day, &calendar)?;
                    let closes = self.opens(next).yesterday().unwrap_or(last).max(last);
                    owed.push(Owed {
                        unit: debtor.unit.clone(),
                        done_by: vec![debtor.unit.clone()],
                        about: debtor.key.clone(),
                        began_by: None,
                        span: Some(period),
                        opens: self.opens(period),
                        closes: Some(closes),
                        due,
                        last,
                        provisional,
                        born: standing,
                        lapses: None,
                    });
                }
                period = next;
            }
        }
        Ok(owed)
    }

    /// A duty after each row.
    pub(super) fn after(
        &self,
        chosen: &Chosen,
        term: &Term,
        pair: &[String],
    ) -> Result<Vec<Owed>, LedgerError> {
        let more: Vec<&str> = match term {
            Term::Within(_) => Vec::new(),
            Term::Carried(column) => vec![column],
        };
        let rows = self.read(&Wanted {
            chosen,
            filter: &[],
            tree: self.tree(),
            pair,
            more: &more,
            from: None,
            until: None,
        })?;
        let mut owed = Vec::new();
        for row in rows {
            if !self.cadence.in_force(row.life.from) {
                continue;
            }
            let calendar = self.calendar(&row.unit);
            let due = match term {
                Term::Within(offset) => moved(row.life.from, *offset, &calendar)?,
                Term::Carried(_) => match day(&row.more[0]) {
                    Some(day) => Derived {
                        day,
                        provisional: false,
                    },
                    // A row without a day owes nothing yet.
                    None => continue,
                },
            };
            let last = moved(due.day, self.cadence.grace, &calendar)?;
            let Some((unit, done_by)) = self.debtor_on(&row.unit, due.day) else {
                continue;
            };
            owed.push(Owed {
                unit,
                done_by,
                about: row.key,
                began_by: (pair != ["record_id"]).then_some(row.record),
                span: None,
                opens: row.life.from,
                closes: None,
                due: due.day,
                last: last.day,
                provisional: due.provisional || last.provisional,
                born: true,
                lapses: row.life.until,
            });
        }
        Ok(owed)
    }

    /// A duty counted from the debtor's first day in force, and from each fulfilment.
    pub(super) fn since_last(
        &self,
        offset: Offset,
        met: &HashMap<String, HashMap<Vec<String>, Vec<Dated>>>,
        pair: &[String],
    ) -> Result<Vec<Owed>, LedgerError> {
        let mut owed = Vec::new();
        for debtor in self.debtors(pair)? {
            let calendar = self.calendar(&debtor.unit);
            let done = met.get(&debtor.unit).and_then(|m| m.get(&debtor.key));
            let done = done.map_or(&[][..], Vec::as_slice);
            for stretch in &debtor.stretches {
                let from = self.cadence.from.unwrap_or(stretch.from).max(stretch.from);
                let own = done.iter().map(|row| row.life.from);
                let mut starts: Vec<Date> = own
                    .filter(|day| *day > from && stretch.holds(*day))
                    .chain([from])
                    .collect();
                starts.sort_unstable();
                starts.dedup();
                for start in starts {
                    let due = moved(start, offset, &calendar)?;
                    let last = moved(due.day, self.cadence.grace, &calendar)?;
                    if !stretch.holds(due.day) || !self.cadence.in_force(due.day) {
                        continue;
                    }
                    owed.push(Owed {
                        unit: debtor.unit.clone(),
                        done_by: vec![debtor.unit.clone()],
                        about: debtor.key.clone(),
                        began_by: None,
                        span: None,
                        opens: start.tomorrow().unwrap_or(start),
                        closes: None,
                        due: due.day,
                        last: last.day,
                        provisional: due.provisional || last.provisional,
                        born: true,
                        lapses: None,
                    });
                }
            }
        }
        Ok(owed)
    }

    /// Who owes: units, or what the rows of `each` name, with the days on which they stand.
    fn debtors(&self, pair: &[String]) -> Result<Vec<Debtor>, LedgerError> {
        let chosen = match &self.cadence.each {
            Each::Unit => {
                let mut units: Vec<&str> = self.units.iter().copied().collect();
                units.sort_unstable();
                let debtor = |unit: &str| Debtor {
                    unit: unit.to_owned(),
                    key: Vec::new(),
                    stretches: self.organisation.life(unit).into_iter().collect(),
                };
                return Ok(units.into_iter().map(debtor).collect());
            }
            Each::Rows(chosen) => chosen,
        };
        let rows = self.read(&Wanted {
            chosen,
            filter: &[],
            tree: self.tree(),
            pair,
            more: &[],
            from: None,
            until: None,
        })?;
        let mut debtors: BTreeMap<(String, Vec<String>), Vec<Life>> = BTreeMap::new();
        for row in rows {
            // A unit that has ended owes nothing, whatever its rows say.
            let until = self.organisation.life(&row.unit).and_then(|l| l.until);
            let until = match (row.life.until, until) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            if until.is_none_or(|until| row.life.from < until) {
                let own = debtors.entry((row.unit, row.key)).or_default();
                own.push(Life {
                    from: row.life.from,
                    until,
                });
            }
        }
        let debtors = debtors.into_iter().map(|((unit, key), mut stretches)| {
            stretches.sort_unstable();
            Debtor {
                unit,
                key,
                stretches,
            }
        });
        Ok(debtors.collect())
    }

    /// Who owes on a day what a unit's record began: the unit, or the one that came out of it; with all whose records count.
    fn debtor_on(&self, unit: &str, day: Date) -> Option<(String, Vec<String>)> {
        let mut line = vec![unit.to_owned()];
        let mut owner = unit;
        while self
            .organisation
            .life(owner)
            .is_some_and(|life| life.until.is_some_and(|until| until <= day))
        {
            match self.organisation.successors(owner) {
                // Closed, and nobody came after it.
                [] => return None,
                [one] if !line.contains(one) => {
                    line.push(one.clone());
                    owner = one;
                }
                // Split: it stays under the old name, and whichever successor has the matter may do it.
                several => {
                    line.extend(several.iter().cloned());
                    break;
                }
            }
        }
        Some((owner.to_owned(), line))
    }

    /// A day whose span is due before what is asked for begins.
    fn early(&self, span: Span) -> Date {
        let from = self.ask.within.from;
        let months = i64::from(span.months()) + 2;
        from.checked_sub(months.months()).unwrap_or(from)
    }

    /// The first day on which the duty of a span may be done.
    fn opens(&self, period: Period) -> Date {
        let opens = self.cadence.opens.and_then(|days| {
            let back = i64::from(days).days();
            period.until.checked_sub(back).ok()
        });
        opens.unwrap_or(period.from)
    }

    /// Due day and last day of a span, and whether they are uncertain.
    fn limits(
        &self,
        last_day: Date,
        calendar: &Calendar,
    ) -> Result<(Date, Date, bool), LedgerError> {
        let due = moved(last_day, self.cadence.due, calendar)?;
        let last = moved(due.day, self.cadence.grace, calendar)?;
        Ok((due.day, last.day, due.provisional || last.provisional))
    }

    fn calendar(&self, unit: &str) -> Cow<'_, Calendar> {
        self.calendars.of(&self.organisation.above(unit))
    }
}

/// A year and a half before a debtor's first day: as far as anybody is told that nothing was owed yet.
fn first_sensible(first: Date) -> Date {
    first.checked_sub(18.months()).unwrap_or(first)
}

/// The calendar span that holds a day.
fn span_of(span: Span, day: Date) -> Result<Period, AskError> {
    let months = i8::try_from(span.months()).unwrap_or(12);
    let first = (day.month() - 1) / months * months + 1;
    let out = |e: jiff::Error| AskError::Unlike(e.to_string());
    let from = Date::new(day.year(), first, 1).map_err(out)?;
    let until = from.checked_add(i64::from(months).months()).map_err(out)?;
    Period::new(from, until).map_err(|e| AskError::Unlike(e.to_string()))
}

fn moved(day: Date, offset: Offset, calendar: &Calendar) -> Result<Derived, AskError> {
    if offset.count == 0 {
        return Ok(Derived {
            day,
            provisional: false,
        });
    }
    let nothing = Calendar::default();
    let calendar = if offset.step == Step::WorkingDay {
        calendar
    } else {
        &nothing
    };
    shift(day, offset, calendar).map_err(|e| AskError::Unlike(e.to_string()))
}
