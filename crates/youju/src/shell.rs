//! What every verb shares: language, form, day, and the way to standard output.

use crate::failure::{Cause, Failure};
use clap::ValueEnum;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Write};
use youju_declare::{Lang, Packs};
use youju_ledger::figure::Time;
use youju_ledger::ledger::Ledger;
use youju_ledger::submit::Moment;
use youju_render::{Answer, Words};

/// How answers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Words for people.
    Text,
    /// One JSON object.
    Json,
}

/// How a verb ended when it could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Done, nothing wrong found: 0.
    Done,
    /// Refused, contradicted, impossible, verification failed: 1.
    Finding,
    /// Nothing that could be checked: 4.
    Nothing,
}

/// Language, form and day of one run.
#[derive(Debug, Clone)]
pub struct Shell {
    /// Text or JSON.
    pub format: Format,
    /// The language of screens.
    pub lang: Lang,
    /// The day that counts as today.
    pub moment: Moment,
}

impl Shell {
    /// Joins the global options; without `today` it is today in Asia/Shanghai.
    ///
    /// - Errors: a machine whose clock is outside the calendar.
    pub fn new(format: Format, lang: Lang, today: Option<Date>) -> Result<Self, Failure> {
        let moment = match today {
            // Noon in Shanghai, so that a run that says its day is repeatable.
            Some(today) => Moment {
                today,
                at: format!("{today}T04:00:00Z"),
            },
            None => {
                let now = Timestamp::now();
                let zone = TimeZone::get("Asia/Shanghai")
                    .unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(8)));
                Moment {
                    today: zone.to_datetime(now).date(),
                    at: format!("{now:.3}"),
                }
            }
        };
        Ok(Self {
            format,
            lang,
            moment,
        })
    }

    /// Gives the words in which a ledger's answers are shown.
    pub fn words<'p>(&self, packs: &'p Packs) -> Words<'p> {
        Words::new(self.lang, packs)
    }

    /// Gives the names of a ledger's units by code.
    pub fn unit_names(&self, ledger: &Ledger) -> Result<BTreeMap<String, String>, Failure> {
        let named = ledger.unit_names()?.into_iter();
        Ok(named
            .filter_map(|unit| Some((unit.code, unit.names.into_iter().next()?)))
            .collect())
    }

    /// Gives the names of a ledger's units by code, as they were on the day of a figure or at the end of its period.
    pub fn unit_names_at(
        &self,
        ledger: &Ledger,
        time: Time,
    ) -> Result<BTreeMap<String, String>, Failure> {
        let day = match time {
            Time::On(day) => day,
            Time::Within(period) => period.last(),
        };
        Ok(ledger.unit_names_on(day)?)
    }

    /// Prints an answer.
    pub fn show(&self, answer: &impl Answer, words: &Words<'_>) -> Result<(), Failure> {
        match self.format {
            Format::Text => print(&answer.text(words)),
            Format::Json => print(&answer.json()),
        }
    }

    /// Prints a failure: words on standard error, and as JSON on standard output where JSON was asked for.
    pub fn fail(format: Format, lang: Lang, failure: &Failure) -> u8 {
        let failure = failure.said(&Words::new(lang, &Packs::default()));
        if format == Format::Json {
            let json = serde_json::json!({ "error": failure });
            // A reader that is gone cannot be told; the exit code still says it.
            let _ = print(&json.to_string());
        }
        let _ = writeln!(io::stderr(), "{}", failure.text());
        match failure.cause {
            Cause::Input => 2,
            Cause::Surroundings => 3,
        }
    }
}

/// Prints lines; a reader that has seen enough is no error.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::surroundings(format!(
            "cannot write the answer: {error}"
        ))),
        _ => Ok(()),
    }
}
