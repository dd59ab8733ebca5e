//! `youju report`: a text of a pack whose figures are citations, and which of them have changed since.

use crate::failure::Failure;
use crate::input;
use crate::shell::{End, Shell, print};
use clap::Args;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use youju_base::date::parse_day;
use youju_base::period::Period;
use youju_ledger::ledger::Ledger;
use youju_render::report::stale::{Printed, Stale};
use youju_render::report::{ReportAsk, page, reports, write};
use youju_render::{Answer, Words, docx};

/// Write a report whose figures are citations, or list those of a written one that have changed since
///
/// `youju report DIR members.monthly --unit office --within 2022-06 --out monthly.docx` (html, docx, txt, json; without
/// --out the text is shown); `youju report DIR` lists the reports; `youju report DIR --stale monthly.docx` compares.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ReportArgs {
    /// The ledger's folder
    dir: PathBuf,
    /// The pack and its report, such as members.monthly (default: list them)
    report: Option<String>,
    /// The unit, with everything below it
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// The day of its stocks (default: the last day of the period)
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    on: Option<Date>,
    /// The period of its flows: 2022, 2022H1, 2022Q3, 2022-06, 2022-01-01..2022-06-30
    #[arg(long, value_name = "PERIOD", value_parser = Period::parse)]
    within: Option<Period>,
    /// As known at this journal entry (default: now)
    #[arg(long, value_name = "SEQ")]
    known_at: Option<i64>,
    /// The file to write; its ending says the form: .html, .docx, .txt or .json
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// List the figures of this report that have changed since it was written
    #[arg(long, value_name = "FILE", conflicts_with_all = ["report", "unit", "on", "within", "known_at", "out"])]
    stale: Option<PathBuf>,
}

pub fn report(args: &ReportArgs, shell: &Shell) -> Result<End, Failure> {
    let ledger = Ledger::open(&args.dir)?;
    let units = shell.unit_names(&ledger)?;
    let words = shell.words(ledger.packs()).with_units(&units);
    match (&args.stale, &args.report) {
        (Some(file), _) => stale(file, &ledger, shell, &words),
        (None, None) => {
            let known = reports(&ledger).map_err(failure)?;
            print(&known.join("\n"))?;
            Ok(End::Done)
        }
        (None, Some(report)) => {
            let unit = args.unit.clone().ok_or_else(|| {
                Failure::input("a report is about a unit, and none is given").hint("--unit office")
            })?;
            let ask = ReportAsk {
                report: report.clone(),
                unit,
                on: args.on,
                within: args.within,
                known_at: args.known_at,
            };
            let document = write(&ledger, &words, &ask).map_err(failure)?;
            let Some(out) = &args.out else {
                shell.show(&document, &words)?;
                return Ok(End::Done);
            };
            let ending = out.extension().and_then(|e| e.to_str()).unwrap_or_default();
            let bytes = match ending {
                "html" | "htm" => page(&document, &words).into_bytes(),
                "docx" => docx::docx(&document, &words).map_err(Failure::surroundings)?,
                "txt" => (document.text(&words) + "\n").into_bytes(),
                "json" => (document.json() + "\n").into_bytes(),
                _ => {
                    let message = format!("{} has no ending that says a form", out.display());
                    return Err(
                        Failure::input(message).hint("end it in .html, .docx, .txt or .json")
                    );
                }
            };
            std::fs::write(out, bytes).map_err(|error| {
                Failure::surroundings(format!("cannot write {}: {error}", out.display()))
            })?;
            print(&words.fill(
                "report.written",
                &[
                    ("file", &out.display()),
                    ("n", &document.figures.len()),
                    ("seq", &document.about.known_at),
                ],
            ))?;
            Ok(End::Done)
        }
    }
}

fn stale(file: &Path, ledger: &Ledger, shell: &Shell, words: &Words<'_>) -> Result<End, Failure> {
    let bytes = input::bytes(file, input::SMALL)?;
    let name = input::name(file);
    let printed =
        Printed::read(&bytes).map_err(|error| Failure::input(format!("{name}: {error}")))?;
    let found = Stale::new(ledger, words, &printed)?;
    shell.show(&found, words)?;
    Ok(if found.finds() {
        End::Finding
    } else {
        End::Done
    })
}

fn failure(error: youju_render::report::ReportError) -> Failure {
    match error {
        youju_render::report::ReportError::Ledger(error) => error.into(),
        error => Failure::input(error),
    }
}
