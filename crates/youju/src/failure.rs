//! Why a verb could not do its work: the input's fault or the surroundings'.

use serde::Serialize;
use std::fmt::Display;
use std::io::ErrorKind;
use youju_db::DbError;
use youju_declare::Fault;
use youju_journal::JournalError;
use youju_ledger::figure::AskError;
use youju_ledger::ledger::LedgerError;
use youju_ledger::problem::SubmitError;
use youju_render::{Words, outcome};

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

    /// Says it in the language of the screen.
    pub fn said(&self, words: &Words<'_>) -> Self {
        Self {
            cause: self.cause,
            message: words.say(&self.message),
            hint: words.say(&self.hint),
            problems: self.problems.iter().map(|p| p.said(words)).collect(),
        }
    }

    /// Puts a place in front: a file, a line.
    pub fn at(mut self, place: impl Display) -> Self {
        self.message = format!("{place}: {}", self.message);
        self
    }

    /// Lays it out for a terminal.
    pub fn text(&self) -> String {
        let mut lines = vec![format!("× {}", self.message)];
        // A single fault is the message.
        if self.problems.len() > 1 {
            let texts = self.problems.iter().map(outcome::Fault::text);
            lines.extend(texts.flat_map(|text| {
                let indented = text.lines().map(|l| format!("  {l}"));
                indented.collect::<Vec<_>>()
            }));
        }
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
        Self::several(
            format!("{} faults in the packs", faults.len()),
            problems.collect(),
        )
    }

    /// Blames the input for several faults under one heading; a single one needs none.
    fn several(heading: String, problems: Vec<outcome::Fault>) -> Self {
        let (message, hint) = match problems.as_slice() {
            [only] => (only.placed(), only.hint.clone()),
            _ => (heading, String::new()),
        };
        Self {
            cause: Cause::Input,
            message,
            hint,
            problems,
        }
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
                let heading = format!("not recorded: {} faults of form", problems.len());
                Self::several(heading, problems.iter().map(outcome::Fault::new).collect())
            }
            SubmitError::Conflict { .. } | SubmitError::PacksReplaced => Self::input(error),
            SubmitError::Journal(error) => error.into(),
            SubmitError::Db(error) => error.into(),
        }
    }
}

impl From<JournalError> for Failure {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Erased(_) | JournalError::Origin(_) => Self::input(error),
            JournalError::KeyFile { ref source, .. } if source.kind() == ErrorKind::NotFound => {
                Self::surroundings(error)
                    .hint("bring it back from its own backup; `youju verify` says what is lost")
            }
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
