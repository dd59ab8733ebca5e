//! The ledger as the book against which texts are read.

use crate::book::{
    Answer, Book, BookError, House, Phrase, Published, Time as Tense, UnitName, Unread, Window,
};
use crate::reading::LedgerFigure;
use jiff::civil::Date;
use std::collections::HashMap;
use youju_base::date::parse_day;
use youju_base::decimal::Decimal;
use youju_base::period::Period;
use youju_declare::{Indicator, Measure};
use youju_ledger::figure::{Ask, Figure, Time};
use youju_ledger::ledger::{Ledger, LedgerError};
use youju_ledger::lookup::Search;

/// The kind whose records are figures of earlier documents.
pub const PUBLISHED: &str = "published.figure";
/// The kind whose records say which indicator some words mean.
pub const NAMING: &str = "published.naming";

/// A ledger, asked as a [`Book`].
pub struct Kept<'l>(pub &'l Ledger);

impl Book for Kept<'_> {
    fn synthetic(&self) -> bool {
        self.0.is_synthetic()
    }

    fn units(&self) -> Result<Vec<UnitName>, BookError> {
        let named = self.0.unit_names().map_err(fault)?;
        let names = named.into_iter().flat_map(|unit| {
            unit.names.into_iter().map(move |name| UnitName {
                name,
                code: unit.code.clone(),
            })
        });
        Ok(names.collect())
    }

    fn phrases(&self) -> Result<Vec<Phrase>, BookError> {
        let packs = self.0.packs();
        let mut phrases: Vec<Phrase> = packs
            .indicators()
            .flat_map(|i| i.say.iter().map(move |words| phrase(i, words, None)))
            .collect();
        for naming in self.records(NAMING)? {
            // An indicator that the packs no longer have means nothing any more.
            let known = naming.get("indicator").and_then(|id| packs.indicator(id));
            let standing = !naming.contains_key("ended_on");
            if let (Some(indicator), true) = (known, standing) {
                let unit = naming.get("unit").cloned().unwrap_or_default();
                phrases.push(phrase(indicator, &naming["words"], Some(House::Of(unit))));
            }
        }
        Ok(phrases)
    }

    fn published(&self) -> Result<Vec<Published>, BookError> {
        let records = self.records(PUBLISHED)?;
        Ok(records.iter().filter_map(published).collect())
    }

    fn unread(&self) -> Result<Vec<Unread>, BookError> {
        let records = self.records(PUBLISHED)?;
        let unread = records.iter().filter(|record| published(record).is_none());
        let text = |record: &HashMap<String, String>, field: &str| {
            record.get(field).cloned().unwrap_or_default()
        };
        Ok(unread
            .map(|record| Unread {
                record: text(record, "record_id"),
                source: text(record, "source"),
                printed: printed(&text(record, "printed"), record.get("counter")),
            })
            .collect())
    }

    fn sums_days(&self, indicator: &str) -> bool {
        let indicator = self.0.packs().indicator(indicator);
        indicator.is_some_and(|i| i.measure == Measure::Days)
    }

    fn figure(
        &self,
        indicator: &str,
        unit: &str,
        window: Window,
    ) -> Result<Option<Answer>, BookError> {
        let Some(ask) = self.ask(indicator, unit, window)? else {
            return Ok(None);
        };
        let figure = match self.0.figure(&ask) {
            Ok(figure) => figure,
            // A unit outside the indicator's line has no such register.
            Err(LedgerError::Ask(youju_ledger::figure::AskError::Unit { .. })) => return Ok(None),
            Err(error) => return Err(fault(error)),
        };
        if figure.rows == 0
            && !self.0.is_signed(&ask).map_err(fault)?
            && !self.0.keeps(indicator, unit).map_err(fault)?
        {
            return Ok(None);
        }
        Ok(answer(&figure))
    }

    fn signed(&self, indicator: &str, unit: &str, window: Window) -> Result<bool, BookError> {
        match self.ask(indicator, unit, window)? {
            Some(ask) => self.0.is_signed(&ask).map_err(fault),
            None => Ok(false),
        }
    }

    fn history(
        &self,
        indicator: &str,
        unit: &str,
        from: Date,
        until: Date,
    ) -> Result<Vec<(Date, Answer)>, BookError> {
        let mut known: Vec<(Date, Answer)> = Vec::new();
        let days = self
            .0
            .change_days(indicator, unit, from, until)
            .map_err(fault)?;
        let asks: Vec<Ask> = days
            .iter()
            .map(|day| ask(indicator, unit, Time::On(*day)))
            .collect();
        for (day, figure) in days.iter().zip(self.0.figures(&asks).map_err(fault)?) {
            let Some(answer) = figure.ok().as_ref().and_then(answer) else {
                continue;
            };
            if known
                .last()
                .is_none_or(|(_, before)| before.exact != answer.exact)
            {
                known.push((*day, answer));
            }
        }
        Ok(known)
    }
}

impl Kept<'_> {
    /// Live records of a kind with their columns by name; none where the ledger's packs do not have it.
    fn records(&self, kind: &str) -> Result<Vec<HashMap<String, String>>, BookError> {
        if self.0.packs().kind(kind).is_none() {
            return Ok(Vec::new());
        }
        let search = Search {
            kind: Some(kind.to_owned()),
            ..Search::default()
        };
        let (found, _) = self.0.find(&search, i32::MAX as usize).map_err(fault)?;
        let columns = found.into_iter().map(|found| found.columns.into_iter());
        Ok(columns
            .map(|columns| {
                columns
                    .map(|(name, value)| (name, value.to_string()))
                    .collect()
            })
            .collect())
    }

    /// The question for a window; none where a register has no beginning.
    fn ask(&self, indicator: &str, unit: &str, window: Window) -> Result<Option<Ask>, BookError> {
        let time = match window {
            Window::On(day) => Time::On(day),
            Window::Over(period) => Time::Within(period),
            Window::UpTo(day) => {
                let until = day.tomorrow().map_err(fault)?;
                let first = self.0.first_day(indicator, unit).map_err(fault)?;
                match first.map(|first| Period::new(first, until)) {
                    Some(Ok(period)) => Time::Within(period),
                    _ => return Ok(None),
                }
            }
        };
        Ok(Some(ask(indicator, unit, time)))
    }
}

fn ask(indicator: &str, unit: &str, time: Time) -> Ask {
    Ask::new(indicator, Some(unit), time)
}

/// Words by which texts name an indicator of the packs.
pub fn phrase(indicator: &Indicator, words: &str, house: Option<House>) -> Phrase {
    Phrase {
        words: words.to_owned(),
        indicator: indicator.id.clone(),
        counter: indicator.counter.clone().unwrap_or_else(|| "%".into()),
        time: match indicator.time {
            youju_declare::Tense::Flow => Tense::Flow,
            youju_declare::Tense::Stock => Tense::Stock,
        },
        from_register: indicator.cumulative,
        sensitive: indicator.sensitive,
        house,
    }
}

/// A record of the register as a figure; none where its number cannot be read.
fn published(record: &HashMap<String, String>) -> Option<Published> {
    let text = |field: &str| record.get(field).cloned();
    let day = |field: &str| parse_day(record.get(field)?).ok();
    let printed = printed(&text("printed")?, record.get("counter"));
    let claim = crate::read_figure(&printed)?;
    Some(Published {
        record: text("record_id")?,
        source: text("source")?,
        printed_on: day("printed_on")?,
        place: text("place"),
        unit: text("unit")?,
        words: text("words")?,
        interval: claim.interval,
        counter: claim.unit,
        kind: claim.kind,
        from: day("from_on"),
        last: day("last_on"),
        printed,
    })
}

/// A figure as it is read: what is printed, and the counter where that stands in the head of a table.
pub fn printed(printed: &str, counter: Option<&String>) -> String {
    format!("{printed}{}", counter.map_or("", String::as_str))
}

/// A figure as an answer; none where there is nothing to compute from.
fn answer(figure: &Figure) -> Option<Answer> {
    Some(Answer {
        exact: figure.amount.ratio()?,
        figure: LedgerFigure {
            value: Decimal::parse(&figure.amount.text()).ok()?,
            rows: figure.rows,
            digest: figure.digest.clone(),
            known_at: u64::try_from(figure.known_at).unwrap_or_default(),
        },
    })
}

fn fault(error: impl std::fmt::Display) -> BookError {
    error.to_string().into()
}
