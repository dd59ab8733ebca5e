//! What is owed: cadences computed for units and days, never stored.
//!
//! - A duty of a calendar span is owed by every debtor that stands on the span's last day: a unit, or a row of `each`.
//!   So a unit that ended within the span owes nothing for it, and its successor owes from its own birth.
//! - A duty that follows from a row is owed by the row's unit; if that unit ends before the duty is due, by the one unit
//!   that succeeds it, and by nobody where none does.
//! - What fulfils it is a row of `met_by` in the same unit: of the same person where both row sets name one, otherwise of
//!   the same partition where both are kept by the same columns (the same loan). A record does not fulfil the duty that it
//!   itself began, unless records are what is paired. Within one debtor a row serves one span: the earliest that it fits.
//!
//! Each row set is read once for each cadence, and merged in memory: no query depends on the number of units or days.

mod arise;

mod read;

mod settle;

use crate::ask::figure::AskError;
use crate::kept::core::Core;
use crate::ledger::{Ledger, LedgerError};
use crate::names::DEFAULT_LINE;
use jiff::civil::Date;
use read::Organisation;
use settle::Evaluation;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use youju_base::period::Period;
use youju_db::Rows;
use youju_declare::Cadence;

/// Which obligations are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueAsk {
    /// The unit whose subtree owes; none means every unit.
    pub unit: Option<String>,
    /// One cadence; none means all.
    pub cadence: Option<String>,
    /// The cadences of one pack; none means those of all.
    pub pack: Option<String>,
    /// Obligations whose due day lies in this period.
    pub within: Period,
    /// Those that are overdue from before the period too.
    pub arrears: bool,
    /// The day from which it is looked at: what is not yet due on it is open.
    pub today: Date,
    /// Sequence of the last journal entry whose rows may be known; none means all. Lines and calendars are those of now.
    pub known_at: Option<i64>,
}

impl DueAsk {
    /// Asks for all units and cadences, without what is overdue from earlier.
    pub fn new(within: Period, today: Date) -> Self {
        Self {
            unit: None,
            cadence: None,
            pack: None,
            within,
            arrears: false,
            today,
            known_at: None,
        }
    }
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
    /// Whether `about` is a person.
    pub about_person: bool,
    /// The record that began it, for duties that follow from a row.
    pub began_by: Option<String>,
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
    /// True where it is late or overdue, the cadence asks why, and nobody said.
    pub reason_owed: bool,
    /// The record that says why it is late.
    pub reason: Option<String>,
}

/// How an obligation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Not done, and its last day is past.
    Overdue,
    /// Not done yet, and there is time.
    Open,
    /// Not done, and its last day is not certain yet.
    Provisional,
    /// Done after its last day in time.
    Late,
    /// Done in time.
    Met,
    /// Released for the day on which it is due.
    Exempt,
    /// The unit, or what it owes for, did not stand yet.
    NotYetBorn,
}

impl Outcome {
    /// All of them, what must be done first.
    pub const ALL: [Self; 7] = [
        Self::Overdue,
        Self::Open,
        Self::Provisional,
        Self::Late,
        Self::Met,
        Self::Exempt,
        Self::NotYetBorn,
    ];

    /// Says whether something was owed: neither released nor owed by what did not stand yet.
    pub fn counts(self) -> bool {
        !matches!(self, Self::Exempt | Self::NotYetBorn)
    }

    /// Gives the word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Open => "open",
            Self::Provisional => "provisional",
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

    /// Gives the names of persons by code; who was erased has none.
    pub fn person_names(
        &self,
        persons: &BTreeSet<&str>,
    ) -> Result<BTreeMap<String, String>, LedgerError> {
        if persons.is_empty() || self.core.packs.kind("core.person").is_none() {
            return Ok(BTreeMap::new());
        }
        self.store.read(|rows| {
            let mut names = BTreeMap::new();
            for person in persons {
                let sql = "select name from core_person where person = ?1 and removed_seq is null";
                let found = rows.first(sql, &[(*person).into()])?;
                let name = found.and_then(|row| row[0].as_text().map(str::to_owned));
                names.extend(name.map(|name| ((*person).to_owned(), name)));
            }
            Ok(names)
        })
    }
}

/// As [`Ledger::due`], on any rows.
pub fn due(core: &Core, rows: &dyn Rows, ask: &DueAsk) -> Result<Vec<Obligation>, LedgerError> {
    let calendars = core.calendars(rows)?;
    let organisation = Organisation::read(core, rows, ask.known_at)?;
    if let Some(unit) = &ask.unit
        && !organisation.knows(unit)
    {
        return Err(AskError::Unlike(format!(
            "there is no unit \"{unit}\"; `youju find kind=core.unit` lists them"
        ))
        .into());
    }
    let mut found = Vec::new();
    for cadence in asked(core, ask)? {
        let line = core
            .packs
            .pack(&cadence.pack)
            .and_then(|p| p.line.as_deref())
            .unwrap_or(DEFAULT_LINE);
        let evaluation = Evaluation {
            core,
            rows,
            ask,
            cadence,
            line,
            units: organisation.units(line, ask.unit.as_deref()),
            organisation: &organisation,
            calendars: &calendars,
        };
        evaluation.run(&mut found)?;
    }
    found.sort_by(|a, b| {
        (a.due, &a.unit, &a.cadence, &a.about).cmp(&(b.due, &b.unit, &b.cadence, &b.about))
    });
    Ok(found)
}

/// SHA-256 over what is owed, how it stands and which records say so, in hexadecimal.
pub fn digest<'o>(obligations: impl IntoIterator<Item = &'o Obligation>) -> String {
    let mut hash = Sha256::new();
    for one in obligations {
        let began_by = one.began_by.as_deref().unwrap_or_default();
        let mut parts = vec![
            one.cadence.as_str(),
            &one.unit,
            began_by,
            one.outcome.word(),
        ];
        parts.extend(one.about.iter().map(String::as_str));
        for part in parts {
            hash.update(part.as_bytes());
            hash.update([0x1f]);
        }
        hash.update(one.due.to_string().as_bytes());
        for record in &one.met_by {
            hash.update([0x1f]);
            hash.update(record.as_bytes());
        }
        hash.update([0x1e]);
    }
    let mut text = String::with_capacity(64);
    for byte in hash.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The cadences that are asked for.
fn asked<'c>(core: &'c Core, ask: &DueAsk) -> Result<Vec<&'c Cadence>, AskError> {
    if let Some(pack) = &ask.pack
        && core.packs.pack(pack).is_none()
    {
        return Err(AskError::Unlike(format!(
            "there is no pack \"{pack}\" in this ledger"
        )));
    }
    let Some(id) = &ask.cadence else {
        let of_pack = |cadence: &&Cadence| ask.pack.as_ref().is_none_or(|p| *p == cadence.pack);
        return Ok(core.packs.cadences().filter(of_pack).collect());
    };
    core.packs
        .cadence(id)
        .map(|cadence| vec![cadence])
        .ok_or_else(|| {
            let near = youju_declare::near(id, core.packs.cadences().map(|c| c.id.as_str()));
            let hint = near.map(|hint| format!("; {hint}")).unwrap_or_default();
            AskError::Unlike(format!("there is no cadence \"{id}\"{hint}"))
        })
}
