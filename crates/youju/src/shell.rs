//! What every verb shares: language, form, day, and the way to standard output.

use crate::failure::{Cause, Failure};
use clap::ValueEnum;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use youju_declare::{Lang, Packs};
use youju_ledger::figure::Time;
use youju_ledger::ledger::Ledger;
use youju_ledger::submit::Moment;
use youju_render::{Answer, Table, Words};

/// How answers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Words for people.
    Text,
    /// One JSON object.
    Json,
    /// A checked text as one page to hand to its author.
    Html,
    /// A list as comma-separated values, for WPS and Excel.
    Csv,
    /// A list as a workbook; needs --out.
    Xlsx,
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
    /// Text, JSON, CSV or xlsx.
    pub format: Format,
    /// The file that the answer goes to instead of standard output.
    pub out: Option<PathBuf>,
    /// The language of screens.
    pub lang: Lang,
    /// The day that counts as today.
    pub moment: Moment,
}

impl Shell {
    /// Joins the global options; without `today` it is today in Asia/Shanghai.
    ///
    /// - Errors: a machine whose clock is outside the calendar.
    /// - Errors also: a workbook without a file that it goes to.
    pub fn new(
        format: Format,
        out: Option<PathBuf>,
        lang: Lang,
        today: Option<Date>,
    ) -> Result<Self, Failure> {
        if format == Format::Xlsx && out.is_none() {
            return Err(
                Failure::input("a workbook goes to a file, and none is named")
                    .hint("--out FILE.xlsx"),
            );
        }
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
            out,
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
        let named = ledger.unit_names_on(day)?.into_iter();
        Ok(named.map(|(code, called)| (code, called.full)).collect())
    }

    /// Prints an answer, or writes it to the file that was named.
    ///
    /// - Errors: a table asked of an answer that is no list; a file that cannot be written.
    pub fn show(&self, answer: &impl Answer, words: &Words<'_>) -> Result<(), Failure> {
        match (self.format, &self.out) {
            (Format::Text, None) => print(&answer.text(words)),
            (Format::Json, None) => print(&answer.json()),
            (Format::Text, Some(out)) => write(out, format!("{}\n", answer.text(words)).as_bytes()),
            (Format::Json, Some(out)) => write(out, format!("{}\n", answer.json()).as_bytes()),
            (Format::Html, out) => {
                let html = answer.html(words).ok_or_else(|| {
                    Failure::input("this answer has no page").hint("use --format text or json")
                })?;
                match out {
                    Some(out) => write(out, html.as_bytes()),
                    None => print_bytes(html.as_bytes()),
                }
            }
            (Format::Csv, out) => {
                let csv = no_list(answer.table(words))?
                    .csv(words)
                    .map_err(Failure::input)?;
                match out {
                    Some(out) => write(out, &csv),
                    None => print_bytes(&csv),
                }
            }
            (Format::Xlsx, out) => {
                let xlsx = no_list(answer.table(words))?
                    .xlsx(words)
                    .map_err(Failure::input)?;
                out.as_ref().map_or(Ok(()), |out| write(out, &xlsx))
            }
        }
    }

    /// Whether all rows of a list are wanted, for no person reads them on a screen.
    pub fn wants_all(&self) -> bool {
        self.format != Format::Text || self.out.is_some()
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

fn no_list(table: Option<Table>) -> Result<Table, Failure> {
    table.ok_or_else(|| {
        Failure::input("this answer is no list, so there is no table of it")
            .hint("leave out --format, or use --format json")
    })
}

/// Writes a file under its name only when it is whole.
///
/// - Errors: a folder that is not there or full; the name of a folder.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let fail = |error: io::Error| {
        Failure::surroundings(format!("cannot write {}: {error}", path.display()))
            .hint("name another place with --out")
    };
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    fs::write(&part, bytes).map_err(fail)?;
    fs::rename(&part, path).map_err(|error| {
        // What is left is of no use to anybody.
        let _ = fs::remove_file(&part);
        fail(error)
    })
}

/// Makes a folder with all above it, where it is not there yet.
pub fn make_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| {
        Failure::surroundings(format!(
            "cannot make the folder {}: {error}",
            path.display()
        ))
    })
}

/// Prints lines; a reader that has seen enough is no error.
pub fn print(text: &str) -> Result<(), Failure> {
    print_bytes(format!("{text}\n").as_bytes())
}

fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::surroundings(format!(
            "cannot write the answer: {error}"
        ))),
        _ => Ok(()),
    }
}
