//! The ledger as the book against which texts are read.

use crate::book::{Answer, Book, BookError, Phrase, Time as Tense, UnitName, Window};

use crate::reading::LedgerFigure;
use jiff::civil::Date;
use youju_base::decimal::Decimal;
use youju_base::period::Period;
use youju_ledger::figure::{Ask, Figure, Time};
use youju_ledger::ledger::{Ledger, LedgerError};

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
        let phrases = self.0.packs().indicators().flat_map(|indicator| {
            indicator.say.iter().map(|words| Phrase {
                words: words.clone(),
                indicator: indicator.id.clone(),
                counter: indicator.counter.clone().unwrap_or_else(|| "%".into()),
                time: match indicator.time {
                    youju_declare::Tense::Flow => Tense::Flow,
                    youju_declare::Tense::Stock => Tense::Stock,
                },
                from_register: indicator.cumulative,
                sensitive: indicator.sensitive,
            })
        });
        Ok(phrases.collect())
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
