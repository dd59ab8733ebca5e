//! Why a verb could not do its work: the input's fault or the surroundings'.

use serde::Serialize;
use std::fmt::Display;
use youju_db::DbError;
use youju_declare::Fault;
use youju_journal::JournalError;
use youju_ledger::figure::AskError;
use youju_ledger::ledger::LedgerError;
use youju_ledger::submit::SubmitError;
use youju_render::outcome;

/// A verb that was not done.
#[derive(Debug, Serialize)]
pub struct Failure {
    /// Whose fault it is.
    pub cause: Cause,
    /// What is wrong, and where.
    pub message: String,
    /// The way out; may be empty.
    pub hint: String,
    /// Each single fault, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<outcome::Fault>,
}

/// Whose fault it is; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Usage, or an input that cannot be taken: 2.
    Input,
    /// Disk, lock, rights, an unknown outcome: 3.
    Surroundings,
}

impl Failure {
    /// Blames the input. A text such as `what; way out` is parted.
    pub fn input(message: impl Display) -> Self {
        Self::new(Cause::Input, &message.to_string())
    }

    /// Blames the surroundings. A text such as `what; way out` is parted.
    pub fn surroundings(message: impl Display) -> Self {
        Self::new(Cause::Surroundings, &message.to_string())
    }

    /// Adds the way out.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    fn new(cause: Cause, text: &str) -> Self {
        // Only a one-line text ends in its way out.
        let parted = text.rsplit_once("; ").filter(|_| !text.contains('\n'));
        let (message, hint) = parted.unwrap_or((text, ""));
        Self {
            cause,
            message: message.to_owned(),
            hint: hint.to_owned(),
            problems: Vec::new(),
        }
    }

    /// Says it for a terminal.
    pub fn text(&self) -> String {
        let mut lines = vec![format!("× {}", self.message)];
        lines.extend(self.problems.iter().map(|problem| {
            let text = problem.text();
            text.lines()
                .map(|l| format!("  {l}"))
                .collect::<Vec<_>>()
                .join("\n")
        }));
        if !self.hint.is_empty() {
            lines.push(format!("  → {}", self.hint));
        }
        lines.join("\n")
    }

    /// Faults of packs, each with its file and line.
    pub fn packs(faults: &[Fault]) -> Self {
        let place = |f: &Fault| match f.line {
            Some(line) => format!("{}:{line}", f.file),
            None => f.file.clone(),
        };
        let problems = faults.iter().map(|f| outcome::Fault {
            field: place(f),
            message: f.message.clone(),
            hint: f.hint.clone().unwrap_or_default(),
        });
        let mut failure = Self::input(format!("{} faults in the packs", faults.len()));
        if faults.len() == 1 {
            failure.message = "1 fault in the packs".into();
        }
        failure.problems = problems.collect();
        failure
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Packs(faults) => Self::packs(&faults),
            LedgerError::Submit(error) => error.into(),
            LedgerError::Ask(AskError::Db(error)) => Self::surroundings(error),
            LedgerError::Ask(error) => Self::input(error),
            LedgerError::Journal(error) => error.into(),
            LedgerError::Db(error) => error.into(),
            LedgerError::NotEmpty(_) | LedgerError::NoLedger(_) | LedgerError::Unfinished(_) => {
                Self::input(error)
            }
            LedgerError::File { .. } | LedgerError::Write(_) | LedgerError::Unknown(_) => {
                Self::surroundings(error)
            }
        }
    }
}

impl From<SubmitError> for Failure {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Invalid(problems) => {
                let mut failure = Self::input("not recorded: faults of form");
                failure.problems = problems.iter().map(outcome::Fault::new).collect();
                failure
            }
            SubmitError::Conflict { .. } => Self::input(error),
            SubmitError::Journal(error) => error.into(),
            SubmitError::Db(error) => error.into(),
        }
    }
}

impl From<JournalError> for Failure {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Erased(_) | JournalError::Origin(_) => Self::input(error),
            _ => Self::surroundings(error),
        }
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Missing(_) | DbError::Exists(_) => Self::input(error),
            _ => Self::surroundings(error),
        }
    }
}
