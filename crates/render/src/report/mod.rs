//! Reports written from templates of packs: their figures are asked of the ledger, never typed, and each is a citation.
//!
//! A template is `reports/<name>.<lang>.md` of a pack (docs/packs.md). It is filled for a unit and a time
//! ([`write`]), becomes a [`document::Document`], and that is shown as text, as a page or as a docx file. The same question asked of the same
//! ledger gives the same bytes: there is no clock in it.

pub mod document;

mod owed;

mod template;

mod span;

pub(crate) mod markdown;

mod text;

mod page;

pub mod stale;

pub mod bound;

mod slip;

use crate::words::Words;
use document::{About, Document};
use jiff::civil::Date;
use minijinja::context;
use minijinja::value::{Serde, Value};
use std::collections::BTreeMap;
use template::Setting;
use youju_base::period::Period;
use youju_declare::Lang;
use youju_ledger::ledger::{Ledger, LedgerError};
use youju_ledger::names::DEFAULT_LINE;

pub use page::page;
pub use slip::slip;

/// Why a report cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The pack has no such template, in no language.
    #[error("there is no template {0} in this ledger{1}")]
    NoTemplate(String, String),
    /// The submission is no new record with a unit and a date.
    #[error("a slip answers a new record with a unit and a date; this is none")]
    NotARecord,
    /// The unit does not exist.
    #[error("there is no unit \"{0}\"")]
    Unit(String),
    /// The template has a fault.
    #[error("{0}")]
    Template(String),
    /// The ledger cannot answer.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Which report is asked for.
#[derive(Debug, Clone)]
pub struct ReportAsk {
    /// `members.monthly`: the pack and the template.
    pub report: String,
    /// The unit that it is about, with everything below it.
    pub unit: String,
    /// The day of its stocks; none means the last day of the period.
    pub on: Option<Date>,
    /// The period of its flows.
    pub within: Option<Period>,
    /// The last journal entry that is known; none means all.
    pub known_at: Option<i64>,
}

/// Lists the reports that the packs of a ledger can write, such as `members.monthly`.
pub fn reports(ledger: &Ledger) -> Result<Vec<String>, ReportError> {
    let mut found = Vec::new();
    for path in ledger.pack_files()? {
        let parts = path.split_once("/reports/");
        if let Some((pack, file)) = parts
            && let Some(name) = file.strip_suffix(".zh.md")
            && name != slip::NAME
        {
            found.push(format!("{pack}.{name}"));
        }
    }
    Ok(found)
}

/// Writes a report.
///
/// - Output: the pack's template, filled, with the list of its figures; Chinese where there is none in the language.
/// - Errors: see [`ReportError`].
pub fn write(ledger: &Ledger, words: &Words<'_>, ask: &ReportAsk) -> Result<Document, ReportError> {
    let missing = || -> Result<ReportError, ReportError> {
        let known = reports(ledger)?;
        let near = youju_declare::near(&ask.report, known.iter().map(String::as_str));
        let known = format!("known here: {}", known.join(", "));
        let hint = format!("; {}", near.unwrap_or(known));
        Ok(ReportError::NoTemplate(ask.report.clone(), hint))
    };
    let Some((pack, name)) = ask.report.split_once('.') else {
        return Err(missing()?);
    };
    let Some((template, lang)) = template_of(ledger, pack, name, words.lang)? else {
        return Err(missing()?);
    };
    let on = ask.on.or(ask.within.map(|period| period.last()));
    let units = template::names(ledger, on)?;
    let Some([name, short]) = units.get(&ask.unit) else {
        return Err(ReportError::Unit(ask.unit.clone()));
    };
    let line = words.packs().pack(pack).and_then(|pack| pack.line.clone());
    let known_at = ask.known_at.map_or_else(|| ledger.head(), Ok)?;
    let setting = Setting {
        lang,
        pack: pack.to_owned(),
        unit: ask.unit.clone(),
        on: ask.on,
        within: ask.within,
        line: line.unwrap_or_else(|| DEFAULT_LINE.into()),
        // Said outright, so that all figures stand on one state of the ledger.
        known_at: Some(known_at),
        citing: true,
    };
    // A time that was not given stays undefined: a template that needs it says so.
    let mut given: BTreeMap<&str, Value> = BTreeMap::new();
    if let Some(day) = on {
        given.insert("on", day.to_string().into());
    }
    if let Some(period) = ask.within {
        given.insert("period", span::value(period, lang));
    }
    let context = context! {
        unit => context! { code => ask.unit.as_str(), name => name, short => short },
        known_at => known_at,
        ..Serde(given)
    };
    let filled = template::fill(ledger, words, &setting, &template, &context)?;
    let about = About {
        report: ask.report.clone(),
        unit: ask.unit.clone(),
        on: ask.on.map(|day| day.to_string()),
        within: ask.within.map(span::code),
        known_at,
        lang: lang.code().to_owned(),
        synthetic: ledger.is_synthetic(),
    };
    let full: BTreeMap<String, String> = units
        .iter()
        .map(|(code, [name, _])| (code.clone(), name.clone()))
        .collect();
    Ok(Document::new(
        about,
        markdown::read(&filled.text),
        &filled.figures,
        &words.in_lang(lang).with_units(&full),
    ))
}

/// The text of a template and its language; none where the pack has none of this name.
fn template_of(
    ledger: &Ledger,
    pack: &str,
    name: &str,
    lang: Lang,
) -> Result<Option<(String, Lang)>, ReportError> {
    for lang in [lang, Lang::Zh] {
        let path = format!("{pack}/reports/{name}.{}.md", lang.code());
        if let Some(bytes) = ledger.pack_file(&path)? {
            let text = String::from_utf8(bytes)
                .map_err(|_| ReportError::Template(format!("{path} is not UTF-8")))?;
            return Ok(Some((text, lang)));
        }
    }
    Ok(None)
}
